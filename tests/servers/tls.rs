//! Servers that show certificates, and want to see some.

use anyhow::Result;
use deskbook_tests::servers::certificates::{Certificate, Certificates};
use deskbook_tests::servers::{
    ClientCertificates, Engine, Server, ServerOptions, TestDatabase, Tls,
};
use sea_orm::{ConnectOptions, Database, DbErr};

const STARTED_HERE: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

struct Stand {
    certificates: Certificates,
    server: Server,
    database: TestDatabase,
}

type Choose = fn(&Certificates) -> &Certificate;

fn showing(
    certificates: &Certificates,
    choose: Choose,
    clients: ClientCertificates,
) -> ServerOptions {
    ServerOptions::default().with_tls(Tls {
        certificate: choose(certificates).clone(),
        authority: certificates.authority.clone(),
        clients,
    })
}

async fn stand(engine: Engine, clients: ClientCertificates) -> Result<Stand> {
    let certificates = Certificates::make()?;
    let options = showing(&certificates, |all| &all.good, clients);
    let server = Server::with(engine, options).await?;
    Ok(Stand {
        database: server.database("tls").await?,
        server,
        certificates,
    })
}

/// Connects as strictly as the library can.
async fn verify(stand: &Stand, client: Option<&Certificate>) -> Result<(), DbErr> {
    let authority = stand.certificates.authority.display();
    let (mode, root) = match stand.database.engine {
        Engine::PostgreSql => ("sslmode=verify-full", "sslrootcert"),
        Engine::MariaDb | Engine::MySql => ("ssl-mode=VERIFY_IDENTITY", "ssl-ca"),
    };
    let client = client.map(|Certificate { certificate, key }| {
        format!(
            "&sslcert={}&sslkey={}",
            certificate.display(),
            key.display()
        )
    });
    let (url, client) = (stand.database.url(), client.unwrap_or_default());
    let url = format!("{url}?{mode}&{root}={authority}{client}");
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await?.ping().await
}

#[tokio::test]
async fn a_good_certificate_is_good_enough_for_the_strictest() -> Result<()> {
    for engine in STARTED_HERE {
        let stand = stand(engine, ClientCertificates::NotAsked).await?;
        verify(&stand, None).await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_bad_certificate_is_refused() -> Result<()> {
    let bad: [(&str, Choose); 4] = [
        ("wrong name", |all| &all.wrong_name),
        ("expired", |all| &all.expired),
        ("self-signed", |all| &all.self_signed),
        ("other authority", |all| &all.other),
    ];
    for engine in STARTED_HERE {
        let stand = stand(engine, ClientCertificates::NotAsked).await?;
        for (name, choose) in bad {
            let options = showing(&stand.certificates, choose, ClientCertificates::NotAsked);
            stand.server.restart_with(options).await?;
            let refused = verify(&stand, None).await;
            let refused = refused.expect_err(&format!("{engine:?} with {name}"));
            assert!(
                refused.to_string().contains("certificate"),
                "{name}: {refused}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_client_certificate_is_demanded_and_checked() -> Result<()> {
    for engine in STARTED_HERE {
        let stand = stand(engine, ClientCertificates::Demanded).await?;
        let certificates = &stand.certificates;
        verify(&stand, Some(&certificates.client)).await?;
        assert!(verify(&stand, None).await.is_err(), "{engine:?} takes none");
        let other = verify(&stand, Some(&certificates.other_client)).await;
        assert!(other.is_err(), "{engine:?} takes that of another authority");
    }
    Ok(())
}
