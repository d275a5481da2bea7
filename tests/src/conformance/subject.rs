//! What is asked: an installation for each variant, on one engine.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use deskbook_core::back_end::BackEnd;
use deskbook_core::rules::Rules;
use deskbook_core::sources::CustomerUserSources;
use deskbook_domain::source::BackEndKind;
use deskbook_domain::text::is_false;

use super::ask::{Answer, ask};
use super::write::is_writing;
#[cfg(target_os = "linux")]
use crate::engine::Servers;
use crate::engine::{Arena, Engine, EngineKind, Sources, Sqlite, Tables};
use crate::later_directory::LaterDirectory;
use crate::oracle::Question;
use crate::variants::Variant;

/// The installation of one variant after the other: servers have places for so many sessions only.
pub(super) struct Installations<'v> {
    engine: Box<dyn Engine>,
    variants: &'v BTreeMap<String, Variant>,
    open: Option<(String, Opened)>,
}

struct Opened {
    arena: Arena,
    has_other_sign_in: bool,
    has_directory: bool,
    has_changed: bool,
    needs_directory: Arc<AtomicBool>,
}

impl Opened {
    /// A directory has a search language of its own, so it is asked even what the others refuse.
    fn searches_directory(&self, question: &Question) -> bool {
        let searched = match question.op.as_str() {
            "CustomerSearch" => question.text("Search"),
            "CustomerIDList" => question.text("SearchTerm"),
            _ => None,
        };
        self.has_directory && !is_false(searched.as_deref().map(str::trim))
    }
}

/// The engine, where there is one here; else why there is none.
#[cfg_attr(
    unix,
    expect(clippy::unnecessary_wraps, reason = "Unix has all engines")
)]
pub(super) fn engine(kind: EngineKind) -> Result<Box<dyn Engine>, &'static str> {
    match kind {
        EngineKind::Sqlite => Ok(Box::new(Sqlite)),
        #[cfg(target_os = "linux")]
        EngineKind::MariaDb => Ok(Box::new(Servers::MARIADB)),
        #[cfg(target_os = "linux")]
        EngineKind::PostgreSql => Ok(Box::new(Servers::POSTGRESQL)),
        #[cfg(not(target_os = "linux"))]
        EngineKind::MariaDb | EngineKind::PostgreSql => {
            Err("throw-away servers are started on Unix only")
        }
    }
}

impl<'v> Installations<'v> {
    /// None is open yet.
    pub(super) fn new(engine: Box<dyn Engine>, variants: &'v BTreeMap<String, Variant>) -> Self {
        Self {
            engine,
            variants,
            open: None,
        }
    }
}

impl Installations<'_> {
    pub(super) fn variant(&self, name: &str) -> Result<&Variant> {
        let variant = self.variants.get(name);
        variant.with_context(|| format!("there is no variant {name}"))
    }

    /// Asks a question. One that needs a directory is left for later, whatever was answered without it.
    pub(super) async fn ask(&mut self, question: &Question) -> Result<Answer> {
        let opened = self.opened(&question.variant).await?;
        if question.op == "Auth" && opened.has_other_sign_in {
            return Ok(Answer::Later("later (LDAP)"));
        }
        opened.needs_directory.store(false, Ordering::Relaxed);
        let answer = ask(&opened.arena, question).await?;
        if opened.needs_directory.load(Ordering::Relaxed) || opened.searches_directory(question) {
            return Ok(Answer::Later("later (LDAP)"));
        }
        // What failed may have been written all the same
        let is_written = matches!(answer, Answer::Given(_) | Answer::Failed(_));
        opened.has_changed |= is_written && is_writing(&question.op);
        Ok(answer)
    }

    /// Undoes what was written.
    pub(super) async fn settle(&mut self) -> Result<()> {
        if let Some((_, opened)) = &mut self.open
            && opened.has_changed
        {
            opened.arena.restore_small_set().await?;
            opened.has_changed = false;
        }
        Ok(())
    }

    /// Ends what is open.
    pub(super) async fn close(&mut self) -> Result<()> {
        if let Some((_, opened)) = self.open.take() {
            opened.arena.close().await?;
        }
        Ok(())
    }

    async fn opened(&mut self, name: &str) -> Result<&mut Opened> {
        let is_open = self.open.as_ref().is_some_and(|(open, _)| open == name);
        if !is_open {
            self.close().await?;
            let opened = open(&*self.engine, self.variant(name)?).await;
            let opened = opened.with_context(|| format!("variant {name}"))?;
            self.open = Some((name.to_owned(), opened));
        }
        let (_, opened) = self.open.as_mut().context("it was opened")?;
        Ok(opened)
    }
}

async fn open(engine: &dyn Engine, variant: &Variant) -> Result<Opened> {
    let (directories, databases) = variant
        .customer_users()?
        .into_iter()
        .partition(|source| source.kind == BackEndKind::Directory);
    let directories: Vec<_> = directories;
    let mut arena = engine
        .arena(Sources {
            customer_users: databases,
            customers: variant.customers()?,
            tables: Tables::Shared,
        })
        .await?;
    arena.load_small_set().await?;
    let needs_directory = Arc::new(AtomicBool::new(false));
    let has_directory = !directories.is_empty();
    let databases = arena.installation.customer_users.iter().cloned();
    let directories = directories.into_iter().map(|source| {
        let later = LaterDirectory::new(source, Arc::clone(&needs_directory));
        Arc::new(later) as Arc<dyn BackEnd>
    });
    let all = databases.chain(directories).collect();
    arena.installation.customer_users = CustomerUserSources::new(all);
    arena.installation.rules = Arc::new(Rules {
        email: variant.email_rules()?,
        passwords: variant.password_scheme(),
        ..Rules::default()
    });
    Ok(Opened {
        arena,
        has_other_sign_in: variant.has_other_sign_in(),
        has_directory,
        has_changed: false,
        needs_directory,
    })
}
