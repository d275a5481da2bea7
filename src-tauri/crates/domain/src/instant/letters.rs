//! What single characters are for the search.
//!
//! Unicode takes `ü` apart into `u` and two dots, but has no parts for `ł` or `ø`: those stand here.

/// The base letters of a lower-case letter that Unicode does not take apart.
pub(super) fn base_letters(lowered: char) -> Option<&'static str> {
    Some(match lowered {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ŧ' => "t",
        'ŋ' => "n",
        'ĸ' => "k",
        'ȷ' => "j",
        'ς' => "σ",
        _ => return None,
    })
}

/// Apostrophes are passed over, so that `obrien` finds `O'Brien`.
pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʹ' | 'ʻ' | 'ʼ' | '′'
    )
}

/// Characters nobody sees: soft hyphens, joiners and the marks of writing directions.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Characters of writings without spaces, each of which is a word here: Chinese characters and the
/// Japanese syllables. So the given name within 王小明 is found by its two characters.
pub(super) fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The value of a decimal digit in the writings that telephone numbers are found in.
pub(super) fn digit(character: char) -> Option<char> {
    const ZEROS: [u32; 6] = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
    let value = ZEROS
        .iter()
        .filter_map(|zero| u32::from(character).checked_sub(*zero))
        .find(|value| *value < 10)?;
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lower_char;

    #[test]
    fn base_letters_are_asked_for_in_lower_case() {
        for upper in "ẞÆŒØŁĐÐĦÞŦŊ".chars() {
            assert!(base_letters(lower_char(upper)).is_some(), "{upper}");
        }
        assert_eq!(base_letters('a'), None);
    }

    #[test]
    fn digits_of_several_writings_are_digits() {
        let read = |text: &str| text.chars().filter_map(digit).collect::<String>();
        assert_eq!(read("+49 (0)8"), "4908");
        assert_eq!(read("０８９"), "089");
        assert_eq!(read("٠٨٩۰۸۹"), "089089");
        assert_eq!(read("abc²"), "");
    }
}
