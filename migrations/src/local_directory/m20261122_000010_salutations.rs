//! Texts of outgoing mail: salutations and signatures.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, string_len_null};

use super::columns::{audited, comments_and_validity, named_table};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(mail_texts("salutation", "salutation_name"))
            .await?;
        manager
            .create_table(mail_texts("signature", "signature_name"))
            .await
    }
}

fn mail_texts(name: &'static str, unique_key: &'static str) -> TableCreateStatement {
    let mut table = named_table(name, unique_key);
    table
        .col(string_len("text", 3000))
        .col(string_len_null("content_type", 250));
    comments_and_validity(&mut table);
    audited(&mut table);
    table
}
