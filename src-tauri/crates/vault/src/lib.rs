#![doc = include_str!("../README.md")]

mod entry;
mod keys;
mod patient_ring;
mod payload;
mod purposes;
mod ring;
mod system_ring;
#[cfg(test)]
mod twin;
mod vault;

pub use keys::Keys;
pub use vault::Vault;
