//! How the hits of a search come: pages, places, counts, orders.

use std::collections::BTreeSet;

use anyhow::Result;
use deskbook_core::back_end::{BackEndError, FoundCustomerUser};
use deskbook_core::hits::{Hits, LARGEST_PAGE, Place, Total};
use deskbook_core::query::{ContactQuery, Direction, Tier};
use deskbook_domain::validity::Validity;
use deskbook_tests::builders::{CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::found::{
    self, Searched as _, everything, keys, matching, sorted, with_invalid,
};
use deskbook_tests::rounds::rounds;
use deskbook_tests::stand::Stand;

/// So many, with usernames and names that count up.
pub(crate) fn many(count: u32) -> impl Iterator<Item = CustomerUserBuilder> {
    (0..count).map(|number| {
        let name = format!("Name{}", number % 7);
        a_customer_user()
            .login(&format!("user{number:06}"))
            .named(&name, &format!("L{number:06}"))
    })
}

/// Every size for short lists, a choice of them for long ones.
fn page_sizes(count: u32) -> Vec<u32> {
    match count {
        0..=200 => (1..=LARGEST_PAGE).collect(),
        201..=2_000 => vec![1, 2, 3, 7, 10, 64, 99, 100, 101, 250, 333, 499, 500],
        _ => vec![499, LARGEST_PAGE],
    }
}

/// Reads page by page from the first row, as scrolling does.
pub(crate) async fn assert_complete(
    hits: &dyn Hits<FoundCustomerUser>,
    count: u32,
    size: u32,
) -> Result<()> {
    let mut seen = BTreeSet::new();
    let mut start = 0;
    loop {
        let page = hits.page(Place::From(start), size).await?;
        let rows = u32::try_from(page.rows.len())?;
        assert_eq!(
            page.start, start,
            "a page begins where it was asked to begin"
        );
        assert_eq!(
            rows,
            size.min(count - start),
            "only the last page of {size} is shorter"
        );
        for row in &page.rows {
            assert!(
                seen.insert(row.login.clone()),
                "{} comes twice, pages of {size}",
                row.login
            );
        }
        start += rows;
        if rows < size {
            break;
        }
    }
    assert_eq!(
        seen.len(),
        usize::try_from(count)?,
        "none is missing with pages of {size}"
    );
    Ok(())
}

pub(crate) async fn pages_hold_every_row_once_whatever_their_size(stand: &Stand) -> Result<()> {
    let mut there = 0;
    for count in [0, 1, 101, 1_000].into_iter().chain(full_size(stand)) {
        stand.put(many(count).skip(usize::try_from(there)?)).await?;
        there = count;
        let hits = stand.customer_users.search(everything()).await?;
        for size in page_sizes(count) {
            assert_complete(&*hits, count, size).await?;
        }
    }
    Ok(())
}

fn full_size(stand: &Stand) -> Option<u32> {
    (rounds(0, 100_000) > 0 && stand.takes_plenty()).then_some(100_000)
}

pub(crate) async fn the_pages_of_a_search_hold_every_hit_once(stand: &Stand) -> Result<()> {
    stand.put(many(1_000)).await?;
    for (typed, count) in [
        ("name3", 143),
        ("user0009", 100),
        ("e", 1_000),
        ("l00+e1", 143),
    ] {
        let query = matching(stand.customer_users.understand(typed)?);
        for size in [1, 9, 100, LARGEST_PAGE] {
            let hits = stand.customer_users.search(query.clone()).await?;
            assert_complete(&*hits, count, size).await?;
        }
    }
    Ok(())
}

pub(crate) async fn the_last_page_ends_with_the_last_row(stand: &Stand) -> Result<()> {
    stand.put(many(1_000)).await?;
    let hits = stand.customer_users.search(everything()).await?;
    let all = keys(&*hits).await?;
    for size in [1, 7, 500] {
        let fresh = stand.customer_users.search(everything()).await?;
        let end = fresh.page(Place::End, size).await?;
        let logins: Vec<_> = end.rows.iter().map(|row| row.login.as_str()).collect();
        assert_eq!(end.start, 1_000 - size, "it is told where the page begins");
        assert_eq!(
            logins,
            all[usize::try_from(1_000 - size)?..],
            "the last {size}"
        );
        assert_eq!(end.total, Total::Exact(1_000), "the end is known");
    }
    Ok(())
}

pub(crate) async fn a_list_without_rows_has_an_empty_page_and_the_count_zero(
    stand: &Stand,
) -> Result<()> {
    let hits = stand.customer_users.search(everything()).await?;
    for place in [Place::From(0), Place::End] {
        let page = hits.page(place, 50).await?;
        assert_eq!(
            (page.start, page.rows.len(), page.total),
            (0, 0, Total::Exact(0))
        );
    }
    assert_eq!(hits.count().await?, 0);
    Ok(())
}

pub(crate) async fn a_page_behind_the_end_is_empty(stand: &Stand) -> Result<()> {
    stand.put(many(3)).await?;
    let hits = stand.customer_users.search(everything()).await?;
    for start in [3, 4, 1_000_000, u32::MAX] {
        let page = hits.page(Place::From(start), LARGEST_PAGE).await?;
        assert_eq!(
            (page.rows.len(), page.total),
            (0, Total::Exact(3)),
            "from {start}"
        );
    }
    Ok(())
}

pub(crate) async fn the_count_is_exact(stand: &Stand) -> Result<()> {
    stand.put(many(1_000)).await?;
    for (typed, count) in [
        ("*", 1_000),
        ("name3", 143),
        ("user00099", 10),
        ("nobody", 0),
    ] {
        let query = matching(stand.customer_users.understand(typed)?);
        let hits = stand.customer_users.search(query).await?;
        assert_eq!(hits.count().await?, count, "{typed}");
    }
    let listed = stand.customer_users.search(everything()).await?;
    assert_eq!(listed.count().await?, 1_000);
    Ok(())
}

pub(crate) async fn a_complete_total_is_the_count(stand: &Stand) -> Result<()> {
    stand.put(many(300)).await?;
    let query = matching(stand.customer_users.understand("user")?);
    let hits = stand.customer_users.search(query).await?;
    match hits.page(Place::From(0), 10).await?.total {
        Total::AtLeast(found) => assert!((10..=300).contains(&found), "{found} were found"),
        Total::Exact(count) => assert_eq!(count, 300),
    }
    assert_eq!(hits.count().await?, 300);
    assert_eq!(
        hits.page(Place::From(0), 10).await?.total,
        Total::Exact(300)
    );
    Ok(())
}

pub(crate) async fn invalid_ones_are_listed_only_when_asked_for(stand: &Stand) -> Result<()> {
    stand
        .put([
            a_customer_user().login("valid"),
            a_customer_user().login("gone").invalid(),
            a_customer_user()
                .login("away")
                .validity(Validity::InvalidTemporarily),
        ])
        .await?;
    let doe = || stand.customer_users.understand("doe").map(matching);
    for query in [everything(), doe()?] {
        let valid = stand.customer_users.search(query.clone()).await?;
        assert_eq!(keys(&*valid).await?, ["valid"]);
        assert_eq!(valid.count().await?, 1);
        let hits = stand.customer_users.search(with_invalid(query)).await?;
        let mut found = found::all(&*hits).await?;
        found.sort_by(|one, other| one.login.cmp(&other.login));
        let found: Vec<_> = found
            .iter()
            .map(|hit| (hit.login.as_str(), hit.validity))
            .collect();
        let expected = [
            ("away", Validity::InvalidTemporarily),
            ("gone", Validity::Invalid),
            ("valid", Validity::Valid),
        ];
        assert_eq!(found, expected, "each tells its validity");
    }
    Ok(())
}

pub(crate) async fn hits_come_in_tiers(stand: &Stand) -> Result<()> {
    stand
        .put([
            a_customer_user().login("u1").named("Joanna", "Doe"),
            a_customer_user().login("u2").named("Annabel", "Doe"),
            a_customer_user().login("u3").named("ANNA", "Doe"),
            a_customer_user().login("u4").named("Jo", "Anna-Maria"),
            a_customer_user().login("anna").named("Johanna", "Doe"),
            a_customer_user().login("u6").named("Johanna", "Doe"),
        ])
        .await?;
    let query = matching(stand.customer_users.understand("anna")?);
    let found = found::all(&*stand.customer_users.search(query).await?).await?;
    let tiers: Vec<_> = found.iter().map(|hit| hit.tier).collect();
    let expected = [Tier::Exact, Tier::Exact, Tier::Prefix, Tier::Prefix]
        .into_iter()
        .chain([Tier::Substring; 2])
        .map(Some);
    assert_eq!(tiers, expected.collect::<Vec<_>>(), "the best come first");
    let in_tier = |tier| -> BTreeSet<_> {
        found
            .iter()
            .filter(|hit| hit.tier == Some(tier))
            .map(|hit| hit.login.as_str())
            .collect()
    };
    assert_eq!(in_tier(Tier::Exact), BTreeSet::from(["anna", "u3"]));
    assert_eq!(in_tier(Tier::Prefix), BTreeSet::from(["u2", "u4"]));
    assert_eq!(in_tier(Tier::Substring), BTreeSet::from(["u1", "u6"]));
    let listed = found::all(&*stand.customer_users.search(everything()).await?).await?;
    assert!(
        listed.iter().all(|hit| hit.tier.is_none()),
        "nothing was searched for"
    );
    Ok(())
}

async fn in_order(stand: &Stand, query: ContactQuery) -> Result<Vec<String>> {
    keys(&*stand.customer_users.search(query).await?).await
}

pub(crate) async fn a_field_sorts_in_both_directions(stand: &Stand) -> Result<()> {
    let phones = [("a", "30"), ("b", "10"), ("c", "20"), ("d", "")];
    let users =
        phones.map(|(login, phone)| a_customer_user().login(login).with("UserPhone", phone));
    stand.put(users).await?;
    let searched = matching(stand.customer_users.understand("doe")?);
    for query in [everything(), searched] {
        let up = sorted(query.clone(), "UserPhone", Direction::Ascending);
        let down = sorted(query, "UserPhone", Direction::Descending);
        assert_eq!(in_order(stand, up).await?, ["b", "c", "a", "d"]);
        assert_eq!(
            in_order(stand, down).await?,
            ["a", "c", "b", "d"],
            "who has none comes last"
        );
    }
    Ok(())
}

pub(crate) async fn sorting_folds_case(stand: &Stand) -> Result<()> {
    let names = [
        ("1", "beta"),
        ("2", "Alpha"),
        ("3", "ÖL"),
        ("4", "ök"),
        ("5", "Gamma"),
    ];
    let users = names.map(|(login, name)| a_customer_user().login(login).named("-", name));
    stand.put(users).await?;
    let up = sorted(everything(), "UserLastname", Direction::Ascending);
    let order = in_order(stand, up).await?.concat();
    let place = |login| order.find(login);
    assert!(
        place('2') < place('1') && place('1') < place('5'),
        "{order}: Alpha beta Gamma"
    );
    assert!(place('4') < place('3'), "{order}: ök ÖL");
    Ok(())
}

pub(crate) async fn a_sort_by_an_unknown_field_is_refused(stand: &Stand) -> Result<()> {
    stand.put(many(2)).await?;
    for var in ["UserShoeSize", "", "login; DROP TABLE customer_user"] {
        let query = sorted(everything(), var, Direction::Ascending);
        let first_page = async {
            stand
                .customer_users
                .search(query)
                .await?
                .page(Place::From(0), 1)
                .await
        };
        let refused = first_page.await;
        assert!(
            matches!(refused, Err(BackEndError::Unknown { .. })),
            "{var}: {refused:?}"
        );
    }
    Ok(())
}

pub(crate) async fn a_search_runs_beside_another_one(stand: &Stand) -> Result<()> {
    stand.put(many(1_000)).await?;
    let everybody = stand.customer_users.search(everything()).await?;
    let first = everybody.page(Place::From(0), 10).await?;
    let query = matching(stand.customer_users.understand("name3")?);
    let some = stand.customer_users.search(query).await?;
    assert_complete(&*some, 143, 10).await?;
    assert_complete(&*everybody, 1_000, 100).await?;
    let again = everybody.page(Place::From(0), 10).await?;
    assert_eq!(again.rows, first.rows, "the older search did not notice");
    let (one, other) = tokio::join!(everybody.count(), some.count());
    assert_eq!((one?, other?), (1_000, 143));
    Ok(())
}

pub(crate) async fn a_dropped_search_is_in_nobodys_way(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.put(many(1_000)).await?;
    for _ in 0..20 {
        let hits = stand.customer_users.search(everything()).await?;
        hits.page(Place::From(0), 1).await?;
        drop(hits);
        let query = matching(stand.customer_users.understand("e")?);
        drop(stand.customer_users.search(query).await?);
    }
    stand.add(a_customer_user().login("newcomer")).await?;
    assert_eq!(stand.customer_users.keys("newcomer").await?, ["newcomer"]);
    Ok(())
}

pub(crate) async fn the_next_search_sees_what_somebody_else_wrote(stand: &Stand) -> Result<()> {
    stand
        .put([a_customer_user().login("old").named("Ann", "Summer")])
        .await?;
    assert_eq!(stand.customer_users.keys("summer").await?, ["old"]);
    stand
        .put([a_customer_user().login("new").named("Bob", "Summer")])
        .await?;
    stand
        .outside
        .run("UPDATE customer_user SET last_name = 'Winter' WHERE login = 'old'")
        .await?;
    assert_eq!(stand.customer_users.keys("summer").await?, ["new"]);
    assert_eq!(stand.customer_users.keys("winter").await?, ["old"]);
    assert_eq!(stand.customer_users.keys("sum").await?, ["new"]);
    assert_eq!(stand.customer_users.keys("su").await?, ["new"]);
    let (old, count) = (
        stand.customer_users.find(&"old".into()).await?,
        stand.customer_users.count().await?,
    );
    let old = old.as_ref().map(|old| old.record.text("UserLastname"));
    assert_eq!((old, count), (Some("Winter"), 2));
    stand
        .outside
        .run("UPDATE customer_user SET valid_id = 2 WHERE login = 'new'")
        .await?;
    assert_eq!(
        stand.customer_users.keys("summer").await?,
        [""; 0],
        "invalid by now"
    );
    Ok(())
}
