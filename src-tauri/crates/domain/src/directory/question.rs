//! From conditions to filters.

use super::{Attribute, Charset, Filter};
use crate::ids::Identifier;
use crate::search::{Condition, LikePattern, Pattern, Word};

/// Makes filters for a directory of this encoding.
#[derive(Clone, Copy, Debug)]
pub struct Questions {
    /// How the directory encodes text.
    pub charset: Charset,
}

impl Questions {
    /// What a search finds in these attributes. A filter knows no `_` for a single character: one that the
    /// condition has may find too much, see [`Condition::has_single_wildcard`].
    pub fn condition(self, condition: &Condition, columns: &[Identifier]) -> Filter {
        match condition {
            Condition::Everything => Filter::And(Vec::new()),
            Condition::Nothing => Filter::Or(Vec::new()),
            Condition::Word(word) => self.word(word, columns),
            Condition::All(members) => {
                let members = members.iter();
                Filter::all_of(members.map(|it| self.condition(it, columns)).collect())
            }
            Condition::Any(members) => {
                let members = members.iter();
                Filter::any_of(members.map(|it| self.condition(it, columns)).collect())
            }
        }
    }

    /// One of these attributes has exactly this text, as the directory compares.
    pub fn equal(self, text: &str, columns: &[Identifier]) -> Filter {
        let columns = columns.iter();
        let equal = |column| Filter::Equal(Attribute::from(column), self.charset.encode(text));
        Filter::any_of(columns.map(equal).collect())
    }

    /// A value is like a pattern.
    pub fn like(self, pattern: &LikePattern, column: &Identifier) -> Filter {
        let attribute = Attribute::from(column);
        let mut initial = None;
        let mut any = Vec::new();
        let mut last = None;
        for piece in pattern.typed_pieces() {
            let text = self.charset.encode(&piece.text);
            match (piece.at_start, piece.at_end) {
                (true, true) => return Filter::Equal(attribute, text),
                (true, false) => initial = Some(text),
                (false, true) => last = Some(text),
                (false, false) => any.push(text),
            }
        }
        if initial.is_none() && any.is_empty() && last.is_none() {
            return Filter::Present(attribute);
        }
        Filter::Substrings {
            attribute,
            initial,
            any,
            last,
        }
    }

    fn word(self, word: &Word, columns: &[Identifier]) -> Filter {
        let found = match &word.pattern {
            Pattern::Equal(_) => self.equal(word.pattern.text(), columns),
            Pattern::Like(pattern) => {
                let columns = columns.iter();
                Filter::any_of(columns.map(|column| self.like(pattern, column)).collect())
            }
        };
        if word.negated {
            // An entry without the attribute does not have the word either
            found.negated()
        } else {
            found
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Affixes, Language, literal, parse};

    const UTF8: Questions = Questions {
        charset: Charset::Utf8,
    };

    fn asked(text: &str) -> String {
        let condition = parse(text, Language::CustomerUser, &Affixes::new("*", "*")).unwrap();
        let columns = [Identifier::fixed("cn"), Identifier::fixed("sn")];
        UTF8.condition(&condition, &columns).to_string()
    }

    #[test]
    fn the_language_of_databases_is_understood_too() {
        assert_eq!(asked("ab"), "(|(cn=*ab*)(sn=*ab*))");
        assert_eq!(
            asked("Ab+!cd OR e*f"),
            "(|(&(|(cn=*Ab*)(sn=*Ab*))(&(!(cn=*cd*))(!(sn=*cd*))))(|(cn=*e*f*)(sn=*e*f*)))"
        );
        assert_eq!(asked("(x"), "(|(cn=*\\28x*)(sn=*\\28x*))");
        assert_eq!(asked("*"), "(|(cn=*)(sn=*))");
    }

    #[test]
    fn a_single_wildcard_finds_no_less_than_it_should() {
        assert_eq!(asked("a_c"), "(|(cn=*a*c*)(sn=*a*c*))");
    }

    #[test]
    fn a_text_of_a_form_means_itself() {
        let condition = literal("100%*)(").unwrap();
        let columns = [Identifier::fixed("o")];
        let filter = UTF8.condition(&condition, &columns);
        assert_eq!(filter.to_string(), "(o=*100%\\2a\\29\\28*)");
    }

    #[test]
    fn values_are_encoded_as_the_directory_has_them() {
        let latin = Questions {
            charset: Charset::Latin1,
        };
        let columns = [Identifier::fixed("cn")];
        assert_eq!(latin.equal("ü", &columns).to_string(), "(cn=\\fc)");
        assert_eq!(UTF8.equal("ü", &columns).to_string(), "(cn=\\c3\\bc)");
    }
}
