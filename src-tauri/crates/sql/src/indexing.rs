//! Keeps the search index in step with the tables.
//!
//! Triggers note every row that any program writes. A write of our own indexes its rows in the same
//! transaction; what others wrote is indexed before the next search, or, if it is much, little by
//! little in the background, while searches look at the noted rows themselves.

mod background;
mod customer_users;
mod customers;
mod fill;
mod merging;
mod subject;

pub(crate) use background::Filler;
pub(crate) use customer_users::CustomerUserIndex;
pub(crate) use customers::CustomerIndex;
use fill::MOST_AT_ONCE;
pub(crate) use fill::{
    Drain, Indices, catch_up, count_pending, drain_all, drain_if_few, start_over_if_changed,
};
pub(crate) use merging::merge_parts;
pub(crate) use subject::{CUSTOMER_USERS, CUSTOMERS, Subject};
