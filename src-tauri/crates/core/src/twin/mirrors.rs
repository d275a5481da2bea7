//! Mirrors in memory. They keep what a merge promises, find nothing and have no photos.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;

use crate::ErrorCode;
use crate::back_end::{BackEndError, FoundCustomerUser};
use crate::customer_back_end::FoundCustomer;
use crate::hits::Hits;
use crate::installations::InstallationId;
use crate::instant::{InstantSearch, Question};
use crate::mirror::{
    Cut, Deletions, Known, Merged, MirrorError, MirrorStore, Mirrored, Mirrors, OpenMirror,
    OtoboTable, Photo, PhotoStore, Row, Standing, State, TableStore, allows,
};

/// All mirrors of a test.
#[derive(Default)]
pub(crate) struct Attic {
    mirrors: Mutex<BTreeMap<InstallationId, Arc<Chest>>>,
    fault: Mutex<Option<ErrorCode>>,
    region: Mutex<Option<Region>>,
}

/// One mirror.
#[derive(Default)]
pub(crate) struct Chest(Mutex<BTreeMap<SourceId, Copy>>);

#[derive(Default)]
struct Copy {
    fields: Vec<Var>,
    rows: BTreeMap<String, (Row, bool)>,
    staged: Vec<Row>,
    mark: Option<String>,
    complete_at: Option<DateTime<Utc>>,
    cut: Option<Cut>,
    stale_since: Option<DateTime<Utc>>,
}

impl Attic {
    /// From now on no mirror can be opened; `None` ends that.
    pub(crate) fn fail(&self, fault: Option<ErrorCode>) {
        *self.fault.lock().unwrap() = fault;
    }

    /// The mirror of an installation.
    pub(crate) fn chest(&self, id: &InstallationId) -> Option<Arc<Chest>> {
        self.mirrors.lock().unwrap().get(id).cloned()
    }

    /// The region that a mirror was asked for last.
    pub(crate) fn region(&self) -> Option<Region> {
        *self.region.lock().unwrap()
    }

    fn opens(&self, region: Region) -> Result<(), MirrorError> {
        *self.region.lock().unwrap() = Some(region);
        match *self.fault.lock().unwrap() {
            None => Ok(()),
            Some(code) => Err(MirrorError {
                code,
                params: Vec::new(),
                source: "no key".into(),
            }),
        }
    }
}

impl Chest {
    fn copies(&self) -> MutexGuard<'_, BTreeMap<SourceId, Copy>> {
        self.0.lock().unwrap()
    }
}

#[async_trait]
impl Mirrors for Attic {
    async fn open(
        &self,
        id: &InstallationId,
        region: Region,
    ) -> Result<Arc<dyn OpenMirror>, MirrorError> {
        self.opens(region)?;
        let mut mirrors = self.mirrors.lock().unwrap();
        Ok(Arc::clone(mirrors.entry(id.clone()).or_default()) as _)
    }

    async fn existing(
        &self,
        id: &InstallationId,
        region: Region,
    ) -> Result<Option<Arc<dyn OpenMirror>>, MirrorError> {
        self.opens(region)?;
        Ok(self.chest(id).map(|chest| chest as _))
    }

    async fn size(&self, id: &InstallationId) -> Result<u64, MirrorError> {
        Ok(self.chest(id).map_or(0, |_| 4096))
    }

    async fn erase(&self, id: &InstallationId) -> Result<(), MirrorError> {
        self.mirrors.lock().unwrap().remove(id);
        Ok(())
    }
}

impl Copy {
    fn take_over(&mut self) -> Merged {
        let mut merged = Merged::default();
        for row in std::mem::take(&mut self.staged) {
            let before = self.rows.insert(row.key.clone(), (row.clone(), false));
            match before {
                None => merged.added += 1,
                Some((before, _)) if before != row => merged.changed += 1,
                Some(_) => {}
            }
        }
        self.mark = None;
        self.stale_since = None;
        merged
    }

    fn standing(&self, source: SourceId) -> Standing {
        let (rows, staged) = (count(self.rows.len()), count(self.staged.len()));
        let (state, records) = match (self.complete_at, self.cut) {
            (None, None) if staged > 0 => (State::Partial(Cut::Unfinished), staged),
            (None, None) => (State::Empty, rows),
            (_, Some(cut)) => (State::Partial(cut), rows),
            (Some(at), None) => (State::Complete(at), rows),
        };
        Standing {
            source,
            state,
            records,
            stale_since: self.stale_since,
            held_back: count(self.rows.values().filter(|(_, gone)| *gone).count()),
        }
    }
}

fn count(count: usize) -> u32 {
    count.try_into().unwrap()
}

#[async_trait]
impl MirrorStore for Chest {
    async fn standings(&self) -> Result<Vec<Standing>, MirrorError> {
        let copies = self.copies();
        Ok(copies.iter().map(|(id, it)| it.standing(*id)).collect())
    }

