//! What is right where OTOBO is not (section 13 of `otobo-behaviour.md`). Each rule tells by the question,
//! and what was asked before it, whether it applies, and works the right answer out from the data. The rules
//! about writing are in [`super::written`], those about directories in [`super::directories`].

use std::collections::BTreeSet;

use anyhow::Result;
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::text::is_false;
use serde_json::Value;

use super::data_set::{DataSet, Row, folded, is_like, is_valid};
use crate::engine::EngineKind;
use crate::oracle::Question;
use crate::variants::Variant;

/// The right answer.
pub(super) enum Expected {
    /// OTOBO's.
    AsOtobo,
    /// These logins or IDs, whatever OTOBO found.
    Keys(BTreeSet<String>),
    /// This.
    This(Value),
}

/// What the rules look at.
pub(super) struct Corrections<'c> {
    pub(super) question: &'c Question,
    /// What was asked before it of the same sequence.
    pub(super) earlier: &'c [Question],
    pub(super) kind: EngineKind,
    pub(super) variant: &'c Variant,
    pub(super) data: &'c DataSet,
}

impl Corrections<'_> {
    pub(super) fn expected(&self) -> Result<Expected> {
        if let Some(value) = self.written()? {
            return Ok(Expected::This(value));
        }
        if let Some(expected) = self.of_directories()? {
            return Ok(expected);
        }
        let sources = self.variant.customer_users()?;
        // With more than one source the rules below would have to merge, and none of the kind is asked
        let ([source], op) = (sources.as_slice(), self.question.op.as_str()) else {
            return Ok(Expected::AsOtobo);
        };
        let keys = match op {
            "CustomerSearch" => self
                .quoted_address(source)
                .or_else(|| self.leaking_addresses(source))
                .or_else(|| self.quoted_look_up(source))
                .or_else(|| self.lost_phrase(source)),
            "CustomerCompanyList" => self.lost_condition().or_else(|| self.leaking_validity()),
            _ => None,
        };
        Ok(keys.map_or(Expected::AsOtobo, Expected::Keys))
    }

    /// The first parameter that is true decides.
    fn asked(&self, name: &str) -> Option<String> {
        const ORDER: [&str; 5] = [
            "Search",
            "PostMasterSearch",
            "UserLogin",
            "CustomerID",
            "CustomerIDRaw",
        ];
        let decides = ORDER.into_iter().find(|it| {
            let text = self.question.text(it);
            !is_false(text.as_deref().map(str::trim))
        });
        (decides? == name)
            .then(|| self.question.text(name))
            .flatten()
    }

    fn takes_part(&self, row: &Row) -> bool {
        let valid = self.question.text("Valid");
        let includes_invalid =
            self.question.args.contains_key("Valid") && is_false(valid.as_deref());
        includes_invalid || is_valid(row)
    }

    fn logins(&self, fits: impl Fn(&Row) -> bool) -> BTreeSet<String> {
        let rows = self.data.customer_users.iter();
        let rows = rows.filter(|row| self.takes_part(row) && fits(row));
        rows.filter_map(|row| row.get("login").cloned()).collect()
    }

    /// An address is quoted twice, so that one with an apostrophe (MySQL: also with a backslash or a
    /// semicolon) is never found. It is compared as it is here.
    fn quoted_address(&self, source: &CustomerUserSource) -> Option<BTreeSet<String>> {
        let address = self.asked("PostMasterSearch")?;
        let quoted: &[char] = if self.kind.has_collation() {
            &['\'', '\\', ';']
        } else {
            &['\'']
        };
        address.contains(quoted).then(|| {
            let fold = |text: &str| folded(text, self.kind, source.case_sensitive);
            self.logins(|row| {
                let mut values = source.post_master_fields.iter();
                values.any(|column| {
                    let value = row.get(column.as_str());
                    value.is_some_and(|value| fold(value) == fold(&address))
                })
            })
        })
    }

    /// With several fields to compare an address with, validity binds to the last one only. Here it holds
    /// for all of them.
    fn leaking_addresses(&self, source: &CustomerUserSource) -> Option<BTreeSet<String>> {
        self.asked("PostMasterSearch")?;
        let found = self.question.result.as_object()?;
        (source.post_master_fields.len() > 1).then(|| {
            self.logins(|row| {
                row.get("login")
                    .is_some_and(|login| found.contains_key(login))
            })
        })
    }

    /// On PostgreSQL an apostrophe in a login or a customer ID is doubled, so that nobody is found. It is
    /// itself here.
    fn quoted_look_up(&self, source: &CustomerUserSource) -> Option<BTreeSet<String>> {
        if self.kind.has_collation() {
            return None;
        }
        let (text, column, around) = match self.asked("UserLogin") {
            Some(login) => (login, &source.key, "%"),
            None => (self.asked("CustomerID")?, &source.customer_id, ""),
        };
        text.contains('\'').then(|| {
            let typed = text.replace('_', "\\_").replace('*', "%");
            let fold = |text: &str| folded(text, self.kind, source.case_sensitive);
            let pattern = fold(&format!("{around}{typed}{around}"));
            self.logins(|row| {
                let value = row.get(column.as_str());
                value.is_some_and(|value| is_like(&pattern, &fold(value)))
            })
        })
    }

    /// A phrase with other text beside it is lost. It is put back here.
    fn lost_phrase(&self, source: &CustomerUserSource) -> Option<BTreeSet<String>> {
        let text = self.asked("Search")?;
        let alternatives = words_with_phrases(&text)?;
        let fold = |text: &str| folded(text, self.kind, source.case_sensitive);
        let only_users = !is_false(self.question.text("CustomerUserOnly").as_deref());
        let columns = source.search_fields.iter();
        let columns: Vec<_> = columns
            .filter(|column| !(only_users && column.as_str() == "customer_id"))
            .collect();
        let holds = |row: &Row, word: &str| {
            let (negated, word) = match word.strip_prefix('!') {
                Some(word) => (true, word),
                None => (false, word),
            };
            let (prefix, suffix) = (&source.search_prefix, &source.search_suffix);
            let pattern = format!("{prefix}{word}{suffix}").replace('*', "%");
            let pattern = fold(&pattern);
            let fits = |column: &&&deskbook_domain::ids::Identifier| {
                let value = row.get(column.as_str());
                value.map(|value| is_like(&pattern, &fold(value)))
            };
            if negated {
                columns.iter().all(|column| fits(&column) == Some(false))
            } else {
                columns.iter().any(|column| fits(&column) == Some(true))
            }
        };
        Some(self.logins(|row| {
            let mut alternatives = alternatives.iter();
            alternatives.any(|words| words.iter().all(|word| holds(row, word)))
        }))
    }

    /// AND and OR side by side lose the condition, and all customers are listed. Here none is.
    fn lost_condition(&self) -> Option<BTreeSet<String>> {
        let text = self.question.text("Search")?;
        let marked = text.split_whitespace().map(|word| match word {
            "AND" => "&&".to_owned(),
            "OR" => "||".to_owned(),
            word => word.replace('+', "&&"),
        });
        let marked: String = marked.collect();
        let is_lost = marked.contains("&&||") || marked.contains("||&&");
        is_lost.then(BTreeSet::new)
    }

    /// `(a) OR (b)` gets no parentheses of its own, so that the validity binds to its first part. Here it
    /// binds to both.
    fn leaking_validity(&self) -> Option<BTreeSet<String>> {
        let text = self.question.text("Search")?;
        let text = text.trim();
        let mut depth = 0_u32;
        let mut closes_early = false;
        for (at, character) in text.char_indices() {
            match character {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            closes_early |= depth == 0 && at + 1 < text.len();
        }
        let leaks = text.starts_with('(') && text.ends_with(')') && closes_early;
        let found = self.question.result.as_object()?;
        leaks.then(|| {
            let rows = self.data.customers.iter();
            let rows = rows.filter(|row| self.takes_part(row));
            let ids = rows.filter_map(|row| row.get("customer_id").cloned());
            ids.filter(|id| found.contains_key(id)).collect()
        })
    }
}

