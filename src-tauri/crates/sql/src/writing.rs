//! Writing one record, the same for every engine: which columns, over which values, and exactly one row.
//!
//! Of a changed record only the columns are written whose value differs from what was read, and only if
//! every mapped column still is what was read. The row is locked and looked at first; the statement names
//! the old values once more, for tables that know no locks.

mod change;
mod insert;
mod password;
mod values;

pub(crate) use change::{ChangeError, Rewritten, RowChange, as_stored, change, stored_under};
pub(crate) use insert::insert;
pub(crate) use password::read_password;
pub(crate) use values::unfit;

use chrono::NaiveDateTime;
use deskbook_core::back_end::{BackEndError, Signature};
use deskbook_domain::check::Finding;
use deskbook_domain::ids::Identifier;

use crate::dialect::Sql;
use crate::shape::Shape;

/// OTOBO's form of a time, in whole seconds (C2).
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// A time as OTOBO stores it.
pub(crate) fn stored_time(time: NaiveDateTime) -> String {
    time.format(TIME).to_string()
}

/// Refuses a record with which anything is wrong.
pub(crate) fn refuse(findings: Vec<Finding>) -> Result<(), BackEndError> {
    if findings.is_empty() {
        Ok(())
    } else {
        Err(BackEndError::Refused { findings })
    }
}

/// Adds a value in the type of its column.
fn bind(sql: &mut Sql, shape: &Shape, column: &Identifier, value: Option<String>) {
    match shape.catalogue.cast(column) {
        Some(kind) => sql
            .push("CAST(")
            .bind(value)
            .push(" AS ")
            .push(kind)
            .push(")"),
        None => sql.bind(value),
    };
}

/// Who writes and when, as the columns of this name have it; a foreign table has none (C8).
fn signed(
    shape: &Shape,
    [time, agent]: [&'static str; 2],
    by: Signature,
) -> Vec<(Identifier, Option<String>)> {
    if shape.foreign {
        return Vec::new();
    }
    vec![
        (Identifier::fixed(time), Some(stored_time(by.at))),
        (Identifier::fixed(agent), Some(by.agent.to_string())),
    ]
}
