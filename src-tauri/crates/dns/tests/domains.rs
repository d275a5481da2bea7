//! Domains and services as a name server of the tests' own knows them.
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use deskbook_core::connecting::{ServiceProblem, Services as _};
use deskbook_core::error_chain;
use deskbook_core::mail_domains::{DnsProblem, MailDomains as _};
use deskbook_dns::Dns;
use deskbook_domain::database::Host;
use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, CNAME, MX, SRV};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};

/// For a server that answers, however busy the computer is.
const PATIENT: Duration = Duration::from_secs(20);

/// For a server that does not.
const SOON: Duration = Duration::from_millis(500);

/// What it says to a question; nothing at all is `None`.
type Says = fn(&str, RecordType) -> Option<Answer>;

enum Answer {
    Records(Vec<RData>),
    Code(ResponseCode),
    TooLong,
}

/// Answers by UDP and, on the same port, by TCP.
struct NameServer {
    host: Host,
    asked: Arc<Mutex<Vec<String>>>,
}

impl NameServer {
    async fn start(says: Says) -> Self {
        let (udp, tcp) = loop {
            let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            // The port of the one may be taken for the other
            if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()).await {
                break (udp, tcp);
            }
        };
        let host = Host {
            name: "127.0.0.1".to_owned(),
            port: udp.local_addr().unwrap().port(),
        };
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        tokio::spawn(async move {
            let mut packet = [0; 4096];
            while let Ok((length, client)) = udp.recv_from(&mut packet).await {
                if let Some(answer) = answer(&packet[..length], says, "udp", &noted) {
                    udp.send_to(&answer, client).await.unwrap();
                }
            }
        });
        let noted = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = tcp.accept().await {
                let length = client.read_u16().await.unwrap();
                let mut packet = vec![0; length.into()];
                client.read_exact(&mut packet).await.unwrap();
                if let Some(answer) = answer(&packet, says, "tcp", &noted) {
                    let length = u16::try_from(answer.len()).unwrap();
                    client.write_u16(length).await.unwrap();
                    client.write_all(&answer).await.unwrap();
                }
            }
        });
        Self { host, asked }
    }

    async fn check(&self, domain: &str) -> Result<(), DnsProblem> {
        self.check_within(PATIENT, domain).await
    }

    async fn check_within(&self, patience: Duration, domain: &str) -> Result<(), DnsProblem> {
        Dns::with_patience(patience)
            .check(domain, Some(&self.host))
            .await
    }

    /// What was asked, each question once: one may be repeated.
    fn asked(&self) -> Vec<String> {
        let mut asked = self.asked.lock().unwrap().clone();
        asked.dedup();
        asked
    }
}

fn answer(packet: &[u8], says: Says, by: &str, asked: &Mutex<Vec<String>>) -> Option<Vec<u8>> {
    let question = Message::from_vec(packet).unwrap();
    let query = question.queries.first().unwrap().clone();
    let name = query.name().to_ascii();
    asked
        .lock()
        .unwrap()
        .push(format!("{name} {} {by}", query.query_type()));
    let mut reply = Message::response(question.metadata.id, OpCode::Query);
    reply.metadata.recursion_available = true;
    match says(&name, query.query_type())? {
        Answer::Code(code) => reply.metadata.response_code = code,
        Answer::TooLong if by == "udp" => reply.metadata.truncation = true,
        Answer::TooLong => {
            let record = Record::from_rdata(query.name().clone(), 60, address());
            reply.add_answer(record);
        }
        Answer::Records(records) => {
            let mut owner = query.name().clone();
            for record in records {
                reply.add_answer(Record::from_rdata(owner.clone(), 60, record.clone()));
                if let RData::CNAME(CNAME(alias)) = record {
                    owner = alias;
                }
            }
        }
    }
    reply.add_query(query);
    Some(reply.to_vec().unwrap())
}

fn address() -> RData {
    RData::A(A(Ipv4Addr::new(192, 0, 2, 1)))
}

