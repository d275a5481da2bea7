//! The detailed search (C45 to C48, `otobo-behaviour.md 3.6`).

use anyhow::Result;
use deskbook_core::otobo::{
    AnswerError, CustomerSearchDetail, DetailError, DetailOrder, SearchDetail, Sought,
    count_customer_search_detail, customer_search_detail,
};
use deskbook_core::otobo_system::DynamicFieldOperator;
use deskbook_core::query::ValidityFilter;
use deskbook_domain::map::Map;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::engine::{Arena, Engine, Sources};

use crate::support::{numbered, put_dynamic_field, put_object, put_value, with_dynamic_field};

fn text(var: &str, value: &str) -> (deskbook_domain::ids::Var, Sought) {
    (var.into(), Sought::Text(value.to_owned()))
}

fn asking(fields: Vec<(deskbook_domain::ids::Var, Sought)>) -> CustomerSearchDetail {
    CustomerSearchDetail {
        detail: SearchDetail {
            fields,
            ..SearchDetail::default()
        },
        customer_ids: Vec::new(),
        excluded: Vec::new(),
        validity: ValidityFilter::ValidOnly,
    }
}

async fn found(arena: &Arena, search: &CustomerSearchDetail) -> Result<Vec<String>, AnswerError> {
    let found = customer_search_detail(&arena.installation, search).await?;
    Ok(found.iter().map(ToString::to_string).collect())
}

async fn arena_of(engine: &dyn Engine, names: &[&str]) -> Result<Arena> {
    let arena = engine.arena(Sources::shipped()).await?;
    let users = names.iter().zip('a'..).map(|(name, login)| {
        let user = a_customer_user().login(&login.to_string());
        user.named("-", name)
    });
    arena.put(0, users).await?;
    Ok(arena)
}

pub(crate) async fn c45_values_of_the_detailed_search_are_anchored(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = arena_of(engine, &["ab", "abc", "xab", "AB", "a_b", "axb"]).await?;
    let cases: &[(&str, &[&str])] = &[
        ("ab", &["d", "a"]),
        ("ab*", &["d", "b", "a"]),
        ("*ab", &["d", "c", "a"]),
        ("a_b", &["e"]),
        ("a%b", &["f", "e", "d", "a"]),
        ("*", &["f", "e", "d", "c", "b", "a"]),
        ("", &["f", "e", "d", "c", "b", "a"]),
    ];
    for (value, expected) in cases {
        let search = asking(vec![text("UserLastname", value)]);
        assert_eq!(found(&arena, &search).await?, *expected, "{value}");
    }
    Ok(())
}

pub(crate) async fn c46_the_detailed_search_sorts_downwards(engine: &dyn Engine) -> Result<()> {
    let arena = arena_of(engine, &["two", "one", "two", "three"]).await?;
    let by = async |names: &[&'static str], directions: &[&'static str]| {
        let order = DetailOrder::of_names(names.iter().copied(), directions.iter().copied());
        let mut search = asking(Vec::new());
        search.detail.order = order?;
        anyhow::Ok(found(&arena, &search).await?)
    };
    assert_eq!(by(&[], &[]).await?, ["d", "c", "b", "a"]);
    assert_eq!(by(&["UserLastname"], &[]).await?, ["c", "a", "d", "b"]);
    assert_eq!(by(&["UserLastname"], &["Up"]).await?, ["b", "d", "c", "a"]);
    let both = by(&["UserLastname", "UserLogin"], &["Down", "Up"]).await?;
    assert_eq!(both, ["a", "c", "d", "b"]);
    assert_eq!(by(&["UserPassword"], &["Up"]).await?, ["d", "c", "b", "a"]);
    let mut two = asking(Vec::new());
    two.detail.limit = Some(2);
    assert_eq!(found(&arena, &two).await?, ["d", "c"]);
    let count = count_customer_search_detail(&arena.installation, &two).await?;
    assert_eq!(count, 4, "a limit does not count");
    two.excluded = vec!["d".into()];
    assert_eq!(found(&arena, &two).await?, ["c", "b"]);
    two.customer_ids = vec!["NOBODY".into()];
    assert_eq!(found(&arena, &two).await?, [""; 0]);
    Ok(())
}

/// A source that has no field for the city.
fn without_city(number: usize) -> CustomerUserSource {
    let source = numbered(number);
    let fields = source.map.fields().iter();
    let fields = fields.filter(|field| field.var.as_str() != "UserCity");
    CustomerUserSource {
        map: Map::new(fields.cloned().collect()),
        ..source
    }
}

pub(crate) async fn c47_a_source_without_the_field_is_left_out(engine: &dyn Engine) -> Result<()> {
    let arena = engine
        .arena(Sources {
            customer_users: vec![numbered(0), without_city(1)],
            ..Sources::shipped()
        })
        .await?;
    arena
        .put(0, [a_customer_user().login("one").with("UserCity", "Köln")])
        .await?;
    arena.put(1, [a_customer_user().login("two")]).await?;
    let in_any = asking(vec![text("UserLastname", "Doe")]);
    assert_eq!(found(&arena, &in_any).await?, ["two", "one"]);
    let in_city = asking(vec![text("UserLastname", "Doe"), text("UserCity", "k*")]);
    assert_eq!(found(&arena, &in_city).await?, ["one"]);
    let nowhere = asking(vec![text("UserCity", "Ulm")]);
    assert_eq!(found(&arena, &nowhere).await?, [""; 0]);
    Ok(())
}

