//! Adding a customer, or changing one.

use std::sync::Arc;

use deskbook_domain::check::Finding;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::vars;

use super::check::{Draft, check_against, stored};
use super::find::{Company, find};
use super::rename::{move_people_elsewhere, people_beside};
use crate::back_end::{BackEndError, CustomerMoving, Signature};
use crate::caches::{CacheTypes, Written};
use crate::changes::Topic;
use crate::customer_back_end::{Customer, CustomerChange, CustomerWriter};
use crate::editing::{Editing, read_back};
use crate::installation::Installation;
use crate::moves::{MoveProgress, Moves, refused_move};

/// How a save ended.
#[derive(Debug)]
pub enum Outcome {
    /// It is stored.
    Saved {
        /// As stored.
        company: Box<Company>,
        /// What moved along with a new ID.
        moves: Moves,
        /// What OTOBO still holds of it (C115).
        stale_caches: CacheTypes,
    },
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
pub async fn save(
    installation: &Installation,
    draft: Draft,
    progress: Arc<dyn MoveProgress>,
) -> Result<Outcome, BackEndError> {
    let stored = stored(installation, &draft).await?;
    let findings = check_against(installation, &draft, stored.as_ref())
        .await?
        .findings;
    if !findings.is_empty() {
        return Ok(Outcome::Refused { findings });
    }
    let by = installation.sign().await?;
    match write(installation, draft, stored, by, progress).await {
        Ok((id, moves)) => {
            installation
                .listener
                .changed(&[Topic::Customers, Topic::CustomerUsers]);
            let company = read_back(|| find(installation, &id)).await?;
            let source = company.customer.source;
            let mut written = Written::by_moves(source, &moves);
            written.push(Written::Records(source));
            Ok(Outcome::Saved {
                company: Box::new(company),
                moves,
                stale_caches: installation.stale_caches(&written),
            })
        }
        Err(BackEndError::Refused { findings }) => Ok(Outcome::Refused { findings }),
        Err(BackEndError::Move(refused)) => Ok(Outcome::Refused {
            findings: vec![Finding::new(vars::CUSTOMER_ID, refused_move(refused))],
        }),
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
    progress: Arc<dyn MoveProgress>,
) -> Result<(CustomerId, Moves), BackEndError> {
    let sources = &installation.customers;
    let Draft {
        editing,
        source,
        record,
        options,
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
            people: people_beside(installation),
            options,
            progress,
        };
        let moves = change_with_people(installation, writer, change).await?;
        return Ok((id, moves));
    }
    let (_, writer) = sources.writable(source)?;
    writer.add(record, by).await?;
    Ok((id, Moves::default()))
}

/// Changes a customer, and along with a new ID its customer users in sources elsewhere.
pub(crate) async fn change_with_people(
    installation: &Installation,
    writer: &dyn CustomerWriter,
    change: CustomerChange,
) -> Result<Moves, BackEndError> {
    let moving = CustomerMoving {
        id: change.id.clone(),
        new_id: CustomerId::from(change.record.text(vars::CUSTOMER_ID)),
        by: change.by,
    };
    let mut moves = writer.change(change).await?;
    moves.add_all(&move_people_elsewhere(installation, &moving).await?);
    Ok(moves)
}
