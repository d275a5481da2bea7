//! Tickets, with what their history is to say of the move.

use deskbook_core::moves::{MoveProgress, MoveStep, Moves};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::history::History;
use super::renaming::count;
use super::tables::{Needed, OtoboTables};
use super::{CustomerMove, LoginMove, MoveError, Mover};
use crate::dialect::{Dialect, Sql};

/// Tickets that one statement writes: many enough to be quick, few enough for every engine's parameters
/// and for telling how far it is.
const AT_ONCE: usize = 1_000;

const STEP: MoveStep = MoveStep::Tickets;
const CUSTOMER: &str = "customer_id";
const CUSTOMER_USER: &str = "customer_user_id";

pub(super) const TICKET: Needed = (
    "ticket",
    &["id", CUSTOMER, CUSTOMER_USER, "change_time", "change_by"],
);

/// Tickets that get another customer, another customer user, or both.
pub(super) struct TicketMove<'m> {
    /// Columns by what they hold, as the engine compares.
    held: Vec<(&'static str, &'m str)>,
    /// Columns by what they will hold.
    to_hold: Vec<(&'static str, &'m str)>,
    by: Mover<'m>,
}

impl<'m> TicketMove<'m> {
    /// Those of both the old customer user and the old customer (C68); without an old customer, all of the
    /// customer user's.
    pub(super) fn of_login(asked: &LoginMove<'m>) -> Self {
        let mut held = vec![(CUSTOMER_USER, asked.old.as_str())];
        if !asked.old_customer.is_empty() {
            held.push((CUSTOMER, asked.old_customer));
        }
        Self {
            held,
            to_hold: vec![
                (CUSTOMER, asked.new_customer),
                (CUSTOMER_USER, asked.new.as_str()),
            ],
            by: asked.by,
        }
    }

    /// Those of the old customer, whoever's they are.
    pub(super) fn of_customer(asked: &CustomerMove<'m>) -> Self {
        Self {
            held: vec![(CUSTOMER, asked.old.as_str())],
            to_hold: vec![(CUSTOMER, asked.new.as_str())],
            by: asked.by,
        }
    }

    /// Counts the tickets; refuses names that they cannot have.
    pub(super) async fn count(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        moves: &mut Moves,
    ) -> Result<(), MoveError> {
        if !tables.has(TICKET.0, TICKET.1) {
            return Ok(());
        }
        let mut sql = Sql::new(tables.dialect(), "SELECT COUNT(*) FROM ticket t WHERE ");
        self.push_held(&mut sql);
        let tickets = count(db, &sql).await?;
        if tickets > 0 {
            for (column, name) in &self.to_hold {
                tables.check_length(STEP, (TICKET.0, column), name)?;
            }
            moves.add(STEP, tickets);
        }
        Ok(())
    }

    /// Moves the tickets, of which there are some, all that there are.
    pub(super) async fn carry_out(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        progress: &dyn MoveProgress,
        moves: &mut Moves,
    ) -> Result<(), DbErr> {
        let tickets = self.lock(db, tables.dialect()).await?;
        let history = History::find(db, tables, &self.event()).await?;
        let total = tickets.len() as u64;
        for some in tickets.chunks(AT_ONCE) {
            // The history tells the queue, the owner … that the ticket has
            if let Some(history) = &history {
                db.execute_raw(history.insert(self.by, some).statement())
                    .await?;
            }
            let moved = db.execute_raw(self.moved(tables.dialect(), some).statement());
            moves.add(STEP, moved.await?.rows_affected());
            progress.moved(STEP, moves.of(STEP), total);
        }
        Ok(())
    }

    /// The numbers of the tickets. Nobody else changes them from now on, or the history would tell of
    /// tickets that did not move.
    async fn lock(&self, db: &impl ConnectionTrait, dialect: Dialect) -> Result<Vec<i64>, DbErr> {
        let question = format!("SELECT {} FROM ticket t WHERE ", dialect.text("t.id"));
        let mut sql = Sql::new(dialect, question);
        self.push_held(&mut sql);
        sql.push(" ORDER BY t.id");
        match dialect {
            Dialect::MySql | Dialect::PostgreSql => sql.push(" FOR UPDATE"),
            // Whoever writes has the whole file
            Dialect::Sqlite => &mut sql,
        };
        let rows = db.query_all_raw(sql.statement()).await?;
        numbers(&rows)
    }

