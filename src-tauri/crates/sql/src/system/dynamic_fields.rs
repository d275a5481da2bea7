//! Dynamic fields of customer users and customers (`otobo-behaviour.md` 3.4 and 9.1). Tables without the
//! columns `index_value` and `index_set` serve as well: rows come in the order they were written (C9).

use std::collections::BTreeSet;

use deskbook_core::otobo_system::{DynamicFieldObject, DynamicFieldOperator, DynamicFieldSought};
use deskbook_domain::ids::{Identifier, Login};
use deskbook_domain::search::{CaseRule, lookup};
use deskbook_domain::text::lower;
use sea_orm::{ConnectionTrait, DbErr};

use super::text;
use crate::dialect::{Dialect, Sql};

/// What is stored of a field's definition.
struct Definition {
    id: String,
    kind: String,
    label: String,
}

impl Definition {
    async fn find(
        db: &impl ConnectionTrait,
        dialect: Dialect,
        field: &Identifier,
    ) -> Result<Option<Self>, DbErr> {
        let mut sql = Sql::new(dialect, "SELECT ");
        sql.push(&dialect.text("id"))
            .push(", field_type, label FROM dynamic_field WHERE name = ")
            .bind(field.as_str());
        let Some(row) = db.query_one_raw(sql.statement()).await? else {
            return Ok(None);
        };
        Ok(Some(Self {
            id: text(&row, 0)?.unwrap_or_default(),
            kind: text(&row, 1)?.unwrap_or_default(),
            label: text(&row, 2)?.unwrap_or_default(),
        }))
    }

    /// The column that holds the values of this kind of field.
    fn column(&self) -> &'static str {
        match self.kind.as_str() {
            "Checkbox" | "Ticket" | "Agent" => "v.value_int",
            "Date" | "DateTime" => "v.value_date",
            _ => "v.value_text",
        }
    }

    fn is_free_text(&self) -> bool {
        matches!(self.kind.as_str(), "Text" | "TextArea" | "RichText")
    }

    fn is_number(&self) -> bool {
        self.column() == "v.value_int"
    }

    fn id(&self) -> i64 {
        self.id.parse().unwrap_or_default()
    }
}

/// The label of a field (C17).
pub(crate) async fn label(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    field: &Identifier,
) -> Result<Option<String>, DbErr> {
    let definition = Definition::find(db, dialect, field).await?;
    Ok(definition.map(|it| it.label))
}

/// Logins that have the text: free text anywhere in the value, the rest as a whole (C50).
pub(crate) async fn logins_with(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    field: &Identifier,
    searched: &str,
) -> Result<Vec<Login>, DbErr> {
    let sought = DynamicFieldSought::Text(searched.to_owned());
    let kind = DynamicFieldObject::CustomerUser;
    let logins = objects_with(db, dialect, field, kind, &sought).await?;
    Ok(logins.into_iter().map(Login::from).collect())
}

/// The exact names of the objects that have such a value.
pub(crate) async fn objects_with(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    field: &Identifier,
    kind: DynamicFieldObject,
    sought: &DynamicFieldSought,
) -> Result<Vec<String>, DbErr> {
    let Some(definition) = Definition::find(db, dialect, field).await? else {
        return Ok(Vec::new());
    };
    let comparison = Comparison {
        definition: &definition,
        dialect,
    };
    let mut sql = Sql::new(dialect, "SELECT DISTINCT o.object_name, ");
    sql.push(&comparison.value())
        .push(
            " FROM dynamic_field_value v \
             JOIN dynamic_field_obj_id_name o ON o.object_id = v.object_id \
             WHERE o.object_type = ",
        )
        .bind(object_type(kind))
        .push(" AND v.field_id = ")
        .bind(definition.id());
    if dialect != Dialect::Sqlite {
        sql.push(" AND ");
        comparison.write(&mut sql, sought);
    }
    let mut names = BTreeSet::new();
    for row in &db.query_all_raw(sql.statement()).await? {
        let value = text(row, 1)?.unwrap_or_default();
        // SQLite's LOWER folds ASCII only, so there it is decided here
        if dialect != Dialect::Sqlite || comparison.holds(&value, sought) {
            names.extend(text(row, 0)?);
        }
    }
    Ok(names.into_iter().collect())
}

pub(crate) fn object_type(kind: DynamicFieldObject) -> &'static str {
    match kind {
        DynamicFieldObject::CustomerUser => "CustomerUser",
        DynamicFieldObject::Customer => "CustomerCompany",
    }
}

/// Compares the values of one field.
struct Comparison<'d> {
    definition: &'d Definition,
    dialect: Dialect,
}

