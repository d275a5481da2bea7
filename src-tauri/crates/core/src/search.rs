//! What searches for customer users and for customers have in common.

use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use deskbook_domain::search::{Affixes, CaseRule, Condition, Language, SearchError, parse};

use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::hits::Hits;
use crate::marks::{Mark, marks};
use crate::query::{ContactQuery, Order, ValidityFilter};

/// What is searched for.
#[derive(Clone, Debug)]
pub struct Request {
    /// As typed; empty lists everybody.
    pub term: String,
    /// Who takes part.
    pub validity: ValidityFilter,
    /// In which order.
    pub order: Order,
}

/// An open search: its hits, and what they were searched for.
pub struct Found<T> {
    /// The hits as they come.
    pub hits: Box<dyn Hits<T>>,
    /// For the marks; `None` lists everybody.
    pub condition: Option<Condition>,
}

/// Why a search did not begin.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The text is one that OTOBO answers with an SQL error (`otobo-behaviour.md 3.2`).
    #[error("the search text is not understood")]
    NotUnderstood(#[from] SearchError),
    /// The back end failed.
    #[error(transparent)]
    BackEnd(#[from] BackEndError),
}

impl StartError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotUnderstood(_) => ErrorCode::SearchNotUnderstood,
            Self::BackEnd(error) => error.code(),
        }
    }
}

impl Request {
    pub(crate) fn into_query(
        self,
        language: Language,
        affixes: &Affixes,
    ) -> Result<ContactQuery, SearchError> {
        let condition = match self.term.trim() {
            "" => None,
            term => Some(parse(term, language, affixes)?),
        };
        Ok(ContactQuery {
            condition,
            validity: self.validity,
            order: self.order,
        })
    }
}

impl<T> Found<T> {
    /// Where the term occurs in the searched fields of a record.
    pub(crate) fn marks(&self, record: &Record, searched: &[Var], case: CaseRule) -> Vec<Mark> {
        let condition = self.condition.as_ref();
        condition.map_or_else(Vec::new, |condition| {
            marks(condition, record, searched, case)
        })
    }
}
