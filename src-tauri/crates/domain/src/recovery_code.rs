//! The recovery code of an encrypted file: its key in letters that a person can write down.
//!
//! Crockford's base 32 has no letters that look alike. The 256 bits are 52 letters in 13 groups of four, and a
//! fifth letter checks each group, so that a slip of the pen is found where it is. The check is a sum over
//! GF(32): one wrong letter, two that changed places, and two groups that changed places never pass it.

use zeroize::Zeroizing;

use crate::secret::Secret;

/// Bytes of the key.
const KEY_BYTES: usize = 32;

/// How many groups a code has.
const GROUPS: usize = 13;

/// Letters of a group, the check included.
const GROUP_LETTERS: usize = 5;

/// Bits of a letter.
const BITS: u32 = 5;

/// Crockford's: without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code as it is read out: a secret as much as the key.
pub struct RecoveryCode(Zeroizing<String>);

/// Why a text is no recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryCodeError {
    /// Letters are missing, or there are too many.
    #[error("a recovery code has {} letters, not {letters}", RecoveryCode::LETTERS)]
    Length {
        /// How many there are.
        letters: usize,
    },
    /// A group is not what it was: its letters do not fit its check.
    #[error("group {group} of the recovery code is mistyped")]
    Mistyped {
        /// Which one, counted from 1.
        group: usize,
    },
}

impl RecoveryCode {
    /// How many letters a code has.
    pub const LETTERS: usize = GROUPS * GROUP_LETTERS;

    /// The code of a key.
    pub fn of(key: &[u8; KEY_BYTES]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(Self::LETTERS));
        let digits = digits_of(key);
        for (index, group) in digits.chunks(GROUP_LETTERS - 1).enumerate() {
            let check = check(index, group);
            for digit in group.iter().chain([&check]) {
                text.push(char::from(LETTERS[usize::from(*digit)]));
            }
        }
        Self(text)
    }

    /// Its groups, in order.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        let at = |group: usize| group * GROUP_LETTERS..(group + 1) * GROUP_LETTERS;
        (0..GROUPS).filter_map(move |group| self.0.get(at(group)))
    }

    /// Whether a group, counted from 1, is what somebody typed for it.
    pub fn has(&self, group: usize, typed: &str) -> bool {
        let wanted = group.checked_sub(1).and_then(|it| self.groups().nth(it));
        wanted.is_some_and(|wanted| {
            letters_of(typed)
                .map(digit_of)
                .eq(wanted.chars().map(digit_of))
        })
    }
}

/// The key that a typed code stands for. Spaces, hyphens and case do not count, and letters that look like
/// others are taken for them.
pub fn key_of(typed: &str) -> Result<Secret<[u8; KEY_BYTES]>, RecoveryCodeError> {
    let letters: Zeroizing<Vec<char>> = Zeroizing::new(letters_of(typed).collect());
    if letters.len() != RecoveryCode::LETTERS {
        return Err(RecoveryCodeError::Length {
            letters: letters.len(),
        });
    }
    let mut digits = Zeroizing::new([0; GROUPS * (GROUP_LETTERS - 1)]);
    let groups = letters.chunks(GROUP_LETTERS).enumerate();
    for ((index, group), to) in groups.zip(digits.chunks_mut(GROUP_LETTERS - 1)) {
        let mistyped = RecoveryCodeError::Mistyped { group: index + 1 };
        let mut read = Zeroizing::new([0; GROUP_LETTERS]);
        for (letter, to) in group.iter().zip(read.iter_mut()) {
            *to = digit_of(*letter).ok_or(mistyped)?;
        }
        let Some((written, digits)) = read.split_last() else {
            return Err(mistyped);
        };
        if check(index, digits) != *written {
            return Err(mistyped);
        }
        to.copy_from_slice(digits);
    }
    bytes_of(digits.as_slice()).ok_or(RecoveryCodeError::Mistyped { group: GROUPS })
}

fn letters_of(typed: &str) -> impl Iterator<Item = char> {
    typed
        .chars()
        .filter(|it| !it.is_whitespace() && !matches!(it, '-' | '–' | '—' | '.' | ','))
}

fn digit_of(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    let at = LETTERS.iter().position(|it| char::from(*it) == letter)?;
    u8::try_from(at).ok()
}

/// The key in digits of five bits; the last one has but one bit of it.
fn digits_of(key: &[u8; KEY_BYTES]) -> Zeroizing<[u8; GROUPS * (GROUP_LETTERS - 1)]> {
    let mut digits = Zeroizing::new([0; GROUPS * (GROUP_LETTERS - 1)]);
    for (at, bit) in bits_of(key.as_slice(), 8).enumerate() {
        digits[at / 5] |= bit << (4 - at % 5);
    }
    digits
}

