//! Another program that writes into a file of ours, or into a server's database.

use std::path::Path;

use anyhow::{Context as _, Result};
use sea_orm::sea_query::{Alias, Expr, MysqlQueryBuilder, OnConflict, PostgresQueryBuilder, Query};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
    TransactionTrait as _,
};

use crate::csv::Table;

/// One statement takes 32,766 values at most.
const ROWS_AT_ONCE: usize = 500;

/// An outside connection to a file or a database that is there.
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
        Ok(Self { connection })
    }

    /// Takes a connection to a server.
    pub fn of(connection: DatabaseConnection) -> Self {
        Self { connection }
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
            .query_all_raw(Statement::from_string(self.back_end(), sql))
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

    fn back_end(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn insert_as(
        &self,
        table: &str,
        rows: &Table,
        conflict: Option<OnConflict>,
    ) -> Result<()> {
        let transaction = self.connection.begin().await?;
        for some in rows.rows.chunks(ROWS_AT_ONCE) {
            let mut insert = Query::insert();
            insert
                .into_table(Alias::new(table))
                .columns(rows.columns.iter().map(Alias::new));
            for row in some {
                insert.values(row.iter().cloned().map(Expr::value))?;
            }
            if let Some(conflict) = &conflict {
                insert.on_conflict(conflict.clone());
            }
            // Servers want numbers where a column has numbers; a literal is what the column makes of it
            let outcome = match self.back_end() {
                DbBackend::Sqlite => transaction.execute(&insert).await,
                DbBackend::MySql => {
                    let sql = insert.to_string(MysqlQueryBuilder);
                    transaction.execute_unprepared(&sql).await
                }
                _ => {
                    let sql = insert.to_string(PostgresQueryBuilder);
                    transaction.execute_unprepared(&sql).await
                }
            };
            outcome.with_context(|| format!("table {table}"))?;
        }
        Ok(transaction.commit().await?)
    }
}
