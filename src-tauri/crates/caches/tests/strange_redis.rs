//! Servers that are no Redis, or one that says strange things.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "that is how a test fails"
)]

use std::sync::Arc;
use std::time::Duration;

use deskbook_caches::{Clearer, Limits};
use deskbook_core::caches::{
    CacheClearer as _, CacheError, CacheSettings, Cleared, RedisCache, RedisTls, Written,
    stale_caches,
};
use deskbook_core::error_chain;
use deskbook_core::server_error::Trouble;
use deskbook_domain::database::Host;
use deskbook_domain::secret::Secret;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// For a server that answers, however busy the computer is.
const PATIENT: Duration = Duration::from_secs(20);

/// For a server that does not.
const SOON: Duration = Duration::from_millis(500);

/// Answers what it is asked by the first word that is in the question, and hangs up after `last`.
async fn server(answers: &'static [(&'static str, &'static str)], last: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let answers = Arc::new(answers);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let answers = Arc::clone(&answers);
            tokio::spawn(async move {
                let mut heard = vec![0; 64 * 1024];
                while let Ok(length @ 1..) = client.read(&mut heard).await {
                    let heard = String::from_utf8_lossy(&heard[..length]).into_owned();
                    let answer = answers.iter().find(|(word, _)| heard.contains(word));
                    let Some((word, answer)) = answer else {
                        continue;
                    };
                    if client.write_all(answer.as_bytes()).await.is_err() || *word == last {
                        return;
                    }
                }
            });
        }
    });
    port
}

async fn clear(port: u16, password: Option<&str>) -> Result<Cleared, CacheError> {
    clear_within(PATIENT, port, password).await
}

async fn clear_within(
    limit: Duration,
    port: u16,
    password: Option<&str>,
) -> Result<Cleared, CacheError> {
    let settings = CacheSettings::Redis(RedisCache {
        host: Host {
            name: "127.0.0.1".to_owned(),
            port,
        },
        database: 0,
        tls: RedisTls::Off,
        user: None,
    });
    let limits = Limits {
        connect: limit,
        redis: limit,
        ..Limits::default()
    };
    let password = password.map(|password| Secret::new(password.to_owned()));
    Clearer::with_limits(limits)
        .clear(
            &settings,
            password.as_ref(),
            &stale_caches(&[Written::Tickets]),
        )
        .await
}

fn trouble(outcome: Result<Cleared, CacheError>) -> Trouble {
    match outcome {
        Err(CacheError::Server(error)) => error.trouble,
        outcome => panic!("{outcome:?}"),
    }
}

#[tokio::test]
async fn what_a_server_quotes_is_not_repeated() {
    let port = server(
        &[
            ("PING", "+PONG\r\n"),
            ("SCAN", "*2\r\n$1\r\n0\r\n*1\r\n$11\r\nTicket:jane\r\n"),
            (
                "UNLINK",
                "-ERR unknown command 'UNLINK', with args beginning with: 'Ticket:jane'\r\n",
            ),
        ],
        "",
    )
    .await;
    let error = clear(port, None).await.unwrap_err();
    let told = format!("{} {error:?}", error_chain(&error));
    assert!(told.contains("ERR") && !told.contains("jane"), "{told}");

    let port = server(
        &[(
            "AUTH",
            "-ERR unknown command 'AUTH', with args beginning with: 'hunter2'\r\n",
        )],
        "",
    )
    .await;
    let error = clear(port, Some("hunter2")).await.unwrap_err();
    let told = format!("{} {error:?}", error_chain(&error));
    assert!(told.contains("ERR") && !told.contains("hunter2"), "{told}");
}

#[tokio::test]
async fn a_server_that_lets_nobody_in_from_here_is_told_as_such() {
    let port = server(
        &[("PING", "-DENIED Redis is running in protected mode\r\n")],
        "PING",
    )
    .await;
    assert_eq!(trouble(clear(port, None).await), Trouble::HostNotAllowed);
}

#[tokio::test]
async fn a_server_that_hangs_up_after_its_answer_is_a_lost_connection() {
    let port = server(&[("PING", "+PONG\r\n")], "PING").await;
    assert_eq!(trouble(clear(port, None).await), Trouble::ConnectionLost);
}

#[tokio::test]
async fn a_server_that_says_nothing_or_never_comes_to_an_end_is_silent() {
    let port = server(&[], "").await;
    let silent = clear_within(SOON, port, None).await;
    assert_eq!(trouble(silent), Trouble::Silent(SOON));
    let port = server(
        &[("PING", "+PONG\r\n"), ("SCAN", "*2\r\n$1\r\n7\r\n*0\r\n")],
        "",
    )
    .await;
    let silent = clear_within(SOON, port, None).await;
    assert_eq!(trouble(silent), Trouble::Silent(SOON));
}

#[tokio::test]
async fn what_is_no_redis_is_told_without_its_words() {
    let port = server(
        &[("PING", "HTTP/1.1 400 Bad Request for jane\r\n\r\n")],
        "PING",
    )
    .await;
    let error = clear(port, None).await.unwrap_err();
    let told = format!("{} {error:?}", error_chain(&error));
    assert!(!told.contains("jane"), "{told}");
    assert_eq!(trouble(Err(error)), Trouble::Other);
}
