//! Instant search in the local directory.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use std::time::Duration;

use deskbook_core::back_end::{BackEnd as _, FoundCustomerUser};
use deskbook_core::customer_back_end::CustomerBackEnd as _;
use deskbook_core::hits::{Hits, Place};
use deskbook_core::instant::{AskedSource, InstantSearch, OwnIndex as _, Question};
use deskbook_core::query::{Direction, Order, ValidityFilter};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::{FieldName, Region, parse};
use deskbook_domain::map::Map;
use deskbook_domain::record::Record;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_sql::LocalDirectory;
use kit::{Fixture, customer, outside_insert, person, with};

fn germany() -> Region {
    Region::of_country("DE")
}

fn question(text: &str, map: &Map, source: SourceId, region: Region) -> Question {
    Question {
        query: parse(text, &FieldName::of_map(map), region),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: vec![AskedSource {
            id: source,
            names: Vec::new(),
        }],
    }
}

fn about_people(directory: &LocalDirectory, text: &str) -> Question {
    let source = directory.customer_users().source();
    question(text, &source.map, source.id, directory.region())
}

/// The logins that are found; `None` if the index cannot answer.
async fn logins(directory: &LocalDirectory, text: &str) -> Option<Vec<String>> {
    if !directory.is_ready(Subject::CustomerUsers).await {
        return None;
    }
    Some(found(directory, about_people(directory, text)).await)
}

async fn hits(
    directory: &dyn InstantSearch,
    question: Question,
) -> Box<dyn Hits<FoundCustomerUser>> {
    directory.customer_users(question).await.unwrap()
}

async fn found(directory: &LocalDirectory, question: Question) -> Vec<String> {
    let hits = hits(directory, question).await;
    let page = hits.page(Place::From(0), 500).await.unwrap();
    assert_eq!(hits.count().await.unwrap() as usize, page.rows.len());
    let rows = page.rows.into_iter();
    rows.map(|row| row.login.to_string()).collect()
}

async fn customer_ids(directory: &LocalDirectory, text: &str) -> Vec<String> {
    assert!(directory.is_ready(Subject::Customers).await);
    let source = directory.customers().source();
    let question = question(text, &source.map, source.id, directory.region());
    let search: &dyn InstantSearch = directory;
    let hits = search.customers(question).await.unwrap();
    let page = hits.page(Place::From(0), 500).await.unwrap();
    let rows = page.rows.into_iter();
    rows.map(|row| row.id.to_string()).collect()
}

/// Some people of ACME in Germany.
async fn people() -> Fixture {
    let fixture = Fixture::of_region(germany()).await;
    fixture.add_customer("ACME", "ACME Düsen").await.unwrap();
    let eva = with(
        person("eva", "Eva", "Müller"),
        "UserPhone",
        "+49 89 / 123 45-67",
    );
    fixture.add(eva).await.unwrap();
    let tom = with(person("tom", "Tom", "Meier"), "UserCity", "Berlin");
    fixture
        .add(with(tom, "UserFax", "extension 00-05"))
        .await
        .unwrap();
    let uwe = with(person("uwe", "Uwe", "Berlin"), "ValidID", "2");
    fixture.add(uwe).await.unwrap();
    fixture
}

/// Waits until the index can answer.
async fn ready(directory: &LocalDirectory) {
    let is_ready = async {
        while !directory.is_ready(Subject::CustomerUsers).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), is_ready)
        .await
        .unwrap();
}

#[tokio::test]
async fn people_are_found_as_they_are_remembered() {
    let fixture = people().await;
    for (text, expected) in [
        ("mueller", &["eva"][..]),
        ("MÜLLER", &["eva"]),
        ("muller ev", &["eva"]),
        ("ller eva", &["eva"]),
        ("mayer", &["tom"]),
        ("089 1234567", &["eva"]),
        ("4567", &["eva"]),
        ("0005", &["tom"]),
        ("city:berlin", &["tom"]),
        ("berlin", &["tom"]),
        ("berlin valid:no", &["uwe"]),
        ("acme -tom", &["eva"]),
        ("tom@acme.test", &["tom"]),
        ("nobody", &[]),
        ("", &["tom", "eva"]),
    ] {
        let found = logins(&fixture.directory, text).await;
        assert_eq!(found.unwrap(), expected, "{text}");
    }
    assert_eq!(customer_ids(&fixture.directory, "duesen").await, ["ACME"]);
}

