//! Keeping a form over a source's settings.

use deskbook_domain::settings::SourceFinding;

use super::check::{Checked, findings};
use super::{Form, stored};
use crate::connecting::{ConnectingError, OpenInstallations, source_secret};
use crate::installations::InstallationRecord;
use crate::secrets::SecretBinding;

/// How a save ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What is wrong; nothing was kept unless this is empty.
    pub findings: Vec<SourceFinding>,
}

/// Checks and keeps in one go. A password goes to the vault and nowhere else. The installation is
/// opened anew with the source.
#[tracing::instrument(skip_all)]
pub async fn save(
    installations: &OpenInstallations,
    mut form: Form,
) -> Result<Saved, ConnectingError> {
    let _changing = installations.changing.lock().await;
    let mut record = stored(installations).await?;
    let checked = Checked::of(&record, &form);
    let settings = checked.settings.clone();
    let protected = checked.protected();
    let findings = findings(installations, &record, &form, checked).await;
    if !findings.is_empty() {
        return Ok(Saved { findings });
    }
    let outside = installations.outside();
    let name = source_secret(&record.id, form.id);
    match protected {
        Some((binding, _)) => {
            if let Some(password) = form.password.take() {
                let binding = SecretBinding::new(binding);
                outside.secrets.store(&name, &binding, password).await?;
            }
        }
        None if had_own_server(&record, &form) => outside.secrets.forget(&name).await?,
        None => {}
    }
    match record.position_of(form.id) {
        Some(position) => {
            if let Some((_, former)) = record.sources.get_mut(position) {
                *former = settings;
            }
        }
        None => record.sources.push((form.id, settings)),
    }
    record.sources.sort_by_key(|(id, _)| *id);
    outside.store.save(&record).await?;
    installations.reopen(&record.id).await?;
    Ok(Saved { findings })
}

/// Whether the source has a password in the vault that it may not need any more.
fn had_own_server(record: &InstallationRecord, form: &Form) -> bool {
    let former = record.sources.iter().find(|(id, _)| *id == form.id);
    former.is_some_and(|(_, settings)| {
        settings.is_true("Params.DSN") || settings.is_true("Params.UserDN")
    })
}

#[cfg(test)]
mod tests {
    use deskbook_domain::database::TlsMode;
    use deskbook_domain::ids::Login;
    use deskbook_domain::settings::SourceProblem;
    use deskbook_domain::source::{BackEndKind, SourceId, Subject};

    use super::*;
    use crate::connecting::{ConnectingError, DirectoryStep, SourcePlace};
    use crate::people;
    use crate::sources_form::{NewSource, find, new, remove, test};
    use crate::twin::random;
    use crate::twin::server::{City, connected, draft, password};

    async fn a_second_source(installations: &OpenInstallations, changes: &[(&str, &str)]) -> Form {
        changed(
            new(installations, NewSource::CustomerUsers).await.unwrap(),
            changes,
        )
    }

    async fn a_directory(installations: &OpenInstallations, changes: &[(&str, &str)]) -> Form {
        changed(
            new(installations, NewSource::OpenLdap).await.unwrap(),
            changes,
        )
    }

    fn changed(mut form: Form, changes: &[(&str, &str)]) -> Form {
        for (key, value) in changes {
            let found = form.values.iter_mut().find(|(name, _)| name == key);
            (*value).clone_into(&mut found.unwrap().1);
        }
        form
    }

    const ELSEWHERE: [(&str, &str); 3] = [
        ("Name", "CRM"),
        ("Params.DSN", "DBI:mysql:database=crm;host=crm.test"),
        ("Params.User", "reader"),
    ];

    #[tokio::test]
    async fn a_new_source_takes_the_first_free_number_and_is_asked_from_then_on() {
        let city = City::new();
        let installations = connected(&city).await;
        let form = a_second_source(&installations, &[("Name", "More")]).await;
        assert_eq!(form.id.to_string(), "CustomerUser1");
        let saved = save(&installations, form).await.unwrap();
        assert_eq!(saved.findings, []);
        let open = installations.current();
        let names: Vec<_> = open.sources().iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Database Backend", "More", "Database Backend"]);
        assert_eq!(open.installation().customer_users.len(), 2);
        let next = new(&installations, NewSource::CustomerUsers).await.unwrap();
        assert_eq!(next.id.to_string(), "CustomerUser2");
    }

    #[tokio::test]
    async fn nothing_is_kept_when_a_key_is_at_fault() {
        let city = City::new();
        let installations = connected(&city).await;
        let form = a_second_source(&installations, &[("CustomerKey", "a b")]).await;
        let saved = save(&installations, form).await.unwrap();
        assert_eq!(saved.findings[0].problem, SourceProblem::NoName);
        assert_eq!(installations.current().sources().len(), 2);
    }

