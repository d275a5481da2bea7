#![doc = include_str!("../README.md")]

pub mod check;
pub mod display;
pub mod email;
pub mod ids;
pub mod login;
pub mod map;
pub mod password;
pub mod record;
pub mod sample;
pub mod search;
pub mod secret;
pub mod source;
pub mod text;
pub mod validity;
pub mod vars;
