//! From what was put aside to what is in use: the differences only, all at once.

use chrono::{DateTime, Utc};
use deskbook_core::mirror::{Cut, Deletions, Merged, allows};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::SourceId;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::add::Adding;
use super::content::written_cut;
use super::copies::{self, Copy, execute, number};
use super::index;

/// How much was read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whole {
    /// All that the source has.
    Complete(DateTime<Utc>, Deletions),
    /// Less.
    Cut(Cut),
}

/// The copy that is brought up to date.
pub(super) struct Merging<'a> {
    pub(super) db: &'a DatabaseTransaction,
    pub(super) source: SourceId,
    pub(super) region: Region,
}

impl Merging<'_> {
    pub(super) async fn merge(&self, whole: Whole) -> Result<Merged, DbErr> {
        let db = self.db;
        let Copy { id, fields } = copies::copy(db, self.source).await?;
        // Only now, so that putting aside stays cheap; it goes with what it is for
        execute(db, "CREATE INDEX staged_key ON staged (copy, key)", []).await?;
        // A directory may have several entries of one login: the last one counts (otobo-behaviour.md 5.4)
        let once = "DELETE FROM staged WHERE copy = ?1 AND id NOT IN \
                    (SELECT MAX(id) FROM staged WHERE copy = ?1 GROUP BY key) AND EXISTS \
                    (SELECT 1 FROM staged WHERE copy = ?1 GROUP BY key HAVING COUNT(*) > 1)";
        execute(db, once, [id.into()]).await?;
        let changed = self.change(id, &fields).await?;
        let back = "UPDATE record SET gone = FALSE FROM staged AS s \
                    WHERE s.copy = ?1 AND record.copy = ?1 AND record.key = s.key AND record.gone";
        execute(db, back, [id.into()]).await?;
        let adding = Adding {
            db,
            copy: id,
            subject: self.source.subject(),
            fields: &fields,
            region: self.region,
        };
        let added = adding.add().await?;
        let mut merged = Merged {
            added,
            changed,
            ..Merged::default()
        };
        if let Whole::Complete(_, deletions) = whole {
            take_away(db, self.source, id, deletions, &mut merged).await?;
        }
        execute(db, "DROP INDEX staged_key", []).await?;
        execute(db, "DELETE FROM staged WHERE copy = ?", [id.into()]).await?;
        note(db, id, whole).await?;
        index::tidy(db, self.source.subject(), added + changed).await?;
        Ok(merged)
    }

    /// Takes over what is otherwise than before.
    async fn change(&self, id: i64, fields: &[Var]) -> Result<u32, DbErr> {
        let db = self.db;
        let otherwise = "record.copy = ?1 AND s.copy = ?1 AND record.key = s.key AND \
                         (record.content <> s.content OR record.valid_id <> s.valid_id)";
        index::begin_touching(db).await?;
        let touch = format!(
            "INSERT INTO touched SELECT record.id FROM staged AS s, record WHERE {otherwise}"
        );
        let changed = execute(db, &touch, [id.into()]).await?;
        if changed > 0 {
            let take_over = format!(
                "UPDATE record SET valid_id = s.valid_id, content = s.content FROM staged AS s \
                 WHERE {otherwise}"
            );
            execute(db, &take_over, [id.into()]).await?;
            index::put_touched(db, self.source.subject(), fields, self.region).await?;
        }
        index::end_touching(db).await?;
        Ok(changed)
    }
}

/// What the source has no more goes, or is noted until the user says yes.
async fn take_away(
    db: &DatabaseTransaction,
    source: SourceId,
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
        merged.removed = remove(db, source, id).await?;
    } else {
        merged.held_back = gone;
    }
    Ok(())
}

async fn remove(db: &impl ConnectionTrait, source: SourceId, id: i64) -> Result<u32, DbErr> {
    index::take_out(db, source.subject(), "copy = ? AND gone", id).await?;
    let sql = "DELETE FROM record WHERE copy = ? AND gone";
    execute(db, sql, [id.into()]).await
}

async fn note(db: &DatabaseTransaction, id: i64, whole: Whole) -> Result<(), DbErr> {
    let sql =
        "UPDATE copy SET complete_at = ?, cut = ?, stale_since = NULL, mark = NULL WHERE id = ?";
    let (at, cut) = match whole {
        Whole::Complete(at, _) => (Some(at), None),
        Whole::Cut(cut) => (None, Some(written_cut(cut))),
    };
    execute(db, sql, [at.into(), cut.into(), id.into()]).await?;
    copies::count(db, id).await
}

/// The user said yes.
pub(super) async fn remove_held_back(
    db: &impl ConnectionTrait,
    source: SourceId,
) -> Result<u32, DbErr> {
    let Some(id) = copies::copy_of(db, source).await? else {
        return Ok(0);
    };
    let removed = remove(db, source, id).await?;
    copies::count(db, id).await?;
    Ok(removed)
}
