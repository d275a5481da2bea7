//! What a changed record drags along, in the words of the writers (`otobo-behaviour.md 4.5`).

use deskbook_core::back_end::{Change, CustomerMoving, Renaming, Signature};
use deskbook_core::customer_back_end::{CustomerChange, CustomerRenaming};
use deskbook_core::moves::{MoveOptions, MoveProgress, MoveStep, Moves};
use deskbook_domain::ids::{AgentId, CustomerId, Login};
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use deskbook_domain::vars;
use sea_orm::{ConnectionTrait, DbErr};

use crate::dialect::Dialect;
use crate::moves::{
    CustomerMove, LoginMove, MoveError, Mover, OtoboTables, count_customer, count_login,
    customer_users_of, move_customer, move_customer_users, move_login, refuse_unfit_customer,
};
use crate::writing::{Rewritten, stored_time};

/// Signs what is only counted.
const NOBODY: Mover<'_> = Mover {
    agent: AgentId(0),
    time: "",
};

/// Whether a change of a customer user may give it another login or customer.
pub(crate) fn may_rename(source: &CustomerUserSource, change: &Change) -> bool {
    let (login, customer) = vars_of_names(source);
    change.login.as_str() != change.record.text(&login)
        || change.was.text(&customer) != change.record.text(&customer)
}

/// The renaming of a customer user whose row was written, by what is stored; `None` if login and customer
/// stay.
pub(crate) fn renaming_of(
    source: &CustomerUserSource,
    options: MoveOptions,
    Rewritten { before, after }: &Rewritten,
) -> Option<Renaming> {
    let (_, customer) = vars_of_names(source);
    let renaming = Renaming {
        login: Login::from(before.key.as_str()),
        new_login: Login::from(after.key.as_str()),
        customer: CustomerId::from(before.record.text(&customer)),
        new_customer: CustomerId::from(after.record.text(&customer)),
        options,
    };
    let stays = renaming.login == renaming.new_login && renaming.customer == renaming.new_customer;
    (!stays).then_some(renaming)
}

/// The fields of the login and of the customer.
fn vars_of_names(source: &CustomerUserSource) -> (String, String) {
    let var_of = |column, usual: &str| {
        let field = source.map.field_stored_in(column);
        field.map_or_else(|| usual.to_owned(), |field| field.var.as_str().to_owned())
    };
    (
        var_of(&source.key, vars::USER_LOGIN),
        var_of(&source.customer_id, vars::USER_CUSTOMER_ID),
    )
}

/// Whether a change of a customer may give it another ID.
pub(crate) fn may_rename_customer(source: &CustomerSource, change: &CustomerChange) -> bool {
    let field = source.map.field_stored_in(&source.key);
    let var = field.map_or(vars::CUSTOMER_ID, |field| field.var.as_str());
    change.id.as_str() != change.record.text(var)
}

/// The renaming of a customer whose row was written, by what is stored; `None` if its ID stays.
pub(crate) fn customer_renaming_of(
    change: &CustomerChange,
    Rewritten { before, after }: &Rewritten,
) -> Option<CustomerRenaming> {
    let renaming = CustomerRenaming {
        id: CustomerId::from(before.key.as_str()),
        new_id: CustomerId::from(after.key.as_str()),
        people: change.people.clone(),
        options: change.options,
    };
    (renaming.id != renaming.new_id).then_some(renaming)
}

/// Counts what a customer user's new login or customer would move.
pub(crate) async fn count(
    db: &impl ConnectionTrait,
    tables: &OtoboTables,
    renaming: &Renaming,
) -> Result<Moves, MoveError> {
    count_login(db, tables, &login_move(renaming, NOBODY)).await
}

/// Moves it.
pub(crate) async fn drag(
    db: &impl ConnectionTrait,
    tables: &OtoboTables,
    renaming: &Renaming,
    by: Signature,
    progress: &dyn MoveProgress,
) -> Result<Moves, MoveError> {
    let time = stored_time(by.at);
    let by = mover(by, &time);
    move_login(db, tables, &login_move(renaming, by), progress).await
}

fn login_move<'m>(renaming: &'m Renaming, by: Mover<'m>) -> LoginMove<'m> {
    LoginMove {
        old: &renaming.login,
        new: &renaming.new_login,
        old_customer: renaming.customer.as_str(),
        new_customer: renaming.new_customer.as_str(),
        by,
        options: renaming.options,
    }
}

