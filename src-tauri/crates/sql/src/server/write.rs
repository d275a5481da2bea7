//! Writing on servers: one transaction, as a whole or not at all, and in doubt asked how it ended.

use std::time::Duration;

use deskbook_core::back_end::BackEndError;
use deskbook_core::moves::Moves;
use deskbook_core::server_error::{ServerError, Trouble};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::Server;
use crate::moves::MoveError;
use crate::writing::ChangeError;

/// How often a change is asked about whose connection broke at its end.
const MOST_QUESTIONS: u32 = 5;

/// What is waited between two such questions.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(400);

/// A change that can be done, and, if need be, done again.
pub(super) trait Work: Sync {
    /// Does it within a transaction, which is given up on any error.
    fn run(
        &self,
        transaction: &DatabaseTransaction,
    ) -> impl Future<Output = Result<(), ChangeError>> + Send;

    /// How long it may take; `None` for two statements.
    fn patience(&self) -> Option<Duration> {
        None
    }

    /// Whether it is stored. Waits for whoever still holds the record.
    fn is_done(
        &self,
        transaction: &DatabaseTransaction,
    ) -> impl Future<Output = Result<bool, DbErr>> + Send;
}

/// Why a transaction did not come to its end.
enum Unfinished {
    /// Nothing is stored.
    Undone(BackEndError),
    /// The connection broke while the change was being stored.
    Doubtful(ServerError),
}

impl Server {
    /// Does a change. One that stood in the way of another one is done once more: a Galera cluster says so
    /// of two changes that came together, at the end of the one that loses.
    pub(super) async fn write(&self, work: &impl Work) -> Result<(), BackEndError> {
        let first = self.write_once(work).await;
        let outcome = match first {
            Err(Unfinished::Undone(BackEndError::Server(ServerError {
                trouble: Trouble::Deadlock,
                ..
            }))) => self.write_once(work).await,
            outcome => outcome,
        };
        match outcome {
            Ok(()) => Ok(()),
            Err(Unfinished::Undone(error)) => Err(error),
            Err(Unfinished::Doubtful(error)) => self.settle(work, error).await,
        }
    }

    async fn write_once(&self, work: &impl Work) -> Result<(), Unfinished> {
        let undone = |error: ServerError| Unfinished::Undone(error.into());
        let timing = self.sessions().timing();
        let usual = timing.statement * 2 + timing.connect;
        let patience = work.patience().unwrap_or(usual);
        let mut lease = self.sessions().lease_to_write().await.map_err(undone)?;
        let transaction = lease.begin().await.map_err(undone)?;
        let done = lease.within(patience, work.run(&transaction)).await;
        match done.map_err(undone)? {
            Ok(()) => {}
            Err(error) => {
                // A connection that broke has nothing left to be undone
                drop(lease.within(timing.connect, transaction.rollback()).await);
                let error = error.told(|error| lease.failed(&error).into());
                return Err(Unfinished::Undone(error));
            }
        }
        let committed = lease.within(patience, transaction.commit()).await;
        match committed.map_err(Unfinished::Doubtful)? {
            Ok(()) => Ok(()),
            Err(error) => {
                let error = lease.failed(&error);
                // Whatever the server itself says of the end is no doubt
                Err(match error.trouble {
                    Trouble::ConnectionLost | Trouble::Silent(_) | Trouble::Other => {
                        Unfinished::Doubtful(error)
                    }
                    _ => Unfinished::Undone(error.into()),
                })
            }
        }
    }

    /// Counts what would move.
    pub(super) async fn count_moves(
        &self,
        count: impl AsyncFnOnce(&DatabaseConnection) -> Result<Result<Moves, MoveError>, DbErr>,
    ) -> Result<Moves, BackEndError> {
        let mut lease = self.sessions().lease().await?;
        let counted = lease.ask(count).await?;
        counted.map_err(|error| match error {
            MoveError::Refused(refused) => BackEndError::Move(refused),
            MoveError::Database(error) => lease.failed(&error).into(),
        })
    }

    /// Finds out how a change ended whose connection broke at its end.
    async fn settle(&self, work: &impl Work, broken: ServerError) -> Result<(), BackEndError> {
        for question in 0..MOST_QUESTIONS {
            if question > 0 {
                tokio::time::sleep(BETWEEN_QUESTIONS).await;
            }
            match self.asked_for(work).await {
                Ok(true) => return Ok(()),
                Ok(false) => return Err(broken.into()),
                Err(error) => {
                    tracing::debug!(code = ?error.code(), "it is not known yet how a change ended");
                }
            }
        }
        Err(BackEndError::Server(ServerError {
            trouble: Trouble::OutcomeUnknown,
            ..broken
        }))
    }

    async fn asked_for(&self, work: &impl Work) -> Result<bool, ServerError> {
        let patience = self.sessions().timing().connect;
        let mut lease = self.sessions().lease_to_write().await?;
        let transaction = lease.begin().await?;
        let done = lease.within(patience, work.is_done(&transaction)).await?;
        drop(lease.within(patience, transaction.rollback()).await);
        done.map_err(|error| lease.failed(&error))
    }
}
