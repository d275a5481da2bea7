//! Reads what every stored record has beside its fields.

use chrono::NaiveDateTime;
use deskbook_core::back_end::{Changes, PasswordState};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{DbErr, QueryResult};

/// OTOBO's form of a time: whole seconds.
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// How many columns [`select_changes`] adds.
const WIDTH: usize = 3;

/// Adds the audit columns of the table aliased `t`: time, agent's login and number, twice.
pub(crate) fn select_changes(select: &mut SelectStatement) {
    for (time, agent) in [("create_time", "create_by"), ("change_time", "change_by")] {
        let same = Expr::col(("users", "id")).equals(("t", agent));
        let login = Query::select()
            .column(("users", "login"))
            .from("users")
            .and_where(same)
            .take();
        select
            .expr(Expr::col(("t", time)).cast_as("text"))
            .expr(Expr::SubQuery(None, Box::new(login.into())))
            .expr(Expr::col(("t", agent)).cast_as("text"));
    }
}

/// Reads them from column `from` on.
pub(crate) fn read_changes(row: &QueryResult, from: usize) -> Result<Changes, DbErr> {
    let agent = |index| {
        Ok::<_, DbErr>(
            row.try_get_by_index::<Option<String>>(index)?
                .unwrap_or_default(),
        )
    };
    Ok(Changes {
        created: read_time(row, from)?,
        created_by: agent(from + 1)?,
        created_by_id: agent(from + 2)?,
        changed: read_time(row, from + WIDTH)?,
        changed_by: agent(from + WIDTH + 1)?,
        changed_by_id: agent(from + WIDTH + 2)?,
    })
}

/// A time that another program wrote in another form is shown as the beginning of time, rather than
/// making the whole record unreadable.
fn read_time(row: &QueryResult, index: usize) -> Result<NaiveDateTime, DbErr> {
    let text: Option<String> = row.try_get_by_index(index)?;
    Ok(parse_time(text.as_deref()))
}

/// A stored time.
pub(crate) fn parse_time(text: Option<&str>) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text.unwrap_or_default(), TIME).unwrap_or_default()
}

/// Adds whether a password is stored; of the password itself nothing is read.
pub(crate) fn select_password_state(select: &mut SelectStatement, column: Option<&str>) {
    let is_set = match column {
        Some(column) => Expr::col(("t", Alias::new(column))).ne(""),
        None => Expr::value(false),
    };
    select.expr(is_set);
}

/// Reads it. NULL and the empty text let nobody in (C60, C79).
pub(crate) fn read_password_state(row: &QueryResult, index: usize) -> Result<PasswordState, DbErr> {
    let is_set: Option<bool> = row.try_get_by_index(index)?;
    Ok(if is_set.unwrap_or_default() {
        PasswordState::Set
    } else {
        PasswordState::None
    })
}
