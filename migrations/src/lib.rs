#![doc = include_str!("../README.md")]

pub mod fault;
pub mod file;
pub mod local_directory;
pub mod mirror;
pub mod own;

mod migration_error;

pub use local_directory::LocalDirectory;
pub use migration_error::MigrationError;
pub use mirror::Mirror;
pub use own::OwnStore;
