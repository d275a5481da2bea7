//! Texts of all that means something to a directory match themselves: as a login, as what is searched for, and
//! in the name of an entry that signs in.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use deskbook_core::back_end::BackEnd;
use deskbook_core::connecting::{Directories as _, SignInOpening, Timing, Typed};
use deskbook_core::query::{ContactQuery, Order, ValidityFilter};
use deskbook_domain::directory::escape_dn_value;
use deskbook_domain::ids::Login;
use deskbook_domain::search::literal;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::{SignInDirectory, SignInName, SignInWay, sign_in_modules};
use deskbook_domain::system_settings::SystemSettings;
use deskbook_ldap::LdapDirectories;
use deskbook_tests::directory::at_port;
use deskbook_tests::rounds::rounds;
use deskbook_tests::servers::slapd::{BASE, SlapdOptions, SlapdServer};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::json;

use super::{all, logins, query};

/// What means something in a filter, in the name of an entry, to a server, or to nobody.
const MEANINGFUL: &[char] = &[
    '*', '(', ')', '\\', '\0', '#', ',', '+', '"', '<', '>', ';', '=', '/', ' ', '|', '&', '!',
    '~', ':', '%', '_', '\u{1}', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{80}', '\u{ad}',
    '\u{feff}', '\u{fffd}', 'ü', 'ß', '日', '😀', '\u{301}', '\u{202e}',
];

/// A text that nobody else has a part of, in the midst of such characters.
fn text(number: u32, random: &mut StdRng) -> String {
    let mut some = |most: u32| -> String {
        let count = random.random_range(0..=most);
        (0..count)
            .filter_map(|_| MEANINGFUL.choose(random))
            .collect()
    };
    let (before, between, after) = (some(4), some(6), some(4));
    format!("{before}q{number}z{between}Q{number}Z{after}")
}

fn password(number: usize) -> String {
    format!("of-{number}")
}

/// People with such texts as logins, as common names and in the names of their entries.
fn entries(texts: &[String]) -> String {
    let person = |(number, text): (usize, &String)| {
        let dn = BASE64_STANDARD.encode(format!("cn={},{BASE}", escape_dn_value(text)));
        let (text, password) = (BASE64_STANDARD.encode(text), password(number));
        format!(
            "dn:: {dn}\nobjectClass: inetOrgPerson\ncn:: {text}\nsn: x\nuid:: {text}\n\
             userPassword: {password}\n\n"
        )
    };
    texts.iter().enumerate().map(person).collect()
}

#[tokio::test]
async fn every_text_matches_itself_alone() -> Result<()> {
    let mut random = StdRng::seed_from_u64(11);
    let texts: Vec<_> = (0..rounds(300, 10_000))
        .map(|number| text(number, &mut random))
        .collect();
    let options = SlapdOptions::entries(&entries(&texts)).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let people = at_port(server.port(), &[], None)?.customer_users();
    let latin1 = [("Params.SourceCharset", json!("iso-8859-1"))];
    let latin1 = at_port(server.port(), &latin1, None)?.customer_users();
    let sign_in = sign_in(&server)?;
    for (number, text) in texts.iter().enumerate() {
        as_login(people.as_ref(), latin1.as_ref(), text).await?;
        as_search(people.as_ref(), text).await?;
        as_name(&sign_in, text, number).await?;
    }
    Ok(())
}

async fn as_login(people: &dyn BackEnd, latin1: &dyn BackEnd, text: &str) -> Result<()> {
    let found = people.find(&Login::from(text)).await?;
    let found = found.map(|it| it.login.as_str().to_owned());
    assert_eq!(found.as_deref(), is_login(text).then_some(text));
    let like_it = [
        format!("{text}*"),
        text.replace('q', "*"),
        text.replace('z', "\\7a"),
        format!("{text})(uid=*"),
    ];
    for other in like_it {
        let found = people.find(&Login::from(other.as_str())).await?;
        assert!(found.is_none(), "{other:?} found {found:?}");
    }
    // As Latin-1 it is no UTF-8 then, if it has letters beyond ASCII
    if !text.is_ascii() && text.chars().all(|it| u32::from(it) < 0x100) {
        let found = latin1.find(&Login::from(text)).await?;
        assert!(found.is_none(), "{text:?} found {found:?}");
    }
    Ok(())
}

/// What holds a NUL is no login: no database takes it for the preferences.
fn is_login(text: &str) -> bool {
    !text.contains('\0')
}

async fn as_search(people: &dyn BackEnd, text: &str) -> Result<()> {
    if !is_login(text) {
        return Ok(());
    }
    // Blanks at its ends are none to a directory (RFC 4518, 2.6.1), and nobody searches for them
    let typed = text.trim();
    let as_it_is = ContactQuery {
        condition: Some(literal(typed)?),
        validity: ValidityFilter::All,
        order: Order::Best,
    };
    assert_eq!(searched(people, as_it_is).await?, [text]);
    // In OTOBO's language some characters have a meaning, but none that finds anybody else, unless it is
    // asked for those who do not have the text; a tab is a blank in it (3.2). What makes no sense in it is an error before anybody is asked
    let Ok(typed) = query(typed, ValidityFilter::All) else {
        return Ok(());
    };
    let found = searched(people, typed).await?;
    let is_certain = !text.contains(['+', '!', '&', '|', '"', '\\', '%', '_', '\t', '\r', '\n']);
    let is_itself = found == [text];
    assert!(is_itself || !is_certain, "{text:?} found {found:?}");
    let is_nobody_else = is_itself || found.is_empty() || text.contains('!');
    assert!(is_nobody_else, "{text:?} found {found:?}");
    Ok(())
}

async fn searched(people: &dyn BackEnd, query: ContactQuery) -> Result<Vec<String>> {
    let hits = people.search(query).await?;
    Ok(logins(&all(hits.as_ref()).await?))
}

/// Whoever signs in is found by the text, and bound by the name of the entry. OTOBO takes white space around it
/// away (5.6).
async fn as_name(sign_in: &SignInDirectory, text: &str, number: usize) -> Result<()> {
    if text.trim() != text {
        return Ok(());
    }
    let name = SignInName::of(text, "").context("something was typed")?;
    for (password, is_right) in [(password(number), true), (password(number + 1), false)] {
        let opening = SignInOpening {
            directory: sign_in.clone(),
            password: Arc::new(Typed(Secret::new(String::new()))),
            timing: Timing {
                connect: Duration::from_secs(5),
                statement: Duration::from_secs(20),
            },
        };
        let password = Secret::new(password);
        let answer = LdapDirectories::default()
            .sign_in(opening, &name, &password)
            .await;
        assert_eq!(answer.outcome.is_ok(), is_right, "{text:?}: {answer:?}");
    }
    Ok(())
}

fn sign_in(server: &SlapdServer) -> Result<SignInDirectory> {
    let host = format!("127.0.0.1:{}", server.port());
    let settings = [
        ("Customer::AuthModule", "Kernel::System::CustomerAuth::LDAP"),
        ("Customer::AuthModule::LDAP::Host", &host),
        ("Customer::AuthModule::LDAP::BaseDN", BASE),
        ("Customer::AuthModule::LDAP::UID", "uid"),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let modules = sign_in_modules(&SystemSettings::effective(&[], &settings.into()));
    let module = modules.into_iter().next().context("there is a module")?;
    match module.way {
        Ok(SignInWay::Directory(directory)) => Ok(*directory),
        way => bail!("it is {way:?}"),
    }
}
