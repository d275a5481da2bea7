//! Settings as a form shows them, and a form as settings.

use deskbook_domain::secret::Secret;
use deskbook_domain::settings::{KeyGroup, KeyKind, MapRow, SourceKey, SourceSettings, keys_of};
use deskbook_domain::source::{BackEndKind, DirectoryProduct, SourceId};
use serde_json::Value;

/// The key of the password of a database of a source's own. The form takes it; the settings never have
/// it.
pub(super) const PASSWORD: &str = "Params.Password";

/// The key of the password of a directory.
pub(super) const DIRECTORY_PASSWORD: &str = "Params.UserPw";

/// The keys that a password stands behind, and that password.
const SECRETS: [(&str, SourceKey); 2] = [
    ("Params.User", secret_key(PASSWORD, KeyGroup::Connection)),
    (
        "Params.UserDN",
        secret_key(DIRECTORY_PASSWORD, KeyGroup::Directory),
    ),
];

const fn secret_key(name: &'static str, group: KeyGroup) -> SourceKey {
    SourceKey {
        name,
        group,
        kind: KeyKind::Secret,
        by_default: "",
        required: false,
        choices: &[],
    }
}

/// The settings of a source as a form shows them.
#[derive(Debug)]
pub struct Form {
    /// Which source.
    pub id: SourceId,
    /// Values of keys as text, by their names. Those that are missing stay as they are stored.
    pub values: Vec<(String, String)>,
    /// The rows of the map.
    pub map: Vec<MapRow>,
    /// The drop-downs: var, stored value, shown text.
    pub selections: Vec<(String, String, String)>,
    /// What was typed as the password of the source's own database.
    pub password: Option<Secret<String>>,
}

/// One key of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormKey {
    /// The key.
    pub key: SourceKey,
    /// Its value as text.
    pub value: String,
}

impl Form {
    /// The form of these settings.
    pub fn of(id: SourceId, settings: &SourceSettings) -> Self {
        let kind = BackEndKind::of_module(&settings.text("Module").unwrap_or_default());
        let keys = keys_of(id.subject(), kind).iter();
        Self {
            id,
            values: keys
                .map(|key| (key.name.to_owned(), written(settings, key)))
                .collect(),
            map: settings.map_rows(),
            selections: settings.selections(),
            password: None,
        }
    }

    /// What stands behind the source.
    pub fn kind(&self) -> BackEndKind {
        BackEndKind::of_module(self.value("Module"))
    }

    /// Every key in the order of the form, that of the password without its value.
    pub fn keys(&self) -> Vec<FormKey> {
        let mut keys = Vec::new();
        for key in keys_of(self.id.subject(), self.kind()) {
            keys.push(FormKey {
                key: *key,
                value: self.value(key.name).to_owned(),
            });
            let behind = SECRETS.iter().find(|(user, _)| *user == key.name);
            keys.extend(behind.map(|(_, key)| FormKey {
                key: *key,
                value: String::new(),
            }));
        }
        keys
    }

    /// The same form with the keys of what its module stands for by now. Of a key that it has no value of
    /// yet the stored one holds, and of a directory's own keys else the one that directories begin with.
    #[must_use]
    pub fn arranged(self, stored: &SourceSettings) -> Self {
        let mut settings = self.settings(stored);
        if self.kind() == BackEndKind::Directory {
            let usual = SourceSettings::directory(DirectoryProduct::OpenLdap);
            let own = keys_of(self.id.subject(), BackEndKind::Directory).iter();
            for key in own.filter(|it| it.group == KeyGroup::Directory) {
                if !self.has(key.name) && settings.get(key.name).is_none() {
                    settings.set(key.name, usual.get(key.name).cloned());
                }
            }
        }
        Self {
            password: self.password,
            ..Self::of(self.id, &settings)
        }
    }

    fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(key, _)| key == name)
    }

    fn value(&self, name: &str) -> &str {
        let found = self.values.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The settings of this form. What it does not have stays as it is stored, and what was not touched
    /// stays in the form it was stored in.
    pub fn settings(&self, stored: &SourceSettings) -> SourceSettings {
        let mut settings = stored.clone();
        settings.drop_secrets();
        let kind = if self.has("Module") {
            self.kind()
        } else {
            BackEndKind::of_module(&stored.text("Module").unwrap_or_default())
        };
        for key in keys_of(self.id.subject(), kind) {
            let Some((_, value)) = self.values.iter().find(|(name, _)| name == key.name) else {
                continue;
            };
            if *value != written(stored, key) {
                settings.set(key.name, read(key.kind, value));
            }
        }
        if self.map != stored.map_rows() {
            settings.set_map_rows(&self.map);
        }
        if self.selections != stored.selections() {
            settings.set_selections(&self.selections);
        }
        settings
    }
}

/// A value as text: lists with commas.
fn written(settings: &SourceSettings, key: &SourceKey) -> String {
    match key.kind {
        KeyKind::Columns | KeyKind::List => settings.list(key.name).unwrap_or_default().join(", "),
        KeyKind::Text | KeyKind::Number | KeyKind::Flag | KeyKind::Encryption => {
            settings.text(key.name).unwrap_or_default()
        }
        KeyKind::Secret => String::new(),
    }
}

/// A value out of what was typed; an empty one is not set.
fn read(kind: KeyKind, text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    Some(match kind {
        // The vault has them, the settings never.
        KeyKind::Secret => return None,
        KeyKind::Text | KeyKind::Encryption => Value::from(text),
        KeyKind::Number | KeyKind::Flag => {
            let text = text.trim();
            text.parse::<u32>().map_or(Value::from(text), Value::from)
        }
        KeyKind::Columns | KeyKind::List => {
            let parts = text.split(',').map(str::trim).filter(|it| !it.is_empty());
            Value::from(parts.collect::<Vec<_>>())
        }
    })
}

#[cfg(test)]
mod tests {
    use deskbook_domain::source::Subject;
    use serde_json::json;

    use super::*;

    const ID: SourceId = SourceId::first(Subject::CustomerUsers);

    fn form(settings: &SourceSettings, changes: &[(&str, &str)]) -> Form {
        let mut form = Form::of(ID, settings);
        for (key, value) in changes {
            let found = form.values.iter_mut().find(|(name, _)| name == key);
            (*value).clone_into(&mut found.unwrap().1);
        }
        form
    }

    #[test]
    fn an_untouched_form_changes_nothing() {
        for subject in [Subject::CustomerUsers, Subject::Customers] {
            let mut settings = SourceSettings::shipped(subject);
            settings.set("Params.QuoteBack", Some(json!("\\")));
            settings.set("CustomerUserSearchListLimit", Some(json!("250")));
            settings.set("CustomerUserSearchSuffix", Some(json!("")));
            let form = Form::of(SourceId::first(subject), &settings);
            assert_eq!(form.settings(&settings), settings);
        }
    }

    #[test]
    fn typed_values_become_what_otobo_has() {
        let settings = SourceSettings::shipped(Subject::CustomerUsers);
        let changed = form(
            &settings,
            &[
                ("Name", "CRM"),
                ("CustomerUserSearchListLimit", "500"),
                ("ReadOnly", "1"),
                ("CustomerUserSearchFields", "login, email ,,phone"),
                ("CustomerUserNameFieldsJoin", ", "),
                ("CustomerUserSearchPrefix", ""),
                ("CacheTTL", "much"),
            ],
        );
        let changed = changed.settings(&settings);
        let cases = [
            ("Name", Some(json!("CRM"))),
            ("CustomerUserSearchListLimit", Some(json!(500))),
            ("ReadOnly", Some(json!(1))),
            (
                "CustomerUserSearchFields",
                Some(json!(["login", "email", "phone"])),
            ),
            ("CustomerUserNameFieldsJoin", Some(json!(", "))),
            ("CustomerUserSearchPrefix", None),
            ("CacheTTL", Some(json!("much"))),
        ];
        for (key, value) in cases {
            assert_eq!(changed.get(key), value.as_ref(), "{key}");
        }
    }

