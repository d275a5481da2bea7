//! What a customer's new ID drags along (C70).

use std::time::{Duration, Instant};

use anyhow::Result;
use deskbook_core::moves::{MoveOptions, MoveRefused, MoveStep};
use deskbook_domain::check::Problem;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::source::CustomerUserSource;
use deskbook_sql::moves::{
    CustomerUserOf, MoveError, customer_users_of, move_customer_users, refuse_unfit_customer,
};
use deskbook_tests::csv::Table;
use deskbook_tests::engine::{Engine, EngineKind};

use crate::move_stand::{BEFORE, MoveStand, NOW, customer_move};

pub(crate) async fn c70_a_customers_new_id_takes_its_permissions_relations_and_tickets_along(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    for customer in ["ACME", "OTHER"] {
        stand.customer_permission(customer, "1").await?;
        stand.customer_permission(customer, "2").await?;
        stand.relation("tina", customer).await?;
        stand.ticket(customer, "tina", "hers").await?;
        stand.ticket(customer, "", "nobody's").await?;
    }
    stand.customer_permission("BETA", "2").await?;
    stand
        .field("CustomerCompany", "7", "ACME", "Vienna")
        .await?;
    stand.field("CustomerUser", "8", "ACME", "a login").await?;
    let moved = stand
        .rename_customer(["ACME", "BETA"], MoveOptions::default())
        .await?;
    let rows = [
        (MoveStep::DynamicFieldNames, 1),
        (MoveStep::CustomerGroupPermissions, 2),
        (MoveStep::CustomerRelations, 1),
        (MoveStep::Tickets, 2),
    ];
    assert_eq!(moved.moves.iter().collect::<Vec<_>>(), rows);
    assert_eq!(moved.moves.replaced, 1, "a permission that was left behind");
    assert_eq!(
        stand.names("group_customer", "customer_id").await?,
        ["BETA", "BETA", "OTHER", "OTHER"]
    );
    assert_eq!(
        stand.names("customer_user_customer", "customer_id").await?,
        ["BETA", "OTHER"]
    );
    assert_eq!(
        stand.whose_tickets().await?,
        [
            "hers: BETA / tina",
            "nobody's: BETA / ",
            "hers: OTHER / tina",
            "nobody's: OTHER / "
        ]
    );
    assert_eq!(
        stand.names("ticket_history", "name").await?,
        ["%%CustomerID=BETA;"; 2],
        "the customer users stay who they are"
    );
    assert_eq!(
        stand
            .names(
                "dynamic_field_obj_id_name",
                "CONCAT(object_type, ' ', object_name)"
            )
            .await?,
        ["CustomerCompany BETA", "CustomerUser ACME"]
    );
    Ok(())
}

pub(crate) async fn c70_what_otobo_forgets_of_a_customer_can_be_left_where_it_is(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.customer_permission("ACME", "1").await?;
    stand.relation("tina", "ACME").await?;
    let options = MoveOptions {
        customer_group_permissions: false,
        customer_relations: false,
        ..MoveOptions::default()
    };
    let moved = stand.rename_customer(["ACME", "BETA"], options).await?;
    assert_eq!(moved.moves.total(), 0);
    for table in ["group_customer", "customer_user_customer"] {
        assert_eq!(stand.names(table, "customer_id").await?, ["ACME"]);
    }
    Ok(())
}

pub(crate) async fn c70_a_customers_new_case_moves_all_but_the_name_of_its_dynamic_fields(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.customer_permission("Acme", "1").await?;
    stand
        .field("CustomerCompany", "7", "Acme", "Vienna")
        .await?;
    stand.ticket("Acme", "tina", "hers").await?;
    let moved = stand
        .rename_customer(["Acme", "ACME"], MoveOptions::default())
        .await?;
    assert_eq!(
        moved.moves.iter().collect::<Vec<_>>(),
        [
            (MoveStep::CustomerGroupPermissions, 1),
            (MoveStep::Tickets, 1)
        ]
    );
    assert_eq!(
        stand
            .names("dynamic_field_obj_id_name", "object_name")
            .await?,
        ["Acme"]
    );
    assert_eq!(stand.whose_tickets().await?, ["hers: ACME / tina"]);
    Ok(())
}

