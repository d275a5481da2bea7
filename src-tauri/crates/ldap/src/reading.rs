//! A directory that is read from its first entry to its last, for a copy: page by page, each as it is asked for.
//!
//! A directory gives entries in no order, and its place in a result ends with the conversation: what broke
//! off begins anew.

use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::ServerLimit;
use deskbook_core::mirror::{Batch, End, PhotoReading, Readable, Reading, Row};
use deskbook_core::query::ValidityFilter;
use deskbook_core::server_error::ServerError;
use deskbook_domain::ids::Var;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;

use crate::customer_users::Watched;
use crate::entry::Entry;
use crate::groups::Members;
use crate::pages::Pages;
use crate::photos::ReadingPhotos;
use crate::reader::validity_of;

/// A batch ends with the page that fills it so far.
const ENOUGH: usize = 2_000;

/// A directory as a source of copies.
pub(crate) struct ReadableDirectory(pub(crate) Arc<Watched>);

#[async_trait]
impl Readable for ReadableDirectory {
    fn source(&self) -> SourceId {
        self.0.source.id
    }

    fn goes_on(&self) -> bool {
        false
    }

    /// A directory does not count: it would have to be read for that.
    async fn total(&self) -> Option<u32> {
        None
    }

    async fn read(
        &self,
        fields: &[Var],
        _: Option<String>,
    ) -> Result<Box<dyn Reading>, BackEndError> {
        let watched = Arc::clone(&self.0);
        let members = async { Ok(Members::read(&watched.sessions).await?) };
        let members = watched.noted(members).await?;
        let passes = passes(&watched, fields);
        Ok(Box::new(DirectoryReading {
            watched,
            fields: fields.to_vec(),
            members,
            passes,
            met: HashSet::new(),
        }))
    }

    async fn read_photos(&self) -> Result<Option<Box<dyn PhotoReading>>, BackEndError> {
        Ok(Some(Box::new(ReadingPhotos::of(Arc::clone(&self.0)))))
    }
}

/// One search of a reading.
struct Pass {
    pages: Pages,
    /// The validity of whom it finds; `None` if their records tell it.
    validity: Option<Validity>,
}

/// Those who are valid first: with a filter for them it is only known by asking who they are.
fn passes(watched: &Watched, fields: &[Var]) -> VecDeque<Pass> {
    let asking = watched.asking();
    let attributes = watched.reader.attributes_of(fields);
    let pass = |filter, validity| {
        let filter = asking.within(asking.list(None), filter);
        Pass {
            pages: Pages::of(watched.request_of(&filter, attributes.clone())),
            validity,
        }
    };
    match watched.directory().valid {
        Some(_) => [
            pass(ValidityFilter::ValidOnly, Some(Validity::Valid)),
            pass(ValidityFilter::All, Some(Validity::Invalid)),
        ]
        .into(),
        None => [pass(ValidityFilter::All, None)].into(),
    }
}

/// A directory that is being read.
struct DirectoryReading {
    watched: Arc<Watched>,
    fields: Vec<Var>,
    members: Members,
    /// The search that is at work, and those to come.
    passes: VecDeque<Pass>,
    /// Whom an earlier search has found, by what their names come to: 16 bytes each, and none without a filter
    /// for validity.
    met: HashSet<u128>,
}

/// A record that waits for its batch.
struct Read {
    login: String,
    validity: Validity,
    record: Record,
}

#[async_trait]
impl Reading for DirectoryReading {
    async fn next(&mut self) -> Result<Batch, BackEndError> {
        let watched = Arc::clone(&self.watched);
        watched.noted(self.batch()).await
    }
}

impl DirectoryReading {
    async fn batch(&mut self) -> Result<Batch, BackEndError> {
        let mut found = Vec::new();
        let mut end = None;
        while found.len() < ENOUGH && end.is_none() {
            end = match self.page(&mut found).await? {
                Some(limit) => Some(End::Cut(limit)),
                None => self.passes.is_empty().then_some(End::Whole),
            };
        }
        let mut records: Vec<_> = found.iter_mut().map(|read| &mut read.record).collect();
        let reader = &self.watched.reader;
        reader
            .translate_managers(&self.watched.sessions, &mut records)
            .await?;
        let row = |read: Read| Row {
            key: read.login,
            validity: read.validity,
            values: self
                .fields
                .iter()
                .map(|var| read.record.get(var).map(str::to_owned))
                .collect(),
        };
        Ok(Batch {
            rows: found.into_iter().map(row).collect(),
            mark: String::new(),
            end,
        })
    }

    /// Reads a page; tells the limit that ended the search.
    async fn page(&mut self, found: &mut Vec<Read>) -> Result<Option<ServerLimit>, ServerError> {
        let is_last_pass = self.passes.len() == 1;
        let Some(pass) = self.passes.front_mut() else {
            return Ok(None);
        };
        let take = |entry: Entry| {
            let is_new = match (pass.validity, is_last_pass) {
                (None, _) => true,
                (Some(_), false) => self.met.insert(sum(&entry.dn)),
                (Some(_), true) => !self.met.contains(&sum(&entry.dn)),
            };
            if is_new && let Some((login, record)) = self.watched.reader.record(&entry) {
                let validity = pass.validity.unwrap_or_else(|| validity_of(&record));
                if self.members.has(&login) {
                    found.push(Read {
                        login,
                        validity,
                        record,
                    });
                }
            }
        };
        let Some(end) = pass.pages.next(&self.watched.sessions, take).await? else {
            return Ok(None);
        };
        self.passes.pop_front();
        Ok(end.limit)
    }
}

/// What a name comes to, short enough to be kept of a million.
fn sum(dn: &str) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, dn).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}
