//! Requests and pages of searches.

use std::time::Duration;

use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::{Cut, LARGEST_PAGE, ServerLimit, Total};
use deskbook_core::installations::InstallationId;
use deskbook_core::marks::Mark;
use deskbook_core::merged::Standing;
use deskbook_core::query::{Direction, Order, ValidityFilter};
use deskbook_core::search::{Request, Wanted};
use deskbook_core::{ErrorCode, searches::SearchId};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::MarkKind;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::time::timeout;

use super::error::{CommandError, CommandResult};
use super::source::MissingSourceView;
use super::time_text;

/// What is searched for. An empty term lists everybody.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchRequest {
    term: String,
    include_invalid: bool,
    order: OrderRequest,
    place: SearchPlace,
    /// The ids of the sources that take part; `null` for all of them.
    sources: Option<Vec<String>>,
    /// What OTOBO would find, in its own language.
    as_otobo: bool,
    /// In all installations, the shown one first; for customer users.
    everywhere: bool,
    /// How many rows the first page has.
    size: u32,
}

impl SearchRequest {
    pub(crate) fn place(&self) -> SearchPlace {
        self.place
    }

    /// The size of the first page, if it is one that a page can have.
    pub(crate) fn size(&self) -> CommandResult<u32> {
        page_size(self.size)
    }

    pub(crate) fn is_everywhere(&self) -> bool {
        self.everywhere
    }
}

/// Where in the window is searched. A newer search ends the older one of the same place only.
#[derive(Clone, Copy, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SearchPlace {
    /// The list of a room.
    List,
    /// The command palette, which lies over a list.
    Palette,
}

impl SearchPlace {
    /// What core tells the places of a window apart by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Palette => "palette",
        }
    }
}

/// In which order the hits come.
#[derive(Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum OrderRequest {
    /// Best first; without a term by name.
    Best,
    /// By a field of the map; offered up to 10,000 hits.
    Field {
        /// The field.
        var: String,
        /// From Z to A.
        descending: bool,
    },
}

impl From<SearchRequest> for Request {
    fn from(request: SearchRequest) -> Self {
        let validity = if request.include_invalid {
            ValidityFilter::All
        } else {
            ValidityFilter::ValidOnly
        };
        Self {
            term: request.term,
            validity,
            order: request.order.into(),
            sources: request
                .sources
                .map(|ids| ids.iter().filter_map(|id| id.parse().ok()).collect()),
            language: if request.as_otobo {
                Wanted::Otobo
            } else {
                Wanted::Instant
            },
        }
    }
}

impl From<OrderRequest> for Order {
    fn from(order: OrderRequest) -> Self {
        match order {
            OrderRequest::Best => Self::Best,
            OrderRequest::Field { var, descending } => {
                let direction = if descending {
                    Direction::Descending
                } else {
                    Direction::Ascending
                };
                Self::Field {
                    var: Var::from(var),
                    direction,
                }
            }
        }
    }
}

/// A search that was opened; its pages are pulled by this id.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SearchStarted<P> {
    search: String,
    /// Its first page, if that was there at once; else it is to be asked for.
    first: Option<P>,
}

impl<P> SearchStarted<P> {
    /// With the first page, if it comes within a blink. What goes wrong with it is told to who asks for it.
    pub(crate) async fn with_first(
        id: &SearchId,
        page: impl Future<Output = CommandResult<P>>,
    ) -> Self {
        let first = timeout(BLINK, page).await;
        Self {
            search: id.as_str().to_owned(),
            first: first.ok().and_then(Result::ok),
        }
    }
}

/// How long a first page is waited for before the id of its search is told: somebody may want to end it.
const BLINK: Duration = Duration::from_millis(40);

/// Rows `start..start + size` of a search, counted from 0; at most 500. The answer waits until they are
/// found or there are no more.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PageRequest {
    search: String,
    start: u32,
    size: u32,
}

