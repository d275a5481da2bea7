//! Open searches of any kind.

use deskbook_core::ErrorCode;
use deskbook_core::searches::SearchId;
use tauri::State;

use crate::app::App;
use crate::wire::error::{CommandError, CommandResult};

/// The exact number of hits. Waits until the search is complete.
#[tauri::command]
#[specta::specta]
pub async fn search_count(app: State<'_, App>, search: String) -> CommandResult<u32> {
    let running = app.running().await?;
    let id = SearchId::from_text(search);
    if let Some(search) = running.people_searches.get(&id) {
        return Ok(search.count().await?);
    }
    let search = running.customer_searches.get(&id).ok_or_else(gone)?;
    Ok(search.found.hits.count().await?)
}

/// Waits until a list is another one than that of this revision, since a source has joined, or until no
/// source is waited for. Gives the revision that it has then.
#[tauri::command]
#[specta::specta]
pub async fn search_grown(
    app: State<'_, App>,
    search: String,
    revision: u32,
) -> CommandResult<u32> {
    let running = app.running().await?;
    let id = SearchId::from_text(search);
    if let Some(search) = running.people_searches.get(&id) {
        return Ok(search.grown(revision).await);
    }
    let search = running.customer_searches.get(&id).ok_or_else(gone)?;
    Ok(search.found.hits.grown(revision).await)
}

/// Ends a search that nobody looks at any more.
#[tauri::command]
#[specta::specta]
pub async fn search_cancel(app: State<'_, App>, search: String) -> CommandResult<()> {
    let running = app.running().await?;
    let id = SearchId::from_text(search);
    running.people_searches.cancel(&id);
    running.customer_searches.cancel(&id);
    Ok(())
}

/// The answer to a page of a search that is not open (any more).
pub(super) fn gone() -> CommandError {
    CommandError::plain(
        ErrorCode::SearchGone,
        "the search was replaced or cancelled",
    )
}
