//! The connections to the file: one that writes, a few that read.

mod searches;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbook_core::back_end::BackEndError;
use deskbook_core::clock::{Clock as _, SystemClock};
use deskbook_core::health::{Health, HealthCell};
use deskbook_migrations::file::{FileKey, connect_options, write_transaction};
use sea_orm::{
    ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbErr,
    TransactionTrait,
};
use tokio::time::timeout;

use self::searches::Searches;
pub(crate) use self::searches::Searching;
use crate::failure::told;

/// Pages of the file kept by the connection that writes.
const WRITER_CACHE_KIB: u32 = 16 * 1024;

/// Pages of the file kept by each connection for lookups.
const LOOKUP_CACHE_KIB: u32 = 8 * 1024;

/// Pages of the file kept by the connection that most instant searches have.
const INSTANT_CACHE_KIB: u32 = 40 * 1024;

/// How long a search waits for it: the search before may just be giving it back.
const SOON: Duration = Duration::from_millis(2);

/// Other searches at work at the same time: those in OTOBO's language, and further ones in ours. A newer search ends the
/// older one of its list.
const SEARCHES: u32 = 4;

/// Pages of the file kept by each of their connections.
const SEARCH_CACHE_KIB: u32 = 8 * 1024;

/// Pages and single records read at the same time.
const LOOKUPS: u32 = 2;

/// Searches that are helped at the same time.
const HELPERS: u32 = 2;

/// Pages of the file kept by each connection that helps.
const HELPER_CACHE_KIB: u32 = 16 * 1024;

/// All connections of one file. Searches have their own, so that the rows of a page never wait for
/// the end of a search.
#[derive(Clone, Debug)]
pub(crate) struct Connections {
    path: Arc<Path>,
    writer: DatabaseConnection,
    instant: Searches,
    searches: Searches,
    lookups: DatabaseConnection,
    helpers: DatabaseConnection,
    health: Arc<HealthCell>,
}

impl Connections {
    pub(crate) async fn open(path: PathBuf, key: Option<&FileKey>) -> Result<Self, DbErr> {
        let options = |cache_kib, most| {
            let mut options = connect_options(&path, key, cache_kib);
            options.max_connections(most);
            options
        };
        let connect = async |cache_kib, most| Database::connect(options(cache_kib, most)).await;
        let writer = connect(WRITER_CACHE_KIB, 1).await?;
        let instant = Searches::connect(options(INSTANT_CACHE_KIB, 1)).await?;
        let searches = Searches::connect(options(SEARCH_CACHE_KIB, SEARCHES)).await?;
        let lookups = connect(LOOKUP_CACHE_KIB, LOOKUPS).await?;
        let helpers = connect(HELPER_CACHE_KIB, HELPERS).await?;
        Ok(Self {
            path: path.into(),
            writer,
            instant,
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
    pub(crate) async fn begin_search(&self) -> Result<Searching, DbErr> {
        self.searches.begin().await
    }

    /// For a search of which much is asked while somebody types. One connection does for most of them, and so has the pages
    /// that they need most; while it is at work there are others.
    pub(crate) async fn begin_instant_search(&self) -> Result<Searching, DbErr> {
        match timeout(SOON, self.instant.begin()).await {
            Ok(begun) => begun,
            Err(_) => self.begin_search().await,
        }
    }

    /// For a write: nobody else writes until it ends. Dropping it undoes everything.
    pub(crate) async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer.begin_with_options(write_transaction()).await
    }

    /// Ends all connections in good order.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        let readers = [
            &self.helpers,
            &self.lookups,
            self.searches.connections(),
            self.instant.connections(),
        ];
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
    use deskbook_core::back_end::{Addition, BackEnd, BackEndWriter, Signature};
    use deskbook_core::customer_back_end::CustomerWriter;
    use deskbook_domain::ids::AgentId;
    use deskbook_domain::record::Record;
    use sea_orm::ConnectionTrait;

    use super::*;
    use crate::LocalDirectory;
    use crate::statement::one;

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

    /// It would never end by itself.
    const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                           SELECT count(*) FROM n WHERE i < 0";

    #[tokio::test]
    async fn what_a_search_asks_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let directory = LocalDirectory::open(folder.path().join("local-directory.sqlite"));
        let directory = directory.await.unwrap();
        let connections = directory.connections();
        for _ in 0..=SEARCHES {
            let search = connections.begin_instant_search().await.unwrap();
            let asked = tokio::spawn(async move { one::<i64>(&*search, ENDLESS, []).await });
            tokio::time::sleep(Duration::from_millis(20)).await;
            asked.abort();
        }
        let mut searches = Vec::new();
        for _ in 0..SEARCHES {
            searches.push(connections.begin_search().await.unwrap());
        }
        let answers = searches
            .iter()
            .map(|search| one::<i64>(&**search, "SELECT 7", []));
        for answer in answers {
            assert_eq!(
                answer.await.unwrap(),
                Some(7),
                "what others asked does not matter"
            );
        }
    }

    #[tokio::test]
    async fn a_search_does_not_wait_for_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let directory = LocalDirectory::open(folder.path().join("local-directory.sqlite"));
        let directory = directory.await.unwrap();
        let connections = directory.connections();
        let one_search = connections.begin_instant_search().await.unwrap();
        let other = connections.begin_instant_search().await.unwrap();
        for search in [one_search, other] {
            let answer = one::<i64>(&*search, "SELECT 7", []).await;
            assert_eq!(answer.unwrap(), Some(7));
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
