//! Connections to OTOBO's databases as they cross to the UI. No password comes back.

use std::time::Duration;

use deskbook_core::connecting::{
    ConnectionDraft, ConnectionTest, Found, Product, Step, StepOutcome, SystemFacts, TestRequest,
    TestStep,
};
use deskbook_core::installations::InstallationId;
use deskbook_domain::database::{Engine, TlsMode};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::error::CommandError;
use super::secret;

/// What is stored of a connection, or was typed.
#[derive(Debug, Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    engine: Engine,
    /// As typed: `host`, or several separated by commas, each with `:port` if it differs.
    hosts: String,
    port: u32,
    database: String,
    user: String,
    tls_mode: TlsMode,
    /// Paths of PEM files on this computer; empty for none.
    ca_file: String,
    certificate_file: String,
    key_file: String,
}

impl From<ConnectionView> for ConnectionDraft {
    fn from(view: ConnectionView) -> Self {
        let ConnectionView {
            engine,
            hosts,
            port,
            database,
            user,
            tls_mode,
            ca_file,
            certificate_file,
            key_file,
        } = view;
        Self {
            engine,
            hosts,
            port,
            database,
            user,
            tls_mode,
            ca_file,
            certificate_file,
            key_file,
        }
    }
}

impl From<ConnectionDraft> for ConnectionView {
    fn from(draft: ConnectionDraft) -> Self {
        let ConnectionDraft {
            engine,
            hosts,
            port,
            database,
            user,
            tls_mode,
            ca_file,
            certificate_file,
            key_file,
        } = draft;
        Self {
            engine,
            hosts,
            port,
            database,
            user,
            tls_mode,
            ca_file,
            certificate_file,
            key_file,
        }
    }
}

/// A connection to be tried.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionRequest {
    connection: ConnectionView,
    /// As typed; `null` uses the password kept for `installation`, if the connection is still the one it
    /// was kept for.
    password: Option<String>,
    /// The installation being changed; `null` for a new one.
    installation: Option<String>,
}

impl From<ConnectionRequest> for TestRequest {
    fn from(request: ConnectionRequest) -> Self {
        Self {
            connection: request.connection.into(),
            password: secret(request.password),
            installation: request.installation.map(InstallationId::from_text),
        }
    }
}

/// A connection that was tried.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTestView {
    steps: Vec<TestStepView>,
    /// All steps passed.
    passed: bool,
    /// What stands there, once it is known.
    system: Option<SystemView>,
    /// Why the other hosts of several were of no use, each with its `host`.
    passed_over: Vec<CommandError>,
}

impl From<ConnectionTest> for ConnectionTestView {
    fn from(test: ConnectionTest) -> Self {
        Self {
            passed: test.passed(),
            steps: test.steps.into_iter().map(Into::into).collect(),
            system: test.system.map(Into::into),
            passed_over: test.passed_over.into_iter().map(Into::into).collect(),
        }
    }
}

/// One step of it.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TestStepView {
    step: Step,
    state: TestStepState,
    /// What was found, in parts.
    found: Found,
    millis: u32,
    /// Why it failed, for the UI's words and remedy.
    error: Option<CommandError>,
}

/// How a step went.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TestStepState {
    /// Well.
    Passed,
    /// Not.
    Failed,
    /// A step before it failed.
    NotTried,
}

impl From<TestStep> for TestStepView {
    fn from(step: TestStep) -> Self {
        let (state, found, error) = outcome(step.outcome);
        Self {
            step: step.step,
            state,
            found,
            millis: millis(step.took),
            error,
        }
    }
}

/// How a step went, what it found, and why it failed.
pub(super) fn outcome(outcome: StepOutcome) -> (TestStepState, Found, Option<CommandError>) {
    match outcome {
        StepOutcome::Passed { found } => (TestStepState::Passed, found, None),
        StepOutcome::Failed(error) => (TestStepState::Failed, Found::Nothing, Some(error.into())),
        StepOutcome::NotTried => (TestStepState::NotTried, Found::Nothing, None),
    }
}

pub(super) fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

/// What stands behind a connection.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SystemView {
    product: Product,
    /// The first version with such tables; empty if unknown.
    version: String,
    /// Later versions have such tables, too.
    or_newer: bool,
    /// `MariaDB 10.11.19`, `PostgreSQL 15.18`.
    server: String,
    group_table: String,
    customer_users: u32,
    customers: u32,
    /// The server only reads (a replica, or a server in read-only mode).
    reads_only: bool,
    /// Those of the two shipped tables that the account may read, but neither add to nor change.
    only_read: Vec<String>,
}

impl From<SystemFacts> for SystemView {
    fn from(facts: SystemFacts) -> Self {
        let SystemFacts {
            product,
            version,
            or_newer,
            server,
            group_table,
            customer_users,
            customers,
            reads_only,
            only_read,
        } = facts;
        Self {
            product,
            version,
            or_newer,
            server,
            group_table,
            customer_users,
            customers,
            reads_only,
            only_read,
        }
    }
}
