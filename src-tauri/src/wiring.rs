//! Picks adapters and paths and makes what commands ask for: the one place with concrete types.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deskbook_caches::Clearer;
use deskbook_core::back_end::BackEnd;
use deskbook_core::clock::SystemClock;
use deskbook_core::connecting::{Intervals, OpenInstallations, Outside, Timing};
use deskbook_core::customer_back_end::CustomerBackEnd;
use deskbook_core::files::{self, FilesError, OpenFiles, Protection, RecoveryNotes};
use deskbook_core::installation::Installation;
use deskbook_core::instant::LookUp;
use deskbook_core::jobs::Jobs;
use deskbook_core::keys::{Key, KeyStore};
use deskbook_core::mail_domains::EveryDomain;
use deskbook_core::mirror::{Mirroring, Mirrors};
use deskbook_core::people::Tries;
use deskbook_core::rules::Rules;
use deskbook_core::searches::Searches;
use deskbook_core::sources::{CustomerSources, CustomerUserSources};
use deskbook_dns::Dns;
use deskbook_domain::ids::AgentId;
use deskbook_domain::instant::Region;
use deskbook_domain::password::{BcryptCost, CryptType, PasswordScheme};
use deskbook_ldap::LdapDirectories;
use deskbook_sql::server::Servers;
use deskbook_sql::{LocalDirectory, OpenError};
use deskbook_store::{
    DataFolder, DataFolderError, MirrorFiles, OwnFile, OwnStore, OwnStoreError, file_key,
};
use deskbook_vault::{Keys, Vault};

use crate::app::Running;
use crate::events::WindowEvents;
use crate::wire::error::CommandError;

/// Another place for the data folder, for tests and for portable use.
pub const DATA_FOLDER_VARIABLE: &str = "DESKBOOK_DATA_DIR";

/// The agent that every local directory begins with (`otobo-behaviour.md 1.2`, table users).
const LOCAL_AGENT: AgentId = AgentId(1);

/// The data folder: the user's choice, else a folder of our own among the user's data. Development
/// builds have their own, so that they never touch real data.
pub fn data_folder(chosen: Option<OsString>, user_data: &Path) -> PathBuf {
    chosen.map_or_else(|| user_data.join(own_name()), PathBuf::from)
}

/// What the data folder and the entries of the keyring are called.
fn own_name() -> &'static str {
    if cfg!(debug_assertions) {
        "deskbook-dev"
    } else {
        "deskbook"
    }
}

/// Where the keys of files are: in the keyring, or in the data folder where there is none.
pub fn keys(folder: &Path) -> Arc<dyn KeyStore> {
    Arc::new(Keys::new(own_name(), DataFolder::keys_in(folder)))
}

/// Claims the data folder and opens what is in it.
pub async fn start(
    folder: &Path,
    events: Arc<WindowEvents>,
    keys: Arc<dyn KeyStore>,
) -> Result<Running, CommandError> {
    let folder = DataFolder::claim(folder)?;
    let (store, own_store) = open_own_store(&folder, keys.as_ref()).await?;
    let store = Arc::new(store);
    let opened = open_local_directory(&folder, keys.as_ref(), store.as_ref()).await?;
    let (directory, directory_protection) = opened;
    let local = local_directory(&directory, events.clone());
    let mirrors = Arc::new(MirrorFiles::new(folder.mirrors(), Arc::clone(&keys)));
    let outside = outside(store.clone(), mirrors, events.clone());
    let installations = Arc::new(OpenInstallations::start(local, outside).await?);
    Ok(Running {
        mirroring: Mirroring::begin(installations.clone(), events.clone()),
        installations,
        settings: store.clone(),
        recovery_notes: store.clone(),
        drafts: store,
        files: OpenFiles {
            own_store,
            local_directory: directory_protection,
        },
        sample_target: Arc::new(directory),
        login_tries: Tries::default(),
        jobs: Arc::new(Jobs::new(events)),
        people_searches: Searches::new("customer-users"),
        customer_searches: Searches::new("customers"),
        keys,
        folder,
    })
}

async fn open_own_store(
    folder: &DataFolder,
    keys: &dyn KeyStore,
) -> Result<(OwnStore, Protection), CommandError> {
    let path = folder.own_store();
    let key = files::own_store_key(&OwnFile::at(&path), keys).await?;
    let store = OwnStore::open_with_key(path, key.as_ref().map(file_key)).await?;
    Ok((store, protection(key.as_ref())))
}

