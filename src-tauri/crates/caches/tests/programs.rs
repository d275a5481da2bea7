//! Programs as they are run: what they are told, what they find, and how they end.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use deskbook_caches::{Clearer, Limits};
use deskbook_core::caches::{
    CacheClearer as _, CacheError, CacheProgram, CacheSettings, Cleared, ProgramEnd, Written,
    stale_caches,
};

/// A folder with a program in it that was agreed to.
struct Stand {
    folder: tempfile::TempDir,
    clearer: Clearer,
    program: CacheProgram,
}

impl Stand {
    async fn of(script: &str, arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = put_program(folder.path(), script);
        let path = path.to_str().unwrap().to_owned();
        let clearer = Clearer::default();
        let consent = clearer.fingerprint(&path).await.unwrap();
        let program = CacheProgram {
            path,
            arguments: arguments.iter().map(|&it| it.to_owned()).collect(),
            consent,
        };
        Self {
            folder,
            clearer,
            program,
        }
    }

    fn within(mut self, program: Duration) -> Self {
        self.clearer = Clearer::with_limits(Limits {
            program,
            ..Limits::default()
        });
        self
    }

    async fn clear(&self) -> Result<Cleared, CacheError> {
        let settings = CacheSettings::Program(self.program.clone());
        let types = stale_caches(&[Written::Services, Written::Tickets]);
        self.clearer.clear(&settings, None, &types).await
    }

    async fn test(&self) -> Result<(), CacheError> {
        let settings = CacheSettings::Program(self.program.clone());
        self.clearer.test(&settings, None).await
    }

    fn noted(&self) -> String {
        fs::read_to_string(self.folder.path().join("noted")).unwrap_or_default()
    }

