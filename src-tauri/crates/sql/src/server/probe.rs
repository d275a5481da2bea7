//! Tries a connection step by step, so that it can be told which step fails and why.

use std::time::{Duration, Instant};

use deskbook_core::clock::Clock;
use deskbook_core::connecting::{
    ConnectionTest, Product, Step, StepOutcome, SystemFacts, TestStep, Timing,
};
use deskbook_core::server_error::{ServerError, ServerPlace, Trouble};
use deskbook_domain::database::{DatabaseAddress, Engine, Host, TlsMode};
use deskbook_domain::ids::TableName;
use deskbook_domain::secret::Secret;
use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use tokio::time::timeout;

use super::certificate::{Shown, look};
use super::connect::{Session, connect, resolve};
use super::fault::of_db;
use crate::catalogue::Catalogue;
use crate::dialect::{Dialect, Sql};

const SECONDS_A_DAY: i64 = 86_400;

/// The names of the table of groups, in the order they are looked for (C1).
const GROUP_TABLES: [&str; 3] = ["groups_table", "permission_groups", "groups"];

/// Tries a connection: of several hosts the first one that lets us in.
pub async fn test_connection(
    address: &DatabaseAddress,
    password: &Secret<String>,
    timing: Timing,
    clock: &dyn Clock,
) -> ConnectionTest {
    let mut best: Option<Attempt> = None;
    for host in &address.hosts {
        let mut attempt = Attempt::default();
        attempt
            .all_steps(address, host, password, timing, clock)
            .await;
        let is_better = best
            .as_ref()
            .is_none_or(|best| attempt.passed > best.passed);
        let done = attempt.failure.is_none();
        if is_better {
            best = Some(attempt);
        }
        if done {
            break;
        }
    }
    best.unwrap_or_default().into_test()
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
    fn pass(&mut self, step: Step, words: String, began: Instant) {
        self.passed += 1;
        self.steps.push(TestStep {
            step,
            outcome: StepOutcome::Passed { words },
            took: began.elapsed(),
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

    fn into_test(mut self) -> ConnectionTest {
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
            host: host.to_string(),
            database: address.database.clone(),
            user: address.user.clone(),
        };
        let began = Instant::now();
        match resolve(host, &place).await {
            Ok(addresses) => {
                let words = addresses
                    .first()
                    .map_or_else(String::new, |it| it.ip().to_string());
                self.pass(Step::Name, words, began);
            }
            Err(error) => return self.fail(Step::Name, error, began.elapsed()),
        }
        let tls_began = Instant::now();
        let certificate = match address.tls.mode {
            TlsMode::Disable => None,
            _ => timeout(timing.connect, look(host, address.engine))
                .await
                .ok(),
        };
        let tls_took = tls_began.elapsed();
        let login_began = Instant::now();
        let session = connect(address, host, password, timing, &[]).await;
        let session = match session {
            Ok(session) => session,
            Err(error) => {
                let tls = words_of_tls(certificate, clock);
                return self.refused(error, &(tls, tls_took), login_began.elapsed());
            }
        };
        let words = words_of_tls(certificate, clock);
        self.steps.push(TestStep {
            step: Step::Tls,
            outcome: StepOutcome::Passed { words },
            took: tls_took,
        });
        self.passed += 1;
        self.pass(Step::Login, session.server.clone(), login_began);
        self.pass(Step::Database, address.database.clone(), Instant::now());
        self.tables(&session).await;
        session.close().await;
    }

    /// A session that did not begin: the error tells at which step.
    fn refused(&mut self, error: ServerError, tls: &(String, Duration), login: Duration) {
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
            Trouble::DatabaseUnknown | Trouble::GrantMissing(_) => Step::Database,
            _ => Step::Login,
        };
        for before in Step::ALL.into_iter().skip(1).take_while(|it| *it != step) {
            self.passed += 1;
            let (words, took) = if before == Step::Tls {
                tls.clone()
            } else {
                (String::new(), login)
            };
            self.steps.push(TestStep {
                step: before,
                outcome: StepOutcome::Passed { words },
                took,
            });
        }
        self.fail(step, error, login);
    }

    async fn tables(&mut self, session: &Session) {
        let began = Instant::now();
        let facts = match facts(session).await {
            Ok(facts) => facts,
            Err(error) => return self.fail(Step::Tables, error, began.elapsed()),
        };
        let words = format!(
            "customer_user {}, customer_company {}",
            facts.customer_users, facts.customers
        );
        self.pass(Step::Tables, words, began);
        self.system = Some(facts);
        let began = Instant::now();
        match count(session, "sysconfig_default").await {
            Ok(settings) => self.pass(
                Step::Settings,
                format!("sysconfig_default {settings}"),
                began,
            ),
            // Without its settings an installation works with the shipped ones, which is said
            Err(error) if matches!(error.trouble, Trouble::TableMissing(_)) => {
                self.pass(Step::Settings, String::new(), began);
            }
            Err(error) => self.fail(Step::Settings, error, began.elapsed()),
        }
    }
}

/// What is said of the encryption; nothing was looked at where none was asked for.
fn words_of_tls(looked: Option<std::io::Result<Option<Shown>>>, clock: &dyn Clock) -> String {
    match looked {
        None => "without TLS".to_owned(),
        Some(Ok(Some(shown))) => words_of(&shown, clock),
        Some(_) => "TLS".to_owned(),
    }
}

fn words_of(shown: &Shown, clock: &dyn Clock) -> String {
    let days = (shown.good_until - clock.now().timestamp()) / SECONDS_A_DAY;
    let Shown {
        protocol,
        subject,
        issuer,
        ..
    } = shown;
    format!("{protocol}, {subject}, signed by {issuer}, {days} days left")
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
    let indexed = !values.lacks_name("index_value");
    let login_length = logins.length_of("login");
    let (product, version) = match (group_table, login_length, indexed) {
        ("groups_table", _, true) if !values.is_empty() => (Product::Otobo, "11.0 or newer"),
        ("groups_table", Some(191), _) => (Product::Otobo, "10"),
        ("permission_groups", ..) => (Product::Znuny, "6.1 or newer"),
        ("groups", ..) => (Product::Otrs, "6"),
        _ => (Product::Unknown, ""),
    };
    Ok(SystemFacts {
        product,
        version: version.to_owned(),
        server: session.server.clone(),
        group_table: group_table.to_owned(),
        customer_users,
        customers,
        reads_only: session.reads_only,
    })
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
