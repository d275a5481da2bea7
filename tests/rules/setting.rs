//! What tables and settings mean (C1 to C20), as far as a back end is needed to see it.

use anyhow::{Context as _, Result};
use deskbook_core::otobo::{
    Wanted, customer_name, customer_user_data, customer_user_search_fields,
    customer_user_source_list,
};
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::validity::Validity;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::engine::{Engine, EngineKind, Sources, Tables};

use crate::support::{
    assert_found, found, numbered, put_dynamic_field, put_object, put_value, with_dynamic_field,
};

pub(crate) async fn c4_valid_is_the_number_that_is_named_so(engine: &dyn Engine) -> Result<()> {
    let arena = engine.arena(Sources::shipped()).await?;
    for (id, name) in [(1, "used"), (3, "valid")] {
        let sql = format!("UPDATE valid SET name = '{name}' WHERE id = {id}");
        arena.run(&sql).await?;
    }
    let of = |login: &str, id: &str| a_customer_user().login(login).with("ValidID", id);
    arena.put(0, [of("one", "1"), of("three", "3")]).await?;
    assert_found(&arena, &[("*", &["three"])]).await?;
    let back_end = arena.installation.customer_users.iter().next();
    let one = back_end.context("a source")?.find(&"one".into()).await?;
    let one = one.context("it was put there")?;
    assert_eq!(
        one.validity,
        Validity::Invalid,
        "a number without that name"
    );
    Ok(())
}

pub(crate) async fn c8_a_foreign_table_tells_nobody_who_wrote_it(
    engine: &dyn Engine,
) -> Result<()> {
    let foreign = CustomerUserSource {
        foreign: true,
        ..CustomerUserSource::shipped()
    };
    let arena = engine.arena(Sources::of(foreign)).await?;
    if engine.kind() == EngineKind::Sqlite {
        // The local directory's own table has the columns, and nobody asks it for them
        let columns = "login, email, customer_id, first_name, last_name, valid_id, create_time, \
                       create_by, change_time, change_by";
        let row = "'tina', 't@acme.test', 'ACME', 'Tina', 'T', 1, '2024-03-01 08:00:00', 1, \
                   '2024-03-01 08:00:00', 1";
        let sql = format!("INSERT INTO customer_user ({columns}) VALUES ({row})");
        arena.run(&sql).await?;
    } else {
        for column in ["create_time", "create_by", "change_time", "change_by"] {
            let sql = format!("ALTER TABLE customer_user DROP COLUMN {column}");
            arena.run(&sql).await?;
        }
        arena.put(0, [a_customer_user().login("tina")]).await?;
    }
    let record = customer_user_data(&arena.installation, &"tina".into()).await?;
    let record = record.context("it was put there")?;
    for key in ["CreateTime", "CreateBy", "ChangeTime", "ChangeBy"] {
        assert!(!record.contains(key), "{key}");
    }
    assert_found(&arena, &[("tina", &["tina"])]).await
}

pub(crate) async fn c9_missing_columns_of_dynamic_fields_are_tolerated(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = engine
        .arena(Sources::of(with_dynamic_field("Team")))
        .await?;
    for column in ["index_value", "index_set"] {
        let sql = format!("ALTER TABLE dynamic_field_value DROP COLUMN {column}");
        arena.run(&sql).await?;
    }
    put_dynamic_field(&arena, "1", "Team", "Text").await?;
    put_object(&arena, "7", "tina").await?;
    put_value(&arena, "1", "7", ("value_text", "Red")).await?;
    put_value(&arena, "1", "7", ("value_text", "Blue")).await?;
    arena.put(0, [a_customer_user().login("tina")]).await?;
    let record = customer_user_data(&arena.installation, &"tina".into()).await?;
    let record = record.context("it was put there")?;
    assert_eq!(record.get("DynamicField_Team"), Some("Red Blue"));
    Ok(())
}

pub(crate) async fn c17_dynamic_fields_are_searched_listed_and_named(
    engine: &dyn Engine,
) -> Result<()> {
    let mut source = with_dynamic_field("Team");
    let team = source.map.field("DynamicField_Team").context("a row")?;
    let team = team.storage.clone();
    source.search_fields.push(team.clone());
    source.list_fields.insert(0, team.clone());
    source.name_fields.push(team);
    let arena = engine.arena(Sources::of(source)).await?;
    put_dynamic_field(&arena, "1", "Team", "Text").await?;
    put_object(&arena, "7", "tina").await?;
    put_value(&arena, "1", "7", ("value_text", "Crimson")).await?;
    let tina = a_customer_user().login("tina").named("Tina", "Tester");
    arena
        .put(0, [tina, a_customer_user().login("other")])
        .await?;
    assert_found(&arena, &[("crims", &["tina"]), ("other", &["other"])]).await?;
    let search = crate::support::asking(deskbook_domain::asked::Asked::Search("tina".to_owned()));
    let lines = deskbook_core::otobo::customer_search(&arena.installation, &search).await?;
    assert_eq!(
        lines.get(&"tina".into()).map(String::as_str),
        Some("\"Crimson Tina Tester\" <tina@acme.test>")
    );
    let name = customer_name(&arena.installation, &"tina".into()).await?;
    assert_eq!(name.as_deref(), Some("Tina Tester Crimson"));
    let fields = customer_user_search_fields(&arena.installation, None).await?;
    let field = fields
        .iter()
        .find(|field| field.var.as_str() == "DynamicField_Team");
    let label = field.map(|field| field.label.as_str());
    assert_eq!(label, Some("The Team"), "the label is the field's own");
    Ok(())
}

pub(crate) async fn c18_only_sources_that_can_be_written_are_offered(
    engine: &dyn Engine,
) -> Result<()> {
    let read_only = CustomerUserSource {
        read_only: true,
        name: "Old".to_owned(),
        ..numbered(3)
    };
    let arena = engine
        .arena(Sources {
            customer_users: vec![numbered(0), read_only],
            tables: Tables::OfEachSource,
            ..Sources::shipped()
        })
        .await?;
    let names = |wanted| {
        let sources = customer_user_source_list(&arena.installation, wanted);
        let names = sources.keys().map(ToString::to_string);
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(Wanted::All), ["CustomerUser", "CustomerUser3"]);
    assert_eq!(names(Wanted::Writable), ["CustomerUser"]);
    assert_eq!(
        names(Wanted::ReadOnly),
        [""; 0],
        "only directories are told"
    );
    Ok(())
}

pub(crate) async fn c20_without_a_column_for_it_everybody_is_valid(
    engine: &dyn Engine,
) -> Result<()> {
    let source = CustomerUserSource {
        valid: None,
        ..CustomerUserSource::shipped()
    };
    let arena = engine.arena(Sources::of(source)).await?;
    let invalid = a_customer_user().login("gone").invalid();
    arena
        .put(0, [a_customer_user().login("here"), invalid])
        .await?;
    assert_eq!(found(&arena, "*").await?, ["gone", "here"]);
    let back_end = arena.installation.customer_users.iter().next();
    let gone = back_end.context("a source")?.find(&"gone".into()).await?;
    let gone = gone.context("it was put there")?;
    assert_eq!(gone.validity, Validity::Valid);
    Ok(())
}
