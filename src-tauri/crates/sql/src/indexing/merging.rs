//! Makes one part of the many that a full-text table was filled in: it is asked far faster.

use sea_orm::{DatabaseTransaction, DbErr};

use crate::statement::{execute, one};

/// As many pages are written before those that were read are given back to the file.
const PAGES_AT_ONCE: i64 = 64;

/// Merges all parts of a full-text table. SQLite's own word for it, `optimize`, lets the file grow by a thousand pages, which
/// then stay empty.
pub(crate) async fn merge_parts(
    transaction: &DatabaseTransaction,
    table: &str,
) -> Result<(), DbErr> {
    let merge = format!("INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)");
    // A number below zero takes in all parts, however few they are
    let mut pages = -PAGES_AT_ONCE;
    loop {
        let before = changes(transaction).await?;
        execute(transaction, &merge, [pages.into()]).await?;
        // One is the statement itself: nothing was left to be merged
        if changes(transaction).await? - before < 2 {
            return Ok(());
        }
        pages = PAGES_AT_ONCE;
    }
}

async fn changes(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    let changes: Option<i64> = one(transaction, "SELECT total_changes()", []).await?;
    Ok(changes.unwrap_or_default())
}