impl PageRequest {
    pub(crate) fn search(&self) -> SearchId {
        SearchId::from_text(self.search.clone())
    }

    pub(crate) fn start(&self) -> u32 {
        self.start
    }

    /// The size, if it is one that a page can have.
    pub(crate) fn size(&self) -> CommandResult<u32> {
        page_size(self.size)
    }
}

fn page_size(size: u32) -> CommandResult<u32> {
    if (1..=LARGEST_PAGE).contains(&size) {
        return Ok(size);
    }
    Err(CommandError::plain(
        ErrorCode::InvalidInput,
        "a page has between 1 and 500 rows",
    ))
}

/// How many hits there are.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum TotalView {
    /// The search still runs.
    AtLeast {
        /// Found so far.
        count: u32,
    },
    /// The search is complete.
    Exact {
        /// All of them.
        count: u32,
    },
}

impl From<Total> for TotalView {
    fn from(total: Total) -> Self {
        match total {
            Total::AtLeast(count) => Self::AtLeast { count },
            Total::Exact(count) => Self::Exact { count },
        }
    }
}

/// Which sources the rows of a list are of.
#[derive(Debug, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StandingView {
    /// Sources that did not answer this search.
    missing: Vec<MissingSourceView>,
    /// The names of those that have not answered yet: their rows join the list when they come.
    waiting: Vec<String>,
    /// Where a server's limit ended the search early, so far: there may be more.
    cuts: Vec<CutView>,
    /// Changes whenever a source joins: pages of different revisions do not fit together.
    revision: u32,
    /// Deskbook's own search over an index, not OTOBO's.
    instant: bool,
    /// Sources that do not answer and whose rows are those of their copies.
    away: Vec<AwayView>,
    /// The ids of other installations that were not searched, since nothing of them is on this computer.
    unsearched: Vec<String>,
    /// The ids of other installations that were not searched whole: a source of theirs that was never copied does not answer.
    partly: Vec<String>,
}

/// A source whose copy stands in for it.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AwayView {
    id: String,
    name: String,
    /// Of when its rows are; `null` if that is not known.
    as_of: Option<String>,
    /// How many rows its first copy has so far, if that is not whole.
    so_far: Option<u32>,
}

/// A search that a server's limit ended early.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CutView {
    id: String,
    name: String,
    /// How many entries the server gave.
    found: u32,
    limit: ServerLimitView,
    /// Whom the limit is for: the user that the directory is asked as; empty for nobody in particular.
    user: String,
}

/// What ended a search.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ServerLimitView {
    /// The server gives so many entries.
    Entries {
        /// The limit.
        entries: u32,
    },
    /// The server does so much work.
    Work,
    /// The server takes so much time.
    Time,
}

impl From<ServerLimit> for ServerLimitView {
    fn from(limit: ServerLimit) -> Self {
        match limit {
            ServerLimit::Entries(entries) => Self::Entries { entries },
            ServerLimit::Work => Self::Work,
            ServerLimit::Time => Self::Time,
        }
    }
}

/// What is said of a source beside a list.
pub(crate) struct SourceWords {
    /// What it is called.
    pub(crate) name: String,
    /// Whom its server knows Deskbook as, where it is a directory.
    pub(crate) user: String,
}

impl CutView {
    fn new(cut: &Cut, words: SourceWords) -> Self {
        Self {
            id: cut.source.to_string(),
            name: words.name,
            found: cut.found,
            limit: cut.limit.into(),
            user: words.user,
        }
    }
}

