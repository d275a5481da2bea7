//! What is wrong, and what is right, with a customer before it is saved.

use std::sync::Arc;

use deskbook_domain::check::{Mode, Problem};
use deskbook_domain::ids::{CustomerId, Var};
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use deskbook_domain::vars;

use crate::back_end::BackEndError;
use crate::customer_back_end::{Customer, CustomerBackEnd};
use crate::editing::Editing;
use crate::installation::Installation;
use crate::moves::MoveOptions;
use crate::report::Report;

/// A form that is being filled in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The record being changed; `None` for a new one.
    pub editing: Option<Editing<CustomerId>>,
    /// Where a new one goes; `None` for the first source that can be written. For a record that is changed
    /// the source it was read from: another source may have the same key, and the record of somebody else.
    pub source: Option<SourceId>,
    /// Every field of the map, as typed.
    pub record: Record,
    /// What a new ID moves beyond what OTOBO does.
    pub options: MoveOptions,
}

/// The source whose map a form follows: that of the record being changed, or the one that takes new ones.
pub async fn source_of(
    installation: &Installation,
    editing: Option<&CustomerId>,
    source: Option<SourceId>,
) -> Result<Arc<dyn CustomerBackEnd>, BackEndError> {
    let sources = &installation.customers;
    let Some(id) = editing else {
        return Ok(Arc::clone(sources.writable(source)?.0));
    };
    if let Some(source) = source {
        return Ok(Arc::clone(sources.of(source)?));
    }
    let stored = sources.find(id).await?.ok_or(BackEndError::NotFound)?;
    Ok(Arc::clone(sources.of(stored.source)?))
}

/// Checks a draft as OTOBO's form does, and the name before the database does (C74).
#[tracing::instrument(skip_all)]
pub async fn check(installation: &Installation, draft: &Draft) -> Result<Report, BackEndError> {
    let stored = stored(installation, draft).await?;
    check_against(installation, draft, stored.as_ref()).await
}

/// The record that a draft is to change; `None` for a new one.
pub(super) async fn stored(
    installation: &Installation,
    draft: &Draft,
) -> Result<Option<Customer>, BackEndError> {
    let Some(editing) = &draft.editing else {
        return Ok(None);
    };
    let sources = &installation.customers;
    let found = sources.find_in(draft.source, &editing.key).await?;
    Ok(Some(found.ok_or(BackEndError::NotFound)?))
}

/// Checks a draft over the record as it is stored.
pub(super) async fn check_against(
    installation: &Installation,
    draft: &Draft,
    stored: Option<&Customer>,
) -> Result<Report, BackEndError> {
    let sources = &installation.customers;
    let (back_end, mode) = match stored {
        Some(stored) => (sources.of(stored.source)?, Mode::Change),
        None => (sources.writable(draft.source)?.0, Mode::Add),
    };
    let source = back_end.source();
    let mut report = Report::of_fields(&source.map, &back_end.limits(), &draft.record, mode);
    check_id(installation, draft, stored, &mut report).await?;
    check_name(back_end, draft, stored, &mut report).await?;
    Ok(report.in_order_of(&source.map))
}

async fn check_id(
    installation: &Installation,
    draft: &Draft,
    stored: Option<&Customer>,
    report: &mut Report,
) -> Result<(), BackEndError> {
    let var = Var::from(vars::CUSTOMER_ID);
    let typed = draft.record.text(&var);
    if !report.wants_look_up(&var, typed, stored.map(|stored| stored.id.as_str())) {
        return Ok(());
    }
    match installation
        .customers
        .find(&CustomerId::from(typed))
        .await?
    {
        None => report.free.push(var),
        Some(holder) => {
            let name = holder.record.text(vars::CUSTOMER_COMPANY_NAME).to_owned();
            report.find_fault(&var, Problem::CustomerIdTaken { name });
        }
    }
    Ok(())
}

async fn check_name(
    back_end: &Arc<dyn CustomerBackEnd>,
    draft: &Draft,
    stored: Option<&Customer>,
    report: &mut Report,
) -> Result<(), BackEndError> {
    let var = Var::from(vars::CUSTOMER_COMPANY_NAME);
    let typed = draft.record.text(&var);
    if report.is_at_fault(&var) || typed.is_empty() {
        return Ok(());
    }
    match back_end.holder_of_name(typed).await? {
        Some(holder) if stored.is_none_or(|stored| stored.id != holder.id) => {
            let customer_id = holder.id.as_str().to_owned();
            report.find_fault(&var, Problem::CustomerNameTaken { customer_id });
        }
        Some(_) => {}
        None => report.free.push(var),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twin::{Twin, record};

    fn adding(id: &str, name: &str) -> Draft {
        let values = [
            (vars::CUSTOMER_ID, id),
            (vars::CUSTOMER_COMPANY_NAME, name),
            (vars::VALID_ID, "1"),
        ];
        Draft {
            editing: None,
            source: None,
            options: MoveOptions::default(),
            record: record(&values),
        }
    }

    async fn problems(draft: &Draft) -> Vec<(String, Problem)> {
        let twin = Twin::with_acme().await;
        let findings = check(&twin.installation, draft).await.unwrap().findings;
        findings
            .into_iter()
            .map(|finding| (finding.field.to_string(), finding.problem))
            .collect()
    }

    #[tokio::test]
    async fn a_customer_id_in_use_is_refused_with_its_holder() {
        let taken = Problem::CustomerIdTaken {
            name: "ACME AG".to_owned(),
        };
        let found = problems(&adding("acme", "Other")).await;
        assert_eq!(found, [(vars::CUSTOMER_ID.to_owned(), taken)]);
    }

    #[tokio::test]
    async fn a_name_in_use_is_refused_before_the_database_does() {
        let taken = Problem::CustomerNameTaken {
            customer_id: "ACME".to_owned(),
        };
        let found = problems(&adding("OTHER", "ACME AG")).await;
        assert_eq!(
            found,
            [(vars::CUSTOMER_COMPANY_NAME.to_owned(), taken)],
            "C74"
        );
    }

    #[tokio::test]
    async fn a_customer_keeps_its_own_name_and_may_be_renamed() {
        for id in ["ACME", "Acme", "OTHER"] {
            let draft = Draft {
                editing: Some(Editing::as_stored("ACME")),
                ..adding(id, "ACME AG")
            };
            assert_eq!(problems(&draft).await, [], "{id}");
        }
    }

    #[tokio::test]
    async fn what_is_missing_is_named() {
        let fields: Vec<_> = problems(&adding("", ""))
            .await
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(fields, [vars::CUSTOMER_ID, vars::CUSTOMER_COMPANY_NAME]);
    }
}
