//! A source of customer users, read from its settings (otobo-behaviour.md 2.1 and 2.2).

use super::{
    BackEndKind, OwnDatabase, SessionSetting, SourceId, Subject, case_rule, selections, unmapped,
};
use crate::directory::Directory;
use crate::ids::{Identifier, TableName, Var};
use crate::map::Map;
use crate::search::{Affixes, CaseRule};
use crate::settings::{Reading, SourceFinding, SourceSettings};

/// A source of customer users: the keys of otobo-behaviour.md 2.1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one key of OTOBO's configuration"
)]
pub struct CustomerUserSource {
    /// Its key.
    pub id: SourceId,
    /// Shown where a source is chosen.
    pub name: String,
    /// What stands behind it.
    pub kind: BackEndKind,
    /// The table (`Table`).
    pub table: TableName,
    /// A database of its own (`DSN`).
    pub own_database: Option<OwnDatabase>,
    /// The directory, where it is one.
    pub directory: Option<Box<Directory>>,
    /// What is set after connecting (`Connect`).
    pub session: Vec<SessionSetting>,
    /// Whether the table lacks the four columns of who wrote when (`ForeignDB`, C8).
    pub foreign: bool,
    /// Column of the login (`CustomerKey`, or the older `Key`).
    pub key: Identifier,
    /// Column of the customer ID (`CustomerID`).
    pub customer_id: Identifier,
    /// Column of the validity; without one everybody is valid (`CustomerValid`, C20).
    pub valid: Option<Identifier>,
    /// Columns shown in lists (`CustomerUserListFields`).
    pub list_fields: Vec<Identifier>,
    /// Columns searched (`CustomerUserSearchFields`).
    pub search_fields: Vec<Identifier>,
    /// Put before each word of a search (`CustomerUserSearchPrefix`).
    pub search_prefix: String,
    /// Put after each word of a search (`CustomerUserSearchSuffix`).
    pub search_suffix: String,
    /// Rows OTOBO shows at most (`CustomerUserSearchListLimit`).
    pub list_limit: u32,
    /// Columns compared with an e-mail address (`CustomerUserPostMasterSearchFields`).
    pub post_master_fields: Vec<Identifier>,
    /// Columns of the full name (`CustomerUserNameFields`).
    pub name_fields: Vec<Identifier>,
    /// What stands between them (`CustomerUserNameFieldsJoin`).
    pub name_join: String,
    /// Whether an address may be used once only (`CustomerUserEmailUniqCheck`).
    pub email_unique: bool,
    /// Whether the customer ID must be that of a customer (`CustomerCompanySupport`).
    pub company_support: bool,
    /// Whether the own customer ID grants no access (`CustomerUserExcludePrimaryCustomerID`).
    pub exclude_primary: bool,
    /// What automatic logins begin with, where they are made (`AutoLoginCreation`).
    pub automatic_login: Option<String>,
    /// Whether preferences are shown (`AdminSetPreferences`, C19).
    pub shows_preferences: bool,
    /// Seconds that OTOBO keeps records in its cache (`CacheTTL`).
    pub cache_seconds: u32,
    /// Whether searches tell `Tina` from `tina` (`SearchCaseSensitive`).
    pub case_sensitive: bool,
    /// Whether nothing may be written (`ReadOnly`).
    pub read_only: bool,
    /// Drop-downs: var, stored value, shown text (`Selections`).
    pub selections: Vec<(Var, String, String)>,
    /// The fields.
    pub map: Map,
}

impl CustomerUserSource {
    /// Reads settings. What is wrong is told all at once.
    pub fn read(id: SourceId, settings: &SourceSettings) -> Result<Self, Vec<SourceFinding>> {
        let mut reading = Reading::new(settings);
        let read = Self::read_with(id, &mut reading);
        match read {
            Some(source) if reading.findings.is_empty() => Ok(source),
            _ => Err(reading.findings),
        }
    }

