//! Orders hits by one field.

use std::cmp::Ordering;

use deskbook_core::query::Direction;
use deskbook_domain::map::StorageKind;
use deskbook_index::sort_key;

/// What a value is ordered by. Rows without a value come last, whatever the direction.
#[derive(PartialEq, PartialOrd)]
enum Key {
    Number(i64),
    Text(String),
}

/// Numbers of rows by the value of a column; rows with the same value by their number.
pub(super) fn sort_by_column(
    values: Vec<(i32, Option<String>)>,
    kind: StorageKind,
    direction: Direction,
) -> Vec<i32> {
    let mut keyed: Vec<_> = values
        .into_iter()
        .map(|(id, value)| (key(value.as_deref(), kind), id))
        .collect();
    keyed.sort_by(|(one, one_id), (other, other_id)| {
        by_key(one.as_ref(), other.as_ref(), direction).then(one_id.cmp(other_id))
    });
    keyed.into_iter().map(|(_, id)| id).collect()
}

fn key(value: Option<&str>, kind: StorageKind) -> Option<Key> {
    let value = value.filter(|value| !value.is_empty())?;
    match kind {
        StorageKind::Integer => value.parse().ok().map(Key::Number),
        StorageKind::Text | StorageKind::DynamicField => Some(Key::Text(sort_key([value]))),
    }
}

fn by_key(one: Option<&Key>, other: Option<&Key>, direction: Direction) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => {
            let up = one.partial_cmp(other).unwrap_or(Ordering::Equal);
            match direction {
                Direction::Ascending => up,
                Direction::Descending => up.reverse(),
            }
        }
        (one, other) => one.is_none().cmp(&other.is_none()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(values: &[&str], kind: StorageKind, direction: Direction) -> Vec<i32> {
        let values = (1..)
            .zip(values)
            .map(|(id, value)| (id, Some((*value).to_owned())));
        let null = std::iter::once((0, None));
        sort_by_column(null.chain(values).collect(), kind, direction)
    }

    #[test]
    fn texts_are_ordered_as_people_read_them_and_blanks_come_last() {
        let values = ["b", "", "Ä", "a", "B"];
        let up = sorted(&values, StorageKind::Text, Direction::Ascending);
        assert_eq!(up, [4, 3, 1, 5, 0, 2]);
        let down = sorted(&values, StorageKind::Text, Direction::Descending);
        assert_eq!(
            down,
            [1, 5, 3, 4, 0, 2],
            "equal ones stay in the order of their numbers"
        );
    }

    #[test]
    fn numbers_are_ordered_by_their_size() {
        assert_eq!(
            sorted(
                &["10", "9", "x"],
                StorageKind::Integer,
                Direction::Ascending
            ),
            [2, 1, 0, 3]
        );
    }
}
