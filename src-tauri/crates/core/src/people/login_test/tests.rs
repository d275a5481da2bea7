//! The modules in turn, with directories in memory.

use std::sync::Arc;

use super::*;
use crate::connecting::SignInFailure;
use crate::rules::Rules;
use crate::server_error::{ServerError, ServerPlace, Trouble};
use crate::sign_in_form::{DraftKind, ModuleDraft, save};
use crate::twin::server::{City, PASSWORD, connected, password};

/// An installation whose sign-in asks these directories, after the table that is shipped.
async fn with(city: &City, directories: &[&[(&str, &str)]]) -> Installation {
    city.add_people(3);
    let installations = connected(city).await;
    for (number, changes) in (1..).zip(directories) {
        let mut values = vec![
            ("Host".to_owned(), format!("ldap{number}.test")),
            ("BaseDN".to_owned(), "dc=x".to_owned()),
            ("UID".to_owned(), "uid".to_owned()),
        ];
        let changes = changes.iter();
        values.extend(changes.map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        let draft = ModuleDraft {
            number: SignInNumber::new(number).unwrap(),
            kind: DraftKind::Directory,
            values,
            password: None,
        };
        let saved = save(&installations, draft).await.unwrap();
        assert_eq!(saved.findings, []);
    }
    installations.current().installation()
}

fn typed(login: &str, typed: &str) -> LoginTry {
    LoginTry {
        login: Login::from(login),
        typed: typed.to_owned(),
    }
}

async fn test(installation: &Installation, tried: &LoginTry, text: &str) -> LoginTest {
    let password = password(text).unwrap();
    test_login(installation, tried, password).await.unwrap()
}

#[tokio::test]
async fn modules_are_asked_in_turn_until_one_lets_in() {
    let city = City::new();
    let installation = with(&city, &[&[], &[]]).await;
    let tested = test(&installation, &Login::from("user0").into(), PASSWORD).await;
    assert_eq!(tested.verdict, Verdict::Accepted);
    assert_eq!(city.sign_ins(), ["user0 at ldap://ldap1.test:389"]);
    let [table, first, second] = tested.modules.as_slice() else {
        panic!("{tested:?}");
    };
    let unknown = StoredVerdict::Unknown;
    assert!(matches!(&table.outcome, ModuleOutcome::Stored(it) if it.verdict == unknown));
    assert!(first.outcome.lets_in());
    assert!(matches!(second.outcome, ModuleOutcome::NotReached));
    assert_eq!(tested.tried(), Tried::Accepted);
}

#[tokio::test]
async fn a_refused_password_goes_on_to_every_directory_and_counts() {
    let city = City::new();
    let installation = with(&city, &[&[], &[]]).await;
    let tested = test(&installation, &Login::from("user0").into(), "wrong").await;
    assert_eq!(tested.verdict, Verdict::Refused);
    assert_eq!(city.sign_ins().len(), 2, "each counts it");
    assert_eq!(tested.tried(), Tried::Refused);
    let nobody = test(&installation, &typed("user0", "nobody"), "wrong").await;
    assert_eq!(nobody.verdict, Verdict::Refused);
    assert_eq!(nobody.tried(), Tried::Neither, "no password was compared");
}

#[tokio::test]
async fn c91_an_empty_password_or_name_reaches_no_directory() {
    let city = City::new();
    let installation = with(&city, &[&[]]).await;
    for (name, text) in [
        ("user0", ""),
        ("user0", "0"),
        ("", PASSWORD),
        (" ", PASSWORD),
    ] {
        let tested = test(&installation, &typed("user0", name), text).await;
        assert_eq!(tested.verdict, Verdict::Empty, "{name:?} {text:?}");
    }
    assert_eq!(city.sign_ins(), [""; 0]);
}

#[tokio::test]
async fn c91_the_name_with_its_suffix_has_to_be_a_login() {
    let city = City::new();
    let installation = with(&city, &[&[("UserSuffix", "ser0")]]).await;
    let tested = test(&installation, &typed("user0", "u"), PASSWORD).await;
    assert_eq!(tested.verdict, Verdict::Accepted);
    assert_eq!(tested.name, Some(Login::from("user0")));
    let tested = test(&installation, &typed("user1", "u"), PASSWORD).await;
    assert_eq!(tested.verdict, Verdict::Another, "it is user0 who signs in");
    assert_eq!(tested.tried(), Tried::Refused);
    let tested = test(&installation, &typed("user0", "user0"), PASSWORD).await;
    assert_eq!(tested.verdict, Verdict::NoRecord);
    assert_eq!(tested.name, Some(Login::from("user0ser0")));
}

#[tokio::test]
async fn a_directory_that_is_not_reached_ends_it_only_if_it_is_told_to() {
    let city = City::new();
    let die = [("Die", "1")];
    let installation = with(&city, &[&die, &[]]).await;
    city.stop();
    let tested = test(&installation, &Login::from("user0").into(), PASSWORD).await;
    assert_eq!(tested.verdict, Verdict::Undecided);
    assert!(matches!(
        tested.modules[2].outcome,
        ModuleOutcome::NotReached
    ));
    let city = City::new();
    let installation = with(&city, &[&[], &[]]).await;
    city.stop();
    test(&installation, &Login::from("user0").into(), PASSWORD).await;
    assert_eq!(city.sign_ins().len(), 2);
}

#[test]
fn a_directory_that_lets_nobody_search_is_no_silent_one() {
    let failed = |step| ModuleOutcome::Directory {
        steps: Vec::new(),
        answer: SignInAnswer {
            host: String::new(),
            outcome: Err(SignInFailure {
                step,
                reason: SignInReason::Server(ServerError {
                    trouble: Trouble::RefusedLogin,
                    place: ServerPlace::default(),
                    source: None,
                }),
            }),
        },
    };
    assert!(failed(SignInStep::Connect).is_silent());
    let refused = failed(SignInStep::SearchUser);
    assert!(!refused.is_silent() && refused.is_unreached());
}

#[tokio::test]
async fn what_cannot_be_asked_leaves_it_open() {
    let city = City::new();
    let mut installation = with(&city, &[&[]]).await;
    let mut modules = installation.rules.sign_in.clone();
    modules[0].way = Ok(SignInWay::Other("Radius".to_owned()));
    installation.rules = Arc::new(Rules {
        sign_in: modules,
        ..Rules::default()
    });
    let tested = test(&installation, &Login::from("user0").into(), "wrong").await;
    assert_eq!(tested.verdict, Verdict::Undecided);
    let tested = test(&installation, &Login::from("user0").into(), PASSWORD).await;
    assert_eq!(tested.verdict, Verdict::Accepted, "another module is sure");
    installation.directories = None;
    let tested = test(&installation, &Login::from("user0").into(), PASSWORD).await;
    assert_eq!(tested.verdict, Verdict::Undecided);
}

#[tokio::test]
async fn before_a_try_it_is_known_who_counts_it() {
    let city = City::new();
    let installation = with(&city, &[&[("UserSuffix", "@corp")]]).await;
    let preview = preview_login(&installation, &Login::from("eva@corp"));
    assert_eq!(preview.typed, "eva");
    assert_eq!(preview.directories, ["ldap://ldap1.test:389"]);
    assert_eq!(
        preview_login(&installation, &Login::from("eva")).typed,
        "eva"
    );
    assert_eq!(city.sign_ins(), [""; 0]);
}