fn exchanger() -> RData {
    RData::MX(MX::new(10, Name::from_ascii("mail.acme.test.").unwrap()))
}

fn is_no_mail_server(outcome: &Result<(), DnsProblem>) -> bool {
    matches!(outcome, Err(DnsProblem::NoMailServer))
}

fn is_unresolved(outcome: &Result<(), DnsProblem>) -> bool {
    matches!(outcome, Err(DnsProblem::Unresolved(_)))
}

#[tokio::test]
async fn an_a_record_is_enough_and_nothing_more_is_asked() {
    let server = NameServer::start(|_, records| {
        Some(match records {
            RecordType::A => Answer::Records(vec![address()]),
            _ => Answer::Code(ResponseCode::ServFail),
        })
    })
    .await;
    assert!(server.check("acme.test").await.is_ok());
    assert_eq!(server.asked(), ["acme.test. A udp"]);
}

#[tokio::test]
async fn without_an_a_record_an_mx_record_is_asked_for() {
    let server = NameServer::start(|name, records| {
        Some(match (name, records) {
            ("acme.test.", RecordType::MX) => Answer::Records(vec![exchanger()]),
            _ => Answer::Records(Vec::new()),
        })
    })
    .await;
    assert!(server.check("acme.test").await.is_ok());
    assert_eq!(server.asked(), ["acme.test. A udp", "acme.test. MX udp"]);
    assert!(is_no_mail_server(&server.check("globex.test").await));
}

#[tokio::test]
async fn a_domain_that_is_not_there_takes_no_mail() {
    let server = NameServer::start(|_, _| Some(Answer::Code(ResponseCode::NXDomain))).await;
    assert!(is_no_mail_server(&server.check("acme.test").await));
}

#[tokio::test]
async fn an_alias_is_followed_to_its_end() {
    let server = NameServer::start(|name, records| {
        let alias = |name: &str| RData::CNAME(CNAME(Name::from_ascii(name).unwrap()));
        Some(match (name, records) {
            ("acme.test.", _) => Answer::Records(vec![alias("real.test.")]),
            ("globex.test.", _) => Answer::Records(vec![alias("gone.test.")]),
            ("real.test.", RecordType::A) => Answer::Records(vec![address()]),
            _ => Answer::Code(ResponseCode::NXDomain),
        })
    })
    .await;
    assert!(server.check("acme.test").await.is_ok());
    assert!(is_no_mail_server(&server.check("globex.test").await));
}

#[tokio::test]
async fn a_server_that_is_silent_leaves_it_open_within_the_time() {
    let server = NameServer::start(|_, _| None).await;
    let asked = Instant::now();
    let outcome = server.check_within(SOON, "acme.test").await;
    assert!(is_unresolved(&outcome), "{outcome:?}");
    assert!(
        asked.elapsed() < Duration::from_secs(10),
        "{:?}",
        asked.elapsed()
    );
    let asked = server.asked();
    assert_eq!(
        asked,
        ["acme.test. A udp"],
        "there is no sense in asking on"
    );
}

#[tokio::test]
async fn silence_about_mx_records_leaves_it_open() {
    let server = NameServer::start(|_, records| {
        (records == RecordType::A).then_some(Answer::Records(Vec::new()))
    })
    .await;
    assert!(is_unresolved(&server.check_within(SOON, "acme.test").await));
}

