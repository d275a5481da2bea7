//! What is wrong, and what is right, with a customer user before it is saved.

use std::sync::Arc;

use deskbook_domain::check::{Finding, Mode, Problem};
use deskbook_domain::display::full_name;
use deskbook_domain::ids::{CustomerId, Login, Var};
use deskbook_domain::login::{automatic_login, login_candidates};
use deskbook_domain::record::Record;
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::text::is_false;
use deskbook_domain::vars;
use futures_util::future::try_join3;

use super::address::{fault_of_address, must_be_unique};
use super::draft::{Draft, PasswordChoice};
use crate::back_end::{BackEnd, BackEndError, CustomerUser};
use crate::installation::Installation;
use crate::report::Report;

/// How many proposals are looked up before none is made.
const MOST_PROPOSALS: usize = 12;

/// What the look-up of one field came to.
#[derive(Default)]
struct LookedUp {
    finding: Option<Finding>,
    free: Option<Var>,
}

impl LookedUp {
    fn fault(field: &Var, problem: Problem) -> Self {
        Self {
            finding: Some(Finding::new(field.clone(), problem)),
            free: None,
        }
    }

    fn free(field: Var) -> Self {
        Self {
            finding: None,
            free: Some(field),
        }
    }
}

/// Checks a draft as OTOBO does before it writes (`otobo-behaviour.md 4.1`, 4.2), all fields at once.
#[tracing::instrument(skip_all)]
pub async fn check(installation: &Installation, draft: &Draft) -> Result<Report, BackEndError> {
    let stored = stored(installation, draft).await?;
    check_against(installation, draft, stored.as_ref()).await
}

/// The record that a draft is to change; `None` for a new one.
pub(super) async fn stored(
    installation: &Installation,
    draft: &Draft,
) -> Result<Option<CustomerUser>, BackEndError> {
    let Some(editing) = &draft.editing else {
        return Ok(None);
    };
    let sources = &installation.customer_users;
    let found = sources.find_in(draft.source, &editing.key).await?;
    found.map(Some).ok_or(BackEndError::NotFound)
}

/// Checks a draft over the record as it is stored.
pub(super) async fn check_against(
    installation: &Installation,
    draft: &Draft,
    stored: Option<&CustomerUser>,
) -> Result<Report, BackEndError> {
    let sources = &installation.customer_users;
    let (back_end, mode) = match stored {
        Some(stored) => (sources.of(stored.source)?, Mode::Change),
        None => (sources.writable(draft.source)?.0, Mode::Add),
    };
    let source = back_end.source();
    let made = with_automatic_login(installation, source, draft);
    let record = made.as_ref().unwrap_or(&draft.record);
    let mut report = Report::of_fields(&source.map, &back_end.limits(), record, mode);
    // Each may cost a look at every row (`LOWER` uses no index), so they go on at the same time
    let looked_up = try_join3(
        look_up_login(installation, source, record, stored, &report),
        look_up_address(installation, back_end, record, stored, &report),
        look_up_customer(installation, source, record, stored, &report),
    );
    let (login, address, customer) = Box::pin(looked_up).await?;
    for LookedUp { finding, free } in [login, address, customer] {
        report.findings.extend(finding);
        report.free.extend(free);
    }
    check_password(&draft.password, &mut report);
    Ok(report.in_order_of(&source.map))
}

/// The record with a login, where the source makes them: it counts as given, and the real one is made
/// when the record is written (`otobo-behaviour.md 4.3`).
fn with_automatic_login(
    installation: &Installation,
    source: &CustomerUserSource,
    draft: &Draft,
) -> Option<Record> {
    let prefix = source.automatic_login.as_deref()?;
    if draft.editing.is_some() {
        return None;
    }
    let mut record = draft.record.clone();
    let login = automatic_login(prefix, installation.now(), 0);
    record.set(vars::USER_LOGIN, Some(login.as_str().to_owned()));
    Some(record)
}

