//! The small set of test data on a server.

use anyhow::{Context as _, Result};

use super::{Engine, TestDatabase};
use crate::{csv, data, small_set};

/// Tables that a local directory has rows in from the beginning.
const BASIS: [&str; 2] = ["valid", "groups_table"];

/// Makes OTOBO's tables and writes the whole set, as an outside program would.
pub async fn load_small_set(database: &TestDatabase) -> Result<()> {
    let schema = match database.engine {
        Engine::MariaDb | Engine::MySql => "small/schema_mariadb.sql",
        Engine::PostgreSql => "small/schema_postgresql.sql",
    };
    let schema = data::path(schema);
    let sql = std::fs::read_to_string(&schema)
        .with_context(|| format!("{} cannot be read", schema.display()))?;
    database.execute(&sql).await?;
    let outside = database.outside();
    for table in BASIS.iter().chain(small_set::TABLES) {
        let rows = csv::read(&data::path(&format!("small/{table}.csv")))?;
        outside.insert(table, &rows).await?;
    }
    if database.engine == Engine::PostgreSql {
        // Rows that bring their numbers do not move the sequence.
        for table in ["valid", "groups_table", "customer_user"] {
            let sequence = format!("pg_get_serial_sequence('{table}', 'id')");
            let sql = format!("SELECT setval({sequence}, (SELECT MAX(id) FROM {table}))");
            database.execute(&sql).await?;
        }
    }
    Ok(())
}
