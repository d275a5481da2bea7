//! The language of a search, as far as the back end turns it into a query. The language itself is
//! `domain`'s, with vectors of its own.

use anyhow::Result;
use deskbook_domain::search::literal;
use deskbook_tests::builders::{CustomerUserBuilder, a_customer_user};
use deskbook_tests::found::{Searched as _, keys, matching};
use deskbook_tests::stand::Stand;

/// Black, White and Jane Doe.
fn colours() -> [CustomerUserBuilder; 3] {
    [
        a_customer_user()
            .login("jblack")
            .named("John", "Black")
            .of("ACME"),
        a_customer_user()
            .login("white")
            .named("Joan", "White")
            .of("BLACK-CO"),
        a_customer_user()
            .login("doe")
            .named("Jane", "Doe")
            .of("ACME"),
    ]
}

/// Named by what is special about them.
fn named(names: &[&str]) -> Vec<CustomerUserBuilder> {
    let number = |(number, name): (usize, &&str)| {
        a_customer_user()
            .login(&format!("user{number}"))
            .named("-", name)
            .of("-")
    };
    names.iter().enumerate().map(number).collect()
}

/// The last names of those who are found.
async fn last_names(stand: &Stand, typed: &str) -> Result<Vec<String>> {
    let hits = stand
        .customer_users
        .search(matching(stand.customer_users.understand(typed)?));
    let found = deskbook_tests::found::all(&*hits.await?).await?;
    let mut names: Vec<_> = found
        .iter()
        .map(|hit| hit.record.text("UserLastname").to_owned())
        .collect();
    names.sort();
    Ok(names)
}

pub(crate) async fn a_word_is_found_anywhere_in_any_search_column(stand: &Stand) -> Result<()> {
    stand.put(colours()).await?;
    let cases: &[(&str, &[&str])] = &[
        ("lack", &["jblack", "white"]),
        ("jbl", &["jblack"]),
        ("oan", &["white"]),
        ("Doe", &["doe"]),
        ("cme", &["doe", "jblack"]),
        ("w", &["white"]),
        ("jo", &["jblack", "white"]),
        ("-", &["white"]),
    ];
    for (typed, expected) in cases {
        assert_eq!(
            stand.customer_users.sorted_keys(typed).await?,
            *expected,
            "{typed}"
        );
    }
    Ok(())
}

pub(crate) async fn a_word_is_not_found_in_columns_that_are_not_searched(
    stand: &Stand,
) -> Result<()> {
    let elsewhere = a_customer_user()
        .with("UserComment", "zebra")
        .email("zebra@zebra.test");
    stand.put([elsewhere]).await?;
    assert_eq!(
        stand.customer_users.keys("zebra").await?,
        [""; 0],
        "OTOBO does not search there"
    );
    Ok(())
}

pub(crate) async fn two_words_with_plus_may_be_in_different_columns(stand: &Stand) -> Result<()> {
    stand.put(colours()).await?;
    for typed in [
        "john+black",
        "black + john",
        "john AND black",
        "JOHN+ACME+bla",
    ] {
        assert_eq!(
            stand.customer_users.keys(typed).await?,
            ["jblack"],
            "{typed}"
        );
    }
    assert_eq!(
        stand.customer_users.keys("john+white").await?,
        [""; 0],
        "both must hold"
    );
    Ok(())
}

pub(crate) async fn two_words_with_a_space_are_one_phrase_in_one_column(
    stand: &Stand,
) -> Result<()> {
    let one_column = a_customer_user().login("one").named("Anna Maria", "Heide");
    let two_columns = a_customer_user().login("two").named("Anna", "Maria");
    stand.put([one_column, two_columns]).await?;
    assert_eq!(stand.customer_users.keys("anna maria").await?, ["one"]);
    assert_eq!(
        stand.customer_users.keys("ANNA  MARIA").await?,
        ["one"],
        "white space collapses"
    );
    Ok(())
}

pub(crate) async fn or_finds_what_fits_either_word(stand: &Stand) -> Result<()> {
    stand.put(colours()).await?;
    assert_eq!(
        stand.customer_users.sorted_keys("joan OR jane").await?,
        ["doe", "white"]
    );
    assert_eq!(
        stand.customer_users.keys("joan or jane").await?,
        [""; 0],
        "a phrase"
    );
    Ok(())
}

pub(crate) async fn and_binds_stronger_than_or(stand: &Stand) -> Result<()> {
    stand.put(colours()).await?;
    let found = stand
        .customer_users
        .sorted_keys("john+black OR doe")
        .await?;
    assert_eq!(found, ["doe", "jblack"]);
    let found = stand
        .customer_users
        .sorted_keys("doe OR john+white")
        .await?;
    assert_eq!(found, ["doe"]);
    Ok(())
}

