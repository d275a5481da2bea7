//! Instant search: Deskbook's own search language, over local directories and mirrors.
//!
//! OTOBO's language is in [`crate::search`]. This one is for typing: words in any order, all of which a
//! record has to hold. From three letters on a word is found anywhere, a shorter one where a word begins.
//! Case, accents, umlauts and punctuation do not matter on either side. Names are also found by their
//! sound and telephone numbers in any notation, whole or by their last digits.
//!
//! | typed | means |
//! | --- | --- |
//! | `eva mayr`, `eva+mayr` | both words, in any order |
//! | `"bad homburg"` | whole words side by side; nothing is an operator between quotes |
//! | `m*r` | `*` is any text within a value |
//! | `-eva` | not this |
//! | `city:ulm` | in a field, by its name or label |
//! | `valid:no`, `valid:yes`, `valid:all` | out of use, in use, both |
//! | `source:north` | of a source or installation |
//!
//! Whatever is typed is a search: what cannot be an operator is text, what is half typed (`city:`)
//! asks for nothing yet. Who has the whole text as a login or an e-mail address is always found.
//!
//! The way of a text: `scan` cuts it into items, [`parse`] gives them their meaning, [`Query::rank`]
//! decides on a record, [`Query::hit`] also tells what to highlight. An index only has to offer enough
//! records; it is built from the same [`FoldedText`], [`Phonetics`] and [`Region::numbers`].

mod alike;
mod fold;
mod letters;
mod marks;
mod names;
mod needle;
mod number;
mod parse;
mod places;
mod query;
mod rank;
mod region;
mod rule;
mod scan;
mod sound;
mod standing;
mod traced;
mod validity;
mod value;
mod wording;

pub use fold::{FoldedText, MOST_CHARACTERS};
pub use marks::{Hit, Mark, MarkKind};
pub use names::FieldName;
pub use needle::Needle;
pub use number::{FEWEST_DIGITS, Number};
pub use parse::{MOST_TYPED, parse};
pub use query::{Meaning, Part, Query};
pub use rank::{Rank, Tier};
pub use region::Region;
pub use sound::Phonetics;
pub use validity::WantedValidity;
pub use value::{Entry, FieldKind, Value, exact_key};
pub use wording::{FEWEST_ANYWHERE, Place, Wording};
