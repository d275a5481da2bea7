//! The promise of the index: whatever the exact rule takes is among the candidates.

use std::collections::BTreeSet;

use deskbook_domain::ids::Var;
use deskbook_domain::instant::{Entry, FieldKind, FieldName, Region, Tier, Value, parse};
use deskbook_domain::validity::Validity;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{candidates, document};
use crate::candidates::Candidates;
use crate::expression::MatchExpression;

fn holds(question: &MatchExpression, terms: &BTreeSet<&str>) -> bool {
    match question {
        MatchExpression::Trigram(characters) => {
            terms.contains(String::from_iter(characters).as_str())
        }
        MatchExpression::Term(term) => terms.contains(term.as_str()),
        MatchExpression::All(members) => members.iter().all(|it| holds(it, terms)),
        MatchExpression::Any(members) => members.iter().any(|it| holds(it, terms)),
    }
}

fn is_candidate(candidates: &Candidates, document: &str) -> bool {
    match candidates {
        Candidates::Nothing => false,
        Candidates::Everything => true,
        Candidates::Matching(question) => holds(question, &document.split(' ').collect()),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zäöüßéÅøłı'. -]{0,14}",
        2 => "[aeou ]{1,8}",
        2 => "[+(]{0,1}[0-9 /()-]{3,16}",
        1 => "[a-c]{1,5}[.+-]?@[a-c]{1,3}",
        2 => "\\PC{0,10}",
        1 => "[a\u{308}\u{30c}\u{ad}J王小ぁ가ǅİſΣςK\u{0}¦≡]{0,8}",
        1 => select(vec!["Meier", "Mayer", "Stephen", "Steven", "Schmitt"]).prop_map(str::to_owned),
    ]
}

/// A part of a text in another case or spelling, or with a star in it.
fn respelled(text: &str, from: Index, to: Index, how: u8) -> String {
    let characters: Vec<char> = text.chars().collect();
    let [one, other] = [from, to].map(|it| it.index(characters.len() + 1));
    let part: String = characters[one.min(other)..one.max(other)].iter().collect();
    match how {
        0 => part.to_uppercase(),
        1 => part.to_lowercase(),
        2 => part.replace('ä', "ae").replace('ü', "u").replace('ß', "ss"),
        3 => part
            .replace("ae", "ä")
            .replace("oe", "ö")
            .replace("ss", "ß"),
        4 => part.replacen(|it: char| it.is_alphabetic(), "*", 2),
        5 => format!("\"{part}\""),
        6 => format!("-{part}"),
        7 => format!("x:{part}"),
        8 => part.replace(|it: char| !it.is_alphanumeric(), " "),
        _ => part,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn what_the_rule_takes_is_a_candidate(
        values in prop::collection::vec((text(), 0_usize..5), 1..4),
        asked in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>(), 0_u8..12), 1..4),
        typed in prop_oneof![3 => Just(String::new()), 1 => text()],
        country in select(vec!["DE", "GB", "US", "IT", ""]),
    ) {
        const KINDS: [FieldKind; 5] =
            [FieldKind::Login, FieldKind::Email, FieldKind::Phone, FieldKind::Name, FieldKind::Other];
        let region = Region::of_country(country);
        let asked = asked.into_iter().map(|(value, from, to, how)| {
            respelled(&values[value.index(values.len())].0, from, to, how)
        });
        let query = asked.chain([typed]).collect::<Vec<_>>().join(" ");
        let values: Vec<_> = values
            .iter()
            .map(|(text, kind)| Value { field: "x", kind: KINDS[*kind], text })
            .collect();
        let entry = Entry { values: &values, validity: Validity::Valid, sources: &[] };
        let var = Var::from("x");
        let query = parse(&query, &[FieldName { name: "x", var: &var }], region);
        let document = document(&values, region);
        if let Some(rank) = query.rank(&entry) {
            for tier in Tier::ALL.into_iter().filter(|tier| *tier >= rank.tier) {
                let rows = candidates(&query, tier);
                prop_assert!(is_candidate(&rows, &document), "{rank:?} {tier:?}\n{rows:?}\n{document}");
            }
            let marks = query.hit(&entry).map(|hit| hit.rank);
            prop_assert_eq!(marks, Some(rank));
        }
    }
}
