//! The application itself.

use deskbook_core::connecting;
use tauri::State;

use crate::app::{App, Running};
use crate::wire::app::{AppView, OverviewView};
use crate::wire::error::CommandResult;

/// Opens the data folder, if it is not open yet, and tells what the window needs first.
#[tauri::command]
#[specta::specta]
pub async fn app_start(app: State<'_, App>) -> CommandResult<AppView> {
    Ok(view(&app, app.running().await?).await)
}

/// Numbers beside the navigation.
#[tauri::command]
#[specta::specta]
pub async fn overview_read(app: State<'_, App>) -> CommandResult<OverviewView> {
    let installation = app.running().await?.installation();
    Ok(OverviewView {
        customer_users: installation.customer_users.count().await?,
        customers: installation.customers.count().await?,
    })
}

/// The application as it shows the current installation.
pub(super) async fn view(app: &App, running: &Running) -> AppView {
    let open = running.installations.current();
    let entry = connecting::entry_of(&running.installations, &open).await;
    AppView::new(&open, entry, app.data_folder().display().to_string())
}
