//! How caches are cleared as it was typed, and what is wrong with it.

use deskbook_domain::database::{Host, HostError};
use deskbook_domain::secret::Secret;

use crate::caches::{
    CacheClearer, CacheError, CacheProgram, CacheSettings, Consent, RedisCache, RedisTls,
};
use crate::connecting::{
    ConnectingError, Findings, LONGEST_NAME, LONGEST_TEXT, SettingProblem, file,
};

/// The greatest number that Redis can be told for a database.
const GREATEST_DATABASE: u32 = i32::MAX.unsigned_abs();

/// How caches are cleared, as it was typed.
#[derive(Debug)]
pub enum CachesDraft {
    /// They are only named.
    None,
    /// In Redis.
    Redis(RedisDraft),
    /// By a program.
    Program(ProgramDraft),
}

/// Redis as it was typed.
#[derive(Debug)]
pub struct RedisDraft {
    /// One host, with `:port` if that differs.
    pub host: String,
    /// The port if the host names none.
    pub port: u32,
    /// The number of the database.
    pub database: u32,
    /// Whether everything is encrypted.
    pub encrypted: bool,
    /// The path of a PEM file; empty for none.
    pub ca_file: String,
    /// The user; empty for the default one.
    pub user: String,
    /// What becomes of the password.
    pub password: RedisPassword,
}

/// What becomes of the password of Redis.
#[derive(Debug)]
pub enum RedisPassword {
    /// The one that is kept, if there is one.
    Keep,
    /// It needs none.
    None,
    /// What was typed.
    Typed(Secret<String>),
}

/// A program as it was typed.
#[derive(Debug)]
pub struct ProgramDraft {
    /// The file.
    pub path: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// The SHA-256 of the file that the user agreed to; empty if nobody did.
    pub agreed: String,
}

impl CachesDraft {
    /// The settings, unless a field that they are made of is at fault. Nothing is connected and nothing
    /// is run.
    pub(super) async fn check(
        &self,
        clearer: &dyn CacheClearer,
        findings: &mut Findings,
    ) -> Result<Option<CacheSettings>, ConnectingError> {
        Ok(match self {
            Self::None => Some(CacheSettings::None),
            Self::Redis(redis) => redis.check(findings).await.map(CacheSettings::Redis),
            Self::Program(program) => {
                let program = program.check(clearer, findings).await?;
                program.map(CacheSettings::Program)
            }
        })
    }
}

impl RedisDraft {
    async fn check(&self, findings: &mut Findings) -> Option<RedisCache> {
        findings.require("host", &self.host, LONGEST_TEXT);
        let port = u16::try_from(self.port).ok().filter(|port| *port > 0);
        if port.is_none() {
            findings.add("port", SettingProblem::NoPort);
        }
        let host = self.check_host(port.unwrap_or(1), findings);
        if self.database > GREATEST_DATABASE {
            findings.add("database", SettingProblem::NoDatabaseNumber);
        }
        let user = self.user.trim();
        if user.chars().count() > LONGEST_NAME as usize {
            let limit = LONGEST_NAME;
            findings.add("user", SettingProblem::TooLong { limit });
        }
        let tls = if self.encrypted {
            let ca_file = file("caFile", &self.ca_file, findings).await;
            RedisTls::On { ca_file }
        } else {
            RedisTls::Off
        };
        Some(RedisCache {
            host: host?,
            database: self.database,
            tls,
            user: Some(user).filter(|it| !it.is_empty()).map(str::to_owned),
        })
    }

    fn check_host(&self, port: u16, findings: &mut Findings) -> Option<Host> {
        let problem = match Host::list(&self.host, port) {
            Ok(mut hosts) if hosts.len() == 1 => return hosts.pop(),
            Err(HostError::Port) => SettingProblem::NoPort,
            Ok(_) | Err(HostError::Empty | HostError::Name) => SettingProblem::NoHost,
        };
        findings.add("host", problem);
        None
    }
}

impl ProgramDraft {
    /// The consent holds for the file as it is now and for no other.
    async fn check(
        &self,
        clearer: &dyn CacheClearer,
        findings: &mut Findings,
    ) -> Result<Option<CacheProgram>, ConnectingError> {
        self.check_arguments(findings);
        let path = self.path.trim();
        findings.require("path", path, LONGEST_TEXT);
        if findings.has("path") {
            return Ok(None);
        }
        let consent = match clearer.fingerprint(path).await {
            Ok(consent) => consent,
            Err(CacheError::ProgramMissing(_)) => {
                findings.add("path", SettingProblem::FileMissing);
                return Ok(None);
            }
            Err(CacheError::ProgramPathRelative) => {
                findings.add("path", SettingProblem::PathNotAbsolute);
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let agreed = Consent {
            path: path.to_owned(),
            sha256: self.agreed.clone(),
        };
        if agreed != consent {
            findings.add("agreed", SettingProblem::ConsentNeeded);
        }
        Ok(Some(CacheProgram {
            path: path.to_owned(),
            arguments: self.arguments.clone(),
            consent,
        }))
    }

    fn check_arguments(&self, findings: &mut Findings) {
        for argument in &self.arguments {
            if argument != CacheProgram::TYPES && argument.contains(CacheProgram::TYPES) {
                findings.add("arguments", SettingProblem::PlaceholderNotAlone);
            }
            if argument.chars().count() > LONGEST_TEXT as usize {
                let limit = LONGEST_TEXT;
                findings.add("arguments", SettingProblem::TooLong { limit });
            }
        }
    }
}
