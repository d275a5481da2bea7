//! The clipboard: contact data stays there, secrets do not.

use std::time::Duration;

use deskbook_core::ErrorCode;
use deskbook_domain::secret::Secret;
use tauri::{AppHandle, Wry};
use tauri_plugin_clipboard_manager::ClipboardExt;

use crate::wire::error::{CommandError, CommandResult};

/// How long a secret may lie on the clipboard.
const SECRET_STAYS: Duration = Duration::from_secs(30);

/// Puts contact data on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn text_copy(app: AppHandle<Wry>, text: String) -> CommandResult<()> {
    copy(&app, text)
}

/// Puts a made-up password on the clipboard and takes it away after 30 seconds, if it is still there.
#[tauri::command]
#[specta::specta]
pub async fn secret_copy(app: AppHandle<Wry>, text: String) -> CommandResult<()> {
    let secret = Secret::new(text);
    copy(&app, secret.expose().clone())?;
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SECRET_STAYS).await;
        clear_if_unchanged(&app, &secret);
    });
    Ok(())
}

fn copy(app: &AppHandle<Wry>, text: String) -> CommandResult<()> {
    app.clipboard()
        .write_text(text)
        .map_err(|error| CommandError::new(ErrorCode::ClipboardUnavailable, Vec::new(), &error))
}

/// What the user copied since then is left alone.
fn clear_if_unchanged(app: &AppHandle<Wry>, secret: &Secret<String>) {
    if app
        .clipboard()
        .read_text()
        .is_ok_and(|text| text == *secret.expose())
        && let Err(error) = app.clipboard().clear()
    {
        tracing::warn!(%error, "a copied password could not be taken off the clipboard");
    }
}