#[tokio::test]
async fn no_password_is_searched() {
    let fixture = people().await;
    fixture
        .outside_execute("UPDATE customer_user SET pw = 'secretword' WHERE login = 'eva'")
        .await;
    let found = logins(&fixture.directory, "secretword").await;
    assert!(found.unwrap().is_empty());
}

#[tokio::test]
async fn the_next_search_knows_what_deskbook_wrote() {
    let fixture = people().await;
    let directory = &fixture.directory;
    assert!(logins(directory, "jürgen").await.unwrap().is_empty());
    fixture.add(person("jim", "Jürgen", "Vogel")).await.unwrap();
    assert_eq!(logins(directory, "juergen").await.unwrap(), ["jim"]);
    fixture
        .change("jim", person("jimmy", "Jochen", "Adler"))
        .await
        .unwrap();
    assert!(logins(directory, "juergen").await.unwrap().is_empty());
    assert_eq!(logins(directory, "adler").await.unwrap(), ["jimmy"]);
    let gone = with(person("jimmy", "Jochen", "Adler"), "ValidID", "2");
    fixture.change("jimmy", gone).await.unwrap();
    assert!(logins(directory, "adler").await.unwrap().is_empty());
    assert_eq!(
        logins(directory, "adler valid:no").await.unwrap(),
        ["jimmy"]
    );
}

#[tokio::test]
async fn the_next_search_knows_a_customer_that_was_renamed() {
    let fixture = people().await;
    let renamed = customer("ACME2", "Größer & Söhne");
    fixture.change_customer("ACME", renamed).await.unwrap();
    let directory = &fixture.directory;
    assert_eq!(customer_ids(directory, "groesser").await, ["ACME2"]);
    assert!(customer_ids(directory, "duesen").await.is_empty());
}

#[tokio::test]
async fn the_next_search_knows_what_another_program_wrote() {
    let fixture = people().await;
    let directory = &fixture.directory;
    fixture
        .outside_execute(&outside_insert(1_000, &["zora"]))
        .await;
    assert_eq!(logins(directory, "zora").await.unwrap(), ["zora"]);
    fixture
        .outside_execute("UPDATE customer_user SET last_name = 'Groß' WHERE login = 'zora'")
        .await;
    assert_eq!(logins(directory, "gross").await.unwrap(), ["zora"]);
    fixture
        .outside_execute("DELETE FROM customer_user WHERE login = 'zora'")
        .await;
    assert!(logins(directory, "zora").await.unwrap().is_empty());
}

#[tokio::test]
async fn who_asks_again_for_a_page_sees_its_rows_as_they_are_then() {
    let fixture = people().await;
    let directory = &fixture.directory;
    ready(directory).await;
    let hits = hits(directory, about_people(directory, "mueller")).await;
    let eva = async || {
        let page = hits.page(Place::From(0), 1).await.unwrap();
        let row = page.rows.into_iter().next().unwrap();
        let city = row.record.get(Var::from("UserCity")).map(str::to_owned);
        (row.tier, city.unwrap_or_default())
    };
    let (tier, city) = eva().await;
    assert!(tier.is_some());
    assert_eq!(city, "");
    fixture
        .outside_execute("UPDATE customer_user SET city = 'Ulm' WHERE login = 'eva'")
        .await;
    assert_eq!(eva().await, (tier, "Ulm".to_owned()));
}

