//! Where an installation is: how telephone numbers are dialled there and how names are heard.

use phonenumber::{country, metadata::DATABASE};

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

    /// Its country by two capitals, if it is known.
    pub fn country(&self) -> Option<&str> {
        self.country.as_ref().map(AsRef::as_ref)
    }

    /// All countries whose way to dial is known, in the order of their letters.
    pub fn countries() -> Vec<&'static str> {
        let regions = DATABASE.iter().map(phonenumber::Metadata::id);
        // Numbers of no country, such as those of satellites, have regions, too
        let mut countries: Vec<_> = regions.filter(|it| Self::is_country(it)).collect();
        countries.sort_unstable();
        countries
    }

    /// Makes ready what telephone numbers are read by, which takes a tenth of a second: whoever looks for the first one need
    /// not wait for it. It may be called again, for nothing.
    pub fn prepare_numbers() {
        for known in ["+1 212 5550100", "+44 20 79460100", "+49 89 1234567"] {
            Self::UNKNOWN.numbers(known);
        }
    }

    /// Whether these are the two capitals of one of [`Self::countries`].
    pub fn is_country(code: &str) -> bool {
        code.parse::<country::Id>().is_ok()
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
            assert!(!Region::is_country(code), "{code}");
        }
        assert_eq!(region.country(), Some("DE"));
        assert_eq!(Region::UNKNOWN.country(), None);
    }

    #[test]
    fn all_countries_that_have_numbers_are_listed_once() {
        let countries = Region::countries();
        assert!(countries.is_sorted_by(|one, other| one < other));
        for code in ["AT", "CH", "DE", "ID", "US", "ZW"] {
            assert!(countries.contains(&code), "{code}");
        }
        assert!(countries.len() > 200, "{}", countries.len());
        assert!(!countries.contains(&"001"));
        for code in countries {
            assert_eq!(Region::of_country(code).country(), Some(code));
        }
        assert!(!Region::is_country("de"), "codes are capitals");
    }
}
