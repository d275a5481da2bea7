use std::collections::BTreeMap;

use deskbook_core::back_end::FoundCustomerUser;
use deskbook_core::hits::{Hits, Place, Total};
use deskbook_core::instant::{AskedSource, FoundRecord, InstantSearch as _, Question};
use deskbook_core::mirror::BATCH;
use deskbook_core::query::{Direction, MOST_HITS_TO_SORT, Order, ValidityFilter};
use deskbook_domain::instant::parse;
use deskbook_domain::source::Subject;
use deskbook_domain::validity::Validity;
use tempfile::TempDir;

use super::*;

const FIELDS: [&str; 4] = ["UserLogin", "UserFirstname", "UserLastname", "UserPhone"];

struct Stand {
    mirror: Mirror,
    _folder: TempDir,
}

fn sources() -> Vec<SourceId> {
    SourceId::all(Subject::CustomerUsers).take(2).collect()
}

fn row(login: &str, first: &str, last: &str, phone: &str) -> Row {
    Row {
        key: login.to_owned(),
        validity: Validity::Valid,
        values: [login, first, last, phone]
            .map(|it| Some(it.to_owned()))
            .to_vec(),
    }
}

fn fields() -> Vec<Var> {
    FIELDS.map(Var::from).to_vec()
}

fn german() -> Region {
    Region::of_country("DE")
}

impl Stand {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mirror");
        let mirror = Mirror::open(path, &FileKey::new([3; 32]), german()).await;
        Self {
            mirror: mirror.unwrap(),
            _folder: folder,
        }
    }

    /// With people of one source, and a few of another.
    async fn filled() -> Self {
        let stand = Self::new().await;
        let [first, second] = sources()[..] else {
            panic!("two sources")
        };
        let people = [
            row("tmueller", "Tina", "Mueller", "089 1234567"),
            row("eva", "Eva", "Müller", "+49 30 901820"),
            row("meier", "Max", "Meier", ""),
            row("bob", "Bob", "Mayer", ""),
            row("luk", "Łukasz", "Żak", ""),
        ];
        stand.copy(first, &people).await;
        let others = [
            row("bob", "Bob", "Other", ""),
            row("zoe", "Zoe", "Mueller", "089-1234-567"),
        ];
        stand.copy(second, &others).await;
        stand
    }

    async fn copy(&self, source: SourceId, rows: &[Row]) -> Merged {
        self.mirror.begin(source, &fields()).await.unwrap();
        for some in rows.chunks(BATCH) {
            self.mirror.stage(source, some, "mark").await.unwrap();
        }
        let merged = self
            .mirror
            .merge(source, DateTime::UNIX_EPOCH, Deletions::All);
        merged.await.unwrap()
    }

    async fn correct(&self, source: SourceId, row: &Row) {
        let record = FoundRecord::record(&fields(), row.values.clone());
        let known = Known {
            key: &row.key,
            validity: row.validity,
            record: &record,
        };
        let corrected = self.mirror.correct(source, &row.key, Some(known));
        corrected.await.unwrap();
    }

    async fn asked(&self, question: Question) -> Box<dyn Hits<FoundCustomerUser>> {
        self.mirror.customer_users(question).await.unwrap()
    }

    async fn found(&self, typed: &str) -> Vec<String> {
        let hits = self.asked(question(typed)).await;
        let page = hits.page(Place::From(0), 100).await.unwrap();
        assert_eq!(
            hits.count().await.unwrap() as usize,
            page.rows.len(),
            "{typed}"
        );
        let rows = page.rows.into_iter();
        rows.map(|row| row.login.as_str().to_owned()).collect()
    }
}

fn question(typed: &str) -> Question {
    Question {
        query: parse(typed, &[], german()),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: sources()
            .into_iter()
            .zip(["north", "south"])
            .map(|(id, name)| AskedSource {
                id,
                names: vec![name.to_owned()],
            })
            .collect(),
    }
}

#[tokio::test]
async fn people_are_found_whatever_is_typed_of_them() {
    let stand = Stand::filled().await;
    for (typed, expected) in [
        ("tina mu", "tmueller"),
        ("ukas", "luk"),
        ("zak lukasz", "luk"),
        ("1234567", "tmueller zoe"),
        ("+49891234567", "tmueller zoe"),
        ("müller", "eva tmueller zoe"),
        ("mueller source:south", "zoe"),
        ("-müller -meier -mayer -zak source:north", ""),
        ("-müller source:north", "bob luk meier"),
        ("", "bob eva luk meier tmueller zoe"),
        ("nobody", ""),
    ] {
        let mut found = stand.found(typed).await;
        found.sort();
        assert_eq!(found.join(" "), expected, "{typed}");
    }
    let spelled = stand.found("müller").await;
    assert_eq!(spelled[0], "eva", "the spelling that was typed comes first");
}

#[tokio::test]
async fn names_that_sound_alike_come_last() {
    let stand = Stand::filled().await;
    assert_eq!(stand.found("meier").await, ["meier", "bob"]);
    assert_eq!(stand.found("mayer").await, ["bob", "meier"]);
}

#[tokio::test]
async fn of_one_login_in_two_sources_the_earlier_ones_is_found_if_it_is_a_hit() {
    let stand = Stand::filled().await;
    let hits = stand.asked(question("bob")).await;
    let page = hits.page(Place::From(0), 10).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    assert_eq!(page.rows[0].record.text("UserLastname"), "Mayer");
    let hits = stand.asked(question("bob other")).await;
    let page = hits.page(Place::From(0), 10).await.unwrap();
    assert_eq!(page.rows.len(), 1, "nothing hides it");
    assert_eq!(page.rows[0].source, sources()[1]);
    let held = hits.holding(&["bob".to_owned(), "eva".to_owned()]).await;
    assert_eq!(Vec::from_iter(held.unwrap()), ["bob"]);
}

