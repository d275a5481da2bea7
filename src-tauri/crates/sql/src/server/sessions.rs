//! The sessions of one database: borrowed for a statement, kept for the next one, thrown away when
//! something broke.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use deskbook_core::connecting::{SharedPassword, Timing, Typed};
use deskbook_core::secrets::SecretError;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_domain::secret::Secret;
use deskbook_domain::source::{SessionSetting, SourceId};
use deskbook_transport::Door;
use sea_orm::{
    AccessMode, ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, QueryResult,
    TransactionTrait as _,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

use super::connect::{Session, connect};
use super::fault::{of_db, silent};
use crate::dialect::Sql;

/// Statements at work at the same time.
const MOST_SESSIONS: usize = 6;

/// After so much rest a session is asked whether it is still there before it is used.
const REST: std::time::Duration = std::time::Duration::from_secs(15);

/// What sessions begin with.
pub(super) struct Beginning {
    pub(super) address: DatabaseAddress,
    pub(super) password: SharedPassword,
    pub(super) timing: Timing,
    /// What is set.
    pub(super) settings: Vec<SessionSetting>,
    /// The source whose own database it is.
    pub(super) source: Option<SourceId>,
    /// Called when another host lets us in than before.
    pub(super) on_other_host: Box<dyn Fn() + Send + Sync>,
}

/// All sessions of one database.
pub(super) struct Sessions {
    address: DatabaseAddress,
    password: SharedPassword,
    timing: Timing,
    settings: Vec<SessionSetting>,
    source: Option<SourceId>,
    on_other_host: Box<dyn Fn() + Send + Sync>,
    door: Door,
    answering: Mutex<Option<Host>>,
    idle: Mutex<Vec<Resting>>,
    places: Arc<Semaphore>,
}

struct Resting {
    session: Session,
    since: Instant,
    /// Another connection broke meanwhile: what broke it may have broken this one too.
    is_doubted: bool,
}

/// What a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Reading,
    Writing,
}

impl Purpose {
    fn is_met_by(self, session: &Session) -> bool {
        self == Self::Reading || !session.reads_only
    }
}

impl Sessions {
    pub(super) fn new(begin: Beginning) -> Self {
        let Beginning {
            address,
            password,
            timing,
            settings,
            source,
            on_other_host,
        } = begin;
        Self {
            address,
            password,
            timing,
            settings,
            source,
            on_other_host,
            door: Door::default(),
            answering: Mutex::default(),
            idle: Mutex::default(),
            places: Arc::new(Semaphore::new(MOST_SESSIONS)),
        }
    }

    pub(super) const fn timing(&self) -> Timing {
        self.timing
    }

    /// The database that they are in.
    pub(super) fn database(&self) -> &str {
        &self.address.database
    }

    /// A session for one piece of work.
    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease, ServerError> {
        self.lease_for(Purpose::Reading).await
    }

    /// A session with a host that takes changes: of several hosts some may be replicas.
    pub(super) async fn lease_to_write(self: &Arc<Self>) -> Result<Lease, ServerError> {
        self.lease_for(Purpose::Writing).await
    }

