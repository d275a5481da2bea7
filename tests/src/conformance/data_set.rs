//! The small set as it is on disk: what rules of their own are worked out from.

use std::collections::HashMap;

use anyhow::Result;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::engine::EngineKind;
use crate::{csv, data};

/// One row by the names of its columns; NULL is left out.
pub(super) type Row = HashMap<String, String>;

/// The rows of both subjects, and preferences.
pub(super) struct DataSet {
    pub(super) customer_users: Vec<Row>,
    pub(super) customers: Vec<Row>,
    pub(super) preferences: Vec<Row>,
}

impl DataSet {
    pub(super) fn read() -> Result<Self> {
        Ok(Self {
            customer_users: rows("small/customer_user.csv")?,
            customers: rows("small/customer_company.csv")?,
            preferences: rows("small/customer_preferences.csv")?,
        })
    }
}

fn rows(file: &str) -> Result<Vec<Row>> {
    let table = csv::read(&data::path(file))?;
    let row = |values: Vec<Option<String>>| {
        let named = table.columns.iter().cloned().zip(values);
        named
            .filter_map(|(column, value)| Some((column, value?)))
            .collect()
    };
    Ok(table.rows.into_iter().map(row).collect())
}

/// Whether a row is valid: in the small set that is number 1.
pub(super) fn is_valid(row: &Row) -> bool {
    row.get("valid_id").map(String::as_str) == Some("1")
}

/// A text as an engine compares it.
pub(super) fn folded(text: &str, kind: EngineKind, case_sensitive: bool) -> String {
    if kind.has_collation() {
        let bare = text.nfd().filter(|it| !is_combining_mark(*it));
        return bare.flat_map(char::to_lowercase).collect();
    }
    if case_sensitive {
        return text.to_owned();
    }
    let lower = |it: char| it.to_lowercase().next().unwrap_or(it);
    text.chars().map(lower).collect()
}

/// SQL's LIKE by its definition, for texts that are folded already: `%` any text, `_` any character, a
/// backslash takes the next one literally.
pub(super) fn is_like(pattern: &str, value: &str) -> bool {
    let mut pattern_characters = pattern.chars();
    match pattern_characters.next() {
        None => value.is_empty(),
        Some('%') => {
            let rest = pattern_characters.as_str();
            let mut value_characters = value.chars();
            loop {
                if is_like(rest, value_characters.as_str()) {
                    return true;
                }
                if value_characters.next().is_none() {
                    return false;
                }
            }
        }
        Some(character) => {
            let mut value_characters = value.chars();
            let Some(first) = value_characters.next() else {
                return false;
            };
            let fits = match character {
                '_' => true,
                '\\' => pattern_characters.next() == Some(first),
                literal => literal == first,
            };
            fits && is_like(pattern_characters.as_str(), value_characters.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_is_what_sql_says() {
        for (pattern, value, expected) in [
            ("%o'b%", "o'brien", true),
            ("o'b", "o'brien", false),
            ("a\\_b", "a_b", true),
            ("a\\_b", "axb", false),
            ("a_b", "axb", true),
            ("%", "", true),
            ("a%", "", false),
        ] {
            assert_eq!(is_like(pattern, value), expected, "{value} LIKE {pattern}");
        }
    }

    #[test]
    fn a_collation_folds_accents_and_lower_does_not() {
        assert_eq!(folded("ÄRGER", EngineKind::MariaDb, true), "arger");
        assert_eq!(folded("ÄRGER", EngineKind::PostgreSql, false), "ärger");
        assert_eq!(folded("ÄRGER", EngineKind::PostgreSql, true), "ÄRGER");
    }
}
