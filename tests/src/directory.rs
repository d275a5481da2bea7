//! Directories as they are opened in tests.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use deskbook_core::clock::SystemClock;
use deskbook_core::connecting::{
    Directories as _, DirectoryOpening, OpenDirectory, SharedPassword, Timing, Typed,
};
use deskbook_core::health::HealthListener;
use deskbook_domain::directory::Directory;
use deskbook_domain::secret::Secret;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{CustomerUserSource, SourceId, Subject};
use deskbook_ldap::LdapDirectories;
use serde_json::{Value, json};

use crate::servers::slapd::BASE;

/// Nobody waits to hear how a source stands.
struct NobodyListens;

impl HealthListener for NobodyListens {
    fn health_changed(&self) {}
}

/// Opens a directory. Nothing connects yet.
pub fn open(
    source: CustomerUserSource,
    directory: Directory,
    password: Option<&str>,
) -> Arc<dyn OpenDirectory> {
    LdapDirectories::default().open(opening(source, directory, password))
}

/// What a directory is opened with. Nobody waits long for it.
pub fn opening(
    source: CustomerUserSource,
    directory: Directory,
    password: Option<&str>,
) -> DirectoryOpening {
    let password = Secret::new(password.unwrap_or_default().to_owned());
    let password: SharedPassword = Arc::new(Typed(password));
    DirectoryOpening {
        source,
        directory,
        password,
        timing: Timing {
            connect: Duration::from_secs(5),
            statement: Duration::from_secs(20),
        },
        listener: Arc::new(NobodyListens),
        clock: Arc::new(SystemClock),
    }
}

/// The settings of a source over the small set, at these servers, with changes by key. They are those of
/// OTOBO's manual.
pub fn settings(hosts: &Value, changes: &[(&str, Value)]) -> Result<SourceSettings> {
    let settings = json!({
        "Name": "LDAP Backend",
        "Module": "Kernel::System::CustomerUser::LDAP",
        "Params": { "Host": hosts, "BaseDN": BASE, "SSCOPE": "sub" },
        "CustomerKey": "uid",
        "CustomerID": "mail",
        "CustomerUserListFields": ["cn", "mail"],
        "CustomerUserNameFields": ["givenname", "sn"],
        "CustomerUserSearchFields": ["uid", "cn", "mail"],
        "CustomerUserPostMasterSearchFields": ["mail"],
        "CustomerUserSearchPrefix": "",
        "CustomerUserSearchSuffix": "*",
        "CustomerUserSearchListLimit": 250,
        "Map": [
            ["UserTitle", "Title or salutation", "title", 1, 0, "var", "", 1],
            ["UserFirstname", "Firstname", "givenname", 1, 1, "var", "", 1],
            ["UserLastname", "Lastname", "sn", 1, 1, "var", "", 1],
            ["UserLogin", "Username", "uid", 1, 1, "var", "", 1],
            ["UserEmail", "Email", "mail", 1, 1, "var", "", 1],
            ["UserCustomerID", "CustomerID", "mail", 0, 1, "var", "", 1],
            ["UserPhone", "Phone", "telephonenumber", 1, 0, "var", "", 1],
            ["UserComment", "Comment", "description", 1, 0, "var", "", 1]
        ],
    });
    let mut settings = SourceSettings::from_value(settings).context("it is a table of keys")?;
    for (key, value) in changes {
        settings.set(key, Some(value.clone()));
    }
    Ok(settings)
}

/// The source of these settings, and the directory that it is in.
pub fn read(settings: &SourceSettings) -> Result<(CustomerUserSource, Directory)> {
    let id = SourceId::first(Subject::CustomerUsers);
    let source = CustomerUserSource::read(id, settings);
    let source = source.map_err(|findings| anyhow!("{findings:?}"))?;
    let directory = source.directory.as_deref().context("it is a directory")?;
    let directory = directory.clone();
    Ok((source, directory))
}

/// Opens the directory of a server on this computer with changed settings.
pub fn at_port(
    port: u16,
    changes: &[(&str, Value)],
    password: Option<&str>,
) -> Result<Arc<dyn OpenDirectory>> {
    let hosts = json!(format!("ldap://127.0.0.1:{port}"));
    let (source, directory) = read(&settings(&hosts, changes)?)?;
    Ok(open(source, directory, password))
}
