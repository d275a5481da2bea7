//! The index of instant search: which terms a record has, and which records a query may mean.
//!
//! It is one FTS5 table whose terms are made here, so that one posting stands for each thing that can be
//! asked for: `terms` has their list. A table of SQLite's trigrams would need further tables for
//! words of one or two letters, sounds and numbers, and would cut those into trigrams as well.
//!
//! A store asks tier by tier: [`candidates`], then `Query::rank` of the domain on each row, until it has
//! the rows that it shows. Rows of one rank stand in the order of names.

mod candidates;
mod document;
mod fresh;
mod gather;
mod hits;
mod judge;
pub mod numbers;
mod scan;
mod step;
#[cfg(test)]
mod superset;
mod table;
mod terms;
mod thinning;

/// Raised whenever the same values get another document. An index of another version, of another
/// [`deskbook_domain::instant::Region`] or of other fields has to be made anew.
pub const VERSION: u32 = 2;

/// The options of the FTS5 table with one column that documents are written to. Terms are made here: the
/// tokenizer only has to cut at spaces. Neither places of terms nor documents are kept.
pub const CREATE_TABLE_OPTIONS: &str =
    "tokenize = 'ascii', detail = none, content = '', contentless_delete = 1";

pub use candidates::{candidates, holders};
pub use document::{document, document_of};
pub use hits::{scan, search};
pub use table::{Table, TableRow, searched};
