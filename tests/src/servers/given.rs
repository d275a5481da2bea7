//! A server that the environment names.

use std::env;

use anyhow::{Context as _, Result};

use super::{Account, Engine};

/// Where it is, and who may do everything there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) admin: Account,
}

impl Given {
    /// The server that the environment names for an engine.
    pub(super) fn for_engine(engine: Engine) -> Result<Option<Self>> {
        let variable = engine.variable();
        let Some(address) = env::var(variable)
            .ok()
            .filter(|address| !address.is_empty())
        else {
            return Ok(None);
        };
        let given = Self::parse(engine, &address).with_context(|| {
            let scheme = engine.scheme();
            format!("{variable} is not of the form {scheme}://user:password@host:port")
        })?;
        Ok(Some(given))
    }

    fn parse(engine: Engine, address: &str) -> Option<Self> {
        let rest = address
            .strip_prefix(engine.scheme())?
            .strip_prefix("://")?
            .trim_end_matches('/');
        let (account, place) = rest.rsplit_once('@')?;
        let (user, password) = account.split_once(':')?;
        let (host, port) = place.rsplit_once(':')?;
        Some(Self {
            host: host.to_owned(),
            port: port.parse().ok()?,
            admin: Account {
                user: user.to_owned(),
                password: password.to_owned(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let given = Given::parse(Engine::MySql, "mysql://root:se@cret@127.0.0.1:3306/").unwrap();
        assert_eq!(given.host, "127.0.0.1");
        assert_eq!(given.port, 3306);
        assert_eq!(given.admin.user, "root");
        assert_eq!(given.admin.password, "se@cret");
    }

    #[test]
    fn an_address_of_something_else_is_refused() {
        for address in ["postgres://a:b@c:1", "mysql://a@c:1", "mysql://a:b@c"] {
            assert_eq!(Given::parse(Engine::MariaDb, address), None, "{address}");
        }
    }
}
