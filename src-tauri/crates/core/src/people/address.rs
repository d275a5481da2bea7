//! Whether a customer user may have an e-mail address (`otobo-behaviour.md` 4.1, 4.2 and 4.4).

use deskbook_domain::check::Problem;
use deskbook_domain::display::full_name;
use deskbook_domain::email::{EmailProblem, check_email, domain_to_look_up};
use deskbook_domain::record::Record;
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::text::lower;
use deskbook_domain::validity::Validity;
use deskbook_domain::vars;

use crate::back_end::{BackEnd, BackEndError, CustomerUser};
use crate::error_chain;
use crate::installation::Installation;
use crate::mail_domains::DnsProblem;
use crate::rules::DomainCheck;

/// Whether nobody else of the source may have it. An address that changes in case only is asked about no
/// more (C64).
pub(crate) fn must_be_unique(
    source: &CustomerUserSource,
    record: &Record,
    stored: Option<&CustomerUser>,
) -> bool {
    let address = lower(record.text(vars::USER_EMAIL));
    let unchanged = stored.is_some_and(|it| lower(it.record.text(vars::USER_EMAIL)) == address);
    source.email_unique && !unchanged
}

/// What is wrong with it: uniqueness first (C61), then the address itself, and that only if the record is
/// saved as valid (C62). An empty address is another question.
pub(crate) async fn fault_of_address(
    installation: &Installation,
    back_end: &dyn BackEnd,
    record: &Record,
    stored: Option<&CustomerUser>,
) -> Result<Option<Problem>, BackEndError> {
    let source = back_end.source();
    let address = record.text(vars::USER_EMAIL);
    if address.is_empty() {
        return Ok(None);
    }
    if must_be_unique(source, record, stored) {
        let holders = back_end.holders_of_email(address).await?;
        if let Some(holder) = holders.first() {
            return Ok(Some(Problem::EmailTaken {
                login: holder.login.as_str().to_owned(),
                name: full_name(source, &holder.record),
            }));
        }
    }
    if !is_saved_as_valid(record) {
        return Ok(None);
    }
    Ok(match check_email(address, &installation.rules.email) {
        Err(EmailProblem::Syntax) => Some(Problem::EmailSyntax),
        Err(EmailProblem::NotAllowed) => Some(Problem::EmailNotAllowed),
        Ok(()) => None,
    })
}

/// What name servers have against its domain, if the settings say that they are asked (C62), whether the
/// address is a new one or not (`otobo-behaviour.md 4.2`). It takes seconds where none answers, so that it is
/// asked before a write and never while somebody types.
pub(crate) async fn fault_of_domain(
    installation: &Installation,
    record: &Record,
) -> Option<Problem> {
    let rules = &installation.rules;
    let DomainCheck::On { name_server } = &rules.domains else {
        return None;
    };
    if !is_saved_as_valid(record) {
        return None;
    }
    let domain = domain_to_look_up(record.text(vars::USER_EMAIL), &rules.email)?;
    let asked = installation
        .mail_domains
        .check(&domain, name_server.as_ref());
    match asked.await {
        Ok(()) => None,
        Err(DnsProblem::NoMailServer) => Some(Problem::NoMailServer { domain }),
        Err(error @ DnsProblem::Unresolved(_)) => {
            tracing::info!(error = error_chain(&error), "a domain was not looked up");
            Some(Problem::DomainUnresolved { domain })
        }
    }
}

fn is_saved_as_valid(record: &Record) -> bool {
    record.text(vars::VALID_ID) == Validity::Valid.id().to_string()
}
