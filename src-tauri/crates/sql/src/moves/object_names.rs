//! The name by which values of dynamic fields are found (`otobo-behaviour.md 9.1`): one row for each
//! customer user and customer that ever had a value.
//!
//! OTOBO compares the names byte by byte, and moves them only if they differ in more than case (C69).

use deskbook_core::moves::{MoveRefused, MoveStep, Moves};
use deskbook_core::otobo_system::DynamicFieldObject;
use deskbook_domain::text::lower;
use sea_orm::{ConnectionTrait, DbErr};

use super::MoveError;
use super::renaming::count;
use super::tables::{Needed, OtoboTables};
use crate::dialect::Sql;
use crate::system::object_type;

const TABLE: &str = "dynamic_field_obj_id_name";
const COLUMN: &str = "object_name";
const STEP: MoveStep = MoveStep::DynamicFieldNames;

pub(super) const NEEDED: [Needed; 3] = [
    (TABLE, &["object_id", COLUMN, "object_type"]),
    ("dynamic_field", &["id", "object_type"]),
    ("dynamic_field_value", &["object_id", "field_id"]),
];

/// The object of a customer user or a customer that gets another name.
pub(super) struct ObjectRenaming<'m> {
    kind: DynamicFieldObject,
    old: &'m str,
    new: &'m str,
}

/// A row: the number that values have, and the name.
struct Object {
    id: i64,
    name: String,
}

/// What a renaming finds.
struct Found {
    own: Object,
    /// Left behind under the new name.
    in_the_way: Vec<Object>,
}

impl<'m> ObjectRenaming<'m> {
    pub(super) const fn new(kind: DynamicFieldObject, old: &'m str, new: &'m str) -> Self {
        Self { kind, old, new }
    }

    /// Counts the row; refuses a name that it cannot have.
    pub(super) async fn count(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        moves: &mut Moves,
    ) -> Result<(), MoveError> {
        let Some(found) = self.find(db, tables).await? else {
            return Ok(());
        };
        tables.check_length(STEP, (TABLE, COLUMN), self.new)?;
        moves.add(STEP, 1);
        for object in &found.in_the_way {
            moves.replaced += 1;
            if let Some(values) = self.values(tables, object, "SELECT COUNT(*)") {
                moves.replaced += count(db, &values).await?;
            }
        }
        Ok(())
    }

    /// Moves the row. What is in its way goes with its values: nothing else leads to them.
    pub(super) async fn carry_out(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        moves: &mut Moves,
    ) -> Result<(), MoveError> {
        let Some(found) = self.find(db, tables).await? else {
            return Ok(());
        };
        let dialect = tables.dialect();
        for object in &found.in_the_way {
            if let Some(values) = self.values(tables, object, "DELETE") {
                moves.replaced += db.execute_raw(values.statement()).await?.rows_affected();
            }
            let mut gone = Sql::new(dialect, format!("DELETE FROM {TABLE} WHERE object_id = "));
            gone.bind(object.id);
            moves.replaced += db.execute_raw(gone.statement()).await?.rows_affected();
        }
        let mut renamed = Sql::new(dialect, format!("UPDATE {TABLE} SET {COLUMN} = "));
        renamed
            .bind(self.new)
            .push(" WHERE object_id = ")
            .bind(found.own.id);
        let renamed = db.execute_raw(renamed.statement()).await?;
        moves.add(STEP, renamed.rows_affected());
        Ok(())
    }

    async fn find(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
    ) -> Result<Option<Found>, MoveError> {
        let (table, columns) = NEEDED[0];
        if !tables.has(table, columns) {
            return Ok(None);
        }
        let mut own = self.objects(db, tables, self.old).await?;
        own.retain(|object| differ_in_case_only(&object.name, self.old));
        let Some(own) = own.into_iter().next() else {
            return Ok(None);
        };
        let mut in_the_way = self.objects(db, tables, self.new).await?;
        in_the_way.retain(|object| object.id != own.id);
        let mut others = in_the_way.iter();
        if let Some(other) = others.find(|it| !differ_in_case_only(&it.name, self.new)) {
            let refused = MoveRefused::Taken {
                step: STEP,
                table: TABLE,
                column: COLUMN,
                name: other.name.clone(),
            };
            return Err(refused.into());
        }
        Ok(Some(Found { own, in_the_way }))
    }

    /// What the engine finds by a name.
    async fn objects(
        &self,
        db: &impl ConnectionTrait,
        tables: &OtoboTables,
        name: &str,
    ) -> Result<Vec<Object>, DbErr> {
        let dialect = tables.dialect();
        let mut sql = Sql::new(dialect, "SELECT ");
        sql.push(&dialect.text("object_id"))
            .push(", object_name FROM dynamic_field_obj_id_name WHERE object_name = ")
            .bind(name)
            .push(" AND object_type = ")
            .bind(object_type(self.kind));
        let rows = db.query_all_raw(sql.statement()).await?;
        let objects = rows.iter().map(|row| {
            let id: String = row.try_get_by_index(0)?;
            Ok(Object {
                id: id.parse().unwrap_or_default(),
                name: row.try_get_by_index(1)?,
            })
        });
        objects.collect()
    }

    /// A statement about the values of an object. Numbers of different kinds of objects overlap, so it
    /// takes the field to tell whose a value is.
    fn values(&self, tables: &OtoboTables, object: &Object, verb: &str) -> Option<Sql> {
        let there = NEEDED.iter().all(|it| tables.has(it.0, it.1));
        there.then(|| {
            let about = format!("{verb} FROM dynamic_field_value WHERE object_id = ");
            let mut sql = Sql::new(tables.dialect(), about);
            sql.bind(object.id)
                .push(" AND field_id IN (SELECT id FROM dynamic_field WHERE object_type = ")
                .bind(object_type(self.kind))
                .push(")");
            sql
        })
    }
}

/// Case alone makes nobody somebody else (C57), but OTOBO does not follow it here (C69).
fn differ_in_case_only(one: &str, other: &str) -> bool {
    lower(one) == lower(other)
}
