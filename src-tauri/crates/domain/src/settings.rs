//! The settings of a source as OTOBO's configuration has them: every key, whatever the kind of back
//! end (otobo-behaviour.md 2.1 to 2.3, 5.1 and 6). This is also the form in which they are stored.

mod finding;
mod form_keys;
mod reading;

pub use finding::{SourceFinding, SourceProblem};
pub use form_keys::{KeyGroup, KeyKind, SourceKey, keys_of};
pub(crate) use reading::Reading;

use serde::{Deserialize, Serialize};
use serde_json::{Map as Object, Value};

/// The key of the fields.
pub const MAP: &str = "Map";

/// The key of the drop-downs.
pub const SELECTIONS: &str = "Selections";

/// The key of what the server of a source's own database has to prove. It is Deskbook's: OTOBO has no
/// such key, and passes over it.
pub const TLS_MODE: &str = "Deskbook.TLSMode";

/// The key of who asks a directory, where the user of `Params.UserDN` and a password do not tell:
/// `anonymous`, or `external` for whom our certificate names. It is Deskbook's too.
pub const BIND: &str = "Deskbook.Bind";

/// The keys of the files of its encryption, as PEM.
pub const CA_FILE: &str = "Deskbook.CAFile";
/// The certificate that Deskbook proves itself with there.
pub const CERTIFICATE_FILE: &str = "Deskbook.CertificateFile";
/// Its key.
pub const KEY_FILE: &str = "Deskbook.KeyFile";

/// Keys that hold a secret. They are never stored: the vault has them.
pub const SECRET_KEYS: [&str; 2] = ["Params.Password", "Params.UserPw"];

/// Values by OTOBO's names. A key within `Params` is named `Params.Table`. Absent and `null` are
/// Perl's undefined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceSettings(Object<String, Value>);

/// A row of `Map` as written: ten columns, of which the later ones are often missing (C14).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapRow {
    /// Name in records.
    pub var: String,
    /// Label.
    pub label: String,
    /// Column, attribute or dynamic field.
    pub storage: String,
    /// 0 never, 1 always, 2 also in the short display.
    pub shown: u8,
    /// Mandatory.
    pub required: bool,
    /// `var`, `int` or `dynamic_field`.
    pub kind: String,
    /// Template of a link.
    pub link: String,
    /// Never changed.
    pub read_only: bool,
    /// Target of the link.
    pub target: String,
    /// Style class of the link.
    pub class: String,
}

impl SourceSettings {
    /// The settings in a value, if it is a table of keys.
    pub fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Object(object) => Some(Self(object)),
            _ => None,
        }
    }

    /// The value of a key, unless it is undefined.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let mut parts = key.split('.');
        let first = self.0.get(parts.next()?)?;
        let value = parts.try_fold(first, |value, part| value.get(part))?;
        (!value.is_null()).then_some(value)
    }

    /// Sets a key, or takes it away.
    pub fn set(&mut self, key: &str, value: Option<Value>) {
        let (object, key) = match key.split_once('.') {
            None => (&mut self.0, key),
            Some((outer, key)) => {
                let outer = self
                    .0
                    .entry(outer)
                    .or_insert_with(|| Value::Object(Object::new()));
                if !outer.is_object() {
                    *outer = Value::Object(Object::new());
                }
                let Value::Object(object) = outer else {
                    return;
                };
                (object, key)
            }
        };
        match value {
            Some(value) => object.insert(key.to_owned(), value),
            None => object.remove(key),
        };
    }

    /// A scalar as text.
    pub fn text(&self, key: &str) -> Option<String> {
        scalar(self.get(key)?)
    }

    /// Whether a key is true in Perl's sense.
    pub fn is_true(&self, key: &str) -> bool {
        let text = self.text(key);
        !crate::text::is_false(text.as_deref())
    }

    /// A list of texts. A single text is a list of one.
    pub fn list(&self, key: &str) -> Option<Vec<String>> {
        match self.get(key)? {
            Value::Array(values) => Some(values.iter().filter_map(scalar).collect()),
            value => scalar(value).map(|text| vec![text]),
        }
    }

    /// Takes away what must not be stored; tells whether there was any.
    pub fn drop_secrets(&mut self) -> bool {
        let has_any = SECRET_KEYS.iter().any(|key| self.get(key).is_some());
        for key in SECRET_KEYS {
            self.set(key, None);
        }
        has_any
    }

    /// The rows of the map. A row that is no list is passed over.
    pub fn map_rows(&self) -> Vec<MapRow> {
        let Some(Value::Array(rows)) = self.get(MAP) else {
            return Vec::new();
        };
        rows.iter().filter_map(MapRow::from_value).collect()
    }

    /// Replaces the rows of the map.
    pub fn set_map_rows(&mut self, rows: &[MapRow]) {
        let rows = rows.iter().map(MapRow::to_value).collect();
        self.set(MAP, Some(Value::Array(rows)));
    }

    /// The drop-downs: var, stored value, shown text.
    pub fn selections(&self) -> Vec<(String, String, String)> {
        let Some(Value::Object(vars)) = self.get(SELECTIONS) else {
            return Vec::new();
        };
        let of_var = |(var, choices): (&String, &Value)| {
            let choices = choices.as_object().into_iter().flatten();
            choices
                .filter_map(|(value, text)| Some((var.clone(), value.clone(), scalar(text)?)))
                .collect::<Vec<_>>()
        };
        vars.iter().flat_map(of_var).collect()
    }

    /// Replaces the drop-downs.
    pub fn set_selections(&mut self, selections: &[(String, String, String)]) {
        let mut vars = Object::new();
        for (var, value, text) in selections {
            let choices = vars
                .entry(var.as_str())
                .or_insert_with(|| Value::Object(Object::new()));
            if let Value::Object(choices) = choices {
                choices.insert(value.clone(), Value::String(text.clone()));
            }
        }
        let value = (!vars.is_empty()).then_some(Value::Object(vars));
        self.set(SELECTIONS, value);
    }
}

