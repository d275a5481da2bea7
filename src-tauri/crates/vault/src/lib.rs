#![doc = include_str!("../README.md")]

mod entry;
mod payload;
mod purposes;
mod ring;
mod system_ring;
#[cfg(test)]
mod twin;
mod vault;

pub use vault::Vault;
