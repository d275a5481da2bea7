//! Sample data for a first look around, and jobs in general.

use std::sync::Arc;

use deskbook_core::jobs::JobId;
use deskbook_core::sample;
use tauri::State;

use crate::app::App;
use crate::wire::error::CommandResult;

/// Fills the local directory, if it is empty. Progress comes as events; returns the job's id.
#[tauri::command]
#[specta::specta]
pub async fn sample_data_load(app: State<'_, App>) -> CommandResult<String> {
    let running = app.running().await?;
    let installation = running.installations.local().installation();
    let target = Arc::clone(&running.sample_target);
    let job = running
        .jobs
        .run(async move |progress| sample::load(&installation, target.as_ref(), &progress).await);
    Ok(job.as_str().to_owned())
}

/// Asks a job to end.
#[tauri::command]
#[specta::specta]
pub async fn job_cancel(app: State<'_, App>, job: String) -> CommandResult<()> {
    app.running().await?.jobs.cancel(&JobId::from_text(job));
    Ok(())
}
