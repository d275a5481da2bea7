//! What was put aside, brought into the order of its keys to be compared with what is there.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr};

use super::copies::{execute, number, statement};
use super::keys::{Keys, Of};

/// Keys that are read at once.
const KEYS_AT_ONCE: u32 = 5_000;

/// Of several rows with one key leaves the last one: a directory may have several entries of one login, of which that counts
/// (otobo-behaviour.md 5.4). From then on `staged_of_key` leads to them. It is filled only now, so that putting aside stays
/// cheap.
pub(super) async fn keep_last_ones(db: &DatabaseTransaction, id: i64) -> Result<(), DbErr> {
    execute(db, "DELETE FROM staged_of_key", []).await?;
    let sql = format!(
        "SELECT key, id FROM staged WHERE copy = ? AND id > ? ORDER BY id LIMIT {KEYS_AT_ONCE}"
    );
    let mut keys = Keys::new(db, Of::Staged);
    let (mut behind, mut count) = (i64::MIN, 0);
    loop {
        let rows = statement(&sql, [id.into(), behind.into()]);
        let rows = db.query_all_raw(rows).await?;
        let some = rows
            .iter()
            .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
        let some: Vec<(String, i64)> = some.collect::<Result<_, DbErr>>()?;
        let Some((_, last)) = some.last() else {
            break;
        };
        behind = *last;
        count += some.len();
        keys.add(some).await?;
    }
    keys.finish().await?;
    let different = number(db, "SELECT COUNT(*) FROM staged_of_key", []).await?;
    if count == different as usize {
        return Ok(());
    }
    let earlier = "DELETE FROM staged WHERE copy = ? AND NOT EXISTS \
                   (SELECT 1 FROM staged_of_key AS k WHERE k.key = staged.key AND k.staged = staged.id)";
    execute(db, earlier, [id.into()]).await.map(drop)
}

/// Takes away what was put aside.
pub(super) async fn empty(db: &DatabaseTransaction, id: i64) -> Result<(), DbErr> {
    execute(db, "DELETE FROM staged_of_key", []).await?;
    let others = "SELECT COALESCE(SUM(staged), 0) FROM copy WHERE id <> ?";
    if number(db, others, [id.into()]).await? == 0 {
        // A whole table goes in no time
        execute(db, "DELETE FROM staged", []).await.map(drop)
    } else {
        let sql = "DELETE FROM staged WHERE copy = ?";
        execute(db, sql, [id.into()]).await.map(drop)
    }
}