/// The words of a customer user search that has a phrase beside other text: alternatives of words that
/// must all hold, the phrases put back. `None` for any other text.
fn words_with_phrases(text: &str) -> Option<Vec<Vec<String>>> {
    let mut phrases = Vec::new();
    let mut marked = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('"') {
        marked.push_str(before);
        // A phrase has at least one character, which may be a quote
        let first = after.chars().next().map_or(0, char::len_utf8);
        let Some(end) = after.split_at(first).1.find('"') else {
            marked.push('"');
            rest = after;
            continue;
        };
        let (phrase, behind) = after.split_at(first + end);
        phrases.push(phrase);
        marked.push('\u{1}');
        rest = behind.split_at(1).1;
    }
    marked.push_str(rest);
    let alternatives: Vec<Vec<&str>> = marked
        .split(" OR ")
        .map(|it| it.split(" AND ").flat_map(|it| it.split('+')).collect())
        .collect();
    let is_lost = |word: &&str| {
        let word = word.trim().trim_start_matches('!').trim_matches('*');
        word.contains('\u{1}') && word != "\u{1}"
    };
    alternatives.iter().flatten().find(|word| is_lost(word))?;
    let mut phrases = phrases.into_iter();
    let mut put_back = |word: &str| {
        let word: Vec<_> = word.split_whitespace().collect();
        let word = word.join(" ");
        let mut whole = String::new();
        for (at, part) in word.split('\u{1}').enumerate() {
            if at > 0 {
                whole.push_str(phrases.next().unwrap_or_default());
            }
            whole.push_str(part);
        }
        whole
    };
    let alternatives = alternatives.iter();
    let words = alternatives.map(|words| words.iter().map(|word| put_back(word)).collect());
    Some(words.collect())
}

/// The keys of an answer: those of an object, or the members of a list.
pub(super) fn keys_of(answer: &Value) -> BTreeSet<String> {
    match answer {
        Value::Object(object) => object.keys().cloned().collect(),
        Value::Array(list) => {
            let texts = list.iter().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_beside_other_text_is_put_back_and_any_other_text_is_left() {
        let words = |text| words_with_phrases(text);
        assert_eq!(words(r#""a" "b""#), Some(vec![vec!["a b".to_owned()]]));
        assert_eq!(words(r#"x"y"z"#), Some(vec![vec!["xyz".to_owned()]]));
        let both = vec![vec!["xy".to_owned(), "!z".to_owned()], vec!["u".to_owned()]];
        assert_eq!(words(r#"x"y"+!"z" OR u"#), Some(both));
        for text in [
            "a",
            r#""a b""#,
            r#""a"+"b""#,
            r#"a""#,
            r#"!"a""#,
            r#"*"a"*"#,
        ] {
            assert_eq!(words(text), None, "{text}");
        }
    }
}
