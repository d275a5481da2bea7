//! The words that are looked for, in one of the keys.

use super::FoldedText;

/// From so many letters on a text is found anywhere; a shorter one only where a word begins.
pub const FEWEST_ANYWHERE: usize = 3;

/// Where in a value something may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere.
    Anywhere,
    /// It begins a word.
    WordStart,
    /// It is made of whole words.
    WholeWords,
}

/// Texts that follow each other in a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pieces: Vec<String>,
    place: Place,
}

impl Wording {
    /// These pieces, in the key that `key` gives. Too short a first one has to begin a word, unless
    /// `place` asks for more.
    pub(super) fn of(pieces: &[FoldedText], key: fn(&FoldedText) -> &str, place: Place) -> Self {
        let pieces: Vec<_> = pieces.iter().map(|piece| key(piece).to_owned()).collect();
        let letters = |piece: &String| piece.chars().filter(|it| *it != ' ').count();
        let is_short = pieces
            .first()
            .is_some_and(|first| letters(first) < FEWEST_ANYWHERE);
        let place = match place {
            Place::Anywhere if is_short => Place::WordStart,
            place => place,
        };
        Self { pieces, place }
    }

    /// The pieces in order, none without a letter, each as a folded text is: a space before each
    /// word and one at the end.
    pub fn pieces(&self) -> &[String] {
        &self.pieces
    }

    /// Where the first piece may stand; the others follow it anywhere.
    pub fn place(&self) -> Place {
        self.place
    }
}
