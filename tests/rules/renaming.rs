//! What a new login drags along besides tickets (C5, C67, C69).

use anyhow::{Result, bail};
use deskbook_core::moves::{MoveOptions, MoveRefused, MoveStep};
use deskbook_sql::moves::MoveError;
use deskbook_tests::engine::{Engine, EngineKind};

use crate::move_stand::{BEFORE, MoveStand, NOW};

const PEOPLE: &str = "CustomerUser";

pub(crate) async fn c67_a_new_login_takes_all_along_that_is_stored_under_the_old_one(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    for login in ["tina", "other"] {
        stand.preference(login, "UserLanguage", "de").await?;
        stand.preference(login, "UserSkin", "dark").await?;
        stand.service(login, "1").await?;
        stand.permission(login, "1", "rw").await?;
        stand.relation(login, "BETA").await?;
        let base = format!("CustomerTicketSearch::{login}");
        stand.search(&base, "mine", "ACME").await?;
    }
    stand
        .search("TicketSearch::tina", "an agent's", "ACME")
        .await?;
    stand.field(PEOPLE, "7", "tina", "Red").await?;
    stand
        .field("CustomerCompany", "8", "tina", "Vienna")
        .await?;
    let moved = stand.rename("tina", "t.smith").await?;
    let rows = [
        (MoveStep::Preferences, 2),
        (MoveStep::DynamicFieldNames, 1),
        (MoveStep::SavedSearches, 2),
        (MoveStep::Services, 1),
        (MoveStep::GroupPermissions, 1),
        (MoveStep::CustomerRelations, 1),
    ];
    assert_eq!(moved.moves.iter().collect::<Vec<_>>(), rows);
    assert_eq!((moved.moves.total(), moved.moves.replaced), (8, 0));
    let heard = rows.map(|(step, rows)| (step, rows, rows));
    assert_eq!(moved.heard, heard, "each kind is told when it is done");
    for (table, column, expected) in [
        (
            "customer_preferences",
            "user_id",
            &["other", "other", "t.smith", "t.smith"][..],
        ),
        (
            "service_customer_user",
            "customer_user_login",
            &["other", "t.smith"],
        ),
        ("group_customer_user", "user_id", &["other", "t.smith"]),
        ("customer_user_customer", "user_id", &["other", "t.smith"]),
        (
            "search_profile",
            "login",
            &[
                "CustomerTicketSearch::other",
                "CustomerTicketSearch::other",
                "CustomerTicketSearch::t.smith",
                "CustomerTicketSearch::t.smith",
                "TicketSearch::tina",
                "TicketSearch::tina",
            ],
        ),
    ] {
        assert_eq!(stand.names(table, column).await?, expected, "{table}");
    }
    let objects = "CONCAT(object_type, ' ', object_name)";
    assert_eq!(
        stand.names("dynamic_field_obj_id_name", objects).await?,
        ["CustomerCompany tina", "CustomerUser t.smith"],
        "a customer of that name is somebody else"
    );
    Ok(())
}

pub(crate) async fn c67_rows_tell_who_moved_them_as_far_as_they_can(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.service("tina", "2").await?;
    stand.permission("tina", "2", "ro").await?;
    stand.relation("tina", "BETA").await?;
    stand.rename("tina", "t.smith").await?;
    let times =
        "CONCAT('by ', create_by, CASE WHEN create_time = '{}' THEN ' now' ELSE ' then' END)";
    let created = times.replace("{}", NOW);
    let changed = created.replace("create_", "change_");
    for (table, created_now) in [
        ("service_customer_user", "by 2 now"),
        ("group_customer_user", "by 1 then"),
        ("customer_user_customer", "by 1 then"),
    ] {
        assert_eq!(
            stand.names(table, &created).await?,
            [created_now],
            "{table}"
        );
    }
    for table in ["group_customer_user", "customer_user_customer"] {
        assert_eq!(stand.names(table, &changed).await?, ["by 2 now"], "{table}");
    }
    let service = stand.names("service_customer_user", "CONCAT('', service_id)");
    assert_eq!(service.await?, ["2"]);
    Ok(())
}

