//! OTOBO's own database beside the sources: preferences, additional customers, dynamic fields, settings.
//! The same statements for every engine.

mod agents;
mod dynamic_fields;
mod settings;
mod sign_in;

pub(crate) use agents::{agents, is_valid_agent, list_agents};
pub(crate) use dynamic_fields::{label, logins_with, object_type, objects_with, values};
pub(crate) use settings::stored_settings;
pub(crate) use sign_in::sign_in_password;

use std::collections::BTreeMap;

use deskbook_core::otobo_system::{
    Preference, PreferenceChange, PreferenceOver, is_secret_preference, stored_preference,
};
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::validity::Validity;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::dialect::{Dialect, Sql};
use crate::writing::ChangeError;

/// The preferences of a login in this spelling, without the secret ones (`otobo-behaviour.md 4.6`).
pub(crate) async fn preferences(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    login: &Login,
) -> Result<Vec<Preference>, DbErr> {
    if !dialect.can_hold(login.as_str()) {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text("preferences_key"))
        .push(", ")
        .push(&dialect.text("preferences_value"))
        .push(" FROM customer_preferences WHERE user_id = ")
        .bind(login.as_str());
    let rows = db.query_all_raw(sql.statement()).await?;
    let mut preferences = Vec::new();
    for row in &rows {
        let key = text(row, 0)?.unwrap_or_default();
        if !is_secret_preference(&key) {
            let value = text(row, 1)?;
            preferences.push(Preference { key, value });
        }
    }
    Ok(preferences)
}

/// Who has a preference of this key with a value like this pattern, in any case.
pub(crate) async fn preferences_named(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    key: &str,
    like: Option<&str>,
) -> Result<Vec<(Login, String)>, DbErr> {
    if is_secret_preference(key)
        || ![Some(key), like]
            .into_iter()
            .flatten()
            .all(|it| dialect.can_hold(it))
    {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text("user_id"))
        .push(", ")
        .push(&dialect.text("preferences_value"))
        .push(" FROM customer_preferences WHERE preferences_key = ")
        .bind(key);
    if let Some(like) = like {
        sql.push(" AND LOWER(preferences_value) LIKE LOWER(")
            .bind(like)
            .push(")");
    }
    let rows = db.query_all_raw(sql.statement()).await?;
    rows.iter()
        .map(|row| {
            let login = text(row, 0)?.unwrap_or_default();
            Ok((Login::from(login), text(row, 1)?.unwrap_or_default()))
        })
        .collect()
}

/// The additional customers of a login, in the order of their IDs (`otobo-behaviour.md 3.8`).
pub(crate) async fn additional_customers(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    login: &Login,
) -> Result<Vec<CustomerId>, DbErr> {
    if !dialect.can_hold(login.as_str()) {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        dialect,
        "SELECT customer_id FROM customer_user_customer WHERE user_id = ",
    );
    sql.bind(login.as_str()).push(" ORDER BY customer_id");
    let rows = db.query_all_raw(sql.statement()).await?;
    rows.iter()
        .map(|row| Ok(CustomerId::from(text(row, 0)?.unwrap_or_default())))
        .collect()
}

/// Stores a preference in place of what was there, or only takes that away (C72), if it still is what it is
/// written over. The caller's transaction keeps the old one if the new one is refused. Only the key in exactly
/// this spelling gives way: a collation may take `userToken` for the secret `UserToken`.
pub(crate) async fn set_preference(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    change: PreferenceChange<'_>,
) -> Result<(), ChangeError> {
    let PreferenceChange {
        login,
        key,
        value,
        over,
    } = change;
    if over != PreferenceOver::Anything {
        let stored = locked_preference(db, dialect, login, key).await?;
        if !over.admits(stored.as_deref()) {
            let theirs = stored_preference(key, stored);
            return Err(ChangeError::Conflict(Box::new(theirs)));
        }
    }
    let mut sql = Sql::new(dialect, "DELETE FROM customer_preferences WHERE ");
    is_preference(&mut sql, login, key);
    db.execute_raw(sql.statement()).await?;
    let Some(value) = value else {
        return Ok(());
    };
    let mut sql = Sql::new(
        dialect,
        "INSERT INTO customer_preferences (user_id, preferences_key, preferences_value) VALUES (",
    );
    sql.bind_all([login.as_str(), key, value]).push(")");
    db.execute_raw(sql.statement()).await?;
    Ok(())
}

/// What is stored of a preference, which no other Deskbook changes until the transaction ends. A row that is
/// not there cannot be locked: MySQL locks the gap, and PostgreSQL a number made of login and key.
async fn locked_preference(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    login: &Login,
    key: &str,
) -> Result<Option<String>, DbErr> {
    if dialect == Dialect::PostgreSql {
        let mut sql = Sql::new(dialect, "SELECT pg_advisory_xact_lock(hashtext(");
        sql.bind(login.as_str()).push("), hashtext(").bind(key);
        sql.push("))");
        db.query_one_raw(sql.statement()).await?;
    }
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text("preferences_value"))
        .push(" FROM customer_preferences WHERE ");
    is_preference(&mut sql, login, key);
    if dialect != Dialect::Sqlite {
        sql.push(" FOR UPDATE");
    }
    let rows = db.query_all_raw(sql.statement()).await?;
    // Of rows with the same key the last one counts, as for whoever reads them
    let last = rows.last().map(|row| text(row, 0)).transpose()?;
    Ok(last.map(Option::unwrap_or_default))
}

/// A login's rows of a key, each in exactly this spelling.
fn is_preference(sql: &mut Sql, login: &Login, key: &str) {
    sql.push("user_id = ")
        .bind(login.as_str())
        .push(" AND preferences_key = ")
        .bind(key);
    if sql.dialect() == Dialect::MySql {
        sql.push(" AND CAST(CONVERT(preferences_key USING utf8mb4) AS BINARY) = CAST(")
            .bind(key)
            .push(" AS BINARY)");
    }
}

/// Of a customer user's preferences, what a new password makes untrue (C73).
const PASSWORD_AGE: &str = "UserLastPwChangeTime";

/// Takes away since when a login has its password.
pub(crate) async fn forget_password_age(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    login: &Login,
) -> Result<(), DbErr> {
    let mut sql = Sql::new(dialect, "DELETE FROM customer_preferences WHERE user_id = ");
    sql.bind(login.as_str())
        .push(" AND preferences_key = ")
        .bind(PASSWORD_AGE);
    db.execute_raw(sql.statement()).await.map(|_| ())
}

/// The numbers in table `valid` and what they mean (C4).
pub(crate) async fn validities(
    db: &impl ConnectionTrait,
    dialect: Dialect,
) -> Result<BTreeMap<i32, Validity>, DbErr> {
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text("id")).push(", name FROM valid");
    let rows = db.query_all_raw(sql.statement()).await?;
    let mut validities = BTreeMap::new();
    for row in &rows {
        let id = text(row, 0)?.and_then(|id| id.parse().ok());
        let name = text(row, 1)?.unwrap_or_default();
        if let (Some(id), Some(validity)) = (id, Validity::from_name(&name)) {
            validities.insert(id, validity);
        }
    }
    Ok(validities)
}

fn text(row: &QueryResult, index: usize) -> Result<Option<String>, DbErr> {
    row.try_get_by_index(index)
}
