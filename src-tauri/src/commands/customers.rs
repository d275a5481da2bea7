//! Customers (companies).

use std::sync::Arc;

use deskbook_core::customers;
use deskbook_core::hits::Place;
use deskbook_core::moves::MoveOptions;
use deskbook_core::searches::SearchId;
use deskbook_domain::ids::CustomerId;
use tauri::{State, WebviewWindow, Wry};

use super::searcher;
use super::searches::gone;
use crate::app::{App, Running, Search};
use crate::wire::check::CheckView;
use crate::wire::customer::{
    CustomerDraft, CustomerPage, CustomerSaveView, CustomerSuggestion, CustomerView,
};
use crate::wire::error::CommandResult;
use crate::wire::moves::{CustomerMovesView, MoveOptionsRequest, MovesToWindow};
use crate::wire::search::{PageRequest, SearchRequest, SearchStarted};

/// Finds customers. Ends the older search of the same place.
#[tauri::command]
#[specta::specta]
pub async fn customers_search_start(
    app: State<'_, App>,
    window: WebviewWindow<Wry>,
    request: SearchRequest,
) -> CommandResult<SearchStarted<CustomerPage>> {
    let size = request.size()?;
    let running = app.running().await?;
    let turn = running.customer_searches.begin();
    let searcher = searcher(&window, request.place());
    let installation = running.installation();
    let found = customers::search::start(&installation, request.into()).await?;
    let search = Search {
        installation,
        found,
    };
    let id = running.customer_searches.open(searcher, turn, search);
    Ok(SearchStarted::with_first(&id, page_of(running, &id, 0, size)).await)
}

/// Some rows of an open search.
#[tauri::command]
#[specta::specta]
pub async fn customers_search_page(
    app: State<'_, App>,
    request: PageRequest,
) -> CommandResult<CustomerPage> {
    let running = app.running().await?;
    page_of(running, &request.search(), request.start(), request.size()?).await
}

async fn page_of(
    running: &Running,
    id: &SearchId,
    start: u32,
    size: u32,
) -> CommandResult<CustomerPage> {
    let search = running.customer_searches.get(id).ok_or_else(gone)?;
    let Search {
        installation,
        found,
    } = search.as_ref();
    let page = customers::search::page(installation, found, Place::From(start), size).await?;
    Ok(CustomerPage::new(installation, page)?)
}

/// One customer, by its ID in any case.
#[tauri::command]
#[specta::specta]
pub async fn customer_find(
    app: State<'_, App>,
    customer_id: String,
) -> CommandResult<Option<CustomerView>> {
    let installation = app.running().await?.installation();
    let company = customers::find(&installation, &CustomerId::from(customer_id)).await?;
    let view = company.map(|company| CustomerView::new(&installation, company));
    Ok(view.transpose()?)
}

/// Valid customers for a form's field: best first, at most 20.
#[tauri::command]
#[specta::specta]
pub async fn customer_suggest(
    app: State<'_, App>,
    term: String,
) -> CommandResult<Vec<CustomerSuggestion>> {
    let installation = app.running().await?.installation();
    let found = customers::suggest(&installation, &term).await?;
    Ok(found.into_iter().map(CustomerSuggestion::from).collect())
}

/// What is wrong, and what is right, with a form while it is being filled in.
#[tauri::command]
#[specta::specta]
pub async fn customer_check(
    app: State<'_, App>,
    request: CustomerDraft,
) -> CommandResult<CheckView> {
    let installation = app.running().await?.installation_to_write().await?;
    let back_end =
        customers::source_of(&installation, request.editing().as_ref(), request.source()).await?;
    let draft = request.into_draft(&back_end.source().map);
    Ok(customers::check(&installation, &draft).await?.into())
}

/// Adds a customer, or changes one.
#[tauri::command]
#[specta::specta]
pub async fn customer_save(
    app: State<'_, App>,
    request: CustomerDraft,
) -> CommandResult<CustomerSaveView> {
    let installation = app.running().await?.installation_to_write().await?;
    let back_end =
        customers::source_of(&installation, request.editing().as_ref(), request.source()).await?;
    let map = &back_end.source().map;
    let draft = request.into_draft(map);
    let progress = Arc::new(MovesToWindow(app.events()));
    let outcome = customers::save(&installation, draft, progress).await?;
    Ok(CustomerSaveView::new(&installation, map, outcome)?)
}

/// What a new ID of a customer would move now (`otobo-behaviour.md 4.5`, C70). `source` is where it was read
/// from.
#[tauri::command]
#[specta::specta]
pub async fn customer_moves(
    app: State<'_, App>,
    customer_id: String,
    new_customer_id: String,
    options: Option<MoveOptionsRequest>,
    source: Option<String>,
) -> CommandResult<CustomerMovesView> {
    let installation = app.running().await?.installation_to_write().await?;
    let preview = customers::preview_rename(
        &installation,
        source.as_deref().and_then(|id| id.parse().ok()),
        &CustomerId::from(customer_id),
        &CustomerId::from(new_customer_id),
        options.map(MoveOptions::from).unwrap_or_default(),
    )
    .await?;
    Ok((&preview).into())
}
