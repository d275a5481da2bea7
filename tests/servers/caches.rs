//! Deskbook clears OTOBO's caches in a Redis.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "that is how a test fails"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use deskbook_caches::{Clearer, Limits};
use deskbook_core::caches::{
    CacheClearer as _, CacheError, CacheSettings, Cleared, RedisCache, RedisTls, Written,
    stale_caches,
};
use deskbook_core::server_error::Trouble;
use deskbook_domain::database::Host;
use deskbook_domain::secret::Secret;
use deskbook_tests::servers::RedisServer;
use deskbook_tests::servers::certificates::Certificates;

/// Soon enough for a test that waits for it.
const SOON: Duration = Duration::from_millis(800);

/// How a test goes to a Redis.
struct Visit {
    cache: RedisCache,
    password: Option<Secret<String>>,
    limits: Limits,
}

impl Visit {
    fn of(server: &RedisServer) -> Self {
        Self {
            cache: RedisCache {
                host: Host {
                    name: "127.0.0.1".to_owned(),
                    port: server.port(),
                },
                database: 0,
                tls: RedisTls::Off,
                user: None,
            },
            password: Some(Secret::new(server.password().to_owned())),
            limits: Limits::default(),
        }
    }

    fn with_password(mut self, password: Option<&str>) -> Self {
        self.password = password.map(|password| Secret::new(password.to_owned()));
        self
    }

    fn signed_in_as(mut self, user: &str) -> Self {
        self.cache.user = Some(user.to_owned());
        self
    }

    fn in_database(mut self, database: u32) -> Self {
        self.cache.database = database;
        self
    }

    fn encrypted(mut self, ca_file: Option<&Path>) -> Self {
        self.cache.tls = RedisTls::On {
            ca_file: ca_file.map(|path| path.display().to_string()),
        };
        self
    }

    fn impatient(mut self) -> Self {
        self.limits.connect = SOON;
        self.limits.redis = SOON;
        self
    }

    async fn clear(&self, written: &[Written]) -> Result<Cleared, CacheError> {
        let settings = CacheSettings::Redis(self.cache.clone());
        Clearer::with_limits(self.limits)
            .clear(&settings, self.password.as_ref(), &stale_caches(written))
            .await
    }

    async fn test(&self) -> Result<(), CacheError> {
        let settings = CacheSettings::Redis(self.cache.clone());
        Clearer::with_limits(self.limits)
            .test(&settings, self.password.as_ref())
            .await
    }

    /// What is wrong, whether caches are cleared or the settings are tested.
    async fn trouble(&self) -> Trouble {
        let cleared = trouble_of(self.clear(&[Written::Tickets]).await);
        let tested = trouble_of(self.test().await);
        assert_eq!(cleared, tested, "a test finds what clearing would");
        cleared
    }
}

fn trouble_of<T: std::fmt::Debug>(outcome: Result<T, CacheError>) -> Trouble {
    match outcome {
        Err(CacheError::Server(error)) => error.trouble,
        outcome => panic!("{outcome:?}"),
    }
}

fn first() -> Written {
    Written::Records("CustomerUser".parse().unwrap())
}

#[tokio::test]
async fn c115_keys_of_the_stale_types_are_deleted_and_no_others() -> Result<()> {
    let server = RedisServer::start(None).await?;
    let stale = [
        "CustomerUser:CustomerUserDataGet::jürgen",
        "CustomerUser:CustomerUserDataGet::nobody",
        "CustomerUser:",
        "CustomerUser::x:y",
        "CustomerUser_CustomerSearch:CustomerSearch::a*",
        "CustomerUser_CustomerIDList:all",
        "CustomerUser_CustomerSearchDetail:one\n",
        "CustomerUser_CustomerSearchDetailDynamicFields:x",
    ];
    let fresh = [
        "CustomerUser1:CustomerUserDataGet::eva",
        "CustomerUser1_CustomerSearch:eva",
        "CustomerUserPreferencesDB:eva",
        "CustomerUser_CustomerSearchX:eva",
        "XCustomerUser:eva",
        "customeruser:eva",
        "CustomerUser",
        "Ticket:GetTicket1",
        "namespaces",
    ];
    server.put(&stale)?;
    server.put(&fresh)?;
    let visit = Visit::of(&server);
    visit.test().await?;
    let count = server.tell(&["DBSIZE"])?;
    assert_eq!(
        count,
        [(stale.len() + fresh.len()).to_string()],
        "a test deletes nothing"
    );
    let cleared = visit.clear(&[first()]).await?;
    assert_eq!(cleared, Cleared::Entries(8));
    let mut left = fresh.map(str::to_owned);
    left.sort();
    assert_eq!(server.keys()?, left);
    assert_eq!(
        visit.clear(&[first()]).await?,
        Cleared::Entries(0),
        "none is left"
    );
    Ok(())
}

