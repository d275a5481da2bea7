//! `CustomerIDList`: the customer IDs in use by customer users (`otobo-behaviour.md 3.5`).

use deskbook_domain::customer_ids::sorted_customer_ids;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::search::{Language, condition_of_words, parse};
use deskbook_domain::source::BackEndKind;
use deskbook_domain::text::is_false;

use super::answers::{AnswerError, Answers};
use crate::back_end::{BackEnd, BackEndError};
use crate::installation::Installation;
use crate::query::ValidityFilter;
use crate::selection::Selection;

/// The IDs that a text in the language of customer user searches finds, or all without a text; each once,
/// in lower-case order (C49). The validity is that of the customer users. There is no limit.
#[tracing::instrument(skip_all)]
pub async fn customer_id_list(
    installation: &Installation,
    term: Option<&str>,
    validity: ValidityFilter,
) -> Result<Vec<CustomerId>, AnswerError> {
    let term = term.filter(|term| !is_false(Some(term)));
    let mut answers = Answers::default();
    let mut ids = Vec::new();
    for back_end in installation.customer_users.iter() {
        let found = of_source(back_end.as_ref(), term, validity).await;
        ids.extend(answers.of(found)?);
    }
    answers.finish()?;
    Ok(sorted_customer_ids(ids))
}

async fn of_source(
    back_end: &dyn BackEnd,
    term: Option<&str>,
    validity: ValidityFilter,
) -> Result<Vec<CustomerId>, BackEndError> {
    let source = back_end.source();
    let selection = match term {
        None => Selection::Everything,
        // A directory takes the whole text for one word
        Some(term) if source.kind == BackEndKind::Directory => Selection::Matching {
            condition: condition_of_words([source.affixes().around(term)])?,
            columns: vec![source.customer_id.clone()],
        },
        Some(term) => Selection::Matching {
            condition: parse(term, Language::CustomerUser, &source.affixes())?,
            columns: vec![source.customer_id.clone()],
        },
    };
    back_end.customer_ids(&selection, validity).await
}
