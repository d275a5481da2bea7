//! What the window needs first.

use deskbook_core::back_end::BackEnd;
use deskbook_core::connecting::{Entry, OpenInstallation};
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::health::{Health, Rights};
use deskbook_domain::check::Limits;
use deskbook_domain::ids::{Identifier, Var};
use deskbook_domain::map::{Field, Map, Shown, StorageKind, is_password};
use deskbook_domain::source::BackEndKind;
use serde::Serialize;
use specta::Type;

use super::installation::InstallationView;

/// The application, its installation and the fields of its records.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppView {
    version: String,
    /// Development builds have another data folder, icon and name.
    development: bool,
    /// Where Deskbook's files are.
    data_folder: String,
    installation: InstallationView,
    /// The sources of customer users in the order they are asked.
    sources: Vec<AppSourceView>,
    /// The sources of customers in the order they are asked.
    customer_sources: Vec<AppSourceView>,
    /// The fields of all sources, each once.
    customer_user_fields: Vec<FieldView>,
    /// The fields of all sources, each once.
    customer_fields: Vec<FieldView>,
    /// Fields that a search for customer users looks into.
    customer_user_search_fields: Vec<String>,
    /// Fields that a search for customers looks into.
    customer_search_fields: Vec<String>,
    /// `false` in a read-only installation, or where no source takes changes.
    can_write: bool,
    why_not: Option<WhyNot>,
}

/// A source with its own fields.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppSourceView {
    id: String,
    name: String,
    back_end: BackEndKind,
    /// Whether records of it can be added and changed, as far as is known.
    writable: bool,
    /// It would be writable, had the account the right to.
    may_only_read: bool,
    /// Whether usernames are made, so that a form for a new record has no field for it (C71).
    automatic_login: bool,
    fields: Vec<FieldView>,
}

/// Why nothing can be written.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WhyNot {
    /// The user marked the installation as read-only.
    ReadOnlyInstallation,
    /// Every source is marked as read-only, or of a kind that is never written.
    ReadOnlySources,
    /// The account may only read what could be written otherwise.
    ReadOnlyAccount,
}

impl AppView {
    pub(crate) fn new(open: &OpenInstallation, entry: Entry, data_folder: String) -> Self {
        let installation = open.installation();
        let people = &installation.customer_users;
        let customers = &installation.customers;
        let sources: Vec<_> = people
            .iter()
            .map(|it| AppSourceView::of_customer_users(it.as_ref()))
            .collect();
        let customer_sources: Vec<_> = customers
            .iter()
            .map(|it| AppSourceView::of_customers(it.as_ref()))
            .collect();
        let people_searched = people
            .iter()
            .map(|it| (&it.source().map, &it.source().search_fields));
        let customers_searched = customers
            .iter()
            .map(|it| (&it.source().map, &it.source().search_fields));
        let why_not = if open.is_read_only() {
            Some(WhyNot::ReadOnlyInstallation)
        } else {
            why_not(sources.iter().chain(&customer_sources))
        };
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            development: cfg!(debug_assertions),
            data_folder,
            installation: entry.into(),
            customer_user_fields: union(&sources),
            customer_fields: union(&customer_sources),
            sources,
            customer_sources,
            customer_user_search_fields: searched(people_searched),
            customer_search_fields: searched(customers_searched),
            can_write: why_not.is_none(),
            why_not,
        }
    }
}

impl AppSourceView {
    fn of_customer_users(back_end: &dyn BackEnd) -> Self {
        let source = back_end.source();
        let (writable, may_only_read) = writing(back_end.writer().is_some(), &back_end.health());
        Self {
            id: source.id.to_string(),
            name: source.name.clone(),
            back_end: source.kind,
            writable,
            may_only_read,
            automatic_login: source.automatic_login.is_some(),
            fields: fields(&source.map, &back_end.limits(), &source.selections),
        }
    }

    fn of_customers(back_end: &dyn CustomerBackEnd) -> Self {
        let source = back_end.source();
        let (writable, may_only_read) = writing(back_end.writer().is_some(), &back_end.health());
        Self {
            id: source.id.to_string(),
            name: source.name.clone(),
            // OTOBO has customers in databases alone
            back_end: BackEndKind::Database,
            writable,
            may_only_read,
            automatic_login: false,
            fields: fields(&source.map, &back_end.limits(), &source.selections),
        }
    }
}

/// Whether a source can be written to, and whether that fails by the rights of its account alone.
fn writing(has_writer: bool, health: &Health) -> (bool, bool) {
    let may_only_read = has_writer && health.rights == Rights::ReadsOnly;
    (has_writer && !may_only_read, may_only_read)
}

