//! In whose name changes are written.

use std::sync::Arc;

use anyhow::Result;
use deskbook_core::back_end::BackEndError;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::{Outcome, save};
use deskbook_domain::ids::AgentId;
use deskbook_tests::builders::{CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::stand::Stand;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

async fn added(stand: &Stand, person: CustomerUserBuilder) -> Result<Outcome, BackEndError> {
    let draft = Draft {
        editing: None,
        source: None,
        record: person.record(),
        password: PasswordChoice::Keep,
        options: MoveOptions::default(),
    };
    let random = &mut StdRng::seed_from_u64(1);
    save(&stand.installation(), draft, random, Arc::new(())).await
}

pub(crate) async fn an_agent_who_is_not_valid_any_more_signs_nothing(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let valid = |agent| stand.system.is_valid_agent(AgentId(agent));
    assert!(valid(1).await?);
    assert!(!valid(4711).await?, "there is no such agent");
    stand.outside.run("UPDATE users SET valid_id = 2").await?;
    assert!(!valid(1).await?);
    let outcome = added(stand, a_customer_user()).await;
    assert!(
        matches!(outcome, Err(BackEndError::AgentInvalid)),
        "{outcome:?}"
    );
    assert_eq!(stand.customer_users.count().await?, 0);
    Ok(())
}

/// Whoever has to choose an agent, chooses for something that can be stored.
pub(crate) async fn what_is_wrong_with_a_record_is_told_before_the_agent(
    stand: &Stand,
) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.outside.run("UPDATE users SET valid_id = 2").await?;
    let nameless = a_customer_user().with("UserLastname", "");
    let outcome = added(stand, nameless).await?;
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
    Ok(())
}
