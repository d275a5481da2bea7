//! New records: each gets a number by its name, and goes into the index.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::Subject;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Value};

use super::content;
use super::copies::{execute, statement};
use super::index::{self, CHUNK};
use super::merge::keep_last_ones;
use super::names::name_of;
use super::numbers::{Beginning, GAP, beginning, numbers};

/// Rows whose names are read at once.
const NAMES_AT_ONCE: u32 = 2_000;

/// Up to so many new records each looks for its place by itself; more of them read all names that are there.
const FEW: usize = 200;

/// The copy that records are added to.
pub(super) struct Adding<'a> {
    pub(super) db: &'a DatabaseTransaction,
    /// Reads what was put aside, which was written before the transaction began, while that one writes.
    pub(super) aside: &'a DatabaseConnection,
    pub(super) copy: i64,
    /// The copy has records already.
    pub(super) has_own: bool,
    /// Other copies have some.
    pub(super) has_others: bool,
    pub(super) subject: Subject,
    pub(super) fields: &'a [Var],
    pub(super) region: Region,
}

/// A row that was put aside, by its name. Of a million of them there are 40 MB.
struct New {
    name: Beginning,
    staged: i64,
    /// A hash of its key, the same in one process.
    key: u64,
}

/// A row that was put aside.
struct Staged {
    key: String,
    valid_id: i32,
    content: String,
    /// Its number as a record; without one it looks for its place by itself.
    number: Option<i64>,
}

/// A row that can be written.
struct Made {
    staged: Staged,
    name: String,
    document: String,
}

