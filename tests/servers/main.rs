//! The throw-away servers of the kit themselves, and what is used with no other test program.

#![cfg(target_os = "linux")]

mod caches;
mod clearing;
mod ds389;
mod faults;
mod ldap_proxy;
mod life;
mod mirroring;
mod network;
mod otobo_tables;
mod samba;
mod sign_in;
mod slapd;
mod small_set;
mod steered;
mod tls;
