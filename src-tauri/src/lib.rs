//! Deskbook's shell: windows, commands, events. The only crate that may name tauri.

pub mod app;
pub mod commands;
mod consent;
mod desktop;
pub mod events;
#[cfg(target_os = "linux")]
mod graphics;
mod locking;
pub mod wire;
pub mod wiring;

use std::time::Duration;

use deskbook_core::hits::FIRST_PAGE;
use deskbook_domain::instant::Region;
use tauri::{AppHandle, Manager, Wry};
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::app::App;
use crate::commands::{
    agents, app as app_commands, caches, clipboard, customer_users, customers, health,
    installations, mirror, sample_data, searches, security, settings, sign_in, sources,
    system_settings,
};
use crate::events::{
    DataChanged, HealthChanged, JobProgress, LockWanted, MirrorChanged, MoveProgressed,
    WindowEvents,
};

/// The typed border: one list serves the handler and the bindings.
pub fn bridge() -> Builder<Wry> {
    Builder::<Wry>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .constant("firstPage", FIRST_PAGE)
        .commands(collect_commands![
            app_commands::app_start,
            app_commands::overview_read,
            security::security_read,
            security::app_unlock,
            security::app_lock,
            security::drafts_take,
            security::app_restart,
            security::app_lock_turn_on,
            security::app_lock_change,
            security::app_lock_turn_off,
            security::recovery_show,
            security::recovery_confirm,
            security::recovery_use,
            security::own_store_set_aside,
            settings::settings_read,
            settings::settings_save,
            customer_users::customer_users_search_start,
            customer_users::customer_users_search_page,
            customer_users::customer_user_find,
            customer_users::customer_user_entry,
            customer_users::customer_user_photo,
            customer_users::customer_user_check,
            customer_users::customer_user_save,
            customer_users::customer_user_preferences,
            customer_users::customer_user_preference_forms,
            customer_users::customer_user_preference_set,
            customer_users::customer_user_preview_login,
            customer_users::customer_user_test_login,
            customer_users::customer_user_moves,
            customers::customers_search_start,
            customers::customers_search_page,
            customers::customer_find,
            customers::customer_suggest,
            customers::customer_check,
            customers::customer_save,
            customers::customer_moves,
            searches::search_count,
            searches::search_grown,
            searches::search_cancel,
            sample_data::sample_data_load,
            sample_data::job_cancel,
            clipboard::secret_copy,
            clipboard::text_copy,
            installations::installations_read,
            installations::installation_switch,
            installations::installation_connection,
            installations::installation_test,
            installations::installation_save,
            installations::installation_unlock,
            installations::installation_remove,
            agents::agents_read,
            agents::agent_choose,
            caches::caches_read,
            caches::caches_save,
            caches::caches_test,
            caches::caches_program,
            caches::caches_clear,
            mirror::mirror_read,
            mirror::mirror_countries,
            mirror::mirror_save,
            mirror::mirror_sync,
            mirror::mirror_pause,
            mirror::mirror_resume,
            mirror::mirror_cancel,
            mirror::mirror_erase,
            mirror::mirror_remove_held_back,
            health::health_read,
            health::health_retry,
            sources::sources_read,
            sources::source_find,
            sources::source_new,
            sources::source_arrange,
            sources::source_check,
            sources::source_test,
            sources::source_save,
            sources::source_remove,
            sign_in::sign_in_read,
            sign_in::sign_in_save,
            system_settings::system_settings_read,
            system_settings::system_setting_override,
        ])
        .events(collect_events![
            DataChanged,
            HealthChanged,
            JobProgress,
            LockWanted,
            MirrorChanged,
            MoveProgressed
        ])
}

/// Opens the window and works until it is closed.
pub fn run() -> anyhow::Result<()> {
    #[cfg(target_os = "linux")]
    graphics::suit_computer();
    let bridge = bridge();
    let mut context = tauri::generate_context!();
    desktop::mark_development(&mut context);
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            desktop::bring_to_front(app);
        }))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(bridge.invoke_handler())
        .setup(move |app| {
            bridge.mount_events(app);
            let chosen = std::env::var_os(wiring::DATA_FOLDER_VARIABLE);
            let folder = wiring::data_folder(chosen, &app.path().data_dir()?);
            app.manage(App::new(folder, WindowEvents::new(app.handle().clone())));
            begin(app.handle().clone());
            locking::lock_when_left(app.handle().clone());
            Ok(())
        })
        .build(context)?;
    app.run(|_, _| {});
    Ok(())
}

/// How long after the start what is needed later is made ready: the window goes first.
const LATER: Duration = Duration::from_millis(1_500);

/// Opens the data folder while the web view begins. What went wrong is told when the window asks, which tries again.
fn begin(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        if let Err(error) = app.state::<App>().running().await {
            tracing::info!(code = ?error.code, "not started yet");
        }
        tokio::time::sleep(LATER).await;
        if tokio::task::spawn_blocking(Region::prepare_numbers)
            .await
            .is_err()
        {
            tracing::warn!("telephone numbers were not made ready");
        }
    });
}