impl Adding<'_> {
    /// Adds what was put aside and is not there yet; tells how many that were.
    pub(super) async fn add(&self) -> Result<u32, DbErr> {
        let is_empty = !self.has_own && !self.has_others;
        let mut new = self.new_rows().await?;
        if !self.has_own && has_twins(&new) {
            keep_last_ones(self.db, self.copy).await?;
            new = self.new_rows().await?;
        }
        if is_empty {
            // Made at once it takes less time than row by row in another order
            execute(self.db, DROP_INDEX, []).await?;
        }
        new.sort_unstable_by(|one, other| {
            one.name
                .cmp(&other.name)
                .then(one.staged.cmp(&other.staged))
        });
        let numbers = if is_empty {
            (1..).map(|at| at * GAP).take(new.len()).collect()
        } else if new.len() > FEW {
            let names: Vec<_> = new.iter().map(|it| it.name).collect();
            numbers(&self.taken().await?, &names)
        } else {
            Vec::new()
        };
        let added = u32::try_from(new.len()).unwrap_or(u32::MAX);
        // Their names are not needed any more, and nothing of them when the index takes memory
        let staged = new.iter().map(|it| it.staged).collect();
        drop(new);
        self.add_these(staged, numbers).await?;
        if is_empty {
            execute(self.db, CREATE_INDEX, []).await?;
        }
        Ok(added)
    }

    /// While some are written the documents of the next ones are made, and those behind them are read.
    async fn add_these(&self, staged: Vec<i64>, numbers: Vec<i64>) -> Result<(), DbErr> {
        let mut chunks = staged.chunks(CHUNK).enumerate();
        let (mut read, mut made) = (None, None);
        loop {
            let next = chunks
                .next()
                .map(|(at, some)| (some, numbers.get(at * CHUNK..).unwrap_or_default()));
            if next.is_none() && read.is_none() && made.is_none() {
                return Ok(());
            }
            let (written, making, reading) = tokio::join!(
                self.write(made.take()),
                self.make(read.take()),
                self.read(next)
            );
            written?;
            (made, read) = (making?, reading?);
        }
    }

    /// While some are read the names of those before are made.
    async fn new_rows(&self) -> Result<Vec<New>, DbErr> {
        let is_new = if self.has_own {
            "AND NOT EXISTS (SELECT 1 FROM record AS r WHERE r.copy = ?1 AND r.key = s.key) "
        } else {
            ""
        };
        let sql = format!(
            "SELECT s.id, s.key, s.content FROM staged AS s WHERE s.id > ?2 AND s.copy = ?1 \
             {is_new}ORDER BY s.id LIMIT {NAMES_AT_ONCE}"
        );
        let hashes = RandomState::new();
        let mut new = Vec::new();
        let (mut behind, mut read) = (0_i64, Vec::new());
        loop {
            let values = [self.copy.into(), behind.into()];
            let rows = self.db.query_all_raw(statement(&sql, values));
            let (rows, named) = tokio::join!(rows, self.named(read, hashes.clone()));
            new.extend(named?);
            let rows = rows?.into_iter().map(|row| {
                let texts = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
                Ok((row.try_get_by_index(0)?, texts))
            });
            read = rows.collect::<Result<Vec<_>, DbErr>>()?;
            match read.last() {
                Some((last, _)) => behind = *last,
                None => return Ok(new),
            }
        }
    }

    async fn named(
        &self,
        read: Vec<(i64, (String, String))>,
        hashes: RandomState,
    ) -> Result<Vec<New>, DbErr> {
        let fields = self.fields.to_vec();
        let named = tokio::task::spawn_blocking(move || {
            let named = read.into_iter().map(|(staged, (key, text))| {
                let name = name_of(&fields, &content::read(&text)?, &key);
                Ok(New {
                    name: beginning(&name),
                    staged,
                    key: hashes.hash_one(key),
                })
            });
            named.collect()
        });
        named
            .await
            .map_err(|error| DbErr::Custom(error.to_string()))?
    }

    /// The numbers and names that are there, by number. They are read from the index on names, which is far smaller
    /// than the records, and many of them in one text.
    async fn taken(&self) -> Result<Vec<(Beginning, i64)>, DbErr> {
        let sql = format!(
            "SELECT json_group_array(json_array(name, id)) FROM (SELECT name, id FROM record \
             WHERE (name, id) > (?, ?) ORDER BY name, id LIMIT {NAMES_AT_ONCE})"
        );
        let mut taken = Vec::new();
        let mut last = (String::new(), i64::MIN);
        loop {
            let (name, number) = last.clone();
            let row = self
                .db
                .query_one_raw(statement(&sql, [name.into(), number.into()]));
            let text: Option<String> = match row.await? {
                Some(row) => row.try_get_by_index(0)?,
                None => None,
            };
            let text = text.unwrap_or_else(|| "[]".to_owned());
            let some: Vec<(String, i64)> =
                serde_json::from_str(&text).map_err(|error| DbErr::Type(error.to_string()))?;
            taken.extend(some.iter().map(|(name, number)| (beginning(name), *number)));
            let is_last = some.len() < NAMES_AT_ONCE as usize;
            match some.into_iter().max() {
                Some(greatest) if !is_last => last = greatest,
                _ => break,
            }
        }
        taken.sort_unstable_by_key(|(_, number)| *number);
        Ok(taken)
    }

    /// The rows that were put aside, in this order, with their numbers as records, as far as these are given.
    async fn read(&self, next: Option<(&[i64], &[i64])>) -> Result<Option<Vec<Staged>>, DbErr> {
        let Some((some, numbers)) = next else {
            return Ok(None);
        };
        let ids = serde_json::to_string(some).map_err(|error| DbErr::Type(error.to_string()))?;
        let sql = "SELECT id, key, valid_id, content FROM staged WHERE id IN \
                   (SELECT value FROM json_each(?))";
        let rows = self.aside.query_all_raw(statement(sql, [ids.into()]));
        let mut read: HashMap<i64, Staged> = HashMap::with_capacity(some.len());
        for row in &rows.await? {
            let staged = Staged {
                key: row.try_get_by_index(1)?,
                valid_id: row.try_get_by_index(2)?,
                content: row.try_get_by_index(3)?,
                number: None,
            };
            read.insert(row.try_get_by_index(0)?, staged);
        }
        let rows = some.iter().enumerate().map(|(at, staged)| {
            let row = read.remove(staged);
            let row = row.ok_or_else(|| DbErr::RecordNotFound(staged.to_string()))?;
            let number = numbers.get(at).copied();
            Ok(Staged { number, ..row })
        });
        rows.collect::<Result<_, _>>().map(Some)
    }

    /// Makes names and documents on a thread of their own: they take as long as writing them.
    async fn make(&self, read: Option<Vec<Staged>>) -> Result<Option<Vec<Made>>, DbErr> {
        let Some(read) = read else {
            return Ok(None);
        };
        let (fields, region) = (self.fields.to_vec(), self.region);
        let made = tokio::task::spawn_blocking(move || {
            let rows = read.into_iter().map(|staged| {
                let stored = content::read(&staged.content)?;
                Ok(Made {
                    name: name_of(&fields, &stored, &staged.key),
                    document: index::document_of(&fields, &stored, &staged.key, region),
                    staged,
                })
            });
            rows.collect::<Result<_, DbErr>>().map(Some)
        });
        made.await
            .map_err(|error| DbErr::Custom(error.to_string()))?
    }

    async fn write(&self, made: Option<Vec<Made>>) -> Result<(), DbErr> {
        let Some(rows) = made else {
            return Ok(());
        };
        let keys: Vec<_> = rows.iter().map(|row| row.staged.key.as_str()).collect();
        let keys = serde_json::to_string(&keys).map_err(|error| DbErr::Type(error.to_string()))?;
        let mut values: Vec<Value> = Vec::with_capacity(6 * rows.len());
        let mut documents = Vec::with_capacity(rows.len());
        for row in rows {
            let number = match row.staged.number {
                Some(number) => number,
                None => free_number(self.db, &row.name, &documents).await?,
            };
            documents.push((number, row.document));
            values.extend([
                number.into(),
                self.copy.into(),
                row.staged.key.into(),
                row.staged.valid_id.into(),
                row.staged.content.into(),
                row.name.into(),
            ]);
        }
        if documents.is_empty() {
            return Ok(());
        }
        let places = vec!["(?, ?, ?, ?, ?, ?)"; documents.len()].join(", ");
        let sql =
            format!("INSERT INTO record (id, copy, key, valid_id, content, name) VALUES {places}");
        execute(self.db, &sql, values).await?;
        index::put(self.db, self.subject, documents).await?;
        if self.has_others {
            share(self.db, self.copy, &keys).await?;
        }
        Ok(())
    }
}

/// As `deskbook-migrations` makes it.
const DROP_INDEX: &str = "DROP INDEX record_key";
const CREATE_INDEX: &str = "CREATE UNIQUE INDEX record_key ON record (key, copy)";

/// Whether two of them may have the same key.
fn has_twins(new: &[New]) -> bool {
    let mut keys: Vec<_> = new.iter().map(|it| it.key).collect();
    keys.sort_unstable();
    keys.windows(2)
        .any(|two| matches!(two, [one, other] if one == other))
}

/// Notes of these keys, a JSON list, which of them another copy has as well.
pub(super) async fn share(db: &impl ConnectionTrait, copy: i64, keys: &str) -> Result<(), DbErr> {
    let shared = "UPDATE record SET shared = TRUE WHERE NOT shared AND key IN \
                  (SELECT wanted.value FROM json_each(?2) AS wanted CROSS JOIN record AS r \
                  ON r.key = wanted.value WHERE r.copy <> ?1)";
    execute(db, shared, [copy.into(), keys.into()])
        .await
        .map(drop)
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
