//! Searching by Deskbook's own language: an index answers at once, and sources that it may not have all of are asked
//! as well. What was put aside of a source that was never read to its end is in no index: it stands in for the source while
//! that is away, and is searched beside it for what only this language finds.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use deskbook_domain::instant::{FieldName, Query, parse};
use deskbook_domain::map::Map;
use deskbook_domain::search::{Affixes, Language};
use deskbook_domain::source::{SourceId, Subject};
use tokio::sync::OnceCell;

use crate::back_end::BackEndError;
use crate::health::Health;
use crate::hits::{Cut, Hits, LARGEST_PAGE, Page, Place};
use crate::installation::Installation;
use crate::instant::{AskedSource, InstantSearch, LookUp, Question};
use crate::merged::{Away, GRACE, Keyed, Part, Standing};
use crate::mirror::{self, OpenMirror};
use crate::query::{ContactQuery, Order};
use crate::search::{Found, Request, Wanted};
use crate::stand_in::StandIn;

/// From so many letters on sources are asked for what the mirror lacks.
const FEWEST_LETTERS: usize = 3;

/// How long they are not asked: somebody may type on.
const PAUSE: Duration = Duration::from_millis(150);

/// So many hits are taken of what was put aside of a source that answers: of each it is asked whether it has it anyway.
const MOST_BESIDE: usize = LARGEST_PAGE as usize;

/// The index that answers a search.
pub(crate) struct Index {
    rows: Rows,
    subject: Subject,
    beyond: Beyond,
}

/// Where the rows of an index are.
enum Rows {
    Own(Arc<dyn InstantSearch>),
    Mirror(Arc<dyn OpenMirror>),
}

/// Sources that are asked beside an index.
#[derive(Default)]
struct Beyond {
    /// It has nothing of them.
    absent: BTreeSet<SourceId>,
    /// It may not have all of them.
    incomplete: BTreeSet<SourceId>,
    /// Those of the first, of which some was put aside.
    unfinished: BTreeSet<SourceId>,
    /// It has nothing of any of them.
    all_absent: bool,
}

/// When a source is asked beside an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    /// Not at all: the index has everything, or it is not worth it yet.
    Never,
    /// When nobody has typed on for a moment.
    Later,
    /// At once: the index has nothing of it.
    Now,
}

impl Index {
    /// That of an installation, if it can answer this search.
    pub(crate) async fn of(
        installation: &Installation,
        subject: Subject,
        request: &Request,
    ) -> Option<Self> {
        if request.language == Wanted::Otobo {
            return None;
        }
        match &installation.look_up {
            LookUp::Nowhere => None,
            LookUp::OwnIndex(index) => index.is_ready(subject).await.then(|| Self {
                rows: Rows::Own(Arc::clone(index) as _),
                subject,
                beyond: Beyond::default(),
            }),
            LookUp::Mirror(handle) => {
                let mirror = handle.get().await?;
                let beyond = beyond(installation, subject, mirror.as_ref()).await?;
                Some(Self {
                    rows: Rows::Mirror(mirror),
                    subject,
                    beyond,
                })
            }
        }
    }

    fn search(&self) -> Arc<dyn InstantSearch> {
        match &self.rows {
            Rows::Own(index) => Arc::clone(index),
            Rows::Mirror(mirror) => Arc::clone(mirror) as _,
        }
    }

