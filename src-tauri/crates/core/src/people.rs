//! Use cases around customer users.

mod address;
pub mod check;
mod customer_ids;
pub mod draft;
pub mod everywhere;
pub mod find;
pub mod login_test;
mod preference_forms;
pub mod preferences;
mod rename;
pub mod save;
pub mod search;
mod set_password;
mod set_preference;
mod stored_form;
mod tries;

pub(crate) use address::{fault_of_address, fault_of_domain};
pub use check::check;
pub use draft::source_of;
pub use find::find;
pub use login_test::{preview_login, test_login};
pub use preference_forms::{PreferenceChoice, PreferenceForm, preference_forms};
pub use preferences::preferences;
pub use rename::preview_rename;
pub(crate) use save::make_login;
pub use save::save;
pub use set_password::set_password;
pub(crate) use set_preference::check_preference;
pub use set_preference::{
    PreferenceDraft, PreferenceError, PreferenceOutcome, PreferenceReason, set_preference,
};
pub(crate) use stored_form::stored_form;
pub use tries::{Tried, Tries};
