//! Dynamic fields of the map (`otobo-behaviour.md` 3.4 and 9): they have no column, so their values are
//! read beside the record and put into it.

use std::collections::BTreeSet;

use deskbook_domain::ids::Identifier;
use deskbook_domain::map::{Field, Map, StorageKind};
use deskbook_domain::record::Record;

use crate::back_end::BackEndError;
use crate::otobo_system::{DynamicFieldObject, DynamicFieldSought, OtoboSystem};

/// The dynamic fields of the map.
fn all(map: &Map) -> impl Iterator<Item = &Field> {
    let fields = map.fields().iter();
    fields.filter(|field| field.kind == StorageKind::DynamicField)
}

/// Puts the values of these dynamic fields into the record: several values are joined by a space, none
/// is NULL. Names that are columns are passed over.
pub(super) async fn read_among(
    system: &dyn OtoboSystem,
    map: &Map,
    names: &[Identifier],
    record: &mut Record,
    object: (&str, DynamicFieldObject),
) -> Result<(), BackEndError> {
    for field in all(map).filter(|field| names.contains(&field.storage)) {
        read(system, field, record, object).await?;
    }
    Ok(())
}

/// The same for all dynamic fields of the map.
pub(super) async fn read_all(
    system: &dyn OtoboSystem,
    map: &Map,
    record: &mut Record,
    object: (&str, DynamicFieldObject),
) -> Result<(), BackEndError> {
    for field in all(map) {
        read(system, field, record, object).await?;
    }
    Ok(())
}

async fn read(
    system: &dyn OtoboSystem,
    field: &Field,
    record: &mut Record,
    (name, kind): (&str, DynamicFieldObject),
) -> Result<(), BackEndError> {
    let values = system
        .dynamic_field_values(&field.storage, name, kind)
        .await?;
    let value = (!values.is_empty()).then(|| values.join(" "));
    record.set(field.var.clone(), value);
    Ok(())
}

/// The names of those that have the whole text in one of these dynamic fields (C50). Names that are
/// columns are passed over.
pub(super) async fn holders(
    system: &dyn OtoboSystem,
    map: &Map,
    names: &[Identifier],
    text: &str,
    kind: DynamicFieldObject,
) -> Result<BTreeSet<String>, BackEndError> {
    let sought = DynamicFieldSought::Text(text.to_owned());
    let mut holders = BTreeSet::new();
    for field in all(map).filter(|field| names.contains(&field.storage)) {
        let found = system
            .objects_with_dynamic_field(&field.storage, kind, &sought)
            .await?;
        holders.extend(found);
    }
    Ok(holders)
}
