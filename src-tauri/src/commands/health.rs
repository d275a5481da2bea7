//! How the sources of the current installation stand.

use tauri::State;

use crate::app::App;
use crate::wire::error::CommandResult;
use crate::wire::health::SourceHealthView;

/// How each source of the current installation stands.
#[tauri::command]
#[specta::specta]
pub async fn health_read(app: State<'_, App>) -> CommandResult<Vec<SourceHealthView>> {
    let standing = app.running().await?.installations.current().standing();
    Ok(standing.into_iter().map(Into::into).collect())
}

/// Tries the sources of the current installation again, now.
#[tauri::command]
#[specta::specta]
pub async fn health_retry(app: State<'_, App>) -> CommandResult<()> {
    app.running().await?.installations.retry().await;
    Ok(())
}
