//! Files of Deskbook looked at from outside: whether they are sound, and whether their indices have what the rows have.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_index::instant::document_of;
use deskbook_migrations::file::{FileKey, connect_options};
use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};

use crate::outside::OutsideWriter;

/// The terms of each row of an index.
pub type Terms = BTreeMap<i64, BTreeSet<String>>;

/// Opens a file beside the adapters; without a key a plain one.
pub async fn look_into(path: &Path, key: Option<&FileKey>) -> Result<OutsideWriter> {
    let connection = Database::connect(connect_options(path, key, 1024)).await?;
    Ok(OutsideWriter::over(connection))
}

/// SQLite finds nothing wrong with tables and indices, FTS5 with its own, and SQLCipher with any page. A plain file has
/// nothing that SQLCipher could check.
pub async fn assert_sound(file: &OutsideWriter) -> Result<()> {
    let found = file.texts("PRAGMA integrity_check").await?;
    ensure!(found == ["ok"], "{found:?}");
    let found = file.texts("PRAGMA cipher_integrity_check").await?;
    ensure!(found.is_empty(), "{found:?}");
    for table in text_indices(file).await? {
        let check = format!("INSERT INTO {table} ({table}) VALUES ('integrity-check')");
        file.run(&check).await?;
    }
    Ok(())
}

/// What each index of FTS5 in a file holds, by its name.
pub async fn all_terms(file: &OutsideWriter) -> Result<BTreeMap<String, Terms>> {
    let mut all = BTreeMap::new();
    for table in text_indices(file).await? {
        let terms = terms_of(file, &table).await?;
        all.insert(table, terms);
    }
    Ok(all)
}

/// The index of a mirror has the terms of each record, those that its values give now, and has nothing else.
pub async fn assert_mirror_indexed(file: &OutsideWriter, region: Region) -> Result<()> {
    for (subject, table) in [
        ("CustomerUser", "customer_user_terms"),
        ("CustomerCompany", "customer_terms"),
    ] {
        let expected = documents(file, subject, region).await?;
        let found = terms_of(file, table).await?;
        let numbers = |of: &Terms| of.keys().copied().collect::<BTreeSet<_>>();
        ensure!(
            numbers(&found) == numbers(&expected),
            "{table} has {} rows, there are {} records",
            found.len(),
            expected.len()
        );
        let differs = found.iter().find(|(number, it)| expected[number] != **it);
        ensure!(differs.is_none(), "{table}: {differs:?}");
    }
    let of_records = "SELECT key || ' ' || copy || ' ' || id FROM record ORDER BY key, copy";
    let of_keys =
        "SELECT key || ' ' || copy || ' ' || record FROM record_of_key ORDER BY key, copy";
    ensure!(
        file.texts(of_records).await? == file.texts(of_keys).await?,
        "keys lead to the records that have them, and to no other"
    );
    Ok(())
}

async fn text_indices(file: &OutsideWriter) -> Result<Vec<String>> {
    let sql = "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY name";
    file.texts(sql).await
}

/// FTS5 gives out what is in an index row by row.
async fn terms_of(file: &OutsideWriter, table: &str) -> Result<Terms> {
    let seen = format!("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, {table}, instance)");
    file.run(&seen).await?;
    let mut terms = Terms::new();
    // A row for each term would take far longer
    let sql = "SELECT doc, group_concat(term, ' ') FROM temp.seen GROUP BY doc";
    for row in rows(file, sql).await? {
        let of_row: String = row.try_get_by_index(1)?;
        let of_row = of_row.split(' ').map(str::to_owned);
        terms.insert(row.try_get_by_index(0)?, of_row.collect());
    }
    file.run("DROP TABLE temp.seen").await?;
    Ok(terms)
}

/// The documents of a subject's records, as terms.
async fn documents(file: &OutsideWriter, subject: &str, region: Region) -> Result<Terms> {
    let sql = format!(
        "SELECT r.id, r.key, r.content, c.fields FROM record AS r JOIN copy AS c ON c.id = r.copy \
         WHERE c.source GLOB '{subject}*'"
    );
    let mut documents = Terms::new();
    for row in rows(file, &sql).await? {
        let [key, content, fields] = [1, 2, 3].map(|at| row.try_get_by_index::<String>(at));
        let fields: Vec<String> = serde_json::from_str(&fields?)?;
        let fields: Vec<Var> = fields.into_iter().map(Var::from).collect();
        let values: Vec<Option<String>> = serde_json::from_str(&content?)?;
        let document = document_of(&fields, &values, &key?, region);
        // The tokenizer does not tell apart case
        let terms = document.split_whitespace().map(str::to_ascii_lowercase);
        documents.insert(row.try_get_by_index(0)?, terms.collect());
    }
    Ok(documents)
}

async fn rows(file: &OutsideWriter, sql: &str) -> Result<Vec<sea_orm::QueryResult>> {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let rows = file.connection().query_all_raw(statement).await;
    rows.with_context(|| sql.to_owned())
}

#[cfg(test)]
mod tests {
    use deskbook_core::mirror::{Deletions, MirrorStore as _, Row};
    use deskbook_domain::source::{SourceId, Subject};
    use deskbook_domain::validity::Validity;

    use super::*;
    use crate::copied::{mirror, mirror_from_outside};

    /// What is done to a mirror of two people behind its back, and whether its index is right then.
    async fn is_right_after(sql: &str) -> Result<bool> {
        let folder = tempfile::tempdir()?;
        let mirror = mirror(folder.path()).await?;
        let source = SourceId::first(Subject::CustomerUsers);
        let fields = ["UserLogin".into(), "UserLastname".into()];
        mirror.begin(source, &fields).await?;
        let rows = [("eva", "Müller"), ("jan", "Meier")].map(|(login, name)| Row {
            key: login.to_owned(),
            validity: Validity::Valid,
            values: vec![Some(login.to_owned()), Some(name.to_owned())],
        });
        mirror.stage(source, &rows, "end").await?;
        let at = chrono::DateTime::UNIX_EPOCH;
        mirror.merge(source, at, Deletions::Few).await?;
        mirror.close().await?;
        let file = mirror_from_outside(folder.path()).await?;
        assert_sound(&file).await?;
        file.run(sql).await?;
        Ok(assert_mirror_indexed(&file, Region::UNKNOWN).await.is_ok())
    }

    #[tokio::test]
    async fn an_index_that_lags_behind_the_rows_is_noticed() -> Result<()> {
        assert!(is_right_after("SELECT 1").await?);
        let one = "(SELECT id FROM record WHERE key = 'eva')";
        for sql in [
            format!("DELETE FROM customer_user_terms WHERE rowid = {one}"),
            format!("DELETE FROM record WHERE id = {one}"),
            format!("UPDATE record SET content = '[\"eva\",\"Maier\"]' WHERE id = {one}"),
            "INSERT INTO customer_user_terms (rowid, terms) VALUES (7, 'x')".to_owned(),
        ] {
            assert!(!is_right_after(&sql).await?, "{sql}");
        }
        Ok(())
    }
}