fn bytes_of(digits: &[u8]) -> Option<Secret<[u8; KEY_BYTES]>> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    for (at, bit) in bits_of(digits, BITS).enumerate() {
        match key.get_mut(at / 8) {
            Some(byte) => *byte |= bit << (7 - at % 8),
            // Beyond the key there is nothing
            None if bit != 0 => return None,
            None => {}
        }
    }
    Some(Secret::new(*key))
}

/// The low bits of each number, the highest first.
fn bits_of(numbers: &[u8], bits: u32) -> impl Iterator<Item = u8> {
    let of = move |number: &u8| {
        let number = *number;
        (0..bits).rev().map(move |bit| (number >> bit) & 1)
    };
    numbers.iter().flat_map(of)
}

/// The check of a group: its digits and its place as a sum with the powers of GF(32)'s generator.
fn check(index: usize, digits: &[u8]) -> u8 {
    let place = u8::try_from(index).unwrap_or_default();
    let sum = |sum, digit: &u8| doubled(sum) ^ digit;
    // Once more, or the last digit could change places with the check
    doubled(digits.iter().fold(place, sum))
}

/// Times the generator, modulo x⁵ + x² + 1.
fn doubled(digit: u8) -> u8 {
    let shifted = digit << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(key: &[u8; KEY_BYTES]) -> String {
        let code = RecoveryCode::of(key);
        code.groups().collect::<Vec<_>>().join(" ")
    }

    fn key() -> [u8; KEY_BYTES] {
        std::array::from_fn(|at| u8::try_from(at * 37 % 251).unwrap())
    }

    proptest! {
        #[test]
        fn a_code_is_its_key(key: [u8; KEY_BYTES]) {
            let text = text(&key);
            prop_assert_eq!(text.len(), GROUPS * (GROUP_LETTERS + 1) - 1);
            let read = key_of(&text).unwrap();
            prop_assert_eq!(read.expose(), &key);
        }
    }

    #[test]
    fn a_code_may_be_typed_carelessly() {
        let typed = text(&key()).to_lowercase().replace(' ', "-");
        let typed = typed.replace('0', "o").replace('1', "l");
        assert_eq!(key_of(&typed).unwrap().expose(), &key());
        let typed = text(&key()).replace(' ', "").replace('1', "I");
        assert_eq!(key_of(&typed).unwrap().expose(), &key());
    }

    #[test]
    fn every_wrong_letter_is_found_in_its_group() {
        let groups: Vec<_> = text(&key()).split(' ').map(str::to_owned).collect();
        for (number, group) in groups.iter().enumerate() {
            for at in 0..GROUP_LETTERS {
                for letter in LETTERS.iter().copied().map(char::from).chain(['U', '?']) {
                    let mut changed: Vec<char> = group.chars().collect();
                    if changed[at] == letter {
                        continue;
                    }
                    changed[at] = letter;
                    let mut groups = groups.clone();
                    groups[number] = changed.into_iter().collect();
                    let expected = RecoveryCodeError::Mistyped { group: number + 1 };
                    assert_eq!(key_of(&groups.join(" ")).unwrap_err(), expected);
                }
            }
        }
    }

    #[test]
    fn what_changed_places_is_found() {
        let text = text(&key());
        let groups: Vec<_> = text.split(' ').collect();
        for number in 0..GROUPS {
            for at in 1..GROUP_LETTERS {
                let mut letters: Vec<char> = groups[number].chars().collect();
                letters.swap(at - 1, at);
                let swapped: String = letters.into_iter().collect();
                let mut groups = groups.clone();
                groups[number] = &swapped;
                let is_found = key_of(&groups.join("")).is_err();
                assert_eq!(is_found, swapped != text.split(' ').nth(number).unwrap());
            }
            for other in 0..number {
                let mut groups = groups.clone();
                groups.swap(number, other);
                assert!(key_of(&groups.join("")).is_err());
            }
        }
    }

    #[test]
    fn letters_that_are_missing_or_too_many_are_counted() {
        let text = text(&key());
        let short = text.chars().skip(1).collect::<String>();
        for (typed, letters) in [(String::new(), 0), (short, 64), (format!("{text}7"), 66)] {
            assert_eq!(
                key_of(&typed).unwrap_err(),
                RecoveryCodeError::Length { letters }
            );
        }
    }

    #[test]
    fn single_groups_are_compared_as_a_code_is_read() {
        let code = RecoveryCode::of(&key());
        for (number, group) in code.groups().enumerate() {
            assert!(code.has(number + 1, &format!(" {}", group.to_lowercase())));
            assert!(!code.has(number + 1, ""));
            assert!(!code.has(number + 2, group));
        }
        assert!(!code.has(0, "") && !code.has(GROUPS + 1, ""));
    }
}
