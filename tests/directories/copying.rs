//! Directories that are read to their end for a copy, and what the mirror says of it.

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::hits::ServerLimit;
use deskbook_core::mirror::{Cut, End, State, mirrored};
use deskbook_domain::ids::Var;
use deskbook_domain::validity::Validity;
use deskbook_tests::copied::{batches, copy, mirror, sorted_rows, standing};
use deskbook_tests::directory::at_port;
use deskbook_tests::servers::ldap_proxy::{LdapFault, LdapProxy};
use deskbook_tests::servers::slapd::{SlapdOptions, SlapdServer};
use serde_json::json;

use super::{code, people};

fn fields() -> Vec<Var> {
    ["UserLogin", "UserEmail"].map(Var::from).to_vec()
}

#[tokio::test]
async fn what_openldap_gives_as_it_comes_is_copied_and_told_as_a_part() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people(800))).await?;
    let directory = at_port(server.port(), &[], None)?;
    let source = directory.customer_users().readable();
    let source = source.context("it is copied")?;
    assert!(!source.goes_on(), "a directory has no place to go on at");
    let read = batches(source.as_ref(), &fields(), None).await?;
    let limit = ServerLimit::Entries(500);
    let last = read.last().context("there is one")?;
    assert_eq!(last.end, Some(End::Cut(limit)));
    let folder = tempfile::tempdir()?;
    let mirror = mirror(folder.path()).await?;
    let merged = copy(&mirror, &source, &fields()).await?;
    assert_eq!((merged.added, merged.removed), (500, 0));
    let standing = standing(&mirror).await?;
    assert_eq!(standing.state, State::Partial(Cut::Limit(limit)));
    assert_eq!((standing.records, standing.stale_since), (500, None));
    Ok(())
}

#[tokio::test]
async fn a_filter_for_validity_is_asked_about_everybody() -> Result<()> {
    let options = SlapdOptions::entries(&people(1_200)).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let filter = ("CustomerUserValidFilter", json!("(uid=user1*)"));
    let directory = at_port(server.port(), &[filter], None)?;
    let people = directory.customer_users();
    let fields = mirrored(&people.source().map, &[]);
    let source = people.readable().context("it is copied")?;
    let read = sorted_rows(batches(source.as_ref(), &fields, None).await?);
    assert_eq!(read.len(), 1_200);
    for row in read {
        let is_valid = row.validity == Validity::Valid;
        assert_eq!(is_valid, row.key.starts_with("user1"), "{}", row.key);
    }
    Ok(())
}

#[tokio::test]
async fn a_directory_that_breaks_off_leaves_what_was_there() -> Result<()> {
    let options = SlapdOptions::entries(&people(1_200)).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let directory = at_port(proxy.port(), &[], None)?;
    let source = directory.customer_users().readable();
    let source = source.context("it is copied")?;
    let folder = tempfile::tempdir()?;
    let mirror = mirror(folder.path()).await?;
    assert_eq!(copy(&mirror, &source, &fields()).await?.added, 1_200);
    proxy.drop_all().await;
    proxy.set_fault(LdapFault::ResetsAfterEntries(700));
    let broken = batches(source.as_ref(), &fields(), None).await;
    assert_eq!(code(broken)?, ErrorCode::ConnectionLost);
    let failed = copy(&mirror, &source, &fields()).await;
    assert!(failed.is_err(), "{failed:?}");
    let stale = standing(&mirror).await?;
    assert_eq!(stale.records, 1_200);
    assert!(stale.stale_since.is_some());
    assert!(matches!(stale.state, State::Complete(_)));
    proxy.mend();
    let again = copy(&mirror, &source, &fields()).await?;
    assert_eq!((again.added, again.changed, again.held_back), (0, 0, 0));
    assert_eq!(standing(&mirror).await?.stale_since, None);
    Ok(())
}

#[tokio::test]
async fn a_conversation_that_the_server_ended_between_copies_is_begun_anew() -> Result<()> {
    let options = SlapdOptions::entries(&people(60)).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let directory = at_port(server.port(), &[], None)?;
    let source = directory.customer_users().readable();
    let source = source.context("it is copied")?;
    for _ in 0..2 {
        let read = batches(source.as_ref(), &fields(), None).await?;
        assert_eq!(sorted_rows(read).len(), 60);
        server.stop().await?;
        server.start_again().await?;
    }
    Ok(())
}
