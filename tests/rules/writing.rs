//! What is stored of a record, and what is refused (C57 to C66, C71 to C74).

use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::customers;
use deskbook_core::editing::Editing;
use deskbook_core::moves::MoveOptions;
use deskbook_core::otobo::{
    WriteError, company_add, customer_user_data, get_preferences, set_password, set_preferences,
};
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::{self, PreferenceError};
use deskbook_domain::check::Problem;
use deskbook_domain::record::Record;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::builders::{CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::engine::{Arena, Engine, Sources, Tables};

use crate::support::{add, chance, numbered, put_preference, update};

/// An installation with the customer that the builders name.
pub(crate) async fn with_acme(engine: &dyn Engine, sources: Sources) -> Result<Arena> {
    let arena = engine.arena(sources).await?;
    arena.put_customers(0, [a_customer()]).await?;
    Ok(arena)
}

/// What is stored in a column of a customer user; NULL is `None`.
async fn stored(arena: &Arena, login: &str, column: &str) -> Result<Option<String>> {
    let of = ("login", login);
    let values = arena.column("customer_user", column, of).await?;
    values.into_iter().next().context("the row is there")
}

async fn count(arena: &Arena) -> Result<u32> {
    Ok(arena.installation.customer_users.count().await?)
}

pub(crate) async fn c57_a_login_of_any_source_is_refused_in_any_case(
    engine: &dyn Engine,
) -> Result<()> {
    let sources = Sources {
        customer_users: vec![numbered(0), numbered(1)],
        tables: Tables::OfEachSource,
        ..Sources::shipped()
    };
    let arena = with_acme(engine, sources).await?;
    arena.put(1, [a_customer_user().login("tina")]).await?;
    arena.put(0, [a_customer_user().login("otto")]).await?;
    for login in ["tina", "TINA"] {
        let refused = add(&arena, a_customer_user().login(login)).await;
        assert!(matches!(refused, Err(WriteError::LoginTaken)), "{login}");
        let refused = update(&arena, "otto", a_customer_user().login(login)).await;
        assert!(matches!(refused, Err(WriteError::LoginTaken)), "{login}");
    }
    assert_eq!(count(&arena).await?, 2);
    update(&arena, "otto", a_customer_user().login("OTTO")).await?;
    let login = stored(&arena, "OTTO", "login").await?;
    assert_eq!(login.as_deref(), Some("OTTO"), "its own may change in case");
    Ok(())
}

pub(crate) async fn c58_zero_in_a_required_field_counts_as_empty(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    arena.put(0, [a_customer_user().login("otto")]).await?;
    for var in ["UserFirstname", "UserEmail", "UserCustomerID", "ValidID"] {
        let zero = |login| a_customer_user().login(login).with(var, "0");
        for refused in [
            add(&arena, zero("tina")).await.map(|_| ()),
            update(&arena, "otto", zero("otto")).await,
        ] {
            let needed = match refused {
                Err(WriteError::Needed(needed)) => needed,
                other => anyhow::bail!("{var} is needed, but {other:?}"),
            };
            assert_eq!(needed.as_str(), var);
        }
    }
    let refused = add(&arena, a_customer_user().with("UserLogin", "0")).await;
    assert!(matches!(refused, Err(WriteError::Needed(_))), "{refused:?}");
    assert_eq!(count(&arena).await?, 1);
    Ok(())
}

pub(crate) async fn c59_what_is_missing_is_stored_empty_and_of_customers_as_null(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let zero = a_customer_user().login("tina").with("UserPhone", "0");
    add(&arena, zero).await?;
    for column in ["phone", "city", "comments"] {
        let value = stored(&arena, "tina", column).await?;
        assert_eq!(value.as_deref(), Some(""), "{column}");
    }
    let customer = a_customer().id("NEW").named("New");
    let customer = customer.with("CustomerCompanyCity", "");
    company_add(&arena.installation, None, customer.record()).await?;
    for (column, expected) in [("city", Some("")), ("street", None)] {
        let of = ("customer_id", "NEW");
        let value = arena.column("customer_company", column, of).await?;
        assert_eq!(value, [expected.map(str::to_owned)], "{column}");
    }
    Ok(())
}

pub(crate) async fn c61_an_address_is_taken_by_an_invalid_user_too_in_the_same_source_only(
    engine: &dyn Engine,
) -> Result<()> {
    let sources = Sources {
        customer_users: vec![numbered(0), numbered(1)],
        tables: Tables::OfEachSource,
        ..Sources::shipped()
    };
    let arena = with_acme(engine, sources).await?;
    let holder = |login| a_customer_user().login(login);
    arena.put(0, [holder("gone").invalid()]).await?;
    arena.put(1, [holder("elsewhere")]).await?;
    let of = |address| a_customer_user().login("tina").email(address);
    let refused = add(&arena, of("Gone@acme.test")).await;
    assert!(
        matches!(
            refused,
            Err(WriteError::AddressRefused(Problem::EmailTaken { .. }))
        ),
        "{refused:?}"
    );
    add(&arena, of("elsewhere@acme.test")).await?;
    Ok(())
}

pub(crate) async fn c62_an_address_is_checked_only_if_it_is_saved_as_valid(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let bad = |login| a_customer_user().login(login).email("no address");
    let refused = add(&arena, bad("tina")).await;
    assert!(
        matches!(
            refused,
            Err(WriteError::AddressRefused(Problem::EmailSyntax))
        ),
        "{refused:?}"
    );
    add(&arena, bad("tina").invalid()).await?;
    let refused = update(&arena, "tina", bad("tina")).await;
    assert!(matches!(refused, Err(WriteError::AddressRefused(_))));
    Ok(())
}

pub(crate) async fn c63_the_settings_say_which_addresses_pass(engine: &dyn Engine) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let of = |address| a_customer_user().login("tina").email(address);
    for (address, problem) in [
        ("x@example.com", Problem::EmailNotAllowed),
        ("a..b@c.de", Problem::EmailSyntax),
    ] {
        match add(&arena, of(address)).await {
            Err(WriteError::AddressRefused(found)) => assert_eq!(found, problem, "{address}"),
            other => anyhow::bail!("{address} is refused, but {other:?}"),
        }
    }
    add(&arena, of("root@localhost")).await?;
    Ok(())
}

