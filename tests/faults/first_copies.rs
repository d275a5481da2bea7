//! A first copy that breaks off half-way: while the server is away what it has is searched and opened, and said to be a part.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use async_trait::async_trait;
use deskbook_core::back_end::BackEnd as _;
use deskbook_core::hits::Place;
use deskbook_core::installation::Installation;
use deskbook_core::installations::{InstallationId, InstallationStore as _};
use deskbook_core::instant::LookUp;
use deskbook_core::merged::Standing;
use deskbook_core::mirror::{
    MirrorError, MirrorHandle, MirroredPeople, Mirrors, NoMirrors, OpenMirror, Readable, State,
    mirrored,
};
use deskbook_core::people::{find, search};
use deskbook_core::query::{Order, ValidityFilter};
use deskbook_core::search::{Request, Wanted};
use deskbook_core::sources::{CustomerSources, CustomerUserSources};
use deskbook_domain::ids::{Login, Var};
use deskbook_domain::instant::Region;
use deskbook_domain::source::CustomerSource;
use deskbook_store::{Mirror, OwnStore};
use deskbook_tests::copied::{copy, mirror, standing};
use deskbook_tests::kept_installation::kept_installation;
use deskbook_tests::server_stand::{open, with};
use deskbook_tests::servers::proxy::{Network, Proxy};
use deskbook_tests::servers::{Engine, TestDatabase};
use tempfile::TempDir;

use super::copying::{BOTH, fill, source, theirs, through};

/// Is among the first that are read.
const SOMEBODY: &str = "Jörg10017";

/// The mirror of the only installation.
struct Only(Mirror);

#[async_trait]
impl Mirrors for Only {
    async fn open(
        &self,
        _: &InstallationId,
        _: Region,
    ) -> Result<Arc<dyn OpenMirror>, MirrorError> {
        Ok(Arc::new(self.0.clone()))
    }

    async fn existing(
        &self,
        id: &InstallationId,
        region: Region,
    ) -> Result<Option<Arc<dyn OpenMirror>>, MirrorError> {
        self.open(id, region).await.map(Some)
    }

    async fn size(&self, id: &InstallationId) -> Result<u64, MirrorError> {
        NoMirrors.size(id).await
    }

    async fn erase(&self, id: &InstallationId) -> Result<(), MirrorError> {
        NoMirrors.erase(id).await
    }
}

/// A table behind a proxy, and what an installation has of it.
struct Stand {
    database: TestDatabase,
    proxy: Proxy,
    mirror: Mirror,
    handle: MirrorHandle,
    folder: TempDir,
}

impl Stand {
    async fn new(engine: Engine) -> Result<Self> {
        let database = theirs(engine, "VARCHAR(50) NOT NULL PRIMARY KEY").await?;
        fill(&database, "CONCAT('Jörg', seq)", 25_000).await?;
        let folder = tempfile::tempdir()?;
        let mirror = mirror(folder.path()).await?;
        let store = OwnStore::open(folder.path().join("deskbook.sqlite3")).await?;
        let record = kept_installation("Nord")?;
        store.save(&record).await?;
        let mirrors = Arc::new(Only(mirror.clone()));
        Ok(Self {
            proxy: Proxy::to(database.port).await?,
            handle: MirrorHandle::new(mirrors, Arc::new(store), record.id, Region::UNKNOWN),
            database,
            mirror,
            folder,
        })
    }

    /// As after a start: nobody knows yet how the server stands.
    fn installation(&self) -> Result<Installation> {
        let address = through(&self.proxy, &self.database);
        let opened = open(&address, &self.database.account.password);
        let people = Arc::new(opened.customer_users(source()?));
        let people = MirroredPeople::new(people, self.handle.clone());
        let stand = with(&self.database, source()?, CustomerSource::shipped())?;
        Ok(Installation {
            look_up: LookUp::Mirror(self.handle.clone()),
            customer_users: CustomerUserSources::new(vec![Arc::new(people)]),
            customers: CustomerSources::new(Vec::new()),
            system: Arc::new(opened),
            ..stand.installation()
        })
    }

    async fn copies(&self) -> Result<bool> {
        let address = through(&self.proxy, &self.database);
        let people = open(&address, &self.database.account.password).customer_users(source()?);
        let readable: Arc<dyn Readable> = people.readable().context("it is copied")?;
        let fields: Vec<Var> = mirrored(&source()?.map, &[]);
        Ok(copy(&self.mirror, &readable, &fields).await.is_ok())
    }