pub(crate) async fn not_finds_who_has_the_word_in_no_search_column(stand: &Stand) -> Result<()> {
    stand.put(colours()).await?;
    let cases: &[(&str, &[&str])] = &[
        ("!black", &["doe"]),
        ("!acme", &["white"]),
        ("acme+!john", &["doe"]),
        ("!zebra", &["doe", "jblack", "white"]),
        ("!jane OR !john", &["doe", "jblack", "white"]),
        ("!*", &[]),
    ];
    for (typed, expected) in cases {
        assert_eq!(
            stand.customer_users.sorted_keys(typed).await?,
            *expected,
            "{typed}"
        );
    }
    Ok(())
}

pub(crate) async fn percent_and_underscore_are_wildcards(stand: &Stand) -> Result<()> {
    stand.put(named(&["a_c", "abc", "a%c", "abbc"])).await?;
    assert_eq!(
        last_names(stand, "a_c").await?,
        ["a%c", "a_c", "abc"],
        "one character"
    );
    assert_eq!(
        last_names(stand, "a%c").await?,
        ["a%c", "a_c", "abbc", "abc"],
        "any text"
    );
    assert_eq!(last_names(stand, "a__c").await?, ["abbc"]);
    assert_eq!(last_names(stand, "%").await?.len(), 4);
    Ok(())
}

pub(crate) async fn a_star_is_any_text(stand: &Stand) -> Result<()> {
    stand.put(named(&["a*c", "abc", "ac", "cab"])).await?;
    assert_eq!(last_names(stand, "a*c").await?, ["a*c", "abc", "ac"]);
    assert_eq!(last_names(stand, "*ab*").await?, ["abc", "cab"]);
    assert_eq!(last_names(stand, "*").await?.len(), 4);
    Ok(())
}

pub(crate) async fn parentheses_and_doubled_operators_are_literal(stand: &Stand) -> Result<()> {
    stand
        .put(named(&["par(en)", "paren", "a&&b", "a||b", "ab"]))
        .await?;
    assert_eq!(last_names(stand, "(en)").await?, ["par(en)"]);
    assert_eq!(last_names(stand, "par(").await?, ["par(en)"]);
    assert_eq!(last_names(stand, "a&&b").await?, ["a&&b"]);
    assert_eq!(last_names(stand, "a||b").await?, ["a||b"]);
    Ok(())
}

pub(crate) async fn a_backslash_is_dropped(stand: &Stand) -> Result<()> {
    stand.put(named(&[r"DOM\user", "DOMuser"])).await?;
    assert_eq!(
        last_names(stand, r"DOM\user").await?,
        ["DOMuser"],
        "as OTOBO has it"
    );
    assert_eq!(
        last_names(stand, r"DOM*user").await?,
        [r"DOM\user", "DOMuser"]
    );
    Ok(())
}

pub(crate) async fn unbalanced_quotes_are_literal(stand: &Stand) -> Result<()> {
    stand.put(named(&["d\"quote", "dquote", "a+b"])).await?;
    assert_eq!(last_names(stand, "d\"q").await?, ["d\"quote"]);
    assert_eq!(
        last_names(stand, "\"a+b\"").await?,
        ["a+b"],
        "a phrase has no operators"
    );
    Ok(())
}

pub(crate) async fn a_literal_search_takes_wildcards_literally(stand: &Stand) -> Result<()> {
    let names = [
        "100%",
        "100",
        "100x",
        "a_c",
        "abc",
        "x*y",
        "xzy",
        r"back\slash",
        "backslash",
    ];
    stand.put(named(&names)).await?;
    for typed in ["100%", "a_c", "x*y", r"back\slash"] {
        let hits = stand
            .customer_users
            .search(matching(literal(typed)?))
            .await?;
        let found = deskbook_tests::found::all(&*hits).await?;
        let found: Vec<_> = found
            .iter()
            .map(|hit| hit.record.text("UserLastname"))
            .collect();
        assert_eq!(found, [typed], "what a form's field looks up is no pattern");
    }
    Ok(())
}

pub(crate) async fn sql_in_a_search_is_only_text(stand: &Stand) -> Result<()> {
    stand
        .put(named(&[
            "O'Brien",
            "x'; DROP TABLE customer_user; --",
            "--",
        ]))
        .await?;
    assert_eq!(last_names(stand, "o'b").await?, ["O'Brien"]);
    assert_eq!(
        last_names(stand, "'; drop").await?,
        ["x'; DROP TABLE customer_user; --"]
    );
    assert_eq!(
        last_names(stand, "' OR '1'='1").await?.len(),
        2,
        "those with an apostrophe"
    );
    assert_eq!(
        last_names(stand, "*").await?.len(),
        3,
        "the table is still there"
    );
    Ok(())
}

pub(crate) async fn nothing_is_found_by_what_nobody_has(stand: &Stand) -> Result<()> {
    stand.put(colours()).await?;
    for typed in ["q", "qq", "qqq", "blackk", "j+q", "\u{1F980}"] {
        let query = matching(stand.customer_users.understand(typed)?);
        let hits = stand.customer_users.search(query).await?;
        assert_eq!(keys(&*hits).await?, [""; 0], "{typed}");
        assert_eq!(hits.count().await?, 0, "{typed}");
    }
    Ok(())
}
