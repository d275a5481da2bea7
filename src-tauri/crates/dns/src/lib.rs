#![doc = include_str!("../README.md")]

mod dns;
mod look_up;
mod services;
mod trouble;

pub use dns::Dns;