    /// What is asked of it. The sources are in the order of their precedence.
    fn question(&self, request: &Request, sources: &[Asked<'_, impl ?Sized>]) -> Question {
        let names: Vec<_> = sources
            .iter()
            .flat_map(|source| FieldName::of_map(source.map))
            .collect();
        let asked = sources.iter().filter(|source| request.asks(source.id));
        Question {
            query: parse(request.term.trim(), &names, self.search().region()),
            validity: request.validity,
            order: request.order.clone(),
            sources: asked
                .map(|source| AskedSource {
                    id: source.id,
                    names: vec![source.name.to_owned()],
                })
                .collect(),
        }
    }

    /// When a source is asked for what the index lacks.
    fn asking(&self, source: SourceId, query: &Query) -> Asking {
        if self.beyond.absent.contains(&source) {
            return Asking::Now;
        }
        if is_long(query) && self.beyond.incomplete.contains(&source) {
            Asking::Later
        } else {
            Asking::Never
        }
    }

    /// What the index finds, and behind it what sources are asked for beside it. `look` searches an index, `ask` a source.
    pub(crate) async fn found<T, B, Look, Looked, Ask, Begun>(
        &self,
        request: &Request,
        language: Language,
        sources: &[Asked<'_, B>],
        look: Look,
        ask: Ask,
    ) -> Result<Found<T>, BackEndError>
    where
        T: Keyed + Send + Sync + 'static,
        B: ?Sized + Send + Sync + 'static,
        Look: Fn(Arc<dyn InstantSearch>, Question) -> Looked + Copy + Send + Sync + 'static,
        Looked: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send + 'static,
        Ask: Fn(Arc<B>, ContactQuery) -> Begun + Copy + Send + Sync + 'static,
        Begun: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send + 'static,
    {
        let question = self.question(request, sources);
        let mut parts = Vec::new();
        if !self.beyond.all_absent {
            parts.push(Part {
                source: SourceId::first(self.subject),
                hits: look(self.search(), question.clone()).await,
                is_prompt: true,
            });
        }
        for source in sources.iter().filter(|source| request.asks(source.id)) {
            let live = self.live(request, language, source, &question.query, ask);
            let hits = match self.aside(&question, usize::MAX, |id| id == source.id) {
                Some((aside, asked)) => {
                    let live = live.filter(|_| !source.health.is_failing());
                    let begin = move || look(Arc::clone(&aside), asked.clone());
                    Some(Box::new(StandIn::new(live, begin)) as Box<dyn Hits<T>>)
                }
                None => live,
            };
            parts.extend(hits.map(|hits| Part {
                source: source.id,
                hits: Ok(hits),
                is_prompt: self.beyond.all_absent && source.health.answers_within(GRACE),
            }));
        }
        parts.extend(self.beside(&question, sources, look));
        Found::instantly(question.query, parts)
    }

    /// What a source is asked for beside the index; `None` if it is not asked.
    fn live<T, B, Ask, Begun>(
        &self,
        request: &Request,
        language: Language,
        source: &Asked<'_, B>,
        query: &Query,
        ask: Ask,
    ) -> Option<Box<dyn Hits<T>>>
    where
        T: Send + Sync + 'static,
        B: ?Sized + Send + Sync + 'static,
        Ask: Fn(Arc<B>, ContactQuery) -> Begun + Copy + Send + Sync + 'static,
        Begun: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send + 'static,
    {
        let asking = self.asking(source.id, query);
        if asking == Asking::Never || (asking == Asking::Later && source.health.is_failing()) {
            return None;
        }
        // A text that OTOBO does not understand is no reason to find nothing in the index
        let asked = request.query(language, &source.affixes).ok()?;
        let back_end = Arc::clone(source.back_end);
        let begin = move || ask(Arc::clone(&back_end), asked.clone());
        Some(Box::new(Later::new(asking, begin)))
    }

    /// What was put aside of these sources, and what is asked of it; `None` if that is nothing.
    fn aside(
        &self,
        question: &Question,
        most: usize,
        takes_part: impl Fn(SourceId) -> bool,
    ) -> Option<(Arc<dyn InstantSearch>, Question)> {
        let Rows::Mirror(mirror) = &self.rows else {
            return None;
        };
        let takes_part = |source: &AskedSource| {
            self.beyond.unfinished.contains(&source.id) && takes_part(source.id)
        };
        let mut question = question.clone();
        question.sources.retain(takes_part);
        let is_any = !question.sources.is_empty();
        is_any.then(|| (mirror.put_aside(most), question))
    }

    /// What was put aside of sources that answer: it has what their own search misses, for whoever knows what to look for.
    fn beside<T, B, Look, Looked>(
        &self,
        question: &Question,
        sources: &[Asked<'_, B>],
        look: Look,
    ) -> Option<Part<T>>
    where
        T: Send + Sync + 'static,
        B: ?Sized,
        Look: Fn(Arc<dyn InstantSearch>, Question) -> Looked + Copy + Send + Sync + 'static,
        Looked: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send + 'static,
    {
        if !is_long(&question.query) || question.order != Order::Best {
            return None;
        }
        let answers = |id| {
            let mut sources = sources.iter();
            sources.any(|source| source.id == id && !source.health.is_failing())
        };
        let (aside, asked) = self.aside(question, MOST_BESIDE, answers)?;
        let source = asked.sources.first()?.id;
        let begin = move || look(Arc::clone(&aside), asked.clone());
        Some(Part {
            source,
            hits: Ok(Box::new(Later::new(Asking::Later, begin))),
            is_prompt: false,
        })
    }
}

/// Whether a text is worth it to ask what is slower than the index.
fn is_long(query: &Query) -> bool {
    query.whole().chars().count() >= FEWEST_LETTERS
}

/// A source as an index needs to know it.
pub(crate) struct Asked<'a, B: ?Sized> {
    pub(crate) id: SourceId,
    pub(crate) name: &'a str,
    pub(crate) map: &'a Map,
    pub(crate) affixes: Affixes,
    pub(crate) health: Health,
    pub(crate) back_end: &'a Arc<B>,
}

/// The sources that are asked beside the mirror; `None` if it has nothing that can be searched.
async fn beyond(
    installation: &Installation,
    subject: Subject,
    mirror: &dyn OpenMirror,
) -> Option<Beyond> {
    let standings = match mirror.standings().await {
        Ok(standings) => standings,
        Err(error) => {
            tracing::warn!(code = ?error.code, "the mirror does not tell how it stands");
            return None;
        }
    };
    let of = |source: SourceId| standings.iter().find(move |it| it.source == source);
    let sources: Vec<_> = match subject {
        Subject::CustomerUsers => installation
            .customer_users
            .iter()
            .map(|it| it.source().id)
            .collect(),
        Subject::Customers => installation
            .customers
            .iter()
            .map(|it| it.source().id)
            .collect(),
    };
    let can_be_searched =
        |source: &SourceId| of(*source).is_some_and(mirror::Standing::can_be_searched);
    let is_unfinished = |source: &SourceId| of(*source).is_some_and(|it| it.so_far().is_some());
    let unfinished: BTreeSet<_> = sources.iter().copied().filter(is_unfinished).collect();
    let all_absent = !sources.iter().any(can_be_searched);
    if all_absent && unfinished.is_empty() {
        return None;
    }
    let (searched, absent): (BTreeSet<_>, BTreeSet<_>) =
        sources.into_iter().partition(can_be_searched);
    let may_lack = |source: &SourceId| of(*source).is_none_or(mirror::Standing::may_lack);
    Some(Beyond {
        absent,
        incomplete: searched.into_iter().filter(may_lack).collect(),
        unfinished,
        all_absent,
    })
}

/// Says of a list from an index which of its rows are copies, since their sources do not answer. That is a state
/// and no fault: such a source is not missing.
pub(crate) async fn tell_away(
    installation: &Installation,
    healths: impl Iterator<Item = (SourceId, Health)>,
    standing: &mut Standing,
) {
    standing.instant = true;
    let LookUp::Mirror(handle) = &installation.look_up else {
        return;
    };
    let fails = |(source, health): &(SourceId, Health)| {
        let is_missing = standing.missing.iter().any(|it| it.source == *source);
        is_missing || health.is_failing()
    };
    let failing: Vec<_> = healths.filter(fails).map(|(source, _)| source).collect();
    for source in failing {
        if let Some(copy) = handle.standing(source).await {
            let is_missing = standing.missing.iter().any(|it| it.source == source);
            if is_missing && copy.so_far().is_some() {
                // What was put aside stands in from the beginning of a search, or not at all
                continue;
            }
            standing.missing.retain(|it| it.source != source);
            standing.away.push(Away {
                source,
                as_of: copy.as_of(),
                so_far: copy.so_far(),
            });
        }
    }
}

/// A search at a source beside an index, which may only begin when nobody has typed on for a moment.
struct Later<T, Begin> {
    begin: Begin,
    pause: Duration,
    hits: OnceCell<Box<dyn Hits<T>>>,
}

impl<T, Begin, Begun> Later<T, Begin>
where
    Begin: Fn() -> Begun + Send + Sync,
    Begun: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send,
{
    fn new(asking: Asking, begin: Begin) -> Self {
        Self {
            begin,
            pause: match asking {
                Asking::Now | Asking::Never => Duration::ZERO,
                Asking::Later => PAUSE,
            },
            hits: OnceCell::new(),
        }
    }

    async fn hits(&self) -> Result<&dyn Hits<T>, BackEndError> {
        let begin = || async {
            tokio::time::sleep(self.pause).await;
            (self.begin)().await
        };
        Ok(self.hits.get_or_try_init(begin).await?.as_ref())
    }
}

#[async_trait]
impl<T, Begin, Begun> Hits<T> for Later<T, Begin>
where
    T: Send + Sync,
    Begin: Fn() -> Begun + Send + Sync,
    Begun: Future<Output = Result<Box<dyn Hits<T>>, BackEndError>> + Send,
{
    async fn page(&self, place: Place, size: u32) -> Result<Page<T>, BackEndError> {
        self.hits().await?.page(place, size).await
    }

    async fn ready(&self) -> Result<(), BackEndError> {
        self.hits().await?.ready().await
    }

    async fn count(&self) -> Result<u32, BackEndError> {
        self.hits().await?.count().await
    }

    async fn holding(&self, keys: &[String]) -> Result<HashSet<String>, BackEndError> {
        self.hits().await?.holding(keys).await
    }

    fn cancel(&self) {
        if let Some(hits) = self.hits.get() {
            hits.cancel();
        }
    }

    fn cuts(&self) -> Vec<Cut> {
        self.hits.get().map_or_else(Vec::new, |hits| hits.cuts())
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::instant::Region;

    use super::*;
    use crate::back_end::FoundCustomerUser;
    use crate::customer_back_end::FoundCustomer;
    use crate::instant::OwnIndex;
    use crate::query::{Order, ValidityFilter};
    use crate::twin::Twin;

    /// An index that is ready or not; nobody asks it here.
    struct Own {
        is_ready: bool,
    }

    #[async_trait]
    impl InstantSearch for Own {
        fn region(&self) -> Region {
            Region::UNKNOWN
        }

        async fn customer_users(
            &self,
            _: Question,
        ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
            Err(BackEndError::NotFound)
        }

        async fn customers(
            &self,
            _: Question,
        ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
            Err(BackEndError::NotFound)
        }
    }

    #[async_trait]
    impl OwnIndex for Own {
        async fn is_ready(&self, _: Subject) -> bool {
            self.is_ready
        }
    }

    #[tokio::test]
    async fn an_own_index_answers_once_it_is_ready_and_unless_otobos_language_is_wanted() {
        for (is_ready, language, answers) in [
            (true, Wanted::Instant, true),
            (true, Wanted::Otobo, false),
            (false, Wanted::Instant, false),
        ] {
            let mut installation = Twin::new().installation;
            installation.look_up = LookUp::OwnIndex(Arc::new(Own { is_ready }));
            let request = Request {
                term: "eva".to_owned(),
                validity: ValidityFilter::All,
                order: Order::Best,
                sources: None,
                language,
            };
            let index = Index::of(&installation, Subject::CustomerUsers, &request).await;
            assert_eq!(index.is_some(), answers, "{is_ready} {language:?}");
            let first = SourceId::first(Subject::CustomerUsers);
            let asked = index.map(|it| it.asking(first, &parse("eva", &[], Region::UNKNOWN)));
            assert!(
                asked.is_none_or(|it| it == Asking::Never),
                "it has everything"
            );
        }
    }
}
