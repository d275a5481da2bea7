//! The connections to the file: one that writes, a few that read.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use deskbook_core::back_end::BackEndError;
use deskbook_core::clock::{Clock as _, SystemClock};
use deskbook_core::health::{Health, HealthCell};
use deskbook_migrations::file::{FileKey, connect_options, write_transaction};
use sea_orm::{
    ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbErr,
    TransactionTrait,
};

use crate::failure::told;

/// Pages of the file kept by the connection that writes.
const WRITER_CACHE_KIB: u32 = 24 * 1024;

/// Pages of the file kept by each connection that reads.
const READER_CACHE_KIB: u32 = 16 * 1024;

/// Searches at work at the same time, in OTOBO's language and in ours; a newer search ends the older one of its list.
const SEARCHES: u32 = 5;

/// Pages and single records read at the same time.
const LOOKUPS: u32 = 2;

/// Searches that are helped at the same time.
const HELPERS: u32 = 2;

/// Pages of the file kept by each connection that helps: those on the way to a row, not the rows themselves.
const HELPER_CACHE_KIB: u32 = 8 * 1024;

/// All connections of one file. Searches have their own, so that the rows of a page never wait for
/// the end of a search.
#[derive(Clone, Debug)]
pub(crate) struct Connections {
    path: Arc<Path>,
    writer: DatabaseConnection,
    searches: DatabaseConnection,
    lookups: DatabaseConnection,
    helpers: DatabaseConnection,
    health: Arc<HealthCell>,
}

impl Connections {
    pub(crate) async fn open(path: PathBuf, key: Option<&FileKey>) -> Result<Self, DbErr> {
        let connect = async |cache_kib, most| {
            let mut options = connect_options(&path, key, cache_kib);
            options.max_connections(most);
            Database::connect(options).await
        };
        let writer = connect(WRITER_CACHE_KIB, 1).await?;
        let searches = connect(READER_CACHE_KIB, SEARCHES).await?;
        let lookups = connect(READER_CACHE_KIB, LOOKUPS).await?;
        let helpers = connect(HELPER_CACHE_KIB, HELPERS).await?;
        Ok(Self {
            path: path.into(),
            writer,
            searches,
            lookups,
            helpers,
            health: Arc::default(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// For pages and single records.
    pub(crate) fn lookups(&self) -> &DatabaseConnection {
        &self.lookups
    }

    /// For a part of the work of a search, beside its own connection: nobody holds one for longer than a statement.
    pub(crate) fn helpers(&self) -> &DatabaseConnection {
        &self.helpers
    }

    /// For a search: all of it sees the same state of the file.
    pub(crate) async fn begin_search(&self) -> Result<DatabaseTransaction, DbErr> {
        self.searches.begin().await
    }

    /// For a write: nobody else writes until it ends. Dropping it undoes everything.
    pub(crate) async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer.begin_with_options(write_transaction()).await
    }

    /// Ends all connections in good order.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        let readers = [&self.helpers, &self.lookups, &self.searches];
        for connection in readers.into_iter().chain([&self.writer]) {
            connection.close_by_ref().await?;
        }
        Ok(())
    }

    /// A file is there or not; its health tells whether it was readable last.
    pub(crate) fn health(&self) -> Health {
        self.health.read()
    }

    /// Reads something small.
    pub(crate) async fn ping(&self) -> Result<(), BackEndError> {
        let began = Instant::now();
        let outcome = self.lookups.execute_unprepared("SELECT 1").await;
        let outcome = outcome.map(|_| ()).map_err(self.told());
        self.health.note(&outcome, began, SystemClock.now(), false);
        outcome
    }

    pub(crate) fn told(&self) -> impl Fn(DbErr) -> BackEndError + '_ {
        |error| told(&self.path, error)
    }
}

#[cfg(test)]
mod tests {
    use deskbook_core::back_end::{Addition, BackEnd, BackEndError, BackEndWriter, Signature};
    use deskbook_core::customer_back_end::CustomerWriter;
    use deskbook_domain::ids::AgentId;
    use deskbook_domain::record::Record;
    use sea_orm::ConnectionTrait;

    use crate::LocalDirectory;

    fn person(number: u32) -> Addition {
        let record = Record::from_iter([
            ("UserLogin", format!("user{number}")),
            ("UserFirstname", "First".repeat(20)),
            ("UserLastname", "Last".repeat(20)),
            ("UserEmail", format!("user{number}@acme.test")),
            ("UserCustomerID", "ACME".to_owned()),
            ("ValidID", "1".to_owned()),
        ]);
        Addition {
            record,
            password: None,
            by: by_agent(),
        }
    }

    fn by_agent() -> Signature {
        Signature {
            agent: AgentId(1),
            at: chrono::DateTime::UNIX_EPOCH.naive_utc(),
        }
    }

    /// SQLite lets the file grow no further, with the very code that it has for a full disk.
    #[tokio::test]
    async fn a_full_disk_is_told_and_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("local-directory.sqlite");
        let directory = LocalDirectory::open(&path).await.unwrap();
        let acme = [
            ("CustomerID", "ACME"),
            ("CustomerCompanyName", "ACME"),
            ("ValidID", "1"),
        ];
        directory
            .customers()
            .add(Record::from_iter(acme), by_agent())
            .await
            .unwrap();
        let full = "PRAGMA max_page_count = 1";
        directory
            .connections()
            .writer
            .execute_unprepared(full)
            .await
            .unwrap();
        let users = directory.customer_users();
        let mut stored = 0;
        let error = loop {
            match users.add(person(stored)).await {
                Ok(()) => stored += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(&error, BackEndError::DiskFull { path: told, .. } if *told == path));
        assert_eq!(
            users.count().await.unwrap(),
            stored,
            "the refused row is not there"
        );
        let more = "PRAGMA max_page_count = 100000";
        directory
            .connections()
            .writer
            .execute_unprepared(more)
            .await
            .unwrap();
        users.add(person(stored)).await.unwrap();
    }

    #[tokio::test]
    async fn a_lock_that_is_not_given_back_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("local-directory.sqlite");
        let directory = LocalDirectory::open(&path).await.unwrap();
        let other = LocalDirectory::open(&path).await.unwrap();
        let impatient = "PRAGMA busy_timeout = 1";
        directory
            .connections()
            .writer
            .execute_unprepared(impatient)
            .await
            .unwrap();
        let lock = other.connections().begin_write().await.unwrap();
        let outcome = directory.customer_users().add(person(0)).await;
        assert!(
            matches!(outcome, Err(BackEndError::Busy { .. })),
            "{outcome:?}"
        );
        drop(lock);
    }
}
