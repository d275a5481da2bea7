//! Gives the rows of a relation another name.

use deskbook_core::moves::{MoveStep, Moves};
use sea_orm::{ConnectionTrait, DbErr};

use super::named::Named;
use super::relation::Relation;
use super::tables::OtoboTables;
use super::{MoveError, Mover};
use crate::dialect::{Dialect, Sql};

/// Rows of a relation that get another name.
pub(super) struct Renaming {
    relation: Relation,
    old: String,
    new: String,
}

impl Renaming {
    pub(super) fn new(relation: Relation, old: &str, new: &str) -> Self {
        let stored = |name| format!("{}{name}", relation.before);
        Self {
            old: stored(old),
            new: stored(new),
            relation,
        }
    }

    pub(super) const fn step(&self) -> MoveStep {
        self.relation.step
    }

    /// Counts the rows; refuses a name that they cannot have.
    pub(super) async fn count(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        moves: &mut Moves,
    ) -> Result<(), MoveError> {
        let Relation {
            step,
            table,
            column,
            ..
        } = self.relation;
        if !self.relation.is_in(tables) {
            return Ok(());
        }
        let rows = self.rows(db, tables.dialect()).await?;
        let own = count(db, &rows.own("SELECT COUNT(*)")).await?;
        if own > 0 {
            tables.check_length(step, (table, column), &self.new)?;
            moves.add(step, own);
            moves.replaced += count(db, &rows.in_the_way("SELECT COUNT(*)")).await?;
        }
        Ok(())
    }

    /// Moves the rows, of which there are some.
    pub(super) async fn carry_out(
        &self,
        db: &impl ConnectionTrait,
        dialect: Dialect,
        by: Mover<'_>,
        moves: &mut Moves,
    ) -> Result<(), DbErr> {
        let rows = self.rows(db, dialect).await?;
        let gone = db
            .execute_raw(rows.in_the_way("DELETE").statement())
            .await?;
        moves.replaced += gone.rows_affected();
        let moved = db.execute_raw(rows.renamed(by).statement()).await?;
        moves.add(self.step(), moved.rows_affected());
        Ok(())
    }

    async fn rows(&self, db: &impl ConnectionTrait, dialect: Dialect) -> Result<Rows<'_>, DbErr> {
        let Relation {
            table,
            column,
            case,
            ..
        } = self.relation;
        Ok(Rows {
            renaming: self,
            dialect,
            old: Named::find(db, dialect, (table, column), case, &self.old).await?,
            new: Named::find(db, dialect, (table, column), case, &self.new).await?,
        })
    }
}

/// The rows that a renaming is about.
struct Rows<'r> {
    renaming: &'r Renaming,
    dialect: Dialect,
    old: Named,
    new: Named,
}

impl Rows<'_> {
    /// Those under the old name.
    fn own(&self, verb: &str) -> Sql {
        let Relation { table, column, .. } = self.renaming.relation;
        let mut sql = Sql::new(self.dialect, format!("{verb} FROM {table} WHERE "));
        self.old.write(&mut sql, column);
        sql
    }

    /// Those under the new name that say the same as one under the old one. What the engine finds under the
    /// old name as well is not in the way, it moves.
    fn in_the_way(&self, verb: &str) -> Sql {
        let Relation {
            table,
            column,
            keys,
            ..
        } = self.renaming.relation;
        let keys = keys.join(", ");
        let mut sql = Sql::new(self.dialect, format!("{verb} FROM {table} WHERE "));
        self.new.write_strictly(&mut sql, column);
        sql.push(" AND NOT (");
        self.old.write(&mut sql, column);
        // MySQL reads the table it deletes from only through a table that it has made before
        sql.push(&format!(
            ") AND ({keys}) IN (SELECT {keys} FROM (SELECT DISTINCT {keys} FROM {table} WHERE "
        ));
        self.old.write(&mut sql, column);
        sql.push(") mine)");
        sql
    }

    fn renamed(&self, by: Mover<'_>) -> Sql {
        let Relation {
            table,
            column,
            signed,
            ..
        } = self.renaming.relation;
        let mut sql = Sql::new(self.dialect, format!("UPDATE {table} SET {column} = "));
        sql.bind(self.renaming.new.as_str());
        by.sign(&mut sql, signed);
        sql.push(" WHERE ");
        self.old.write(&mut sql, column);
        sql
    }
}

/// The one number that a statement gives.
pub(super) async fn count(db: &impl ConnectionTrait, sql: &Sql) -> Result<u64, DbErr> {
    let row = db.query_one_raw(sql.statement()).await?;
    let number = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
    Ok(number
        .and_then(|it| u64::try_from(it).ok())
        .unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use deskbook_domain::ids::AgentId;

    use super::*;
    use crate::moves::relation::{GROUP_PERMISSIONS, SAVED_SEARCHES, SERVICES};

    fn rows(renaming: &Renaming, dialect: Dialect) -> Rows<'_> {
        Rows {
            renaming,
            dialect,
            old: Named::Equal(renaming.old.clone()),
            new: Named::Equal(renaming.new.clone()),
        }
    }

    #[test]
    fn only_what_says_the_same_under_the_new_name_gives_way() {
        let renaming = Renaming::new(GROUP_PERMISSIONS, "old", "new");
        assert_eq!(
            rows(&renaming, Dialect::MySql)
                .in_the_way("DELETE")
                .statement()
                .sql,
            "DELETE FROM group_customer_user WHERE user_id = ? AND \
             CAST(CONVERT(LOWER(user_id) USING utf8mb4) AS BINARY) = CAST(LOWER(?) AS BINARY) \
             AND NOT (user_id = ?) AND (group_id, permission_key) IN (SELECT group_id, permission_key FROM \
             (SELECT DISTINCT group_id, permission_key FROM group_customer_user \
             WHERE user_id = ?) mine)"
        );
    }

    #[test]
    fn services_tell_who_moved_them() {
        let renaming = Renaming::new(SERVICES, "old", "new");
        let by = Mover {
            agent: AgentId(7),
            time: "2024-03-01 08:00:00",
        };
        assert_eq!(
            rows(&renaming, Dialect::PostgreSql)
                .renamed(by)
                .statement()
                .sql,
            "UPDATE service_customer_user SET customer_user_login = $1, \
             create_time = CAST($2 AS TIMESTAMP), create_by = $3 WHERE customer_user_login = $4"
        );
    }

    #[test]
    fn a_saved_search_is_kept_under_more_than_the_login() {
        let renaming = Renaming::new(SAVED_SEARCHES, "tina", "t.smith");
        assert_eq!(renaming.old, "CustomerTicketSearch::tina");
        assert_eq!(renaming.new, "CustomerTicketSearch::t.smith");
    }
}