#[tokio::test]
async fn a_server_that_fails_leaves_it_open_unless_it_knows_an_mx_record() {
    for code in [ResponseCode::ServFail, ResponseCode::Refused] {
        let says: Says = match code {
            ResponseCode::ServFail => |_, _| Some(Answer::Code(ResponseCode::ServFail)),
            _ => |_, _| Some(Answer::Code(ResponseCode::Refused)),
        };
        let server = NameServer::start(says).await;
        let outcome = server.check("acme.test").await;
        assert!(is_unresolved(&outcome), "{code}: {outcome:?}");
        let told = error_chain(&outcome.unwrap_err());
        assert!(
            !told.contains("acme"),
            "whose domain it is, nobody needs to know: {told}"
        );
    }
    let server = NameServer::start(|_, records| {
        Some(match records {
            RecordType::MX => Answer::Records(vec![exchanger()]),
            _ => Answer::Code(ResponseCode::ServFail),
        })
    })
    .await;
    assert!(server.check("acme.test").await.is_ok());
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_asked_for_by_tcp() {
    let server = NameServer::start(|_, _| Some(Answer::TooLong)).await;
    assert!(server.check("acme.test").await.is_ok());
    assert_eq!(server.asked(), ["acme.test. A udp", "acme.test. A tcp"]);
}

#[tokio::test]
async fn a_server_that_is_not_there_and_one_that_has_no_name_leave_it_open() {
    let free = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    for name in ["127.0.0.1", "deskbook.invalid"] {
        let host = Host {
            name: name.to_owned(),
            port,
        };
        let outcome = Dns::with_patience(SOON)
            .check("acme.test", Some(&host))
            .await;
        assert!(is_unresolved(&outcome), "{name}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_domain_that_nobody_can_have_is_not_asked_for() {
    let server = NameServer::start(|_, _| Some(Answer::Records(vec![address()]))).await;
    let label = |length| "x".repeat(length);
    let too_long = server.check(&format!("{}.test", label(64))).await;
    assert!(is_no_mail_server(&too_long));
    assert!(server.asked().is_empty());
    let longest = server.check(&format!("{}.test", label(63))).await;
    assert!(longest.is_ok());
}

#[tokio::test]
async fn the_servers_of_this_computer_are_asked_if_none_is_named() {
    // Nobody has a domain of this kind: it is answered without a question on the network
    let outcome = Dns::default().check("deskbook.invalid", None).await;
    let without_settings = is_unresolved(&outcome);
    assert!(
        is_no_mail_server(&outcome) || without_settings,
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_server_is_found_by_its_name() {
    let server = NameServer::start(|_, _| Some(Answer::Records(vec![address()]))).await;
    let host = Host {
        name: "localhost".to_owned(),
        port: server.host.port,
    };
    assert!(
        Dns::with_patience(PATIENT)
            .check("acme.test", Some(&host))
            .await
            .is_ok()
    );
}

fn server(priority: u16, port: u16, name: &str) -> RData {
    RData::SRV(SRV::new(priority, 0, port, Name::from_ascii(name).unwrap()))
}

#[tokio::test]
async fn the_servers_of_a_service_come_by_their_priority() {
    let server = NameServer::start(|name, records| {
        Some(match (name, records) {
            ("_ldap._tcp.ad.test.", RecordType::SRV) => Answer::Records(vec![
                server(20, 389, "second.ad.test."),
                server(10, 1389, "first.ad.test."),
            ]),
            ("_ldap._tcp.none.test.", _) => Answer::Records(vec![server(0, 0, ".")]),
            ("_ldap._tcp.broken.test.", _) => Answer::Code(ResponseCode::ServFail),
            _ => Answer::Code(ResponseCode::NXDomain),
        })
    })
    .await;
    let dns = Dns::with_patience(PATIENT).asking(server.host.clone());
    let found = dns.servers("_ldap._tcp.ad.test").await.unwrap();
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found, ["first.ad.test:1389", "second.ad.test:389"]);
    for none in [
        "_ldap._tcp.none.test",
        "_ldap._tcp.other.test",
        "_ldap._tcp..test",
    ] {
        let found = dns.servers(none).await;
        assert!(matches!(found, Err(ServiceProblem::Unknown)), "{found:?}");
    }
    let broken = dns.servers("_ldap._tcp.broken.test").await;
    assert!(
        matches!(broken, Err(ServiceProblem::Unresolved(_))),
        "{broken:?}"
    );
}
