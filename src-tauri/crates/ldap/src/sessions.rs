//! The conversations with one directory: borrowed for a search, kept for the next one, thrown away when
//! something broke.
//!
//! Each search has a conversation of its own, since a directory need not keep more than one place in a
//! result per connection (OpenLDAP keeps one).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use deskbook_core::connecting::{Services, SharedPassword, Timing};
use deskbook_core::health::HealthListener;
use deskbook_core::secrets::SecretError;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::database::Host;
use deskbook_domain::directory::Directory;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::SourceId;
use deskbook_transport::Door;
use ldap3::Ldap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::connect::{Session, connect, place_of};
use crate::fault::{plain, silent, told};
use crate::hosts::hosts;

/// Searches at work at the same time.
const MOST_SESSIONS: usize = 6;

/// How long telling a directory that nobody waits any more may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// The conversations with one directory.
pub(crate) struct Sessions {
    pub(crate) directory: Directory,
    password: SharedPassword,
    pub(crate) timing: Timing,
    source: SourceId,
    door: Door,
    places: Arc<Semaphore>,
    known: Mutex<Known>,
    services: Arc<dyn Services>,
    listener: Arc<dyn HealthListener>,
}

#[derive(Default)]
struct Known {
    idle: Vec<Session>,
    answering: Option<Host>,
    closed: bool,
}

impl Sessions {
    pub(crate) fn new(
        directory: Directory,
        password: SharedPassword,
        timing: Timing,
        source: SourceId,
        services: Arc<dyn Services>,
        listener: Arc<dyn HealthListener>,
    ) -> Self {
        Self {
            directory,
            password,
            timing,
            source,
            door: Door::default(),
            places: Arc::new(Semaphore::new(MOST_SESSIONS)),
            known: Mutex::default(),
            services,
            listener,
        }
    }

    /// How long one answer may take.
    pub(crate) fn patience(&self) -> Duration {
        self.directory.timeout.unwrap_or(self.timing.statement)
    }

    /// A conversation to search in: one that rests, else a new one.
    pub(crate) async fn lease(self: &Arc<Self>) -> Result<Lease, ServerError> {
        let place = timeout(self.patience(), Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else {
            return Err(self.at(silent(&self.anywhere(), self.patience())));
        };
        if let Some(session) = self.rested() {
            return Ok(Lease::new(session, Origin::Rested, self, place));
        }
        let session = self.door.pass(self.connect()).await;
        let session = session.map_err(|error| self.at(error))?;
        self.note_answering(&session.host);
        Ok(Lease::new(session, Origin::New, self, place))
    }

    /// A person did something: the next login is tried.
    pub(crate) fn admit(&self) {
        self.door.admit();
    }

    /// The host that let us in last.
    pub(crate) fn answering(&self) -> Option<Host> {
        self.lock().answering.clone()
    }

    /// Ends those that rest, now, and the others when they are given back.
    pub(crate) async fn close(&self) {
        let idle = {
            let mut known = self.lock();
            known.closed = true;
            std::mem::take(&mut known.idle)
        };
        for session in idle {
            session.close().await;
        }
    }

    /// Those that rest are of no use: the server ended one, and so most likely all.
    pub(crate) fn forget_rested(&self) {
        let idle = std::mem::take(&mut self.lock().idle);
        for session in idle {
            session.leave();
        }
    }

    fn rested(&self) -> Option<Session> {
        let mut known = self.lock();
        while let Some(mut session) = known.idle.pop() {
            if session.is_open() {
                return Some(session);
            }
        }
        None
    }

    /// The first host that lets us in. What one of them says of the login holds for all.
    async fn connect(&self) -> Result<Session, ServerError> {
        let password = self.password().await?;
        let mut failure = None;
        for host in hosts(&self.directory, self.services.as_ref()).await {
            let connected = match host {
                Ok(host) => connect(&self.directory, &host, password.as_ref(), self.timing).await,
                Err(error) => Err(error),
            };
            match connected {
                Ok(session) => return Ok(session),
                Err(error) if is_final(&error.trouble) => return Err(error),
                Err(error) => failure = Some(error),
            }
        }
        Err(failure.unwrap_or_else(|| plain(Trouble::HostUnreachable, &self.anywhere())))
    }

    async fn password(&self) -> Result<Option<Secret<String>>, ServerError> {
        if !self.directory.needs_password() {
            return Ok(None);
        }
        let place = self.anywhere();
        match self.password.password().await {
            Ok(Some(password)) => Ok(Some(password)),
            Ok(None) => Err(plain(Trouble::PasswordMissing, &place)),
            Err(error @ SecretError::Locked(_)) => Err(told(Trouble::KeyringLocked, &place, error)),
            Err(error) => Err(told(Trouble::KeyringFailed, &place, error)),
        }
    }

    fn note_answering(&self, host: &Host) {
        let before = self.lock().answering.replace(host.clone());
        if before.is_some_and(|before| before != *host) {
            self.listener.health_changed();
        }
    }

    /// The place where something would be done if it were known where.
    pub(crate) fn anywhere(&self) -> ServerPlace {
        let host = self.directory.hosts.first();
        host.map_or_else(ServerPlace::default, |host| place_of(&self.directory, host))
    }

    pub(crate) fn at(&self, error: ServerError) -> ServerError {
        ServerError {
            place: ServerPlace {
                source: Some(self.source),
                ..error.place
            },
            ..error
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether it would be the same with any other host.
pub(crate) fn is_final(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::RefusedLogin
            | Trouble::PasswordMissing
            | Trouble::KeyringLocked
            | Trouble::KeyringFailed
            | Trouble::CertificateFile
    )
}

/// Where a conversation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was begun just now.
    New,
    /// It rested: the server may have ended it meanwhile.
    Rested,
}

/// A conversation that is used. It goes back when it is dropped, unless something broke or a search still
/// runs in it: then the directory is told that nobody waits any more, and it is thrown away.
pub(crate) struct Lease {
    session: Option<Session>,
    pub(crate) origin: Origin,
    home: Arc<Sessions>,
    /// The number of the search that runs.
    pub(crate) running: Option<i32>,
    broken: bool,
    _place: OwnedSemaphorePermit,
}

impl Lease {
    fn new(
        session: Session,
        origin: Origin,
        home: &Arc<Sessions>,
        place: OwnedSemaphorePermit,
    ) -> Self {
        Self {
            session: Some(session),
            origin,
            home: Arc::clone(home),
            running: None,
            broken: false,
            _place: place,
        }
    }

    /// Who asks in it.
    pub(crate) fn ldap(&self) -> Option<Ldap> {
        self.session.as_ref().map(|session| session.ldap.clone())
    }

    pub(crate) fn place(&self) -> ServerPlace {
        let session = self.session.as_ref();
        session.map_or_else(|| self.home.anywhere(), |session| session.place.clone())
    }

    /// It is of no use any more.
    pub(crate) fn break_off(&mut self) {
        self.broken = true;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else {
            return;
        };
        if let Some(number) = self.running.take() {
            abandon(session, number);
            return;
        }
        let mut known = self.home.lock();
        if self.broken || known.closed {
            drop(known);
            session.leave();
        } else {
            known.idle.push(session);
        }
    }
}

/// Tells the directory that nobody waits for a search, and takes leave.
fn abandon(mut session: Session, number: i32) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(async move {
            drop(timeout(FAREWELL, session.ldap.abandon(number)).await);
            session.close().await;
        });
    }
}
