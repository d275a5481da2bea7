//! A row that is there, over the values that were read of it.

use deskbook_core::back_end::{BackEndError, Signature};
use deskbook_core::moves::MoveRefused;
use deskbook_domain::ids::Identifier;
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use sea_orm::{ConnectionTrait, DbErr};

use super::password::read_password;
use super::values::{Written, of_old_row};
use super::{bind, signed};
use crate::catalogue::ColumnKind;
use crate::dialect::{Dialect, Sql};
use crate::moves::MoveError;
use crate::shape::{Row, Shape};

/// A change of one row.
pub(crate) struct RowChange<'c> {
    /// Its key in the stored spelling.
    pub(crate) key: &'c str,
    /// What was read.
    pub(crate) was: &'c Record,
    /// What it is to be.
    pub(crate) record: &'c Record,
    /// A new password.
    pub(crate) password: Option<&'c StoredPassword>,
    /// On whose behalf.
    pub(crate) by: Signature,
}

/// A row before and after it was changed, both as they are stored.
#[derive(Clone, Debug)]
pub(crate) struct Rewritten {
    pub(crate) before: Row,
    pub(crate) after: Row,
}

/// Why a row was not changed.
#[derive(Debug)]
pub(crate) enum ChangeError {
    NotFound,
    Ambiguous,
    Conflict(Box<Record>),
    Move(MoveRefused),
    Database(DbErr),
    /// Another database keeps it from being changed.
    Elsewhere(BackEndError),
}

impl From<MoveError> for ChangeError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Refused(refused) => Self::Move(refused),
            MoveError::Database(error) => Self::Database(error),
        }
    }
}

impl From<DbErr> for ChangeError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl ChangeError {
    /// What a back end tells; errors of the database are its own affair.
    pub(crate) fn told(self, told: impl FnOnce(DbErr) -> BackEndError) -> BackEndError {
        match self {
            Self::NotFound => BackEndError::NotFound,
            Self::Ambiguous => BackEndError::Ambiguous,
            Self::Conflict(theirs) => BackEndError::Conflict { theirs },
            Self::Move(refused) => BackEndError::Move(refused),
            Self::Database(error) => told(error),
            Self::Elsewhere(error) => error,
        }
    }
}

/// Changes one row within the caller's transaction, which is to be given up on any error. A change of
/// nothing writes nothing.
pub(crate) async fn change(
    db: &impl ConnectionTrait,
    shape: &Shape,
    change: &RowChange<'_>,
) -> Result<Rewritten, ChangeError> {
    let before = locked(db, shape, change.key).await?;
    if is_another(&before.record, change.was) {
        return Err(ChangeError::Conflict(Box::new(before.record)));
    }
    let changed = of_old_row(shape, &before.record, change.record);
    if changed.is_empty() && change.password.is_none() {
        let after = before.clone();
        return Ok(Rewritten { before, after });
    }
    let key = key_in(shape, &changed).unwrap_or_else(|| before.key.clone());
    let sql = update(shape, &before, changed, change);
    match db.execute_raw(sql.statement()).await?.rows_affected() {
        1 => {
            // What a view does not show any more is taken to be as it was written
            let after = as_stored(db, shape, &key).await?.unwrap_or_else(|| Row {
                key,
                valid: before.valid.clone(),
                record: change.record.clone(),
            });
            Ok(Rewritten { before, after })
        }
        0 => {
            let stored = locked(db, shape, change.key).await?;
            Err(ChangeError::Conflict(Box::new(stored.record)))
        }
        _ => Err(ChangeError::Ambiguous),
    }
}

/// The key that is written, if it is.
fn key_in(shape: &Shape, changed: &[Written]) -> Option<String> {
    let key = changed.iter().find(|it| it.column == shape.key)?;
    Some(key.value.clone().unwrap_or_default())
}

/// The row that was just written with this key, as the database keeps it: a column may pad or cut a text, a
/// number has no leading zeros, and a rule of the table may change capital letters.
pub(crate) async fn as_stored(
    db: &impl ConnectionTrait,
    shape: &Shape,
    written: &str,
) -> Result<Option<Row>, ChangeError> {
    let select = || {
        let mut sql = Sql::new(shape.dialect, shape.select());
        sql.push(&shape.from()).push(" WHERE ");
        sql
    };
    let mut exact = select();
    is_key(&mut exact, shape, written, "t.");
    let mut rows = db.query_all_raw(exact.statement()).await?;
    if rows.is_empty() {
        let key = shape.dialect.text(&shape.column(&shape.key));
        let mut alike = select();
        alike
            .push(&format!("LOWER(RTRIM({key})) = LOWER(RTRIM("))
            .bind(written)
            .push("))");
        rows = db.query_all_raw(alike.statement()).await?;
    }
    match rows.as_slice() {
        [] => Ok(None),
        [row] => Ok(Some(shape.read(row)?)),
        _ => Err(ChangeError::Ambiguous),
    }
}

