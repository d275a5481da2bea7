//! Any text in any field: it comes back byte for byte, or is refused beside its field. And it is
//! found.

use anyhow::{Context as _, Result};
use deskbook_core::people;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::Outcome;
use deskbook_domain::check::Finding;
use deskbook_domain::search::literal;
use deskbook_tests::builders::{CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::found::{Searched as _, keys, matching};
use deskbook_tests::local_directory;
use deskbook_tests::rounds::rounds;
use deskbook_tests::stand::Stand;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
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

/// What has broken one program or another.
const PIECES: &[&str] = &[
    "'",
    "''",
    "\"",
    "`",
    "\\",
    "\\\\",
    "\\'",
    "%",
    "_",
    "*",
    "?",
    "!",
    "+",
    "&&",
    "||",
    "(",
    ")",
    "; DROP TABLE customer_user; --",
    "/*",
    "*/",
    "' OR '1'='1",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\r\n",
    "\n",
    "\t",
    " ",
    "  ",
    "\u{a0}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{10ffff}",
    "NULL",
    "null",
    "\\N",
    "0",
    "00",
    "-1",
    "1e309",
    "true",
    "AND",
    "OR",
    "###1###",
    "<script>alert(1)</script>",
    "&amp;",
    "%00",
    "%s%n",
    "{{7*7}}",
    "${x}",
    "../..",
    "ß",
    "ẞ",
    "İ",
    "ı",
    "Σ",
    "ς",
    "ﬁ",
    "e\u{301}",
    "\u{301}",
    "é",
    "Å",
    "王",
    "한",
    "محمد",
    "👩‍💻",
    "🦀",
    "🇩🇪",
    "\u{1f3fb}",
    "ⅷ",
    "Ⓐ",
    "ǅ",
    "ŉ",
];

/// Hostile pieces, any text, and texts longer than any column, in any mixture.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "\\PC{1,12}",
        1 => any::<String>(),
        1 => "[a-z]{1,8}",
    ];
    let some = prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat());
    prop_oneof![
        12 => some.clone(),
        1 => (some, 1_usize..60).prop_map(|(text, times)| text.repeat(times)),
        1 => prop::sample::select(PIECES).prop_map(str::to_owned),
    ]
}

/// So many texts go into one directory: what everybody has in common is found in all of them.
const TEXTS_AT_ONCE: u32 = 250;

#[tokio::test]
async fn any_text_is_stored_as_it_is_or_refused_beside_its_field() -> Result<()> {
    let mut runner = TestRunner::new_with_rng(Config::default(), fixed_random());
    let mut left = rounds(300, 10_000);
    while left > 0 {
        let stand = local_directory::fresh().await?;
        stand.add_customer(a_customer()).await?;
        for number in 0..left.min(TEXTS_AT_ONCE) {
            let text = hostile()
                .new_tree(&mut runner)
                .map_err(anyhow::Error::msg)?
                .current();
            let login = format!("user{number}");
            free_fields(&stand, &login, &text)
                .await
                .with_context(|| format!("{text:?}"))?;
            own_fields(&stand, &text)
                .await
                .with_context(|| format!("{text:?}"))?;
        }
        left = left.saturating_sub(TEXTS_AT_ONCE);
    }
    Ok(())
}

/// The same texts every time: a failure can be repeated.
fn fixed_random() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
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
        record: customer_user.record(),
        password: PasswordChoice::Keep,
    };
    match people::save::save(&stand.installation(), draft, &mut StdRng::seed_from_u64(0)).await? {
        Outcome::Saved { .. } => Ok(Vec::new()),
        Outcome::Refused { findings } => Ok(findings),
    }
}