    async fn network(&self, network: Network) -> Result<()> {
        self.proxy.set(network).await?;
        self.proxy.drop_all().await;
        Ok(())
    }
}

fn request(typed: &str, language: Wanted) -> Request {
    Request {
        term: typed.to_owned(),
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
        sources: None,
        language,
    }
}

/// All rows that a search finds in the end, and what is said of them.
async fn found(installation: &Installation, typed: &str) -> Result<(Vec<String>, Standing)> {
    let found = search::start(installation, request(typed, Wanted::Instant)).await?;
    let count = found.hits.count().await?;
    let page = search::page(installation, &found, Place::From(0), 100).await;
    let (page, standing) = page?;
    let rows = page
        .rows
        .iter()
        .map(|row| row.found.login.as_str().to_owned());
    let rows: Vec<_> = rows.collect();
    assert_eq!(rows.len(), usize::try_from(count)?.min(100), "{typed}");
    Ok((rows, standing))
}

/// The copy is a part, and says how much it is.
async fn assert_partial(stand: &Stand, installation: &Installation) -> Result<()> {
    let so_far = standing(&stand.mirror).await?.so_far();
    assert!(so_far.is_some_and(|records| records >= 5_000), "{so_far:?}");
    // The first search is the one that finds out that the server is away
    for typed in [SOMEBODY, "joerg10017", "10017 org", "jö*10017"] {
        let (rows, standing) = found(installation, typed).await?;
        assert_eq!(rows, [SOMEBODY], "{typed}");
        assert!(standing.missing.is_empty() && standing.waiting.is_empty());
        let away: Vec<_> = standing.away.iter().map(|it| it.so_far).collect();
        assert_eq!(away, [so_far], "{typed}");
    }
    let (_, everybody) = found(installation, "").await?;
    assert_eq!(everybody.away.len(), 1);
    let list = search::start(installation, request("", Wanted::Instant)).await?;
    assert_eq!(Some(list.hits.count().await?), so_far, "all that is there");
    for login in [SOMEBODY, "jÖRG10017"] {
        let person = find::find(installation, &Login::from(login)).await?;
        let person = person.context("it is opened")?.customer_user;
        assert_eq!(person.login.as_str(), SOMEBODY);
        assert!(person.copied.is_some(), "it is said to be a copy");
    }
    let otobo = search::start(installation, request(SOMEBODY, Wanted::Otobo)).await;
    let only_the_source_knows = match otobo {
        Ok(found) => found.hits.count().await.is_err(),
        Err(_) => true,
    };
    assert!(only_the_source_knows, "what OTOBO would find");
    Ok(())
}

#[tokio::test]
async fn what_a_first_copy_has_is_found_and_opened_while_the_server_is_away() -> Result<()> {
    for engine in BOTH {
        let stand = Stand::new(engine).await?;
        stand.network(Network::CutsAfter(600_000)).await?;
        assert!(!stand.copies().await?, "{engine:?}: it was cut");
        stand.network(Network::Refuses).await?;
        let installation = stand.installation()?;
        assert_partial(&stand, &installation).await?;

        stand.network(Network::Works).await?;
        for back_end in installation.customer_users.iter() {
            back_end.ping().await?;
        }
        // The server answers for itself, and nobody is there twice
        let (rows, standing) = found(&installation, SOMEBODY).await?;
        assert_eq!(rows, [SOMEBODY], "{engine:?}");
        assert!(standing.away.is_empty(), "{engine:?}");
        // What its own search does not find the copy does, as far as it has come
        let (rows, _) = found(&installation, "joerg10017").await?;
        assert_eq!(rows, [SOMEBODY], "{engine:?}");

        assert!(stand.copies().await?, "{engine:?}: it goes on");
        let whole = standing_of(&stand).await?;
        assert!(matches!(whole.0, State::Complete(_)), "{engine:?}");
        assert_eq!(whole.1, 25_000, "{engine:?}");
        for network in [Network::Works, Network::Refuses] {
            stand.network(network).await?;
            for typed in [SOMEBODY, "joerg10017"] {
                let (rows, _) = found(&installation, typed).await?;
                assert_eq!(rows, [SOMEBODY], "{engine:?} {typed} {network:?}");
            }
        }
        stand.mirror.close().await?;
        stand.folder.close()?;
    }
    Ok(())
}

async fn standing_of(stand: &Stand) -> Result<(State, u32)> {
    let standing = standing(&stand.mirror).await?;
    Ok((standing.state, standing.records))
}
