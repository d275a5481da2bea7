//! Adding and changing: what is refused, and what is stored.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use std::sync::Arc;

use deskbook_core::back_end::{
    Addition, BackEnd, BackEndError, BackEndWriter, Change, PasswordState,
};
use deskbook_core::customer_back_end::{CustomerBackEnd, CustomerWriter};
use deskbook_core::moves::MoveOptions;
use deskbook_domain::check::Problem;
use deskbook_domain::map::Map;
use deskbook_domain::password::StoredPassword;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_domain::validity::Validity;
use kit::{Fixture, customer, findings, later, noon, person, problem, signature, with};

#[tokio::test]
async fn a_new_customer_user_is_stored_as_otobo_stores_it() {
    let fixture = Fixture::with_acme().await;
    fixture
        .add(with(person("tina", "Tina", "Tester"), "UserPhone", "0"))
        .await
        .unwrap();
    let row = "SELECT login || '|' || email || '|' || customer_id || '|' || ifnull(pw, 'NULL') \
               || '|' || phone || '|' || city || '|' || valid_id || '|' || create_time || '|' \
               || create_by || '|' || change_time || '|' || change_by FROM customer_user";
    let expected = "tina|tina@acme.test|ACME|NULL|||1|2026-11-22 12:00:00|1|2026-11-22 12:00:00|1";
    assert_eq!(fixture.outside_text(row).await.as_deref(), Some(expected));
}

#[tokio::test]
async fn a_customer_user_reads_back_as_saved() {
    let fixture = Fixture::with_acme().await;
    let record = with(
        person("jörg", "Jörg", "Müller-Ő 🦀"),
        "UserComment",
        "a\nb\t'\"%_\\",
    );
    fixture
        .add(with(record.clone(), "ValidID", "3"))
        .await
        .unwrap();
    let found = fixture
        .directory
        .customer_users()
        .find(&"jörg".into())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.login.as_str(), "jörg");
    assert_eq!(found.validity, Validity::InvalidTemporarily);
    assert_eq!(found.password, PasswordState::None);
    assert_eq!(
        (
            found.changes.clone().unwrap().created,
            found.changes.clone().unwrap().changed
        ),
        (noon(), noon())
    );
    assert_eq!(found.changes.clone().unwrap().created_by, "root@localhost");
    for var in ["UserFirstname", "UserLastname", "UserEmail", "UserComment"] {
        assert_eq!(found.record.text(var), record.text(var), "{var}");
    }
    assert!(
        !found.record.contains("UserPassword"),
        "the password never leaves"
    );
    assert_eq!(found.record.get("UserCity"), Some(""));
}

#[tokio::test]
async fn a_login_is_taken_in_any_case() {
    let fixture = Fixture::with_people(&[["müller", "Uwe", "Müller"]]).await;
    let mut taken = person("MÜLLER", "Eva", "Mayr");
    taken.set("UserEmail", Some("eva@acme.test".to_owned()));
    let expected = Problem::LoginTaken {
        login: "müller".to_owned(),
        name: "Uwe Müller".to_owned(),
        free: None,
    };
    assert_eq!(
        problem(fixture.add(taken).await),
        ("UserLogin".to_owned(), expected)
    );
}

#[tokio::test]
async fn an_address_is_taken_in_any_case_also_by_somebody_invalid() {
    let fixture = Fixture::with_acme().await;
    let first = with(person("a", "A", "A"), "UserEmail", "Ä.B@acme.test");
    fixture.add(with(first, "ValidID", "2")).await.unwrap();
    let second = with(person("b", "B", "B"), "UserEmail", "ä.b@ACME.test");
    let expected = Problem::EmailTaken {
        login: "a".to_owned(),
        name: "A A".to_owned(),
    };
    assert_eq!(
        problem(fixture.add(second).await),
        ("UserEmail".to_owned(), expected)
    );
}

