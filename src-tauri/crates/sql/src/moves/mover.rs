//! Who moves rows, and when.

use deskbook_domain::ids::AgentId;

use crate::dialect::{Dialect, Sql};

/// On whose behalf rows are written, and when.
#[derive(Clone, Copy, Debug)]
pub struct Mover<'m> {
    /// The acting agent (C3).
    pub agent: AgentId,
    /// `YYYY-MM-DD HH:MM:SS` in OTOBO's time zone (C2).
    pub time: &'m str,
}

impl Mover<'_> {
    /// Adds `, column = value` for a column of the time and one of the agent, if there are any.
    pub(super) fn sign(self, sql: &mut Sql, columns: &[&str]) {
        if let [time, agent] = columns {
            sql.push(&format!(", {time} = "));
            self.push_time(sql);
            sql.push(&format!(", {agent} = ")).bind(self.agent.0);
        }
    }

    /// Adds the time.
    pub(super) fn push_time(self, sql: &mut Sql) {
        match sql.dialect() {
            // A text is no time there unless it is told to be
            Dialect::PostgreSql => sql.push("CAST(").bind(self.time).push(" AS TIMESTAMP)"),
            Dialect::MySql | Dialect::Sqlite => sql.bind(self.time),
        };
    }
}
