//! From what was put aside to what is in use: the differences only, all at once.

use chrono::{DateTime, Utc};
use deskbook_core::mirror::{Cut, Deletions, Merged, allows};
use deskbook_domain::source::SourceId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::content::written_cut;
use super::copies::{copy_of, execute, number};

/// How much was read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whole {
    /// All that the source has.
    Complete(DateTime<Utc>, Deletions),
    /// Less.
    Cut(Cut),
}

pub(super) async fn merge(
    db: &DatabaseTransaction,
    source: SourceId,
    whole: Whole,
) -> Result<Merged, DbErr> {
    let id = copy_of(db, source).await?;
    let id = id.ok_or_else(|| DbErr::RecordNotFound(source.to_string()))?;
    // Only now, so that putting aside stays cheap; it goes with what it is for
    execute(db, "CREATE INDEX staged_key ON staged (copy, key)", []).await?;
    // A directory may have several entries of one login: the last one counts (otobo-behaviour.md 5.4)
    let once = "DELETE FROM staged WHERE copy = ?1 AND id NOT IN \
                (SELECT MAX(id) FROM staged WHERE copy = ?1 GROUP BY key) AND EXISTS \
                (SELECT 1 FROM staged WHERE copy = ?1 GROUP BY key HAVING COUNT(*) > 1)";
    execute(db, once, [id.into()]).await?;
    let changed = "UPDATE record SET valid_id = s.valid_id, content = s.content FROM staged AS s \
                   WHERE s.copy = ?1 AND record.copy = ?1 AND record.key = s.key AND \
                   (record.content <> s.content OR record.valid_id <> s.valid_id)";
    let changed = execute(db, changed, [id.into()]).await?;
    let back = "UPDATE record SET gone = FALSE FROM staged AS s \
                WHERE s.copy = ?1 AND record.copy = ?1 AND record.key = s.key AND record.gone";
    execute(db, back, [id.into()]).await?;
    let added = "INSERT INTO record (copy, key, valid_id, content) \
                 SELECT s.copy, s.key, s.valid_id, s.content FROM staged AS s WHERE s.copy = ?1 \
                 AND NOT EXISTS (SELECT 1 FROM record AS r WHERE r.copy = ?1 AND r.key = s.key)";
    let added = execute(db, added, [id.into()]).await?;
    let mut merged = Merged {
        added,
        changed,
        ..Merged::default()
    };
    if let Whole::Complete(_, deletions) = whole {
        take_away(db, id, deletions, &mut merged).await?;
    }
    execute(db, "DROP INDEX staged_key", []).await?;
    execute(db, "DELETE FROM staged WHERE copy = ?", [id.into()]).await?;
    note(db, id, whole).await?;
    Ok(merged)
}

/// What the source has no more goes, or is noted until the user says yes.
async fn take_away(
    db: &DatabaseTransaction,
    id: i64,
    deletions: Deletions,
    merged: &mut Merged,
) -> Result<(), DbErr> {
    let count = "SELECT COUNT(*) FROM record WHERE copy = ?";
    let before = number(db, count, [id.into()])
        .await?
        .saturating_sub(merged.added);
    let note = "UPDATE record SET gone = TRUE WHERE copy = ?1 AND NOT EXISTS \
                (SELECT 1 FROM staged AS s WHERE s.copy = ?1 AND s.key = record.key)";
    let gone = execute(db, note, [id.into()]).await?;
    if allows(gone, before, deletions) {
        merged.removed = remove(db, id).await?;
    } else {
        merged.held_back = gone;
    }
    Ok(())
}

async fn remove(db: &impl ConnectionTrait, id: i64) -> Result<u32, DbErr> {
    execute(
        db,
        "DELETE FROM record WHERE copy = ? AND gone",
        [id.into()],
    )
    .await
}

async fn note(db: &DatabaseTransaction, id: i64, whole: Whole) -> Result<(), DbErr> {
    let sql =
        "UPDATE copy SET complete_at = ?, cut = ?, stale_since = NULL, mark = NULL WHERE id = ?";
    let (at, cut) = match whole {
        Whole::Complete(at, _) => (Some(at), None),
        Whole::Cut(cut) => (None, Some(written_cut(cut))),
    };
    execute(db, sql, [at.into(), cut.into(), id.into()]).await?;
    Ok(())
}

/// The user said yes.
pub(super) async fn remove_held_back(
    db: &impl ConnectionTrait,
    source: SourceId,
) -> Result<u32, DbErr> {
    match copy_of(db, source).await? {
        Some(id) => remove(db, id).await,
        None => Ok(0),
    }
}
