//! How an installation's caches are cleared, as it crosses to the UI. No password comes back.

use deskbook_core::caches::{CacheProgram, CacheSettings, CacheTypes, Cleared, Consent, RedisTls};
use deskbook_core::clearing::{
    CachesDraft, KeptCaches, ProgramDraft, RedisDraft, RedisPassword, SaveOutcome, TestOutcome,
};
use deskbook_core::connecting::SecretState;
use deskbook_domain::secret::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::error::CommandError;
use super::installation::{SecretKept, SettingFindingView};

/// How caches are cleared, as it is kept.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CachesView {
    /// They are only named.
    None,
    /// In Redis.
    Redis {
        /// Where.
        redis: RedisView,
        /// Where its password is; `missing` also where it needs none.
        secret: SecretState,
    },
    /// By a program.
    Program {
        /// Which.
        program: ProgramView,
    },
}

/// Redis as it is kept, or was typed.
#[derive(Debug, Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RedisView {
    /// One host, with `:port` if that differs.
    host: String,
    port: u32,
    /// The number of the database.
    database: u32,
    /// TLS. Without it everything is in the clear, the password included.
    encrypted: bool,
    /// The path of a PEM file on this computer; empty for none.
    ca_file: String,
    /// Empty for the default one.
    user: String,
}

/// A program as it is kept, or was typed.
#[derive(Debug, Deserialize, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProgramView {
    /// Absolute.
    path: String,
    /// As they stand, without a shell. One that is exactly `{types}` is replaced by the types, an
    /// argument each.
    arguments: Vec<String>,
    /// The SHA-256 that the user agreed to, as `caches_program` told it; empty if nobody did.
    agreed: String,
}

impl From<KeptCaches> for CachesView {
    fn from(kept: KeptCaches) -> Self {
        match kept.settings {
            CacheSettings::None => Self::None,
            CacheSettings::Redis(cache) => {
                let (encrypted, ca_file) = match cache.tls {
                    RedisTls::Off => (false, None),
                    RedisTls::On { ca_file } => (true, ca_file),
                };
                let redis = RedisView {
                    host: cache.host.name,
                    port: cache.host.port.into(),
                    database: cache.database,
                    encrypted,
                    ca_file: ca_file.unwrap_or_default(),
                    user: cache.user.unwrap_or_default(),
                };
                let secret = kept.secret;
                Self::Redis { redis, secret }
            }
            CacheSettings::Program(program) => {
                let CacheProgram {
                    path,
                    arguments,
                    consent,
                } = program;
                let program = ProgramView {
                    path,
                    arguments,
                    agreed: consent.sha256,
                };
                Self::Program { program }
            }
        }
    }
}

/// How caches are to be cleared, as it was typed.
#[derive(Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CachesRequest {
    /// They are only named.
    None,
    /// In Redis.
    Redis {
        /// Where.
        redis: RedisView,
        /// What becomes of its password.
        password: RedisPasswordRequest,
    },
    /// By a program.
    Program {
        /// Which.
        program: ProgramView,
    },
}

/// What becomes of the password of Redis.
#[derive(Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum RedisPasswordRequest {
    /// The one that is kept, if there is one.
    Keep,
    /// It needs none.
    None,
    /// What was typed.
    Typed {
        /// Passes through and is kept in the vault alone.
        password: String,
    },
}

impl From<CachesRequest> for CachesDraft {
    fn from(request: CachesRequest) -> Self {
        match request {
            CachesRequest::None => Self::None,
            CachesRequest::Redis { redis, password } => {
                let RedisView {
                    host,
                    port,
                    database,
                    encrypted,
                    ca_file,
                    user,
                } = redis;
                Self::Redis(RedisDraft {
                    host,
                    port,
                    database,
                    encrypted,
                    ca_file,
                    user,
                    password: password.into(),
                })
            }
            CachesRequest::Program { program } => {
                let ProgramView {
                    path,
                    arguments,
                    agreed,
                } = program;
                Self::Program(ProgramDraft {
                    path,
                    arguments,
                    agreed,
                })
            }
        }
    }
}

impl From<RedisPasswordRequest> for RedisPassword {
    fn from(request: RedisPasswordRequest) -> Self {
        match request {
            RedisPasswordRequest::Keep => Self::Keep,
            RedisPasswordRequest::None => Self::None,
            RedisPasswordRequest::Typed { password } => Self::Typed(Secret::new(password)),
        }
    }
}

/// In which language the system's own dialog asks; its words are in Rust.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum DialogLanguage {
    /// English.
    En,
    /// German.
    De,
}

/// How a save ended.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CachesSaveView {
    /// It is kept.
    Saved {
        /// Where the password is that was typed; `null` if none was.
        kept: Option<SecretKept>,
    },
    /// Nothing was kept.
    Refused {
        /// Fields of `RedisView` or `ProgramView`, or `password`.
        findings: Vec<SettingFindingView>,
    },
}

impl From<SaveOutcome> for CachesSaveView {
    fn from(outcome: SaveOutcome) -> Self {
        match outcome {
            SaveOutcome::Saved { kept } => Self::Saved {
                kept: kept.map(Into::into),
            },
            SaveOutcome::Refused { findings } => Self::Refused {
                findings: findings.into_iter().map(Into::into).collect(),
            },
        }
    }
}

/// How a test ended.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CachesTestView {
    /// Caches can be cleared so.
    Passed,
    /// Nothing was tried.
    Refused {
        /// Fields of `RedisView` or `ProgramView`, or `password`.
        findings: Vec<SettingFindingView>,
    },
    /// They cannot.
    Failed {
        /// Why not.
        error: CommandError,
    },
}

impl From<TestOutcome> for CachesTestView {
    fn from(outcome: TestOutcome) -> Self {
        match outcome {
            TestOutcome::Passed => Self::Passed,
            TestOutcome::Refused { findings } => Self::Refused {
                findings: findings.into_iter().map(Into::into).collect(),
            },
            TestOutcome::Failed(error) => Self::Failed {
                error: error.into(),
            },
        }
    }
}

/// A program as it is now, for the user to agree to.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    path: String,
    /// In lower-case hexadecimal digits.
    sha256: String,
}

impl From<Consent> for ConsentView {
    fn from(consent: Consent) -> Self {
        let Consent { path, sha256 } = consent;
        Self { path, sha256 }
    }
}

/// What became of stale caches.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ClearedView {
    /// Nothing is set up: the administrator has to do it.
    NotSetUp,
    /// They were deleted in Redis.
    Entries {
        /// How many there were; none is no sign of a fault.
        count: u32,
    },
    /// The program ended well. What it deleted it does not tell.
    ByProgram,
}

impl From<Cleared> for ClearedView {
    fn from(cleared: Cleared) -> Self {
        match cleared {
            Cleared::NotSetUp => Self::NotSetUp,
            Cleared::Entries(count) => Self::Entries {
                count: u32::try_from(count).unwrap_or(u32::MAX),
            },
            Cleared::ByProgram => Self::ByProgram,
        }
    }
}

/// Stale types as they cross.
pub(super) fn names(types: &CacheTypes) -> Vec<String> {
    types.iter().map(str::to_owned).collect()
}
