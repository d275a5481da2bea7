//! OTOBO's settings.

use deskbook_core::system_settings;
use tauri::State;

use crate::app::App;
use crate::wire::error::CommandResult;
use crate::wire::system_setting::{
    SettingOverrideView, SystemSettingView, system_settings as views,
};

/// The settings of OTOBO's that matter here, where each value comes from, and what the user put over it.
#[tauri::command]
#[specta::specta]
pub async fn system_settings_read(app: State<'_, App>) -> CommandResult<Vec<SystemSettingView>> {
    let installations = &app.running().await?.installations;
    Ok(views(&system_settings::read(installations).await?))
}

/// Puts a value over the one that was read; `null` takes it away.
#[tauri::command]
#[specta::specta]
pub async fn system_setting_override(
    app: State<'_, App>,
    name: String,
    value: Option<String>,
) -> CommandResult<SettingOverrideView> {
    let installations = &app.running().await?.installations;
    let outcome = system_settings::put_over(installations, &name, value).await?;
    Ok(outcome.into())
}
