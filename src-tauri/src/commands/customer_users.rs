//! Customer users.

use std::sync::Arc;

use deskbook_core::back_end::BackEndError;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people::login_test::{LoginTest, LoginTry};
use deskbook_core::people::{self, Tried};
use deskbook_core::searches::SearchId;
use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::secret::Secret;
use rand::rngs::StdRng;
use tauri::{State, WebviewWindow, Wry};

use super::searcher;
use super::searches::gone;
use crate::app::{App, Running};
use crate::wire::check::CheckView;
use crate::wire::customer_user::{
    CustomerUserDraft, CustomerUserPage, CustomerUserSaveView, CustomerUserView,
};
use crate::wire::entry::{EntryView, PhotoView, photo_of};
use crate::wire::error::CommandResult;
use crate::wire::login_test::{LoginPreviewView, LoginTestView};
use crate::wire::moves::{MoveOptionsRequest, MovesToWindow, MovesView};
use crate::wire::preference::{
    PreferenceDraftRequest, PreferenceFormView, PreferenceSetView, PreferenceView, forms,
    preferences,
};
use crate::wire::search::{PageRequest, SearchRequest, SearchStarted};
use crate::wire::source_form::source_id;

/// Finds customer users by what the caller remembers of them. Ends the older search of the same
/// place.
#[tauri::command]
#[specta::specta]
pub async fn customer_users_search_start(
    app: State<'_, App>,
    window: WebviewWindow<Wry>,
    request: SearchRequest,
) -> CommandResult<SearchStarted<CustomerUserPage>> {
    let size = request.size()?;
    let running = app.running().await?;
    let turn = running.people_searches.begin();
    let searcher = searcher(&window, request.place());
    let search = if request.is_everywhere() {
        people::everywhere::start_everywhere(&running.installations, request.into()).await?
    } else {
        people::everywhere::start_here(running.installation(), request.into()).await?
    };
    let id = running.people_searches.open(searcher, turn, search);
    Ok(SearchStarted::with_first(&id, page_of(running, &id, 0, size)).await)
}

/// Some rows of an open search.
#[tauri::command]
#[specta::specta]
pub async fn customer_users_search_page(
    app: State<'_, App>,
    request: PageRequest,
) -> CommandResult<CustomerUserPage> {
    let running = app.running().await?;
    page_of(running, &request.search(), request.start(), request.size()?).await
}

async fn page_of(
    running: &Running,
    id: &SearchId,
    start: u32,
    size: u32,
) -> CommandResult<CustomerUserPage> {
    let search = running.people_searches.get(id).ok_or_else(gone)?;
    Ok(CustomerUserPage::new(search.page(start, size).await?)?)
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

/// Everything that the directory of a source has of a customer user, what is no text decoded; `null` where
/// it has no such entry, or where the source is in no directory.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_entry(
    app: State<'_, App>,
    source: String,
    login: String,
) -> CommandResult<Option<EntryView>> {
    let current = app.running().await?.installations.current();
    let login = Login::from(login);
    let entry = current.entry(source_id(&source)?, &login).await?;
    let now = current.installation().clock.now();
    Ok(entry.map(|entry| EntryView::new(entry, now)))
}

/// The photo that a directory has of a customer user, or its mirror while it does not answer, made to fit into a
/// square of `side` pixels (128 at most); `null` where there is none that can be shown.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_photo(
    app: State<'_, App>,
    source: String,
    login: String,
    side: u32,
) -> CommandResult<Option<PhotoView>> {
    let current = app.running().await?.installations.current();
    let login = Login::from(login);
    match current.photo(source_id(&source)?, &login).await? {
        Some(file) => Ok(photo_of(file, side).await),
        None => Ok(None),
    }
}

/// What is wrong, and what is right, with a form while it is being filled in.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_check(
    app: State<'_, App>,
    request: CustomerUserDraft,
) -> CommandResult<CheckView> {
    let installation = app.running().await?.installation_to_write().await?;
    let back_end =
        people::source_of(&installation, request.editing().as_ref(), request.source()).await?;
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
    let installation = app.running().await?.installation_to_write().await?;
    let back_end =
        people::source_of(&installation, request.editing().as_ref(), request.source()).await?;
    let map = &back_end.source().map;
    let draft = request.into_draft(map);
    let progress = Arc::new(MovesToWindow(app.events()));
    let random = &mut rand::make_rng::<StdRng>();
    let outcome = people::save(&installation, draft, random, progress).await?;
    Ok(CustomerUserSaveView::new(&installation, map, outcome)?)
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

/// What may stand under which keys of preferences; under all others any text.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_preference_forms(
    app: State<'_, App>,
) -> CommandResult<Vec<PreferenceFormView>> {
    let installation = app.running().await?.installation();
    Ok(forms(people::preference_forms(&installation).await?))
}

/// Stores a preference of a customer user, or takes it away (C72), over what was read of it.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_preference_set(
    app: State<'_, App>,
    login: String,
    request: PreferenceDraftRequest,
) -> CommandResult<PreferenceSetView> {
    let installation = app.running().await?.installation_to_write().await?;
    let login = Login::from(login);
    let outcome = people::set_preference(&installation, &login, &request.into()).await?;
    let found = people::preferences(&installation, &login).await?;
    Ok(PreferenceSetView::new(outcome, found))
}

/// What a new username or another customer would move now (`otobo-behaviour.md 4.5`). `source` is where the
/// customer user was read from.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_moves(
    app: State<'_, App>,
    login: String,
    new_login: String,
    new_customer: String,
    options: Option<MoveOptionsRequest>,
    source: Option<String>,
) -> CommandResult<MovesView> {
    let installation = app.running().await?.installation_to_write().await?;
    let moves = people::preview_rename(
        &installation,
        source.as_deref().and_then(|id| id.parse().ok()),
        &Login::from(login),
        &Login::from(new_login),
        &CustomerId::from(new_customer),
        options.map(MoveOptions::from).unwrap_or_default(),
    )
    .await?;
    Ok((&moves).into())
}

/// What a test of this login would ask, for the user to know before.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_preview_login(
    app: State<'_, App>,
    login: String,
) -> CommandResult<LoginPreviewView> {
    let installation = app.running().await?.installation_to_write().await?;
    Ok(people::preview_login(&installation, &Login::from(login)).into())
}

/// Does this password let this customer user in, who types this name? Nothing is written
/// (`otobo-behaviour.md 4.7`, 5.6), but a directory counts a refused try. After three of them each further one
/// waits.
#[tauri::command]
#[specta::specta]
pub async fn customer_user_test_login(
    app: State<'_, App>,
    login: String,
    typed: String,
    password: String,
) -> CommandResult<LoginTestView> {
    let running = app.running().await?;
    let installation = running.installation_to_write().await?;
    let tried = LoginTry {
        login: Login::from(login),
        typed,
    };
    let test = people::test_login(&installation, &tried, Secret::new(password));
    let judge = |outcome: &Result<LoginTest, BackEndError>| {
        outcome.as_ref().map_or(Tried::Neither, LoginTest::tried)
    };
    let outcome = running.login_tries.one(test, judge).await;
    Ok(outcome?.into())
}
