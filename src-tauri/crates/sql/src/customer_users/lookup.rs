//! Single customer users, by login or address, in any case (`otobo-behaviour.md` 3.9 and 3.1).
//!
//! SQLite's LOWER folds only ASCII, so it cannot decide. The index of instant search has terms of logins and
//! addresses; what it gives is compared here.

use deskbook_core::back_end::CustomerUser;
use deskbook_domain::ids::{Identifier, Login};
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::text::lower;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ConnectionTrait, DbErr};

use crate::instant::InstantIndex;
use crate::map_query::{MapQuery, column};
use crate::stored::{read_changes, read_password_state, select_changes, select_password_state};

/// Looks up customer users, inside a transaction or outside.
pub(super) struct Lookup<'l> {
    pub(super) source: &'l CustomerUserSource,
    pub(super) map: &'l MapQuery,
    pub(super) index: &'l InstantIndex,
}

impl Lookup<'_> {
    /// The exact spelling wins; then any, unless the source tells `Tina` from `tina`.
    pub(super) async fn by_login(
        &self,
        db: &impl ConnectionTrait,
        login: &Login,
    ) -> Result<Option<CustomerUser>, DbErr> {
        let exact = column(self.source.key.as_str()).eq(login.as_str());
        let found = self.read(db, exact).await?;
        if !found.is_empty() || self.source.case_sensitive {
            return Ok(found.into_iter().next());
        }
        let folded = lower(login.as_str());
        let key = std::slice::from_ref(&self.source.key);
        let ids = self.index.holders(db, key, &folded).await?;
        let found = self.read(db, column("id").is_in(ids)).await?;
        Ok(found
            .into_iter()
            .find(|found| lower(found.login.as_str()) == folded))
    }

    /// All whose address is this one, whatever their validity (C41, C61).
    pub(super) async fn by_address(
        &self,
        db: &impl ConnectionTrait,
        address: &str,
    ) -> Result<Vec<CustomerUser>, DbErr> {
        let folded = lower(address);
        let columns = self.source.address_columns();
        let ids = self.index.holders(db, &columns, &folded).await?;
        let mut found = self.read(db, column("id").is_in(ids)).await?;
        found.retain(|found| self.has_address(found, address, &folded));
        Ok(found)
    }

    fn has_address(&self, customer_user: &CustomerUser, address: &str, folded: &str) -> bool {
        let columns = self.source.post_master_fields.iter();
        let mut fields = columns.filter_map(|column| self.source.map.field_stored_in(column));
        fields.any(|field| {
            let stored = customer_user.record.get(&field.var);
            stored.is_some_and(|stored| {
                if self.source.case_sensitive {
                    stored == address
                } else {
                    lower(stored) == folded
                }
            })
        })
    }

    async fn read(
        &self,
        db: &impl ConnectionTrait,
        condition: sea_orm::sea_query::Expr,
    ) -> Result<Vec<CustomerUser>, DbErr> {
        let width = self.map.width();
        let mut select = self.map.select();
        select_password_state(&mut select, self.map.password().map(Identifier::as_str));
        if !self.source.foreign {
            select_changes(&mut select);
        }
        select
            .and_where(condition)
            .order_by_expr(column("id"), sea_orm::Order::Asc);
        let mut found = Vec::new();
        for row in db.query_all(&select).await? {
            let mapped = self.map.read(&row)?;
            found.push(CustomerUser {
                source: self.source.id,
                login: mapped.key.into(),
                record: mapped.record,
                validity: mapped.validity,
                password: read_password_state(&row, width)?,
                // A foreign table does not tell (C8)
                changes: if self.source.foreign {
                    None
                } else {
                    Some(read_changes(&row, width + 1)?)
                },
                copied: None,
            });
        }
        Ok(found)
    }
}
