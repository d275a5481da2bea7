//! The own store as the place where installations are kept.

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deskbook_core::Cause;
use deskbook_core::installations::{
    InstallationId, InstallationRecord, InstallationStore, InstallationStoreError,
};
use deskbook_migrations::file;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, TransactionTrait as _,
};

use crate::own_store::{OwnStore, forget, keep};
use crate::{OwnStoreError, installation, installation_rows, setting, setting_override, source};

/// The setting that names the installation that the window shows.
const CURRENT: &str = "current_installation";

impl OwnStore {
    async fn read_installations(&self) -> Result<Vec<InstallationRecord>, DbErr> {
        let rows = installation::Entity::find()
            .order_by_asc(installation::Column::Position)
            .order_by_asc(installation::Column::Id)
            .all(&self.connection)
            .await?;
        let mut sources: BTreeMap<String, Vec<source::Model>> = BTreeMap::new();
        for source in source::Entity::find().all(&self.connection).await? {
            let of_same = sources.entry(source.installation.clone()).or_default();
            of_same.push(source);
        }
        let read = |row: installation::Model| {
            let sources = sources.remove(&row.id).unwrap_or_default();
            installation_rows::read(row, &sources)
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    async fn read_installation(
        &self,
        id: &InstallationId,
    ) -> Result<Option<InstallationRecord>, DbErr> {
        let row = installation::Entity::find_by_id(id.as_str())
            .one(&self.connection)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let sources = source::Entity::find()
            .filter(source::Column::Installation.eq(id.as_str()))
            .all(&self.connection)
            .await?;
        Ok(installation_rows::read(row, &sources))
    }

    async fn write_installation(
        &self,
        row: installation::ActiveModel,
        sources: Vec<source::ActiveModel>,
        id: &InstallationId,
    ) -> Result<(), DbErr> {
        let transaction = self
            .connection
            .begin_with_options(file::write_transaction())
            .await?;
        let replace = OnConflict::column(installation::Column::Id)
            .update_columns([
                installation::Column::Name,
                installation::Column::Position,
                installation::Column::Hue,
                installation::Column::ReadOnly,
                installation::Column::Database,
                installation::Column::Agent,
                installation::Column::Caches,
                installation::Column::Mirror,
            ])
            .to_owned();
        installation::Entity::insert(row)
            .on_conflict(replace)
            .exec_without_returning(&transaction)
            .await?;
        source::Entity::delete_many()
            .filter(source::Column::Installation.eq(id.as_str()))
            .exec(&transaction)
            .await?;
        if !sources.is_empty() {
            source::Entity::insert_many(sources)
                .exec_without_returning(&transaction)
                .await?;
        }
        transaction.commit().await
    }

    /// Its sources go with it.
    async fn delete_installation(&self, id: &InstallationId) -> Result<(), DbErr> {
        let transaction = self
            .connection
            .begin_with_options(file::write_transaction())
            .await?;
        installation::Entity::delete_by_id(id.as_str())
            .exec(&transaction)
            .await?;
        setting_override::Entity::delete_many()
            .filter(setting_override::Column::Installation.eq(id.as_str()))
            .exec(&transaction)
            .await?;
        if read_current(&transaction).await?.as_ref() == Some(id) {
            forget(&transaction, CURRENT).await?;
        }
        transaction.commit().await
    }

    async fn write_override(
        &self,
        id: &InstallationId,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), DbErr> {
        let key = (id.as_str().to_owned(), name.to_owned());
        let Some(value) = value else {
            setting_override::Entity::delete_by_id(key)
                .exec(&self.connection)
                .await?;
            return Ok(());
        };
        let row = setting_override::ActiveModel {
            installation: Set(key.0),
            name: Set(key.1),
            value: Set(value.to_owned()),
        };
        let columns = [
            setting_override::Column::Installation,
            setting_override::Column::Name,
        ];
        let replace = OnConflict::columns(columns)
            .update_column(setting_override::Column::Value)
            .to_owned();
        setting_override::Entity::insert(row)
            .on_conflict(replace)
            .exec_without_returning(&self.connection)
            .await?;
        Ok(())
    }

    /// How a failure is told.
    fn told(&self) -> impl Fn(DbErr) -> InstallationStoreError {
        |error| {
            let error = OwnStoreError::sqlite(self.path(), error);
            InstallationStoreError {
                code: error.code(),
                params: error.params(),
                source: error.into(),
            }
        }
    }
}

async fn read_current(db: &impl ConnectionTrait) -> Result<Option<InstallationId>, DbErr> {
    let row = setting::Entity::find_by_id(CURRENT).one(db).await?;
    Ok(row.map(|row| InstallationId::from_text(row.value)))
}

/// A record that cannot be written as text, which should not happen.
fn unwritable(error: serde_json::Error) -> InstallationStoreError {
    InstallationStoreError {
        code: deskbook_core::ErrorCode::Internal,
        params: Vec::new(),
        source: Cause::from(error),
    }
}

#[async_trait]
impl InstallationStore for OwnStore {
    async fn list(&self) -> Result<Vec<InstallationRecord>, InstallationStoreError> {
        self.read_installations().await.map_err(self.told())
    }

    async fn find(
        &self,
        id: &InstallationId,
    ) -> Result<Option<InstallationRecord>, InstallationStoreError> {
        self.read_installation(id).await.map_err(self.told())
    }

    async fn save(&self, record: &InstallationRecord) -> Result<(), InstallationStoreError> {
        let row = installation_rows::written(record).map_err(unwritable)?;
        let sources = installation_rows::written_sources(record).map_err(unwritable)?;
        let written = self.write_installation(row, sources, &record.id);
        written.await.map_err(self.told())
    }

    async fn remove(&self, id: &InstallationId) -> Result<(), InstallationStoreError> {
        self.delete_installation(id).await.map_err(self.told())
    }

    async fn mirrored_at(
        &self,
        id: &InstallationId,
    ) -> Result<Option<DateTime<Utc>>, InstallationStoreError> {
        let row = installation::Entity::find_by_id(id.as_str());
        let row = row.one(&self.connection).await.map_err(self.told())?;
        Ok(row.and_then(|row| row.mirrored_at))
    }

    async fn set_mirrored_at(
        &self,
        id: &InstallationId,
        at: Option<DateTime<Utc>>,
    ) -> Result<(), InstallationStoreError> {
        let changed = installation::Entity::update_many()
            .col_expr(installation::Column::MirroredAt, Expr::value(at))
            .filter(installation::Column::Id.eq(id.as_str()))
            .exec(&self.connection);
        changed.await.map_err(self.told())?;
        Ok(())
    }

    async fn current(&self) -> Result<Option<InstallationId>, InstallationStoreError> {
        read_current(&self.connection).await.map_err(self.told())
    }

    async fn set_current(&self, id: &InstallationId) -> Result<(), InstallationStoreError> {
        let kept = keep(&self.connection, CURRENT, id.as_str().to_owned());
        kept.await.map_err(self.told())
    }

    async fn overrides(
        &self,
        id: &InstallationId,
    ) -> Result<BTreeMap<String, String>, InstallationStoreError> {
        let rows = setting_override::Entity::find()
            .filter(setting_override::Column::Installation.eq(id.as_str()))
            .all(&self.connection)
            .await
            .map_err(self.told())?;
        Ok(rows.into_iter().map(|row| (row.name, row.value)).collect())
    }

    async fn set_override(
        &self,
        id: &InstallationId,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), InstallationStoreError> {
        let written = self.write_override(id, name, value);
        written.await.map_err(self.told())
    }
}

#[cfg(test)]
mod tests {
    use deskbook_core::caches::{CacheProgram, CacheSettings, Consent};
    use deskbook_core::mirror::{KeptOut, MirrorSettings};
    use deskbook_core::settings;
    use deskbook_domain::database::{
        ClientCertificate, DatabaseAddress, Engine, Host, Tls, TlsMode,
    };
    use deskbook_domain::settings::SourceSettings;
    use deskbook_domain::source::{SourceId, Subject};
    use sea_orm::ConnectionTrait as _;
    use serde_json::json;
    use tempfile::TempDir;

    use deskbook_domain::ids::AgentId;

    use super::*;

    async fn store() -> (TempDir, OwnStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = OwnStore::open(folder.path().join("deskbook.sqlite3")).await;
        (folder, store.unwrap())
    }

    fn record(id: &str, position: u32) -> InstallationRecord {
        let mut second = SourceSettings::shipped(Subject::CustomerUsers);
        second.set("Params.BaseDN", Some(json!("dc=nord,dc=example")));
        second.set("Unheard.Of", Some(json!({ "deep": [1, null] })));
        InstallationRecord {
            id: InstallationId::from_text(id),
            name: format!("Straße {id}"),
            hue: 20,
            read_only: true,
            position,
            database: DatabaseAddress {
                engine: Engine::PostgreSql,
                hosts: Host::list("db1, db2:5433", 5432).unwrap(),
                database: "otobo".to_owned(),
                user: "deskbook".to_owned(),
                tls: Tls {
                    mode: TlsMode::VerifyCa,
                    ca_file: Some("/etc/ca.pem".to_owned()),
                    client: Some(ClientCertificate {
                        certificate_file: "c.pem".to_owned(),
                        key_file: "k.pem".to_owned(),
                    }),
                },
            },
            agent: Some(AgentId(7)),
            mirror: MirrorSettings {
                interval_minutes: 30,
                kept_out: vec![KeptOut {
                    source: SourceId::first(Subject::CustomerUsers),
                    var: "UserComment".into(),
                }],
                ..MirrorSettings::default()
            },
            caches: CacheSettings::Program(CacheProgram {
                path: "/opt/clear".to_owned(),
                arguments: vec![CacheProgram::TYPES.to_owned()],
                consent: Consent {
                    path: "/opt/clear".to_owned(),
                    sha256: "00".repeat(32),
                },
            }),
            sources: vec![
                (
                    SourceId::first(Subject::CustomerUsers),
                    SourceSettings::shipped(Subject::CustomerUsers),
                ),
                ("CustomerUser3".parse().unwrap(), second),
                (
                    SourceId::first(Subject::Customers),
                    SourceSettings::shipped(Subject::Customers),
                ),
            ],
        }
    }

    #[tokio::test]
    async fn an_installation_comes_back_with_every_key_of_its_sources() {
        let (_folder, store) = store().await;
        let kept = record("a", 0);
        store.save(&kept).await.unwrap();
        assert_eq!(store.find(&kept.id).await.unwrap(), Some(kept.clone()));
        assert_eq!(store.list().await.unwrap(), [kept]);
    }

    #[tokio::test]
    async fn a_changed_installation_takes_the_place_of_the_former_one() {
        let (_folder, store) = store().await;
        store.save(&record("a", 0)).await.unwrap();
        let mut changed = record("a", 5);
        changed.name = "Changed".to_owned();
        changed.agent = Some(AgentId(8));
        changed.caches = CacheSettings::None;
        changed.sources.remove(1);
        store.save(&changed).await.unwrap();
        assert_eq!(store.list().await.unwrap(), [changed]);
    }

    #[tokio::test]
    async fn installations_come_in_their_order() {
        let (_folder, store) = store().await;
        for (id, position) in [("a", 2), ("b", 0), ("c", 1)] {
            store.save(&record(id, position)).await.unwrap();
        }
        let listed = store.list().await.unwrap();
        let ids: Vec<_> = listed.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["b", "c", "a"]);
    }

    #[tokio::test]
    async fn a_removed_installation_leaves_nothing_behind() {
        let (_folder, store) = store().await;
        let id = InstallationId::from_text("a");
        store.save(&record("a", 0)).await.unwrap();
        store.set_current(&id).await.unwrap();
        store.set_override(&id, "X", Some("1")).await.unwrap();
        store.remove(&id).await.unwrap();
        store.remove(&id).await.unwrap();
        assert_eq!(store.find(&id).await.unwrap(), None);
        assert_eq!(store.current().await.unwrap(), None);
        assert!(store.overrides(&id).await.unwrap().is_empty());
        let sources = source::Entity::find().all(&store.connection).await;
        assert!(sources.unwrap().is_empty());
    }

    #[tokio::test]
    async fn the_current_installation_is_remembered_beside_the_users_choices() {
        let (_folder, store) = store().await;
        assert_eq!(store.current().await.unwrap(), None);
        let id = InstallationId::from_text("a");
        store.set_current(&id).await.unwrap();
        let choices: &dyn settings::SettingsStore = &store;
        let chosen = choices.read().await.unwrap();
        choices.save(&chosen).await.unwrap();
        assert_eq!(store.current().await.unwrap(), Some(id));
    }

    #[tokio::test]
    async fn overrides_are_kept_by_installation_the_local_directorys_too() {
        let (_folder, store) = store().await;
        let (local, other) = (InstallationId::local(), InstallationId::from_text("a"));
        store.set_override(&local, "X", Some("1")).await.unwrap();
        store.set_override(&local, "X", Some("2")).await.unwrap();
        store.set_override(&other, "X", Some("3")).await.unwrap();
        let of_local = store.overrides(&local).await.unwrap();
        assert_eq!(of_local.get("X").map(String::as_str), Some("2"));
        store.set_override(&local, "X", None).await.unwrap();
        assert!(store.overrides(&local).await.unwrap().is_empty());
        assert_eq!(store.overrides(&other).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_secret_among_settings_is_not_written() {
        let (folder, store) = store().await;
        let mut careless = record("a", 0);
        for key in deskbook_domain::settings::SECRET_KEYS {
            careless.sources[1].1.set(key, Some(json!("hunter2")));
        }
        store.save(&careless).await.unwrap();
        store.close().await.unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let found = bytes.windows(7).any(|it| it == b"hunter2");
            assert!(!found, "a secret lies on the disk");
        }
    }

    #[tokio::test]
    async fn an_installation_of_an_older_deskbook_clears_no_caches() {
        let (_folder, store) = store().await;
        store.save(&record("a", 0)).await.unwrap();
        let older = "UPDATE installation SET caches = NULL";
        store.connection.execute_unprepared(older).await.unwrap();
        assert_eq!(store.list().await.unwrap()[0].caches, CacheSettings::None);
    }

    #[tokio::test]
    async fn when_a_mirror_was_refreshed_is_kept_whatever_is_saved() {
        let (_folder, store) = store().await;
        let record = record("a", 0);
        store.save(&record).await.unwrap();
        assert_eq!(store.mirrored_at(&record.id).await.unwrap(), None);
        let at = DateTime::from_timestamp(1_700_000_000, 0);
        store.set_mirrored_at(&record.id, at).await.unwrap();
        store.save(&record).await.unwrap();
        assert_eq!(store.mirrored_at(&record.id).await.unwrap(), at);
        store.set_mirrored_at(&record.id, None).await.unwrap();
        assert_eq!(store.mirrored_at(&record.id).await.unwrap(), None);
        let unknown = InstallationId::from_text("unknown");
        store.set_mirrored_at(&unknown, at).await.unwrap();
        assert_eq!(store.mirrored_at(&unknown).await.unwrap(), None);
    }

    #[tokio::test]
    async fn broken_rows_cost_what_they_say_and_nothing_else() {
        let (_folder, store) = store().await;
        store.save(&record("a", 0)).await.unwrap();
        store.save(&record("b", 1)).await.unwrap();
        let broken = "UPDATE installation SET database = '{' WHERE id = 'a'; \
                      UPDATE installation SET mirror = '{\"on\":1}' WHERE id = 'b'; \
                      UPDATE installation SET caches = '{\"kind\":\"magic\"}' WHERE id = 'b'; \
                      UPDATE source SET settings = '[' WHERE source = 'CustomerUser3'";
        store.connection.execute_unprepared(broken).await.unwrap();
        let listed = store.list().await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].id.as_str(), "b");
        assert_eq!(listed[0].caches, CacheSettings::None);
        assert_eq!(listed[0].mirror, MirrorSettings::off());
        assert_eq!(listed[0].sources[1].1, SourceSettings::default());
        assert_eq!(listed[0].sources[0], record("b", 1).sources[0]);
    }
}
