//! The sources of an installation, in the order they are asked: earlier sources of customer users win,
//! later sources of customers (`otobo-behaviour.md` 3.3 and 6, C38).

use std::collections::BTreeMap;
use std::sync::Arc;

use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::source::SourceId;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;

use crate::back_end::{BackEnd, BackEndError, BackEndWriter, CustomerUser};
use crate::customer_back_end::{Customer, CustomerBackEnd, CustomerWriter};

/// Where customer users are.
#[derive(Clone, Default)]
pub struct CustomerUserSources(Vec<Arc<dyn BackEnd>>);

/// Where customers are.
#[derive(Clone, Default)]
pub struct CustomerSources(Vec<Arc<dyn CustomerBackEnd>>);

impl CustomerUserSources {
    /// These back ends, by their numbers.
    pub fn new(mut back_ends: Vec<Arc<dyn BackEnd>>) -> Self {
        back_ends.sort_by_key(|it| it.source().id);
        Self(back_ends)
    }

    /// All of them in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<dyn BackEnd>> + Clone {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The back end of a source.
    pub fn of(&self, id: SourceId) -> Result<&Arc<dyn BackEnd>, BackEndError> {
        let found = self.0.iter().find(|it| it.source().id == id);
        found.ok_or_else(|| unknown(id))
    }

    /// The one of this id, or the first one, that may be written, and the way to write.
    pub fn writable(
        &self,
        id: Option<SourceId>,
    ) -> Result<(&Arc<dyn BackEnd>, &dyn BackEndWriter), BackEndError> {
        let wanted = |it: &&Arc<dyn BackEnd>| id.is_none_or(|id| it.source().id == id);
        let candidates = self.0.iter().filter(wanted);
        let mut writable = candidates.filter_map(|it| Some((it, it.writer()?)));
        writable.next().ok_or(BackEndError::ReadOnly)
    }

    /// The customer user of a login in any case: the first source that has it wins (C51). A source that
    /// does not answer hides nobody of the others; only if nobody is found its error is told.
    pub async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError> {
        let found = self.0.iter().map(|it| it.find(login));
        first_found(found.collect()).await
    }

    /// The customer user of a login in one source, where it is known which; its error, if it does not answer.
    pub async fn find_in(
        &self,
        source: Option<SourceId>,
        login: &Login,
    ) -> Result<Option<CustomerUser>, BackEndError> {
        match source {
            Some(source) => self.of(source)?.find(login).await,
            None => self.find(login).await,
        }
    }

    /// How many customer users there are in all sources that answer.
    pub async fn count(&self) -> Result<u32, BackEndError> {
        let counts = self.0.iter().map(|it| it.count());
        sum(futures_util::future::join_all(counts).await)
    }
}

impl CustomerSources {
    /// These back ends, by their numbers.
    pub fn new(mut back_ends: Vec<Arc<dyn CustomerBackEnd>>) -> Self {
        back_ends.sort_by_key(|it| it.source().id);
        Self(back_ends)
    }

    /// All of them in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<dyn CustomerBackEnd>> + Clone {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The back end of a source.
    pub fn of(&self, id: SourceId) -> Result<&Arc<dyn CustomerBackEnd>, BackEndError> {
        let found = self.0.iter().find(|it| it.source().id == id);
        found.ok_or_else(|| unknown(id))
    }

    /// The one of this id, or the first one, that may be written, and the way to write.
    pub fn writable(
        &self,
        id: Option<SourceId>,
    ) -> Result<(&Arc<dyn CustomerBackEnd>, &dyn CustomerWriter), BackEndError> {
        let wanted = |it: &&Arc<dyn CustomerBackEnd>| id.is_none_or(|id| it.source().id == id);
        let candidates = self.0.iter().filter(wanted);
        let mut writable = candidates.filter_map(|it| Some((it, it.writer()?)));
        writable.next().ok_or(BackEndError::ReadOnly)
    }

    /// The customer of an ID in any case and validity: the first source that has it.
    pub async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError> {
        let found = self.0.iter().map(|it| it.find(id));
        first_found(found.collect()).await
    }

    /// The customer of an ID in one source, where it is known which; its error, if it does not answer.
    pub async fn find_in(
        &self,
        source: Option<SourceId>,
        id: &CustomerId,
    ) -> Result<Option<Customer>, BackEndError> {
        match source {
            Some(source) => self.of(source)?.find(id).await,
            None => self.find(id).await,
        }
    }

    /// The names of those of these customers that are there, by the ID as asked. Sources that do not
    /// answer leave gaps: a list without a company's name is better than no list.
    pub async fn names(&self, ids: &[CustomerId]) -> BTreeMap<CustomerId, String> {
        let mut names = BTreeMap::new();
        if ids.is_empty() {
            return names;
        }
        for back_end in self.0.iter().rev() {
            match back_end.names(ids).await {
                Ok(found) => names.extend(found),
                Err(error) => tracing::debug!(code = ?error.code(), "names of customers"),
            }
        }
        names
    }

    /// How many customers there are in all sources that answer.
    pub async fn count(&self) -> Result<u32, BackEndError> {
        let counts = self.0.iter().map(|it| it.count());
        sum(futures_util::future::join_all(counts).await)
    }
}

/// What the first of several sources has that has it. All are asked at once, none is waited for once an
/// earlier one had it.
async fn first_found<A, Asked>(
    mut answers: FuturesOrdered<Asked>,
) -> Result<Option<A>, BackEndError>
where
    Asked: Future<Output = Result<Option<A>, BackEndError>>,
{
    let mut failure = None;
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(None) => {}
            Ok(Some(found)) => return Ok(Some(found)),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    failure.map_or(Ok(None), Err)
}

/// The sum of what answered; the first error if nothing did.
fn sum(counts: Vec<Result<u32, BackEndError>>) -> Result<u32, BackEndError> {
    let mut sum = None;
    let mut failure = None;
    for count in counts {
        match count {
            Ok(count) => sum = Some(sum.unwrap_or(0_u32).saturating_add(count)),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    match (sum, failure) {
        (Some(sum), _) => Ok(sum),
        (None, Some(error)) => Err(error),
        (None, None) => Ok(0),
    }
}

fn unknown(id: SourceId) -> BackEndError {
    BackEndError::Unknown {
        what: id.to_string(),
    }
}
