//! The country whose telephone numbers an installation has: its mirror reads them so, and follows when it changes.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use chrono::DateTime;
use deskbook_core::installations::InstallationStore as _;
use deskbook_core::mirror::{Deletions, MirrorHandle, Mirrors as _, Row};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_store::{MirrorFiles, OwnStore};
use deskbook_tests::found::instantly;
use deskbook_tests::kept_installation::kept_installation;
use deskbook_tests::set_keys::SetKeys;

fn row(login: &str, phone: &str) -> Row {
    Row {
        key: login.to_owned(),
        validity: Validity::Valid,
        values: vec![Some(login.to_owned()), Some(phone.to_owned())],
    }
}

#[tokio::test]
async fn numbers_are_those_of_the_country_that_is_kept_last() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Arc::new(OwnStore::open(folder.path().join("deskbook.sqlite3")).await?);
    let mut record = kept_installation("Nord")?;
    store.save(&record).await?;
    let mirrors = MirrorFiles::new(folder.path().join("mirrors"), Arc::new(SetKeys));
    let mirrors = Arc::new(mirrors);
    let germany = Region::of_country("DE");
    let mirror = mirrors.open(&record.id, germany).await?;
    let people = SourceId::first(Subject::CustomerUsers);
    let fields = ["UserLogin", "UserPhone"].map(Var::from);
    mirror.begin(people, &fields).await?;
    // In Argentina 15 is dialled for mobiles where the whole number has a 9
    let rows = [row("local", "089 12345"), row("mobile", "011 15-2345-6789")];
    mirror.stage(people, &rows, "end").await?;
    mirror
        .merge(people, DateTime::UNIX_EPOCH, Deletions::Few)
        .await?;

    // What an open installation has of its mirror, all the time
    let handle = MirrorHandle::new(mirrors, store.clone(), record.id.clone(), germany);
    for (country, typed, expected) in [
        (None, "49 89 12345", ["local"].as_slice()),
        (None, "43 89 12345", &[]),
        (Some("AT"), "43 89 12345", &["local"]),
        (Some("AT"), "0043-89/12345", &["local"]),
        (Some("AT"), "49 89 12345", &[]),
        (Some("CH"), "41 89 12345", &["local"]),
        (Some("CH"), "+54 9 11 2345-6789", &[]),
        (Some("AR"), "+54 9 11 2345-6789", &["mobile"]),
        (None, "+54 9 11 2345-6789", &[]),
        (None, "+49 (0)89 12345", &["local"]),
    ] {
        record.mirror.country = country.map(str::to_owned);
        store.save(&record).await?;
        let mirror = handle.get().await.context("there is a mirror")?;
        let found = instantly(mirror.as_ref(), typed).await?;
        assert_eq!(found, expected, "{typed} in {country:?}");
    }
    Ok(())
}
