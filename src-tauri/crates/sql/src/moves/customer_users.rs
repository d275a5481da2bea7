//! The customer users of a customer, in the table of one source: all of them, where OTOBO moves as many as
//! a list shows (C70).

use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::search::CaseRule;
use deskbook_domain::source::CustomerUserSource;
use sea_orm::{ConnectionTrait, DbErr};

use super::CustomerMove;
use super::named::Named;
use crate::dialect::{Dialect, Sql};

/// A customer user of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerUserOf {
    /// As it is stored.
    pub login: Login,
    /// As it is stored, which may differ in case from the customer's own ID. An engine that tells case apart
    /// does not find his tickets under that: they move by [`move_login`](super::move_login), with the login
    /// that he has and this ID as the old one.
    pub customer: CustomerId,
}

/// Who has this customer as the own one, valid or not: found as OTOBO finds them by `CustomerIDRaw`, in any
/// case unless the source tells case apart (`otobo-behaviour.md 3.1`).
pub async fn customer_users_of(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    source: &CustomerUserSource,
    customer: &CustomerId,
) -> Result<Vec<CustomerUserOf>, DbErr> {
    let (login, id) = (dialect.name(&source.key), dialect.name(&source.customer_id));
    let (login, id) = (dialect.text(&login), dialect.text(&id));
    let table = dialect.table(&source.table);
    let mut sql = Sql::new(dialect, format!("SELECT {login}, {id} FROM {table} WHERE "));
    let column = dialect.name(&source.customer_id);
    named(db, dialect, source, customer)
        .await?
        .write(&mut sql, &column);
    sql.push(&format!(" ORDER BY {login}"));
    let rows = db.query_all_raw(sql.statement()).await?;
    let found = rows.iter().map(|row| {
        let text = |index| row.try_get_by_index::<Option<String>>(index);
        Ok(CustomerUserOf {
            login: Login::from(text(0)?.unwrap_or_default()),
            customer: CustomerId::from(text(1)?.unwrap_or_default()),
        })
    });
    found.collect()
}

/// Gives all of them the new ID at once; tells how many there were. A foreign table does not say who did it
/// (C8). Whether its column can hold the ID is for the caller to have checked, who knows the table.
pub async fn move_customer_users(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    source: &CustomerUserSource,
    asked: &CustomerMove<'_>,
) -> Result<u64, DbErr> {
    if asked.old.as_str().is_empty() {
        // Who has no customer is nobody's
        return Ok(0);
    }
    let column = dialect.name(&source.customer_id);
    let table = dialect.table(&source.table);
    let mut sql = Sql::new(dialect, format!("UPDATE {table} SET {column} = "));
    sql.bind(asked.new.as_str());
    if !source.foreign {
        asked.by.sign(&mut sql, &["change_time", "change_by"]);
    }
    sql.push(" WHERE ");
    named(db, dialect, source, asked.old)
        .await?
        .write(&mut sql, &column);
    Ok(db.execute_raw(sql.statement()).await?.rows_affected())
}

async fn named(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    source: &CustomerUserSource,
    customer: &CustomerId,
) -> Result<Named, DbErr> {
    let case = if source.case_sensitive {
        CaseRule::Exact
    } else {
        CaseRule::Folded
    };
    let (table, column) = (
        dialect.table(&source.table),
        dialect.name(&source.customer_id),
    );
    Named::find(db, dialect, (&table, &column), case, customer.as_str()).await
}