impl Comparison<'_> {
    /// The value as text.
    fn value(&self) -> String {
        self.dialect.text(self.definition.column())
    }

    fn write(&self, sql: &mut Sql, sought: &DynamicFieldSought) {
        match sought {
            DynamicFieldSought::Text(text) if self.definition.is_free_text() => {
                let pattern = format!("%{}%", literally(text));
                self.like(sql, &pattern, self.dialect.lowers_searches());
            }
            DynamicFieldSought::Text(text) => {
                self.compared(sql, DynamicFieldOperator::Equals, text);
            }
            DynamicFieldSought::Compared(compared) => {
                sql.push("(1=1");
                for (operator, texts) in compared {
                    sql.push(" AND (1=0");
                    for text in texts {
                        sql.push(" OR ");
                        self.compared(sql, *operator, text);
                    }
                    sql.push(")");
                }
                sql.push(")");
            }
        }
    }

    fn like(&self, sql: &mut Sql, pattern: &str, lowers: bool) {
        if !self.dialect.can_hold(pattern) {
            sql.push("1=0");
            return;
        }
        let (open, close) = if lowers { ("LOWER(", ")") } else { ("", "") };
        sql.push(&format!("{open}{}{close} LIKE {open}", self.value()))
            .bind(pattern)
            .push(close);
    }

    fn compared(&self, sql: &mut Sql, operator: DynamicFieldOperator, text: &str) {
        let Some(sign) = sign(operator) else {
            self.like(sql, &lookup::anchored(text, self.dialect.backslash()), true);
            return;
        };
        let number = text.parse::<i64>();
        if self.definition.is_number() {
            match number {
                Ok(number) => sql
                    .push(&format!("{} {sign} ", self.definition.column()))
                    .bind(number),
                Err(_) => sql.push("1=0"),
            };
        } else if self.dialect.can_hold(text) {
            sql.push(&format!("{} {sign} ", self.value())).bind(text);
        } else {
            sql.push("1=0");
        }
    }

    /// The same for a value in memory.
    fn holds(&self, value: &str, sought: &DynamicFieldSought) -> bool {
        match sought {
            DynamicFieldSought::Text(text) if self.definition.is_free_text() => {
                lower(value).contains(&lower(text))
            }
            DynamicFieldSought::Text(text) => {
                self.compares(value, DynamicFieldOperator::Equals, text)
            }
            DynamicFieldSought::Compared(compared) => compared.iter().all(|(operator, texts)| {
                let mut texts = texts.iter();
                texts.any(|text| self.compares(value, *operator, text))
            }),
        }
    }

    fn compares(&self, value: &str, operator: DynamicFieldOperator, text: &str) -> bool {
        if operator == DynamicFieldOperator::Like {
            let pattern = lookup::anchored(text, self.dialect.backslash());
            return lookup::matches(&pattern, value, CaseRule::Folded).unwrap_or(false);
        }
        let ordering = if self.definition.is_number() {
            match (value.parse::<i64>(), text.parse::<i64>()) {
                (Ok(value), Ok(text)) => value.cmp(&text),
                _ => return false,
            }
        } else {
            value.cmp(text)
        };
        match operator {
            DynamicFieldOperator::Equals | DynamicFieldOperator::Like => ordering.is_eq(),
            DynamicFieldOperator::GreaterThan => ordering.is_gt(),
            DynamicFieldOperator::GreaterThanEquals => ordering.is_ge(),
            DynamicFieldOperator::SmallerThan => ordering.is_lt(),
            DynamicFieldOperator::SmallerThanEquals => ordering.is_le(),
        }
    }
}

/// SQL's sign; LIKE has none.
fn sign(operator: DynamicFieldOperator) -> Option<&'static str> {
    match operator {
        DynamicFieldOperator::Like => None,
        DynamicFieldOperator::Equals => Some("="),
        DynamicFieldOperator::GreaterThan => Some(">"),
        DynamicFieldOperator::GreaterThanEquals => Some(">="),
        DynamicFieldOperator::SmallerThan => Some("<"),
        DynamicFieldOperator::SmallerThanEquals => Some("<="),
    }
}

/// The values of a field of one object, found by its exact name and the field (C106).
pub(crate) async fn values(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    field: &Identifier,
    object: &str,
    kind: DynamicFieldObject,
) -> Result<Vec<String>, DbErr> {
    if !dialect.can_hold(object) {
        return Ok(Vec::new());
    }
    let Some(definition) = Definition::find(db, dialect, field).await? else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text(definition.column()))
        .push(
            ", o.object_name FROM dynamic_field_value v \
             JOIN dynamic_field_obj_id_name o ON o.object_id = v.object_id \
             WHERE o.object_type = ",
        )
        .bind(object_type(kind))
        .push(" AND o.object_name = ")
        .bind(object)
        .push(" AND v.field_id = ")
        .bind(definition.id())
        .push(" ORDER BY v.id");
    let rows = db.query_all_raw(sql.statement()).await?;
    let mut values = Vec::new();
    for row in &rows {
        // The engine may take `Tina` for `tina`; the mapping does not
        if text(row, 1)?.as_deref() == Some(object) {
            values.extend(text(row, 0)?);
        }
    }
    Ok(values)
}

/// LIKE's pattern for this text and nothing else.
fn literally(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}
