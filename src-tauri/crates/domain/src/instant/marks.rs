//! Where a record's values hold what was typed, to be highlighted.

use std::ops::Range;

use super::needle::Needle;
use super::number::Number;
use super::places::{heard, last_digits, ranges};
use super::query::{Meaning, Query};
use super::rank::Rank;
use super::rule::admits;
use super::standing::{is_exact, rank_in};
use super::value::{Entry, FieldKind, FoldedValue, Value};

/// A record that answers a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// How well.
    pub rank: Rank,
    /// What to highlight, in the order of the values and of their texts; marks do not overlap.
    pub marks: Vec<Mark>,
}

/// A part of a value that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which of the values, counted from 0.
    pub value: usize,
    /// Its bytes, as the value is stored.
    pub range: Range<usize>,
    /// Why.
    pub kind: MarkKind,
}

/// Why something is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum MarkKind {
    /// It is what was typed.
    Found,
    /// It sounds like it.
    SoundsLike,
}

impl Query {
    /// What to highlight of a record that was found, whatever its validity and its source.
    pub fn marks(&self, values: &[Value<'_>]) -> Vec<Mark> {
        let values: Vec<_> = values.iter().map(FoldedValue::of).collect();
        match self.rank_of(&values) {
            Some(_) => self.marks_in(&values),
            None => Vec::new(),
        }
    }

    fn marks_in(&self, values: &[FoldedValue<'_>]) -> Vec<Mark> {
        let mut marker = Marker {
            query: self,
            values,
            marks: Vec::new(),
        };
        marker.mark();
        disjoint(marker.marks)
    }

    /// How well a record answers, and by what; `None` if it does not. Costs more than
    /// [`Query::rank`], which is enough to choose and order the rows that are shown.
    pub fn hit(&self, entry: &Entry<'_>) -> Option<Hit> {
        if !self.parts.iter().all(|part| admits(part, entry)) {
            return None;
        }
        let values: Vec<_> = entry.values.iter().map(FoldedValue::of).collect();
        Some(Hit {
            rank: self.rank_of(&values)?,
            marks: self.marks_in(&values),
        })
    }
}

struct Marker<'m, 'a> {
    query: &'m Query,
    values: &'m [FoldedValue<'a>],
    marks: Vec<Mark>,
}

impl Marker<'_, '_> {
    fn mark(&mut self) {
        for (at, value) in self.values.iter().enumerate() {
            if is_exact(&self.query.whole, value) {
                self.found(at, 0..value.value.text.len());
            }
        }
        for part in self.query.parts.iter().filter(|part| !part.negated) {
            let meant = part.among(self.values);
            let is_meant =
                |value: &FoldedValue<'_>| meant.iter().any(|it| std::ptr::eq(*it, value));
            let among: Vec<_> = (0..)
                .zip(self.values)
                .filter(|(_, value)| is_meant(value))
                .collect();
            match &part.meaning {
                Meaning::Text(needle) => self.mark_text(needle, &among),
                Meaning::Number { number, words } => {
                    self.mark_number(number, &among);
                    if words.iter().all(|word| stands_somewhere(word, &among)) {
                        for word in words {
                            self.mark_text(word, &among);
                        }
                    }
                }
                Meaning::Valid(_) | Meaning::Source(_) | Meaning::Nothing => {}
            }
        }
    }

    fn found(&mut self, value: usize, range: Range<usize>) {
        self.push(value, range, MarkKind::Found);
    }

    fn push(&mut self, value: usize, range: Range<usize>, kind: MarkKind) {
        if !range.is_empty() {
            self.marks.push(Mark { value, range, kind });
        }
    }