    #[test]
    fn keys_that_the_form_does_not_have_are_kept_and_secrets_are_not() {
        let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
        settings.set("Params.Attribute", Some(json!({ "LongReadLen": 1 })));
        settings.set("Params.Password", Some(json!("hunter2")));
        let changed = form(&settings, &[("Name", "CRM")]).settings(&settings);
        assert!(changed.get("Params.Attribute").is_some());
        assert_eq!(changed.get("Params.Password"), None);
    }

    #[test]
    fn the_password_has_a_place_in_the_form_but_never_a_value() {
        let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
        settings.set("Params.Password", Some(json!("hunter2")));
        let keys = Form::of(ID, &settings).keys();
        let password = keys.iter().find(|it| it.key.name == PASSWORD);
        let password = password.unwrap();
        assert_eq!(password.value, "");
        assert_eq!(password.key.kind, KeyKind::Secret, "a form masks it");
    }

    #[test]
    fn a_form_has_the_keys_that_make_sense_for_what_stands_behind_it() {
        let names = |settings: &SourceSettings| -> Vec<_> {
            let keys = Form::of(ID, settings).keys();
            keys.iter().map(|it| it.key.name).collect()
        };
        let table = names(&SourceSettings::shipped(Subject::CustomerUsers));
        let directory = names(&SourceSettings::directory(DirectoryProduct::OpenLdap));
        for key in [
            "Params.Table",
            "Params.DSN",
            "AutoLoginCreation",
            "ReadOnly",
        ] {
            assert!(table.contains(&key) && !directory.contains(&key), "{key}");
        }
        for key in ["Params.Host", "Params.BaseDN", "CustomerUserValidFilter"] {
            assert!(directory.contains(&key) && !table.contains(&key), "{key}");
        }
        let user = directory.iter().position(|it| *it == "Params.UserDN");
        let password = directory.iter().position(|it| *it == "Params.UserPw");
        assert_eq!(
            user.map(|at| at + 1),
            password,
            "the password stands behind its user"
        );
    }

    #[test]
    fn another_module_brings_its_keys_and_keeps_what_both_have() {
        let mut settings = SourceSettings::shipped(Subject::CustomerUsers);
        settings.set("Params.Host", Some(json!("stored.test")));
        let changes = [
            ("Name", "CRM"),
            ("Module", "Kernel::System::CustomerUser::LDAP"),
        ];
        let directory = form(&settings, &changes).arranged(&settings);
        assert_eq!(directory.kind(), BackEndKind::Directory);
        assert_eq!(directory.value("Name"), "CRM");
        assert_eq!(directory.value("Params.Host"), "stored.test");
        assert_eq!(directory.value("Params.SSCOPE"), "sub");
        assert!(!directory.has("Params.Table"));
        assert_eq!(directory.map, settings.map_rows());

        let mut back = directory;
        for (key, value) in &mut back.values {
            if key == "Module" {
                "Kernel::System::CustomerUser::DB".clone_into(value);
            }
        }
        let back = back.arranged(&settings);
        assert_eq!(back.value("Params.Table"), "customer_user");
        assert!(!back.has("Params.Host"));
    }

    #[test]
    fn what_makes_no_sense_for_a_directory_is_kept_as_it_was_imported() {
        let mut settings = SourceSettings::directory(DirectoryProduct::OpenLdap);
        settings.set("Params.Table", Some(json!("customer_user")));
        let changed = form(&settings, &[("Params.Host", "a.test, b.test")]).settings(&settings);
        assert_eq!(changed.get("Params.Table"), Some(&json!("customer_user")));
        assert_eq!(
            changed.get("Params.Host"),
            Some(&json!(["a.test", "b.test"]))
        );
    }
}
