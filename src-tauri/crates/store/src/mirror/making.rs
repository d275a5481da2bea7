//! What was put aside, made ready to be written: while some rows are written the next ones are read, and their
//! documents are made.

use std::collections::HashMap;
use std::sync::Arc;

use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_index::instant::numbers::GAP;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr, QueryResult};
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::{JoinHandle, spawn_blocking};

use super::content;
use super::copies::statement;
use super::index::{CHUNK, document_of};

/// Chunks that are ready before the first of them is written: more of them take memory and gain nothing.
const READY: usize = 1;

/// Which numbers rows get as records.
pub(super) enum Numbering {
    /// One after the other: there are no others.
    Even,
    /// These.
    Given(Vec<i64>),
    /// Each looks for its place by itself.
    Searched,
}

/// A row that can be written.
pub(super) struct Made {
    /// Its number as a record, unless it has to be searched.
    pub(super) number: Option<i64>,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) valid_id: i32,
    pub(super) content: String,
    pub(super) document: String,
}

/// How rows are read and made.
pub(super) struct Making {
    pub(super) aside: DatabaseConnection,
    pub(super) fields: Arc<[Var]>,
    pub(super) region: Region,
}

/// Rows on their way, in chunks.
pub(super) struct Rows {
    made: Receiver<Vec<Made>>,
    work: JoinHandle<Result<(), DbErr>>,
}

impl Making {
    /// Begins with the rows that were put aside under these numbers, in this order.
    pub(super) fn begin(self, staged: Vec<i64>, numbering: Numbering) -> Rows {
        let (give, made) = mpsc::channel(READY);
        // A task of its own: whoever writes does not wait until rows have been taken in, one after the other
        let work = tokio::spawn(async move { self.all(&staged, &numbering, give).await });
        Rows { made, work }
    }

    async fn all(
        self,
        staged: &[i64],
        numbering: &Numbering,
        give: Sender<Vec<Made>>,
    ) -> Result<(), DbErr> {
        let mut read = None;
        for (at, some) in staged.chunks(CHUNK).enumerate() {
            let (made, next) = tokio::join!(self.make(read.take()), self.read(some));
            if !given(&give, made?).await {
                return Ok(());
            }
            read = Some(Read {
                ids: some.to_vec(),
                numbers: numbering.of(at * CHUNK, some.len()),
                rows: next?,
            });
        }
        let last = self.make(read).await?;
        given(&give, last).await;
        Ok(())
    }

    async fn read(&self, some: &[i64]) -> Result<Vec<QueryResult>, DbErr> {
        let ids = serde_json::to_string(some).map_err(|error| DbErr::Type(error.to_string()))?;
        let sql = "SELECT id, key, name, valid_id, content FROM staged WHERE id IN \
                   (SELECT value FROM json_each(?))";
        self.aside.query_all_raw(statement(sql, [ids.into()])).await
    }

    /// On a thread of its own: it takes as long as writing.
    async fn make(&self, read: Option<Read>) -> Result<Option<Vec<Made>>, DbErr> {
        let Some(read) = read else {
            return Ok(None);
        };
        let (fields, region) = (Arc::clone(&self.fields), self.region);
        let made = spawn_blocking(move || read.made(&fields, region).map(Some)).await;
        made.map_err(|error| DbErr::Custom(error.to_string()))?
    }
}

impl Numbering {
    /// Those of so many rows from this one on.
    fn of(&self, from: usize, count: usize) -> Vec<Option<i64>> {
        let number = |at| match self {
            Self::Even => i64::try_from(at + 1).ok().map(|at| at * GAP),
            Self::Given(numbers) => numbers.get(at).copied(),
            Self::Searched => None,
        };
        (from..from + count).map(number).collect()
    }
}

/// Whether somebody still waits for the rows, if there are any.
async fn given(give: &Sender<Vec<Made>>, made: Option<Vec<Made>>) -> bool {
    match made {
        Some(made) => give.send(made).await.is_ok(),
        None => true,
    }
}

impl Rows {
    /// The next ones. Nothing comes any more when they are all there.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<Made>>, DbErr> {
        if let Some(made) = self.made.recv().await {
            return Ok(Some(made));
        }
        let done = (&mut self.work).await;
        done.map_err(|error| DbErr::Custom(error.to_string()))?
            .map(|()| None)
    }
}

/// Rows as they were read, in any order.
struct Read {
    ids: Vec<i64>,
    numbers: Vec<Option<i64>>,
    rows: Vec<QueryResult>,
}

impl Read {
    fn made(self, fields: &[Var], region: Region) -> Result<Vec<Made>, DbErr> {
        let mut made = HashMap::with_capacity(self.rows.len());
        for row in self.rows {
            let (key, content): (String, String) =
                (row.try_get_by_index(1)?, row.try_get_by_index(4)?);
            let document = document_of(fields, &content::read(&content)?, &key, region);
            let row_made = Made {
                number: None,
                key,
                name: row.try_get_by_index(2)?,
                valid_id: row.try_get_by_index(3)?,
                content,
                document,
            };
            made.insert(row.try_get_by_index::<i64>(0)?, row_made);
        }
        let rows = self.ids.iter().zip(self.numbers).map(|(id, number)| {
            let row = made.remove(id);
            let row = row.ok_or_else(|| DbErr::RecordNotFound(id.to_string()))?;
            Ok(Made { number, ..row })
        });
        rows.collect()
    }
}