    #[tokio::test]
    async fn a_database_of_its_own_has_a_password_of_its_own_in_the_vault_alone() {
        let city = City::new();
        let installations = connected(&city).await;
        let form = a_second_source(&installations, &ELSEWHERE).await;
        let id = form.id;
        let refused = save(&installations, form).await.unwrap();
        assert_eq!(refused.findings[0].key, "Params.Password");
        let mut form = a_second_source(&installations, &ELSEWHERE).await;
        form.password = password("own secret");
        assert_eq!(save(&installations, form).await.unwrap().findings, []);
        let open = installations.current();
        let place = SourcePlace::OwnTable {
            table: "customer_user".to_owned(),
            database: "crm.test/crm".to_owned(),
        };
        assert_eq!(open.sources()[1].place, place);
        let (purpose, binding) = (id.to_string(), "mysql crm.test:3306 verify-full reader");
        let kept = city.kept_for(open.id(), &purpose, binding);
        assert_eq!(kept.await.as_deref(), Some("own secret"));
        let stored = city.store.find(open.id()).await.unwrap().unwrap();
        assert!(!format!("{stored:?}").contains("own secret"));
        remove(&installations, id).await.unwrap();
        let kept = city.kept_for(open.id(), &purpose, binding);
        assert_eq!(kept.await, None, "the secret goes with its source");
    }

    #[tokio::test]
    async fn a_database_of_its_own_elsewhere_is_verified_though_otobos_is_in_the_clear() {
        let city = City::new();
        let installations = connected(&city).await;
        let mut near = draft();
        near.id = Some(installations.current().id().clone());
        near.connection.hosts = "localhost".to_owned();
        near.connection.tls_mode = TlsMode::Disable;
        crate::connecting::save(&installations, near, &mut random())
            .await
            .unwrap();
        let mut form = a_second_source(&installations, &ELSEWHERE).await;
        form.password = password("own secret");
        let tested = test(&installations, form).await.unwrap();
        assert_eq!(tested.tls_mode, TlsMode::VerifyFull);
        let opened = city.opened().pop().unwrap();
        assert_eq!(opened, "mysql crm.test:3306 verify-full reader");
        let here = a_second_source(&installations, &[]).await;
        let tested = test(&installations, here).await.unwrap();
        assert_eq!(tested.tls_mode, TlsMode::Disable);
    }

    #[tokio::test]
    async fn a_file_of_the_encryption_that_is_not_there_is_told_at_its_key() {
        let city = City::new();
        let installations = connected(&city).await;
        let mut changes = ELSEWHERE.to_vec();
        changes.push(("Deskbook.CAFile", "/nowhere/ca.pem"));
        let mut form = a_second_source(&installations, &changes).await;
        form.password = password("own secret");
        let saved = save(&installations, form).await.unwrap();
        assert_eq!(saved.findings[0].problem, SourceProblem::FileMissing);
    }

    #[tokio::test]
    async fn a_test_without_a_password_names_the_field_and_asks_no_server() {
        let city = City::new();
        let installations = connected(&city).await;
        let opened = city.opened().len();
        let form = a_second_source(&installations, &ELSEWHERE).await;
        let refused = test(&installations, form).await.unwrap_err();
        assert_eq!(refused.field(), Some("Params.Password"));
        assert_eq!(city.opened().len(), opened);
    }

    #[tokio::test]
    async fn a_source_that_moves_into_otobos_database_leaves_no_password_behind() {
        let city = City::new();
        let installations = connected(&city).await;
        let mut form = a_second_source(&installations, &ELSEWHERE).await;
        let id = form.id;
        form.password = password("own secret");
        save(&installations, form).await.unwrap();
        let mut form = find(&installations, id).await.unwrap();
        form.values = vec![("Params.DSN".to_owned(), String::new())];
        assert_eq!(save(&installations, form).await.unwrap().findings, []);
        let open = installations.current();
        let (purpose, binding) = (id.to_string(), "mysql crm.test:3306 verify-full reader");
        assert_eq!(city.kept_for(open.id(), &purpose, binding).await, None);
    }

    #[tokio::test]
    async fn a_database_that_cannot_be_asked_is_a_finding() {
        let city = City::new();
        let installations = connected(&city).await;
        let dsn = [("Params.DSN", "DBI:ODBC:CRM")];
        let form = a_second_source(&installations, &dsn).await;
        let saved = save(&installations, form).await.unwrap();
        assert_eq!(saved.findings[0].key, "Params.DSN");
    }

