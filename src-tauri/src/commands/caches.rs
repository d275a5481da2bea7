//! OTOBO's caches: how an installation clears them, and clearing them after a write.

use deskbook_core::clearing;
use deskbook_core::installations::InstallationId;
use tauri::{State, WebviewWindow, Wry};

use crate::app::App;
use crate::consent::NativeQuestion;
use crate::wire::caches::{
    CachesRequest, CachesSaveView, CachesTestView, CachesView, ClearedView, ConsentView,
    DialogLanguage,
};
use crate::wire::error::CommandResult;

/// How an installation clears caches.
#[tauri::command]
#[specta::specta]
pub async fn caches_read(app: State<'_, App>, installation: String) -> CommandResult<CachesView> {
    let installations = &app.running().await?.installations;
    let id = InstallationId::from_text(installation);
    Ok(clearing::read(installations, &id).await?.into())
}

/// Keeps how an installation clears caches. A program that is not kept already is asked about in a dialog of the
/// system's own.
#[tauri::command]
#[specta::specta]
pub async fn caches_save(
    app: State<'_, App>,
    window: WebviewWindow<Wry>,
    installation: String,
    request: CachesRequest,
    language: DialogLanguage,
) -> CommandResult<CachesSaveView> {
    let installations = &app.running().await?.installations;
    let id = InstallationId::from_text(installation);
    let asker = NativeQuestion { window, language };
    let saved = clearing::save(installations, &id, request.into(), &asker).await?;
    Ok(saved.into())
}

/// Tries a way of clearing: signs in to Redis, or compares a program with the one that was agreed to.
/// Nothing is kept, deleted or run.
#[tauri::command]
#[specta::specta]
pub async fn caches_test(
    app: State<'_, App>,
    installation: String,
    request: CachesRequest,
) -> CommandResult<CachesTestView> {
    let installations = &app.running().await?.installations;
    let id = InstallationId::from_text(installation);
    let tested = clearing::test(installations, &id, request.into()).await?;
    Ok(tested.into())
}

/// A program as it is now, for the user to agree to.
#[tauri::command]
#[specta::specta]
pub async fn caches_program(app: State<'_, App>, path: String) -> CommandResult<ConsentView> {
    let installations = &app.running().await?.installations;
    Ok(clearing::fingerprint(installations, &path).await?.into())
}

/// Clears the types that a save named, as the installation is set up for it.
#[tauri::command]
#[specta::specta]
pub async fn caches_clear(
    app: State<'_, App>,
    installation: String,
    types: Vec<String>,
) -> CommandResult<ClearedView> {
    let installations = &app.running().await?.installations;
    let id = InstallationId::from_text(installation);
    Ok(clearing::clear(installations, &id, &types).await?.into())
}