#[tokio::test]
async fn lists_stand_in_the_order_of_names() {
    let fixture = people().await;
    let mut names = vec![("Meier".to_owned(), "tom".to_owned())];
    for at in 0..60 {
        // All between the same two names: the gap does not take them all
        let (last, login) = (format!("Meiner{:02}", at * 7 % 60), format!("m{at}"));
        let meier = person(&login, "Tom", &last);
        fixture.add(meier).await.unwrap();
        names.push((last, login));
    }
    let directory = &fixture.directory;
    let found = logins(directory, "tom mei").await.unwrap();
    assert_eq!(found.len(), names.len(), "{found:?}");
    let by_field = Question {
        order: Order::Field {
            var: "UserLastname".into(),
            direction: Direction::Ascending,
        },
        ..about_people(directory, "tom mei")
    };
    names.sort();
    let expected: Vec<_> = names.into_iter().map(|(_, login)| login).collect();
    assert_eq!(self::found(directory, by_field).await, expected);
}

/// They are more than a page: `w8j` finds few enough for one look, most of `z9k` begin a word, and most of `x7q` do not.
#[tokio::test]
async fn who_is_found_by_a_worse_tier_stands_behind_the_others() {
    let fixture = people().await;
    let some = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450) \
        INSERT INTO customer_user (login, email, customer_id, first_name, last_name, valid_id, \
        create_time, create_by, change_time, change_by) \
        SELECT i || iif(i % 5, '-ax7q-z9k', '-x7q-az9k'), \
        iif(i > 120, '', iif(i % 2, 'aw8j', 'w8j')) || i || '@acme.test', 'ACME', 'Jörg', \
        printf('Name%03d', i * 7 % 450), 1, \
        '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1 FROM n";
    fixture.outside_execute(some).await;
    ready(&fixture.directory).await;
    for (needle, count, every, begins_word) in [
        ("w8j", 120, 2, true),
        ("z9k", 450, 5, false),
        ("x7q", 450, 5, true),
    ] {
        let mut expected: Vec<_> = (1..=count).collect();
        expected.sort_by_key(|it| ((it % every == 0) != begins_word, it * 7 % 450));
        let login = |it: &u32| match it % 5 {
            0 => format!("{it}-x7q-az9k"),
            _ => format!("{it}-ax7q-z9k"),
        };
        let expected: Vec<_> = expected.iter().map(login).collect();
        let found = logins(&fixture.directory, needle).await;
        assert_eq!(found, Some(expected), "{needle}");
    }
}

/// All names begin with the same letters, so that the index is not asked for these.
#[tokio::test]
async fn what_nearly_all_have_leaves_nobody_out() {
    let fixture = people().await;
    let some = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 449) \
        INSERT INTO customer_user (login, email, customer_id, first_name, last_name, comments, \
        valid_id, create_time, create_by, change_time, change_by) \
        SELECT i, i || '@acme.test', 'ACME', 'Jörg', printf('Name%03d', i), \
        iif(i % 3 = 0, 'rename12', iif(i % 7 = 0, 'name12', '')), 1, \
        '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1 FROM n";
    fixture.outside_execute(some).await;
    ready(&fixture.directory).await;
    let tier = |i: u32| match i {
        120..130 => Some(0),
        i if i % 3 == 0 => Some(2),
        i if i % 7 == 0 => Some(1),
        _ => None,
    };
    let mut expected: Vec<_> = (0..450).filter_map(|i| Some((tier(i)?, i))).collect();
    expected.sort_unstable();
    let expected: Vec<_> = expected.iter().map(|(_, i)| i.to_string()).collect();
    for _ in ["before it is known", "and then"] {
        let found = logins(&fixture.directory, "name12").await;
        assert_eq!(found.as_ref(), Some(&expected));
    }
}

#[tokio::test]
async fn an_index_of_another_region_is_made_anew() {
    let fixture = people().await;
    fixture
        .add(person("ann", "Ann", "Knightley"))
        .await
        .unwrap();
    // Who speaks English does not hear the K
    let heard = logins(&fixture.directory, "nitely").await.unwrap();
    assert!(heard.is_empty());
    fixture.directory.close().await.unwrap();
    let britain = Region::of_country("GB");
    let directory = LocalDirectory::open_in(&fixture.path, None, britain).await;
    let directory = directory.unwrap();
    assert_eq!(logins(&directory, "nitely").await.unwrap(), ["ann"]);
    assert_eq!(logins(&directory, "mueller").await.unwrap(), ["eva"]);
}

