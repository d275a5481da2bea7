#![doc = include_str!("../README.md")]
// Optimised builds look deep into the futures of a whole conformance run
#![recursion_limit = "256"]

pub mod builders;
#[cfg(target_os = "linux")]
pub mod client;
pub mod clock;
pub mod conformance;
pub mod csv;
pub mod data;
pub mod engine;
pub mod found;
pub mod hostile;
#[cfg(target_os = "linux")]
pub mod large_set;
pub mod later_directory;
pub mod local_directory;
pub mod oracle;
pub mod outside;
pub mod rounds;
#[cfg(target_os = "linux")]
pub mod server_stand;
#[cfg(target_os = "linux")]
pub mod servers;
pub mod small_set;
pub mod stand;
pub mod variants;
