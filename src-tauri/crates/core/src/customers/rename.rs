//! What a customer's new ID drags along, over all sources (`otobo-behaviour.md 4.5`, C70).

use deskbook_domain::ids::{CustomerId, Identifier};
use deskbook_domain::source::{CustomerUserSource, SourceId};

use crate::back_end::{BackEnd, BackEndError, CustomerMoving};
use crate::customer_back_end::CustomerRenaming;
use crate::installation::Installation;
use crate::moves::{MoveOptions, MoveStep, Moves};
use crate::query::ValidityFilter;
use crate::selection::Selection;

/// What a new ID would move, and what stays with the old one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenamePreview {
    /// What moves.
    pub moves: Moves,
    /// Customer users of sources that take no changes: they keep the old ID.
    pub left: Vec<(SourceId, u32)>,
}

/// What a new ID of a customer would move now. `in_source` is where the customer was read from: another
/// source may have the same ID.
#[tracing::instrument(skip_all)]
pub async fn preview_rename(
    installation: &Installation,
    id: &CustomerId,
    new_id: &CustomerId,
    in_source: Option<SourceId>,
    options: MoveOptions,
) -> Result<RenamePreview, BackEndError> {
    let stored = installation.customers.find_in(in_source, id).await?;
    let stored = stored.ok_or(BackEndError::NotFound)?;
    let back_end = installation.customers.of(stored.source)?;
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    let renaming = CustomerRenaming {
        id: stored.id.clone(),
        new_id: new_id.clone(),
        people: people_beside(installation),
        options,
    };
    let mut preview = RenamePreview {
        moves: writer.count_moves(&renaming).await?,
        left: Vec::new(),
    };
    for back_end in installation.customer_users.iter() {
        let source = back_end.source();
        let is_writable = back_end.writer().is_some();
        if is_writable && is_beside(source) {
            continue;
        }
        let count = count_people(back_end.as_ref(), &source.customer_id, &stored.id).await?;
        if is_writable {
            let step = MoveStep::CustomerUsers(source.id);
            preview.moves.add(step, count.into());
        } else if count > 0 {
            preview.left.push((source.id, count));
        }
    }
    Ok(preview)
}

/// The sources in OTOBO's own database that take changes: their customer users move in the transaction of
/// the customer.
pub(crate) fn people_beside(installation: &Installation) -> Vec<CustomerUserSource> {
    let writable = installation.customer_users.iter();
    let writable = writable.filter(|it| it.writer().is_some());
    let sources = writable.map(|it| it.source().clone());
    sources.filter(is_beside).collect()
}

/// Moves the customer users of sources in other databases, each in a transaction of its own.
pub(super) async fn move_people_elsewhere(
    installation: &Installation,
    moving: &CustomerMoving,
) -> Result<Moves, BackEndError> {
    let mut moves = Moves::default();
    if moving.id == moving.new_id {
        return Ok(moves);
    }
    for back_end in installation.customer_users.iter() {
        let source = back_end.source();
        if let (Some(writer), false) = (back_end.writer(), is_beside(source)) {
            let moved = writer.move_to_customer(moving).await?;
            moves.add(MoveStep::CustomerUsers(source.id), moved);
        }
    }
    Ok(moves)
}

fn is_beside(source: &CustomerUserSource) -> bool {
    source.own_database.is_none()
}

async fn count_people(
    back_end: &dyn BackEnd,
    column: &Identifier,
    id: &CustomerId,
) -> Result<u32, BackEndError> {
    let selection = Selection::Equal {
        text: id.as_str().to_owned(),
        columns: vec![column.clone()],
    };
    back_end
        .count_selected(&selection, ValidityFilter::All)
        .await
}
