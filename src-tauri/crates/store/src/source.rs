//! One source of an installation, as the own store keeps it. Read and written here, never migrated here.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) installation: String,
    /// OTOBO's key: `CustomerUser3`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) source: String,
    /// Every key of `SourceSettings`, as JSON.
    pub(crate) settings: String,
}

impl ActiveModelBehavior for ActiveModel {}
