//! Where an installation is: how telephone numbers are dialled there and how names are heard.

use phonenumber::country;

use super::sound::Phonetics;

/// What a search takes from the country of an installation. An index is made for one region and has
/// to be made anew for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    pub(super) country: Option<country::Id>,
    /// How names are heard.
    pub phonetics: Phonetics,
}

impl Region {
    /// Nothing is known: numbers are only understood with their country code, or by their last
    /// digits.
    pub const UNKNOWN: Self = Self {
        country: None,
        phonetics: Phonetics::Other,
    };

    /// The region of a country by its two letters (ISO 3166), such as `DE`; [`Self::UNKNOWN`] if there
    /// is no such country.
    pub fn of_country(code: &str) -> Self {
        let code = code.to_ascii_uppercase();
        Self {
            country: code.parse().ok(),
            phonetics: Phonetics::of_country(&code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_code() {
        let region = Region::of_country("de");
        assert_eq!(region, Region::of_country("DE"));
        assert!(region.country.is_some());
        assert_eq!(region.phonetics, Phonetics::German);
        for code in ["", "ZZ", "Germany", "\0", "ÄÖ"] {
            assert_eq!(Region::of_country(code), Region::UNKNOWN, "{code}");
        }
    }
}
