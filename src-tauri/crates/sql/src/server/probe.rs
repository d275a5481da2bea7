//! Tries a connection step by step, so that it can be told which step fails and why.

use std::time::{Duration, Instant};

use deskbook_core::clock::Clock;
use deskbook_core::connecting::{
    ConnectionTest, CountedTable, Encryption, Found, Product, Step, StepOutcome, SystemFacts,
    TestStep, Timing,
};
use deskbook_core::health::Rights;
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::database::{DatabaseAddress, Engine, Host, TlsMode};
use deskbook_domain::ids::TableName;
use deskbook_domain::secret::Secret;
use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use tokio::time::timeout;

use super::certificate::{Shown, look};
use super::connect::{Session, connect, resolve};
use super::fault::of_db;
use super::rights::rights;
use super::sessions::is_final;
use crate::catalogue::Catalogue;
use crate::dialect::{Dialect, Sql};

const SECONDS_A_DAY: i64 = 86_400;

/// The table of OTOBO's settings.
const SETTINGS: &str = "sysconfig_default";

/// The names of the table of groups, in the order they are looked for (C1).
const GROUP_TABLES: [&str; 3] = ["groups_table", "permission_groups", "groups"];

/// Tries a connection: of several hosts the first one that lets us in. What one of them says of the login
/// holds for all, as when a session begins.
pub async fn test_connection(
    address: &DatabaseAddress,
    password: &Secret<String>,
    timing: Timing,
    clock: &dyn Clock,
) -> ConnectionTest {
    let mut best: Option<Attempt> = None;
    let mut passed_over = Vec::new();
    for host in &address.hosts {
        let mut attempt = Attempt::default();
        attempt
            .all_steps(address, host, password, timing, clock)
            .await;
        let failure = attempt.failure.as_ref();
        let done = failure.is_none_or(|error| is_final(&error.trouble));
        let worse = match best.take() {
            Some(best_so_far) if attempt.passed <= best_so_far.passed => {
                best = Some(best_so_far);
                Some(attempt)
            }
            worse => {
                best = Some(attempt);
                worse
            }
        };
        passed_over.extend(worse.and_then(|attempt| attempt.failure));
        if done {
            break;
        }
    }
    best.unwrap_or_default().into_test(passed_over)
}

/// One host that is tried.
#[derive(Default)]
struct Attempt {
    steps: Vec<TestStep>,
    passed: usize,
    failure: Option<ServerError>,
    system: Option<SystemFacts>,
}

impl Attempt {
    fn pass(&mut self, step: Step, found: Found, took: Duration) {
        self.passed += 1;
        self.steps.push(TestStep {
            step,
            outcome: StepOutcome::Passed { found },
            took,
        });
    }

    fn fail(&mut self, step: Step, error: ServerError, took: Duration) {
        self.failure = Some(error.clone());
        self.steps.push(TestStep {
            step,
            outcome: StepOutcome::Failed(error),
            took,
        });
    }

    fn into_test(mut self, passed_over: Vec<ServerError>) -> ConnectionTest {
        for step in Step::ALL.into_iter().skip(self.steps.len()) {
            self.steps.push(TestStep {
                step,
                outcome: StepOutcome::NotTried,
                took: Duration::ZERO,
            });
        }
        ConnectionTest {
            steps: self.steps,
            system: self.system,
            passed_over,
        }
    }

