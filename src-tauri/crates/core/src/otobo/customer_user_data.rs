//! `CustomerUserDataGet`: a customer user with all that belongs to the login (`otobo-behaviour.md 3.9`).

use chrono::{DateTime, NaiveDateTime};
use deskbook_domain::display::mail_string;
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::map::{StorageKind, is_password};
use deskbook_domain::record::Record;
use deskbook_domain::text::is_false;
use deskbook_domain::vars;

use super::answers::{AnswerError, Answers};
use super::company_get::company_get;
use super::customer_name::{customer_name, name_of};
use super::dynamic_fields;
use crate::back_end::{BackEnd, BackEndError, Changes, CustomerUser};
use crate::installation::Installation;
use crate::otobo_system::{DynamicFieldObject, OtoboSystem};

/// OTOBO's form of a time.
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// Preferences that every record has, and what they are unless they are set: the groups of
/// `CustomerPreferencesGroups` with a default, as OTOBO ships them.
const PREFERENCE_DEFAULTS: [(&str, &str); 2] =
    [("UserRefreshTime", "0"), ("UserShowTickets", "25")];

/// The record by OTOBO's names, in the order of their making; `None` if no source has the login. Neither
/// the password nor a secret preference is in it, nor the settings of a source.
#[tracing::instrument(skip_all)]
pub async fn customer_user_data(
    installation: &Installation,
    login: &Login,
) -> Result<Option<Record>, AnswerError> {
    if is_false(Some(login.as_str())) {
        return Ok(None);
    }
    let system = &*installation.system;
    let mut answers = Answers::default();
    for back_end in installation.customer_users.iter() {
        let Some(found) = answers.of(back_end.find(login).await)? else {
            continue;
        };
        let mut record = record_of(system, back_end.as_ref(), &found).await?;
        if is_false(record.get(vars::USER_LOGIN)) {
            continue;
        }
        let name = match name_of(system, back_end.as_ref(), &found).await? {
            Some(name) => Some(name),
            None => customer_name(installation, &found.login).await?,
        };
        record.set("UserFullname", name);
        for (key, default) in PREFERENCE_DEFAULTS {
            if record.get(key).is_none() {
                record.set(key, Some(default.to_owned()));
            }
        }
        if back_end.source().company_support {
            put_customer_beneath(installation, &mut record).await?;
        }
        let object = (found.login.as_str(), DynamicFieldObject::CustomerUser);
        dynamic_fields::read_all(system, &back_end.source().map, &mut record, object).await?;
        record.set("Source", Some(found.source.to_string()));
        return Ok(Some(record));
    }
    answers.finish()?;
    Ok(None)
}

/// What the source itself says: every field but the password, who wrote it when, and the preferences of
/// the login in its stored spelling. A preference that is named like a field replaces it (C53).
pub(super) async fn record_of(
    system: &dyn OtoboSystem,
    back_end: &dyn BackEnd,
    found: &CustomerUser,
) -> Result<Record, BackEndError> {
    let source = back_end.source();
    let mut record = Record::new();
    for field in source.map.fields() {
        if field.kind != StorageKind::DynamicField && !is_password(&field.var) {
            let value = found.record.get(&field.var).map(str::to_owned);
            record.set(field.var.clone(), value);
        }
    }
    put_changes(&mut record, found.changes.as_ref());
    let mut listed = found.record.clone();
    let object = (found.login.as_str(), DynamicFieldObject::CustomerUser);
    dynamic_fields::read_among(
        system,
        &source.map,
        &source.list_fields,
        &mut listed,
        object,
    )
    .await?;
    record.set("UserMailString", Some(mail_string(source, &listed)));
    let login = record.get(vars::USER_LOGIN).map(str::to_owned);
    record.set("UserID", login);
    for preference in system.preferences(&found.login).await? {
        record.set(preference.key.as_str(), preference.value);
    }
    if let Some(time) = last_login(record.get("UserLastLogin")) {
        record.set("UserLastLoginTimestamp", Some(time));
    }
    Ok(record)
}

