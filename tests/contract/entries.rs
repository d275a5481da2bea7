//! What entries of a directory are, beside customer users like all others.

use anyhow::{Context as _, Result};
use deskbook_domain::validity::Validity;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::found::{self, Searched as _, everything, keys, matching, with_invalid};
use deskbook_tests::servers::directory_writer::DirectoryWriter;
use deskbook_tests::stand::Stand;

use crate::reading;

fn directory(stand: &Stand) -> Result<&DirectoryWriter> {
    stand.directory.as_ref().context("it is a directory")
}

/// A directory has no kinds of validity: its filter tells who is valid.
pub(crate) async fn whom_the_filter_leaves_out_is_listed_only_when_asked_for(
    stand: &Stand,
) -> Result<()> {
    let gone = a_customer_user().login("gone").invalid();
    stand.put([a_customer_user().login("valid"), gone]).await?;
    let doe = || stand.customer_users.understand("doe").map(matching);
    for query in [everything(), doe()?] {
        let valid = stand.customer_users.search(query.clone()).await?;
        assert_eq!(keys(&*valid).await?, ["valid"]);
        assert_eq!(valid.count().await?, 1);
        let hits = stand.customer_users.search(with_invalid(query)).await?;
        let mut found = found::all(&*hits).await?;
        found.sort_by(|one, other| one.login.cmp(&other.login));
        let found = found.iter().map(|hit| (hit.login.as_str(), hit.validity));
        let expected = [("gone", Validity::Invalid), ("valid", Validity::Valid)];
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }
    Ok(())
}

pub(crate) async fn the_next_search_sees_what_somebody_else_changed(stand: &Stand) -> Result<()> {
    let summer = a_customer_user().login("one").named("Ann", "Summer");
    stand.put([summer]).await?;
    assert_eq!(stand.customer_users.keys("summer").await?, ["one"]);
    let directory = directory(stand)?;
    directory.change(&format!(
        "dn: {}\nchangetype: modify\nreplace: sn\nsn: Winter\n",
        directory.dn(0)
    ))?;
    assert_eq!(stand.customer_users.keys("summer").await?, [""; 0]);
    assert_eq!(stand.customer_users.keys("winter").await?, ["one"]);
    directory.change(&format!("dn: {}\nchangetype: delete\n", directory.dn(0)))?;
    assert_eq!(stand.customer_users.keys("winter").await?, [""; 0]);
    assert_eq!(stand.customer_users.count().await?, 0);
    Ok(())
}

/// But for the text `0`, which is none (C86).
pub(crate) async fn every_attribute_of_the_map_comes_back(stand: &Stand) -> Result<()> {
    let written = a_customer_user()
        .with("UserTitle", "Dr.")
        .with("UserPhone", "+49 30 1")
        .with("UserStreet", "Straße 1\\n")
        .with("UserZip", "01067")
        .with("UserCity", "東京")
        .with("UserComment", "<b>&amp;</b> 🦀 {{}} %s '; --");
    stand
        .put([
            written.clone(),
            a_customer_user().login("zero").with("UserZip", "0"),
        ])
        .await?;
    let read = stand.customer_users.find(&"j.doe".into()).await?;
    let read = read.context("it was put there")?;
    for (var, text) in written.record().iter() {
        assert_eq!(read.record.get(var), text, "{var}");
    }
    let zero = stand.customer_users.find(&"zero".into()).await?;
    let zero = zero.context("it was put there")?;
    assert_eq!(zero.record.text("UserZip"), "", "C86");
    Ok(())
}

/// RFC 4518, 2.6: a directory does not tell how many blanks there are, and Deskbook asks the directory.
pub(crate) async fn blanks_around_a_login_are_no_part_of_it(stand: &Stand) -> Result<()> {
    stand.put([a_customer_user().login("a b")]).await?;
    for asked in ["a b", "A B"] {
        assert_eq!(
            reading::found(stand, asked).await?.as_deref(),
            Some("a b"),
            "{asked:?}"
        );
    }
    assert_eq!(reading::found(stand, "ab").await?, None);
    Ok(())
}

pub(crate) async fn nothing_can_be_written(stand: &Stand) -> Result<()> {
    assert!(stand.customer_users.writer().is_none(), "C90");
    Ok(())
}
