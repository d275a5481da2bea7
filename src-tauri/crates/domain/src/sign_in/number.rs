//! Which module.

use std::fmt;

/// The place of a module among those that are tried: the first has no number, the others 1 to 10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignInNumber(u8);

/// The last one that OTOBO looks for.
const LAST: u8 = 10;

impl SignInNumber {
    /// The first.
    pub const FIRST: Self = Self(0);

    /// All of them, in the order in which they are tried.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=LAST).map(Self)
    }

    /// The module of this number, 0 for the first; `None` where OTOBO looks for none.
    pub fn new(number: u32) -> Option<Self> {
        let number = u8::try_from(number).ok()?;
        (number <= LAST).then_some(Self(number))
    }

    /// The number, 0 for the first.
    pub fn get(self) -> u32 {
        self.0.into()
    }
}

impl fmt::Display for SignInNumber {
    /// As it stands behind the names of settings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => Ok(()),
            number => write!(f, "{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_eleven_and_the_first_has_no_number() {
        let written: Vec<_> = SignInNumber::all().map(|it| it.to_string()).collect();
        assert_eq!(written.len(), 11);
        assert_eq!((written[0].as_str(), written[10].as_str()), ("", "10"));
        assert_eq!(SignInNumber::new(11), None);
    }
}
