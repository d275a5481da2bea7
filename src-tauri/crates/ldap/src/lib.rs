#![doc = include_str!("../README.md")]

mod ber;
mod connect;
mod customer_users;
mod directory;
mod entry;
mod fault;
mod groups;
mod hits;
mod hosts;
mod packed;
mod pages;
mod photos;
mod probe;
mod question;
mod reader;
mod reading;
mod search;
mod sessions;
mod sign_in;
mod start_tls;
mod tls;

pub use directory::LdapDirectories;
