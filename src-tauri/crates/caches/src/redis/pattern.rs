//! What `SCAN` is asked for.

/// The pattern of all keys of a type and of no other. The colon parts them: `CustomerUser` is not the
/// beginning of `CustomerUser_CustomerSearch`.
pub(super) fn of_type(name: &str) -> String {
    let mut pattern = String::with_capacity(name.len() + 2);
    for character in name.chars() {
        if matches!(character, '*' | '?' | '[' | ']' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push_str(":*");
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_ends_at_the_colon_and_takes_everything_before_it_literally() {
        assert_eq!(of_type("CustomerUser"), "CustomerUser:*");
        assert_eq!(of_type(r"a*b?[c]\d^-"), r"a\*b\?\[c\]\\d^-:*");
    }
}
