//! The local directory has OTOBO's schema, and refuses what is not ours.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it fails"
)]

mod kit;

use std::path::PathBuf;

use deskbook_migrations::fault::Fault;
use deskbook_migrations::{LocalDirectory, MigrationError};
use kit::{bytes_of, execute, texts, try_execute};
use tempfile::TempDir;

/// A fresh one, and the folder that goes away with it.
async fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("directory.sqlite");
    LocalDirectory::at(&path).bring_up().await.unwrap();
    (folder, path)
}

/// `name type not-null` of each column.
async fn columns(path: &std::path::Path, table: &str) -> Vec<String> {
    let sql = format!(
        "SELECT name || ' ' || type || CASE \"notnull\" WHEN 1 THEN ' NN' ELSE '' END \
         FROM pragma_table_info('{table}')"
    );
    texts(path, &sql).await
}

#[tokio::test]
async fn an_empty_file_grows_to_otobos_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.sqlite");
    std::fs::File::create(&path).unwrap();
    LocalDirectory::at(&path).bring_up().await.unwrap();
    let tables = texts(
        &path,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'deskbook%' \
         AND name NOT LIKE 'sq%' AND name <> 'seaql_migrations' ORDER BY name",
    )
    .await;
    let expected = [
        "customer_company",
        "customer_preferences",
        "customer_user",
        "customer_user_customer",
        "dynamic_field",
        "dynamic_field_obj_id_name",
        "dynamic_field_value",
        "group_customer",
        "group_customer_user",
        "group_role",
        "group_user",
        "groups_table",
        "role_user",
        "roles",
        "salutation",
        "search_profile",
        "service",
        "service_customer_user",
        "service_preferences",
        "signature",
        "ticket",
        "ticket_history",
        "ticket_history_type",
        "user_preferences",
        "users",
        "valid",
    ];
    assert_eq!(tables, expected);
}

#[tokio::test]
async fn customer_users_have_otobos_columns() {
    let (_folder, path) = fresh().await;
    let expected = [
        "id INTEGER NN",
        "login varchar(191) NN",
        "email varchar(150) NN",
        "customer_id varchar(150) NN",
        "pw varchar(128)",
        "title varchar(50)",
        "first_name varchar(100) NN",
        "last_name varchar(100) NN",
        "phone varchar(150)",
        "fax varchar(150)",
        "mobile varchar(150)",
        "street varchar(150)",
        "zip varchar(200)",
        "city varchar(200)",
        "country varchar(200)",
        "comments varchar(250)",
        "valid_id smallint NN",
        "create_time datetime_text NN",
        "create_by INTEGER NN",
        "change_time datetime_text NN",
        "change_by INTEGER NN",
    ];
    assert_eq!(
        lower_integers(columns(&path, "customer_user").await),
        lower_integers(expected)
    );
}

#[tokio::test]
async fn customers_have_otobos_columns_and_no_foreign_keys() {
    let (_folder, path) = fresh().await;
    let expected = [
        "customer_id varchar(150) NN",
        "name varchar(191) NN",
        "street varchar(200)",
        "zip varchar(200)",
        "city varchar(200)",
        "country varchar(200)",
        "url varchar(200)",
        "comments varchar(250)",
        "valid_id smallint NN",
        "create_time datetime_text NN",
        "create_by integer NN",
        "change_time datetime_text NN",
        "change_by integer NN",
    ];
    assert_eq!(
        lower_integers(columns(&path, "customer_company").await),
        lower_integers(expected)
    );
    let keys = texts(
        &path,
        "SELECT \"table\" FROM pragma_foreign_key_list('customer_company')",
    )
    .await;
    assert!(keys.is_empty(), "{keys:?}");
}

fn lower_integers<T: Into<String>>(columns: impl IntoIterator<Item = T>) -> Vec<String> {
    columns
        .into_iter()
        .map(|column| column.into().replace("INTEGER", "integer"))
        .collect()
}