    async fn until_noted(&self) -> String {
        loop {
            let noted = self.noted();
            if noted.ends_with('\n') {
                return noted;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Another program writes the file: as long as this one has it open for writing, a program that a test
/// beside this one starts would have it open too, and then it cannot be started.
fn put_program(folder: &Path, script: &str) -> PathBuf {
    let text = folder.join("text");
    let path = folder.join("program");
    let script = format!("#!/bin/sh\n{script}\n");
    File::create(&text)
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    let installed = Command::new("install")
        .args(["-m", "700"])
        .args([&text, &path])
        .status();
    assert!(installed.unwrap().success());
    path
}

fn is_there(process: &str) -> bool {
    let alive = Command::new("kill").args(["-0", process]).output();
    alive.unwrap().status.success()
}

async fn until_gone(process: &str) {
    while is_there(process) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_program_is_told_the_types_one_by_one_and_nothing_is_expanded() {
    let script = r#"for it in "$@"; do echo "[$it]"; done > noted"#;
    let stand = Stand::of(script, &["--type", "{types}", "$HOME *", ""]).await;
    assert_eq!(stand.clear().await.unwrap(), Cleared::ByProgram);
    assert_eq!(
        stand.noted(),
        "[--type]\n[Service]\n[Ticket]\n[$HOME *]\n[]\n"
    );
}

#[tokio::test]
async fn a_program_finds_no_environment_no_input_and_its_own_folder() {
    // The shell itself sets PWD, and some set more that begins so
    let script =
        "env | grep -v '^PWD=\\|^_=\\|^SHLVL=\\|^OLDPWD=' > noted; cat >> noted; pwd >> noted";
    let stand = Stand::of(script, &[]).await;
    stand.clear().await.unwrap();
    let folder = stand.folder.path().canonicalize().unwrap();
    assert_eq!(
        stand.noted(),
        format!("PATH=/usr/bin:/bin\n{}\n", folder.display())
    );
}

#[tokio::test]
async fn a_program_that_fails_is_told_with_the_end_of_what_it_said() {
    let script = "i=0; while [ $i -lt 2000 ]; do echo 'a line ü' >&2; i=$((i+1)); done
        echo 'to nobody'; echo 'the last word' >&2; exit 7";
    let stand = Stand::of(script, &[]).await;
    let Err(CacheError::ProgramFailed { end, said }) = stand.clear().await else {
        panic!("it fails");
    };
    assert_eq!(end, ProgramEnd::Code(7));
    assert!(said.ends_with("a line ü\nthe last word"), "{said}");
    assert!(said.len() <= 4096 && said.len() > 4000, "{}", said.len());
    assert!(
        !said.contains(char::REPLACEMENT_CHARACTER),
        "cut between characters"
    );
    assert!(!said.contains("to nobody"));
}

#[tokio::test]
async fn a_program_that_is_killed_by_others_is_told_as_such() {
    let stand = Stand::of("kill -TERM $$", &[]).await;
    let Err(CacheError::ProgramFailed { end, said }) = stand.clear().await else {
        panic!("it fails");
    };
    assert_eq!((end, said.as_str()), (ProgramEnd::Signal, ""));
}

#[tokio::test]
async fn a_program_that_does_not_end_is_ended_with_what_it_started() {
    let script = "sleep 600 & echo \"$$ $!\" > noted; wait";
    let limit = Duration::from_secs(2);
    let stand = Stand::of(script, &[]).await.within(limit);
    let outcome = stand.clear().await;
    let waited = match outcome {
        Err(CacheError::ProgramTimedOut { waited }) => waited,
        outcome => panic!("{outcome:?}"),
    };
    assert_eq!(waited, limit);
    let noted = stand.noted();
    assert_eq!(noted.split_whitespace().count(), 2, "it ran: {noted}");
    for process in noted.split_whitespace() {
        until_gone(process).await;
    }
}

#[tokio::test]
async fn a_program_that_nobody_waits_for_any_more_is_ended_with_what_it_started() {
    let stand = Stand::of("sleep 600 & echo \"$$ $!\" > noted; wait", &[]).await;
    let noted = tokio::select! {
        outcome = stand.clear() => panic!("{outcome:?}"),
        noted = stand.until_noted() => noted,
    };
    for process in noted.split_whitespace() {
        until_gone(process).await;
    }
}

#[tokio::test]
async fn what_a_program_leaves_running_holds_nothing_up() {
    let stand = Stand::of("sleep 600 & echo $! > noted; echo short >&2; exit 1", &[]).await;
    let asked = Instant::now();
    let Err(CacheError::ProgramFailed { said, .. }) = stand.clear().await else {
        panic!("it fails");
    };
    assert!(
        asked.elapsed() < Duration::from_secs(20),
        "sleep holds the pipe open"
    );
    assert_eq!(said, "short");
    let left = stand.noted();
    let left = left.trim();
    assert!(
        is_there(left),
        "whoever ends by itself may leave something behind"
    );
    assert!(Command::new("kill").arg(left).status().unwrap().success());
}

#[tokio::test]
async fn a_program_that_was_changed_after_the_consent_is_not_run() {
    let stand = Stand::of("echo run > noted", &[]).await;
    assert!(stand.test().await.is_ok());
    assert_eq!(stand.noted(), "", "a test runs nothing");
    put_program(stand.folder.path(), "echo other > noted");
    assert!(matches!(
        stand.test().await,
        Err(CacheError::ProgramChanged)
    ));
    assert!(matches!(
        stand.clear().await,
        Err(CacheError::ProgramChanged)
    ));
    assert_eq!(stand.noted(), "");
}

#[tokio::test]
async fn a_program_that_is_gone_is_missing() {
    let stand = Stand::of("true", &[]).await;
    fs::remove_file(&stand.program.path).unwrap();
    assert!(matches!(
        stand.test().await,
        Err(CacheError::ProgramMissing(_))
    ));
    assert!(matches!(
        stand.clear().await,
        Err(CacheError::ProgramMissing(_))
    ));
}

#[tokio::test]
async fn a_file_that_is_no_program_cannot_be_started() {
    let mut stand = Stand::of("true", &[]).await;
    let path = stand.folder.path().join("text");
    stand.program.path = path.to_str().unwrap().to_owned();
    stand.program.consent = stand
        .clearer
        .fingerprint(&stand.program.path)
        .await
        .unwrap();
    assert!(matches!(
        stand.clear().await,
        Err(CacheError::ProgramNotStarted(_))
    ));
}
