//! Encryption: verified, or not at all.

use std::path::Path;

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::connecting::{
    Directories as _, DirectoryStep, Encryption, Found, OpenDirectory, StepOutcome,
};
use deskbook_domain::settings::{BIND, CA_FILE, CERTIFICATE_FILE, KEY_FILE, TLS_MODE};
use deskbook_ldap::LdapDirectories;
use deskbook_tests::directory::{open, opening, read, settings};
use deskbook_tests::servers::certificates::{Certificate, Certificates};
use deskbook_tests::servers::slapd::{Asked, READER, READER_PASSWORD, SlapdOptions, SlapdServer};
use deskbook_tests::servers::{ClientCertificates, Tls};
use serde_json::{Value, json};

use super::code;

fn text(path: &Path) -> Value {
    json!(path.to_string_lossy())
}

/// A directory that is to be verified, with a user.
fn directory(
    host: &str,
    certificates: &Certificates,
    more: &[(&str, Value)],
) -> Result<std::sync::Arc<dyn OpenDirectory>> {
    let mut changes = vec![
        ("Params.UserDN", json!(READER)),
        (TLS_MODE, json!("verify-full")),
        (CA_FILE, text(&certificates.authority)),
    ];
    changes.extend(more.iter().cloned());
    let (source, directory) = read(&settings(&json!(host), &changes)?)?;
    Ok(open(source, directory, Some(READER_PASSWORD)))
}

fn happened(server: &SlapdServer, what: impl Fn(&Asked) -> bool) -> bool {
    server.operations().iter().any(|it| what(&it.what))
}

fn is_bind(asked: &Asked) -> bool {
    matches!(asked, Asked::Bind { .. })
}

#[tokio::test]
async fn start_tls_and_ldaps_work_with_an_authority_of_ones_own() -> Result<()> {
    let certificates = Certificates::make()?;
    let options = SlapdOptions::small_set()
        .with_tls(certificates.shown(&certificates.good))
        .requiring_tls();
    let server = SlapdServer::start(options).await?;
    for host in [
        format!("ldap://localhost:{}", server.port()),
        format!("ldaps://localhost:{}", server.tls_port()?),
    ] {
        let people = directory(&host, &certificates, &[])?.customer_users();
        assert!(people.count().await? > 0, "{host}");
    }
    assert!(happened(&server, |it| *it == Asked::StartTls));
    Ok(())
}

