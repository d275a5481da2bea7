//! How the window is drawn on a computer without a graphics card: `docs/decisions/0013-painting-without-graphics-card.md`.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// `WebKitGTK`'s own switch: it paints the window itself, and only what has changed of it.
const PLAIN_PAINTING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Cards whose driver puts nothing into `dri`: of NVIDIA, in phones and small boards, and of Windows around a Linux.
const CARDS_APART: [&str; 4] = ["nvidiactl", "mali0", "kgsl-3d0", "dxg"];

/// Has the web view painted plainly where no card would put its layers together: the processor would have to play
/// one. Before anything else begins, since it goes by the environment; who has set the switch keeps it.
pub(crate) fn suit_computer() {
    if has_card(Path::new("/dev")) {
        return;
    }
    if let Err(error) = glib::setenv(PLAIN_PAINTING, "1", false) {
        tracing::warn!(%error, "the window is drawn as with a graphics card");
    }
}

/// Whether one of the devices can draw.
fn has_card(devices: &Path) -> bool {
    let draws = |name: OsString| name.as_encoded_bytes().starts_with(b"renderD");
    CARDS_APART.iter().any(|name| devices.join(name).exists())
        || fs::read_dir(devices.join("dri"))
            .is_ok_and(|entries| entries.flatten().any(|entry| draws(entry.file_name())))
}

#[cfg(test)]
mod tests {
    use std::io::Result;

    use tempfile::TempDir;

    use super::*;

    fn devices(names: &[&str]) -> Result<TempDir> {
        let folder = TempDir::new()?;
        for name in names {
            fs::create_dir_all(folder.path().join(name))?;
        }
        Ok(folder)
    }

    #[test]
    fn a_virtual_screen_is_no_card() -> Result<()> {
        assert!(!has_card(devices(&[])?.path()));
        assert!(!has_card(devices(&["dri/card0", "dri/by-path"])?.path()));
        Ok(())
    }

    #[test]
    fn what_renders_is_a_card() -> Result<()> {
        assert!(has_card(devices(&["dri/card0", "dri/renderD128"])?.path()));
        assert!(has_card(devices(&["nvidiactl"])?.path()));
        Ok(())
    }
}