/// Counts what a customer's new ID would move, its customer users among it.
pub(crate) async fn count_of_customer(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    tables: &OtoboTables,
    renaming: &CustomerRenaming,
) -> Result<Moves, MoveError> {
    let asked = customer_move(renaming, NOBODY);
    let mut moves = count_customer(db, tables, &asked).await?;
    for source in &renaming.people {
        let people = customer_users_of(db, dialect, source, &renaming.id).await?;
        let step = MoveStep::CustomerUsers(source.id);
        moves.add(step, u64::try_from(people.len()).unwrap_or(u64::MAX));
        if !people.is_empty() {
            refuse_unfit_customer(db, dialect, source, &renaming.new_id).await?;
        }
        for person in people.iter().filter(|it| it.customer != renaming.id) {
            let asked = of_person(renaming, &person.login, &person.customer, NOBODY);
            moves.add_all(&count_login(db, tables, &asked).await?);
        }
    }
    Ok(moves)
}

/// Moves what is a customer's, and its customer users in these sources.
pub(crate) async fn drag_customer(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    tables: &OtoboTables,
    renaming: &CustomerRenaming,
    by: Signature,
    progress: &dyn MoveProgress,
) -> Result<Moves, MoveError> {
    let time = stored_time(by.at);
    let by = mover(by, &time);
    let asked = customer_move(renaming, by);
    let mut moves = move_customer(db, tables, &asked, progress).await?;
    for source in &renaming.people {
        let people = customer_users_of(db, dialect, source, &renaming.id).await?;
        if !people.is_empty() {
            refuse_unfit_customer(db, dialect, source, &renaming.new_id).await?;
        }
        // Tickets of people whose customer is spelled another way are found under that spelling only
        for person in people.iter().filter(|it| it.customer != renaming.id) {
            let asked = of_person(renaming, &person.login, &person.customer, by);
            moves.add_all(&move_login(db, tables, &asked, progress).await?);
        }
        let moved = move_customer_users(db, dialect, source, &asked).await?;
        let step = MoveStep::CustomerUsers(source.id);
        progress.moved(step, moved, moved);
        moves.add(step, moved);
    }
    Ok(moves)
}

/// Counts the customer users of one source that a customer's new ID would move; refuses one that they
/// cannot have.
pub(crate) async fn count_customer_users(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    source: &CustomerUserSource,
    moving: &CustomerMoving,
) -> Result<u64, MoveError> {
    let people = customer_users_of(db, dialect, source, &moving.id).await?;
    if !people.is_empty() {
        refuse_unfit_customer(db, dialect, source, &moving.new_id).await?;
    }
    Ok(u64::try_from(people.len()).unwrap_or(u64::MAX))
}

/// Moves the customer users of one source to a customer's new ID; tells how many.
pub(crate) async fn drag_customer_users(
    db: &impl ConnectionTrait,
    dialect: Dialect,
    source: &CustomerUserSource,
    moving: &CustomerMoving,
) -> Result<u64, DbErr> {
    let time = stored_time(moving.by.at);
    let asked = CustomerMove {
        old: &moving.id,
        new: &moving.new_id,
        by: mover(moving.by, &time),
        options: MoveOptions::default(),
    };
    move_customer_users(db, dialect, source, &asked).await
}

/// Who signs, and when; `time` is that of the signature as it is stored.
fn mover(by: Signature, time: &str) -> Mover<'_> {
    Mover {
        agent: by.agent,
        time,
    }
}

fn customer_move<'m>(renaming: &'m CustomerRenaming, by: Mover<'m>) -> CustomerMove<'m> {
    CustomerMove {
        old: &renaming.id,
        new: &renaming.new_id,
        by,
        options: renaming.options,
    }
}

/// A customer user whose login stays, and whose customer gets the new ID.
fn of_person<'m>(
    renaming: &'m CustomerRenaming,
    login: &'m Login,
    customer: &'m CustomerId,
    by: Mover<'m>,
) -> LoginMove<'m> {
    LoginMove {
        old: login,
        new: login,
        old_customer: customer.as_str(),
        new_customer: renaming.new_id.as_str(),
        by,
        options: MoveOptions::default(),
    }
}
