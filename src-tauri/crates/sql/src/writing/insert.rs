//! A new row.

use deskbook_core::back_end::Signature;
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;

use super::values::{Written, of_new_row};
use super::{bind, signed};
use crate::dialect::Sql;
use crate::shape::Shape;

/// Writes a new row. Without a password its column stays NULL (C60).
pub(crate) fn insert(
    shape: &Shape,
    record: &Record,
    password: Option<&StoredPassword>,
    by: Signature,
) -> Sql {
    let values = of_new_row(shape, record).into_iter();
    let values = values.map(|Written { column, value }| (column, value));
    let password = shape.password().zip(password);
    let password = password.map(|(column, it)| (column.clone(), Some(it.as_str().to_owned())));
    let values: Vec<_> = values
        .chain(password)
        .chain(signed(shape, ["create_time", "create_by"], by))
        .chain(signed(shape, ["change_time", "change_by"], by))
        .collect();
    let names = values.iter().map(|(column, _)| shape.dialect.name(column));
    let names: Vec<_> = names.collect();
    let mut sql = Sql::new(shape.dialect, "INSERT INTO ");
    sql.push(&shape.dialect.table(&shape.table))
        .push(" (")
        .push(&names.join(", "))
        .push(") VALUES (");
    for (at, (column, value)) in values.into_iter().enumerate() {
        if at > 0 {
            sql.push(", ");
        }
        bind(&mut sql, shape, &column, value);
    }
    sql.push(")");
    sql
}
