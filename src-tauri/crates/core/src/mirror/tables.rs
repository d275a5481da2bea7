//! OTOBO's own tables beside the sources. They are copied as rows, for the screens that show them without a
//! network.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;

use super::{MirrorError, Reading, Row, SyncError};
use crate::back_end::BackEndError;
use crate::clock::Clock;

/// A table of OTOBO's (`otobo-behaviour.md 1.2`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtoboTable {
    /// Preferences of customer users, without the secret ones.
    Preferences,
    /// Groups.
    Groups,
    /// What customer users may do in groups.
    Permissions,
    /// What customers may do in groups.
    CustomerPermissions,
    /// Additional customers of customer users.
    Relations,
    /// Services.
    Services,
    /// Which customer user may use which service.
    ServiceUsers,
}

impl OtoboTable {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Preferences,
        Self::Groups,
        Self::Permissions,
        Self::CustomerPermissions,
        Self::Relations,
        Self::Services,
        Self::ServiceUsers,
    ];

    /// What it is called: OTOBO's name first, then those of OTRS and Znuny.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Preferences => &["customer_preferences"],
            Self::Groups => &["groups_table", "permission_groups", "groups"],
            Self::Permissions => &["group_customer_user"],
            Self::CustomerPermissions => &["group_customer"],
            Self::Relations => &["customer_user_customer"],
            Self::Services => &["service"],
            Self::ServiceUsers => &["service_customer_user"],
        }
    }

    /// Its columns. Rows are found by the first one.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Preferences => &["user_id", "preferences_key", "preferences_value"],
            Self::Groups | Self::Services => &["id", "name", "comments", "valid_id"],
            Self::Permissions => &["user_id", "group_id", "permission_key", "permission_value"],
            Self::CustomerPermissions => &[
                "customer_id",
                "group_id",
                "permission_key",
                "permission_value",
                "permission_context",
            ],
            Self::Relations => &["user_id", "customer_id"],
            Self::ServiceUsers => &["customer_user_login", "service_id"],
        }
    }
}

/// The tables of an installation, to be read for a copy.
#[async_trait]
pub trait ReadableTables: Send + Sync {
    /// Begins to read a table; `None` if the installation has none of that kind.
    async fn read(&self, table: OtoboTable) -> Result<Option<TableRows>, BackEndError>;
}

/// A table that is being read.
pub struct TableRows {
    /// Those of its columns that are there: older systems lack some.
    pub columns: Vec<Var>,
    /// Its rows, by the first column, with the values of the columns.
    pub reading: Box<dyn Reading>,
}

/// Where copies of tables are kept.
#[async_trait]
pub trait TableStore: Send + Sync {
    /// Begins to copy a table; what was put aside before is dropped.
    async fn begin_table(&self, table: OtoboTable) -> Result<(), MirrorError>;

    /// Puts rows aside. Those that were there before stay in use.
    async fn stage_table(&self, table: OtoboTable, rows: &[Row]) -> Result<(), MirrorError>;

    /// The table was read to its end: what was put aside takes the place of what was there, at once. If nothing
    /// was put aside, what was there stays.
    async fn replace_table(
        &self,
        table: OtoboTable,
        columns: &[Var],
        at: DateTime<Utc>,
    ) -> Result<(), MirrorError>;

    /// The rows of a key, byte by byte, in no order.
    async fn table_rows(&self, table: OtoboTable, key: &str) -> Result<Vec<Record>, MirrorError>;
}

/// Copies a table. One that could not be read to its end is as it was.
#[tracing::instrument(skip_all)]
pub async fn sync_table(
    mirror: &dyn TableStore,
    tables: &dyn ReadableTables,
    table: OtoboTable,
    clock: &dyn Clock,
) -> Result<(), SyncError> {
    let read = tables.read(table).await.map_err(SyncError::Source)?;
    let Some(mut rows) = read else {
        return Ok(());
    };
    mirror.begin_table(table).await?;
    loop {
        let batch = rows.reading.next().await.map_err(SyncError::Source)?;
        mirror.stage_table(table, &batch.rows).await?;
        if batch.end.is_some() {
            break;
        }
    }
    mirror
        .replace_table(table, &rows.columns, clock.now())
        .await?;
    Ok(())
}
