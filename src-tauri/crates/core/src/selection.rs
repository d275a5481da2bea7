//! The questions that OTOBO itself asks of a source (`otobo-behaviour.md` 3.1 and 3.6), beside the
//! search of Deskbook's own lists.

use std::cmp::Ordering;

use deskbook_domain::ids::Identifier;
use deskbook_domain::map::{Map, StorageKind};
use deskbook_domain::record::Record;
use deskbook_domain::search::{CaseRule, Condition, SearchError, lookup};
use deskbook_domain::text::lower;

use crate::back_end::{BackEndError, FoundCustomerUser};
use crate::customer_back_end::FoundCustomer;
use crate::hits::{Hits, LARGEST_PAGE, Place};
use crate::query::{ContactQuery, Direction, Order, ValidityFilter};

/// Which records; who asks decides about validity.
#[derive(Clone, Debug)]
pub enum Selection {
    /// All.
    Everything,
    /// Those that a search in OTOBO's language finds in these columns.
    Matching {
        /// What was understood.
        condition: Condition,
        /// Where it must hold.
        columns: Vec<Identifier>,
    },
    /// Those that have exactly this text, in any case, in at least one of these columns.
    Equal {
        /// The text.
        text: String,
        /// Where.
        columns: Vec<Identifier>,
    },
    /// Those whose column is like what was typed.
    Like {
        /// As typed.
        text: String,
        /// Where the typed text has to stand.
        extent: Extent,
        /// Where.
        column: Identifier,
    },
    /// Those that all of this holds for.
    Detail(Detail),
}

/// How much of a value has to be like the typed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Any part (C39).
    Part,
    /// All of it, with `*` as wildcard (C40).
    Whole,
}

/// The detailed search (`otobo-behaviour.md 3.6`).
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// Columns that must be like what was typed, anchored (C45).
    pub inputs: Vec<(Identifier, String)>,
    /// Columns that must have one of these values, as the engine compares.
    pub choices: Vec<(Identifier, Vec<String>)>,
    /// Columns that must have none of these values.
    pub exclusions: Vec<(Identifier, Vec<String>)>,
    /// The order; the engine's where it is empty.
    pub order: Vec<(Identifier, Direction)>,
}

impl Selection {
    /// Fails where the engine would: for a pattern that ends in its escape character.
    pub fn check(&self, backslash: lookup::Backslash) -> Result<(), SearchError> {
        let check = |pattern: &str| lookup::matches(pattern, "", CaseRule::Exact).map(|_| ());
        if backslash == lookup::Backslash::Literal {
            return Ok(());
        }
        match self {
            Self::Like { text, extent, .. } => check(&extent.pattern(text, backslash)),
            Self::Detail(detail) => {
                let texts = detail.inputs.iter();
                let mut patterns = texts.filter_map(|(_, text)| lookup::detail(text, backslash));
                patterns.try_for_each(|pattern| check(&pattern))
            }
            Self::Everything | Self::Matching { .. } | Self::Equal { .. } => Ok(()),
        }
    }

    /// Whether a record is asked for, for back ends that compare by themselves. `value` gives the text of
    /// a column. Fails where a database would.
    pub fn holds(
        &self,
        record: &Record,
        value: impl Fn(&Record, &Identifier) -> Option<String>,
        case: CaseRule,
    ) -> Result<bool, SearchError> {
        let of = |column: &Identifier| value(record, column);
        Ok(match self {
            Self::Everything => true,
            Self::Matching { condition, columns } => {
                let values: Vec<_> = columns.iter().map(of).collect();
                let values: Vec<_> = values.iter().map(Option::as_deref).collect();
                condition.matches(&values, case)
            }
            Self::Equal { text, columns } => {
                let text = folded(text, case);
                let mut values = columns.iter().filter_map(of);
                values.any(|value| folded(&value, case) == text)
            }
            Self::Like {
                text,
                extent,
                column,
            } => {
                let pattern = extent.pattern(text, lookup::Backslash::Escapes);
                match of(column) {
                    Some(value) => lookup::matches(&pattern, &value, case)?,
                    None => false,
                }
            }
            Self::Detail(detail) => detail.holds(&of)?,
        })
    }
}

