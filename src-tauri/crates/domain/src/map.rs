//! The map of a source: which fields its records have and in which columns they are stored
//! (otobo-behaviour.md 2.3).

use crate::ids::{Identifier, Var};

/// Where a field is displayed with a ticket or a record; forms show every field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Not displayed.
    Never,
    /// Displayed.
    Always,
    /// Displayed, also in the "lite" display.
    Lite,
}

/// What a field's column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageKind {
    /// OTOBO's `var`. A false value is stored as the empty text.
    Text,
    /// OTOBO's `int`. A false value is stored as 0.
    Integer,
    /// No column: a dynamic field of this name, whose values have tables of their own (C17).
    DynamicField,
}

/// One row of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in records.
    pub var: Var,
    /// English label; user interfaces translate those they know.
    pub label: String,
    /// The column.
    pub storage: Identifier,
    /// Where it is displayed.
    pub shown: Shown,
    /// Whether a record without it is refused.
    pub required: bool,
    /// What the column holds.
    pub kind: StorageKind,
    /// Template of a link, where there is one.
    pub link: Option<String>,
    /// Left out of updates; an insert writes it all the same (C16).
    pub read_only: bool,
    /// Target of the link, such as `_blank`.
    pub target: Option<String>,
    /// Style class of the link.
    pub class: Option<String>,
}

/// The fields of a source in their order, which is also the order of forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    fields: Vec<Field>,
    unmapped: Vec<Field>,
}

impl Map {
    /// A map of these fields.
    pub fn new(fields: Vec<Field>) -> Self {
        Self {
            fields,
            unmapped: Vec::new(),
        }
    }

    /// Adds columns that no field shows, but that lists, names or look-ups need. Their vars are no
    /// names that a map can have.
    pub(crate) fn add_unmapped(&mut self, columns: Vec<Identifier>) {
        let field = |storage: Identifier| Field {
            var: format!("({storage})").into(),
            label: storage.as_str().to_owned(),
            storage,
            shown: Shown::Never,
            required: false,
            kind: StorageKind::Text,
            link: None,
            read_only: true,
            target: None,
            class: None,
        };
        self.unmapped.extend(columns.into_iter().map(field));
    }

    /// All fields that are read from columns: those of the map and the unmapped ones, each in order.
    pub fn stored_fields(&self) -> impl Iterator<Item = &Field> {
        let all = self.fields.iter().chain(&self.unmapped);
        all.filter(|field| field.kind != StorageKind::DynamicField)
    }

    /// All fields in order.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The first field of this name.
    pub fn field(&self, var: impl AsRef<str>) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.var.as_str() == var.as_ref())
    }

    /// Those of these names that are columns, not dynamic fields.
    pub fn only_columns(&self, names: &[Identifier]) -> Vec<Identifier> {
        let is_column = |name: &&Identifier| {
            let field = self.field_stored_in(name);
            field.is_none_or(|field| field.kind != StorageKind::DynamicField)
        };
        names.iter().filter(is_column).cloned().collect()
    }

    /// The first field stored in this column; it may be one that the map does not show.
    pub fn field_stored_in(&self, storage: &Identifier) -> Option<&Field> {
        let mut all = self.fields.iter().chain(&self.unmapped);
        all.find(|field| field.storage == *storage)
    }

    /// The vars of the fields stored in these columns, in the order of the columns. Columns without a
    /// field are passed over.
    pub fn vars_stored_in(&self, columns: &[Identifier]) -> impl Iterator<Item = &Var> {
        columns
            .iter()
            .filter_map(|column| self.field_stored_in(column))
            .map(|field| &field.var)
    }

    /// Where a field stands in the map, counted from 0.
    pub fn position(&self, var: &Var) -> Option<usize> {
        self.fields.iter().position(|field| field.var == *var)
    }

    /// The fields that read and write the columns: each column once, its first field wins (C15).
    pub fn columns(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().enumerate().filter_map(|(at, field)| {
            let repeated = self
                .fields
                .iter()
                .take(at)
                .any(|other| other.storage == field.storage);
            let is_column = field.kind != StorageKind::DynamicField;
            (is_column && !repeated).then_some(field)
        })
    }
}

/// Whether OTOBO shows the field as a password: any name starting like `UserPasswor`.
pub fn is_password(var: &Var) -> bool {
    var.as_str().starts_with("UserPasswor")
}

/// Whether the detailed search offers the field: all but those whose name ends in `Password` or `Pw`
/// and digits (otobo-behaviour.md 3.6), and anything else that is a password.
pub fn is_offered_in_search(var: &Var) -> bool {
    let name = var
        .as_str()
        .trim_end_matches(|it: char| it.is_ascii_digit());
    !(name.ends_with("Password") || name.ends_with("Pw") || is_password(var))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(var: &str, storage: &'static str) -> Field {
        Field {
            var: var.into(),
            label: var.to_owned(),
            storage: Identifier::fixed(storage),
            shown: Shown::Always,
            required: false,
            kind: StorageKind::Text,
            link: None,
            read_only: false,
            target: None,
            class: None,
        }
    }

    #[test]
    fn c15_a_column_mapped_twice_is_written_once_by_its_first_field() {
        let map = Map::new(vec![
            field("UserLogin", "email"),
            field("UserFoo", "foo"),
            field("UserEmail", "email"),
        ]);
        let columns: Vec<_> = map.columns().map(|field| field.var.as_str()).collect();
        assert_eq!(columns, ["UserLogin", "UserFoo"]);
    }

    #[test]
    fn a_field_is_found_by_its_name_and_by_its_column() {
        let map = Map::new(vec![
            field("UserLogin", "login"),
            field("UserEmail", "email"),
        ]);
        assert_eq!(
            map.field("UserEmail").map(|f| f.storage.as_str()),
            Some("email")
        );
        assert_eq!(
            map.field_stored_in(&Identifier::fixed("login"))
                .map(|f| f.var.as_str()),
            Some("UserLogin")
        );
        assert_eq!(map.field("useremail"), None, "names are exact");
        assert_eq!(map.field_stored_in(&Identifier::fixed("pw")), None);
    }

    #[test]
    fn passwords_are_not_offered_in_the_detailed_search() {
        for var in [
            "UserPassword",
            "UserPw",
            "UserPw2",
            "OldPassword10",
            "UserPasswort",
        ] {
            assert!(!is_offered_in_search(&var.into()), "{var}");
        }
        for var in ["UserLogin", "UserPwd", "PwUser", "User2"] {
            assert!(is_offered_in_search(&var.into()), "{var}");
        }
    }

    #[test]
    fn every_name_that_starts_like_a_password_is_one() {
        assert!(is_password(&"UserPassword".into()));
        assert!(is_password(&"UserPassword2".into()));
        assert!(!is_password(&"UserPass".into()));
    }
}
