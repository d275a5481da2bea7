//! Furnishes a data folder as if three installations with eleven sources, SQL and LDAP, had been copied just now:
//! what the benchmark of the window starts with. Their servers answer nowhere. Prints what somebody may type, a JSON list.
#![expect(
    clippy::print_stdout,
    reason = "whoever starts it reads what it prints"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the population is shared with tests"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::clock::{Clock as _, SystemClock};
use deskbook_core::files::own_store_key;
use deskbook_core::installations::{InstallationRecord, InstallationStore as _};
use deskbook_core::keys::KeyStore;
use deskbook_core::mirror::{BATCH, Deletions, Mirrors as _, Row};
use deskbook_core::secrets::{SecretBinding, SecretName, SecretStore as _};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_domain::secret::Secret;
use deskbook_domain::settings::SourceSettings;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;
use deskbook_store::{DataFolder, MirrorFiles, OwnFile, OwnStore, file_key};
use deskbook_tests::directory::settings;
use deskbook_tests::kept_installation::{NOWHERE, kept_installation};
use deskbook_vault::{Keys, Vault};
use population::{Person, people};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::json;

#[allow(
    dead_code,
    reason = "shared with the test of quality, of which not all is needed here"
)]
#[path = "../../../src-tauri/crates/index/tests/instant_quality/population.rs"]
mod population;
#[allow(
    dead_code,
    reason = "shared with the test of quality, of which not all is needed here"
)]
#[path = "../../../src-tauri/crates/index/tests/instant_quality/queries.rs"]
mod queries;

const SEED: u64 = 6;

/// How many sources each installation has, and how many of them are directories.
const INSTALLATIONS: [(&str, usize, usize); 3] = [("Nord", 4, 1), ("West", 4, 2), ("Test", 3, 1)];

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = arguments
        .next()
        .map(PathBuf::from)
        .context("a data folder")?;
    let count = arguments.next().context("how many people")?;
    let people = people(count.to_string_lossy().parse()?, SEED);
    // Optimised builds of Deskbook have another name than those of developers
    let name = if cfg!(debug_assertions) {
        "deskbook-dev"
    } else {
        "deskbook"
    };
    let keys: Arc<dyn KeyStore> = Arc::new(Keys::new(name, DataFolder::keys_in(&folder)));
    furnish(&folder, keys, &Vault::new(name), &people).await?;
    let mut random = StdRng::seed_from_u64(SEED);
    let typed = queries::for_names(&people, &mut random);
    let typed: Vec<_> = typed.into_iter().map(|it| it.typed).collect();
    println!("{}", json!(typed));
    Ok(())
}

async fn furnish(
    folder: &Path,
    keys: Arc<dyn KeyStore>,
    secrets: &Vault,
    people: &[Person],
) -> Result<()> {
    let claimed = DataFolder::claim(folder)?;
    let path = claimed.own_store();
    let key = own_store_key(&OwnFile::at(&path), keys.as_ref()).await?;
    let store = OwnStore::open_with_key(path, key.as_ref().map(file_key)).await?;
    let mirrors = MirrorFiles::new(claimed.mirrors(), keys);
    let all: usize = INSTALLATIONS.iter().map(|(_, sources, _)| sources).sum();
    let mut parts = people.chunks(people.len().div_ceil(all));
    for (position, (name, sources, directories)) in (0..).zip(INSTALLATIONS) {
        let record = record(name, position, sources, directories)?;
        store.save(&record).await?;
        let name = SecretName::new(record.id.as_str(), "database");
        let binding = SecretBinding::new(record.database.binding());
        let password = Secret::new("nobody asks for it".to_owned());
        secrets.store(&name, &binding, password).await?;
        let mirror = mirrors.open(&record.id, region()).await?;
        for (source, some) in SourceId::all(Subject::CustomerUsers)
            .take(sources)
            .zip(parts.by_ref())
        {
            mirror.begin(source, &fields(some)).await?;
            for some in some.chunks(BATCH) {
                let rows: Vec<_> = some.iter().map(row).collect();
                mirror.stage(source, &rows, "mark").await?;
            }
            mirror
                .merge(source, SystemClock.now(), Deletions::Few)
                .await?;
        }
        mirror.tidy().await?;
        store
            .set_mirrored_at(&record.id, Some(SystemClock.now()))
            .await?;
        if position == 0 {
            store.set_current(&record.id).await?;
        }
    }
    store.close().await?;
    Ok(())
}

/// That of the desktop on which the benchmark runs: without a country.
fn region() -> Region {
    Region::UNKNOWN
}

fn record(
    name: &str,
    position: u32,
    sources: usize,
    directories: usize,
) -> Result<InstallationRecord> {
    let databases = sources - directories;
    let kept = SourceId::all(Subject::CustomerUsers).take(sources);
    let kept = kept.enumerate().map(|(at, id)| {
        let settings = if at < databases {
            SourceSettings::shipped(Subject::CustomerUsers)
        } else {
            settings(&json!([format!("ldap://{NOWHERE}")]), &[])?
        };
        Ok((id, settings))
    });
    Ok(InstallationRecord {
        position,
        sources: kept.collect::<Result<_>>()?,
        ..kept_installation(name)?
    })
}

fn fields(people: &[Person]) -> Vec<Var> {
    let values = people.iter().flat_map(Person::values).take(8);
    values.map(|value| Var::from(value.field)).collect()
}

fn row(person: &Person) -> Row {
    let values = person.values();
    Row {
        key: person.login.clone(),
        validity: Validity::Valid,
        values: values.map(|value| Some(value.text.to_owned())).to_vec(),
    }
}
