//! What the customers' sign-in compares a password with (`otobo-behaviour.md 4.7`).

use deskbook_core::otobo_system::SignInPassword;
use deskbook_core::rules::SignInTable;
use deskbook_domain::ids::Login;
use deskbook_domain::password::StoredPassword;
use sea_orm::{ConnectionTrait, DbErr};

use super::text;
use crate::dialect::{Dialect, Sql};

/// The stored password of the row whose login is this one, as the engine compares. Of several the last
/// one counts, as OTOBO reads them.
pub(crate) async fn sign_in_password(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    table: &SignInTable,
    login: &Login,
) -> Result<SignInPassword, DbErr> {
    if !dialect.can_hold(login.as_str()) {
        return Ok(SignInPassword::NoRow);
    }
    let column = dialect.text(&dialect.name(&table.password));
    let mut sql = Sql::new(dialect, format!("SELECT {column} FROM "));
    sql.push(&dialect.table(&table.table))
        .push(" WHERE ")
        .push(&dialect.name(&table.key))
        .push(" = ")
        .bind(login.as_str());
    let rows = db.query_all_raw(sql.statement()).await?;
    let Some(row) = rows.last() else {
        return Ok(SignInPassword::NoRow);
    };
    let stored = text(row, 0)?.filter(|stored| !stored.is_empty());
    Ok(stored.map_or(SignInPassword::NoPassword, |stored| {
        SignInPassword::Stored(StoredPassword::new(stored))
    }))
}
