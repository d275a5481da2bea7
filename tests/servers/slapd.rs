//! An OpenLDAP of a test's own.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use anyhow::Result;
use deskbook_tests::servers::certificates::{Certificate, Certificates};
use deskbook_tests::servers::slapd::{
    Asked, BASE, READER, READER_PASSWORD, ROOT, SlapdOptions, SlapdServer,
};
use deskbook_tests::servers::{ClientCertificates, Tls};
use tokio::net::TcpStream;
use tokio::time::timeout;

fn tls(certificates: &Certificates, shown: &Certificate, clients: ClientCertificates) -> Tls {
    Tls {
        certificate: shown.clone(),
        authority: certificates.authority.clone(),
        clients,
    }
}

/// Asks who one is with OpenLDAP's own client, which checks the certificate.
fn who_am_i(
    address: &str,
    authority: &Path,
    client: Option<&Certificate>,
    more: &[&str],
) -> Output {
    let mut command = Command::new("ldapwhoami");
    command
        .args(["-H", address])
        .args(more)
        .env("LDAPTLS_CACERT", authority)
        .env("LDAPTLS_REQCERT", "demand");
    if let Some(Certificate { certificate, key }) = client {
        command
            .env("LDAPTLS_CERT", certificate)
            .env("LDAPTLS_KEY", key);
    }
    command.output().expect("ldapwhoami is there")
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes))
        .concat()
}

fn count(found: &str) -> usize {
    found.lines().filter(|line| line.starts_with("dn:")).count()
}

#[tokio::test]
async fn a_directory_has_the_small_set_and_is_gone_with_its_value() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let people = server.search(&["(objectClass=inetOrgPerson)", "uid"])?;
    assert_eq!(count(&people), 60);
    let photo = server.search(&["(uid=binary.photo)", "jpegPhoto"])?;
    assert!(photo.contains("jpegPhoto:: /9j/4AABAgP/2Q=="), "{photo}");
    let group = server.search(&["(memberUid=dir.only)", "cn"])?;
    assert_eq!(count(&group), 1);
    let process = format!("/proc/{}", server.process_id().await?);
    assert!(Path::new(&process).exists());
    drop(server);
    assert!(!Path::new(&process).exists(), "it is left behind");
    Ok(())
}

#[tokio::test]
async fn a_directory_has_what_a_test_gives_it_and_changes_with_it() -> Result<()> {
    let person = format!("dn: cn=Eva,{BASE}\nobjectClass: inetOrgPerson\ncn: Eva\nsn: E\n");
    let server = SlapdServer::start(SlapdOptions::entries(&person)).await?;
    assert_eq!(count(&server.search(&["(objectClass=*)", "1.1"])?), 2);
    server.change(&format!(
        "dn: cn=Eva,{BASE}\nchangetype: modify\nreplace: sn\nsn: Evans\n\n\
         dn: cn=Max,{BASE}\nobjectClass: inetOrgPerson\ncn: Max\nsn: M\n"
    ))?;
    assert_eq!(count(&server.search(&["(sn=Evans)", "1.1"])?), 1);
    assert_eq!(count(&server.search(&["(sn=M)", "1.1"])?), 1);
    Ok(())
}

#[tokio::test]
async fn a_directory_tells_what_it_was_asked() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    assert_eq!(server.operations(), [], "its own start is not told");
    server.search_as(READER, READER_PASSWORD, &["(uid=o'hara)", "cn", "sn"])?;
    server.until(|asked| *asked == Asked::Closed).await?;
    let answered = |entries| Asked::Answered { code: 0, entries };
    let told: Vec<_> = server
        .operations()
        .into_iter()
        .map(|told| told.what)
        .collect();
    let expected = [
        Asked::Connect,
        Asked::Bind {
            dn: READER.to_owned(),
            is_sasl: false,
        },
        answered(None),
        Asked::Search {
            base: BASE.to_owned(),
            scope: 2,
            filter: "(uid=o'hara)".to_owned(),
            attributes: vec!["cn".to_owned(), "sn".to_owned()],
        },
        answered(Some(1)),
        Asked::Unbind,
        Asked::Closed,
    ];
    assert_eq!(told, expected);
    server.forget();
    assert!(server.filters().is_empty());
    server.search(&["(uid=one.id)"])?;
    assert_eq!(server.filters(), ["(uid=one.id)"]);
    Ok(())
}

#[tokio::test]
async fn a_limit_cuts_searches_of_all_but_root() -> Result<()> {
    let options = SlapdOptions::small_set().with_size_limit(10);
    let server = SlapdServer::start(options).await?;
    let everybody = ["(objectClass=inetOrgPerson)", "1.1"];
    assert_eq!(count(&server.search(&everybody)?), 60);
    let cut = server.search_as(READER, READER_PASSWORD, &everybody);
    let cut = cut.unwrap_err().to_string();
    assert!(cut.contains("Size limit exceeded (4)"), "{cut}");
    assert_eq!(count(&cut), 10);
    let paged = [&["-E", "pr=7/noprompt"], everybody.as_slice()].concat();
    let paged = server.search_as(READER, READER_PASSWORD, &paged);
    let paged = paged.unwrap_err().to_string();
    assert_eq!(count(&paged), 10, "pages count together: {paged}");
    Ok(())
}

