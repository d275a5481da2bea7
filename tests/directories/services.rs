//! Servers that DNS names for a service.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use deskbook_core::ErrorCode;
use deskbook_core::connecting::{
    Directories as _, DirectoryStep, OpenDirectory, ServiceProblem, Services, StepOutcome,
};
use deskbook_domain::database::Host;
use deskbook_domain::settings::TLS_MODE;
use deskbook_ldap::LdapDirectories;
use deskbook_tests::directory::{opening, read, settings};
use deskbook_tests::servers::slapd::{SlapdOptions, SlapdServer};
use serde_json::json;

use super::code;

/// Whatever is asked for, these serve it.
struct Known(Vec<Host>);

#[async_trait]
impl Services for Known {
    async fn servers(&self, service: &str) -> Result<Vec<Host>, ServiceProblem> {
        match service {
            "_ldap._tcp.localhost" => Ok(self.0.clone()),
            _ => Err(ServiceProblem::Unknown),
        }
    }
}

fn directories(servers: &[(&str, u16)]) -> LdapDirectories {
    let hosts = servers.iter().map(|(name, port)| Host {
        name: (*name).to_owned(),
        port: *port,
    });
    LdapDirectories::new(Arc::new(Known(hosts.collect())))
}

fn open(directories: &LdapDirectories, hosts: &str) -> Result<Arc<dyn OpenDirectory>> {
    let clear = [(TLS_MODE, json!("disable"))];
    let (source, directory) = read(&settings(&json!(hosts), &clear)?)?;
    Ok(directories.open(opening(source, directory, None)))
}

#[tokio::test]
async fn the_servers_of_a_service_are_tried_in_their_order() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let directories = directories(&[("localhost", 1), ("localhost", server.port())]);
    let directory = open(&directories, "_ldap._tcp.localhost")?;
    assert!(directory.customer_users().count().await? > 0);
    let answering = directory.answering().context("one answered")?;
    assert_eq!(answering.port, server.port());
    let behind = format!("_ldap._tcp.nowhere.test ldap://localhost:{}", server.port());
    let directory = open(&directories, &behind)?;
    assert!(
        directory.customer_users().count().await? > 0,
        "the next one"
    );
    let unknown = open(&directories, "_ldap._tcp.nowhere.test")?;
    let told = code(unknown.customer_users().count().await)?;
    assert_eq!(told, ErrorCode::HostUnknown);
    Ok(())
}

#[tokio::test]
async fn a_server_outside_the_domain_is_never_connected_to() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let directories = directories(&[("127.0.0.1", server.port())]);
    let directory = open(&directories, "_ldap._tcp.localhost")?;
    let told = code(directory.customer_users().count().await)?;
    assert_eq!(told, ErrorCode::HostElsewhere);
    let (source, directory) = read(&settings(&json!("_ldap._tcp.localhost"), &[])?)?;
    let tested = directories.test(opening(source, directory, None)).await;
    let step = tested.steps.first().context("it was tried")?;
    assert_eq!(step.step, DirectoryStep::Name);
    assert!(matches!(step.outcome, StepOutcome::Failed(_)));
    assert!(server.operations().is_empty(), "nobody came");
    Ok(())
}