pub(crate) async fn c67_what_was_left_behind_under_the_new_login_gives_way(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    for (login, skin) in [("tina", "dark"), ("t.smith", "light")] {
        stand.preference(login, "UserSkin", skin).await?;
        stand.service(login, "1").await?;
        stand.permission(login, "1", "rw").await?;
        stand.relation(login, "BETA").await?;
        let base = format!("CustomerTicketSearch::{login}");
        stand.search(&base, "mine", skin).await?;
    }
    stand.preference("t.smith", "UserLanguage", "fr").await?;
    stand.permission("t.smith", "2", "ro").await?;
    stand
        .search("CustomerTicketSearch::t.smith", "old", "light")
        .await?;
    stand.field(PEOPLE, "7", "tina", "Red").await?;
    stand.field(PEOPLE, "8", "t.smith", "Blue").await?;
    // A ticket's field may have a value of the same number
    let of_ticket = "INSERT INTO dynamic_field_value (object_id, field_id, value_text) \
                     VALUES (8, 2, 'of something else')";
    stand.database.outside.run(of_ticket).await?;
    let moved = stand.rename("tina", "t.smith").await?;
    // A preference, a service, a permission, a relation, two lines of a search, an object, its value
    assert_eq!(moved.moves.replaced, 8);
    assert_eq!(
        stand
            .names(
                "customer_preferences",
                "CONCAT(user_id, ' ', preferences_key, ' ', preferences_value)"
            )
            .await?,
        ["t.smith UserLanguage fr", "t.smith UserSkin dark"],
        "what is not in the way stays, as in OTOBO"
    );
    assert_eq!(
        stand
            .names(
                "group_customer_user",
                "CONCAT(user_id, ' ', group_id, ' ', permission_key)"
            )
            .await?,
        ["t.smith 1 rw", "t.smith 2 ro"]
    );
    let logins = stand.names("service_customer_user", "customer_user_login");
    assert_eq!(logins.await?, ["t.smith"]);
    let relations = stand.names("customer_user_customer", "user_id");
    assert_eq!(relations.await?, ["t.smith"]);
    assert_eq!(
        stand
            .names("search_profile", "CONCAT(profile_name, ' ', profile_value)")
            .await?,
        ["mine dark", "mine dark", "old light", "old light"]
    );
    assert_eq!(
        stand
            .names(
                "dynamic_field_obj_id_name",
                "CONCAT(object_id, ' ', object_name)"
            )
            .await?,
        ["7 t.smith"]
    );
    assert_eq!(
        stand
            .names("dynamic_field_value", "CONCAT(object_id, ' ', value_text)")
            .await?,
        ["7 Red", "8 of something else"]
    );
    Ok(())
}

/// To MariaDB `Müller` and `muller` are one; OTOBO compares the two spellings byte by byte.
pub(crate) async fn c67_a_login_that_the_engine_takes_for_the_old_one_loses_nothing(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.preference("Müller", "UserSkin", "dark").await?;
    stand.service("Müller", "1").await?;
    stand.permission("Müller", "1", "rw").await?;
    stand.relation("Müller", "BETA").await?;
    let base = "CustomerTicketSearch::Müller";
    stand.search(base, "mine", "ACME").await?;
    stand.field(PEOPLE, "7", "Müller", "Red").await?;
    stand.ticket("ACME", "Müller", "own").await?;
    let moved = stand.rename("Müller", "muller").await?;
    assert_eq!((moved.moves.total(), moved.moves.replaced), (8, 0));
    for (table, column) in [
        ("customer_preferences", "user_id"),
        ("service_customer_user", "customer_user_login"),
        ("group_customer_user", "user_id"),
        ("customer_user_customer", "user_id"),
        ("dynamic_field_obj_id_name", "object_name"),
        ("ticket", "customer_user_id"),
    ] {
        assert_eq!(stand.names(table, column).await?, ["muller"], "{table}");
    }
    assert_eq!(
        stand.names("search_profile", "login").await?,
        ["CustomerTicketSearch::muller"; 2]
    );
    Ok(())
}

