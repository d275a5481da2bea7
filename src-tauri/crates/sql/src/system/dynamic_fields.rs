//! Dynamic fields of customer users and customers (`otobo-behaviour.md` 3.4 and 9.1). Tables without the
//! columns `index_value` and `index_set` serve as well: rows come in the order they were written (C9).

use deskbook_core::otobo_system::DynamicFieldObject;
use deskbook_domain::ids::{Identifier, Login};
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
    if !dialect.can_hold(searched) {
        return Ok(Vec::new());
    }
    let Some(definition) = Definition::find(db, dialect, field).await? else {
        return Ok(Vec::new());
    };
    let mut sql = Sql::new(
        dialect,
        "SELECT DISTINCT o.object_name FROM dynamic_field_value v \
         JOIN dynamic_field_obj_id_name o ON o.object_id = v.object_id \
         WHERE o.object_type = 'CustomerUser' AND v.field_id = ",
    );
    sql.bind(definition.id()).push(" AND ");
    let column = definition.column();
    if definition.is_free_text() {
        let lowers = dialect.lowers_searches();
        let (open, close) = if lowers { ("LOWER(", ")") } else { ("", "") };
        sql.push(&format!("{open}{column}{close} LIKE {open}"))
            .bind(format!("%{}%", literally(searched)))
            .push(close);
    } else {
        sql.push(&dialect.text(column)).push(" = ").bind(searched);
    }
    if dialect == Dialect::Sqlite {
        // The other engines have this escape character by themselves
        sql.push(if definition.is_free_text() {
            " ESCAPE '\\'"
        } else {
            ""
        });
    }
    let rows = db.query_all_raw(sql.statement()).await?;
    rows.iter()
        .map(|row| Ok(Login::from(text(row, 0)?.unwrap_or_default())))
        .collect()
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
    let kind = match kind {
        DynamicFieldObject::CustomerUser => "CustomerUser",
        DynamicFieldObject::Customer => "CustomerCompany",
    };
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text(definition.column()))
        .push(
            ", o.object_name FROM dynamic_field_value v \
             JOIN dynamic_field_obj_id_name o ON o.object_id = v.object_id \
             WHERE o.object_type = ",
        )
        .bind(kind)
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
