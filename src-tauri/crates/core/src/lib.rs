#![doc = include_str!("../README.md")]

pub mod app_lock;
pub mod back_end;
pub mod caches;
pub mod changes;
pub mod clearing;
pub mod clock;
pub mod coalescing;
mod confirming;
pub mod connecting;
pub mod customer_back_end;
pub mod customers;
pub mod editing;
pub mod error_code;
pub mod files;
pub mod health;
pub mod hits;
pub mod installation;
pub mod installations;
pub mod instant;
mod instant_search;
pub mod jobs;
pub mod keys;
pub mod mail_domains;
pub mod marks;
pub mod merged;
pub mod mirror;
pub mod moves;
pub mod otobo;
pub mod otobo_system;
pub mod people;
pub mod query;
pub mod read_only;
pub mod report;
pub mod rules;
pub mod sample;
pub mod search;
pub mod searches;
pub mod secrets;
pub mod selection;
pub mod server_error;
pub mod settings;
pub mod sign_in_form;
pub mod sources;
pub mod sources_form;
mod stand_in;
pub mod system_settings;

#[cfg(test)]
mod twin;

pub use error_code::ErrorCode;

/// An error and all its causes in one line. A cause whose words are in the line already adds nothing.
pub fn error_chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !line.contains(&words) {
            line = format!("{line}: {words}");
        }
        cause = error.source();
    }
    line
}

/// Why something failed, as the library beneath told it.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::back_end::BackEndError;

    #[test]
    fn the_chain_names_every_cause_once() {
        let error = BackEndError::Failed(std::io::Error::other("inner").into());
        assert_eq!(error_chain(&error), "the back end failed: inner");
    }
}
