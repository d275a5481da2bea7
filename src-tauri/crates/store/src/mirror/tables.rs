//! The copies of OTOBO's own tables beside the sources.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_core::mirror::{MirrorError, OtoboTable, Row, TableStore};
use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use sea_orm::{ConnectionTrait, DbErr, Value};

use super::Mirror;
use super::content;
use super::copies::{execute, number, statement};

/// SQLite takes 32,766 values in one statement; a row has three.
const ROWS_PER_STATEMENT: usize = 8_000;

#[async_trait]
impl TableStore for Mirror {
    async fn begin_table(&self, table: OtoboTable) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let add = "INSERT INTO otobo_table (name) VALUES (?) ON CONFLICT DO NOTHING";
            execute(&transaction, add, [name_of(table)]).await?;
            let id = id_of(&transaction, table).await?;
            drop_staged(&transaction, id).await?;
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn stage_table(&self, table: OtoboTable, rows: &[Row]) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let id = id_of(&transaction, table).await?;
            for some in rows.chunks(ROWS_PER_STATEMENT) {
                let places = vec!["(?, ?, ?)"; some.len()].join(", ");
                let mut values: Vec<Value> = Vec::with_capacity(3 * some.len());
                for row in some {
                    let content = content::written(&row.values)?;
                    values.extend([id.into(), row.key.clone().into(), content.into()]);
                }
                let add =
                    format!("INSERT INTO otobo_row (otobo_table, key, content) VALUES {places}");
                execute(&transaction, &add, values).await?;
            }
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn replace_table(
        &self,
        table: OtoboTable,
        columns: &[Var],
        at: DateTime<Utc>,
    ) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let id = id_of(&transaction, table).await?;
            let count = "SELECT COUNT(*) FROM otobo_row WHERE otobo_table = ? AND staged";
            if number(&transaction, count, [id.into()]).await? > 0 {
                let old = "DELETE FROM otobo_row WHERE otobo_table = ? AND NOT staged";
                execute(&transaction, old, [id.into()]).await?;
                let new = "UPDATE otobo_row SET staged = FALSE WHERE otobo_table = ?";
                execute(&transaction, new, [id.into()]).await?;
                let note = "UPDATE otobo_table SET fields = ?, complete_at = ? WHERE id = ?";
                let fields = content::written_fields(columns)?;
                execute(&transaction, note, [fields.into(), at.into(), id.into()]).await?;
            }
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn table_rows(&self, table: OtoboTable, key: &str) -> Result<Vec<Record>, MirrorError> {
        let read = async {
            let sql = "SELECT t.fields, r.content FROM otobo_table AS t \
                       JOIN otobo_row AS r ON r.otobo_table = t.id \
                       WHERE t.name = ? AND NOT r.staged AND r.key = ?";
            let asked = statement(sql, [name_of(table), key.into()]);
            let rows = self.reader.query_all_raw(asked).await?;
            let record = |row: &sea_orm::QueryResult| {
                let (fields, values): (String, String) =
                    (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
                let mut record = Record::new();
                let fields = content::read_fields(&fields)?;
                for (var, value) in fields.into_iter().zip(content::read(&values)?) {
                    record.set(var, value);
                }
                Ok(record)
            };
            rows.iter().map(record).collect::<Result<Vec<_>, DbErr>>()
        };
        read.await.map_err(self.told())
    }
}

/// What a table is called here, whatever it is called in the installation.
fn name_of(table: OtoboTable) -> Value {
    table.names().first().copied().unwrap_or_default().into()
}

async fn id_of(db: &impl ConnectionTrait, table: OtoboTable) -> Result<i64, DbErr> {
    let asked = statement(
        "SELECT id FROM otobo_table WHERE name = ?",
        [name_of(table)],
    );
    let row = db.query_one_raw(asked).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound(format!("{table:?}")))?;
    row.try_get_by_index(0)
}

async fn drop_staged(db: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    let sql = "DELETE FROM otobo_row WHERE otobo_table = ? AND staged";
    execute(db, sql, [id.into()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use deskbook_domain::instant::Region;
    use deskbook_domain::validity::Validity;
    use deskbook_migrations::file::FileKey;

    use super::*;

    const TABLE: OtoboTable = OtoboTable::Relations;

    fn row(login: &str, customer: &str) -> Row {
        Row {
            key: login.to_owned(),
            validity: Validity::Valid,
            values: vec![Some(login.to_owned()), Some(customer.to_owned())],
        }
    }

    async fn replace(mirror: &Mirror, rows: &[Row]) {
        mirror.begin_table(TABLE).await.unwrap();
        mirror.stage_table(TABLE, rows).await.unwrap();
        let columns = TABLE.columns().iter().copied().map(Var::from);
        let columns: Vec<_> = columns.collect();
        let replaced = mirror.replace_table(TABLE, &columns, DateTime::UNIX_EPOCH);
        replaced.await.unwrap();
    }

    async fn customers(mirror: &Mirror, login: &str) -> Vec<String> {
        let rows = mirror.table_rows(TABLE, login).await.unwrap();
        let customers = rows.iter().map(|row| row.text("customer_id").to_owned());
        customers.collect()
    }

    #[tokio::test]
    async fn a_table_is_replaced_once_it_was_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mirror.sqlite");
        let key = FileKey::new([1; 32]);
        let mirror = Mirror::open(path, &key, Region::UNKNOWN).await.unwrap();
        assert_eq!(customers(&mirror, "eva").await, [""; 0]);
        replace(
            &mirror,
            &[row("eva", "ACME"), row("eva", "BETA"), row("tom", "ACME")],
        )
        .await;
        assert_eq!(customers(&mirror, "eva").await, ["ACME", "BETA"]);
        // Half of the next copy
        mirror.begin_table(TABLE).await.unwrap();
        mirror
            .stage_table(TABLE, &[row("eva", "GAMMA")])
            .await
            .unwrap();
        assert_eq!(customers(&mirror, "eva").await, ["ACME", "BETA"]);
        replace(&mirror, &[]).await;
        assert_eq!(
            customers(&mirror, "eva").await,
            ["ACME", "BETA"],
            "an empty answer"
        );
        replace(&mirror, &[row("eva", "DELTA")]).await;
        assert_eq!(customers(&mirror, "eva").await, ["DELTA"]);
        assert_eq!(customers(&mirror, "tom").await, [""; 0]);
    }
}