pub(crate) async fn c64_another_case_of_an_address_is_no_new_one(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let shared = |login| a_customer_user().login(login).email("shared@acme.test");
    arena.put(0, [shared("one"), shared("two")]).await?;
    let to = |address| a_customer_user().login("one").email(address);
    update(&arena, "one", to("Shared@Acme.test")).await?;
    let address = stored(&arena, "one", "email").await?;
    assert_eq!(address.as_deref(), Some("Shared@Acme.test"));
    update(&arena, "one", to("other@acme.test")).await?;
    let refused = update(&arena, "one", to("shared@acme.test")).await;
    assert!(
        matches!(refused, Err(WriteError::AddressRefused(_))),
        "it would be new"
    );
    Ok(())
}

pub(crate) async fn c65_a_change_writes_every_field_and_leaves_the_password_alone(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let full = a_customer_user().login("tina").with("UserCity", "Bonn");
    arena.put(0, [full.with("UserPhone", "1")]).await?;
    let sql = "UPDATE customer_user SET pw = 'as it was'";
    arena.run(sql).await?;
    let phone = a_customer_user().login("tina").with("UserPhone", "2");
    update(&arena, "TINA", phone).await?;
    for (column, expected) in [("phone", "2"), ("city", ""), ("pw", "as it was")] {
        let value = stored(&arena, "tina", column).await?;
        assert_eq!(value.as_deref(), Some(expected), "{column}");
    }
    let nobody = update(&arena, "nobody", a_customer_user().login("nobody")).await;
    assert!(matches!(nobody, Err(WriteError::NoSuchUser)), "{nobody:?}");
    Ok(())
}

/// What the form says of a customer user that is added or, by its login, changed.
async fn faults(
    arena: &Arena,
    editing: Option<&str>,
    customer_user: CustomerUserBuilder,
) -> Result<Vec<Problem>> {
    let draft = Draft {
        editing: editing.map(Editing::as_stored),
        source: None,
        record: customer_user.record(),
        password: PasswordChoice::Keep,
        options: MoveOptions::default(),
    };
    let installation = &arena.installation;
    let saved = people::save(installation, draft, &mut chance(), Arc::new(())).await?;
    Ok(match saved {
        people::save::Outcome::Saved { .. } => Vec::new(),
        people::save::Outcome::Refused { findings } => {
            findings.into_iter().map(|it| it.problem).collect()
        }
        people::save::Outcome::Conflict { .. } => anyhow::bail!("nobody else writes"),
    })
}

pub(crate) async fn c66_an_unknown_customer_may_stay_and_none_may_come(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let of = |login, customer| a_customer_user().login(login).of(customer);
    arena.put(0, [of("tina", "GONE")]).await?;
    let kept = of("tina", "GONE").with("UserPhone", "1");
    assert_eq!(faults(&arena, Some("tina"), kept).await?, []);
    let unknown = [Problem::CustomerUnknown];
    let changed = faults(&arena, Some("tina"), of("tina", "ELSEWHERE")).await?;
    assert_eq!(changed, unknown);
    let added = faults(&arena, None, of("otto", "GONE")).await?;
    assert_eq!(added, unknown);
    assert_eq!(faults(&arena, None, of("otto", "acme")).await?, []);
    Ok(())
}

