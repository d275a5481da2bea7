//! One session with one host.

use std::time::Duration;

use deskbook_core::connecting::Timing;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::database::{DatabaseAddress, Engine, Host, Tls, TlsMode};
use deskbook_domain::secret::Secret;
use deskbook_domain::source::SessionSetting;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sea_orm::sqlx::ConnectOptions as _;
use sea_orm::sqlx::Database;
use sea_orm::sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlSslMode};
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DbErr, SqlxMySqlConnector, SqlxPostgresConnector,
    Statement,
};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::certificate::is_self_signed;
use super::fault::{of_db, of_io, of_sqlx, silent};
use crate::dialect::Dialect;

/// How long somebody else may hold a row or a whole table: a save looks at it before it writes it, and
/// nobody can tell a lock from a slow server.
const LOCK_PATIENCE: Duration = Duration::from_secs(8);

/// Longer than anybody waits.
const NEVER: Duration = Duration::from_hours(24);

/// Where a pool finds nobody when it would make a second connection in place of a broken one: that one
/// would lack all that a session begins with.
const NOWHERE: &str = "/deskbook/no/second/connection";

/// An open session. It cannot write: whatever was asked of it, the server refuses.
pub(super) struct Session {
    pub(super) db: DatabaseConnection,
    pub(super) host: Host,
    pub(super) place: ServerPlace,
    pub(super) engine: Engine,
    /// What the server calls it, for ending its statement from outside, and for asking whether it is gone.
    pub(super) number: i64,
    /// As the server calls itself: `MariaDB 10.11.19`.
    pub(super) server: String,
    /// The server only reads: a replica, or one that was told so.
    pub(super) reads_only: bool,
}

impl Session {
    pub(super) async fn ping(&self) -> Result<(), DbErr> {
        self.execute("SELECT 1").await
    }

    pub(super) async fn execute(&self, sql: &str) -> Result<(), DbErr> {
        self.db.execute_unprepared(sql).await.map(|_| ())
    }

    /// What ends a statement of this session.
    pub(super) fn cancel_statement(&self) -> String {
        match self.engine {
            Engine::MySql => format!("KILL QUERY {}", self.number),
            Engine::PostgreSql => format!("SELECT pg_cancel_backend({})", self.number),
        }
    }

    pub(super) async fn close(self) {
        // It ends either way
        drop(self.db.close().await);
    }

    /// Lets go of it without waiting for the server.
    pub(super) fn abandon(self) {
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                drop(timeout(Duration::from_secs(1), self.db.close()).await);
            });
        }
    }
}

/// Begins a session. Everything is done within the time for connecting.
pub(super) async fn connect(
    address: &DatabaseAddress,
    host: &Host,
    password: &Secret<String>,
    timing: Timing,
    settings: &[SessionSetting],
) -> Result<Session, ServerError> {
    let place = ServerPlace {
        host: host.to_string().into(),
        database: address.database.as_str().into(),
        user: address.user.as_str().into(),
        source: None,
    };
    let begin = begin(address, host, password, timing, settings, &place);
    let outcome = timeout(timing.connect, Box::pin(begin)).await;
    match outcome.unwrap_or_else(|_| Err(silent(place, timing.connect))) {
        Err(error) if error.trouble == Trouble::CertificateUntrusted => {
            let signed_itself = timeout(timing.connect, is_self_signed(host, address.engine)).await;
            Err(if matches!(signed_itself, Ok(true)) {
                ServerError {
                    trouble: Trouble::CertificateSelfSigned,
                    ..error
                }
            } else {
                error
            })
        }
        outcome => outcome,
    }
}

async fn begin(
    address: &DatabaseAddress,
    host: &Host,
    password: &Secret<String>,
    timing: Timing,
    settings: &[SessionSetting],
    place: &ServerPlace,
) -> Result<Session, ServerError> {
    reach(host, place).await?;
    let files = Files::read(&address.tls, place).await?;
    let refused = |error: &sea_orm::sqlx::Error| before_any_table(of_sqlx(error, place));
    let db = match address.engine {
        Engine::MySql => {
            let options = mysql_options(address, host, password, files);
            let pool = one(MySqlPoolOptions::new());
            let pool = pool.connect_with(options.clone()).await;
            let pool = pool.map_err(|error| refused(&error))?;
            pool.set_connect_options(options.socket(NOWHERE));
            SqlxMySqlConnector::from_sqlx_mysql_pool(pool)
        }
        Engine::PostgreSql => {
            let options = postgresql_options(address, host, password, files);
            let pool = one(PgPoolOptions::new());
            let pool = pool.connect_with(options.clone()).await;
            let pool = pool.map_err(|error| refused(&error))?;
            pool.set_connect_options(options.socket(NOWHERE));
            SqlxPostgresConnector::from_sqlx_postgres_pool(pool)
        }
    };
    let told = |error: DbErr| of_db(&error, place);
    for statement in opening(address.engine, settings) {
        db.execute_unprepared(&statement).await.map_err(told)?;
    }
    let facts = Facts::read(&db, address.engine).await.map_err(told)?;
    let limit = facts.statement_limit(address.engine, timing.statement);
    db.execute_unprepared(&limit).await.map_err(told)?;
    Ok(Session {
        db,
        host: host.clone(),
        place: place.clone(),
        engine: address.engine,
        number: facts.number,
        reads_only: facts.reads_only,
        server: facts.server,
    })
}

