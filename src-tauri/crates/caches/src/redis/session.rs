//! One session with Redis: signed in, in the right database.

use std::pin::Pin;
use std::time::Duration;

use deskbook_core::caches::{CacheError, RedisCache};
use deskbook_domain::secret::Secret;
use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Cmd, FromRedisValue, ProtocolVersion, RedisConnectionInfo, RedisResult,
};
use tokio::time::timeout;

use super::fault::{self, Step};
use super::wire;

type Carrier = Pin<Box<dyn Future<Output = ()> + Send>>;

/// An open session. It ends when it is dropped.
pub(super) struct Session {
    cache: RedisCache,
    connection: MultiplexedConnection,
    /// Carries what is asked and answered, until the connection breaks. It is polled beside each
    /// question, so that no task outlives the session.
    carrier: Option<Carrier>,
}

impl Session {
    /// Connects and signs in within the time.
    pub(super) async fn begin(
        cache: &RedisCache,
        password: Option<&Secret<String>>,
        limit: Duration,
    ) -> Result<Self, CacheError> {
        let begun = timeout(limit, Box::pin(Self::begin_at_leisure(cache, password))).await;
        match begun {
            Ok(begun) => begun,
            Err(_) if wire::is_in_the_clear(cache).await => Err(fault::no_tls(cache).into()),
            Err(_) => Err(fault::silent(cache, limit).into()),
        }
    }

    async fn begin_at_leisure(
        cache: &RedisCache,
        password: Option<&Secret<String>>,
    ) -> Result<Self, CacheError> {
        let stream = wire::connect(cache).await?;
        // Without a login and a database: both are asked for below, where each failure is told apart
        let info = RedisConnectionInfo::default()
            .set_protocol(ProtocolVersion::RESP2)
            .set_skip_set_lib_name();
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(None);
        let made = MultiplexedConnection::new_with_config(&info, stream, config).await;
        let (connection, carrier) =
            made.map_err(|error| fault::of_redis(&error, Step::Work, cache))?;
        let mut session = Self {
            cache: cache.clone(),
            connection,
            carrier: Some(Box::pin(carrier)),
        };
        session.sign_in(password).await?;
        if cache.database != 0 {
            let select = redis::cmd("SELECT").arg(cache.database).clone();
            session.step::<()>(&select, Step::Select).await?;
        }
        // Redis lets anybody connect, and says only at the first question who may ask
        session.step::<()>(&redis::cmd("PING"), Step::Work).await?;
        Ok(session)
    }

    async fn sign_in(&mut self, password: Option<&Secret<String>>) -> Result<(), CacheError> {
        let user = self.cache.user.as_ref().filter(|user| !user.is_empty());
        let mut auth = redis::cmd("AUTH");
        let has_password = password.is_some();
        match (user, password) {
            (None, None) => return Ok(()),
            (None, Some(password)) => auth.arg(password.expose()),
            // A user may have been made without a password, and then takes any
            (Some(user), password) => {
                let password = password.map_or("", |password| password.expose().as_str());
                auth.arg(user).arg(password)
            }
        };
        self.step(&auth, Step::SignIn { has_password }).await
    }

    /// Asks something.
    pub(super) async fn ask<T: FromRedisValue>(&mut self, command: &Cmd) -> Result<T, CacheError> {
        self.step(command, Step::Work).await
    }

    async fn step<T: FromRedisValue>(
        &mut self,
        command: &Cmd,
        step: Step,
    ) -> Result<T, CacheError> {
        let answer = self.carried(command).await;
        answer.map_err(|error| fault::of_redis(&error, step, &self.cache))
    }

    async fn carried<T: FromRedisValue>(&mut self, command: &Cmd) -> RedisResult<T> {
        let mut answer = Box::pin(command.query_async(&mut self.connection));
        if let Some(carrier) = &mut self.carrier {
            tokio::select! {
                biased;
                answer = &mut answer => return answer,
                () = carrier => self.carrier = None,
            }
        }
        // It was answered with the last breath, or hears that the connection broke
        answer.await
    }
}
