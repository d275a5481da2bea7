//! Whatever is stored is found by its own text, and the index never misses a row.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use std::collections::BTreeSet;
use std::path::Path;

use deskbook_core::back_end::BackEnd;
use deskbook_core::query::Tier;
use deskbook_domain::record::Record;
use deskbook_domain::search::{Affixes, CaseRule, Condition, Language, parse};
use deskbook_domain::text::lower;
use deskbook_index::{Candidates, are_certain, candidates, document, tier};
use kit::{Fixture, person, query, with};
use proptest::prelude::*;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// The hostile rows of the test data, as another program would load them.
async fn with_hostile_rows() -> Fixture {
    let fixture = Fixture::empty().await;
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/data/small");
    let connection = fixture.outside().await;
    connection
        .execute_unprepared("PRAGMA foreign_keys = OFF")
        .await
        .unwrap();
    for table in ["customer_company", "customer_user"] {
        let mut rows = csv::Reader::from_path(data.join(format!("{table}.csv"))).unwrap();
        let columns = rows
            .headers()
            .unwrap()
            .iter()
            .collect::<Vec<_>>()
            .join(", ");
        let places = vec!["?"; rows.headers().unwrap().len()].join(", ");
        let sql = format!("INSERT INTO {table} ({columns}) VALUES ({places})");
        for row in rows.records() {
            let row = row.unwrap();
            let values = row.iter().map(|value| {
                if value == "\\N" {
                    None::<String>.into()
                } else {
                    value.to_owned().into()
                }
            });
            let insert = Statement::from_sql_and_values(DbBackend::Sqlite, &sql, values);
            connection.execute_raw(insert).await.unwrap();
        }
    }
    fixture
}

/// All rows with what is searched of them.
async fn searched_values(fixture: &Fixture) -> Vec<(String, Vec<Option<String>>)> {
    let columns = "login, first_name, last_name, customer_id";
    let statement = Statement::from_string(
        DbBackend::Sqlite,
        format!("SELECT {columns} FROM customer_user ORDER BY id"),
    );
    let rows = fixture
        .outside()
        .await
        .query_all_raw(statement)
        .await
        .unwrap();
    let row = |row: &sea_orm::QueryResult| -> (String, Vec<Option<String>>) {
        let values = (0..4).map(|index| row.try_get_by_index(index).unwrap());
        let values: Vec<Option<String>> = values.collect();
        (values[0].clone().unwrap_or_default(), values)
    };
    rows.iter().map(row).collect()
}

fn expected(condition: &Condition, rows: &[(String, Vec<Option<String>>)]) -> Vec<String> {
    let matching = rows.iter().filter(|(_, values)| {
        let values: Vec<_> = values.iter().map(Option::as_deref).collect();
        condition.matches(&values, CaseRule::Folded)
    });
    let mut logins: Vec<_> = matching.map(|(login, _)| login.clone()).collect();
    logins.sort();
    logins
}

/// A text that is looked for literally: wildcards are the only thing a phrase still knows.
fn phrase(text: &str) -> String {
    format!("\"{}\"", text.replace('"', ""))
}

#[tokio::test]
async fn hostile_rows_are_found_as_the_rules_say() {
    let fixture = with_hostile_rows().await;
    let rows = searched_values(&fixture).await;
    assert!(rows.len() >= 300, "{} rows", rows.len());
    let source = fixture.directory.customer_users().source().clone();
    let values = rows.iter().flat_map(|(_, values)| values.iter().flatten());
    let texts = values.flat_map(|value| {
        [
            value.clone(),
            phrase(value),
            value.chars().take(2).collect(),
        ]
    });
    let texts: BTreeSet<String> = texts.collect();
    assert!(texts.len() > 900, "{} searches", texts.len());
    for text in texts {
        let Ok(condition) = parse(&text, Language::CustomerUser, &source.affixes()) else {
            continue;
        };
        let mut found = fixture.logins(&text).await;
        found.sort();
        assert_eq!(found, expected(&condition, &rows), "{text:?}");
    }
}

#[tokio::test]
async fn hostile_logins_are_read_in_any_case() {
    let fixture = with_hostile_rows().await;
    for (login, _) in searched_values(&fixture).await {
        let users = fixture.directory.customer_users();
        let found = users.find(&login.as_str().into()).await.unwrap();
        assert_eq!(
            found.map(|found| found.login.to_string()),
            Some(login.clone())
        );
        let found = users.find(&lower(&login).into()).await.unwrap();
        assert_eq!(
            found.map(|found| lower(found.login.as_str())),
            Some(lower(&login))
        );
    }
}