/// SQL that adds so many customer users, whose names are in another order than their numbers.
fn many(count: u32) -> String {
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
         INSERT INTO customer_user (login, email, customer_id, first_name, last_name, valid_id, \
         create_time, create_by, change_time, change_by) \
         SELECT 'user' || i, 'user' || i || '@acme.test', 'ACME', 'Jörg', \
         printf('Name%05d', i * 7919 % 100000), 1, \
         '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1 FROM n"
    )
}

#[tokio::test]
async fn the_index_cannot_answer_while_it_is_made() {
    let fixture = people().await;
    fixture.outside_execute(&many(5_500)).await;
    let directory = &fixture.directory;
    assert_eq!(logins(directory, "joerg").await, None);
    ready(directory).await;
    let hits = hits(directory, about_people(directory, "joerg name")).await;
    let page = hits.page(Place::From(0), 100).await.unwrap();
    assert_eq!(hits.count().await.unwrap(), 5_500);
    let names = page.rows.iter();
    let names: Vec<_> = names.map(|row| row.record.text("UserLastname")).collect();
    assert!(names.is_sorted(), "{names:?}");
    let parts = "SELECT CAST(count(DISTINCT segid) AS TEXT) FROM deskbook_customer_user_terms_idx";
    let parts = fixture.outside_text(parts).await;
    assert_eq!(parts.as_deref(), Some("1"), "many parts are slow to ask");
    // What was there before is in it as well
    assert_eq!(logins(directory, "mueller").await.unwrap(), ["eva"]);
}

#[tokio::test]
async fn a_search_that_is_open_shows_nobody_else_when_the_index_is_begun_anew() {
    let fixture = people().await;
    let directory = &fixture.directory;
    let open = hits(directory, about_people(directory, "eva")).await;
    assert_eq!(open.count().await.unwrap(), 1);
    fixture.outside_execute(&many(5_500)).await;
    ready(directory).await;
    let page = open.page(Place::From(0), 10).await.unwrap();
    let rows: Vec<_> = page.rows.iter().map(|row| row.login.as_str()).collect();
    assert!(rows.iter().all(|login| *login == "eva"), "{rows:?}");
}

/// Rows that change while the index is made are in it once, and with their last name.
#[tokio::test]
async fn rows_that_change_while_it_is_made_are_in_it_once() {
    let fixture = people().await;
    fixture.outside_execute(&many(12_000)).await;
    let directory = &fixture.directory;
    let mut changes = 0;
    while !directory.is_ready(Subject::CustomerUsers).await {
        changes += 1;
        let login = format!("user{changes}");
        let name = if changes % 2 == 0 { "Aaron" } else { "Zoltan" };
        let record: Record = person(&login, "Changed", name);
        fixture.change(&login, record).await.unwrap();
    }
    assert!(changes > 0, "it was made before anything could change");
    let found = logins(directory, "changed").await.unwrap();
    assert_eq!(found.len(), changes);
    let hits = hits(directory, about_people(directory, "user")).await;
    assert_eq!(hits.count().await.unwrap(), 12_000);
}

#[tokio::test]
async fn a_file_of_before_gets_the_index() {
    let fixture = people().await;
    fixture.directory.close().await.unwrap();
    for table in [
        "customer_user_terms",
        "customer_terms",
        "customer_user_number",
        "customer_number",
        "instant_state",
    ] {
        let drop = format!("DROP TABLE deskbook_{table}");
        fixture.outside_execute(&drop).await;
    }
    let before = "DELETE FROM seaql_migrations WHERE version LIKE '%instant_index'";
    fixture.outside_execute(before).await;
    let directory = LocalDirectory::open_in(&fixture.path, None, germany()).await;
    let directory = directory.unwrap();
    assert_eq!(logins(&directory, "mueller").await.unwrap(), ["eva"]);
    assert_eq!(customer_ids(&directory, "duesen").await, ["ACME"]);
}