    async fn lease_for(self: &Arc<Self>, purpose: Purpose) -> Result<Lease, ServerError> {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| self.error(Trouble::ConnectionLost))?;
        let session = match self.rested(|session| purpose.is_met_by(session)).await {
            Some(session) => session,
            None => self.enter(purpose).await?,
        };
        Ok(Lease {
            session: Some(session),
            busy: false,
            sessions: Arc::clone(self),
            _place: place,
        })
    }

    /// A session that was kept and is still there.
    async fn rested(&self, fits: impl Fn(&Session) -> bool) -> Option<Session> {
        loop {
            let resting = {
                let mut idle = self.lock();
                let at = idle.iter().rposition(|resting| fits(&resting.session))?;
                idle.remove(at)
            };
            if !resting.is_doubted && resting.since.elapsed() < REST {
                return Some(resting.session);
            }
            let alive = timeout(self.timing.connect, resting.session.ping()).await;
            if matches!(alive, Ok(Ok(()))) {
                return Some(resting.session);
            }
            resting.session.abandon();
        }
    }

    /// A new session. Whoever waits for it may cease to: a login that was begun comes to its end all the
    /// same, since a refusal that nobody heard would be asked for again with each key that is pressed.
    async fn enter(self: &Arc<Self>, purpose: Purpose) -> Result<Session, ServerError> {
        let (told, hears) = oneshot::channel();
        let sessions = Arc::clone(self);
        tokio::spawn(async move {
            let outcome = sessions.door.pass(sessions.begin(purpose)).await;
            let outcome = outcome.flatten();
            if let Err(Ok(unwanted)) = told.send(outcome) {
                sessions.keep(unwanted);
            }
        });
        hears
            .await
            .unwrap_or_else(|_| Err(self.error(Trouble::ConnectionLost)))
    }

    /// A person did something: the next login is tried.
    pub(super) fn admit(&self) {
        self.door.admit();
    }

    /// The host that let us in last.
    pub(super) fn answering(&self) -> Option<Host> {
        let answering = self.answering.lock();
        answering.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note_answering(&self, host: &Host) {
        let answering = self.answering.lock();
        let mut answering = answering.unwrap_or_else(PoisonError::into_inner);
        if answering.as_ref() != Some(host) {
            *answering = Some(host.clone());
            drop(answering);
            (self.on_other_host)();
        }
    }

    /// A new session with the first host that lets us in. What one host says of the login holds for all
    /// of them, so that no account is locked by one typing error. The inner error is of hosts that let us
    /// in, but only to read: it says nothing of the login.
    async fn begin(&self, purpose: Purpose) -> Result<Result<Session, ServerError>, ServerError> {
        let password = self.password().await?;
        let mut failure = None;
        let mut reading_only = None;
        for host in &self.address.hosts {
            let begun = connect(&self.address, host, &password, self.timing, &self.settings).await;
            match begun {
                Ok(mut session) => {
                    session.place.source = self.source;
                    if purpose.is_met_by(&session) {
                        self.note_answering(host);
                        return Ok(Ok(session));
                    }
                    reading_only = Some(ServerError {
                        trouble: Trouble::ServerReadOnly,
                        place: session.place.clone(),
                        source: None,
                    });
                    self.keep(session);
                }
                Err(error) if is_final(&error.trouble) => return Err(self.of_source(error)),
                Err(error) => failure = failure.or(Some(self.of_source(error))),
            }
        }
        match reading_only {
            Some(error) => Ok(Err(error)),
            None => Err(failure.unwrap_or_else(|| self.error(Trouble::HostUnknown))),
        }
    }

    fn of_source(&self, mut error: ServerError) -> ServerError {
        error.place.source = self.source;
        error
    }

    async fn password(&self) -> Result<Secret<String>, ServerError> {
        let password = self.password.password().await;
        let password = password.map_err(|error| ServerError {
            trouble: match error {
                SecretError::Locked(_) | SecretError::NoAnswer { .. } => Trouble::KeyringLocked,
                SecretError::Failed(_) => Trouble::KeyringFailed,
            },
            place: self.place(),
            source: Some(Arc::new(error)),
        })?;
        password.ok_or_else(|| self.error(Trouble::PasswordMissing))
    }

    /// Ends a statement at the server, from a session beside it. Whatever comes of it, it is tried once.
    async fn cancel(&self, host: Host, statement: String) {
        let Ok(password) = self.password().await else {
            return;
        };
        let side = connect(&self.address, &host, &password, self.timing, &[]);
        if let Ok(side) = self.door.pass(side).await {
            let done = timeout(self.timing.connect, side.execute(&statement)).await;
            tracing::debug!(ended = matches!(done, Ok(Ok(()))), "a statement was ended");
            side.abandon();
        }
    }

    pub(super) async fn close(&self) {
        self.places.close();
        let idle = std::mem::take(&mut *self.lock());
        for resting in idle {
            resting.session.close().await;
        }
    }

    fn keep(&self, session: Session) {
        if self.places.is_closed() {
            session.abandon();
            return;
        }
        self.lock().push(Resting {
            session,
            since: Instant::now(),
            is_doubted: false,
        });
    }

    /// No session that rests is used any more without asking whether it is still there.
    fn doubt_all(&self) {
        for resting in self.lock().iter_mut() {
            resting.is_doubted = true;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Resting>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self) -> ServerPlace {
        ServerPlace {
            host: self
                .address
                .hosts
                .first()
                .map_or_else(Box::default, |host| host.to_string().into()),
            database: self.address.database.as_str().into(),
            user: self.address.user.as_str().into(),
            source: self.source,
        }
    }

    fn error(&self, trouble: Trouble) -> ServerError {
        ServerError {
            trouble,
            place: self.place(),
            source: None,
        }
    }
}

/// Logs in once, with the first host that answers, and leaves again.
pub(super) async fn log_in(
    address: &DatabaseAddress,
    password: &Secret<String>,
    timing: Timing,
) -> Result<(), ServerError> {
    let password = Secret::new(password.expose().clone());
    let sessions = Sessions::new(Beginning {
        address: address.clone(),
        password: Arc::new(Typed(password)),
        timing,
        settings: Vec::new(),
        source: None,
        on_other_host: Box::new(|| {}),
    });
    sessions.begin(Purpose::Reading).await??.close().await;
    Ok(())
}

/// Whether the other hosts would say the same.
pub(super) fn is_final(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::RefusedLogin
            | Trouble::DatabaseUnknown
            | Trouble::DatabaseHidden
            | Trouble::CertificateFile
    )
}

