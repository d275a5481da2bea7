//! From conditions and selections to SQL, as OTOBO writes it on this engine (`otobo-behaviour.md` 3.1 and
//! 3.2).

use deskbook_core::selection::{Detail, Extent, Selection};
use deskbook_domain::ids::Identifier;
use deskbook_domain::search::{Condition, Pattern, Word, lookup};

use crate::catalogue::{ColumnKind, number};
use crate::dialect::{Dialect, Sql};
use crate::shape::Shape;

/// Writes conditions about the columns of one table.
#[derive(Clone, Copy)]
pub(super) struct Conditions<'s> {
    pub(super) shape: &'s Shape,
}

/// What holds for no row.
const NOTHING: &str = "1=0";

impl Conditions<'_> {
    fn dialect(self) -> Dialect {
        self.shape.dialect
    }

    /// A search in OTOBO's language over these columns.
    pub(super) fn search(self, sql: &mut Sql, condition: &Condition, columns: &[Identifier]) {
        match condition {
            Condition::Everything => {
                sql.push("1=1");
            }
            Condition::Nothing => {
                sql.push(NOTHING);
            }
            Condition::Word(word) => self.word(sql, word, columns),
            Condition::All(members) => self.joined(sql, members, " AND ", columns),
            Condition::Any(members) => self.joined(sql, members, " OR ", columns),
        }
    }

    fn joined(self, sql: &mut Sql, members: &[Condition], by: &str, columns: &[Identifier]) {
        sql.push("(");
        for (at, member) in members.iter().enumerate() {
            if at > 0 {
                sql.push(by);
            }
            self.search(sql, member, columns);
        }
        sql.push(")");
    }

    fn word(self, sql: &mut Sql, word: &Word, columns: &[Identifier]) {
        if columns.is_empty() {
            sql.push(NOTHING);
            return;
        }
        let operator = match (&word.pattern, word.negated) {
            (Pattern::Like(_), false) => " LIKE ",
            (Pattern::Like(_), true) => " NOT LIKE ",
            (Pattern::Equal(_), false) => " = ",
            (Pattern::Equal(_), true) => " != ",
        };
        let by = if word.negated { " AND " } else { " OR " };
        sql.push("(");
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                sql.push(by);
            }
            let text = word.pattern.text();
            if self.shape.can_hold(column, text) {
                self.compared(sql, column, operator, text, self.lowers_search());
            } else if word.negated {
                // What cannot be stored is in no value, and NULL is not unlike anything (C27)
                sql.push(&self.shape.column(column)).push(" IS NOT NULL");
            } else {
                sql.push(NOTHING);
            }
        }
        sql.push(")");
    }

    /// Searches are folded where the collation would not, unless the source tells case apart.
    fn lowers_search(self) -> bool {
        self.dialect().lowers_searches() && !self.shape.case_sensitive
    }

    /// Look-ups are folded on every engine, unless the source tells case apart.
    fn lowers_look_up(self) -> bool {
        !self.shape.case_sensitive
    }

    /// A text that the column cannot hold is like no value of it.
    fn like_any(self, sql: &mut Sql, column: &Identifier, operator: &str, text: &str, lower: bool) {
        if self.shape.can_hold(column, text) {
            self.compared(sql, column, operator, text, lower);
        } else {
            sql.push(NOTHING);
        }
    }

    fn compared(self, sql: &mut Sql, column: &Identifier, operator: &str, text: &str, lower: bool) {
        let column = self.shape.comparable(column);
        if lower {
            sql.push(&format!("LOWER({column}){operator}LOWER("))
                .bind(text)
                .push(")");
        } else {
            sql.push(&column).push(operator).bind(text);
        }
    }

    /// One of OTOBO's own questions. A customer user's number as login is compared as a number.
    pub(super) fn selection(self, sql: &mut Sql, selection: &Selection) {
        match selection {
            Selection::Everything => {
                sql.push("1=1");
            }
            Selection::Matching { condition, columns } => self.search(sql, condition, columns),
            Selection::Equal { text, columns } => self.equal(sql, text, columns),
            Selection::Like {
                text,
                extent,
                column,
            } => self.like(sql, text, *extent, column),
            Selection::Detail(detail) => self.detail(sql, detail),
        }
    }

    /// One of these columns has this text. In parentheses, so that nothing binds to the last one only.
    fn equal(self, sql: &mut Sql, text: &str, columns: &[Identifier]) {
        if columns.is_empty() {
            sql.push(NOTHING);
            return;
        }
        sql.push("(");
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                sql.push(" OR ");
            }
            let lower = self.lowers_look_up() && !self.shape.catalogue.folds(column);
            self.like_any(sql, column, " = ", text, lower);
        }
        sql.push(")");
    }

    fn like(self, sql: &mut Sql, text: &str, extent: Extent, column: &Identifier) {
        if *column == self.shape.key && self.shape.has_number_key() {
            self.number(sql, text);
            return;
        }
        let pattern = extent.pattern(text, self.dialect().backslash());
        self.like_any(sql, column, " LIKE ", &pattern, self.lowers_look_up());
    }

    /// The key is this number; what is no number is nobody's (`otobo-behaviour.md 2.3`).
    pub(super) fn number(self, sql: &mut Sql, text: &str) {
        match number(text) {
            Some(number) => {
                sql.push(&self.shape.column(&self.shape.key))
                    .push(" = ")
                    .bind(number);
            }
            None => {
                sql.push(NOTHING);
            }
        }
    }

    /// The key is this text in its stored spelling, as an index finds it.
    pub(super) fn exact_key(self, sql: &mut Sql, text: &str) {
        self.exactly(sql, &self.shape.key, text);
    }

    /// A column is this text, as the engine compares.
    pub(super) fn exactly(self, sql: &mut Sql, column: &Identifier, text: &str) {
        match self.shape.kind(column) {
            ColumnKind::Number => match number(text) {
                Some(number) => {
                    sql.push(&self.shape.column(column))
                        .push(" = ")
                        .bind(number);
                }
                None => {
                    sql.push(NOTHING);
                }
            },
            ColumnKind::Text | ColumnKind::Other => {
                self.like_any(sql, column, " = ", text, false);
            }
        }
    }

    /// The key in any case.
    pub(super) fn folded_key(self, sql: &mut Sql, text: &str) {
        self.like_any(sql, &self.shape.key, " = ", text, true);
    }

    /// A column has one of these values, as the engine compares.
    pub(super) fn one_of(self, sql: &mut Sql, column: &Identifier, values: &[String]) {
        let numeric = self.shape.kind(column) == ColumnKind::Number;
        let sendable = values
            .iter()
            .filter(|value| self.shape.can_hold(column, value));
        if numeric {
            let numbers: Vec<i64> = sendable.filter_map(|value| number(value)).collect();
            list(sql, &self.shape.column(column), numbers);
        } else {
            let texts: Vec<&str> = sendable.map(String::as_str).collect();
            list(sql, &self.shape.comparable(column), texts);
        }
    }

    /// The key is one of these values, as single records are looked up: in any case, unless the source
    /// tells case apart.
    pub(super) fn looked_up_keys(self, sql: &mut Sql, values: &[String]) {
        let key = &self.shape.key;
        if self.lowers_key() {
            let sendable = values.iter().filter(|it| self.shape.can_hold(key, it));
            let sendable: Vec<&str> = sendable.map(String::as_str).collect();
            lowered_list(sql, &self.shape.comparable(key), &sendable);
        } else {
            self.one_of(sql, key, values);
        }
    }

    /// The key is this text, by the same comparison.
    pub(super) fn looked_up_key(self, sql: &mut Sql, text: &str) {
        self.like_any(sql, &self.shape.key, " = ", text, self.lowers_key());
    }

    /// Whether keys need LOWER to be found in any case.
    fn lowers_key(self) -> bool {
        self.lowers_look_up() && !self.shape.catalogue.folds(&self.shape.key)
    }

    fn detail(self, sql: &mut Sql, detail: &Detail) {
        sql.push("(1=1");
        for (column, text) in &detail.inputs {
            let Some(pattern) = lookup::detail(text, self.dialect().backslash()) else {
                continue;
            };
            sql.push(" AND ");
            self.like_any(sql, column, " LIKE ", &pattern, true);
        }
        for (column, values) in &detail.choices {
            sql.push(" AND ");
            self.one_of(sql, column, values);
        }
        for (column, values) in &detail.exclusions {
            sql.push(" AND NOT (");
            self.one_of(sql, column, values);
            sql.push(")");
        }
        sql.push(")");
    }
}

/// A column has one of these values; it has none of no values.
fn list<V: Into<sea_orm::Value>>(sql: &mut Sql, column: &str, values: Vec<V>) {
    if values.is_empty() {
        sql.push(NOTHING);
    } else {
        sql.push(column).push(" IN (").bind_all(values).push(")");
    }
}

/// A column has one of these values in any case; it has none of no values.
pub(super) fn lowered_list(sql: &mut Sql, column: &str, values: &[&str]) {
    if values.is_empty() {
        sql.push(NOTHING);
        return;
    }
    sql.push(&format!("LOWER({column}) IN ("));
    for (at, value) in values.iter().enumerate() {
        sql.push(if at == 0 { "LOWER(" } else { ", LOWER(" })
            .bind(*value)
            .push(")");
    }
    sql.push(")");
}
