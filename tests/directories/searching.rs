//! Searching, page by page.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use deskbook_core::hits::{Cut, Place, ServerLimit, Total};
use deskbook_core::query::{Direction, Order, ValidityFilter};
use deskbook_tests::directory::at_port;
use deskbook_tests::servers::slapd::{Asked, SlapdOptions, SlapdServer};
use serde_json::json;

use super::{all, found, logins, people, query};

const PLENTY: u32 = 1_203;

#[tokio::test]
async fn nothing_is_cut_that_the_directory_would_give() -> Result<()> {
    let options = SlapdOptions::entries(&people(PLENTY)).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    assert_eq!(back_end.count().await?, PLENTY);
    let hits = back_end
        .search(query("", ValidityFilter::ValidOnly)?)
        .await?;
    assert_eq!(hits.count().await?, PLENTY);
    assert_eq!(all(hits.as_ref()).await?.len(), PLENTY as usize);
    assert_eq!(hits.cuts(), []);
    let end = hits.page(Place::End, 10).await?;
    assert_eq!((end.start, end.rows.len()), (PLENTY - 10, 10));
    assert_eq!(end.total, Total::Exact(PLENTY));
    let keys = ["user7".to_owned(), "nobody".to_owned()];
    assert_eq!(hits.holding(&keys).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn c87_what_a_server_cuts_is_told_with_its_limit() -> Result<()> {
    let options = SlapdOptions::entries(&people(PLENTY)).with_size_limit(700);
    let server = SlapdServer::start(options).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    let hits = back_end
        .search(query("user", ValidityFilter::ValidOnly)?)
        .await?;
    let count = hits.count().await?;
    let cut = Cut {
        source: back_end.source().id,
        found: count,
        limit: ServerLimit::Entries(count),
    };
    assert_eq!(hits.cuts(), [cut]);
    assert!(count > 0 && count <= 700, "{count}");
    Ok(())
}

/// The window says "partial, 500" then, with a line to set (`ui/src/lib/serverLimits.ts`).
#[tokio::test]
async fn c87_an_openldap_as_it_comes_gives_500_and_all_once_the_line_is_set() -> Result<()> {
    let as_it_comes = SlapdOptions::entries(&people(PLENTY));
    let server = SlapdServer::start(as_it_comes.clone()).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    let hits = back_end
        .search(query("", ValidityFilter::ValidOnly)?)
        .await?;
    assert_eq!(hits.count().await?, 500);
    let limits: Vec<_> = hits.cuts().iter().map(|it| it.limit).collect();
    assert_eq!(limits, [ServerLimit::Entries(500)]);
    let line = "anonymous size=unlimited size.prtotal=unlimited";
    let server = SlapdServer::start(as_it_comes.with_limits(line)).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    let hits = back_end
        .search(query("", ValidityFilter::ValidOnly)?)
        .await?;
    assert_eq!(hits.count().await?, PLENTY);
    assert_eq!(hits.cuts(), []);
    Ok(())
}

#[tokio::test]
async fn the_window_and_otobo_find_the_same_with_their_languages() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    let finds = async |term: &str| found(back_end.as_ref(), term).await;
    assert!(finds("ora onl").await?.contains("dir.only"), "a phrase");
    assert!(finds("dora+dir").await?.contains("dir.only"));
    let without = finds("!dora").await?;
    assert!(!without.contains("dir.only") && without.contains("multi.mail"));
    assert!(
        without.contains("no.mail"),
        "what is missing is unlike everything"
    );
    assert!(finds("jane OR multi").await?.len() >= 2);
    assert!(finds("d_ra").await?.contains("dir.only"));
    assert!(!finds("d_a").await?.contains("dir.only"), "one character");
    assert_eq!(finds("鈴木").await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn hits_come_best_first_and_by_any_field() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people(30))).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    let hits = back_end
        .search(query("user2", ValidityFilter::ValidOnly)?)
        .await?;
    let rows = logins(&all(hits.as_ref()).await?);
    assert_eq!(rows.first().context("it is there")?, "user2");
    assert_eq!(rows.len(), 11);
    let mut by_field = query("", ValidityFilter::ValidOnly)?;
    by_field.order = Order::Field {
        var: "UserLogin".into(),
        direction: Direction::Descending,
    };
    let hits = back_end.search(by_field.clone()).await?;
    let rows = logins(&all(hits.as_ref()).await?);
    assert_eq!(rows.first().context("it is there")?, "user9");
    by_field.order = Order::Field {
        var: "Nonsense".into(),
        direction: Direction::Ascending,
    };
    assert!(back_end.search(by_field).await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_search_that_nobody_waits_for_is_abandoned_at_the_server() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::entries(&people(10))).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    back_end.ping().await?;
    server.pause().await?;
    let hits = back_end
        .search(query("user", ValidityFilter::ValidOnly)?)
        .await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(hits);
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.resume().await?;
    server.until(|asked| *asked == Asked::Abandon).await?;
    assert_eq!(back_end.count().await?, 10, "others are answered");
    Ok(())
}

#[tokio::test]
async fn several_searches_at_once_do_not_disturb_one_another() -> Result<()> {
    let options = SlapdOptions::entries(&people(PLENTY)).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let back_end = at_port(server.port(), &[], None)?.customer_users();
    let mut counts = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let back_end = Arc::clone(&back_end);
        counts.spawn(async move { back_end.count().await });
    }
    for count in counts.join_all().await {
        assert_eq!(count?, PLENTY);
    }
    Ok(())
}

#[tokio::test]
async fn latin_1_is_decoded_and_asked_for_as_it_is_stored() -> Result<()> {
    // OpenLDAP holds UTF-8 in texts, but any bytes in a password
    let ldif = format!(
        "dn: uid=eva,{base}\nobjectClass: inetOrgPerson\nuid: eva\ncn: Eva\nsn: E\n\
         userPassword:: R3L832U=\n",
        base = deskbook_tests::servers::slapd::BASE
    );
    let server = SlapdServer::start(SlapdOptions::entries(&ldif)).await?;
    let changes = [
        ("Params.SourceCharset", json!("iso-8859-1")),
        ("Params.UserDN", json!(deskbook_tests::servers::slapd::ROOT)),
        ("CustomerUserSearchFields", json!(["userPassword"])),
        (
            "Map",
            json!([
                ["UserLogin", "Username", "uid", 1, 1, "var"],
                ["UserNote", "Note", "userPassword", 1, 0, "var"]
            ]),
        ),
    ];
    let password = Some(server.root_password());
    let back_end = at_port(server.port(), &changes, password)?.customer_users();
    let found = back_end.find(&"eva".into()).await?.context("it is there")?;
    assert_eq!(found.record.text("UserNote"), "Grüße");
    Ok(())
}
