//! How many characters a field takes.

use std::collections::BTreeMap;

use crate::ids::Var;
use crate::vars;

/// Characters by field; a field that is not there has no limit. A source on a server reads its
/// limits from the catalogue, since they differ between versions (otobo-behaviour.md 13).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    characters: BTreeMap<Var, u32>,
}

impl Limits {
    /// The most characters a field takes.
    pub fn of(&self, var: impl AsRef<str>) -> Option<u32> {
        let find = |(name, limit): (&Var, &u32)| (name.as_str() == var.as_ref()).then_some(*limit);
        self.characters.iter().find_map(find)
    }

    /// Columns of the table `customer_user` under the shipped map (otobo-behaviour.md 1.2). The
    /// password's column holds a hash, so the password itself has no limit.
    pub fn local_directory_customer_user() -> Self {
        Self::from_iter([
            (vars::USER_TITLE, 50),
            (vars::USER_FIRSTNAME, 100),
            (vars::USER_LASTNAME, 100),
            (vars::USER_LOGIN, 191),
            (vars::USER_EMAIL, 150),
            (vars::USER_CUSTOMER_ID, 150),
            ("UserPhone", 150),
            ("UserFax", 150),
            ("UserMobile", 150),
            ("UserStreet", 150),
            ("UserZip", 200),
            ("UserCity", 200),
            (vars::USER_COUNTRY, 200),
            ("UserComment", 250),
        ])
    }

    /// Columns of the table `customer_company` under the shipped map (otobo-behaviour.md 1.2).
    pub fn local_directory_customer() -> Self {
        Self::from_iter([
            (vars::CUSTOMER_ID, 150),
            (vars::CUSTOMER_COMPANY_NAME, 191),
            ("CustomerCompanyStreet", 200),
            ("CustomerCompanyZIP", 200),
            ("CustomerCompanyCity", 200),
            (vars::CUSTOMER_COMPANY_COUNTRY, 200),
            ("CustomerCompanyURL", 200),
            ("CustomerCompanyComment", 250),
        ])
    }
}

impl<V: Into<Var>> FromIterator<(V, u32)> for Limits {
    fn from_iter<I: IntoIterator<Item = (V, u32)>>(limits: I) -> Self {
        Self {
            characters: limits
                .into_iter()
                .map(|(var, limit)| (var.into(), limit))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{Field, StorageKind, is_password};
    use crate::source::{CustomerSource, CustomerUserSource};

    #[test]
    fn every_text_of_the_local_directory_has_a_limit() {
        let users = CustomerUserSource::shipped().map;
        let customers = CustomerSource::shipped().map;
        let user_limits = Limits::local_directory_customer_user();
        let customer_limits = Limits::local_directory_customer();
        let is_text = |field: &&Field| field.kind == StorageKind::Text && !is_password(&field.var);
        for field in users.fields().iter().filter(is_text) {
            assert!(user_limits.of(&field.var).is_some(), "{}", field.var);
        }
        for field in customers.fields().iter().filter(is_text) {
            assert!(customer_limits.of(&field.var).is_some(), "{}", field.var);
        }
    }

    #[test]
    fn limits_are_those_of_the_columns() {
        let limits = Limits::local_directory_customer_user();
        assert_eq!(limits.of("UserLogin"), Some(191));
        assert_eq!(limits.of("UserTitle"), Some(50));
        assert_eq!(limits.of("UserPassword"), None);
        assert_eq!(
            Limits::local_directory_customer().of("CustomerCompanyName"),
            Some(191)
        );
    }
}
