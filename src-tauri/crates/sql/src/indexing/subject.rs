//! What the two indices are called. The tables are made by `deskbook-migrations`.

use sea_orm::{ConnectionTrait, DbErr};

use crate::statement::one;

/// The names of one index.
#[derive(Debug)]
pub(crate) struct Subject {
    /// In the table of index states.
    pub(crate) name: &'static str,
    /// OTOBO's table.
    pub(crate) table: &'static str,
    /// One row for each of the table's, with a number, in the order of names.
    pub(crate) list: &'static str,
    /// The full-text table; its rows have the list's numbers.
    pub(crate) text: &'static str,
    /// Rows that have changed since they were indexed.
    pub(crate) pending: &'static str,
    /// The table of terms of instant search.
    pub(crate) terms: &'static str,
    /// The numbers of its rows, about in the order of names.
    pub(crate) numbers: &'static str,
    /// The column that leads from list, numbers and pending rows to the table's.
    pub(crate) row: &'static str,
}

impl Subject {
    /// Whether the list has fewer rows than that. It counts no further.
    pub(crate) async fn lists_fewer(
        &self,
        db: &impl ConnectionTrait,
        than: u32,
    ) -> Result<bool, DbErr> {
        let list = self.list;
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {list} LIMIT ?)");
        let count: Option<u32> = one(db, &sql, [than.into()]).await?;
        Ok(count.is_some_and(|count| count < than))
    }
}

pub(crate) static CUSTOMER_USERS: Subject = Subject {
    name: "customer_user",
    table: "customer_user",
    list: "deskbook_index_customer_user",
    text: "deskbook_index_customer_user_text",
    pending: "deskbook_pending_customer_user",
    terms: "deskbook_customer_user_terms",
    numbers: "deskbook_customer_user_number",
    row: "id",
};

pub(crate) static CUSTOMERS: Subject = Subject {
    name: "customer",
    table: "customer_company",
    list: "deskbook_index_customer",
    text: "deskbook_index_customer_text",
    pending: "deskbook_pending_customer",
    terms: "deskbook_customer_terms",
    numbers: "deskbook_customer_number",
    row: "customer_id",
};
