//! Reading entries.

use anyhow::{Context as _, Result};
use deskbook_core::back_end::PasswordState;
use deskbook_core::query::ValidityFilter;
use deskbook_domain::ids::Login;
use deskbook_domain::validity::Validity;
use deskbook_tests::directory::at_port;
use deskbook_tests::servers::slapd::{BASE, SlapdOptions, SlapdServer};
use serde_json::json;

use super::{all, found, query};

#[tokio::test]
async fn c86_a_record_has_the_first_value_of_each_attribute_and_no_writer() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let directory = at_port(server.port(), &[], None)?;
    let people = directory.customer_users();
    let found = people.find(&Login::from("MULTI.mail")).await?;
    let found = found.context("in any case")?;
    assert_eq!(found.login.as_str(), "multi.mail");
    assert_eq!(found.record.text("UserEmail"), "multi1@dir.test");
    assert_eq!(found.password, PasswordState::Untold);
    let photo = people.find(&"binary.photo".into()).await?;
    assert!(photo.is_some(), "values that are no text stop nobody");
    assert!(people.find(&"nobody".into()).await?.is_none());
    assert!(people.find(&"*".into()).await?.is_none());
    assert!(people.writer().is_none(), "C90");
    assert!(people.ping().await.is_ok());
    assert_eq!(
        directory.answering().context("it answered")?.port,
        server.port()
    );
    Ok(())
}

#[tokio::test]
async fn the_entry_itself_has_all_values_in_bytes() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let directory = at_port(server.port(), &[], None)?;
    let entry = directory.entry(&"multi.mail".into()).await?;
    let entry = entry.context("it is there")?;
    let mail = entry.attributes.iter().find(|it| it.name == "mail");
    assert!(mail.context("it has mail")?.values.len() > 1);
    let entry = directory.entry(&"binary.photo".into()).await?;
    let entry = entry.context("it is there")?;
    let photo = entry.attributes.iter().find(|it| it.name == "jpegPhoto");
    let photo = photo.context("it has a photo")?;
    let value = photo.values.first().context("it has a value")?;
    assert!(value.starts_with(&[0xff, 0xd8]), "{value:?}");
    assert!(directory.entry(&"nobody".into()).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn c84_a_filter_of_validity_counts_in_searches_and_not_in_reading() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let changes = [(
        "CustomerUserValidFilter",
        json!("(!(description=gesperrt))"),
    )];
    let directory = at_port(server.port(), &changes, None)?;
    let people = directory.customer_users();
    assert!(people.find(&"gesperrt".into()).await?.is_some());
    assert!(found(people.as_ref(), "gesperrt").await?.is_empty());
    let hits = people.search(query("", ValidityFilter::All)?).await?;
    let everybody = all(hits.as_ref()).await?;
    let valid = everybody.iter().filter(|it| it.validity.is_valid()).count();
    let locked = everybody.iter().find(|it| it.login.as_str() == "gesperrt");
    assert_eq!(locked.context("it is listed")?.validity, Validity::Invalid);
    assert_eq!(valid, found(people.as_ref(), "").await?.len());
    assert!(valid < everybody.len());
    Ok(())
}

#[tokio::test]
async fn c88_a_group_keeps_its_members_and_nobody_else() -> Result<()> {
    let server = SlapdServer::start(SlapdOptions::small_set()).await?;
    let changes = [("Params.GroupDN", json!(format!("ou=groups,{BASE}")))];
    let directory = at_port(server.port(), &changes, None)?;
    let people = directory.customer_users();
    let members = found(people.as_ref(), "").await?;
    assert!(members.contains("dir.only") && !members.contains("ldap.twin"));
    let count = u32::try_from(members.len())?;
    assert_eq!(people.count().await?, count);
    assert!(
        people.find(&"ldap.twin".into()).await?.is_some(),
        "reading does not ask"
    );
    Ok(())
}

#[tokio::test]
async fn a_managers_name_becomes_what_is_asked_for() -> Result<()> {
    let ldif = format!(
        "dn: uid=boss,{BASE}\nobjectClass: inetOrgPerson\nuid: boss\ncn: Bea Boss\nsn: Boss\n\
         mail: boss@dir.test\n\n\
         dn: uid=eva,{BASE}\nobjectClass: inetOrgPerson\nuid: eva\ncn: Eva\nsn: E\n\
         manager: uid=boss,{BASE}\n\n\
         dn: uid=max,{BASE}\nobjectClass: inetOrgPerson\nuid: max\ncn: Max\nsn: M\n\
         manager: uid=gone,{BASE}\n"
    );
    let server = SlapdServer::start(SlapdOptions::entries(&ldif)).await?;
    let changes = [
        ("TranslateManagerTo", json!("cn")),
        (
            "Map",
            json!([
                ["UserLogin", "Username", "uid", 1, 1, "var"],
                ["UserManager", "Manager", "manager", 1, 0, "var"]
            ]),
        ),
    ];
    let people = at_port(server.port(), &changes, None)?.customer_users();
    let manager = async |login: &str| -> Result<String> {
        let found = people.find(&login.into()).await?;
        let found = found.context("it is there")?;
        Ok(found.record.text("UserManager").to_owned())
    };
    assert_eq!(manager("eva").await?, "Bea Boss");
    assert_eq!(manager("max").await?, format!("uid=gone,{BASE}"));
    Ok(())
}
