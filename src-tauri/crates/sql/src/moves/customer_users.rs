//! The customer users of a customer, in the table of one source: all of them, where OTOBO moves as many as
//! a list shows (C70).

use deskbook_core::moves::{MoveRefused, MoveStep};
use deskbook_domain::check::Problem;
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::search::CaseRule;
use deskbook_domain::source::CustomerUserSource;
use sea_orm::{ConnectionTrait, DbErr};

use super::named::Named;
use super::{CustomerMove, MoveError};
use crate::catalogue::{Catalogue, ColumnKind, number};
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
    let column = CustomerColumn::read(db, dialect, source).await?;
    let (login, id) = (dialect.name(&source.key), column.name());
    let (login, id) = (dialect.text(&login), dialect.text(&id));
    let table = dialect.table(&source.table);
    let mut sql = Sql::new(dialect, format!("SELECT {login}, {id} FROM {table} WHERE "));
    column.push_condition(&mut sql, db, customer).await?;
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

/// Refuses an ID that the customer users of a source cannot have. What a local directory takes is the same
/// everywhere in it, and was checked with the customer.
pub async fn refuse_unfit_customer(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    source: &CustomerUserSource,
    customer: &CustomerId,
) -> Result<(), MoveError> {
    let column = CustomerColumn::read(db, dialect, source).await?;
    let Some(problem) = column.fault_of(customer.as_str()) else {
        return Ok(());
    };
    Err(MoveError::Refused(MoveRefused::Unfit {
        step: MoveStep::CustomerUsers(source.id),
        column: column.full_name(),
        problem,
    }))
}

/// Gives all of them the new ID at once; tells how many there were. A foreign table does not say who did it
/// (C8). Whether its column can hold the ID is for the caller to have asked ([`refuse_unfit_customer`]).
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
    let column = CustomerColumn::read(db, dialect, source).await?;
    // PostgreSQL makes a number of the new ID even where no row gets it
    if column.fault_of(asked.new.as_str()).is_some() {
        let people = customer_users_of(db, dialect, source, asked.old).await?;
        if people.is_empty() {
            return Ok(0);
        }
    }
    let table = dialect.table(&source.table);
    let mut sql = Sql::new(dialect, format!("UPDATE {table} SET {} = ", column.name()));
    column.push_value(&mut sql, asked.new);
    if !source.foreign {
        asked.by.sign(&mut sql, &["change_time", "change_by"]);
    }
    sql.push(" WHERE ");
    column.push_condition(&mut sql, db, asked.old).await?;
    Ok(db.execute_raw(sql.statement()).await?.rows_affected())
}

/// The column that tells whose customer a customer user is. In a table of somebody else's it need not be a
/// text, and PostgreSQL does not compare numbers with texts.
struct CustomerColumn<'c> {
    dialect: Dialect,
    source: &'c CustomerUserSource,
    catalogue: Catalogue,
}

impl<'c> CustomerColumn<'c> {
    async fn read(
        db: &impl ConnectionTrait,
        dialect: Dialect,
        source: &'c CustomerUserSource,
    ) -> Result<Self, DbErr> {
        let catalogue = match dialect {
            // A local directory has texts
            Dialect::Sqlite => Catalogue::default(),
            Dialect::MySql | Dialect::PostgreSql => {
                Catalogue::read(db, dialect, &source.table).await?
            }
        };
        Ok(Self {
            dialect,
            source,
            catalogue,
        })
    }

    fn name(&self) -> String {
        self.dialect.name(&self.source.customer_id)
    }

    fn full_name(&self) -> String {
        format!("{}.{}", self.source.table, self.source.customer_id)
    }

    /// What keeps an ID from being stored in it.
    fn fault_of(&self, id: &str) -> Option<Problem> {
        let column = &self.source.customer_id;
        if self.catalogue.kind(column) == ColumnKind::Number {
            return number(id).is_none().then_some(Problem::NotAnInteger);
        }
        let length = u32::try_from(id.chars().count()).unwrap_or(u32::MAX);
        if let Some(limit) = self.catalogue.length(column)
            && length > limit
        {
            let column = self.full_name();
            return Some(Problem::TooLongToMove {
                column,
                length,
                limit,
            });
        }
        let unfit = self.catalogue.first_unfit(column, id)?;
        Some(Problem::CharacterUnfit {
            character: unfit.to_string(),
        })
    }

    /// Adds an ID in the type of the column.
    fn push_value(&self, sql: &mut Sql, id: &CustomerId) {
        match self.catalogue.cast(&self.source.customer_id) {
            Some(kind) => sql
                .push("CAST(")
                .bind(id.as_str())
                .push(" AS ")
                .push(kind)
                .push(")"),
            None => sql.bind(id.as_str()),
        };
    }

    /// Adds the condition that somebody has this customer. One that the column cannot hold is nobody's.
    async fn push_condition(
        &self,
        sql: &mut Sql,
        db: &impl ConnectionTrait,
        customer: &CustomerId,
    ) -> Result<(), DbErr> {
        let (column, id) = (&self.source.customer_id, customer.as_str());
        if !self.dialect.can_hold(id) || !self.catalogue.can_hold(column, id) {
            sql.push("1=0");
            return Ok(());
        }
        let name = self.name();
        let compared = match self.catalogue.kind(column) {
            ColumnKind::Number => {
                match number(id) {
                    Some(number) => sql.push(&name).push(" = ").bind(number),
                    None => sql.push("1=0"),
                };
                return Ok(());
            }
            ColumnKind::Text => name.clone(),
            ColumnKind::Other => self.dialect.text(&name),
        };
        let case = if self.source.case_sensitive {
            CaseRule::Exact
        } else {
            CaseRule::Folded
        };
        let table = self.dialect.table(&self.source.table);
        let named = Named::find(db, self.dialect, (&table, &name), case, id).await?;
        named.write(sql, &compared);
        Ok(())
    }
}