#[tokio::test]
async fn more_keys_than_one_step_gives_are_all_deleted() -> Result<()> {
    let server = RedisServer::start(None).await?;
    let fill = "for i = 1, 2500 do \
                redis.call('SET', 'Ticket:GetTicket' .. i, 'x') \
                redis.call('SET', 'Queue:' .. i, 'x') end";
    server.tell(&["EVAL", fill, "0"])?;
    let cleared = Visit::of(&server).clear(&[Written::Tickets]).await?;
    assert_eq!(cleared, Cleared::Entries(2500));
    assert_eq!(server.tell(&["DBSIZE"])?, ["2500"], "the others stay");
    Ok(())
}

#[tokio::test]
async fn only_the_chosen_database_is_cleared() -> Result<()> {
    let server = RedisServer::start(None).await?;
    server.put(&["Ticket:1"])?;
    server.tell(&["-n", "3", "SET", "Ticket:1", "value"])?;
    let cleared = Visit::of(&server)
        .in_database(3)
        .clear(&[Written::Tickets])
        .await?;
    assert_eq!(cleared, Cleared::Entries(1));
    assert_eq!(server.keys()?, ["Ticket:1"]);
    assert_eq!(server.tell(&["-n", "3", "DBSIZE"])?, ["0"]);
    let nowhere = Visit::of(&server).in_database(99);
    assert_eq!(nowhere.trouble().await, Trouble::DatabaseUnknown);
    Ok(())
}

#[tokio::test]
async fn a_password_is_right_wrong_missing_or_not_needed() -> Result<()> {
    let server = RedisServer::start(None).await?;
    let with = |password| Visit::of(&server).with_password(password);
    with(Some(server.password())).test().await?;
    assert_eq!(with(Some("hunter2")).trouble().await, Trouble::RefusedLogin);
    assert_eq!(with(None).trouble().await, Trouble::PasswordMissing);
    server.tell(&["ACL", "SETUSER", "otobo", "on", ">s3cret", "~*", "+@all"])?;
    let otobo = |password| with(password).signed_in_as("otobo");
    otobo(Some("s3cret")).test().await?;
    assert_eq!(
        otobo(Some("hunter2")).trouble().await,
        Trouble::RefusedLogin
    );
    assert_eq!(otobo(None).trouble().await, Trouble::PasswordMissing);
    assert_eq!(
        with(Some("s3cret")).signed_in_as("nobody").trouble().await,
        Trouble::RefusedLogin
    );
    server.tell(&["CONFIG", "SET", "requirepass", ""])?;
    with(None).test().await?;
    Ok(())
}

#[tokio::test]
async fn nothing_that_was_sent_is_in_an_error() -> Result<()> {
    let server = RedisServer::start(None).await?;
    let visit = Visit::of(&server).with_password(Some("hunter2"));
    let refused = visit.clear(&[Written::Tickets]).await.unwrap_err();
    let told = format!("{} {refused:?}", deskbook_core::error_chain(&refused));
    assert!(!told.contains("hunter2"), "{told}");
    assert!(told.contains("WRONGPASS"), "the code helps: {told}");
    Ok(())
}

#[tokio::test]
async fn who_may_not_unlink_is_told_so_by_the_test_already() -> Result<()> {
    let server = RedisServer::start(None).await?;
    server.tell(&[
        "ACL", "SETUSER", "reader", "on", ">s3cret", "~*", "+@all", "-unlink",
    ])?;
    server.put(&["Ticket:1"])?;
    let reader = Visit::of(&server)
        .with_password(Some("s3cret"))
        .signed_in_as("reader");
    for outcome in [
        reader.test().await,
        reader.clear(&[Written::Tickets]).await.map(drop),
    ] {
        assert!(
            matches!(outcome, Err(CacheError::NotPermitted(_))),
            "{outcome:?}"
        );
    }
    let all = "+scan +unlink +ping +select".split(' ');
    let mut just_enough = vec!["ACL", "SETUSER", "clearer", "on", ">s3cret", "~*"];
    just_enough.extend(all);
    server.tell(&just_enough)?;
    let clearer = Visit::of(&server)
        .with_password(Some("s3cret"))
        .signed_in_as("clearer");
    assert_eq!(
        clearer.clear(&[Written::Tickets]).await?,
        Cleared::Entries(1)
    );
    Ok(())
}

