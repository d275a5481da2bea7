//! Runs a search in the background and hands out what it has found so far.
//!
//! A search only gathers numbers of rows, in their order; the rows of a page are read when they are
//! asked for. That keeps a million hits within a few megabytes, and the end of the list as near as
//! its beginning.

mod chunks;
mod fit;
mod gather;
mod hits;
mod question;
mod sort;

pub(crate) use chunks::Scope;
pub(crate) use fit::Fit;
pub(crate) use hits::{Rows, begin};
pub(crate) use question::Question;
