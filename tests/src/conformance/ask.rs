//! Puts one of OTOBO's questions to Deskbook, and its answer into OTOBO's form.

use std::fmt::Display;

use anyhow::{Result, bail};
use deskbook_core::error_chain;
use deskbook_core::installation::Installation;
use deskbook_core::otobo::{
    self, AnswerError, CompanyList, CustomerSearch, CustomerSearchDetail, DetailOrder, ListLimit,
    SearchDetail, SearchField, SearchInput, SearchedColumns, Sought, Wanted,
};
use deskbook_core::otobo_system::DynamicFieldOperator;
use deskbook_core::query::ValidityFilter;
use deskbook_domain::asked::{Asked, Parameters};
use deskbook_domain::email::check_email;
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::map::StorageKind;
use deskbook_domain::record::Record;
use deskbook_domain::text::is_false;
use serde_json::{Map, Value, json};

use super::write;
use crate::engine::Arena;
use crate::later_directory::is_later;
use crate::oracle::{Question, text_of};

/// What came of a question.
pub(super) enum Answer {
    /// This.
    Given(Value),
    /// The question makes no sense, as OTOBO says by returning nothing.
    Refused { as_otobo: Value, why: String },
    /// Something else went wrong.
    Failed(String),
    /// It is not asked, or not yet, for this reason.
    Later(&'static str),
}

/// Why a function of OTOBO's is not asked.
pub(super) fn unasked(op: &str) -> Option<&'static str> {
    const GROUPS: [&str; 11] = [
        "CustomerUserCustomerMemberAdd",
        "CustomerUserCustomerMemberList",
        "GroupContextCustomers",
        "GroupContextNameGet",
        "GroupContextNameList",
        "GroupCustomerAdd",
        "GroupCustomerList",
        "GroupLookup",
        "GroupMemberAdd",
        "GroupMemberList",
        "PermissionCheck",
    ];
    match op {
        "TokenCheck" => Some("Deskbook gives out no tokens"),
        "GenerateRandomPassword" => Some("Deskbook makes passwords of its own kind"),
        op if GROUPS.contains(&op) => Some("later (groups and relations)"),
        _ => None,
    }
}

/// Asks it.
pub(super) async fn ask(arena: &Arena, question: &Question) -> Result<Answer> {
    if let Some(answer) = write::ask(arena, question).await? {
        return Ok(answer);
    }
    let installation = &arena.installation;
    let text = |name: &str| question.text(name);
    let login = |name: &str| Login::from(text(name).unwrap_or_default());
    Ok(match question.op.as_str() {
        "CustomerSearch" => {
            let found = otobo::customer_search(installation, &customer_search(question)).await;
            answered(found, object_of_texts, json!({}))
        }
        "CustomerIDList" => {
            let term = text("SearchTerm");
            let found = otobo::customer_id_list(installation, term.as_deref(), validity(question));
            answered(found.await, list, json!([]))
        }
        "CustomerSearchDetail" => customer_search_detail(installation, question).await,
        "CustomerName" => {
            let name = otobo::customer_name(installation, &login("UserLogin")).await;
            answered(name, |name| json!(name), Value::Null)
        }
        "CustomerIDs" => {
            let ids = otobo::customer_ids(installation, &login("User")).await;
            answered(ids, list, json!([]))
        }
        "CustomerUserDataGet" => {
            let record = otobo::customer_user_data(installation, &login("User")).await;
            answered(record, record_or_nothing, json!({}))
        }
        "CustomerUserSearchFields" => {
            let source = text("Source").and_then(|source| source.parse().ok());
            let fields = otobo::customer_user_search_fields(installation, source).await;
            answered(fields.map_err(AnswerError::from), search_fields, json!([]))
        }
        "CustomerSourceList" => {
            let sources = otobo::customer_user_source_list(installation, wanted(question));
            Answer::Given(object_of_texts(sources))
        }
        "CustomerCompanySourceList" => {
            let sources = otobo::company_source_list(installation, wanted(question));
            Answer::Given(object_of_texts(sources))
        }
        "CustomerCompanyList" => {
            let found = otobo::company_list(installation, &company_list(question)?).await;
            answered(found, object_of_texts, json!({}))
        }
        "CustomerCompanyGet" => {
            let id = CustomerId::from(text("CustomerID").unwrap_or_default());
            let record = otobo::company_get(installation, &id).await;
            answered(record, record_or_nothing, json!({}))
        }
        "CustomerCompanySearchDetail" => company_search_detail(installation, question).await,
        "GetPreferences" => {
            let found = otobo::get_preferences(installation, &login("UserID")).await;
            let object = |found| json!(found);
            answered(found, object, json!({}))
        }
        "SearchPreferences" => {
            let (key, value) = (text("Key").unwrap_or_default(), text("Value"));
            let found = otobo::search_preferences(installation, &key, value.as_deref()).await;
            answered(found, object_of_texts, json!({}))
        }
        "CheckEmail" => {
            let address = text("Address").unwrap_or_default();
            let passes = check_email(&address, &installation.rules.email).is_ok();
            Answer::Given(if passes { json!("1") } else { Value::Null })
        }
        op => match unasked(op) {
            Some(reason) => Answer::Later(reason),
            None => bail!("{op} is no function that is known here"),
        },
    })
}

