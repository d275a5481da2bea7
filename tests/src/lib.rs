#![doc = include_str!("../README.md")]

pub mod builders;
pub mod clock;
pub mod csv;
pub mod data;
pub mod found;
pub mod local_directory;
pub mod oracle;
pub mod outside;
pub mod rounds;
#[cfg(unix)]
pub mod servers;
pub mod small_set;
pub mod stand;
pub mod variants;
