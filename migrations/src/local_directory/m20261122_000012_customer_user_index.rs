//! The search index over customer users, and the marks that keep it honest.
//!
//! The index is filled by `deskbook-sql`, which knows the map. Triggers only note which rows have
//! changed, so that the change of any program, not only of Deskbook, leaves a mark.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [STATE, LIST, ADDRESSES, TEXT, PENDING, MARKS] {
            connection.execute_unprepared(statement).await?;
        }
        // What was there before has to be indexed, too
        let all = "INSERT INTO deskbook_pending_customer_user SELECT id FROM customer_user";
        connection.execute_unprepared(all).await?;
        Ok(())
    }
}

/// For which map an index was made.
const STATE: &str = "
CREATE TABLE deskbook_index_state (
    subject TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL
) WITHOUT ROWID";

/// One row for each customer user: `sort_key`, `login` and `customer_id` in lower case. Its indices
/// cover the list in the order of names, and lookups in any case.
const LIST: &str = "
CREATE TABLE deskbook_index_customer_user (
    id INTEGER PRIMARY KEY,
    valid_id SMALLINT NOT NULL,
    sort_key TEXT NOT NULL,
    login TEXT NOT NULL,
    customer_id TEXT NOT NULL
);
CREATE INDEX deskbook_index_customer_user_all ON deskbook_index_customer_user (sort_key);
CREATE INDEX deskbook_index_customer_user_valid
    ON deskbook_index_customer_user (valid_id, sort_key);
CREATE INDEX deskbook_index_customer_user_login ON deskbook_index_customer_user (login);
CREATE INDEX deskbook_index_customer_user_customer
    ON deskbook_index_customer_user (customer_id)";

/// E-mail addresses in lower case: a map may name several columns.
const ADDRESSES: &str = "
CREATE TABLE deskbook_index_address (
    id INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (id, address)
) WITHOUT ROWID;
CREATE INDEX deskbook_index_address_address ON deskbook_index_address (address)";

/// The trigrams of the search fields. Letters are folded before they come here.
const TEXT: &str = "
CREATE VIRTUAL TABLE deskbook_index_customer_user_text USING fts5 (
    text, tokenize = 'trigram case_sensitive 1', detail = none, content = '', contentless_delete = 1
)";

/// Rows that have changed since they were indexed.
const PENDING: &str = "CREATE TABLE deskbook_pending_customer_user (id INTEGER PRIMARY KEY)";

/// `INSERT OR IGNORE` is not used: the conflict rule of the statement that fires a trigger wins over
/// the trigger's own. The first trigger sees the row that an `INSERT OR REPLACE` pushes out.
const MARKS: &str = "
CREATE TRIGGER deskbook_pending_customer_user_replaced BEFORE INSERT ON customer_user BEGIN
    INSERT INTO deskbook_pending_customer_user SELECT id FROM customer_user
    WHERE login = new.login
        AND NOT EXISTS (SELECT 1 FROM deskbook_pending_customer_user p WHERE p.id = customer_user.id);
END;
CREATE TRIGGER deskbook_pending_customer_user_added AFTER INSERT ON customer_user BEGIN
    INSERT INTO deskbook_pending_customer_user SELECT new.id
    WHERE NOT EXISTS (SELECT 1 FROM deskbook_pending_customer_user WHERE id = new.id);
END;
CREATE TRIGGER deskbook_pending_customer_user_changed AFTER UPDATE ON customer_user BEGIN
    INSERT INTO deskbook_pending_customer_user SELECT old.id
    WHERE NOT EXISTS (SELECT 1 FROM deskbook_pending_customer_user WHERE id = old.id);
    INSERT INTO deskbook_pending_customer_user SELECT new.id
    WHERE NOT EXISTS (SELECT 1 FROM deskbook_pending_customer_user WHERE id = new.id);
END;
CREATE TRIGGER deskbook_pending_customer_user_gone AFTER DELETE ON customer_user BEGIN
    INSERT INTO deskbook_pending_customer_user SELECT old.id
    WHERE NOT EXISTS (SELECT 1 FROM deskbook_pending_customer_user WHERE id = old.id);
END";
