//! A proxy that breaks LDAP on command.

use std::process::{Command, Output};
use std::time::Duration;

use anyhow::Result;
use deskbook_tests::servers::certificates::Certificates;
use deskbook_tests::servers::ldap_proxy::{LdapFault, LdapProxy, Outcome, Question};
use deskbook_tests::servers::proxy::Network;
use deskbook_tests::servers::slapd::{BASE, READER, READER_PASSWORD, SlapdOptions, SlapdServer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const ANYBODY: &[u8] = b"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00";

struct Stand {
    certificates: Certificates,
    server: SlapdServer,
    proxy: LdapProxy,
}

impl Stand {
    async fn new() -> Result<Self> {
        let certificates = Certificates::make()?;
        let options = SlapdOptions::small_set().with_tls(certificates.shown(&certificates.good));
        let server = SlapdServer::start(options).await?;
        Ok(Self {
            proxy: LdapProxy::to(server.port()).await?,
            server,
            certificates,
        })
    }

    /// OpenLDAP's own client, as the reader.
    fn search(&self, proxy: &LdapProxy, scheme: &str, words: &[&str]) -> Result<Output> {
        let mut command = Command::new("ldapsearch");
        command
            .args([
                "-x",
                "-LLL",
                "-b",
                BASE,
                "-D",
                READER,
                "-w",
                READER_PASSWORD,
            ])
            .args(["-H", &format!("{scheme}://127.0.0.1:{}", proxy.port())])
            .args(words)
            .env("LDAPTLS_CACERT", &self.certificates.authority)
            .env("LDAPTLS_REQCERT", "demand");
        Ok(command.output()?)
    }

    fn people(&self, words: &[&str]) -> Result<(usize, String)> {
        let words = [words, &["(objectClass=inetOrgPerson)", "1.1"]].concat();
        let output = self.search(&self.proxy, "ldap", &words)?;
        let found = String::from_utf8_lossy(&output.stdout);
        let count = found.lines().filter(|line| line.starts_with("dn:")).count();
        Ok((count, String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

fn reader() -> Question {
    Question::Bind {
        dn: READER.to_owned(),
        is_sasl: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_carries_everything_and_tells_what_was_in_the_clear() -> Result<()> {
    let stand = Stand::new().await?;
    let (count, said) = stand.people(&["-E", "pr=25/noprompt"])?;
    assert_eq!((count, said.as_str()), (60, ""));
    let search = Question::Search;
    let pages = [search.clone(), search.clone(), search];
    let questions = [&[reader()], pages.as_slice(), &[Question::Unbind]].concat();
    // The client does not wait until its last word has come through
    let all_said = async {
        loop {
            let sent = stand.proxy.sent();
            if sent
                .iter()
                .any(|it| it.in_the_clear.len() >= questions.len())
            {
                return sent;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let sent = timeout(Duration::from_secs(10), all_said).await?;
    let [sent] = &sent[..] else {
        panic!("there was one connection");
    };
    assert_eq!(sent.in_the_clear, questions);
    assert!(sent.holds(READER_PASSWORD));
    assert!(!sent.holds("never sent"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_carries_tls_and_sees_nothing_in_it() -> Result<()> {
    let stand = Stand::new().await?;
    let (count, said) = stand.people(&["-ZZ"])?;
    assert_eq!((count, said.as_str()), (60, ""));
    let ldaps = LdapProxy::to(stand.server.tls_port()?).await?;
    let output = stand.search(&ldaps, "ldaps", &["(uid=one.id)"])?;
    assert!(output.status.success(), "{output:?}");
    for (proxy, questions) in [(&stand.proxy, &[Question::StartTls][..]), (&ldaps, &[])] {
        let sent = proxy.sent();
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].in_the_clear, questions);
        assert!(sent[0].octets.len() > 500);
        assert!(!sent[0].holds(READER_PASSWORD));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_answers_binds_and_searches_with_any_code() -> Result<()> {
    let stand = Stand::new().await?;
    for code in [3, 4, 10, 11, 49, 50, 51, 52, 53, 80] {
        let outcome = Outcome::of(code, "no luck: Pech");
        for fault in [
            LdapFault::AnswersBind(outcome.clone()),
            LdapFault::AnswersSearch { after: 0, outcome },
        ] {
            stand.proxy.set_fault(fault);
            let (count, said) = stand.people(&[])?;
            assert_eq!(count, 0);
            assert!(said.contains(&format!("({code})")), "{said}");
            assert!(code == 10 || said.contains("no luck: Pech"), "{said}");
        }
    }
    stand.proxy.mend();
    assert_eq!(stand.people(&[])?.0, 60);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_can_fail_between_two_pages() -> Result<()> {
    let stand = Stand::new().await?;
    let outcome = Outcome::of(53, "tired");
    stand
        .proxy
        .set_fault(LdapFault::AnswersSearch { after: 2, outcome });
    let (count, said) = stand.people(&["-E", "pr=10/noprompt"])?;
    assert_eq!(count, 20);
    assert!(said.contains("(53)"), "{said}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_can_be_reset_within_a_page() -> Result<()> {
    let stand = Stand::new().await?;
    stand.proxy.set_fault(LdapFault::ResetsAfterEntries(15));
    let (count, said) = stand.people(&["-E", "pr=10/noprompt"])?;
    assert!((10..=15).contains(&count), "{count}");
    assert!(said.contains("Can't contact LDAP server"), "{said}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn start_tls_can_be_refused() -> Result<()> {
    let stand = Stand::new().await?;
    let outcome = Outcome::of(52, "no TLS today");
    stand.proxy.set_fault(LdapFault::RefusesStartTls(outcome));
    let (count, said) = stand.people(&["-ZZ"])?;
    assert_eq!(count, 0);
    assert!(said.contains("no TLS today"), "{said}");
    assert_eq!(stand.proxy.sent()[0].in_the_clear[0], Question::StartTls);
    assert!(!stand.proxy.sent()[0].holds(READER_PASSWORD));
    let (count, _) = stand.people(&["-Z"])?;
    assert_eq!(count, 60, "this client goes on in the clear if it may");
    assert!(stand.proxy.sent()[1].holds(READER_PASSWORD));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn start_tls_can_be_stripped() -> Result<()> {
    let stand = Stand::new().await?;
    stand.proxy.set_fault(LdapFault::StripsStartTls);
    let (count, said) = stand.people(&["-ZZ"])?;
    assert_eq!(count, 0, "it begins TLS, and nobody answers: {said}");
    let mut stream = TcpStream::connect(("127.0.0.1", stand.proxy.port())).await?;
    let oid = b"1.3.6.1.4.1.1466.20037";
    let start_tls = [b"\x30\x1d\x02\x01\x09\x77\x18\x80\x16".as_slice(), oid].concat();
    stream.write_all(&start_tls).await?;
    let mut answer = [0; 14];
    stream.read_exact(&mut answer).await?;
    assert_eq!(
        &answer,
        b"\x30\x0c\x02\x01\x09\x78\x07\x0a\x01\x00\x04\x00\x04\x00"
    );
    stream.write_all(ANYBODY).await?;
    stream.read_exact(&mut answer).await?;
    assert_eq!(
        answer[5], 0x61,
        "a client that is fooled is served in the clear"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn octets_can_be_added_to_the_answer_of_start_tls() -> Result<()> {
    let stand = Stand::new().await?;
    stand
        .proxy
        .set_fault(LdapFault::AddsToStartTls(b"added".to_vec()));
    let mut stream = TcpStream::connect(("127.0.0.1", stand.proxy.port())).await?;
    let oid = b"1.3.6.1.4.1.1466.20037";
    stream
        .write_all(&[b"\x30\x1d\x02\x01\x09\x77\x18\x80\x16".as_slice(), oid].concat())
        .await?;
    let mut answer = [0; 64];
    let count = stream.read(&mut answer).await?;
    let answer = &answer[..count];
    assert!(
        answer.starts_with(b"\x30\x0c\x02\x01\x09\x78\x07\x0a\x01\x00"),
        "{answer:?}"
    );
    assert!(answer.ends_with(b"added"), "in one piece: {answer:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_before_the_proxy_fails_on_command() -> Result<()> {
    let stand = Stand::new().await?;
    let proxy = &stand.proxy;
    proxy.set_network(Network::Refuses).await?;
    assert!(
        TcpStream::connect(("127.0.0.1", proxy.port()))
            .await
            .is_err()
    );
    proxy.set_network(Network::Hangs).await?;
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port())).await?;
    stream.write_all(ANYBODY).await?;
    let mut answer = [0; 14];
    let a_while = Duration::from_millis(100);
    assert!(timeout(a_while, stream.read(&mut answer)).await.is_err());
    proxy.set_network(Network::Works).await?;
    stream.read_exact(&mut answer).await?;
    proxy.drop_all().await;
    assert_eq!(stream.read(&mut answer).await.unwrap_or(0), 0);
    Ok(())
}
