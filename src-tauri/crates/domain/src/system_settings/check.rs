//! What is wrong with a value that is to stand over a setting. What OTOBO itself has is never checked:
//! it is in force whatever it is.

use std::collections::BTreeSet;

use super::{ACCEPTED, Form, REFUSED, SettingValue, SystemSettings, pairs, parts};
use crate::email::EmailRules;

/// What can be wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(tag = "kind", rename_all = "camelCase"))]
pub enum OverrideProblem {
    /// Neither 0 nor 1.
    NoFlag,
    /// No pattern, or one that only Perl understands.
    NoPattern,
    /// None of the ways in which OTOBO stores passwords.
    NoCryptType,
    /// No whole number within these limits.
    OutOfRange {
        /// The smallest.
        least: u32,
        /// The largest.
        most: u32,
    },
    /// Not values with commas between them.
    NoList,
    /// Not named values with commas between them.
    NoTable,
}

/// The ways in which OTOBO stores passwords (`otobo-behaviour.md 4.7`).
const CRYPT_TYPES: [&str; 8] = [
    "plain", "crypt", "md5", "apr1", "sha1", "sha2", "sha512", "bcrypt",
];

/// What OTOBO clamps the cost of bcrypt to.
const LEAST_COST: u32 = 9;
const MOST_COST: u32 = 31;

impl SystemSettings {
    /// What is wrong with `text` as the value of a setting; nothing if it can be put over it.
    pub fn check(&self, name: &str, text: &str) -> Option<OverrideProblem> {
        match name {
            ACCEPTED | REFUSED => {
                let usable = EmailRules::new(text, "").is_ok();
                (!usable).then_some(OverrideProblem::NoPattern)
            }
            "Customer::AuthModule::DB::CryptType" => {
                (!CRYPT_TYPES.contains(&text)).then_some(OverrideProblem::NoCryptType)
            }
            "Customer::AuthModule::DB::bcryptCost" => {
                let cost = text.parse::<u32>().ok();
                let fits = cost.is_some_and(|cost| (LEAST_COST..=MOST_COST).contains(&cost));
                (!fits).then_some(OverrideProblem::OutOfRange {
                    least: LEAST_COST,
                    most: MOST_COST,
                })
            }
            _ if is_flag(name) => (!matches!(text, "0" | "1")).then_some(OverrideProblem::NoFlag),
            _ => match self.form_of(name) {
                SettingValue::Text(_) => None,
                SettingValue::List(_) => (!is_list(text)).then_some(OverrideProblem::NoList),
                SettingValue::Table(_) => (!is_table(text)).then_some(OverrideProblem::NoTable),
            },
        }
    }

    /// A value that looks as those of a setting do.
    fn form_of(&self, name: &str) -> SettingValue {
        let setting = self.find(name);
        let read = setting.and_then(|it| it.read.as_ref()?.value.clone());
        let value = read.or_else(|| setting?.value.clone());
        value.unwrap_or_else(|| shipped_form(name).empty())
    }
}

fn shipped_form(name: &str) -> Form {
    let shipped = super::SHIPPED.iter().find(|(shipped, ..)| *shipped == name);
    let of_sign_in = || super::sign_in_settings().find(|(it, _)| it == name);
    match shipped {
        Some((_, form, _)) => *form,
        None => of_sign_in().map_or(Form::Text, |(_, form)| form),
    }
}

fn is_flag(name: &str) -> bool {
    matches!(shipped_form(name), Form::Flag)
}

/// Brackets are YAML's or JSON's: they would become part of the first and the last value.
fn is_list(text: &str) -> bool {
    let written_otherwise = text.starts_with(['[', '{']) || text.contains('\n');
    let whole = text.trim().is_empty() || text.split(',').all(|part| !part.trim().is_empty());
    whole && !written_otherwise
}

fn is_table(text: &str) -> bool {
    let names: BTreeSet<_> = pairs(text).map(|(name, _)| name).collect();
    is_list(text) && names.len() == parts(text).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_cannot_be_in_force_is_told_and_what_can_is_not() {
        use OverrideProblem::{NoCryptType, NoFlag, NoList, NoPattern, NoTable, OutOfRange};
        let settings = SystemSettings::effective(&[], &BTreeMap::new());
        let range = OutOfRange { least: 9, most: 31 };
        let crypt = "Customer::AuthModule::DB::CryptType";
        let cost = "Customer::AuthModule::DB::bcryptCost";
        let list = "System::Customer::Permission";
        let table = "CustomerGroupPermissionContext###001-CustomerID-same";
        let off = "ReferenceData::OwnCountryList";
        let cases = [
            ("CheckEmailAddresses", "1", None),
            ("CheckEmailAddresses", "yes", Some(NoFlag)),
            ("SwitchToCustomer", "", Some(NoFlag)),
            (REFUSED, "@acme$", None),
            (REFUSED, "", None),
            (REFUSED, "(@acme", Some(NoPattern)),
            (ACCEPTED, "(?<=x)@acme", Some(NoPattern)),
            (crypt, "bcrypt", None),
            (crypt, "rot13", Some(NoCryptType)),
            (cost, "12", None),
            (cost, "8", Some(range)),
            (cost, "32", Some(range)),
            (cost, "much", Some(range)),
            (list, "ro, rw", None),
            (list, "", None),
            (list, "ro,,rw", Some(NoList)),
            (list, "[ro, rw]", Some(NoList)),
            (table, "Name: Same, Value: Ticket::CustomerID::Same", None),
            (table, "Name: Same, Value:", None),
            (table, "Name, Value", Some(NoTable)),
            (table, "Name: a, Name: b", Some(NoTable)),
            (off, "DE: Germany, AT: Austria", None),
            (off, "Germany", Some(NoTable)),
            ("CheckMXRecord::Nameserver", "10.0.0.1", None),
            ("Customer::AuthModule::LDAP::Params2", "port: 389", None),
            (
                "Customer::AuthModule::LDAP::Params2",
                "port 389",
                Some(NoTable),
            ),
            ("Customer::AuthModule::LDAP::Die", "yes", Some(NoFlag)),
        ];
        for (name, text, problem) in cases {
            assert_eq!(settings.check(name, text), problem, "{name} = {text}");
        }
    }
}
