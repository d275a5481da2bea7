//! Reading single records, in any case, also such that another program has just written.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use deskbook_core::back_end::BackEnd;
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use kit::{Fixture, outside_insert, person, with};

async fn found(fixture: &Fixture, login: &str) -> Option<String> {
    let found = fixture
        .directory
        .customer_users()
        .find(&login.into())
        .await
        .unwrap();
    found.map(|found| found.login.to_string())
}

#[tokio::test]
async fn a_login_is_found_in_any_case() {
    let fixture = Fixture::with_people(&[
        ["müller", "U", "M"],
        ["ΟΔΌΣ", "O", "D"],
        ["İbo", "I", "B"],
        ["straße", "S", "S"],
    ])
    .await;
    let cases = [
        ("MÜLLER", Some("müller")),
        ("Müller", Some("müller")),
        ("οδόσ", Some("ΟΔΌΣ")),
        ("ibo", Some("İbo")),
        ("STRAßE", Some("straße")),
        ("strasse", None),
        ("muller", None),
        ("müll", None),
        ("%", None),
        ("", None),
    ];
    for (login, expected) in cases {
        assert_eq!(found(&fixture, login).await.as_deref(), expected, "{login}");
    }
}

#[tokio::test]
async fn the_exact_spelling_wins() {
    let fixture = Fixture::with_acme().await;
    fixture
        .outside_execute(&outside_insert(1_000, &["tina", "TINA"]))
        .await;
    assert_eq!(found(&fixture, "TINA").await.as_deref(), Some("TINA"));
    assert_eq!(found(&fixture, "tina").await.as_deref(), Some("tina"));
    assert_eq!(
        found(&fixture, "Tina").await.as_deref(),
        Some("tina"),
        "the older one"
    );
}

#[tokio::test]
async fn a_source_that_tells_case_finds_the_exact_login_only() {
    let source = CustomerUserSource {
        case_sensitive: true,
        ..CustomerUserSource::shipped()
    };
    let fixture = Fixture::with(source, CustomerSource::shipped()).await;
    fixture
        .add_customer("ACME", "ACME Corporation")
        .await
        .unwrap();
    fixture.add(person("Tina", "Tina", "Tester")).await.unwrap();
    assert_eq!(found(&fixture, "Tina").await.as_deref(), Some("Tina"));
    assert_eq!(found(&fixture, "tina").await, None);
}

#[tokio::test]
async fn what_another_program_wrote_is_found_at_once() {
    let fixture = Fixture::with_people(&[["tina", "Tina", "Tester"]]).await;
    fixture
        .outside_execute(&outside_insert(1_000, &["MÜLLER"]))
        .await;
    assert_eq!(found(&fixture, "müller").await.as_deref(), Some("MÜLLER"));
    fixture
        .outside_execute("UPDATE customer_user SET login = 'Öfele' WHERE login = 'tina'")
        .await;
    assert_eq!(found(&fixture, "öfele").await.as_deref(), Some("Öfele"));
    assert_eq!(found(&fixture, "TINA").await, None);
}

#[tokio::test]
async fn all_who_have_an_address_are_told() {
    let fixture = Fixture::with_acme().await;
    fixture
        .add(with(person("a", "A", "A"), "UserEmail", "Ü@acme.test"))
        .await
        .unwrap();
    fixture
        .outside_execute(&outside_insert(1_000, &["b", "c"]))
        .await;
    fixture
        .outside_execute("UPDATE customer_user SET email = 'ü@ACME.test' WHERE login = 'c'")
        .await;
    let users = fixture.directory.customer_users();
    let holders = users.holders_of_email("ü@acme.TEST").await.unwrap();
    let logins: Vec<_> = holders.iter().map(|holder| holder.login.as_str()).collect();
    assert_eq!(logins, ["a", "c"]);
    assert!(
        users
            .holders_of_email("ü@acme.tes")
            .await
            .unwrap()
            .is_empty()
    );
    assert!(users.holders_of_email("").await.unwrap().is_empty());
}

