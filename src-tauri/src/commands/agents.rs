//! On whose behalf changes are written.

use deskbook_core::connecting;
use deskbook_domain::ids::AgentId;
use tauri::State;

use crate::app::App;
use crate::wire::agent::AgentsView;
use crate::wire::error::CommandResult;

/// The agents of the current installation, and the one who signs changes.
#[tauri::command]
#[specta::specta]
pub async fn agents_read(app: State<'_, App>) -> CommandResult<AgentsView> {
    let installations = &app.running().await?.installations;
    Ok(connecting::agents(installations).await?.into())
}

/// Chooses who signs changes in the current installation from now on.
#[tauri::command]
#[specta::specta]
pub async fn agent_choose(app: State<'_, App>, agent: i32) -> CommandResult<AgentsView> {
    let installations = &app.running().await?.installations;
    let agents = connecting::choose_agent(installations, AgentId(agent)).await?;
    Ok(agents.into())
}