async fn open_local_directory(
    folder: &DataFolder,
    keys: &dyn KeyStore,
    notes: &dyn RecoveryNotes,
) -> Result<(LocalDirectory, Protection), CommandError> {
    let path = folder.local_directory();
    let key = files::local_directory_key(&OwnFile::at(&path), keys, notes).await?;
    let directory = LocalDirectory::open_in(path, key.as_ref().map(file_key), own_region()).await?;
    Ok((directory, protection(key.as_ref())))
}

fn protection(key: Option<&Key>) -> Protection {
    key.map_or(Protection::Plain, |_| Protection::Encrypted)
}

fn local_directory(directory: &LocalDirectory, listener: Arc<WindowEvents>) -> Installation {
    let people: Arc<dyn BackEnd> = Arc::new(directory.customer_users().clone());
    let customers: Arc<dyn CustomerBackEnd> = Arc::new(directory.customers().clone());
    Installation {
        customer_users: CustomerUserSources::new(vec![people]),
        customers: CustomerSources::new(vec![customers]),
        system: Arc::new(directory.clone()),
        rules: Arc::new(local_rules()),
        agent: Some(LOCAL_AGENT),
        read_only: false,
        has_otobo: false,
        look_up: LookUp::OwnIndex(Arc::new(directory.clone())),
        directories: None,
        mail_domains: Arc::new(EveryDomain),
        clock: Arc::new(SystemClock),
        listener,
    }
}

/// The local directory stores passwords in the best form that OTOBO has.
fn local_rules() -> Rules {
    Rules {
        passwords: PasswordScheme {
            kind: CryptType::Bcrypt,
            cost: BcryptCost::default(),
        },
        ..Rules::default()
    }
}

/// What installations need of the world: the store, the vault, the servers, the caches.
fn outside(store: Arc<OwnStore>, mirrors: Arc<dyn Mirrors>, events: Arc<WindowEvents>) -> Outside {
    Outside {
        mirrors,
        region: own_region(),
        store,
        secrets: Arc::new(Vault::new(own_name())),
        connector: Arc::new(Servers::new(Arc::new(SystemClock))),
        directories: Arc::new(LdapDirectories::new(Arc::new(Dns::default()))),
        caches: Arc::new(Clearer::default()),
        mail_domains: Arc::new(Dns::default()),
        timing: Timing::default(),
        intervals: Intervals::default(),
        clock: Arc::new(SystemClock),
        changes: events.clone(),
        health: events,
    }
}

/// The region of this computer.
fn own_region() -> Region {
    region(sys_locale::get_locale().as_deref())
}

/// The region of a locale such as `de-DE`. One without a country is that of its language.
fn region(locale: Option<&str>) -> Region {
    let mut parts = locale.unwrap_or_default().split(['-', '_', '.', '@']);
    let language = parts.next().unwrap_or_default();
    let is_country =
        |part: &&str| part.len() == 2 && part.bytes().all(|it| it.is_ascii_uppercase());
    Region::of_country(parts.find(is_country).unwrap_or(language))
}

impl From<DataFolderError> for CommandError {
    fn from(error: DataFolderError) -> Self {
        Self::new(error.code(), error.params(), &error)
    }
}

impl From<OwnStoreError> for CommandError {
    fn from(error: OwnStoreError) -> Self {
        Self::new(error.code(), error.params(), &error)
    }
}

impl From<FilesError> for CommandError {
    fn from(error: FilesError) -> Self {
        Self::new(error.code(), error.params(), &error)
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        Self::new(error.code(), error.params(), &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_tells_the_country() {
        assert_eq!(region(Some("de-AT")), Region::of_country("AT"));
        assert_eq!(region(Some("zh-Hans-CN")), Region::of_country("CN"));
        assert_eq!(region(Some("de_DE.UTF-8")), Region::of_country("DE"));
        assert_eq!(region(Some("de")), Region::of_country("DE"));
        for locale in [None, Some("C"), Some("POSIX")] {
            assert_eq!(region(locale), Region::UNKNOWN);
        }
    }

    #[test]
    fn the_users_choice_of_a_data_folder_wins() {
        let chosen = data_folder(Some("/elsewhere".into()), Path::new("/data"));
        assert_eq!(chosen, Path::new("/elsewhere"));
    }

    #[test]
    fn development_builds_keep_away_from_real_data() {
        let folder = data_folder(None, Path::new("/data"));
        assert_eq!(folder.ends_with("deskbook-dev"), cfg!(debug_assertions));
    }
}
