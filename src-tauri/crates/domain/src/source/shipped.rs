//! The sources as OTOBO ships them (otobo-behaviour.md 2.4 and 6): what an installation has that
//! never touched its configuration, and what the local directory has.

use super::{CustomerSource, CustomerUserSource};
use crate::ids::Identifier;
use crate::map::{Field, Map, Shown, StorageKind};

/// A row as the tables below write it; what no shipped row has is left out.
struct Row {
    var: &'static str,
    label: &'static str,
    storage: Identifier,
    shown: Shown,
    required: bool,
    kind: StorageKind,
    link: Option<&'static str>,
}

const fn row(var: &'static str, label: &'static str, storage: &'static str) -> Row {
    Row {
        var,
        label,
        storage: Identifier::fixed(storage),
        shown: Shown::Always,
        required: false,
        kind: StorageKind::Text,
        link: None,
    }
}

impl Row {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn hidden(mut self) -> Self {
        self.shown = Shown::Never;
        self
    }

    const fn integer(mut self) -> Self {
        self.kind = StorageKind::Integer;
        self
    }

    const fn linked(mut self, link: &'static str) -> Self {
        self.link = Some(link);
        self
    }

    fn into_field(self) -> Field {
        Field {
            var: self.var.into(),
            label: self.label.to_owned(),
            storage: self.storage,
            shown: self.shown,
            required: self.required,
            kind: self.kind,
            link: self.link.map(str::to_owned),
            read_only: false,
            target: None,
            class: None,
        }
    }
}

fn customer_user_rows() -> [Row; 16] {
    const {
        [
            row("UserTitle", "Title or salutation", "title"),
            row("UserFirstname", "Firstname", "first_name").required(),
            row("UserLastname", "Lastname", "last_name").required(),
            row("UserLogin", "Username", "login").required(),
            row("UserPassword", "Password", "pw").hidden(),
            row("UserEmail", "Email", "email").required(),
            row("UserCustomerID", "CustomerID", "customer_id")
                .hidden()
                .required(),
            row("UserPhone", "Phone", "phone"),
            row("UserFax", "Fax", "fax"),
            row("UserMobile", "Mobile", "mobile"),
            row("UserStreet", "Street", "street"),
            row("UserZip", "Zip", "zip"),
            row("UserCity", "City", "city"),
            row("UserCountry", "Country", "country"),
            row("UserComment", "Comment", "comments"),
            row("ValidID", "Valid", "valid_id")
                .hidden()
                .required()
                .integer(),
        ]
    }
}

fn customer_rows() -> [Row; 9] {
    const {
        [
            row("CustomerID", "CustomerID", "customer_id")
                .hidden()
                .required(),
            row("CustomerCompanyName", "Customer", "name").required(),
            row("CustomerCompanyStreet", "Street", "street"),
            row("CustomerCompanyZIP", "Zip", "zip"),
            row("CustomerCompanyCity", "City", "city"),
            row("CustomerCompanyCountry", "Country", "country"),
            row("CustomerCompanyURL", "URL", "url").linked("[% Data.CustomerCompanyURL | html %]"),
            row("CustomerCompanyComment", "Comment", "comments"),
            row("ValidID", "Valid", "valid_id")
                .hidden()
                .required()
                .integer(),
        ]
    }
}

fn map_of(rows: impl IntoIterator<Item = Row>) -> Map {
    Map::new(rows.into_iter().map(Row::into_field).collect())
}