#[tokio::test]
async fn a_replica_says_that_it_only_reads() -> Result<()> {
    let server = RedisServer::start(None).await?;
    server.put(&["Ticket:1"])?;
    server.tell(&["REPLICAOF", "127.0.0.1", "1"])?;
    assert_eq!(Visit::of(&server).trouble().await, Trouble::ServerReadOnly);
    Ok(())
}

#[tokio::test]
async fn a_redis_that_hangs_is_waited_for_no_longer_than_told() -> Result<()> {
    let server = RedisServer::start(None).await?;
    server.pause().await?;
    let asked = Instant::now();
    let trouble = Visit::of(&server).impatient().trouble().await;
    assert_eq!(trouble, Trouble::Silent(SOON));
    assert!(asked.elapsed() < Duration::from_secs(20));
    Ok(())
}

#[tokio::test]
async fn a_redis_that_is_gone_and_a_host_that_never_was_are_told_apart() -> Result<()> {
    let server = RedisServer::start(None).await?;
    let gone = Visit::of(&server);
    drop(server);
    assert_eq!(gone.trouble().await, Trouble::HostUnreachable);
    let mut nowhere = gone;
    nowhere.cache.host.name = "deskbook.invalid".to_owned();
    assert_eq!(nowhere.trouble().await, Trouble::HostUnknown);
    Ok(())
}

#[tokio::test]
async fn a_good_certificate_lets_everything_through_encrypted() -> Result<()> {
    let certificates = Certificates::make()?;
    let tls = certificates.shown(&certificates.good);
    let server = RedisServer::start(Some(tls)).await?;
    server.put(&["Ticket:1"])?;
    for name in ["127.0.0.1", "localhost"] {
        let mut visit = Visit::of(&server).encrypted(Some(&certificates.authority));
        name.clone_into(&mut visit.cache.host.name);
        visit.test().await?;
    }
    let visit = Visit::of(&server).encrypted(Some(&certificates.authority));
    assert_eq!(visit.clear(&[Written::Tickets]).await?, Cleared::Entries(1));
    let public = Visit::of(&server).encrypted(None);
    assert_eq!(public.trouble().await, Trouble::CertificateUntrusted);
    let clear = Visit::of(&server);
    assert_eq!(clear.trouble().await, Trouble::ConnectionLost);
    Ok(())
}

#[tokio::test]
async fn every_bad_certificate_is_refused_before_the_password_is_sent() -> Result<()> {
    let certificates = Certificates::make()?;
    let bad = [
        (&certificates.wrong_name, Trouble::CertificateName),
        (&certificates.expired, Trouble::CertificateExpired),
        (&certificates.self_signed, Trouble::CertificateUntrusted),
        (&certificates.other, Trouble::CertificateUntrusted),
    ];
    for (certificate, trouble) in bad {
        let server = RedisServer::start(Some(certificates.shown(certificate))).await?;
        let visit = Visit::of(&server).encrypted(Some(&certificates.authority));
        assert_eq!(visit.trouble().await, trouble);
    }
    Ok(())
}

#[tokio::test]
async fn a_redis_without_tls_and_files_without_certificates_are_told() -> Result<()> {
    let server = RedisServer::start(None).await?;
    let certificates = Certificates::make()?;
    let mut encrypted = Visit::of(&server).encrypted(Some(&certificates.authority));
    encrypted.limits.connect = SOON;
    assert_eq!(encrypted.trouble().await, Trouble::TlsUnavailable);
    for file in [&certificates.good.key, Path::new("/no/such/file")] {
        let visit = Visit::of(&server).encrypted(Some(file));
        assert_eq!(
            visit.trouble().await,
            Trouble::CertificateFile,
            "{}",
            file.display()
        );
    }
    Ok(())
}
