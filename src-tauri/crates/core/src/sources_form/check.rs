//! What is wrong with a form over a source's settings.

use deskbook_domain::database::{DatabaseAddress, DsnError, Tls};
use deskbook_domain::directory::Directory;
use deskbook_domain::settings::{
    CA_FILE, CERTIFICATE_FILE, KEY_FILE, SourceFinding, SourceProblem, SourceSettings,
};
use deskbook_domain::source::{OwnDatabase, SourceId};

use super::form::{DIRECTORY_PASSWORD, PASSWORD};
use super::{Form, stored};
use crate::connecting::{ConnectingError, OpenInstallations, Source, source_secret};
use crate::installations::InstallationRecord;
use crate::secrets::SecretBinding;

/// Checks a form as it would be saved.
#[tracing::instrument(skip_all)]
pub async fn check(
    installations: &OpenInstallations,
    form: &Form,
) -> Result<Vec<SourceFinding>, ConnectingError> {
    let record = stored(installations).await?;
    let checked = Checked::of(&record, form);
    Ok(findings(installations, &record, form, checked).await)
}

/// What a form comes to.
pub(super) struct Checked {
    pub(super) settings: SourceSettings,
    pub(super) source: Result<Source, Vec<SourceFinding>>,
    pub(super) own_database: Option<Result<DatabaseAddress, DsnError>>,
}

impl Checked {
    pub(super) fn of(record: &InstallationRecord, form: &Form) -> Self {
        let stored = record.settings_of(form.id).cloned();
        let settings = form.settings(&stored.unwrap_or_default());
        let source = Source::read(form.id, &settings);
        let own = source.as_ref().ok().and_then(Source::own_database);
        let own_database = own.map(OwnDatabase::address);
        Self {
            settings,
            source,
            own_database,
        }
    }
}

impl Checked {
    /// The directory, where the source is one that can be read.
    pub(super) fn directory(&self) -> Option<&Directory> {
        match &self.source {
            Ok(Source::CustomerUsers(source)) => source.directory.as_deref(),
            Ok(Source::Customers(_)) | Err(_) => None,
        }
    }

    /// What the password of the source's own server may be used for, and its key; `None` where there is
    /// no such server, or where it takes none.
    pub(super) fn protected(&self) -> Option<(String, &'static str)> {
        if let Some(directory) = self.directory() {
            let binding = || (directory.binding(), DIRECTORY_PASSWORD);
            return directory.needs_password().then(binding);
        }
        match &self.own_database {
            Some(Ok(address)) => Some((address.binding(), PASSWORD)),
            Some(Err(_)) | None => None,
        }
    }
}

pub(super) async fn findings(
    installations: &OpenInstallations,
    record: &InstallationRecord,
    form: &Form,
    checked: Checked,
) -> Vec<SourceFinding> {
    let protected = checked.protected();
    let directory = checked.directory().cloned();
    let mut findings = checked.source.err().unwrap_or_default();
    match checked.own_database {
        None => {}
        Some(Err(_)) => {
            findings.push(SourceFinding::at("Params.DSN", SourceProblem::NotAllowed));
        }
        Some(Ok(address)) => findings.extend(missing_files(&address.tls).await),
    }
    if let Some(directory) = &directory {
        findings.extend(missing_files(&directory.tls).await);
    }
    if let Some((binding, key)) = protected
        && lacks_password(installations, record, form, &binding).await
    {
        findings.push(SourceFinding::at(key, SourceProblem::Required));
    }
    findings
}

/// Files of the encryption that are not there.
async fn missing_files(tls: &Tls) -> Vec<SourceFinding> {
    let client = tls.client.as_ref();
    let files = [
        (CA_FILE, tls.ca_file.as_ref()),
        (CERTIFICATE_FILE, client.map(|it| &it.certificate_file)),
        (KEY_FILE, client.map(|it| &it.key_file)),
    ];
    let mut findings = Vec::new();
    for (key, path) in files {
        let Some(path) = path else {
            continue;
        };
        if !tokio::fs::metadata(path).await.is_ok_and(|it| it.is_file()) {
            findings.push(SourceFinding::at(key, SourceProblem::FileMissing));
        }
    }
    findings
}

/// Whether neither a password was typed nor one is kept for the source's own server.
pub(super) async fn lacks_password(
    installations: &OpenInstallations,
    record: &InstallationRecord,
    form: &Form,
    binding: &str,
) -> bool {
    form.password.is_none() && !is_kept(installations, record, form.id, binding).await
}

/// Whether a password is kept for this very server. A keyring that does not answer may well hold it.
async fn is_kept(
    installations: &OpenInstallations,
    record: &InstallationRecord,
    id: SourceId,
    binding: &str,
) -> bool {
    let name = source_secret(&record.id, id);
    let binding = SecretBinding::new(binding);
    let secrets = &installations.outside().secrets;
    let kept = secrets.read(&name, &binding).await;
    !kept.is_ok_and(|kept| kept.is_none())
}
