//! Where the record of a key is, and what was put aside for it.
//!
//! Keys of a first copy come in the order of names, those of a directory in any. They are sorted in runs that fit into
//! memory and put aside, encrypted as all of the file is; merged they come in their order, in which they take the least
//! time to be written.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbErr, Value};

use super::copies::{execute, statement};

/// Keys of one run. In memory they take about 5 MB.
const RUN: usize = 50_000;

/// Keys that are read of a run at once.
const PART: usize = 1_000;

/// Runs stand so far apart: none has as many parts.
const APART: i64 = 1_000_000;

/// SQLite takes 32,766 values in one statement; a key has two.
const KEYS_PER_STATEMENT: usize = 5_000;

/// A key, and the number of its row.
pub(super) type Keyed = (String, i64);

/// Of what the keys are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Records of this copy, of which each has a key of its own.
    Records(i64),
    /// Rows that were put aside for the copy that is taken over: of several with one key the last one counts.
    Staged,
}

/// Writes where the rows of some keys are.
pub(super) async fn write(
    db: &DatabaseTransaction,
    of: Of,
    mut keys: Vec<Keyed>,
) -> Result<(), DbErr> {
    keys.sort_unstable();
    while !keys.is_empty() {
        let rest = keys.split_off(KEYS_PER_STATEMENT.min(keys.len()));
        let (into, place) = match of {
            Of::Records(copy) => (
                "record_of_key (key, record, copy)",
                format!("(?, ?, {copy})"),
            ),
            Of::Staged => ("staged_of_key (key, staged)", "(?, ?)".to_owned()),
        };
        let places = vec![place; keys.len()].join(", ");
        let twins = match of {
            Of::Records(_) => "",
            Of::Staged => " ON CONFLICT (key) DO UPDATE SET staged = excluded.staged",
        };
        let sql = format!("INSERT INTO {into} VALUES {places}{twins}");
        let values = keys
            .into_iter()
            .flat_map(|(key, number)| -> [Value; 2] { [key.into(), number.into()] });
        execute(db, &sql, values).await?;
        keys = rest;
    }
    Ok(())
}

/// Keys on their way into their order.
pub(super) struct Keys<'a> {
    db: &'a DatabaseTransaction,
    of: Of,
    pending: Vec<Keyed>,
    runs: Vec<Run>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(db: &'a DatabaseTransaction, of: Of) -> Self {
        Self {
            db,
            of,
            pending: Vec::new(),
            runs: Vec::new(),
        }
    }

    pub(super) async fn add(&mut self, keys: Vec<Keyed>) -> Result<(), DbErr> {
        self.pending.extend(keys);
        if self.pending.len() >= RUN {
            self.put_aside().await?;
        }
        Ok(())
    }

    async fn put_aside(&mut self) -> Result<(), DbErr> {
        self.pending.sort_unstable();
        let first = i64::try_from(self.runs.len()).unwrap_or(i64::MAX) * APART;
        let mut next = first;
        for part in self.pending.chunks(PART) {
            let keys =
                serde_json::to_string(part).map_err(|error| DbErr::Type(error.to_string()))?;
            let sql = "INSERT INTO key_run (id, keys) VALUES (?, ?)";
            execute(self.db, sql, [next.into(), keys.into()]).await?;
            next += 1;
        }
        self.pending.clear();
        self.runs.push(Run {
            next: first,
            end: next,
            keys: VecDeque::new(),
        });
        Ok(())
    }

    /// Writes where their rows are.
    pub(super) async fn finish(mut self) -> Result<(), DbErr> {
        if self.runs.is_empty() {
            return write(self.db, self.of, self.pending).await;
        }
        self.put_aside().await?;
        // What the last run has taken is not needed any more
        self.pending = Vec::new();
        let mut firsts = BinaryHeap::with_capacity(self.runs.len());
        for (at, run) in self.runs.iter_mut().enumerate() {
            firsts.extend(run.take(self.db).await?.map(|first| Reverse((first, at))));
        }
        let mut merged = Vec::with_capacity(KEYS_PER_STATEMENT);
        while let Some(Reverse((first, at))) = firsts.pop() {
            merged.push(first);
            if let Some(run) = self.runs.get_mut(at) {
                firsts.extend(run.take(self.db).await?.map(|next| Reverse((next, at))));
            }
            if merged.len() == KEYS_PER_STATEMENT || firsts.is_empty() {
                write(self.db, self.of, std::mem::take(&mut merged)).await?;
            }
        }
        execute(self.db, "DELETE FROM key_run", []).await.map(drop)
    }
}

/// Sorted keys that were put aside.
struct Run {
    /// Its next part ...
    next: i64,
    /// ... and the one behind its last.
    end: i64,
    keys: VecDeque<Keyed>,
}

impl Run {
    /// Its next key.
    async fn take(&mut self, db: &DatabaseTransaction) -> Result<Option<Keyed>, DbErr> {
        if self.keys.is_empty() && self.next < self.end {
            let sql = "SELECT keys FROM key_run WHERE id = ?";
            let row = db.query_one_raw(statement(sql, [self.next.into()])).await?;
            let row = row.ok_or_else(|| DbErr::RecordNotFound("key_run".to_owned()))?;
            let keys: String = row.try_get_by_index(0)?;
            self.keys =
                serde_json::from_str(&keys).map_err(|error| DbErr::Type(error.to_string()))?;
            self.next += 1;
        }
        Ok(self.keys.pop_front())
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::instant::Region;
    use deskbook_migrations::file::FileKey;
    use sea_orm::TransactionTrait as _;

    use super::super::Mirror;
    use super::super::copies::number;
    use super::*;

    async fn mirror(folder: &tempfile::TempDir) -> Mirror {
        let path = folder.path().join("mirror.sqlite");
        let mirror = Mirror::open(path, &FileKey::new([1; 32]), Region::UNKNOWN).await;
        mirror.unwrap()
    }

    /// Three runs, the last of them short.
    #[tokio::test]
    async fn more_keys_than_fit_into_memory_are_all_there() {
        let folder = tempfile::tempdir().unwrap();
        let mirror = mirror(&folder).await;
        let transaction = mirror.writer.begin().await.unwrap();
        let count: usize = 2 * RUN + 7;
        let mut keys = Keys::new(&transaction, Of::Records(1));
        let mixed = (0..count).map(|it| it * 7_919 % count);
        let mixed: Vec<_> = mixed
            .map(|it| (format!("user{it}"), i64::try_from(it).unwrap()))
            .collect();
        for some in mixed.chunks(500) {
            keys.add(some.to_vec()).await.unwrap();
        }
        keys.finish().await.unwrap();
        let right = "SELECT COUNT(*) FROM record_of_key WHERE copy = 1 AND key = 'user' || record";
        let right = number(&transaction, right, []).await.unwrap();
        assert_eq!(right as usize, count);
        let left = number(&transaction, "SELECT COUNT(*) FROM key_run", []).await;
        assert_eq!(left.unwrap(), 0, "nothing of what was put aside stays");
    }

    #[tokio::test]
    async fn a_key_has_one_record_of_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let mirror = mirror(&folder).await;
        let transaction = mirror.writer.begin().await.unwrap();
        let twins = vec![("eva".to_owned(), 1), ("eva".to_owned(), 2)];
        let refused = write(&transaction, Of::Records(1), twins).await;
        assert!(refused.is_err());
        for copy in [1, 2] {
            write(
                &transaction,
                Of::Records(copy),
                vec![("tom".to_owned(), copy)],
            )
            .await
            .unwrap();
        }
    }
}
