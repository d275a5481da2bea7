//! What belongs to a record in OTOBO's own database, and follows it in the same transaction, or, where the
//! record is in another database, in one of its own once the record is stored.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use deskbook_core::back_end::{BackEndError, Change, Renaming};
use deskbook_core::caches::CacheTypes;
use deskbook_core::customer_back_end::{CustomerChange, CustomerRenaming};
use deskbook_core::moves::Moves;
use deskbook_core::server_error::ServerError;
use deskbook_domain::source::CustomerUserSource;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr};

use super::Server;
use super::write::{Ending, Work};
use crate::dialect::Dialect;
use crate::dragging::{self, customer_renaming_of, renaming_of};
use crate::moves::{MoveError, OtoboTables};
use crate::system::forget_password_age;
use crate::writing::{ChangeError, Rewritten};

/// How long a record may take whose tickets and relations move along: 100,000 tickets take a minute.
const MOVING: Duration = Duration::from_mins(10);

/// Whose belongings they are, and what becomes of them.
pub(super) enum Following<'f> {
    /// A customer user's: what moves with a new login or customer, and what a new password makes untrue.
    CustomerUser {
        source: &'f CustomerUserSource,
        change: &'f Change,
    },
    /// A customer's.
    Customer { change: &'f CustomerChange },
}

/// The names that a record had and has, as they are stored.
#[derive(Clone)]
enum Renamed {
    CustomerUser(Renaming),
    Customer(CustomerRenaming),
}

/// What belongs to a record that is being changed.
pub(super) struct Belongings<'f> {
    server: &'f Server,
    dialect: Dialect,
    /// Only what moves has to know the tables.
    tables: Option<&'f OtoboTables>,
    following: Following<'f>,
    /// Known once the record is written.
    renamed: Mutex<Option<Renamed>>,
    moved: Mutex<Moves>,
}

impl<'f> Belongings<'f> {
    /// Of a record in this database, which may get a new name.
    pub(super) async fn new(
        server: &'f Server,
        following: Following<'f>,
        may_move: bool,
    ) -> Result<Self, ServerError> {
        Ok(Self {
            server,
            dialect: server.otobo().dialect(),
            tables: if may_move {
                Some(server.tables().await?)
            } else {
                None
            },
            following,
            renamed: Mutex::default(),
            moved: Mutex::default(),
        })
    }

    /// How much moved.
    pub(super) fn moved(&self) -> Moves {
        let moved = self.moved.lock();
        moved.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes what belongs to a record along in the transaction that has written it. Where it is in another
    /// database it is only made sure that it can follow.
    pub(super) async fn go_along(
        &self,
        transaction: &DatabaseTransaction,
        rewritten: &Rewritten,
    ) -> Result<(), ChangeError> {
        let renamed = match &self.following {
            Following::CustomerUser { source, change } => {
                renaming_of(source, change.options, rewritten).map(Renamed::CustomerUser)
            }
            Following::Customer { change } => {
                customer_renaming_of(change, rewritten).map(Renamed::Customer)
            }
        };
        *self.renamed.lock().unwrap_or_else(PoisonError::into_inner) = renamed;
        if self.server.has_otobo() {
            return self.run(transaction).await;
        }
        if self.is_anything() {
            let counted = self.count_in(self.server.otobo()).await;
            counted.map_err(ChangeError::Elsewhere)?;
        }
        Ok(())
    }

    /// Once the record is stored: takes what belongs to it along, where it is in another database. Whatever
    /// fails then, the record has the new key.
    pub(super) async fn follow(&self, key: &str) -> Result<(), BackEndError> {
        if self.server.has_otobo() || !self.is_anything() {
            return Ok(());
        }
        let followed = self.server.otobo().write(self).await;
        followed.map_err(|error| BackEndError::MovesLeft {
            key: key.to_owned(),
            moves: Moves::default(),
            sources: Vec::new(),
            stale_caches: CacheTypes::default(),
            source: Box::new(error),
        })
    }

    /// Whether there is anything to be done.
    fn is_anything(&self) -> bool {
        self.renamed().is_some() || self.forgets_password_age()
    }

    fn renamed(&self) -> Option<Renamed> {
        let renamed = self.renamed.lock();
        renamed.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn forgets_password_age(&self) -> bool {
        match &self.following {
            Following::CustomerUser { change, .. } => change.password.is_some(),
            Following::Customer { .. } => false,
        }
    }

    async fn count_in(&self, otobo: &Server) -> Result<(), BackEndError> {
        let mut lease = otobo.sessions().lease_to_write().await?;
        let left = async |db: &DatabaseConnection| Ok(self.left(db).await);
        match lease.ask(left).await? {
            Ok(_) => Ok(()),
            Err(MoveError::Refused(refused)) => Err(BackEndError::Move(refused)),
            Err(MoveError::Database(error)) => Err(lease.failed(&error).into()),
        }
    }

    async fn left(&self, db: &impl ConnectionTrait) -> Result<Moves, MoveError> {
        match (self.tables, self.renamed()) {
            (Some(tables), Some(Renamed::CustomerUser(renaming))) => {
                dragging::count(db, tables, &renaming).await
            }
            (Some(tables), Some(Renamed::Customer(renaming))) => {
                dragging::count_of_customer(db, self.dialect, tables, &renaming).await
            }
            (None, _) | (_, None) => Ok(Moves::default()),
        }
    }
}

impl Work for Belongings<'_> {
    async fn run(&self, transaction: &DatabaseTransaction) -> Result<(), ChangeError> {
        if let Following::CustomerUser { change, .. } = &self.following
            && change.password.is_some()
        {
            forget_password_age(transaction, self.dialect, &change.login).await?;
        }
        let (Some(tables), Some(renamed)) = (self.tables, self.renamed()) else {
            return Ok(());
        };
        let (by, progress) = match &self.following {
            Following::CustomerUser { change, .. } => (change.by, change.progress.as_ref()),
            Following::Customer { change } => (change.by, change.progress.as_ref()),
        };
        let moved = match &renamed {
            Renamed::CustomerUser(renaming) => {
                dragging::drag(transaction, tables, renaming, by, progress).await?
            }
            Renamed::Customer(renaming) => {
                let dialect = self.dialect;
                dragging::drag_customer(transaction, dialect, tables, renaming, by, progress)
                    .await?
            }
        };
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = moved;
        Ok(())
    }

    fn patience(&self) -> Option<Duration> {
        self.tables.map(|_| MOVING)
    }

    /// What has moved is not there under the old name.
    async fn ending(&self, transaction: &DatabaseTransaction) -> Result<Ending, DbErr> {
        match self.left(transaction).await {
            Ok(left) if left.total() == 0 => Ok(Ending::Stored),
            Ok(_) | Err(MoveError::Refused(_)) => Ok(Ending::NotStored),
            Err(MoveError::Database(error)) => Err(error),
        }
    }
}
