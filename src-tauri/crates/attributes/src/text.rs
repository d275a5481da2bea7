//! Text that can stand in a window without doing anything to what stands around it.

/// The longest text that is shown, in characters.
const LONGEST: usize = 4_000;

/// Bytes as text; `None` if they are none.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_byte = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(is_byte) {
        return None;
    }
    Some(shown(text))
}

/// What is too long is cut, and what cannot be seen or turns the direction comes as its number.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(LONGEST));
    for (at, c) in text.chars().enumerate() {
        if at == LONGEST {
            shown.push('…');
            break;
        }
        if is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Controls of the direction, and characters without width that texts do not need.
fn is_unseen(c: char) -> bool {
    let is_plain = matches!(c, '\n' | '\r' | '\t');
    (c.is_control() && !is_plain)
        || matches!(
            c,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_as_it_is_unless_it_would_disturb_what_stands_around_it() {
        assert_eq!(
            text("Łukasz\n小龙".as_bytes()).as_deref(),
            Some("Łukasz\n小龙")
        );
        assert_eq!(
            text("a\u{202E}b".as_bytes()).as_deref(),
            Some("a\\u{202e}b")
        );
        assert_eq!(text(b"a\0b"), None);
        assert_eq!(text(b"\xff"), None);
    }

    #[test]
    fn a_text_without_end_is_cut() {
        let long = "x".repeat(LONGEST + 10);
        let shown = text(long.as_bytes()).unwrap();
        assert_eq!(shown.chars().count(), LONGEST + 1);
        assert!(shown.ends_with('…'));
    }
}
