//! Tries a directory step by step, so that it can be told which step fails and why.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbook_core::back_end::FoundCustomerUser;
use deskbook_core::connecting::{
    DirectoryOpening, DirectoryStep, DirectoryTest, DirectoryTestStep, Encryption, Found, Services,
    StepOutcome,
};
use deskbook_core::query::ValidityFilter;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::directory::{Directory, DirectoryHost};
use deskbook_domain::secret::Secret;
use deskbook_transport::CertificateFacts;
use tokio::time::timeout;

use crate::connect::{Line, place_of, resolve};
use crate::customer_users::Watched;
use crate::fault::{plain, silent, told};
use crate::hosts::hosts;
use crate::reader::{Reader, found, validity_of};
use crate::sessions::{Sessions, is_final};

/// How many customer users are shown.
const SHOWN: usize = 10;

const SECONDS_A_DAY: i64 = 86_400;

/// Tries a directory: of several hosts the first one that lets us in.
pub(crate) async fn test(opening: DirectoryOpening, services: &Arc<dyn Services>) -> DirectoryTest {
    let mut best: Option<Attempt> = None;
    let mut passed_over = Vec::new();
    for host in hosts(&opening.directory, services.as_ref()).await {
        let mut attempt = Attempt::default();
        match host {
            Ok(host) => {
                attempt.all_steps(&opening, &host, services).await;
            }
            Err(error) => {
                let unknown: Result<((), Found), _> = Err(error);
                attempt.note(DirectoryStep::Name, Instant::now(), unknown);
            }
        }
        let failure = attempt.failure.as_ref();
        let is_done = failure.is_none_or(|error| is_final(&error.trouble));
        let (better, worse) = match best.take() {
            None => (attempt, None),
            Some(former) if attempt.steps.len() > former.steps.len() => (attempt, Some(former)),
            Some(former) => (former, Some(attempt)),
        };
        best = Some(better);
        passed_over.extend(worse.and_then(|attempt| attempt.failure));
        if is_done {
            break;
        }
    }
    best.unwrap_or_default().into_test(passed_over)
}

/// One host that is tried.
#[derive(Default)]
struct Attempt {
    steps: Vec<DirectoryTestStep>,
    failure: Option<ServerError>,
    rows: Vec<FoundCustomerUser>,
    referrals: Vec<String>,
}

impl Attempt {
    /// Notes how a step ended, and gives what came of it.
    fn note<A>(
        &mut self,
        step: DirectoryStep,
        began: Instant,
        outcome: Result<(A, Found), ServerError>,
    ) -> Option<A> {
        let took = began.elapsed();
        let (outcome, value) = match outcome {
            Ok((value, found)) => (StepOutcome::Passed { found }, Some(value)),
            Err(error) => {
                self.failure = Some(error.clone());
                (StepOutcome::Failed(error), None)
            }
        };
        self.steps.push(DirectoryTestStep {
            step,
            outcome,
            took,
        });
        value
    }

