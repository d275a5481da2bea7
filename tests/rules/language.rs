//! OTOBO's search language on a live back end (C21 to C36).

use anyhow::Result;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_tests::builders::{CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::engine::{Arena, Engine, Sources};

use crate::support::{assert_found, columns, customers, found};

/// Black, White and Jane Doe.
async fn colours(engine: &dyn Engine) -> Result<Arena> {
    let arena = engine.arena(Sources::shipped()).await?;
    let of = |login: &str, first: &str, last: &str, customer: &str| {
        let user = a_customer_user().login(login);
        user.named(first, last).of(customer)
    };
    let users = [
        of("jblack", "John", "Black", "ACME"),
        of("white", "Joan", "White", "BLACK-CO"),
        of("doe", "Jane", "Doe", "ACME"),
    ];
    arena.put(0, users).await?;
    Ok(arena)
}

/// Customer users that are called this; their logins are `a`, `b`, `c` …
fn named(names: &[&str]) -> Vec<CustomerUserBuilder> {
    let user = |(name, login): (&&str, char)| {
        let user = a_customer_user().login(&login.to_string());
        user.named("-", name).of("-")
    };
    names.iter().zip('a'..).map(user).collect()
}

async fn arena_of(engine: &dyn Engine, names: &[&str]) -> Result<Arena> {
    let arena = engine.arena(Sources::shipped()).await?;
    arena.put(0, named(names)).await?;
    Ok(arena)
}

pub(crate) async fn c21_a_word_is_found_anywhere_in_any_search_column(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = colours(engine).await?;
    let cases: &[(&str, &[&str])] = &[
        ("lack", &["jblack", "white"]),
        ("LACK", &["jblack", "white"]),
        ("jbl", &["jblack"]),
        ("oan", &["white"]),
        ("cme", &["doe", "jblack"]),
        ("@acme.test", &[]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c22_words_with_plus_may_be_in_different_columns(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = colours(engine).await?;
    let cases: &[(&str, &[&str])] = &[
        ("john+black", &["jblack"]),
        ("black + john", &["jblack"]),
        ("john++black", &["jblack"]),
        ("john+acme+bla", &["jblack"]),
        ("john+white", &[]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c23_words_with_a_space_are_one_phrase_in_one_column(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    let one = a_customer_user().login("one").named("Anna Maria", "Heide");
    let two = a_customer_user().login("two").named("Anna", "Maria");
    arena.put(0, [one, two]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("anna maria", &["one"]),
        ("anna   maria", &["one"]),
        ("maria heide", &[]),
        ("anna+maria", &["one", "two"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c24_and_is_plus_in_capitals_only(engine: &dyn Engine) -> Result<()> {
    let arena = arena_of(engine, &["salt and pepper", "salt", "pepper salt"]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("salt AND pepper", &["a", "c"]),
        ("salt+pepper", &["a", "c"]),
        ("salt and pepper", &["a"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c25_or_finds_what_fits_either_word(engine: &dyn Engine) -> Result<()> {
    let arena = colours(engine).await?;
    let cases: &[(&str, &[&str])] = &[
        ("joan OR jane", &["doe", "white"]),
        ("joan or jane", &[]),
        ("zebra OR black", &["jblack", "white"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c26_operators_of_customer_searches_are_literal_for_customer_users(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = arena_of(engine, &["x&&y", "x||y", "(xy)", "xy"]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("x&&y", &["a"]),
        ("x||y", &["b"]),
        ("(xy)", &["c"]),
        ("xy", &["c", "d"]),
    ];
    assert_found(&arena, cases).await?;
    let names = ["x one", "y two", "x and y"];
    let companies = names.iter().zip(["1", "2", "3"]);
    let companies = companies.map(|(name, id)| a_customer().id(id).named(name));
    arena.put_customers(0, companies).await?;
    assert_eq!(customers(&arena, "x&&y").await?, ["3"]);
    assert_eq!(customers(&arena, "x||y").await?, ["1", "2", "3"]);
    assert_eq!(customers(&arena, "(x)").await?, ["1", "3"]);
    assert_eq!(customers(&arena, "(one OR two) AND x").await?, ["1"]);
    Ok(())
}

pub(crate) async fn c27_not_wants_a_value_in_every_column(engine: &dyn Engine) -> Result<()> {
    let source = CustomerUserSource {
        search_fields: columns(&["login", "phone"]),
        ..CustomerUserSource::shipped()
    };
    let arena = engine.arena(Sources::of(source)).await?;
    let users = [
        a_customer_user().login("with").with("UserPhone", "030"),
        a_customer_user().login("empty").with("UserPhone", ""),
        a_customer_user().login("null").without("UserPhone"),
    ];
    arena.put(0, users).await?;
    let cases: &[(&str, &[&str])] = &[
        ("!zebra", &["empty", "with"]),
        ("!030", &["empty"]),
        ("!with", &["empty"]),
        ("null", &["null"]),
        ("null OR !030", &["empty", "null"]),
        ("! with", &["empty", "with"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c28_not_works_behind_plus_and_is_literal_inside_a_word(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = arena_of(engine, &["ab cd", "ab ef", "ab !cd", "ab cd ef", "a!b"]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("ab+!cd", &["b"]),
        ("\"ab cd\"+ef", &["d"]),
        ("ab !cd", &["c"]),
        ("a!b", &["e"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c29_percent_and_underscore_are_wildcards_and_a_star_is_any_text(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = arena_of(engine, &["x_z", "xyz", "x%z", "xyyz", "xz"]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("x_z", &["a", "b", "c"]),
        ("x%z", &["a", "b", "c", "d", "e"]),
        ("x*z", &["a", "b", "c", "d", "e"]),
        ("x__z", &["d"]),
        ("*", &["a", "b", "c", "d", "e"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c30_unbalanced_parentheses_find_no_customer(engine: &dyn Engine) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    arena
        .put_customers(0, [a_customer().named("x (y)")])
        .await?;
    for text in ["(x", "x)", "((x)", "x\\"] {
        assert_eq!(customers(&arena, text).await?, [""; 0], "{text}");
    }
    assert_eq!(customers(&arena, "(x)").await?, ["ACME"]);
    arena.put(0, named(&["x (y)"])).await?;
    assert_eq!(found(&arena, "(y").await?, ["a"], "literal there");
    Ok(())
}

pub(crate) async fn c31_and_binds_stronger_than_or(engine: &dyn Engine) -> Result<()> {
    let arena = colours(engine).await?;
    let cases: &[(&str, &[&str])] = &[
        ("john+black OR doe", &["doe", "jblack"]),
        ("doe OR john+white", &["doe"]),
        ("acme+john OR acme+jane", &["doe", "jblack"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c32_without_affixes_a_word_is_the_whole_value(
    engine: &dyn Engine,
) -> Result<()> {
    let source = CustomerUserSource {
        search_prefix: String::new(),
        search_suffix: String::new(),
        ..CustomerUserSource::shipped()
    };
    let arena = engine.arena(Sources::of(source)).await?;
    let users = [
        a_customer_user().login("anna").named("Eva", "Miller"),
        a_customer_user().login("ann").named("Eva", "Doe"),
        a_customer_user().login("a_n").named("Eva", "Doe"),
    ];
    arena.put(0, users).await?;
    let cases: &[(&str, &[&str])] = &[
        ("ann", &["ann"]),
        ("MILLER", &["anna"]),
        ("mill", &[]),
        ("mill*", &["anna"]),
        ("a_n", &["a_n"]),
        ("!ann", &["a_n", "anna"]),
        ("eva+doe", &["a_n", "ann"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c33_without_a_prefix_values_begin_with_the_word(
    engine: &dyn Engine,
) -> Result<()> {
    let source = CustomerUserSource {
        search_prefix: String::new(),
        ..CustomerUserSource::shipped()
    };
    let arena = engine.arena(Sources::of(source)).await?;
    let users = [
        a_customer_user().login("anna").named("Eva", "Doe"),
        a_customer_user().login("joanna").named("Eva", "Doe"),
    ];
    arena.put(0, users).await?;
    let cases: &[(&str, &[&str])] = &[
        ("ann", &["anna"]),
        ("*ann", &["anna", "joanna"]),
        ("!ann", &["joanna"]),
        ("oe", &[]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c34_case_is_told_apart_as_the_engine_does(engine: &dyn Engine) -> Result<()> {
    for case_sensitive in [false, true] {
        let users = CustomerUserSource {
            case_sensitive,
            ..CustomerUserSource::shipped()
        };
        let companies = CustomerSource {
            case_sensitive,
            ..CustomerSource::shipped()
        };
        let sources = Sources {
            customers: vec![companies],
            ..Sources::of(users)
        };
        let arena = engine.arena(sources).await?;
        arena.put(0, named(&["xäby"])).await?;
        arena.put_customers(0, [a_customer().named("xäby")]).await?;
        let folds = !case_sensitive || arena.kind.has_collation();
        let expected: &[&str] = if folds { &["a"] } else { &[] };
        assert_eq!(
            found(&arena, "ÄB").await?,
            expected,
            "flag {case_sensitive}"
        );
        let expected: &[&str] = if folds { &["ACME"] } else { &[] };
        assert_eq!(customers(&arena, "ÄB").await?, expected);
        let accents: &[&str] = if arena.kind.has_collation() {
            &["a"]
        } else {
            &[]
        };
        assert_eq!(
            found(&arena, "ab").await?,
            accents,
            "the collation's affair"
        );
    }
    Ok(())
}

pub(crate) async fn c35_a_backslash_is_dropped(engine: &dyn Engine) -> Result<()> {
    let arena = arena_of(engine, &["DOM\\user", "DOMuser"]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("DOM\\user", &["b"]),
        ("DOM\\\\user", &["b"]),
        ("DOM*user", &["a", "b"]),
    ];
    assert_found(&arena, cases).await
}

pub(crate) async fn c36_one_operator_at_an_end_is_ignored_and_two_find_nobody(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = arena_of(engine, &["C++", "abc"]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("+abc", &["b"]),
        ("abc+", &["b"]),
        ("abc AND", &["b"]),
        ("OR abc", &["b"]),
        ("C++", &[]),
        ("++abc", &[]),
        ("+", &[]),
        ("OR", &[]),
        ("!", &[]),
        ("\"C++\"", &["a"]),
    ];
    assert_found(&arena, cases).await
}