async fn look_up_login(
    installation: &Installation,
    source: &CustomerUserSource,
    record: &Record,
    stored: Option<&CustomerUser>,
    report: &Report,
) -> Result<LookedUp, BackEndError> {
    let var = Var::from(vars::USER_LOGIN);
    let typed = record.text(&var);
    let is_made = stored.is_none() && source.automatic_login.is_some();
    let stored = stored.map(|stored| stored.login.as_str());
    if is_made || !report.wants_look_up(&var, typed, stored) {
        return Ok(LookedUp::default());
    }
    let holder = installation
        .customer_users
        .find(&Login::from(typed))
        .await?;
    let Some(holder) = holder else {
        return Ok(LookedUp::free(var));
    };
    let source = installation.customer_users.of(holder.source)?.source();
    let free = free_login(installation, record, report).await?;
    let problem = Problem::LoginTaken {
        login: holder.login.as_str().to_owned(),
        name: full_name(source, &holder.record),
        free: free.map(|login| login.as_str().to_owned()),
    };
    Ok(LookedUp::fault(&var, problem))
}

async fn free_login(
    installation: &Installation,
    record: &Record,
    report: &Report,
) -> Result<Option<Login>, BackEndError> {
    for candidate in proposals(record, report) {
        let holder = installation.customer_users.find(&candidate).await?;
        if holder.is_none() {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

/// Made of the names, as far as nothing is wrong with them, else of the login that is taken.
fn proposals(record: &Record, report: &Report) -> Vec<Login> {
    let sound = |var: &str| {
        let wrong = report.is_at_fault(&Var::from(var));
        if wrong { "" } else { record.text(var) }
    };
    let (first, last) = (sound(vars::USER_FIRSTNAME), sound(vars::USER_LASTNAME));
    let of_names = login_candidates(first, last).take(MOST_PROPOSALS);
    let taken = record.text(vars::USER_LOGIN);
    let numbered = (2..).map(|number| format!("{taken}{number}"));
    of_names
        .chain(numbered)
        .take(MOST_PROPOSALS)
        .map(Login::from)
        .collect()
}

async fn look_up_address(
    installation: &Installation,
    back_end: &Arc<dyn BackEnd>,
    record: &Record,
    stored: Option<&CustomerUser>,
    report: &Report,
) -> Result<LookedUp, BackEndError> {
    let var = Var::from(vars::USER_EMAIL);
    if report.is_at_fault(&var) || record.text(&var).is_empty() {
        return Ok(LookedUp::default());
    }
    let fault = fault_of_address(installation, back_end.as_ref(), record, stored);
    Ok(match fault.await? {
        Some(problem) => LookedUp::fault(&var, problem),
        None if must_be_unique(back_end.source(), record, stored) => LookedUp::free(var),
        None => LookedUp::default(),
    })
}

/// The CustomerID must be a customer's; an unchanged unknown one may be saved again (C66).
async fn look_up_customer(
    installation: &Installation,
    source: &CustomerUserSource,
    record: &Record,
    stored: Option<&CustomerUser>,
    report: &Report,
) -> Result<LookedUp, BackEndError> {
    let Some(field) = source.map.field_stored_in(&source.customer_id) else {
        return Ok(LookedUp::default());
    };
    let var = &field.var;
    let typed = record.text(var);
    let unchanged = stored.is_some_and(|stored| stored.record.text(var) == typed);
    if !source.company_support || unchanged || report.is_at_fault(var) {
        return Ok(LookedUp::default());
    }
    let customer = installation
        .customers
        .find(&CustomerId::from(typed))
        .await?;
    Ok(match customer {
        Some(_) => LookedUp::default(),
        None => LookedUp::fault(var, Problem::CustomerUnknown),
    })
}

/// A typed password that OTOBO holds for none would never let anyone in (C79).
fn check_password(password: &PasswordChoice, report: &mut Report) {
    let PasswordChoice::Typed(typed) = password else {
        return;
    };
    match typed.expose().as_str() {
        "" => report.find_fault(&Var::from(vars::USER_PASSWORD), Problem::Required),
        typed if is_false(Some(typed)) => {
            report.find_fault(&Var::from(vars::USER_PASSWORD), Problem::ZeroCountsAsEmpty);
        }
        // Some stored forms end at it, so that fewer characters would do
        typed if typed.contains('\0') => {
            report.find_fault(&Var::from(vars::USER_PASSWORD), Problem::ControlCharacter);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::Editing;
    use crate::moves::MoveOptions;
    use crate::people::save;
    use crate::twin::{Twin, eva, random};

    async fn problems(twin: &Twin, draft: &Draft) -> Vec<(String, Problem)> {
        let findings = check(&twin.installation, draft).await.unwrap().findings;
        findings
            .into_iter()
            .map(|finding| (finding.field.to_string(), finding.problem))
            .collect()
    }

    fn adding(changed: &[(&str, &str)]) -> Draft {
        Draft {
            editing: None,
            source: None,
            options: MoveOptions::default(),
            record: eva(changed),
            password: PasswordChoice::Keep,
        }
    }

    fn changing(changed: &[(&str, &str)]) -> Draft {
        Draft {
            editing: Some(Editing::as_stored("e.mayr")),
            ..adding(changed)
        }
    }

    async fn with_eva() -> Twin {
        let twin = Twin::with_acme().await;
        save(&twin.installation, adding(&[]), &mut random(), Arc::new(()))
            .await
            .unwrap();
        twin
    }

    #[tokio::test]
    async fn a_faultless_draft_names_what_is_free() {
        let report = check(&Twin::with_acme().await.installation, &adding(&[]))
            .await
            .unwrap();
        assert_eq!(report.findings, []);
        let free: Vec<_> = report.free.iter().map(Var::as_str).collect();
        assert_eq!(free, [vars::USER_LOGIN, vars::USER_EMAIL]);
    }

    #[tokio::test]
    async fn a_login_taken_in_another_case_names_its_holder_and_a_free_one() {
        let twin = with_eva().await;
        let draft = adding(&[
            (vars::USER_LOGIN, "E.MAYR"),
            (vars::USER_EMAIL, "other@acme.example.org"),
        ]);
        let found = problems(&twin, &draft).await;
        let [
            (
                field,
                Problem::LoginTaken {
                    login,
                    name,
                    free: Some(free),
                },
            ),
        ] = found.as_slice()
        else {
            panic!("the login is taken (C57), but {found:?}");
        };
        assert_eq!(
            (field.as_str(), login.as_str(), name.as_str()),
            (vars::USER_LOGIN, "e.mayr", "Eva Mayr")
        );
        assert_ne!(free, "e.mayr", "a proposal is free");
    }

    #[tokio::test]
    async fn a_proposal_is_not_made_of_names_that_are_wrong_themselves() {
        let twin = with_eva().await;
        let wrong = [
            (vars::USER_FIRSTNAME, "0"),
            (vars::USER_LASTNAME, ""),
            (vars::USER_EMAIL, "other@acme.example.org"),
        ];
        let found = problems(&twin, &adding(&wrong)).await;
        let proposal = found.iter().find_map(|(_, problem)| match problem {
            Problem::LoginTaken { free, .. } => free.as_deref(),
            _ => None,
        });
        assert_eq!(
            proposal,
            Some("e.mayr2"),
            "the login that was typed, numbered"
        );
    }

    #[tokio::test]
    async fn an_address_in_use_is_refused_whoever_uses_it() {
        let twin = with_eva().await;
        let draft = adding(&[
            (vars::USER_LOGIN, "other"),
            (vars::USER_EMAIL, "EVA@acme.example.org"),
        ]);
        let taken = Problem::EmailTaken {
            login: "e.mayr".to_owned(),
            name: "Eva Mayr".to_owned(),
        };
        assert_eq!(
            problems(&twin, &draft).await,
            [(vars::USER_EMAIL.to_owned(), taken)],
            "C61"
        );
    }

    #[tokio::test]
    async fn changing_only_the_case_of_an_address_asks_nobody() {
        let twin = with_eva().await;
        let draft = changing(&[(vars::USER_EMAIL, "Eva@ACME.example.org")]);
        assert_eq!(problems(&twin, &draft).await, [], "C64");
    }

    #[tokio::test]
    async fn an_address_is_looked_at_only_when_the_record_is_saved_as_valid() {
        let twin = Twin::with_acme().await;
        let broken = [(vars::USER_EMAIL, "a..b@c.de")];
        let found = problems(&twin, &adding(&broken)).await;
        assert_eq!(
            found,
            [(vars::USER_EMAIL.to_owned(), Problem::EmailSyntax)],
            "C63"
        );
        let invalid = [broken[0], (vars::VALID_ID, "2")];
        assert_eq!(problems(&twin, &adding(&invalid)).await, [], "C62");
    }

    #[tokio::test]
    async fn addresses_of_example_domains_are_not_allowed() {
        let twin = Twin::with_acme().await;
        let found = problems(&twin, &adding(&[(vars::USER_EMAIL, "x@example.com")])).await;
        assert_eq!(
            found,
            [(vars::USER_EMAIL.to_owned(), Problem::EmailNotAllowed)],
            "C63"
        );
    }

    #[tokio::test]
    async fn an_unknown_customer_is_refused_but_may_stay() {
        let twin = Twin::with_acme().await;
        let stranger = [(vars::USER_CUSTOMER_ID, "NOBODY")];
        let unknown = [(vars::USER_CUSTOMER_ID.to_owned(), Problem::CustomerUnknown)];
        assert_eq!(problems(&twin, &adding(&stranger)).await, unknown);
        let addition = crate::back_end::Addition {
            record: eva(&stranger),
            password: None,
            by: twin.installation.sign().await.unwrap(),
        };
        let (_, writer) = twin.installation.customer_users.writable(None).unwrap();
        writer.add(addition).await.unwrap();
        assert_eq!(problems(&twin, &changing(&stranger)).await, [], "C66");
        assert_eq!(
            problems(&twin, &changing(&[(vars::USER_CUSTOMER_ID, "OTHER")])).await,
            unknown
        );
    }

    #[tokio::test]
    async fn a_login_may_be_renamed_to_a_free_one_and_always_in_case_only() {
        let twin = with_eva().await;
        twin.add(eva(&[
            (vars::USER_LOGIN, "other"),
            (vars::USER_EMAIL, "other@acme.example.org"),
        ]))
        .await;
        for free in ["E.Mayr", "eva.mayr"] {
            let found = problems(&twin, &changing(&[(vars::USER_LOGIN, free)])).await;
            assert_eq!(found, [], "{free}");
        }
        let found = problems(&twin, &changing(&[(vars::USER_LOGIN, "Other")])).await;
        assert!(
            matches!(found.as_slice(), [(_, Problem::LoginTaken { login, .. })] if login == "other"),
            "{found:?}"
        );
    }

    #[tokio::test]
    async fn c71_where_logins_are_made_none_is_asked_for_and_none_looked_up() {
        let source = CustomerUserSource {
            automatic_login: Some("auto".to_owned()),
            ..CustomerUserSource::shipped()
        };
        let twin = Twin::with_acme().await.of_source(source);
        let found = problems(&twin, &adding(&[(vars::USER_LOGIN, "")])).await;
        assert_eq!(found, []);
    }

    #[tokio::test]
    async fn a_typed_password_that_would_let_nobody_in_is_refused() {
        let twin = Twin::with_acme().await;
        for (typed, problem) in [("", Problem::Required), ("0", Problem::ZeroCountsAsEmpty)] {
            let password =
                PasswordChoice::Typed(deskbook_domain::secret::Secret::new(typed.to_owned()));
            let draft = Draft {
                password,
                ..adding(&[])
            };
            let expected = [(vars::USER_PASSWORD.to_owned(), problem)];
            assert_eq!(problems(&twin, &draft).await, expected, "C79");
        }
    }

    #[tokio::test]
    async fn problems_come_in_the_order_of_the_map() {
        let twin = Twin::with_acme().await;
        let draft = adding(&[
            (vars::USER_CUSTOMER_ID, "NOBODY"),
            (vars::USER_FIRSTNAME, ""),
        ]);
        let fields: Vec<_> = problems(&twin, &draft)
            .await
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(fields, [vars::USER_FIRSTNAME, vars::USER_CUSTOMER_ID]);
    }

    #[tokio::test]
    async fn a_record_that_is_gone_cannot_be_changed() {
        let twin = Twin::with_acme().await;
        let answer = check(&twin.installation, &changing(&[])).await;
        assert!(matches!(answer, Err(BackEndError::NotFound)), "{answer:?}");
    }
}