/// An answer in OTOBO's form. What OTOBO refuses is empty there.
fn answered<A>(
    answer: Result<A, AnswerError>,
    in_its_form: impl FnOnce(A) -> Value,
    as_otobo: Value,
) -> Answer {
    match answer {
        Ok(answer) => Answer::Given(in_its_form(answer)),
        Err(AnswerError::BackEnd(error)) if is_later(&error) => Answer::Later("later (LDAP)"),
        Err(error) if error.is_of_the_question() => Answer::Refused {
            as_otobo,
            why: error_chain(&error),
        },
        Err(error) => Answer::Failed(error_chain(&error)),
    }
}

fn validity(question: &Question) -> ValidityFilter {
    match question.args.get("Valid") {
        Some(valid) if is_false(text_of(valid).as_deref()) => ValidityFilter::All,
        _ => ValidityFilter::ValidOnly,
    }
}

fn number(question: &Question, argument: &str) -> Option<u32> {
    question.text(argument)?.parse().ok()
}

fn customer_search(question: &Question) -> CustomerSearch {
    let names = [
        "Search",
        "PostMasterSearch",
        "UserLogin",
        "CustomerID",
        "CustomerIDRaw",
    ];
    let [
        search,
        post_master_search,
        user_login,
        customer_id,
        customer_id_raw,
    ] = names.map(|name| question.text(name));
    let only_users = !is_false(question.text("CustomerUserOnly").as_deref());
    CustomerSearch {
        asked: Asked::first_of(Parameters {
            search: search.as_deref(),
            post_master_search: post_master_search.as_deref(),
            user_login: user_login.as_deref(),
            customer_id: customer_id.as_deref(),
            customer_id_raw: customer_id_raw.as_deref(),
        }),
        validity: validity(question),
        limit: number(question, "Limit"),
        columns: if only_users {
            SearchedColumns::CustomerUserOnly
        } else {
            SearchedColumns::All
        },
    }
}

fn company_list(question: &Question) -> Result<CompanyList> {
    Ok(CompanyList {
        search: question.text("Search"),
        validity: validity(question),
        limit: match question.text("Limit") {
            None => ListLimit::OfSource,
            Some(limit) if is_false(Some(&limit)) => ListLimit::Unlimited,
            Some(limit) => ListLimit::AtMost(limit.parse()?),
        },
    })
}

fn wanted(question: &Question) -> Wanted {
    match question.args.get("ReadOnly") {
        None => Wanted::All,
        Some(flag) if is_false(text_of(flag).as_deref()) => Wanted::Writable,
        Some(_) => Wanted::ReadOnly,
    }
}

/// Arguments of the detailed searches that are no fields.
const NO_FIELDS: [&str; 7] = [
    "CustomerCompanySearchCustomerIDs",
    "ExcludeUserLogins",
    "Limit",
    "OrderBy",
    "OrderByDirection",
    "Result",
    "Valid",
];

fn search_detail(question: &Question) -> Result<SearchDetail, AnswerError> {
    let fields = question.args.iter();
    let fields = fields.filter(|(name, _)| !NO_FIELDS.contains(&name.as_str()));
    let (names, directions) = (question.list("OrderBy"), question.list("OrderByDirection"));
    let names = names.iter().map(String::as_str);
    let order = DetailOrder::of_names(names, directions.iter().map(String::as_str));
    Ok(SearchDetail {
        fields: fields
            .map(|(name, value)| (name.as_str().into(), sought(value)))
            .collect(),
        order: order.map_err(AnswerError::from)?,
        limit: number(question, "Limit"),
    })
}

