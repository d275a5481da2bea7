//! What the index holds of a record: its terms, apart by spaces.

use deskbook_domain::ids::Var;
use deskbook_domain::instant::{FieldKind, FoldedText, Region, Value, exact_key};

use super::table::searched;
use super::terms::{self, Words};

/// The text of a record for the index: of all the values that `Query::rank` will be given for it, and for
/// the region that queries are read for. The same values have the same document in each run.
pub fn document<'v>(values: impl IntoIterator<Item = &'v Value<'v>>, region: Region) -> String {
    let mut document = Document {
        text: String::with_capacity(1_024),
        region,
    };
    for value in values {
        document.add(value);
    }
    document.text
}

/// The document of a record: of its values, and of its key whatever the map calls it.
pub fn document_of(fields: &[Var], values: &[Option<String>], key: &str, region: Region) -> String {
    let mut searched = searched(fields, values);
    let has_key = searched
        .iter()
        .any(|value| value.kind == FieldKind::Login && value.text == key);
    if !has_key {
        searched.push(Value {
            field: "",
            kind: FieldKind::Login,
            text: key,
        });
    }
    document(&searched, region)
}

struct Document {
    text: String,
    region: Region,
}

impl Document {
    fn add(&mut self, value: &Value<'_>) {
        let folded = FoldedText::of(value.text);
        for word in words(folded.base()) {
            self.word(word, value.kind);
        }
        if let Some(collapsed) = folded.collapsed() {
            let pairs = words(folded.base()).zip(words(collapsed));
            for (_, word) in pairs.filter(|(base, collapsed)| base != collapsed) {
                self.word(word, value.kind);
            }
        }
        match value.kind {
            FieldKind::Login | FieldKind::Email => {
                self.term(&terms::identity(&exact_key(value.text)));
            }
            FieldKind::Phone => self.numbers(value.text),
            FieldKind::Name => self.sounds(folded.most_collapsed()),
            FieldKind::Other => {}
        }
    }

    fn word(&mut self, word: &str, kind: FieldKind) {
        let lengths = word.char_indices().take(terms::LONGEST_START);
        for (at, letter) in lengths {
            let start = word.get(..at + letter.len_utf8()).unwrap_or_default();
            self.start(Words::All, start);
            if kind == FieldKind::Name {
                self.start(Words::OfNames, start);
            }
        }
        let ends = word.char_indices().skip(2);
        for ((start, _), (last, letter)) in word.char_indices().zip(ends) {
            let trigram = word.get(start..last + letter.len_utf8());
            self.term(trigram.unwrap_or_default());
        }
    }

    fn start(&mut self, words: Words, letters: &str) {
        self.text.push(words.mark());
        self.term(letters);
    }

    fn sounds(&mut self, folded: &str) {
        for word in words(folded) {
            for code in self.region.phonetics.codes(word) {
                self.term(&terms::sound(&code));
            }
        }
    }

    fn numbers(&mut self, text: &str) {
        for number in self.region.numbers(text) {
            for term in terms::number_terms(&number) {
                self.term(&term);
            }
        }
    }

    fn term(&mut self, term: &str) {
        self.text.push_str(term);
        self.text.push(' ');
    }
}

/// The words of a folded text.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(' ').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::VERSION;

    fn terms_of(kind: FieldKind, text: &str) -> String {
        let value = Value {
            field: "x",
            kind,
            text,
        };
        document([&value], Region::of_country("DE"))
    }

    #[test]
    fn words_are_found_by_their_starts_and_trigrams() {
        assert_eq!(terms_of(FieldKind::Other, "Eva"), "¦e ¦ev ¦eva eva ");
        assert_eq!(
            terms_of(FieldKind::Other, "Ulms 7"),
            "¦u ¦ul ¦ulm ulm lms ¦7 "
        );
        assert_eq!(terms_of(FieldKind::Other, " - "), "");
    }

    #[test]
    fn another_document_of_the_same_values_is_another_version() {
        let values = [
            (FieldKind::Login, "j.müller"),
            (FieldKind::Email, "J@x.example"),
            (FieldKind::Phone, "+49 (0)89 1234"),
            (FieldKind::Name, "Jörg-Uwe Mueller"),
            (FieldKind::Other, "王7"),
        ];
        let values = values.map(|(kind, text)| Value {
            field: "x",
            kind,
            text,
        });
        let german = document(&values, Region::of_country("DE"));
        let other = document(&values[3..4], Region::of_country("GB"));
        assert_eq!(VERSION, 2, "raise it, then write down what is new");
        assert_eq!(
            german,
            "¦j ¦m ¦mu ¦mul mul ull lle ler ≡f607f \
             ¦j ¦x ¦e ¦ex ¦exa exa xam amp mpl ple ≡cdfd5 \
             ¦4 ¦49 ¦0 ¦8 ¦89 ¦1 ¦12 ¦123 123 234 ¬91234 ¬1234 \
             ¦j §j ¦jo §jo ¦jor §jor jor org ¦u §u ¦uw §uw ¦uwe §uwe uwe \
             ¦m §m ¦mu §mu ¦mue §mue mue uel ell lle ler \
             ¦m §m ¦mu §mu ¦mul §mul mul ull lle ler ≈074 ≈03u ≈657 ¦王 ¦7 "
        );
        assert!(other.ends_with(" ≈JRK ≈ARK ≈MLR "), "{other}");
    }

    #[test]
    fn a_word_of_two_spellings_is_there_in_both() {
        assert_eq!(
            terms_of(FieldKind::Other, "Ute Loew"),
            "¦u ¦ut ¦ute ute ¦l ¦lo ¦loe loe oew ¦l ¦lo ¦low low "
        );
    }

    #[test]
    fn names_logins_and_numbers_have_terms_of_their_own() {
        assert_eq!(
            terms_of(FieldKind::Name, "Meier"),
            "¦m §m ¦me §me ¦mei §mei mei eie ier ≈67m "
        );
        assert_eq!(
            terms_of(FieldKind::Login, "Eva"),
            format!("¦e ¦ev ¦eva eva {} ", terms::identity("eva"))
        );
        assert!(terms_of(FieldKind::Phone, "089/1234567").ends_with("¬34567 ¬4567 "));
    }
}
