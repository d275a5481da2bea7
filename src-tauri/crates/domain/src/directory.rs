//! Directories (LDAP): where one is, how it is asked, and what its entries mean (otobo-behaviour.md 5).
//! Pure: nothing here connects.

mod charset;
mod dn;
mod filter;
mod question;
mod search;
mod server;
mod settings;

pub use charset::Charset;
pub use dn::{Dn, DnError, escape_dn_value};
pub use filter::{Attribute, Filter, FilterError};
pub use question::Questions;
pub use search::parse_directory_search;
pub use server::{DirectoryHost, DirectoryHostError};
pub use settings::{Bind, Directory, Scope};
