//! Rows that every OTOBO has, and more agents than the first one.

use crate::csv::Table;

/// When they were written.
const TIME: &str = "2024-03-01 08:00:00";

const SIGNED: [&str; 4] = ["create_time", "create_by", "change_time", "change_by"];

/// The agents by their numbers, in their order.
pub const AGENTS: [&str; 4] = ["root@localhost", "anna.agent", "otto.agent", "gone.agent"];

/// All agents. The last one is invalid; nobody can log in.
pub fn agents() -> Table {
    let rows = (1..).zip(AGENTS).map(|(id, login)| {
        let valid = if login == "gone.agent" { "2" } else { "1" };
        let (first, last) = login.split_once(['.', '@']).unwrap_or((login, "-"));
        [&id.to_string(), login, "", first, last, valid].map(str::to_owned)
    });
    let columns = ["id", "login", "pw", "first_name", "last_name", "valid_id"];
    signed(columns, rows)
}

/// The agents that a local directory lacks.
pub fn more_agents() -> Table {
    let mut agents = agents();
    agents.rows.remove(0);
    agents
}

/// What agents may do: the first one everything, the second one change customers and their people.
pub fn access() -> Table {
    let rows = [("1", "1"), ("1", "2"), ("1", "3"), ("2", "1")];
    let rows = rows
        .into_iter()
        .map(|(agent, group)| [agent, group, "rw"].map(str::to_owned));
    signed(["user_id", "group_id", "permission_key"], rows)
}

/// Some of the events that a ticket's history knows.
pub fn history_types() -> Table {
    let names = [
        "NewTicket",
        "FollowUp",
        "Move",
        "StateUpdate",
        "CustomerUpdate",
        "TicketDynamicFieldUpdate",
        "Misc",
    ];
    let rows = names.into_iter().map(|name| [name, "1"].map(str::to_owned));
    signed(["name", "valid_id"], rows)
}

/// Rows that the first agent wrote.
fn signed<const N: usize>(columns: [&str; N], rows: impl Iterator<Item = [String; N]>) -> Table {
    let signature = [TIME, "1", TIME, "1"].map(|it| Some(it.to_owned()));
    let rows = rows.map(|row| {
        let row = row.into_iter().map(Some);
        row.chain(signature.clone()).collect()
    });
    Table {
        columns: columns
            .into_iter()
            .chain(SIGNED)
            .map(str::to_owned)
            .collect(),
        rows: rows.collect(),
    }
}
