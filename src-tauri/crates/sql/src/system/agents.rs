//! Agents: those who work in OTOBO, and on whose behalf changes are written.

use std::collections::BTreeMap;

use deskbook_core::otobo_system::Agent;
use deskbook_domain::ids::AgentId;
use deskbook_domain::validity::Validity;
use sea_orm::{ConnectionTrait, DbErr};

use super::text;
use crate::dialect::{Dialect, Sql};

/// The logins of agents by their numbers.
pub(crate) async fn agents(
    db: &impl ConnectionTrait,
    dialect: Dialect,
) -> Result<BTreeMap<String, String>, DbErr> {
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text("id")).push(", login FROM users");
    let rows = db.query_all_raw(sql.statement()).await?;
    rows.iter()
        .map(|row| {
            Ok((
                text(row, 0)?.unwrap_or_default(),
                text(row, 1)?.unwrap_or_default(),
            ))
        })
        .collect()
}

/// Whether there is such an agent, and a valid one (C4).
pub(crate) async fn is_valid_agent(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    agent: AgentId,
) -> Result<bool, DbErr> {
    let mut sql = Sql::new(
        dialect,
        "SELECT v.name FROM users u JOIN valid v ON v.id = u.valid_id WHERE u.id = ",
    );
    sql.bind(agent.0);
    let row = db.query_one_raw(sql.statement()).await?;
    let validity = row.map(|row| text(&row, 0)).transpose()?.flatten();
    Ok(validity.as_deref() == Some(Validity::Valid.name()))
}

/// All agents by their logins, and whether they are valid (C4).
pub(crate) async fn list_agents(
    db: &impl ConnectionTrait,
    dialect: Dialect,
) -> Result<Vec<Agent>, DbErr> {
    let mut sql = Sql::new(dialect, "SELECT ");
    sql.push(&dialect.text("u.id")).push(
        ", u.login, u.first_name, u.last_name, v.name \
         FROM users u LEFT JOIN valid v ON v.id = u.valid_id ORDER BY u.login, u.id",
    );
    let rows = db.query_all_raw(sql.statement()).await?;
    let mut agents = Vec::with_capacity(rows.len());
    for row in &rows {
        let of = |index| Ok::<_, DbErr>(text(row, index)?.unwrap_or_default());
        let Ok(id) = of(0)?.parse() else { continue };
        let name = format!("{} {}", of(2)?, of(3)?);
        agents.push(Agent {
            id: AgentId(id),
            login: of(1)?,
            name: name.trim().to_owned(),
            valid: of(4)? == Validity::Valid.name(),
        });
    }
    Ok(agents)
}
