//! A domain controller of a test's own, in full rounds.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use deskbook_tests::servers::certificates::Certificates;
use deskbook_tests::servers::samba::{
    BASE, ROOT, ROOT_PASSWORD, SambaServer, disabled_user, group, user,
};

struct Stand {
    certificates: Certificates,
    server: SambaServer,
}

impl Stand {
    async fn with(ldif: &str) -> Result<Self> {
        let certificates = Certificates::make()?;
        let tls = certificates.shown(&certificates.good);
        Ok(Self {
            server: SambaServer::start(&tls, ldif).await?,
            certificates,
        })
    }

    fn search_as(&self, account: &str, password: &str, words: &[&str]) -> Result<String> {
        let output = Command::new("ldapsearch")
            .args(["-x", "-LLL", "-o", "ldif-wrap=no", "-b", BASE])
            .args(["-D", account, "-w", password])
            .args(words)
            .env("LDAPTLS_CACERT", &self.certificates.authority)
            .env("LDAPTLS_REQCERT", "demand")
            .output()?;
        let said = [output.stdout, output.stderr].concat();
        Ok(String::from_utf8_lossy(&said).into_owned())
    }

    fn search(&self, words: &[&str]) -> Result<String> {
        let ldaps = format!("ldaps://127.0.0.1:{}", self.server.tls_port());
        let words = [&["-H", ldaps.as_str()], words].concat();
        self.search_as(ROOT, ROOT_PASSWORD, &words)
    }
}

fn count(found: &str) -> usize {
    found.lines().filter(|line| line.starts_with("dn:")).count()
}

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(
    not(all(samba_is_there, root_tests)),
    ignore = "no Samba is installed, or the rounds are not full, or it is not root who tests"
)]
async fn a_domain_has_its_people_and_speaks_as_an_active_directory() -> Result<()> {
    let logins: Vec<_> = (0..2_000).map(|number| format!("user{number}")).collect();
    let mut ldif: String = logins.iter().map(|login| user(login)).collect();
    ldif += &disabled_user("gone");
    ldif += &group("everybody", &logins);
    let stand = Stand::with(&ldif).await?;
    let people = "(&(objectClass=user)(sAMAccountName=user*))";
    let paged = stand.search(&["-E", "pr=1000/noprompt", people, "1.1"])?;
    assert_eq!(count(&paged), 2_000);
    let disabled = "(userAccountControl:1.2.840.113556.1.4.803:=2)";
    let disabled = format!("(&{disabled}(mail=*))");
    let found = stand.search(&[&disabled, "sAMAccountName", "objectGUID"])?;
    assert_eq!(count(&found), 1);
    assert!(found.contains("sAMAccountName: gone"), "{found}");
    assert!(found.contains("objectGUID:: "), "{found}");
    let members = stand.search(&["(cn=everybody)", "member;range=0-1499"])?;
    assert_eq!(members.matches("member;range=0-1499: ").count(), 1_500);
    let rest = stand.search(&["(cn=everybody)", "member;range=1500-*"])?;
    assert_eq!(rest.matches("member;range=1500-*: ").count(), 500);
    let clear = format!("ldap://127.0.0.1:{}", stand.server.port());
    let refused = stand.search_as(ROOT, ROOT_PASSWORD, &["-H", &clear])?;
    assert!(refused.contains("(8)"), "{refused}");
    let wrong = stand.search_as(ROOT, "wrong", &["-H", &clear, "-ZZ"])?;
    assert!(wrong.contains("data 52e"), "{wrong}");
    let start_tls = ["-H", &clear, "-ZZ", "(sAMAccountName=user7)", "1.1"];
    let found = stand.search_as("AD\\administrator", ROOT_PASSWORD, &start_tls)?;
    assert_eq!(count(&found), 1, "{found}");
    let process = format!("/proc/{}", stand.server.process_id());
    drop(stand.server);
    assert!(!Path::new(&process).exists(), "it is left behind");
    Ok(())
}
