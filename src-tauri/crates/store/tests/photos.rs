//! Photos that are copied behind the records of a source, into a real mirror.
#![expect(clippy::unwrap_used, reason = "that is how a test fails")]

use std::sync::Arc;

use async_trait::async_trait;
use chrono::DateTime;
use deskbook_core::back_end::BackEndError;
use deskbook_core::hits::ServerLimit;
use deskbook_core::jobs::{JobListener, JobReport, Jobs};
use deskbook_core::mirror::{
    Cut, Deletions, End, Known, MirrorStore as _, OpenMirror as _, Original, Originals,
    PhotoReading, PhotoStore as _, Readable, Reading, Row, SyncError, sync_photos,
};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::record::Record;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_migrations::file::FileKey;
use deskbook_store::Mirror;
use tempfile::TempDir;
use tokio::sync::oneshot;

type Photos<'p> = &'p [(&'p str, &'p str)];

/// How a reading ends.
#[derive(Clone, Copy)]
enum Last {
    Ends(End),
    Breaks,
}

const WHOLE: Last = Last::Ends(End::Whole);

/// A source that gives these photos, one at a time.
#[derive(Clone)]
struct Source {
    photos: Vec<Original>,
    last: Last,
    miniature: fn(&[u8]) -> Option<Vec<u8>>,
}

fn source() -> SourceId {
    SourceId::first(Subject::CustomerUsers)
}

/// What begins otherwise is no picture.
fn small(file: &[u8]) -> Option<Vec<u8>> {
    Some(file.strip_prefix(b"picture of ")?.to_vec())
}

/// Of a photo that is there already nothing is made.
fn nothing(_: &[u8]) -> Option<Vec<u8>> {
    None
}

#[async_trait]
impl Readable for Source {
    fn source(&self) -> SourceId {
        source()
    }

    fn goes_on(&self) -> bool {
        false
    }

    async fn total(&self) -> Option<u32> {
        None
    }

    async fn read(&self, _: &[Var], _: Option<String>) -> Result<Box<dyn Reading>, BackEndError> {
        Err(BackEndError::NotFound)
    }

    async fn read_photos(&self) -> Result<Option<Box<dyn PhotoReading>>, BackEndError> {
        Ok(Some(Box::new(self.clone())))
    }
}

#[async_trait]
impl PhotoReading for Source {
    async fn next(&mut self) -> Result<Originals, BackEndError> {
        let end = match (self.photos.is_empty(), self.last) {
            (false, _) => None,
            (true, Last::Ends(end)) => Some(end),
            (true, Last::Breaks) => return Err(BackEndError::Failed("the wire was cut".into())),
        };
        let next = self.photos.len().min(1);
        Ok(Originals {
            photos: self.photos.drain(..next).collect(),
            end,
        })
    }

    fn miniature(&self) -> fn(&[u8]) -> Option<Vec<u8>> {
        self.miniature
    }
}

struct NobodyListens;

impl JobListener for NobodyListens {
    fn hear(&self, _: JobReport) {}
}

struct Stand {
    mirror: Arc<Mirror>,
    _folder: TempDir,
}

impl Stand {
    /// With the records of these logins.
    async fn of(logins: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mirror.sqlite");
        let mirror = Mirror::open(path, &FileKey::new([1; 32]), Region::UNKNOWN).await;
        let stand = Self {
            mirror: Arc::new(mirror.unwrap()),
            _folder: folder,
        };
        stand.put_records(logins).await;
        stand
    }

    /// The source has these logins, and no others any more.
    async fn put_records(&self, logins: &[&str]) {
        let rows = logins.iter().map(|login| Row {
            key: (*login).to_owned(),
            validity: Validity::Valid,
            values: vec![Some((*login).to_owned())],
        });
        let rows: Vec<_> = rows.collect();
        let fields = ["UserLogin".into()];
        self.mirror.begin(source(), &fields).await.unwrap();
        self.mirror.stage(source(), &rows, "end").await.unwrap();
        let at = DateTime::UNIX_EPOCH;
        let merged = self.mirror.merge(source(), at, Deletions::All).await;
        merged.unwrap();
    }

    async fn sync(&self, photos: Photos<'_>, last: Last) -> Result<(), SyncError> {
        self.sync_with(photos, last, small).await
    }