    #[tokio::test]
    async fn a_directory_without_a_base_is_told_and_not_kept() {
        let city = City::new();
        let installations = connected(&city).await;
        let directory = [("Params.Host", "ldap.test"), ("Params.SSCOPE", "")];
        let form = a_directory(&installations, &directory).await;
        let saved = save(&installations, form).await.unwrap();
        let keys: Vec<_> = saved.findings.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["Params.BaseDN", "Params.SSCOPE"]);
    }

    const DIRECTORY: [(&str, &str); 2] = [("Params.Host", "ldap.test"), ("Params.BaseDN", "dc=x")];

    #[tokio::test]
    async fn a_directory_with_a_user_has_a_password_for_this_very_directory() {
        let city = City::new();
        city.add_people(3);
        let installations = connected(&city).await;
        let mut changes = DIRECTORY.to_vec();
        changes.push(("Params.UserDN", "cn=reader,dc=x"));
        let form = a_directory(&installations, &changes).await;
        let refused = save(&installations, form).await.unwrap();
        assert_eq!(refused.findings[0].key, "Params.UserPw");
        let mut form = a_directory(&installations, &changes).await;
        let id = form.id;
        form.password = password("own secret");
        let tested = test(&installations, form).await.unwrap();
        assert_eq!((tested.count, tested.rows.len()), (None, 3));
        let steps = tested.directory.unwrap().steps;
        assert_eq!(steps.len(), DirectoryStep::ALL.len(), "each step is told");
        assert_eq!(tested.tls_mode, TlsMode::VerifyFull, "StartTLS");
        let mut form = a_directory(&installations, &changes).await;
        form.password = password("own secret");
        assert_eq!(save(&installations, form).await.unwrap().findings, []);
        let open = installations.current();
        let binding = "ldap ldap://ldap.test:389 verify-full cn=reader,dc=x";
        let kept = city.kept_for(open.id(), &id.to_string(), binding).await;
        assert_eq!(kept.as_deref(), Some("own secret"));
        remove(&installations, id).await.unwrap();
        let kept = city.kept_for(open.id(), &id.to_string(), binding).await;
        assert_eq!(kept, None, "the secret goes with its source");
    }

    #[tokio::test]
    async fn a_directory_is_asked_and_nothing_is_written_into_it() {
        let city = City::new();
        let installations = connected(&city).await;
        let form = a_directory(&installations, &DIRECTORY).await;
        assert_eq!(form.kind(), BackEndKind::Directory);
        assert_eq!(save(&installations, form).await.unwrap().findings, []);
        let open = installations.current();
        let listed = &open.sources()[1];
        assert!(listed.usable && listed.read_only);
        assert_eq!(listed.place, SourcePlace::Directory("ldap.test".to_owned()));
        assert_eq!(open.installation().customer_users.len(), 2);
        assert!(open.installation().customer_users.count().await.is_ok());
        assert_eq!(open.standing().len(), 3);
        assert!(open.directory(listed.id).is_some());
        let table = SourceId::first(Subject::CustomerUsers);
        let entry = open.entry(table, &Login::from("user0")).await;
        assert_eq!(entry.unwrap(), None, "a table has no entries");
    }

    #[tokio::test]
    async fn c90_preferences_of_somebody_in_a_directory_can_be_changed() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        let form = a_directory(&installations, &DIRECTORY).await;
        save(&installations, form).await.unwrap();
        let table = SourceId::first(Subject::CustomerUsers);
        remove(&installations, table).await.unwrap();
        let installation = installations.current().installation();
        assert_eq!(installation.customer_users.len(), 1, "only the directory");
        let login = Login::from("user0");
        let draft = people::PreferenceDraft {
            key: "UserLanguage".to_owned(),
            value: Some("de".to_owned()),
            was: None,
            reason: people::PreferenceReason::Typed,
        };
        let set = people::set_preference(&installation, &login, &draft);
        set.await.unwrap();
        let found = people::preferences(&installation, &login).await.unwrap();
        assert_eq!(found.get("UserLanguage").map(String::as_str), Some("de"));
    }

    #[tokio::test]
    async fn a_form_is_tried_without_being_kept() {
        let city = City::new();
        let installations = connected(&city).await;
        city.add_people(12);
        let form = a_second_source(&installations, &[]).await;
        let tested = test(&installations, form).await.unwrap();
        assert_eq!((tested.count, tested.rows.len()), (Some(12), 10));
        assert_eq!(tested.rows[0].key, "user0");
        assert_eq!(tested.missing_indexes, ["CREATE INDEX customer_user"]);
        assert_eq!(installations.current().sources().len(), 2);
        city.stop();
        let form = a_second_source(&installations, &[]).await;
        let tested = test(&installations, form).await.unwrap();
        assert!(
            tested.error.is_some(),
            "a trouble of the source is an answer"
        );
        let broken = a_second_source(&installations, &[("CustomerKey", "")]).await;
        let refused = test(&installations, broken).await;
        assert!(matches!(refused, Err(ConnectingError::SourceUnusable(_))));
    }

    #[tokio::test]
    async fn a_stored_source_is_found_changed_and_removed() {
        let city = City::new();
        let installations = connected(&city).await;
        let first = SourceId::first(Subject::CustomerUsers);
        let mut form = find(&installations, first).await.unwrap();
        form.values.retain(|(key, _)| key == "Name");
        form.values[0].1 = "Renamed".to_owned();
        assert_eq!(save(&installations, form).await.unwrap().findings, []);
        let open = installations.current();
        assert_eq!(open.sources()[0].name, "Renamed");
        assert!(open.sources()[0].usable, "the other keys are kept");
        remove(&installations, first).await.unwrap();
        assert_eq!(installations.current().sources().len(), 1);
        let gone = remove(&installations, first).await;
        assert!(matches!(gone, Err(ConnectingError::SourceUnknown(_))));
    }
}
