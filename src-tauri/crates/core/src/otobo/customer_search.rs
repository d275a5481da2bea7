//! `CustomerSearch`: the list of customer users (`otobo-behaviour.md` 3.1, 3.3 and 3.4).

use std::collections::BTreeMap;

use deskbook_domain::asked::Asked;
use deskbook_domain::directory::parse_directory_search;
use deskbook_domain::display::list_string;
use deskbook_domain::ids::{Identifier, Login};
use deskbook_domain::search::{Language, condition_of_words, parse};
use deskbook_domain::source::{BackEndKind, CustomerUserSource};

use super::answers::{AnswerError, Answers};
use super::dynamic_fields;
use crate::back_end::{BackEnd, BackEndError, FoundCustomerUser};
use crate::installation::Installation;
use crate::otobo_system::{DynamicFieldObject, OtoboSystem};
use crate::query::ValidityFilter;
use crate::selection::{Extent, Selection};

/// Whom the list is about.
#[derive(Clone, Debug)]
pub struct CustomerSearch {
    /// What is looked for; `None` where no parameter is true.
    pub asked: Option<Asked>,
    /// Who takes part.
    pub validity: ValidityFilter,
    /// The most rows of one source; `None` and 0 are the source's own limit (C37).
    pub limit: Option<u32>,
    /// Where a text of [`Asked::Search`] is looked for.
    pub columns: SearchedColumns,
}

/// Which of the columns of `CustomerUserSearchFields` are searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchedColumns {
    /// All of them.
    #[default]
    All,
    /// All but the one literally named `customer_id` (`CustomerUserOnly`).
    CustomerUserOnly,
}

/// Logins and how they stand in a list. OTOBO gives them in no order; of two sources with the same login
/// the earlier one's line is kept (C38).
#[tracing::instrument(skip_all)]
pub async fn customer_search(
    installation: &Installation,
    search: &CustomerSearch,
) -> Result<BTreeMap<Login, String>, AnswerError> {
    let asked = search.asked.as_ref().ok_or(AnswerError::NothingAsked)?;
    let mut answers = Answers::default();
    let mut list = BTreeMap::new();
    for back_end in installation.customer_users.iter() {
        let lines = lines(&*installation.system, back_end.as_ref(), asked, search).await;
        for (login, line) in answers.of(lines)? {
            list.entry(login).or_insert(line);
        }
    }
    answers.finish()?;
    Ok(list)
}

/// One source's lines.
async fn lines(
    system: &dyn OtoboSystem,
    back_end: &dyn BackEnd,
    asked: &Asked,
    search: &CustomerSearch,
) -> Result<Vec<(Login, String)>, BackEndError> {
    let source = back_end.source();
    let validity = match source.kind {
        // Its valid filter holds whatever is asked for (`otobo-behaviour.md 5.3`)
        BackEndKind::Directory => ValidityFilter::ValidOnly,
        BackEndKind::Database | BackEndKind::Module => search.validity,
    };
    let mut found = by_dynamic_fields(system, back_end, asked, validity).await?;
    let limit = search.limit.filter(|limit| *limit > 0);
    let limit = limit.unwrap_or(source.list_limit);
    match selection(source, asked, search.columns) {
        Ok(selection) => {
            found.extend(back_end.select(&selection, validity, Some(limit)).await?);
        }
        // What the fields found stays found
        Err(error) if found.is_empty() => return Err(error),
        Err(_) => {}
    }
    let mut lines = Vec::with_capacity(found.len());
    for mut row in found {
        let object = (row.login.as_str(), DynamicFieldObject::CustomerUser);
        let (map, names) = (&source.map, &source.list_fields);
        dynamic_fields::read_among(system, map, names, &mut row.record, object).await?;
        let line = list_string(source, &row.record);
        lines.push((row.login, line));
    }
    Ok(lines)
}

fn selection(
    source: &CustomerUserSource,
    asked: &Asked,
    columns: SearchedColumns,
) -> Result<Selection, BackEndError> {
    let like = |text: &String, extent, column: &Identifier| Selection::Like {
        text: text.clone(),
        extent,
        column: column.clone(),
    };
    let equal = |text: &String, columns| Selection::Equal {
        text: text.clone(),
        columns,
    };
    Ok(match asked {
        _ if source.kind == BackEndKind::Directory => return in_directory(source, asked),
        Asked::Search(text) => {
            let mut searched = source.search_columns();
            if columns == SearchedColumns::CustomerUserOnly {
                searched.retain(|column| column.as_str() != "customer_id");
            }
            Selection::Matching {
                condition: parse(text, Language::CustomerUser, &source.affixes())?,
                columns: searched,
            }
        }
        Asked::PostMasterSearch(text) => equal(text, source.address_columns()),
        Asked::UserLogin(text) => like(text, Extent::Part, &source.key),
        Asked::CustomerId(text) => like(text, Extent::Whole, &source.customer_id),
        Asked::CustomerIdRaw(text) => equal(text, vec![source.customer_id.clone()]),
    })
}

/// A directory has a search language of its own, compares logins and customer IDs as a whole, and takes a
/// `*` in an address for any text (`otobo-behaviour.md 5.3`, C39, C82).
fn in_directory(source: &CustomerUserSource, asked: &Asked) -> Result<Selection, BackEndError> {
    let equal = |text: &String, column: &Identifier| Selection::Equal {
        text: text.clone(),
        columns: vec![column.clone()],
    };
    Ok(match asked {
        Asked::Search(text) => {
            let searched = source.search_columns();
            Selection::Matching {
                condition: parse_directory_search(text, &source.affixes())?,
                columns: if searched.is_empty() {
                    vec![source.key.clone()]
                } else {
                    searched
                },
            }
        }
        Asked::PostMasterSearch(text) => Selection::Matching {
            condition: condition_of_words([text.clone()])?,
            columns: source.address_columns(),
        },
        Asked::UserLogin(text) => equal(text, &source.key),
        Asked::CustomerId(text) | Asked::CustomerIdRaw(text) => equal(text, &source.customer_id),
    })
}

/// Those that have the whole text in a dynamic field that is searched, by exactly the login that the
/// field knows (`otobo-behaviour.md 3.4`, C50). OTOBO looks the login up as a part of others, so that
/// its list limit may hide it; here it is looked up as a whole.
async fn by_dynamic_fields(
    system: &dyn OtoboSystem,
    back_end: &dyn BackEnd,
    asked: &Asked,
    validity: ValidityFilter,
) -> Result<Vec<FoundCustomerUser>, BackEndError> {
    let source = back_end.source();
    let (text, names) = match asked {
        Asked::Search(text) => (text, &source.search_fields),
        Asked::PostMasterSearch(text) => (text, &source.post_master_fields),
        Asked::UserLogin(_) | Asked::CustomerId(_) | Asked::CustomerIdRaw(_) => {
            return Ok(Vec::new());
        }
    };
    let kind = DynamicFieldObject::CustomerUser;
    let logins = dynamic_fields::holders(system, &source.map, names, text, kind).await?;
    let mut found = Vec::new();
    for login in logins {
        let selection = Selection::Equal {
            text: login.clone(),
            columns: vec![source.key.clone()],
        };
        let rows = back_end.select(&selection, validity, None).await?;
        found.extend(rows.into_iter().filter(|row| row.login.as_str() == login));
    }
    Ok(found)
}