    async fn begin(&self, source: SourceId, fields: &[Var]) -> Result<Option<String>, MirrorError> {
        let mut copies = self.copies();
        let copy = copies.entry(source).or_default();
        if copy.fields != fields {
            *copy = Copy {
                fields: fields.to_vec(),
                ..Copy::default()
            };
        }
        Ok(copy.mark.clone())
    }

    async fn start_over(&self, source: SourceId) -> Result<(), MirrorError> {
        let mut copies = self.copies();
        let copy = copies.entry(source).or_default();
        copy.staged.clear();
        copy.mark = None;
        Ok(())
    }

    async fn stage(&self, source: SourceId, rows: &[Row], mark: &str) -> Result<(), MirrorError> {
        let mut copies = self.copies();
        let copy = copies.entry(source).or_default();
        copy.staged.extend_from_slice(rows);
        copy.mark = Some(mark.to_owned());
        Ok(())
    }

    async fn tidy(&self) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn merge(
        &self,
        source: SourceId,
        at: DateTime<Utc>,
        deletions: Deletions,
    ) -> Result<Merged, MirrorError> {
        let mut copies = self.copies();
        let copy = copies.entry(source).or_default();
        let before = count(copy.rows.len());
        let keys: Vec<_> = copy.staged.iter().map(|row| row.key.clone()).collect();
        let mut merged = copy.take_over();
        for (key, (_, gone)) in &mut copy.rows {
            *gone = !keys.contains(key);
        }
        let gone = count(copy.rows.values().filter(|(_, gone)| *gone).count());
        if allows(gone, before, deletions) {
            copy.rows.retain(|_, (_, gone)| !*gone);
            merged.removed = gone;
        } else {
            merged.held_back = gone;
        }
        (copy.complete_at, copy.cut) = (Some(at), None);
        Ok(merged)
    }

    async fn merge_cut(&self, source: SourceId, cut: Cut) -> Result<Merged, MirrorError> {
        let mut copies = self.copies();
        let copy = copies.entry(source).or_default();
        (copy.complete_at, copy.cut) = (None, Some(cut));
        Ok(copy.take_over())
    }

    async fn note_failure(&self, source: SourceId, at: DateTime<Utc>) -> Result<(), MirrorError> {
        let mut copies = self.copies();
        copies
            .entry(source)
            .or_default()
            .stale_since
            .get_or_insert(at);
        Ok(())
    }

    async fn remove_held_back(&self, source: SourceId) -> Result<u32, MirrorError> {
        let mut copies = self.copies();
        let rows = &mut copies.entry(source).or_default().rows;
        let before = rows.len();
        rows.retain(|_, (_, gone)| !*gone);
        Ok(count(before - rows.len()))
    }

    async fn find(&self, source: SourceId, key: &str) -> Result<Option<Row>, MirrorError> {
        let copies = self.copies();
        let found = copies.get(&source).and_then(|copy| copy.rows.get(key));
        Ok(found.map(|(row, _)| row.clone()))
    }
}

#[async_trait]
impl TableStore for Chest {
    async fn begin_table(&self, _: OtoboTable) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn stage_table(&self, _: OtoboTable, _: &[Row]) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn replace_table(
        &self,
        _: OtoboTable,
        _: &[Var],
        _: DateTime<Utc>,
    ) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn table_rows(&self, _: OtoboTable, _: &str) -> Result<Vec<Record>, MirrorError> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl PhotoStore for Chest {
    async fn begin_photos(&self, _: SourceId) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn meet_photos(
        &self,
        _: SourceId,
        originals: &[(&str, i64)],
    ) -> Result<Vec<bool>, MirrorError> {
        Ok(vec![true; originals.len()])
    }

    async fn keep_photos(&self, _: SourceId, _: &[Photo]) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn end_photos(&self, _: SourceId) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn drop_photos(&self) -> Result<(), MirrorError> {
        Ok(())
    }

    async fn photo(&self, _: SourceId, _: &str) -> Result<Option<Vec<u8>>, MirrorError> {
        Ok(None)
    }
}

#[async_trait]
impl InstantSearch for Chest {
    fn region(&self) -> Region {
        Region::UNKNOWN
    }

    async fn customer_users(
        &self,
        _: Question,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError> {
        Err(BackEndError::NotFound)
    }

    async fn customers(&self, _: Question) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError> {
        Err(BackEndError::NotFound)
    }
}

#[async_trait]
impl OpenMirror for Chest {
    async fn look_up(&self, _: &[SourceId], _: &str) -> Result<Option<Mirrored>, MirrorError> {
        Ok(None)
    }

    async fn records(&self, _: SourceId, _: &[&str]) -> Result<Vec<Mirrored>, MirrorError> {
        Ok(Vec::new())
    }

    fn put_aside(&self, _: usize) -> Arc<dyn InstantSearch> {
        Arc::new(Self::default())
    }

    async fn correct(&self, _: SourceId, _: &str, _: Option<Known<'_>>) -> Result<(), MirrorError> {
        Ok(())
    }
}
