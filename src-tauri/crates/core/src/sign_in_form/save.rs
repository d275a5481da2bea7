//! Keeping a module.

use deskbook_domain::settings::SourceProblem;
use deskbook_domain::sign_in::{
    DATABASE_KEYS, DIRECTORY_KEYS, MODULE, SignInFinding, SignInKey, SignInModule, SignInNumber,
    SignInWay, sign_in_modules,
};
use deskbook_domain::system_settings::{OverrideProblem, SystemSettings};

use super::read::{binding_of, kind_of};
use super::{
    DATABASE, DIRECTORY, DraftKind, ModuleDraft, ModuleKind, PASSWORD, SavedModule, finding,
};
use crate::connecting::{
    ConnectingError, LONGEST_TEXT, OpenInstallation, OpenInstallations, SecretState, secret_state,
    sign_in_secret,
};

/// A value that is to stand over a setting; `None` takes away what stands over it.
type Change = (String, Option<String>);

/// Checks and keeps in one go: values over OTOBO's settings, and the password in the vault.
#[tracing::instrument(skip_all)]
pub async fn save(
    installations: &OpenInstallations,
    mut draft: ModuleDraft,
) -> Result<SavedModule, ConnectingError> {
    let _changing = installations.changing.lock().await;
    let current = installations.current();
    if current.id().is_local() {
        return Err(ConnectingError::LocalDirectory);
    }
    let settings = current.settings().await?;
    let changes = changes_of(&draft, &settings);
    let findings = faults_of_texts(&draft, &settings);
    if !findings.is_empty() {
        return Ok(SavedModule { findings });
    }
    let settings = current.settings_with(&changes).await?;
    let modules = sign_in_modules(&settings);
    let module = modules.iter().find(|it| it.number == draft.number);
    let findings = findings_of(installations, &current, module, &draft).await;
    if !findings.is_empty() {
        return Ok(SavedModule { findings });
    }
    let outside = installations.outside();
    let name = sign_in_secret(current.id(), draft.number);
    match (binding_of(module), draft.password.take()) {
        (Some(binding), Some(password)) => {
            outside.secrets.store(&name, &binding, password).await?;
        }
        (Some(_), None) => {}
        (None, _) => outside.secrets.forget(&name).await?,
    }
    for (name, value) in changes {
        let store = &outside.store;
        store
            .set_override(current.id(), &name, value.as_deref())
            .await?;
        current.set_override(&name, value);
    }
    current.settings().await?;
    Ok(SavedModule::default())
}

fn keys_of(kind: DraftKind) -> &'static [SignInKey] {
    match kind {
        DraftKind::None => &[],
        DraftKind::Database => &DATABASE_KEYS,
        DraftKind::Directory => &DIRECTORY_KEYS,
    }
}

/// What is to stand over the settings that were read.
fn changes_of(draft: &ModuleDraft, settings: &SystemSettings) -> Vec<Change> {
    let number = draft.number;
    let mut changes = Vec::new();
    for key in keys_of(draft.kind) {
        let Some((_, typed)) = draft.values.iter().find(|(name, _)| name == key.name) else {
            continue;
        };
        changes.push(over(settings, key.setting(number), typed.trim().to_owned()));
    }
    if draft.kind == DraftKind::None {
        let directory = DIRECTORY_KEYS.iter().map(|key| key.setting(number));
        // The first table is where new passwords are stored too
        let has_own_table = number != SignInNumber::FIRST;
        let database = DATABASE_KEYS.iter().filter(|_| has_own_table);
        let database = database.map(|key| key.setting(number));
        changes.extend(directory.chain(database).map(|name| (name, None)));
    }
    let program = match (draft.kind, kind_of(settings, number)) {
        (DraftKind::Database, ModuleKind::Database)
        | (DraftKind::Directory, ModuleKind::Directory) => None,
        (DraftKind::None, _) => Some(""),
        (DraftKind::Database, _) => Some(DATABASE),
        (DraftKind::Directory, _) => Some(DIRECTORY),
    };
    // Last, so that no module is tried whose settings are not there yet
    if let Some(program) = program {
        changes.push(over(
            settings,
            format!("{MODULE}{number}"),
            program.to_owned(),
        ));
    }
    changes
}

