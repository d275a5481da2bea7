//! A window with nothing in it: what the start of Deskbook is measured beside.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> anyhow::Result<()> {
    let mut context = tauri::generate_context!();
    context.config_mut().app.windows.clear();
    tauri::Builder::default()
        .setup(|app| {
            let nothing = WebviewUrl::External("about:blank".parse()?);
            WebviewWindowBuilder::new(app, "main", nothing)
                .inner_size(1280.0, 800.0)
                .build()?;
            Ok(())
        })
        .run(context)?;
    Ok(())
}