pub(crate) async fn c70_customer_users_are_found_in_any_case_unless_the_source_tells_it_apart(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    let people = [
        ("a", "Käfer"),
        ("b", "KÄFER"),
        ("c", "Kafer"),
        ("d", "Other"),
    ];
    put_people(
        &stand,
        people.map(|(login, customer)| (login.to_owned(), customer)),
    )
    .await?;
    let of = |login: &str, customer: &str| CustomerUserOf {
        login: login.into(),
        customer: customer.into(),
    };
    let mut shipped = CustomerUserSource::shipped();
    let (old, new) = (CustomerId::from("käfer"), CustomerId::from("Beetle"));
    let (db, dialect) = (stand.database.connection(), stand.database.dialect());
    let found = customer_users_of(db, dialect, &shipped, &old).await?;
    let folds = stand.kind().has_collation();
    let (both, all) = (
        vec![of("a", "Käfer"), of("b", "KÄFER")],
        vec![of("a", "Käfer"), of("b", "KÄFER"), of("c", "Kafer")],
    );
    assert_eq!(found, if folds { all } else { both });
    shipped.case_sensitive = true;
    let exact = customer_users_of(db, dialect, &shipped, &CustomerId::from("KÄFER")).await?;
    assert_eq!(exact.len(), if folds { 3 } else { 1 });
    shipped.case_sensitive = false;
    let asked = customer_move(&old, &new, MoveOptions::default());
    let moved = move_customer_users(db, dialect, &shipped, &asked).await?;
    assert_eq!(moved, if folds { 3 } else { 2 });
    let left: &[&str] = if folds {
        &["Other"]
    } else {
        &["Kafer", "Other"]
    };
    let left = [&["Beetle"][..]; 3]
        .into_iter()
        .take(4 - left.len())
        .chain([left])
        .flatten();
    let left: Vec<_> = left.copied().collect();
    assert_eq!(stand.names("customer_user", "customer_id").await?, left);
    Ok(())
}

pub(crate) async fn c70_a_foreign_table_does_not_tell_who_moved_its_people(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    put_people(&stand, [("tina".to_owned(), "ACME")]).await?;
    let foreign = CustomerUserSource {
        foreign: true,
        ..CustomerUserSource::shipped()
    };
    let (db, dialect) = (stand.database.connection(), stand.database.dialect());
    let ids = ["ACME", "BETA", "GAMMA"].map(CustomerId::from);
    let options = MoveOptions::default();
    let first = customer_move(&ids[0], &ids[1], options);
    move_customer_users(db, dialect, &foreign, &first).await?;
    let changed = format!(
        "SELECT CONCAT(customer_id, ' ', change_by, CASE WHEN change_time = '{NOW}' \
         THEN ' now' ELSE ' then' END) FROM customer_user"
    );
    assert_eq!(stand.texts(&changed).await?, ["BETA 1 then"]);
    let second = customer_move(&ids[1], &ids[2], options);
    let own = CustomerUserSource::shipped();
    move_customer_users(db, dialect, &own, &second).await?;
    assert_eq!(stand.texts(&changed).await?, ["GAMMA 2 now"]);
    Ok(())
}

/// A table of somebody else's may have numbers: `PostgreSQL` does not compare them with texts, and `MySQL`
/// takes every other text for a 0.
pub(crate) async fn c70_a_customer_id_that_is_no_number_is_nobodys_in_a_column_of_numbers(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    let outside = &stand.database.outside;
    outside
        .run("CREATE TABLE persons (login VARCHAR(50), customer INTEGER)")
        .await?;
    outside
        .run("INSERT INTO persons VALUES ('a', 0), ('b', 42), ('c', 7)")
        .await?;
    let (db, dialect) = (stand.database.connection(), stand.database.dialect());
    for case_sensitive in [false, true] {
        let source = CustomerUserSource {
            table: "persons".try_into()?,
            customer_id: "customer".try_into()?,
            foreign: true,
            case_sensitive,
            ..CustomerUserSource::shipped()
        };
        let moved = async |old: &str, new: &str| {
            let (old, new) = (CustomerId::from(old), CustomerId::from(new));
            let found = customer_users_of(db, dialect, &source, &old).await?.len();
            let asked = customer_move(&old, &new, MoveOptions::default());
            let moved = move_customer_users(db, dialect, &source, &asked).await?;
            anyhow::ensure!(moved == found as u64, "{moved} of {found}");
            anyhow::Ok(moved)
        };
        assert_eq!(moved("ACME", "BETA").await?, 0);
        assert_eq!(moved("42", "43").await?, 1);
        assert_eq!(moved("43", "42").await?, 1);
        if stand.kind() != EngineKind::Sqlite {
            let unfit = CustomerId::from("ACME");
            let refused = refuse_unfit_customer(db, dialect, &source, &unfit).await;
            assert!(matches!(
                refused,
                Err(MoveError::Refused(MoveRefused::Unfit {
                    problem: Problem::NotAnInteger,
                    ..
                }))
            ));
        }
    }
    Ok(())
}

