//! The lists weigh less: one index gives their order, and who is looked up by login or address is found by the terms of
//! instant search, which has them anyway.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in [ORDER, KEYS, STATE] {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// The validity stands behind the name, so that valid rows can be told apart without a look at the list.
const ORDER: &str = "
DROP INDEX deskbook_index_customer_user_all;
DROP INDEX deskbook_index_customer_user_valid;
CREATE INDEX deskbook_index_customer_user_order
    ON deskbook_index_customer_user (sort_key, valid_id);
DROP INDEX deskbook_index_customer_all;
DROP INDEX deskbook_index_customer_valid;
CREATE INDEX deskbook_index_customer_order ON deskbook_index_customer (sort_key, valid_id)";

/// Logins and addresses in lower case.
const KEYS: &str = "
DROP TABLE deskbook_index_address;
DROP INDEX deskbook_index_customer_user_login;
ALTER TABLE deskbook_index_customer_user DROP COLUMN login";

/// What is left of the list was made for the same columns as before. Where the text is of another form, the list is made
/// anew.
const STATE: &str = "
UPDATE deskbook_index_state
SET fingerprint = substr(fingerprint, 1, instr(fingerprint, 'login: ') - 1)
    || substr(
        fingerprint,
        instr(fingerprint, 'customer_id: '),
        instr(fingerprint, 'addresses: ') - instr(fingerprint, 'customer_id: ')
    )
    || substr(fingerprint, instr(fingerprint, 'searched: '))
WHERE subject = 'customer_user'";