    fn read_with(id: SourceId, reading: &mut Reading<'_>) -> Option<Self> {
        debug_assert_eq!(id.subject(), Subject::CustomerUsers);
        let kind = reading.kind();
        let directory = kind == BackEndKind::Directory;
        let mut map = reading.map();
        let key = reading.required_column(&["CustomerKey", "Key"]);
        let customer_id = reading.required_column(&["CustomerID"]);
        let table = if directory {
            Some(TableName::fixed("directory"))
        } else {
            reading.table()
        };
        let place = if directory { reading.directory() } else { None };
        let default =
            |names: &[&'static str]| names.iter().copied().map(Identifier::fixed).collect();
        let list_fields = reading.columns("CustomerUserListFields", &map);
        let list_fields = list_fields.unwrap_or_else(|| {
            if directory {
                Vec::new()
            } else {
                default(&["first_name", "last_name", "email"])
            }
        });
        let name_fields = reading.columns("CustomerUserNameFields", &map);
        let name_fields = name_fields.unwrap_or_else(|| {
            if directory {
                Vec::new()
            } else {
                default(&["first_name", "last_name"])
            }
        });
        let search_fields = reading
            .columns("CustomerUserSearchFields", &map)
            .unwrap_or_default();
        let post_master_fields = reading
            .columns("CustomerUserPostMasterSearchFields", &map)
            .unwrap_or_default();
        let automatic = reading.flag("AutoLoginCreation");
        let source = Self {
            id,
            name: reading.text_or("Name", "No Name"),
            kind,
            own_database: if directory {
                None
            } else {
                reading.own_database()
            },
            directory: place.map(Box::new),
            session: reading.session_settings(),
            foreign: reading.flag("Params.ForeignDB"),
            valid: if directory {
                None
            } else {
                reading.column("CustomerValid")
            },
            list_fields,
            search_fields,
            search_prefix: reading.text_or("CustomerUserSearchPrefix", ""),
            search_suffix: reading.text_or("CustomerUserSearchSuffix", "*"),
            list_limit: reading.number_or(
                "CustomerUserSearchListLimit",
                if directory { 200 } else { 250 },
            ),
            post_master_fields,
            name_fields,
            name_join: reading.text_or("CustomerUserNameFieldsJoin", " "),
            email_unique: reading.flag("CustomerUserEmailUniqCheck"),
            company_support: reading.flag("CustomerCompanySupport"),
            exclude_primary: reading.flag("CustomerUserExcludePrimaryCustomerID"),
            automatic_login: automatic.then(|| reading.text_or("AutoLoginCreationPrefix", "auto")),
            shows_preferences: reading.settings.get("AdminSetPreferences").is_none()
                || reading.flag("AdminSetPreferences"),
            cache_seconds: reading.number_or("CacheTTL", 0),
            case_sensitive: reading.case_sensitive(),
            read_only: reading.flag("ReadOnly"),
            selections: selections(reading.settings),
            map: Map::default(),
            // What is missing was told; the rest had to be read first, so that all is told at once
            table: table?,
            key: key?,
            customer_id: customer_id?,
        };
        let needed = source
            .list_fields
            .iter()
            .chain(&source.name_fields)
            .chain(&source.search_fields)
            .chain(&source.post_master_fields)
            .chain([&source.key, &source.customer_id])
            .chain(&source.valid);
        let unmapped = unmapped(&map, needed);
        map.add_unmapped(unmapped);
        Some(Self { map, ..source })
    }

    /// How its searches compare letters.
    pub fn case(&self) -> CaseRule {
        case_rule(self.case_sensitive)
    }

    /// What its searches put around a word.
    pub fn affixes(&self) -> Affixes {
        Affixes::new(&self.search_prefix, &self.search_suffix)
    }

    /// The columns that a search looks into: dynamic fields are searched elsewhere (otobo-behaviour.md 3.4).
    pub fn search_columns(&self) -> Vec<Identifier> {
        self.map.only_columns(&self.search_fields)
    }

    /// The columns that an address is compared with; dynamic fields are searched elsewhere.
    pub fn address_columns(&self) -> Vec<Identifier> {
        self.map.only_columns(&self.post_master_fields)
    }

    /// Whether new customer users may be added to it (otobo-behaviour.md 2.5, C18).
    pub fn is_writable(&self) -> bool {
        !self.read_only && self.kind != BackEndKind::Directory
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::map::StorageKind;
    use crate::settings::SourceProblem;

    const FIRST: SourceId = SourceId::first(Subject::CustomerUsers);

    fn shipped_with(
        change: impl FnOnce(&mut SourceSettings),
    ) -> Result<CustomerUserSource, Vec<SourceFinding>> {
        let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
        change(&mut settings);
        CustomerUserSource::read(FIRST, &settings)
    }

    fn make_directory(settings: &mut SourceSettings, module: &str) {
        settings.set("Module", Some(json!(module)));
        settings.set("Params.Host", Some(json!("ldap.test")));
        settings.set("Params.BaseDN", Some(json!("dc=x")));
        settings.set("Params.SSCOPE", Some(json!("sub")));
    }

    #[test]
    fn the_shipped_settings_are_the_shipped_source() {
        assert_eq!(shipped_with(|_| {}).unwrap(), CustomerUserSource::shipped());
    }

    #[test]
    fn c12_the_newer_key_decides_about_case_then_the_older_one() {
        let cases = [
            (Some(json!(1)), Some(json!(0)), true),
            (Some(json!(0)), Some(json!(1)), false),
            (None, Some(json!(1)), true),
            (None, None, false),
            (Some(json!("")), Some(json!(1)), false),
        ];
        for (new, old, expected) in cases {
            let source = shipped_with(|settings| {
                settings.set("Params.SearchCaseSensitive", new.clone());
                settings.set("Params.CaseSensitive", old.clone());
            });
            assert_eq!(source.unwrap().case_sensitive, expected, "{new:?} {old:?}");
        }
    }

    #[test]
    fn c13_what_is_missing_has_otobos_default() {
        let source = shipped_with(|settings| {
            for key in ["Prefix", "Suffix", "ListLimit"] {
                settings.set(&format!("CustomerUserSearch{key}"), None);
            }
        });
        let source = source.unwrap();
        assert_eq!(
            (source.search_prefix.as_str(), source.search_suffix.as_str()),
            ("", "*")
        );
        assert_eq!(source.list_limit, 250);
        let zero = shipped_with(|it| it.set("CustomerUserSearchListLimit", Some(json!(0))));
        assert_eq!(zero.unwrap().list_limit, 250);
        let directory = shipped_with(|settings| {
            make_directory(settings, "Kernel::System::CustomerUser::LDAP");
            settings.set("CustomerUserSearchListLimit", None);
        });
        assert_eq!(directory.unwrap().list_limit, 200);
    }

    #[test]
    fn c17_dynamic_fields_may_stand_in_lists_and_searches() {
        let source = shipped_with(|settings| {
            let mut rows = settings.map_rows();
            rows.push(crate::settings::MapRow {
                var: "DynamicField_Team".to_owned(),
                storage: "Team".to_owned(),
                kind: "dynamic_field".to_owned(),
                ..Default::default()
            });
            settings.set_map_rows(&rows);
            settings.set("CustomerUserSearchFields", Some(json!(["login", "Team"])));
        });
        let source = source.unwrap();
        let field = source.map.field("DynamicField_Team").unwrap();
        assert_eq!(field.kind, StorageKind::DynamicField);
        assert!(source.search_fields.contains(&field.storage));
        assert!(
            source.map.columns().all(|it| it.storage != field.storage),
            "it is no column"
        );
    }

    #[test]
    fn c18_only_sources_that_are_neither_read_only_nor_directories_take_new_ones() {
        assert!(shipped_with(|_| {}).unwrap().is_writable());
        assert!(
            !shipped_with(|it| it.set("ReadOnly", Some(json!(1))))
                .unwrap()
                .is_writable()
        );
        let directory = shipped_with(|it| make_directory(it, "My::ldap::Thing"));
        assert!(!directory.unwrap().is_writable());
    }

    #[test]
    fn c19_preferences_are_hidden_only_by_a_defined_zero() {
        let shows = |value| {
            shipped_with(|it| it.set("AdminSetPreferences", value))
                .unwrap()
                .shows_preferences
        };
        assert!(shows(None) && shows(Some(json!(1))) && shows(Some(json!(null))));
        assert!(!shows(Some(json!(0))) && !shows(Some(json!("0"))));
    }

    #[test]
    fn what_is_wrong_is_told_all_at_once_and_by_key() {
        let findings = shipped_with(|settings| {
            settings.set("CustomerKey", Some(json!("login; DROP TABLE users")));
            settings.set("CustomerID", None);
            settings.set("Params.Table", Some(json!("a.b.c")));
            settings.set("CustomerUserSearchListLimit", Some(json!("many")));
            settings.set("CustomerUserSearchFields", Some(json!(["login", "pw"])));
            settings.set("Params.Connect", Some(json!("DROP TABLE users")));
        });
        let found: Vec<_> = findings
            .unwrap_err()
            .into_iter()
            .map(|it| (it.key, it.problem))
            .collect();
        for expected in [
            ("CustomerKey", SourceProblem::NoName),
            ("CustomerID", SourceProblem::Required),
            ("Params.Table", SourceProblem::NoName),
            ("CustomerUserSearchFields", SourceProblem::Secret),
        ] {
            assert!(
                found.contains(&(expected.0.to_owned(), expected.1)),
                "{expected:?} in {found:?}"
            );
        }
    }

    #[test]
    fn an_older_key_names_the_login_too() {
        let source = shipped_with(|settings| {
            settings.set("CustomerKey", None);
            settings.set("Key", Some(json!("email")));
        });
        assert_eq!(source.unwrap().key.as_str(), "email");
    }

    #[test]
    fn columns_that_only_a_list_names_are_read_though_no_field_shows_them() {
        let fields = json!(["nick_name", "email"]);
        let source = shipped_with(|it| it.set("CustomerUserListFields", Some(fields)));
        let source = source.unwrap();
        let field = source.map.field_stored_in(&Identifier::fixed("nick_name"));
        assert!(field.is_some());
        assert!(
            source
                .map
                .fields()
                .iter()
                .all(|it| it.storage.as_str() != "nick_name")
        );
    }
}
