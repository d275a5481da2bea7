//! The lists weigh less: one index gives their order, their keys are shorter, and who is looked up by login or address is
//! found by the terms of instant search, which has them anyway.
//!
//! They are made anew, as after a change of the map: `deskbook-sql` does not find what they were made for, and notes all rows as
//! pending.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [EMPTY, CUSTOMER_USERS, CUSTOMERS, PAGES] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Trigrams go with their rows.
const EMPTY: &str = "
DROP TABLE deskbook_index_customer_user;
DROP TABLE deskbook_index_address;
DELETE FROM deskbook_index_customer;
INSERT INTO deskbook_index_customer_user_text (deskbook_index_customer_user_text)
    VALUES ('delete-all');
INSERT INTO deskbook_index_customer_text (deskbook_index_customer_text) VALUES ('delete-all');
DELETE FROM deskbook_index_state";

/// One row for each customer user: `customer_id` in lower case. The validity stands behind the name, so that valid rows are
/// told apart without a look at the list.
const CUSTOMER_USERS: &str = "
CREATE TABLE deskbook_index_customer_user (
    id INTEGER PRIMARY KEY,
    valid_id SMALLINT NOT NULL,
    sort_key TEXT NOT NULL,
    customer_id TEXT NOT NULL
);
CREATE INDEX deskbook_index_customer_user_order
    ON deskbook_index_customer_user (sort_key, valid_id);
CREATE INDEX deskbook_index_customer_user_customer
    ON deskbook_index_customer_user (customer_id)";

const CUSTOMERS: &str = "
DROP INDEX deskbook_index_customer_all;
DROP INDEX deskbook_index_customer_valid;
CREATE INDEX deskbook_index_customer_order ON deskbook_index_customer (sort_key, valid_id)";

/// A row of a full-text table has to fit into one page, or most of it is put into another one, a tenth of which stays empty.
/// SQLCipher keeps 80 of a page's 4,096 bytes, and the usual 4,050 are meant for pages of which nothing is kept.
const PAGES: &str = "
INSERT INTO deskbook_customer_user_terms (deskbook_customer_user_terms, rank)
    VALUES ('pgsz', 3970);
INSERT INTO deskbook_customer_terms (deskbook_customer_terms, rank) VALUES ('pgsz', 3970);
INSERT INTO deskbook_index_customer_user_text (deskbook_index_customer_user_text, rank)
    VALUES ('pgsz', 3970);
INSERT INTO deskbook_index_customer_text (deskbook_index_customer_text, rank)
    VALUES ('pgsz', 3970)";
