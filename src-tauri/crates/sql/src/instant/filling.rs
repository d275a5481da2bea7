//! The index made from its beginning, or from where that was left: some thousand rows at a time, in the order of names.
//! So numbers ascend, and each term finds its rows close to each other.

use deskbook_index::instant::numbers::GAP;
use sea_orm::{DatabaseTransaction, DbErr, QueryResult, Value};

use super::InstantIndex;
use super::index::{Extent, Mark};
use crate::indexing::{Subject, merge_parts};
use crate::statement::{execute, one, rows};

/// The gap between two rows of a list that is too long to be taken in at once. Who comes later finds room near by, since there
/// is some everywhere, and a wider gap makes terms heavier: they are kept as distances of numbers.
const GAP_OF_MANY: i64 = 4;

/// So many rows of the list are held with their texts at a time: those of a whole transaction would take memory that the
/// process keeps.
const ROWS_IN_MEMORY: u32 = 500;

/// So many bytes of terms are held before they are written. SQLite holds several times as much for them, and the process
/// keeps what was held once.
const TERMS_IN_MEMORY: i64 = 2 << 20;

/// Columns before the texts.
const BEFORE_TEXTS: usize = 4;

impl InstantIndex {
    /// Takes in up to `most` rows; tells whether all are in it.
    pub(crate) async fn go_on(
        &self,
        transaction: &DatabaseTransaction,
        most: u32,
    ) -> Result<bool, DbErr> {
        let mark = match self.extent(transaction).await? {
            Extent::Complete => return Ok(true),
            Extent::Nothing => None,
            Extent::UpTo(mark) => Some(mark),
        };
        let has_parts = mark.is_some();
        let gap = if !has_parts && self.subject().lists_fewer(transaction, most).await? {
            GAP
        } else {
            GAP_OF_MANY
        };
        let Subject {
            numbers,
            name,
            terms,
            ..
        } = self.subject();
        if !has_parts {
            let small = format!("INSERT INTO {terms} ({terms}, rank) VALUES ('hashsize', ?)");
            execute(transaction, &small, [TERMS_IN_MEMORY.into()]).await?;
        }
        let last = format!(
            "SELECT coalesce((SELECT max(number) FROM {numbers}), behind) \
             FROM deskbook_instant_state WHERE subject = ?"
        );
        let last: Option<i64> = one(transaction, &last, [(*name).into()]).await?;
        let mut last = last.unwrap_or_default();
        let (mut mark, mut left) = (mark, most);
        let is_complete = loop {
            let wanted = left.min(ROWS_IN_MEMORY);
            let read = self.listed(transaction, mark.as_ref(), wanted).await?;
            self.take_in(transaction, &read, &mut last, gap).await?;
            if let Some(row) = read.last() {
                mark = Some(mark_of(row)?);
            }
            if read.len() < wanted as usize {
                break true;
            }
            left -= wanted;
            if left == 0 {
                break false;
            }
        };
        if is_complete && has_parts {
            // One part is asked far faster than many. Done afterwards it might be cut short, and never done again
            merge_parts(transaction, terms).await?;
        }
        let (sort_key, id) = mark.map(|mark| (mark.sort_key, mark.id)).unzip();
        let note = "UPDATE deskbook_instant_state SET sort_key = ?, id = ?, is_complete = ? \
                    WHERE subject = ?";
        let values = [
            sort_key.into(),
            id.into(),
            is_complete.into(),
            (*name).into(),
        ];
        execute(transaction, note, values).await?;
        Ok(is_complete)
    }

    /// Numbers rows of the list behind the last number, and takes them in.
    async fn take_in(
        &self,
        transaction: &DatabaseTransaction,
        read: &[QueryResult],
        last: &mut i64,
        gap: i64,
    ) -> Result<(), DbErr> {
        let (mut numbered, mut documents) = (Vec::new(), Vec::new());
        for row in read {
            // Who is gone from the table is pending, and leaves the list soon
            if row.try_get_by_index::<bool>(3)? {
                *last += gap;
                numbered.push((*last, self.row(row)?));
                let texts = self.layout.read(row, BEFORE_TEXTS)?;
                documents.push((*last, self.document(&texts)));
            }
        }
        self.number(transaction, &numbered).await?;
        self.put(transaction, &documents).await
    }

    /// Rows of the list behind a mark: what leads to the table's row, place, whether that is there, texts.
    async fn listed(
        &self,
        transaction: &DatabaseTransaction,
        behind: Option<&Mark>,
        most: u32,
    ) -> Result<Vec<QueryResult>, DbErr> {
        let Subject {
            list, table, row, ..
        } = self.subject();
        let texts = self.layout.texts();
        let (behind, mut values) = match behind {
            None => ("TRUE", Vec::new()),
            Some(mark) => (
                "(l.sort_key, l.id) > (?, ?)",
                vec![mark.sort_key.as_str().into(), mark.id.into()],
            ),
        };
        values.push(most.into());
        let sql = format!(
            "SELECT l.{row}, l.sort_key, l.id, t.{row} IS NOT NULL, {texts} FROM \
             (SELECT * FROM {list} AS l WHERE {behind} ORDER BY l.sort_key, l.id LIMIT ?) AS l \
             LEFT JOIN {table} AS t ON t.{row} = l.{row} ORDER BY l.sort_key, l.id"
        );
        rows(transaction, &sql, values).await
    }

    /// What leads to a row of the table.
    pub(super) fn row(&self, row: &QueryResult) -> Result<Value, DbErr> {
        if self.subject().row == "id" {
            Ok(row.try_get_by_index::<i64>(0)?.into())
        } else {
            Ok(row.try_get_by_index::<String>(0)?.into())
        }
    }
}

fn mark_of(row: &QueryResult) -> Result<Mark, DbErr> {
    Ok(Mark {
        sort_key: row.try_get_by_index(1)?,
        id: row.try_get_by_index(2)?,
    })
}
