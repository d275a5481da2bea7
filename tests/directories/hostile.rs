//! Texts that would be something else in a filter.

use anyhow::{Context as _, Result};
use deskbook_core::query::ValidityFilter;
use deskbook_core::selection::{Detail, Selection};
use deskbook_domain::ids::{Identifier, Login};
use deskbook_tests::directory::at_port;
use deskbook_tests::servers::slapd::{SlapdOptions, SlapdServer};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const ATTEMPTS: [&str; 16] = [
    "*",
    "*)(uid=*",
    "*))(|(uid=*",
    "x)(|(uid=*))",
    "\\2a",
    "\\",
    "(",
    ")",
    "&",
    "|",
    "!",
    "\0",
    "a\0*",
    "dir.only)(objectClass=*",
    "dir.only\u{0}",
    "uid=dir.only",
];

#[tokio::test]
async fn no_text_finds_anybody_but_whose_it_is() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let people = at_port(server.port(), &[], None)?.customer_users();
    for text in ATTEMPTS {
        let found = people.find(&Login::from(text)).await?;
        assert!(found.is_none(), "{text:?} found {found:?}");
        let holders = people.holders_of_email(text).await?;
        assert!(holders.is_empty(), "{text:?}");
        let detail = Detail {
            exclusions: vec![(Identifier::fixed("uid"), vec![text.to_owned()])],
            choices: vec![(Identifier::fixed("uid"), vec!["dir.only".to_owned()])],
            ..Detail::default()
        };
        let selection = Selection::Detail(detail);
        let others = people.select(&selection, ValidityFilter::All, None).await?;
        assert_eq!(others.len(), 1, "{text:?} excludes nobody else");
    }
    Ok(())
}

#[tokio::test]
async fn everybody_is_found_by_their_own_login_whatever_is_in_it() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let people = at_port(server.port(), &[], None)?.customer_users();
    let everybody = Selection::Everything;
    let everybody = people.select(&everybody, ValidityFilter::All, None).await?;
    assert!(everybody.len() > 50);
    for row in everybody {
        let found = people.find(&row.login).await?;
        let found = found.with_context(|| format!("{} finds itself", row.login))?;
        assert_eq!(found.login, row.login);
    }
    Ok(())
}

/// Directories compare without looking at case and at how many blanks there are, so only letters that
/// have none of both are taken.
#[tokio::test]
async fn a_text_of_any_characters_is_answered_and_finds_nobody() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let people = at_port(server.port(), &[], None)?.customer_users();
    let mut random = StdRng::seed_from_u64(7);
    let alphabet: Vec<char> = "*()\\&|!=<>~:;,+\"#\0\u{1}\u{7f}\u{80}üß日😀%_/ '`$\u{feff}"
        .chars()
        .collect();
    for _ in 0..500 {
        let length = random.random_range(1..12);
        let text: String = (0..length)
            .map(|_| alphabet[random.random_range(0..alphabet.len())])
            .collect();
        let found = people.find(&Login::from(text.as_str())).await?;
        assert!(found.is_none(), "{text:?} found {found:?}");
    }
    Ok(())
}
