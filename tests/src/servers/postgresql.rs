//! How PostgreSQL is prepared and started.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::account::ServerAccount;
use super::own::Layout;
use super::programs::{find, run};
use super::{ADMIN, ADMIN_PASSWORD, ServerOptions, template};

/// Nothing in here has to survive a power cut.
const SETTINGS: [&str; 9] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "shared_buffers=16MB",
    "max_connections=50",
    "max_wal_size=64MB",
    "log_line_prefix=%m [%p] ",
];

pub(super) fn account() -> Result<ServerAccount> {
    ServerAccount::named("postgres")
}

/// Puts a data folder in place.
pub(super) fn prepare(layout: &Layout) -> Result<()> {
    let version = run(Command::new(find("initdb")?).arg("--version"))?;
    let version = version.split_whitespace().find(|word| word.contains('.'));
    let key = format!("postgresql-{}", version.unwrap_or("unknown"));
    template::copy(&key, layout.account, &layout.data(), |data| {
        let password = layout.file("password");
        File::create(&password)?.write_all(ADMIN_PASSWORD.as_bytes())?;
        layout.account.give(&password)?;
        let mut command = layout.account.command(&find("initdb")?);
        command
            .args([
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ])
            .args(["--no-sync", "--username", ADMIN, "--pwfile"])
            .arg(&password)
            .arg("--pgdata")
            .arg(data)
            .current_dir("/");
        run(&mut command).map(|_| ())
    })
}

/// Copies the data of a running server and tells the copy to follow it.
pub(super) fn prepare_standby(layout: &Layout, primary: u16) -> Result<()> {
    let mut command = layout.account.command(&find("pg_basebackup")?);
    command
        .args(["--host=127.0.0.1", &format!("--port={primary}")])
        .args(["--username", ADMIN, "--no-password"])
        .args(["--write-recovery-conf", "--wal-method=stream"])
        .args(["--checkpoint=fast", "--no-sync", "--pgdata"])
        .arg(layout.data())
        .env("PGPASSWORD", ADMIN_PASSWORD)
        .env("HOME", layout.data())
        .current_dir("/");
    run(&mut command).map(|_| ())
}

/// The server.
pub(super) fn command(layout: &Layout, port: u16, options: &ServerOptions) -> Result<Command> {
    let data = layout.data();
    let access = data.join("pg_hba.conf");
    fs::remove_file(&access)?;
    File::create(&access)?.write_all(access_rules(options).as_bytes())?;
    layout.account.give(&access)?;
    let mut command = layout.account.command(&find("postgres")?);
    command.arg("-D").arg(&data).args(["-p", &port.to_string()]);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    if let Some(files) = layout.tls(options.tls.as_ref())? {
        command.args(["-c", "ssl=on"]);
        set(&mut command, "ssl_cert_file", &files.certificate);
        set(&mut command, "ssl_key_file", &files.key);
        set(&mut command, "ssl_ca_file", &files.authority);
    }
    if options.logs_statements {
        command.args(["-c", "log_statement=all"]);
    }
    if options.has_much_memory {
        command.args(["-c", "shared_buffers=512MB"]);
    }
    command.current_dir("/");
    Ok(command)
}

fn set(command: &mut Command, setting: &str, path: &Path) {
    command
        .arg("-c")
        .arg(format!("{setting}={}", path.display()));
}

/// Who may come in. The first line that fits decides.
fn access_rules(options: &ServerOptions) -> String {
    let everybody = if options.demands_certificates() {
        "hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca"
    } else {
        "host all all 127.0.0.1/32 scram-sha-256"
    };
    format!(
        "host all {ADMIN} 127.0.0.1/32 scram-sha-256\n\
         host replication {ADMIN} 127.0.0.1/32 scram-sha-256\n\
         {everybody}\n"
    )
}
