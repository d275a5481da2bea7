//! In which order the hits of a search come.

use deskbook_core::back_end::BackEndError;
use deskbook_core::query::{Direction, Order};
use deskbook_domain::ids::Identifier;
use deskbook_domain::map::{Map, StorageKind, is_password};
use deskbook_domain::search::Condition;
use deskbook_index::Rank;

use super::condition::Conditions;
use crate::dialect::Sql;
use crate::shape::Shape;

/// The order as SQL, and how well a row fits where that is asked.
pub(super) struct Sorting<'s> {
    pub(super) shape: &'s Shape,
    pub(super) condition: Option<&'s Condition>,
    pub(super) columns: &'s [Identifier],
}

impl Sorting<'_> {
    /// Writes an expression that is 0 for exact hits, 1 for those that begin with what was typed, 2 for
    /// the rest; tells whether there is one. The rule is that of `deskbook_index::tier`.
    pub(super) fn tier(&self, sql: &mut Sql) -> bool {
        let mut part = Sql::new(sql.dialect(), "");
        let has_tier = self
            .condition
            .is_some_and(|condition| self.of(&mut part, condition));
        if has_tier {
            sql.append(&part);
        }
        has_tier
    }

    fn of(&self, sql: &mut Sql, condition: &Condition) -> bool {
        match condition {
            Condition::Everything | Condition::Nothing => false,
            Condition::Word(word) => match Rank::of(word) {
                Rank::None => false,
                Rank::SubstringOnly => {
                    sql.push("2");
                    true
                }
                Rank::Typed(text) => {
                    self.of_text(sql, text);
                    true
                }
            },
            Condition::All(members) => self.of_members(sql, members, "GREATEST", false),
            Condition::Any(members) => self.of_members(sql, members, "LEAST", true),
        }
    }

    fn of_members(&self, sql: &mut Sql, members: &[Condition], of: &str, guarded: bool) -> bool {
        let mut parts = Vec::new();
        for member in members {
            let mut part = Sql::new(sql.dialect(), "");
            if guarded {
                part.push("CASE WHEN ");
                Conditions { shape: self.shape }.search(&mut part, member, self.columns);
                part.push(" THEN ");
                if !self.of(&mut part, member) {
                    part.push("2");
                }
                part.push(" ELSE 2 END");
                parts.push(part);
            } else if self.of(&mut part, member) {
                parts.push(part);
            }
        }
        let several = parts.len() > 1;
        if several {
            sql.push(of).push("(");
        }
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                sql.push(", ");
            }
            sql.append(part);
        }
        if several {
            sql.push(")");
        }
        !parts.is_empty()
    }

    fn of_text(&self, sql: &mut Sql, text: &str) {
        let holding = |column: &&Identifier| self.shape.can_hold(column, text);
        let columns: Vec<&Identifier> = self.columns.iter().filter(holding).collect();
        if columns.is_empty() {
            sql.push("2");
            return;
        }
        let lower = sql.dialect().lowers_searches();
        let (open, close) = if lower { ("LOWER(", ")") } else { ("", "") };
        for (tier, operator, pattern) in [
            ("0", " = ", text.to_owned()),
            ("1", " LIKE ", format!("{text}%")),
        ] {
            sql.push(if tier == "0" { "CASE WHEN " } else { " WHEN " });
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    sql.push(" OR ");
                }
                let column = self.shape.comparable(column);
                sql.push(&format!("{open}{column}{close}{operator}"))
                    .bind(pattern.as_str());
            }
            sql.push(" THEN ").push(tier);
        }
        sql.push(" ELSE 2 END");
    }

    /// Writes the ORDER BY of a list. The key comes last, so that the order is the same each time.
    pub(super) fn order(
        &self,
        sql: &mut Sql,
        order: &Order,
        map: &Map,
        tier: Option<usize>,
    ) -> Result<(), BackEndError> {
        sql.push(" ORDER BY ");
        match order {
            Order::Best => {
                if let Some(place) = tier {
                    sql.push(&format!("{place}, "));
                }
            }
            Order::Field { var, direction } => {
                let field = map.field(var.as_str()).filter(|field| {
                    !is_password(&field.var) && field.kind != StorageKind::DynamicField
                });
                let unknown = || BackEndError::Unknown {
                    what: var.to_string(),
                };
                let field = field.ok_or_else(unknown)?;
                let column = self.shape.column(&field.storage);
                let text = self.shape.dialect.text(&column);
                let value = match field.kind {
                    StorageKind::Integer => column.clone(),
                    StorageKind::Text | StorageKind::DynamicField => {
                        format!("LOWER({})", self.shape.comparable(&field.storage))
                    }
                };
                let direction = direction_of(*direction);
                // Empty values come last, whichever way
                sql.push(&format!(
                    "CASE WHEN {column} IS NULL OR {text} = '' THEN 1 ELSE 0 END, {value} {direction}, "
                ));
            }
        }
        sql.push(&self.shape.column(&self.shape.key));
        Ok(())
    }
}

/// SQL's word for a direction.
pub(super) const fn direction_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    }
}
