//! Adding and changing customer users.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::{DateTime, NaiveDateTime, TimeDelta};
use deskbook_core::back_end::{
    Addition, BackEndError, BackEndWriter, Change, CustomerUser, PasswordState,
};
use deskbook_core::hits::Place;
use deskbook_core::moves::MoveOptions;
use deskbook_domain::check::Finding;
use deskbook_domain::password::StoredPassword;
use deskbook_domain::validity::Validity;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::found::{Searched as _, everything, with_invalid};
use deskbook_tests::stand::Stand;
use tokio::task::JoinSet;

pub(crate) async fn read(stand: &Stand, login: &str) -> Result<CustomerUser> {
    stand
        .customer_users
        .find(&login.into())
        .await?
        .with_context(|| format!("{login} is not there"))
}

fn at(seconds: i64) -> NaiveDateTime {
    (DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)).naive_utc()
}

fn writer(stand: &Stand) -> Result<&dyn BackEndWriter> {
    stand.customer_users.writer().context("it can be written")
}

/// The only finding of a refusal.
pub(crate) fn finding(outcome: Result<(), BackEndError>) -> Result<Finding> {
    match outcome {
        Err(BackEndError::Refused { findings }) => {
            assert_eq!(findings.len(), 1, "{findings:?}");
            findings.into_iter().next().context("there is one")
        }
        other => panic!("it was to be refused: {other:?}"),
    }
}

pub(crate) async fn what_is_added_can_be_read_and_found(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let customer_user = a_customer_user()
        .login("jörg.müller")
        .named("Jörg", "Müller")
        .with("UserTitle", "Dr.")
        .with("UserPhone", "+49 30 1234")
        .with("UserComment", "über 🦀");
    stand.add(customer_user.clone()).await?;
    let stored = read(stand, "jörg.müller").await?;
    for (var, text) in customer_user.record().iter() {
        assert_eq!(stored.record.get(var), text, "{var}");
    }
    assert_eq!(
        (stored.login.as_str(), stored.validity),
        ("jörg.müller", Validity::Valid)
    );
    for typed in ["MÜLLER", "jörg", "ü", "mül", "acme"] {
        assert_eq!(
            stand.customer_users.keys(typed).await?,
            ["jörg.müller"],
            "{typed}"
        );
    }
    Ok(())
}

pub(crate) async fn who_wrote_it_and_when_is_stored_in_whole_seconds(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.clock.advance(TimeDelta::milliseconds(1_500));
    stand.add(a_customer_user()).await?;
    let changes = read(stand, "j.doe").await?.changes;
    let changes = changes.context("who wrote it is stored")?;
    assert_eq!(
        (changes.created, changes.changed),
        (at(1_700_000_001), at(1_700_000_001))
    );
    assert_eq!(changes.created_by, "root@localhost", "the login of agent 1");
    assert_eq!(changes.changed_by, "root@localhost");
    let stored = stand
        .outside
        .texts("SELECT CAST(create_time AS CHAR(19)) FROM customer_user")
        .await?;
    assert_eq!(stored, ["2023-11-14 22:13:21"], "as OTOBO reads it");
    Ok(())
}

pub(crate) async fn a_change_moves_only_the_time_of_change(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user()).await?;
    stand.clock.advance(TimeDelta::hours(1));
    stand
        .change("j.doe", a_customer_user().with("UserPhone", "1"))
        .await?;
    let changes = read(stand, "j.doe").await?.changes;
    let changes = changes.context("who wrote it is stored")?;
    assert_eq!(
        (changes.created, changes.changed),
        (at(1_700_000_000), at(1_700_003_600))
    );
    Ok(())
}

