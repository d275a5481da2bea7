//! Opening a local directory, and all that it refuses.
#![allow(clippy::print_stdout, reason = "a skipped test says why")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use std::io::Write;
use std::path::Path;

use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_sql::{LocalDirectory, OpenError};
use kit::{Fixture, everybody, logins, outside, outside_insert, person, query};
use sea_orm::ConnectionTrait;

async fn refusal(path: &Path) -> OpenError {
    match LocalDirectory::open(path).await {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(error) => error,
    }
}

#[tokio::test]
async fn the_first_start_makes_folder_and_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Daten & mehr?").join("100% ü #1.sqlite");
    let directory = LocalDirectory::open(&path).await.unwrap();
    assert_eq!(directory.customer_users().count().await.unwrap(), 0);
    assert_eq!(directory.customers().count().await.unwrap(), 0);
    assert!(path.exists(), "a path is no URL");
}

#[tokio::test]
async fn the_file_keeps_its_promises() {
    let fixture = Fixture::empty().await;
    assert_eq!(
        fixture.outside_text("PRAGMA journal_mode").await.as_deref(),
        Some("wal")
    );
    let broken = "INSERT INTO customer_preferences SELECT 1, 2, 3 FROM customer_user";
    fixture.outside_execute(broken).await;
}

#[tokio::test]
async fn what_was_saved_is_there_after_a_restart() {
    let fixture = Fixture::with_people(&[["tina", "Tina", "Tester"]]).await;
    fixture.directory.close().await.unwrap();
    let again = LocalDirectory::open(&fixture.path).await.unwrap();
    let found = again
        .customer_users()
        .find(&"tina".into())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.record.text("UserLastname"), "Tester");
}

#[tokio::test]
async fn two_may_read_and_write_one_file() {
    let fixture = Fixture::with_acme().await;
    let other = LocalDirectory::open(&fixture.path).await.unwrap();
    fixture.add(person("tina", "Tina", "Tester")).await.unwrap();
    assert!(
        other
            .customer_users()
            .find(&"TINA".into())
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_letter_is_no_database_and_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.sqlite");
    let letter = b"Dear Sir or Madam, ".repeat(1_000);
    std::fs::File::create(&path)
        .unwrap()
        .write_all(&letter)
        .unwrap();
    let error = refusal(&path).await;
    assert_eq!(error.code(), ErrorCode::NotADatabase, "{error:?}");
    assert_eq!(error.params(), [("path", path.display().to_string())]);
    assert_eq!(std::fs::read(&path).unwrap(), letter);
}

#[tokio::test]
async fn a_database_of_another_program_is_none_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.sqlite");
    outside(&path)
        .await
        .execute_unprepared("CREATE TABLE notes (text TEXT)")
        .await
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(refusal(&path).await.code(), ErrorCode::NotADatabase);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_file_from_a_newer_deskbook_stays_as_it_was() {
    let fixture = Fixture::empty().await;
    fixture.directory.close().await.unwrap();
    let newer = "INSERT INTO seaql_migrations VALUES ('m20991231_000001_future', 0)";
    let connection = fixture.outside().await;
    connection.execute_unprepared(newer).await.unwrap();
    connection.close().await.unwrap();
    let before = std::fs::read(&fixture.path).unwrap();
    assert_eq!(
        refusal(&fixture.path).await.code(),
        ErrorCode::NewerDatabase
    );
    assert_eq!(std::fs::read(&fixture.path).unwrap(), before);
}

#[tokio::test]
async fn a_file_in_place_of_the_folder_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    std::fs::File::create(&file).unwrap();
    let error = refusal(&file.join("local-directory.sqlite")).await;
    assert_eq!(error.code(), ErrorCode::DataFolderUnwritable, "{error:?}");
}

#[tokio::test]
async fn a_folder_in_place_of_the_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let error = refusal(folder.path()).await;
    assert_eq!(error.code(), ErrorCode::DataFolderUnwritable, "{error:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_cannot_be_written_is_found_out_when_it_is_opened() {
    use std::os::unix::fs::PermissionsExt;

    let fixture = Fixture::empty().await;
    fixture.directory.close().await.unwrap();
    let read_only = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(&fixture.path, read_only).unwrap();
    if std::fs::OpenOptions::new()
        .append(true)
        .open(&fixture.path)
        .is_ok()
    {
        println!("skipped: this user may write files that are read-only");
        return;
    }
    assert_eq!(
        refusal(&fixture.path).await.code(),
        ErrorCode::DataFolderUnwritable
    );
}

