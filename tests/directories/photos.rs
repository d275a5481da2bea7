//! Photos of a directory that are mirrored, from the settings to a directory that is away.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use deskbook_attributes::{LONGEST_SHOWN, bitmap, miniature};
use deskbook_core::connecting::{OpenInstallation, OpenInstallations};
use deskbook_core::installations::{InstallationRecord, InstallationStore as _};
use deskbook_core::mirror::{
    Activity, MirrorSettings, Mirroring, Mirrors as _, SourceReport, State,
};
use deskbook_domain::ids::Login;
use deskbook_domain::instant::Region;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_store::{MirrorFiles, OwnStore};
use deskbook_tests::directory::settings;
use deskbook_tests::kept_installation::kept_installation;
use deskbook_tests::local_directory;
use deskbook_tests::servers::ldap_proxy::{LdapFault, LdapProxy};
use deskbook_tests::servers::slapd::{BASE, SlapdOptions, SlapdServer};
use deskbook_tests::set_keys::SetKeys;
use deskbook_tests::stand::Stand;
use deskbook_tests::surroundings::{Ear, surroundings};
use serde_json::json;

use super::people;

/// One pixel, in a form that nothing here makes small: it comes out as another file.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// A photo that a directory takes.
fn photo() -> Result<Vec<u8>> {
    let pixel = BASE64_STANDARD.decode(PIXEL)?;
    miniature(&pixel).context("it is a picture")
}

/// So many people, the first of them with photos.
fn with_photos(count: u32, photos: u32) -> Result<String> {
    let photo = BASE64_STANDARD.encode(photo()?);
    let mut ldif = people(count);
    for number in 0..photos {
        let line = format!("uid: user{number}\n");
        ldif = ldif.replacen(&line, &format!("{line}jpegPhoto:: {photo}\n"), 1);
    }
    Ok(ldif)
}

/// Deskbook with an installation whose people are in a directory; its database answers nowhere.
struct Desk {
    store: Arc<OwnStore>,
    mirrors: Arc<MirrorFiles>,
    installations: Arc<OpenInstallations>,
    record: InstallationRecord,
    open: Arc<OpenInstallation>,
    ear: Arc<Ear>,
    _stand: Stand,
}

fn source() -> SourceId {
    SourceId::first(Subject::CustomerUsers)
}

impl Desk {
    async fn at_port(port: u16) -> Result<Self> {
        let stand = local_directory::fresh().await?;
        let place = stand.place.path();
        let store = Arc::new(OwnStore::open(place.join("deskbook.sqlite3")).await?);
        let mut record = kept_installation("Nord")?;
        let hosts = json!(format!("ldap://127.0.0.1:{port}"));
        record.sources = vec![(source(), settings(&hosts, &[])?)];
        record.mirror.photos = true;
        store.save(&record).await?;
        let mirrors = Arc::new(MirrorFiles::new(place.join("mirrors"), Arc::new(SetKeys)));
        let ear = Arc::new(Ear::default());
        let outside = surroundings(store.clone(), mirrors.clone(), ear.clone());
        let installations = OpenInstallations::start(stand.installation(), outside).await?;
        let open = installations.switch(&record.id).await?;
        Ok(Self {
            store,
            mirrors,
            installations: Arc::new(installations),
            record,
            open,
            ear,
            _stand: stand,
        })
    }

    fn begin(&self) -> Mirroring {
        Mirroring::begin(Arc::clone(&self.installations), self.ear.clone())
    }

    /// Waits until the source stands so.
    async fn until(
        &self,
        mirroring: &Mirroring,
        is_so: impl Fn(&SourceReport) -> bool,
    ) -> Result<()> {
        loop {
            let report = mirroring.read(&self.record.id).await?;
            let report = report.context("it is no local one")?;
            let source = report.sources.first().context("it has a source")?;
            if source.activity == Activity::Resting && is_so(source) {
                return Ok(());
            }
            let heard = self.ear.heard().await;
            heard.with_context(|| format!("it stays {report:?}"))?;
        }
    }

    /// What the window would show.
    async fn shown(&self, login: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.open.photo(source(), &Login::from(login)).await?)
    }

    /// What the mirror has.
    async fn kept(&self, login: &str) -> Result<Option<Vec<u8>>> {
        let mirror = self.mirrors.existing(&self.record.id, Region::UNKNOWN);
        let mirror = mirror.await?.context("there is a mirror")?;
        Ok(mirror.photo(source(), login).await?)
    }
}

fn is_complete(source: &SourceReport) -> bool {
    let state = source.standing.as_ref().map(|it| &it.state);
    matches!(state, Some(State::Complete(_)))
}

fn has_failed(source: &SourceReport) -> bool {
    source.failure.is_some()
}

#[tokio::test]
async fn a_photo_is_there_while_its_directory_is_away_and_goes_with_the_setting() -> Result<()> {
    let entries = SlapdOptions::entries(&with_photos(300, 120)?).without_size_limit();
    let server = SlapdServer::start(entries).await?;
    let desk = Desk::at_port(server.port()).await?;
    let mirroring = desk.begin();
    desk.until(&mirroring, is_complete).await?;
    // More than a page of them
    let kept = desk.kept("user119").await?.context("it is kept")?;
    assert!(kept.len() < 8 * 1024);
    assert_eq!(desk.kept("user120").await?, None, "who has none");

    assert_eq!(desk.shown("user7").await?, Some(photo()?), "as it is there");
    server.stop().await?;
    let shown = desk.shown("user7").await?.context("the mirror has it")?;
    let shown = bitmap(&shown, LONGEST_SHOWN).context("it can be shown")?;
    assert_eq!((shown.width, shown.height), (1, 1));
    assert!(desk.shown("user120").await.is_err(), "nobody knows");

    let settings = MirrorSettings {
        photos: false,
        ..desk.record.mirror.clone()
    };
    mirroring.save(&desk.record.id, settings).await?;
    desk.until(&mirroring, has_failed).await?;
    assert_eq!(
        desk.kept("user7").await?,
        None,
        "the directory is not needed for that"
    );
    let stored = desk.store.find(&desk.record.id).await?;
    assert!(!stored.context("it is stored")?.mirror.photos);
    Ok(())
}

#[tokio::test]
async fn a_photo_goes_where_it_went_and_stays_where_a_copy_breaks_off() -> Result<()> {
    let entries = SlapdOptions::entries(&with_photos(300, 120)?).without_size_limit();
    let server = SlapdServer::start(entries).await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let desk = Desk::at_port(proxy.port()).await?;
    let mirroring = desk.begin();
    desk.until(&mirroring, is_complete).await?;
    let removal = format!("dn: uid=user3,{BASE}\nchangetype: modify\ndelete: jpegPhoto\n\n");
    server.change(&removal)?;
    assert_eq!(desk.shown("user3").await?, None, "it is asked");
    assert!(desk.kept("user3").await?.is_some());

    // The records come to their end, the photos do not
    proxy.drop_all().await;
    proxy.set_fault(LdapFault::ResetsAfterEntries(360));
    mirroring.sync(&desk.record.id, None);
    desk.until(&mirroring, |it| is_complete(it) && it.failure.is_none())
        .await?;
    for number in 0..120 {
        let login = format!("user{number}");
        assert!(desk.kept(&login).await?.is_some(), "{login}");
    }

    proxy.mend();
    mirroring.sync(&desk.record.id, None);
    desk.until(&mirroring, is_complete).await?;
    assert_eq!(desk.kept("user3").await?, None);
    assert!(desk.kept("user4").await?.is_some());
    Ok(())
}
