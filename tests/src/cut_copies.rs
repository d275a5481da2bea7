//! A source that is copied into a mirror over a wire that is cut at random: whatever broke off, the last good state is
//! there as a whole.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use async_trait::async_trait;
use deskbook_core::mirror::{Cut, Readable, Standing, State, SyncError};
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
use deskbook_store::Mirror;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::copied::{copy, mirror, mirror_from_outside, standing};
use crate::generations::{assert_found, generation_of, login, name, numbers};
use crate::indexed::{assert_mirror_indexed, assert_sound};
use crate::outside::OutsideWriter;

/// A mirror goes through so many generations: the first copy of each is cut, too.
const GENERATIONS: u32 = 4;

/// A copy is tried so often while the wire is cut.
const TRIES: u32 = 3;

/// A server with the people of a generation, behind a wire.
#[async_trait]
pub trait Wired {
    /// How many people it has at a time.
    const PEOPLE: u32;

    /// The fields of login and name.
    const FIELDS: [&str; 2];

    /// The source as it is copied.
    fn source(&self) -> Result<Arc<dyn Readable>>;

    /// From now on the server has the people of this generation and nobody else.
    async fn renew(&self, generation: u32) -> Result<()>;

    /// Lets the wire be cut at a point that chance says.
    async fn cut(&self, random: &mut StdRng) -> Result<()>;

    /// Lets it carry everything again, for new connections.
    async fn mend(&self) -> Result<()>;
}

/// What happened in all.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Copies that the cut ended.
    pub cuts: u32,
    /// Cuts of a first copy.
    pub first: u32,
    /// Cuts that left rows aside.
    pub aside: u32,
    /// Copies that were done before the wire was cut.
    pub through: u32,
    /// What was told of the cuts.
    pub codes: BTreeSet<String>,
}

/// Copies generation after generation, until so many copies were cut.
pub async fn copy_through_cuts<W: Wired>(wired: &W, cuts: u32) -> Result<Tally> {
    let mut random = StdRng::seed_from_u64(17);
    let (mut tally, mut generation) = (Tally::default(), 0);
    while tally.cuts < cuts {
        let folder = tempfile::tempdir()?;
        let mirrored = Mirrored {
            wired,
            mirror: mirror(folder.path()).await?,
            folder: folder.path(),
            fields: W::FIELDS.map(Var::from),
        };
        let mut last = None;
        for _ in 0..GENERATIONS {
            generation += 1;
            wired.renew(generation).await?;
            let context = || format!("generation {generation} behind {last:?}");
            let cut = mirrored.cut(&mut tally, &mut random, (last, generation));
            cut.await.with_context(context)?;
            let whole = mirrored.whole(generation);
            whole.await.with_context(context)?;
            last = Some(generation);
        }
        mirrored.mirror.close().await?;
    }
    Ok(tally)
}

/// A mirror of what is behind the wire.
struct Mirrored<'a, W> {
    wired: &'a W,
    mirror: Mirror,
    folder: &'a Path,
    fields: [Var; 2],
}

impl<W: Wired> Mirrored<'_, W> {
    async fn copy(&self) -> Result<Result<(), SyncError>> {
        let source = self.wired.source()?;
        let copied = copy(&self.mirror, &source, &self.fields).await;
        Ok(copied.map(drop))
    }

    /// Copies over a wire that is cut, until one came through or chance says that it is enough.
    async fn cut(
        &self,
        tally: &mut Tally,
        random: &mut StdRng,
        (last, next): (Option<u32>, u32),
    ) -> Result<()> {
        let good = self.complete_at().await?;
        for _ in 0..TRIES {
            self.wired.cut(random).await?;
            let copied = self.copy().await?;
            self.wired.mend().await?;
            let Err(error) = copied else {
                tally.through += 1;
                return Ok(());
            };
            ensure!(matches!(error, SyncError::Source(_)), "{error:?}");
            tally.codes.insert(format!("{:?}", error.code()));
            let file = mirror_from_outside(self.folder).await?;
            let aside = self.is_as_it_was(&file, last, next).await?;
            file.close().await?;
            ensure!(self.complete_at().await? == good, "it counts as copied");
            tally.cuts += 1;
            tally.first += u32::from(last.is_none());
            tally.aside += u32::from(aside > 0);
            if random.random() {
                break;
            }
        }
        Ok(())
    }

    async fn complete_at(&self) -> Result<Option<State>> {
        let standing = standing(&self.mirror).await.ok();
        let state = standing.map(|it| it.state);
        Ok(state.filter(|it| matches!(it, State::Complete(_))))
    }

    /// The last generation is there, nothing of the next one but rows that were put aside, and the mirror says so. Tells
    /// how many rows those are.
    async fn is_as_it_was(
        &self,
        file: &OutsideWriter,
        last: Option<u32>,
        next: u32,
    ) -> Result<u32> {
        self.holds(file, last).await?;
        let aside = rows_aside(file, next, W::PEOPLE).await?;
        let Standing {
            state,
            records,
            stale_since,
            held_back,
            ..
        } = standing(&self.mirror).await?;
        ensure!(stale_since.is_some(), "it is not said to be stale");
        ensure!(held_back == 0);
        match last {
            Some(_) => ensure!(matches!(state, State::Complete(_)) && records == W::PEOPLE),
            None if aside == 0 => ensure!(state == State::Empty && records == 0),
            None => ensure!(state == State::Partial(Cut::Unfinished) && records == aside),
        }
        Ok(aside)
    }

    /// The file is sound, and rows, index and search have just this generation.
    async fn holds(&self, file: &OutsideWriter, generation: Option<u32>) -> Result<()> {
        assert_sound(file).await?;
        assert_mirror_indexed(file, Region::UNKNOWN).await?;
        let found = generation_of(file, W::PEOPLE).await?;
        ensure!(found == generation, "{found:?} is there");
        if let Some(generation) = generation {
            assert_found(&self.mirror, generation, W::PEOPLE).await?;
        }
        Ok(())
    }

    /// The network is back: what the server has is copied, all of it and nothing else.
    async fn whole(&self, generation: u32) -> Result<()> {
        self.copy().await??;
        let file = mirror_from_outside(self.folder).await?;
        self.holds(&file, Some(generation)).await?;
        ensure!(rows_aside(&file, generation, W::PEOPLE).await? == 0);
        file.close().await?;
        let whole = standing(&self.mirror).await?;
        ensure!(matches!(whole.state, State::Complete(_)), "{whole:?}");
        ensure!(whole.stale_since.is_none() && whole.records == W::PEOPLE);
        Ok(())
    }
}

/// How many rows were put aside: each once, all of one generation, and there is a mark behind which to go on.
async fn rows_aside(file: &OutsideWriter, generation: u32, people: u32) -> Result<u32> {
    let rows = file.texts("SELECT content FROM staged").await?;
    let expected = numbers(generation, people)
        .map(|it| format!("[\"{}\",\"{}\"]", login(it), name(generation)));
    let expected: BTreeSet<_> = expected.collect();
    let distinct: BTreeSet<_> = rows.iter().cloned().collect();
    ensure!(distinct.len() == rows.len(), "some are there twice");
    ensure!(distinct.is_subset(&expected), "others are put aside");
    let noted = file.texts("SELECT staged || ' ' || (mark IS NOT NULL) FROM copy");
    let has_mark = u32::from(!rows.is_empty());
    ensure!(noted.await? == [format!("{} {has_mark}", rows.len())]);
    Ok(u32::try_from(rows.len())?)
}
