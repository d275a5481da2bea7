//! Connections whose statements end with the search that they are for.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sea_orm::sqlx::SqliteConnection;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait as _,
};

/// After about so many steps of SQLite's machine, which take less than a millisecond, a statement looks whether anybody
/// still waits for it.
const STEPS: i32 = 2_000;

/// Whether a search is there.
type Alive = Weak<()>;

/// A few connections for searches.
#[derive(Clone, Debug)]
pub(super) struct Searches {
    connections: DatabaseConnection,
    /// The search that asks for a connection. Only one does so at a time, so that its own knows it.
    asking: Arc<tokio::sync::Mutex<()>>,
    asks: Arc<Mutex<Alive>>,
}

/// What a search sees of the file: one state of it. Dropping it ends the statement that is at work.
#[derive(Debug)]
pub(crate) struct Searching {
    transaction: DatabaseTransaction,
    _alive: Arc<()>,
}

impl Deref for Searching {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

impl Searches {
    pub(super) async fn connect(mut options: ConnectOptions) -> Result<Self, DbErr> {
        let asks = Arc::<Mutex<Alive>>::default();
        let watched = Arc::clone(&asks);
        options.map_sqlx_sqlite_pool_opts(move |pool| {
            let [first, later] = [Arc::clone(&watched), Arc::clone(&watched)];
            pool.after_connect(move |connection, _| Box::pin(end_with(connection, asking(&first))))
                .before_acquire(move |connection, _| {
                    let ended = end_with(connection, asking(&later));
                    Box::pin(async { ended.await.map(|()| true) })
                })
        });
        Ok(Self {
            connections: Database::connect(options).await?,
            asking: Arc::default(),
            asks,
        })
    }

    /// Waits for a connection.
    pub(super) async fn begin(&self) -> Result<Searching, DbErr> {
        let _asking = self.asking.lock().await;
        let alive = Arc::new(());
        *self.asks.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&alive);
        Ok(Searching {
            transaction: self.connections.begin().await?,
            _alive: alive,
        })
    }

    pub(super) fn connections(&self) -> &DatabaseConnection {
        &self.connections
    }
}

fn asking(asks: &Mutex<Alive>) -> Alive {
    asks.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Ends the statements of a connection from the moment on that its search is gone.
async fn end_with(
    connection: &mut SqliteConnection,
    search: Alive,
) -> Result<(), sea_orm::sqlx::Error> {
    let mut connection = connection.lock_handle().await?;
    connection.set_progress_handler(STEPS, move || search.strong_count() > 0);
    Ok(())
}