/// A right that is missing while nobody asked for a table yet is one to the database.
fn before_any_table(error: ServerError) -> ServerError {
    match error.trouble {
        Trouble::GrantMissing(_) => ServerError {
            trouble: Trouble::DatabaseHidden,
            ..error
        },
        _ => error,
    }
}

/// A host whose name is unknown is told as such, before a connection to it fails for no clear reason.
pub(super) async fn resolve(
    host: &Host,
    place: &ServerPlace,
) -> Result<Vec<std::net::SocketAddr>, ServerError> {
    let found = tokio::net::lookup_host((host.name.as_str(), host.port)).await;
    match found {
        Ok(addresses) => Ok(addresses.collect()),
        Err(error) => Err(ServerError {
            trouble: Trouble::HostUnknown,
            place: place.clone(),
            source: Some(std::sync::Arc::new(error)),
        }),
    }
}

/// A host that nobody listens on is told at once: a pool would go on trying.
async fn reach(host: &Host, place: &ServerPlace) -> Result<(), ServerError> {
    resolve(host, place).await?;
    let reached = TcpStream::connect((host.name.as_str(), host.port)).await;
    reached.map(drop).map_err(|error| of_io(error, place))
}

/// Certificates and key, read before anything is sent.
struct Files {
    ca: Option<Vec<u8>>,
    client: Option<(Vec<u8>, Vec<u8>)>,
}

impl Files {
    async fn read(tls: &Tls, place: &ServerPlace) -> Result<Self, ServerError> {
        let read = async |path: &String| {
            tokio::fs::read(path).await.map_err(|error| ServerError {
                trouble: Trouble::CertificateFile,
                place: place.clone(),
                source: Some(std::sync::Arc::new(error)),
            })
        };
        let ca = match &tls.ca_file {
            Some(path) => Some(read(path).await?),
            None => None,
        };
        let client = match &tls.client {
            Some(files) => Some((
                read(&files.certificate_file).await?,
                read(&files.key_file).await?,
            )),
            None => None,
        };
        let files = Self { ca, client };
        files.check().map_err(|error| ServerError {
            trouble: Trouble::CertificateFile,
            place: place.clone(),
            source: Some(std::sync::Arc::new(error)),
        })?;
        Ok(files)
    }

    /// What holds no certificate or key is told before anything is sent.
    fn check(&self) -> Result<(), pem::Error> {
        let chain = |file: &[u8]| {
            let certificates =
                CertificateDer::pem_slice_iter(file).collect::<Result<Vec<_>, _>>()?;
            if certificates.is_empty() {
                return Err(pem::Error::NoItemsFound);
            }
            Ok(())
        };
        if let Some(ca) = &self.ca {
            chain(ca)?;
        }
        if let Some((certificate, key)) = &self.client {
            chain(certificate)?;
            PrivateKeyDer::from_pem_slice(key)?;
        }
        Ok(())
    }
}

fn mysql_options(
    address: &DatabaseAddress,
    host: &Host,
    password: &Secret<String>,
    files: Files,
) -> MySqlConnectOptions {
    let mut options = MySqlConnectOptions::new()
        .host(&host.name)
        .port(host.port)
        .username(&address.user)
        .password(password.expose())
        .database(&address.database)
        .charset("utf8mb4")
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .ssl_mode(match address.tls.mode {
            TlsMode::Disable => MySqlSslMode::Disabled,
            TlsMode::Require => MySqlSslMode::Required,
            TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
            TlsMode::VerifyFull => MySqlSslMode::VerifyIdentity,
        })
        .disable_statement_logging();
    if let Some(ca) = files.ca {
        options = options.ssl_ca_from_pem(ca);
    }
    if let Some((certificate, key)) = files.client {
        options = options
            .ssl_client_cert_from_pem(certificate)
            .ssl_client_key_from_pem(key);
    }
    options
}

