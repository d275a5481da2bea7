//! Dynamic fields, their values, and the numbers of objects that have only names.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, date_time_null, integer, pk_auto, small_integer,
    small_integer_null, string_len, string_len_null,
};

use super::columns::{audited, named_table, refers_to};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(fields()).await?;
        manager.create_table(values()).await?;
        manager.create_table(object_numbers()).await?;
        for (name, columns) in VALUE_INDICES {
            let mut index = Index::create();
            index
                .name(format!("dynamic_field_value_{name}"))
                .table("dynamic_field_value");
            for column in columns {
                index.col(column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

const VALUE_INDICES: [(&str, [&str; 2]); 4] = [
    ("search_text", ["field_id", "value_text"]),
    ("search_date", ["field_id", "value_date"]),
    ("search_int", ["field_id", "value_int"]),
    ("field_values", ["object_id", "field_id"]),
];

/// `config` is YAML.
fn fields() -> TableCreateStatement {
    let mut table = named_table("dynamic_field", "dynamic_field_name");
    table
        .col(small_integer("internal_field").default(0))
        .col(string_len("label", 200))
        .col(integer("field_order"))
        .col(string_len("field_type", 200))
        .col(string_len("object_type", 100))
        .col(blob("config"))
        .col(small_integer("valid_id"));
    refers_to(&mut table, "valid_id", "valid");
    audited(&mut table);
    table
}

fn values() -> TableCreateStatement {
    let mut table = Table::create()
        .table("dynamic_field_value")
        .col(pk_auto("id"))
        .col(integer("field_id"))
        .col(big_integer("object_id"))
        .col(string_len_null("value_text", 3800))
        .col(date_time_null("value_date"))
        .col(big_integer_null("value_int"))
        .col(small_integer_null("index_value"))
        .col(small_integer_null("index_set"))
        .to_owned();
    refers_to(&mut table, "field_id", "dynamic_field");
    table
}

fn object_numbers() -> TableCreateStatement {
    let mut name_once = Index::create()
        .unique()
        .name("dynamic_field_object_name")
        .col("object_name")
        .col("object_type")
        .to_owned();
    Table::create()
        .table("dynamic_field_obj_id_name")
        .col(pk_auto("object_id"))
        .col(string_len("object_name", 191))
        .col(string_len("object_type", 100))
        .index(&mut name_once)
        .to_owned()
}
