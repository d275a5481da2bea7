//! What was put aside of a source that was never read to its end takes part, until it is taken over.

use deskbook_core::back_end::FoundCustomerUser;
use deskbook_core::hits::{Hits, Place};
use deskbook_core::instant::{AskedSource, FoundRecord, InstantSearch, Question};
use deskbook_core::query::{Direction, MOST_HITS_TO_SORT, Order, ValidityFilter};
use deskbook_domain::instant::parse;
use deskbook_domain::source::Subject;
use deskbook_domain::validity::Validity;
use tempfile::TempDir;

use super::*;

const ALL: usize = usize::MAX;

struct Stand {
    mirror: Mirror,
    _folder: TempDir,
}

fn sources() -> [SourceId; 2] {
    let mut all = SourceId::all(Subject::CustomerUsers);
    [all.next().unwrap(), all.next().unwrap()]
}

fn fields() -> Vec<Var> {
    ["UserLogin", "UserFirstname", "UserLastname", "UserPhone"]
        .map(Var::from)
        .to_vec()
}

fn row(login: &str, first: &str, last: &str, phone: &str) -> Row {
    let values = [login, first, last, phone].map(|it| Some(it.to_owned()));
    Row {
        key: login.to_owned(),
        validity: Validity::Valid,
        values: values.to_vec(),
    }
}

fn some_people() -> Vec<Row> {
    vec![
        row("J.Müller", "Jörg", "Müller", "0211 1234"),
        row("eva", "Eva", "Meier", ""),
        row("bob", "Bob", "Mayer", ""),
    ]
}

fn many(count: u32, name: &str) -> Vec<Row> {
    let row = |at| row(&format!("user{at}"), "Ute", name, "");
    (0..count).map(row).collect()
}

fn question(typed: &str) -> Question {
    let asked = |id| AskedSource {
        id,
        names: Vec::new(),
    };
    Question {
        query: parse(typed, &[], Region::of_country("DE")),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: sources().map(asked).to_vec(),
    }
}

async fn logins(search: &dyn InstantSearch, typed: &str) -> Vec<String> {
    let hits = search.customer_users(question(typed)).await.unwrap();
    rows_of(hits.as_ref()).await
}

async fn rows_of(hits: &dyn Hits<FoundCustomerUser>) -> Vec<String> {
    let page = hits.page(Place::From(0), 500).await.unwrap();
    let rows = page.rows.into_iter();
    rows.map(|row| row.login.as_str().to_owned()).collect()
}

impl Stand {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mirror");
        let key = FileKey::new([3; 32]);
        let mirror = Mirror::open(path, &key, Region::of_country("DE"));
        Self {
            mirror: mirror.await.unwrap(),
            _folder: folder,
        }
    }

    /// With some people put aside for the first source.
    async fn begun() -> Self {
        let stand = Self::new().await;
        stand.stage(sources()[0], &some_people()).await;
        stand
    }

    async fn stage(&self, source: SourceId, rows: &[Row]) {
        self.mirror.begin(source, &fields()).await.unwrap();
        self.mirror.stage(source, rows, "mark").await.unwrap();
    }

    async fn merge(&self, source: SourceId) -> Merged {
        let merged = self
            .mirror
            .merge(source, DateTime::UNIX_EPOCH, Deletions::Few);
        merged.await.unwrap()
    }

    async fn aside(&self, typed: &str) -> Vec<String> {
        logins(self.mirror.put_aside(ALL).as_ref(), typed).await
    }

    async fn indexed(&self, typed: &str) -> Vec<String> {
        logins(&self.mirror, typed).await
    }

    async fn name_of(&self, key: &str) -> Option<String> {
        let found = self.mirror.look_up(&sources(), key).await.unwrap();
        found.and_then(|it| it.value(&"UserLastname".into()).map(str::to_owned))
    }

    async fn correct(&self, key: &str, to: Option<&Row>) {
        let record = to.map(|row| FoundRecord::record(&fields(), row.values.clone()));
        let known = to.zip(record.as_ref()).map(|(row, record)| Known {
            key: &row.key,
            validity: row.validity,
            record,
        });
        let corrected = self.mirror.correct(sources()[0], key, known);
        corrected.await.unwrap();
    }
}

#[tokio::test]
async fn what_was_put_aside_is_found_by_the_rule_of_the_index() {
    let stand = Stand::begun().await;
    for (typed, expected) in [
        ("joerg mueller", "J.Müller"),
        ("0049 211 1234", "J.Müller"),
        ("meier", "eva bob"),
        ("meier -bob", "eva"),
        ("", "J.Müller eva bob"),
        ("nobody", ""),
    ] {
        assert_eq!(stand.aside(typed).await.join(" "), expected, "{typed}");
        assert!(stand.indexed(typed).await.is_empty(), "{typed}");
    }
}

#[tokio::test]
async fn it_is_looked_up_by_its_key_in_any_case() {
    let stand = Stand::begun().await;
    assert_eq!(stand.name_of("j.mÜLLER").await.as_deref(), Some("Müller"));
    assert_eq!(stand.name_of("nobody").await, None);
    let [first, second] = sources();
    let records = async |source| {
        let found = stand.mirror.records(source, &["bob", "Eva", "nobody"]);
        found.await.unwrap().len()
    };
    assert_eq!((records(first).await, records(second).await), (1, 0));
}

