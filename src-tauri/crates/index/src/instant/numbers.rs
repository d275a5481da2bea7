//! Numbers of records, about in the order of their names: what comes first from the index also comes first in a list.
//!
//! Numbers are given with gaps, so that later records find room. Where there is none left a record gets the next free
//! number: the order of numbers only has to be about right.

/// The gap between two records that are added behind all others.
pub const GAP: i64 = 32;

/// What names are compared by here: their first bytes, so that a million of them take little memory.
pub type Beginning = [u8; 16];

/// The first bytes of a name.
pub fn beginning(name: &str) -> Beginning {
    let mut beginning = Beginning::default();
    for (to, from) in beginning.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    beginning
}

/// Numbers for new records among those that are there. Both are in order: `taken` by number, `new` by name.
pub fn numbers(taken: &[(Beginning, i64)], new: &[Beginning]) -> Vec<i64> {
    let mut numbers = Vec::with_capacity(new.len());
    let mut taken = taken.iter().peekable();
    let (mut left, mut last) = (new, 0);
    while let Some(first) = left.first() {
        while let Some((_, number)) = taken.next_if(|(name, _)| name <= first) {
            last = *number;
        }
        match taken.peek() {
            None => {
                for _ in left {
                    last += GAP;
                    numbers.push(last);
                }
                return numbers;
            }
            Some((next_name, next)) => {
                let before = left.partition_point(|name| name < next_name).max(1);
                let room = usize::try_from(next - last - 1).unwrap_or_default();
                let fitting = before.min(room);
                numbers.extend(spread(last, *next, fitting));
                left = left.get(fitting..).unwrap_or_default();
                if fitting < before {
                    // No room: what is left comes behind the next one
                    last = *next;
                    taken.next();
                }
            }
        }
    }
    numbers
}

/// So many numbers between two others, at the same distance of each other. There has to be room for them.
pub fn spread(last: i64, next: i64, count: usize) -> impl Iterator<Item = i64> {
    let count = i64::try_from(count).unwrap_or_default();
    (1..=count).map(move |at| last + (next - last) * at / (count + 1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn given(taken: &[(&str, i64)], new: &[&str]) -> Vec<i64> {
        let taken: Vec<_> = taken
            .iter()
            .map(|(name, number)| (beginning(name), *number))
            .collect();
        let new: Vec<_> = new.iter().map(|name| beginning(name)).collect();
        numbers(&taken, &new)
    }

    #[test]
    fn new_records_stand_where_their_names_belong() {
        assert_eq!(given(&[], &["a", "b"]), [GAP, 2 * GAP]);
        let taken = [("b", 32), ("d", 64)];
        assert_eq!(given(&taken, &["a", "c", "e"]), [16, 48, 96]);
        assert_eq!(given(&taken, &["c", "c", "c"]), [40, 48, 56]);
    }

    #[test]
    fn without_room_they_stand_behind_and_none_is_taken_twice() {
        let taken = [("b", 1), ("d", 2), ("f", 3), ("h", 5)];
        let new = ["a", "a", "c", "c", "e", "g", "i"];
        let numbers = given(&taken, &new);
        assert_eq!(numbers.len(), new.len());
        let all: BTreeSet<_> = numbers
            .iter()
            .chain(taken.iter().map(|(_, it)| it))
            .collect();
        assert_eq!(all.len(), new.len() + taken.len(), "{numbers:?}");
        assert!(numbers.is_sorted(), "{numbers:?}");
    }

    #[test]
    fn whatever_is_there_no_number_is_given_twice() {
        use std::iter::repeat_n;
        let taken: Vec<_> = (0..500)
            .map(|at| (format!("{:03}", at * 7 % 500), at * 3 + 1))
            .collect();
        let taken: Vec<_> = taken
            .iter()
            .map(|(name, at)| (name.as_str(), *at))
            .collect();
        let mut new: Vec<_> = (0..400).map(|at| format!("{at:03}")).collect();
        new.extend(repeat_n("250".to_owned(), 600));
        new.sort();
        let new: Vec<_> = new.iter().map(String::as_str).collect();
        let numbers = given(&taken, &new);
        let all: BTreeSet<_> = numbers
            .iter()
            .chain(taken.iter().map(|(_, it)| it))
            .collect();
        assert_eq!(all.len(), 1_500);
    }
}
