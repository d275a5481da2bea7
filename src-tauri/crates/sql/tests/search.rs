//! Searches: which rows, in which order, page by page.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use deskbook_core::back_end::{BackEnd, BackEndError};
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::hits::{Place, Total};
use deskbook_core::query::{ContactQuery, Direction, Order, Tier, ValidityFilter};
use deskbook_domain::search::{Language, parse};
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use kit::{
    Fixture, customer, everybody, logins, outside_insert, person, query, signature, sorted_by, with,
};
use sea_orm::ConnectionTrait;

const FAMILY: [[&str; 3]; 6] = [
    ["müller", "Eva", "Zander"],
    ["xmüllerx", "Uwe", "Adler"],
    ["müllerin", "Ida", "Mayr"],
    ["hansi", "Hans", "Müller"],
    ["otto", "Otto", "Obermüller"],
    ["nobody", "No", "Body"],
];

#[tokio::test]
async fn hits_come_in_tiers_and_by_name_within_a_tier() {
    let fixture = Fixture::with_people(&FAMILY).await;
    let hits = fixture.search("MÜLLER").await;
    let page = hits.page(Place::From(0), 100).await.unwrap();
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| (row.login.as_str(), row.tier))
        .collect();
    let expected = [
        ("hansi", Some(Tier::Exact)),
        ("müller", Some(Tier::Exact)),
        ("müllerin", Some(Tier::Prefix)),
        ("xmüllerx", Some(Tier::Substring)),
        ("otto", Some(Tier::Substring)),
    ];
    assert_eq!(rows, expected);
    assert_eq!(page.total, Total::Exact(5));
}

#[tokio::test]
async fn one_and_two_letters_find_every_place() {
    let fixture = Fixture::with_people(&FAMILY).await;
    assert_eq!(
        fixture.logins("m").await,
        ["müllerin", "hansi", "müller", "xmüllerx", "nobody", "otto"],
        "those that begin with it first, then those of ACME"
    );
    assert_eq!(fixture.logins("ob").await, ["otto", "nobody"]);
    assert_eq!(
        fixture.logins("n").await,
        ["nobody", "müllerin", "hansi", "müller"]
    );
}

