//! Single customers, by ID in any case or by exact name, and what is told about many at once.

use std::collections::{BTreeMap, BTreeSet};

use deskbook_core::customer_back_end::Customer;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::source::CustomerSource;
use deskbook_domain::text::lower;
use deskbook_domain::vars;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, DbErr};

use crate::indexing::{CUSTOMER_USERS, CUSTOMERS, Subject};
use crate::map_query::{MapQuery, column};
use crate::statement::{json_texts, rows};
use crate::stored::{read_changes, select_changes};

/// Looks up customers, inside a transaction or outside.
pub(super) struct Lookup<'l> {
    pub(super) source: &'l CustomerSource,
    pub(super) map: &'l MapQuery,
}

impl Lookup<'_> {
    /// The exact spelling wins; then any, unless the source tells `ACME` from `acme`.
    pub(super) async fn by_id(
        &self,
        db: &impl ConnectionTrait,
        id: &CustomerId,
    ) -> Result<Option<Customer>, DbErr> {
        let key = || column(self.source.key.as_str());
        let exact = self.read(db, key().eq(id.as_str())).await?;
        if exact.is_some() || self.source.case_sensitive {
            return Ok(exact);
        }
        let spellings = spellings(db, &[id]).await?.remove(&lower(id.as_str()));
        self.read(db, key().is_in(spellings.unwrap_or_default()))
            .await
    }

    /// The customer of exactly this name (C74).
    pub(super) async fn by_name(
        &self,
        db: &impl ConnectionTrait,
        name: &str,
    ) -> Result<Option<Customer>, DbErr> {
        match self.source.map.field(vars::CUSTOMER_COMPANY_NAME) {
            Some(field) => self.read(db, column(field.storage.as_str()).eq(name)).await,
            None => Ok(None),
        }
    }

    async fn read(
        &self,
        db: &impl ConnectionTrait,
        condition: Expr,
    ) -> Result<Option<Customer>, DbErr> {
        let mut select = self.map.select();
        if !self.source.foreign {
            select_changes(&mut select);
        }
        select.and_where(condition).limit(1);
        let Some(row) = db.query_one(&select).await? else {
            return Ok(None);
        };
        let mapped = self.map.read(&row)?;
        Ok(Some(Customer {
            source: self.source.id,
            id: mapped.key.into(),
            record: mapped.record,
            validity: mapped.validity,
            // A foreign table does not tell (C8)
            changes: if self.source.foreign {
                None
            } else {
                Some(read_changes(&row, self.map.width())?)
            },
            copied: None,
        }))
    }
}

/// Whether there is a customer of this ID, in any case.
pub(crate) async fn is_there(db: &impl ConnectionTrait, id: &CustomerId) -> Result<bool, DbErr> {
    Ok(!spellings(db, &[id]).await?.is_empty())
}

/// The names of those that are there, by the ID as asked. The exact spelling wins.
pub(super) async fn names(
    lookup: &Lookup<'_>,
    db: &impl ConnectionTrait,
    ids: &[CustomerId],
) -> Result<BTreeMap<CustomerId, String>, DbErr> {
    let Some(name) = lookup.source.map.field(vars::CUSTOMER_COMPANY_NAME) else {
        return Ok(BTreeMap::new());
    };
    let spellings = spellings(db, &ids.iter().collect::<Vec<_>>()).await?;
    let mut select = lookup.map.select();
    let stored = spellings.values().flatten().cloned();
    select.and_where(column(lookup.source.key.as_str()).is_in(stored));
    let mut by_spelling = BTreeMap::new();
    for row in db.query_all(&select).await? {
        let mapped = lookup.map.read(&row)?;
        by_spelling.insert(mapped.key, mapped.record.text(&name.var).to_owned());
    }
    let name_of = |id: &CustomerId| {
        let any = || spellings.get(&lower(id.as_str()))?.first();
        by_spelling
            .get(id.as_str())
            .or_else(|| by_spelling.get(any()?))
            .cloned()
    };
    Ok(ids
        .iter()
        .filter_map(|id| Some((id.clone(), name_of(id)?)))
        .collect())
}

/// How many customer users have each of these IDs, in any case, as their own. Counted in the index:
/// of a great many rows that another program wrote those are counted that are indexed already.
pub(super) async fn counts(
    db: &impl ConnectionTrait,
    ids: &[CustomerId],
) -> Result<BTreeMap<CustomerId, u32>, DbErr> {
    let folded: BTreeSet<_> = ids.iter().map(|id| lower(id.as_str())).collect();
    let sql = format!(
        "SELECT customer_id, count(*) FROM {} \
         WHERE customer_id IN (SELECT value FROM json_each(?)) GROUP BY customer_id",
        CUSTOMER_USERS.list
    );
    let mut counts = BTreeMap::new();
    for row in rows(db, &sql, [json_texts(folded.iter().map(String::as_str))]).await? {
        counts.insert(
            row.try_get_by_index::<String>(0)?,
            row.try_get_by_index::<u32>(1)?,
        );
    }
    let count_of = |id: &CustomerId| counts.get(&lower(id.as_str())).copied();
    Ok(ids
        .iter()
        .filter_map(|id| Some((id.clone(), count_of(id)?)))
        .collect())
}

/// The stored spellings by the folded ID. Rows that have changed since they were indexed are asked
/// themselves.
async fn spellings(
    db: &impl ConnectionTrait,
    ids: &[&CustomerId],
) -> Result<BTreeMap<String, Vec<String>>, DbErr> {
    let Subject {
        table,
        list,
        pending,
        row,
        ..
    } = CUSTOMERS;
    let folded: BTreeSet<_> = ids.iter().map(|id| lower(id.as_str())).collect();
    let sql = format!(
        "SELECT t.{row} FROM {list} l JOIN {table} t ON t.{row} = l.{row} \
         WHERE l.folded_id IN (SELECT value FROM json_each(?)) \
         UNION SELECT t.{row} FROM {pending} p JOIN {table} t ON t.{row} = p.{row}"
    );
    let mut spellings: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in rows(db, &sql, [json_texts(folded.iter().map(String::as_str))]).await? {
        let stored: String = row.try_get_by_index(0)?;
        let own = lower(&stored);
        if folded.contains(&own) {
            spellings.entry(own).or_default().push(stored);
        }
    }
    Ok(spellings)
}
