//! What a new source in a directory begins with (otobo-behaviour.md 2.1 and 5.1): the keys as OTOBO's own
//! example has them, for the classes that the two common kinds of directories use.

use serde_json::{Value, json};

use crate::settings::{MapRow, SourceSettings};

/// What is known of a directory before it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectoryProduct {
    /// People are entries of the class `inetOrgPerson`: OpenLDAP, 389-ds and the like.
    OpenLdap,
    /// People are users of a domain.
    ActiveDirectory,
}

impl SourceSettings {
    /// The settings that a new source in a directory begins with. Where it is, and who asks, is left open.
    pub fn directory(product: DirectoryProduct) -> Self {
        let names = Names::of(product);
        let mut settings = Self::from_value(settings_of(&names)).unwrap_or_default();
        let rows: Vec<_> = names.map().into_iter().map(row).collect();
        settings.set_map_rows(&rows);
        settings
    }
}

/// What differs from product to product.
struct Names {
    login: &'static str,
    country: &'static str,
    street: &'static str,
    always: &'static str,
    valid: &'static str,
}

impl Names {
    fn of(product: DirectoryProduct) -> Self {
        match product {
            DirectoryProduct::OpenLdap => Self {
                login: "uid",
                country: "c",
                street: "street",
                always: "(objectClass=inetOrgPerson)",
                valid: "",
            },
            DirectoryProduct::ActiveDirectory => Self {
                login: "sAMAccountName",
                country: "co",
                street: "streetAddress",
                always: "(&(objectCategory=person)(objectClass=user))",
                // An account that is not disabled: bit 2 of its flags
                valid: "(!(userAccountControl:1.2.840.113556.1.4.803:=2))",
            },
        }
    }

    /// Var, label, attribute, shown, required.
    fn map(&self) -> [(&'static str, &'static str, &'static str, u8, bool); 13] {
        [
            ("UserTitle", "Title or salutation", "title", 1, false),
            ("UserFirstname", "Firstname", "givenName", 1, true),
            ("UserLastname", "Lastname", "sn", 1, true),
            ("UserLogin", "Username", self.login, 1, true),
            ("UserEmail", "Email", "mail", 1, true),
            ("UserCustomerID", "CustomerID", "mail", 0, true),
            ("UserPhone", "Phone", "telephoneNumber", 1, false),
            ("UserMobile", "Mobile", "mobile", 1, false),
            ("UserStreet", "Street", self.street, 1, false),
            ("UserZip", "Zip", "postalCode", 1, false),
            ("UserCity", "City", "l", 1, false),
            ("UserCountry", "Country", self.country, 1, false),
            ("UserComment", "Comment", "description", 1, false),
        ]
    }
}

fn settings_of(names: &Names) -> Value {
    json!({
        "Name": "Directory",
        "Module": "Kernel::System::CustomerUser::LDAP",
        "Params": { "SSCOPE": "sub", "AlwaysFilter": names.always, "SourceCharset": "utf-8" },
        "CustomerKey": names.login,
        "CustomerID": "mail",
        "CustomerUserValidFilter": names.valid,
        "CustomerUserListFields": ["givenName", "sn", "mail"],
        "CustomerUserSearchFields": [names.login, "givenName", "sn", "mail"],
        // Beginnings are what directories have indexes for
        "CustomerUserSearchPrefix": "",
        "CustomerUserSearchSuffix": "*",
        "CustomerUserSearchListLimit": 250,
        "CustomerUserPostMasterSearchFields": ["mail"],
        "CustomerUserNameFields": ["givenName", "sn"],
    })
}

fn row((var, label, storage, shown, required): (&str, &str, &str, u8, bool)) -> MapRow {
    MapRow {
        var: var.to_owned(),
        label: label.to_owned(),
        storage: storage.to_owned(),
        shown,
        required,
        kind: "var".to_owned(),
        ..MapRow::default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::{CustomerUserSource, SourceId, Subject};

    #[test]
    fn a_new_directory_lacks_no_more_than_its_place() {
        for product in [
            DirectoryProduct::OpenLdap,
            DirectoryProduct::ActiveDirectory,
        ] {
            let mut settings = SourceSettings::directory(product);
            let id = SourceId::first(Subject::CustomerUsers);
            let findings = CustomerUserSource::read(id, &settings).unwrap_err();
            let keys: Vec<_> = findings.iter().map(|it| it.key.as_str()).collect();
            assert_eq!(keys, ["Params.Host", "Params.BaseDN"], "{product:?}");
            settings.set("Params.Host", Some(json!("ldap.test")));
            settings.set("Params.BaseDN", Some(json!("dc=x")));
            assert_eq!(CustomerUserSource::read(id, &settings).map(|_| ()), Ok(()));
        }
    }

    #[test]
    fn only_accounts_that_are_not_disabled_count_as_valid_in_a_domain() {
        let settings = SourceSettings::directory(DirectoryProduct::ActiveDirectory);
        let filter = settings.text("CustomerUserValidFilter").unwrap();
        assert!(filter.contains("userAccountControl:1.2.840.113556.1.4.803:=2"));
        assert_eq!(
            settings.text("CustomerKey").as_deref(),
            Some("sAMAccountName")
        );
    }
}
