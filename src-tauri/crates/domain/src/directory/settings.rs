//! A directory, read from the settings of its source (otobo-behaviour.md 5.1).

use std::time::Duration;

use super::{Attribute, Charset, DirectoryHost, DirectoryHostError, Dn, Filter};
use crate::database::{Host, HostError, Tls, TlsMode};
use crate::settings::{BIND, CA_FILE, Reading, SourceProblem, TLS_MODE};

/// Where a directory is and what of it is asked. Its password is no part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Its servers, tried in this order; at least one (`Host`).
    pub hosts: Vec<DirectoryHost>,
    /// What the servers have to prove. [`TlsMode::Disable`] is clear text, and never for `ldaps://`;
    /// anything else is StartTLS for `ldap://`.
    pub tls: Tls,
    /// Who asks (`UserDN`).
    pub bind: Bind,
    /// Beneath what entries are looked for (`BaseDN`).
    pub base: Dn,
    /// How far beneath (`SSCOPE`).
    pub scope: Scope,
    /// Beneath what the groups are whose `memberUid` lets a login count (`GroupDN`, C88).
    pub group: Option<Dn>,
    /// Holds for everybody, always (`AlwaysFilter`, C84).
    pub always: Option<Filter>,
    /// Holds for those who are valid (`CustomerUserValidFilter`, C84).
    pub valid: Option<Filter>,
    /// How text is encoded (`SourceCharset`).
    pub charset: Charset,
    /// The attribute to read of the entry that `manager` names (`TranslateManagerTo`).
    pub manager: Option<Attribute>,
    /// How long one answer may take (`Params.timeout`).
    pub timeout: Option<Duration>,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// Nobody in particular (C85).
    Anonymous,
    /// This user, with a password. Active Directory takes names that are no distinguished ones.
    Simple(String),
    /// Whom the certificate of Deskbook's names (SASL EXTERNAL).
    External,
}

/// How far beneath a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The base itself.
    Base,
    /// What is directly beneath.
    One,
    /// Everything from the base down.
    Sub,
}

impl Directory {
    /// What the password may be used for: with other servers, another user or another encryption it is
    /// asked for anew.
    pub fn binding(&self) -> String {
        let hosts: Vec<_> = self.hosts.iter().map(ToString::to_string).collect();
        // A user's name can hold any character: it comes last
        format!(
            "ldap {} {} {}",
            hosts.join(","),
            self.tls.mode.name(),
            self.user()
        )
    }

    /// Whether it takes a password to ask.
    pub fn needs_password(&self) -> bool {
        matches!(self.bind, Bind::Simple(_))
    }

    /// The user, as people tell them apart; empty for nobody in particular.
    pub fn user(&self) -> &str {
        match &self.bind {
            Bind::Simple(user) => user,
            Bind::Anonymous | Bind::External => "",
        }
    }
}

