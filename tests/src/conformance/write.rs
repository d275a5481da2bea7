//! What writes, signs in, or looks at what was written.

use anyhow::{Context as _, Result};
use deskbook_core::error_chain;
use deskbook_core::installation::Installation;
use deskbook_core::otobo::{self, CustomerUserAdd, CustomerUserUpdate, WriteError};
use deskbook_core::people::PreferenceError;
use deskbook_domain::ids::{AgentId, CustomerId, Login};
use deskbook_domain::map::is_password;
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::ask::Answer;
use crate::engine::Arena;
use crate::later_directory::is_later;
use crate::oracle::{Question, text_of};

/// Whether a function changes what is stored.
pub(super) fn is_writing(op: &str) -> bool {
    const WRITING: [&str; 6] = [
        "CustomerCompanyAdd",
        "CustomerCompanyUpdate",
        "CustomerUserAdd",
        "CustomerUserUpdate",
        "SetPassword",
        "SetPreferences",
    ];
    WRITING.contains(&op)
}

/// Asks it, if it is one of those.
pub(super) async fn ask(arena: &Arena, question: &Question) -> Result<Option<Answer>> {
    let text = |name: &str| question.text(name);
    let secret = |name: &str| Secret::new(text(name).unwrap_or_default());
    let login = |name: &str| Login::from(text(name).unwrap_or_default());
    let installation = &on_behalf_of(&arena.installation, question);
    // Salts are compared by their shape only
    let mut random = StdRng::seed_from_u64(0);
    let random = &mut random;
    Ok(Some(match question.op.as_str() {
        "CustomerUserAdd" => {
            let add = CustomerUserAdd {
                source: text("Source").map(|it| it.parse()).transpose()?,
                record: record(question),
                password: password(question),
            };
            let added = otobo::customer_user_add(installation, add, random).await;
            written(added.map(|login| json!(login.as_str())))
        }
        "CustomerUserUpdate" => {
            let update = CustomerUserUpdate {
                id: login("ID"),
                record: record(question),
                password: password(question),
            };
            let updated = otobo::customer_user_update(installation, update, random).await;
            written(updated.map(|()| json!("1")))
        }
        "CustomerCompanyAdd" => {
            let source = text("Source").map(|it| it.parse()).transpose()?;
            let added = otobo::company_add(installation, source, record(question)).await;
            written(added.map(|id| json!(id.as_str())))
        }
        "CustomerCompanyUpdate" => {
            let old = text("CustomerCompanyID").map(CustomerId::from);
            let updated = otobo::company_update(installation, old.as_ref(), record(question));
            written(updated.await.map(|()| json!("1")))
        }
        "SetPassword" => {
            let (login, password) = (login("UserLogin"), secret("PW"));
            let set = otobo::set_password(installation, &login, &password, random).await;
            written(set.map(|()| json!("1")))
        }
        "SetPreferences" => {
            let (login, key) = (login("UserID"), text("Key").unwrap_or_default());
            let value = text("Value");
            let set = otobo::set_preferences(installation, &login, &key, value.as_deref());
            written(set.await.map(|()| json!("1")))
        }
        "Auth" => match otobo::auth(installation, login("User"), secret("Pw")).await {
            Ok(login) => Answer::Given(json!(login.as_ref().map(Login::as_str))),
            Err(error) => Answer::Failed(error_chain(&error)),
        },
        "StoredPassword" => {
            let login = text("UserLogin").context("the login is named")?;
            let of = ("login", login.as_str());
            let stored = arena.column("customer_user", "pw", of).await?;
            Answer::Given(json!(stored.into_iter().next().flatten()))
        }
        _ => return Ok(None),
    }))
}

/// The installation with the agent that a change of a record names; without one nothing is written (C3).
/// What belongs to a login is changed by nobody in particular, and so by the agent that is chosen here.
fn on_behalf_of(installation: &Installation, question: &Question) -> Installation {
    let mut installation = installation.clone();
    if question.op.starts_with("CustomerUser") || question.op.starts_with("CustomerCompany") {
        let agent = question.text("UserID").and_then(|it| it.parse().ok());
        installation.agent = agent.map(AgentId);
    }
    installation
}

/// The values that are no arguments of another kind. A map knows which of them are fields.
fn record(question: &Question) -> Record {
    let values = question.args.iter();
    let values = values.filter_map(|(name, value)| Some((name.as_str(), text_of(value)?)));
    let values = values.filter(|(name, _)| !is_password(&(*name).into()));
    values.collect()
}

fn password(question: &Question) -> Option<Secret<String>> {
    question.text("UserPassword").map(Secret::new)
}

/// A change in OTOBO's form: what it refuses it answers with nothing, a preference that is none with 0.
fn written(answer: Result<Value, WriteError>) -> Answer {
    let error = match answer {
        Ok(answer) => return Answer::Given(answer),
        Err(error) => error,
    };
    let why = error_chain(&error);
    match error {
        WriteError::BackEnd(error) if is_later(&error) => Answer::Later("later (LDAP)"),
        WriteError::Preference(PreferenceError::KeyRefused) => Answer::Refused {
            as_otobo: json!("0"),
            why,
        },
        error if error.is_of_the_question() => Answer::Refused {
            as_otobo: Value::Null,
            why,
        },
        _ => Answer::Failed(why),
    }
}
