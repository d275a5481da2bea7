//! Certificates: of another name, out of date, unknown, signed by themselves; servers without TLS.

use anyhow::Result;
use deskbook_core::ErrorCode;
use deskbook_core::connecting::Step;
use deskbook_domain::database::{ClientCertificate, DatabaseAddress, Tls, TlsMode};
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::certificates::{Certificate, Certificates};
use deskbook_tests::servers::{
    ClientCertificates, Engine, Server, ServerOptions, TestDatabase, load_small_set,
};

use super::{failed_step, list, tested, trouble};

fn tls(mode: TlsMode, authority: Option<&std::path::Path>) -> Tls {
    Tls {
        mode,
        ca_file: authority.map(|path| path.display().to_string()),
        client: None,
    }
}

async fn showing(
    engine: Engine,
    certificates: &Certificates,
    certificate: &Certificate,
    clients: ClientCertificates,
) -> Result<(Server, TestDatabase)> {
    let options = ServerOptions::default().with_tls(deskbook_tests::servers::Tls {
        certificate: certificate.clone(),
        authority: certificates.authority.clone(),
        clients,
    });
    let server = Server::with(engine, options).await?;
    let database = server.database("tls").await?;
    load_small_set(&database).await?;
    Ok((server, database))
}

fn over(database: &TestDatabase, tls: Tls) -> DatabaseAddress {
    DatabaseAddress {
        tls,
        ..address(database)
    }
}

/// A certificate, and what each way of verifying says of it.
async fn certificate(
    engine: Engine,
    certificate: impl Fn(&Certificates) -> &Certificate,
    full: Option<ErrorCode>,
    ca_only: Option<ErrorCode>,
) -> Result<()> {
    let certificates = Certificates::make()?;
    let shown = certificate(&certificates);
    let (_server, database) =
        showing(engine, &certificates, shown, ClientCertificates::NotAsked).await?;
    let password = &database.account.password;
    let authority = Some(certificates.authority.as_path());
    for (mode, expected) in [
        (TlsMode::VerifyFull, full),
        (TlsMode::VerifyCa, ca_only),
        (TlsMode::Require, None),
    ] {
        let address = over(&database, tls(mode, authority));
        let opened = open(&address, password);
        match expected {
            None => assert!(list(&opened).await? > 0, "{mode:?}"),
            Some(expected) => {
                assert_eq!(trouble(&opened).await?.0, expected, "{mode:?}");
                let test = tested(&address, password).await;
                let (step, error) = failed_step(&test)?;
                assert_eq!((step, error.code()), (Step::Tls, expected));
            }
        }
    }
    Ok(())
}

macro_rules! on_both {
    ($($name:ident: $pick:expr, $full:expr, $ca:expr;)+) => {
        mod mariadb {
            use super::*;
            $(#[tokio::test]
            async fn $name() -> Result<()> {
                certificate(Engine::MariaDb, $pick, $full, $ca).await
            })+
        }
        mod postgresql {
            use super::*;
            $(#[tokio::test]
            async fn $name() -> Result<()> {
                certificate(Engine::PostgreSql, $pick, $full, $ca).await
            })+
        }
    };
}

on_both! {
    a_good_certificate_is_believed: |it| &it.good, None, None;
    a_certificate_for_another_name_is_told:
        |it| &it.wrong_name, Some(ErrorCode::CertificateName), None;
    a_certificate_out_of_date_is_told:
        |it| &it.expired, Some(ErrorCode::CertificateExpired), Some(ErrorCode::CertificateExpired);
    a_certificate_that_signed_itself_is_told:
        |it| &it.self_signed,
        Some(ErrorCode::CertificateSelfSigned), Some(ErrorCode::CertificateSelfSigned);
    a_certificate_of_an_unknown_authority_is_told:
        |it| &it.other,
        Some(ErrorCode::CertificateUntrusted), Some(ErrorCode::CertificateUntrusted);
}

/// Nothing is told to a server that cannot encrypt, when encryption was asked for.
async fn without_tls(engine: Engine) -> Result<()> {
    let server = Server::with(engine, ServerOptions::default()).await?;
    let database = server.database("plain").await?;
    let opened = open(
        &over(&database, tls(TlsMode::Require, None)),
        &database.account.password,
    );
    assert_eq!(trouble(&opened).await?.0, ErrorCode::TlsUnavailable);
    Ok(())
}

#[tokio::test]
async fn a_mariadb_without_tls_is_told() -> Result<()> {
    without_tls(Engine::MariaDb).await
}

#[tokio::test]
async fn a_postgresql_without_tls_is_told() -> Result<()> {
    without_tls(Engine::PostgreSql).await
}

/// A server that wants a certificate of the client's gets it, and says so when it gets none.
async fn client_certificates(engine: Engine) -> Result<()> {
    let certificates = Certificates::make()?;
    let demanded = ClientCertificates::Demanded;
    let (_server, database) = showing(engine, &certificates, &certificates.good, demanded).await?;
    let password = &database.account.password;
    let mut tls = tls(TlsMode::VerifyFull, Some(&certificates.authority));
    let (code, _) = trouble(&open(&over(&database, tls.clone()), password)).await?;
    let expected = [
        ErrorCode::RefusedLogin,
        ErrorCode::HostNotAllowed,
        ErrorCode::TlsRequired,
        ErrorCode::TlsFailed,
    ];
    assert!(expected.contains(&code), "{code:?}");
    tls.client = Some(ClientCertificate {
        certificate_file: certificates.client.certificate.display().to_string(),
        key_file: certificates.client.key.display().to_string(),
    });
    assert!(list(&open(&over(&database, tls), password)).await? > 0);
    Ok(())
}

#[tokio::test]
async fn a_client_certificate_lets_us_into_mariadb() -> Result<()> {
    client_certificates(Engine::MariaDb).await
}

#[tokio::test]
async fn a_client_certificate_lets_us_into_postgresql() -> Result<()> {
    client_certificates(Engine::PostgreSql).await
}

#[tokio::test]
async fn a_file_without_a_certificate_is_told_before_anything_is_sent() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let empty = folder.path().join("empty.pem");
    std::fs::File::create(&empty)?;
    let missing = folder.path().join("missing.pem");
    let server = Server::shared(Engine::PostgreSql).await?;
    let database = server.database("files").await?;
    for file in [&empty, &missing] {
        let address = over(&database, tls(TlsMode::VerifyFull, Some(file)));
        let (code, _) = trouble(&open(&address, &database.account.password)).await?;
        assert_eq!(code, ErrorCode::CertificateFile, "{}", file.display());
    }
    Ok(())
}
