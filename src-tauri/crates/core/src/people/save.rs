//! Adding a customer user, or changing one.

use std::sync::Arc;

use deskbook_domain::check::{Finding, Problem};
use deskbook_domain::ids::Login;
use deskbook_domain::login::automatic_login;
use deskbook_domain::password::{CannotStore, StoredPassword, make_password};
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::SourceId;
use deskbook_domain::vars;
use rand::{CryptoRng, RngExt as _};

use super::address::fault_of_domain;
use super::check::{check_against, stored};
use super::draft::{Draft, PasswordChoice};
use super::find::{Person, find};
use super::stored_form::stored_form;
use crate::back_end::{Addition, BackEndError, Change, Changed, CustomerUser};
use crate::caches::{CacheTypes, Written};
use crate::changes::Topic;
use crate::editing::{Editing, read_back, with_stale_caches};
use crate::installation::Installation;
use crate::mirror::Known;
use crate::moves::{MoveProgress, Moves, refused_move};

/// How a save ended.
#[derive(Debug)]
pub enum Outcome {
    /// It is stored.
    Saved {
        /// As stored.
        person: Box<Person>,
        /// The password that was made up, to be shown once.
        generated: Option<Secret<String>>,
        /// What moved along with a new login or customer ID.
        moves: Moves,
        /// What OTOBO still holds of it (C115).
        stale_caches: CacheTypes,
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
    progress: Arc<dyn MoveProgress>,
) -> Result<Outcome, BackEndError> {
    let looked_up = async {
        let stored = stored(installation, &draft).await?;
        let report = check_against(installation, &draft, stored.as_ref()).await?;
        Ok((stored, report.findings))
    };
    let (stored, findings) = looked_up.await.map_err(BackEndError::of_a_change)?;
    if !findings.is_empty() {
        return Ok(Outcome::Refused { findings });
    }
    if let Some(problem) = fault_of_domain(installation, &draft.record).await {
        let findings = vec![Finding::new(vars::USER_EMAIL, problem)];
        return Ok(Outcome::Refused { findings });
    }
    let by = installation.sign().await?;
    let Draft {
        editing,
        source,
        mut record,
        password,
        options,
    } = draft;
    if stored.is_none() {
        make_login(installation, source, &mut record, random).await?;
    }
    let login = Login::from(record.text(vars::USER_LOGIN));
    let (password, generated) = match chosen(installation, &login, password, random).await? {
        Ok(password) => password,
        Err(finding) => {
            let findings = vec![finding];
            return Ok(Outcome::Refused { findings });
        }
    };
    // A new password of an old record takes preferences away (C73)
    let forgets_password_age = stored.is_some() && password.is_some();
    let was_in = stored.as_ref().map(|stored| stored.source);
    let was_login = stored.as_ref().map(|it| it.login.clone());
    let written = if let (Some(stored), Some(Editing { was, .. })) = (stored, editing) {
        let change = Change {
            was: was.unwrap_or_else(|| stored.record.clone()),
            login: stored.login,
            record,
            password,
            by,
            options,
            progress,
        };
        let back_end = installation.customer_users.of(stored.source)?;
        let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
        writer.change(change).await
    } else {
        let (_, writer) = installation.customer_users.writable(source)?;
        let addition = Addition {
            record,
            password,
            by,
        };
        let added = writer.add(addition).await;
        added.map(|()| Changed {
            key: login,
            moves: Moves::default(),
        })
    };
    if written
        .as_ref()
        .err()
        .is_none_or(BackEndError::may_be_stored)
    {
        installation.listener.changed(&[Topic::CustomerUsers]);
    }
    match written {
        Ok(Changed { key, moves }) => {
            let person = read_back(|| find(installation, &key)).await?;
            let source = person.customer_user.source;
            follow(installation, was_login.as_ref(), &person.customer_user).await;
            let mut written = Written::by_moves(source, &moves);
            written.push(Written::Records(source));
            if forgets_password_age {
                written.push(Written::Preferences(source));
            }
            Ok(Outcome::Saved {
                person: Box::new(person),
                generated,
                moves,
                stale_caches: installation.stale_caches(&written),
            })
        }
        Err(BackEndError::Refused { findings }) => Ok(Outcome::Refused { findings }),
        Err(BackEndError::Move(refused)) => Ok(Outcome::Refused {
            findings: vec![Finding::new(vars::USER_LOGIN, refused_move(refused))],
        }),
        Err(BackEndError::Conflict { theirs }) => Ok(Outcome::Conflict { theirs: *theirs }),
        Err(error) => Err(match was_in {
            Some(source) => with_stale_caches(installation, source, error),
            None => error,
        }),
    }
}

/// The copy in the mirror follows what was written, and lists are asked for anew.
async fn follow(installation: &Installation, was: Option<&Login>, stored: &CustomerUser) {
    let known = Known {
        key: stored.login.as_str(),
        validity: stored.validity,
        record: &stored.record,
    };
    let was = was.map(Login::as_str);
    if installation
        .look_up
        .written(stored.source, was, known)
        .await
    {
        installation.listener.changed(&[Topic::CustomerUsers]);
    }
}

/// What is written into the password column, and what was made up.
type Chosen = (Option<StoredPassword>, Option<Secret<String>>);

async fn chosen(
    installation: &Installation,
    login: &Login,
    choice: PasswordChoice,
    random: &mut (impl CryptoRng + Send),
) -> Result<Result<Chosen, Finding>, BackEndError> {
    let (password, is_made) = match choice {
        PasswordChoice::Keep => return Ok(Ok((None, None))),
        PasswordChoice::Typed(typed) => (typed, false),
        PasswordChoice::Generate => (make_password(random), true),
    };
    let stored = stored_form(installation, login, &password, random).await?;
    Ok(match stored {
        Ok(stored) => Ok((Some(stored), is_made.then_some(password))),
        Err(reason) => Err(Finding::new(
            vars::USER_PASSWORD,
            match reason {
                CannotStore::CryptIsNeverWritten => Problem::PasswordTypeNeverWritten,
                CannotStore::SaltEndsInsideCharacter | CannotStore::LoginIsNoSalt => {
                    Problem::LoginIsNoSalt
                }
            },
        )),
    })
}

/// Makes the login of a new record where its source says so. OTOBO does not look whether it is free
/// (`otobo-behaviour.md 4.3`); of two people added in one minute one in a hundred would be refused for no
/// reason.
pub(crate) async fn make_login(
    installation: &Installation,
    source: Option<SourceId>,
    record: &mut Record,
    random: &mut (impl CryptoRng + Send),
) -> Result<(), BackEndError> {
    let (back_end, _) = installation.customer_users.writable(source)?;
    let Some(prefix) = &back_end.source().automatic_login else {
        return Ok(());
    };
    for _ in 0..MOST_AUTOMATIC_LOGINS {
        let login = automatic_login(prefix, installation.now(), random.random_range(0..=98));
        record.set(vars::USER_LOGIN, Some(login.as_str().to_owned()));
        if installation.customer_users.find(&login).await?.is_none() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use deskbook_domain::database::Host;
    use deskbook_domain::password::{CryptType, verify};
    use deskbook_domain::source::CustomerUserSource;

    use super::*;
    use crate::ErrorCode;
    use crate::changes::Topic;
    use crate::mail_domains::{DnsProblem, KnownDomains, MailDomains};
    use crate::moves::MoveOptions;
    use crate::people::check;
    use crate::rules::{DomainCheck, Rules};
    use crate::twin::{MoveFault, Twin, eva, random};

    fn draft(password: PasswordChoice) -> Draft {
        Draft {
            editing: None,
            source: None,
            options: MoveOptions::default(),
            record: eva(&[]),
            password,
        }
    }

    async fn saved(twin: &Twin, draft: Draft) -> (Person, Option<Secret<String>>) {
        match save(&twin.installation, draft, &mut random(), Arc::new(()))
            .await
            .unwrap()
        {
            Outcome::Saved {
                person, generated, ..
            } => (*person, generated),
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
        assert!(verify(CryptType::Sha2, &stored, "e.mayr", &generated));
    }

    #[tokio::test]
    async fn a_typed_password_verifies_and_does_not_come_back() {
        let twin = Twin::with_acme().await;
        let typed = Secret::new("correct horse".to_owned());
        let (person, generated) = saved(&twin, draft(PasswordChoice::Typed(typed.clone()))).await;
        assert!(generated.is_none());
        let stored = twin.people.stored_password("e.mayr").unwrap();
        assert!(verify(CryptType::Sha2, &stored, "e.mayr", &typed));
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
        let outcome = save(&twin.installation, refused, &mut random(), Arc::new(()))
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
        let outcome = save(&twin.installation, wanted, &mut random(), Arc::new(())).await;
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
        let outcome = save(&twin.installation, mine, &mut random(), Arc::new(())).await;
        let Outcome::Conflict { theirs } = outcome.unwrap() else {
            panic!("it was opened before the other one was saved")
        };
        assert_eq!(theirs.text("UserPhone"), "1");
    }

    #[tokio::test]
    async fn a_login_that_is_stored_without_its_belongings_is_shown_and_told() {
        let twin = Twin::with_acme().await;
        saved(&twin, draft(PasswordChoice::Keep)).await;
        let before = twin.heard.topics().len();
        twin.people.fail_moves(MoveFault::Lost);
        let renamed = Draft {
            editing: Some(Editing::as_stored("e.mayr")),
            record: eva(&[(vars::USER_LOGIN, "eva")]),
            ..draft(PasswordChoice::Keep)
        };
        let outcome = save(&twin.installation, renamed, &mut random(), Arc::new(())).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.code(), ErrorCode::MovesLeft);
        let params = error.params();
        let caches = params.iter().find(|(name, _)| *name == "caches");
        assert!(caches.unwrap().1.starts_with("CustomerUser,"), "{params:?}");
        assert_eq!(twin.heard.topics()[before..], [Topic::CustomerUsers]);
    }

    #[tokio::test]
    async fn a_look_up_that_takes_too_long_is_no_slow_search() {
        let twin = Twin::with_acme().await;
        twin.people.fail_look_ups();
        let outcome = save(
            &twin.installation,
            draft(PasswordChoice::Keep),
            &mut random(),
            Arc::new(()),
        )
        .await;
        assert_eq!(outcome.unwrap_err().code(), ErrorCode::WriteTimedOut);
    }

    fn knowing(twin: &mut Twin, domains: &[&'static str]) {
        let known = KnownDomains::new(domains.iter().copied());
        twin.installation.mail_domains = Arc::new(known);
    }

    async fn refusal(twin: &Twin, record: Record) -> Vec<Finding> {
        let wanted = Draft {
            record,
            ..draft(PasswordChoice::Keep)
        };
        let outcome = save(&twin.installation, wanted, &mut random(), Arc::new(())).await;
        match outcome.unwrap() {
            Outcome::Refused { findings } => findings,
            _ => Vec::new(),
        }
    }

    #[tokio::test]
    async fn c62_an_address_whose_domain_takes_no_mail_is_refused_on_save_alone() {
        let mut twin = Twin::with_acme().await;
        knowing(&mut twin, &["globex.test"]);
        let report = check(&twin.installation, &draft(PasswordChoice::Keep)).await;
        assert_eq!(report.unwrap().findings, [], "nobody is asked while typing");
        let domain = "acme.example.org".to_owned();
        let finding = Finding::new(vars::USER_EMAIL, Problem::NoMailServer { domain });
        assert_eq!(refusal(&twin, eva(&[])).await, [finding]);
        assert_eq!(twin.installation.customer_users.count().await.unwrap(), 0);
        let known = [(vars::USER_EMAIL, "eva@globex.test")];
        assert_eq!(refusal(&twin, eva(&known)).await, []);
    }

    #[tokio::test]
    async fn c62_no_domain_is_asked_about_unless_it_is_saved_as_valid_and_the_settings_say_so() {
        let mut twin = Twin::with_acme().await;
        knowing(&mut twin, &[]);
        assert_eq!(refusal(&twin, eva(&[(vars::VALID_ID, "2")])).await, []);
        let other = [
            (vars::USER_LOGIN, "root"),
            (vars::USER_EMAIL, "root@localhost"),
        ];
        assert_eq!(refusal(&twin, eva(&other)).await, [], "C63");
        twin.installation.rules = Arc::new(Rules {
            domains: DomainCheck::Off,
            ..Rules::default()
        });
        let other = [
            (vars::USER_LOGIN, "other"),
            (vars::USER_EMAIL, "other@acme.example.org"),
        ];
        assert_eq!(refusal(&twin, eva(&other)).await, []);
    }

    #[tokio::test]
    async fn a_domain_that_nobody_could_be_asked_about_is_another_finding() {
        struct Offline;
        #[async_trait::async_trait]
        impl MailDomains for Offline {
            async fn check(&self, _: &str, _: Option<&Host>) -> Result<(), DnsProblem> {
                Err(DnsProblem::Unresolved("no network".into()))
            }
        }
        let mut twin = Twin::with_acme().await;
        twin.installation.mail_domains = Arc::new(Offline);
        let domain = "acme.example.org".to_owned();
        let finding = Finding::new(vars::USER_EMAIL, Problem::DomainUnresolved { domain });
        assert_eq!(refusal(&twin, eva(&[])).await, [finding]);
    }

    #[tokio::test]
    async fn c115_a_save_names_what_is_stale_unless_no_otobo_stands_over_it() {
        let mut twin = Twin::with_acme().await;
        let stale = |outcome| match outcome {
            Ok(Outcome::Saved { stale_caches, .. }) => stale_caches.to_string(),
            other => panic!("it is faultless, but {other:?}"),
        };
        let wanted = draft(PasswordChoice::Keep);
        let outcome = save(&twin.installation, wanted, &mut random(), Arc::new(())).await;
        assert_eq!(
            stale(outcome),
            "CustomerUser, CustomerUser_CustomerSearch, CustomerUser_CustomerIDList, \
             CustomerUser_CustomerSearchDetail, CustomerUser_CustomerSearchDetailDynamicFields"
        );
        twin.installation.has_otobo = false;
        let change = Draft {
            editing: Some(Editing::as_stored("e.mayr")),
            ..draft(PasswordChoice::Keep)
        };
        let outcome = save(&twin.installation, change, &mut random(), Arc::new(())).await;
        assert_eq!(stale(outcome), "");
    }
}
