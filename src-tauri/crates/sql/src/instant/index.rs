//! The terms of the rows, kept in the transactions that change them.
//!
//! The index has the rows of the list up to its mark, which moves in the order of names until all are in it.

use deskbook_domain::instant::Region;
use deskbook_index::instant::{VERSION, document_of};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value};

use super::frequencies::Frequencies;
use super::layout::{Layout, Texts};
use crate::indexing::Subject;
use crate::map_query::MapQuery;
use crate::statement::{execute, one, rows};

/// As many documents are written by one statement.
const DOCUMENTS_PER_STATEMENT: usize = 500;

/// The index of one subject.
#[derive(Clone, Debug)]
pub(crate) struct InstantIndex {
    pub(super) layout: Layout,
    pub(super) frequencies: Frequencies,
    region: Region,
}

/// How far an index is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Nothing is in it.
    Nothing,
    /// The rows up to this one of the list are in it.
    UpTo(Mark),
    /// All are in it.
    Complete,
}

/// A place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) sort_key: String,
    pub(super) id: i64,
}

impl InstantIndex {
    pub(crate) fn new(subject: &'static Subject, map: &MapQuery, region: Region) -> Self {
        Self {
            layout: Layout::new(subject, map),
            frequencies: Frequencies::default(),
            region,
        }
    }

    pub(crate) fn region(&self) -> Region {
        self.region
    }

    pub(super) fn subject(&self) -> &'static Subject {
        self.layout.subject
    }

    /// Empties the index if it was made by another version, for another region or for other fields.
    pub(crate) async fn start_over_if_changed(
        &self,
        transaction: &DatabaseTransaction,
    ) -> Result<(), DbErr> {
        let made_for = "SELECT fingerprint FROM deskbook_instant_state WHERE subject = ?";
        let made_for: Option<String> =
            one(transaction, made_for, [self.subject().name.into()]).await?;
        if made_for.is_some_and(|made_for| made_for == self.fingerprint()) {
            return Ok(());
        }
        self.start_over(transaction).await
    }

    /// Empties the index if so much is pending that numbers in the order of names would not be left.
    pub(crate) async fn start_over_if_outgrown(
        &self,
        transaction: &DatabaseTransaction,
    ) -> Result<(), DbErr> {
        let Subject {
            pending, numbers, ..
        } = self.subject();
        let sql = format!(
            "SELECT (SELECT count(*) FROM {pending}) * 2 > (SELECT count(*) FROM {numbers})"
        );
        let is_outgrown: Option<bool> = one(transaction, &sql, []).await?;
        if is_outgrown.unwrap_or_default() {
            self.start_over(transaction).await?;
        }
        Ok(())
    }

    async fn start_over(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        let Subject {
            name,
            terms,
            numbers,
            ..
        } = self.subject();
        let note = format!(
            "REPLACE INTO deskbook_instant_state (subject, fingerprint, behind) \
             SELECT ?1, ?2, coalesce((SELECT max(number) FROM {numbers}), \
             (SELECT behind FROM deskbook_instant_state WHERE subject = ?1), 0)"
        );
        let values = [(*name).into(), self.fingerprint().into()];
        execute(transaction, &note, values).await?;
        let empty = format!("INSERT INTO {terms} ({terms}) VALUES ('delete-all')");
        execute(transaction, &empty, []).await?;
        let forget = format!("DELETE FROM {numbers}");
        execute(transaction, &forget, []).await.map(drop)
    }

    fn fingerprint(&self) -> String {
        format!("{VERSION} {:?} {}", self.region, self.layout.described())
    }

    /// How far it is.
    pub(super) async fn extent(&self, db: &impl ConnectionTrait) -> Result<Extent, DbErr> {
        let sql = "SELECT is_complete, sort_key, id FROM deskbook_instant_state WHERE subject = ?";
        let found = rows(db, sql, [self.subject().name.into()]).await?;
        let Some(row) = found.first() else {
            return Ok(Extent::Nothing);
        };
        if row.try_get_by_index(0)? {
            return Ok(Extent::Complete);
        }
        let sort_key: Option<String> = row.try_get_by_index(1)?;
        let id: Option<i64> = row.try_get_by_index(2)?;
        let mark = sort_key.zip(id);
        Ok(mark.map_or(Extent::Nothing, |(sort_key, id)| {
            Extent::UpTo(Mark { sort_key, id })
        }))
    }

    /// Whether all rows of the list are in it.
    pub(crate) async fn is_complete(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        Ok(self.extent(db).await? == Extent::Complete)
    }

    /// Whether all rows of the table are in it as they are.
    pub(super) async fn is_in_step(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        let Subject { name, pending, .. } = self.subject();
        let sql = format!(
            "SELECT is_complete AND NOT EXISTS (SELECT 1 FROM {pending}) \
             FROM deskbook_instant_state WHERE subject = ?"
        );
        let is_in_step = one(db, &sql, [(*name).into()]).await?;
        Ok(is_in_step.unwrap_or_default())
    }

    pub(super) fn document(&self, Texts { key, values }: &Texts) -> String {
        document_of(&self.layout.fields, values, key, self.region)
    }

    /// Puts documents under these numbers, in the place of those that are there.
    pub(super) async fn put(
        &self,
        transaction: &DatabaseTransaction,
        documents: &[(i64, String)],
    ) -> Result<(), DbErr> {
        let terms = self.subject().terms;
        for some in documents.chunks(DOCUMENTS_PER_STATEMENT) {
            let places = vec!["(?, ?)"; some.len()].join(", ");
            let sql = format!("REPLACE INTO {terms} (rowid, terms) VALUES {places}");
            let values = some
                .iter()
                .flat_map(|(number, text)| [(*number).into(), text.as_str().into()]);
            execute(transaction, &sql, values).await?;
        }
        Ok(())
    }

    /// Puts rows that have numbers into the table of numbers.
    pub(super) async fn number(
        &self,
        transaction: &DatabaseTransaction,
        numbered: &[(i64, Value)],
    ) -> Result<(), DbErr> {
        let Subject { numbers, row, .. } = self.subject();
        for some in numbered.chunks(DOCUMENTS_PER_STATEMENT) {
            let places = vec!["(?, ?)"; some.len()].join(", ");
            let sql = format!("INSERT INTO {numbers} (number, {row}) VALUES {places}");
            let values = some
                .iter()
                .flat_map(|(number, row)| [(*number).into(), row.clone()]);
            execute(transaction, &sql, values).await?;
        }
        Ok(())
    }
}
