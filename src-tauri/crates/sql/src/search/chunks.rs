//! Reads rows of a search in chunks, each chunk one row of SQL.
//!
//! Handing a row from SQLite to Rust costs more than finding it. So SQLite packs the rows of a chunk
//! into one text. Chunks also are where a search can be ended.

use deskbook_core::query::ValidityFilter;
use deskbook_domain::ids::Identifier;
use sea_orm::{DbErr, Value};

use crate::connections::Searching;
use crate::indexing::Subject;
use crate::statement::{as_text, json_numbers, one, rows, unpacked};

/// Which rows of which table take part, and what of them is compared.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    subject: &'static Subject,
    searched: Vec<Identifier>,
    /// The column of the validity, if only valid rows take part.
    valid: Option<Identifier>,
}

impl Scope {
    /// A source without a validity column takes everybody for valid (C20).
    pub(crate) fn new(
        subject: &'static Subject,
        searched: &[Identifier],
        valid: Option<&Identifier>,
        validity: ValidityFilter,
    ) -> Self {
        let valid = match validity {
            ValidityFilter::ValidOnly => valid.cloned(),
            ValidityFilter::All => None,
        };
        Self {
            subject,
            searched: searched.to_vec(),
            valid,
        }
    }
}

/// A row's number and the values that are compared.
pub(super) type Row = (i32, Vec<Option<String>>);

/// Some rows out of many.
pub(super) struct Chunk<T> {
    pub(super) rows: Vec<T>,
    /// Where the next chunk begins; `None` behind the last one.
    pub(super) next: Option<i32>,
}

/// One search's view of the file.
pub(super) struct Reader<'s> {
    scope: &'s Scope,
    transaction: Searching,
    valid_id: Option<i32>,
    has_pending: bool,
}

impl<'s> Reader<'s> {
    pub(super) async fn new(scope: &'s Scope, transaction: Searching) -> Result<Self, DbErr> {
        let state = format!(
            "SELECT EXISTS (SELECT 1 FROM {}), (SELECT id FROM valid WHERE name = 'valid')",
            scope.subject.pending
        );
        let rows = rows(&*transaction, &state, []).await?;
        let (has_pending, valid_id) = match rows.first() {
            Some(row) => (
                row.try_get_by_index(0)?,
                row.try_get_by_index::<Option<i32>>(1)?,
            ),
            None => (false, None),
        };
        // C4. If there is no such row, nobody is valid
        let valid_id = scope.valid.as_ref().map(|_| valid_id.unwrap_or_default());
        Ok(Self {
            scope,
            transaction,
            valid_id,
            has_pending,
        })
    }

    /// Rows that have changed since they were indexed: the index says nothing about them.
    pub(super) fn has_pending(&self) -> bool {
        self.has_pending
    }

    /// Numbers in the order of names.
    pub(super) async fn listed(&self, after: Option<i32>, size: u32) -> Result<Chunk<i32>, DbErr> {
        let Subject { list, .. } = self.scope.subject;
        let (behind, mut values) = self.behind(after);
        let (valid, pending) = (self.valid_in("l"), self.not_pending("l"));
        let sql = format!(
            "SELECT group_concat(id) FROM (SELECT l.id FROM {list} l \
             WHERE {valid} AND {pending} AND {behind} ORDER BY l.sort_key, l.id LIMIT ?)"
        );
        values.push(size.into());
        let packed: Option<String> = one(&*self.transaction, &sql, values).await?.flatten();
        let rows = numbers(packed.as_deref().unwrap_or_default());
        let next = rows.last().copied().filter(|_| rows.len() >= size as usize);
        Ok(Chunk { rows, next })
    }

    /// How many stand in the list, and the numbers of the last ones, in the order of names.
    pub(super) async fn end_of_list(&self, size: u32) -> Result<(u32, Vec<i32>), DbErr> {
        let Subject { list, .. } = self.scope.subject;
        let valid = self.valid_in("l");
        // Those that are not valid are few, and have an index of their own
        let invalid = match self.valid_id {
            Some(id) => format!("(SELECT count(*) FROM {list} WHERE valid_id <> {id})"),
            None => "0".to_owned(),
        };
        let sql = format!(
            "SELECT (SELECT count(*) FROM {list}) - {invalid}, (SELECT group_concat(id) FROM \
             (SELECT l.id FROM {list} l WHERE {valid} ORDER BY l.sort_key DESC, l.id DESC LIMIT ?))"
        );
        let rows = rows(&*self.transaction, &sql, [size.into()]).await?;
        let Some(row) = rows.first() else {
            return Ok((0, Vec::new()));
        };
        let packed: Option<String> = row.try_get_by_index(1)?;
        let mut last = numbers(packed.as_deref().unwrap_or_default());
        last.reverse();
        Ok((row.try_get_by_index(0)?, last))
    }

