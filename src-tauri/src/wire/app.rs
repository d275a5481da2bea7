//! What the window needs first.

use deskbook_core::installation::Installation;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::Identifier;
use deskbook_domain::map::{Field, Map, Shown, StorageKind, is_password};
use serde::Serialize;
use specta::Type;

/// The application, its installation and the fields of its records.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    pub(crate) version: String,
    /// Development builds have another data folder, icon and name.
    pub(crate) development: bool,
    /// Where Deskbook's files are.
    pub(crate) data_folder: String,
    pub(crate) installation: InstallationView,
    customer_user_fields: Vec<FieldView>,
    customer_fields: Vec<FieldView>,
    /// Fields that a search for customer users looks into.
    customer_user_search_fields: Vec<String>,
    /// Fields that a search for customers looks into.
    customer_search_fields: Vec<String>,
}

impl AppView {
    pub(crate) fn new(installation: &Installation, data_folder: String) -> Self {
        let people = &installation.customer_users;
        let customers = &installation.customers;
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            development: cfg!(debug_assertions),
            data_folder,
            installation: InstallationView::local_directory(),
            customer_user_fields: fields(&people.source().map, people.limits()),
            customer_fields: fields(&customers.source().map, customers.limits()),
            customer_user_search_fields: searched(
                &people.source().map,
                &people.source().search_fields,
            ),
            customer_search_fields: searched(
                &customers.source().map,
                &customers.source().search_fields,
            ),
        }
    }
}

fn searched(map: &Map, columns: &[Identifier]) -> Vec<String> {
    map.vars_stored_in(columns)
        .map(|var| var.as_str().to_owned())
        .collect()
}

/// An OTOBO system, or the embedded local directory.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstallationView {
    id: String,
    kind: InstallationKind,
    /// The accent colour, so that production never looks like test.
    hue: u32,
}

impl InstallationView {
    fn local_directory() -> Self {
        Self {
            id: "local".to_owned(),
            kind: InstallationKind::LocalDirectory,
            hue: 255,
        }
    }
}

/// What stands behind an installation.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum InstallationKind {
    /// The SQLite file that Deskbook made itself.
    LocalDirectory,
}

/// One row of a map.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    var: String,
    /// OTOBO's English label; the UI translates those it knows.
    label: String,
    kind: FieldKind,
    required: bool,
    /// The map says that it is never changed.
    read_only: bool,
    /// In characters; `null` where the column has no limit.
    max_length: Option<u32>,
    shown: ShownView,
}

/// What a form offers for a field.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// An e-mail address.
    Email,
    /// The username.
    Login,
    /// The password; its value never crosses.
    Password,
    /// The customer of a customer user.
    Customer,
    /// The CustomerID of a customer.
    CustomerId,
    /// One of the validities.
    Validity,
    /// A whole number.
    Integer,
}

/// When a field is shown with customer information.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ShownView {
    /// Only in forms.
    Never,
    /// Always.
    Always,
    /// Also in the short form.
    Lite,
}

fn fields(map: &Map, limits: &Limits) -> Vec<FieldView> {
    map.fields()
        .iter()
        .map(|field| FieldView::new(field, limits))
        .collect()
}

impl FieldView {
    fn new(field: &Field, limits: &Limits) -> Self {
        Self {
            var: field.var.as_str().to_owned(),
            label: field.label.clone(),
            kind: FieldKind::of(field),
            required: field.required,
            read_only: field.read_only,
            max_length: limits.of(&field.var),
            shown: match field.shown {
                Shown::Never => ShownView::Never,
                Shown::Always => ShownView::Always,
                Shown::Lite => ShownView::Lite,
            },
        }
    }
}

impl FieldKind {
    fn of(field: &Field) -> Self {
        match field.var.as_str() {
            "UserLogin" => Self::Login,
            "UserEmail" => Self::Email,
            "UserCustomerID" => Self::Customer,
            "CustomerID" => Self::CustomerId,
            "ValidID" => Self::Validity,
            _ if is_password(&field.var) => Self::Password,
            _ => match field.kind {
                StorageKind::Text => Self::Text,
                StorageKind::Integer => Self::Integer,
            },
        }
    }
}

/// Numbers beside the navigation.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OverviewView {
    pub(crate) customer_users: u32,
    pub(crate) customers: u32,
}
