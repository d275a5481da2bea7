//! What only an Active Directory is like, asked of Samba in full rounds.

use anyhow::{Context as _, Result};
use deskbook_core::ErrorCode;
use deskbook_core::query::ValidityFilter;
use deskbook_domain::settings::{CA_FILE, TLS_MODE};
use deskbook_domain::validity::Validity;
use deskbook_tests::directory::{open, read, settings};
use deskbook_tests::servers::certificates::Certificates;
use deskbook_tests::servers::samba::{
    BASE, ROOT, ROOT_PASSWORD, SambaServer, disabled_user, group, user,
};
use serde_json::json;

use super::{all, code, found, query};

/// More than a page, and more than an attribute gives at once.
const PLENTY: usize = 2_000;

/// `ACCOUNTDISABLE` is not among the bits of `userAccountControl`.
const ENABLED: &str = "(!(userAccountControl:1.2.840.113556.1.4.803:=2))";

#[tokio::test(flavor = "multi_thread")]
#[cfg_attr(
    not(all(samba_is_there, root_tests)),
    ignore = "no Samba is installed, or the rounds are not full, or it is not root who tests"
)]
async fn an_active_directory_is_read_as_one() -> Result<()> {
    let logins: Vec<_> = (0..PLENTY).map(|number| format!("user{number}")).collect();
    let mut ldif: String = logins.iter().map(|login| user(login)).collect();
    ldif += &disabled_user("gone");
    ldif += &group("everybody", &logins);
    let certificates = Certificates::make()?;
    let tls = certificates.shown(&certificates.good);
    let server = SambaServer::start(&tls, &ldif).await?;
    let changes = [
        ("Params.BaseDN", json!(BASE)),
        ("Params.UserDN", json!(ROOT)),
        ("Params.AlwaysFilter", json!("(mail=*)")),
        ("CustomerKey", json!("sAMAccountName")),
        ("CustomerUserValidFilter", json!(ENABLED)),
        (
            "CustomerUserSearchFields",
            json!(["sAMAccountName", "mail"]),
        ),
        (
            "Map",
            json!([
                ["UserLogin", "Username", "sAMAccountName", 1, 1, "var"],
                ["UserFirstname", "Firstname", "givenName", 1, 1, "var"],
                ["UserLastname", "Lastname", "sn", 1, 1, "var"],
                ["UserEmail", "Email", "mail", 1, 1, "var"],
                ["UserCustomerID", "CustomerID", "mail", 0, 1, "var"],
                ["UserGuid", "GUID", "objectGUID", 1, 0, "var"]
            ]),
        ),
        (TLS_MODE, json!("verify-full")),
        (CA_FILE, json!(certificates.authority.to_string_lossy())),
    ];
    let hosts = json!(format!("ldap://localhost:{}", server.port()));
    let (source, directory) = read(&settings(&hosts, &changes)?)?;
    let opened = open(source.clone(), directory.clone(), Some(ROOT_PASSWORD));
    let people = opened.customer_users();
    let hits = people.search(query("", ValidityFilter::ValidOnly)?).await?;
    assert_eq!(all(hits.as_ref()).await?.len(), PLENTY, "more than a page");
    assert_eq!(hits.cuts(), []);
    assert!(found(people.as_ref(), "gone").await?.is_empty(), "disabled");
    let hits = people.search(query("gone", ValidityFilter::All)?).await?;
    let rows = all(hits.as_ref()).await?;
    assert_eq!(
        rows.iter().map(|it| it.validity).collect::<Vec<_>>(),
        [Validity::Invalid]
    );
    let seven = people.find(&"USER7".into()).await?.context("in any case")?;
    let guid = seven.record.text("UserGuid");
    assert_eq!(
        guid.split('-').map(str::len).collect::<Vec<_>>(),
        [8, 4, 4, 4, 12],
        "{guid}"
    );
    let wrong = open(source.clone(), directory.clone(), Some("wrong"));
    assert_eq!(
        code(wrong.customer_users().ping().await)?,
        ErrorCode::RefusedLogin
    );
    let mut of_groups = source;
    let mut everything = directory;
    everything.always = None;
    of_groups.directory = Some(Box::new(everything.clone()));
    let opened = open(of_groups, everything, Some(ROOT_PASSWORD));
    let everybody = opened.entry(&"everybody".into()).await?;
    let everybody = everybody.context("it is there")?;
    let members = everybody.attributes.iter().find(|it| it.name == "member");
    assert_eq!(
        members.context("it has members")?.values.len(),
        PLENTY,
        "in ranges"
    );
    Ok(())
}
