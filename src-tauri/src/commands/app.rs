//! The application itself.

use tauri::State;

use crate::app::App;
use crate::wire::app::{AppView, OverviewView};
use crate::wire::error::CommandResult;

/// Opens the data folder, if it is not open yet, and tells what the window needs first.
#[tauri::command]
#[specta::specta]
pub async fn app_start(app: State<'_, App>) -> CommandResult<AppView> {
    let running = app.running().await?;
    Ok(AppView::new(
        &running.installation,
        app.data_folder().display().to_string(),
    ))
}

/// Numbers beside the navigation.
#[tauri::command]
#[specta::specta]
pub async fn overview_read(app: State<'_, App>) -> CommandResult<OverviewView> {
    let installation = &app.running().await?.installation;
    Ok(OverviewView {
        customer_users: installation.customer_users.count().await?,
        customers: installation.customers.count().await?,
    })
}
