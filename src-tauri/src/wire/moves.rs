//! What a new name drags along.

use std::sync::Arc;

use deskbook_core::customers::RenamePreview;
use deskbook_core::moves::{MoveOptions, MoveProgress, MoveStep, Moves};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::events::WindowEvents;

/// What OTOBO forgets, and what is to become of it; whatever is `false` stays with the old name.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MoveOptionsRequest {
    /// What the customer user may do in groups.
    group_permissions: bool,
    /// Which further customers customer users belong to.
    customer_relations: bool,
    /// What the customer's people may do in groups.
    customer_group_permissions: bool,
}

impl From<MoveOptionsRequest> for MoveOptions {
    fn from(request: MoveOptionsRequest) -> Self {
        Self {
            group_permissions: request.group_permissions,
            customer_relations: request.customer_relations,
            customer_group_permissions: request.customer_group_permissions,
        }
    }
}

/// How many rows of each kind move.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovesView {
    /// The kinds of which there are rows.
    rows: Vec<MovedRowsView>,
    /// Rows left behind under the new name, which give way.
    replaced: u32,
}

/// Rows of one kind.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovedRowsView {
    kind: MovedKind,
    /// The id of the source, for customer users.
    source: Option<String>,
    count: u32,
}

/// Kinds of rows that move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MovedKind {
    /// Preferences.
    Preferences,
    /// Names that values of dynamic fields are found by.
    DynamicFieldNames,
    /// Lines of saved searches.
    SavedSearches,
    /// Services that may be used.
    Services,
    /// What a customer user may do in groups.
    GroupPermissions,
    /// What a customer's people may do in groups.
    CustomerGroupPermissions,
    /// Further customers that customer users belong to.
    CustomerRelations,
    /// Customer users of the customer.
    CustomerUsers,
    /// Tickets, archived ones too.
    Tickets,
}

/// What a customer's new ID would move, and what stays.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerMovesView {
    moves: MovesView,
    /// Customer users of sources that take no changes: they keep the old ID.
    left: Vec<LeftView>,
}

/// Customer users of one source that keep the old ID.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LeftView {
    /// The id of the source.
    source: String,
    count: u32,
}

impl From<&Moves> for MovesView {
    fn from(moves: &Moves) -> Self {
        let rows = moves.iter().map(|(step, count)| MovedRowsView {
            kind: step.into(),
            source: match step {
                MoveStep::CustomerUsers(source) => Some(source.to_string()),
                _ => None,
            },
            count: small(count),
        });
        Self {
            rows: rows.collect(),
            replaced: small(moves.replaced),
        }
    }
}

impl From<&RenamePreview> for CustomerMovesView {
    fn from(preview: &RenamePreview) -> Self {
        let left = preview.left.iter().map(|(source, count)| LeftView {
            source: source.to_string(),
            count: *count,
        });
        Self {
            moves: (&preview.moves).into(),
            left: left.collect(),
        }
    }
}

impl From<MoveStep> for MovedKind {
    fn from(step: MoveStep) -> Self {
        match step {
            MoveStep::Preferences => Self::Preferences,
            MoveStep::DynamicFieldNames => Self::DynamicFieldNames,
            MoveStep::SavedSearches => Self::SavedSearches,
            MoveStep::Services => Self::Services,
            MoveStep::GroupPermissions => Self::GroupPermissions,
            MoveStep::CustomerGroupPermissions => Self::CustomerGroupPermissions,
            MoveStep::CustomerRelations => Self::CustomerRelations,
            MoveStep::CustomerUsers(_) => Self::CustomerUsers,
            MoveStep::Tickets => Self::Tickets,
        }
    }
}

/// Tells the window how far a move is.
pub struct MovesToWindow(pub Arc<WindowEvents>);

impl MoveProgress for MovesToWindow {
    fn moved(&self, step: MoveStep, done: u64, total: u64) {
        self.0.moved(step.into(), small(done), small(total));
    }
}

/// Numbers that cross have 32 bits.
fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