/// Who wrote a record when, under OTOBO's names; a foreign table does not tell (C8).
pub(super) fn put_changes(record: &mut Record, changes: Option<&Changes>) {
    let Some(changes) = changes else {
        return;
    };
    let time = |time: NaiveDateTime| Some(time.format(TIME).to_string());
    record.set("CreateTime", time(changes.created));
    record.set("CreateBy", Some(changes.created_by_id.clone()));
    record.set("ChangeTime", time(changes.changed));
    record.set("ChangeBy", Some(changes.changed_by_id.clone()));
}

/// The data of the customer beneath those of the customer user, whose own values stay (C52). Without
/// such a customer its validity is there and undefined.
async fn put_customer_beneath(
    installation: &Installation,
    record: &mut Record,
) -> Result<(), AnswerError> {
    let id = record.get(vars::USER_CUSTOMER_ID).map(CustomerId::from);
    let customer = match id {
        Some(id) => company_get(installation, &id).await?,
        None => None,
    };
    let validity = customer
        .as_ref()
        .and_then(|customer| customer.get(vars::VALID_ID).map(str::to_owned));
    record.put_beneath(customer.unwrap_or_default());
    record.set("CustomerCompanyValidID", validity);
    Ok(())
}

/// The date of a time in seconds since 1970.
fn last_login(epoch: Option<&str>) -> Option<String> {
    let epoch = epoch.filter(|epoch| !is_false(Some(epoch)))?;
    let time = DateTime::from_timestamp(epoch.parse().ok()?, 0)?;
    Some(time.format(TIME).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::otobo;
    use crate::twin::{Twin, eva};

    #[test]
    fn the_last_login_is_told_as_a_date() {
        let date = last_login(Some("1700000000"));
        assert_eq!(date.as_deref(), Some("2023-11-14 22:13:20"));
        for none in [None, Some("0"), Some(""), Some("yesterday")] {
            assert_eq!(last_login(none), None, "{none:?}");
        }
    }

    #[tokio::test]
    async fn c52_the_validity_is_the_users_and_the_customers_stands_beside_it() {
        let twin = Twin::with_acme().await;
        twin.add(eva(&[("ValidID", "2")])).await;
        let record = customer_user_data(&twin.installation, &"E.MAYR".into()).await;
        let record = record.unwrap().unwrap();
        assert_eq!(record.text("ValidID"), "2");
        assert_eq!(record.text("CustomerCompanyValidID"), "1");
        assert_eq!(record.text("CustomerCompanyName"), "ACME AG");
        assert_eq!(record.text("UserFullname"), "Eva Mayr");
        assert_eq!(
            record.text("UserMailString"),
            "\"Eva Mayr\" <eva@acme.example.org>"
        );
        assert_eq!(record.text("Source"), "CustomerUser");
        assert!(
            !record.contains("UserPassword"),
            "a password never comes out"
        );
    }

    #[tokio::test]
    async fn a_customer_that_is_not_there_leaves_an_undefined_validity() {
        let twin = Twin::with_acme().await;
        twin.add(eva(&[("UserCustomerID", "NOWHERE")])).await;
        let record = customer_user_data(&twin.installation, &"e.mayr".into()).await;
        let record = record.unwrap().unwrap();
        assert!(record.contains("CustomerCompanyValidID"));
        assert_eq!(record.get("CustomerCompanyValidID"), None);
        assert!(!record.contains("CustomerCompanyName"));
    }

    #[tokio::test]
    async fn a_false_login_is_nobodys() {
        let twin = Twin::with_acme().await;
        twin.add(eva(&[("UserLogin", "0")])).await;
        for login in ["0", ""] {
            let login = login.into();
            let installation = &twin.installation;
            assert_eq!(
                customer_user_data(installation, &login).await.unwrap(),
                None
            );
            assert_eq!(
                otobo::customer_name(installation, &login).await.unwrap(),
                None
            );
            assert_eq!(otobo::customer_ids(installation, &login).await.unwrap(), []);
        }
    }
}
