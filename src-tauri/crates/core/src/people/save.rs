//! Adding a customer user, or changing one.

use deskbook_domain::check::Finding;
use deskbook_domain::ids::Login;
use deskbook_domain::password::{
    BcryptCost, Salt, StoredPassword, derive_otobo_bcrypt, make_password,
};
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::vars;
use rand::CryptoRng;

use super::check::check;
use super::draft::{Draft, PasswordChoice};
use super::find::{Person, find};
use crate::back_end::{Addition, BackEndError, Change};
use crate::changes::Topic;
use crate::installation::Installation;

/// How a save ended.
#[derive(Debug)]
pub enum Outcome {
    /// It is stored.
    Saved {
        /// As stored.
        person: Box<Person>,
        /// The password that was made up, to be shown once.
        generated: Option<Secret<String>>,
    },
    /// Nothing was written.
    Refused {
        /// What is wrong with which field.
        findings: Vec<Finding>,
    },
}

/// Checks and writes in one go. Nothing is written when a field is at fault.
#[tracing::instrument(skip_all)]
pub async fn save(
    installation: &Installation,
    draft: Draft,
    random: &mut (impl CryptoRng + Send),
) -> Result<Outcome, BackEndError> {
    let findings = check(installation, &draft).await?.findings;
    if !findings.is_empty() {
        return Ok(Outcome::Refused { findings });
    }
    let Draft {
        editing,
        record,
        password,
    } = draft;
    let (stored, generated) = match password {
        PasswordChoice::Keep => (None, None),
        PasswordChoice::Typed(typed) => (Some(stored_form(typed, random).await?.0), None),
        PasswordChoice::Generate => {
            let (stored, made) = stored_form(make_password(random), random).await?;
            (Some(stored), Some(made))
        }
    };
    match write(installation, editing, record, stored).await {
        Ok(login) => {
            installation.listener.changed(&[Topic::CustomerUsers]);
            let person = find(installation, &login)
                .await?
                .ok_or(BackEndError::NotFound)?;
            Ok(Outcome::Saved {
                person: Box::new(person),
                generated,
            })
        }
        Err(BackEndError::Refused { findings }) => Ok(Outcome::Refused { findings }),
        Err(error) => Err(error),
    }
}

/// Takes a tenth of a second or more, on purpose, and therefore a thread of its own.
async fn stored_form(
    password: Secret<String>,
    random: &mut (impl CryptoRng + Send),
) -> Result<(StoredPassword, Secret<String>), BackEndError> {
    let salt = Salt::make(random);
    let derive = move || {
        (
            derive_otobo_bcrypt(&password, BcryptCost::default(), &salt),
            password,
        )
    };
    tokio::task::spawn_blocking(derive)
        .await
        .map_err(|error| BackEndError::Failed(error.into()))
}

async fn write(
    installation: &Installation,
    editing: Option<Login>,
    record: Record,
    password: Option<StoredPassword>,
) -> Result<Login, BackEndError> {
    let by = installation.signature();
    let sources = &installation.customer_users;
    if let Some(login) = editing {
        let stored = sources.find(&login).await?.ok_or(BackEndError::NotFound)?;
        let back_end = sources.of(stored.source)?;
        let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
        writer
            .change(Change {
                login: login.clone(),
                record,
                password,
                by,
            })
            .await?;
        return Ok(login);
    }
    let login = Login::from(record.text(vars::USER_LOGIN));
    let (_, writer) = sources.writable()?;
    writer
        .add(Addition {
            record,
            password,
            by,
        })
        .await?;
    Ok(login)
}

#[cfg(test)]
mod tests {
    use deskbook_domain::password::verify_otobo_bcrypt;

    use super::*;
    use crate::changes::Topic;
    use crate::twin::{Twin, eva, random};

    fn draft(password: PasswordChoice) -> Draft {
        Draft {
            editing: None,
            record: eva(&[]),
            password,
        }
    }

    async fn saved(twin: &Twin, draft: Draft) -> (Person, Option<Secret<String>>) {
        match save(&twin.installation, draft, &mut random())
            .await
            .unwrap()
        {
            Outcome::Saved { person, generated } => (*person, generated),
            Outcome::Refused { findings } => panic!("it is faultless, but {findings:?}"),
        }
    }

    #[tokio::test]
    async fn a_generated_password_comes_back_once_and_verifies() {
        let twin = Twin::with_acme().await;
        let (_, generated) = saved(&twin, draft(PasswordChoice::Generate)).await;
        let generated = generated.unwrap();
        assert_eq!(generated.expose().chars().count(), 20);
        let stored = twin.people.stored_password("e.mayr").unwrap();
        assert!(verify_otobo_bcrypt(&stored, &generated));
    }

    #[tokio::test]
    async fn a_typed_password_verifies_and_does_not_come_back() {
        let twin = Twin::with_acme().await;
        let typed = Secret::new("correct horse".to_owned());
        let (person, generated) = saved(&twin, draft(PasswordChoice::Typed(typed.clone()))).await;
        assert!(generated.is_none());
        assert!(verify_otobo_bcrypt(
            &twin.people.stored_password("e.mayr").unwrap(),
            &typed
        ));
        assert_eq!(person.customer.unwrap().name, "ACME AG");
    }

    #[tokio::test]
    async fn without_a_password_none_is_stored() {
        let twin = Twin::with_acme().await;
        saved(&twin, draft(PasswordChoice::Keep)).await;
        assert!(twin.people.stored_password("e.mayr").is_none(), "C60");
    }

    #[tokio::test]
    async fn a_change_leaves_the_password_alone_unless_a_new_one_is_given() {
        let twin = Twin::with_acme().await;
        saved(&twin, draft(PasswordChoice::Generate)).await;
        let before = twin.people.stored_password("e.mayr");
        let editing = Some(Login::from("e.mayr"));
        let change = Draft {
            editing,
            ..draft(PasswordChoice::Keep)
        };
        saved(&twin, change).await;
        assert_eq!(twin.people.stored_password("e.mayr"), before, "C65");
    }

    #[tokio::test]
    async fn a_refused_draft_writes_nothing_and_nobody_hears_of_it() {
        let twin = Twin::with_acme().await;
        let refused = Draft {
            record: eva(&[(vars::USER_LASTNAME, "0")]),
            ..draft(PasswordChoice::Generate)
        };
        let outcome = save(&twin.installation, refused, &mut random())
            .await
            .unwrap();
        let Outcome::Refused { findings } = outcome else {
            panic!("0 counts as empty (C58)")
        };
        assert_eq!(findings.len(), 1);
        assert_eq!(twin.installation.customer_users.count().await.unwrap(), 0);
        assert_eq!(twin.heard.topics(), []);
    }

    #[tokio::test]
    async fn a_saved_draft_is_heard_of() {
        let twin = Twin::with_acme().await;
        saved(&twin, draft(PasswordChoice::Keep)).await;
        assert_eq!(twin.heard.topics(), [Topic::CustomerUsers]);
    }
}
