//! A change of the passphrase that is killed: the old one or the new one opens the keys each time, and they are the same.
//!
//! Without a keyring keys are in a file, as here. Linux only: elsewhere there is always a keyring, and it is the user's.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use deskbook_tests::rounds::rounds;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// The program, on a desktop without a keyring.
fn program(task: &str, file: &Path, number: u32) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_passphrases"));
    command
        .arg(task)
        .arg(file)
        .arg(number.to_string())
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .stderr(Stdio::null());
    command
}

/// What the program says of the keys; `None` if the passphrase does not open them.
fn keys(task: &str, file: &Path, number: u32) -> Result<Option<String>> {
    let output = program(task, file, number).output()?;
    let told = String::from_utf8(output.stdout)?;
    Ok(output.status.success().then_some(told))
}

/// Changes the passphrase until it is killed after so long; tells which one was being set last.
fn change_until_killed(file: &Path, from: u32, after: Duration) -> Result<u32> {
    let mut child = program("change", file, from)
        .stdout(Stdio::piped())
        .spawn()?;
    std::thread::sleep(after);
    let runs = child.try_wait()?.is_none();
    child.kill()?;
    let output = child.stdout.take().context("it is told")?;
    let lines = BufReader::new(output).lines();
    let last = lines.map_while(Result::ok).last();
    child.wait()?;
    ensure!(runs, "it goes on until it is killed");
    last.map_or(Ok(from), |it| Ok(it.parse()?))
}

#[test]
fn keys_are_there_whenever_a_change_of_the_passphrase_is_killed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("keys");
    let made = keys("make", &file, 0)?.context("keys are made")?;
    ensure!(made.lines().count() == 3, "{made}");
    let mut random = StdRng::seed_from_u64(11);
    let (mut now, mut cut, mut changed) = (0, 0, 0);
    for round in 0..rounds(6, 300) {
        let after = Duration::from_millis(random.random_range(20..1_500));
        let last = change_until_killed(&file, now, after)?;
        cut += u32::from(last > now);
        // The last one that was begun, or the one before it
        let opened = [last, last.saturating_sub(1)].into_iter().find_map(|it| {
            let told = keys("open", &file, it).transpose()?;
            Some(told.map(|told| (it, told)))
        });
        let (opened, told) = opened.with_context(|| format!("round {round}: neither opens"))??;
        ensure!(told == made, "round {round}: other keys");
        changed += u32::from(opened > now);
        now = opened;
    }
    ensure!(cut > 0 && changed > 0, "{cut} were cut, {changed} changed");
    ensure!(
        keys("open", &file, now + 1)?.is_none(),
        "a wrong passphrase"
    );
    Ok(())
}
