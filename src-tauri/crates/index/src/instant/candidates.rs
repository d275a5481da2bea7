//! Which records may answer a query, so that not all have to be looked at.
//!
//! There may be too many of them, never too few: `Query::rank` decides on each. The fields that a word
//! is asked of, its place, validity and sources put no restriction here.

use std::collections::BTreeSet;

use deskbook_domain::instant::{
    Meaning, Needle, Number, Part, Place, Query, Tier, Wording, exact_key,
};

use super::document::words;
use super::terms::{self, Words};
use crate::candidates::{Candidates, both, either, trigrams};
use crate::expression::MatchExpression;

/// More terms of one word would make a question longer, not better.
const MOST_TERMS: usize = 16;

/// The records that may answer a query at this tier or a better one.
pub fn candidates(query: &Query, tier: Tier) -> Candidates {
    let asked = query.parts().iter().filter(|part| !part.negated);
    let rows = asked
        .filter_map(|part| rows_of(part, tier))
        .reduce(both)
        .unwrap_or(match tier {
            Tier::Exact | Tier::NamePrefix | Tier::WordPrefix => Candidates::Nothing,
            Tier::Substring | Tier::SoundsLike => Candidates::Everything,
        });
    if asks_for_whole(query, tier) {
        rows
    } else {
        either(rows, term(terms::identity(query.whole())))
    }
}

/// Those that may have this login, customer ID or e-mail address in any case: their exact keys decide.
pub fn holders(key: &str) -> MatchExpression {
    MatchExpression::Term(terms::identity(&exact_key(key)))
}

/// Whether a login that is the whole text is asked for already: as the only word, or since it has all
/// of the words.
fn asks_for_whole(query: &Query, tier: Tier) -> bool {
    match query.parts() {
        [] => query.whole().is_empty(),
        [part] => asked_words(part).is_some_and(|needle| needle.exact() == query.whole()),
        parts => {
            let has_words = |part| asked_words(part).is_some_and(|it| !it.is_mere_punctuation());
            tier >= Tier::WordPrefix && parts.iter().all(has_words)
        }
    }
}

/// What a part asks of any value.
fn asked_words(part: &Part) -> Option<&Needle> {
    match &part.meaning {
        Meaning::Text(needle) if part.fields.is_none() && !part.negated => Some(needle),
        _ => None,
    }
}

/// `None` for what has no say.
fn rows_of(part: &Part, tier: Tier) -> Option<Candidates> {
    match &part.meaning {
        Meaning::Text(needle) => Some(text(needle, tier)),
        Meaning::Number { number, words } => {
            let words = words.iter().map(|word| text(word, tier)).reduce(both);
            let words = words.unwrap_or(Candidates::Nothing);
            Some(either(self::number(number, tier), words))
        }
        Meaning::Valid(_) | Meaning::Source(_) | Meaning::Nothing => None,
    }
}

fn number(number: &Number, tier: Tier) -> Candidates {
    let endings = match tier {
        Tier::Exact | Tier::NamePrefix | Tier::WordPrefix => &[],
        Tier::Substring | Tier::SoundsLike => number.endings(),
    };
    let ends = endings.iter().filter_map(|end| terms::number_end(end));
    any_of(ends.chain(terms::whole_number(number.whole())))
}

fn text(needle: &Needle, tier: Tier) -> Candidates {
    let exactly = || term(terms::identity(needle.exact()));
    match tier {
        Tier::Exact => exactly(),
        Tier::NamePrefix => either(exactly(), starting(needle, Words::OfNames)),
        Tier::WordPrefix => either(exactly(), starting(needle, Words::All)),
        Tier::Substring => anywhere(needle),
        Tier::SoundsLike => {
            let sounds = needle.codes().iter().map(|code| terms::sound(code));
            either(anywhere(needle), any_of(sounds))
        }
    }
}

/// Where a needle begins one of these words. Punctuation begins none.
fn starting(needle: &Needle, words: Words) -> Candidates {
    if needle.is_mere_punctuation() {
        Candidates::Nothing
    } else {
        in_either_key(needle, |_| Some(words))
    }
}

fn anywhere(needle: &Needle) -> Candidates {
    in_either_key(needle, |wording| match wording.place() {
        Place::Anywhere => None,
        Place::WordStart | Place::WholeWords => Some(Words::All),
    })
}

fn in_either_key(needle: &Needle, starts: impl Fn(&Wording) -> Option<Words>) -> Candidates {
    let rows = |wording: &Wording| all_of(terms_of(wording, starts(wording)));
    let wordings = [Some(needle.base()), needle.collapsed()];
    let rows = wordings.into_iter().flatten().map(rows);
    rows.reduce(either).unwrap_or(Candidates::Everything)
}

