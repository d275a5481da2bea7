//! Directories, asked for real: an OpenLDAP that each test starts for itself.

#![cfg(target_os = "linux")]

mod active_directory;
mod attacks;
mod beside;
mod copying;
mod cuts;
mod encryption;
mod failing;
mod hostile;
mod photos;
mod reading;
mod searching;
mod services;
mod themselves;

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use deskbook_core::ErrorCode;
use deskbook_core::back_end::{BackEnd, BackEndError, FoundCustomerUser};
use deskbook_core::hits::{Hits, LARGEST_PAGE, Place};
use deskbook_core::query::{ContactQuery, Order, ValidityFilter};
use deskbook_domain::search::{Affixes, Language, parse};

/// A search as the window makes it, with `*` on both sides of each word.
fn query(term: &str, validity: ValidityFilter) -> Result<ContactQuery> {
    let condition = match term {
        "" => None,
        term => Some(parse(
            term,
            Language::CustomerUser,
            &Affixes::new("*", "*"),
        )?),
    };
    Ok(ContactQuery {
        condition,
        validity,
        order: Order::Best,
    })
}

/// All hits in their order.
async fn all(hits: &dyn Hits<FoundCustomerUser>) -> Result<Vec<FoundCustomerUser>, BackEndError> {
    let mut rows = Vec::new();
    loop {
        let start = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let page = hits.page(Place::From(start), LARGEST_PAGE).await?;
        if page.rows.is_empty() {
            return Ok(rows);
        }
        rows.extend(page.rows);
    }
}

/// Whom a search finds.
async fn found(back_end: &dyn BackEnd, term: &str) -> Result<BTreeSet<String>> {
    let hits = back_end
        .search(query(term, ValidityFilter::ValidOnly)?)
        .await?;
    Ok(logins(&all(hits.as_ref()).await?).into_iter().collect())
}

fn logins(rows: &[FoundCustomerUser]) -> Vec<String> {
    let logins = rows.iter().map(|row| row.login.as_str());
    logins.map(str::to_owned).collect()
}

/// The code of what went wrong.
fn code<A>(outcome: Result<A, BackEndError>) -> Result<ErrorCode> {
    let Err(error) = outcome else {
        bail!("it went well");
    };
    Some(error.code()).context("it has a code")
}

/// Entries of so many people.
fn people(count: u32) -> String {
    use deskbook_tests::servers::slapd::BASE;
    use std::fmt::Write as _;

    let mut ldif = String::new();
    for number in 0..count {
        let _ = write!(
            ldif,
            "dn: uid=user{number},{BASE}\nobjectClass: inetOrgPerson\nuid: user{number}\n\
             cn: User {number}\nsn: {number}\nmail: user{number}@dir.test\n\n"
        );
    }
    ldif
}
