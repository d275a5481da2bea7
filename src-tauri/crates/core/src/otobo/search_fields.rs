//! The fields of the detailed search (`otobo-behaviour.md 3.6`).

use std::collections::BTreeMap;

use deskbook_domain::ids::{Identifier, Var};
use deskbook_domain::map::{Map, StorageKind, is_offered_in_search};
use deskbook_domain::source::SourceId;
use deskbook_domain::vars;

use crate::back_end::BackEndError;
use crate::installation::Installation;
use crate::otobo_system::OtoboSystem;

/// A field that can be searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchField {
    /// Its name in records.
    pub var: Var,
    /// What it is called; a dynamic field has its own label (C17).
    pub label: String,
    /// Its column, or the name of the dynamic field.
    pub storage: Identifier,
    /// What the column holds.
    pub storage_kind: StorageKind,
    /// How it is asked for.
    pub input: SearchInput,
}

/// How a field is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchInput {
    /// A text.
    Text,
    /// A list of these stored values, each with its shown text.
    Choice(BTreeMap<String, String>),
    /// A list of values of which there is no list here: OTOBO's names of countries.
    OpenChoice,
    /// Operators and values.
    DynamicField,
}

/// The map of a source and its drop-downs.
type MapAndSelections<'s> = (&'s Map, &'s [(Var, String, String)]);

/// The fields of all sources of customer users, or of one: each name once, as the first source has it.
#[tracing::instrument(skip_all)]
pub async fn customer_user_search_fields(
    installation: &Installation,
    of: Option<SourceId>,
) -> Result<Vec<SearchField>, BackEndError> {
    let sources = installation.customer_users.iter().map(|it| it.source());
    let sources = sources.filter(|source| of.is_none_or(|of| source.id == of));
    let sources: Vec<_> = sources
        .map(|source| (&source.map, source.selections.as_slice()))
        .collect();
    search_fields(&*installation.system, &sources).await
}

/// The fields of all sources of customers. The country is chosen from a list (`otobo-behaviour.md 6`).
#[tracing::instrument(skip_all)]
pub async fn company_search_fields(
    installation: &Installation,
) -> Result<Vec<SearchField>, BackEndError> {
    let sources = installation.customers.iter().map(|it| it.source());
    let sources: Vec<_> = sources
        .map(|source| (&source.map, source.selections.as_slice()))
        .collect();
    let mut fields = search_fields(&*installation.system, &sources).await?;
    for field in &mut fields {
        let is_country = field.var.as_str() == vars::CUSTOMER_COMPANY_COUNTRY;
        if is_country && field.input == SearchInput::Text {
            field.input = SearchInput::OpenChoice;
        }
    }
    Ok(fields)
}

async fn search_fields(
    system: &dyn OtoboSystem,
    sources: &[MapAndSelections<'_>],
) -> Result<Vec<SearchField>, BackEndError> {
    let mut fields: Vec<SearchField> = Vec::new();
    for field in sources.iter().flat_map(|(map, _)| map.fields()) {
        let is_new = fields.iter().all(|known| known.var != field.var);
        if !is_new || field.var.as_str().is_empty() || !is_offered_in_search(&field.var) {
            continue;
        }
        let is_dynamic = field.kind == StorageKind::DynamicField;
        let label = if is_dynamic {
            system.dynamic_field_label(&field.storage).await?
        } else {
            None
        };
        let choices = choices(system, sources, &field.var).await?;
        fields.push(SearchField {
            var: field.var.clone(),
            label: label.unwrap_or_else(|| field.label.clone()),
            storage: field.storage.clone(),
            storage_kind: field.kind,
            input: match choices {
                choices if !choices.is_empty() => SearchInput::Choice(choices),
                _ if is_dynamic => SearchInput::DynamicField,
                _ => SearchInput::Text,
            },
        });
    }
    Ok(fields)
}

/// The drop-down that any source has for a field; the validity always has one.
async fn choices(
    system: &dyn OtoboSystem,
    sources: &[MapAndSelections<'_>],
    var: &Var,
) -> Result<BTreeMap<String, String>, BackEndError> {
    if var.as_str() == vars::VALID_ID {
        return system.validities().await;
    }
    let selections = sources.iter().flat_map(|(_, selections)| *selections);
    let of_var = selections.filter(|(of, ..)| of == var);
    Ok(of_var
        .map(|(_, value, text)| (value.clone(), text.clone()))
        .collect())
}
