//! What belongs to a record in OTOBO's own database, and follows it in the same transaction, or, where the
//! record is in another database, in one of its own once the record is stored.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use deskbook_core::back_end::{BackEndError, Change, Renaming};
use deskbook_core::customer_back_end::{CustomerChange, CustomerRenaming};
use deskbook_core::moves::Moves;
use deskbook_core::server_error::{ServerError, Trouble};
use sea_orm::{DatabaseTransaction, DbErr};

use super::Server;
use super::write::Work;
use crate::dialect::Dialect;
use crate::dragging;
use crate::moves::{MoveError, OtoboTables};
use crate::system::forget_password_age;
use crate::writing::ChangeError;

/// How long a record may take whose tickets and relations move along: 100,000 tickets take a minute.
const MOVING: Duration = Duration::from_mins(10);

/// Whose belongings they are, and what becomes of them.
pub(super) enum Following<'f> {
    /// A customer user's: what moves with a new login or customer, and what a new password makes untrue.
    CustomerUser {
        change: &'f Change,
        renaming: Option<Renaming>,
    },
    /// A customer's.
    Customer {
        change: &'f CustomerChange,
        renaming: CustomerRenaming,
    },
}

/// What belongs to a record that is being changed.
pub(super) struct Belongings<'f> {
    dialect: Dialect,
    /// Only what moves has to know the tables.
    tables: Option<&'f OtoboTables>,
    following: Following<'f>,
    moved: Mutex<Moves>,
}

impl<'f> Belongings<'f> {
    pub(super) async fn new(
        server: &'f Server,
        following: Following<'f>,
    ) -> Result<Self, ServerError> {
        let moves = match &following {
            Following::CustomerUser { renaming, .. } => renaming.is_some(),
            Following::Customer { .. } => true,
        };
        Ok(Self {
            dialect: server.otobo().dialect(),
            tables: if moves {
                Some(server.tables().await?)
            } else {
                None
            },
            following,
            moved: Mutex::default(),
        })
    }

    /// How much moved.
    pub(super) fn moved(&self) -> Moves {
        let moved = self.moved.lock();
        moved.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Moves a record's belongings after the record, which is in another database and stored.
    pub(super) async fn follow_in(&self, otobo: &Server) -> Result<(), BackEndError> {
        otobo.write(self).await.map_err(|error| match error {
            // That the record is stored is what has to be told
            BackEndError::Server(error) => BackEndError::Server(ServerError {
                trouble: Trouble::MovesLeft,
                ..error
            }),
            error => error,
        })
    }

    async fn left(&self, transaction: &DatabaseTransaction) -> Result<Moves, MoveError> {
        let Some(tables) = self.tables else {
            return Ok(Moves::default());
        };
        match &self.following {
            Following::CustomerUser { renaming: None, .. } => Ok(Moves::default()),
            Following::CustomerUser {
                renaming: Some(renaming),
                ..
            } => dragging::count(transaction, tables, renaming).await,
            Following::Customer { renaming, .. } => {
                dragging::count_of_customer(transaction, self.dialect, tables, renaming).await
            }
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
        let Some(tables) = self.tables else {
            return Ok(());
        };
        let moved = match &self.following {
            Following::CustomerUser { renaming: None, .. } => return Ok(()),
            Following::CustomerUser {
                change,
                renaming: Some(renaming),
            } => {
                let progress = change.progress.as_ref();
                dragging::drag(transaction, tables, renaming, change.by, progress).await?
            }
            Following::Customer { change, renaming } => {
                let (by, progress) = (change.by, change.progress.as_ref());
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

    /// What has moved does not move again; in doubt it is done once more.
    async fn is_done(&self, transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
        match self.left(transaction).await {
            Ok(left) => Ok(left.total() == 0),
            Err(MoveError::Refused(_)) => Ok(false),
            Err(MoveError::Database(error)) => Err(error),
        }
    }
}
