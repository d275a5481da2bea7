//! The sources as OTOBO ships them (otobo-behaviour.md 2.4 and 6): what an installation has that
//! never touched its configuration, and what the local directory has.

use serde_json::json;

use super::{BackEndKind, CustomerSource, CustomerUserSource, SourceId, Subject};
use crate::ids::{Identifier, TableName};
use crate::map::{Field, Map, Shown, StorageKind};
use crate::settings::{MapRow, SourceSettings};

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
            id: SourceId::first(Subject::CustomerUsers),
            name: "Database Backend".to_owned(),
            kind: BackEndKind::Database,
            table: TableName::fixed("customer_user"),
            own_database: None,
            directory: None,
            session: Vec::new(),
            foreign: false,
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
            exclude_primary: false,
            automatic_login: None,
            shows_preferences: true,
            cache_seconds: 86_400,
            case_sensitive: false,
            read_only: false,
            selections: Vec::new(),
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
            id: SourceId::first(Subject::Customers),
            name: "Database Backend".to_owned(),
            table: TableName::fixed("customer_company"),
            own_database: None,
            session: Vec::new(),
            foreign: false,
            key: CUSTOMER_ID,
            valid: Some(Identifier::fixed("valid_id")),
            list_fields: vec![CUSTOMER_ID, NAME],
            search_fields: vec![CUSTOMER_ID, NAME],
            search_prefix: "*".to_owned(),
            search_suffix: "*".to_owned(),
            list_limit: 250,
            case_sensitive: false,
            read_only: false,
            selections: Vec::new(),
            map: map_of(customer_rows()),
        }
    }
}

impl SourceSettings {
    /// OTOBO's default as its configuration says it.
    pub fn shipped(subject: Subject) -> Self {
        let (value, map) = match subject {
            Subject::CustomerUsers => (
                json!({
                    "Name": "Database Backend",
                    "Module": "Kernel::System::CustomerUser::DB",
                    "Params": { "Table": "customer_user", "SearchCaseSensitive": 0 },
                    "CustomerKey": "login",
                    "CustomerID": "customer_id",
                    "CustomerValid": "valid_id",
                    "CustomerUserListFields": ["first_name", "last_name", "email"],
                    "CustomerUserSearchFields": ["login", "first_name", "last_name", "customer_id"],
                    "CustomerUserSearchPrefix": "*",
                    "CustomerUserSearchSuffix": "*",
                    "CustomerUserSearchListLimit": 250,
                    "CustomerUserPostMasterSearchFields": ["email"],
                    "CustomerUserNameFields": ["title", "first_name", "last_name"],
                    "CustomerUserEmailUniqCheck": 1,
                    "CustomerCompanySupport": 1,
                    "CacheTTL": 86_400,
                }),
                map_of(customer_user_rows()),
            ),
            Subject::Customers => (
                json!({
                    "Name": "Database Backend",
                    "Module": "Kernel::System::CustomerCompany::DB",
                    "Params": { "Table": "customer_company", "SearchCaseSensitive": 0 },
                    "CustomerCompanyKey": "customer_id",
                    "CustomerCompanyValid": "valid_id",
                    "CustomerCompanyListFields": ["customer_id", "name"],
                    "CustomerCompanySearchFields": ["customer_id", "name"],
                    "CustomerCompanySearchPrefix": "*",
                    "CustomerCompanySearchSuffix": "*",
                    "CustomerCompanySearchListLimit": 250,
                    "CacheTTL": 86_400,
                }),
                map_of(customer_rows()),
            ),
        };
        let mut settings = Self::from_value(value).unwrap_or_default();
        let rows: Vec<_> = map.fields().iter().map(MapRow::of).collect();
        settings.set_map_rows(&rows);
        settings
    }
}

impl MapRow {
    /// The row that a field was read from.
    fn of(field: &Field) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            var: field.var.as_str().to_owned(),
            label: field.label.clone(),
            storage: field.storage.as_str().to_owned(),
            shown: match field.shown {
                Shown::Never => 0,
                Shown::Always => 1,
                Shown::Lite => 2,
            },
            required: field.required,
            kind: match field.kind {
                StorageKind::Text => "var",
                StorageKind::Integer => "int",
                StorageKind::DynamicField => "dynamic_field",
            }
            .to_owned(),
            link: text(&field.link),
            read_only: field.read_only,
            target: text(&field.target),
            class: text(&field.class),
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
