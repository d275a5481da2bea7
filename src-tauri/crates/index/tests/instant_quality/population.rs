//! People with look-alikes, always the same for a seed.

use std::collections::BTreeSet;

use deskbook_domain::instant::{FieldKind, Value};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

const FIRST_NAMES: &str = "Anna Anne Anja Antje Hanna Johanna Jan Jana Janine Jens Jörg Joerg Jürgen \
    Juergen Käthe Katharina Catharina Kathrin Katrin Cathrin Karin Karl Carl Klaus Claus Philipp \
    Philip Filip Stefan Stephan Steffen Steven Stephen Sofie Sophie Sofia Thomas Tomas Tomáš Theo \
    Günter Günther Gunter Björn Bjorn Søren Sören Soren Håkon Hakon Åsa Łukasz Lukas Lucas Małgorzata \
    Margarete Margret Matthias Mathias Mattias Michael Michal Michel Manuel Emanuel Raphael Rafael \
    José Jose Zoé Zoe François Francois Hélène Helene Inès Ines René Rene Çağla Ayşe Ayse İbrahim \
    Ibrahim Đức Hương Huong Yusuf Jusuf Maximilian Max Moritz Ute Uwe Ulla Ursula Eva Evelyn Eveline \
    Heinz Heinrich Henrik Hendrik Ralf Ralph Rolf Rudolf Walter Walther Werner Wilhelm Sarah Sara \
    Lena Lea Leah Leon Noah Nora Paul Paula Pauline Christian Kristian Christoph Kristof Christina \
    Kristina Christine Bernd Bernhard Bernt Dieter Dietrich Detlef Detlev Friedrich Frederik Fritz";

const LAST_NAMES: &str = "Müller Mueller Muller Möller Moeller Miller Mahler Meier Meyer Maier Mayer Mair Meir \
    Schmidt Schmitt Schmid Schmied Schmitz Schulz Schulze Scholz Schultz Koch Kock Kochan Becker \
    Beck Bäcker Böck Boeck Groß Gross Gros Weiß Weiss Weis Weise Vogt Voigt Vogel Fogel Fischer Vischer \
    Wagner Wegner Wegener Krüger Krueger Kruger Kröger Schäfer Schaefer Schäffer Schröder Schroeder \
    Schröter Bauer Baur Neumann Naumann Hofmann Hoffmann Hoffman Hofman Jäger Jaeger Kühn Kuehn Kuhn \
    Köhler Koehler Kohler Kaiser Keiser Kayser Günther Guenther Lefèvre Lefevre Béranger Beranger \
    Núñez Nunez Ibáñez García Garcia Sørensen Sorensen Sörensen Ødegård Odegard Åkesson Akesson \
    Aakesson Lindström Lindstrom Wójcik Wojcik Dvořák Dvorak Kowalczyk Kovalczyk Šimek Simek Żak Zak \
    Yılmaz Yilmaz Şahin Sahin Öztürk Ozturk Işık Isik Çelik Celik Nguyễn Nguyen Trần Tran Phạm Pham \
    Đặng Dang O'Brien OBrien O'Connor McDonald MacDonald Lewandowski Levandovski Petersen Pedersen \
    Petersson Jansen Janssen Janßen Hansen Hanssen Thomsen Tomsen Albrecht Albrekt Ziegler Zigler \
    Zimmermann Zimmerman Straßer Strasser Preuß Preuss Strauß Strauss";

const BEGINNINGS: &str = "Stein Berg Feld Baum Linden Wald Rosen Eichen Birken Buchen Oster Wester Nieder Ober \
    Unter Hoch Lang Kurz Alt Neu Grün Schwarz Roth Silber Gold Kirch Mühl Brück Burg Dorf Teich See";

const ENDINGS: &str = "mann meier meyer bauer hauer müller berger dörfer städter hofer huber thaler egger ing \
    kamp horst brink";

const CITIES: &str = "Berlin Hamburg München Köln Düsseldorf Bremen Lübeck Würzburg Göttingen Ulm";

/// Far fewer than there could be.
const MOST_NAMES: usize = 40_000;

/// One person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) login: String,
    pub(crate) email: String,
    pub(crate) first: &'static str,
    pub(crate) last: String,
    pub(crate) phone: Phone,
    pub(crate) phone_text: String,
    pub(crate) city: &'static str,
    pub(crate) street: String,
    pub(crate) customer: String,
}