#[tokio::test]
async fn a_limit_of_a_page_lets_pages_bring_everything() -> Result<()> {
    let options = SlapdOptions::small_set().with_page_limit(25);
    let server = SlapdServer::start(options).await?;
    let everybody = ["(objectClass=inetOrgPerson)", "1.1"];
    let cut = server.search_as(READER, READER_PASSWORD, &everybody);
    assert_eq!(count(&cut.unwrap_err().to_string()), 25);
    let paged = [&["-E", "pr=25/noprompt"], everybody.as_slice()].concat();
    let paged = server.search_as(READER, READER_PASSWORD, &paged)?;
    assert_eq!(count(&paged), 60);
    Ok(())
}

#[tokio::test]
async fn the_limit_of_openldap_holds_where_nothing_is_said() -> Result<()> {
    let person = |number: u32| {
        format!("dn: cn={number},{BASE}\nobjectClass: inetOrgPerson\ncn: {number}\nsn: N\n\n")
    };
    let people: Vec<_> = (0..600).map(person).collect();
    let people = people.concat();
    for (options, found) in [
        (SlapdOptions::entries(&people), 500),
        (SlapdOptions::entries(&people).without_size_limit(), 600),
    ] {
        let server = SlapdServer::start(options).await?;
        let outcome = server.search_as(READER, READER_PASSWORD, &["(sn=N)", "1.1"]);
        assert_eq!(outcome.is_ok(), found == 600);
        let told = outcome.unwrap_or_else(|error| error.to_string());
        assert_eq!(count(&told), found);
    }
    Ok(())
}

#[tokio::test]
async fn anonymous_reads_unless_it_is_refused() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let found = server.search_as("", "", &["(uid=one.id)"])?;
    assert_eq!(count(&found), 1);
    let server = SlapdServer::start(SlapdOptions::small_set().without_anonymous()).await?;
    let refused = server.search_as("", "", &["(uid=one.id)"]).unwrap_err();
    assert!(refused.to_string().contains("(48)"), "{refused}");
    assert_eq!(count(&server.search(&["(uid=one.id)"])?), 1);
    Ok(())
}

#[tokio::test]
async fn ldaps_and_start_tls_show_the_certificate_that_was_given() -> Result<()> {
    let all = Certificates::make()?;
    for (shown, is_good) in [
        (&all.good, true),
        (&all.wrong_name, false),
        (&all.expired, false),
        (&all.self_signed, false),
        (&all.other, false),
    ] {
        let options =
            SlapdOptions::small_set().with_tls(tls(&all, shown, ClientCertificates::NotAsked));
        let server = SlapdServer::start(options).await?;
        let ldaps = format!("ldaps://127.0.0.1:{}", server.tls_port()?);
        let start_tls = format!("ldap://127.0.0.1:{}", server.port());
        for (address, more) in [(ldaps, vec!["-x"]), (start_tls, vec!["-x", "-ZZ"])] {
            let output = who_am_i(&address, &all.authority, None, &more);
            let said = said(&output);
            assert_eq!(output.status.success(), is_good, "{shown:?} {said}");
        }
        let started = |asked: &Asked| *asked == Asked::StartTls;
        server.until(started).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_client_certificate_is_demanded_and_is_an_account() -> Result<()> {
    let all = Certificates::make()?;
    let demanding = tls(&all, &all.good, ClientCertificates::Demanded);
    let options = SlapdOptions::small_set().with_tls(demanding);
    let server = SlapdServer::start(options).await?;
    let address = format!("ldaps://127.0.0.1:{}", server.tls_port()?);
    let external = ["-Y", "EXTERNAL", "-Q"];
    let output = who_am_i(&address, &all.authority, Some(&all.client), &external);
    assert_eq!(said(&output).trim(), format!("dn:{READER}"));
    for refused in [None, Some(&all.other_client)] {
        let output = who_am_i(&address, &all.authority, refused, &external);
        assert!(!output.status.success(), "{refused:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_requires_tls_serves_nobody_in_the_clear() -> Result<()> {
    let all = Certificates::make()?;
    let options = SlapdOptions::small_set()
        .with_tls(tls(&all, &all.good, ClientCertificates::NotAsked))
        .requiring_tls();
    let server = SlapdServer::start(options).await?;
    let clear = format!("ldap://127.0.0.1:{}", server.port());
    let root = ["-x", "-D", ROOT, "-w", server.root_password()];
    let refused = who_am_i(&clear, &all.authority, None, &root);
    assert!(said(&refused).contains("(13)"), "{}", said(&refused));
    assert_eq!(count(&server.search(&["(uid=one.id)"])?), 1);
    Ok(())
}

#[tokio::test]
async fn a_stopped_server_refuses_and_has_its_ports_and_entries_again() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let port = server.port();
    server.change(&format!(
        "dn: ou=new,{BASE}\nobjectClass: organizationalUnit\n"
    ))?;
    server.stop().await?;
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
    server.start_again().await?;
    assert_eq!(server.port(), port);
    assert_eq!(count(&server.search(&["(ou=new)", "1.1"])?), 1);
    Ok(())
}

#[tokio::test]
async fn a_paused_server_hangs_until_it_is_resumed() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    server.pause().await?;
    let happens = server.until(|asked| *asked == Asked::Closed);
    let _connection = TcpStream::connect(("127.0.0.1", server.port())).await?;
    assert!(timeout(Duration::from_millis(300), happens).await.is_err());
    server.resume().await?;
    server.until(|asked| *asked == Asked::Connect).await?;
    server.pause().await?;
    drop(server);
    Ok(())
}
