//! The search index over customers, made like that over customer users.
//!
//! Customers have no number of their own, and SQLite's hidden one does not survive a VACUUM: the
//! index gives them one.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [LIST, TEXT, PENDING, MARKS] {
            connection.execute_unprepared(statement).await?;
        }
        // What was there before has to be indexed, too
        let all = "INSERT INTO deskbook_pending_customer SELECT customer_id FROM customer_company";
        connection.execute_unprepared(all).await?;
        Ok(())
    }
}

/// One row for each customer: `customer_id` as stored, `folded_id` and `sort_key` in lower case.
const LIST: &str = "
CREATE TABLE deskbook_index_customer (
    id INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL UNIQUE,
    folded_id TEXT NOT NULL,
    valid_id SMALLINT NOT NULL,
    sort_key TEXT NOT NULL
);
CREATE INDEX deskbook_index_customer_all ON deskbook_index_customer (sort_key);
CREATE INDEX deskbook_index_customer_valid ON deskbook_index_customer (valid_id, sort_key);
CREATE INDEX deskbook_index_customer_folded_id ON deskbook_index_customer (folded_id)";

/// The trigrams of the search fields. Letters are folded before they come here.
const TEXT: &str = "
CREATE VIRTUAL TABLE deskbook_index_customer_text USING fts5 (
    text, tokenize = 'trigram case_sensitive 1', detail = none, content = '', contentless_delete = 1
)";

/// Rows that have changed since they were indexed.
const PENDING: &str = "
CREATE TABLE deskbook_pending_customer (customer_id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID";

/// As for customer users, see there for why they are written like this.
const MARKS: &str = "
CREATE TRIGGER deskbook_pending_customer_replaced BEFORE INSERT ON customer_company BEGIN
    INSERT INTO deskbook_pending_customer SELECT customer_id FROM customer_company
    WHERE name = new.name AND NOT EXISTS (
        SELECT 1 FROM deskbook_pending_customer p
        WHERE p.customer_id = customer_company.customer_id
    );
END;
CREATE TRIGGER deskbook_pending_customer_added AFTER INSERT ON customer_company BEGIN
    INSERT INTO deskbook_pending_customer SELECT new.customer_id WHERE NOT EXISTS (
        SELECT 1 FROM deskbook_pending_customer WHERE customer_id = new.customer_id
    );
END;
CREATE TRIGGER deskbook_pending_customer_changed AFTER UPDATE ON customer_company BEGIN
    INSERT INTO deskbook_pending_customer SELECT old.customer_id WHERE NOT EXISTS (
        SELECT 1 FROM deskbook_pending_customer WHERE customer_id = old.customer_id
    );
    INSERT INTO deskbook_pending_customer SELECT new.customer_id WHERE NOT EXISTS (
        SELECT 1 FROM deskbook_pending_customer WHERE customer_id = new.customer_id
    );
END;
CREATE TRIGGER deskbook_pending_customer_gone AFTER DELETE ON customer_company BEGIN
    INSERT INTO deskbook_pending_customer SELECT old.customer_id WHERE NOT EXISTS (
        SELECT 1 FROM deskbook_pending_customer WHERE customer_id = old.customer_id
    );
END";
