//! The small set of test data: 300 customer users and 40 customers, with all hand-written edge cases.

use anyhow::Result;

use crate::outside::OutsideWriter;
use crate::{csv, data};

/// The tables in the order in which rows may refer to each other.
pub(crate) const TABLES: &[&str] = &[
    "customer_company",
    "customer_user",
    "customer_preferences",
    "customer_user_customer",
    "group_customer_user",
    "group_customer",
];

/// Has PostgreSQL number new rows from where the set ends: rows that bring their numbers do not move the
/// sequence.
pub(crate) const NUMBER_ON: &str = "SELECT setval(pg_get_serial_sequence('customer_user', 'id'), \
     (SELECT MAX(id) FROM customer_user))";

/// Writes the whole set, as an outside program would: past the back end, with all its hostile rows.
pub async fn load(directory: &OutsideWriter) -> Result<()> {
    let groups = csv::read(&data::path("small/groups_table.csv"))?;
    directory
        .insert_unless_there("groups_table", &groups)
        .await?;
    load_tables(directory).await
}

/// The same where the groups are there already.
pub async fn load_tables(directory: &OutsideWriter) -> Result<()> {
    for table in TABLES {
        let rows = csv::read(&data::path(&format!("small/{table}.csv")))?;
        directory.insert(table, &rows).await?;
    }
    Ok(())
}

/// The tables that Deskbook writes, in the order in which rows may refer to each other.
const WRITTEN: [&str; 3] = ["customer_company", "customer_user", "customer_preferences"];

/// Undoes what was written since the set was loaded.
pub async fn restore(directory: &OutsideWriter) -> Result<()> {
    for table in WRITTEN.iter().rev() {
        directory.run(&format!("DELETE FROM {table}")).await?;
    }
    for table in WRITTEN {
        let rows = csv::read(&data::path(&format!("small/{table}.csv")))?;
        directory.insert(table, &rows).await?;
    }
    Ok(())
}