/// OTOBO moves 250 customer users, each with its tickets, one ticket after the other.
pub(crate) async fn c70_a_thousand_people_and_five_thousand_tickets_move_in_a_few_statements(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    let people = (0..1_000).map(|number| (format!("person{number}"), "ACME"));
    put_people(&stand, people).await?;
    put_tickets(&stand, 5_000).await?;
    stand.ticket("OTHER", "person1", "of another").await?;
    let began = Instant::now();
    let (old, new) = (CustomerId::from("ACME"), CustomerId::from("BETA"));
    let (db, dialect) = (stand.database.connection(), stand.database.dialect());
    let shipped = CustomerUserSource::shipped();
    let found = customer_users_of(db, dialect, &shipped, &old).await?;
    assert_eq!(found.len(), 1_000);
    let asked = customer_move(&old, &new, MoveOptions::default());
    let people = move_customer_users(db, dialect, &shipped, &asked).await?;
    assert_eq!(people, 1_000, "none stays behind");
    let moved = stand
        .rename_customer(["ACME", "BETA"], MoveOptions::default())
        .await?;
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{:?}",
        began.elapsed()
    );
    assert!(moved.statements <= 25, "{} statements", moved.statements);
    let progress = (1..=5).map(|done| (MoveStep::Tickets, done * 1_000, 5_000));
    assert_eq!(moved.heard, progress.collect::<Vec<_>>());
    for (sql, expected) in [
        ("customer_user WHERE customer_id = 'BETA'", "1000"),
        ("ticket WHERE customer_id = 'BETA'", "5000"),
        ("ticket WHERE customer_id = 'OTHER'", "1"),
        ("ticket_history WHERE name = '%%CustomerID=BETA;'", "5000"),
    ] {
        let count = format!("SELECT CONCAT('', COUNT(*)) FROM {sql}");
        assert_eq!(stand.texts(&count).await?, [expected], "{sql}");
    }
    let once = "SELECT CONCAT('', COUNT(DISTINCT ticket_id)) FROM ticket_history";
    assert_eq!(stand.texts(once).await?, ["5000"]);
    Ok(())
}

/// Customer users of the shipped source, with nothing to tell of them but login and customer.
async fn put_people(
    stand: &MoveStand,
    people: impl IntoIterator<Item = (String, &'static str)>,
) -> Result<()> {
    let columns = [
        "login",
        "email",
        "customer_id",
        "first_name",
        "last_name",
        "valid_id",
        "create_time",
        "create_by",
        "change_time",
        "change_by",
    ];
    let row = |(login, customer): (String, &str)| {
        let email = format!("{login}@acme.test");
        let row = [
            &login, &email, customer, "First", "Last", "2", BEFORE, "1", BEFORE, "1",
        ];
        row.map(|it| Some(it.to_owned())).to_vec()
    };
    let rows = Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: people.into_iter().map(row).collect(),
    };
    stand.database.outside.insert("customer_user", &rows).await
}

async fn put_tickets(stand: &MoveStand, many: u32) -> Result<()> {
    let columns = [
        "tn",
        "queue_id",
        "user_id",
        "responsible_user_id",
        "ticket_priority_id",
        "ticket_state_id",
        "customer_id",
        "customer_user_id",
        "create_time",
        "create_by",
        "change_time",
        "change_by",
    ];
    let row = |number: u32| {
        let (tn, login) = (format!("many{number}"), format!("person{}", number % 1_000));
        let row = [
            &tn, "5", "1", "1", "3", "4", "ACME", &login, BEFORE, "1", BEFORE, "1",
        ];
        row.map(|it| Some(it.to_owned())).to_vec()
    };
    let rows = Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: (0..many).map(row).collect(),
    };
    stand.database.outside.insert("ticket", &rows).await
}
