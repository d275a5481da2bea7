//! The window on the desktop.

use tauri::{AppHandle, Context, Manager, Wry};

/// Development builds have their own identifier and title, so that both can run side by side.
pub(crate) fn mark_development(context: &mut Context<Wry>) {
    if !cfg!(debug_assertions) {
        return;
    }
    let config = context.config_mut();
    config.identifier.push_str(".dev");
    for window in &mut config.app.windows {
        window.title.push_str(" (development)");
    }
    context.set_default_window_icon(Some(tauri::include_image!("../icons/dev/icon.png")));
}

/// A second start ends here: the first window comes to the front.
pub(crate) fn bring_to_front(app: &AppHandle<Wry>) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    let shown = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window could not be brought to the front");
    }
}
