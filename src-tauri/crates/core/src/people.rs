//! Use cases around customer users.

pub mod check;
mod customer_ids;
pub mod draft;
pub mod find;
pub mod preferences;
pub mod save;
pub mod search;

pub use check::check;
pub use draft::source_of;
pub use find::find;
pub use preferences::preferences;
pub use save::save;
