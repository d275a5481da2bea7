//! Use cases around customers (companies).

pub mod check;
pub mod find;
mod rename;
pub mod save;
pub mod search;
pub mod suggest;

pub use check::{check, source_of};
pub use find::find;
pub use rename::{RenamePreview, preview_rename};
pub(crate) use rename::{change_with_people, people_beside};
pub use save::save;
pub use suggest::suggest;