/// Somebody of another source, whose login only an engine takes for the old or the new one.
pub(crate) async fn c67_somebody_else_keeps_the_name_of_his_dynamic_fields(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.field(PEOPLE, "7", "muller", "his").await?;
    let moved = stand.rename("Müller", "u.mueller").await?;
    assert_eq!(moved.moves.total(), 0, "they are not Müller's");
    let names = || stand.names("dynamic_field_obj_id_name", "object_name");
    assert_eq!(names().await?, ["muller"]);
    stand.field(PEOPLE, "8", "tina", "hers").await?;
    let options = MoveOptions::default();
    let outcome = stand
        .try_change(["tina", "MÜLLER"], ["ACME"; 2], options)
        .await;
    if stand.kind().has_collation() {
        let Err(MoveError::Refused(MoveRefused::Taken { table, name, .. })) = outcome else {
            bail!("only one of the two can be stored")
        };
        assert_eq!(
            (table, name.as_str()),
            ("dynamic_field_obj_id_name", "muller")
        );
        assert_eq!(names().await?, ["muller", "tina"]);
    } else {
        assert_eq!(outcome?.moves.of(MoveStep::DynamicFieldNames), 1);
        assert_eq!(names().await?, ["MÜLLER", "muller"]);
    }
    Ok(())
}

pub(crate) async fn c67_somebody_else_keeps_what_only_looks_left_behind(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.preference("muller", "UserSkin", "his").await?;
    stand.preference("MÜLLER", "UserSkin", "left").await?;
    stand.preference("tina", "UserSkin", "hers").await?;
    let moved = stand.rename("tina", "Müller").await?;
    let skins = stand.names(
        "customer_preferences",
        "CONCAT(user_id, ' ', preferences_value)",
    );
    if stand.kind() == EngineKind::MariaDb {
        assert_eq!(
            moved.moves.replaced, 1,
            "case alone makes nobody somebody else"
        );
        assert_eq!(skins.await?, ["Müller hers", "muller his"]);
    } else {
        assert_eq!(moved.moves.replaced, 0, "to the engine these are three");
        assert_eq!(skins.await?, ["MÜLLER left", "Müller hers", "muller his"]);
    }
    Ok(())
}

/// OTOBO finds saved searches in any case, also where the engine tells case apart.
pub(crate) async fn c67_saved_searches_are_found_in_any_case(engine: &dyn Engine) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand
        .search("CustomerTicketSearch::JÖRG", "one", "x")
        .await?;
    stand
        .search("CustomerTicketSearch::Jörg", "two", "x")
        .await?;
    stand
        .search("CustomerTicketSearch::T.SMITH", "two", "left")
        .await?;
    let moved = stand.rename("jörg", "t.smith").await?;
    assert_eq!(moved.moves.of(MoveStep::SavedSearches), 4);
    assert_eq!(moved.moves.replaced, 2);
    assert_eq!(
        stand.names("search_profile", "login").await?,
        ["CustomerTicketSearch::t.smith"; 4]
    );
    Ok(())
}

pub(crate) async fn c67_tables_and_columns_that_are_missing_are_passed_over(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.preference("tina", "UserSkin", "dark").await?;
    stand.field(PEOPLE, "7", "tina", "Red").await?;
    stand.field(PEOPLE, "8", "t.smith", "left").await?;
    for table in [
        "ticket_history",
        "ticket",
        "search_profile",
        "service_customer_user",
        "group_customer_user",
        "dynamic_field_value",
    ] {
        stand
            .database
            .outside
            .run(&format!("DROP TABLE {table}"))
            .await?;
    }
    let relations = "ALTER TABLE customer_user_customer RENAME TO other_table";
    stand.database.outside.run(relations).await?;
    let moved = stand.rename("tina", "t.smith").await?;
    assert_eq!(
        moved.moves.iter().collect::<Vec<_>>(),
        [(MoveStep::Preferences, 1), (MoveStep::DynamicFieldNames, 1)]
    );
    assert_eq!(
        moved.moves.replaced, 1,
        "without a table of values there are none"
    );
    Ok(())
}