    async fn all_steps(
        &mut self,
        address: &DatabaseAddress,
        host: &Host,
        password: &Secret<String>,
        timing: Timing,
        clock: &dyn Clock,
    ) {
        let place = ServerPlace {
            host: host.to_string().into(),
            database: address.database.as_str().into(),
            user: address.user.as_str().into(),
            source: None,
        };
        let began = Instant::now();
        match resolve(host, &place).await {
            Ok(addresses) => {
                let found = addresses
                    .first()
                    .map_or(Found::Nothing, |it| Found::Address {
                        host: host.to_string(),
                        address: it.ip().to_string(),
                    });
                self.pass(Step::Name, found, began.elapsed());
            }
            Err(error) => return self.fail(Step::Name, error, began.elapsed()),
        }
        let tls_began = Instant::now();
        let certificate = match address.tls.mode {
            TlsMode::Disable => Looked::Away,
            _ => timeout(timing.connect, look(host, address.engine))
                .await
                .map_or(Looked::InVain, Looked::At),
        };
        let tls_took = tls_began.elapsed();
        let login_began = Instant::now();
        let session = connect(address, host, password, timing, &[]).await;
        let session = match session {
            Ok(session) => session,
            Err(error) => {
                let tls = encryption(certificate, clock);
                return self.refused(error, &(tls, tls_took), login_began.elapsed());
            }
        };
        self.pass(Step::Tls, encryption(certificate, clock), tls_took);
        let server = session.server.clone();
        self.pass(Step::Login, Found::Server { server }, login_began.elapsed());
        let database = address.database.clone();
        self.pass(Step::Database, Found::Database { database }, Duration::ZERO);
        self.tables(&session).await;
        session.close().await;
    }

    /// A session that did not begin: the error tells at which step.
    fn refused(&mut self, error: ServerError, tls: &(Found, Duration), login: Duration) {
        let step = match error.trouble {
            Trouble::TlsUnavailable
            | Trouble::CertificateName
            | Trouble::CertificateExpired
            | Trouble::CertificateUntrusted
            | Trouble::CertificateSelfSigned
            | Trouble::CertificateFile
            | Trouble::TlsFailed
            | Trouble::HostUnreachable
            | Trouble::Silent(_)
            | Trouble::ConnectionLost => Step::Tls,
            Trouble::DatabaseUnknown | Trouble::DatabaseHidden | Trouble::GrantMissing(_) => {
                Step::Database
            }
            _ => Step::Login,
        };
        for before in Step::ALL.into_iter().skip(1).take_while(|it| *it != step) {
            let (found, took) = if before == Step::Tls {
                tls.clone()
            } else {
                (Found::Nothing, login)
            };
            self.pass(before, found, took);
        }
        self.fail(step, error, login);
    }

    async fn tables(&mut self, session: &Session) {
        let began = Instant::now();
        let facts = match facts(session).await {
            Ok(facts) => facts,
            Err(error) => return self.fail(Step::Tables, error, began.elapsed()),
        };
        let tables = vec![
            counted("customer_user", facts.customer_users),
            counted("customer_company", facts.customers),
        ];
        self.pass(Step::Tables, Found::Tables { tables }, began.elapsed());
        self.system = Some(facts);
        let began = Instant::now();
        match count(session, SETTINGS).await {
            Ok(settings) => {
                let tables = vec![counted(SETTINGS, settings)];
                self.pass(Step::Settings, Found::Tables { tables }, began.elapsed());
            }
            // Without its settings an installation works with the shipped ones, which is said
            Err(error) if matches!(error.trouble, Trouble::TableMissing(_)) => {
                let table = SETTINGS.to_owned();
                self.pass(Step::Settings, Found::NoTable { table }, began.elapsed());
            }
            Err(error) => self.fail(Step::Settings, error, began.elapsed()),
        }
    }
}

/// What was found out about the encryption; nothing was looked at where none was asked for.
fn encryption(looked: Looked, clock: &dyn Clock) -> Found {
    let encryption = match looked {
        Looked::Away => Encryption::None,
        Looked::At(Ok(Some(shown))) => seen(shown, clock),
        Looked::At(_) | Looked::InVain => Encryption::Unseen,
    };
    Found::Encryption { encryption }
}

fn seen(shown: Shown, clock: &dyn Clock) -> Encryption {
    let days = (shown.certificate.good_until - clock.now().timestamp()) / SECONDS_A_DAY;
    Encryption::Seen {
        protocol: shown.protocol,
        subject: shown.certificate.subject,
        issuer: shown.certificate.issuer,
        days: i32::try_from(days).unwrap_or(i32::MAX),
    }
}

/// A look at the server's certificate.
enum Looked {
    /// None was asked for.
    Away,
    /// It did not come in time.
    InVain,
    At(std::io::Result<Option<Shown>>),
}

fn counted(table: &str, rows: u32) -> CountedTable {
    CountedTable {
        table: table.to_owned(),
        rows,
    }
}