pub(crate) async fn what_is_not_said_is_stored_empty(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let silent = a_customer_user().without("UserPhone").with("UserFax", "0");
    stand.add(silent).await?;
    for column in ["phone", "fax", "city", "title", "comments"] {
        let stored = stand
            .outside
            .texts(&format!("SELECT {column} FROM customer_user"))
            .await?;
        assert_eq!(stored, [""], "{column}: as OTOBO stores it, not NULL");
    }
    stand
        .change(
            "j.doe",
            a_customer_user()
                .with("UserPhone", "1")
                .with("UserCity", "Rom"),
        )
        .await?;
    stand
        .change("j.doe", a_customer_user().with("UserPhone", "2"))
        .await?;
    let stored = read(stand, "j.doe").await?;
    assert_eq!(stored.record.get("UserPhone"), Some("2"));
    assert_eq!(
        stored.record.get("UserCity"),
        Some(""),
        "a change writes the whole record"
    );
    Ok(())
}

pub(crate) async fn a_kept_address_may_be_saved_again(stand: &Stand) -> Result<()> {
    stand
        .put([
            a_customer_user().login("one").email("shared@acme.test"),
            a_customer_user().login("two").email("shared@acme.test"),
        ])
        .await?;
    for address in ["shared@acme.test", "Shared@Acme.test"] {
        stand
            .change("one", a_customer_user().login("one").email(address))
            .await?;
        assert_eq!(read(stand, "one").await?.record.text("UserEmail"), address);
    }
    Ok(())
}

pub(crate) async fn an_unknown_customer_user_cannot_be_changed(stand: &Stand) -> Result<()> {
    let changed = stand
        .change("nobody", a_customer_user().login("nobody"))
        .await;
    assert!(
        matches!(changed, Err(BackEndError::NotFound)),
        "{changed:?}"
    );
    assert_eq!(stand.customer_users.count().await?, 0);
    Ok(())
}

pub(crate) async fn without_a_password_none_is_stored(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user()).await?;
    assert_eq!(read(stand, "j.doe").await?.password, PasswordState::None);
    let stored = stand
        .outside
        .texts("SELECT 'x' FROM customer_user WHERE pw IS NULL")
        .await?;
    assert_eq!(stored, ["x"], "NULL, so that nobody can log in");
    Ok(())
}

pub(crate) async fn a_change_leaves_the_password_alone(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let password = StoredPassword::new("BCRYPT:9:abcdefghijklmnop:YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.");
    stand
        .add_with_password(a_customer_user(), Some(password.clone()))
        .await?;
    stand
        .change("j.doe", a_customer_user().with("UserPhone", "1"))
        .await?;
    let stored = stand.outside.texts("SELECT pw FROM customer_user").await?;
    assert_eq!(stored, [password.as_str()]);
    let person = read(stand, "j.doe").await?;
    assert_eq!(person.password, PasswordState::Set);
    assert!(
        !person.record.contains("UserPassword"),
        "it never comes back"
    );
    let page = stand
        .customer_users
        .search(everything())
        .await?
        .page(Place::From(0), 1)
        .await?;
    assert!(
        page.rows
            .iter()
            .all(|row| !row.record.contains("UserPassword"))
    );
    Ok(())
}

pub(crate) async fn a_changed_name_is_found_and_the_old_one_is_not(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user().named("Ann", "Summer")).await?;
    assert_eq!(stand.customer_users.keys("summer").await?, ["j.doe"]);
    stand
        .change("J.DOE", a_customer_user().named("Ann", "Wïnter"))
        .await?;
    for (typed, expected) in [
        ("summer", 0),
        ("sum", 0),
        ("WÏNTER", 1),
        ("wï", 1),
        ("j.d", 1),
    ] {
        assert_eq!(
            stand.customer_users.keys(typed).await?.len(),
            expected,
            "{typed}"
        );
    }
    Ok(())
}

pub(crate) async fn an_invalid_customer_user_leaves_the_valid_list(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user()).await?;
    stand.change("j.doe", a_customer_user().invalid()).await?;
    assert_eq!(stand.customer_users.keys("doe").await?, [""; 0]);
    let all = stand
        .customer_users
        .search(with_invalid(everything()))
        .await?;
    assert_eq!(all.count().await?, 1, "never deleted");
    stand.change("j.doe", a_customer_user()).await?;
    assert_eq!(
        stand.customer_users.keys("doe").await?,
        ["j.doe"],
        "and valid again"
    );
    Ok(())
}

