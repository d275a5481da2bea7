use chrono::{DateTime, TimeDelta};
use deskbook_core::ErrorCode;
use deskbook_core::hits::ServerLimit;
use deskbook_core::mirror::State;
use deskbook_domain::source::Subject;
use deskbook_domain::validity::Validity;
use sea_orm::ConnectionTrait as _;
use tempfile::TempDir;

use super::*;

const KEY: [u8; 32] = [9; 32];

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap()
}

fn source() -> SourceId {
    SourceId::first(Subject::CustomerUsers)
}

fn fields() -> Vec<Var> {
    vec!["UserLogin".into(), "UserLastname".into()]
}

fn row(login: &str, name: &str) -> Row {
    Row {
        key: login.to_owned(),
        validity: Validity::Valid,
        values: vec![Some(login.to_owned()), Some(name.to_owned())],
    }
}

fn rows(logins: std::ops::Range<u32>, name: &str) -> Vec<Row> {
    logins.map(|it| row(&format!("user{it}"), name)).collect()
}

struct Stand {
    mirror: Mirror,
    folder: TempDir,
}

impl Stand {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mirror = open(folder.path(), KEY).await.unwrap();
        Self { mirror, folder }
    }

    /// As after a crash.
    async fn reopened(self) -> Self {
        drop(self.mirror);
        Self {
            mirror: open(self.folder.path(), KEY).await.unwrap(),
            folder: self.folder,
        }
    }

    async fn read(&self, rows: &[Row]) -> Merged {
        self.read_allowing(rows, Deletions::Few).await
    }

    /// A source that is read to its end.
    async fn read_allowing(&self, rows: &[Row], deletions: Deletions) -> Merged {
        self.mirror.begin(source(), &fields()).await.unwrap();
        self.mirror.stage(source(), rows, "end").await.unwrap();
        let merged = self.mirror.merge(source(), now(), deletions);
        merged.await.unwrap()
    }

    async fn standing(&self) -> Standing {
        let standings = self.mirror.standings().await.unwrap();
        assert_eq!(standings.len(), 1);
        standings.into_iter().next().unwrap()
    }

    async fn name_of(&self, login: &str) -> Option<String> {
        let found = self.mirror.find(source(), login).await.unwrap();
        found.and_then(|row| row.values[1].clone())
    }
}

fn german() -> Region {
    Region::of_country("DE")
}

async fn open(folder: &Path, key: [u8; 32]) -> Result<Mirror, OwnStoreError> {
    Mirror::open(folder.join("mirror.sqlite"), &FileKey::new(key), german()).await
}

fn merged(added: u32, changed: u32, removed: u32, held_back: u32) -> Merged {
    Merged {
        added,
        changed,
        removed,
        held_back,
    }
}

#[tokio::test]
async fn a_first_copy_is_there_at_once_and_says_that_it_is_partial() {
    let stand = Stand::new().await;
    let mirror = &stand.mirror;
    assert_eq!(mirror.begin(source(), &fields()).await.unwrap(), None);
    assert_eq!(stand.standing().await.state, State::Empty);
    mirror
        .stage(source(), &rows(0..9_000, "First"), "user8999")
        .await
        .unwrap();
    let standing = stand.standing().await;
    assert_eq!(standing.state, State::Partial(Cut::Unfinished));
    assert_eq!(standing.records, 9_000);
    assert_eq!(stand.name_of("user7").await.as_deref(), Some("First"));
    let stand = stand.reopened().await;
    let mark = stand.mirror.begin(source(), &fields()).await.unwrap();
    assert_eq!(mark.as_deref(), Some("user8999"), "it goes on there");
    let more = rows(9_000..9_010, "First");
    stand.mirror.stage(source(), &more, "end").await.unwrap();
    let done = stand.mirror.merge(source(), now(), Deletions::Few);
    assert_eq!(done.await.unwrap(), merged(9_010, 0, 0, 0));
    let standing = stand.standing().await;
    assert_eq!(standing.state, State::Complete(now()));
    assert_eq!((standing.records, standing.held_back), (9_010, 0));
    let mark = stand.mirror.begin(source(), &fields()).await.unwrap();
    assert_eq!(mark, None, "the next one begins at the beginning");
}

