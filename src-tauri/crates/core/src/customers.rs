//! Use cases around customers (companies).

pub mod check;
pub mod find;
pub mod save;
pub mod search;
pub mod suggest;

pub use check::{check, source_of};
pub use find::find;
pub use save::save;
pub use suggest::suggest;
