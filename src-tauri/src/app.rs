//! The managed state: all that a command may ask for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use deskbook_core::app_lock::DraftStore;
use deskbook_core::connecting::OpenInstallations;
use deskbook_core::customer_back_end::FoundCustomer;
use deskbook_core::files::{OpenFiles, RecoveryNotes};
use deskbook_core::installation::Installation;
use deskbook_core::jobs::Jobs;
use deskbook_core::keys::KeyStore;
use deskbook_core::mirror::Mirroring;
use deskbook_core::people::Tries;
use deskbook_core::people::everywhere::Everywhere;
use deskbook_core::sample::SampleTarget;
use deskbook_core::search::Found;
use deskbook_core::searches::{Ended, Searches};
use deskbook_core::settings::SettingsStore;
use deskbook_store::{DataFolder, OwnFile};
use tokio::sync::OnceCell;

use crate::events::WindowEvents;
use crate::wire::error::CommandError;
use crate::wiring;

/// What lives as long as the process. Starting can fail and be tried again, with the window there to say why.
pub struct App {
    data_folder: PathBuf,
    events: Arc<WindowEvents>,
    keys: Arc<dyn KeyStore>,
    running: OnceCell<Running>,
}

/// What is there once the data folder is open.
pub struct Running {
    /// All installations, one of which the window shows.
    pub installations: Arc<OpenInstallations>,
    /// Their mirrors.
    pub mirroring: Mirroring,
    /// The user's choices.
    pub settings: Arc<dyn SettingsStore>,
    /// Where sample data goes.
    pub sample_target: Arc<dyn SampleTarget>,
    /// Slows tests of logins down.
    pub login_tries: Tries,
    /// Long work.
    pub jobs: Arc<Jobs>,
    /// The open searches for customer users.
    pub people_searches: Searches<Everywhere>,
    /// The open searches for customers.
    pub customer_searches: Searches<Search<Found<FoundCustomer>>>,
    /// The keys of encrypted files.
    pub keys: Arc<dyn KeyStore>,
    /// Which files are encrypted.
    pub files: OpenFiles,
    /// What is remembered of the recovery code.
    pub recovery_notes: Arc<dyn RecoveryNotes>,
    /// What was being typed when Deskbook was locked.
    pub drafts: Arc<dyn DraftStore>,
    /// Held as long as the process lives: its lock keeps other instances away.
    pub folder: DataFolder,
}

/// An open search. It keeps the installation that it was begun in: its pages stay true, whatever the
/// window shows meanwhile.
pub struct Search<F> {
    /// Where was searched.
    pub installation: Installation,
    /// What is being found.
    pub found: F,
}

impl<F: Ended> Ended for Search<F> {
    fn end(&self) {
        self.found.end();
    }
}

impl Running {
    /// The installation that the window shows, as use cases take it.
    pub fn installation(&self) -> Installation {
        self.installations.current().installation()
    }

    /// The same once its settings were read: what is written depends on them.
    pub async fn installation_to_write(&self) -> Result<Installation, CommandError> {
        let current = self.installations.current();
        Ok(current.installation_to_write().await?)
    }

    /// Ends all open searches.
    pub fn end_searches(&self) {
        self.people_searches.cancel_all();
        self.customer_searches.cancel_all();
    }
}

impl App {
    /// Nothing is opened yet.
    pub fn new(data_folder: PathBuf, events: WindowEvents) -> Self {
        Self {
            keys: wiring::keys(&data_folder),
            data_folder,
            events: Arc::new(events),
            running: OnceCell::new(),
        }
    }

    /// The way to the window.
    pub fn events(&self) -> Arc<WindowEvents> {
        Arc::clone(&self.events)
    }

    /// Where Deskbook's files are.
    pub fn data_folder(&self) -> &Path {
        &self.data_folder
    }

    /// The keys of encrypted files. The passphrase is given before anything is open.
    pub fn keys(&self) -> &dyn KeyStore {
        self.keys.as_ref()
    }

    /// Deskbook's own store and the local directory, as long as they could not be opened.
    pub fn closed_files(&self) -> (OwnFile, OwnFile) {
        let folder = &self.data_folder;
        (
            OwnFile::at(DataFolder::own_store_in(folder)),
            OwnFile::at(DataFolder::local_directory_in(folder)),
        )
    }

    /// What is open; opens it when it is not, so that a remedied fault is gone with the next try.
    pub async fn running(&self) -> Result<&Running, CommandError> {
        let start = || {
            let (events, keys) = (Arc::clone(&self.events), Arc::clone(&self.keys));
            wiring::start(&self.data_folder, events, keys)
        };
        self.running.get_or_try_init(start).await
    }
}