#[tokio::test]
async fn a_changed_case_of_the_address_is_not_asked_about() {
    let fixture = Fixture::with_people(&[["tina", "Tina", "Tester"]]).await;
    let upper = with(
        person("tina", "Tina", "Tester"),
        "UserEmail",
        "TINA@acme.test",
    );
    fixture.change("tina", upper).await.unwrap();
    let stored = fixture
        .outside_text("SELECT email FROM customer_user")
        .await;
    assert_eq!(stored.as_deref(), Some("TINA@acme.test"));
}

#[tokio::test]
async fn a_new_address_is_asked_about_when_changing() {
    let fixture = Fixture::with_people(&[["a", "A", "A"], ["b", "B", "B"]]).await;
    let taken = with(person("b", "B", "B"), "UserEmail", "A@ACME.test");
    let (field, problem) = problem(fixture.change("b", taken).await);
    assert_eq!(field, "UserEmail");
    assert!(matches!(problem, Problem::EmailTaken { login, .. } if login == "a"));
}

#[tokio::test]
async fn a_customer_user_needs_a_customer_in_any_case_and_validity() {
    let fixture = Fixture::empty().await;
    let refused = problem(fixture.add(person("tina", "Tina", "Tester")).await);
    assert_eq!(
        refused,
        ("UserCustomerID".to_owned(), Problem::CustomerUnknown)
    );
    let invalid = with(customer("äcme", "Äcme"), "ValidID", "2");
    fixture
        .directory
        .customers()
        .add(invalid, signature())
        .await
        .unwrap();
    fixture
        .add(with(
            person("tina", "Tina", "Tester"),
            "UserCustomerID",
            "ÄCME",
        ))
        .await
        .unwrap();
}

#[tokio::test]
async fn an_unchanged_unknown_customer_may_be_saved_again() {
    let fixture = Fixture::with_people(&[["tina", "Tina", "Tester"]]).await;
    fixture
        .outside_execute("UPDATE customer_user SET customer_id = 'GONE'")
        .await;
    let same = with(person("tina", "Tina", "Tester"), "UserCustomerID", "GONE");
    fixture
        .change("tina", with(same, "UserCity", "Bonn"))
        .await
        .unwrap();
    let other = with(person("tina", "Tina", "Tester"), "UserCustomerID", "NONE");
    let refused = problem(fixture.change("tina", other).await);
    assert_eq!(
        refused,
        ("UserCustomerID".to_owned(), Problem::CustomerUnknown)
    );
}

#[tokio::test]
async fn a_change_writes_every_field_and_signs_it() {
    let fixture = Fixture::with_people(&[["tina", "Tina", "Tester"]]).await;
    let changed = with(
        with(person("tina", "Tina", "Ex"), "UserCity", "Bonn"),
        "ValidID",
        "2",
    );
    fixture.change("TINA", changed).await.unwrap();
    let found = fixture
        .directory
        .customer_users()
        .find(&"tina".into())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.record.text("UserLastname"), "Ex");
    assert_eq!(found.record.text("UserCity"), "Bonn");
    assert_eq!(found.validity, Validity::Invalid);
    assert_eq!(found.changes.clone().unwrap().created, noon());
    assert_eq!(
        found.changes.clone().unwrap().changed,
        noon() + chrono::Duration::seconds(90),
        "whole seconds"
    );
    assert_eq!(
        later().at.and_utc().timestamp_subsec_millis(),
        500,
        "of a time with a fraction"
    );
}

