//! The modules of the customers' sign-in.

use deskbook_core::sign_in_form;
use tauri::State;

use crate::app::App;
use crate::wire::error::CommandResult;
use crate::wire::sign_in::{SignInModuleView, SignInRequest, SignInSaveView};

/// All eleven places of modules of the current installation, in the order in which they are tried.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_read(app: State<'_, App>) -> CommandResult<Vec<SignInModuleView>> {
    let installations = &app.running().await?.installations;
    let modules = sign_in_form::read(installations).await?;
    Ok(modules.into_iter().map(Into::into).collect())
}

/// Keeps a module: values over OTOBO's settings, and the password in the vault.
#[tauri::command]
#[specta::specta]
pub async fn sign_in_save(
    app: State<'_, App>,
    request: SignInRequest,
) -> CommandResult<SignInSaveView> {
    let installations = &app.running().await?.installations;
    let saved = sign_in_form::save(installations, request.into_draft()?).await?;
    Ok(saved.into())
}
