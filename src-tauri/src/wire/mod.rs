//! What crosses to the UI: requests, views, errors. Numbers are 32-bit, times are text.

pub mod agent;
pub mod app;
pub mod caches;
pub mod check;
pub mod connection;
pub mod customer;
pub mod customer_user;
pub mod entry;
pub mod error;
pub mod health;
pub mod installation;
pub mod login_test;
pub mod mirror;
pub mod moves;
pub mod preference;
pub mod search;
pub mod security;
pub mod settings;
pub mod sign_in;
pub mod source;
pub mod source_form;
pub mod system_setting;

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use deskbook_core::back_end::{Changes, Copied};
use deskbook_core::editing::Editing;
use deskbook_core::installation::Installation;
use deskbook_domain::map::{Map, is_password};
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::validity::Validity;
use deskbook_domain::vars;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The values of a form or a record, by the field's var; absent fields are empty.
pub type Values = BTreeMap<String, String>;

/// Who wrote a record when. Times are RFC 3339 in UTC.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangesView {
    created: String,
    created_by: String,
    changed: String,
    changed_by: String,
}

impl ChangesView {
    fn new(installation: &Installation, changes: Changes) -> Self {
        Self {
            created: time_text(installation.time(changes.created)),
            created_by: changes.created_by,
            changed: time_text(installation.time(changes.changed)),
            changed_by: changes.changed_by,
        }
    }
}

/// The record that a form was opened with.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EditingRequest {
    /// Its login or ID when the form was opened.
    key: String,
    /// Its values then: a save writes over these and nothing else.
    was: Values,
}

impl EditingRequest {
    fn key<K: for<'k> From<&'k str>>(&self) -> K {
        K::from(&self.key)
    }

    fn read<K: for<'k> From<&'k str>>(self, map: &Map) -> Editing<K> {
        Editing {
            key: self.key(),
            was: Some(record_of(map, &self.was)),
        }
    }
}

/// What was typed as a password; an empty field is none.
fn secret(typed: Option<String>) -> Option<Secret<String>> {
    let typed = typed.map(Secret::new);
    typed.filter(|typed| !typed.expose().is_empty())
}

/// That a record is a copy, since its source does not answer.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CopiedView {
    /// From when it is; `null` if that is not known.
    as_of: Option<String>,
}

impl From<Copied> for CopiedView {
    fn from(copied: Copied) -> Self {
        Self {
            as_of: copied.as_of.map(time_text),
        }
    }
}

fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The mapped values of a record as the UI shows them: validity by its name, no password.
fn values_of(map: &Map, record: &Record) -> Values {
    let shown = map.fields().iter().filter(|field| !is_password(&field.var));
    shown
        .filter_map(|field| {
            let stored = record.get(&field.var)?;
            let text = if field.var.as_str() == vars::VALID_ID {
                validity_text(stored)
            } else {
                stored.to_owned()
            };
            Some((field.var.as_str().to_owned(), text))
        })
        .collect()
}

/// A record out of what was typed: the map's fields and no others, validity by its id, no password.
fn record_of(map: &Map, values: &Values) -> Record {
    let mut record = Record::new();
    for field in map.fields().iter().filter(|field| !is_password(&field.var)) {
        let typed = values.get(field.var.as_str()).map_or("", String::as_str);
        let stored = if field.var.as_str() == vars::VALID_ID {
            validity_id(typed)
        } else {
            typed.to_owned()
        };
        record.set(field.var.clone(), Some(stored));
    }
    record
}

const VALIDITIES: [(Validity, &str); 3] = [
    (Validity::Valid, "valid"),
    (Validity::Invalid, "invalid"),
    (Validity::InvalidTemporarily, "invalidTemporarily"),
];

fn validity_text(stored: &str) -> String {
    let known = VALIDITIES
        .iter()
        .find(|(validity, _)| validity.id().to_string() == stored);
    known.map_or_else(|| stored.to_owned(), |(_, name)| (*name).to_owned())
}

fn validity_id(typed: &str) -> String {
    let known = VALIDITIES.iter().find(|(_, name)| *name == typed);
    // A number that nobody knows is told by the check, and is what was stored
    known.map_or_else(
        || typed.to_owned(),
        |(validity, _)| validity.id().to_string(),
    )
}

#[cfg(test)]
mod tests {
    use deskbook_domain::ids::Var;
    use deskbook_domain::source::CustomerUserSource;

    use super::*;

    #[test]
    fn a_form_becomes_a_record_of_the_maps_fields_without_the_password() {
        let map = CustomerUserSource::shipped().map;
        let typed = [
            ("UserLogin", "ann"),
            ("UserPassword", "secret"),
            ("Stranger", "x"),
            ("ValidID", "invalid"),
        ];
        let values = typed
            .iter()
            .map(|(var, text)| ((*var).to_owned(), (*text).to_owned()))
            .collect();
        let record = record_of(&map, &values);
        assert_eq!(record.text(vars::USER_LOGIN), "ann");
        assert_eq!(
            record.get(vars::VALID_ID),
            Some("2"),
            "validity is stored by its id"
        );
        assert_eq!(
            record.get("UserPassword"),
            None,
            "a password takes its own way"
        );
        assert_eq!(record.get("Stranger"), None);
    }

    #[test]
    fn a_record_crosses_without_the_password_and_with_validity_by_name() {
        let map = CustomerUserSource::shipped().map;
        let mut record = Record::new();
        record.set(Var::from("UserPassword"), Some("BCRYPT:…".to_owned()));
        record.set(Var::from(vars::VALID_ID), Some("3".to_owned()));
        let values = values_of(&map, &record);
        assert_eq!(
            values.get("ValidID").map(String::as_str),
            Some("invalidTemporarily")
        );
        assert!(!values.contains_key("UserPassword"));
    }
}
