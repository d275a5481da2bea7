//! What searches for customer users and for customers have in common.

use std::collections::{BTreeMap, BTreeSet};

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Query;
use deskbook_domain::record::Record;
use deskbook_domain::search::{Affixes, CaseRule, Condition, Language, SearchError, parse};
use deskbook_domain::source::SourceId;

use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::confirming::Confirming;
use crate::health::Health;
use crate::hits::{Hits, Page, Place};
use crate::marks::{Mark, instant_marks, marks};
use crate::merged::{GRACE, Keyed, Merged, Part, Standing};
use crate::query::{ContactQuery, Order, ValidityFilter};
use crate::searches::Ended;

/// What is searched for.
#[derive(Clone, Debug)]
pub struct Request {
    /// As typed; empty lists everybody.
    pub term: String,
    /// Who takes part.
    pub validity: ValidityFilter,
    /// In which order.
    pub order: Order,
    /// Which sources take part; `None` for all of them.
    pub sources: Option<BTreeSet<SourceId>>,
    /// In whose language it is understood.
    pub language: Wanted,
}

/// In whose language a text is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Deskbook's own where there is an index for it ([`deskbook_domain::instant`]), else OTOBO's.
    Instant,
    /// OTOBO's, so that the same is found as there.
    Otobo,
}

/// An open search: its hits, and what they were searched for.
pub struct Found<T> {
    /// The hits as they come.
    pub hits: FoundHits<T>,
    /// For the marks.
    understood: Understood,
    /// Rows of an index that are held against their sources.
    pub(crate) confirming: Confirming,
}

/// What was understood of a text.
enum Understood {
    /// In OTOBO's language, by each source for itself; one that lists everybody has none.
    ByOtobo(BTreeMap<SourceId, Condition>),
    /// In Deskbook's own.
    Instantly(Query),
}

/// The hits of one source, or of several.
pub enum FoundHits<T> {
    /// The only source's.
    Single(Box<dyn Hits<T>>),
    /// Several sources'.
    Merged(Merged<T>),
}

impl<T: Keyed + Send + Sync> FoundHits<T> {
    fn new(mut parts: Vec<Part<T>>) -> Result<Self, BackEndError> {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return Ok(Self::Single(only.hits?));
        }
        Ok(Self::Merged(Merged::new(parts)?))
    }

    /// Some rows, and which sources they are of.
    pub async fn page(&self, place: Place, size: u32) -> Result<(Page<T>, Standing), BackEndError> {
        match self {
            Self::Single(hits) => {
                let page = hits.page(place, size).await?;
                let cuts = hits.cuts();
                let standing = Standing {
                    cuts,
                    ..Standing::default()
                };
                Ok((page, standing))
            }
            Self::Merged(hits) => hits.listed(place, size).await,
        }
    }

    /// Waits until the list is another one than that of this revision, since a source has joined, or until
    /// none is waited for. Gives the revision that it has then.
    pub async fn grown(&self, seen: u32) -> u32 {
        match self {
            Self::Single(_) => Standing::default().revision,
            Self::Merged(hits) => hits.grown(seen).await,
        }
    }

    /// What changes whenever a source joins.
    pub(crate) fn revision(&self) -> u32 {
        match self {
            Self::Single(_) => Standing::default().revision,
            Self::Merged(hits) => hits.revision(),
        }
    }

    /// The exact number of hits.
    pub async fn count(&self) -> Result<u32, BackEndError> {
        match self {
            Self::Single(hits) => hits.count().await,
            Self::Merged(hits) => hits.count().await,
        }
    }

    /// Ends whatever still runs.
    pub fn cancel(&self) {
        match self {
            Self::Single(hits) => hits.cancel(),
            Self::Merged(hits) => hits.cancel(),
        }
    }
}

/// The searches that begin at each source, all at the same time.
pub(crate) struct Beginning<T> {
    parts: Vec<Part<T>>,
    conditions: BTreeMap<SourceId, Condition>,
}

impl<T: Keyed + Send + Sync> Beginning<T> {
    pub(crate) fn new() -> Self {
        Self {
            parts: Vec::new(),
            conditions: BTreeMap::new(),
        }
    }

    pub(crate) fn add(
        &mut self,
        source: SourceId,
        condition: Option<Condition>,
        hits: Result<Box<dyn Hits<T>>, BackEndError>,
        health: &Health,
    ) {
        self.parts.push(Part {
            source,
            hits,
            is_prompt: health.answers_within(GRACE),
        });
        if let Some(condition) = condition {
            self.conditions.insert(source, condition);
        }
    }

    pub(crate) fn found(self) -> Result<Found<T>, StartError> {
        Ok(Found {
            hits: FoundHits::new(self.parts)?,
            understood: Understood::ByOtobo(self.conditions),
            confirming: Confirming::default(),
        })
    }
}

impl<T: Keyed + Send + Sync> Found<T> {
    /// What an index found, and behind it what sources may have beyond it.
    pub(crate) fn instantly(query: Query, parts: Vec<Part<T>>) -> Result<Self, BackEndError> {
        Ok(Self {
            hits: FoundHits::new(parts)?,
            understood: Understood::Instantly(query),
            confirming: Confirming::default(),
        })
    }
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
    /// Whether a source takes part.
    pub(crate) fn asks(&self, source: SourceId) -> bool {
        let chosen = self.sources.as_ref();
        chosen.is_none_or(|sources| sources.contains(&source))
    }

    /// What one source is asked: its affixes stand around each word.
    pub(crate) fn query(
        &self,
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
            order: self.order.clone(),
        })
    }
}

impl<T: Keyed + Send + Sync> Ended for Found<T> {
    fn end(&self) {
        self.hits.cancel();
    }
}

impl<T> Found<T> {
    /// Whether it is Deskbook's own search, over an index.
    pub fn is_instant(&self) -> bool {
        matches!(self.understood, Understood::Instantly(_))
    }

    /// Where the term occurs in the searched fields of a record of a source.
    pub(crate) fn marks(
        &self,
        source: SourceId,
        record: &Record,
        searched: &[Var],
        case: CaseRule,
    ) -> Vec<Mark> {
        match &self.understood {
            Understood::Instantly(query) => instant_marks(query, record),
            Understood::ByOtobo(conditions) => {
                let condition = conditions.get(&source);
                condition.map_or_else(Vec::new, |condition| {
                    marks(condition, record, searched, case)
                })
            }
        }
    }
}