/// The terms of all words. With `starts` the first one begins one of these words; it may lie within a
/// word otherwise. Each word behind it in the same piece begins one.
fn terms_of(wording: &Wording, starts: Option<Words>) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for (at, piece) in wording.pieces().iter().enumerate() {
        let first = starts.filter(|_| at == 0);
        let starts = std::iter::once(first).chain(std::iter::repeat(Some(Words::All)));
        for (word, starts) in words(piece).zip(starts) {
            terms.extend(starts.map(|it| terms::start(it, word)));
            // A start of three letters says as much as the first trigram
            let letters: Vec<_> = word.chars().skip(usize::from(starts.is_some())).collect();
            terms.extend(trigrams(&letters).map(String::from_iter));
        }
    }
    terms
}

fn all_of(terms: impl IntoIterator<Item = String>) -> Candidates {
    let terms = terms.into_iter().take(MOST_TERMS).map(term);
    terms.reduce(both).unwrap_or(Candidates::Everything)
}

fn any_of(terms: impl IntoIterator<Item = String>) -> Candidates {
    let terms: BTreeSet<_> = terms.into_iter().collect();
    let terms = terms.into_iter().map(term);
    terms.reduce(either).unwrap_or(Candidates::Nothing)
}

fn term(term: String) -> Candidates {
    Candidates::Matching(MatchExpression::Term(term))
}

#[cfg(test)]
mod tests {
    use deskbook_domain::instant::{Region, parse};

    use super::*;

    fn question(text: &str, tier: Tier) -> String {
        let query = parse(text, &[], Region::of_country("DE"));
        match candidates(&query, tier) {
            Candidates::Nothing => "nothing".to_owned(),
            Candidates::Everything => "everything".to_owned(),
            Candidates::Matching(question) => question.to_string().replace('"', ""),
        }
    }

    #[test]
    fn words_are_asked_for_by_their_terms() {
        for (text, expected) in [
            ("Eva", "eva"),
            ("evas", "eva AND vas"),
            ("evelin", "eli AND eve AND lin AND vel"),
            ("mu", "¦mu"),
            ("mu*ler", "ler AND ¦mu"),
            ("eva m", "eva AND ¦m"),
            ("\"eva m\"", "¦eva AND ¦m"),
            ("t.meier", "eie AND ier AND ¦mei"),
            ("-eva", "everything"),
            ("*", "everything"),
            ("%", "everything"),
            ("eva -uwe %", "eva"),
        ] {
            assert_eq!(rows(text), expected, "{text}");
        }
    }

    /// Without the login that the whole text may be.
    fn rows(text: &str) -> String {
        let question = question(text, Tier::Substring);
        let rows = question
            .rsplit_once(" OR ≡")
            .map_or(question.as_str(), |(rows, _)| rows);
        let inner = rows.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
        inner.unwrap_or(rows).to_owned()
    }

    #[test]
    fn both_spellings_are_asked_for() {
        assert_eq!(rows("loew"), "(loe AND oew) OR low");
        assert_eq!(rows("loe"), "loe OR ¦lo");
        assert_eq!(rows("Löw"), "low");
    }

    #[test]
    fn tiers_ask_for_more_and_more() {
        let own = terms::identity("meier");
        for (tier, expected) in [
            (Tier::Exact, own.clone()),
            (Tier::NamePrefix, format!("{own} OR (eie AND ier AND §mei)")),
            (Tier::WordPrefix, format!("{own} OR (eie AND ier AND ¦mei)")),
            (Tier::Substring, "eie AND ier AND mei".to_owned()),
            (Tier::SoundsLike, "(eie AND ier AND mei) OR ≈67m".to_owned()),
        ] {
            assert_eq!(question("meier", tier), expected, "{tier:?}");
        }
    }

    #[test]
    fn numbers_are_asked_for_by_their_ends_and_as_words() {
        assert_eq!(
            rows("089 1234567"),
            "¬34567 OR (089 AND 123 AND 234 AND 345 AND 456 AND 567)"
        );
        assert_eq!(question("4567", Tier::Exact).matches('¬').count(), 1);
        assert!(question("0004", Tier::Exact).contains("¬¬0004"));
        assert!(question("0004", Tier::Substring).contains("¬0004"));
    }

    #[test]
    fn a_login_may_be_the_whole_text() {
        let own = terms::identity("-eva");
        assert_eq!(question("-eva", Tier::Exact), own);
        assert!(question("city:x -eva", Tier::Substring).contains('≡'));
    }
}
