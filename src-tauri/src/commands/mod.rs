//! What the UI can ask for. A command unpacks, calls one use case, wraps.

pub mod agents;
pub mod app;
pub mod caches;
pub mod clipboard;
pub mod customer_users;
pub mod customers;
pub mod health;
pub mod installations;
pub mod mirror;
pub mod sample_data;
pub mod searches;
pub mod security;
pub mod settings;
pub mod sign_in;
pub mod sources;
pub mod system_settings;

use deskbook_core::searches::Searcher;
use tauri::{WebviewWindow, Wry};

use crate::wire::search::SearchPlace;

/// A place of a window: a newer search there ends the older one.
fn searcher(window: &WebviewWindow<Wry>, place: SearchPlace) -> Searcher {
    Searcher {
        window: window.label().to_owned(),
        list: place.name().to_owned(),
    }
}