/// Why none of these sources can be written to.
fn why_not<'s>(mut sources: impl Iterator<Item = &'s AppSourceView> + Clone) -> Option<WhyNot> {
    if sources.clone().any(|source| source.writable) {
        return None;
    }
    if sources.any(|source| source.may_only_read) {
        return Some(WhyNot::ReadOnlyAccount);
    }
    Some(WhyNot::ReadOnlySources)
}

/// The fields of several sources: of those with the same var the first one.
fn union(sources: &[AppSourceView]) -> Vec<FieldView> {
    let mut all: Vec<FieldView> = Vec::new();
    for field in sources.iter().flat_map(|source| &source.fields) {
        if all.iter().all(|known| known.var != field.var) {
            all.push(field.clone());
        }
    }
    all
}

fn searched<'m>(sources: impl Iterator<Item = (&'m Map, &'m Vec<Identifier>)>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (map, columns) in sources {
        for var in map.vars_stored_in(columns) {
            if all.iter().all(|known| known != var.as_str()) {
                all.push(var.as_str().to_owned());
            }
        }
    }
    all
}

/// One row of a map.
#[derive(Clone, Debug, Serialize, Type)]
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
    /// What can be chosen from (`Selections`); empty for a field that takes any text.
    choices: Vec<ChoiceView>,
    shown: ShownView,
}

/// A value that can be chosen.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChoiceView {
    pub(super) value: String,
    pub(super) text: String,
}

/// What a form offers for a field.
#[derive(Clone, Debug, Serialize, Type)]
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
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ShownView {
    /// Only in forms.
    Never,
    /// Always.
    Always,
    /// Also in the short form.
    Lite,
}

fn fields(map: &Map, limits: &Limits, selections: &[(Var, String, String)]) -> Vec<FieldView> {
    map.fields()
        .iter()
        .map(|field| FieldView::new(field, limits, selections))
        .collect()
}

impl FieldView {
    fn new(field: &Field, limits: &Limits, selections: &[(Var, String, String)]) -> Self {
        let choices = selections.iter().filter(|(var, ..)| *var == field.var);
        let choices = choices.map(|(_, value, text)| ChoiceView {
            value: value.clone(),
            text: text.clone(),
        });
        Self {
            var: field.var.as_str().to_owned(),
            label: label(field),
            kind: FieldKind::of(field),
            required: field.required,
            // Values of dynamic fields are read from their own tables, and not written yet
            read_only: field.read_only || field.kind == StorageKind::DynamicField,
            choices: choices.collect(),
            max_length: limits.of(&field.var),
            shown: match field.shown {
                Shown::Never => ShownView::Never,
                Shown::Always => ShownView::Always,
                Shown::Lite => ShownView::Lite,
            },
        }
    }
}

/// A dynamic field has no label in the map.
fn label(field: &Field) -> String {
    if field.label.is_empty() && field.kind == StorageKind::DynamicField {
        return field.storage.as_str().to_owned();
    }
    field.label.clone()
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
                StorageKind::Text | StorageKind::DynamicField => Self::Text,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn source(has_writer: bool, rights: Rights) -> AppSourceView {
        let health = Health {
            rights,
            ..Health::default()
        };
        let (writable, may_only_read) = writing(has_writer, &health);
        AppSourceView {
            back_end: BackEndKind::Database,
            id: String::new(),
            name: String::new(),
            writable,
            may_only_read,
            automatic_login: false,
            fields: Vec::new(),
        }
    }

    #[test]
    fn rights_that_nobody_knows_keep_nobody_from_writing() {
        for rights in [Rights::Unknown, Rights::Writes] {
            assert_eq!(why_not([source(true, rights)].iter()), None, "{rights:?}");
        }
        let one_of_two = [
            source(true, Rights::ReadsOnly),
            source(true, Rights::Unknown),
        ];
        assert_eq!(why_not(one_of_two.iter()), None);
    }

    #[test]
    fn the_account_is_named_only_where_a_source_could_be_written_otherwise() {
        let account = [
            source(false, Rights::Unknown),
            source(true, Rights::ReadsOnly),
        ];
        assert_eq!(why_not(account.iter()), Some(WhyNot::ReadOnlyAccount));
        let marked = [source(false, Rights::ReadsOnly)];
        assert!(!marked[0].may_only_read);
        assert_eq!(why_not(marked.iter()), Some(WhyNot::ReadOnlySources));
    }
}
