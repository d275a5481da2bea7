//! Photos beside the records: searches, which read records, never meet their pages.

use async_trait::async_trait;
use deskbook_core::mirror::{MirrorError, Photo, PhotoStore};
use deskbook_domain::source::SourceId;
use sea_orm::{ConnectionTrait, DbErr};

use super::Mirror;
use super::copies::{copy, copy_of, execute, number, statement};

#[async_trait]
impl PhotoStore for Mirror {
    async fn begin_photos(&self, source: SourceId) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let id = copy(&transaction, source).await?.id;
            forget_met(&transaction, id).await?;
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn meet_photos(
        &self,
        source: SourceId,
        originals: &[(&str, i64)],
    ) -> Result<Vec<bool>, MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let id = copy(&transaction, source).await?.id;
            let mut are_there = Vec::with_capacity(originals.len());
            for (key, original) in originals {
                are_there.push(is_there(&transaction, id, key, *original).await?);
            }
            transaction.commit().await?;
            Ok(are_there)
        };
        done.await.map_err(self.told())
    }

    async fn keep_photos(&self, source: SourceId, photos: &[Photo]) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let id = copy(&transaction, source).await?.id;
            for photo in photos {
                keep(&transaction, id, photo).await?;
            }
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn end_photos(&self, source: SourceId) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            let id = copy(&transaction, source).await?.id;
            let gone = "DELETE FROM photo WHERE copy = ?1 \
                        AND EXISTS (SELECT 1 FROM met_photo WHERE copy = ?1) \
                        AND key NOT IN (SELECT key FROM met_photo WHERE copy = ?1)";
            execute(&transaction, gone, [id.into()]).await?;
            forget_met(&transaction, id).await?;
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn drop_photos(&self) -> Result<(), MirrorError> {
        let done = async {
            let transaction = self.begin_write().await?;
            for table in ["met_photo", "photo"] {
                execute(&transaction, &format!("DELETE FROM {table}"), []).await?;
            }
            transaction.commit().await
        };
        done.await.map_err(self.told())
    }

    async fn photo(&self, source: SourceId, key: &str) -> Result<Option<Vec<u8>>, MirrorError> {
        let read = async {
            let Some(id) = copy_of(&self.reader, source).await? else {
                return Ok(None);
            };
            let sql = "SELECT picture FROM photo WHERE copy = ? AND key = ?";
            let asked = statement(sql, [id.into(), key.into()]);
            let row = self.reader.query_one_raw(asked).await?;
            row.map(|row| row.try_get_by_index(0)).transpose()
        };
        read.await.map_err(self.told())
    }
}

/// Whether a photo needs not be kept: it is there, and so met; or another one of its key was met before; or there is
/// no record that it would be beside.
async fn is_there(
    db: &impl ConnectionTrait,
    id: i64,
    key: &str,
    original: i64,
) -> Result<bool, DbErr> {
    let meet = "INSERT INTO met_photo (copy, key) SELECT copy, key FROM photo \
                WHERE copy = ? AND key = ? AND original = ? ON CONFLICT DO NOTHING";
    let met = execute(db, meet, [id.into(), key.into(), original.into()]).await?;
    if met > 0 {
        return Ok(true);
    }
    let needs_none = "SELECT EXISTS (SELECT 1 FROM met_photo WHERE copy = ?1 AND key = ?2) \
                      OR NOT EXISTS (SELECT 1 FROM record_of_key WHERE copy = ?1 AND key = ?2)";
    Ok(number(db, needs_none, [id.into(), key.into()]).await? > 0)
}

async fn keep(db: &impl ConnectionTrait, id: i64, photo: &Photo) -> Result<(), DbErr> {
    let Photo {
        key,
        original,
        picture,
    } = photo;
    let key = || key.as_str().into();
    let meet = "INSERT INTO met_photo (copy, key) SELECT copy, key FROM record_of_key \
                WHERE copy = ? AND key = ? ON CONFLICT DO NOTHING";
    if execute(db, meet, [id.into(), key()]).await? == 0 {
        return Ok(());
    }
    let keep = "INSERT INTO photo (copy, key, original, picture) VALUES (?, ?, ?, ?) \
                ON CONFLICT (copy, key) DO UPDATE SET original = excluded.original, picture = excluded.picture";
    let values = [id.into(), key(), (*original).into(), picture.clone().into()];
    execute(db, keep, values).await.map(drop)
}

async fn forget_met(db: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    let sql = "DELETE FROM met_photo WHERE copy = ?";
    execute(db, sql, [id.into()]).await.map(drop)
}

/// Takes away the photos of records that are gone.
pub(super) async fn take_out_gone(db: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    let sql = "DELETE FROM photo WHERE copy = ?1 AND key IN \
               (SELECT key FROM record WHERE copy = ?1 AND gone)";
    execute(db, sql, [id.into()]).await.map(drop)
}

/// Takes away the photo of a record that goes.
pub(super) async fn take_out(db: &impl ConnectionTrait, id: i64, key: &str) -> Result<(), DbErr> {
    let sql = "DELETE FROM photo WHERE copy = ? AND key = ?";
    execute(db, sql, [id.into(), key.into()]).await.map(drop)
}
