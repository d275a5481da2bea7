//! Connections that are cut while a customer user is renamed: everything has the old login or everything
//! has the new one, and the answer says which.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::BackEndError;
use deskbook_core::installation::Installation;
use deskbook_core::people::save::Outcome;
use deskbook_domain::database::{DatabaseAddress, Host};
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::rounds::rounds;
use deskbook_tests::server_stand::{address, open};
use deskbook_tests::servers::proxy::{Network, Proxy};
use deskbook_tests::servers::{Engine, Server, TestDatabase};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::{database_on, read, save, stand};

const BOTH: [Engine; 2] = [Engine::MariaDb, Engine::PostgreSql];

/// The tables with a login, and its column. The kinds of names are as long as their beginnings.
const TABLES: [(&str, &str); 7] = [
    ("customer_user", "login"),
    ("customer_preferences", "user_id"),
    ("service_customer_user", "customer_user_login"),
    ("search_profile", "SUBSTR(login, 23)"),
    ("group_customer_user", "user_id"),
    ("customer_user_customer", "user_id"),
    ("ticket", "customer_user_id"),
];

const TICKETS: u32 = 60;

/// All that belongs to `j.doe`.
async fn put_belongings(database: &TestDatabase) -> Result<()> {
    let signed = "'2024-03-01 08:00:00', 1, '2024-03-01 08:00:00', 1";
    let audit = "create_time, create_by, change_time, change_by";
    let mut sql = vec![format!(
        "INSERT INTO service (id, name, valid_id, {audit}) VALUES (1, 'Mail', 1, {signed})"
    )];
    for number in 0..20 {
        sql.push(format!(
            "INSERT INTO customer_preferences (user_id, preferences_key, preferences_value) \
             VALUES ('j.doe', 'Key{number}', 'x')"
        ));
        sql.push(format!(
            "INSERT INTO search_profile (login, profile_name, profile_type, profile_key, profile_value) \
             VALUES ('CustomerTicketSearch::j.doe', 'p{number}', 'SCALAR', 'Title', 'x')"
        ));
    }
    sql.push(
        "INSERT INTO service_customer_user (customer_user_login, service_id, create_time, create_by) \
         VALUES ('j.doe', 1, '2024-03-01 08:00:00', 1)"
            .to_owned(),
    );
    sql.push(format!(
        "INSERT INTO group_customer_user (user_id, group_id, permission_key, permission_value, {audit}) \
         VALUES ('j.doe', 1, 'rw', 1, {signed})"
    ));
    sql.push(format!(
        "INSERT INTO customer_user_customer (user_id, customer_id, {audit}) \
         VALUES ('j.doe', 'OTHER', {signed})"
    ));
    for number in 0..TICKETS {
        sql.push(format!(
            "INSERT INTO ticket (tn, title, queue_id, type_id, user_id, responsible_user_id, \
             ticket_priority_id, ticket_state_id, customer_id, customer_user_id, archive_flag, {audit}) \
             VALUES ('{number}', 'x', 5, 2, 3, 1, 3, 4, 'ACME', 'j.doe', 0, {signed})"
        ));
    }
    for sql in sql {
        database.execute(&sql).await?;
    }
    Ok(())
}

/// Whose rows each table has, and how many tell of a move in the tickets' history.
async fn names(database: &TestDatabase) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for (table, column) in TABLES {
        let sql =
            format!("SELECT CONCAT({column}, ' has ', COUNT(*)) FROM {table} GROUP BY {column}");
        let found = database.outside().texts(&sql).await?;
        names.extend(found.into_iter().map(|it| format!("{table}: {it}")));
    }
    let history = "SELECT CONCAT('', COUNT(*)) FROM ticket_history";
    names.extend(database.outside().texts(history).await?);
    Ok(names)
}

/// What is expected after so many renames, of which this is the last name.
fn expected(login: &str, renames: u32) -> Vec<String> {
    let rows = [1, 20, 1, 20, 1, 1, TICKETS];
    let of_table = TABLES.iter().zip(rows);
    let tables = of_table.map(|((table, _), rows)| format!("{table}: {login} has {rows}"));
    tables.chain([(renames * TICKETS).to_string()]).collect()
}

/// Ends all sessions of the database's user.
async fn kill(database: &TestDatabase) -> Result<()> {
    let user = &database.account.user;
    match database.engine {
        Engine::PostgreSql => {
            let sql = format!(
                "SELECT CAST(pg_terminate_backend(pid) AS TEXT) FROM pg_stat_activity \
                 WHERE usename = '{user}'"
            );
            database.outside().texts(&sql).await?;
        }
        // All at once; who has gone by then is no error
        Engine::MariaDb | Engine::MySql => {
            database
                .execute(&format!("KILL CONNECTION USER {user}"))
                .await?;
        }
    }
    Ok(())
}

/// How connections are cut.
enum Cut<'p> {
    /// By the administrator, at some time.
    Kill,
    /// By the network, after some bytes from the server. It works again half a second later.
    Network(&'p Proxy),
}