#[tokio::test]
async fn only_differences_are_taken_over() {
    let stand = Stand::new().await;
    stand.read(&rows(0..100, "Old")).await;
    let mut next = rows(3..100, "Old");
    next.extend(rows(100..104, "New"));
    next[0] = row("user3", "Changed");
    next[1].validity = Validity::Invalid;
    assert_eq!(stand.read(&next).await, merged(4, 2, 3, 0));
    assert_eq!(stand.name_of("user3").await.as_deref(), Some("Changed"));
    assert_eq!(stand.name_of("user0").await, None);
    let same = stand.read(&next).await;
    assert_eq!(same, Merged::default(), "nothing differs");
    next.push(row("user3", "Twice"));
    assert_eq!(stand.read(&next).await, merged(0, 1, 0, 0));
    assert_eq!(stand.name_of("user3").await.as_deref(), Some("Twice"));
}

#[tokio::test]
async fn many_deletions_wait_for_a_yes() {
    let stand = Stand::new().await;
    stand.read(&rows(0..100, "Old")).await;
    assert_eq!(
        stand.read(&[]).await,
        merged(0, 0, 0, 100),
        "an empty answer"
    );
    assert_eq!(stand.standing().await.records, 100);
    let fewer = rows(6..101, "Old");
    assert_eq!(stand.read(&fewer).await, merged(1, 0, 0, 6));
    let standing = stand.standing().await;
    assert_eq!((standing.records, standing.held_back), (101, 6));
    assert_eq!(stand.name_of("user0").await.as_deref(), Some("Old"));
    let back = rows(2..101, "Old");
    assert_eq!(
        stand.read(&back).await,
        merged(0, 0, 2, 0),
        "they came back"
    );
    assert_eq!(stand.standing().await.held_back, 0);
    assert_eq!(stand.read(&[]).await.held_back, 99);
    let removed = stand.mirror.remove_held_back(source()).await.unwrap();
    assert_eq!((removed, stand.standing().await.records), (99, 0));
    stand.read(&rows(0..10, "Old")).await;
    let all = stand.read_allowing(&[], Deletions::All).await;
    assert_eq!(all, merged(0, 0, 10, 0));
}

#[tokio::test]
async fn what_a_failure_left_unread_stays_and_is_stale() {
    let stand = Stand::new().await;
    stand.read(&rows(0..100, "Old")).await;
    let mirror = &stand.mirror;
    mirror.begin(source(), &fields()).await.unwrap();
    mirror
        .stage(source(), &rows(0..10, "New"), "user9")
        .await
        .unwrap();
    let later = now() + TimeDelta::hours(1);
    mirror.note_failure(source(), later).await.unwrap();
    let again = later + TimeDelta::hours(1);
    mirror.note_failure(source(), again).await.unwrap();
    let standing = stand.standing().await;
    assert_eq!(standing.stale_since, Some(later), "since the first time");
    assert_eq!(standing.state, State::Complete(now()), "as it was then");
    assert_eq!(standing.records, 100);
    assert_eq!(stand.name_of("user3").await.as_deref(), Some("Old"));
    mirror.start_over(source()).await.unwrap();
    assert_eq!(mirror.begin(source(), &fields()).await.unwrap(), None);
    stand.read(&rows(0..100, "New")).await;
    assert_eq!(stand.standing().await.stale_since, None);
    assert_eq!(stand.name_of("user3").await.as_deref(), Some("New"));
}

#[tokio::test]
async fn what_a_server_cut_takes_nothing_away_and_is_told() {
    let stand = Stand::new().await;
    stand.read(&rows(0..700, "Old")).await;
    let mirror = &stand.mirror;
    mirror.begin(source(), &fields()).await.unwrap();
    mirror
        .stage(source(), &rows(0..500, "New"), "end")
        .await
        .unwrap();
    let cut = Cut::Limit(ServerLimit::Entries(500));
    let done = mirror.merge_cut(source(), cut).await.unwrap();
    assert_eq!(done, merged(0, 500, 0, 0));
    let standing = stand.standing().await;
    assert_eq!(standing.state, State::Partial(cut));
    assert_eq!(standing.records, 700);
}

