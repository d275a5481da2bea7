//! The sources of the current installation, and the form over their settings.

use deskbook_core::sources_form::{self, NewSource};
use tauri::State;

use crate::app::App;
use crate::wire::error::CommandResult;
use crate::wire::source::SourceView;
use crate::wire::source_form::{
    SourceFindingView, SourceForm, SourceSaveView, SourceTestView, source_findings, source_id,
};

/// All sources of the current installation, customer users first, in the order they are asked.
#[tauri::command]
#[specta::specta]
pub async fn sources_read(app: State<'_, App>) -> CommandResult<Vec<SourceView>> {
    let current = app.running().await?.installations.current();
    let otobo = current.place();
    let sources = current.sources().iter();
    Ok(sources.map(|it| SourceView::new(it, &otobo)).collect())
}

/// The settings of one source as the form shows them.
#[tauri::command]
#[specta::specta]
pub async fn source_find(app: State<'_, App>, id: String) -> CommandResult<SourceForm> {
    let installations = &app.running().await?.installations;
    Ok(sources_form::find(installations, source_id(&id)?)
        .await?
        .into())
}

/// A form for a new source: what such a source usually has, under the first free number.
#[tauri::command]
#[specta::specta]
pub async fn source_new(app: State<'_, App>, of: NewSource) -> CommandResult<SourceForm> {
    let installations = &app.running().await?.installations;
    Ok(sources_form::new(installations, of).await?.into())
}

/// A form whose module was changed, with the keys of what it stands for now.
#[tauri::command]
#[specta::specta]
pub async fn source_arrange(app: State<'_, App>, form: SourceForm) -> CommandResult<SourceForm> {
    let installations = &app.running().await?.installations;
    let arranged = sources_form::arrange(installations, form.try_into()?).await?;
    Ok(arranged.into())
}

/// What is wrong with a form while it is being filled in.
#[tauri::command]
#[specta::specta]
pub async fn source_check(
    app: State<'_, App>,
    form: SourceForm,
) -> CommandResult<Vec<SourceFindingView>> {
    let installations = &app.running().await?.installations;
    let findings = sources_form::check(installations, &form.try_into()?).await?;
    Ok(source_findings(findings))
}

/// Reads with the settings of a form: how many records, and the first ten as a list would show them. A
/// directory is tried step by step. Nothing is stored.
#[tauri::command]
#[specta::specta]
pub async fn source_test(app: State<'_, App>, form: SourceForm) -> CommandResult<SourceTestView> {
    let installations = &app.running().await?.installations;
    Ok(sources_form::test(installations, form.try_into()?)
        .await?
        .into())
}

/// Keeps a form; `saved` is false when there are findings.
#[tauri::command]
#[specta::specta]
pub async fn source_save(app: State<'_, App>, form: SourceForm) -> CommandResult<SourceSaveView> {
    let running = app.running().await?;
    let installations = &running.installations;
    let saved = sources_form::save(installations, form.try_into()?).await?;
    running.mirroring.look_again(installations.current().id());
    Ok(saved.into())
}

/// Takes a source away from Deskbook. The database is left as it is.
#[tauri::command]
#[specta::specta]
pub async fn source_remove(app: State<'_, App>, id: String) -> CommandResult<()> {
    let installations = &app.running().await?.installations;
    Ok(sources_form::remove(installations, source_id(&id)?).await?)
}