/// A telephone number in its parts, without anything that is dialled before them.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    pub(crate) country: &'static str,
    pub(crate) area: &'static str,
    pub(crate) local: String,
}

impl Phone {
    /// A notation in which `C`, `A` and `L` stand for the parts, and `P` for the local part in pairs.
    pub(crate) fn written(&self, notation: &str) -> String {
        let pairs: Vec<_> = self
            .local
            .as_bytes()
            .chunks(2)
            .map(String::from_utf8_lossy)
            .collect();
        let part = |it: char| match it {
            'C' => self.country.to_owned(),
            'A' => self.area.to_owned(),
            'L' => self.local.clone(),
            'P' => pairs.join(" "),
            other => other.to_string(),
        };
        notation.chars().map(part).collect()
    }
}

impl Person {
    /// What is searched of the person.
    pub(crate) fn values(&self) -> [Value<'_>; 8] {
        [
            ("UserLogin", FieldKind::Login, self.login.as_str()),
            ("UserFirstname", FieldKind::Name, self.first),
            ("UserLastname", FieldKind::Name, &self.last),
            ("UserEmail", FieldKind::Email, &self.email),
            ("UserPhone", FieldKind::Phone, &self.phone_text),
            ("UserCity", FieldKind::Other, self.city),
            ("UserStreet", FieldKind::Other, &self.street),
            ("UserCustomerID", FieldKind::Other, &self.customer),
        ]
        .map(|(field, kind, text)| Value { field, kind, text })
    }
}

/// So many people. Up to [`MOST_NAMES`] no two have the same name in the same spelling.
pub(crate) fn people(count: usize, seed: u64) -> Vec<Person> {
    let mut random = StdRng::seed_from_u64(seed);
    let firsts: Vec<_> = FIRST_NAMES.split_whitespace().collect();
    let lasts = last_names();
    let mut taken = BTreeSet::new();
    let mut people = Vec::with_capacity(count);
    while people.len() < count {
        let first = *firsts.choose(&mut random).unwrap();
        let last = lasts.choose(&mut random).unwrap();
        if taken.len() >= MOST_NAMES || taken.insert((first, last)) {
            people.push(person(people.len(), first, last, &mut random));
        }
    }
    people
}

fn last_names() -> Vec<String> {
    let whole = LAST_NAMES.split_whitespace().map(str::to_owned);
    let made = BEGINNINGS.split_whitespace().flat_map(|beginning| {
        let endings = ENDINGS.split_whitespace();
        endings.map(move |ending| format!("{beginning}{ending}"))
    });
    whole.chain(made).collect()
}

fn person(number: usize, first: &'static str, last: &str, random: &mut StdRng) -> Person {
    const STORED: [&str; 8] = [
        "+C A L",
        "+C (0)A L",
        "00C A L",
        "0A/L",
        "(0A) L",
        "+C-A-P",
        "0A P",
        "+CAL",
    ];
    const PLACES: [(&str, &str); 6] = [
        ("49", "30"),
        ("49", "40"),
        ("49", "89"),
        ("49", "221"),
        ("49", "171"),
        ("43", "1"),
    ];
    let (country, area) = *PLACES.choose(random).unwrap();
    let local = random.random_range(2_000_000..9_999_999).to_string();
    let phone = Phone {
        country,
        area,
        local,
    };
    let notations = if country == "49" {
        &STORED[..]
    } else {
        &STORED[..3]
    };
    let customer = format!("C{:04}", random.random_range(0..3_000));
    let initial = first.chars().next().unwrap_or('x');
    let ascii = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphabetic)
            .collect::<String>()
    };
    let login = format!("{initial}{}{number}", ascii(last)).to_lowercase();
    let cities: Vec<_> = CITIES.split_whitespace().collect();
    Person {
        email: format!("{login}@{}.example", customer.to_lowercase()),
        login,
        first,
        last: last.to_owned(),
        phone_text: phone.written(notations.choose(random).unwrap()),
        phone,
        city: cities.choose(random).unwrap(),
        street: format!("Hauptstraße {}", random.random_range(1..200)),
        customer,
    }
}