impl CustomerUserSource {
    /// OTOBO's default: table `customer_user` (otobo-behaviour.md 2.4). The e-mail address is shown
    /// in lists but not searched.
    pub fn shipped() -> Self {
        const TITLE: Identifier = Identifier::fixed("title");
        const FIRST_NAME: Identifier = Identifier::fixed("first_name");
        const LAST_NAME: Identifier = Identifier::fixed("last_name");
        const LOGIN: Identifier = Identifier::fixed("login");
        const EMAIL: Identifier = Identifier::fixed("email");
        const CUSTOMER_ID: Identifier = Identifier::fixed("customer_id");
        Self {
            name: "Database Backend".to_owned(),
            table: Identifier::fixed("customer_user"),
            key: LOGIN,
            customer_id: CUSTOMER_ID,
            valid: Some(Identifier::fixed("valid_id")),
            list_fields: vec![FIRST_NAME, LAST_NAME, EMAIL],
            search_fields: vec![LOGIN, FIRST_NAME, LAST_NAME, CUSTOMER_ID],
            search_prefix: "*".to_owned(),
            search_suffix: "*".to_owned(),
            list_limit: 250,
            post_master_fields: vec![EMAIL],
            name_fields: vec![TITLE, FIRST_NAME, LAST_NAME],
            name_join: " ".to_owned(),
            email_unique: true,
            company_support: true,
            case_sensitive: false,
            read_only: false,
            map: map_of(customer_user_rows()),
        }
    }
}

impl CustomerSource {
    /// OTOBO's default: table `customer_company` (otobo-behaviour.md 6).
    pub fn shipped() -> Self {
        const CUSTOMER_ID: Identifier = Identifier::fixed("customer_id");
        const NAME: Identifier = Identifier::fixed("name");
        Self {
            name: "Database Backend".to_owned(),
            table: Identifier::fixed("customer_company"),
            key: CUSTOMER_ID,
            valid: Some(Identifier::fixed("valid_id")),
            list_fields: vec![CUSTOMER_ID, NAME],
            search_fields: vec![CUSTOMER_ID, NAME],
            search_prefix: "*".to_owned(),
            search_suffix: "*".to_owned(),
            list_limit: 250,
            case_sensitive: false,
            read_only: false,
            map: map_of(customer_rows()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(columns: &[Identifier]) -> Vec<&str> {
        columns.iter().map(Identifier::as_str).collect()
    }

    fn vars(map: &Map, is: impl Fn(&Field) -> bool) -> Vec<&str> {
        map.fields()
            .iter()
            .filter(|field| is(field))
            .map(|field| field.var.as_str())
            .collect()
    }

    #[test]
    fn the_customer_user_source_has_the_shipped_keys() {
        let source = CustomerUserSource::shipped();
        assert_eq!(
            names(&source.list_fields),
            ["first_name", "last_name", "email"]
        );
        assert_eq!(
            names(&source.search_fields),
            ["login", "first_name", "last_name", "customer_id"],
            "the e-mail address is not searched"
        );
        assert_eq!(names(&source.post_master_fields), ["email"]);
        assert_eq!(
            names(&source.name_fields),
            ["title", "first_name", "last_name"]
        );
        assert_eq!((source.name_join.as_str(), source.list_limit), (" ", 250));
        assert!(source.email_unique && source.company_support);
        assert!(!source.case_sensitive && !source.read_only);
    }

    #[test]
    fn the_customer_user_map_has_the_shipped_rows() {
        let map = CustomerUserSource::shipped().map;
        assert_eq!(
            vars(&map, |field| field.required),
            [
                "UserFirstname",
                "UserLastname",
                "UserLogin",
                "UserEmail",
                "UserCustomerID",
                "ValidID"
            ]
        );
        assert_eq!(
            vars(&map, |field| field.shown == Shown::Never),
            ["UserPassword", "UserCustomerID", "ValidID"]
        );
        assert_eq!(
            vars(&map, |field| field.kind == StorageKind::Integer),
            ["ValidID"]
        );
        assert_eq!(vars(&map, |field| field.link.is_some()), [""; 0]);
        assert_eq!(map.columns().count(), 16);
    }

    #[test]
    fn the_customer_source_has_the_shipped_rows() {
        let source = CustomerSource::shipped();
        assert_eq!(names(&source.search_fields), ["customer_id", "name"]);
        assert_eq!(names(&source.list_fields), ["customer_id", "name"]);
        assert_eq!(
            vars(&source.map, |field| field.required),
            ["CustomerID", "CustomerCompanyName", "ValidID"]
        );
        assert_eq!(
            vars(&source.map, |field| field.shown == Shown::Never),
            ["CustomerID", "ValidID"]
        );
        assert_eq!(
            vars(&source.map, |field| field.link.is_some()),
            ["CustomerCompanyURL"]
        );
        assert_eq!(source.map.columns().count(), 9);
    }
}
