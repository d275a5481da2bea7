//! What is told about many customers at once. Which row fits which ID is for the server to tell: it alone
//! knows what it holds equal.

use std::collections::BTreeMap;

use deskbook_core::back_end::BackEndError;
use deskbook_core::server_error::ServerError;
use deskbook_domain::ids::{CustomerId, TableName, Var};

use super::super::Server;
use super::super::condition::{Conditions, lowered_list};
use super::super::sessions::Lease;
use super::super::source::Table;
use crate::dialect::{Dialect, Sql};
use crate::shape::Shape;

/// IDs in one statement, which has a column for each: PostgreSQL takes 1,664 columns.
const IDS_AT_ONCE: usize = 500;

/// Names by the ID as asked, and whether the server only reads. An index finds the stored spellings; any
/// other costs a look at every row.
pub(super) async fn names(
    table: &Table,
    name: &Var,
    ids: &[CustomerId],
) -> Result<(BTreeMap<CustomerId, String>, bool), BackEndError> {
    let shape = table.shape().await?;
    let shape = &*shape;
    let mut lease = table.server.sessions().lease().await?;
    let mut missing = texts(ids);
    let mut names = stored_names(shape, &mut lease, name, &missing).await?;
    missing.retain(|id| !names.contains_key(id));
    for some in missing.chunks(IDS_AT_ONCE) {
        names.extend(looked_up_names(shape, &mut lease, name, some).await?);
    }
    let names = names.into_iter().map(|(id, name)| (id.into(), name));
    Ok((names.collect(), lease.reads_only()))
}

/// The names of those whose ID is stored in this spelling.
async fn stored_names(
    shape: &Shape,
    lease: &mut Lease,
    name: &Var,
    ids: &[String],
) -> Result<BTreeMap<String, String>, ServerError> {
    let mut sql = Sql::new(shape.dialect, shape.select());
    sql.push(&shape.from()).push(" WHERE ");
    Conditions { shape }.one_of(&mut sql, &shape.key, ids);
    let mut names = BTreeMap::new();
    for row in &lease.rows(&sql).await? {
        let row = lease.told(shape.read(row))?;
        if ids.contains(&row.key) {
            names.insert(row.key, row.record.text(name).to_owned());
        }
    }
    Ok(names)
}

/// The names of those that are found by another spelling; of several the last one, as one is read.
async fn looked_up_names(
    shape: &Shape,
    lease: &mut Lease,
    name: &Var,
    ids: &[String],
) -> Result<BTreeMap<String, String>, ServerError> {
    let conditions = Conditions { shape };
    let mut sql = Sql::new(shape.dialect, shape.select());
    for id in ids {
        sql.push(", CASE WHEN ");
        conditions.looked_up_key(&mut sql, id);
        sql.push(" THEN 'x' END");
    }
    sql.push(&shape.from()).push(" WHERE ");
    conditions.looked_up_keys(&mut sql, ids);
    let mut names = BTreeMap::new();
    for row in &lease.rows(&sql).await? {
        let read = lease.told(shape.read(row))?;
        for (at, id) in (shape.width()..).zip(ids) {
            if lease.text(row, at)?.is_some() {
                names.insert(id.clone(), read.record.text(name).to_owned());
            }
        }
    }
    Ok(names)
}

/// How many customer users of OTOBO's own table have each of these IDs, in any case.
pub(super) async fn counts(
    otobo: &Server,
    ids: &[CustomerId],
) -> Result<BTreeMap<CustomerId, u32>, ServerError> {
    let dialect = otobo.dialect();
    let mut ids = texts(ids);
    ids.retain(|id| dialect.can_hold(id));
    let mut counts = BTreeMap::new();
    for some in ids.chunks(IDS_AT_ONCE) {
        let sql = counting(dialect, some);
        let mut lease = otobo.sessions().lease().await?;
        for row in &lease.rows(&sql).await? {
            for (at, id) in some.iter().enumerate() {
                let count = lease.told(row.try_get_by_index::<i64>(at))?;
                if count > 0 {
                    let count = u32::try_from(count).unwrap_or(u32::MAX);
                    counts.insert(id.as_str().into(), count);
                }
            }
        }
    }
    Ok(counts)
}

/// A statement with a count for each ID in a column of its own. MySQL's collations see to the case
/// themselves.
fn counting(dialect: Dialect, ids: &[String]) -> Sql {
    let lowers = dialect.lowers_searches();
    let (open, close) = if lowers { ("LOWER(", ")") } else { ("", "") };
    let mut sql = Sql::new(dialect, "SELECT ");
    for (at, id) in ids.iter().enumerate() {
        let separator = if at == 0 { "" } else { ", " };
        sql.push(&format!(
            "{separator}COUNT(CASE WHEN {open}customer_id{close} = {open}"
        ))
        .bind(id.as_str())
        .push(&format!("{close} THEN 1 END)"));
    }
    let table = dialect.table(&TableName::fixed("customer_user"));
    sql.push(&format!(" FROM {table} WHERE "));
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    if lowers {
        lowered_list(&mut sql, "customer_id", &ids);
    } else {
        sql.push("customer_id IN (").bind_all(ids).push(")");
    }
    sql
}

fn texts(ids: &[CustomerId]) -> Vec<String> {
    ids.iter().map(|id| id.as_str().to_owned()).collect()
}