impl MapRow {
    fn from_value(row: &Value) -> Option<Self> {
        let columns = row.as_array()?;
        let text = |at: usize| columns.get(at).and_then(scalar).unwrap_or_default();
        let flag = |at: usize| !crate::text::is_false(Some(&text(at)));
        Some(Self {
            var: text(0),
            label: text(1),
            storage: text(2),
            shown: text(3).parse().unwrap_or_default(),
            required: flag(4),
            kind: text(5),
            link: text(6),
            read_only: flag(7),
            target: text(8),
            class: text(9),
        })
    }

    fn to_value(&self) -> Value {
        let flag = |flag: bool| Value::from(u8::from(flag));
        let text = |text: &str| Value::from(text);
        Value::Array(vec![
            text(&self.var),
            text(&self.label),
            text(&self.storage),
            Value::from(self.shown),
            flag(self.required),
            text(&self.kind),
            text(&self.link),
            flag(self.read_only),
            text(&self.target),
            text(&self.class),
        ])
    }
}

/// A scalar as Perl would print it; lists and tables are none.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(if *flag { "1" } else { "" }.to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settings(value: Value) -> SourceSettings {
        SourceSettings::from_value(value).unwrap()
    }

    #[test]
    fn c14_rows_of_six_to_ten_columns_are_accepted() {
        let full = json!([
            "UserCity", "City", "city", 2, 1, "var", "x", 1, "_blank", "c"
        ]);
        for columns in 6..=10 {
            let row: Vec<_> = full
                .as_array()
                .unwrap()
                .iter()
                .take(columns)
                .cloned()
                .collect();
            let rows = settings(json!({ "Map": [row] })).map_rows();
            assert_eq!(rows.len(), 1, "{columns} columns");
            assert_eq!((rows[0].var.as_str(), rows[0].shown), ("UserCity", 2));
            assert_eq!(rows[0].read_only, columns > 7, "{columns} columns");
            assert_eq!(rows[0].class.is_empty(), columns < 10);
        }
    }

    #[test]
    fn rows_of_a_map_and_selections_come_back_as_they_were_set() {
        let mut kept = SourceSettings::default();
        let row = MapRow {
            var: "UserCity".to_owned(),
            storage: "city".to_owned(),
            kind: "var".to_owned(),
            ..MapRow::default()
        };
        kept.set_map_rows(std::slice::from_ref(&row));
        let selection = ("UserTitle".to_owned(), "1".to_owned(), "Dr".to_owned());
        kept.set_selections(std::slice::from_ref(&selection));
        assert_eq!(kept.map_rows(), [row]);
        assert_eq!(kept.selections(), [selection]);
    }

    #[test]
    fn secrets_are_dropped_and_the_rest_is_kept() {
        let mut kept = settings(json!({
            "Params": { "Table": "t", "Password": "p", "UserPw": "q" }, "Future": { "X": [1] }
        }));
        assert!(kept.drop_secrets());
        let rest = json!({ "Params": { "Table": "t" }, "Future": { "X": [1] } });
        assert_eq!(kept, settings(rest));
        assert!(!kept.drop_secrets());
    }
}
