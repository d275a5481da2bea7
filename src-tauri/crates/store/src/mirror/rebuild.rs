//! The index made anew, for another region or by another version.

use deskbook_domain::instant::Region;
use deskbook_domain::source::Subject;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};

use super::copies::{copies, execute, statement};
use super::index::{self, fingerprint};

/// Makes the index anew unless it is one of this version for this region. An empty mirror gets the note alone.
pub(super) async fn bring_up(db: &DatabaseTransaction, region: Region) -> Result<(), DbErr> {
    let fingerprint = fingerprint(region);
    if found(db).await?.as_deref() == Some(&fingerprint) {
        return Ok(());
    }
    for subject in [Subject::CustomerUsers, Subject::Customers] {
        let table = index::table_of(subject);
        let sql = format!("INSERT INTO {table} ({table}) VALUES ('delete-all')");
        execute(db, &sql, []).await?;
    }
    index::begin_touching(db).await?;
    for (source, copy) in copies(db).await? {
        let touch = "INSERT INTO touched SELECT id FROM record WHERE copy = ?";
        execute(db, touch, [copy.id.into()]).await?;
        index::put_touched(db, source.subject(), &copy.fields, region).await?;
        index::end_touching(db).await?;
    }
    let note = "REPLACE INTO instant_index (id, fingerprint, changes) VALUES (1, ?, 0)";
    execute(db, note, [fingerprint.into()]).await.map(drop)
}

async fn found(db: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let sql = "SELECT fingerprint FROM instant_index";
    let row = db.query_one_raw(statement(sql, [])).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}