/// Whether a stored record differs from what was read; NULL reads as the empty text.
fn is_another(stored: &Record, was: &Record) -> bool {
    let mut fields = stored.iter();
    fields.any(|(var, value)| was.text(var) != value.unwrap_or_default())
}

/// The row of a key and its password, if there is one such row. Waits for whoever holds it.
pub(crate) async fn stored_under(
    db: &impl ConnectionTrait,
    shape: &Shape,
    key: &str,
) -> Result<Option<(Row, Option<StoredPassword>)>, DbErr> {
    match locked(db, shape, key).await {
        Ok(row) => {
            let password = read_password(db, shape, &row.key).await?;
            Ok(Some((row, password)))
        }
        Err(ChangeError::Database(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// The one row of this key, which nobody else changes until the transaction ends.
async fn locked(db: &impl ConnectionTrait, shape: &Shape, key: &str) -> Result<Row, ChangeError> {
    let mut sql = Sql::new(shape.dialect, shape.select());
    sql.push(&shape.from()).push(" WHERE ");
    is_key(&mut sql, shape, key, "t.");
    if shape.dialect != Dialect::Sqlite {
        sql.push(" FOR UPDATE");
    }
    let rows = db.query_all_raw(sql.statement()).await?;
    match rows.as_slice() {
        [] => Err(ChangeError::NotFound),
        [row] => Ok(shape.read(row)?),
        _ => Err(ChangeError::Ambiguous),
    }
}

fn update(shape: &Shape, stored: &Row, changed: Vec<Written>, change: &RowChange<'_>) -> Sql {
    let password = shape.password().zip(change.password);
    let password = password.map(|(column, it)| (column.clone(), Some(it.as_str().to_owned())));
    let guarded: Vec<_> = changed.iter().map(|it| it.column.clone()).collect();
    let values = changed
        .into_iter()
        .map(|Written { column, value }| (column, value))
        .chain(password)
        .chain(signed(shape, ["change_time", "change_by"], change.by));
    let mut sql = Sql::new(shape.dialect, "UPDATE ");
    sql.push(&shape.dialect.table(&shape.table)).push(" SET ");
    for (at, (column, value)) in values.enumerate() {
        if at > 0 {
            sql.push(", ");
        }
        sql.push(&shape.dialect.name(&column)).push(" = ");
        bind(&mut sql, shape, &column, value);
    }
    sql.push(" WHERE ");
    is_key(&mut sql, shape, change.key, "");
    for column in guarded {
        sql.push(" AND ");
        is_still(&mut sql, shape, &column, value_in(shape, stored, &column));
    }
    sql
}

/// What was read of a column, which has a field, or it would not be written.
fn value_in(shape: &Shape, stored: &Row, column: &Identifier) -> Option<String> {
    let field = shape.map.field_stored_in(column)?;
    stored.record.get(&field.var).map(str::to_owned)
}

/// The key in exactly this spelling. The first comparison finds it through the index, the second tells
/// `Tina` from `tina` where the collation does not.
pub(super) fn is_key(sql: &mut Sql, shape: &Shape, key: &str, table: &str) {
    let column = format!("{table}{}", shape.dialect.name(&shape.key));
    sql.push(&column).push(" = ");
    bind(sql, shape, &shape.key, Some(key.to_owned()));
    if shape.dialect == Dialect::MySql && shape.kind(&shape.key) == ColumnKind::Text {
        sql.push(" AND ")
            .push(&shape.dialect.text(&column))
            .push(" COLLATE utf8mb4_bin = ")
            .bind(key);
    }
}

/// A column still has the value that was read, NULL included.
fn is_still(sql: &mut Sql, shape: &Shape, column: &Identifier, was: Option<String>) {
    let text = shape.dialect.text(&shape.dialect.name(column));
    let operator = match shape.dialect {
        Dialect::Sqlite => " IS ",
        Dialect::MySql => " <=> ",
        Dialect::PostgreSql => " IS NOT DISTINCT FROM ",
    };
    sql.push(&text).push(operator).bind(was);
}
