//! Adding a customer, or changing one.

use std::sync::Arc;

use deskbook_domain::check::Finding;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::vars;

use super::check::{Draft, check_against, stored};
use super::find::{Company, find};
use super::rename::{change_with_people, people_beside};
use crate::back_end::{BackEndError, Changed, Signature};
use crate::caches::{CacheTypes, Written};
use crate::changes::Topic;
use crate::customer_back_end::{Customer, CustomerChange};
use crate::editing::{Editing, read_back, with_stale_caches};
use crate::installation::Installation;
use crate::mirror::Known;
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
    let looked_up = async {
        let stored = stored(installation, &draft).await?;
        let report = check_against(installation, &draft, stored.as_ref()).await?;
        Ok((stored, report.findings))
    };
    let (stored, findings) = looked_up.await.map_err(BackEndError::of_a_change)?;
    if !findings.is_empty() {
        return Ok(Outcome::Refused { findings });
    }
    let by = installation.sign().await?;
    let was_in = stored.as_ref().map(|stored| stored.source);
    let was_id = stored.as_ref().map(|it| it.id.as_str().to_owned());
    let written = write(installation, draft, stored, by, progress).await;
    if written
        .as_ref()
        .err()
        .is_none_or(BackEndError::may_be_stored)
    {
        let topics = [Topic::Customers, Topic::CustomerUsers];
        installation.listener.changed(&topics);
    }
    match written {
        Ok(Changed { key, moves }) => {
            let company = read_back(|| find(installation, &key)).await?;
            let stored = &company.customer;
            let source = stored.source;
            let known = Known {
                key: stored.id.as_str(),
                validity: stored.validity,
                record: &stored.record,
            };
            let look_up = &installation.look_up;
            if look_up.written(source, was_id.as_deref(), known).await {
                installation.listener.changed(&[Topic::Customers]);
            }
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
        Err(error) => Err(match was_in {
            Some(source) => with_stale_caches(installation, source, error),
            None => error,
        }),
    }
}

/// The ID under which the written record is found, and what moved along.
async fn write(
    installation: &Installation,
    draft: Draft,
    stored: Option<Customer>,
    by: Signature,
    progress: Arc<dyn MoveProgress>,
) -> Result<Changed<CustomerId>, BackEndError> {
    let sources = &installation.customers;
    let Draft {
        editing,
        source,
        record,
        options,
    } = draft;
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
        return change_with_people(installation, writer, change).await;
    }
    let (_, writer) = sources.writable(source)?;
    let key = CustomerId::from(record.text(vars::CUSTOMER_ID));
    writer.add(record, by).await?;
    let moves = Moves::default();
    Ok(Changed { key, moves })
}
