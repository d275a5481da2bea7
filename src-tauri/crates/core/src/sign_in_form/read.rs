//! The modules as they are.

use deskbook_domain::sign_in::{
    DATABASE_KEYS, DIRECTORY_KEYS, MODULE, SignInKey, SignInModule, SignInNumber, SignInWay,
    sign_in_modules,
};
use deskbook_domain::system_settings::{SettingValue, SystemSettings};
use deskbook_domain::text::is_false;

use super::{ModuleForm, ModuleKey, ModuleKind};
use crate::connecting::{
    ConnectingError, OpenInstallations, SecretState, secret_state, sign_in_secret,
};
use crate::secrets::SecretBinding;

/// All eleven places of modules of the current installation, in the order in which they are tried.
#[tracing::instrument(skip_all)]
pub async fn read(installations: &OpenInstallations) -> Result<Vec<ModuleForm>, ConnectingError> {
    let current = installations.current();
    if current.id().is_local() {
        return Err(ConnectingError::LocalDirectory);
    }
    let settings = current.settings().await?;
    let modules = sign_in_modules(&settings);
    let mut forms = Vec::new();
    for number in SignInNumber::all() {
        let module = modules.iter().find(|it| it.number == number);
        let secret = match binding_of(module) {
            Some(binding) => {
                let name = sign_in_secret(current.id(), number);
                let secrets = &installations.outside().secrets;
                secret_state(&name, &binding, secrets.as_ref()).await
            }
            None => SecretState::Missing,
        };
        forms.push(ModuleForm {
            number,
            kind: kind_of(&settings, number),
            directory: keys_of(&settings, number, &DIRECTORY_KEYS),
            database: keys_of(&settings, number, &DATABASE_KEYS),
            secret,
            findings: module
                .and_then(|module| module.way.clone().err())
                .unwrap_or_default(),
        });
    }
    Ok(forms)
}

/// What the password of the user that searches is bound to, where there is such a user.
pub(super) fn binding_of(module: Option<&SignInModule>) -> Option<SecretBinding> {
    let Ok(SignInWay::Directory(way)) = &module?.way else {
        return None;
    };
    let directory = &way.directory;
    directory
        .needs_password()
        .then(|| SecretBinding::new(directory.binding()))
}

pub(super) fn kind_of(settings: &SystemSettings, number: SignInNumber) -> ModuleKind {
    let setting = settings.find(&format!("{MODULE}{number}"));
    let program = setting.and_then(|it| it.value.as_ref());
    let program = program.map(text).unwrap_or_default();
    if is_false(Some(&program)) {
        return ModuleKind::None;
    }
    match program.rsplit("::").next() {
        Some("DB") => ModuleKind::Database,
        Some("LDAP") => ModuleKind::Directory,
        _ => ModuleKind::Other(program),
    }
}

fn keys_of(settings: &SystemSettings, number: SignInNumber, keys: &[SignInKey]) -> Vec<ModuleKey> {
    let of = |key: &SignInKey| {
        let name = key.setting(number);
        let setting = settings.find(&name);
        let value = setting.and_then(|it| it.value.as_ref());
        let read = setting.and_then(|it| it.read.as_ref());
        ModuleKey {
            key: *key,
            value: value.map(text).unwrap_or_default(),
            read: read.map(|read| read.value.as_ref().map(text).unwrap_or_default()),
            setting: name,
        }
    };
    keys.iter().map(of).collect()
}

fn text(value: &SettingValue) -> String {
    value.to_string()
}