pub(crate) async fn of_many_who_add_the_same_login_at_once_one_succeeds(
    stand: &Stand,
) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let mut additions = JoinSet::new();
    for number in 0..8 {
        let back_end = Arc::clone(&stand.customer_users);
        let record = a_customer_user()
            .email(&format!("user{number}@acme.test"))
            .record();
        let addition = Addition {
            record,
            password: None,
            by: stand.signature(),
        };
        additions.spawn(async move {
            match back_end.writer() {
                Some(writer) => writer.add(addition).await,
                None => Err(BackEndError::NotFound),
            }
        });
    }
    let outcomes = additions.join_all().await;
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    for refused in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(finding(refused)?.field.as_str(), "UserLogin");
    }
    assert_eq!(stand.customer_users.count().await?, 1);
    Ok(())
}

pub(crate) async fn what_was_changed_meanwhile_is_not_written_over(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user()).await?;
    let opened = read(stand, "j.doe").await?;
    let theirs = a_customer_user().with("UserCity", "Bonn");
    stand.change("j.doe", theirs).await?;
    let before = read(stand, "j.doe").await?;
    let mine = Change {
        login: opened.login,
        was: opened.record,
        record: a_customer_user().with("UserPhone", "1").record(),
        password: Some(StoredPassword::new("mine")),
        by: stand.signature(),
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    let outcome = writer(stand)?.change(mine).await;
    let Err(BackEndError::Conflict { theirs }) = outcome else {
        panic!("the city was changed, but {outcome:?}")
    };
    assert_eq!(theirs.text("UserCity"), "Bonn");
    assert_eq!(read(stand, "j.doe").await?, before, "nothing was written");
    Ok(())
}

/// A column that no field of the form shows is nobody's to write, nor is one that stays as it is: what
/// another program does to it between reading and writing is kept.
pub(crate) async fn only_what_differs_is_written(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user()).await?;
    let raw = "UPDATE customer_user SET city = NULL, pw = 'theirs'";
    stand.outside.run(raw).await?;
    stand
        .change("j.doe", a_customer_user().with("UserPhone", "1"))
        .await?;
    let stored = stand
        .outside
        .texts("SELECT login FROM customer_user WHERE city IS NULL AND pw = 'theirs'")
        .await?;
    assert_eq!(stored.len(), 1, "NULL is not written over by nothing");
    assert_eq!(read(stand, "j.doe").await?.record.text("UserPhone"), "1");
    Ok(())
}

pub(crate) async fn a_change_of_nothing_writes_nothing(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user()).await?;
    let before = read(stand, "j.doe").await?;
    stand.clock.advance(TimeDelta::hours(1));
    stand.change("j.doe", a_customer_user()).await?;
    assert_eq!(read(stand, "j.doe").await?, before);
    Ok(())
}

pub(crate) async fn a_login_is_rewritten_in_another_case_and_as_another_one(
    stand: &Stand,
) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user()).await?;
    for (from, to) in [("j.doe", "J.Doe"), ("J.Doe", "jane.doe")] {
        stand.change(from, a_customer_user().login(to)).await?;
        assert_eq!(read(stand, to).await?.login.as_str(), to);
    }
    assert_eq!(stand.customer_users.count().await?, 1);
    let gone = stand.customer_users.find(&"j.doe".into()).await?;
    assert!(gone.is_none(), "{gone:?}");
    Ok(())
}

pub(crate) async fn a_stored_password_is_read_back(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let password = StoredPassword::new("BCRYPT:9:abcdefghijklmnop:YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.");
    stand
        .add_with_password(a_customer_user(), Some(password.clone()))
        .await?;
    let stored = writer(stand)?.stored_password(&"j.doe".into()).await?;
    assert_eq!(stored, Some(password));
    let nobodys = writer(stand)?.stored_password(&"nobody".into()).await?;
    assert_eq!(nobodys, None);
    Ok(())
}