    fn mark_text(&mut self, needle: &Needle, among: &[(usize, &FoldedValue<'_>)]) {
        let marked = self.marks.len();
        for (at, value) in among {
            if rank_in(needle, value).is_some() {
                for range in ranges(needle, value) {
                    self.found(*at, range);
                }
            }
        }
        if self.marks.len() == marked && !stands_somewhere(needle, among) {
            for (at, value) in among {
                for range in heard(needle, value) {
                    self.push(*at, range, MarkKind::SoundsLike);
                }
            }
        }
    }

    fn mark_number(&mut self, number: &Number, among: &[(usize, &FoldedValue<'_>)]) {
        for (at, value) in among {
            let text = value.value.text;
            if value.value.kind != FieldKind::Phone {
                continue;
            }
            for stored in self.query.region.numbers(text) {
                if stored == number.whole() {
                    self.found(*at, 0..text.len());
                } else if let Some(ending) = number.ending_of(&stored) {
                    self.found(*at, last_digits(text, ending));
                }
            }
        }
    }
}

fn stands_somewhere(needle: &Needle, among: &[(usize, &FoldedValue<'_>)]) -> bool {
    among
        .iter()
        .any(|(_, value)| rank_in(needle, value).is_some())
}

/// Marks in order, those that touch the same letters made one.
fn disjoint(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.value, mark.range.start));
    let mut disjoint: Vec<Mark> = Vec::new();
    for mark in marks {
        match disjoint.last_mut() {
            Some(last) if last.value == mark.value && mark.range.start < last.range.end => {
                last.range.end = last.range.end.max(mark.range.end);
                if mark.kind == MarkKind::Found {
                    last.kind = MarkKind::Found;
                }
            }
            _ => disjoint.push(mark),
        }
    }
    disjoint
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::instant::{Region, Value, parse};
    use crate::validity::Validity;

    fn hit(typed: &str, values: &[(FieldKind, &str)]) -> Option<Hit> {
        let values: Vec<_> = values
            .iter()
            .map(|(kind, text)| Value {
                field: "x",
                kind: *kind,
                text,
            })
            .collect();
        let entry = Entry {
            values: &values,
            validity: Validity::Valid,
            sources: &[],
        };
        parse(typed, &[], Region::of_country("DE")).hit(&entry)
    }

    /// The value with what is found in brackets, and what sounds alike in braces.
    fn marked(typed: &str, kind: FieldKind, text: &str) -> String {
        let mut marked = text.to_owned();
        let marks = hit(typed, &[(kind, text)]).unwrap().marks;
        for mark in marks.iter().rev() {
            let (open, close) = match mark.kind {
                MarkKind::Found => ("[", "]"),
                MarkKind::SoundsLike => ("{", "}"),
            };
            marked.insert_str(mark.range.end, close);
            marked.insert_str(mark.range.start, open);
        }
        marked
    }

    #[test]
    fn what_was_typed_is_marked_in_the_value_as_it_is() {
        use FieldKind::{Email, Login, Name, Other, Phone};
        for (typed, kind, text, expected) in [
            ("mül", Name, "Müller", "[Mül]ler"),
            ("mueller", Name, "Müller", "[Müller]"),
            ("muller", Name, "Mueller", "[Mueller]"),
            ("mul", Name, "Mu\u{308}ller", "[Mu\u{308}l]ler"),
            ("mu", Name, "Mu\u{308}ller Kamu", "[Mu\u{308}]ller Kamu"),
            ("strass", Other, "Hauptstraße 1", "Haupt[straß]e 1"),
            ("erg", Name, "Joerg", "Jo[erg]"),
            ("obrien", Name, "O'Brien", "[O'Brien]"),
            ("ann", Name, "Hannah Ann", "H[ann]ah [Ann]"),
            ("a*a", Name, "Anna Eva", "[A]nn[a] Eva"),
            ("\"eva\"", Name, "Evamaria Eva", "Evamaria [Eva]"),
            ("eva ann", Name, "Ann Eva", "[Ann] [Eva]"),
            ("t.meier", Login, "T.Meier", "[T.Meier]"),
            ("meier@x", Email, "t.meier@x.de", "t.[meier@x].de"),
            ("%", Other, "100 % ", "100 [%] "),
            ("mayer", Name, "Eva Meier", "Eva {Meier}"),
            ("meier mayer", Name, "Meier", "[Meier]"),
            (
                "1234567",
                Phone,
                "+49 (0)89 1234-567 ",
                "+49 (0)89 [1234-567] ",
            ),
            ("089 1234567", Phone, "+49 89 1234567", "[+49 89 1234567]"),
            ("明", Name, "王小明", "王小[明]"),
            ("-x ann", Name, "Ann", "[Ann]"),
        ] {
            assert_eq!(marked(typed, kind, text), expected, "{typed}");
        }
    }

    #[test]
    fn marks_tell_their_value() {
        let values = [(FieldKind::Name, "Eva"), (FieldKind::Name, "Evers")];
        let marks = hit("ev", &values).unwrap().marks;
        let at: Vec<_> = marks.iter().map(|mark| mark.value).collect();
        assert_eq!(at, [0, 1]);
    }

    proptest! {
        #[test]
        fn marks_are_parts_of_values(typed in "[a-eäöß*\"-]{1,5}|\\PC{1,4}", before in "\\PC{0,8}", after in "[a-eÄ\u{308}'ß ]{0,8}") {
            let text = format!("{before}{typed}{after}");
            for kind in [FieldKind::Name, FieldKind::Phone, FieldKind::Login] {
                let Some(hit) = hit(&typed, &[(kind, &text)]) else { continue };
                let mut end = 0;
                for mark in hit.marks {
                    prop_assert!(mark.range.start >= end);
                    prop_assert!(text.get(mark.range.clone()).is_some_and(|it| !it.is_empty()));
                    end = mark.range.end;
                }
            }
        }
    }
}
