//! Another program that writes into a database that Deskbook uses.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, OnConflict, Query};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
    TransactionTrait as _,
};

use crate::csv::Table;

/// One statement takes 32,766 values at most.
const ROWS_AT_ONCE: usize = 500;

/// An outside connection to a file or to a server's database.
#[derive(Clone, Debug)]
pub struct OutsideWriter {
    connection: DatabaseConnection,
}

impl OutsideWriter {
    /// Connects, without taking any lock.
    pub async fn connect(path: &Path) -> Result<Self> {
        let path = path.to_owned();
        let mut options = ConnectOptions::new("sqlite:");
        options.max_connections(1).sqlx_logging(false);
        options.map_sqlx_sqlite_opts(move |sqlite| sqlite.filename(&path).foreign_keys(true));
        let connection = Database::connect(options)
            .await
            .context("the file cannot be opened")?;
        Ok(Self::over(connection))
    }

    /// Uses a connection that is there.
    pub fn over(connection: DatabaseConnection) -> Self {
        Self { connection }
    }

    /// The connection itself.
    pub fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Runs statements, separated by semicolons.
    pub async fn run(&self, sql: &str) -> Result<()> {
        self.connection
            .execute_unprepared(sql)
            .await
            .with_context(|| sql.to_owned())?;
        Ok(())
    }

    /// The first column of all rows, as text; NULL is left out.
    pub async fn texts(&self, sql: &str) -> Result<Vec<String>> {
        let rows = self
            .connection
            .query_all_raw(Statement::from_string(
                self.connection.get_database_backend(),
                sql,
            ))
            .await?;
        let texts = rows
            .iter()
            .map(|row| row.try_get_by_index::<Option<String>>(0));
        Ok(texts
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    /// A column of the rows that have a value in another column, as the engine compares.
    pub async fn column(
        &self,
        table: &str,
        column: &str,
        (key, value): (&str, &str),
    ) -> Result<Vec<Option<String>>> {
        let mut select = Query::select();
        select
            .column(Alias::new(column))
            .from(Alias::new(table))
            .and_where(Expr::col(Alias::new(key)).eq(value));
        let rows = self.connection.query_all(&select).await?;
        let values = rows.iter().map(|row| row.try_get_by_index(0));
        Ok(values.collect::<Result<_, _>>()?)
    }

    /// Empties the write-ahead log, which needs that nobody reads an older state of the file. Waits
    /// some seconds for readers to end; tells whether they did.
    pub async fn empty_log(&self) -> Result<bool> {
        let sql = Statement::from_string(DbBackend::Sqlite, "PRAGMA wal_checkpoint(TRUNCATE)");
        let row = self
            .connection
            .query_one_raw(sql)
            .await?
            .context("it always answers")?;
        Ok(row.try_get_by_index::<i32>(0)? == 0)
    }

    /// Inserts rows in one transaction.
    pub async fn insert(&self, table: &str, rows: &Table) -> Result<()> {
        self.insert_as(table, rows, None).await
    }

    /// Inserts those rows that break no unique key.
    pub async fn insert_unless_there(&self, table: &str, rows: &Table) -> Result<()> {
        self.insert_as(table, rows, Some(OnConflict::new().do_nothing().to_owned()))
            .await
    }

    /// Closes the file.
    pub async fn close(self) -> Result<()> {
        Ok(self.connection.close().await?)
    }

    async fn insert_as(
        &self,
        table: &str,
        rows: &Table,
        conflict: Option<OnConflict>,
    ) -> Result<()> {
        let types = self.types(table).await?;
        let transaction = self.connection.begin().await?;
        for some in rows.rows.chunks(ROWS_AT_ONCE) {
            let mut insert = Query::insert();
            insert
                .into_table(Alias::new(table))
                .columns(rows.columns.iter().map(Alias::new));
            for row in some {
                let columns = rows.columns.iter().zip(row);
                insert.values(columns.map(|(column, text)| {
                    let value = Expr::value(text.clone());
                    match types.get(column) {
                        Some(kind) => value.cast_as(Alias::new(kind)),
                        None => value,
                    }
                }))?;
            }
            if let Some(conflict) = &conflict {
                insert.on_conflict(conflict.clone());
            }
            transaction
                .execute(&insert)
                .await
                .with_context(|| format!("table {table}"))?;
        }
        Ok(transaction.commit().await?)
    }

    /// What texts must be cast to, by column: only PostgreSQL does not see to that itself.
    async fn types(&self, table: &str) -> Result<BTreeMap<String, String>> {
        let backend = self.connection.get_database_backend();
        if backend != DbBackend::Postgres {
            return Ok(BTreeMap::new());
        }
        let statement = Statement::from_sql_and_values(
            backend,
            "SELECT column_name::text, udt_name::text FROM information_schema.columns WHERE table_name = $1",
            [table.into()],
        );
        let rows = self.connection.query_all_raw(statement).await?;
        rows.iter()
            .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
            .collect()
    }
}
