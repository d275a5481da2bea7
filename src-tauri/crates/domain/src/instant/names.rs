//! The names of fields before a colon.

use super::FoldedText;
use crate::ids::Var;
use crate::map::{Map, is_password};

/// A word that may stand before a colon, and the field that it names. Several fields may have one name.
#[derive(Clone, Copy, Debug)]
pub struct FieldName<'n> {
    /// As somebody may type it: the name of the field or its label. Case, accents and spaces do not
    /// matter.
    pub name: &'n str,
    /// The field.
    pub var: &'n Var,
}

impl<'n> FieldName<'n> {
    /// The names of a map's fields, passwords left out: `UserCity`, its label, and `City`.
    pub fn of_map(map: &'n Map) -> Vec<Self> {
        let mut names = Vec::new();
        for field in map.fields().iter().filter(|it| !is_password(&it.var)) {
            let whole = field.var.as_str();
            let short = ["CustomerCompany", "Customer", "User"]
                .into_iter()
                .find_map(|prefix| whole.strip_prefix(prefix));
            let named = [Some(whole), Some(field.label.as_str()), short];
            names.extend(named.into_iter().flatten().map(|name| Self {
                name,
                var: &field.var,
            }));
        }
        names
    }
}

/// How names compare.
pub(super) fn name_key(name: &str) -> String {
    FoldedText::of(name).most_collapsed().replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::CustomerUserSource;

    #[test]
    fn a_field_has_the_names_that_people_may_know() {
        let source = CustomerUserSource::shipped();
        let names = FieldName::of_map(&source.map);
        let named = |name: &str| {
            let same = names
                .iter()
                .filter(|it| name_key(it.name) == name_key(name));
            let mut vars: Vec<_> = same.map(|it| it.var.as_str()).collect();
            vars.dedup();
            vars
        };
        for name in ["city", "UserCity", "CITY"] {
            assert_eq!(named(name), ["UserCity"], "{name}");
        }
        assert_eq!(named("first name"), ["UserFirstname"]);
        assert!(named("password").is_empty());
    }
}
