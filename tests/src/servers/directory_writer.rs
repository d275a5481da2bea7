//! Another program that writes people into a directory that Deskbook reads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use deskbook_domain::map::Map;
use deskbook_domain::record::Record;

use super::ldap;

/// Who may write, and where.
#[derive(Clone, Debug)]
pub struct DirectoryWriter {
    /// The port of a server on this computer that speaks in the clear.
    pub port: u16,
    /// Whether the server takes no password in the clear.
    pub needs_tls: bool,
    /// Who may do everything.
    pub user: &'static str,
    /// The user's password.
    pub password: &'static str,
    /// The entry that people are put beneath.
    pub base: String,
    /// How many were put there.
    pub count: Arc<AtomicUsize>,
}

impl DirectoryWriter {
    /// Adds people; a field that is empty is no attribute, as no directory takes an empty one.
    pub fn put(&self, map: &Map, records: impl IntoIterator<Item = Record>) -> Result<()> {
        let entries: String = records.into_iter().map(|it| self.entry(map, &it)).collect();
        if entries.is_empty() {
            return Ok(());
        }
        self.change(&entries)
    }

    /// Changes entries: LDIF in which each says its `changetype`, or is added where it says none.
    pub fn change(&self, ldif: &str) -> Result<()> {
        let mut client = ldap::client("ldapmodify", self.port, self.user, self.password)?;
        if self.needs_tls {
            client.arg("-ZZ");
        }
        ldap::change(client, ldif)
    }

    /// The name of the entry that was put there after `before` others.
    pub fn dn(&self, before: usize) -> String {
        format!("cn=person{before},{}", self.base)
    }

    fn entry(&self, map: &Map, record: &Record) -> String {
        let dn = self.dn(self.count.fetch_add(1, Ordering::Relaxed));
        let said = map.columns().filter_map(|field| {
            let text = record.get(&field.var).filter(|text| !text.is_empty())?;
            let text = BASE64_STANDARD.encode(text);
            Some(format!("{}:: {text}\n", field.storage.as_str()))
        });
        let said: String = said.collect();
        format!("dn: {dn}\nobjectClass: inetOrgPerson\n{said}\n")
    }
}
