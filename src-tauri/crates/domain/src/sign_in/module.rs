//! A module, read from its settings.

use serde_json::{Value, json};

use super::{DIRECTORY_KEYS, MODULE, SignInKey, SignInNumber, keys::DATABASE_KEYS};
use crate::database::TlsMode;
use crate::directory::{Attribute, Directory, Dn};
use crate::ids::{Identifier, TableName};
use crate::password::CryptType;
use crate::settings::{CA_FILE, Reading, SourceProblem, SourceSettings, TLS_MODE};
use crate::system_settings::{SettingValue, SystemSettings};
use crate::text::is_false;

/// One module of the customers' sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInModule {
    /// Its place.
    pub number: SignInNumber,
    /// What it asks; or what is wrong with its settings.
    pub way: Result<SignInWay, Vec<SignInFinding>>,
}

/// What a module asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInWay {
    /// A table with passwords in OTOBO's own database.
    Database(SignInDatabase),
    /// Such a table in another database (`DSN`).
    OwnDatabase,
    /// A directory.
    Directory(Box<SignInDirectory>),
    /// Another program of OTOBO's, by its name.
    Other(String),
}

/// Something that is wrong with a module's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInFinding {
    /// The key, as a form calls it.
    pub key: &'static str,
    /// What is wrong.
    pub problem: SourceProblem,
}

/// Where a module looks for passwords (`Customer::AuthModule::DB::…`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInTable {
    /// The table.
    pub table: TableName,
    /// The column of the login.
    pub key: Identifier,
    /// The column of the stored password.
    pub password: Identifier,
}

impl Default for SignInTable {
    fn default() -> Self {
        Self {
            table: TableName::fixed("customer_user"),
            key: Identifier::fixed("login"),
            password: Identifier::fixed("pw"),
        }
    }
}

/// A table with passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignInDatabase {
    /// Where they are.
    pub table: SignInTable,
    /// The form that they are taken for where nothing tells. `None`: the form in which new ones are stored,
    /// whose setting is the first module's own.
    pub kind: Option<CryptType>,
}

/// A directory that tells whether a password is right (`Customer::AuthModule::LDAP::…`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInDirectory {
    /// Where it is, who searches it, and beneath what (`Host`, `SearchUserDN`, `BaseDN`, `AlwaysFilter`).
    pub directory: Directory,
    /// The attribute that names are looked for in (`UID`).
    pub uid: Attribute,
    /// Where one has to be a member (`GroupDN`, `AccessAttr`, `UserAttr`).
    pub group: Option<SignInGroup>,
    /// What is put behind the typed name (`UserSuffix`).
    pub suffix: String,
    /// Whether nobody signs in while it cannot be reached, whatever other modules would say (`Die`).
    pub dies: bool,
}

/// Groups whose members are let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInGroup {
    /// Beneath what they are.
    pub base: Dn,
    /// The attribute with their members.
    pub attribute: Attribute,
    /// How they name a member.
    pub member: Member,
}

/// How a group names a member (`UserAttr`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// By the name of the entry.
    Dn,
    /// By the name that signs in, the suffix included.
    Name,
}

/// The modules that are set up, in the order in which they are tried.
pub fn sign_in_modules(settings: &SystemSettings) -> Vec<SignInModule> {
    let numbers = SignInNumber::all();
    numbers
        .filter_map(|number| {
            let program = settings.text(&format!("{MODULE}{number}"))?;
            let way = way_of(program, settings, number)?;
            Some(SignInModule { number, way })
        })
        .collect()
}

fn way_of(
    program: &str,
    settings: &SystemSettings,
    number: SignInNumber,
) -> Option<Result<SignInWay, Vec<SignInFinding>>> {
    if is_false(Some(program)) {
        return None;
    }
    let keys = Keys { settings, number };
    let last = program.rsplit("::").next();
    Some(match last {
        Some("LDAP") => keys
            .directory()
            .map(|directory| SignInWay::Directory(Box::new(directory))),
        Some("DB") if keys.text("DSN").is_some() => Ok(SignInWay::OwnDatabase),
        Some("DB") => keys.database().map(SignInWay::Database),
        _ => Ok(SignInWay::Other(program.to_owned())),
    })
}

/// The keys of a directory that mean the same as one of a source in a directory.
const SAME: [(&str, &str); 7] = [
    ("Host", "Params.Host"),
    ("BaseDN", "Params.BaseDN"),
    ("SearchUserDN", "Params.UserDN"),
    ("GroupDN", "Params.GroupDN"),
    ("AlwaysFilter", "Params.AlwaysFilter"),
    ("TLSMode", TLS_MODE),
    ("CAFile", CA_FILE),
];

