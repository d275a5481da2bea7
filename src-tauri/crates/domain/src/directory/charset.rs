//! How a directory encodes text (`SourceCharset`, otobo-behaviour.md 5.1 and 5.4).

/// The encodings that directories are kept in. LDAP v3 has UTF-8; older ones hold Latin-1 all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8: what the protocol says, and what holds where nothing is configured.
    #[default]
    Utf8,
    /// ISO 8859-1: each byte is the character of its number.
    Latin1,
}

impl Charset {
    /// The encoding of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "utf-8" | "utf8" => Some(Self::Utf8),
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" => Some(Self::Latin1),
            _ => None,
        }
    }

    /// The text of a value; `None` if these bytes are none.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_owned),
            Self::Latin1 => Some(bytes.iter().copied().map(char::from).collect()),
        }
    }

    /// The bytes of a text. What the encoding lacks is written as UTF-8: such a value is in no directory
    /// of that encoding, so nothing is found where nothing can be.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Latin1 => text
                .chars()
                .map(|character| u8::try_from(u32::from(character)))
                .collect::<Result<_, _>>()
                .unwrap_or_else(|_| text.as_bytes().to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_from_the_encoding_that_it_was_written_in() {
        for charset in [Charset::Utf8, Charset::Latin1] {
            let bytes = charset.encode("Größe");
            assert_eq!(charset.decode(&bytes).as_deref(), Some("Größe"));
        }
        assert_eq!(Charset::Latin1.encode("ü"), [0xfc]);
        assert_eq!(Charset::Utf8.decode(&[0xfc]), None);
        assert_eq!(Charset::Latin1.encode("日"), "日".as_bytes());
    }

    #[test]
    fn names_are_taken_in_any_case_and_unknown_ones_are_told() {
        assert_eq!(Charset::named("UTF-8"), Some(Charset::Utf8));
        assert_eq!(Charset::named("ISO-8859-1"), Some(Charset::Latin1));
        assert_eq!(Charset::named("koi8-r"), None);
    }
}
