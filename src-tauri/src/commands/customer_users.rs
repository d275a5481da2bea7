//! Customer users.

use deskbook_core::people;
use deskbook_domain::ids::Login;
use rand::rngs::StdRng;
use tauri::{State, WebviewWindow, Wry};

use super::searcher;
use super::searches::gone;
use crate::app::{App, Search};
use crate::wire::check::CheckView;
use crate::wire::customer_user::{
    CustomerUserDraft, CustomerUserPage, CustomerUserSaveView, CustomerUserView,
};
use crate::wire::error::CommandResult;
use crate::wire::preference::{PreferenceView, preferences};
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
    let turn = running.people_searches.begin();
    let searcher = searcher(&window, request.place());
    let installation = running.installation();
    let found = people::search::start(&installation, request.into()).await?;
    let search = Search {
        installation,
        found,
    };
    Ok(running.people_searches.open(searcher, turn, search).into())
}

/// Some rows of an open search.
#[tauri::command]
#[specta::specta]
pub async fn customer_users_search_page(
    app: State<'_, App>,
    request: PageRequest,
) -> CommandResult<CustomerUserPage> {
    let running = app.running().await?;
    let search = running.people_searches.get(&request.search());
    let search = search.ok_or_else(gone)?;
    let Search {
        installation,
        found,
    } = search.as_ref();
    let page = people::search::page(installation, found, request.place(), request.size()?).await?;
    let missing = found.hits.missing();
    Ok(CustomerUserPage::new(installation, page, &missing)?)
}

/// One customer user, by its login in any case.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_find(
    app: State<'_, App>,
    login: String,
) -> CommandResult<Option<CustomerUserView>> {
    let installation = app.running().await?.installation();
    let person = people::find(&installation, &Login::from(login)).await?;
    let view = person.map(|person| CustomerUserView::new(&installation, person));
    Ok(view.transpose()?)
}

/// What is wrong, and what is right, with a form while it is being filled in.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_check(
    app: State<'_, App>,
    request: CustomerUserDraft,
) -> CommandResult<CheckView> {
    let installation = app.running().await?.installation();
    let back_end = people::source_of(&installation, request.editing().as_ref()).await?;
    let draft = request.into_draft(&back_end.source().map);
    Ok(people::check(&installation, &draft).await?.into())
}

/// Adds a customer user, or changes one. A password that is made up comes back once.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_save(
    app: State<'_, App>,
    request: CustomerUserDraft,
) -> CommandResult<CustomerUserSaveView> {
    let installation = app.running().await?.installation();
    let back_end = people::source_of(&installation, request.editing().as_ref()).await?;
    let draft = request.into_draft(&back_end.source().map);
    let outcome = people::save(&installation, draft, &mut rand::make_rng::<StdRng>()).await?;
    Ok(CustomerUserSaveView::new(&installation, outcome)?)
}

/// The preferences of a customer user, without the secret ones (`otobo-behaviour.md 4.6`).
#[tauri::command]
#[specta::specta]
pub async fn customer_user_preferences(
    app: State<'_, App>,
    login: String,
) -> CommandResult<Vec<PreferenceView>> {
    let installation = app.running().await?.installation();
    let found = people::preferences(&installation, &Login::from(login)).await?;
    Ok(preferences(found))
}
