//! A directory that fails beside a database that does not: the list has the database's people at once, and says
//! in time what is wrong with the directory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEnd;
use deskbook_core::connecting::{Directories as _, OpenDirectory, Timing};
use deskbook_core::health::State;
use deskbook_core::hits::Place;
use deskbook_core::installation::Installation;
use deskbook_core::people::search::{page, start};
use deskbook_core::query::{Order, ValidityFilter};
use deskbook_core::search::{Request, Wanted};
use deskbook_core::sources::CustomerUserSources;
use deskbook_domain::settings::{CA_FILE, TLS_MODE};
use deskbook_domain::source::{SourceId, Subject};
use deskbook_ldap::LdapDirectories;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::directory::{opening, read, settings};
use deskbook_tests::local_directory;
use deskbook_tests::rounds::rounds;
use deskbook_tests::servers::certificates::{Certificate, Certificates};
use deskbook_tests::servers::ldap_proxy::{LdapFault, LdapProxy, Outcome};
use deskbook_tests::servers::proxy::Network;
use deskbook_tests::servers::slapd::{READER, READER_PASSWORD, SlapdOptions, SlapdServer};
use deskbook_tests::stand::Stand;
use serde_json::{Value, json};

use super::people;

const IN_DATABASE: u32 = 20;
const IN_DIRECTORY: u32 = 30;

/// How long the directory may take to connect, and to answer.
const PATIENCE: Duration = Duration::from_millis(700);

/// What belongs to a search and no wait: the machine may be busy.
const A_MOMENT: Duration = Duration::from_millis(600);

struct Road {
    proxy: LdapProxy,
    installation: Installation,
    directory: Arc<dyn OpenDirectory>,
    id: SourceId,
    _server: SlapdServer,
    _stand: Stand,
}

/// A directory behind a proxy, and a database beside it.
async fn road(certificates: &Certificates, shown: &Certificate, mode: &str) -> Result<Road> {
    let tls = certificates.shown(shown);
    let entries = SlapdOptions::entries(&people(IN_DIRECTORY));
    let server = SlapdServer::start(entries.with_tls(tls)).await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let changes: [(&str, Value); 3] = [
        ("Params.UserDN", json!(READER)),
        (TLS_MODE, json!(mode)),
        (CA_FILE, json!(certificates.authority.to_string_lossy())),
    ];
    let host = json!(format!("ldap://localhost:{}", proxy.port()));
    let (mut source, directory) = read(&settings(&host, &changes)?)?;
    let second = SourceId::all(Subject::CustomerUsers).nth(1);
    source.id = second.context("there are ten")?;
    let id = source.id;
    let mut opening = opening(source, directory, Some(READER_PASSWORD));
    opening.timing = Timing {
        connect: PATIENCE,
        statement: PATIENCE,
    };
    let directory = LdapDirectories::default().open(opening);
    let stand = local_directory::fresh().await?;
    let users = (0..IN_DATABASE).map(|it| a_customer_user().login(&format!("user.db{it}")));
    stand.put(users).await?;
    let database = Arc::clone(&stand.customer_users);
    let sources: Vec<Arc<dyn BackEnd>> = vec![database, directory.customer_users()];
    let mut installation = stand.installation();
    installation.customer_users = CustomerUserSources::new(sources);
    Ok(Road {
        proxy,
        installation,
        directory,
        id,
        _server: server,
        _stand: stand,
    })
}

/// How a search went.
#[derive(Debug)]
struct Seen {
    /// When the first rows were there.
    first: Duration,
    /// How many rows of the database were among them.
    of_database: usize,
    /// How many rows of the directory came in the end.
    of_directory: u32,
    /// When nothing was waited for any more.
    last: Duration,
    /// Why the directory is missing.
    missing: Option<ErrorCode>,
    /// Whether it told of less than there is.
    is_cut: bool,
}

impl Road {
    async fn search(&self) -> Result<Seen> {
        let request = Request {
            term: "user".to_owned(),
            validity: ValidityFilter::ValidOnly,
            order: Order::Best,
            sources: None,
            language: Wanted::Otobo,
        };
        let began = Instant::now();
        let search = start(&self.installation, request).await?;
        let (rows, mut standing) = page(&self.installation, &search, Place::From(0), 500).await?;
        let first = began.elapsed();
        let rows = rows.rows.iter();
        let of_database = rows.filter(|row| row.found.source != self.id).count();
        while !standing.waiting.is_empty() {
            search.hits.grown(standing.revision).await;
            (_, standing) = page(&self.installation, &search, Place::From(0), 500).await?;
        }
        let last = began.elapsed();
        let missing = standing.missing.iter().find(|it| it.source == self.id);
        Ok(Seen {
            first,
            of_database,
            of_directory: search.hits.count().await?.saturating_sub(IN_DATABASE),
            last,
            missing: missing.map(|it| it.error.code()),
            is_cut: standing.cuts.iter().any(|it| it.source == self.id),
        })
    }

    /// The database answers at once, and the directory's failure is told in time and as expected.
    async fn fails(&self, what: &str, expected: &[ErrorCode]) -> Result<()> {
        let seen = self.search().await.with_context(|| what.to_owned())?;
        ensure!(seen.of_database == IN_DATABASE as usize, "{what}: {seen:?}");
        ensure!(seen.first < A_MOMENT, "{what}: {seen:?}");
        ensure!(seen.last < 2 * PATIENCE + A_MOMENT, "{what}: {seen:?}");
        let told = seen.missing.context(format!("{what}: {seen:?}"))?;
        ensure!(expected.contains(&told), "{what}: {seen:?}");
        let health = self.directory.customer_users().health();
        let State::Failing(reason) = health.state else {
            anyhow::bail!("{what}: {health:?}");
        };
        ensure!(expected.contains(&reason.code), "{what}: {reason:?}");
        ensure!(health.since.is_some(), "{what}: since when?");
        Ok(())
    }