/// A value over a setting, unless OTOBO has just this one.
fn over(settings: &SystemSettings, name: String, value: String) -> Change {
    let setting = settings.find(&name);
    let read = setting.and_then(|it| match &it.read {
        Some(read) => read.value.as_ref(),
        None => it.value.as_ref(),
    });
    let read = read.map(ToString::to_string).unwrap_or_default();
    (name, (value != read).then_some(value))
}

/// What is wrong with a text by itself.
fn faults_of_texts(draft: &ModuleDraft, settings: &SystemSettings) -> Vec<SignInFinding> {
    let mut findings = Vec::new();
    for key in keys_of(draft.kind) {
        let Some((_, typed)) = draft.values.iter().find(|(name, _)| name == key.name) else {
            continue;
        };
        let typed = typed.trim();
        if typed.chars().count() > LONGEST_TEXT as usize {
            findings.push(finding(key.name, SourceProblem::NotAllowed));
        } else if !typed.is_empty() {
            let problem = settings.check(&key.setting(draft.number), typed);
            findings.extend(problem.map(|problem| {
                let problem = match problem {
                    OverrideProblem::NoFlag => SourceProblem::NoFlag,
                    _ => SourceProblem::NotAllowed,
                };
                finding(key.name, problem)
            }));
        }
    }
    findings
}

