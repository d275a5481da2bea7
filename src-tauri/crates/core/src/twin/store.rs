//! Installations kept in memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::installations::{
    InstallationId, InstallationRecord, InstallationStore, InstallationStoreError,
};

#[derive(Default)]
pub(crate) struct Shelf(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    records: Vec<InstallationRecord>,
    current: Option<InstallationId>,
    mirrored: BTreeMap<InstallationId, DateTime<Utc>>,
    overrides: BTreeMap<(InstallationId, String), String>,
}

impl Shelf {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }
}

#[async_trait]
impl InstallationStore for Shelf {
    async fn list(&self) -> Result<Vec<InstallationRecord>, InstallationStoreError> {
        let mut records = self.kept().records.clone();
        records.sort_by_key(|record| record.position);
        Ok(records)
    }

    async fn find(
        &self,
        id: &InstallationId,
    ) -> Result<Option<InstallationRecord>, InstallationStoreError> {
        let kept = self.kept();
        Ok(kept.records.iter().find(|it| it.id == *id).cloned())
    }

    async fn save(&self, record: &InstallationRecord) -> Result<(), InstallationStoreError> {
        let mut record = record.clone();
        for (_, settings) in &mut record.sources {
            settings.drop_secrets();
        }
        let mut kept = self.kept();
        kept.records.retain(|it| it.id != record.id);
        kept.records.push(record);
        Ok(())
    }

    async fn remove(&self, id: &InstallationId) -> Result<(), InstallationStoreError> {
        let mut kept = self.kept();
        kept.records.retain(|it| it.id != *id);
        kept.overrides.retain(|(of, _), _| of != id);
        kept.current.take_if(|it| it == id);
        kept.mirrored.remove(id);
        Ok(())
    }

    async fn mirrored_at(
        &self,
        id: &InstallationId,
    ) -> Result<Option<DateTime<Utc>>, InstallationStoreError> {
        Ok(self.kept().mirrored.get(id).copied())
    }

    async fn set_mirrored_at(
        &self,
        id: &InstallationId,
        at: Option<DateTime<Utc>>,
    ) -> Result<(), InstallationStoreError> {
        let mirrored = &mut self.kept().mirrored;
        match at {
            Some(at) => mirrored.insert(id.clone(), at),
            None => mirrored.remove(id),
        };
        Ok(())
    }

    async fn current(&self) -> Result<Option<InstallationId>, InstallationStoreError> {
        Ok(self.kept().current.clone())
    }

    async fn set_current(&self, id: &InstallationId) -> Result<(), InstallationStoreError> {
        self.kept().current = Some(id.clone());
        Ok(())
    }

    async fn overrides(
        &self,
        id: &InstallationId,
    ) -> Result<BTreeMap<String, String>, InstallationStoreError> {
        let kept = self.kept();
        let of_id = kept.overrides.iter().filter(|((of, _), _)| of == id);
        Ok(of_id
            .map(|((_, name), value)| (name.clone(), value.clone()))
            .collect())
    }

    async fn set_override(
        &self,
        id: &InstallationId,
        name: &str,
        value: Option<&str>,
    ) -> Result<(), InstallationStoreError> {
        let key = (id.clone(), name.to_owned());
        let overrides = &mut self.kept().overrides;
        match value {
            Some(value) => overrides.insert(key, value.to_owned()),
            None => overrides.remove(&key),
        };
        Ok(())
    }
}
