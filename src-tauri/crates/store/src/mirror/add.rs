//! New records: each gets a number by its name, and goes into the index.

use std::hash::{BuildHasher as _, RandomState};

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::Subject;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Value};

use super::aside::keep_last_ones;
use super::copies::{execute, number, statement};
use super::index;
use super::keys::{self, Keyed, Keys, Of};
use super::making::{Made, Making, Numbering};
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

/// A row that was put aside, by its name. A million of them take 32 MB.
struct New {
    name: Beginning,
    staged: i64,
    /// A hash of its key, the same in one process.
    key: u64,
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
        new.sort_unstable_by(|one, other| {
            one.name
                .cmp(&other.name)
                .then(one.staged.cmp(&other.staged))
        });
        let numbering = if is_empty {
            Numbering::Even
        } else if new.len() > FEW {
            let names: Vec<_> = new.iter().map(|it| it.name).collect();
            Numbering::Given(numbers(&self.taken().await?, &names))
        } else {
            Numbering::Searched
        };
        let added = u32::try_from(new.len()).unwrap_or(u32::MAX);
        // Their names are not needed any more
        let staged = new.iter().map(|it| it.staged).collect();
        drop(new);
        let mut keys = is_empty.then(|| Keys::new(self.db, Of::Records(self.copy)));
        self.add_these(staged, numbering, keys.as_mut()).await?;
        if let Some(keys) = keys {
            keys.finish().await?;
        }
        Ok(added)
    }

    /// Keys are written with the records unless others gather them.
    async fn add_these(
        &self,
        staged: Vec<i64>,
        numbering: Numbering,
        mut gathered: Option<&mut Keys<'_>>,
    ) -> Result<(), DbErr> {
        let making = Making {
            aside: self.aside.clone(),
            fields: self.fields.into(),
            region: self.region,
        };
        let mut rows = making.begin(staged, numbering);
        while let Some(some) = rows.next().await? {
            let shared = self.has_others.then(|| keys_of(&some)).transpose()?;
            let keys = self.write(some).await?;
            match gathered.as_mut() {
                Some(gathered) => gathered.add(keys).await?,
                None => keys::write(self.db, Of::Records(self.copy), keys).await?,
            }
            if let Some(shared) = shared {
                share(self.db, self.copy, &shared).await?;
            }
        }
        Ok(())
    }

    /// Many of them are read in one text; while some are read those before are taken in.
    async fn new_rows(&self) -> Result<Vec<New>, DbErr> {
        let is_new = if self.has_own {
            "AND NOT EXISTS (SELECT 1 FROM record_of_key AS k WHERE k.copy = ?1 AND k.key = s.key) "
        } else {
            ""
        };
        let sql = format!(
            "SELECT MAX(id), json_group_array(json_array(id, name, key)) FROM \
             (SELECT s.id, s.name, s.key FROM staged AS s WHERE s.id > ?2 AND s.copy = ?1 \
             {is_new}ORDER BY s.id LIMIT {NAMES_AT_ONCE})"
        );
        let hashes = RandomState::new();
        // Without growing step by step, which leaves holes in the memory that nothing else fits into
        let mut new = Vec::with_capacity(if self.has_own {
            0
        } else {
            self.staged().await?
        });
        let (mut behind, mut read) = (0_i64, String::new());
        loop {
            let values = [self.copy.into(), behind.into()];
            let row = self.db.query_one_raw(statement(&sql, values));
            let (row, named) = tokio::join!(row, async { named(&read, &hashes) });
            new.extend(named?);
            let row = row?.ok_or_else(|| DbErr::RecordNotFound("staged".to_owned()))?;
            match row.try_get_by_index(0)? {
                Some(last) => (behind, read) = (last, row.try_get_by_index(1)?),
                None => return Ok(new),
            }
        }
    }

    /// How many rows were put aside.
    async fn staged(&self) -> Result<usize, DbErr> {
        let sql = "SELECT staged FROM copy WHERE id = ?";
        let staged = number(self.db, sql, [self.copy.into()]).await?;
        Ok(usize::try_from(staged).unwrap_or_default())
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

    /// Tells the numbers of their keys.
    async fn write(&self, rows: Vec<Made>) -> Result<Vec<Keyed>, DbErr> {
        let mut keys = Vec::with_capacity(rows.len());
        let mut values: Vec<Value> = Vec::with_capacity(6 * rows.len());
        let mut documents = Vec::with_capacity(rows.len());
        for row in rows {
            let number = match row.number {
                Some(number) => number,
                None => free_number(self.db, &row.name, &documents).await?,
            };
            documents.push((number, row.document));
            keys.push((row.key.clone(), number));
            values.extend([
                number.into(),
                self.copy.into(),
                row.key.into(),
                row.valid_id.into(),
                row.content.into(),
                row.name.into(),
            ]);
        }
        let places = vec!["(?, ?, ?, ?, ?, ?)"; documents.len()].join(", ");
        let sql =
            format!("INSERT INTO record (id, copy, key, valid_id, content, name) VALUES {places}");
        execute(self.db, &sql, values).await?;
        index::put(self.db, self.subject, documents).await?;
        Ok(keys)
    }
}

/// Rows of a text that SQLite's JSON made. Of a key with U+0000 it has what stands before that.
fn named(text: &str, hashes: &RandomState) -> Result<Vec<New>, DbErr> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, String, String)> =
        serde_json::from_str(text).map_err(|error| DbErr::Type(error.to_string()))?;
    let rows = rows.into_iter().map(|(staged, name, key)| New {
        name: beginning(&name),
        staged,
        key: hashes.hash_one(key),
    });
    Ok(rows.collect())
}

/// Their keys, a JSON list.
fn keys_of(rows: &[Made]) -> Result<String, DbErr> {
    let keys: Vec<_> = rows.iter().map(|row| row.key.as_str()).collect();
    serde_json::to_string(&keys).map_err(|error| DbErr::Type(error.to_string()))
}

/// Whether two of them may have the same key.
fn has_twins(new: &[New]) -> bool {
    let mut keys: Vec<_> = new.iter().map(|it| it.key).collect();
    keys.sort_unstable();
    keys.windows(2)
        .any(|two| matches!(two, [one, other] if one == other))
}

/// Notes of these keys, a JSON list, which of them another copy has as well.
pub(super) async fn share(db: &impl ConnectionTrait, copy: i64, keys: &str) -> Result<(), DbErr> {
    let shared = "UPDATE record SET shared = TRUE WHERE NOT shared AND id IN \
                  (SELECT k.record FROM json_each(?2) AS wanted \
                  CROSS JOIN record_of_key AS other ON other.key = wanted.value AND other.copy <> ?1 \
                  CROSS JOIN record_of_key AS k ON k.key = wanted.value)";
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