fn postgresql_options(
    address: &DatabaseAddress,
    host: &Host,
    password: &Secret<String>,
    files: Files,
) -> PgConnectOptions {
    let mut options = PgConnectOptions::new_without_pgpass()
        .host(&host.name)
        .port(host.port)
        .username(&address.user)
        .password(password.expose())
        .database(&address.database)
        .application_name("Deskbook")
        .ssl_mode(match address.tls.mode {
            TlsMode::Disable => PgSslMode::Disable,
            TlsMode::Require => PgSslMode::Require,
            TlsMode::VerifyCa => PgSslMode::VerifyCa,
            TlsMode::VerifyFull => PgSslMode::VerifyFull,
        })
        .disable_statement_logging();
    // Without a file none: the driver would look into the environment
    options = options.ssl_root_cert_from_pem(files.ca.unwrap_or_default());
    if let Some((certificate, key)) = files.client {
        options = options
            .ssl_client_cert_from_pem(certificate)
            .ssl_client_key_from_pem(key);
    }
    options
}

/// A pool of one: a session is one connection, and no other takes its place unseen.
fn one<D: Database>(options: PoolOptions<D>) -> PoolOptions<D> {
    options
        .max_connections(1)
        .min_connections(0)
        // Whoever uses the session has a limit of its own, which knows what was waited for
        .acquire_timeout(NEVER)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// What a session begins with. Reading is all that it may do.
fn opening(engine: Engine, settings: &[SessionSetting]) -> Vec<String> {
    let mut statements = match engine {
        Engine::MySql => vec![
            // With the first mode LIKE would have no escape character; without the other one values that
            // do not fit are stored cut
            "SET SESSION sql_mode = CONCAT_WS(',', NULLIF(REPLACE(@@sql_mode, \
             'NO_BACKSLASH_ESCAPES', ''), ''), 'STRICT_ALL_TABLES')"
                .to_owned(),
            "SET SESSION TRANSACTION READ ONLY".to_owned(),
        ],
        Engine::PostgreSql => vec![
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET datestyle = 'ISO'"
                .to_owned(),
            // A plan that is made once for all values works LOWER of the search text out for every row,
            // which takes a third more; servers before version 12 have no such choice
            "SELECT set_config(name, 'force_custom_plan', false) FROM pg_settings \
             WHERE name = 'plan_cache_mode'"
                .to_owned(),
        ],
    };
    // The driver speaks UTF-8, and the server converts
    let settings = settings.iter().filter(|setting| !setting.encodes());
    statements.extend(settings.map(|setting| setting.statement().to_owned()));
    statements.push(match engine {
        Engine::MySql => {
            let seconds = LOCK_PATIENCE.as_secs();
            format!(
                "SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"
            )
        }
        Engine::PostgreSql => format!("SET lock_timeout = {}", LOCK_PATIENCE.as_millis()),
    });
    statements
}

/// What a server says of itself and the session.
struct Facts {
    number: i64,
    server: String,
    reads_only: bool,
    maria: bool,
}

impl Facts {
    async fn read(db: &DatabaseConnection, engine: Engine) -> Result<Self, DbErr> {
        let (dialect, sql) = match engine {
            Engine::MySql => (
                Dialect::MySql,
                "SELECT CAST(CONNECTION_ID() AS CHAR), CAST(VERSION() AS CHAR), \
                 CAST(@@global.read_only AS CHAR)",
            ),
            Engine::PostgreSql => (
                Dialect::PostgreSql,
                "SELECT CAST(pg_backend_pid() AS TEXT), current_setting('server_version'), \
                 CAST(CAST(pg_is_in_recovery() AS INTEGER) AS TEXT)",
            ),
        };
        let statement = Statement::from_string(dialect.back_end(), sql);
        let row = db.query_one_raw(statement).await?;
        let text = |index: usize| {
            let text = row
                .as_ref()
                .map(|row| row.try_get_by_index::<Option<String>>(index));
            Ok::<_, DbErr>(text.transpose()?.flatten().unwrap_or_default())
        };
        let version = text(1)?;
        let maria = version.contains("MariaDB");
        let number = version.split([' ', '-']).next().unwrap_or_default();
        let product = match engine {
            Engine::PostgreSql => "PostgreSQL",
            Engine::MySql if maria => "MariaDB",
            Engine::MySql => "MySQL",
        };
        Ok(Self {
            number: text(0)?.parse().unwrap_or_default(),
            server: format!("{product} {number}"),
            // A number on some versions, a word on others
            reads_only: !matches!(text(2)?.as_str(), "" | "0" | "OFF"),
            maria,
        })
    }

    /// The server ends a statement that takes too long by itself.
    fn statement_limit(&self, engine: Engine, limit: Duration) -> String {
        let millis = limit.as_millis();
        match engine {
            Engine::PostgreSql => format!("SET statement_timeout = {millis}"),
            Engine::MySql if self.maria => {
                format!("SET SESSION max_statement_time = {}", limit.as_secs_f64())
            }
            Engine::MySql => format!("SET SESSION max_execution_time = {millis}"),
        }
    }
}