pub(crate) async fn c48_a_value_that_cannot_be_chosen_is_refused(
    engine: &dyn Engine,
) -> Result<()> {
    let mut source = CustomerUserSource::shipped();
    let title = |value: &str| ("UserTitle".into(), value.to_owned(), value.to_owned());
    source.selections = vec![title("Dr."), title("Mr.")];
    let arena = engine.arena(Sources::of(source)).await?;
    let doctor = a_customer_user().login("doctor").with("UserTitle", "Dr.");
    let nobody = a_customer_user().login("nobody").with("UserTitle", "");
    arena.put(0, [doctor, nobody]).await?;
    let list = |values: &[&str]| {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        asking(vec![("UserTitle".into(), Sought::List(values))])
    };
    assert_eq!(found(&arena, &list(&["Dr.", "Mr."])).await?, ["doctor"]);
    assert_eq!(found(&arena, &list(&[])).await?, ["nobody", "doctor"]);
    let unknown = found(&arena, &list(&["Dr.", "Sir"])).await;
    assert!(matches!(
        unknown,
        Err(AnswerError::Detail(DetailError::UnknownChoice { .. }))
    ));
    let plain = found(&arena, &asking(vec![text("UserTitle", "Dr.")])).await;
    assert!(matches!(
        plain,
        Err(AnswerError::Detail(DetailError::NoList { .. }))
    ));
    let invalid = asking(vec![("ValidID".into(), Sought::List(vec!["2".to_owned()]))]);
    assert_eq!(
        found(&arena, &invalid).await?,
        [""; 0],
        "validity is a list"
    );
    Ok(())
}

pub(crate) async fn a_detailed_search_knows_dynamic_fields_by_their_operators(
    engine: &dyn Engine,
) -> Result<()> {
    use DynamicFieldOperator::{Equals, GreaterThan, Like, SmallerThanEquals};
    let arena = engine
        .arena(Sources::of(with_dynamic_field("Size")))
        .await?;
    put_dynamic_field(&arena, "1", "Size", "Checkbox").await?;
    for (login, value) in [("one", "1"), ("two", "2"), ("ten", "10")] {
        arena.put(0, [a_customer_user().login(login)]).await?;
        put_object(&arena, value, login).await?;
        put_value(&arena, "1", value, ("value_int", value)).await?;
    }
    let sought = |compared: &[(DynamicFieldOperator, &[&str])]| {
        let compared = compared.iter().map(|(operator, values)| {
            let values = values.iter().map(|&value| value.to_owned());
            (*operator, values.collect())
        });
        let sought = Sought::Compared(compared.collect());
        asking(vec![("DynamicField_Size".into(), sought)])
    };
    let equal = sought(&[(Equals, &["1", "10"])]);
    assert_eq!(found(&arena, &equal).await?, ["ten", "one"]);
    let between = sought(&[(GreaterThan, &["1"]), (SmallerThanEquals, &["9"])]);
    assert_eq!(found(&arena, &between).await?, ["two"], "as numbers");
    let like = sought(&[(Like, &["1*"])]);
    assert_eq!(found(&arena, &like).await?, ["ten", "one"]);
    assert_eq!(found(&arena, &sought(&[(Equals, &["x"])])).await?, [""; 0]);
    let plain = found(&arena, &asking(vec![text("DynamicField_Size", "1")])).await;
    assert!(matches!(
        plain,
        Err(AnswerError::Detail(DetailError::NoOperators { .. }))
    ));
    Ok(())
}

pub(crate) async fn hits_of_two_sources_are_read_again_and_sorted_together(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = engine
        .arena(Sources {
            customer_users: vec![numbered(0), numbered(2)],
            ..Sources::shipped()
        })
        .await?;
    let called = |login: &str, name: &str| a_customer_user().login(login).named("-", name);
    arena
        .put(0, [called("b", "X"), called("twin", "M")])
        .await?;
    arena
        .put(1, [called("A", "x"), called("TWIN", "Z")])
        .await?;
    let mut search = asking(Vec::new());
    let hits = found(&arena, &search).await?;
    assert_eq!(
        hits,
        ["twin", "twin", "b", "A"],
        "the first source's spelling"
    );
    search.detail.order = DetailOrder::of_names(["UserLastname"], ["Up"])?;
    let hits = found(&arena, &search).await?;
    assert_eq!(
        hits,
        ["twin", "twin", "b", "A"],
        "the first source's values"
    );
    search.detail.limit = Some(1);
    assert_eq!(found(&arena, &search).await?.len(), 1, "cut after merging");
    let count = count_customer_search_detail(&arena.installation, &search).await?;
    assert_eq!(count, 4);
    Ok(())
}
