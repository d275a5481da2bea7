//! What the history of tickets says of a move.

use sea_orm::{ConnectionTrait, DbErr};

use super::Mover;
use super::tables::{Needed, OtoboTables};
use super::tickets::numbers;
use crate::dialect::{Dialect, Sql};

/// How OTOBO calls the event.
const EVENT: &str = "CustomerUpdate";

/// Characters of an event where the catalogue does not tell.
const USUAL_LENGTH: u32 = 200;

const HISTORY: Needed = (
    "ticket_history",
    &[
        "name",
        "history_type_id",
        "ticket_id",
        "type_id",
        "queue_id",
        "owner_id",
        "priority_id",
        "state_id",
        "create_time",
        "create_by",
        "change_time",
        "change_by",
    ],
);

/// What a row of it copies.
const COPIED: Needed = (
    "ticket",
    &[
        "type_id",
        "queue_id",
        "user_id",
        "ticket_priority_id",
        "ticket_state_id",
    ],
);

const TYPES: Needed = ("ticket_history_type", &["id", "name"]);

pub(super) const NEEDED: [Needed; 3] = [HISTORY, COPIED, TYPES];

/// What the history is to say of each ticket.
pub(super) struct History {
    dialect: Dialect,
    event_type: i64,
    event: String,
}

impl History {
    /// `None` where there is no history, or it knows no such event. An event that is longer than its
    /// column is cut, as OTOBO does.
    pub(super) async fn find(
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        event: &str,
    ) -> Result<Option<Self>, DbErr> {
        if !NEEDED.iter().all(|it| tables.has(it.0, it.1)) {
            return Ok(None);
        }
        let dialect = tables.dialect();
        let mut sql = Sql::new(dialect, "SELECT ");
        sql.push(&dialect.text("id"))
            .push(" FROM ticket_history_type WHERE name = ")
            .bind(EVENT);
        let types = numbers(&db.query_all_raw(sql.statement()).await?)?;
        let limit = tables.length(HISTORY.0, "name").unwrap_or(USUAL_LENGTH);
        Ok(types.first().map(|event_type| Self {
            dialect,
            event_type: *event_type,
            event: event.chars().take(limit as usize).collect(),
        }))
    }

    /// Writes one row for each of these tickets, as they are now. A ticket without a type counts as one of
    /// the first type, since the history has no place for none.
    pub(super) fn insert(&self, by: Mover<'_>, tickets: &[i64]) -> Sql {
        let (table, columns) = HISTORY;
        let insert = format!("INSERT INTO {table} ({}) SELECT ", columns.join(", "));
        let mut sql = Sql::new(self.dialect, insert);
        sql.bind(self.event.as_str())
            .push(", ")
            .bind(self.event_type)
            .push(
                ", id, COALESCE(type_id, 1), queue_id, user_id, ticket_priority_id, \
                 ticket_state_id",
            );
        for _ in ["create", "change"] {
            sql.push(", ");
            by.push_time(&mut sql);
            sql.push(", ").bind(by.agent.0);
        }
        sql.push(" FROM ticket WHERE id IN (")
            .bind_all(tickets.iter().copied())
            .push(")");
        sql
    }
}