#[tokio::test]
async fn lists_are_sorted_by_a_field_if_they_are_not_too_long() {
    let stand = Stand::filled().await;
    let sorted = |direction| Question {
        order: Order::Field {
            var: "UserFirstname".into(),
            direction,
        },
        ..question("")
    };
    for (direction, expected) in [
        (Direction::Ascending, "bob"),
        (Direction::Descending, "luk"),
    ] {
        let hits = stand.asked(sorted(direction)).await;
        let page = hits.page(Place::From(0), 10).await.unwrap();
        assert_eq!(page.rows[0].login.as_str(), expected);
    }
    let many: Vec<_> = (0..=MOST_HITS_TO_SORT)
        .map(|at| row(&format!("user{at}"), "A", "B", ""))
        .collect();
    stand.copy(sources()[0], &many).await;
    let hits = stand.asked(sorted(Direction::Ascending)).await;
    let refused = hits.page(Place::From(0), 10).await;
    assert!(matches!(
        refused,
        Err(BackEndError::TooManyToSort {
            limit: MOST_HITS_TO_SORT
        })
    ));
}

#[tokio::test]
async fn the_index_goes_with_the_records() {
    let stand = Stand::filled().await;
    let [first, _] = sources()[..] else {
        panic!("two sources")
    };
    let people = [
        row("eva", "Eva", "Schmidt", "+49 30 901820"),
        row("meier", "Max", "Meier", ""),
        row("new", "Nina", "Neu", ""),
    ];
    let merged = stand.copy(first, &people).await;
    assert_eq!((merged.added, merged.changed, merged.removed), (1, 1, 3));
    assert_eq!(stand.found("schmidt").await, ["eva"]);
    assert_eq!(stand.found("eva müller").await, Vec::<String>::new());
    assert_eq!(stand.found("nina").await, ["new"]);
    assert_eq!(stand.found("lukasz").await, Vec::<String>::new());
    assert_eq!(stand.found("bob").await, ["bob"], "of the other source now");

    let mut eva = row("eva", "Eva", "Weiss", "");
    eva.validity = Validity::Invalid;
    stand.correct(first, &eva).await;
    stand.mirror.correct(first, "meier", None).await.unwrap();
    let added = row("late", "Lara", "Spät", "");
    stand.correct(first, &added).await;
    assert_eq!(stand.found("spaet").await, ["late"]);
    assert_eq!(stand.found("meier").await, Vec::<String>::new());
    assert_eq!(stand.found("weiß").await, Vec::<String>::new(), "not valid");
    assert_eq!(stand.found("weiß valid:no").await, ["eva"]);
    let standings = stand.mirror.standings().await.unwrap();
    assert_eq!(standings[0].records, 3);
}

#[tokio::test]
async fn a_key_is_looked_up_in_any_case_and_the_earlier_source_wins() {
    let stand = Stand::filled().await;
    let look_up = async |key: &str| {
        let found = stand.mirror.look_up(&sources(), key).await.unwrap();
        found.map(|it| (it.source, it.row.key))
    };
    assert_eq!(look_up("BOB").await, Some((sources()[0], "bob".to_owned())));
    assert_eq!(look_up("Zoe").await, Some((sources()[1], "zoe".to_owned())));
    assert_eq!(look_up("nobody").await, None);
}

#[tokio::test]
async fn another_region_makes_the_index_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mirror");
    let key = FileKey::new([3; 32]);
    let mirror = Mirror::open(&path, &key, german()).await.unwrap();
    let stand = Stand {
        mirror,
        _folder: folder,
    };
    let people = [row("eva", "Eva", "Müller", "089 1234567")];
    stand.copy(sources()[0], &people).await;
    stand.mirror.shut().await.unwrap();
    let region = Region::of_country("AT");
    let mirror = Mirror::open(&path, &key, region).await.unwrap();
    let asked = Question {
        query: parse("+43891234567", &[], region),
        ..question("")
    };
    let hits = mirror.customer_users(asked).await.unwrap();
    let page = hits.page(Place::From(0), 10).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (1, Total::Exact(1)));
}

#[tokio::test]
async fn a_long_list_comes_in_the_order_of_names_whatever_the_order_of_copying() {
    let stand = Stand::new().await;
    let names: BTreeMap<u32, String> = (0..3_000)
        .map(|at| (at, format!("N{:04}", at * 7_919 % 3_000)))
        .collect();
    let rows: Vec<_> = names
        .iter()
        .map(|(at, name)| row(&format!("user{at}"), "", name, ""))
        .collect();
    let (one, other) = rows.split_at(1_000);
    stand.copy(sources()[0], one).await;
    stand.copy(sources()[1], other).await;
    let hits = stand.asked(question("")).await;
    assert_eq!(hits.count().await.unwrap(), 3_000);
    let mut shown = Vec::new();
    for start in (0..3_000).step_by(500) {
        let page = hits.page(Place::From(start), 500).await.unwrap();
        let rows = page.rows.iter();
        shown.extend(rows.map(|row| row.record.text("UserLastname").to_owned()));
    }
    assert!(shown.is_sorted());
    assert_eq!(stand.found("n001").await.len(), 10);
}
