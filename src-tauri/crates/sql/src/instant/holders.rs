//! Who may have a login or an e-mail address, in any case: the index of instant search has a term for each.

use std::collections::BTreeSet;

use deskbook_domain::ids::Identifier;
use deskbook_index::instant::holders;
use sea_orm::{ConnectionTrait, DbErr, Value};

use super::InstantIndex;
use crate::indexing::Subject;
use crate::statement::{as_text, rows};

impl InstantIndex {
    /// The `id`s of rows that may have this text, in lower case, in one of these columns. There may be too many of them, never
    /// too few. Rows that are pending, and all as long as the index cannot tell, are those with a text as long as this one:
    /// lower case never changes the number of characters.
    pub(crate) async fn holders(
        &self,
        db: &impl ConnectionTrait,
        columns: &[Identifier],
        folded: &str,
    ) -> Result<BTreeSet<i32>, DbErr> {
        let Subject {
            name,
            table,
            pending,
            terms,
            numbers,
            ..
        } = self.subject();
        // Where SQLite's own length ends, too
        let before_nul = folded.split('\0').next().unwrap_or_default();
        let length = before_nul.chars().count();
        let as_long = columns
            .iter()
            .map(|column| format!("length({}) = {length}", as_text(column)));
        let as_long = as_long.collect::<Vec<_>>().join(" OR ");
        if as_long.is_empty() {
            return Ok(BTreeSet::new());
        }
        let has_terms = columns.iter().all(|it| self.layout.has_identities_of(it));
        let (sql, values) = if has_terms && !folded.is_empty() {
            // In one statement: between two of them the index might be begun anew
            let sql = format!(
                "SELECT n.id FROM {terms} AS x CROSS JOIN {numbers} AS n ON n.number = x.rowid \
                 WHERE {terms} MATCH ?1 \
                 UNION SELECT t.id FROM {pending} AS p CROSS JOIN {table} AS t ON t.id = p.id \
                 WHERE {as_long} \
                 UNION SELECT t.id FROM deskbook_instant_state AS s CROSS JOIN {table} AS t \
                 WHERE s.subject = ?2 AND NOT s.is_complete AND ({as_long})"
            );
            let question = holders(folded).to_string();
            (sql, vec![question.into(), Value::from(*name)])
        } else {
            let sql = format!("SELECT t.id FROM {table} AS t WHERE {as_long}");
            (sql, Vec::new())
        };
        let rows = rows(db, &sql, values).await?;
        rows.iter().map(|row| row.try_get_by_index(0)).collect()
    }
}