/// What stands in the database (`otobo-behaviour.md 13`).
async fn facts(session: &Session) -> Result<SystemFacts, ServerError> {
    let customer_users = count(session, "customer_user").await?;
    let customers = count(session, "customer_company").await?;
    let mut group_table = "";
    for name in GROUP_TABLES {
        if !columns(session, name).await?.is_empty() {
            group_table = name;
            break;
        }
    }
    let values = columns(session, "dynamic_field_value").await?;
    let logins = columns(session, "customer_user").await?;
    let indexed = (!values.is_empty()).then(|| !values.lacks_name("index_value"));
    let mut only_read = Vec::new();
    for name in ["customer_user", "customer_company"] {
        let (database, table) = (&session.place.database, TableName::fixed(name));
        let asked = rights(&session.db, dialect(session), database, &table).await;
        // A server that does not tell is no reason to call the connection bad
        if asked.is_ok_and(|it| it == Rights::ReadsOnly) {
            only_read.push(name.to_owned());
        }
    }
    let (product, version, or_newer) = product_of(group_table, logins.length_of("login"), indexed);
    Ok(SystemFacts {
        product,
        version: version.to_owned(),
        or_newer,
        server: session.server.clone(),
        group_table: group_table.to_owned(),
        customer_users,
        customers,
        reads_only: session.reads_only,
        only_read,
    })
}

/// Whose tables these are, and of which version or later ones. That one is told by the columns of dynamic fields alone,
/// so without that table nothing is said of it.
fn product_of(
    group_table: &str,
    login_length: Option<u32>,
    indexed: Option<bool>,
) -> (Product, &'static str, bool) {
    match (group_table, login_length, indexed) {
        ("groups_table", _, Some(true)) => (Product::Otobo, "11.0", true),
        ("groups_table", Some(191), Some(false)) => (Product::Otobo, "10", false),
        ("groups_table", Some(191), None) => (Product::Otobo, "", false),
        ("permission_groups", ..) => (Product::Znuny, "6.1", true),
        ("groups", ..) => (Product::Otrs, "6", false),
        _ => (Product::Unknown, "", false),
    }
}

fn dialect(session: &Session) -> Dialect {
    match session.engine {
        Engine::MySql => Dialect::MySql,
        Engine::PostgreSql => Dialect::PostgreSql,
    }
}

async fn columns(session: &Session, table: &'static str) -> Result<Catalogue, ServerError> {
    let catalogue = Catalogue::read(&session.db, dialect(session), &TableName::fixed(table)).await;
    catalogue.map_err(|error| of_db(&error, &session.place))
}

async fn count(session: &Session, table: &'static str) -> Result<u32, ServerError> {
    let dialect = dialect(session);
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text("COUNT(*)"))
        .push(" FROM ")
        .push(&dialect.table(&TableName::fixed(table)));
    let counted = async {
        let statement: Statement = sql.statement();
        let row = session.db.query_one_raw(statement).await?;
        let text = row
            .map(|row| row.try_get_by_index::<Option<String>>(0))
            .transpose()?;
        Ok::<_, DbErr>(
            text.flatten()
                .and_then(|text| text.parse().ok())
                .unwrap_or_default(),
        )
    };
    counted.await.map_err(|error| {
        let error = of_db(&error, &session.place);
        let trouble = match error.trouble {
            Trouble::TableMissing(_) => Trouble::TableMissing(table.to_owned()),
            Trouble::GrantMissing(_) => Trouble::GrantMissing(table.to_owned()),
            trouble => trouble,
        };
        ServerError { trouble, ..error }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_only_where_the_tables_tell_one() {
        let otobo = |indexed| product_of("groups_table", Some(191), indexed);
        assert_eq!(otobo(Some(true)), (Product::Otobo, "11.0", true));
        assert_eq!(otobo(Some(false)), (Product::Otobo, "10", false));
        assert_eq!(
            otobo(None),
            (Product::Otobo, "", false),
            "the table is missing"
        );
        assert_eq!(product_of("", None, None), (Product::Unknown, "", false));
    }
}
