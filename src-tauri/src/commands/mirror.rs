//! The mirror of an installation: how it stands, how it is kept, and what is done for it now.

use deskbook_core::installations::InstallationId;
use tauri::State;

use crate::app::App;
use crate::wire::error::CommandResult;
use crate::wire::mirror::{CountriesView, MirrorRequest, MirrorView, source_id};

/// How the mirror of an installation stands; `null` for the local directory, which needs none.
#[tauri::command]
#[specta::specta]
pub async fn mirror_read(
    app: State<'_, App>,
    installation: String,
) -> CommandResult<Option<MirrorView>> {
    let mirroring = &app.running().await?.mirroring;
    let id = InstallationId::from_text(installation);
    Ok(mirroring.read(&id).await?.map(Into::into))
}

/// The countries that one can be chosen from whose telephone numbers an installation has.
#[tauri::command]
#[specta::specta]
pub async fn mirror_countries(app: State<'_, App>) -> CommandResult<CountriesView> {
    let mirroring = &app.running().await?.mirroring;
    Ok(CountriesView::of(mirroring.computer()))
}

/// Keeps how an installation is mirrored. Where it is not to be mirrored its mirror is destroyed.
#[tauri::command]
#[specta::specta]
pub async fn mirror_save(
    app: State<'_, App>,
    installation: String,
    request: MirrorRequest,
) -> CommandResult<()> {
    let mirroring = &app.running().await?.mirroring;
    let id = InstallationId::from_text(installation);
    Ok(mirroring.save(&id, request.into_settings()?).await?)
}

/// Copies a source now, or all of them.
#[tauri::command]
#[specta::specta]
pub async fn mirror_sync(
    app: State<'_, App>,
    installation: String,
    source: Option<String>,
) -> CommandResult<()> {
    let mirroring = &app.running().await?.mirroring;
    let source = source.as_deref().map(source_id).transpose()?;
    mirroring.sync(&InstallationId::from_text(installation), source);
    Ok(())
}

/// Ends what is being copied, and begins nothing until it is resumed or Deskbook is started again.
#[tauri::command]
#[specta::specta]
pub async fn mirror_pause(app: State<'_, App>, installation: String) -> CommandResult<()> {
    let mirroring = &app.running().await?.mirroring;
    mirroring.pause(&InstallationId::from_text(installation));
    Ok(())
}

/// Goes on after a pause.
#[tauri::command]
#[specta::specta]
pub async fn mirror_resume(app: State<'_, App>, installation: String) -> CommandResult<()> {
    let mirroring = &app.running().await?.mirroring;
    mirroring.resume(&InstallationId::from_text(installation));
    Ok(())
}

/// Ends what is being copied; it is due again after the usual time.
#[tauri::command]
#[specta::specta]
pub async fn mirror_cancel(app: State<'_, App>, installation: String) -> CommandResult<()> {
    let mirroring = &app.running().await?.mirroring;
    mirroring.cancel(&InstallationId::from_text(installation));
    Ok(())
}

/// Destroys the mirror of an installation, which is not mirrored any more.
#[tauri::command]
#[specta::specta]
pub async fn mirror_erase(app: State<'_, App>, installation: String) -> CommandResult<()> {
    let mirroring = &app.running().await?.mirroring;
    let id = InstallationId::from_text(installation);
    Ok(mirroring.erase(&id).await?)
}

/// Takes away the records that a source does not have any more; tells how many.
#[tauri::command]
#[specta::specta]
pub async fn mirror_remove_held_back(
    app: State<'_, App>,
    installation: String,
    source: String,
) -> CommandResult<u32> {
    let mirroring = &app.running().await?.mirroring;
    let id = InstallationId::from_text(installation);
    let removed = mirroring.remove_held_back(&id, source_id(&source)?);
    Ok(removed.await?)
}
