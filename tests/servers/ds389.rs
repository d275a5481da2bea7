//! A 389 Directory Server of a test's own, in full rounds.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use deskbook_tests::data;
use deskbook_tests::servers::ds389::{Ds389Server, ROOT};
use deskbook_tests::servers::slapd::BASE;

fn search(server: &Ds389Server, words: &[&str]) -> Result<String> {
    let output = Command::new("ldapsearch")
        .args(["-x", "-LLL", "-b", BASE])
        .args(words)
        .env("LDAPTLS_CACERT", server.authority())
        // Its certificate is for `localhost`, which this client makes the computer's own name of.
        .env("LDAPTLS_REQCERT", "never")
        .output()?;
    let said = [output.stdout, output.stderr].concat();
    Ok(String::from_utf8_lossy(&said).into_owned())
}

fn count(found: &str) -> usize {
    found.lines().filter(|line| line.starts_with("dn:")).count()
}

#[tokio::test]
#[cfg_attr(
    not(ds389_is_there),
    ignore = "389-ds-base is not installed, or the rounds are not full"
)]
async fn a_389_directory_has_the_small_set_and_is_gone_with_its_value() -> Result<()> {
    let server = Ds389Server::start(&data::path("small/directory.ldif")).await?;
    let clear = format!("ldap://127.0.0.1:{}", server.port());
    let tls = format!("ldaps://127.0.0.1:{}", server.tls_port());
    let people = "(objectClass=inetOrgPerson)";
    let root = ["-D", ROOT, "-w", server.root_password()];
    for place in [&["-H", &clear][..], &["-H", &clear, "-ZZ"], &["-H", &tls]] {
        for account in [&root[..], &[]] {
            let found = search(&server, &[place, account, &[people, "uid"]].concat())?;
            assert_eq!(count(&found), 60, "{found}");
        }
    }
    let everybody = search(&server, &["-H", &clear, "(userPassword=*)", "userPassword"])?;
    assert!(!everybody.contains("SSHA"), "passwords are for root");
    let process = format!("/proc/{}", server.process_id());
    drop(server);
    assert!(!Path::new(&process).exists(), "it is left behind");
    Ok(())
}