#[tokio::test]
async fn memberships_hold_shorter_logins_than_customer_users() {
    let (_folder, path) = fresh().await;
    for table in ["customer_user_customer", "group_customer_user"] {
        assert_eq!(
            columns(&path, table).await.first().unwrap(),
            "user_id varchar(100) NN"
        );
    }
}

#[tokio::test]
async fn a_fresh_directory_has_otobos_first_rows() {
    let (_folder, path) = fresh().await;
    let validities = texts(&path, "SELECT id || ' ' || name FROM valid ORDER BY id").await;
    assert_eq!(
        validities,
        ["1 valid", "2 invalid", "3 invalid-temporarily"]
    );
    let groups = texts(
        &path,
        "SELECT id || ' ' || name FROM groups_table ORDER BY id",
    )
    .await;
    assert_eq!(groups, ["1 users", "2 admin", "3 stats"]);
    let grants = "SELECT user_id || ' ' || group_id || ' ' || permission_key FROM group_user";
    assert_eq!(texts(&path, grants).await, ["1 1 rw", "1 2 rw", "1 3 rw"]);
}

#[tokio::test]
async fn nobody_can_sign_in_as_the_first_agent() {
    let (_folder, path) = fresh().await;
    let agent = "SELECT id || ' ' || login || ' [' || pw || '] ' || valid_id FROM users";
    assert_eq!(texts(&path, agent).await, ["1 root@localhost [] 1"]);
}

#[tokio::test]
async fn times_have_otobos_form() {
    let (_folder, path) = fresh().await;
    let time = &texts(&path, "SELECT create_time FROM valid").await[0];
    let form: String = time
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect();
    assert_eq!(form, "0000-00-00 00:00:00");
}

#[tokio::test]
async fn keys_are_unique_under_otobos_names() {
    let (_folder, path) = fresh().await;
    let sql = "SELECT sql FROM sqlite_master WHERE type = 'table'";
    let tables = texts(&path, sql).await.join("\n");
    for name in [
        "valid_name",
        "users_login",
        "groups_name",
        "roles_name",
        "customer_user_login",
    ] {
        assert!(
            tables.contains(&format!("CONSTRAINT \"{name}\" UNIQUE")),
            "{name} in {tables}"
        );
    }
    assert!(tables.contains("CONSTRAINT \"customer_company_name\" UNIQUE"));
    let keys = "SELECT \"from\" || ' ' || \"table\" FROM pragma_foreign_key_list('customer_user')";
    let mut keys = texts(&path, keys).await;
    keys.sort();
    assert_eq!(
        keys,
        ["change_by users", "create_by users", "valid_id valid"]
    );
}

