//! The question whether a program may be run, in a dialog of the system's own. The web page chooses between two
//! languages and nothing else: it neither words the question nor answers it.

use async_trait::async_trait;
use deskbook_core::caches::Consent;
use deskbook_core::clearing::ConsentAsker;
use tauri::{WebviewWindow, Wry};
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons, MessageDialogKind};
use tokio::sync::oneshot;

use crate::wire::caches::DialogLanguage;

/// Asks over a window, which waits for the answer.
pub(crate) struct NativeQuestion {
    /// The window.
    pub(crate) window: WebviewWindow<Wry>,
    /// The language of the question.
    pub(crate) language: DialogLanguage,
}

#[async_trait]
impl ConsentAsker for NativeQuestion {
    async fn agrees_to(&self, program: &Consent) -> bool {
        let (answer, answered) = oneshot::channel();
        let Words {
            title,
            text,
            agree,
            refuse,
        } = Words::of(self.language, program);
        self.window
            .dialog()
            .message(text)
            .title(title)
            .kind(MessageDialogKind::Warning)
            .buttons(MessageDialogButtons::OkCancelCustom(agree, refuse))
            .parent(&self.window)
            .show(move |agrees| {
                // Nobody hears it when Deskbook is being closed
                let _gone = answer.send(agrees);
            });
        answered.await.unwrap_or(false)
    }
}

/// What is asked, and what can be answered.
struct Words {
    title: String,
    text: String,
    agree: String,
    refuse: String,
}

impl Words {
    fn of(language: DialogLanguage, program: &Consent) -> Self {
        let path = without_breaks(&program.path);
        let sha256 = without_breaks(&program.sha256);
        let [title, question, agree, refuse] = match language {
            DialogLanguage::En => [
                "Run a program after each write?",
                "Deskbook will run this file with your rights after each write, to clear OTOBO’s caches, as long \
                 as its content stays the same. Agree only if you typed this path yourself.",
                "Run it",
                "Do not run it",
            ],
            DialogLanguage::De => [
                "Nach jedem Schreiben ein Programm ausführen?",
                "Deskbook wird diese Datei nach jedem Schreiben mit Ihren Rechten ausführen, um OTOBOs Caches zu \
                 leeren, solange ihr Inhalt gleich bleibt. Stimmen Sie nur zu, wenn Sie diesen Pfad selbst \
                 eingegeben haben.",
                "Ausführen",
                "Nicht ausführen",
            ],
        };
        Self {
            title: title.to_owned(),
            text: format!("{question}\n\n{path}\n\nSHA-256: {sha256}"),
            agree: agree.to_owned(),
            refuse: refuse.to_owned(),
        }
    }
}

/// A path that cannot add lines of its own to what is asked, nor turn its direction.
fn without_breaks(text: &str) -> String {
    let is_plain = |character: char| {
        !character.is_control()
            && !matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    let shown = |character| {
        if is_plain(character) {
            character
        } else {
            '\u{fffd}'
        }
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_and_hash_are_shown_and_can_say_nothing_of_their_own() {
        let program = Consent {
            path: "/opt/clear\n\nThis is safe.\u{202e}".to_owned(),
            sha256: "5f".repeat(32),
        };
        for language in [DialogLanguage::En, DialogLanguage::De] {
            let words = Words::of(language, &program);
            let lines: Vec<_> = words.text.lines().filter(|it| !it.is_empty()).collect();
            let [_, path, hash] = lines.as_slice() else {
                panic!("three lines, but {lines:?}");
            };
            assert_eq!(*path, "/opt/clear\u{fffd}\u{fffd}This is safe.\u{fffd}");
            assert_eq!(*hash, format!("SHA-256: {}", program.sha256));
        }
    }
}
