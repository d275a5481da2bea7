//! Adding a customer user, or changing one.

use deskbook_domain::check::Finding;
use deskbook_domain::ids::Login;
use deskbook_domain::login::automatic_login;
use deskbook_domain::password::{
    BcryptCost, Salt, StoredPassword, derive_otobo_bcrypt, make_password,
};
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::SourceId;
use deskbook_domain::vars;
use rand::{CryptoRng, RngExt as _};

use super::check::{check_against, stored};
use super::draft::{Draft, PasswordChoice};
use super::find::{Person, find};
use crate::back_end::{Addition, BackEndError, Change};
use crate::changes::Topic;
use crate::editing::Editing;
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
    /// Nothing was written: somebody else changed the record after the form was opened.
    Conflict {
        /// What is stored now.
        theirs: Record,
    },
}

/// How many automatic logins are tried before the database may refuse one.
const MOST_AUTOMATIC_LOGINS: usize = 20;

/// Checks and writes in one go. Nothing is written when a field is at fault, or when the record is not any
/// more what the form was opened with.
#[tracing::instrument(skip_all)]
pub async fn save(
    installation: &Installation,
    draft: Draft,
    random: &mut (impl CryptoRng + Send),
) -> Result<Outcome, BackEndError> {
    let by = installation.signature()?;
    let stored = stored(installation, &draft).await?;
    let findings = check_against(installation, &draft, stored.as_ref())
        .await?
        .findings;
    if !findings.is_empty() {
        return Ok(Outcome::Refused { findings });
    }
    let (password, generated) = match draft.password {
        PasswordChoice::Keep => (None, None),
        PasswordChoice::Typed(typed) => (Some(stored_form(typed, random).await?.0), None),
        PasswordChoice::Generate => {
            let (stored, made) = stored_form(make_password(random), random).await?;
            (Some(stored), Some(made))
        }
    };
    let written = match (stored, draft.editing) {
        (Some(stored), Some(Editing { was, .. })) => {
            let change = Change {
                was: was.unwrap_or_else(|| stored.record.clone()),
                login: stored.login,
                record: draft.record,
                password,
                by,
            };
            change_in(installation, stored.source, change).await
        }
        _ => {
            let addition = Addition {
                record: draft.record,
                password,
                by,
            };
            add_to(installation, draft.source, addition, random).await
        }
    };
    match written {
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
        Err(BackEndError::Conflict { theirs }) => Ok(Outcome::Conflict { theirs: *theirs }),
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

/// The login under which the changed record is found.
async fn change_in(
    installation: &Installation,
    source: SourceId,
    change: Change,
) -> Result<Login, BackEndError> {
    let back_end = installation.customer_users.of(source)?;
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    let login = Login::from(change.record.text(vars::USER_LOGIN));
    writer.change(change).await?;
    Ok(login)
}

/// The login under which the new record is found.
async fn add_to(
    installation: &Installation,
    source: Option<SourceId>,
    mut addition: Addition,
    random: &mut (impl CryptoRng + Send),
) -> Result<Login, BackEndError> {
    let (back_end, writer) = installation.customer_users.writable(source)?;
    if let Some(prefix) = &back_end.source().automatic_login {
        let login = free_automatic_login(installation, prefix, random).await?;
        let login = login.as_str().to_owned();
        addition.record.set(vars::USER_LOGIN, Some(login));
    }
    let login = Login::from(addition.record.text(vars::USER_LOGIN));
    writer.add(addition).await?;
    Ok(login)
}

/// OTOBO does not look whether the login that it makes is free (`otobo-behaviour.md 4.3`); of two people
/// added in one minute one in a hundred would be refused for no reason.
async fn free_automatic_login(
    installation: &Installation,
    prefix: &str,
    random: &mut (impl CryptoRng + Send),
) -> Result<Login, BackEndError> {
    let mut login = automatic_login(prefix, installation.now(), random.random_range(0..=98));
    for _ in 0..MOST_AUTOMATIC_LOGINS {
        if installation.customer_users.find(&login).await?.is_none() {
            break;
        }
        login = automatic_login(prefix, installation.now(), random.random_range(0..=98));
    }
    Ok(login)
}

#[cfg(test)]
mod tests {
    use deskbook_domain::password::verify_otobo_bcrypt;
    use deskbook_domain::source::CustomerUserSource;

    use super::*;
    use crate::changes::Topic;
    use crate::twin::{Twin, eva, random};

    fn draft(password: PasswordChoice) -> Draft {
        Draft {
            editing: None,
            source: None,
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
            other => panic!("it is faultless, but {other:?}"),
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
        let editing = Some(Editing::as_stored("e.mayr"));
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

    #[tokio::test]
    async fn c71_a_login_is_made_of_the_minute_and_a_number() {
        let source = CustomerUserSource {
            automatic_login: Some("auto".to_owned()),
            ..CustomerUserSource::shipped()
        };
        let twin = Twin::with_acme().await.of_source(source);
        let (person, _) = saved(&twin, draft(PasswordChoice::Keep)).await;
        let login = person.customer_user.login;
        let number = login.as_str().strip_prefix("auto-197001010000");
        let number: u8 = number.unwrap().parse().unwrap();
        assert!(number <= 98, "{login}");
    }

    #[tokio::test]
    async fn c3_without_an_agent_nothing_is_written() {
        let mut twin = Twin::with_acme().await;
        twin.installation.agent = None;
        let wanted = draft(PasswordChoice::Keep);
        let outcome = save(&twin.installation, wanted, &mut random()).await;
        assert!(
            matches!(outcome, Err(BackEndError::AgentUnknown)),
            "{outcome:?}"
        );
        assert_eq!(twin.installation.customer_users.count().await.unwrap(), 0);
    }

    #[tokio::test]
    async fn what_somebody_else_wrote_meanwhile_is_told_and_kept() {
        let twin = Twin::with_acme().await;
        let (opened, _) = saved(&twin, draft(PasswordChoice::Keep)).await;
        let theirs = Draft {
            editing: Some(Editing::as_stored("e.mayr")),
            record: eva(&[("UserPhone", "1")]),
            ..draft(PasswordChoice::Keep)
        };
        saved(&twin, theirs).await;
        let mine = Draft {
            editing: Some(Editing {
                key: Login::from("e.mayr"),
                was: Some(opened.customer_user.record),
            }),
            record: eva(&[("UserPhone", "2")]),
            ..draft(PasswordChoice::Keep)
        };
        let outcome = save(&twin.installation, mine, &mut random()).await;
        let Outcome::Conflict { theirs } = outcome.unwrap() else {
            panic!("it was opened before the other one was saved")
        };
        assert_eq!(theirs.text("UserPhone"), "1");
    }
}
