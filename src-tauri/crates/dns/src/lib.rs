#![doc = include_str!("../README.md")]

mod dns;
mod look_up;
mod trouble;

pub use dns::Dns;