    /// Rows in the order of names.
    pub(super) async fn listed_rows(
        &self,
        after: Option<i32>,
        size: u32,
    ) -> Result<Chunk<Row>, DbErr> {
        let Subject {
            list, table, row, ..
        } = self.scope.subject;
        let (behind, mut values) = self.behind(after);
        let (valid, pending) = (self.valid_in("l"), self.not_pending("l"));
        let packed = self.packed("l.id");
        let sql = format!(
            "SELECT json_group_array({packed}) FROM (SELECT l.id, l.{row} FROM {list} l \
             WHERE {valid} AND {pending} AND {behind} ORDER BY l.sort_key, l.id LIMIT ?) l \
             LEFT JOIN {table} t ON t.{row} = l.{row}"
        );
        values.push(size.into());
        let packed: Option<String> = one(&*self.transaction, &sql, values).await?;
        let rows: Vec<Row> = unpacked(packed)?;
        let next = rows
            .last()
            .map(|(id, _)| *id)
            .filter(|_| rows.len() >= size as usize);
        Ok(Chunk { rows, next })
    }

    /// Numbers that the full-text index gives for a question.
    pub(super) async fn matching(
        &self,
        question: &str,
        after: i32,
        size: u32,
    ) -> Result<Chunk<i32>, DbErr> {
        let Subject { list, .. } = self.scope.subject;
        let (candidates, valid) = (self.full_text(), self.valid_in("l"));
        let pending = self.not_pending("l");
        let sql = format!(
            "SELECT count(*), max(x.id), group_concat(x.id) FILTER (WHERE l.id IS NOT NULL) \
             FROM ({candidates}) x \
             LEFT JOIN {list} l ON l.id = x.id AND {valid} AND {pending}"
        );
        let (packed, next) = self
            .chunk_of_candidates(&sql, question, after, size)
            .await?;
        Ok(Chunk {
            rows: numbers(packed.as_deref().unwrap_or_default()),
            next,
        })
    }

    /// Numbers that the full-text index gives for a question, whether their rows take part or not.
    pub(super) async fn candidates(
        &self,
        question: &str,
        after: i32,
        size: u32,
    ) -> Result<Chunk<i32>, DbErr> {
        let sql = format!("SELECT group_concat(id) FROM ({})", self.full_text());
        let values = [question.into(), after.into(), size.into()];
        let packed: Option<String> = one(&*self.transaction, &sql, values).await?.flatten();
        let rows = numbers(packed.as_deref().unwrap_or_default());
        let next = rows.last().copied().filter(|_| rows.len() >= size as usize);
        Ok(Chunk { rows, next })
    }

    /// The rows of candidates, without those that do not take part.
    pub(super) async fn rows(&self, candidates: &[i32]) -> Result<Vec<Row>, DbErr> {
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let Subject { row, .. } = self.scope.subject;
        let (joined, packed) = (self.joined(), self.packed("x.id"));
        let sql = format!(
            "SELECT json_group_array({packed}) FILTER (WHERE t.{row} IS NOT NULL) \
             FROM (SELECT value AS id FROM json_each(?)) x {joined}"
        );
        let packed = one(&*self.transaction, &sql, [json_numbers(candidates)]).await?;
        unpacked(packed)
    }

    /// Rows that have changed since they were indexed, as they are now. Their numbers must be their
    /// own.
    pub(super) async fn pending_rows(&self, after: i32, size: u32) -> Result<Chunk<Row>, DbErr> {
        let Subject { table, pending, .. } = self.scope.subject;
        let valid = self.valid_row();
        let packed = self.packed("p.id");
        let sql = format!(
            "SELECT count(*), max(p.id), json_group_array({packed}) FILTER (WHERE t.id IS NOT NULL) \
             FROM (SELECT id FROM {pending} WHERE id > ? ORDER BY id LIMIT ?) p \
             LEFT JOIN {table} t ON t.id = p.id AND {valid}"
        );
        let values = [after.into(), size.into()];
        let (packed, next) = self.packed_chunk(&sql, values, size).await?;
        Ok(Chunk {
            rows: unpacked(packed)?,
            next,
        })
    }

