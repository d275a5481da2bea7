//! Lists of several sources, and look-ups that know no language (C37 to C44, C50).

use anyhow::{Context as _, Result};
use deskbook_core::otobo::{
    AnswerError, CompanyList, CustomerSearch, ListLimit, company_list, customer_search,
};
use deskbook_core::query::ValidityFilter;
use deskbook_domain::asked::Asked;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId, Subject};
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::engine::{Engine, Sources, Tables};

use crate::support::{
    asking, assert_found, columns, found, listed, numbered, put_dynamic_field, put_object,
    put_value, with_dynamic_field,
};

pub(crate) async fn c37_the_limit_holds_for_each_source(engine: &dyn Engine) -> Result<()> {
    let limited = |number| CustomerUserSource {
        list_limit: 2,
        ..numbered(number)
    };
    let arena = engine
        .arena(Sources {
            customer_users: vec![limited(0), limited(1)],
            ..Sources::shipped()
        })
        .await?;
    let users = |prefix: &str| {
        let logins = ["1", "2", "3"].map(|number| format!("{prefix}{number}"));
        logins.map(|login| a_customer_user().login(&login))
    };
    arena.put(0, users("a")).await?;
    arena.put(1, users("b")).await?;
    assert_eq!(found(&arena, "*").await?.len(), 4, "two of each source");
    let everybody = asking(Asked::Search("*".to_owned()));
    for (limit, expected) in [(Some(1), 2), (Some(5), 6), (Some(0), 4)] {
        let search = CustomerSearch {
            limit,
            ..everybody.clone()
        };
        assert_eq!(listed(&arena, &search).await?.len(), expected, "{limit:?}");
    }
    let nothing = CustomerSearch {
        asked: None,
        ..everybody
    };
    let answer = customer_search(&arena.installation, &nothing).await;
    assert!(matches!(answer, Err(AnswerError::NothingAsked)));
    Ok(())
}

pub(crate) async fn c38_the_earlier_customer_user_and_the_later_customer_are_kept(
    engine: &dyn Engine,
) -> Result<()> {
    let second = CustomerSource {
        id: SourceId::all(Subject::Customers)
            .nth(1)
            .context("it is there")?,
        ..CustomerSource::shipped()
    };
    let arena = engine
        .arena(Sources {
            customer_users: vec![numbered(0), numbered(1)],
            customers: vec![CustomerSource::shipped(), second],
            tables: Tables::OfEachSource,
        })
        .await?;
    let called = |login: &str, name: &str| a_customer_user().login(login).named(name, "T");
    arena
        .put(0, [called("twin", "Early"), called("tina", "Small")])
        .await?;
    arena
        .put(1, [called("twin", "Late"), called("Tina", "Capital")])
        .await?;
    let search = asking(Asked::UserLogin("t".to_owned()));
    let lines = customer_search(&arena.installation, &search).await?;
    let line = |login: &str| lines.get(&login.into()).map(String::as_str);
    assert_eq!(line("twin"), Some("\"Early T\" <twin@acme.test>"));
    assert_eq!(line("tina"), Some("\"Small T\" <tina@acme.test>"));
    let capital = Some("\"Capital T\" <Tina@acme.test>");
    assert_eq!(line("Tina"), capital, "another spelling is another line");
    let company = |name: &str| a_customer().named(name);
    arena.put_customers(0, [company("Early")]).await?;
    arena.put_customers(1, [company("Late")]).await?;
    let list = CompanyList {
        search: None,
        validity: ValidityFilter::ValidOnly,
        limit: ListLimit::OfSource,
    };
    let lines = company_list(&arena.installation, &list).await?;
    let line = lines.get(&"ACME".into()).map(String::as_str);
    assert_eq!(line, Some("ACME Late"));
    Ok(())
}

pub(crate) async fn c39_a_login_is_looked_up_by_any_part_of_it(engine: &dyn Engine) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    let logins = ["john.doe", "DOE", "o'brien", "a_b", "axb"];
    let users = logins.map(|login| a_customer_user().login(login));
    arena.put(0, users).await?;
    let cases: &[(&str, &[&str])] = &[
        ("doe", &["DOE", "john.doe"]),
        ("JOHN", &["john.doe"]),
        ("j*doe", &["john.doe"]),
        ("a_b", &["a_b"]),
        ("a%b", &["a_b", "axb"]),
        ("o'b", &["o'brien"]),
        ("doe ", &[]),
    ];
    for (text, expected) in cases {
        let search = asking(Asked::UserLogin((*text).to_owned()));
        assert_eq!(listed(&arena, &search).await?, *expected, "{text}");
    }
    Ok(())
}

pub(crate) async fn c40_a_customer_id_is_looked_up_whole_and_a_raw_one_as_it_is(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    let of = |login: &str, customer: &str| a_customer_user().login(login).of(customer);
    let users = [
        of("one", "ACME"),
        of("two", "ACME*"),
        of("three", "acme-east"),
        of("four", "O'NEILL"),
    ];
    arena.put(0, users).await?;
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("acme", &["one"], &["one"]),
        ("ACME*", &["one", "three", "two"], &["two"]),
        ("CME", &[], &[]),
        ("*CME", &["one"], &[]),
        ("O'NEILL", &["four"], &["four"]),
    ];
    for (text, whole, raw) in cases {
        let search = asking(Asked::CustomerId((*text).to_owned()));
        assert_eq!(listed(&arena, &search).await?, *whole, "{text}");
        let search = asking(Asked::CustomerIdRaw((*text).to_owned()));
        assert_eq!(listed(&arena, &search).await?, *raw, "{text} raw");
    }
    Ok(())
}