#[tokio::test]
async fn a_login_is_renamed_in_its_case_and_to_a_free_one_only() {
    let people = [["tina", "Tina", "Tester"], ["eva", "Eva", "Mayr"]];
    let fixture = Fixture::with_people(&people).await;
    let to = |login| with(person("tina", "Tina", "Tester"), "UserLogin", login);
    let (field, refused) = problem(fixture.change("tina", to("EVA")).await);
    assert_eq!(field, "UserLogin");
    assert!(matches!(refused, Problem::LoginTaken { login, .. } if login == "eva"));
    for (from, login) in [("tina", "Tina"), ("Tina", "tina.tester")] {
        fixture.change(from, to(login)).await.unwrap();
        let users = fixture.directory.customer_users();
        let found = users.find(&login.into()).await.unwrap().unwrap();
        assert_eq!(found.login.as_str(), login);
    }
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_not_written_over() {
    let fixture = Fixture::with_people(&[["tina", "Tina", "Tester"]]).await;
    let users = fixture.directory.customer_users();
    let opened = users.find(&"tina".into()).await.unwrap().unwrap();
    let record = person("tina", "Tina", "Tester");
    let theirs = with(record.clone(), "UserCity", "Bonn");
    fixture.change("tina", theirs).await.unwrap();
    let change = Change {
        login: opened.login,
        was: opened.record,
        record: with(record, "UserPhone", "1"),
        password: None,
        by: later(),
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    let outcome = users.change(change).await;
    let Err(BackEndError::Conflict { theirs }) = outcome else {
        panic!("the city was changed, but {outcome:?}")
    };
    assert_eq!(theirs.text("UserCity"), "Bonn");
    let found = users.find(&"tina".into()).await.unwrap().unwrap();
    assert_eq!(found.record.text("UserPhone"), "", "nothing was written");
}

#[tokio::test]
async fn nobody_is_changed_who_is_not_there() {
    let fixture = Fixture::with_acme().await;
    let outcome = fixture
        .change("nobody", person("nobody", "No", "Body"))
        .await;
    assert!(
        matches!(outcome, Err(BackEndError::NotFound)),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_password_is_stored_as_given_and_left_alone_otherwise() {
    let fixture = Fixture::with_acme().await;
    let users = fixture.directory.customer_users();
    let password = Some(StoredPassword::new("stored form"));
    let record = person("tina", "Tina", "Tester");
    users
        .add(Addition {
            record: record.clone(),
            password,
            by: signature(),
        })
        .await
        .unwrap();
    let found = users.find(&"tina".into()).await.unwrap().unwrap();
    assert_eq!(found.password, PasswordState::Set);
    fixture.change("tina", record.clone()).await.unwrap();
    let stored = "SELECT pw FROM customer_user";
    assert_eq!(
        fixture.outside_text(stored).await.as_deref(),
        Some("stored form")
    );
    let old_preferences = "INSERT INTO customer_preferences VALUES \
        ('tina', 'UserLastPwChangeTime', '1'), ('tina', 'UserLanguage', 'de'), \
        ('uwe', 'UserLastPwChangeTime', '1')";
    fixture.outside_execute(old_preferences).await;
    let password = Some(StoredPassword::new("another form"));
    let change = Change {
        login: "tina".into(),
        was: found.record,
        record,
        password,
        by: later(),
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    users.change(change).await.unwrap();
    assert_eq!(
        fixture.outside_text(stored).await.as_deref(),
        Some("another form")
    );
    let preferences =
        "SELECT group_concat(user_id || ' ' || preferences_key) FROM customer_preferences";
    assert_eq!(
        fixture.outside_text(preferences).await.as_deref(),
        Some("tina UserLanguage,uwe UserLastPwChangeTime"),
        "the age of the old password says nothing about the new one (C73)"
    );
}

#[tokio::test]
async fn what_the_columns_do_not_take_is_refused_before_writing() {
    let fixture = Fixture::with_acme().await;
    let bad = with(
        person("tina", "Ti\0na", "Tester"),
        "UserCity",
        &"x".repeat(201),
    );
    let bad = with(with(bad, "UserEmail", ""), "ValidID", "one");
    let fields: Vec<_> = findings(fixture.add(bad).await)
        .into_iter()
        .map(|it| it.field.to_string())
        .collect();
    assert_eq!(
        fields,
        ["UserFirstname", "UserEmail", "UserCity", "ValidID"]
    );
    assert_eq!(fixture.directory.customer_users().count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_read_only_field_is_written_when_adding_and_left_out_when_changing() {
    let mut source = CustomerUserSource::shipped();
    let mut fields = source.map.fields().to_vec();
    for field in &mut fields {
        field.read_only = field.var.as_str() == "UserCity";
    }
    source.map = Map::new(fields);
    let fixture = Fixture::with(source, CustomerSource::shipped()).await;
    fixture
        .add_customer("ACME", "ACME Corporation")
        .await
        .unwrap();
    let record = with(person("tina", "Tina", "Tester"), "UserCity", "Bonn");
    fixture.add(record.clone()).await.unwrap();
    fixture
        .change("tina", with(record, "UserCity", "Berlin"))
        .await
        .unwrap();
    let stored = fixture.outside_text("SELECT city FROM customer_user").await;
    assert_eq!(stored.as_deref(), Some("Bonn"));
}

#[tokio::test]
async fn a_read_only_source_has_no_writer() {
    let users = CustomerUserSource {
        read_only: true,
        ..CustomerUserSource::shipped()
    };
    let customers = CustomerSource {
        read_only: true,
        ..CustomerSource::shipped()
    };
    let fixture = Fixture::with(users, customers).await;
    assert!(fixture.directory.customer_users().writer().is_none());
    assert!(fixture.directory.customers().writer().is_none());
}

#[tokio::test]
async fn a_customers_id_and_name_are_taken_once() {
    let fixture = Fixture::with_acme().await;
    let refused = problem(fixture.add_customer("acme", "Another").await);
    let name = "ACME Corporation".to_owned();
    assert_eq!(
        refused,
        ("CustomerID".to_owned(), Problem::CustomerIdTaken { name })
    );
    let refused = problem(fixture.add_customer("OTHER", "ACME Corporation").await);
    let customer_id = "ACME".to_owned();
    let expected = (
        "CustomerCompanyName".to_owned(),
        Problem::CustomerNameTaken { customer_id },
    );
    assert_eq!(refused, expected);
    fixture
        .add_customer("OTHER", "acme corporation")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_customer_is_changed() {
    let fixture = Fixture::with_acme().await;
    let customers = fixture.directory.customers();
    let changed = with(
        customer("ACME", "ACME Corporation"),
        "CustomerCompanyCity",
        "Bonn",
    );
    fixture.change_customer("acme", changed).await.unwrap();
    let found = customers.find(&"Acme".into()).await.unwrap().unwrap();
    assert_eq!(found.record.text("CustomerCompanyCity"), "Bonn");
    assert_eq!(
        found.record.get("CustomerCompanyStreet"),
        None,
        "missing ones are NULL (C59)"
    );
    assert_eq!(
        found.changes.clone().unwrap().changed,
        noon() + chrono::Duration::seconds(90)
    );
    let outcome = fixture
        .change_customer("NONE", customer("NONE", "None"))
        .await;
    assert!(
        matches!(outcome, Err(BackEndError::NotFound)),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn of_two_that_want_one_login_at_the_same_time_one_gets_it() {
    let fixture = Fixture::with_acme().await;
    let other = deskbook_sql::LocalDirectory::open(&fixture.path)
        .await
        .unwrap();
    let record = |spelling: &str| {
        let record = person(spelling, "Tina", "Tester");
        Addition {
            record: with(
                record,
                "UserEmail",
                &format!("{spelling}{spelling}@acme.test"),
            ),
            password: None,
            by: signature(),
        }
    };
    let users = fixture.directory.customer_users();
    let (one, two) = tokio::join!(
        users.add(record("tina")),
        other.customer_users().add(record("Tina"))
    );
    assert_eq!(
        [one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(),
        1
    );
    assert_eq!(users.count().await.unwrap(), 1);
}
