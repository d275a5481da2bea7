//! What is asked: an installation for each variant, on one engine.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use deskbook_core::back_end::BackEnd;
use deskbook_core::connecting::SignInDirectories;
use deskbook_core::rules::Rules;
use deskbook_core::sources::CustomerUserSources;
#[cfg(target_os = "linux")]
use deskbook_core::{installations::InstallationId, secrets::SessionSecrets};
use deskbook_domain::sign_in::SignInModule;
use deskbook_domain::source::{BackEndKind, CustomerUserSource};

use super::ask::{Answer, ask};
use super::write::is_writing;
#[cfg(target_os = "linux")]
use crate::engine::Servers;
use crate::engine::{Arena, Engine, EngineKind, Sources, Sqlite, Tables};
#[cfg(not(target_os = "linux"))]
use crate::later_directory::LaterDirectory;
use crate::oracle::Question;
use crate::variants::Variant;
#[cfg(target_os = "linux")]
use crate::{
    directory, server_stand,
    servers::slapd::{SlapdOptions, SlapdServer},
    variants::DIRECTORY_PORT,
};
#[cfg(target_os = "linux")]
use deskbook_ldap::LdapDirectories;

/// The installation of one variant after the other: servers have places for so many sessions only.
pub(super) struct Installations<'v> {
    engine: Box<dyn Engine>,
    variants: &'v BTreeMap<String, Variant>,
    open: Option<(String, Opened)>,
    #[cfg(target_os = "linux")]
    directory: Option<Directory>,
}

struct Opened {
    arena: Arena,
    has_changed: bool,
    /// Whether the sign-in asks a directory that cannot be started here.
    lacks_sign_in: bool,
    needs_directory: Arc<AtomicBool>,
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
            #[cfg(target_os = "linux")]
            directory: None,
        }
    }
}

impl Installations<'_> {
    pub(super) fn variant(&self, name: &str) -> Result<&Variant> {
        let variant = self.variants.get(name);
        variant.with_context(|| format!("there is no variant {name}"))
    }

    /// Asks a question. One that needs a directory where there is none is left out, whatever was answered
    /// without it.
    pub(super) async fn ask(&mut self, question: &Question) -> Result<Answer> {
        let opened = self.opened(&question.variant).await?;
        let needs = question.op == "Auth" && opened.lacks_sign_in;
        opened.needs_directory.store(needs, Ordering::Relaxed);
        let answer = ask(&opened.arena, question).await?;
        if opened.needs_directory.load(Ordering::Relaxed) {
            return Ok(Answer::Later("directories are started on Linux only"));
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
            let opened = self.open(name).await;
            let opened = opened.with_context(|| format!("variant {name}"))?;
            self.open = Some((name.to_owned(), opened));
        }
        let (_, opened) = self.open.as_mut().context("it was opened")?;
        Ok(opened)
    }
}

impl Installations<'_> {
    #[cfg(target_os = "linux")]
    async fn directory(&mut self) -> Result<&Directory> {
        if self.directory.is_none() {
            self.directory = Some(Directory::start().await?);
        }
        self.directory.as_ref().context("it was started")
    }

    #[cfg(target_os = "linux")]
    async fn sign_in(&mut self, variant: &Variant) -> Result<Vec<SignInModule>> {
        if !variant.signs_in_by_directory() {
            return Ok(variant.sign_in(""));
        }
        let port = self.directory().await?.0.port();
        Ok(variant.sign_in(&format!("127.0.0.1:{port}")))
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_async, reason = "elsewhere a directory is started")]
    async fn sign_in(&mut self, variant: &Variant) -> Result<Vec<SignInModule>> {
        Ok(variant.sign_in(""))
    }

    #[cfg(target_os = "linux")]
    async fn directories(
        &mut self,
        sources: Vec<CustomerUserSource>,
        _: &Arc<AtomicBool>,
    ) -> Result<Vec<Arc<dyn BackEnd>>> {
        if sources.is_empty() {
            return Ok(Vec::new());
        }
        let directory = self.directory().await?;
        sources.into_iter().map(|it| directory.open(it)).collect()
    }

    #[cfg(not(target_os = "linux"))]
    async fn directories(
        &mut self,
        sources: Vec<CustomerUserSource>,
        needed: &Arc<AtomicBool>,
    ) -> Result<Vec<Arc<dyn BackEnd>>> {
        let later = |source| Arc::new(LaterDirectory::new(source, Arc::clone(needed))) as _;
        Ok(sources.into_iter().map(later).collect())
    }

    async fn open(&mut self, name: &str) -> Result<Opened> {
        let variants = self.variants;
        let variant = variants
            .get(name)
            .with_context(|| format!("there is no variant {name}"))?;
        let engine = &*self.engine;
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
        let directories = self.directories(directories, &needs_directory).await?;
        let databases = arena.installation.customer_users.iter().cloned();
        let all = databases.chain(directories).collect();
        arena.installation.customer_users = CustomerUserSources::new(all);
        arena.installation.rules = Arc::new(Rules {
            email: variant.email_rules()?,
            passwords: variant.password_scheme(),
            sign_in: self.sign_in(variant).await?,
            ..Rules::default()
        });
        arena.installation.directories = sign_in_directories();
        Ok(Opened {
            arena,
            has_changed: false,
            lacks_sign_in: cfg!(not(target_os = "linux")) && variant.signs_in_by_directory(),
            needs_directory,
        })
    }
}

/// The way to the directories of the sign-in, which let everybody search.
#[cfg(target_os = "linux")]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there are none")]
fn sign_in_directories() -> Option<SignInDirectories> {
    Some(SignInDirectories::new(
        Arc::new(LdapDirectories::default()),
        Arc::new(SessionSecrets::default()),
        server_stand::TIMING,
        InstallationId::from_text("conformance"),
    ))
}

#[cfg(not(target_os = "linux"))]
fn sign_in_directories() -> Option<SignInDirectories> {
    None
}

/// The small set in a directory.
#[cfg(target_os = "linux")]
struct Directory(SlapdServer);

#[cfg(target_os = "linux")]
impl Directory {
    async fn start() -> Result<Self> {
        Ok(Self(SlapdServer::start(SlapdOptions::small_set()).await?))
    }

    fn move_to_port(&self, directory: &mut deskbook_domain::directory::Directory) {
        for host in &mut directory.hosts {
            if host.host.port == DIRECTORY_PORT {
                host.host.port = self.0.port();
            }
        }
    }

    fn open(&self, mut source: CustomerUserSource) -> Result<Arc<dyn BackEnd>> {
        let mut directory = *source.directory.take().context("it is a directory")?;
        self.move_to_port(&mut directory);
        Ok(directory::open(source, directory, None).customer_users())
    }
}
