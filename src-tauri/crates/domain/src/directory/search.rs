//! OTOBO's search language for directories (otobo-behaviour.md 5.3): a text is cut at `+`, and that is
//! all. What it finds is a [`Condition`] as any other search.

use crate::search::{Affixes, Condition, SearchError, condition_of_words};

/// So many parts a text is cut into at most; the last one keeps further `+`.
const MOST_PARTS: usize = 6;

/// Reads a text. Each part has to stand in a field, with the affixes around it; `*` is any text, and
/// everything else is itself, blanks, `!`, `%`, `_` and quotes among it (C82).
pub fn parse_directory_search(text: &str, affixes: &Affixes) -> Result<Condition, SearchError> {
    let parts = text.splitn(MOST_PARTS, '+');
    condition_of_words(parts.map(|part| affixes.around(part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{Charset, Questions};
    use crate::ids::Identifier;

    fn asked(text: &str, columns: &[&'static str], affixes: (&str, &str)) -> String {
        let condition = parse_directory_search(text, &Affixes::new(affixes.0, affixes.1)).unwrap();
        let columns: Vec<_> = columns.iter().map(|it| Identifier::fixed(it)).collect();
        let questions = Questions {
            charset: Charset::Utf8,
        };
        questions.condition(&condition, &columns).to_string()
    }

    #[test]
    fn c82_parts_are_joined_by_and_over_all_fields() {
        let f = ["f1", "f2"];
        assert_eq!(
            asked("a+b", &f, ("*", "*")),
            "(&(|(f1=*a*)(f2=*a*))(|(f1=*b*)(f2=*b*)))"
        );
        assert_eq!(asked("a", &f, ("", "*")), "(|(f1=a*)(f2=a*))");
        assert_eq!(asked("a", &["uid"], ("", "")), "(uid=a)");
        assert_eq!(
            asked("a+b+c+d+e+f+g", &["u"], ("*", "*")),
            "(&(u=*a*)(u=*b*)(u=*c*)(u=*d*)(u=*e*)(u=*f+g*))"
        );
    }

    #[test]
    fn c83_everything_but_the_star_is_itself() {
        assert_eq!(asked("*)(uid=*", &["u"], ("*", "*")), "(u=*\\29\\28uid=*)");
        assert_eq!(asked("a_b%", &["u"], ("", "")), "(u=a_b%)");
        assert_eq!(asked("!a\\", &["u"], ("*", "*")), "(u=*!a\\5c*)");
        assert_eq!(asked("**", &["u"], ("*", "*")), "(u=*)");
        assert_eq!(asked("+", &["u"], ("", "*")), "(&(u=*)(u=*))");
        assert_eq!(asked("a b OR c", &["u"], ("", "*")), "(u=a b OR c*)");
    }
}