const PARAMS: (&str, &str) = ("Params", "Params.Params");

/// The settings of one module.
struct Keys<'s> {
    settings: &'s SystemSettings,
    number: SignInNumber,
}

impl Keys<'_> {
    fn value(&self, name: &str) -> Option<&SettingValue> {
        let mut keys = DIRECTORY_KEYS.iter().chain(&DATABASE_KEYS);
        let key: &SignInKey = keys.find(|key| key.name == name)?;
        self.settings.value(&key.setting(self.number))
    }

    /// A text that is there.
    fn text(&self, name: &str) -> Option<String> {
        let text = match self.value(name)? {
            SettingValue::List(values) => values.join(" "),
            value => value.to_string(),
        };
        let text = text.trim();
        (!is_false(Some(text))).then(|| text.to_owned())
    }

    fn database(&self) -> Result<SignInDatabase, Vec<SignInFinding>> {
        let mut findings = Vec::new();
        let table = self.named("Table", &mut findings);
        let key = self.named("CustomerKey", &mut findings);
        let password = self.named("CustomerPassword", &mut findings);
        let kind = (self.number != SignInNumber::FIRST)
            .then(|| CryptType::from_setting(&self.text("CryptType").unwrap_or_default()));
        match (table, key, password) {
            (Some(table), Some(key), Some(password)) => Ok(SignInDatabase {
                table: SignInTable {
                    table,
                    key,
                    password,
                },
                kind,
            }),
            _ => Err(findings),
        }
    }

    /// The name of a table, a column or an attribute, which cannot be missing.
    fn named<N>(&self, key: &'static str, findings: &mut Vec<SignInFinding>) -> Option<N>
    where
        N: for<'t> TryFrom<&'t str>,
    {
        let text = self.text(key);
        let name = text.as_deref().and_then(|text| N::try_from(text).ok());
        if name.is_none() {
            let problem = match text {
                None => SourceProblem::Required,
                Some(_) => SourceProblem::NoName,
            };
            findings.push(SignInFinding { key, problem });
        }
        name
    }

    fn directory(&self) -> Result<SignInDirectory, Vec<SignInFinding>> {
        let settings = self.as_source();
        let mut reading = Reading::new(&settings);
        let directory = reading.directory();
        let mut findings: Vec<_> = reading
            .findings
            .into_iter()
            .map(|finding| SignInFinding {
                key: own_key(&finding.key),
                problem: finding.problem,
            })
            .collect();
        let uid = self.named("UID", &mut findings);
        let attribute = self.text("AccessAttr");
        let attribute: Option<Attribute> =
            attribute.and_then(|_| self.named("AccessAttr", &mut findings));
        let member = match self.text("UserAttr") {
            Some(by) if by != "DN" => Member::Name,
            _ => Member::Dn,
        };
        let (Some(mut directory), Some(uid), true) = (directory, uid, findings.is_empty()) else {
            return Err(findings);
        };
        let base = directory.group.take();
        Ok(SignInDirectory {
            group: base.zip(attribute).map(|(base, attribute)| SignInGroup {
                base,
                attribute,
                member,
            }),
            directory,
            uid,
            suffix: self.text("UserSuffix").unwrap_or_default(),
            dies: self.text("Die").is_some(),
        })
    }

    /// The settings as those of a source in a directory, which are read the same way.
    fn as_source(&self) -> SourceSettings {
        let mut settings = SourceSettings::default();
        for (own, of_source) in SAME {
            settings.set(of_source, self.text(own).map(Value::from));
        }
        settings.set("Module", Some(json!("Kernel::System::CustomerUser::LDAP")));
        settings.set("Params.SSCOPE", Some(json!("sub")));
        if let Some(SettingValue::Table(params)) = self.value(PARAMS.0) {
            settings.set(PARAMS.1, Some(json!(params)));
        }
        // Whoever asked OTOBO for encryption wants it here too, on this computer as well. A setting that
        // checks no certificate there loosens nothing here (C92)
        if self.text("StartTLS").is_some() && settings.get(TLS_MODE).is_none() {
            settings.set(TLS_MODE, Some(json!(TlsMode::VerifyFull.name())));
        }
        settings
    }
}

