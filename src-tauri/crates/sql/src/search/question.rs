//! What is asked, as far as it matters for finding rows.

use deskbook_core::back_end::BackEndError;
use deskbook_core::query::{ContactQuery, Direction, Order};
use deskbook_domain::ids::Identifier;
use deskbook_domain::map::StorageKind;
use deskbook_domain::search::{CaseRule, Condition, Pattern, Word};

use crate::map_query::MapQuery;

/// A search.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) asked: Asked,
    pub(crate) case: CaseRule,
    pub(crate) order: RowOrder,
}

/// Which rows.
#[derive(Clone, Debug)]
pub(crate) enum Asked {
    /// None.
    Nothing,
    /// All.
    Everything,
    /// Those that this holds for.
    Matching(Condition),
}

/// In which order.
#[derive(Clone, Debug)]
pub(crate) enum RowOrder {
    /// By tier, or without a condition by name.
    Best,
    /// By a column.
    Column {
        column: Identifier,
        kind: StorageKind,
        direction: Direction,
    },
}

impl Question {
    /// Fails if the order names a field that the map does not have.
    pub(crate) fn new(
        query: ContactQuery,
        case: CaseRule,
        map: &MapQuery,
    ) -> Result<Self, BackEndError> {
        let order = match query.order {
            Order::Best => RowOrder::Best,
            Order::Field { var, direction } => {
                let unknown = || BackEndError::Unknown {
                    what: var.to_string(),
                };
                let field = map.readable_field(&var).ok_or_else(unknown)?;
                RowOrder::Column {
                    column: field.storage.clone(),
                    kind: field.kind,
                    direction,
                }
            }
        };
        Ok(Self {
            asked: Asked::new(query.condition),
            case,
            order,
        })
    }

    /// Whether all rows are asked for, in the order of names.
    pub(crate) fn is_whole_list(&self) -> bool {
        matches!(
            (&self.asked, &self.order),
            (Asked::Everything, RowOrder::Best)
        )
    }
}

impl Asked {
    fn new(condition: Option<Condition>) -> Self {
        match condition {
            None | Some(Condition::Everything) => Self::Everything,
            Some(Condition::Nothing) => Self::Nothing,
            Some(condition) if is_only_wildcards(&condition) => Self::Everything,
            Some(condition) => Self::Matching(condition),
        }
    }
}

/// `*` asks for all rows with a value in some search column, and the key always has one.
fn is_only_wildcards(condition: &Condition) -> bool {
    match condition {
        Condition::Word(Word {
            pattern: Pattern::Like(like),
            negated: false,
        }) => like.text().trim_matches('%').is_empty(),
        _ => false,
    }
}
