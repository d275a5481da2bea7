//! Directories that are copied over a wire that is cut wherever it may be: before the first entry, within one, between
//! two pages.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context as _, Result, ensure};
use async_trait::async_trait;
use deskbook_core::connecting::OpenDirectory;
use deskbook_core::mirror::Readable;
use deskbook_tests::cut_copies::{Wired, copy_through_cuts};
use deskbook_tests::directory::at_port;
use deskbook_tests::generations::{login, name, numbers};
use deskbook_tests::rounds::rounds;
use deskbook_tests::servers::ldap_proxy::{LdapFault, LdapProxy};
use deskbook_tests::servers::proxy::Network;
use deskbook_tests::servers::slapd::{BASE, SlapdOptions, SlapdServer};
use rand::RngExt as _;
use rand::rngs::StdRng;

/// What comes from the server for one copy, about; a little less, so that most cuts are in it.
const OCTETS: u64 = 300_000;

struct Wire {
    server: SlapdServer,
    proxy: LdapProxy,
    directory: Arc<dyn OpenDirectory>,
    /// The generation that the server has.
    now: AtomicU32,
}

#[async_trait]
impl Wired for Wire {
    /// They come in two batches.
    const PEOPLE: u32 = 2_500;

    const FIELDS: [&str; 2] = ["UserLogin", "UserLastname"];

    fn source(&self) -> Result<Arc<dyn Readable>> {
        let source = self.directory.customer_users().readable();
        source.context("it is copied")
    }

    async fn renew(&self, generation: u32) -> Result<()> {
        let before = numbers(self.now.swap(generation, Ordering::Relaxed), Self::PEOPLE);
        let (after, name) = (numbers(generation, Self::PEOPLE), name(generation));
        let mut ldif = String::new();
        for number in before.start..after.end {
            let login = login(number);
            let _ = write!(ldif, "dn: uid={login},{BASE}\nchangetype: ");
            let _ = match (before.contains(&number), after.contains(&number)) {
                (true, true) => write!(ldif, "modify\nreplace: sn\nsn: {name}\n-\n\n"),
                (true, false) => write!(ldif, "delete\n\n"),
                (false, _) => write!(ldif, "add\n{}\n", attributes(&login, &name)),
            };
        }
        self.server.change(&ldif)
    }

    async fn cut(&self, random: &mut StdRng) -> Result<()> {
        self.proxy.drop_all().await;
        let after = random.random_range(0..OCTETS);
        let network = match random.random_range(0..3) {
            0 => Network::CutsAfter(after),
            1 => Network::ResetsAfter(after),
            _ => {
                let entries = random.random_range(1..Self::PEOPLE);
                self.proxy.set_fault(LdapFault::ResetsAfterEntries(entries));
                Network::Works
            }
        };
        self.proxy.set_network(network).await
    }

    async fn mend(&self) -> Result<()> {
        self.proxy.mend();
        self.proxy.set_network(Network::Works).await?;
        self.proxy.drop_all().await;
        Ok(())
    }
}

fn attributes(login: &str, name: &str) -> String {
    format!(
        "objectClass: inetOrgPerson\nuid: {login}\ncn: {login}\nsn: {name}\nmail: {login}@dir.test\n"
    )
}

#[tokio::test]
async fn wherever_the_wire_of_a_directory_is_cut_the_last_copy_is_whole() -> Result<()> {
    let everybody = numbers(0, Wire::PEOPLE).map(|number| {
        let login = login(number);
        format!("dn: uid={login},{BASE}\n{}\n", attributes(&login, &name(0)))
    });
    let everybody: String = everybody.collect();
    let options = SlapdOptions::entries(&everybody).without_size_limit();
    let server = SlapdServer::start(options).await?;
    let proxy = LdapProxy::to(server.port()).await?;
    let wire = Wire {
        directory: at_port(proxy.port(), &[], None)?,
        server,
        proxy,
        now: AtomicU32::new(0),
    };
    let tally = copy_through_cuts(&wire, rounds(5, 100)).await?;
    ensure!(tally.first > 0 && tally.aside > 0, "{tally:?}");
    Ok(())
}
