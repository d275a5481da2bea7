//! On whose behalf changes are written: an agent whom the user chooses, until there is a sign-in (C3).

use deskbook_domain::ids::AgentId;

use super::{ConnectingError, OpenInstallations};
use crate::back_end::BackEndError;
use crate::otobo_system::Agent;

/// The agents who may sign changes, and the one who does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agents {
    /// The valid ones by their logins.
    pub valid: Vec<Agent>,
    /// Who was chosen; nobody if the chosen one is not valid any more.
    pub acting: Option<AgentId>,
}

/// The agents of the current installation.
#[tracing::instrument(skip_all)]
pub async fn agents(installations: &OpenInstallations) -> Result<Agents, ConnectingError> {
    let installation = installations.current().installation();
    let mut valid = installation.system.agents().await?;
    valid.retain(|agent| agent.valid);
    let is_valid = |id: &AgentId| valid.iter().any(|agent| agent.id == *id);
    Ok(Agents {
        acting: installation.agent.filter(is_valid),
        valid,
    })
}

/// Writes on behalf of this agent from now on.
#[tracing::instrument(skip_all)]
pub async fn choose_agent(
    installations: &OpenInstallations,
    agent: AgentId,
) -> Result<Agents, ConnectingError> {
    let _changing = installations.changing.lock().await;
    let agents = agents(installations).await?;
    if agents.valid.iter().all(|it| it.id != agent) {
        return Err(BackEndError::AgentUnknown.into());
    }
    let current = installations.current();
    if !current.id().is_local() {
        let store = &installations.outside().store;
        let record = store.find(current.id()).await?;
        let mut record = record.ok_or(ConnectingError::InstallationUnknown)?;
        record.agent = Some(agent);
        store.save(&record).await?;
    }
    current.set_agent(agent);
    Ok(Agents {
        acting: Some(agent),
        ..agents
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorCode;
    use crate::twin::server::{City, connected};

    const RITA: AgentId = AgentId(3);

    #[tokio::test]
    async fn who_is_not_valid_any_more_signs_nothing_and_is_not_offered() {
        let city = City::new();
        city.employ(RITA, true);
        let installations = connected(&city).await;
        choose_agent(&installations, RITA).await.unwrap();
        let installation = installations.current().installation();
        assert_eq!(installation.sign().await.unwrap().agent, RITA);
        city.employ(RITA, false);
        let refused = installation.sign().await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::AgentInvalid);
        let now = agents(&installations).await.unwrap();
        let nobody = Agents {
            valid: Vec::new(),
            acting: None,
        };
        assert_eq!(now, nobody);
    }
}
