//! A database of a test's own on a server that others may use too.

use anyhow::{Context as _, Result};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};

use super::{Engine, Server};
use crate::outside::OutsideWriter;

/// A name and a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name.
    pub user: String,
    /// The password.
    pub password: String,
}

/// A database, and a user who may do everything in it and nothing elsewhere.
#[derive(Debug)]
pub struct TestDatabase {
    /// What kind of server it is on.
    pub engine: Engine,
    /// The server's host.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// What it is called.
    pub name: String,
    /// Its user.
    pub account: Account,
    url: String,
    admin: DatabaseConnection,
    demands_certificates: bool,
}

impl TestDatabase {
    pub(super) async fn create(server: &Server, name: &str) -> Result<Self> {
        let name = unique(name);
        let account = Account {
            user: name.clone(),
            password: format!("{:016x}", rand::random::<u64>()),
        };
        let root = server.connect(server.admin(), None).await?;
        for sql in creation(server, &name, &account) {
            root.execute_unprepared(&sql).await?;
        }
        root.close().await?;
        let database = Self::connected(server, name, account).await?;
        if database.engine == Engine::PostgreSql {
            // What the administrator makes belongs to the user too, as in a database of OTOBO's.
            let user = &database.account.user;
            let sql = format!(
                "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO {user}; \
                 ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO {user}"
            );
            database.execute(&sql).await?;
        }
        Ok(database)
    }

    pub(super) async fn found(server: &Server, there: &Self) -> Result<Self> {
        Self::connected(server, there.name.clone(), there.account.clone()).await
    }

    async fn connected(server: &Server, name: String, account: Account) -> Result<Self> {
        Ok(Self {
            engine: server.engine(),
            host: server.host().to_owned(),
            port: server.port(),
            url: server.url(&account, Some(&name)),
            admin: server.connect(server.admin(), Some(&name)).await?,
            demands_certificates: server.demands_certificates(),
            name,
            account,
        })
    }

    /// Its address for its user, as sea-orm and sqlx take it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The administrator's connection to it.
    pub fn admin(&self) -> &DatabaseConnection {
        &self.admin
    }

    /// Runs statements as the administrator, separated by semicolons.
    pub async fn execute(&self, sql: &str) -> Result<()> {
        let done = self.admin.execute_unprepared(sql).await;
        done.with_context(|| sql.to_owned())?;
        Ok(())
    }

    /// Another program that writes into it, as the administrator.
    pub fn outside(&self) -> OutsideWriter {
        OutsideWriter::over(self.admin.clone())
    }

    /// Another user, who may do in this database what is said, such as `SELECT ON customer_user`. The
    /// name is a beginning only.
    pub async fn user(&self, name: &str, password: &str, grants: &[&str]) -> Result<Account> {
        let account = Account {
            user: unique(name),
            password: password.to_owned(),
        };
        let create = create_user(self.engine, &account, self.demands_certificates);
        self.execute(&create).await?;
        for grant in grants {
            let to = grantee(self.engine, &account.user);
            self.execute(&format!("GRANT {grant} TO {to}")).await?;
        }
        Ok(account)
    }
}

fn creation(server: &Server, name: &str, account: &Account) -> Vec<String> {
    let engine = server.engine();
    let user = create_user(engine, account, server.demands_certificates());
    match engine {
        Engine::PostgreSql => vec![
            user,
            format!(
                "CREATE DATABASE {name} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
                account.user
            ),
        ],
        Engine::MariaDb | Engine::MySql => vec![
            user,
            format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"),
            format!(
                "GRANT ALL ON {name}.* TO {}",
                grantee(engine, &account.user)
            ),
        ],
    }
}

fn create_user(engine: Engine, account: &Account, demands_certificate: bool) -> String {
    let Account { user, password } = account;
    let password = password.replace('\'', "''");
    match engine {
        Engine::PostgreSql => format!("CREATE ROLE {user} LOGIN PASSWORD '{password}'"),
        Engine::MariaDb | Engine::MySql => {
            let require = if demands_certificate {
                " REQUIRE X509"
            } else {
                ""
            };
            format!("CREATE USER {user}@'%' IDENTIFIED BY '{password}'{require}")
        }
    }
}

fn grantee(engine: Engine, user: &str) -> String {
    match engine {
        Engine::PostgreSql => user.to_owned(),
        Engine::MariaDb | Engine::MySql => format!("{user}@'%'"),
    }
}

/// Letters and digits only: it needs no quotes, and no underscore that a grant would take for any
/// character.
fn unique(name: &str) -> String {
    let plain = name.chars().filter(char::is_ascii_lowercase).take(16);
    let plain: String = plain.collect();
    format!("t{plain}{:08x}", rand::random::<u32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_never_the_same() {
        let name = unique("small_set-1 of every kind of name");
        assert!(name.starts_with("tsmallsetofevery"), "{name}");
        assert!(
            name.chars()
                .all(|character| character.is_ascii_alphanumeric())
        );
        assert!(name.len() <= 32, "longer names of users are refused");
        assert_ne!(name, unique("small_set-1 of every kind of name"));
    }

    #[test]
    fn a_quote_in_a_password_does_not_end_it() {
        let account = Account {
            user: "eva".to_owned(),
            password: "it's".to_owned(),
        };
        let sql = create_user(Engine::PostgreSql, &account, false);
        assert_eq!(sql, "CREATE ROLE eva LOGIN PASSWORD 'it''s'");
    }
}
