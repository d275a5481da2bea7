//! Installations: connecting them, switching between them, forgetting them.

use deskbook_core::connecting::{self, Keeping};
use deskbook_core::installations::InstallationId;
use deskbook_domain::secret::Secret;
use rand::rngs::StdRng;
use tauri::State;

use super::app::view;
use crate::app::App;
use crate::wire::app::AppView;
use crate::wire::connection::{ConnectionRequest, ConnectionTestView, ConnectionView};
use crate::wire::error::CommandResult;
use crate::wire::installation::{
    InstallationRequest, InstallationSaveView, InstallationView, UnlockView,
};

/// All installations in their order; the local directory is always there.
#[tauri::command]
#[specta::specta]
pub async fn installations_read(app: State<'_, App>) -> CommandResult<Vec<InstallationView>> {
    let entries = connecting::list(&app.running().await?.installations).await?;
    Ok(entries.into_iter().map(Into::into).collect())
}

/// Shows another installation from now on. Open searches of the former one end.
#[tauri::command]
#[specta::specta]
pub async fn installation_switch(app: State<'_, App>, id: String) -> CommandResult<AppView> {
    let running = app.running().await?;
    let id = InstallationId::from_text(id);
    running.installations.switch(&id).await?;
    running.end_searches();
    Ok(view(&app, running).await)
}

/// What is stored of an installation's connection; `null` for the local directory. Never the password.
#[tauri::command]
#[specta::specta]
pub async fn installation_connection(
    app: State<'_, App>,
    id: String,
) -> CommandResult<Option<ConnectionView>> {
    let installations = &app.running().await?.installations;
    let stored = connecting::connection(installations, &InstallationId::from_text(id)).await?;
    Ok(stored.map(ConnectionView::from))
}

/// Tries a connection step by step; nothing is stored.
#[tauri::command]
#[specta::specta]
pub async fn installation_test(
    app: State<'_, App>,
    request: ConnectionRequest,
) -> CommandResult<ConnectionTestView> {
    let installations = &app.running().await?.installations;
    Ok(connecting::test(installations, request.into())
        .await?
        .into())
}

/// Keeps a new installation with the shipped default sources, or a changed one; returns its id.
#[tauri::command]
#[specta::specta]
pub async fn installation_save(
    app: State<'_, App>,
    request: InstallationRequest,
) -> CommandResult<InstallationSaveView> {
    let running = app.running().await?;
    let random = &mut rand::make_rng::<StdRng>();
    let outcome = connecting::save(&running.installations, request.into(), random).await?;
    running.mirroring.wake();
    Ok(outcome.into())
}

/// Gives the password of an installation whose password is not kept, or not taken, (any more). It is tried
/// before it is kept.
#[tauri::command]
#[specta::specta]
pub async fn installation_unlock(
    app: State<'_, App>,
    id: String,
    password: String,
    keeping: Keeping,
) -> CommandResult<UnlockView> {
    let installations = &app.running().await?.installations;
    let (id, password) = (InstallationId::from_text(id), Secret::new(password));
    Ok(connecting::unlock(installations, &id, password, keeping)
        .await?
        .into())
}

/// Forgets an installation: its mirror, its settings and its secrets. The database is left as it is.
#[tauri::command]
#[specta::specta]
pub async fn installation_remove(app: State<'_, App>, id: String) -> CommandResult<()> {
    let running = app.running().await?;
    let id = InstallationId::from_text(id);
    // What is mirrored of it goes first: if it cannot, the installation stays, so that none is left behind unseen
    running.mirroring.forget(&id).await?;
    Ok(connecting::remove(&running.installations, &id).await?)
}
