//! One installation, as the own store keeps it. Read and written here, never migrated here.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "installation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) position: i32,
    pub(crate) hue: i32,
    pub(crate) read_only: bool,
    /// A `DatabaseAddress` as JSON.
    pub(crate) database: String,
    /// The number of the acting agent.
    pub(crate) agent: Option<i32>,
    /// `CacheSettings` as JSON; nothing for those that were never set up.
    pub(crate) caches: Option<String>,
    /// `MirrorSettings` as JSON; nothing for those that were never set up.
    pub(crate) mirror: Option<String>,
    /// When its mirror was refreshed last.
    pub(crate) mirrored_at: Option<ChronoDateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
