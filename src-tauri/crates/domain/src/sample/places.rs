//! Places with an address and with telephone numbers that nobody has.

/// A city; `#` in a template stands for a digit. Numbers are from the ranges that the countries'
/// regulators keep free for films and books.
pub(super) struct Place {
    pub(super) city: &'static str,
    pub(super) zip: &'static str,
    pub(super) country: &'static str,
    pub(super) street: &'static str,
    pub(super) phone: &'static str,
    pub(super) mobile: &'static str,
}

pub(super) const PLACES: [Place; 10] = [
    Place {
        city: "Berlin",
        zip: "10115",
        country: "Germany",
        street: "Lindenstraße ##",
        phone: "+49 30 23125 ###",
        mobile: "+49 171 39200 ##",
    },
    Place {
        city: "Hamburg",
        zip: "20457",
        country: "Germany",
        street: "Am Kai ##",
        phone: "+49 40 66969 ###",
        mobile: "+49 171 39200 ##",
    },
    Place {
        city: "München",
        zip: "80331",
        country: "Germany",
        street: "Sonnengasse ##",
        phone: "+49 89 99998 ###",
        mobile: "+49 171 39200 ##",
    },
    Place {
        city: "Köln",
        zip: "50667",
        country: "Germany",
        street: "Rheinufer ##",
        phone: "+49 221 4710 ###",
        mobile: "+49 171 39200 ##",
    },
    Place {
        city: "London",
        zip: "N1 9GU",
        country: "United Kingdom",
        street: "## Orchard Row",
        phone: "+44 20 7946 0###",
        mobile: "+44 7700 900###",
    },
    Place {
        city: "Manchester",
        zip: "M1 1AE",
        country: "United Kingdom",
        street: "## Weavers Lane",
        phone: "+44 161 496 0###",
        mobile: "+44 7700 900###",
    },
    Place {
        city: "Paris",
        zip: "75011",
        country: "France",
        street: "## rue des Tilleuls",
        phone: "+33 1 99 00 0# ##",
        mobile: "+33 6 39 98 0# ##",
    },
    Place {
        city: "Lyon",
        zip: "69003",
        country: "France",
        street: "## quai des Cerisiers",
        phone: "+33 4 65 71 0# ##",
        mobile: "+33 6 39 98 0# ##",
    },
    Place {
        city: "Stockholm",
        zip: "111 29",
        country: "Sweden",
        street: "Björkgatan ##",
        phone: "+46 8 465 004 ##",
        mobile: "+46 70 174 06 ##",
    },
    Place {
        city: "Chicago",
        zip: "60601",
        country: "United States",
        street: "## Maple Avenue",
        phone: "+1 312 555 01##",
        mobile: "+1 773 555 01##",
    },
];

/// The template with the last digits of a number.
pub(super) fn fill(template: &str, number: usize) -> String {
    let mut digits = number;
    let filled = template.chars().rev().map(|character| {
        if character != '#' {
            return character;
        }
        let digit = char::from(b"0123456789"[digits % 10]);
        digits /= 10;
        digit
    });
    filled.collect::<Vec<_>>().into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_takes_the_last_digits() {
        assert_eq!(fill("+1 312 555 01##", 7), "+1 312 555 0107");
        assert_eq!(fill("+33 1 99 00 0# ##", 1234), "+33 1 99 00 02 34");
        assert_eq!(fill("## Maple Avenue", 42), "42 Maple Avenue");
    }
}
