//! Use cases through real adapters, on a real file.

#![expect(clippy::panic, reason = "that is how a test fails")]

mod bad_input;
mod country;
mod dropped_search;
mod encrypted_files;
mod file_faults;
mod full_disk;
mod hostile_text;
mod killed_mirror;
#[cfg(target_os = "linux")]
mod killed_wrap;
mod own_map;
mod sample_data;
mod upgrade;
