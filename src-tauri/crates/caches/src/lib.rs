#![doc = include_str!("../README.md")]

mod clearer;
mod program;
mod redis;

pub use clearer::{Clearer, Limits};