    async fn sync_with(
        &self,
        photos: Photos<'_>,
        last: Last,
        miniature: fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<(), SyncError> {
        let photos = photos.iter().map(|(key, file)| Original {
            key: (*key).to_owned(),
            file: file.as_bytes().to_vec(),
        });
        let source = Source {
            photos: photos.collect(),
            last,
            miniature,
        };
        let mirror = Arc::clone(&self.mirror);
        let (tell, told) = oneshot::channel();
        Arc::new(Jobs::new(Arc::new(NobodyListens))).run(async move |progress| {
            let done = sync_photos(mirror.as_ref(), &source, &progress).await;
            assert!(tell.send(done).is_ok());
            Ok(())
        });
        told.await.unwrap()
    }

    async fn photo(&self, login: &str) -> Option<String> {
        let photo = self.mirror.photo(source(), login).await.unwrap();
        photo.map(|photo| String::from_utf8(photo).unwrap())
    }

    /// The photos of Eva, Tom and Zoe.
    async fn photos(&self) -> [Option<String>; 3] {
        [
            self.photo("eva").await,
            self.photo("tom").await,
            self.photo("zoe").await,
        ]
    }
}

fn shown(photos: [Option<&str>; 3]) -> [Option<String>; 3] {
    photos.map(|it| it.map(str::to_owned))
}

const BOTH: Photos<'static> = &[("eva", "picture of eva"), ("tom", "picture of tom")];

#[tokio::test]
async fn photos_are_kept_small_changed_and_taken_away_as_the_source_has_them() {
    let stand = Stand::of(&["eva", "tom", "zoe"]).await;
    stand.sync(BOTH, WHOLE).await.unwrap();
    assert_eq!(
        stand.photos().await,
        shown([Some("eva"), Some("tom"), None])
    );
    let next: Photos<'_> = &[("eva", "picture of eva, older"), ("zoe", "picture of zoe")];
    stand.sync(next, WHOLE).await.unwrap();
    let expected = shown([Some("eva, older"), None, Some("zoe")]);
    assert_eq!(stand.photos().await, expected);
}

#[tokio::test]
async fn what_is_there_already_is_not_made_small_again() {
    let stand = Stand::of(&["eva", "tom"]).await;
    stand.sync(BOTH, WHOLE).await.unwrap();
    stand.sync_with(BOTH, WHOLE, nothing).await.unwrap();
    assert_eq!(
        stand.photos().await,
        shown([Some("eva"), Some("tom"), None])
    );
}

#[tokio::test]
async fn a_part_takes_nothing_away_nor_does_an_empty_answer() {
    let stand = Stand::of(&["eva", "tom", "zoe"]).await;
    stand.sync(BOTH, WHOLE).await.unwrap();
    let part: Photos<'_> = &[("zoe", "picture of zoe")];
    let limit = Last::Ends(End::Cut(ServerLimit::Entries(1)));
    stand.sync(part, limit).await.unwrap();
    let all = shown([Some("eva"), Some("tom"), Some("zoe")]);
    assert_eq!(stand.photos().await, all, "the server gave no more");
    assert!(stand.sync(part, Last::Breaks).await.is_err());
    assert_eq!(stand.photos().await, all, "it broke off");
    stand.sync(&[], WHOLE).await.unwrap();
    assert_eq!(stand.photos().await, all, "it gave none");
    // What an attempt has met is no part of the next one
    stand.sync(BOTH, WHOLE).await.unwrap();
    assert_eq!(
        stand.photos().await,
        shown([Some("eva"), Some("tom"), None])
    );
}

#[tokio::test]
async fn nobody_has_a_photo_who_has_no_record_or_no_picture() {
    let stand = Stand::of(&["eva", "tom"]).await;
    let photos: Photos<'_> = &[
        ("eva", "nothing that can be seen"),
        ("tom", "picture of tom"),
        ("tom", "picture of another tom"),
        ("zoe", "picture of zoe"),
    ];
    stand.sync(photos, WHOLE).await.unwrap();
    assert_eq!(stand.photos().await, shown([None, Some("tom"), None]));
}

#[tokio::test]
async fn a_photo_goes_with_its_record() {
    let stand = Stand::of(&["eva", "tom", "zoe"]).await;
    let photos = [BOTH, &[("zoe", "picture of zoe")]].concat();
    stand.sync(&photos, WHOLE).await.unwrap();
    stand.put_records(&["eva", "zoe"]).await;
    let left = shown([Some("eva"), None, Some("zoe")]);
    assert_eq!(stand.photos().await, left);
    // The server says that one is otherwise, and one is gone
    let mirror = &stand.mirror;
    let record = Record::new();
    let known = Known {
        key: "eva",
        validity: Validity::Invalid,
        record: &record,
    };
    mirror.correct(source(), "eva", Some(known)).await.unwrap();
    mirror.correct(source(), "zoe", None).await.unwrap();
    assert_eq!(stand.photos().await, shown([Some("eva"), None, None]));
    // Other fields: all of it begins anew
    let fields = ["UserLogin", "UserEmail"].map(Var::from);
    mirror.begin(source(), &fields).await.unwrap();
    assert_eq!(stand.photos().await, shown([None, None, None]));
}

#[tokio::test]
async fn records_that_wait_for_a_yes_keep_their_photos_until_then() {
    let stand = Stand::of(&["eva", "tom"]).await;
    stand.sync(BOTH, WHOLE).await.unwrap();
    let mirror = &stand.mirror;
    let fields = ["UserLogin".into()];
    mirror.begin(source(), &fields).await.unwrap();
    let cut = Cut::Limit(ServerLimit::Time);
    mirror.merge_cut(source(), cut).await.unwrap();
    mirror.begin(source(), &fields).await.unwrap();
    let at = DateTime::UNIX_EPOCH;
    let merged = mirror.merge(source(), at, Deletions::Few).await.unwrap();
    assert_eq!(merged.held_back, 2);
    let both = shown([Some("eva"), Some("tom"), None]);
    assert_eq!(stand.photos().await, both);
    mirror.remove_held_back(source()).await.unwrap();
    assert_eq!(stand.photos().await, shown([None, None, None]));
}

#[tokio::test]
async fn photos_that_are_not_mirrored_any_more_go_and_records_stay() {
    let stand = Stand::of(&["eva", "tom"]).await;
    stand.sync(BOTH, WHOLE).await.unwrap();
    stand.mirror.drop_photos().await.unwrap();
    assert_eq!(stand.photos().await, shown([None, None, None]));
    assert!(stand.mirror.find(source(), "eva").await.unwrap().is_some());
}
