//! Instant search: Deskbook's own language over the rows of the local directory.
//!
//! The index is made from the lists of the other one, in the order of names, and follows them from then on. While it is
//! not complete OTOBO's language answers.

mod filling;
mod frequencies;
mod holders;
mod index;
mod layout;
mod places;
mod search;
mod table;

pub(crate) use index::InstantIndex;