#[tokio::test]
async fn names_are_told_by_the_id_as_asked() {
    let fixture = Fixture::with_acme().await;
    fixture.add_customer("Größe", "Größe GmbH").await.unwrap();
    let ids = ["acme", "GRÖßE", "none", "ACME"].map(CustomerId::from);
    let names = fixture.directory.customers().names(&ids).await.unwrap();
    let names: Vec<_> = names
        .iter()
        .map(|(id, name)| (id.as_str(), name.as_str()))
        .collect();
    let expected = [
        ("ACME", "ACME Corporation"),
        ("GRÖßE", "Größe GmbH"),
        ("acme", "ACME Corporation"),
    ];
    assert_eq!(names, expected);
}

#[tokio::test]
async fn a_customers_people_are_counted_in_any_case() {
    let fixture = Fixture::with_people(&[["a", "A", "A"], ["b", "B", "B"]]).await;
    fixture
        .add(with(person("c", "C", "C"), "UserCustomerID", "acme"))
        .await
        .unwrap();
    let ids = ["Acme", "none"].map(CustomerId::from);
    let counts = fixture
        .directory
        .customers()
        .customer_user_counts(&ids)
        .await
        .unwrap();
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("Acme".into(), 3)]);
}

#[tokio::test]
async fn a_customer_is_found_by_its_exact_name_only() {
    let fixture = Fixture::with_acme().await;
    let customers = fixture.directory.customers();
    let found = customers.holder_of_name("ACME Corporation").await.unwrap();
    assert_eq!(
        found.map(|found| found.id.to_string()).as_deref(),
        Some("ACME")
    );
    assert_eq!(
        customers.holder_of_name("acme corporation").await.unwrap(),
        None
    );
}

/// Of a map with an address in a field of another kind.
#[tokio::test]
async fn an_address_is_found_in_whatever_column_the_map_names() {
    let mut source = CustomerUserSource::shipped();
    let comments = source.map.field("UserComment").unwrap().storage.clone();
    source.post_master_fields.push(comments);
    let fixture = Fixture::with(source, CustomerSource::shipped()).await;
    fixture.add_customer("ACME", "ACME").await.unwrap();
    let second = with(person("a", "A", "A"), "UserComment", "Ö@acme.test");
    fixture.add(second).await.unwrap();
    assert_eq!(holders(&fixture, "ö@ACME.test").await, ["a"]);
    assert_eq!(holders(&fixture, "A@acme.test").await, ["a"]);
}

#[tokio::test]
async fn who_has_no_address_is_told_as_well() {
    let fixture = Fixture::with_people(&[["a", "A", "A"]]).await;
    fixture
        .outside_execute(&outside_insert(1_000, &["b"]))
        .await;
    fixture
        .outside_execute("UPDATE customer_user SET email = '' WHERE login = 'b'")
        .await;
    assert_eq!(holders(&fixture, "").await, ["b"]);
    assert_eq!(fixture.logins("b").await, ["b"], "this indexes it");
    assert_eq!(holders(&fixture, "").await, ["b"]);
}

#[tokio::test]
async fn single_records_are_found_while_the_index_is_made() {
    let fixture = Fixture::with_people(&[["ÖFELE", "U", "Ö"], ["a", "A", "A"]]).await;
    fixture
        .outside_execute(
            "DELETE FROM deskbook_customer_user_number; \
             UPDATE deskbook_instant_state SET is_complete = FALSE",
        )
        .await;
    assert_eq!(found(&fixture, "öfele").await.as_deref(), Some("ÖFELE"));
    assert_eq!(found(&fixture, "öfel").await, None);
    assert_eq!(holders(&fixture, "öfele@ACME.test").await, ["ÖFELE"]);
}

async fn holders(fixture: &Fixture, address: &str) -> Vec<String> {
    let users = fixture.directory.customer_users();
    let holders = users.holders_of_email(address).await.unwrap();
    let logins = holders.iter().map(|holder| holder.login.to_string());
    logins.collect()
}