#[tokio::test]
async fn the_language_reaches_the_rows() {
    let fixture = Fixture::with_people(&FAMILY).await;
    let cases: [(&str, &[&str]); 14] = [
        ("hans+müller", &["hansi"]),
        ("hans müller", &[]),
        ("hans OR otto", &["hansi", "otto"]),
        (
            "müller+!obermüller+!müllerin",
            &["hansi", "müller", "xmüllerx"],
        ),
        ("!müller", &["nobody"]),
        ("m_ller+zand", &["müller"]),
        ("m*yr", &["müllerin"]),
        ("y*m", &[]),
        ("z*er", &["müller"]),
        ("\"ober\"", &["otto"]),
        (
            "*",
            &["xmüllerx", "nobody", "müllerin", "hansi", "otto", "müller"],
        ),
        (
            "acme",
            &["xmüllerx", "nobody", "müllerin", "hansi", "otto", "müller"],
        ),
        ("zzz", &[]),
        ("!m+!b", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(fixture.logins(text).await, expected, "{text}");
    }
}

#[tokio::test]
async fn without_a_condition_the_list_is_in_the_order_of_names() {
    let fixture = Fixture::with_people(&FAMILY).await;
    let hits = fixture.ask(everybody()).await;
    let expected = ["xmüllerx", "nobody", "müllerin", "hansi", "otto", "müller"];
    assert_eq!(logins(hits.as_ref()).await, expected);
    let page = hits.page(Place::From(0), 1).await.unwrap();
    assert_eq!(page.rows[0].tier, None, "nothing was searched for");
}

#[tokio::test]
async fn invalid_ones_come_only_when_asked_for() {
    let fixture = Fixture::with_people(&FAMILY).await;
    let invalid = with(person("müllerin", "Ida", "Mayr"), "ValidID", "2");
    fixture.change("müllerin", invalid).await.unwrap();
    let source = CustomerUserSource::shipped();
    let valid = |query| ContactQuery {
        validity: ValidityFilter::ValidOnly,
        ..query
    };
    for (asked, expected) in [
        (query(&source, "müller"), 4),
        (query(&source, "m"), 5),
        (everybody(), 5),
    ] {
        let hits = fixture.ask(valid(asked.clone())).await;
        assert_eq!(hits.count().await.unwrap(), expected, "{asked:?}");
        let hits = fixture.ask(asked).await;
        assert_eq!(hits.count().await.unwrap(), expected + 1);
    }
    let without = CustomerUserSource {
        valid: None,
        ..CustomerUserSource::shipped()
    };
    let other =
        deskbook_sql::LocalDirectory::open_with(&fixture.path, without, CustomerSource::shipped());
    let hits = other
        .await
        .unwrap()
        .customer_users()
        .search(valid(everybody()))
        .await
        .unwrap();
    assert_eq!(
        hits.count().await.unwrap(),
        6,
        "without validity everybody is valid (C20)"
    );
}

#[tokio::test]
async fn pages_are_pulled_from_anywhere() {
    let fixture = Fixture::with_people(&FAMILY).await;
    let hits = fixture.ask(everybody()).await;
    let at = async |place, size| {
        let page = hits.page(place, size).await.unwrap();
        let rows: Vec<_> = page.rows.iter().map(|row| row.login.to_string()).collect();
        (page.start, rows, page.total)
    };
    let all = Total::Exact(6);
    assert_eq!(
        at(Place::End, 2).await,
        (4, vec!["otto".into(), "müller".into()], all)
    );
    assert_eq!(at(Place::From(5), 2).await, (5, vec!["müller".into()], all));
    assert_eq!(at(Place::From(6), 2).await, (6, vec![], all));
    assert_eq!(at(Place::From(99), 2).await, (6, vec![], all));
    assert_eq!(at(Place::End, 99).await.1.len(), 6);
}

#[tokio::test]
async fn hits_are_sorted_by_a_field_with_blanks_last() {
    let fixture = Fixture::with_people(&FAMILY).await;
    for (login, city) in [
        ("müller", "Öhringen"),
        ("otto", "Oberhausen"),
        ("hansi", "zell"),
    ] {
        let [_, first, last] = FAMILY.iter().find(|row| row[0] == login).unwrap();
        fixture
            .change(login, with(person(login, first, last), "UserCity", city))
            .await
            .unwrap();
    }
    let up = fixture
        .ask(sorted_by("UserCity", Direction::Ascending))
        .await;
    let expected = ["otto", "müller", "hansi", "xmüllerx", "müllerin", "nobody"];
    assert_eq!(logins(up.as_ref()).await, expected);
    let down = fixture
        .ask(sorted_by("UserCity", Direction::Descending))
        .await;
    let expected = ["hansi", "müller", "otto", "xmüllerx", "müllerin", "nobody"];
    assert_eq!(logins(down.as_ref()).await, expected);
    let source = CustomerUserSource::shipped();
    let order = sorted_by("UserLogin", Direction::Descending).order;
    let hits = fixture
        .ask(ContactQuery {
            order,
            ..query(&source, "müller")
        })
        .await;
    assert_eq!(
        logins(hits.as_ref()).await,
        ["xmüllerx", "otto", "müllerin", "müller", "hansi"],
        "a sort has no tiers"
    );
}

#[tokio::test]
async fn nobody_sorts_by_a_password_or_by_what_is_not_there() {
    let fixture = Fixture::empty().await;
    for var in ["UserPassword", "UserFoo"] {
        let query = sorted_by(var, Direction::Ascending);
        let outcome = fixture.directory.customer_users().search(query).await;
        assert!(matches!(outcome.err(), Some(BackEndError::Unknown { what }) if what == var));
    }
}

#[tokio::test]
async fn more_than_the_limit_is_not_sorted() {
    let fixture = Fixture::with_acme().await;
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001) \
        INSERT INTO customer_user (login, email, customer_id, first_name, last_name, valid_id, \
        create_time, create_by, change_time, change_by) SELECT 'u' || i, 'u' || i || '@a.test', \
        'ACME', 'F' || i, 'L' || i, 1, '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1 FROM n";
    fixture.outside_execute(many).await;
    let sorted = fixture
        .ask(sorted_by("UserLogin", Direction::Ascending))
        .await;
    let error = sorted.page(Place::From(0), 10).await.unwrap_err();
    assert!(
        matches!(error, BackEndError::TooManyToSort { limit: 10_000 }),
        "{error:?}"
    );
    let source = CustomerUserSource::shipped();
    let order = Order::Field {
        var: "UserLogin".into(),
        direction: Direction::Ascending,
    };
    let fewer = fixture
        .ask(ContactQuery {
            order,
            ..query(&source, "u1")
        })
        .await;
    assert_eq!(fewer.count().await.unwrap(), 1_113);
    let page = fewer.page(Place::From(0), 3).await.unwrap();
    let first: Vec<_> = page.rows.iter().map(|row| row.login.as_str()).collect();
    assert_eq!(first, ["u1", "u10", "u100"]);
}

#[tokio::test]
async fn what_another_program_wrote_is_searched_at_once() {
    let fixture = Fixture::with_people(&FAMILY).await;
    fixture
        .outside_execute(&outside_insert(1_000, &["neumüller"]))
        .await;
    fixture
        .outside_execute("UPDATE customer_user SET login = 'umbenannt' WHERE login = 'müller'")
        .await;
    fixture
        .outside_execute("DELETE FROM customer_user WHERE login = 'otto'")
        .await;
    assert_eq!(
        fixture.logins("müller").await,
        ["hansi", "müllerin", "xmüllerx", "neumüller"]
    );
    assert_eq!(fixture.logins("umbenannt").await, ["umbenannt"]);
    assert_eq!(fixture.ask(everybody()).await.count().await.unwrap(), 6);
    let left = "SELECT CAST(count(*) AS TEXT) FROM deskbook_pending_customer_user";
    assert_eq!(fixture.outside_text(left).await.as_deref(), Some("0"));
}