impl StandingView {
    pub(crate) fn new(
        standing: &Standing,
        words: impl Fn(SourceId) -> Result<SourceWords, BackEndError>,
    ) -> Result<Self, BackEndError> {
        let name = |source| words(source).map(|it| it.name);
        let missing = standing.missing.iter();
        let missing = missing.map(|it| Ok(MissingSourceView::new(it, &name(it.source)?)));
        let waiting = standing.waiting.iter().map(|it| name(*it));
        let cuts = standing.cuts.iter();
        let cuts = cuts.map(|it| Ok(CutView::new(it, words(it.source)?)));
        let away = standing.away.iter().map(|it| {
            Ok::<_, BackEndError>(AwayView {
                id: it.source.to_string(),
                name: name(it.source)?,
                as_of: it.as_of.map(time_text),
                so_far: it.so_far,
            })
        });
        Ok(Self {
            missing: missing.collect::<Result<_, BackEndError>>()?,
            waiting: waiting.collect::<Result<_, _>>()?,
            cuts: cuts.collect::<Result<_, BackEndError>>()?,
            revision: standing.revision,
            instant: standing.instant,
            away: away.collect::<Result<_, _>>()?,
            unsearched: Vec::new(),
            partly: Vec::new(),
        })
    }

    /// What is said of a list over several installations. Of others than the first only who is waited for is said, and
    /// which are not searched whole: their rows are those of their mirrors, whatever their servers do.
    pub(crate) fn of_all(
        standings: impl IntoIterator<Item = Self>,
        revision: u32,
        unsearched: &[InstallationId],
        partly: &[InstallationId],
    ) -> Self {
        let texts = |ids: &[InstallationId]| ids.iter().map(|id| id.as_str().to_owned()).collect();
        let mut standings = standings.into_iter();
        let mut all = standings.next().unwrap_or_default();
        all.waiting.extend(standings.flat_map(|it| it.waiting));
        all.revision = revision;
        all.unsearched = texts(unsearched);
        all.partly = texts(partly);
        all
    }
}

/// Where the term occurs in a field, in UTF-16 units as JavaScript counts.
#[derive(Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MarkView {
    var: String,
    start: u32,
    end: u32,
    kind: MarkKind,
}

impl MarkView {
    /// `None` when the range does not fit the value, which would be a mark for another text.
    pub(crate) fn new(mark: &Mark, record: &Record) -> Option<Self> {
        let value = record.text(&mark.var);
        let before = value.get(..mark.bytes.start)?;
        let inside = value.get(mark.bytes.clone())?;
        let start = utf16_length(before);
        Some(Self {
            var: mark.var.as_str().to_owned(),
            start,
            end: start + utf16_length(inside),
            kind: mark.kind,
        })
    }
}

fn utf16_length(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use deskbook_domain::vars;

    use super::*;

    #[test]
    fn marks_count_as_javascript_does() {
        let var = Var::from(vars::USER_LASTNAME);
        let mut record = Record::new();
        record.set(var.clone(), Some("🦀 Müller".to_owned()));
        let mark = Mark {
            var,
            bytes: 5..12,
            kind: MarkKind::Found,
        };
        let view = MarkView::new(&mark, &record);
        assert_eq!(
            view,
            Some(MarkView {
                var: "UserLastname".to_owned(),
                start: 3,
                end: 9,
                kind: MarkKind::Found
            })
        );
    }

    #[test]
    fn a_cut_tells_whose_server_ended_it_after_how_many_and_for_whom() {
        let id = SourceId::first(deskbook_domain::source::Subject::CustomerUsers);
        let standing = Standing {
            cuts: vec![Cut {
                source: id,
                found: 500,
                limit: ServerLimit::Entries(500),
            }],
            ..Standing::default()
        };
        let words = |_| {
            Ok(SourceWords {
                name: "LDAP Nord".to_owned(),
                user: "cn=reader,dc=x".to_owned(),
            })
        };
        let view = StandingView::new(&standing, words).unwrap();
        let cut = &view.cuts[0];
        assert_eq!(
            (cut.id.as_str(), cut.name.as_str()),
            ("CustomerUser", "LDAP Nord")
        );
        assert_eq!((cut.found, cut.user.as_str()), (500, "cn=reader,dc=x"));
        assert_eq!(cut.limit, ServerLimitView::Entries { entries: 500 });
    }
}
