//! Adding a customer, or changing one.

use deskbook_domain::check::Finding;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::vars;

use super::check::{Draft, check};
use super::find::{Company, find};
use crate::back_end::BackEndError;
use crate::changes::Topic;
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
}

/// Checks and writes in one go. Nothing is written when a field is at fault.
#[tracing::instrument(skip_all)]
pub async fn save(installation: &Installation, draft: Draft) -> Result<Outcome, BackEndError> {
    let findings = check(installation, &draft).await?.findings;
    if !findings.is_empty() {
        return Ok(Outcome::Refused { findings });
    }
    match write(installation, draft).await {
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
        Err(error) => Err(error),
    }
}

async fn write(installation: &Installation, draft: Draft) -> Result<CustomerId, BackEndError> {
    let by = installation.signature();
    let sources = &installation.customers;
    let Draft { editing, record } = draft;
    if let Some(id) = editing {
        let stored = sources.find(&id).await?.ok_or(BackEndError::NotFound)?;
        let back_end = sources.of(stored.source)?;
        let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
        writer.change(&id, record, by).await?;
        return Ok(id);
    }
    let id = CustomerId::from(record.text(vars::CUSTOMER_ID));
    let (_, writer) = sources.writable()?;
    writer.add(record, by).await?;
    Ok(id)
}