#[tokio::test]
async fn searches_are_right_while_much_is_still_to_be_indexed() {
    let fixture = Fixture::with_people(&FAMILY).await;
    let logins: Vec<String> = (0..6_000)
        .map(|number| format!("neu{number}müller"))
        .collect();
    let logins: Vec<&str> = logins.iter().map(String::as_str).collect();
    fixture
        .outside_execute(&outside_insert(1_000, &logins))
        .await;
    fixture
        .outside_execute("UPDATE customer_user SET valid_id = 2 WHERE login = 'otto'")
        .await;
    let source = CustomerUserSource::shipped();
    let hits = [
        fixture.search("müller").await,
        fixture.search("mü").await,
        fixture.search("*").await,
        fixture.search("!obermüller").await,
    ];
    let counts = [6_005, 6_005, 6_006, 6_005];
    for (hits, expected) in hits.iter().zip(counts) {
        assert_eq!(hits.count().await.unwrap(), expected);
    }
    let valid = ContactQuery {
        validity: ValidityFilter::ValidOnly,
        ..query(&source, "müller")
    };
    assert_eq!(fixture.ask(valid).await.count().await.unwrap(), 6_004);
    let users = fixture.directory.customer_users();
    assert!(users.find(&"NEU5999MÜLLER".into()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_search_does_not_wait_for_somebody_elses_write() {
    let fixture = Fixture::with_people(&FAMILY).await;
    fixture
        .outside_execute(&outside_insert(1_000, &["neumüller"]))
        .await;
    let other = fixture.outside().await;
    other
        .execute_unprepared("BEGIN IMMEDIATE; DELETE FROM customer_user")
        .await
        .unwrap();
    let begin = std::time::Instant::now();
    let expected = [
        "hansi",
        "müller",
        "müllerin",
        "xmüllerx",
        "otto",
        "neumüller",
    ];
    assert_eq!(fixture.logins("müller").await, expected);
    assert!(begin.elapsed().as_secs() < 3, "a lock is waited for 5 s");
    other.execute_unprepared("ROLLBACK").await.unwrap();
}

#[tokio::test]
async fn another_map_is_indexed_anew() {
    let fixture = Fixture::with_people(&FAMILY).await;
    assert_eq!(
        fixture.logins("müller@acme").await,
        Vec::<String>::new(),
        "not searched as shipped"
    );
    let mut source = CustomerUserSource::shipped();
    source.search_fields = source.post_master_fields.clone();
    let other = deskbook_sql::LocalDirectory::open_with(
        &fixture.path,
        source.clone(),
        CustomerSource::shipped(),
    );
    let users = other.await.unwrap();
    let hits = users
        .customer_users()
        .search(query(&source, "müller@acme"))
        .await
        .unwrap();
    assert_eq!(logins(hits.as_ref()).await, ["müller"]);
}

#[tokio::test]
async fn customers_are_searched_with_their_own_language() {
    let fixture = Fixture::with_acme().await;
    for (id, name, valid) in [
        ("A1", "Äpfel AG", "1"),
        ("B1", "Birnen AG", "2"),
        ("C1", "Citrus", "1"),
    ] {
        let record = with(customer(id, name), "ValidID", valid);
        deskbook_core::customer_back_end::CustomerWriter::add(
            fixture.directory.customers(),
            record,
            signature(),
        )
        .await
        .unwrap();
    }
    let asked = |text: &str| ContactQuery {
        condition: Some(
            parse(
                text,
                Language::Customer,
                &CustomerSource::shipped().affixes(),
            )
            .unwrap(),
        ),
        ..everybody()
    };
    assert_eq!(
        fixture.customer_ids(everybody()).await,
        ["ACME", "A1", "B1", "C1"]
    );
    let either = fixture.customer_ids(asked("(äpfel||citrus)")).await;
    assert_eq!(
        either,
        ["C1", "A1"],
        "Citrus is all of a name, Äpfel only its beginning"
    );
    assert_eq!(fixture.customer_ids(asked("ag+!birnen")).await, ["A1"]);
    assert_eq!(
        fixture.customer_ids(asked("(ag")).await,
        Vec::<String>::new()
    );
    let valid = ContactQuery {
        validity: ValidityFilter::ValidOnly,
        ..asked("ag")
    };
    assert_eq!(fixture.customer_ids(valid).await, ["A1"]);
    let down = sorted_by("CustomerID", Direction::Descending);
    assert_eq!(fixture.customer_ids(down).await, ["C1", "B1", "ACME", "A1"]);
    assert_eq!(fixture.directory.customers().count().await.unwrap(), 4);
}

#[tokio::test]
async fn a_dropped_search_ends() {
    let fixture = Fixture::with_people(&FAMILY).await;
    for _ in 0..50 {
        drop(fixture.search("m").await);
    }
    assert_eq!(
        fixture.logins("hans").await,
        ["hansi"],
        "the connections are free again"
    );
}