#[tokio::test]
async fn broken_pages_are_told_as_damage() {
    let fixture = Fixture::with_acme().await;
    fixture.directory.close().await.unwrap();
    let mut bytes = std::fs::read(&fixture.path).unwrap();
    // Page 1 stays readable as a database, its table of tables does not
    bytes[100..4096].fill(0x5a);
    std::fs::File::create(&fixture.path)
        .unwrap()
        .write_all(&bytes)
        .unwrap();
    assert_eq!(
        refusal(&fixture.path).await.code(),
        ErrorCode::DatabaseDamaged
    );
    assert_eq!(std::fs::read(&fixture.path).unwrap(), bytes);
}

/// What the lists were before they became lighter.
const HEAVIER_LISTS: &str = "
DROP TABLE deskbook_index_customer_user;
CREATE TABLE deskbook_index_customer_user (
    id INTEGER PRIMARY KEY,
    valid_id SMALLINT NOT NULL,
    sort_key TEXT NOT NULL,
    login TEXT NOT NULL,
    customer_id TEXT NOT NULL
);
CREATE INDEX deskbook_index_customer_user_all ON deskbook_index_customer_user (sort_key);
CREATE INDEX deskbook_index_customer_user_valid
    ON deskbook_index_customer_user (valid_id, sort_key);
CREATE INDEX deskbook_index_customer_user_login ON deskbook_index_customer_user (login);
CREATE INDEX deskbook_index_customer_user_customer
    ON deskbook_index_customer_user (customer_id);
INSERT INTO deskbook_index_customer_user
    SELECT id, valid_id, lower(last_name), login, lower(customer_id) FROM customer_user;
CREATE TABLE deskbook_index_address (
    id INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (id, address)
) WITHOUT ROWID;
CREATE INDEX deskbook_index_address_address ON deskbook_index_address (address);
INSERT INTO deskbook_index_address SELECT id, email FROM customer_user;
DROP INDEX deskbook_index_customer_order;
CREATE INDEX deskbook_index_customer_all ON deskbook_index_customer (sort_key);
CREATE INDEX deskbook_index_customer_valid ON deskbook_index_customer (valid_id, sort_key);
DELETE FROM seaql_migrations WHERE version LIKE '%lighter_lists' OR version LIKE '%invalid_people'";

#[tokio::test]
async fn a_file_with_heavier_lists_is_made_lighter() {
    let people = [["ÖFELE", "U", "Zander"], ["a", "A", "Adler"]];
    let fixture = Fixture::with_people(&people).await;
    fixture.directory.close().await.unwrap();
    fixture.outside_execute(HEAVIER_LISTS).await;
    let directory = LocalDirectory::open(&fixture.path).await.unwrap();
    let users = directory.customer_users();
    let hits = users.search(everybody()).await.unwrap();
    assert_eq!(logins(hits.as_ref()).await, ["a", "ÖFELE"]);
    for (text, expected) in [("öfe", &["ÖFELE"][..]), ("acme", &["a", "ÖFELE"])] {
        let hits = users.search(query(users.source(), text)).await.unwrap();
        assert_eq!(logins(hits.as_ref()).await, expected, "{text}");
    }
    let found = users.find(&"öfele".into()).await.unwrap();
    assert_eq!(found.unwrap().login.as_str(), "ÖFELE");
    let holders = users.holders_of_email("Öfele@acme.TEST").await.unwrap();
    assert_eq!(holders.len(), 1);
    let acme = directory.customers().find(&"acme".into()).await.unwrap();
    assert_eq!(acme.unwrap().id.as_str(), "ACME");
    let left = "SELECT group_concat(name) FROM sqlite_master \
                WHERE name GLOB 'deskbook_index_address*' OR name GLOB 'deskbook_index_customer*_all'";
    assert_eq!(fixture.outside_text(left).await, None);
}

/// Rows that were not looked at yet are found as well.
#[tokio::test]
async fn a_large_file_with_heavier_lists_answers_while_it_is_made_lighter() {
    let fixture = Fixture::with_people(&[["ÖFELE", "U", "Zander"]]).await;
    let many: Vec<_> = (0..6_000).map(|number| format!("u{number}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    fixture.outside_execute(&outside_insert(1_000, &many)).await;
    fixture.directory.close().await.unwrap();
    fixture.outside_execute(HEAVIER_LISTS).await;
    let directory = LocalDirectory::open(&fixture.path).await.unwrap();
    let users = directory.customer_users();
    let query = |text| query(users.source(), text);
    let (one, all) = (users.search(query("öfe")), users.search(query("acme")));
    assert_eq!(logins(one.await.unwrap().as_ref()).await, ["ÖFELE"]);
    assert_eq!(all.await.unwrap().count().await.unwrap(), 6_001);
    let found = users.find(&"öfele".into()).await.unwrap();
    assert!(found.is_some());
    let holders = users.holders_of_email("U5999@OTHER.test").await.unwrap();
    assert_eq!(holders.len(), 1);
}
