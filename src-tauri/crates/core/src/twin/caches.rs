//! OTOBO's caches in memory: what was asked for stays visible to the test.

use std::sync::Mutex;

use async_trait::async_trait;
use deskbook_domain::secret::Secret;

use crate::caches::{CacheClearer, CacheError, CacheSettings, CacheTypes, Cleared, Consent};
use crate::clearing::ConsentAsker;
use crate::server_error::{ServerError, ServerPlace, Trouble};

/// The only program there is.
pub(crate) const PROGRAM: &str = "/opt/clear";

/// The password of Redis.
pub(crate) const REDIS_PASSWORD: &str = "cache secret";

/// Clears nothing, and tells what it was asked.
#[derive(Default)]
pub(crate) struct Sweeper {
    cleared: Mutex<Vec<String>>,
    program: Mutex<String>,
}

impl Sweeper {
    /// All types that were cleared.
    pub(crate) fn cleared(&self) -> Vec<String> {
        self.cleared.lock().unwrap().clone()
    }

    /// The program has another content from now on.
    pub(crate) fn change_program(&self, sha256: &str) {
        sha256.clone_into(&mut self.program.lock().unwrap());
    }

    fn judge(
        &self,
        settings: &CacheSettings,
        password: Option<&Secret<String>>,
    ) -> Result<Cleared, CacheError> {
        match settings {
            CacheSettings::None => Ok(Cleared::NotSetUp),
            CacheSettings::Redis(_) => match password.map(|it| it.expose().as_str()) {
                Some(REDIS_PASSWORD) => Ok(Cleared::Entries(7)),
                Some(_) => Err(error(Trouble::RefusedLogin)),
                None => Err(error(Trouble::PasswordMissing)),
            },
            CacheSettings::Program(program) => {
                if program.consent.sha256 == *self.program.lock().unwrap() {
                    Ok(Cleared::ByProgram)
                } else {
                    Err(CacheError::ProgramChanged)
                }
            }
        }
    }
}

/// Answers what is asked about programs, and notes it.
pub(crate) struct Answers {
    agrees: bool,
    asked: Mutex<Vec<Consent>>,
}

impl Answers {
    pub(crate) fn always(agrees: bool) -> Self {
        Self {
            agrees,
            asked: Mutex::default(),
        }
    }

    /// How often somebody asked.
    pub(crate) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

#[async_trait]
impl ConsentAsker for Answers {
    async fn agrees_to(&self, program: &Consent) -> bool {
        self.asked.lock().unwrap().push(program.clone());
        self.agrees
    }
}

fn error(trouble: Trouble) -> CacheError {
    let place = ServerPlace::default();
    CacheError::Server(ServerError {
        trouble,
        place,
        source: None,
    })
}

#[async_trait]
impl CacheClearer for Sweeper {
    async fn clear(
        &self,
        settings: &CacheSettings,
        password: Option<&Secret<String>>,
        types: &CacheTypes,
    ) -> Result<Cleared, CacheError> {
        let cleared = self.judge(settings, password)?;
        let names = types.iter().map(str::to_owned);
        self.cleared.lock().unwrap().extend(names);
        Ok(cleared)
    }

    async fn test(
        &self,
        settings: &CacheSettings,
        password: Option<&Secret<String>>,
    ) -> Result<(), CacheError> {
        self.judge(settings, password).map(drop)
    }

    async fn fingerprint(&self, program: &str) -> Result<Consent, CacheError> {
        match program {
            PROGRAM => Ok(Consent {
                path: program.to_owned(),
                sha256: self.program.lock().unwrap().clone(),
            }),
            _ if program.starts_with('/') => Err(CacheError::ProgramMissing("no file".into())),
            _ => Err(CacheError::ProgramPathRelative),
        }
    }
}
