//! How MariaDB is prepared and started.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::account::ServerAccount;
use super::own::Layout;
use super::programs::{find, run};
use super::{ADMIN, ADMIN_PASSWORD, ServerOptions, template};

/// Files of a small server: what is not there need not be copied.
const SMALL: [&str; 4] = [
    "--innodb-data-file-path=ibdata1:5M:autoextend",
    "--innodb-log-file-size=5M",
    "--innodb-undo-tablespaces=0",
    "--innodb-buffer-pool-size=32M",
];

/// Nothing in here has to survive a power cut, and containers forbid some of the faster ways.
const QUICK: [&str; 5] = [
    "--innodb-doublewrite=0",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-use-native-aio=0",
    "--performance-schema=OFF",
    "--skip-name-resolve",
];

pub(super) fn account() -> Result<ServerAccount> {
    ServerAccount::named("mysql")
}

/// Puts a data folder in place.
pub(super) fn prepare(layout: &Layout) -> Result<()> {
    let version = run(Command::new(find("mariadbd")?).arg("--version"))?;
    let version = version.split_whitespace().find(|word| word.contains('.'));
    let key = format!("mariadb-{}", version.unwrap_or("unknown"));
    template::copy(&key, layout.account, &layout.data(), |data| {
        let mut command = layout.account.command(&find("mariadb-install-db")?);
        command
            .arg("--no-defaults")
            .args(["--auth-root-authentication-method=normal", "--skip-test-db"])
            .args(SMALL)
            .arg(option("datadir", data))
            .current_dir("/");
        run(&mut command).map(|_| ())
    })?;
    // The server runs it before it listens: nobody finds it with the accounts that it came with.
    let start = layout.file("start.sql");
    File::create(&start)?.write_all(start_sql().as_bytes())?;
    layout.account.give(&start)
}

/// The server.
pub(super) fn command(layout: &Layout, port: u16, options: &ServerOptions) -> Result<Command> {
    let mut command = layout.account.command(&find("mariadbd")?);
    command
        .arg("--no-defaults")
        .args(SMALL)
        .args(QUICK)
        .args(["--bind-address=127.0.0.1", &format!("--port={port}")])
        // As OTOBO's installer makes its database.
        .args([
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
        ])
        .arg(option("datadir", &layout.data()))
        .arg(option("socket", &layout.file("socket")))
        .arg(option("pid-file", &layout.file("pid")))
        .arg(option("init-file", &layout.file("start.sql")));
    if let Some(files) = layout.tls(options.tls.as_ref())? {
        command
            .arg(option("ssl-cert", &files.certificate))
            .arg(option("ssl-key", &files.key))
            .arg(option("ssl-ca", &files.authority));
    }
    if options.is_read_only {
        command.arg("--read-only=1");
    }
    if options.has_much_memory {
        command.args(["--innodb-buffer-pool-size=1G", "--local-infile=1"]);
    }
    if options.logs_statements {
        command
            .arg("--general-log=1")
            .arg(option("general-log-file", &statements(layout)));
    }
    Ok(command)
}

/// Where the server logs statements. Empties nothing: a start goes on with the log.
pub(super) fn statements(layout: &Layout) -> PathBuf {
    layout.file("statements.log")
}

fn start_sql() -> String {
    format!(
        "CREATE OR REPLACE USER {ADMIN}@'%' IDENTIFIED BY '{ADMIN_PASSWORD}';\n\
         GRANT ALL ON *.* TO {ADMIN}@'%' WITH GRANT OPTION;\n\
         DELETE FROM mysql.global_priv WHERE User IN ('', 'root');\n\
         FLUSH PRIVILEGES;\n"
    )
}

fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(format!("--{name}="));
    option.push(path);
    option
}
