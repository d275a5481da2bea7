#![doc = include_str!("../README.md")]

mod catalogue;
mod connections;
mod customer_users;
mod customers;
mod dialect;
mod dragging;
mod entity;
mod failure;
mod indexing;
mod instant;
mod local_directory;
mod map_query;
pub mod moves;
mod open_error;
mod sample;
mod search;
pub mod server;
mod shape;
mod statement;
mod stored;
mod system;
mod writing;

pub use customer_users::CustomerUsers;
pub use customers::Customers;
pub use dialect::Dialect;
pub use local_directory::LocalDirectory;
pub use open_error::OpenError;
