//! Sources: where customer users and customers are and how they are mapped, searched and shown
//! (otobo-behaviour.md 2 and 6).

mod shipped;

use crate::ids::Identifier;
use crate::map::Map;
use crate::search::{Affixes, CaseRule};

/// A database source of customer users: the keys of otobo-behaviour.md 2.1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one key of OTOBO's configuration"
)]
pub struct CustomerUserSource {
    /// Shown where a source is chosen.
    pub name: String,
    /// The table.
    pub table: Identifier,
    /// Column of the login (`CustomerKey`).
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
    /// Whether searches tell `Tina` from `tina` (`SearchCaseSensitive`).
    pub case_sensitive: bool,
    /// Whether nothing may be written (`ReadOnly`).
    pub read_only: bool,
    /// The fields.
    pub map: Map,
}

impl CustomerUserSource {
    /// How its searches compare letters.
    pub fn case(&self) -> CaseRule {
        case_rule(self.case_sensitive)
    }

    /// What its searches put around a word.
    pub fn affixes(&self) -> Affixes {
        Affixes::new(&self.search_prefix, &self.search_suffix)
    }
}

/// A database source of customers: the keys of otobo-behaviour.md 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerSource {
    /// Shown where a source is chosen.
    pub name: String,
    /// The table.
    pub table: Identifier,
    /// Column of the customer ID (`CustomerCompanyKey`).
    pub key: Identifier,
    /// Column of the validity; without one every customer is valid (`CustomerCompanyValid`).
    pub valid: Option<Identifier>,
    /// Columns shown in lists (`CustomerCompanyListFields`).
    pub list_fields: Vec<Identifier>,
    /// Columns searched (`CustomerCompanySearchFields`).
    pub search_fields: Vec<Identifier>,
    /// Put before each word of a search (`CustomerCompanySearchPrefix`).
    pub search_prefix: String,
    /// Put after each word of a search (`CustomerCompanySearchSuffix`).
    pub search_suffix: String,
    /// Rows OTOBO shows at most (`CustomerCompanySearchListLimit`).
    pub list_limit: u32,
    /// Whether searches tell `ACME` from `acme` (`SearchCaseSensitive`).
    pub case_sensitive: bool,
    /// Whether nothing may be written. OTOBO's back end never learns of it; here it holds.
    pub read_only: bool,
    /// The fields.
    pub map: Map,
}

impl CustomerSource {
    /// How its searches compare letters.
    pub fn case(&self) -> CaseRule {
        case_rule(self.case_sensitive)
    }

    /// What its searches put around a word.
    pub fn affixes(&self) -> Affixes {
        Affixes::new(&self.search_prefix, &self.search_suffix)
    }
}

fn case_rule(case_sensitive: bool) -> CaseRule {
    if case_sensitive {
        CaseRule::Exact
    } else {
        CaseRule::Folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_flag_decides_how_letters_compare() {
        let mut users = CustomerUserSource::shipped();
        let mut customers = CustomerSource::shipped();
        assert_eq!(
            (users.case(), customers.case()),
            (CaseRule::Folded, CaseRule::Folded)
        );
        users.case_sensitive = true;
        customers.case_sensitive = true;
        assert_eq!(
            (users.case(), customers.case()),
            (CaseRule::Exact, CaseRule::Exact)
        );
    }

    #[test]
    fn affixes_are_those_of_the_source() {
        let users = CustomerUserSource {
            search_prefix: String::new(),
            ..CustomerUserSource::shipped()
        };
        assert_eq!(users.affixes(), Affixes::new("", "*"));
        let customers = CustomerSource {
            search_suffix: String::new(),
            ..CustomerSource::shipped()
        };
        assert_eq!(customers.affixes(), Affixes::new("*", ""));
    }
}
