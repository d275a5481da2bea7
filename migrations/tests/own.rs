//! Our own store grows from every older form and refuses what is not ours.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use deskbook_migrations::{LocalDirectory, MigrationError, OwnStore};
use kit::{bytes_of, execute, texts, try_execute};
use sea_orm::ConnectionTrait as _;
use tempfile::TempDir;

#[tokio::test]
async fn an_empty_file_grows_to_the_newest_schema() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.sqlite");
    std::fs::File::create(&path).unwrap();
    OwnStore::at(&path).bring_up().await.unwrap();
    let tables = texts(
        &path,
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1",
    )
    .await;
    let expected = [
        "installation",
        "seaql_migrations",
        "setting",
        "setting_override",
        "source",
    ];
    assert_eq!(tables, expected);
}

/// The file of the first Deskbook, brought up to date.
async fn grown() -> (TempDir, OwnStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = OwnStore::at(folder.path().join("own.sqlite"));
    execute(store.path(), include_str!("older/own_20261122.sql")).await;
    store.bring_up().await.unwrap();
    (folder, store)
}

#[tokio::test]
async fn the_first_deskbooks_settings_and_installations_are_kept() {
    let (_folder, store) = grown().await;
    let theme = texts(store.path(), "SELECT value FROM setting").await;
    assert_eq!(theme, ["dark"]);
    let installation = texts(
        store.path(),
        "SELECT id || ' ' || name || ' ' || position || ' ' || hue || ' ' || read_only \
         || ' [' || database || '] ' || (caches IS NULL) || (mirror IS NULL) FROM installation",
    )
    .await;
    assert_eq!(installation, ["older Older 3 255 0 [] 11"]);
}

#[tokio::test]
async fn sources_go_with_their_installation() {
    let (_folder, store) = grown().await;
    let rows = "PRAGMA foreign_keys = ON; \
                INSERT INTO source VALUES ('older', 'CustomerUser', '{}'); \
                DELETE FROM installation";
    execute(store.path(), rows).await;
    let left = texts(store.path(), "SELECT source FROM source").await;
    assert_eq!(left, [""; 0]);
}

#[tokio::test]
async fn a_setting_has_one_override_an_installation() {
    let (_folder, store) = grown().await;
    let row = |of: &str| format!("INSERT INTO setting_override VALUES ('{of}', 'X', '1')");
    execute(store.path(), &row("older")).await;
    execute(store.path(), &row("local")).await;
    let again = try_execute(store.path(), &row("local")).await;
    assert!(again.is_err(), "it is there already");
}

#[tokio::test]
async fn a_second_start_changes_nothing_and_keeps_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let store = OwnStore::at(folder.path().join("new folder").join("own.sqlite"));
    store.bring_up().await.unwrap();
    execute(store.path(), "INSERT INTO setting VALUES ('theme', 'dark')").await;
    store.bring_up().await.unwrap();
    assert_eq!(
        texts(store.path(), "SELECT value FROM setting").await,
        ["dark"]
    );
    assert_eq!(texts(store.path(), "PRAGMA journal_mode").await, ["wal"]);
}

#[tokio::test]
async fn a_file_from_a_newer_deskbook_is_refused_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let store = OwnStore::at(folder.path().join("own.sqlite"));
    store.bring_up().await.unwrap();
    let newer = "INSERT INTO seaql_migrations VALUES ('m20991231_000001_from_the_future', 0)";
    execute(store.path(), newer).await;
    let before = bytes_of(store.path());
    let refusal = store.bring_up().await.unwrap_err();
    assert!(
        matches!(&refusal, MigrationError::Newer { change, .. } if change.contains("future")),
        "{refusal}"
    );
    assert_eq!(
        bytes_of(store.path()),
        before,
        "a refused file stays as it was"
    );
}

#[tokio::test]
async fn the_file_of_a_local_directory_is_no_own_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("directory.sqlite");
    LocalDirectory::at(&path).bring_up().await.unwrap();
    let before = bytes_of(&path);
    let refusal = OwnStore::at(&path).bring_up().await.unwrap_err();
    assert!(
        matches!(refusal, MigrationError::Foreign { .. }),
        "{refusal}"
    );
    assert_eq!(bytes_of(&path), before, "a refused file stays as it was");
}

#[tokio::test]
async fn a_change_that_was_cut_short_is_taken_back_at_the_next_start() {
    let (folder, store) = grown().await;
    let path = store.path().to_owned();
    let writer = kit::outside(&path).await;
    let rows =
        "INSERT INTO setting SELECT hex(randomblob(99)), hex(randomblob(999)) FROM sqlite_master";
    // What does not fit into memory goes to the file before the end, and the journal says how it was
    for statement in [
        "PRAGMA journal_mode = DELETE",
        "PRAGMA cache_size = 1",
        "BEGIN",
        rows,
        rows,
    ] {
        writer.execute_unprepared(statement).await.unwrap();
    }
    let cut = folder.path().join("cut.sqlite");
    for end in ["", "-journal"] {
        let of = |path: &std::path::Path| format!("{}{end}", path.display());
        std::fs::copy(of(&path), of(&cut)).unwrap();
    }
    writer.close().await.unwrap();
    OwnStore::at(&cut).bring_up().await.unwrap();
    assert_eq!(texts(&cut, "SELECT value FROM setting").await, ["dark"]);
}
