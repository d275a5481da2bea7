//! Agents, on whose behalf changes are written.

use deskbook_core::connecting::Agents;
use deskbook_core::otobo_system::Agent;
use serde::Serialize;
use specta::Type;

/// The agents who may sign changes, and the one who does.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AgentsView {
    /// The valid ones by their logins.
    agents: Vec<AgentView>,
    /// The number of the one who signs changes; `null` until one is chosen.
    acting: Option<i32>,
}

/// One agent.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AgentView {
    id: i32,
    login: String,
    name: String,
}

impl From<Agents> for AgentsView {
    fn from(agents: Agents) -> Self {
        Self {
            acting: agents.acting.map(|id| id.0),
            agents: agents.valid.into_iter().map(AgentView::from).collect(),
        }
    }
}

impl From<Agent> for AgentView {
    fn from(agent: Agent) -> Self {
        Self {
            id: agent.id.0,
            login: agent.login,
            name: agent.name,
        }
    }
}
