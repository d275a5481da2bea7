//! The managed state: all that a command may ask for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use deskbook_core::back_end::FoundCustomerUser;
use deskbook_core::customer_back_end::FoundCustomer;
use deskbook_core::installation::Installation;
use deskbook_core::jobs::Jobs;
use deskbook_core::sample::SampleTarget;
use deskbook_core::search::Found;
use deskbook_core::searches::Searches;
use deskbook_core::settings::SettingsStore;
use deskbook_store::DataFolder;
use tokio::sync::OnceCell;

use crate::events::WindowEvents;
use crate::wire::error::CommandError;
use crate::wiring;

/// What lives as long as the process. Starting can fail and be tried again, with the window there to say why.
pub struct App {
    data_folder: PathBuf,
    events: Arc<WindowEvents>,
    running: OnceCell<Running>,
}

/// What is there once the data folder is open.
pub struct Running {
    /// The installation that the window shows.
    pub installation: Installation,
    /// The user's choices.
    pub settings: Arc<dyn SettingsStore>,
    /// Where sample data goes.
    pub sample_target: Arc<dyn SampleTarget>,
    /// Long work.
    pub jobs: Arc<Jobs>,
    /// The open searches for customer users.
    pub people_searches: Searches<Found<FoundCustomerUser>>,
    /// The open searches for customers.
    pub customer_searches: Searches<Found<FoundCustomer>>,
    /// Held as long as the process lives: its lock keeps other instances away.
    pub folder: DataFolder,
}

impl App {
    /// Nothing is opened yet.
    pub fn new(data_folder: PathBuf, events: WindowEvents) -> Self {
        Self {
            data_folder,
            events: Arc::new(events),
            running: OnceCell::new(),
        }
    }

    /// Where Deskbook's files are.
    pub fn data_folder(&self) -> &Path {
        &self.data_folder
    }

    /// What is open; opens it when it is not, so that a remedied fault is gone with the next try.
    pub async fn running(&self) -> Result<&Running, CommandError> {
        let start = || wiring::start(&self.data_folder, Arc::clone(&self.events));
        self.running.get_or_try_init(start).await
    }
}
