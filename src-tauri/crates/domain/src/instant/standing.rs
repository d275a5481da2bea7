//! Whether and how a needle stands in a folded value.

use super::needle::Needle;
use super::rank::{Rank, Spelling, Tier};
use super::value::{FieldKind, FoldedValue, exact_key, has_exact_key};
use super::wording::{Place, Wording};

/// How a needle stands in a value, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    WholeWords,
    WordStart,
    Inside,
}

/// How well a value answers a needle; `None` if it does not.
pub(super) fn rank_in(needle: &Needle, value: &FoldedValue<'_>) -> Option<Rank> {
    if is_exact(needle.exact(), value) {
        return Some(Rank::of_word(Tier::Exact, true, Spelling::Typed));
    }
    if needle.is_mere_punctuation() {
        let holds = exact_key(value.value.text).contains(needle.spelled());
        return holds.then(|| Rank::of_word(Tier::Substring, false, Spelling::Typed));
    }
    let ranked = |(standing, spelling): (Standing, Spelling)| {
        let tier = match standing {
            Standing::Inside => Tier::Substring,
            _ if value.value.kind == FieldKind::Name => Tier::NamePrefix,
            _ => Tier::WordPrefix,
        };
        Rank::of_word(tier, standing == Standing::WholeWords, spelling)
    };
    let folded = &value.folded;
    let in_base = standing(needle.base(), folded.base());
    let as_written = in_base.map(|it| ranked((it, spelling(needle, value))));
    let otherwise = || {
        let base = needle.collapsed().map(|wording| (wording, folded.base()));
        let collapsed = folded.collapsed();
        let collapsed = collapsed.map(|haystack| (needle.most_collapsed(), haystack));
        let keys = [base, collapsed].into_iter().flatten();
        let found = keys.filter_map(|(wording, haystack)| standing(wording, haystack));
        found.min().map(|it| ranked((it, Spelling::Collapsed)))
    };
    match as_written {
        Some(rank) if rank.distance == 0 => Some(rank),
        found => [found, otherwise()].into_iter().flatten().min(),
    }
}

/// Whether the value is a login or an address that was typed as a whole.
pub(super) fn is_exact(typed: &str, value: &FoldedValue<'_>) -> bool {
    matches!(value.value.kind, FieldKind::Login | FieldKind::Email)
        && !typed.is_empty()
        && has_exact_key(value.value.text, typed)
}

fn spelling(needle: &Needle, value: &FoldedValue<'_>) -> Spelling {
    let text = value.value.text;
    let is_plain = text.is_ascii() && needle.spelled().is_ascii();
    if is_plain || exact_key(text).contains(needle.spelled()) {
        Spelling::Typed
    } else {
        Spelling::Accents
    }
}

fn standing(wording: &Wording, haystack: &str) -> Option<Standing> {
    let (words, others) = wording.pieces().split_first()?;
    if !haystack.contains(words.trim()) {
        return None;
    }
    let stands = |start: &str| {
        let (_, mut rest) = haystack.split_once(start)?;
        for piece in others {
            (_, rest) = rest.split_once(piece.trim())?;
        }
        Some(())
    };
    let whole = || others.is_empty() && haystack.contains(words.as_str());
    let inside = || wording.place() == Place::Anywhere && stands(words.trim()).is_some();
    if whole() {
        Some(Standing::WholeWords)
    } else if wording.place() == Place::WholeWords {
        None
    } else if stands(words.trim_end()).is_some() {
        Some(Standing::WordStart)
    } else {
        inside().then_some(Standing::Inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::{Region, Value};

    fn rank(typed: &str, kind: FieldKind, text: &str) -> Option<(Tier, u16)> {
        let needle = match typed.strip_prefix('"') {
            Some(phrase) => Needle::phrase(phrase),
            None => Needle::word(typed, Region::UNKNOWN),
        };
        let value = Value {
            field: "x",
            kind,
            text,
        };
        let rank = rank_in(&needle, &FoldedValue::of(&value))?;
        Some((rank.tier, rank.distance))
    }

    #[test]
    fn tiers_tell_where_it_stands() {
        use FieldKind::{Email, Login, Name, Other};
        for (typed, kind, text, expected) in [
            ("t.meier", Login, "T.Meier", Some((Tier::Exact, 0))),
            ("t-meier", Login, "T.Meier", Some((Tier::WordPrefix, 0))),
            ("müller@x.de", Email, "MÜLLER@X.de", Some((Tier::Exact, 0))),
            ("meier", Name, "Meier", Some((Tier::NamePrefix, 0))),
            ("mei", Name, "Eva-Meier", Some((Tier::NamePrefix, 3))),
            ("mei", Other, "x meier", Some((Tier::WordPrefix, 3))),
            ("eie", Name, "Meier", Some((Tier::Substring, 3))),
            ("ei", Name, "Meier", None),
            ("m", Name, "Meier", Some((Tier::NamePrefix, 3))),
        ] {
            assert_eq!(rank(typed, kind, text), expected, "{typed} in {text}");
        }
    }

    #[test]
    fn the_spelling_that_was_typed_is_nearest() {
        let distance = |typed, text| rank(typed, FieldKind::Name, text).unwrap().1;
        for (typed, text, expected) in [
            ("Müller", "MÜLLER", 0),
            ("Müller", "Mu\u{308}ller", 0),
            ("Müller", "Muller", 1),
            ("muller", "Müller", 1),
            ("mueller", "Mueller", 0),
            ("mueller", "Müller", 2),
            ("Müller", "Mueller", 2),
            ("mul", "Mueller", 5),
            ("erg", "Joerg", 3),
        ] {
            assert_eq!(distance(typed, text), expected, "{typed} in {text}");
        }
    }

    #[test]
    fn stars_stand_for_any_text() {
        let found = |typed, text| rank(typed, FieldKind::Other, text).is_some();
        assert!(found("m*r", "Meier") && found("m*a", "Meier Eva") && found("*eie", "Meier"));
        assert!(!found("m*x", "Meier") && !found("e*r", "Meier"));
    }

    #[test]
    fn phrases_are_whole_words() {
        let found = |typed, text| rank(typed, FieldKind::Other, text).is_some();
        assert!(found("\"bad homburg", "61348 Bad Homburg v. d. H."));
        assert!(!found("\"bad hom", "Bad Homburg") && !found("\"homburg bad", "Bad Homburg"));
    }

    #[test]
    fn punctuation_alone_means_itself() {
        assert!(rank("%", FieldKind::Other, "100 %").is_some());
        assert!(rank("%", FieldKind::Other, "100").is_none());
    }
}