#[tokio::test]
async fn a_copy_with_other_fields_begins_anew() {
    let stand = Stand::new().await;
    stand.read(&rows(0..10, "Old")).await;
    let fewer: [Var; 1] = ["UserLogin".into()];
    let mark = stand.mirror.begin(source(), &fewer).await.unwrap();
    assert_eq!(mark, None);
    let standing = stand.standing().await;
    assert_eq!((standing.state, standing.records), (State::Empty, 0));
}

#[tokio::test]
async fn sources_do_not_touch_each_other() {
    let stand = Stand::new().await;
    stand.read(&rows(0..10, "Old")).await;
    let second = SourceId::all(Subject::CustomerUsers).nth(1).unwrap();
    let mirror = &stand.mirror;
    mirror.begin(second, &fields()).await.unwrap();
    mirror
        .stage(second, &rows(0..3, "Other"), "end")
        .await
        .unwrap();
    let done = mirror.merge(second, now(), Deletions::All).await.unwrap();
    assert_eq!(done, merged(3, 0, 0, 0));
    assert_eq!(stand.name_of("user1").await.as_deref(), Some("Old"));
    let counts = mirror.standings().await.unwrap();
    assert_eq!(
        counts.iter().map(|it| it.records).collect::<Vec<_>>(),
        [10, 3]
    );
}

#[tokio::test]
async fn nothing_of_it_is_in_the_clear_and_no_other_key_opens_it() {
    let stand = Stand::new().await;
    stand.read(&rows(0..2_000, "Quetzalcoatlus")).await;
    for entry in std::fs::read_dir(stand.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for text in ["Quetzalcoatlus", "user7", "record", "SQLite format"] {
            assert!(
                !bytes.windows(text.len()).any(|it| it == text.as_bytes()),
                "{text}"
            );
        }
    }
    let Stand { mirror, folder } = stand;
    mirror.close().await.unwrap();
    let refused = open(folder.path(), [8; 32]).await;
    assert_eq!(
        refused.map(drop).unwrap_err().code(),
        ErrorCode::NotADatabase
    );
    assert!(open(folder.path(), KEY).await.is_ok());
}

#[tokio::test]
async fn of_several_entries_with_one_login_the_last_one_counts_in_the_first_copy_too() {
    let twice = [
        row("eva", "Second"),
        row("jan", "Only"),
        row("eva", "First"),
    ];
    let (all, one_by_one): (&[_], _) = (&twice, twice.chunks(1).collect::<Vec<_>>());
    for batches in [vec![all], one_by_one] {
        let stand = Stand::new().await;
        for expected in [merged(2, 0, 0, 0), merged(0, 0, 0, 0)] {
            stand.mirror.begin(source(), &fields()).await.unwrap();
            for batch in &batches {
                stand.mirror.stage(source(), batch, "end").await.unwrap();
            }
            let merged = stand.mirror.merge(source(), now(), Deletions::Few);
            assert_eq!(merged.await.unwrap(), expected);
            assert_eq!(stand.name_of("eva").await.as_deref(), Some("First"));
        }
    }
}

#[tokio::test]
async fn a_first_copy_leaves_the_tables_with_their_indices() {
    let stand = Stand::new().await;
    let indices = async || {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL \
                   AND tbl_name IN ('record', 'staged') ORDER BY name";
        let statement = copies::statement(sql, []);
        let rows = stand.mirror.reader.query_all_raw(statement).await.unwrap();
        let names = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
        names.collect::<Vec<String>>()
    };
    let before = indices().await;
    stand.read(&rows(0..300, "First")).await;
    assert_eq!(indices().await, before);
    assert_eq!(before, ["record_name"]);
}
