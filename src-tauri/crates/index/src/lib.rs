#![doc = include_str!("../README.md")]

mod breath;
mod candidates;
mod document;
mod expression;
pub mod found;
pub mod instant;
mod sort_key;
mod tier;

pub use breath::Breath;
pub use candidates::{Candidates, are_certain, candidates};
pub use document::document;
pub use expression::MatchExpression;
pub use sort_key::sort_key;
pub use tier::{Rank, tier};