async fn findings_of(
    installations: &OpenInstallations,
    current: &OpenInstallation,
    module: Option<&SignInModule>,
    draft: &ModuleDraft,
) -> Vec<SignInFinding> {
    let way = match module.map(|module| &module.way) {
        Some(Err(findings)) => return findings.clone(),
        Some(Ok(SignInWay::Directory(way))) => way,
        _ => return Vec::new(),
    };
    if let Some(path) = &way.directory.tls.ca_file {
        let is_file = tokio::fs::metadata(path).await.is_ok_and(|it| it.is_file());
        if !is_file {
            return vec![finding("CAFile", SourceProblem::FileMissing)];
        }
    }
    let typed = draft.password.as_ref();
    if typed.is_some_and(|password| !password.expose().is_empty()) {
        return Vec::new();
    }
    let Some(binding) = binding_of(module) else {
        return Vec::new();
    };
    let name = sign_in_secret(current.id(), draft.number);
    let secrets = &installations.outside().secrets;
    match secret_state(&name, &binding, secrets.as_ref()).await {
        SecretState::Missing => vec![finding(PASSWORD, SourceProblem::Required)],
        SecretState::SessionOnly | SecretState::Keyring => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connecting::OpenInstallations;
    use crate::sign_in_form::{ModuleForm, read};
    use crate::twin::server::{City, connected, password, started};

    const BINDING: &str = "ldap ldap://ldap.test:389 verify-full cn=reader,dc=x";

    fn draft(changes: &[(&str, &str)]) -> ModuleDraft {
        let mut values = vec![
            ("Host", "ldap.test"),
            ("BaseDN", "dc=x"),
            ("UID", "uid"),
            ("SearchUserDN", "cn=reader,dc=x"),
        ];
        values.retain(|(key, _)| changes.iter().all(|(changed, _)| changed != key));
        values.extend(changes);
        let values = values.into_iter();
        ModuleDraft {
            number: SignInNumber::new(2).unwrap(),
            kind: DraftKind::Directory,
            values: values
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
            password: password("reads"),
        }
    }

    async fn second(installations: &OpenInstallations) -> ModuleForm {
        read(installations).await.unwrap().remove(2)
    }

    async fn kept(city: &City, installations: &OpenInstallations) -> Option<String> {
        let id = installations.current().id().clone();
        city.kept_for(&id, "Customer::AuthModule2", BINDING).await
    }

    #[tokio::test]
    async fn a_directory_is_kept_over_the_settings_and_its_password_in_the_vault_alone() {
        let city = City::new();
        let installations = connected(&city).await;
        assert_eq!(second(&installations).await.kind, ModuleKind::None);
        let saved = save(&installations, draft(&[])).await.unwrap();
        assert_eq!(saved.findings, []);
        let form = second(&installations).await;
        assert_eq!(form.kind, ModuleKind::Directory);
        assert_eq!(form.directory[0].value, "ldap.test");
        assert_eq!(form.secret, SecretState::SessionOnly);
        assert_eq!(kept(&city, &installations).await.as_deref(), Some("reads"));
        let id = installations.current().id().clone();
        let overrides = city.store.overrides(&id).await.unwrap();
        assert!(overrides.values().all(|value| value != "reads"));
        assert!(overrides.keys().all(|name| !name.contains("Pw")));
        let rules = installations.current().installation().rules;
        assert_eq!(rules.sign_in.len(), 2, "it holds at once");
        let again = started(&city).await;
        assert_eq!(second(&again).await, form, "and after a start");
    }

    #[tokio::test]
    async fn a_kept_password_is_given_to_no_other_server() {
        let city = City::new();
        let installations = connected(&city).await;
        save(&installations, draft(&[])).await.unwrap();
        let mut elsewhere = draft(&[("Host", "evil.test")]);
        elsewhere.password = None;
        let saved = save(&installations, elsewhere).await.unwrap();
        let expected = finding(PASSWORD, SourceProblem::Required);
        assert_eq!(saved.findings, [expected]);
        assert_eq!(second(&installations).await.directory[0].value, "ldap.test");
        let mut same = draft(&[("GroupDN", "ou=groups,dc=x")]);
        same.password = None;
        assert_eq!(save(&installations, same).await.unwrap().findings, []);
    }

    #[tokio::test]
    async fn what_is_wrong_is_told_and_nothing_is_kept() {
        let city = City::new();
        let installations = connected(&city).await;
        let cases = [
            (("Host", ""), "Host", SourceProblem::Required),
            (("BaseDN", "x"), "BaseDN", SourceProblem::NotAllowed),
            (("Params", "port 389"), "Params", SourceProblem::NotAllowed),
            (("Die", "yes"), "Die", SourceProblem::NoFlag),
            (("CAFile", "/nowhere"), "CAFile", SourceProblem::FileMissing),
        ];
        for (change, key, problem) in cases {
            let saved = save(&installations, draft(&[change])).await.unwrap();
            assert_eq!(saved.findings, [finding(key, problem)]);
        }
        assert_eq!(second(&installations).await.kind, ModuleKind::None);
        assert_eq!(kept(&city, &installations).await, None);
    }

    #[tokio::test]
    async fn a_module_goes_with_its_settings_and_its_password() {
        let city = City::new();
        let installations = connected(&city).await;
        save(&installations, draft(&[])).await.unwrap();
        let gone = ModuleDraft {
            kind: DraftKind::None,
            ..draft(&[])
        };
        assert_eq!(save(&installations, gone).await.unwrap().findings, []);
        assert_eq!(second(&installations).await.kind, ModuleKind::None);
        assert_eq!(kept(&city, &installations).await, None);
        let id = installations.current().id().clone();
        assert!(city.store.overrides(&id).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_value_that_otobo_has_is_not_put_over_it() {
        let city = City::new();
        let installations = connected(&city).await;
        let first = ModuleDraft {
            number: SignInNumber::FIRST,
            kind: DraftKind::Database,
            values: vec![
                ("Table".to_owned(), "customer_user".to_owned()),
                ("CustomerKey".to_owned(), "email".to_owned()),
            ],
            password: None,
        };
        assert_eq!(save(&installations, first).await.unwrap().findings, []);
        let id = installations.current().id().clone();
        let overrides = city.store.overrides(&id).await.unwrap();
        let names: Vec<_> = overrides.into_iter().collect();
        let name = "Customer::AuthModule::DB::CustomerKey".to_owned();
        assert_eq!(names, [(name, "email".to_owned())]);
    }

    #[tokio::test]
    async fn the_local_directory_has_no_other_sign_in() {
        let city = City::new();
        let installations = started(&city).await;
        let refused = save(&installations, draft(&[])).await;
        assert!(matches!(refused, Err(ConnectingError::LocalDirectory)));
    }

    #[tokio::test]
    async fn the_password_cannot_be_put_over_a_setting() {
        let city = City::new();
        let installations = connected(&city).await;
        let name = "Customer::AuthModule::LDAP::SearchUserPw";
        let value = Some("reads".to_owned());
        let refused = crate::system_settings::put_over(&installations, name, value).await;
        assert!(matches!(refused, Err(ConnectingError::SettingUnknown)));
    }
}