#[tokio::test]
async fn c92_an_untrusted_certificate_ends_it_before_any_bind() -> Result<()> {
    let certificates = Certificates::make()?;
    let cases = [
        (&certificates.wrong_name, ErrorCode::CertificateName),
        (&certificates.expired, ErrorCode::CertificateExpired),
        (&certificates.self_signed, ErrorCode::CertificateSelfSigned),
        (&certificates.other, ErrorCode::CertificateUntrusted),
    ];
    for (certificate, expected) in cases {
        let options = SlapdOptions::small_set().with_tls(certificates.shown(certificate));
        let server = SlapdServer::start(options).await?;
        for host in [
            format!("ldap://localhost:{}", server.port()),
            format!("ldaps://localhost:{}", server.tls_port()?),
        ] {
            let people = directory(&host, &certificates, &[])?.customer_users();
            assert_eq!(code(people.ping().await)?, expected, "{host}");
        }
        assert!(!happened(&server, is_bind), "{expected:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_user_may_ask_for_less() -> Result<()> {
    let certificates = Certificates::make()?;
    let less = async |certificate: &Certificate, mode: &str| -> Result<bool> {
        let options = SlapdOptions::small_set().with_tls(certificates.shown(certificate));
        let server = SlapdServer::start(options).await?;
        let host = format!("ldap://localhost:{}", server.port());
        let mode = [(TLS_MODE, json!(mode))];
        let people = directory(&host, &certificates, &mode)?.customer_users();
        let answered = people.ping().await.is_ok();
        assert!(
            happened(&server, |it| *it == Asked::StartTls),
            "it is encrypted"
        );
        Ok(answered)
    };
    assert!(less(&certificates.self_signed, "require").await?);
    assert!(less(&certificates.wrong_name, "verify-ca").await?);
    assert!(!less(&certificates.other, "verify-ca").await?);
    Ok(())
}

#[tokio::test]
async fn c92_a_server_without_tls_is_told_nothing() -> Result<()> {
    let certificates = Certificates::make()?;
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let host = format!("ldap://localhost:{}", server.port());
    let people = directory(&host, &certificates, &[])?.customer_users();
    assert_eq!(code(people.ping().await)?, ErrorCode::TlsUnavailable);
    assert!(!happened(&server, is_bind));
    assert!(!happened(&server, |it| matches!(it, Asked::Search { .. })));
    Ok(())
}

#[tokio::test]
async fn a_server_that_wants_tls_is_told_as_such() -> Result<()> {
    let certificates = Certificates::make()?;
    let options = SlapdOptions::small_set()
        .with_tls(certificates.shown(&certificates.good))
        .requiring_tls();
    let server = SlapdServer::start(options).await?;
    let host = format!("ldap://localhost:{}", server.port());
    let clear = [(TLS_MODE, json!("disable"))];
    let people = directory(&host, &certificates, &clear)?.customer_users();
    assert_eq!(code(people.ping().await)?, ErrorCode::TlsRequired);
    Ok(())
}

#[tokio::test]
async fn a_certificate_of_ours_says_who_asks() -> Result<()> {
    let certificates = Certificates::make()?;
    let tls = Tls {
        clients: ClientCertificates::Demanded,
        ..certificates.shown(&certificates.good)
    };
    let server = SlapdServer::start(SlapdOptions::small_set().with_tls(tls)).await?;
    let host = format!("ldaps://localhost:{}", server.tls_port()?);
    let Certificate { certificate, key } = &certificates.client;
    let external = [
        (BIND, json!("external")),
        (CERTIFICATE_FILE, text(certificate)),
        (KEY_FILE, text(key)),
    ];
    let people = directory(&host, &certificates, &external)?.customer_users();
    assert!(people.count().await? > 0);
    assert!(happened(&server, |it| matches!(
        it,
        Asked::Bind { is_sasl: true, .. }
    )));
    let without = directory(&host, &certificates, &[])?.customer_users();
    let refused = code(without.ping().await)?;
    assert!(
        matches!(refused, ErrorCode::TlsRequired | ErrorCode::ConnectionLost),
        "{refused:?}"
    );
    let missing = [(CA_FILE, json!("/nowhere/ca.pem"))];
    let people = directory(&host, &certificates, &missing)?.customer_users();
    assert_eq!(code(people.ping().await)?, ErrorCode::CertificateFile);
    Ok(())
}

#[tokio::test]
async fn a_test_tells_whose_certificate_it_is() -> Result<()> {
    let certificates = Certificates::make()?;
    let options = SlapdOptions::small_set().with_tls(certificates.shown(&certificates.good));
    let server = SlapdServer::start(options).await?;
    let host = json!(format!("ldap://localhost:{}", server.port()));
    let changes = [
        (TLS_MODE, json!("verify-full")),
        (CA_FILE, text(&certificates.authority)),
    ];
    let (source, directory) = read(&settings(&host, &changes)?)?;
    let tested = LdapDirectories::default()
        .test(opening(source, directory, None))
        .await;
    assert!(tested.passed(), "{:?}", tested.steps);
    let tls = tested.steps.iter().find(|it| it.step == DirectoryStep::Tls);
    let StepOutcome::Passed {
        found: Found::Encryption {
            encryption: Encryption::Seen { days, .. },
        },
    } = &tls.context("it was tried")?.outcome
    else {
        anyhow::bail!("the certificate was seen");
    };
    assert!(*days > 0);
    Ok(())
}
