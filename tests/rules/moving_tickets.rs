//! Which tickets go with a customer user (C68), and what they tell of it.

use anyhow::Result;
use deskbook_core::moves::MoveStep;
use deskbook_tests::engine::Engine;

use crate::move_stand::{MoveStand, NOW};

pub(crate) async fn c68_tickets_move_only_if_they_are_of_the_old_login_and_the_old_customer(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.ticket("ACME", "tina", "own").await?;
    stand.ticket("ACME", "tina", "archived").await?;
    stand.ticket("BETA", "tina", "of before").await?;
    stand.ticket("ACME", "other", "of another").await?;
    stand.ticket("ACME", "TINA", "in capitals").await?;
    let nobodys = "UPDATE ticket SET customer_id = NULL WHERE title = 'of before'";
    stand.ticket("BETA", "tina", "elsewhere").await?;
    stand.database.outside.run(nobodys).await?;
    let moved = stand.rename("tina", "t.smith").await?;
    let folded = stand.kind().has_collation();
    let capitals = if folded { "t.smith" } else { "TINA" };
    let own = if folded { 3 } else { 2 };
    assert_eq!(moved.moves.of(MoveStep::Tickets), own);
    assert_eq!(moved.heard, [(MoveStep::Tickets, own, own)]);
    let whose = stand.whose_tickets().await?;
    let whose: Vec<_> = whose
        .iter()
        .filter(|it| !it.starts_with("of before"))
        .collect();
    assert_eq!(
        whose,
        [
            "own: ACME / t.smith",
            "archived: ACME / t.smith",
            "of another: ACME / other",
            &format!("in capitals: ACME / {capitals}"),
            "elsewhere: BETA / tina",
        ]
    );
    Ok(())
}

pub(crate) async fn c68_a_moved_ticket_tells_who_moved_it_in_its_history(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.ticket("ACME", "tina", "own").await?;
    stand.ticket("ACME", "tina", "typeless").await?;
    stand.ticket("ACME", "other", "of another").await?;
    let typeless = "UPDATE ticket SET type_id = NULL WHERE title = 'typeless'";
    stand.database.outside.run(typeless).await?;
    stand.change(["tina", "t.smith"], ["ACME", "BETA"]).await?;
    assert_eq!(
        stand.whose_tickets().await?,
        [
            "own: BETA / t.smith",
            "typeless: BETA / t.smith",
            "of another: ACME / other"
        ]
    );
    let changed = format!(
        "SELECT CONCAT(title, ' ', change_by, ' ', create_by) FROM ticket \
         WHERE change_time = '{NOW}' ORDER BY id"
    );
    assert_eq!(stand.texts(&changed).await?, ["own 2 1", "typeless 2 1"]);
    let history = format!(
        "SELECT CONCAT(y.name, ' ', h.name, ' ', t.title, ' ', h.type_id, ' ', h.queue_id, ' ', \
         h.owner_id, ' ', h.priority_id, ' ', h.state_id, ' ', h.create_by, ' ', h.change_by) \
         FROM ticket_history h JOIN ticket t ON t.id = h.ticket_id \
         JOIN ticket_history_type y ON y.id = h.history_type_id \
         WHERE h.create_time = '{NOW}' AND h.change_time = '{NOW}' AND h.article_id IS NULL \
         ORDER BY t.id"
    );
    assert_eq!(
        stand.texts(&history).await?,
        [
            "CustomerUpdate %%CustomerID=BETA;CustomerUser=t.smith; own 2 5 3 3 4 2 2",
            "CustomerUpdate %%CustomerID=BETA;CustomerUser=t.smith; typeless 1 5 3 3 4 2 2",
        ]
    );
    Ok(())
}

pub(crate) async fn c68_another_customer_alone_takes_the_tickets_along(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.preference("tina", "UserSkin", "dark").await?;
    stand.relation("tina", "GAMMA").await?;
    stand.ticket("ACME", "tina", "own").await?;
    let moved = stand.change(["tina", "tina"], ["ACME", "BETA"]).await?;
    assert_eq!(
        moved.moves.iter().collect::<Vec<_>>(),
        [(MoveStep::Tickets, 1)],
        "nothing else knows of it"
    );
    assert_eq!(stand.whose_tickets().await?, ["own: BETA / tina"]);
    let moved = stand.change(["tina", "tina"], ["BETA", "BETA"]).await?;
    assert_eq!(moved.moves.total(), 0, "nothing has changed");
    assert_eq!(stand.names("ticket_history", "name").await?.len(), 1);
    Ok(())
}

pub(crate) async fn c68_without_an_old_customer_all_tickets_of_the_login_move(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    stand.ticket("", "tina", "of none").await?;
    stand.ticket("BETA", "tina", "of one").await?;
    stand.ticket("", "other", "of another").await?;
    stand.change(["tina", "tina"], ["", "ACME"]).await?;
    assert_eq!(
        stand.whose_tickets().await?,
        [
            "of none: ACME / tina",
            "of one: ACME / tina",
            "of another:  / other"
        ]
    );
    stand.change(["tina", "t.smith"], ["ACME", ""]).await?;
    assert_eq!(
        stand.names("ticket_history", "name").await?,
        [
            "%%CustomerID=ACME;CustomerUser=tina;",
            "%%CustomerID=ACME;CustomerUser=tina;",
            "%%CustomerUser=t.smith;",
            "%%CustomerUser=t.smith;",
        ]
    );
    Ok(())
}

pub(crate) async fn c68_a_history_that_cannot_say_it_all_is_cut_and_one_that_cannot_say_it_is_silent(
    engine: &dyn Engine,
) -> Result<()> {
    let stand = MoveStand::new(engine).await?;
    let long = "ö".repeat(191);
    stand.ticket("ACME", "tina", "own").await?;
    stand.rename("tina", &long).await?;
    let history = stand.names("ticket_history", "name").await?;
    let told = format!("%%CustomerID=ACME;CustomerUser={long}");
    assert_eq!(history, [told.chars().take(200).collect::<String>()]);
    let unknown = "UPDATE ticket_history_type SET name = 'Something' WHERE name = 'CustomerUpdate'";
    stand.database.outside.run(unknown).await?;
    let moved = stand.rename(&long, "tina").await?;
    assert_eq!(moved.moves.of(MoveStep::Tickets), 1);
    assert_eq!(stand.whose_tickets().await?, ["own: ACME / tina"]);
    assert_eq!(stand.names("ticket_history", "name").await?.len(), 1);
    Ok(())
}
