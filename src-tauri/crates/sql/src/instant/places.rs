//! Rows that have changed, in the index again: under their number while it is where their names belong, else under
//! another one.

use std::collections::BTreeSet;

use deskbook_index::instant::numbers::GAP;
use sea_orm::{DatabaseTransaction, DbErr, QueryResult, Value};

use super::InstantIndex;
use super::index::Extent;
use crate::indexing::Subject;
use crate::statement::{execute, json_numbers, one, rows};

/// Columns before the texts.
const BEFORE_TEXTS: usize = 6;

/// A row as it has to be in the index.
struct Changed {
    row: Value,
    sort_key: String,
    id: i64,
    /// Its number, if that can stay.
    number: Option<i64>,
    document: String,
}

impl InstantIndex {
    /// Follows the list in these rows, which it has anew. They are a JSON list of what leads to the table's rows.
    pub(crate) async fn follow(
        &self,
        transaction: &DatabaseTransaction,
        changed: &Value,
    ) -> Result<(), DbErr> {
        let within = self.extent(transaction).await?;
        if within == Extent::Nothing {
            return Ok(());
        }
        let rows = self.changed(transaction, within, changed).await?;
        let kept: BTreeSet<_> = rows.iter().filter_map(|row| row.number).collect();
        self.take_out(transaction, changed, &kept).await?;
        let mut documents = Vec::with_capacity(rows.len());
        for Changed {
            row,
            sort_key,
            id,
            number,
            document,
        } in rows
        {
            let number = match number {
                Some(number) => number,
                None => self.give_number(transaction, row, sort_key, id).await?,
            };
            documents.push((number, document));
        }
        self.put(transaction, &documents).await
    }

    /// Those that belong into the index, in the order of names.
    async fn changed(
        &self,
        transaction: &DatabaseTransaction,
        within: Extent,
        changed: &Value,
    ) -> Result<Vec<Changed>, DbErr> {
        let Subject {
            list,
            table,
            numbers,
            row,
            ..
        } = self.subject();
        let texts = self.layout.texts();
        let mut values = vec![changed.clone()];
        let within = match within {
            Extent::UpTo(mark) => {
                values.extend([mark.sort_key.into(), mark.id.into()]);
                "(l.sort_key, l.id) <= (?, ?)"
            }
            Extent::Nothing | Extent::Complete => "TRUE",
        };
        let beside = |is: &str, order: &str| {
            format!(
                "(SELECT (SELECT number FROM {numbers} WHERE {row} = p.{row}) FROM {list} AS p \
                 WHERE (p.sort_key, p.id) {is} (l.sort_key, l.id) \
                 ORDER BY p.sort_key {order}, p.id {order} LIMIT 1)"
            )
        };
        let (before, after) = (beside("<", "DESC"), beside(">", "ASC"));
        let sql = format!(
            "SELECT l.{row}, l.sort_key, l.id, n.number, {before}, {after}, {texts} \
             FROM json_each(?) AS changed CROSS JOIN {list} AS l ON l.{row} = changed.value \
             JOIN {table} AS t ON t.{row} = l.{row} \
             LEFT JOIN {numbers} AS n ON n.{row} = l.{row} \
             WHERE {within} ORDER BY l.sort_key, l.id"
        );
        let rows = rows(transaction, &sql, values).await?;
        rows.iter().map(|row| self.read_changed(row)).collect()
    }

    fn read_changed(&self, row: &QueryResult) -> Result<Changed, DbErr> {
        let number: Option<i64> = row.try_get_by_index(3)?;
        let before: Option<i64> = row.try_get_by_index(4)?;
        let after: Option<i64> = row.try_get_by_index(5)?;
        let is_in_place = |number: &i64| {
            before.is_none_or(|before| before < *number)
                && after.is_none_or(|after| *number < after)
        };
        let texts = self.layout.read(row, BEFORE_TEXTS)?;
        Ok(Changed {
            row: self.row(row)?,
            sort_key: row.try_get_by_index(1)?,
            id: row.try_get_by_index(2)?,
            number: number.filter(is_in_place),
            document: self.document(&texts),
        })
    }

    /// Takes rows out of the index, but those whose numbers are kept.
    async fn take_out(
        &self,
        transaction: &DatabaseTransaction,
        changed: &Value,
        kept: &BTreeSet<i64>,
    ) -> Result<(), DbErr> {
        let Subject {
            numbers,
            terms,
            row,
            ..
        } = self.subject();
        let kept = json_numbers(kept);
        let gone = format!(
            "SELECT number FROM {numbers} WHERE {row} IN (SELECT value FROM json_each(?)) \
             AND number NOT IN (SELECT value FROM json_each(?))"
        );
        for (from, number) in [(terms, "rowid"), (numbers, "number")] {
            let sql = format!("DELETE FROM {from} WHERE {number} IN ({gone})");
            execute(transaction, &sql, [changed.clone(), kept.clone()]).await?;
        }
        Ok(())
    }

    /// Gives a row a number about where its name belongs: in the middle behind the row before it, or the next free
    /// one where there is no room.
    async fn give_number(
        &self,
        transaction: &DatabaseTransaction,
        row: Value,
        sort_key: String,
        id: i64,
    ) -> Result<i64, DbErr> {
        let Subject {
            list,
            numbers,
            row: to_row,
            ..
        } = self.subject();
        let before = format!(
            "SELECT n.number FROM {list} AS p CROSS JOIN {numbers} AS n ON n.{to_row} = p.{to_row} \
             WHERE (p.sort_key, p.id) < (?, ?) ORDER BY p.sort_key DESC, p.id DESC LIMIT 1"
        );
        let before: Option<i64> = one(transaction, &before, [sort_key.into(), id.into()]).await?;
        let next = format!("SELECT number FROM {numbers} WHERE number > ? ORDER BY number LIMIT 1");
        let next: Option<i64> =
            one(transaction, &next, [before.unwrap_or(i64::MIN).into()]).await?;
        let number = match (before, next) {
            (None, None) => GAP,
            (None, Some(next)) => next - GAP,
            (Some(before), None) => before + GAP,
            (Some(before), Some(next)) if next - before > 1 => before + (next - before) / 2,
            (Some(before), Some(_)) => {
                let free = format!(
                    "SELECT number + 1 FROM {numbers} AS n WHERE number >= ? AND NOT EXISTS \
                     (SELECT 1 FROM {numbers} WHERE number = n.number + 1) ORDER BY number LIMIT 1"
                );
                let free: Option<i64> = one(transaction, &free, [before.into()]).await?;
                free.unwrap_or(before + GAP)
            }
        };
        self.number(transaction, &[(number, row)]).await?;
        Ok(number)
    }
}