/// A session that is in use. Dropped in the middle of a statement it ends the statement at the server.
pub(super) struct Lease {
    session: Option<Session>,
    busy: bool,
    sessions: Arc<Sessions>,
    _place: OwnedSemaphorePermit,
}

impl Lease {
    /// Whether the server only reads.
    pub(super) fn reads_only(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.reads_only)
    }

    /// Whom it speaks with.
    pub(super) fn host(&self) -> Box<str> {
        self.place().host
    }

    /// What the server calls the session.
    pub(super) fn number(&self) -> String {
        let session = self.session.as_ref();
        session.map_or_else(String::new, |session| session.number.to_string())
    }

    /// A column of a row as text.
    pub(super) fn text(
        &self,
        row: &QueryResult,
        index: usize,
    ) -> Result<Option<String>, ServerError> {
        row.try_get_by_index(index)
            .map_err(|error| of_db(&error, &self.place()))
    }

    /// What was read of a row.
    pub(super) fn told<A>(&self, read: Result<A, DbErr>) -> Result<A, ServerError> {
        read.map_err(|error| of_db(&error, &self.place()))
    }

    /// The error of a server that does not answer.
    pub(super) fn silent(&self, waited: std::time::Duration) -> ServerError {
        silent(self.place(), waited)
    }

    fn place(&self) -> ServerPlace {
        let session = self.session.as_ref();
        session.map_or_else(|| self.sessions.place(), |session| session.place.clone())
    }

    /// The rows of a statement.
    pub(super) async fn rows(&mut self, sql: &Sql) -> Result<Vec<QueryResult>, ServerError> {
        let statement = sql.statement();
        self.ask(async |db| db.query_all_raw(statement).await).await
    }

    /// Works with the connection, no longer than a statement may take.
    pub(super) async fn ask<A>(
        &mut self,
        work: impl AsyncFnOnce(&DatabaseConnection) -> Result<A, DbErr>,
    ) -> Result<A, ServerError> {
        let Some(session) = &self.session else {
            return Err(self.sessions.error(Trouble::ConnectionLost));
        };
        let place = session.place.clone();
        self.busy = true;
        // The server is to end it first, with words of its own
        let patience = self.sessions.timing.statement + self.sessions.timing.connect;
        let outcome = timeout(patience, Box::pin(work(&session.db))).await;
        let Ok(outcome) = outcome else {
            return Err(silent(place, patience));
        };
        self.busy = false;
        outcome.map_err(|error| {
            let error = of_db(&error, &place);
            self.let_go_after(&error);
            error
        })
    }

    /// Begins to write. The transaction is not to be left open: [`Self::within`] ends it.
    pub(super) async fn begin(&mut self) -> Result<DatabaseTransaction, ServerError> {
        self.ask(async |db| {
            db.begin_with_config(None, Some(AccessMode::ReadWrite))
                .await
        })
        .await
    }

    /// Works within a transaction, no longer than `patience`. A lease that is dropped meanwhile gives up
    /// the connection, and with it the transaction.
    pub(super) async fn within<A>(
        &mut self,
        patience: std::time::Duration,
        work: impl Future<Output = A>,
    ) -> Result<A, ServerError> {
        self.busy = true;
        let outcome = timeout(patience, Box::pin(work)).await;
        let outcome = outcome.map_err(|_| silent(self.place(), patience))?;
        self.busy = false;
        Ok(outcome)
    }

    /// Error of the database within a transaction.
    pub(super) fn failed(&mut self, error: &DbErr) -> ServerError {
        let error = of_db(error, &self.place());
        self.let_go_after(&error);
        error
    }

    fn let_go_after(&mut self, error: &ServerError) {
        if error.ends_connection()
            && let Some(session) = self.session.take()
        {
            session.abandon();
        }
        if error.trouble == Trouble::ConnectionLost {
            self.sessions.doubt_all();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        if !self.busy {
            self.sessions.keep(session);
            return;
        }
        let sessions = Arc::clone(&self.sessions);
        let (host, statement) = (session.host.clone(), session.cancel_statement());
        session.abandon();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let cancel: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> =
                Box::pin(async move { sessions.cancel(host, statement).await });
            runtime.spawn(cancel);
        }
    }
}
