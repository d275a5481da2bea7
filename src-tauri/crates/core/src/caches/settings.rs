//! How the caches of an installation are cleared, as it is kept.

use deskbook_domain::database::Host;
use serde::{Deserialize, Serialize};

use crate::installations::InstallationId;
use crate::secrets::{SecretBinding, SecretName};

/// What is done about stale caches. It is stored as JSON and holds no password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CacheSettings {
    /// Nothing but to name them.
    #[default]
    None,
    /// Their entries are deleted in Redis.
    Redis(RedisCache),
    /// A program is run.
    Program(CacheProgram),
}

/// Where OTOBO keeps its cache if its setting `Cache::Module` says Redis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RedisCache {
    /// The server.
    pub host: Host,
    /// The number of the database; OTOBO's is 0 unless its settings say otherwise.
    #[serde(default)]
    pub database: u32,
    /// Encryption.
    pub tls: RedisTls,
    /// The user, where Redis has more than the default one.
    #[serde(default)]
    pub user: Option<String>,
}

/// Encryption of a connection to Redis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "camelCase")]
pub enum RedisTls {
    /// Everything goes over the wire in the clear, the password included.
    Off,
    /// Encrypted, to the server of this name and no other.
    #[serde(rename_all = "camelCase")]
    On {
        /// A PEM file of authorities that are believed beside the public ones, by its path.
        #[serde(default)]
        ca_file: Option<String>,
    },
}

impl RedisCache {
    /// What a server listens on unless told otherwise.
    pub const DEFAULT_PORT: u16 = 6379;

    /// The name of its password in the vault.
    pub fn password_name(installation: &InstallationId) -> SecretName {
        SecretName::new(installation.as_str(), "redis")
    }

    /// What the password may be used for: with another host, port, user or way of encryption it is
    /// asked for anew.
    pub fn binding(&self) -> SecretBinding {
        let tls = match self.tls {
            RedisTls::Off => "clear",
            RedisTls::On { .. } => "tls",
        };
        // A user's name can hold any character: it comes last
        let user = self.user.as_deref().unwrap_or_default();
        SecretBinding::new(format!("redis {} {tls} {user}", self.host))
    }
}

/// A program that clears caches. It is typed on this computer and never imported: whoever reads
/// settings from elsewhere leaves it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CacheProgram {
    /// The file, by an absolute path.
    pub path: String,
    /// What it is told, each argument as it stands: no shell reads them. One that is exactly
    /// [`TYPES`](Self::TYPES) is replaced by the stale types, an argument each.
    pub arguments: Vec<String>,
    /// What the user agreed to.
    pub consent: Consent,
}

impl CacheProgram {
    /// The only placeholder, and only as a whole argument.
    pub const TYPES: &str = "{types}";
}

/// That the user agreed to run a program: this file with this content, and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// The path as it was then.
    pub path: String,
    /// SHA-256 of the file as it was then, in lower-case hexadecimal digits.
    pub sha256: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn redis() -> RedisCache {
        RedisCache {
            host: Host {
                name: "cache.example.org".to_owned(),
                port: RedisCache::DEFAULT_PORT,
            },
            database: 0,
            tls: RedisTls::On { ca_file: None },
            user: None,
        }
    }

    #[test]
    fn settings_are_kept_as_json_and_read_again() {
        let program = CacheProgram {
            path: "/opt/clear".to_owned(),
            arguments: vec!["--types".to_owned(), CacheProgram::TYPES.to_owned()],
            consent: Consent {
                path: "/opt/clear".to_owned(),
                sha256: "00".repeat(32),
            },
        };
        let table = [
            (CacheSettings::default(), json!({"kind": "none"})),
            (
                CacheSettings::Redis(redis()),
                json!({
                    "kind": "redis",
                    "host": {"name": "cache.example.org", "port": 6379},
                    "database": 0,
                    "tls": {"mode": "on", "caFile": null},
                    "user": null,
                }),
            ),
            (
                CacheSettings::Program(program),
                json!({
                    "kind": "program",
                    "path": "/opt/clear",
                    "arguments": ["--types", "{types}"],
                    "consent": {"path": "/opt/clear", "sha256": "00".repeat(32)},
                }),
            ),
        ];
        for (settings, kept) in table {
            assert_eq!(serde_json::to_value(&settings).unwrap(), kept);
            let read: CacheSettings = serde_json::from_value(kept).unwrap();
            assert_eq!(read, settings);
        }
    }

    #[test]
    fn a_password_is_bound_to_where_it_goes_and_how() {
        let bound = |change: fn(&mut RedisCache)| {
            let mut redis = redis();
            change(&mut redis);
            redis.binding()
        };
        let plain = bound(|_| ());
        assert_eq!(plain.as_str(), "redis cache.example.org:6379 tls ");
        assert_ne!(bound(|it| it.host.name = "elsewhere".to_owned()), plain);
        assert_ne!(bound(|it| it.host.port = 1), plain);
        assert_ne!(bound(|it| it.tls = RedisTls::Off), plain);
        assert_ne!(bound(|it| it.user = Some("otobo".to_owned())), plain);
        assert_eq!(bound(|it| it.database = 3), plain, "any database will do");
    }

    #[test]
    fn the_password_is_found_by_its_installation() {
        let name = RedisCache::password_name(&InstallationId::from_text("one"));
        assert_eq!(name.to_string(), "redis of one");
    }
}
