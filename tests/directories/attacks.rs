//! Somebody on the way, and servers that misbehave.

use std::sync::Arc;

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{BackEnd, BackEndError};
use deskbook_core::hits::ServerLimit;
use deskbook_core::query::ValidityFilter;
use deskbook_domain::settings::{CA_FILE, TLS_MODE};
use deskbook_tests::directory::{at_port, open, read, settings};
use deskbook_tests::servers::certificates::Certificates;
use deskbook_tests::servers::ldap_proxy::{LdapFault, LdapProxy, Outcome};
use deskbook_tests::servers::slapd::{READER, READER_PASSWORD, SlapdOptions, SlapdServer};
use serde_json::json;

use super::{all, code, people, query};

/// The answer to a bind, in the clear.
const YES_TO_A_BIND: &[u8] = b"\x30\x0c\x02\x01\x02\x61\x07\x0a\x01\x00\x04\x00\x04\x00";

struct Road {
    proxy: LdapProxy,
    people: Arc<dyn BackEnd>,
    _server: SlapdServer,
    _certificates: Certificates,
}

/// A directory with StartTLS behind a proxy.
async fn encrypted() -> Result<Road> {
    let certificates = Certificates::make()?;
    let server = SlapdServer::start(
        SlapdOptions::small_set().with_tls(certificates.shown(&certificates.good)),
    )
    .await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let host = json!(format!("ldap://localhost:{}", proxy.port()));
    let changes = [
        ("Params.UserDN", json!(READER)),
        (TLS_MODE, json!("verify-full")),
        (CA_FILE, json!(certificates.authority.to_string_lossy())),
    ];
    let (source, directory) = read(&settings(&host, &changes)?)?;
    let people = open(source, directory, Some(READER_PASSWORD)).customer_users();
    Ok(Road {
        proxy,
        people,
        _server: server,
        _certificates: certificates,
    })
}

#[tokio::test]
async fn c92_whoever_meddles_with_start_tls_hears_no_password() -> Result<()> {
    let cases = [
        (
            LdapFault::RefusesStartTls(Outcome::of(2, "not today")),
            vec![ErrorCode::TlsUnavailable],
        ),
        (
            LdapFault::StripsStartTls,
            vec![
                ErrorCode::TlsUnavailable,
                ErrorCode::TlsFailed,
                ErrorCode::ConnectionLost,
            ],
        ),
        (
            LdapFault::AddsToStartTls(YES_TO_A_BIND.to_vec()),
            vec![ErrorCode::TlsFailed, ErrorCode::TlsUnavailable],
        ),
    ];
    for (fault, expected) in cases {
        let road = encrypted().await?;
        road.proxy.set_fault(fault.clone());
        let told = code(road.people.ping().await)?;
        assert!(expected.contains(&told), "{fault:?}: {told:?}");
        for sent in road.proxy.sent() {
            assert!(!sent.holds(READER_PASSWORD), "{fault:?}");
            assert!(!sent.holds(READER), "{fault:?}");
        }
        road.proxy.mend();
        assert!(road.people.ping().await.is_ok(), "{fault:?} is over");
        for sent in road.proxy.sent() {
            assert!(!sent.holds(READER_PASSWORD), "it goes encrypted");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_limit_between_pages_is_told_with_what_came() -> Result<()> {
    let options = SlapdOptions::entries(&people(1_200)).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let back_end = at_port(proxy.port(), &[], None)?.customer_users();
    for (answer, limit) in [
        (3, ServerLimit::Time),
        (4, ServerLimit::Entries(500)),
        (11, ServerLimit::Work),
    ] {
        proxy.set_fault(LdapFault::AnswersSearch {
            after: 1,
            outcome: Outcome::of(answer, "enough"),
        });
        let hits = back_end
            .search(query("user", ValidityFilter::ValidOnly)?)
            .await?;
        assert_eq!(hits.count().await?, 500, "{answer}");
        assert_eq!(all(hits.as_ref()).await?.len(), 500);
        let cuts = hits.cuts();
        assert_eq!(cuts.iter().map(|it| it.limit).collect::<Vec<_>>(), [limit]);
        proxy.mend();
    }
    Ok(())
}

#[tokio::test]
async fn answers_of_servers_are_told_apart() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let people = at_port(proxy.port(), &[], None)?.customer_users();
    for (answer, expected) in [
        (10, ErrorCode::DirectoryReferral),
        (32, ErrorCode::DirectoryBaseMissing),
        (50, ErrorCode::GrantMissing),
        (51, ErrorCode::TooManyConnections),
        (52, ErrorCode::ConnectionLost),
        (80, ErrorCode::ServerFailed),
    ] {
        proxy.set_fault(LdapFault::AnswersSearch {
            after: 0,
            outcome: Outcome::of(answer, "words of the server"),
        });
        let Err(BackEndError::Server(error)) = people.count().await else {
            anyhow::bail!("{answer} is an error");
        };
        assert_eq!(error.code(), expected);
        let words = error.words().unwrap_or_default();
        assert!(words.contains("words of the server"), "{words}");
        proxy.mend();
        assert!(people.count().await.is_ok(), "{answer} is over");
    }
    Ok(())
}

#[tokio::test]
async fn a_list_that_broke_off_is_never_taken_for_a_whole_one() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people(60))).await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let back_end = at_port(proxy.port(), &[], None)?.customer_users();
    proxy.set_fault(LdapFault::ResetsAfterEntries(7));
    let hits = back_end
        .search(query("user", ValidityFilter::ValidOnly)?)
        .await?;
    assert_eq!(code(hits.count().await)?, ErrorCode::ConnectionLost);
    assert_eq!(code(back_end.count().await)?, ErrorCode::ConnectionLost);
    proxy.mend();
    assert_eq!(back_end.count().await?, 60);
    Ok(())
}
