//! A source that is not as shipped: other search columns, another case rule, other affixes.

use anyhow::Result;
use deskbook_domain::ids::Identifier;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_tests::builders::{CustomerUserBuilder, a_customer_user};
use deskbook_tests::found::Searched as _;
use deskbook_tests::local_directory;
use deskbook_tests::stand::Stand;

async fn stand(
    source: CustomerUserSource,
    customer_users: impl IntoIterator<Item = CustomerUserBuilder>,
) -> Result<Stand> {
    let stand = local_directory::with(source, CustomerSource::shipped()).await?;
    stand.put(customer_users).await?;
    Ok(stand)
}

async fn assert_found(stand: &Stand, cases: &[(&str, &[&str])]) -> Result<()> {
    for (typed, expected) in cases {
        assert_eq!(
            stand.customer_users.sorted_keys(typed).await?,
            *expected,
            "{typed}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn null_in_a_search_column_makes_every_not_fail() -> Result<()> {
    let source = CustomerUserSource {
        search_fields: vec![Identifier::fixed("login"), Identifier::fixed("phone")],
        ..CustomerUserSource::shipped()
    };
    let stand = stand(
        source,
        [
            a_customer_user().login("with").with("UserPhone", "030"),
            a_customer_user().login("empty").with("UserPhone", ""),
            a_customer_user().login("null").without("UserPhone"),
        ],
    )
    .await?;
    assert_found(
        &stand,
        &[
            ("!zebra", &["empty", "with"]),
            ("!030", &["empty"]),
            ("!empty", &["with"]),
            ("null", &["null"]),
            ("*", &["empty", "null", "with"]),
            ("null+!030", &[]),
            ("null OR !030", &["empty", "null"]),
        ],
    )
    .await
}

#[tokio::test]
async fn only_the_search_columns_are_searched() -> Result<()> {
    let source = CustomerUserSource {
        search_fields: vec![Identifier::fixed("email"), Identifier::fixed("city")],
        ..CustomerUserSource::shipped()
    };
    let customer_user = a_customer_user()
        .email("ann@post.test")
        .with("UserCity", "Köln");
    let stand = stand(source, [customer_user]).await?;
    assert_found(
        &stand,
        &[
            ("post", &["j.doe"]),
            ("KÖLN", &["j.doe"]),
            ("ann+kö", &["j.doe"]),
            ("doe", &[]),
        ],
    )
    .await
}

#[tokio::test]
async fn a_case_sensitive_source_tells_letters_apart() -> Result<()> {
    let source = CustomerUserSource {
        case_sensitive: true,
        ..CustomerUserSource::shipped()
    };
    let stand = stand(
        source,
        [
            a_customer_user().login("one").named("Äda", "Abcdef"),
            a_customer_user().login("two").named("äda", "abcdef"),
        ],
    )
    .await?;
    assert_found(
        &stand,
        &[
            ("Äd", &["one"]),
            ("äda", &["two"]),
            ("ÄDA", &[]),
            ("Abcd", &["one"]),
            ("bcd", &["one", "two"]),
            ("BCD", &[]),
            ("!Ab", &["two"]),
        ],
    )
    .await?;
    assert!(stand.customer_users.find(&"one".into()).await?.is_some());
    assert_eq!(stand.customer_users.find(&"ONE".into()).await?, None);
    Ok(())
}

#[tokio::test]
async fn without_a_prefix_values_begin_with_the_word() -> Result<()> {
    let source = CustomerUserSource {
        search_prefix: String::new(),
        ..CustomerUserSource::shipped()
    };
    let stand = stand(
        source,
        [
            a_customer_user().login("anna").named("Eva", "Doe"),
            a_customer_user().login("joanna").named("Eva", "Doe"),
        ],
    )
    .await?;
    assert_found(
        &stand,
        &[
            ("ann", &["anna"]),
            ("*ann", &["anna", "joanna"]),
            ("!ann", &["joanna"]),
            ("do", &["anna", "joanna"]),
            ("oe", &[]),
        ],
    )
    .await
}

#[tokio::test]
async fn without_affixes_a_word_is_the_whole_value() -> Result<()> {
    let source = CustomerUserSource {
        search_prefix: String::new(),
        search_suffix: String::new(),
        ..CustomerUserSource::shipped()
    };
    let stand = stand(
        source,
        [
            a_customer_user().login("anna").named("Eva", "Müller"),
            a_customer_user().login("ann").named("Eva", "Doe"),
            a_customer_user().login("a_n").named("Eva", "Doe"),
        ],
    )
    .await?;
    assert_found(
        &stand,
        &[
            ("ann", &["ann"]),
            ("MÜLLER", &["anna"]),
            ("müll", &[]),
            ("müll*", &["anna"]),
            ("a_n", &["a_n"]),
            ("!ann", &["a_n", "anna"]),
        ],
    )
    .await
}
