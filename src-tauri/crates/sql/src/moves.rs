//! All that a new login or a new customer ID drags along in OTOBO's own database (`otobo-behaviour.md 4.5`,
//! C67 to C70), on every engine.
//!
//! The statements belong into the transaction that writes the record itself: the caller holds it. Two names
//! are the same where the engine's `=` says so, since OTOBO reads most of these tables by it; saved searches
//! and a customer's people are told apart as OTOBO tells them, without regard to case, and the names of
//! dynamic fields differ at most in case, since everything else is somebody else's.
//!
//! A new name is nobody's: whoever asks has made sure. What was left behind under it, in any case, gives
//! way where both cannot be kept, and is left alone everywhere else. What a table cannot hold is refused
//! before anything is written (C5).

mod customer_users;
mod history;
mod mover;
mod named;
mod object_names;
mod plan;
mod relation;
mod renaming;
mod tables;
mod tickets;

pub use customer_users::{
    CustomerUserOf, customer_users_of, move_customer_users, refuse_unfit_customer,
};
pub use mover::Mover;
pub use tables::OtoboTables;

use deskbook_core::moves::{MoveOptions, MoveProgress, MoveRefused, Moves};
use deskbook_domain::ids::{CustomerId, Login};
use sea_orm::{ConnectionTrait, DbErr};

use plan::Plan;

/// A customer user who gets another login, another customer, or both.
#[derive(Clone, Copy, Debug)]
pub struct LoginMove<'m> {
    /// The login as it is stored.
    pub old: &'m Login,
    /// The login to be; the same if it stays.
    pub new: &'m Login,
    /// The customer's ID as it is stored.
    pub old_customer: &'m str,
    /// The customer's ID to be; the same if it stays.
    pub new_customer: &'m str,
    /// Who does it.
    pub by: Mover<'m>,
    /// What OTOBO would forget.
    pub options: MoveOptions,
}

/// A customer that gets another ID.
#[derive(Clone, Copy, Debug)]
pub struct CustomerMove<'m> {
    /// The ID as it is stored.
    pub old: &'m CustomerId,
    /// The ID to be.
    pub new: &'m CustomerId,
    /// Who does it.
    pub by: Mover<'m>,
    /// What OTOBO would forget.
    pub options: MoveOptions,
}

/// Why rows do not move.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// A table cannot hold the new name. Nothing was written.
    #[error(transparent)]
    Refused(#[from] MoveRefused),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What [`move_login`] would move now.
pub async fn count_login(
    db: &impl ConnectionTrait,
    tables: &OtoboTables,
    asked: &LoginMove<'_>,
) -> Result<Moves, MoveError> {
    Plan::of_login(asked).count(db, tables).await
}

/// Moves what is a customer user's, except the record itself; tells what has moved.
pub async fn move_login(
    db: &impl ConnectionTrait,
    tables: &OtoboTables,
    asked: &LoginMove<'_>,
    progress: &dyn MoveProgress,
) -> Result<Moves, MoveError> {
    Plan::of_login(asked).carry_out(db, tables, progress).await
}

/// What [`move_customer`] would move now.
pub async fn count_customer(
    db: &impl ConnectionTrait,
    tables: &OtoboTables,
    asked: &CustomerMove<'_>,
) -> Result<Moves, MoveError> {
    Plan::of_customer(asked).count(db, tables).await
}

/// Moves what is a customer's, except the record itself and its customer users, who may be in other
/// databases (see [`move_customer_users`]); tells what has moved.
pub async fn move_customer(
    db: &impl ConnectionTrait,
    tables: &OtoboTables,
    asked: &CustomerMove<'_>,
    progress: &dyn MoveProgress,
) -> Result<Moves, MoveError> {
    Plan::of_customer(asked)
        .carry_out(db, tables, progress)
        .await
}
