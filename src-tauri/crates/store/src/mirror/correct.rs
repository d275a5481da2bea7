//! One record put right, as its source has it.

use deskbook_core::mirror::Known;
use deskbook_domain::instant::Region;
use deskbook_domain::source::SourceId;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr};

use super::add::{free_number, share};
use super::copies::{self, Copy, execute, statement};
use super::keys::Of;
use super::names::name_of;
use super::{content, index, keys, photos};

/// Stores the record in the place of what is there under its key, or takes that away.
pub(super) async fn correct(
    db: &DatabaseTransaction,
    source: SourceId,
    key: &str,
    known: Option<Known<'_>>,
    region: Region,
) -> Result<(), DbErr> {
    let copy = copies::find_copy(db, source).await?;
    let Some(Copy {
        id,
        fields,
        is_first,
        ..
    }) = copy
    else {
        return Ok(());
    };
    if is_first && known.is_none() {
        copies::unstage(db, id, key).await?;
    }
    let find = "SELECT record FROM record_of_key WHERE copy = ? AND key = ?";
    let found = db.query_one_raw(statement(find, [id.into(), key.into()]));
    let found: Option<i64> = match found.await? {
        Some(row) => Some(row.try_get_by_index(0)?),
        None => None,
    };
    if let Some(number) = found {
        let table = index::table_of(source.subject());
        let sql = format!("DELETE FROM {table} WHERE rowid = ?");
        execute(db, &sql, [number.into()]).await?;
        execute(db, "DELETE FROM record WHERE id = ?", [number.into()]).await?;
    }
    if known.is_none_or(|known| known.key != key) {
        photos::take_out(db, id, key).await?;
    }
    if let Some(known) = known {
        let values = fields
            .iter()
            .map(|var| known.record.get(var).map(str::to_owned));
        let values: Vec<_> = values.collect();
        let name = name_of(&fields, &values, known.key);
        let number = match found {
            Some(number) => number,
            None => free_number(db, &name, &[]).await?,
        };
        let sql =
            "INSERT INTO record (id, copy, key, valid_id, content, name) VALUES (?, ?, ?, ?, ?, ?)";
        let content = content::written(&values)?;
        let document = index::document_of(&fields, &values, known.key, region);
        let values = [
            number.into(),
            id.into(),
            known.key.into(),
            known.validity.id().into(),
            content.into(),
            name.into(),
        ];
        execute(db, sql, values).await?;
        keys::write(db, Of::Records(id), vec![(known.key.to_owned(), number)]).await?;
        index::put(db, source.subject(), vec![(number, document)]).await?;
        let shared = serde_json::to_string(&[known.key]);
        let shared = shared.map_err(|error| DbErr::Type(error.to_string()))?;
        share(db, id, &shared).await?;
    }
    let more = i64::from(known.is_some()) - i64::from(found.is_some());
    let counted = "UPDATE copy SET records = records + ? WHERE id = ?";
    execute(db, counted, [more.into(), id.into()])
        .await
        .map(drop)
}
