//! Reading what belongs to a login (C49, C51 to C56).

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use deskbook_core::otobo::{
    AnswerError, customer_id_list, customer_ids, customer_name, customer_user_data,
    get_preferences, search_preferences,
};
use deskbook_core::query::ValidityFilter;
use deskbook_domain::record::Record;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::engine::{Arena, Engine, Sources};

use crate::support::{columns, put_additional, put_preference, with_var};

async fn record(arena: &Arena, login: &str) -> Result<Option<Record>> {
    Ok(customer_user_data(&arena.installation, &login.into()).await?)
}

async fn ids(arena: &Arena, login: &str) -> Result<Vec<String>> {
    let ids = customer_ids(&arena.installation, &login.into()).await?;
    Ok(ids.iter().map(ToString::to_string).collect())
}

pub(crate) async fn c49_ids_in_use_are_told_once_in_order(engine: &dyn Engine) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    let of = |login: &str, customer: &str| a_customer_user().login(login).of(customer);
    let users = [
        of("one", "beta"),
        of("two", "ACME"),
        of("three", "ACME"),
        of("four", "a_b"),
        of("gone", "GONE").invalid(),
    ];
    arena.put(0, users).await?;
    let list = async |term: Option<&str>, validity| {
        let ids = customer_id_list(&arena.installation, term, validity).await?;
        anyhow::Ok(ids.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let valid = ValidityFilter::ValidOnly;
    assert_eq!(list(None, valid).await?, ["a_b", "ACME", "beta"]);
    assert_eq!(list(Some("a+c"), valid).await?, ["ACME"]);
    assert_eq!(
        list(Some("A+"), ValidityFilter::All).await?,
        ["a_b", "ACME", "beta"]
    );
    let everybody = list(Some("o"), ValidityFilter::All).await?;
    assert_eq!(everybody, ["GONE"], "of an invalid customer user");
    assert_eq!(list(Some("x++"), valid).await?, [""; 0]);
    Ok(())
}

pub(crate) async fn c51_a_login_is_read_in_any_case_unless_case_counts(
    engine: &dyn Engine,
) -> Result<()> {
    for case_sensitive in [false, true] {
        let source = CustomerUserSource {
            case_sensitive,
            ..CustomerUserSource::shipped()
        };
        let arena = engine.arena(Sources::of(source)).await?;
        let users = ["tina", "MÜLLER"].map(|login| a_customer_user().login(login));
        arena.put(0, users).await?;
        for (asked, stored) in [("TINA", "tina"), ("müller", "MÜLLER")] {
            let read = record(&arena, asked).await?;
            let read = read.map(|read| read.text("UserLogin").to_owned());
            let is_found = !case_sensitive || arena.kind.has_collation();
            assert_eq!(read.as_deref(), is_found.then_some(stored), "{asked}");
        }
        let exact = record(&arena, "tina").await?.context("it is there")?;
        assert_eq!(exact.text("UserID"), "tina");
        assert_eq!(record(&arena, "tin").await?, None);
        assert_eq!(record(&arena, "%").await?, None);
    }
    Ok(())
}

pub(crate) async fn c52_the_validity_of_user_and_customer_stand_side_by_side(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    arena
        .put_customers(0, [a_customer().id("ACME").invalid()])
        .await?;
    let users = [
        a_customer_user().login("tina").of("acme"),
        a_customer_user().login("lost").of("NOWHERE").invalid(),
    ];
    arena.put(0, users).await?;
    let tina = record(&arena, "tina").await?.context("it is there")?;
    assert_eq!(tina.text("ValidID"), "1");
    assert_eq!(tina.text("CustomerCompanyValidID"), "2");
    assert_eq!(tina.text("CustomerCompanyName"), "ACME Corporation");
    assert_eq!(tina.text("CustomerID"), "ACME");
    let lost = record(&arena, "lost").await?.context("it is there")?;
    assert_eq!(lost.text("ValidID"), "2");
    assert!(lost.contains("CustomerCompanyValidID"));
    assert_eq!(lost.get("CustomerCompanyValidID"), None);
    Ok(())
}

pub(crate) async fn c53_a_preference_replaces_the_field_of_its_name(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    let tina = a_customer_user().login("tina").with("UserComment", "mine");
    arena.put(0, [tina]).await?;
    for (key, value) in [
        ("UserComment", Some("preferred")),
        ("UserShowTickets", Some("50")),
        ("UserLastLogin", Some("1700000000")),
        ("UserSkin", None),
    ] {
        put_preference(&arena, "tina", key, value).await?;
    }
    let tina = record(&arena, "TINA").await?.context("it is there")?;
    assert_eq!(tina.text("UserComment"), "preferred");
    assert_eq!(tina.text("UserShowTickets"), "50", "set");
    assert_eq!(tina.text("UserRefreshTime"), "0", "by default");
    assert_eq!(tina.text("UserLastLoginTimestamp"), "2023-11-14 22:13:20");
    assert!(tina.contains("UserSkin"));
    assert_eq!(tina.get("UserSkin"), None);
    Ok(())
}

pub(crate) async fn c54_the_list_of_customers_is_split_at_one_separator(
    engine: &dyn Engine,
) -> Result<()> {
    let source = with_var("UserComment", "UserCustomerIDs");
    let arena = engine.arena(Sources::of(source)).await?;
    let of = |login: &str, list: &str| {
        let user = a_customer_user().login(login).of("OWN");
        user.with("UserCustomerIDs", list)
    };
    let users = [
        of("semicolon", "a; b ;c"),
        of("both", "a,b;c"),
        of("bar", "a|b"),
        of("one", " a "),
        of("none", ""),
    ];
    arena.put(0, users).await?;
    assert_eq!(ids(&arena, "semicolon").await?, ["a", "b", "c", "OWN"]);
    assert_eq!(ids(&arena, "both").await?, ["a,b", "c", "OWN"]);
    assert_eq!(ids(&arena, "bar").await?, ["a", "b", "OWN"]);
    assert_eq!(ids(&arena, "one").await?, ["a", "OWN"]);
    assert_eq!(ids(&arena, "none").await?, ["OWN"]);
    Ok(())
}

pub(crate) async fn c55_the_own_customer_comes_before_the_additional_ones(
    engine: &dyn Engine,
) -> Result<()> {
    for exclude_primary in [false, true] {
        let source = CustomerUserSource {
            exclude_primary,
            ..CustomerUserSource::shipped()
        };
        let arena = engine.arena(Sources::of(source)).await?;
        let gone = a_customer_user().login("tina").of("OWN").invalid();
        arena.put(0, [gone]).await?;
        for customer in ["ZULU", "OWN", "ALPHA"] {
            put_additional(&arena, "tina", customer).await?;
        }
        put_additional(&arena, "stranger", "ACME").await?;
        let expected = if exclude_primary {
            ["ALPHA", "OWN", "ZULU"]
        } else {
            ["OWN", "ALPHA", "ZULU"]
        };
        assert_eq!(ids(&arena, "tina").await?, expected);
        assert_eq!(ids(&arena, "stranger").await?, ["ACME"], "no source has it");
        assert_eq!(ids(&arena, "nobody").await?, [""; 0]);
    }
    Ok(())
}

pub(crate) async fn c56_the_full_name_skips_what_is_empty(engine: &dyn Engine) -> Result<()> {
    let source = CustomerUserSource {
        name_fields: columns(&["last_name", "title", "first_name"]),
        name_join: ", ".to_owned(),
        ..CustomerUserSource::shipped()
    };
    let arena = engine.arena(Sources::of(source)).await?;
    let called = |login: &str, first: &str, last: &str| {
        let user = a_customer_user().login(login);
        user.named(first, last).without("UserTitle")
    };
    let users = [called("jdoe", "John", "Doe"), called("blank", "", "")];
    arena.put(0, users).await?;
    let name = async |login: &str| {
        let name = customer_name(&arena.installation, &login.into()).await?;
        anyhow::Ok(name)
    };
    assert_eq!(name("JDOE").await?.as_deref(), Some("Doe, John"));
    assert_eq!(name("blank").await?, None);
    assert_eq!(name("nobody").await?, None);
    let jdoe = record(&arena, "jdoe").await?.context("it is there")?;
    assert_eq!(jdoe.text("UserFullname"), "Doe, John");
    let blank = record(&arena, "blank").await?.context("it is there")?;
    assert!(blank.contains("UserFullname"));
    assert_eq!(blank.get("UserFullname"), None);
    Ok(())
}

pub(crate) async fn preferences_are_found_by_their_key_and_value(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    arena.put(0, [a_customer_user().login("tina")]).await?;
    for (login, value) in [
        ("tina", Some("de")),
        ("stranger", Some("fr")),
        ("TINA", None),
    ] {
        put_preference(&arena, login, "UserLanguage", value).await?;
    }
    let installation = &arena.installation;
    let of_nobody = get_preferences(installation, &"stranger".into()).await;
    assert!(matches!(of_nobody, Err(AnswerError::NoSuchUser)));
    let of_tina = get_preferences(installation, &"tina".into()).await?;
    assert!(of_tina.contains_key("UserLanguage"));
    let found = async |like: Option<&str>| {
        let found = search_preferences(installation, "UserLanguage", like).await?;
        let found = found
            .into_iter()
            .map(|(login, value)| (login.to_string(), value));
        anyhow::Ok(found.collect::<BTreeMap<_, _>>())
    };
    let german = BTreeMap::from([("tina".to_owned(), "de".to_owned())]);
    assert_eq!(found(Some("D_")).await?, german, "LIKE in any case");
    assert_eq!(found(Some("d%")).await?, german);
    assert_eq!(
        found(Some("d*")).await?,
        BTreeMap::new(),
        "no wildcard here"
    );
    assert_eq!(
        found(None).await?.len(),
        3,
        "also of those that no source has"
    );
    assert_eq!(found(Some("0")).await?.len(), 3, "false is any value");
    Ok(())
}

pub(crate) async fn no_secret_comes_out(engine: &dyn Engine) -> Result<()> {
    const SECRETS: [&str; 4] = [
        "UserToken",
        "UserLastPw",
        "UserPassword",
        "UserGoogleAuthenticatorSecretKey",
    ];
    let arena = engine.arena(Sources::shipped()).await?;
    arena.put(0, [a_customer_user().login("tina")]).await?;
    arena.run("UPDATE customer_user SET pw = 'planted'").await?;
    for key in SECRETS {
        put_preference(&arena, "tina", key, Some("planted")).await?;
    }
    let tina = record(&arena, "tina").await?.context("it is there")?;
    assert!(tina.iter().all(|(_, value)| value != Some("planted")));
    let installation = &arena.installation;
    let preferences = get_preferences(installation, &"tina".into()).await?;
    assert_eq!(preferences, BTreeMap::new());
    for key in SECRETS {
        let found = search_preferences(installation, key, None).await?;
        assert_eq!(found, BTreeMap::new(), "{key}");
    }
    Ok(())
}