#[tokio::test]
async fn hostile_texts_are_stored_and_read_back_unchanged() {
    let fixture = Fixture::with_acme().await;
    let texts = [
        "' OR 1=1 --",
        "\"; DROP TABLE customer_user; --",
        "%_\\*",
        "{}[]$1?:x@y",
        "\u{202e}x",
    ];
    for (number, text) in texts.iter().enumerate() {
        let record = with(person(&format!("u{number}"), text, text), "UserCity", text);
        fixture.add(record).await.unwrap();
        let found = fixture
            .directory
            .customer_users()
            .find(&format!("u{number}").into())
            .await;
        let found = found.unwrap().unwrap();
        assert_eq!(found.record.text("UserCity"), *text);
        if text.contains('\\') {
            continue; // LIKE's escape character: no search can be literal about it
        }
        let hits = fixture.logins(&phrase(text)).await;
        assert!(
            hits.contains(&format!("u{number}")),
            "{text:?} finds itself: {hits:?}"
        );
    }
}

/// Letters that fold in odd ways, marks of the index, wildcards and operators.
fn letter() -> impl Strategy<Value = char> {
    prop_oneof![
        6 => prop::char::range('a', 'e'),
        2 => prop::sample::select(vec!['A', 'Ä', 'ä', 'ß', 'ẞ', 'Σ', 'σ', 'ς', 'İ', 'ı', 'K', '小', '🦀', 'é']),
        2 => prop::sample::select(vec![' ', '%', '_', '\\', '*', '"', '\'', '+', '!', '(', ')', '&', '|']),
        1 => prop::sample::select(vec!['\u{1}', '\u{2}', '\u{3}', '\0']),
        1 => any::<char>(),
    ]
}

fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(letter(), length).prop_map(|letters| letters.into_iter().collect())
}

fn affixes() -> impl Strategy<Value = Affixes> {
    let affix = || prop::sample::select(vec!["", "*"]);
    (affix(), affix()).prop_map(|(prefix, suffix)| Affixes::new(prefix, suffix))
}

/// Whether a document has what a question asks for: what SQLite does, in a few lines.
fn gives(question: &deskbook_index::MatchExpression, document: &[char]) -> bool {
    use deskbook_index::MatchExpression::{All, Any, Term, Trigram};
    match question {
        // Of another index
        Term(_) => false,
        Trigram(trigram) => document.windows(3).any(|window| window == trigram),
        All(members) => members.iter().all(|member| gives(member, document)),
        Any(members) => members.iter().any(|member| gives(member, document)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn every_row_that_matches_is_among_the_candidates_of_its_tier(
        values in prop::collection::vec(prop::option::of(text(0..8)), 1..4),
        asked in text(0..12),
        language in prop::sample::select(vec![Language::CustomerUser, Language::Customer]),
        affixes in affixes(),
    ) {
        let Ok(condition) = parse(&asked, language, &affixes) else { return Ok(()) };
        let values: Vec<_> = values.iter().map(Option::as_deref).collect();
        let folded: Vec<_> = values.iter().map(|value| value.map(lower)).collect();
        let folded: Vec<_> = folded.iter().map(Option::as_deref).collect();
        let document: Vec<_> = document(values.iter().copied()).chars().collect();
        let matches = condition.matches(&values, CaseRule::Folded);
        let own = tier(&condition, &folded);
        for asked_tier in [Tier::Exact, Tier::Prefix, Tier::Substring] {
            let given = match candidates(&condition, asked_tier) {
                Candidates::Nothing => false,
                Candidates::Everything => true,
                Candidates::Matching(question) => gives(&question, &document),
            };
            if matches && own <= asked_tier {
                prop_assert!(given, "{asked:?} at {asked_tier:?} misses {values:?}");
            }
            if given && asked_tier == Tier::Substring && are_certain(&condition, CaseRule::Folded) {
                prop_assert!(matches, "{asked:?} is not certain of {values:?}");
            }
        }
    }
}

#[test]
fn random_rows_are_found_by_every_part_of_their_names() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let fixture = runtime.block_on(Fixture::with_acme());
    let stored = std::cell::RefCell::new(Vec::<(String, Vec<Option<String>>)>::new());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 300,
        max_shrink_iters: 0,
        ..ProptestConfig::default()
    });
    let strategy = (text(1..9), text(1..9), 0_usize..8, 1_usize..6);
    let outcome = runner.run(&strategy, |(first, last, from, length)| {
        let mut rows = stored.borrow_mut();
        let login = format!("u{}", rows.len());
        let record: Record = person(&login, &first, &last);
        if runtime.block_on(fixture.add(record)).is_err() {
            return Ok(());
        }
        let values = [
            Some(login.clone()),
            Some(first),
            Some(last.clone()),
            Some("ACME".to_owned()),
        ];
        rows.push((login, values.to_vec()));
        let part: String = last.chars().skip(from).take(length).collect();
        let source = fixture.directory.customer_users().source();
        for asked in [part.clone(), phrase(&part)] {
            let Ok(condition) = parse(&asked, Language::CustomerUser, &source.affixes()) else {
                continue;
            };
            let hits = runtime.block_on(fixture.ask(query(source, &asked)));
            let mut found = runtime.block_on(kit::logins(hits.as_ref()));
            found.sort();
            prop_assert_eq!(found, expected(&condition, &rows), "{:?}", asked);
        }
        Ok(())
    });
    outcome.unwrap();
}
