//! Indexes customer users: their place in lists, their customer in lower case, their trigrams.

use async_trait::async_trait;
use deskbook_domain::ids::Identifier;
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::text::lower;
use deskbook_domain::vars;
use deskbook_index::{document, sort_key};
use sea_orm::{ActiveValue, DatabaseTransaction, DbErr, EntityTrait, QueryResult};

use super::fill::{Drained, ROWS_PER_STATEMENT, forget, write_documents};
use super::{CUSTOMER_USERS, Drain, Subject};
use crate::entity::index_customer_user;
use crate::statement::{as_text, execute, json_numbers, rows};

/// The columns that are indexed.
#[derive(Clone, Debug)]
pub(crate) struct CustomerUserIndex {
    valid: Option<Identifier>,
    customer_id: Identifier,
    names: Vec<Identifier>,
    searched: Vec<Identifier>,
}

/// What a row gives to the index; a row that is gone gives nothing.
struct Entry {
    id: i32,
    content: Option<Content>,
}

struct Content {
    valid_id: i32,
    customer_id: String,
    sort_key: String,
    document: String,
}

impl CustomerUserIndex {
    pub(crate) fn new(source: &CustomerUserSource) -> Self {
        let names = [vars::USER_LASTNAME, vars::USER_FIRSTNAME];
        let names = names.iter().filter_map(|var| source.map.field(var));
        Self {
            valid: source.valid.clone(),
            customer_id: source.customer_id.clone(),
            names: names
                .map(|field| field.storage.clone())
                .chain([source.key.clone()])
                .collect(),
            searched: source.search_columns(),
        }
    }

    async fn entries(
        &self,
        transaction: &DatabaseTransaction,
        most: u32,
    ) -> Result<Vec<Entry>, DbErr> {
        let Subject { table, pending, .. } = CUSTOMER_USERS;
        let valid = self
            .valid
            .as_ref()
            .map_or("0".to_owned(), |valid| format!("t.\"{valid}\""));
        let texts = std::iter::once(&self.customer_id);
        let texts = texts.chain(&self.names).chain(&self.searched);
        let texts = texts.map(as_text).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT p.id, t.id IS NOT NULL, {valid}, {texts} FROM {pending} p \
             LEFT JOIN {table} t ON t.id = p.id ORDER BY p.id LIMIT ?"
        );
        let rows = rows(transaction, &sql, [most.into()]).await?;
        rows.iter().map(|row| self.entry(row)).collect()
    }

    fn entry(&self, row: &QueryResult) -> Result<Entry, DbErr> {
        let id = row.try_get_by_index(0)?;
        if !row.try_get_by_index::<bool>(1)? {
            return Ok(Entry { id, content: None });
        }
        let valid_id = row.try_get_by_index(2)?;
        let mut index = 2;
        let mut text = || {
            index += 1;
            row.try_get_by_index::<Option<String>>(index)
        };
        let customer_id = text()?.unwrap_or_default();
        let mut texts = |columns: &[Identifier]| {
            columns
                .iter()
                .map(|_| text())
                .collect::<Result<Vec<_>, _>>()
        };
        let names = texts(&self.names)?;
        let searched = texts(&self.searched)?;
        let content = Content {
            valid_id,
            customer_id: lower(&customer_id),
            sort_key: sort_key(names.iter().flatten().map(String::as_str)),
            document: document(searched.iter().map(Option::as_deref)),
        };
        Ok(Entry {
            id,
            content: Some(content),
        })
    }
}

#[async_trait]
impl Drain for CustomerUserIndex {
    fn subject(&self) -> &'static Subject {
        &CUSTOMER_USERS
    }

    fn columns(&self) -> String {
        format!("{self:?}")
    }

    async fn drain(&self, transaction: &DatabaseTransaction, most: u32) -> Result<Drained, DbErr> {
        let entries = self.entries(transaction, most).await?;
        let ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
        let drained = Drained {
            count: u32::try_from(ids.len()).unwrap_or(u32::MAX),
            rows: json_numbers(&ids),
        };
        if ids.is_empty() {
            return Ok(drained);
        }
        forget(transaction, &CUSTOMER_USERS, &ids).await?;
        let sql = format!(
            "DELETE FROM {} WHERE id IN (SELECT value FROM json_each(?))",
            CUSTOMER_USERS.pending
        );
        execute(transaction, &sql, [drained.rows.clone()]).await?;
        write(transaction, entries).await?;
        Ok(drained)
    }
}

async fn write(transaction: &DatabaseTransaction, entries: Vec<Entry>) -> Result<(), DbErr> {
    let mut list = Vec::new();
    let mut documents = Vec::new();
    for Entry { id, content } in entries {
        let Some(content) = content else { continue };
        list.push(index_customer_user::ActiveModel {
            id: ActiveValue::Set(id),
            valid_id: ActiveValue::Set(content.valid_id),
            sort_key: ActiveValue::Set(content.sort_key),
            customer_id: ActiveValue::Set(content.customer_id),
        });
        documents.push((id, content.document));
    }
    for part in list.chunks(ROWS_PER_STATEMENT) {
        let insert = index_customer_user::Entity::insert_many(part.to_vec());
        insert.exec_without_returning(transaction).await?;
    }
    write_documents(transaction, &CUSTOMER_USERS, &documents).await
}