impl Extent {
    /// LIKE's pattern for a typed text.
    pub fn pattern(self, text: &str, backslash: lookup::Backslash) -> String {
        match self {
            Self::Part => lookup::containing(text, backslash),
            Self::Whole => lookup::anchored(text, backslash),
        }
    }
}

impl Detail {
    fn holds(&self, of: &impl Fn(&Identifier) -> Option<String>) -> Result<bool, SearchError> {
        for (column, text) in &self.inputs {
            let Some(pattern) = lookup::detail(text, lookup::Backslash::Escapes) else {
                continue;
            };
            // A broken pattern is an error whatever the values are
            let value = of(column);
            let text = value.as_deref().unwrap_or_default();
            let fits = lookup::matches(&pattern, text, CaseRule::Folded)?;
            if value.is_none() || !fits {
                return Ok(false);
            }
        }
        let is_one_of = |column: &Identifier, values: &[String]| {
            of(column).map(|value| values.contains(&value))
        };
        let chosen = self
            .choices
            .iter()
            .all(|(column, values)| is_one_of(column, values) == Some(true));
        let excluded = self
            .exclusions
            .iter()
            .any(|(column, values)| is_one_of(column, values) != Some(false));
        Ok(chosen && !excluded)
    }
}

/// A list of everybody, to be looked through.
pub fn everything(validity: ValidityFilter) -> ContactQuery {
    ContactQuery {
        condition: None,
        validity,
        order: Order::Best,
    }
}

/// Answers a question by looking at every record: for back ends without a language for questions. Case
/// and order are those of the local directory.
pub async fn select_by_looking<T: HasRecord>(
    hits: &dyn Hits<T>,
    map: &Map,
    case: CaseRule,
    selection: &Selection,
    limit: Option<u32>,
) -> Result<Vec<T>, BackEndError> {
    let of = |record: &Record, column: &Identifier| {
        let field = map.field_stored_in(column)?;
        record.get(&field.var).map(str::to_owned)
    };
    let mut found = Vec::new();
    let mut start = 0;
    loop {
        let page = hits.page(Place::From(start), LARGEST_PAGE).await?;
        let count = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        for row in page.rows {
            if selection.holds(row.record(), of, case)? {
                found.push(row);
            }
        }
        start = start.saturating_add(count);
        if count == 0 {
            break;
        }
    }
    if let Selection::Detail(detail) = selection {
        let key = |row: &T, column: &Identifier| sort_key(map, row.record(), column);
        found.sort_by(|one, other| {
            let by = detail.order.iter().map(|(column, direction)| {
                let ordering = key(one, column).cmp(&key(other, column));
                match direction {
                    Direction::Ascending => ordering,
                    Direction::Descending => ordering.reverse(),
                }
            });
            by.fold(Ordering::Equal, Ordering::then)
        });
    }
    found.truncate(limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(found)
}

/// What a value is sorted by: numbers by their size, text by its code points, NULL behind both. That is
/// PostgreSQL's order where the locale is `C`.
fn sort_key(
    map: &Map,
    record: &Record,
    column: &Identifier,
) -> (bool, Option<i64>, Option<String>) {
    let field = map.field_stored_in(column);
    let value = field.and_then(|field| record.get(&field.var));
    let is_number = field.is_some_and(|field| field.kind == StorageKind::Integer);
    match value {
        None => (true, None, None),
        Some(number) if is_number => (false, number.parse().ok(), None),
        Some(text) => (false, None, Some(text.to_owned())),
    }
}

/// A hit with its values.
pub trait HasRecord {
    /// The values.
    fn record(&self) -> &Record;
}

impl HasRecord for FoundCustomerUser {
    fn record(&self) -> &Record {
        &self.record
    }
}

impl HasRecord for FoundCustomer {
    fn record(&self) -> &Record {
        &self.record
    }
}

fn folded(text: &str, case: CaseRule) -> String {
    match case {
        CaseRule::Folded => lower(text),
        CaseRule::Exact => text.to_owned(),
    }
}