    /// The same numbers in the order of names.
    pub(super) async fn by_name(&self, ids: &[i32]) -> Result<Vec<i32>, DbErr> {
        let sql = format!(
            "SELECT group_concat(id) FROM (SELECT id FROM {} \
             WHERE id IN (SELECT value FROM json_each(?)) ORDER BY sort_key, id)",
            self.scope.subject.list
        );
        let packed: Option<String> = one(&*self.transaction, &sql, [json_numbers(ids)])
            .await?
            .flatten();
        Ok(numbers(packed.as_deref().unwrap_or_default()))
    }

    /// One column of these rows.
    pub(super) async fn values(
        &self,
        ids: &[i32],
        column: &Identifier,
    ) -> Result<Vec<(i32, Option<String>)>, DbErr> {
        let Subject {
            list, table, row, ..
        } = self.scope.subject;
        let value = as_text(column);
        // A row that is pending may not have a place in the list yet, but its number is its own
        let sql = if *row == "id" {
            format!(
                "SELECT json_group_array(json_array(t.id, {value})) FROM {table} t \
                 WHERE t.id IN (SELECT value FROM json_each(?))"
            )
        } else {
            format!(
                "SELECT json_group_array(json_array(l.id, {value})) FROM {list} l \
                 JOIN {table} t ON t.{row} = l.{row} \
                 WHERE l.id IN (SELECT value FROM json_each(?))"
            )
        };
        let packed: Option<String> = one(&*self.transaction, &sql, [json_numbers(ids)]).await?;
        unpacked(packed)
    }

    /// A place in the list.
    fn behind(&self, after: Option<i32>) -> (String, Vec<Value>) {
        let Subject { list, .. } = self.scope.subject;
        match after {
            None => ("TRUE".to_owned(), Vec::new()),
            Some(id) => {
                let place = format!("SELECT sort_key, id FROM {list} WHERE id = ?");
                (format!("(l.sort_key, l.id) > ({place})"), vec![id.into()])
            }
        }
    }

    /// Numbers of candidates; parameters are the question, the number before, and how many.
    fn full_text(&self) -> String {
        let Subject { text, .. } = self.scope.subject;
        format!(
            "SELECT rowid AS id FROM {text} WHERE {text} MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?"
        )
    }

    /// Joins the rows behind candidates. Customer users have their numbers themselves.
    fn joined(&self) -> String {
        let Subject {
            list, table, row, ..
        } = self.scope.subject;
        if *row == "id" {
            let (valid, pending) = (self.valid_row(), self.not_pending("t"));
            return format!("LEFT JOIN {table} t ON t.id = x.id AND {valid} AND {pending}");
        }
        let (valid, pending) = (self.valid_in("l"), self.not_pending("l"));
        format!(
            "LEFT JOIN {list} l ON l.id = x.id AND {valid} AND {pending} \
             LEFT JOIN {table} t ON t.{row} = l.{row}"
        )
    }

    async fn chunk_of_candidates(
        &self,
        sql: &str,
        question: &str,
        after: i32,
        size: u32,
    ) -> Result<(Option<String>, Option<i32>), DbErr> {
        let values = [question.into(), after.into(), size.into()];
        self.packed_chunk(sql, values, size).await
    }

    async fn packed_chunk(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
        size: u32,
    ) -> Result<(Option<String>, Option<i32>), DbErr> {
        let rows = rows(&*self.transaction, sql, values).await?;
        let Some(row) = rows.first() else {
            return Ok((None, None));
        };
        let (count, last): (u32, Option<i32>) =
            (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        Ok((row.try_get_by_index(2)?, last.filter(|_| count >= size)))
    }

    fn valid_row(&self) -> String {
        match (&self.scope.valid, self.valid_id) {
            (Some(column), Some(id)) => format!("t.\"{column}\" = {id}"),
            _ => "TRUE".to_owned(),
        }
    }

    fn valid_in(&self, list: &str) -> String {
        match self.valid_id {
            Some(id) => format!("{list}.valid_id = {id}"),
            None => "TRUE".to_owned(),
        }
    }

    fn not_pending(&self, list: &str) -> String {
        let Subject { pending, row, .. } = self.scope.subject;
        if self.has_pending {
            format!("NOT EXISTS (SELECT 1 FROM {pending} p WHERE p.{row} = {list}.{row})")
        } else {
            "TRUE".to_owned()
        }
    }

    fn packed(&self, id: &str) -> String {
        let values = self
            .scope
            .searched
            .iter()
            .map(as_text)
            .collect::<Vec<_>>()
            .join(", ");
        format!("json_array({id}, json_array({values}))")
    }
}

/// Numbers as `group_concat` packs them.
fn numbers(packed: &str) -> Vec<i32> {
    packed
        .split(',')
        .filter_map(|number| number.parse().ok())
        .collect()
}
