//! Use cases around customer users.

pub mod check;
pub mod draft;
pub mod find;
pub mod save;
pub mod search;

pub use check::check;
pub use find::find;
pub use save::save;
