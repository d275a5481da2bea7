//! Customer users.

use deskbook_core::people;
use deskbook_domain::ids::Login;
use rand::rngs::StdRng;
use tauri::{State, WebviewWindow, Wry};

use super::searcher;
use super::searches::gone;
use crate::app::App;
use crate::wire::check::CheckView;
use crate::wire::customer_user::{
    CustomerUserDraft, CustomerUserPage, CustomerUserSaveView, CustomerUserView,
};
use crate::wire::error::CommandResult;
use crate::wire::search::{PageRequest, SearchRequest, SearchStarted};

/// Finds customer users by what the caller remembers of them. Ends the older search of the same
/// place.
#[tauri::command]
#[specta::specta]
pub async fn customer_users_search_start(
    app: State<'_, App>,
    window: WebviewWindow<Wry>,
    request: SearchRequest,
) -> CommandResult<SearchStarted> {
    let running = app.running().await?;
    let searcher = searcher(&window, request.place());
    let found = people::search::start(&running.installation, request.into()).await?;
    Ok(running.people_searches.open(searcher, found).into())
}

/// Some rows of an open search.
#[tauri::command]
#[specta::specta]
pub async fn customer_users_search_page(
    app: State<'_, App>,
    request: PageRequest,
) -> CommandResult<CustomerUserPage> {
    let running = app.running().await?;
    let found = running
        .people_searches
        .get(&request.search())
        .ok_or_else(gone)?;
    let installation = &running.installation;
    let page = people::search::page(installation, &found, request.place(), request.size()?).await?;
    Ok(CustomerUserPage::new(
        &installation.customer_users.source().map,
        page,
    ))
}

/// One customer user, by its login in any case.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_find(
    app: State<'_, App>,
    login: String,
) -> CommandResult<Option<CustomerUserView>> {
    let installation = &app.running().await?.installation;
    let person = people::find(installation, &Login::from(login)).await?;
    let source = installation.customer_users.source();
    Ok(person.map(|person| CustomerUserView::new(source, person)))
}

/// What is wrong, and what is right, with a form while it is being filled in.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_check(
    app: State<'_, App>,
    request: CustomerUserDraft,
) -> CommandResult<CheckView> {
    let installation = &app.running().await?.installation;
    let draft = request.into_draft(&installation.customer_users.source().map);
    Ok(people::check(installation, &draft).await?.into())
}

/// Adds a customer user, or changes one. A password that is made up comes back once.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_save(
    app: State<'_, App>,
    request: CustomerUserDraft,
) -> CommandResult<CustomerUserSaveView> {
    let installation = &app.running().await?.installation;
    let source = installation.customer_users.source();
    let draft = request.into_draft(&source.map);
    let outcome = people::save(installation, draft, &mut rand::make_rng::<StdRng>()).await?;
    Ok(CustomerUserSaveView::new(source, outcome))
}