    /// All are found again.
    async fn is_mended(&self, what: &str) -> Result<()> {
        self.proxy.mend();
        self.proxy.set_network(Network::Works).await?;
        self.directory.admit();
        let seen = self.search().await.with_context(|| what.to_owned())?;
        ensure!(
            seen.of_directory == IN_DIRECTORY,
            "{what} is over: {seen:?}"
        );
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_fails_keeps_nobody_else_waiting() -> Result<()> {
    use ErrorCode::{ConnectionLost, HostUnreachable, ServerSilent};
    let certificates = Certificates::make()?;
    for mode in ["disable", "verify-full"] {
        let road = road(&certificates, &certificates.good, mode).await?;
        let mut networks = vec![
            (Network::Refuses, vec![HostUnreachable]),
            (Network::Hangs, vec![ServerSilent]),
            (Network::Drips(Duration::from_secs(1)), vec![ServerSilent]),
        ];
        let lost = || vec![ConnectionLost, HostUnreachable, ErrorCode::TlsFailed];
        for bytes in (0..rounds(4, 40)).map(|it| u64::from(it) * 25) {
            networks.push((Network::CutsAfter(bytes), lost()));
            networks.push((Network::ResetsAfter(bytes), lost()));
        }
        for (network, expected) in networks {
            let what = format!("{mode}, {network:?}");
            // A conversation that goes on would not notice that nobody listens any more
            road.proxy.drop_all().await;
            road.proxy.set_network(network).await?;
            road.fails(&what, &expected).await?;
            road.is_mended(&what).await?;
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_keeps_nobody_else_waiting() -> Result<()> {
    let certificates = Certificates::make()?;
    let road = road(&certificates, &certificates.good, "disable").await?;
    let codes = [
        (10, ErrorCode::DirectoryReferral),
        (49, ErrorCode::RefusedLogin),
        (50, ErrorCode::GrantMissing),
        (51, ErrorCode::TooManyConnections),
        (52, ErrorCode::ConnectionLost),
        (53, ErrorCode::ServerFailed),
        (80, ErrorCode::ServerFailed),
    ];
    for (code, told) in codes {
        let outcome = Outcome::of(code, "words of the server");
        let binding = LdapFault::AnswersBind(outcome.clone());
        let after = 0;
        for fault in [binding, LdapFault::AnswersSearch { after, outcome }] {
            let what = format!("{fault:?}");
            let is_bind = matches!(fault, LdapFault::AnswersBind(_));
            road.proxy.drop_all().await;
            road.proxy.set_fault(fault);
            // Unwilling to let somebody in is a refusal
            let told = if is_bind && code == 53 {
                ErrorCode::RefusedLogin
            } else {
                told
            };
            road.fails(&what, &[told]).await?;
            road.is_mended(&what).await?;
        }
    }
    for code in [3, 4, 11] {
        let outcome = Outcome::of(code, "enough");
        let fault = LdapFault::AnswersSearch { after: 0, outcome };
        road.proxy.set_fault(fault);
        let seen = road.search().await?;
        ensure!(
            seen.of_database == IN_DATABASE as usize && seen.is_cut,
            "{code}: {seen:?}"
        );
        road.is_mended("a limit").await?;
    }
    road.proxy.drop_all().await;
    road.proxy.set_fault(LdapFault::ResetsAfterEntries(7));
    road.fails("a reset in mid-page", &[ErrorCode::ConnectionLost])
        .await?;
    road.is_mended("a reset in mid-page").await
}

#[tokio::test(flavor = "multi_thread")]
async fn c92_an_encryption_that_fails_keeps_nobody_else_waiting_and_sends_no_bind() -> Result<()> {
    use ErrorCode::{ConnectionLost, ServerSilent, TlsFailed, TlsUnavailable};
    let all = Certificates::make()?;
    let encrypted = road(&all, &all.good, "verify-full").await?;
    let refused = LdapFault::RefusesStartTls(Outcome::of(2, "not today"));
    for fault in [refused, LdapFault::StripsStartTls] {
        let what = format!("{fault:?}");
        encrypted.proxy.drop_all().await;
        encrypted.proxy.set_fault(fault);
        let expected = [TlsUnavailable, TlsFailed, ConnectionLost, ServerSilent];
        encrypted.fails(&what, &expected).await?;
        encrypted.is_mended(&what).await?;
    }
    hears_no_bind(&encrypted)?;
    for (shown, expected) in [
        (&all.wrong_name, ErrorCode::CertificateName),
        (&all.expired, ErrorCode::CertificateExpired),
        (&all.self_signed, ErrorCode::CertificateSelfSigned),
        (&all.other, ErrorCode::CertificateUntrusted),
    ] {
        let road = road(&all, shown, "verify-full").await?;
        road.fails("a certificate", &[expected]).await?;
        hears_no_bind(&road)?;
    }
    Ok(())
}

fn hears_no_bind(road: &Road) -> Result<()> {
    for sent in road.proxy.sent() {
        ensure!(!sent.holds(READER_PASSWORD) && !sent.holds(READER));
    }
    Ok(())
}