pub(crate) async fn c41_an_address_is_compared_whole_in_every_field(
    engine: &dyn Engine,
) -> Result<()> {
    let source = CustomerUserSource {
        post_master_fields: columns(&["email", "fax"]),
        ..CustomerUserSource::shipped()
    };
    let arena = engine.arena(Sources::of(source)).await?;
    let of = |login: &str, address: &str| a_customer_user().login(login).email(address);
    let users = [
        of("one", "Ann@Acme.test"),
        of("two", "other@acme.test").with("UserFax", "ann@acme.test"),
        of("gone", "ann@acme.test").invalid(),
        of("quoted", "o'neill@acme.test"),
    ];
    arena.put(0, users).await?;
    let cases: &[(&str, &[&str])] = &[
        ("ANN@acme.test", &["one", "two"]),
        ("ann@acme", &[]),
        ("*@acme.test", &[]),
        ("o'neill@acme.test", &["quoted"]),
    ];
    for (text, expected) in cases {
        let search = asking(Asked::PostMasterSearch((*text).to_owned()));
        assert_eq!(listed(&arena, &search).await?, *expected, "{text}");
    }
    let with_invalid = CustomerSearch {
        validity: ValidityFilter::All,
        ..asking(Asked::PostMasterSearch("ann@acme.test".to_owned()))
    };
    let everybody = listed(&arena, &with_invalid).await?;
    assert_eq!(everybody, ["gone", "one", "two"]);
    Ok(())
}

pub(crate) async fn c42_validity_counts_where_it_is_known(engine: &dyn Engine) -> Result<()> {
    let without = CustomerUserSource {
        valid: None,
        ..numbered(1)
    };
    let arena = engine
        .arena(Sources {
            customer_users: vec![numbered(0), without],
            ..Sources::shipped()
        })
        .await?;
    for source in [0, 1] {
        let gone = format!("gone{source}");
        let here = format!("here{source}");
        let gone = a_customer_user().login(&gone).invalid();
        arena
            .put(source, [gone, a_customer_user().login(&here)])
            .await?;
    }
    assert_found(&arena, &[("*", &["gone1", "here0", "here1"])]).await?;
    let everybody = CustomerSearch {
        validity: ValidityFilter::All,
        ..asking(Asked::Search("*".to_owned()))
    };
    assert_eq!(listed(&arena, &everybody).await?.len(), 4);
    Ok(())
}

/// The line of the only customer user.
async fn line(engine: &dyn Engine, first: &str, last: &str) -> Result<String> {
    let arena = engine.arena(Sources::shipped()).await?;
    let user = a_customer_user().named(first, last).email("a@b.de");
    arena.put(0, [user]).await?;
    let search = asking(Asked::UserLogin("j.doe".to_owned()));
    let lines = customer_search(&arena.installation, &search).await?;
    lines.into_values().next().context("it was put there")
}

pub(crate) async fn c43_a_line_of_a_list_has_the_address_in_brackets(
    engine: &dyn Engine,
) -> Result<()> {
    assert_eq!(line(engine, "Ann", "Lee").await?, "\"Ann Lee\" <a@b.de>");
    assert_eq!(line(engine, "", "Lee").await?, "\"Lee\" <a@b.de>");
    Ok(())
}

pub(crate) async fn c44_an_address_alone_stands_bare(engine: &dyn Engine) -> Result<()> {
    assert_eq!(line(engine, "", "").await?, "a@b.de");
    Ok(())
}

pub(crate) async fn c50_dynamic_fields_are_searched_by_the_whole_text(
    engine: &dyn Engine,
) -> Result<()> {
    let mut source = with_dynamic_field("Team");
    let team = source.map.field("DynamicField_Team").context("a row")?;
    source.search_fields.push(team.storage.clone());
    let arena = engine.arena(Sources::of(source)).await?;
    put_dynamic_field(&arena, "1", "Team", "Text").await?;
    let logins = ["tina", "Tom", "gone"];
    for (login, number) in logins.iter().zip(["7", "8", "9"]) {
        put_object(&arena, number, login).await?;
    }
    put_value(&arena, "1", "7", ("value_text", "red+blue 100%")).await?;
    put_value(&arena, "1", "8", ("value_text", "blue")).await?;
    put_value(&arena, "1", "9", ("value_text", "blue")).await?;
    let users = [
        a_customer_user().login("tina"),
        // The field knows him in another spelling
        a_customer_user().login("tom"),
        a_customer_user().login("gone").invalid(),
        a_customer_user().login("red").named("-", "blue"),
    ];
    arena.put(0, users).await?;
    let cases: &[(&str, &[&str])] = &[
        ("RED+blue", &["red", "tina"]),
        ("blue", &["red", "tina"]),
        ("100%", &["tina"]),
        ("blue+red", &["red"]),
        ("r_d+blue", &["red"]),
    ];
    assert_found(&arena, cases).await
}
