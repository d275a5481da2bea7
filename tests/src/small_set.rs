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