pub(crate) async fn c69_a_new_case_moves_no_dynamic_field_name_and_no_saved_search(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.preference("Tina", "UserSkin", "dark").await?;
    stand.service("Tina", "1").await?;
    stand.permission("Tina", "1", "rw").await?;
    stand.relation("Tina", "BETA").await?;
    stand
        .search("CustomerTicketSearch::Tina", "mine", "ACME")
        .await?;
    stand.field(PEOPLE, "7", "Tina", "Red").await?;
    stand.ticket("ACME", "Tina", "own").await?;
    let moved = stand.rename("Tina", "tina").await?;
    assert_eq!((moved.moves.total(), moved.moves.replaced), (5, 0));
    for (table, column) in [
        ("customer_preferences", "user_id"),
        ("service_customer_user", "customer_user_login"),
        ("group_customer_user", "user_id"),
        ("customer_user_customer", "user_id"),
        ("ticket", "customer_user_id"),
    ] {
        assert_eq!(stand.names(table, column).await?, ["tina"], "{table}");
    }
    assert_eq!(
        stand
            .names("dynamic_field_obj_id_name", "object_name")
            .await?,
        ["Tina"]
    );
    assert_eq!(
        stand.names("search_profile", "login").await?,
        ["CustomerTicketSearch::Tina"; 2]
    );
    Ok(())
}

/// After a new case the name of the fields is behind; where the engine still takes it for the login, the
/// next new login brings it along, as OTOBO's does.
pub(crate) async fn c69_a_name_that_stayed_behind_for_its_case_comes_along_where_it_is_found(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.field(PEOPLE, "7", "Tina", "Red").await?;
    stand.rename("tina", "t.smith").await?;
    let expected = if stand.kind().has_collation() {
        "t.smith"
    } else {
        "Tina"
    };
    assert_eq!(
        stand
            .names("dynamic_field_obj_id_name", "object_name")
            .await?,
        [expected]
    );
    Ok(())
}

pub(crate) async fn c70_what_otobo_forgets_can_be_left_where_it_is(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.permission("tina", "1", "rw").await?;
    stand.relation("tina", "BETA").await?;
    let options = MoveOptions {
        group_permissions: false,
        customer_relations: false,
        ..MoveOptions::default()
    };
    let moved = stand
        .try_change(["tina", "t.smith"], ["ACME"; 2], options)
        .await?;
    assert_eq!(moved.moves.total(), 0);
    for table in ["group_customer_user", "customer_user_customer"] {
        assert_eq!(stand.names(table, "user_id").await?, ["tina"]);
        let changed = stand.names(table, "CONCAT('', change_by)").await?;
        assert_eq!(changed, ["1"], "{table} is as it was since {BEFORE}");
    }
    Ok(())
}

pub(crate) async fn c5_a_login_that_a_relation_cannot_hold_is_refused_before_anything_is_written(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    let long = "ü".repeat(101);
    stand.preference("tina", "UserSkin", "dark").await?;
    stand.rename("tina", &long).await?;
    stand.rename(&long, "tina").await?;
    stand.permission("tina", "1", "rw").await?;
    let options = MoveOptions::default();
    let refused = stand
        .try_change(["tina", &long], ["ACME"; 2], options)
        .await;
    let Err(MoveError::Refused(refused)) = refused else {
        bail!("a permission holds 100 characters of a login")
    };
    let expected = MoveRefused::TooLong {
        step: MoveStep::GroupPermissions,
        table: "group_customer_user",
        column: "user_id",
        length: 101,
        limit: 100,
    };
    assert_eq!(refused, expected);
    let preferences = || stand.names("customer_preferences", "user_id");
    assert_eq!(preferences().await?, ["tina"], "nothing was written");
    let without = MoveOptions {
        group_permissions: false,
        ..options
    };
    stand
        .try_change(["tina", &long], ["ACME"; 2], without)
        .await?;
    assert_eq!(preferences().await?, [long], "what stays needs no place");
    Ok(())
}