fn sought(value: &Value) -> Sought {
    let texts = |value: &Value| match value {
        Value::Array(values) => values.iter().filter_map(text_of).collect(),
        value => text_of(value).into_iter().collect::<Vec<_>>(),
    };
    match value {
        Value::Array(_) => Sought::List(texts(value)),
        Value::Object(operators) => {
            let known = operators.iter().filter_map(|(name, values)| {
                let operator = match name.as_str() {
                    "Equals" => DynamicFieldOperator::Equals,
                    "Like" => DynamicFieldOperator::Like,
                    "GreaterThan" => DynamicFieldOperator::GreaterThan,
                    "GreaterThanEquals" => DynamicFieldOperator::GreaterThanEquals,
                    "SmallerThan" => DynamicFieldOperator::SmallerThan,
                    "SmallerThanEquals" => DynamicFieldOperator::SmallerThanEquals,
                    _ => return None,
                };
                Some((operator, texts(values)))
            });
            Sought::Compared(known.collect())
        }
        value => Sought::Text(text_of(value).unwrap_or_default()),
    }
}

fn is_count(question: &Question) -> bool {
    question.text("Result").as_deref() == Some("COUNT")
}

async fn customer_search_detail(installation: &Installation, question: &Question) -> Answer {
    let search = search_detail(question).map(|detail| CustomerSearchDetail {
        detail,
        customer_ids: question
            .list("CustomerCompanySearchCustomerIDs")
            .into_iter()
            .map(CustomerId::from)
            .collect(),
        excluded: question
            .list("ExcludeUserLogins")
            .into_iter()
            .map(Login::from)
            .collect(),
        validity: validity(question),
    });
    let search = match search {
        Ok(search) => search,
        Err(error) => return answered::<()>(Err(error), |()| Value::Null, Value::Null),
    };
    if is_count(question) {
        let count = otobo::count_customer_search_detail(installation, &search).await;
        answered(count, |count| json!(count.to_string()), Value::Null)
    } else {
        let found = otobo::customer_search_detail(installation, &search).await;
        answered(found, list, Value::Null)
    }
}

async fn company_search_detail(installation: &Installation, question: &Question) -> Answer {
    let search = match search_detail(question) {
        Ok(search) => search,
        Err(error) => return answered::<()>(Err(error), |()| Value::Null, Value::Null),
    };
    if is_count(question) {
        let count = otobo::count_company_search_detail(installation, &search).await;
        answered(count, |count| json!(count.to_string()), Value::Null)
    } else {
        let found = otobo::company_search_detail(installation, &search).await;
        answered(found, list, Value::Null)
    }
}

fn list<T: Display>(values: impl IntoIterator<Item = T>) -> Value {
    let texts = values.into_iter().map(|value| value.to_string());
    texts.collect()
}

fn object_of_texts<K: Display>(lines: impl IntoIterator<Item = (K, String)>) -> Value {
    let members = lines.into_iter();
    let members = members.map(|(key, line)| (key.to_string(), Value::String(line)));
    Value::Object(members.collect())
}

fn record_or_nothing(record: Option<Record>) -> Value {
    let values = record.unwrap_or_default().into_iter();
    let members = values.map(|(var, value)| (var.as_str().to_owned(), json!(value)));
    Value::Object(members.collect())
}

fn search_fields(fields: Vec<SearchField>) -> Value {
    let described = fields.into_iter().map(|field| {
        let mut members = Map::new();
        let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
        set("Name", json!(field.var.as_str()));
        set("Label", json!(field.label));
        set("DatabaseField", json!(field.storage.as_str()));
        let storage = match field.storage_kind {
            StorageKind::Text => "var",
            StorageKind::Integer => "int",
            StorageKind::DynamicField => "dynamic_field",
        };
        set("StorageType", json!(storage));
        let kind = match field.input {
            SearchInput::Text => "Input",
            SearchInput::DynamicField => "DynamicField",
            SearchInput::OpenChoice => "Selection",
            SearchInput::Choice(choices) => {
                set("SelectionsData", json!(choices));
                "Selection"
            }
        };
        set("Type", json!(kind));
        Value::Object(members)
    });
    described.collect()
}
