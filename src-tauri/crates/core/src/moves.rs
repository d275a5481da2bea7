//! What a new login or a new customer ID drags along in OTOBO's own database (`otobo-behaviour.md 4.5`).
//!
//! OTOBO names customer users and customers by their keys in tables that know nothing of each other. A key
//! that changes has to change in all of them, or what is stored under the old one is lost from sight.

use std::collections::BTreeMap;

use deskbook_domain::check::Problem;
use deskbook_domain::source::SourceId;

/// One kind of rows that move, in the order in which they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveStep {
    /// Preferences of a customer user (`customer_preferences`).
    Preferences,
    /// The name that values of dynamic fields are found by (`dynamic_field_obj_id_name`).
    DynamicFieldNames,
    /// Saved searches of a customer user, all their lines (`search_profile`).
    SavedSearches,
    /// Services that a customer user may use (`service_customer_user`).
    Services,
    /// What a customer user may do in groups (`group_customer_user`).
    GroupPermissions,
    /// What a customer's people may do in groups (`group_customer`).
    CustomerGroupPermissions,
    /// Which further customers a customer user belongs to (`customer_user_customer`).
    CustomerRelations,
    /// Customer users whose own customer it is, in this source.
    CustomerUsers(SourceId),
    /// Tickets, archived ones too.
    Tickets,
}

/// How many rows move: counted before, as a preview, or after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    rows: BTreeMap<MoveStep, u64>,
    /// Rows that were left behind under the new name and give way, since both cannot be kept. Nobody has
    /// that name now, so they are nobody's.
    pub replaced: u64,
}

impl Moves {
    /// How many rows of this kind.
    pub fn of(&self, step: MoveStep) -> u64 {
        self.rows.get(&step).copied().unwrap_or_default()
    }

    /// Notes rows of this kind, beside those that were noted before.
    pub fn add(&mut self, step: MoveStep, rows: u64) {
        if rows > 0 {
            *self.rows.entry(step).or_default() += rows;
        }
    }

    /// Notes all that was counted elsewhere, such as in the database of another source.
    pub fn add_all(&mut self, other: &Self) {
        for (step, rows) in other.iter() {
            self.add(step, rows);
        }
        self.replaced += other.replaced;
    }

    /// The kinds of which there are rows, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (MoveStep, u64)> {
        self.rows.iter().map(|(step, rows)| (*step, *rows))
    }

    /// Customer users of all sources.
    pub fn customer_users(&self) -> u64 {
        let of_sources = self
            .iter()
            .filter(|(step, _)| matches!(step, MoveStep::CustomerUsers(_)));
        of_sources.map(|(_, rows)| rows).sum()
    }

    /// All rows that move. Those that give way are not among them.
    pub fn total(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// What OTOBO forgets and Deskbook moves unless it is told not to (C70). What stays is nobody's then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveOptions {
    /// What the customer user may do in groups.
    pub group_permissions: bool,
    /// Which further customers customer users belong to.
    pub customer_relations: bool,
    /// What the customer's people may do in groups.
    pub customer_group_permissions: bool,
}

impl MoveOptions {
    /// No more than OTOBO moves.
    pub const AS_OTOBO: Self = Self {
        group_permissions: false,
        customer_relations: false,
        customer_group_permissions: false,
    };
}

impl Default for MoveOptions {
    fn default() -> Self {
        Self {
            group_permissions: true,
            customer_relations: true,
            customer_group_permissions: true,
        }
    }
}

/// Hears how far a move is.
pub trait MoveProgress: Send + Sync {
    /// `done` of `total` rows of this kind have moved. They are kept when the transaction ends, not before.
    fn moved(&self, step: MoveStep, done: u64, total: u64);
}

/// Nobody wants to know.
impl MoveProgress for () {
    fn moved(&self, _: MoveStep, _: u64, _: u64) {}
}

/// Why nothing was moved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveRefused {
    /// The new name is longer than a column that it has to move into (C5).
    #[error("{table}.{column} takes {limit} characters, but the new name has {length}")]
    TooLong {
        /// Whose rows would move into it.
        step: MoveStep,
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Characters of what would be written, which may be more than the name alone.
        length: u32,
        /// Characters that the column takes.
        limit: u32,
    },
    /// Somebody else has a name that the database takes for the new one, as `Müller` and `muller`, and a
    /// unique key lets only one of them be stored.
    #[error("{table}.{column} has a name that the database takes for the new one")]
    Taken {
        /// Whose rows would move.
        step: MoveStep,
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The other name.
        name: String,
    },
    /// The column of a source's customer users cannot hold the new customer ID.
    #[error("{column} cannot hold the new name")]
    Unfit {
        /// Whose rows would move.
        step: MoveStep,
        /// The column, with its table.
        column: String,
        /// What is wrong with the ID.
        problem: Problem,
    },
}

impl MoveRefused {
    /// Where it is, for the UI's words.
    pub(crate) fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { table, column, .. } | Self::Taken { table, column, .. } => vec![
                ("table", (*table).to_owned()),
                ("column", (*column).to_owned()),
            ],
            Self::Unfit { column, .. } => vec![("column", column.clone())],
        }
    }
}

/// What is wrong with a new name whose rows cannot move.
pub(crate) fn refused_move(refused: MoveRefused) -> Problem {
    match refused {
        MoveRefused::TooLong {
            table,
            column,
            length,
            limit,
            ..
        } => Problem::TooLongToMove {
            column: format!("{table}.{column}"),
            length,
            limit,
        },
        MoveRefused::Taken {
            table,
            column,
            name,
            ..
        } => Problem::TakenWhereItMoves {
            column: format!("{table}.{column}"),
            name,
        },
        MoveRefused::Unfit { problem, .. } => problem,
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::source::Subject;

    use super::*;

    #[test]
    fn customer_users_are_counted_by_source_and_together() {
        let mut sources = SourceId::all(Subject::CustomerUsers);
        let [first, second] = [(); 2].map(|()| sources.next().unwrap());
        let mut moves = Moves::default();
        moves.add(MoveStep::CustomerUsers(first), 3);
        moves.add(MoveStep::Tickets, 5);
        let mut elsewhere = Moves::default();
        elsewhere.add(MoveStep::CustomerUsers(second), 4);
        elsewhere.replaced = 2;
        moves.add_all(&elsewhere);
        assert_eq!(moves.of(MoveStep::CustomerUsers(second)), 4);
        assert_eq!(moves.customer_users(), 7);
        assert_eq!(moves.total(), 12, "what gives way does not move");
        assert_eq!(moves.replaced, 2);
    }

    #[test]
    fn what_has_no_rows_is_not_told() {
        let mut moves = Moves::default();
        moves.add(MoveStep::Services, 0);
        assert_eq!(moves.iter().count(), 0);
        assert_eq!(moves, Moves::default());
    }

    #[test]
    fn a_name_that_is_too_long_names_its_column() {
        let refused = MoveRefused::TooLong {
            step: MoveStep::GroupPermissions,
            table: "group_customer_user",
            column: "user_id",
            length: 120,
            limit: 100,
        };
        assert_eq!(
            refused.to_string(),
            "group_customer_user.user_id takes 100 characters, but the new name has 120"
        );
    }
}
