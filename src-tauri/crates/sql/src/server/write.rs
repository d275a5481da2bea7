//! Writing on servers: one transaction, as a whole or not at all, and in doubt asked how it ended.

use std::time::Duration;

use deskbook_core::back_end::BackEndError;
use deskbook_core::moves::Moves;
use deskbook_core::server_error::{ServerError, Trouble};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, QueryResult};

use super::Server;
use super::sessions::Lease;
use crate::dialect::{Dialect, Sql};
use crate::moves::MoveError;
use crate::writing::ChangeError;

/// How often a server is asked in vain about a change whose connection broke at its end.
const MOST_QUESTIONS: u32 = 5;

/// How often one is asked that has not come to the end of the change yet: for ten seconds.
const MOST_WAITS: u32 = 25;

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

    /// How it ended, by what is stored now. Asked where the server does not know of transactions that are
    /// over, and only once the session is gone that did it.
    fn ending(
        &self,
        transaction: &DatabaseTransaction,
    ) -> impl Future<Output = Result<Ending, DbErr>> + Send;
}

/// How a change ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Stored,
    NotStored,
    /// It still goes on.
    UnderWay,
    /// Nobody can tell.
    Unclear,
}

/// What the server calls a change, to be asked how it ended.
struct Trace {
    /// The host: another one may not have heard of it yet.
    host: Box<str>,
    /// The number of its transaction on PostgreSQL, of its session on MySQL.
    number: String,
}

/// Why a transaction did not come to its end.
enum Unfinished {
    /// Nothing is stored.
    Undone(BackEndError),
    /// The connection broke while the change was being stored.
    Doubtful(Trace, ServerError),
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
            Err(Unfinished::Undone(error)) => Err(error.of_a_change()),
            Err(Unfinished::Doubtful(trace, error)) => self.settle(work, &trace, error).await,
        }
    }

    async fn write_once(&self, work: &impl Work) -> Result<(), Unfinished> {
        let undone = |error: ServerError| Unfinished::Undone(error.into());
        let timing = self.sessions().timing();
        let usual = timing.statement * 2 + timing.connect;
        let patience = work.patience().unwrap_or(usual);
        let mut lease = self.sessions().lease_to_write().await.map_err(undone)?;
        let transaction = lease.begin().await.map_err(undone)?;
        let session = lease.number();
        let done = async {
            work.run(&transaction).await?;
            Ok::<_, ChangeError>(match self.dialect() {
                Dialect::PostgreSql => number_of(&transaction).await?,
                Dialect::MySql | Dialect::Sqlite => session,
            })
        };
        let done = lease.within(patience, done).await;
        let number = match done.map_err(undone)? {
            Ok(number) => number,
            Err(error) => {
                // A connection that broke has nothing left to be undone
                drop(lease.within(timing.connect, transaction.rollback()).await);
                let error = error.told(|error| lease.failed(&error).into());
                return Err(Unfinished::Undone(error));
            }
        };
        let trace = Trace {
            host: lease.host(),
            number,
        };
        match lease.within(patience, transaction.commit()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                let error = lease.failed(&error);
                // Whatever the server itself says of the end is no doubt
                Err(match error.trouble {
                    Trouble::ConnectionLost | Trouble::Silent(_) | Trouble::Other => {
                        Unfinished::Doubtful(trace, error)
                    }
                    _ => Unfinished::Undone(error.into()),
                })
            }
            Err(silent) => Err(Unfinished::Doubtful(trace, silent)),
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
    async fn settle(
        &self,
        work: &impl Work,
        trace: &Trace,
        broken: ServerError,
    ) -> Result<(), BackEndError> {
        let (mut questions, mut waits) = (0, 0);
        while questions < MOST_QUESTIONS && waits < MOST_WAITS {
            match self.ending_of(work, trace).await {
                Ok(Ending::Stored) => return Ok(()),
                Ok(Ending::NotStored) => return Err(BackEndError::from(broken).of_a_change()),
                Ok(Ending::Unclear) => break,
                Ok(Ending::UnderWay) => waits += 1,
                Err(error) => {
                    tracing::debug!(code = ?error.code(), "it is not known yet how a change ended");
                    questions += 1;
                }
            }
            tokio::time::sleep(BETWEEN_QUESTIONS).await;
        }
        Err(BackEndError::Server(ServerError {
            trouble: Trouble::OutcomeUnknown,
            ..broken
        }))
    }

    async fn ending_of(&self, work: &impl Work, trace: &Trace) -> Result<Ending, ServerError> {
        let mut lease = self.sessions().lease_to_write().await?;
        let ending = match self.dialect() {
            Dialect::PostgreSql => ending_on_postgresql(&mut lease, trace).await?,
            Dialect::MySql | Dialect::Sqlite => {
                if is_at_work(&mut lease, trace).await? {
                    return Ok(Ending::UnderWay);
                }
                let patience = self.sessions().timing().connect;
                let transaction = lease.begin().await?;
                let ending = lease.within(patience, work.ending(&transaction)).await?;
                drop(lease.within(patience, transaction.rollback()).await);
                ending.map_err(|error| lease.failed(&error))?
            }
        };
        Ok(match ending {
            Ending::NotStored if lease.host() != trace.host => Ending::Unclear,
            ending => ending,
        })
    }
}

/// What PostgreSQL calls a transaction.
async fn number_of(transaction: &DatabaseTransaction) -> Result<String, DbErr> {
    let sql = Sql::new(Dialect::PostgreSql, "SELECT CAST(txid_current() AS TEXT)");
    text_in(transaction.query_one_raw(sql.statement()).await?)
}

/// PostgreSQL knows of every transaction how it ended, unless it is long ago. A row that is being added is
/// nothing that anybody could wait for there.
async fn ending_on_postgresql(lease: &mut Lease, trace: &Trace) -> Result<Ending, ServerError> {
    let mut sql = Sql::new(Dialect::PostgreSql, "SELECT txid_status(CAST(");
    sql.bind(trace.number.as_str()).push(" AS BIGINT))");
    let told = lease
        .ask(async |db| text_in(db.query_one_raw(sql.statement()).await?))
        .await?;
    Ok(match told.as_str() {
        "committed" => Ending::Stored,
        "aborted" => Ending::NotStored,
        "in progress" => Ending::UnderWay,
        _ => Ending::Unclear,
    })
}

/// Whether the session that made a change is still there: its transaction ends before it goes.
async fn is_at_work(lease: &mut Lease, trace: &Trace) -> Result<bool, ServerError> {
    let sql = "SELECT CAST(COUNT(*) AS CHAR) FROM information_schema.processlist WHERE id = ";
    let mut sql = Sql::new(Dialect::MySql, sql);
    sql.bind(trace.number.as_str());
    let count = lease
        .ask(async |db| text_in(db.query_one_raw(sql.statement()).await?))
        .await?;
    Ok(count != "0")
}

/// The first column of a row as text.
fn text_in(row: Option<QueryResult>) -> Result<String, DbErr> {
    let text = row.map(|row| row.try_get_by_index::<Option<String>>(0));
    Ok(text.transpose()?.flatten().unwrap_or_default())
}
