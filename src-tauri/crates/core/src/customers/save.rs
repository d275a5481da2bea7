//! Adding a customer, or changing one.

use deskbook_domain::check::Finding;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::vars;

use super::check::{Draft, check_against, stored};
use super::find::{Company, find};
use crate::back_end::{BackEndError, Signature};
use crate::changes::Topic;
use crate::customer_back_end::{Customer, CustomerChange};
use crate::editing::Editing;
use crate::installation::Installation;

/// How a save ended.
#[derive(Debug)]
pub enum Outcome {
    /// It is stored.
    Saved(Box<Company>),
    /// Nothing was written.
    Refused {
        /// What is wrong with which field.
        findings: Vec<Finding>,
    },
    /// Nothing was written: somebody else changed the record after the form was opened.
    Conflict {
        /// What is stored now.
        theirs: Record,
    },
}

/// Checks and writes in one go. Nothing is written when a field is at fault, or when the record is not any
/// more what the form was opened with.
#[tracing::instrument(skip_all)]
pub async fn save(installation: &Installation, draft: Draft) -> Result<Outcome, BackEndError> {
    let by = installation.signature()?;
    let stored = stored(installation, &draft).await?;
    let findings = check_against(installation, &draft, stored.as_ref())
        .await?
        .findings;
    if !findings.is_empty() {
        return Ok(Outcome::Refused { findings });
    }
    match write(installation, draft, stored, by).await {
        Ok(id) => {
            installation
                .listener
                .changed(&[Topic::Customers, Topic::CustomerUsers]);
            let company = find(installation, &id)
                .await?
                .ok_or(BackEndError::NotFound)?;
            Ok(Outcome::Saved(Box::new(company)))
        }
        Err(BackEndError::Refused { findings }) => Ok(Outcome::Refused { findings }),
        Err(BackEndError::Conflict { theirs }) => Ok(Outcome::Conflict { theirs: *theirs }),
        Err(error) => Err(error),
    }
}

/// The ID under which the written record is found.
async fn write(
    installation: &Installation,
    draft: Draft,
    stored: Option<Customer>,
    by: Signature,
) -> Result<CustomerId, BackEndError> {
    let sources = &installation.customers;
    let Draft {
        editing,
        source,
        record,
    } = draft;
    let id = CustomerId::from(record.text(vars::CUSTOMER_ID));
    if let (Some(stored), Some(Editing { was, .. })) = (stored, editing) {
        let back_end = sources.of(stored.source)?;
        let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
        let change = CustomerChange {
            was: was.unwrap_or_else(|| stored.record.clone()),
            id: stored.id,
            record,
            by,
        };
        writer.change(change).await?;
        return Ok(id);
    }
    let (_, writer) = sources.writable(source)?;
    writer.add(record, by).await?;
    Ok(id)
}