impl Reading<'_> {
    /// The directory of a source; `None` where something that it cannot do without is missing, which is
    /// then told.
    pub(crate) fn directory(&mut self) -> Option<Directory> {
        let hosts = self.directory_hosts();
        let base = self.dn("Params.BaseDN");
        if base.is_none() && self.some("Params.BaseDN").is_none() {
            self.find_fault("Params.BaseDN", SourceProblem::Required);
        }
        let scope = self.scope();
        let group = self.dn("Params.GroupDN");
        let always = self.filter("Params.AlwaysFilter");
        let valid = self.filter("CustomerUserValidFilter");
        let charset = self.charset();
        let manager = self.some("TranslateManagerTo").and_then(|name| {
            let attribute = Attribute::try_from(name.as_str()).ok();
            if attribute.is_none() {
                self.find_fault("TranslateManagerTo", SourceProblem::NoName);
            }
            attribute
        });
        // They have no meaning here, but a value that is none is told all the same
        self.flag("Params.Die");
        let timeout = self.number_or("Params.Params.timeout", 0);
        let tls = hosts.as_deref().map(|hosts| self.directory_tls(hosts));
        let bind = self.bind(tls.as_ref());
        Some(Directory {
            hosts: hosts?,
            tls: tls?,
            bind,
            base: base?,
            scope: scope?,
            group,
            always,
            valid,
            charset,
            manager,
            timeout: (timeout > 0).then(|| Duration::from_secs(timeout.into())),
        })
    }

    fn directory_hosts(&mut self) -> Option<Vec<DirectoryHost>> {
        const KEY: &str = "Params.Host";
        const PORT: &str = "Params.Params.port";
        let port = match self.some(PORT).map(|port| port.parse::<u16>()) {
            None => None,
            Some(Ok(port)) if port > 0 => Some(port),
            Some(_) => {
                self.find_fault(PORT, SourceProblem::NoNumber);
                None
            }
        };
        let texts = self.settings.list(KEY).unwrap_or_default();
        match DirectoryHost::list(&texts.join(" "), port) {
            Ok(hosts) => Some(hosts),
            Err(DirectoryHostError::Host(HostError::Empty)) => {
                self.find_fault(KEY, SourceProblem::Required);
                None
            }
            Err(_) => {
                self.find_fault(KEY, SourceProblem::NotAllowed);
                None
            }
        }
    }

    /// Certificate and name are verified unless the user says otherwise, or everything stays within this
    /// computer.
    fn directory_tls(&mut self, hosts: &[DirectoryHost]) -> Tls {
        let chosen = self.tls_mode();
        let client = self.client_certificate();
        let places: Vec<Host> = hosts.iter().map(|it| it.host.clone()).collect();
        let has_ldaps = hosts.iter().any(|it| it.ldaps);
        if has_ldaps && chosen == Some(TlsMode::Disable) {
            self.find_fault(TLS_MODE, SourceProblem::NotAllowed);
        }
        let by_default = if has_ldaps {
            TlsMode::VerifyFull
        } else {
            TlsMode::default_for(&places)
        };
        Tls {
            mode: chosen.unwrap_or(by_default),
            ca_file: self.some(CA_FILE),
            client,
        }
    }

    fn bind(&mut self, tls: Option<&Tls>) -> Bind {
        match self.some(BIND).as_deref() {
            None => match self.some("Params.UserDN") {
                Some(user) => Bind::Simple(user),
                None => Bind::Anonymous,
            },
            // OTOBO binds so where it has a user without a password
            Some("anonymous") => Bind::Anonymous,
            Some("external") => {
                if tls.is_some_and(|tls| tls.client.is_none() || tls.mode == TlsMode::Disable) {
                    self.find_fault(crate::settings::CERTIFICATE_FILE, SourceProblem::Required);
                }
                Bind::External
            }
            Some(_) => {
                self.find_fault(BIND, SourceProblem::NotAllowed);
                Bind::Anonymous
            }
        }
    }

    fn scope(&mut self) -> Option<Scope> {
        const KEY: &str = "Params.SSCOPE";
        let (scope, problem) = match self.some(KEY).map(|it| it.to_lowercase()).as_deref() {
            Some("sub" | "subtree") => (Some(Scope::Sub), None),
            Some("one" | "single") => (Some(Scope::One), None),
            Some("base") => (Some(Scope::Base), None),
            Some(_) => (None, Some(SourceProblem::NotAllowed)),
            None => (None, Some(SourceProblem::Required)),
        };
        if let Some(problem) = problem {
            self.find_fault(KEY, problem);
        }
        scope
    }

    fn dn(&mut self, key: &str) -> Option<Dn> {
        let dn = Dn::try_from(self.some(key)?.as_str()).ok();
        if dn.is_none() {
            self.find_fault(key, SourceProblem::NotAllowed);
        }
        dn
    }

    fn filter(&mut self, key: &str) -> Option<Filter> {
        let filter = Filter::parse(&self.some(key)?).ok();
        if filter.is_none() {
            self.find_fault(key, SourceProblem::NotAllowed);
        }
        filter
    }

    fn charset(&mut self) -> Charset {
        const KEY: &str = "Params.SourceCharset";
        let name = self.some(KEY).unwrap_or_default();
        Charset::named(&name).unwrap_or_else(|| {
            self.find_fault(KEY, SourceProblem::NotAllowed);
            Charset::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::settings::{SourceFinding, SourceSettings};
    use crate::source::{CustomerUserSource, SourceId, Subject};

    fn settings(changes: &[(&str, Value)]) -> SourceSettings {
        let mut settings = SourceSettings::from_value(json!({
            "Module": "Kernel::System::CustomerUser::LDAP",
            "Params": { "Host": "ldap.test", "BaseDN": "dc=x", "SSCOPE": "sub" },
            "CustomerKey": "uid",
            "CustomerID": "mail",
            "Map": [["UserLogin", "Username", "uid", 1, 1, "var"]],
        }))
        .unwrap();
        for (key, value) in changes {
            settings.set(key, Some(value.clone()));
        }
        settings
    }

    fn read(changes: &[(&str, Value)]) -> Result<Directory, Vec<SourceFinding>> {
        let id = SourceId::first(Subject::CustomerUsers);
        let source = CustomerUserSource::read(id, &settings(changes))?;
        Ok(*source.directory.unwrap())
    }

    #[test]
    fn every_key_is_read() {
        let directory = read(&[
            ("Params.Host", json!(["ldap://a", "ldaps://b:1636"])),
            ("Params.UserDN", json!("cn=reader,dc=x")),
            ("Params.SSCOPE", json!("one")),
            ("Params.GroupDN", json!("ou=groups,dc=x")),
            ("Params.AlwaysFilter", json!("(objectClass=person)")),
            ("CustomerUserValidFilter", json!("(!(description=locked))")),
            ("Params.SourceCharset", json!("iso-8859-1")),
            ("TranslateManagerTo", json!("mail")),
            (
                "Params.Params",
                json!({ "port": 1389, "timeout": 120, "async": 0 }),
            ),
        ])
        .unwrap();
        let hosts: Vec<_> = directory.hosts.iter().map(ToString::to_string).collect();
        assert_eq!(hosts, ["ldap://a:1389", "ldaps://b:1636"]);
        assert_eq!(directory.bind, Bind::Simple("cn=reader,dc=x".to_owned()));
        assert_eq!(directory.scope, Scope::One);
        assert_eq!(directory.charset, Charset::Latin1);
        assert_eq!(directory.manager, Some(Attribute::fixed("mail")));
        assert_eq!(directory.timeout, Some(Duration::from_mins(2)));
        assert_eq!(
            directory.always.unwrap().to_string(),
            "(objectClass=person)"
        );
        assert_eq!(
            directory.valid.unwrap().to_string(),
            "(!(description=locked))"
        );
        assert_eq!(directory.group.unwrap().as_str(), "ou=groups,dc=x");
    }

    #[test]
    fn what_is_wrong_is_told_at_its_key() {
        let cases = [
            ("Params.Host", json!(""), SourceProblem::Required),
            ("Params.Host", json!("http://x"), SourceProblem::NotAllowed),
            ("Params.BaseDN", json!(""), SourceProblem::Required),
            ("Params.BaseDN", json!("x"), SourceProblem::NotAllowed),
            ("Params.SSCOPE", json!(""), SourceProblem::Required),
            ("Params.SSCOPE", json!("deep"), SourceProblem::NotAllowed),
            ("Params.GroupDN", json!("x"), SourceProblem::NotAllowed),
            (
                "Params.AlwaysFilter",
                json!("(a=b"),
                SourceProblem::NotAllowed,
            ),
            (
                "CustomerUserValidFilter",
                json!("x"),
                SourceProblem::NotAllowed,
            ),
            (
                "Params.SourceCharset",
                json!("koi8-r"),
                SourceProblem::NotAllowed,
            ),
            ("TranslateManagerTo", json!("a b"), SourceProblem::NoName),
            (TLS_MODE, json!("maybe"), SourceProblem::NotAllowed),
            (BIND, json!("gssapi"), SourceProblem::NotAllowed),
        ];
        for (key, value, problem) in cases {
            let found = read(&[(key, value)]).unwrap_err();
            assert_eq!(found, [SourceFinding::at(key, problem)]);
        }
        let port = read(&[("Params.Params", json!({ "port": 0 }))]).unwrap_err();
        let expected = SourceFinding::at("Params.Params.port", SourceProblem::NoNumber);
        assert_eq!(port, [expected]);
    }

    #[test]
    fn servers_are_verified_unless_the_user_says_otherwise_or_they_are_this_computer() {
        let mode = |changes: &[(&str, Value)]| read(changes).unwrap().tls.mode;
        assert_eq!(mode(&[]), TlsMode::VerifyFull, "StartTLS");
        assert_eq!(
            mode(&[("Params.Host", json!("localhost"))]),
            TlsMode::Disable
        );
        let ldaps = ("Params.Host", json!("ldaps://localhost"));
        assert_eq!(mode(std::slice::from_ref(&ldaps)), TlsMode::VerifyFull);
        assert_eq!(mode(&[(TLS_MODE, json!("disable"))]), TlsMode::Disable);
        assert_eq!(mode(&[(TLS_MODE, json!("require"))]), TlsMode::Require);
        let contradiction = read(&[ldaps, (TLS_MODE, json!("disable"))]).unwrap_err();
        assert_eq!(contradiction[0].key, TLS_MODE);
    }

    #[test]
    fn c85_without_a_user_nobody_in_particular_asks() {
        assert_eq!(read(&[]).unwrap().bind, Bind::Anonymous);
        let user = ("Params.UserDN", json!("cn=reader,dc=x"));
        let without_password = read(&[user, (BIND, json!("anonymous"))]);
        assert_eq!(without_password.unwrap().bind, Bind::Anonymous);
        let external = [
            (BIND, json!("external")),
            (crate::settings::CERTIFICATE_FILE, json!("/c.pem")),
            (crate::settings::KEY_FILE, json!("/k.pem")),
        ];
        assert_eq!(read(&external).unwrap().bind, Bind::External);
        let lacking = read(external.get(..1).unwrap()).unwrap_err();
        assert_eq!(lacking[0].key, crate::settings::CERTIFICATE_FILE);
    }

    #[test]
    fn a_password_is_bound_to_servers_user_and_encryption() {
        let binding = |changes: &[(&str, Value)]| read(changes).unwrap().binding();
        let own = binding(&[]);
        assert_eq!(own, "ldap ldap://ldap.test:389 verify-full ");
        for change in [
            ("Params.Host", json!("ldap.test evil.test")),
            ("Params.Host", json!("ldaps://ldap.test")),
            ("Params.UserDN", json!("cn=admin")),
            (TLS_MODE, json!("disable")),
        ] {
            assert_ne!(binding(std::slice::from_ref(&change)), own, "{change:?}");
        }
        assert_eq!(binding(&[("Params.BaseDN", json!("dc=y"))]), own);
    }

    #[test]
    fn attributes_may_have_names_that_no_column_has() {
        let map = json!([
            ["UserLogin", "Username", "uid", 1, 1, "var"],
            ["UserPhoto", "Photo", "jpegPhoto;binary", 1, 0, "var"],
            [
                "UserFoo",
                "Foo",
                "msDS-cloudExtensionAttribute1",
                1,
                0,
                "var"
            ]
        ]);
        assert!(read(&[("Map", map)]).is_ok());
        let map = json!([["UserLogin", "Username", "u)(d", 1, 1, "var"]]);
        let found = read(&[("Map", map)]).unwrap_err();
        assert_eq!(found[0].problem, SourceProblem::NoName);
    }
}
