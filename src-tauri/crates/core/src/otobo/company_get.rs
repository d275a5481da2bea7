//! `CustomerCompanyGet`: a customer with all its fields (`otobo-behaviour.md 6`).

use deskbook_domain::ids::CustomerId;
use deskbook_domain::map::StorageKind;
use deskbook_domain::record::Record;
use deskbook_domain::text::is_false;

use super::answers::AnswerError;
use super::customer_user_data::put_changes;
use super::dynamic_fields;
use crate::installation::Installation;
use crate::otobo_system::DynamicFieldObject;

/// The record by OTOBO's names; the first source that has the ID wins, whatever the validity. `None` for
/// an unknown ID, and for what Perl takes for false.
#[tracing::instrument(skip_all)]
pub async fn company_get(
    installation: &Installation,
    id: &CustomerId,
) -> Result<Option<Record>, AnswerError> {
    if is_false(Some(id.as_str())) {
        return Ok(None);
    }
    let Some(found) = installation.customers.find(id).await? else {
        return Ok(None);
    };
    let map = &installation.customers.of(found.source)?.source().map;
    let mut record = Record::new();
    for field in map.fields() {
        if field.kind != StorageKind::DynamicField {
            let value = found.record.get(&field.var).map(str::to_owned);
            record.set(field.var.clone(), value);
        }
    }
    put_changes(&mut record, found.changes.as_ref());
    let object = (found.id.as_str(), DynamicFieldObject::Customer);
    dynamic_fields::read_all(&*installation.system, map, &mut record, object).await?;
    record.set("Source", Some(found.source.to_string()));
    Ok(Some(record))
}
