//! The large set of test data on a server: a million customer users.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use tokio::process::Command;

use crate::servers::{Engine, TestDatabase, load_small_set};

/// The folder that the environment names, if it names one.
fn folder() -> Option<PathBuf> {
    std::env::var_os("DESKBOOK_LARGE").map(PathBuf::from)
}

/// Loads the large set with the server's own client, or the small one where there is none. Tells how
/// many customer users there are.
pub async fn load(database: &TestDatabase) -> Result<u32> {
    let Some(folder) = folder() else {
        load_small_set(database).await?;
        return Ok(300);
    };
    let engine = match database.engine {
        Engine::PostgreSql => "postgresql",
        Engine::MariaDb | Engine::MySql => "mariadb",
    };
    for part in ["schema", "load"] {
        let file = folder.join(format!("{part}_{engine}.sql"));
        run(database, &folder, &file).await?;
    }
    let fresh = match database.engine {
        Engine::PostgreSql => "VACUUM ANALYZE",
        Engine::MariaDb | Engine::MySql => {
            "ANALYZE TABLE customer_user, customer_company, customer_preferences, customer_user_customer"
        }
    };
    database.execute(fresh).await?;
    let count = database
        .outside()
        .texts("SELECT CAST(COUNT(*) AS CHAR(20)) FROM customer_user")
        .await?;
    let count = count.first().context("it is counted")?;
    Ok(count.trim().parse()?)
}

async fn run(database: &TestDatabase, folder: &Path, file: &Path) -> Result<()> {
    let mut command = match database.engine {
        Engine::PostgreSql => {
            let mut command = Command::new("psql");
            command
                .args(["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"])
                .args([
                    "--host",
                    &database.host,
                    "--port",
                    &database.port.to_string(),
                ])
                .args([
                    "--username",
                    &database.account.user,
                    "--dbname",
                    &database.name,
                ])
                .arg("--file")
                .arg(file)
                .env("PGPASSWORD", &database.account.password);
            command
        }
        Engine::MariaDb | Engine::MySql => {
            let mut command = Command::new("mariadb");
            command
                .args(["--no-defaults", "--local-infile=1", "--protocol=tcp"])
                .args([
                    "--host",
                    &database.host,
                    "--port",
                    &database.port.to_string(),
                ])
                .args(["--user", &database.account.user])
                .arg(&database.name)
                .env("MYSQL_PWD", &database.account.password)
                .stdin(std::fs::File::open(file)?);
            command
        }
    };
    let status = command
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .await?;
    ensure!(status.success(), "{} could not be loaded", file.display());
    Ok(())
}