    fn push_held(&self, sql: &mut Sql) {
        for (at, (column, name)) in self.held.iter().enumerate() {
            sql.push(if at > 0 { " AND t." } else { "t." })
                .push(column)
                .push(" = ")
                .bind(*name);
        }
    }

    fn moved(&self, dialect: Dialect, tickets: &[i64]) -> Sql {
        let mut sql = Sql::new(dialect, "UPDATE ticket SET ");
        for (at, (column, name)) in self.to_hold.iter().enumerate() {
            sql.push(if at > 0 { ", " } else { "" })
                .push(column)
                .push(" = ")
                .bind(*name);
        }
        self.by.sign(&mut sql, &["change_time", "change_by"]);
        sql.push(" WHERE id IN (")
            .bind_all(tickets.iter().copied())
            .push(")");
        sql
    }

    /// The event as the history tells it: what the tickets get, without what they get none of.
    fn event(&self) -> String {
        let got = self.to_hold.iter().filter(|(_, name)| !name.is_empty());
        let got = got.map(|(column, name)| {
            let what = if *column == CUSTOMER {
                "CustomerID"
            } else {
                "CustomerUser"
            };
            format!("{what}={name};")
        });
        format!("%%{}", got.collect::<String>())
    }
}

/// The first column of rows, read as text since its type differs between versions.
pub(super) fn numbers(rows: &[QueryResult]) -> Result<Vec<i64>, DbErr> {
    let mut numbers = Vec::with_capacity(rows.len());
    for row in rows {
        let text: String = row.try_get_by_index(0)?;
        numbers.extend(text.parse::<i64>());
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use deskbook_core::moves::MoveOptions;
    use deskbook_domain::ids::{AgentId, CustomerId, Login};

    use super::*;

    const BY: Mover<'_> = Mover {
        agent: AgentId(7),
        time: "2024-03-01 08:00:00",
    };

    fn of_login<'m>(
        logins: &'m [Login; 2],
        [old_customer, new_customer]: [&'m str; 2],
    ) -> TicketMove<'m> {
        let [old, new] = logins;
        TicketMove::of_login(&LoginMove {
            old,
            new,
            old_customer,
            new_customer,
            by: BY,
            options: MoveOptions::default(),
        })
    }

    #[test]
    fn the_history_names_what_the_tickets_get() {
        let logins = ["tina", "t.smith"].map(Login::from);
        let tickets = of_login(&logins, ["ACME", "ACME AG"]);
        assert_eq!(
            tickets.event(),
            "%%CustomerID=ACME AG;CustomerUser=t.smith;"
        );
        let [old, new] = ["ACME", "ACME AG"].map(CustomerId::from);
        let customer = CustomerMove {
            old: &old,
            new: &new,
            by: BY,
            options: MoveOptions::default(),
        };
        let tickets = TicketMove::of_customer(&customer);
        assert_eq!(tickets.event(), "%%CustomerID=ACME AG;");
    }

    #[test]
    fn the_history_is_silent_of_what_they_get_none_of() {
        let logins = ["tina", "t.smith"].map(Login::from);
        let tickets = of_login(&logins, ["ACME", ""]);
        assert_eq!(tickets.event(), "%%CustomerUser=t.smith;");
    }

    #[test]
    fn without_an_old_customer_the_customer_user_alone_decides() {
        let logins = ["tina", "t.smith"].map(Login::from);
        let condition = |tickets: &TicketMove<'_>| {
            let mut sql = Sql::new(Dialect::MySql, "");
            tickets.push_held(&mut sql);
            sql.statement().sql
        };
        assert_eq!(
            condition(&of_login(&logins, ["ACME", "ACME"])),
            "t.customer_user_id = ? AND t.customer_id = ?"
        );
        assert_eq!(
            condition(&of_login(&logins, ["", "ACME"])),
            "t.customer_user_id = ?"
        );
    }
}