pub(crate) async fn c71_a_login_is_made_of_the_minute_and_a_number(
    engine: &dyn Engine,
) -> Result<()> {
    let source = CustomerUserSource {
        automatic_login: Some("auto".to_owned()),
        ..CustomerUserSource::shipped()
    };
    let arena = with_acme(engine, Sources::of(source)).await?;
    let login = add(&arena, a_customer_user().without("UserLogin")).await?;
    let number = login.as_str().strip_prefix("auto-202311142213");
    let number: u8 = number.context("when, and a number")?.parse()?;
    assert!(number <= 98, "{login}");
    let found = customer_user_data(&arena.installation, &login).await?;
    assert!(found.is_some(), "{login}");
    let plain = with_acme(engine, Sources::shipped()).await?;
    let refused = add(&plain, a_customer_user().without("UserLogin")).await;
    assert!(matches!(refused, Err(WriteError::Needed(_))), "{refused:?}");
    Ok(())
}

pub(crate) async fn c72_a_preference_replaces_the_old_one_unless_it_is_data(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    arena.put(0, [a_customer_user().login("tina")]).await?;
    let tina = "tina".into();
    for value in ["de", "fr"] {
        put_preference(&arena, "tina", "UserLanguage", Some(value)).await?;
    }
    let installation = &arena.installation;
    set_preferences(installation, &tina, "UserLanguage", Some("en")).await?;
    let of = ("user_id", "tina");
    let rows = arena.column("customer_preferences", "preferences_value", of);
    assert_eq!(rows.await?, [Some("en".to_owned())], "one row for a pair");
    for key in ["UserEmail", "ValidID", "UserPassword", "UserToken"] {
        let refused = set_preferences(installation, &tina, key, Some("x")).await;
        assert!(
            matches!(
                refused,
                Err(WriteError::Preference(PreferenceError::KeyRefused))
            ),
            "{key}"
        );
    }
    let long = "x".repeat(251);
    let refused = set_preferences(installation, &tina, "UserLanguage", Some(&long)).await;
    assert!(refused.is_err(), "its column takes 250");
    let stranger = set_preferences(installation, &"otto".into(), "UserLanguage", None).await;
    assert!(
        matches!(stranger, Err(WriteError::NoSuchUser)),
        "{stranger:?}"
    );
    let kept = get_preferences(installation, &tina).await?;
    let kept: Vec<_> = kept.into_values().flatten().collect();
    assert_eq!(kept, ["en"], "what was refused takes nothing away");
    Ok(())
}

pub(crate) async fn c73_a_new_password_follows_no_rules_and_is_of_no_age(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    arena.put(0, [a_customer_user().login("tina")]).await?;
    let key = "UserLastPwChangeTime";
    put_preference(&arena, "tina", key, Some("1700000000")).await?;
    put_preference(&arena, "tina", "UserLanguage", Some("de")).await?;
    let (tina, short) = ("tina".into(), Secret::new("a".to_owned()));
    let installation = &arena.installation;
    set_password(installation, &tina, &short, &mut chance()).await?;
    let left = get_preferences(installation, &tina).await?;
    let left: Vec<_> = left.into_keys().collect();
    assert_eq!(left, ["UserLanguage"]);
    Ok(())
}

pub(crate) async fn c74_a_customer_of_a_name_in_use_is_refused(engine: &dyn Engine) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let same_name = || a_customer().id("NEW").record();
    let draft = customers::check::Draft {
        editing: None,
        source: None,
        record: same_name(),
        options: MoveOptions::default(),
    };
    let saved = customers::save(&arena.installation, draft, Arc::new(())).await?;
    let customers::save::Outcome::Refused { findings } = saved else {
        anyhow::bail!("the name is in use")
    };
    let problems: Vec<_> = findings.into_iter().map(|it| it.problem).collect();
    let customer_id = "ACME".to_owned();
    assert_eq!(problems, [Problem::CustomerNameTaken { customer_id }]);
    let added = company_add(&arena.installation, None, same_name()).await;
    assert!(
        added.is_err_and(|error| error.is_of_the_question()),
        "without the form, too"
    );
    assert_eq!(arena.installation.customers.count().await?, 1);
    Ok(())
}

pub(crate) async fn c3_nothing_is_written_without_an_agent(engine: &dyn Engine) -> Result<()> {
    let mut arena = with_acme(engine, Sources::shipped()).await?;
    arena.put(0, [a_customer_user().login("otto")]).await?;
    arena.installation.agent = None;
    let added = add(&arena, a_customer_user().login("tina")).await;
    assert!(added.is_err_and(|error| error.is_of_the_question()));
    let changed = update(&arena, "otto", a_customer_user().login("otto")).await;
    assert!(changed.is_err_and(|error| error.is_of_the_question()));
    let record: Record = a_customer().id("NEW").named("New").record();
    assert!(
        company_add(&arena.installation, None, record)
            .await
            .is_err()
    );
    assert_eq!(count(&arena).await?, 1);
    Ok(())
}
