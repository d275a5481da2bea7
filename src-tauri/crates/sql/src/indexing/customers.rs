//! Indexes customers: their number, their place in lists, their ID in lower case, their trigrams.

use async_trait::async_trait;
use deskbook_domain::ids::Identifier;
use deskbook_domain::source::CustomerSource;
use deskbook_domain::text::lower;
use deskbook_domain::vars;
use deskbook_index::{document, sort_key};
use sea_orm::{
    ActiveValue, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryResult,
};

use super::fill::{Drained, forget, write_documents};
use super::{CUSTOMERS, Drain, Subject};
use crate::entity::index_customer;
use crate::statement::{as_text, execute, json_texts, rows};

/// The columns that are indexed.
#[derive(Clone, Debug)]
pub(crate) struct CustomerIndex {
    valid: Option<Identifier>,
    names: Vec<Identifier>,
    searched: Vec<Identifier>,
}

/// What a row gives to the index; a row that is gone gives nothing.
struct Entry {
    customer_id: String,
    content: Option<Content>,
}

struct Content {
    valid_id: i32,
    sort_key: String,
    document: String,
}

impl CustomerIndex {
    pub(crate) fn new(source: &CustomerSource) -> Self {
        let name = source.map.field(vars::CUSTOMER_COMPANY_NAME);
        let names = name.map(|field| field.storage.clone()).into_iter();
        Self {
            valid: source.valid.clone(),
            names: names.chain([source.key.clone()]).collect(),
            searched: source.search_columns(),
        }
    }

    async fn entries(
        &self,
        transaction: &DatabaseTransaction,
        most: u32,
    ) -> Result<Vec<Entry>, DbErr> {
        let Subject { table, pending, .. } = CUSTOMERS;
        let valid = self
            .valid
            .as_ref()
            .map_or("0".to_owned(), |valid| format!("t.\"{valid}\""));
        let texts = self.names.iter().chain(&self.searched);
        let texts = texts.map(as_text).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT p.customer_id, t.customer_id IS NOT NULL, {valid}, {texts} FROM {pending} p \
             LEFT JOIN {table} t ON t.customer_id = p.customer_id ORDER BY p.customer_id LIMIT ?"
        );
        let rows = rows(transaction, &sql, [most.into()]).await?;
        rows.iter().map(|row| self.entry(row)).collect()
    }

    fn entry(&self, row: &QueryResult) -> Result<Entry, DbErr> {
        let customer_id = row.try_get_by_index(0)?;
        if !row.try_get_by_index::<bool>(1)? {
            return Ok(Entry {
                customer_id,
                content: None,
            });
        }
        let valid_id = row.try_get_by_index(2)?;
        let texts = (0..self.names.len() + self.searched.len())
            .map(|index| row.try_get_by_index::<Option<String>>(3 + index))
            .collect::<Result<Vec<_>, _>>()?;
        let (names, searched) = texts.split_at(self.names.len());
        let content = Content {
            valid_id,
            sort_key: sort_key(names.iter().flatten().map(String::as_str)),
            document: document(searched.iter().map(Option::as_deref)),
        };
        Ok(Entry {
            customer_id,
            content: Some(content),
        })
    }
}

#[async_trait]
impl Drain for CustomerIndex {
    fn subject(&self) -> &'static Subject {
        &CUSTOMERS
    }

    fn columns(&self) -> String {
        format!("{self:?}")
    }

    async fn drain(&self, transaction: &DatabaseTransaction, most: u32) -> Result<Drained, DbErr> {
        let entries = self.entries(transaction, most).await?;
        let changed: Vec<_> = entries
            .iter()
            .map(|entry| entry.customer_id.clone())
            .collect();
        let drained = Drained {
            count: u32::try_from(changed.len()).unwrap_or(u32::MAX),
            rows: json_texts(changed.iter().map(String::as_str)),
        };
        if changed.is_empty() {
            return Ok(drained);
        }
        let known = index_customer::Column::CustomerId.is_in(changed.iter());
        let old = index_customer::Entity::find()
            .filter(known)
            .all(transaction)
            .await?;
        forget(
            transaction,
            &CUSTOMERS,
            &old.iter().map(|row| row.id).collect::<Vec<_>>(),
        )
        .await?;
        let sql = format!(
            "DELETE FROM {} WHERE customer_id IN (SELECT value FROM json_each(?))",
            CUSTOMERS.pending
        );
        execute(transaction, &sql, [drained.rows.clone()]).await?;
        write(transaction, entries).await?;
        Ok(drained)
    }
}

/// Numbers are given by the list, one row after the other.
async fn write(transaction: &DatabaseTransaction, entries: Vec<Entry>) -> Result<(), DbErr> {
    let mut documents = Vec::new();
    for Entry {
        customer_id,
        content,
    } in entries
    {
        let Some(content) = content else { continue };
        let row = index_customer::ActiveModel {
            id: ActiveValue::NotSet,
            folded_id: ActiveValue::Set(lower(&customer_id)),
            customer_id: ActiveValue::Set(customer_id),
            valid_id: ActiveValue::Set(content.valid_id),
            sort_key: ActiveValue::Set(content.sort_key),
        };
        let inserted = index_customer::Entity::insert(row)
            .exec(transaction)
            .await?;
        documents.push((inserted.last_insert_id, content.document));
    }
    write_documents(transaction, &CUSTOMERS, &documents).await
}