/// What became of one login after another.
struct Renames<'d> {
    database: &'d TestDatabase,
    installation: Installation,
    login: String,
    count: u32,
    unknown: u32,
    cut: u32,
    /// Within what time it is killed. A busy machine changes how long a rename takes: this goes with it, up
    /// after each one that was cut and down after each that was not, so that there are always both.
    within: Duration,
}

impl Renames<'_> {
    async fn rename(&self) -> Result<Outcome, BackEndError> {
        let was = read(&self.installation, &self.login).await?;
        let mut record = was.clone();
        record.set("UserLogin", Some(self.next()));
        save(&self.installation, Some(&was), &record).await
    }

    fn next(&self) -> String {
        format!("j.doe{}", self.count + 1)
    }

    /// The answer must say what is stored.
    async fn judge(&mut self, outcome: Result<Outcome, BackEndError>) -> Result<()> {
        let stored = names(self.database).await?;
        let before = expected(&self.login, self.count);
        let after = expected(&self.next(), self.count + 1);
        let is_after = match &outcome {
            Ok(Outcome::Saved { .. }) => true,
            Ok(other) => bail!("nobody else writes, but {other:?}"),
            Err(error) if error.code() == ErrorCode::OutcomeUnknown => {
                self.unknown += 1;
                stored == after
            }
            Err(error) => {
                self.cut += 1;
                let told = [
                    ErrorCode::ConnectionLost,
                    ErrorCode::HostUnreachable,
                    ErrorCode::WriteTimedOut,
                ];
                ensure!(told.contains(&error.code()), "{error:?}");
                false
            }
        };
        let right = if is_after { after } else { before };
        ensure!(
            stored == right,
            "{outcome:?}: {stored:?} instead of {right:?}"
        );
        if is_after {
            self.login = self.next();
            self.count += 1;
        }
        Ok(())
    }

    async fn cut_one(&mut self, cut: &Cut<'_>, random: &mut StdRng) -> Result<()> {
        let outcome = match cut {
            Cut::Kill => {
                let pause = self.within.mul_f64(random.random());
                let killing = async {
                    tokio::time::sleep(pause).await;
                    kill(self.database).await
                };
                let (outcome, killed) = tokio::join!(self.rename(), killing);
                killed?;
                outcome
            }
            Cut::Network(proxy) => {
                // As often early as late, however much the server has to say
                let bytes = 1 << random.random_range(4..18);
                proxy
                    .set(Network::CutsAfter(random.random_range(0..bytes)))
                    .await?;
                let mending = async {
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    proxy.set(Network::Works).await
                };
                let (outcome, mended) = tokio::join!(self.rename(), mending);
                mended?;
                outcome
            }
        };
        let cut_before = self.cut;
        self.judge(outcome).await?;
        let step = if self.cut > cut_before { 1.25 } else { 0.8 };
        self.within = self.within.mul_f64(step);
        Ok(())
    }
}

async fn cut(
    database: &TestDatabase,
    address: &DatabaseAddress,
    cut: Cut<'_>,
    rounds: u32,
) -> Result<()> {
    let mut stand = stand(database)?;
    stand.put([a_customer_user()]).await?;
    put_belongings(database).await?;
    let opened = open(address, &database.account.password);
    stand.customer_users = Arc::new(opened.customer_users(stand.customer_users.source().clone()));
    stand.customers = Arc::new(opened.customers(stand.customers.source().clone()));
    stand.system = Arc::new(opened);
    let mut renames = Renames {
        database,
        installation: stand.installation(),
        login: "j.doe".to_owned(),
        count: 0,
        unknown: 0,
        cut: 0,
        within: Duration::default(),
    };
    // The first one asks for everything that is asked once
    for _ in 0..3 {
        let began = Instant::now();
        let outcome = renames.rename().await;
        renames.within = began.elapsed();
        renames.judge(outcome).await?;
    }
    let mut random = StdRng::seed_from_u64(5);
    for round in 0..rounds {
        let done = renames.cut_one(&cut, &mut random).await;
        done.with_context(|| format!("{:?}, round {round}", database.engine))?;
    }
    ensure!(
        renames.cut > 0 && renames.count > 3,
        "some are cut, and some are not"
    );
    ensure!(
        renames.unknown == 0,
        "the server could be asked {} times",
        renames.unknown
    );
    Ok(())
}

#[tokio::test]
async fn a_rename_that_is_killed_is_whole_or_not_at_all_and_says_which() -> Result<()> {
    for engine in BOTH {
        let database = database_on(Server::shared(engine).await?, "kills").await?;
        cut(&database, &address(&database), Cut::Kill, rounds(20, 500)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_rename_whose_network_fails_is_whole_or_not_at_all_and_says_which() -> Result<()> {
    for engine in BOTH {
        let database = database_on(Server::shared(engine).await?, "cuts").await?;
        let proxy = Proxy::to(database.port).await?;
        let address = DatabaseAddress {
            hosts: vec![Host {
                name: "127.0.0.1".to_owned(),
                port: proxy.port(),
            }],
            ..address(&database)
        };
        cut(&database, &address, Cut::Network(&proxy), rounds(10, 100)).await?;
    }
    Ok(())
}
