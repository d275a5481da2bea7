//! Customers (companies).

use deskbook_core::customers;
use deskbook_domain::ids::CustomerId;
use tauri::{State, WebviewWindow, Wry};

use super::searcher;
use super::searches::gone;
use crate::app::App;
use crate::wire::check::CheckView;
use crate::wire::customer::{
    CustomerBrief, CustomerDraft, CustomerPage, CustomerSaveView, CustomerView,
};
use crate::wire::error::CommandResult;
use crate::wire::search::{PageRequest, SearchRequest, SearchStarted};

/// Finds customers. Ends the older search of the same place.
#[tauri::command]
#[specta::specta]
pub async fn customers_search_start(
    app: State<'_, App>,
    window: WebviewWindow<Wry>,
    request: SearchRequest,
) -> CommandResult<SearchStarted> {
    let running = app.running().await?;
    let searcher = searcher(&window, request.place());
    let found = customers::search::start(&running.installation, request.into()).await?;
    Ok(running.customer_searches.open(searcher, found).into())
}

/// Some rows of an open search.
#[tauri::command]
#[specta::specta]
pub async fn customers_search_page(
    app: State<'_, App>,
    request: PageRequest,
) -> CommandResult<CustomerPage> {
    let running = app.running().await?;
    let found = running
        .customer_searches
        .get(&request.search())
        .ok_or_else(gone)?;
    let installation = &running.installation;
    let page =
        customers::search::page(installation, &found, request.place(), request.size()?).await?;
    Ok(CustomerPage::new(
        &installation.customers.source().map,
        page,
    ))
}

/// One customer, by its ID in any case.
#[tauri::command]
#[specta::specta]
pub async fn customer_find(
    app: State<'_, App>,
    customer_id: String,
) -> CommandResult<Option<CustomerView>> {
    let installation = &app.running().await?.installation;
    let company = customers::find(installation, &CustomerId::from(customer_id)).await?;
    let map = &installation.customers.source().map;
    Ok(company.map(|company| CustomerView::new(map, company)))
}

/// Valid customers for a form's field: best first, at most 20.
#[tauri::command]
#[specta::specta]
pub async fn customer_suggest(
    app: State<'_, App>,
    term: String,
) -> CommandResult<Vec<CustomerBrief>> {
    let installation = &app.running().await?.installation;
    let briefs = customers::suggest(installation, &term).await?;
    Ok(briefs.into_iter().map(CustomerBrief::from).collect())
}

/// What is wrong, and what is right, with a form while it is being filled in.
#[tauri::command]
#[specta::specta]
pub async fn customer_check(
    app: State<'_, App>,
    request: CustomerDraft,
) -> CommandResult<CheckView> {
    let installation = &app.running().await?.installation;
    let draft = request.into_draft(&installation.customers.source().map);
    Ok(customers::check(installation, &draft).await?.into())
}

/// Adds a customer, or changes one.
#[tauri::command]
#[specta::specta]
pub async fn customer_save(
    app: State<'_, App>,
    request: CustomerDraft,
) -> CommandResult<CustomerSaveView> {
    let installation = &app.running().await?.installation;
    let map = &installation.customers.source().map;
    let outcome = customers::save(installation, request.into_draft(map)).await?;
    Ok(CustomerSaveView::new(map, outcome))
}
