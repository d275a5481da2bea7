//! Any text in any field: it comes back byte for byte, or is refused beside its field. And it is
//! found.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::moves::MoveOptions;
use deskbook_core::people;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::Outcome;
use deskbook_domain::check::Finding;
use deskbook_domain::search::literal;
use deskbook_tests::builders::{CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::found::{Searched as _, keys, matching};
use deskbook_tests::hostile;
use deskbook_tests::local_directory;
use deskbook_tests::rounds::rounds;
use deskbook_tests::stand::Stand;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// Fields that may hold the same text in many records.
const FREE: &[&str] = &[
    "UserTitle",
    "UserFirstname",
    "UserLastname",
    "UserPhone",
    "UserFax",
    "UserMobile",
    "UserStreet",
    "UserZip",
    "UserCity",
    "UserCountry",
    "UserComment",
];

/// So many texts go into one directory: what everybody has in common is found in all of them.
const TEXTS_AT_ONCE: usize = 250;

#[tokio::test]
async fn any_text_is_stored_as_it_is_or_refused_beside_its_field() -> Result<()> {
    let texts = hostile::texts(rounds(300, 10_000))?;
    for texts in texts.chunks(TEXTS_AT_ONCE) {
        let stand = local_directory::fresh().await?;
        stand.add_customer(a_customer()).await?;
        for (number, text) in texts.iter().enumerate() {
            let login = format!("user{number}");
            free_fields(&stand, &login, text)
                .await
                .with_context(|| format!("{text:?}"))?;
            own_fields(&stand, text)
                .await
                .with_context(|| format!("{text:?}"))?;
        }
    }
    Ok(())
}

/// Puts the text into every field that takes any.
async fn free_fields(stand: &Stand, login: &str, text: &str) -> Result<()> {
    let everywhere = FREE
        .iter()
        .fold(a_customer_user().login(login), |it, var| it.with(var, text));
    let refused = save(stand, everywhere.clone()).await?;
    let accepted = refused.iter().fold(everywhere, |it, finding| {
        let var = finding.field.as_str();
        assert!(FREE.contains(&var), "{finding:?} is about another field");
        it.with(var, "instead")
    });
    if !refused.is_empty() {
        assert_eq!(
            save(stand, accepted.clone()).await?,
            [],
            "only those fields were at fault"
        );
    }
    let stored = stand
        .customer_users
        .find(&login.into())
        .await?
        .context("it was stored")?;
    for (var, written) in accepted.record().iter() {
        let expected = written.map(|text| if text == "0" { "" } else { text });
        assert_eq!(stored.record.get(var), expected, "{var}");
    }
    if refused
        .iter()
        .all(|finding| finding.field.as_str() != "UserLastname")
    {
        assert_found(stand, login, text).await?;
    }
    Ok(())
}

/// Puts the text into each field that must be different in each record.
async fn own_fields(stand: &Stand, text: &str) -> Result<()> {
    for var in ["UserLogin", "UserEmail"] {
        let count = stand.customer_users.count().await?;
        let fresh = format!("fresh{count}");
        let refused = save(stand, a_customer_user().login(&fresh).with(var, text)).await?;
        match refused.as_slice() {
            [] => {
                let login = if var == "UserLogin" {
                    text
                } else {
                    fresh.as_str()
                };
                let stored = stand.customer_users.find(&login.into()).await?;
                let stored = stored.context("it was stored")?;
                assert_eq!(stored.record.get(var), Some(text), "{var}");
            }
            findings => {
                let about_it = |finding: &Finding| finding.field.as_str() == var;
                assert!(findings.iter().all(about_it), "{findings:?}");
                assert_eq!(
                    stand.customer_users.count().await?,
                    count,
                    "nothing was stored"
                );
            }
        }
    }
    Ok(())
}

/// As a look-up always, as a search if there is nothing in it that a search understands.
async fn assert_found(stand: &Stand, login: &str, text: &str) -> Result<()> {
    let hits = stand
        .customer_users
        .search(matching(literal(text)?))
        .await?;
    assert!(
        keys(&*hits).await?.iter().any(|key| key == login),
        "not found as it is"
    );
    if is_plain(text) {
        let found = stand.customer_users.keys(text).await?;
        assert!(
            found.iter().any(|key| key == login),
            "not found by searching for it"
        );
    }
    Ok(())
}

/// Whether a search takes the text as it stands.
fn is_plain(text: &str) -> bool {
    let spaces_are_plain = text.trim() == text
        && !text.contains("  ")
        && text
            .chars()
            .all(|char| char == ' ' || !char.is_whitespace());
    let operators = ['+', '!', '"', '*', '%', '_', '\\', '&', '|', '(', ')'];
    let has_word = |word| text.split(' ').any(|part| part == word);
    spaces_are_plain
        && !text.is_empty()
        && text != "0"
        && !text.contains(operators)
        && !has_word("AND")
        && !has_word("OR")
}

async fn save(stand: &Stand, customer_user: CustomerUserBuilder) -> Result<Vec<Finding>> {
    let draft = Draft {
        editing: None,
        source: None,
        options: MoveOptions::default(),
        record: customer_user.record(),
        password: PasswordChoice::Keep,
    };
    match people::save::save(
        &stand.installation(),
        draft,
        &mut StdRng::seed_from_u64(0),
        Arc::new(()),
    )
    .await?
    {
        Outcome::Saved { .. } => Ok(Vec::new()),
        Outcome::Refused { findings } => Ok(findings),
        conflict @ Outcome::Conflict { .. } => panic!("nothing was there before: {conflict:?}"),
    }
}
