//! The user's choices for the window.

use tauri::State;

use crate::app::App;
use crate::wire::error::CommandResult;
use crate::wire::settings::SettingsView;

/// What was chosen last.
#[tauri::command]
#[specta::specta]
pub async fn settings_read(app: State<'_, App>) -> CommandResult<SettingsView> {
    Ok(app.running().await?.settings.read().await?.into())
}

/// Keeps a choice.
#[tauri::command]
#[specta::specta]
pub async fn settings_save(app: State<'_, App>, settings: SettingsView) -> CommandResult<()> {
    Ok(app.running().await?.settings.save(&settings.into()).await?)
}
