//! The exact rule: whether a record answers a query, and how well.

use super::needle::Needle;
use super::number::Number;
use super::query::{Meaning, Part, Query};
use super::rank::{Rank, Spelling, Tier};
use super::standing::{is_exact, rank_in};
use super::value::{Entry, FieldKind, FoldedValue, Value};

impl Query {
    /// How well a record answers; `None` if it does not.
    ///
    /// Every part has to hold, except that a login or an address that is the whole text is always
    /// found. A record that is only asked for its validity, its source or for what it must not hold has
    /// [`Tier::Substring`].
    pub fn rank(&self, entry: &Entry<'_>) -> Option<Rank> {
        if !self.parts.iter().all(|part| admits(part, entry)) {
            return None;
        }
        let values: Vec<_> = entry.values.iter().map(FoldedValue::of).collect();
        self.rank_of(&values)
    }

    pub(super) fn rank_of(&self, values: &[FoldedValue<'_>]) -> Option<Rank> {
        let exactly = Rank::of_word(Tier::Exact, true, Spelling::Typed);
        if values.iter().any(|value| is_exact(&self.whole, value)) {
            return Some(exactly);
        }
        let mut whole: Option<Rank> = None;
        for part in &self.parts {
            match (self.part_rank(part, values), part.negated) {
                (PartRank::Missing, false) => return None,
                (PartRank::Holds(rank), true) if rank.tier < Tier::SoundsLike => return None,
                (PartRank::Silent, _) | (PartRank::Missing | PartRank::Holds(_), true) => {}
                (PartRank::Holds(rank), false) => {
                    whole = Some(whole.map_or(rank, |whole| whole.and(rank)));
                }
            }
        }
        Some(whole.unwrap_or(Rank {
            tier: Tier::Substring,
            distance: 0,
        }))
    }

    fn part_rank(&self, part: &Part, values: &[FoldedValue<'_>]) -> PartRank {
        let rank = match &part.meaning {
            Meaning::Text(needle) => text_rank(needle, &part.among(values)),
            Meaning::Number { number, words } => {
                let values = part.among(values);
                let as_number = self.number_rank(number, &values);
                let as_words = words.iter().map(|word| text_rank(word, &values));
                let as_words = as_words.collect::<Option<Vec<_>>>();
                let as_words = as_words.and_then(|ranks| ranks.into_iter().reduce(Rank::and));
                [as_number, as_words].into_iter().flatten().min()
            }
            Meaning::Valid(_) | Meaning::Source(_) | Meaning::Nothing => return PartRank::Silent,
        };
        rank.map_or(PartRank::Missing, PartRank::Holds)
    }

    fn number_rank(&self, number: &Number, values: &[&FoldedValue<'_>]) -> Option<Rank> {
        let phones = values
            .iter()
            .filter(|it| it.value.kind == FieldKind::Phone && number.may_be_in(it.value.text));
        let numbers = phones.flat_map(|it| self.region.numbers(it.value.text));
        let ranks = numbers.filter_map(|stored| {
            if stored == number.whole() {
                Some(Rank::of_word(Tier::Exact, true, Spelling::Typed))
            } else {
                let ending = number.ending_of(&stored);
                ending.map(|_| Rank::of_word(Tier::Substring, false, Spelling::Typed))
            }
        });
        ranks.min()
    }
}

/// What a record has to say to a part.
enum PartRank {
    /// The part does not ask for values.
    Silent,
    Missing,
    Holds(Rank),
}

impl Part {
    /// Those of the values that it is about.
    pub(super) fn among<'v, 'a>(&self, values: &'v [FoldedValue<'a>]) -> Vec<&'v FoldedValue<'a>> {
        let is_meant = |value: &Value<'_>| match &self.fields {
            None => true,
            Some(fields) => fields.iter().any(|field| field.as_str() == value.field),
        };
        values.iter().filter(|it| is_meant(&it.value)).collect()
    }
}

/// Whether validity and source are as the part says.
pub(super) fn admits(part: &Part, entry: &Entry<'_>) -> bool {
    match &part.meaning {
        Meaning::Valid(wanted) => wanted.admits(entry.validity),
        Meaning::Source(needle) => {
            let named = entry.sources.iter().any(|name| names_source(needle, name));
            named != part.negated
        }
        Meaning::Text(_) | Meaning::Number { .. } | Meaning::Nothing => true,
    }
}

fn names_source(needle: &Needle, name: &str) -> bool {
    let name = Value {
        field: "",
        kind: FieldKind::Other,
        text: name,
    };
    rank_in(needle, &FoldedValue::of(&name)).is_some()
}

fn text_rank(needle: &Needle, values: &[&FoldedValue<'_>]) -> Option<Rank> {
    let found = values.iter().filter_map(|value| rank_in(needle, value));
    found.min().or_else(|| sound_rank(needle, values))
}

fn sound_rank(needle: &Needle, values: &[&FoldedValue<'_>]) -> Option<Rank> {
    let words = values.iter().flat_map(|value| value.heard_words());
    let distances = words.filter_map(|word| needle.heard_apart(word));
    distances.min().map(|distance| Rank {
        tier: Tier::SoundsLike,
        distance,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Var;
    use crate::instant::{FieldName, Region, parse};
    use crate::validity::Validity;

    const TINA: [(&str, FieldKind, &str); 7] = [
        ("UserLogin", FieldKind::Login, "t.mueller"),
        ("UserFirstname", FieldKind::Name, "Tina"),
        ("UserLastname", FieldKind::Name, "Müller"),
        ("UserEmail", FieldKind::Email, "tina.mueller@acme.example"),
        ("UserPhone", FieldKind::Phone, "+49 (0)89 1234-567"),
        ("UserCity", FieldKind::Other, "Bad Homburg"),
        ("UserStreet", FieldKind::Other, "Meierweg 7"),
    ];

    fn rank(text: &str) -> Option<Rank> {
        let values = TINA.map(|(field, kind, text)| Value { field, kind, text });
        let entry = Entry {
            values: &values,
            validity: Validity::Valid,
            sources: &["DB1", "North office"],
        };
        let city = Var::from("UserCity");
        let names = [FieldName {
            name: "city",
            var: &city,
        }];
        parse(text, &names, Region::of_country("DE")).rank(&entry)
    }

    fn tier(text: &str) -> Option<Tier> {
        rank(text).map(|rank| rank.tier)
    }

    #[test]
    fn the_best_value_decides_and_of_words_the_worst() {
        for (text, expected) in [
            ("T.Mueller", Some(Tier::Exact)),
            ("tina", Some(Tier::NamePrefix)),
            ("muller tina", Some(Tier::NamePrefix)),
            ("hom tin", Some(Tier::WordPrefix)),
            ("mbu tin", Some(Tier::Substring)),
            ("miller", Some(Tier::SoundsLike)),
            ("tina miller", Some(Tier::SoundsLike)),
            ("tina schulze", None),
            ("t m", Some(Tier::NamePrefix)),
        ] {
            assert_eq!(tier(text), expected, "{text}");
        }
    }

    #[test]
    fn only_names_are_listened_to() {
        assert_eq!(tier("Mayerweg"), None);
        assert_eq!(tier("meierweg"), Some(Tier::WordPrefix));
    }

    #[test]
    fn numbers_are_found_whole_and_by_their_end() {
        for (text, expected) in [
            ("089 1234567", Some(Tier::Exact)),
            ("0049 89 123 45 67", Some(Tier::Exact)),
            ("4567", Some(Tier::Substring)),
            ("567", Some(Tier::WordPrefix)),
            ("089 1234568", None),
            ("tina 234567", Some(Tier::Substring)),
        ] {
            assert_eq!(tier(text), expected, "{text}");
        }
    }

    #[test]
    fn what_must_not_hold_does_not_hold() {
        assert!(rank("tina -schulze").is_some());
        assert!(rank("tina -müller").is_none());
        assert!(rank("-schulze").is_some());
        assert!(rank("tina -miller").is_some(), "a sound is no reason");
        assert!(rank("tina -4567").is_none());
    }

    #[test]
    fn fields_validity_and_source_are_looked_at() {
        assert!(rank("city:homburg").is_some() && rank("city:tina").is_none());
        assert!(rank("valid:yes tina").is_some() && rank("valid:no").is_none());
        assert!(rank("valid:all").is_some());
        assert!(rank("source:north tina").is_some() && rank("source:south").is_none());
        assert!(rank("-source:north").is_none() && rank("-source:south").is_some());
    }

    #[test]
    fn a_login_is_found_whatever_it_would_mean() {
        let values = [Value {
            field: "UserLogin",
            kind: FieldKind::Login,
            text: "-admin+city:x",
        }];
        let entry = Entry {
            values: &values,
            validity: Validity::Valid,
            sources: &[],
        };
        let query = parse("-Admin+city:x", &[], Region::UNKNOWN);
        assert_eq!(query.rank(&entry).map(|rank| rank.tier), Some(Tier::Exact));
    }

    #[test]
    fn what_sounds_alike_is_nearer_with_the_same_letters() {
        let distance = |text: &str| rank(text).unwrap().distance;
        assert!(distance("miller") < distance("mahler"));
    }
}
