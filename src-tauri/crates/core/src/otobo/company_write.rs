//! `CustomerCompanyAdd` and `CustomerCompanyUpdate` (`otobo-behaviour.md 6`), without what the form asks
//! beyond that.

use std::sync::Arc;

use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::text::is_false;
use deskbook_domain::vars;

use super::write_error::{WriteError, need_required};
use crate::back_end::BackEndError;
use crate::changes::Topic;
use crate::customer_back_end::CustomerChange;
use crate::customers::{change_with_people, people_beside};
use crate::installation::Installation;
use crate::moves::MoveOptions;

/// Adds a customer to a source, else to that without a number. OTOBO's back end asks for nothing more than
/// the ID and leaves the rest to its table: keys, and columns that must not be NULL. What a table would
/// refuse is refused before, and so is a source that is only read, which OTOBO would write.
#[tracing::instrument(skip_all)]
pub async fn company_add(
    installation: &Installation,
    source: Option<SourceId>,
    record: Record,
) -> Result<CustomerId, WriteError> {
    let id = needed_id(&record)?;
    let by = installation.sign().await?;
    let source = source.unwrap_or(SourceId::first(Subject::Customers));
    let Ok(back_end) = installation.customers.of(source) else {
        return Err(WriteError::NoSuchSource(source));
    };
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    writer.add(record, by).await?;
    told(installation);
    Ok(id)
}

/// Writes every field of a customer, which is known by its old ID; what belongs to it moves along with a new
/// one, as far as it does at OTOBO, and all of its customer users (`otobo-behaviour.md 4.5`, C70).
#[tracing::instrument(skip_all)]
pub async fn company_update(
    installation: &Installation,
    old: Option<&CustomerId>,
    record: Record,
) -> Result<(), WriteError> {
    let id = needed_id(&record)?;
    let old = old.filter(|it| !is_false(Some(it.as_str()))).unwrap_or(&id);
    let stored = installation.customers.find(old).await?;
    let stored = stored.ok_or(WriteError::NoSuchCompany)?;
    let back_end = installation.customers.of(stored.source)?;
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    need_required(&back_end.source().map, &record)?;
    let change = CustomerChange {
        id: stored.id,
        was: stored.record,
        record,
        by: installation.sign().await?,
        people: people_beside(installation),
        options: MoveOptions::AS_OTOBO,
        progress: Arc::new(()),
    };
    let changed = change_with_people(installation, writer, change).await;
    if changed
        .as_ref()
        .err()
        .is_none_or(BackEndError::may_be_stored)
    {
        told(installation);
    }
    changed?;
    Ok(())
}

fn needed_id(record: &Record) -> Result<CustomerId, WriteError> {
    match record.get(vars::CUSTOMER_ID) {
        Some(id) if !is_false(Some(id)) => Ok(CustomerId::from(id)),
        _ => Err(WriteError::Needed(vars::CUSTOMER_ID.into())),
    }
}

fn told(installation: &Installation) {
    let topics = [Topic::Customers, Topic::CustomerUsers];
    installation.listener.changed(&topics);
}
