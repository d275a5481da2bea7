//! The throw-away servers of the kit themselves.

#![cfg(target_os = "linux")]

mod faults;
mod life;
mod network;
mod otobo_tables;
mod small_set;
mod tls;