fn own_key(of_source: &str) -> &'static str {
    let same = SAME.iter().find(|(_, source)| *source == of_source);
    same.map_or(PARAMS.0, |(own, _)| own)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::directory::Bind;
    use crate::system_settings::StoredValue;

    const LDAP: &str = "Kernel::System::CustomerAuth::LDAP";

    fn modules(stored: &[StoredValue], over: &[(&str, &str)]) -> Vec<SignInModule> {
        let over: BTreeMap<_, _> = over
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        sign_in_modules(&SystemSettings::effective(stored, &over))
    }

    fn directory(changes: &[(&str, &str)]) -> Result<SignInDirectory, Vec<SignInFinding>> {
        let mut over = vec![
            ("Customer::AuthModule", ""),
            ("Customer::AuthModule1", LDAP),
            ("Customer::AuthModule::LDAP::Host1", "ldap.test"),
            ("Customer::AuthModule::LDAP::BaseDN1", "dc=x"),
            ("Customer::AuthModule::LDAP::UID1", "uid"),
        ];
        over.extend(changes);
        let mut modules = modules(&[], &over);
        assert_eq!(modules.len(), 1);
        match modules.remove(0).way? {
            SignInWay::Directory(directory) => Ok(*directory),
            way => panic!("{way:?}"),
        }
    }

    #[test]
    fn shipped_is_one_table() {
        let shipped = modules(&[], &[]);
        let way = SignInWay::Database(SignInDatabase::default());
        let number = SignInNumber::FIRST;
        assert_eq!(
            shipped,
            [SignInModule {
                number,
                way: Ok(way)
            }]
        );
    }

    #[test]
    fn modules_are_tried_in_the_order_of_their_numbers() {
        let found = modules(
            &[],
            &[
                (
                    "Customer::AuthModule10",
                    "Kernel::System::CustomerAuth::Radius",
                ),
                ("Customer::AuthModule2", LDAP),
                ("Customer::AuthModule3", "0"),
                ("Customer::AuthModule4", "Kernel::System::CustomerAuth::DB"),
                ("Customer::AuthModule::DB::DSN4", "DBI:mysql:crm"),
            ],
        );
        let numbers: Vec<_> = found.iter().map(|it| it.number.get()).collect();
        assert_eq!(numbers, [0, 2, 4, 10]);
        assert!(found[1].way.is_err(), "nothing says where it is");
        assert_eq!(found[2].way, Ok(SignInWay::OwnDatabase));
        let other = "Kernel::System::CustomerAuth::Radius".to_owned();
        assert_eq!(found[3].way, Ok(SignInWay::Other(other)));
    }

    #[test]
    fn what_otobos_database_says_is_read_and_the_user_has_the_last_word() {
        let stored = |name: &str, value: SettingValue| StoredValue {
            name: name.to_owned(),
            value: Some(value),
            modified: true,
            undeployed: false,
        };
        let text = |text: &str| SettingValue::Text(text.to_owned());
        let params = BTreeMap::from([("port".to_owned(), "1389".to_owned())]);
        let stored = [
            stored("Customer::AuthModule", text(LDAP)),
            stored("Customer::AuthModule::LDAP::Host", text("ldap.test")),
            stored("Customer::AuthModule::LDAP::BaseDN", text("dc=x")),
            stored("Customer::AuthModule::LDAP::UID", text("uid")),
            stored(
                "Customer::AuthModule::LDAP::Params",
                SettingValue::Table(params),
            ),
        ];
        let over = [("Customer::AuthModule::LDAP::BaseDN", "dc=y")];
        let Ok(SignInWay::Directory(found)) = &modules(&stored, &over)[0].way else {
            panic!("it is a directory");
        };
        assert_eq!(found.directory.base.as_str(), "dc=y");
        assert_eq!(
            found.directory.hosts[0].to_string(),
            "ldap://ldap.test:1389"
        );
        let settings = SystemSettings::effective(&stored, &BTreeMap::new());
        let shown: Vec<_> = settings.iter().map(|it| it.name.as_str()).collect();
        assert!(!shown.contains(&"Customer::AuthModule::LDAP::Host"));
    }

    #[test]
    fn every_key_is_read() {
        let found = directory(&[
            ("Customer::AuthModule::LDAP::Host1", "ldaps://a, b"),
            (
                "Customer::AuthModule::LDAP::SearchUserDN1",
                "cn=reader,dc=x",
            ),
            ("Customer::AuthModule::LDAP::GroupDN1", "ou=groups,dc=x"),
            ("Customer::AuthModule::LDAP::AccessAttr1", "memberUid"),
            ("Customer::AuthModule::LDAP::UserAttr1", "UID"),
            ("Customer::AuthModule::LDAP::UserSuffix1", "@corp"),
            ("Customer::AuthModule::LDAP::AlwaysFilter1", "(cn=*)"),
            (
                "Customer::AuthModule::LDAP::Params1",
                "port: 1389, timeout: 7",
            ),
            ("Customer::AuthModule::LDAP::Die1", "1"),
            ("Deskbook::Customer::AuthModule::LDAP::CAFile1", "/ca.pem"),
        ])
        .unwrap();
        let hosts: Vec<_> = found
            .directory
            .hosts
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(hosts, ["ldaps://a:1389", "ldap://b:1389"]);
        let reader = Bind::Simple("cn=reader,dc=x".to_owned());
        assert_eq!(found.directory.bind, reader);
        assert_eq!(found.directory.tls.ca_file.as_deref(), Some("/ca.pem"));
        assert_eq!(found.directory.timeout.map(|it| it.as_secs()), Some(7));
        assert_eq!(found.directory.group, None, "it is not a source's");
        let group = found.group.unwrap();
        assert_eq!(group.base.as_str(), "ou=groups,dc=x");
        assert_eq!(group.attribute.as_str(), "memberUid");
        assert_eq!(group.member, Member::Name);
        assert_eq!((found.suffix.as_str(), found.dies), ("@corp", true));
    }

    #[test]
    fn a_group_takes_both_keys_and_names_entries_unless_told_otherwise() {
        let base = ("Customer::AuthModule::LDAP::GroupDN1", "ou=groups,dc=x");
        assert_eq!(directory(&[base]).unwrap().group, None);
        let member = ("Customer::AuthModule::LDAP::AccessAttr1", "member");
        let group = directory(&[base, member]).unwrap().group.unwrap();
        assert_eq!(group.member, Member::Dn);
        assert!(directory(&[member]).unwrap().group.is_none());
    }

    #[test]
    fn what_is_wrong_is_told_at_its_key() {
        let cases = [
            ("Customer::AuthModule::LDAP::Host1", "http://x", "Host"),
            ("Customer::AuthModule::LDAP::BaseDN1", "", "BaseDN"),
            ("Customer::AuthModule::LDAP::UID1", "u)(d", "UID"),
            ("Customer::AuthModule::LDAP::GroupDN1", "x", "GroupDN"),
            (
                "Customer::AuthModule::LDAP::AccessAttr1",
                "a b",
                "AccessAttr",
            ),
            (
                "Customer::AuthModule::LDAP::AlwaysFilter1",
                "(a=b",
                "AlwaysFilter",
            ),
            ("Customer::AuthModule::LDAP::Params1", "port: x", "Params"),
            (
                "Deskbook::Customer::AuthModule::LDAP::TLSMode1",
                "x",
                "TLSMode",
            ),
        ];
        for (name, value, key) in cases {
            let found = directory(&[(name, value)]).unwrap_err();
            let keys: Vec<_> = found.iter().map(|it| it.key).collect();
            assert_eq!(keys, [key], "{value}");
        }
    }

    #[test]
    fn c92_encryption_is_verified_unless_the_user_says_otherwise() {
        let mode = |changes: &[(&str, &str)]| directory(changes).unwrap().directory.tls.mode;
        let local = ("Customer::AuthModule::LDAP::Host1", "localhost");
        assert_eq!(mode(&[]), TlsMode::VerifyFull);
        assert_eq!(mode(&[local]), TlsMode::Disable);
        for start_tls in ["none", "require", "required"] {
            let start_tls = ("Customer::AuthModule::LDAP::StartTLS1", start_tls);
            assert_eq!(mode(&[local, start_tls]), TlsMode::VerifyFull);
        }
        let clear = ("Deskbook::Customer::AuthModule::LDAP::TLSMode1", "disable");
        assert_eq!(mode(&[clear]), TlsMode::Disable);
    }

    #[test]
    fn a_numbered_table_has_settings_of_its_own() {
        let over = [
            ("Customer::AuthModule1", "Kernel::System::CustomerAuth::DB"),
            ("Customer::AuthModule::DB::Table1", "people"),
            ("Customer::AuthModule::DB::CustomerKey1", "name"),
            ("Customer::AuthModule::DB::CryptType1", "plain"),
        ];
        let missing = modules(&[], &over)[1].way.clone().unwrap_err();
        let problem = SourceProblem::Required;
        let key = "CustomerPassword";
        assert_eq!(missing, [SignInFinding { key, problem }]);
        let password = ("Customer::AuthModule::DB::CustomerPassword1", "secret");
        let over = [over.as_slice(), &[password]].concat();
        let Ok(SignInWay::Database(found)) = &modules(&[], &over)[1].way else {
            panic!("it is a table");
        };
        assert_eq!(found.table.password.as_str(), "secret");
        assert_eq!(found.kind, Some(CryptType::Plain));
    }
}
