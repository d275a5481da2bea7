//! The end of what a program says of errors.

use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::process::ChildStderr;
use tokio::time::timeout;

/// How many bytes of it are kept.
const KEPT: usize = 4 * 1024;

/// How long is waited for more after the program ended. What it left running can hold the pipe open.
const GRACE: Duration = Duration::from_millis(200);

/// Reads all, so that the program never waits for a reader, and keeps the end.
#[derive(Debug)]
pub(super) struct Tail {
    pipe: Option<ChildStderr>,
    kept: Vec<u8>,
}

impl Tail {
    pub(super) fn of(pipe: Option<ChildStderr>) -> Self {
        Self {
            pipe,
            kept: Vec::new(),
        }
    }

    /// Reads until the program has ended.
    pub(super) async fn read_until(
        &mut self,
        end: impl Future<Output = io::Result<ExitStatus>>,
    ) -> io::Result<ExitStatus> {
        let mut end = Box::pin(end);
        loop {
            tokio::select! {
                biased;
                status = &mut end => return status,
                () = self.read(), if self.pipe.is_some() => {}
            }
        }
    }

    /// The end of all that was said, as text.
    pub(super) async fn text(mut self) -> String {
        let rest = async {
            while self.pipe.is_some() {
                self.read().await;
            }
        };
        // What did not come by then does not count
        let _over = timeout(GRACE, rest).await;
        let said = &self.kept;
        let end = said.get(said.len().saturating_sub(KEPT)..);
        let end = end.unwrap_or_default();
        // The cut may be within a character
        let inside = end.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80);
        let whole = end.get(inside.count()..).unwrap_or_default();
        String::from_utf8_lossy(whole).trim().to_owned()
    }

    async fn read(&mut self) {
        let Some(pipe) = &mut self.pipe else {
            return;
        };
        let mut part = [0; KEPT];
        match pipe.read(&mut part).await {
            Ok(0) | Err(_) => self.pipe = None,
            Ok(length) => {
                self.kept.extend(part.iter().take(length));
                let superfluous = self.kept.len().saturating_sub(2 * KEPT);
                self.kept.drain(..superfluous);
            }
        }
    }
}