#[tokio::test]
async fn once_taken_over_it_is_found_in_the_index_alone() {
    let stand = Stand::begun().await;
    let search = stand.mirror.put_aside(ALL);
    let before = search.customer_users(question("meier")).await.unwrap();
    assert_eq!(before.count().await.unwrap(), 2);
    stand.merge(sources()[0]).await;
    assert_eq!(stand.indexed("meier").await, ["eva", "bob"]);
    assert!(stand.aside("meier").await.is_empty());
    assert!(
        rows_of(before.as_ref()).await.is_empty(),
        "an open search has nobody twice"
    );
    // The next copy is none that anybody sees before it is whole
    stand
        .stage(sources()[0], &[row("new", "Nina", "Meier", "")])
        .await;
    assert_eq!(stand.indexed("meier").await, ["eva", "bob"]);
    assert!(stand.aside("").await.is_empty());
    assert!(rows_of(before.as_ref()).await.is_empty());
    assert_eq!(stand.name_of("new").await, None);
}

#[tokio::test]
async fn a_copy_that_a_server_cut_counts_as_taken_over() {
    let stand = Stand::begun().await;
    let limit = deskbook_core::hits::ServerLimit::Entries(3);
    let merged = stand.mirror.merge_cut(sources()[0], Cut::Limit(limit));
    merged.await.unwrap();
    stand
        .stage(sources()[0], &[row("new", "Nina", "Meier", "")])
        .await;
    assert!(stand.aside("").await.is_empty());
}

#[tokio::test]
async fn whoever_is_there_twice_is_found_once_and_the_last_one_counts() {
    let stand = Stand::begun().await;
    let [first, second] = sources();
    stand
        .stage(first, &[row("eva", "Eva", "Meierhof", "")])
        .await;
    stand
        .stage(
            second,
            &[
                row("eva", "Eva", "Meier", ""),
                row("max", "Max", "Meier", ""),
            ],
        )
        .await;
    assert_eq!(stand.aside("eva").await, ["eva"]);
    assert_eq!(stand.aside("max").await, ["max"]);
    assert_eq!(stand.name_of("eva").await.as_deref(), Some("Meierhof"));
    let found = stand.mirror.find(first, "eva").await.unwrap().unwrap();
    assert_eq!(found.values[2].as_deref(), Some("Meierhof"));
}

#[tokio::test]
async fn a_record_that_was_put_right_is_as_it_is_now() {
    let stand = Stand::begun().await;
    stand
        .correct("eva", Some(&row("eva", "Eva", "Weiss", "")))
        .await;
    assert_eq!(stand.aside("meier").await, ["bob"], "it was renamed");
    assert_eq!(stand.indexed("weiss").await, ["eva"]);
    assert_eq!(stand.name_of("EVA").await.as_deref(), Some("Weiss"));
    stand.correct("bob", None).await;
    assert!(stand.aside("bob").await.is_empty(), "it is gone");
    assert_eq!(stand.name_of("bob").await, None);
    let found = stand.mirror.find(sources()[0], "J.Müller").await.unwrap();
    assert!(found.is_some(), "the others are there");
    let standings = stand.mirror.standings().await.unwrap();
    assert_eq!(standings[0].so_far(), Some(2));
    stand.merge(sources()[0]).await;
    assert!(stand.aside("").await.is_empty());
    assert_eq!(stand.indexed("eva").await.len(), 1);
}

#[tokio::test]
async fn a_scan_ends_early_where_that_is_asked_and_sorts_no_more_than_others() {
    let stand = Stand::new().await;
    let most = MOST_HITS_TO_SORT + 1;
    for some in many(most, "Meier").chunks(10_000) {
        stand.stage(sources()[0], some).await;
    }
    let search = stand.mirror.put_aside(ALL);
    let hits = search.customer_users(question("meier")).await.unwrap();
    assert_eq!(hits.count().await.unwrap(), most);
    let keys = ["user7", "nobody"].map(str::to_owned);
    let held = hits.holding(&keys).await.unwrap();
    assert_eq!(Vec::from_iter(held), ["user7"]);
    let some = stand.mirror.put_aside(500);
    let some = some.customer_users(question("meier")).await.unwrap();
    assert!((500..1_500).contains(&some.count().await.unwrap()));
    let sorted = Question {
        order: Order::Field {
            var: "UserLogin".into(),
            direction: Direction::Ascending,
        },
        ..question("")
    };
    let sorted = search.customer_users(sorted).await.unwrap();
    let refused = sorted.count().await;
    assert!(matches!(refused, Err(BackEndError::TooManyToSort { .. })));
}

#[tokio::test]
async fn while_it_is_taken_over_everybody_is_found_once() {
    let stand = Stand::new().await;
    stand.stage(sources()[0], &many(4_000, "Meier")).await;
    let merging = async { assert_eq!(stand.merge(sources()[0]).await.added, 4_000) };
    let searching = async {
        let (mut before, mut after) = (0, 0);
        while after < 3 {
            // As a list does: what the index has first, then what was put aside
            let indexed = stand.indexed("user3999").await;
            let aside = stand.aside("user3999").await;
            assert!(indexed.len() + aside.len() <= 1, "{indexed:?} {aside:?}");
            before += aside.len();
            after += indexed.len();
            tokio::task::yield_now().await;
        }
        before
    };
    let ((), before) = tokio::join!(merging, searching);
    assert!(before > 0, "it was searched before as well");
}
