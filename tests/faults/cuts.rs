//! Tables that are copied over a wire that is cut wherever it may be: at a login, in a question, between two rows.

use std::sync::Arc;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use deskbook_core::mirror::Readable;
use deskbook_tests::cut_copies::{Wired, copy_through_cuts};
use deskbook_tests::generations::{name, numbers};
use deskbook_tests::rounds::rounds;
use deskbook_tests::servers::proxy::{Network, Proxy};
use deskbook_tests::servers::{Engine, TestDatabase};
use rand::RngExt as _;
use rand::rngs::StdRng;

use super::copying::{self, BOTH, readable, theirs, through};

/// What comes from a server for one copy, about; a little less, so that most cuts are in it.
fn octets(engine: Engine) -> u64 {
    match engine {
        Engine::PostgreSql => 510_000,
        Engine::MariaDb | Engine::MySql => 380_000,
    }
}

struct Table {
    database: TestDatabase,
    proxy: Proxy,
    source: Arc<dyn Readable>,
}

#[async_trait]
impl Wired for Table {
    /// They come in two batches, of which the first one is five sixths.
    const PEOPLE: u32 = 9_600;

    const FIELDS: [&str; 2] = ["UserLogin", "UserCustomerID"];

    fn source(&self) -> Result<Arc<dyn Readable>> {
        Ok(Arc::clone(&self.source))
    }

    async fn renew(&self, generation: u32) -> Result<()> {
        let people = numbers(generation, Self::PEOPLE);
        let from = copying::numbers(self.database.engine, Self::PEOPLE);
        let (name, before) = (name(generation), i64::from(people.start) - 1);
        let sql = format!(
            "DELETE FROM theirs; \
             INSERT INTO theirs SELECT CONCAT('user', seq + {before}), '{name}', seq FROM {from}"
        );
        self.database.execute(&sql).await
    }

    async fn cut(&self, random: &mut StdRng) -> Result<()> {
        let octets = octets(self.database.engine);
        let from = if random.random() { 0 } else { octets / 6 * 5 };
        let after = random.random_range(from..octets);
        self.proxy.drop_all().await;
        let cut = if random.random() {
            Network::CutsAfter(after)
        } else {
            Network::ResetsAfter(after)
        };
        self.proxy.set(cut).await
    }

    async fn mend(&self) -> Result<()> {
        self.proxy.set(Network::Works).await?;
        self.proxy.drop_all().await;
        Ok(())
    }
}

#[tokio::test]
async fn wherever_the_wire_of_a_table_is_cut_the_last_copy_is_whole() -> Result<()> {
    for engine in BOTH {
        let database = theirs(engine, "VARCHAR(50) NOT NULL PRIMARY KEY").await?;
        let proxy = Proxy::to(database.port).await?;
        let source = readable(&database, &through(&proxy, &database))?;
        let table = Table {
            database,
            proxy,
            source,
        };
        let tally = copy_through_cuts(&table, rounds(5, 100)).await?;
        ensure!(tally.first > 0 && tally.aside > 0, "{engine:?} {tally:?}");
    }
    Ok(())
}