    async fn all_steps(
        &mut self,
        opening: &DirectoryOpening,
        host: &DirectoryHost,
        services: &Arc<dyn Services>,
    ) -> Option<()> {
        let directory = &opening.directory;
        let place = place_of(directory, host);
        let patience = opening.timing.connect;

        let began = Instant::now();
        let named = async {
            let addresses = resolve(&host.host, &place).await?;
            let address = addresses.first();
            let address = address.ok_or_else(|| plain(Trouble::HostUnknown, &place))?;
            let found = Found::Address {
                host: host.to_string(),
                address: address.ip().to_string(),
            };
            Ok(((), found))
        };
        let named = timeout(patience, named).await;
        let named = named.unwrap_or_else(|_| Err(silent(&place, patience)));
        self.note(DirectoryStep::Name, began, named)?;

        let began = Instant::now();
        let line = timeout(patience, Line::open(directory, host, &place)).await;
        let line = line.unwrap_or_else(|_| Err(silent(&place, patience)));
        let now = opening.clock.now().timestamp();
        let line = line.map(|(line, seen)| (line, encryption(seen, now)));
        let line = self.note(DirectoryStep::Tls, began, line)?;

        let began = Instant::now();
        let bound = async {
            let password = password_of(opening, &place).await?;
            let session = line.bind(directory, password.as_ref()).await?;
            Ok((session, Found::Nothing))
        };
        let bound = timeout(patience, bound).await;
        let bound = bound.unwrap_or_else(|_| Err(silent(&place, patience)));
        let session = self.note(DirectoryStep::Login, began, bound)?;
        session.close().await;

        // From here on as any other question, with this host alone
        let only = Directory {
            hosts: vec![host.clone()],
            ..directory.clone()
        };
        let watched = watched(opening, only, services);
        let began = Instant::now();
        let base = has_base(&watched).await;
        let base = self.note(DirectoryStep::Base, began, base);
        if base.is_some() {
            let began = Instant::now();
            let entries = self.entries(&watched).await;
            self.note(DirectoryStep::Entries, began, entries);
        }
        watched.sessions.close().await;
        Some(())
    }

    async fn entries(&mut self, watched: &Watched) -> Result<((), Found), ServerError> {
        let asking = watched.asking();
        let filter = asking.within(asking.list(None), ValidityFilter::ValidOnly);
        let mut rows = Vec::new();
        let end = watched
            .sessions
            .search(&watched.request(&filter), &mut |entry| {
                if let Some((login, record)) = watched.reader.record(&entry) {
                    let validity = validity_of(&record);
                    rows.push(found(&watched.source, login, record, validity));
                }
                if rows.len() < SHOWN {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })
            .await?;
        self.rows = rows;
        self.referrals = end.referrals;
        Ok(((), Found::Nothing))
    }

    fn into_test(mut self, passed_over: Vec<ServerError>) -> DirectoryTest {
        for step in DirectoryStep::ALL.into_iter().skip(self.steps.len()) {
            self.steps.push(DirectoryTestStep {
                step,
                outcome: StepOutcome::NotTried,
                took: Duration::ZERO,
            });
        }
        DirectoryTest {
            steps: self.steps,
            rows: self.rows,
            referrals: self.referrals,
            passed_over,
        }
    }
}

async fn has_base(watched: &Watched) -> Result<((), Found), ServerError> {
    let entry = watched.sessions.read_base().await?;
    Ok(((), Found::Database { database: entry.dn }))
}

async fn password_of(
    opening: &DirectoryOpening,
    place: &deskbook_core::server_error::ServerPlace,
) -> Result<Option<Secret<String>>, ServerError> {
    if !opening.directory.needs_password() {
        return Ok(None);
    }
    let password = opening.password.password().await;
    password.map_err(|error| told(Trouble::KeyringFailed, place, error))
}

fn watched(
    opening: &DirectoryOpening,
    directory: Directory,
    services: &Arc<dyn Services>,
) -> Watched {
    let source = Arc::new(opening.source.clone());
    Watched {
        reader: Reader::new(Arc::clone(&source), directory.charset),
        sessions: Arc::new(Sessions::new(
            directory,
            Arc::clone(&opening.password),
            opening.timing,
            source.id,
            Arc::clone(services),
            Arc::clone(&opening.listener),
        )),
        source,
        health: deskbook_core::health::HealthCell::default(),
        listener: Arc::clone(&opening.listener),
        clock: Arc::clone(&opening.clock),
    }
}

fn encryption(seen: Option<CertificateFacts>, now: i64) -> Found {
    let encryption = match seen {
        None => Encryption::None,
        Some(seen) => Encryption::Seen {
            protocol: "TLS".to_owned(),
            subject: seen.subject,
            issuer: seen.issuer,
            days: i32::try_from((seen.good_until - now) / SECONDS_A_DAY).unwrap_or(i32::MAX),
        },
    };
    Found::Encryption { encryption }
}
