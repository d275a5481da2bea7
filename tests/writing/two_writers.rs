//! Two programs change one record at the same time: no field is lost, whoever came second is told, and only
//! what was changed is written.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use deskbook_core::installation::Installation;
use deskbook_core::people::save::Outcome;
use deskbook_domain::record::Record;
use deskbook_domain::source::CustomerUserSource;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::rounds::rounds;
use deskbook_tests::servers::{Engine, Server, ServerOptions};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use tokio::time::{Instant, sleep};

use super::{database_on, read, save, stand};

/// What the writers change.
const FIELDS: [&str; 10] = [
    "UserTitle",
    "UserFirstname",
    "UserLastname",
    "UserPhone",
    "UserFax",
    "UserMobile",
    "UserStreet",
    "UserZip",
    "UserCity",
    "UserComment",
];

/// What one of the two wants in one round.
struct Wish {
    /// For example `17a`: no other value of any round is like it.
    text: String,
    fields: BTreeSet<&'static str>,
    before_reading: Duration,
    before_saving: Duration,
}

/// How it came to pass.
struct Done {
    conflicts: u32,
    was_read: Instant,
    saving_began: Instant,
    stored: Instant,
}

impl Wish {
    fn by_chance(round: u32, writer: char, random: &mut StdRng) -> Self {
        let count = random.random_range(1..=4);
        let mut pause = || Duration::from_micros(random.random_range(0..6_000));
        let (before_reading, before_saving) = (pause(), pause());
        Self {
            text: format!("{round}{writer}"),
            fields: FIELDS.sample(random, count).copied().collect(),
            before_reading,
            before_saving,
        }
    }

    fn over(&self, was: &Record) -> Record {
        let mut record = was.clone();
        for field in &self.fields {
            record.set(*field, Some(self.text.clone()));
        }
        record
    }

    /// Saves it. After a conflict the writer takes what is stored now, and wants his own fields still.
    async fn save(&self, installation: &Installation) -> Result<Done> {
        sleep(self.before_reading).await;
        let mut was = read(installation, "j.doe").await?;
        let was_read = Instant::now();
        sleep(self.before_saving).await;
        let saving_began = Instant::now();
        for conflicts in 0..10 {
            match save(installation, Some(&was), &self.over(&was)).await? {
                Outcome::Saved { .. } => {
                    return Ok(Done {
                        conflicts,
                        was_read,
                        saving_began,
                        stored: Instant::now(),
                    });
                }
                Outcome::Conflict { theirs } => was = theirs,
                Outcome::Refused { findings } => bail!("nothing is wrong, but {findings:?}"),
            }
        }
        bail!("there are only two writers")
    }
}

async fn no_field_is_lost(engine: Engine) -> Result<()> {
    let server = Server::with(engine, ServerOptions::default().logging_statements()).await?;
    let database = database_on(&server, "writers").await?;
    // Each has connections of its own
    let (first, second) = (stand(&database)?, stand(&database)?);
    first.put([a_customer_user()]).await?;
    let (first, second) = (first.installation(), second.installation());
    let mut random = StdRng::seed_from_u64(4);
    let (mut wishes, mut conflicts, mut raced) = (Vec::new(), 0, 0);
    for round in 0..rounds(60, 1_000) {
        let before = read(&first, "j.doe").await?;
        let mine = Wish::by_chance(round, 'a', &mut random);
        let yours = Wish::by_chance(round, 'b', &mut random);
        let (my, your) = tokio::join!(mine.save(&first), yours.save(&second));
        let (my, your) = (my?, your?);
        let after = read(&first, "j.doe").await?;

        let told = my.conflicts + your.conflicts;
        ensure!(told <= 1, "round {round}: only one can come second");
        if my.was_read < your.saving_began && your.was_read < my.saving_began {
            raced += 1;
            ensure!(told == 1, "round {round}: both had read the same");
        }
        conflicts += told;
        let last = match (my.conflicts, your.conflicts) {
            (1, _) => &mine,
            (_, 1) => &yours,
            _ if my.stored > your.stored => &mine,
            _ => &yours,
        };
        for (var, value) in after.iter() {
            let by = [&mine, &yours].map(|it| it.fields.contains(var.as_str()));
            let expected = match by {
                [true, true] => last.text.as_str(),
                [true, false] => mine.text.as_str(),
                [false, true] => yours.text.as_str(),
                [false, false] => before.text(var),
            };
            let found = value.unwrap_or_default();
            ensure!(found == expected, "round {round}, {var}: {found:?}");
        }
        wishes.extend([mine, yours]);
    }
    ensure!(raced > 0 && conflicts >= raced, "the writers do meet");
    only_changes_are_written(engine, &server.statements()?, &wishes)
}

/// Each statement that changed the record names the columns of one wish and who wrote it when.
fn only_changes_are_written(engine: Engine, log: &str, wishes: &[Wish]) -> Result<()> {
    let source = CustomerUserSource::shipped();
    let mut lines = log.lines().peekable();
    let mut written = 0;
    while let Some(line) = lines.next() {
        let executed = match engine {
            Engine::PostgreSql => line.contains("LOG:  execute"),
            Engine::MariaDb | Engine::MySql => line.contains("Execute"),
        };
        let Some((_, statement)) = line.split_once("UPDATE ").filter(|_| executed) else {
            continue;
        };
        let (_, rest) = statement.split_once(" SET ").context("it sets something")?;
        let (set, _) = rest.split_once(" WHERE ").context("it has a condition")?;
        let values = match (engine, lines.peek()) {
            // The values stand in a line of their own
            (Engine::PostgreSql, Some(values)) => values,
            _ => set,
        };
        let text = values.split('\'').nth(1).context("it has a value")?;
        let wish = wishes.iter().find(|it| it.text == text);
        let wish = wish.with_context(|| format!("nobody wanted {line}"))?;
        let columns = wish.fields.iter().map(|var| {
            let mut fields = source.map.columns();
            let field = fields.find(|it| it.var.as_str() == *var);
            field.map_or("", |field| field.storage.as_str())
        });
        let expected: BTreeSet<_> = columns.chain(["change_time", "change_by"]).collect();
        let names = set.split(", ").filter_map(|it| it.split_once(" = "));
        let found: BTreeSet<_> = names
            .map(|(name, _)| name.trim_matches(['`', '"']))
            .collect();
        ensure!(found == expected, "{text} is written by {line}");
        written += 1;
    }
    // A statement that found the row changed, and the one after it, are of the same wish
    ensure!(
        written >= wishes.len(),
        "{written} of {} changes",
        wishes.len()
    );
    Ok(())
}

#[tokio::test]
async fn two_writers_lose_no_field_on_mariadb() -> Result<()> {
    no_field_is_lost(Engine::MariaDb).await
}

#[tokio::test]
async fn two_writers_lose_no_field_on_postgresql() -> Result<()> {
    no_field_is_lost(Engine::PostgreSql).await
}
