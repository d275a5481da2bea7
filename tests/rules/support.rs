//! Short ways to ask, and to write what the builders do not know.

use anyhow::Result;
use deskbook_core::otobo::{
    CompanyList, CustomerSearch, CustomerUserAdd, CustomerUserUpdate, ListLimit, SearchedColumns,
    WriteError, company_list, customer_search, customer_user_add, customer_user_update,
};
use deskbook_core::query::ValidityFilter;
use deskbook_domain::asked::Asked;
use deskbook_domain::ids::{Identifier, Login};
use deskbook_domain::map::{Field, Map, Shown, StorageKind};
use deskbook_domain::source::{CustomerUserSource, SourceId, Subject};
use deskbook_tests::builders::CustomerUserBuilder;
use deskbook_tests::engine::Arena;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// The source of this number, otherwise as shipped.
pub(crate) fn numbered(number: usize) -> CustomerUserSource {
    let id = SourceId::all(Subject::CustomerUsers).nth(number);
    let shipped = CustomerUserSource::shipped();
    CustomerUserSource {
        id: id.unwrap_or(shipped.id),
        ..shipped
    }
}

/// Columns by their names.
pub(crate) fn columns(names: &[&'static str]) -> Vec<Identifier> {
    names.iter().copied().map(Identifier::fixed).collect()
}

/// The shipped source with one more row in its map.
pub(crate) fn with_dynamic_field(name: &'static str) -> CustomerUserSource {
    let mut source = CustomerUserSource::shipped();
    let mut fields = source.map.fields().to_vec();
    fields.push(Field {
        var: format!("DynamicField_{name}").into(),
        label: String::new(),
        storage: Identifier::fixed(name),
        shown: Shown::Always,
        required: false,
        kind: StorageKind::DynamicField,
        link: None,
        read_only: false,
        target: None,
        class: None,
    });
    source.map = Map::new(fields);
    source
}

/// The shipped source with another name for one of its fields.
pub(crate) fn with_var(old: &str, new: &str) -> CustomerUserSource {
    let mut source = CustomerUserSource::shipped();
    let mut fields = source.map.fields().to_vec();
    for field in &mut fields {
        if field.var.as_str() == old {
            field.var = new.into();
        }
    }
    source.map = Map::new(fields);
    source
}

/// The list of valid customer users.
pub(crate) fn asking(asked: Asked) -> CustomerSearch {
    CustomerSearch {
        asked: Some(asked),
        validity: ValidityFilter::ValidOnly,
        limit: None,
        columns: SearchedColumns::All,
    }
}

/// The logins that are listed, in their order.
pub(crate) async fn listed(arena: &Arena, search: &CustomerSearch) -> Result<Vec<String>> {
    let found = customer_search(&arena.installation, search).await?;
    Ok(found.keys().map(ToString::to_string).collect())
}

/// The logins that a text finds.
pub(crate) async fn found(arena: &Arena, text: &str) -> Result<Vec<String>> {
    listed(arena, &asking(Asked::Search(text.to_owned()))).await
}

/// Each text, and the logins it must find.
pub(crate) async fn assert_found(arena: &Arena, cases: &[(&str, &[&str])]) -> Result<()> {
    for (text, expected) in cases {
        assert_eq!(found(arena, text).await?, *expected, "{text}");
    }
    Ok(())
}

/// The customers that a text finds.
pub(crate) async fn customers(arena: &Arena, text: &str) -> Result<Vec<String>> {
    let list = CompanyList {
        search: Some(text.to_owned()),
        validity: ValidityFilter::ValidOnly,
        limit: ListLimit::OfSource,
    };
    let found = company_list(&arena.installation, &list).await?;
    Ok(found.keys().map(ToString::to_string).collect())
}

/// A preference of a login.
pub(crate) async fn put_preference(
    arena: &Arena,
    login: &str,
    key: &str,
    value: Option<&str>,
) -> Result<()> {
    let columns = ["user_id", "preferences_key", "preferences_value"];
    let row = [Some(login), Some(key), value];
    arena
        .put_rows("customer_preferences", &columns, &[&row])
        .await
}

/// One more customer of a login.
pub(crate) async fn put_additional(arena: &Arena, login: &str, customer: &str) -> Result<()> {
    let columns = [
        "user_id",
        "customer_id",
        "create_time",
        "create_by",
        "change_time",
        "change_by",
    ];
    let time = Some("2024-03-01 08:00:00");
    let row = [
        Some(login),
        Some(customer),
        time,
        Some("1"),
        time,
        Some("1"),
    ];
    arena
        .put_rows("customer_user_customer", &columns, &[&row])
        .await
}

/// A dynamic field of customer users.
pub(crate) async fn put_dynamic_field(
    arena: &Arena,
    id: &str,
    name: &str,
    kind: &str,
) -> Result<()> {
    let columns = [
        "id",
        "internal_field",
        "name",
        "label",
        "field_order",
        "field_type",
        "object_type",
        "config",
        "valid_id",
        "create_time",
        "create_by",
        "change_time",
        "change_by",
    ];
    let label = format!("The {name}");
    let time = Some("2024-03-01 08:00:00");
    let row = [
        Some(id),
        Some("0"),
        Some(name),
        Some(label.as_str()),
        Some("1"),
        Some(kind),
        Some("CustomerUser"),
        Some("---"),
        Some("1"),
        time,
        Some("1"),
        time,
        Some("1"),
    ];
    arena.put_rows("dynamic_field", &columns, &[&row]).await
}

/// The number by which values know a login.
pub(crate) async fn put_object(arena: &Arena, number: &str, login: &str) -> Result<()> {
    let columns = ["object_id", "object_name", "object_type"];
    let row = [Some(number), Some(login), Some("CustomerUser")];
    arena
        .put_rows("dynamic_field_obj_id_name", &columns, &[&row])
        .await
}

/// A value of a dynamic field: text, or a number where `column` says so.
pub(crate) async fn put_value(
    arena: &Arena,
    field: &str,
    number: &str,
    (column, value): (&str, &str),
) -> Result<()> {
    let columns = ["field_id", "object_id", column];
    let row = [Some(field), Some(number), Some(value)];
    arena
        .put_rows("dynamic_field_value", &columns, &[&row])
        .await
}

/// Chance that falls the same way in every run.
pub(crate) fn chance() -> StdRng {
    StdRng::seed_from_u64(7)
}

/// Adds a customer user to the first source as OTOBO does, without a password.
pub(crate) async fn add(
    arena: &Arena,
    customer_user: CustomerUserBuilder,
) -> Result<Login, WriteError> {
    let add = CustomerUserAdd {
        source: None,
        record: customer_user.record(),
        password: None,
    };
    customer_user_add(&arena.installation, add, &mut chance()).await
}

/// Changes a customer user as OTOBO does, and leaves the password alone.
pub(crate) async fn update(
    arena: &Arena,
    login: &str,
    customer_user: CustomerUserBuilder,
) -> Result<(), WriteError> {
    let update = CustomerUserUpdate {
        id: login.into(),
        record: customer_user.record(),
        password: None,
    };
    customer_user_update(&arena.installation, update, &mut chance()).await
}