#[tokio::test]
async fn foreign_keys_are_enforced() {
    let (_folder, path) = fresh().await;
    let sql = "INSERT INTO customer_user (login, email, customer_id, first_name, last_name, valid_id, \
               create_time, create_by, change_time, change_by) \
               VALUES ('a', 'a@b.de', 'A', 'a', 'b', 9, '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1)";
    let refusal = try_execute(&path, sql).await.unwrap_err();
    assert!(refusal.to_string().contains("FOREIGN KEY"), "{refusal}");
    assert!(
        texts(&path, "SELECT \"table\" FROM pragma_foreign_key_check")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn every_write_of_any_program_leaves_a_mark() {
    let (_folder, path) = fresh().await;
    let add = |verb: &str, id: i32, login: &str| {
        format!(
            "{verb} INTO customer_user (id, login, email, customer_id, first_name, last_name, valid_id, \
             create_time, create_by, change_time, change_by) \
             VALUES ({id}, '{login}', '', '', '', '', 1, '2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1)"
        )
    };
    let marks =
        "SELECT group_concat(id) FROM (SELECT id FROM deskbook_pending_customer_user ORDER BY id)";
    let clear = "DELETE FROM deskbook_pending_customer_user";
    execute(&path, &add("INSERT", 7, "a")).await;
    assert_eq!(texts(&path, marks).await, ["7"], "an added row");
    execute(&path, "UPDATE customer_user SET city = 'x'").await;
    assert_eq!(texts(&path, marks).await, ["7"], "a mark is made once");
    execute(&path, clear).await;
    execute(&path, &add("INSERT OR REPLACE", 8, "a")).await;
    assert_eq!(
        texts(&path, marks).await,
        ["7,8"],
        "a row pushed out, and the one that did it"
    );
    execute(&path, clear).await;
    execute(&path, "UPDATE customer_user SET id = 9").await;
    assert_eq!(texts(&path, marks).await, ["8,9"], "a row that moved");
    execute(&path, clear).await;
    execute(&path, "DELETE FROM customer_user").await;
    assert_eq!(texts(&path, marks).await, ["9"], "a row that is gone");
}

#[tokio::test]
async fn every_write_of_a_customer_leaves_a_mark() {
    let (_folder, path) = fresh().await;
    let add = |verb: &str, id: &str| {
        format!(
            "{verb} INTO customer_company (customer_id, name, valid_id, create_time, create_by, \
             change_time, change_by) VALUES ('{id}', 'n', 1, '2024-03-01 08:00:00', 1, \
             '2024-03-01 08:00:00', 1)"
        )
    };
    let marks = "SELECT group_concat(customer_id) FROM deskbook_pending_customer";
    let clear = "DELETE FROM deskbook_pending_customer";
    execute(&path, &add("INSERT", "A")).await;
    execute(&path, &add("INSERT OR REPLACE", "B")).await;
    assert_eq!(texts(&path, marks).await, ["A,B"]);
    execute(&path, clear).await;
    execute(&path, "UPDATE customer_company SET customer_id = 'C'").await;
    assert_eq!(texts(&path, marks).await, ["B,C"]);
    execute(&path, clear).await;
    execute(&path, "DELETE FROM customer_company").await;
    assert_eq!(texts(&path, marks).await, ["C"]);
}

#[tokio::test]
async fn a_file_from_a_newer_deskbook_is_refused_and_left_as_it_was() {
    let (_folder, path) = fresh().await;
    execute(
        &path,
        "INSERT INTO seaql_migrations VALUES ('m20991231_000001_future', 0)",
    )
    .await;
    let before = bytes_of(&path);
    let refusal = LocalDirectory::at(&path).bring_up().await.unwrap_err();
    assert!(matches!(refusal, MigrationError::Newer { .. }), "{refusal}");
    assert_eq!(bytes_of(&path), before, "a refused file stays as it was");
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.sqlite");
    execute(&path, "CREATE TABLE customer_user (id INTEGER)").await;
    let before = bytes_of(&path);
    let refusal = LocalDirectory::at(&path).bring_up().await.unwrap_err();
    assert!(
        matches!(refusal, MigrationError::Foreign { .. }),
        "{refusal}"
    );
    assert_eq!(bytes_of(&path), before, "a refused file stays as it was");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.sqlite");
    let text = "Dear Sir or Madam, ".repeat(500);
    std::io::Write::write_all(&mut std::fs::File::create(&path).unwrap(), text.as_bytes()).unwrap();
    let refusal = LocalDirectory::at(&path).bring_up().await.unwrap_err();
    let MigrationError::Sqlite { source, .. } = &refusal else {
        panic!("{refusal}")
    };
    assert_eq!(Fault::of(source), Fault::NotADatabase);
    assert_eq!(
        bytes_of(&path),
        text.as_bytes(),
        "a refused file stays as it was"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    std::fs::File::create(&file).unwrap();
    let path = file.join("directory.sqlite");
    let refusal = LocalDirectory::at(&path).bring_up().await.unwrap_err();
    assert!(
        matches!(refusal, MigrationError::Folder { .. }),
        "{refusal}"
    );
}
