//! From what was put aside to what is in use: the differences only, all at once.

use chrono::{DateTime, Utc};
use deskbook_core::mirror::{Cut, Deletions, Merged, allows};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::SourceId;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr};

use super::add::Adding;
use super::aside::{empty, keep_last_ones};
use super::content::written_cut;
use super::copies::{self, Copy, execute, number};
use super::{index, photos};

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
    /// Another connection, to read beside it what was put aside.
    pub(super) aside: &'a DatabaseConnection,
    pub(super) source: SourceId,
    pub(super) region: Region,
}

impl Merging<'_> {
    pub(super) async fn merge(&self, whole: Whole) -> Result<Merged, DbErr> {
        let db = self.db;
        let Copy {
            id,
            fields,
            records: before,
            ..
        } = copies::copy(db, self.source).await?;
        let mut merged = Merged::default();
        let mut back = 0;
        if before > 0 {
            keep_last_ones(db, id).await?;
            merged.changed = self.change(id, &fields).await?;
            back = take_back(db, id).await?;
        }
        let others = "SELECT COALESCE(SUM(records), 0) FROM copy WHERE id <> ?";
        let others = number(db, others, [id.into()]).await?;
        let adding = Adding {
            db,
            aside: self.aside,
            copy: id,
            has_own: before > 0,
            has_others: others > 0,
            subject: self.source.subject(),
            fields: &fields,
            region: self.region,
        };
        merged.added = adding.add().await?;
        let counted =
            "UPDATE copy SET records = records + ?, held_back = held_back - ? WHERE id = ?";
        let values = [merged.added.into(), back.into(), id.into()];
        execute(db, counted, values).await?;
        if let Whole::Complete(_, deletions) = whole
            && before > 0
        {
            take_away(db, self.source, &mut merged, (id, before, deletions)).await?;
        }
        empty(db, id).await?;
        note(db, id, whole).await?;
        index::note_changes(db, merged.added + merged.changed).await?;
        Ok(merged)
    }

    /// Takes over what is otherwise than before.
    async fn change(&self, id: i64, fields: &[Var]) -> Result<u32, DbErr> {
        let db = self.db;
        let otherwise =
            "s.copy = ?1 AND (record.content <> s.content OR record.valid_id <> s.valid_id)";
        index::begin_touching(db).await?;
        let touch = format!(
            "INSERT INTO touched SELECT record.id FROM staged AS s CROSS JOIN record_of_key AS k \
             ON k.key = s.key AND k.copy = ?1 CROSS JOIN record ON record.id = k.record WHERE {otherwise}"
        );
        let changed = execute(db, &touch, [id.into()]).await?;
        if changed > 0 {
            let take_over = "UPDATE record SET valid_id = s.valid_id, content = s.content \
                             FROM staged_of_key AS k CROSS JOIN staged AS s ON s.id = k.staged \
                             WHERE record.id IN (SELECT id FROM touched) AND k.key = record.key";
            execute(db, take_over, []).await?;
            index::put_touched(db, self.source.subject(), fields, self.region).await?;
        }
        index::end_touching(db).await?;
        Ok(changed)
    }
}

/// Records that were gone and are there again; tells how many.
async fn take_back(db: &DatabaseTransaction, id: i64) -> Result<u32, DbErr> {
    let held_back = "SELECT held_back FROM copy WHERE id = ?";
    if number(db, held_back, [id.into()]).await? == 0 {
        return Ok(0);
    }
    let back = "UPDATE record SET gone = FALSE WHERE copy = ?1 AND gone AND EXISTS \
                (SELECT 1 FROM staged_of_key AS s WHERE s.key = record.key)";
    execute(db, back, [id.into()]).await
}

/// What the source has no more goes, or is noted until the user says yes.
async fn take_away(
    db: &DatabaseTransaction,
    source: SourceId,
    merged: &mut Merged,
    (id, before, deletions): (i64, u32, Deletions),
) -> Result<(), DbErr> {
    let note = "UPDATE record SET gone = TRUE WHERE id IN \
                (SELECT k.record FROM record_of_key AS k WHERE k.copy = ?1 AND NOT EXISTS \
                (SELECT 1 FROM staged_of_key AS s WHERE s.key = k.key))";
    let gone = execute(db, note, [id.into()]).await?;
    let counted = "UPDATE copy SET held_back = ? WHERE id = ?";
    execute(db, counted, [gone.into(), id.into()]).await?;
    if allows(gone, before, deletions) {
        merged.removed = remove(db, source, id, gone).await?;
    } else {
        merged.held_back = gone;
    }
    Ok(())
}

/// Takes away what is gone, which is so many.
async fn remove(
    db: &impl ConnectionTrait,
    source: SourceId,
    id: i64,
    gone: u32,
) -> Result<u32, DbErr> {
    if gone == 0 {
        return Ok(0);
    }
    index::take_out(db, source.subject(), "copy = ? AND gone", id).await?;
    photos::take_out_gone(db, id).await?;
    let sql = "DELETE FROM record WHERE copy = ? AND gone";
    let removed = execute(db, sql, [id.into()]).await?;
    let counted = "UPDATE copy SET records = records - ?, held_back = 0 WHERE id = ?";
    execute(db, counted, [removed.into(), id.into()]).await?;
    Ok(removed)
}

async fn note(db: &DatabaseTransaction, id: i64, whole: Whole) -> Result<(), DbErr> {
    let sql = "UPDATE copy SET complete_at = ?, cut = ?, stale_since = NULL, mark = NULL, \
               staged = 0 WHERE id = ?";
    let (at, cut) = match whole {
        Whole::Complete(at, _) => (Some(at), None),
        Whole::Cut(cut) => (None, Some(written_cut(cut))),
    };
    execute(db, sql, [at.into(), cut.into(), id.into()])
        .await
        .map(drop)
}

/// The user said yes.
pub(super) async fn remove_held_back(
    db: &impl ConnectionTrait,
    source: SourceId,
) -> Result<u32, DbErr> {
    let Some(id) = copies::copy_of(db, source).await? else {
        return Ok(0);
    };
    let held_back = "SELECT held_back FROM copy WHERE id = ?";
    let held_back = number(db, held_back, [id.into()]).await?;
    remove(db, source, id, held_back).await
}
