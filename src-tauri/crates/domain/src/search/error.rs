//! Texts that no condition can be made of.

/// Why a text finds nothing: at OTOBO it ends in an SQL error. The text itself is not repeated,
/// since what somebody searched for is nobody's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// More characters than [`super::MAX_LENGTH`].
    #[error("the search text is longer than {limit} characters")]
    TooLong {
        /// Characters allowed.
        limit: usize,
    },
    /// AND and OR with no word between them.
    #[error("AND and OR stand side by side")]
    AndBesideOr,
    /// An operator lacks the word on one side, as in `C++`.
    #[error("an operator has no word on one side")]
    MissingWord,
    /// Parentheses with nothing to search for in them, as of a text of operators only.
    #[error("there is no word to search for")]
    NoWord,
    /// As many parentheses close as open, but not in that order.
    #[error("a parenthesis closes before it opens")]
    ClosedBeforeOpened,
    /// A phrase ends in the backslash that LIKE takes for its escape character.
    #[error("a phrase ends in a backslash")]
    EscapeAtEnd,
}
