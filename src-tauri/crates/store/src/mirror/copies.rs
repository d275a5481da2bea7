//! The copies and what is put aside for the next one.

use chrono::{DateTime, Utc};
use deskbook_core::mirror::{Cut, Row, Standing, State};
use deskbook_domain::ids::Var;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};

use super::names::name_of;
use super::{content, index};

/// SQLite takes 32,766 values in one statement; a row has five.
const ROWS_PER_STATEMENT: usize = 2_000;
const VALUES_OF_ROW: usize = 5;

pub(super) fn statement(sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

pub(super) async fn execute(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u32, DbErr> {
    let done = db.execute_raw(statement(sql, values)).await?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}

/// One number.
pub(super) async fn number(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u32, DbErr> {
    let row = db.query_one_raw(statement(sql, values)).await?;
    let number: Option<i64> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(number.and_then(|it| it.try_into().ok()).unwrap_or_default())
}

/// The number of a source's copy, if there is one.
pub(super) async fn copy_of(
    db: &impl ConnectionTrait,
    source: SourceId,
) -> Result<Option<i64>, DbErr> {
    let sql = "SELECT id FROM copy WHERE source = ?";
    let row = db
        .query_one_raw(statement(sql, [source.to_string().into()]))
        .await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

/// A copy: its number, the fields of its values, and how many records it has.
pub(super) struct Copy {
    pub(super) id: i64,
    pub(super) fields: Vec<Var>,
    pub(super) records: u32,
    /// It was never read to its end: what was put aside is all there is, and takes part.
    pub(super) is_first: bool,
}

/// Whether a row of `copy` is one of those, in SQL.
pub(super) const IS_FIRST: &str = "complete_at IS NULL AND cut IS NULL";

/// The copy of a source, which has been begun.
pub(super) async fn copy(db: &impl ConnectionTrait, source: SourceId) -> Result<Copy, DbErr> {
    let copy = find_copy(db, source).await?;
    copy.ok_or_else(|| DbErr::RecordNotFound(source.to_string()))
}

/// The same, if it has been begun.
pub(super) async fn find_copy(
    db: &impl ConnectionTrait,
    source: SourceId,
) -> Result<Option<Copy>, DbErr> {
    let all = copies(db).await?.into_iter();
    let mut of_source = all.filter(|(of, _)| *of == source).map(|(_, copy)| copy);
    Ok(of_source.next())
}

/// All copies, of the sources that this Deskbook knows.
pub(super) async fn copies(db: &impl ConnectionTrait) -> Result<Vec<(SourceId, Copy)>, DbErr> {
    let sql = format!("SELECT id, source, fields, records, {IS_FIRST} FROM copy");
    let rows = db.query_all_raw(statement(&sql, [])).await?;
    let mut copies = Vec::with_capacity(rows.len());
    for row in &rows {
        let (source, fields): (String, String) =
            (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        if let Ok(source) = source.parse() {
            let id = row.try_get_by_index(0)?;
            let fields = content::read_fields(&fields)?;
            let records = row.try_get_by_index(3)?;
            let copy = Copy {
                id,
                fields,
                records,
                is_first: row.try_get_by_index(4)?,
            };
            copies.push((source, copy));
        }
    }
    Ok(copies)
}

pub(super) async fn standings(db: &impl ConnectionTrait) -> Result<Vec<Standing>, DbErr> {
    let sql = "SELECT source, complete_at, cut, stale_since, records, held_back, staged FROM copy";
    let rows = db.query_all_raw(statement(sql, [])).await?;
    let standings = rows.iter().map(standing).collect::<Result<Vec<_>, _>>()?;
    let mut standings: Vec<_> = standings.into_iter().flatten().collect();
    standings.sort_by_key(|it| it.source);
    Ok(standings)
}

/// `None` for a source that this Deskbook does not know.
fn standing(row: &QueryResult) -> Result<Option<Standing>, DbErr> {
    let source: String = row.try_get_by_index(0)?;
    let Ok(source) = source.parse() else {
        return Ok(None);
    };
    let complete_at: Option<DateTime<Utc>> = row.try_get_by_index(1)?;
    let cut: Option<String> = row.try_get_by_index(2)?;
    let [records, held_back, staged] = [4, 5, 6].map(|at| row.try_get_by_index::<u32>(at));
    let (records, held_back, staged) = (records?, held_back?, staged?);
    let cut = cut.as_deref().map(content::read_cut);
    let (state, records) = match (complete_at, cut) {
        // Until it is whole for the first time, what was put aside is all there is
        (None, None) if staged > 0 => (State::Partial(Cut::Unfinished), staged),
        (None, None) => (State::Empty, records),
        (_, Some(cut)) => (State::Partial(cut), records),
        (Some(at), None) => (State::Complete(at), records),
    };
    Ok(Some(Standing {
        source,
        state,
        records,
        stale_since: row.try_get_by_index(3)?,
        held_back,
    }))
}

pub(super) async fn begin(
    db: &impl ConnectionTrait,
    source: SourceId,
    fields: &[Var],
) -> Result<Option<String>, DbErr> {
    let fields = content::written_fields(fields)?;
    let sql = "SELECT id, fields, mark FROM copy WHERE source = ?";
    let row = db
        .query_one_raw(statement(sql, [source.to_string().into()]))
        .await?;
    let Some(row) = row else {
        let sql = "INSERT INTO copy (source, fields) VALUES (?, ?)";
        execute(db, sql, [source.to_string().into(), fields.into()]).await?;
        return Ok(None);
    };
    let (id, before): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    if before == fields {
        return row.try_get_by_index(2);
    }
    // Values would be taken for those of other fields
    index::take_out(db, source.subject(), "copy = ?", id).await?;
    for table in ["staged", "record", "photo"] {
        let sql = format!("DELETE FROM {table} WHERE copy = ?");
        execute(db, &sql, [id.into()]).await?;
    }
    let sql = "UPDATE copy SET fields = ?, mark = NULL, complete_at = NULL, cut = NULL, records = 0, \
         held_back = 0, staged = 0 WHERE id = ?";
    execute(db, sql, [fields.into(), id.into()]).await?;
    Ok(None)
}

pub(super) async fn start_over(db: &impl ConnectionTrait, source: SourceId) -> Result<(), DbErr> {
    let Some(id) = copy_of(db, source).await? else {
        return Ok(());
    };
    execute(db, "DELETE FROM staged WHERE copy = ?", [id.into()]).await?;
    let sql = "UPDATE copy SET mark = NULL, staged = 0 WHERE id = ?";
    execute(db, sql, [id.into()]).await?;
    Ok(())
}

/// While some rows are put aside the text of the next ones is made.
pub(super) async fn stage(
    db: &impl ConnectionTrait,
    source: SourceId,
    rows: &[Row],
    mark: &str,
) -> Result<(), DbErr> {
    let Copy { id, fields, .. } = copy(db, source).await?;
    let mut chunks = rows.chunks(ROWS_PER_STATEMENT);
    let mut ready = None;
    loop {
        let next = chunks.next();
        if next.is_none() && ready.is_none() {
            break;
        }
        let values = async { next.map(|some| values_of(id, &fields, some)).transpose() };
        let (put, values) = tokio::join!(put_aside(db, ready.take()), values);
        put?;
        ready = values?;
    }
    let sql = "UPDATE copy SET mark = ?, staged = staged + ? WHERE id = ?";
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    execute(db, sql, [mark.into(), count.into(), id.into()]).await?;
    Ok(())
}

/// What is written of these rows.
fn values_of(copy: i64, fields: &[Var], rows: &[Row]) -> Result<Vec<Value>, DbErr> {
    let mut values: Vec<Value> = Vec::with_capacity(VALUES_OF_ROW * rows.len());
    for row in rows {
        values.extend([
            copy.into(),
            row.key.as_str().into(),
            name_of(fields, &row.values, &row.key).into(),
            row.validity.id().into(),
            content::written(&row.values)?.into(),
        ]);
    }
    Ok(values)
}

async fn put_aside(db: &impl ConnectionTrait, values: Option<Vec<Value>>) -> Result<(), DbErr> {
    let Some(values) = values else {
        return Ok(());
    };
    let places = vec!["(?, ?, ?, ?, ?)"; values.len() / VALUES_OF_ROW].join(", ");
    let sql = format!("INSERT INTO staged (copy, key, name, valid_id, content) VALUES {places}");
    execute(db, &sql, values).await.map(drop)
}

/// Takes a record out of what was put aside for a first copy: its source does not have it any more.
pub(super) async fn unstage(db: &impl ConnectionTrait, id: i64, key: &str) -> Result<(), DbErr> {
    let sql = "DELETE FROM staged WHERE copy = ? AND key = ?";
    let gone = execute(db, sql, [id.into(), key.into()]).await?;
    let counted = "UPDATE copy SET staged = staged - ? WHERE id = ?";
    execute(db, counted, [gone.into(), id.into()])
        .await
        .map(drop)
}

pub(super) async fn note_failure(
    db: &impl ConnectionTrait,
    source: SourceId,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let sql = "UPDATE copy SET stale_since = ? WHERE source = ? AND stale_since IS NULL";
    execute(db, sql, [at.into(), source.to_string().into()]).await?;
    Ok(())
}

/// While the first copy is not whole, what was put aside is found, too; of several rows with one key the last one counts.
pub(super) async fn find(
    db: &impl ConnectionTrait,
    source: SourceId,
    key: &str,
) -> Result<Option<Row>, DbErr> {
    let Some(id) = copy_of(db, source).await? else {
        return Ok(None);
    };
    let of_copy = "SELECT r.valid_id, r.content FROM record_of_key AS k CROSS JOIN record AS r ON r.id = k.record \
                   WHERE k.copy = ? AND k.key = ?";
    let aside = format!(
        "SELECT valid_id, content FROM staged WHERE copy = ? AND key = ? \
         AND copy IN (SELECT id FROM copy WHERE {IS_FIRST}) ORDER BY id DESC LIMIT 1"
    );
    for sql in [of_copy, &aside] {
        let row = db
            .query_one_raw(statement(sql, [id.into(), key.into()]))
            .await?;
        if let Some(row) = row {
            let content: String = row.try_get_by_index(1)?;
            let validity = Validity::from_id(row.try_get_by_index(0)?);
            return Ok(Some(Row {
                key: key.to_owned(),
                validity: validity.unwrap_or(Validity::Invalid),
                values: content::read(&content)?,
            }));
        }
    }
    Ok(None)
}
