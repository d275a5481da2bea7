//! New records: each gets a number by its name, and goes into the index.

use std::collections::HashMap;

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::Subject;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Value};

use super::content;
use super::copies::{execute, statement};
use super::index::{self, CHUNK};
use super::names::name_of;
use super::numbers::{Beginning, GAP, beginning, numbers};

/// Rows whose names are read at once.
const NAMES_AT_ONCE: u32 = 2_000;

/// Up to so many new records each looks for its place by itself; more of them read all names that are there.
const FEW: usize = 200;

/// The copy that records are added to.
pub(super) struct Adding<'a> {
    pub(super) db: &'a DatabaseTransaction,
    pub(super) copy: i64,
    pub(super) subject: Subject,
    pub(super) fields: &'a [Var],
    pub(super) region: Region,
}

/// A row that was put aside, by its name. Of a million of them there are 24 MiB.
struct New {
    name: Beginning,
    staged: i64,
}

impl Adding<'_> {
    /// Adds what was put aside and is not there yet; tells how many that were.
    pub(super) async fn add(&self) -> Result<u32, DbErr> {
        let mut new = self.new_rows().await?;
        new.sort_unstable_by(|one, other| {
            one.name
                .cmp(&other.name)
                .then(one.staged.cmp(&other.staged))
        });
        let numbers = if new.len() <= FEW {
            Vec::new()
        } else {
            let names: Vec<_> = new.iter().map(|it| it.name).collect();
            numbers(&self.taken().await?, &names)
        };
        for (at, some) in new.chunks(CHUNK).enumerate() {
            let numbers = numbers.get(at * CHUNK..).unwrap_or_default();
            self.add_some(some, numbers).await?;
        }
        Ok(u32::try_from(new.len()).unwrap_or(u32::MAX))
    }

    async fn new_rows(&self) -> Result<Vec<New>, DbErr> {
        let mut new = Vec::new();
        let mut behind = 0_i64;
        loop {
            let sql = format!(
                "SELECT s.id, s.key, s.content FROM staged AS s WHERE s.id > ?2 AND s.copy = ?1 AND NOT EXISTS \
                 (SELECT 1 FROM record AS r WHERE r.copy = ?1 AND r.key = s.key) \
                 ORDER BY s.id LIMIT {NAMES_AT_ONCE}"
            );
            let values = [self.copy.into(), behind.into()];
            let rows = self.db.query_all_raw(statement(&sql, values)).await?;
            for row in &rows {
                let staged: i64 = row.try_get_by_index(0)?;
                let (key, text): (String, String) =
                    (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
                let name = name_of(self.fields, &content::read(&text)?, &key);
                behind = staged;
                new.push(New {
                    name: beginning(&name),
                    staged,
                });
            }
            if rows.len() < NAMES_AT_ONCE as usize {
                return Ok(new);
            }
        }
    }

    /// The numbers and names that are there.
    async fn taken(&self) -> Result<Vec<(Beginning, i64)>, DbErr> {
        let mut taken = Vec::new();
        let mut behind = i64::MIN;
        loop {
            let sql = format!(
                "SELECT id, name FROM record WHERE id > ? ORDER BY id LIMIT {NAMES_AT_ONCE}"
            );
            let rows = self
                .db
                .query_all_raw(statement(&sql, [behind.into()]))
                .await?;
            for row in &rows {
                let name: String = row.try_get_by_index(1)?;
                behind = row.try_get_by_index(0)?;
                taken.push((beginning(&name), behind));
            }
            if rows.len() < NAMES_AT_ONCE as usize {
                return Ok(taken);
            }
        }
    }

    async fn add_some(&self, some: &[New], numbers: &[i64]) -> Result<(), DbErr> {
        let ids: Vec<_> = some.iter().map(|it| it.staged).collect();
        let ids = serde_json::to_string(&ids).map_err(|error| DbErr::Type(error.to_string()))?;
        let sql = "SELECT id, key, valid_id, content FROM staged WHERE id IN \
                   (SELECT value FROM json_each(?))";
        let rows = self.db.query_all_raw(statement(sql, [ids.into()])).await?;
        let mut read: HashMap<i64, (String, i32, String)> = HashMap::with_capacity(rows.len());
        for row in &rows {
            let (key, valid) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            read.insert(
                row.try_get_by_index(0)?,
                (key, valid, row.try_get_by_index(3)?),
            );
        }
        let mut values: Vec<Value> = Vec::with_capacity(6 * some.len());
        let mut documents = Vec::with_capacity(some.len());
        for (at, new) in some.iter().enumerate() {
            let Some((key, valid, text)) = read.remove(&new.staged) else {
                continue;
            };
            let stored = content::read(&text)?;
            let name = name_of(self.fields, &stored, &key);
            let number = match numbers.get(at) {
                Some(number) => *number,
                None => free_number(self.db, &name, &documents).await?,
            };
            let document = index::document_of(self.fields, &stored, &key, self.region);
            documents.push((number, document));
            values.extend([
                number.into(),
                self.copy.into(),
                key.into(),
                valid.into(),
                text.into(),
                name.into(),
            ]);
        }
        if documents.is_empty() {
            return Ok(());
        }
        let places = vec!["(?, ?, ?, ?, ?, ?)"; documents.len()].join(", ");
        let sql =
            format!("INSERT INTO record (id, copy, key, valid_id, content, name) VALUES {places}");
        execute(self.db, &sql, values).await?;
        index::put(self.db, self.subject, documents).await
    }
}

/// A free number about where a name belongs. `given` have been given just now.
pub(super) async fn free_number(
    db: &impl ConnectionTrait,
    name: &str,
    given: &[(i64, String)],
) -> Result<i64, DbErr> {
    let is_given = |number: i64| given.iter().any(|(it, _)| *it == number);
    let before = "SELECT id FROM record WHERE name <= ? ORDER BY name DESC, id DESC LIMIT 1";
    let before = one(db, before, name.into()).await?.unwrap_or(0);
    let next = "SELECT id FROM record WHERE id > ? ORDER BY id LIMIT 1";
    let next = one(db, next, before.into()).await?;
    let middle = next.map_or(before + GAP, |next| before + (next - before) / 2);
    if middle > before && !is_given(middle) {
        return Ok(middle);
    }
    let mut number = middle;
    loop {
        let free = "SELECT id + 1 FROM record AS r WHERE id >= ? AND NOT EXISTS \
                    (SELECT 1 FROM record WHERE id = r.id + 1) ORDER BY id LIMIT 1";
        let free = one(db, free, number.into()).await?.unwrap_or(number + 1);
        let mut free = free.max(number + 1);
        while is_given(free) {
            free += 1;
        }
        let taken = one(db, "SELECT id FROM record WHERE id = ?", free.into()).await?;
        if taken.is_none() {
            return Ok(free);
        }
        number = free;
    }
}

async fn one(db: &impl ConnectionTrait, sql: &str, value: Value) -> Result<Option<i64>, DbErr> {
    let row = db.query_one_raw(statement(sql, [value])).await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}
