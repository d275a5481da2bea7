//! What is stored as somebody's password: for comparing, never for showing.

use deskbook_domain::password::StoredPassword;
use sea_orm::{ConnectionTrait, DbErr};

use super::change::is_key;
use crate::dialect::Sql;
use crate::shape::Shape;

/// The stored form of the password in the row of this key; `None` without a row, a column or a value.
pub(crate) async fn read_password(
    db: &impl ConnectionTrait,
    shape: &Shape,
    key: &str,
) -> Result<Option<StoredPassword>, DbErr> {
    let Some(password) = shape.password() else {
        return Ok(None);
    };
    let column = shape.dialect.text(&shape.column(password));
    let mut sql = Sql::new(shape.dialect, format!("SELECT {column}"));
    sql.push(&shape.from()).push(" WHERE ");
    is_key(&mut sql, shape, key, "t.");
    let Some(row) = db.query_one_raw(sql.statement()).await? else {
        return Ok(None);
    };
    let stored: Option<String> = row.try_get_by_index(0)?;
    Ok(stored.map(StoredPassword::new))
}
