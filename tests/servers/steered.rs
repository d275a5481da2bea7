//! The servers for tests that are not written in Rust: each line is answered by one.

use std::process::Stdio;

use anyhow::{Context as _, Result};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

struct Steered {
    program: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Steered {
    fn start() -> Result<Self> {
        let mut program = Command::new(env!("CARGO_BIN_EXE_throw-away-servers"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let input = program.stdin.take().context("it reads nothing")?;
        let output = program.stdout.take().context("it prints nothing")?;
        Ok(Self {
            program,
            input,
            output: BufReader::new(output).lines(),
        })
    }

    async fn line(&mut self) -> Result<String> {
        self.output.next_line().await?.context("it has ended")
    }

    async fn ask(&mut self, line: &str) -> Result<String> {
        self.input.write_all(format!("{line}\n").as_bytes()).await?;
        self.line().await
    }
}

#[tokio::test]
async fn each_line_is_answered_and_what_cannot_be_done_is_told() -> Result<()> {
    let mut steered = Steered::start()?;
    let addresses: Value = serde_json::from_str(&steered.line().await?)?;
    assert!(addresses["redis"]["port"].is_u64(), "{addresses}");
    assert!(addresses["slapd"]["tlsPort"].is_u64(), "{addresses}");
    for (line, answer) in [
        ("put redis a", "done"),
        ("keys redis", "[\"a\"]"),
        ("stop redis", "done"),
        ("stop redis", "error: the server does not run"),
        ("start redis", "done"),
        ("start redis", "error: the server runs already"),
        ("keys redis", "[]"),
        ("pause redis", "done"),
        ("resume redis", "done"),
        ("dance redis", "error: dance is no command"),
        ("dance mariadb", "error: dance is no command"),
        ("stop oracle", "error: there is no oracle"),
        ("nonsense", "error: nonsense is no command"),
        ("dance slapd", "error: dance is no command"),
        ("stop slapd", "done"),
        ("stop slapd", "error: the server does not run"),
        ("start slapd", "done"),
        ("pause slapd", "done"),
        ("resume slapd", "done"),
        ("filters slapd", "[]"),
        ("stop postgresql", "done"),
        ("start postgresql", "done"),
    ] {
        assert_eq!(steered.ask(line).await?, answer, "{line}");
    }
    let answer = steered.ask("sql mariadb SELECT nothing").await?;
    assert!(answer.starts_with("error: "), "{answer}");
    drop(steered.input);
    assert!(steered.program.wait().await?.success());
    Ok(())
}
