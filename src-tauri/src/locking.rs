//! Locking: the process ends and another one begins, which has neither a key nor a contact. The processes of its
//! web view end with it.

use std::time::Duration;

use deskbook_core::app_lock::{self, AppLockError};
use deskbook_core::files::Protection;
use deskbook_core::keys::LockState;
use deskbook_domain::secret::Secret;
use tauri::{AppHandle, Manager as _, Wry};

use crate::app::App;
use crate::wire::error::CommandError;

/// Puts drafts aside and begins anew, locked.
pub(crate) async fn lock(
    handle: &AppHandle<Wry>,
    app: &App,
    drafts: Option<Secret<String>>,
) -> Result<(), CommandError> {
    let running = app.running().await?;
    // In a plain file they would be for everybody to read
    let drafts = drafts.filter(|_| running.files.own_store == Protection::Encrypted);
    app_lock::close(app.keys(), running.drafts.as_ref(), drafts).await?;
    handle.request_restart();
    Ok(())
}

/// How long the window may take to give its drafts before Deskbook locks without them.
const PATIENCE: Duration = Duration::from_secs(3);

/// Locks when the screen is locked and when the computer goes to sleep.
pub(crate) fn lock_when_left(handle: AppHandle<Wry>) {
    deskbook_session::watch(move || tauri::async_runtime::block_on(lock_soon(&handle)));
}

/// The window has the drafts, so it is asked first.
async fn lock_soon(handle: &AppHandle<Wry>) {
    let app = handle.state::<App>();
    if !matches!(app.keys().state().await, Ok(LockState::Unlocked)) {
        return;
    }
    app.events().lock_wanted();
    tokio::time::sleep(PATIENCE).await;
    // By now this process is gone, unless its window hangs
    if let Err(error) = lock(handle, &app, None).await {
        tracing::error!(detail = error.detail, "Deskbook could not be locked");
    }
}

impl From<AppLockError> for CommandError {
    fn from(error: AppLockError) -> Self {
        Self::new(error.code(), error.params(), &error)
    }
}
