//! The app lock, and the recovery code of the local directory.

use deskbook_core::files::ClosedFiles;
use deskbook_core::{app_lock, files};
use deskbook_domain::secret::Secret;
use tauri::{AppHandle, State, Wry};

use crate::app::App;
use crate::locking;
use crate::wire::error::CommandResult;
use crate::wire::security::{
    ConfirmationView, RecoveryCodeView, RecoveryView, SecurityView, TypedGroupRequest,
};

/// How keys and files are protected.
#[tauri::command]
#[specta::specta]
pub async fn security_read(app: State<'_, App>) -> CommandResult<SecurityView> {
    let running = app.running().await?;
    let standing = files::standing(app.keys(), running.recovery_notes.as_ref()).await?;
    Ok(SecurityView::new(standing, running.files))
}

/// Takes the passphrase of the app lock. Deskbook can be started after it.
#[tauri::command]
#[specta::specta]
pub async fn app_unlock(app: State<'_, App>, passphrase: String) -> CommandResult<()> {
    Ok(app_lock::open(app.keys(), Secret::new(passphrase)).await?)
}

/// Locks: puts drafts aside and replaces the process by one that asks for the passphrase.
#[tauri::command]
#[specta::specta]
pub async fn app_lock(
    app: State<'_, App>,
    handle: AppHandle<Wry>,
    drafts: Option<String>,
) -> CommandResult<()> {
    locking::lock(&handle, &app, drafts.map(Secret::new)).await
}

/// What was put aside when Deskbook was locked. The next one who asks gets nothing.
#[tauri::command]
#[specta::specta]
pub async fn drafts_take(app: State<'_, App>) -> CommandResult<Option<String>> {
    Ok(app.running().await?.drafts.take_out().await?)
}

/// Begins anew, for files that are encrypted at the start.
#[tauri::command]
#[specta::specta]
pub async fn app_restart(handle: AppHandle<Wry>) -> CommandResult<()> {
    handle.request_restart();
    Ok(())
}

/// Turns the app lock on.
#[tauri::command]
#[specta::specta]
pub async fn app_lock_turn_on(app: State<'_, App>, passphrase: String) -> CommandResult<()> {
    Ok(app_lock::turn_on(app.keys(), Secret::new(passphrase)).await?)
}

/// Changes the passphrase of the app lock.
#[tauri::command]
#[specta::specta]
pub async fn app_lock_change(
    app: State<'_, App>,
    current: String,
    passphrase: String,
) -> CommandResult<()> {
    let (current, passphrase) = (Secret::new(current), Secret::new(passphrase));
    Ok(app_lock::change(app.keys(), current, passphrase).await?)
}

/// Turns the app lock off.
#[tauri::command]
#[specta::specta]
pub async fn app_lock_turn_off(app: State<'_, App>, current: String) -> CommandResult<()> {
    Ok(app_lock::turn_off(app.keys(), Secret::new(current)).await?)
}

/// The recovery code of the local directory; `null` once it was confirmed.
#[tauri::command]
#[specta::specta]
pub async fn recovery_show(app: State<'_, App>) -> CommandResult<Option<RecoveryCodeView>> {
    let notes = &app.running().await?.recovery_notes;
    let code = files::show_recovery_code(app.keys(), notes.as_ref()).await?;
    Ok(code.map(Into::into))
}

/// Compares groups of the recovery code that were typed back.
#[tauri::command]
#[specta::specta]
pub async fn recovery_confirm(
    app: State<'_, App>,
    typed: Vec<TypedGroupRequest>,
) -> CommandResult<ConfirmationView> {
    let notes = &app.running().await?.recovery_notes;
    let typed: Vec<_> = typed.into_iter().map(Into::into).collect();
    let confirmation = files::confirm_recovery_code(app.keys(), notes.as_ref(), &typed).await?;
    Ok(confirmation.into())
}

/// Takes the recovery code in the place of the key of the local directory, which is gone, or whose passphrase is
/// forgotten. Without a keyring a new passphrase is needed.
#[tauri::command]
#[specta::specta]
pub async fn recovery_use(
    app: State<'_, App>,
    code: String,
    passphrase: Option<String>,
) -> CommandResult<RecoveryView> {
    let (own_store, local_directory) = app.closed_files();
    let closed = ClosedFiles {
        own_store: &own_store,
        local_directory: &local_directory,
    };
    let (code, passphrase) = (Secret::new(code), passphrase.map(Secret::new));
    Ok(files::recover(closed, app.keys(), &code, passphrase)
        .await?
        .into())
}

/// Sets Deskbook's own store aside, whose key is gone, so that it can start with a new one.
#[tauri::command]
#[specta::specta]
pub async fn own_store_set_aside(app: State<'_, App>) -> CommandResult<()> {
    let (own_store, _) = app.closed_files();
    Ok(files::set_aside_if_lost(&own_store, app.keys()).await?)
}
