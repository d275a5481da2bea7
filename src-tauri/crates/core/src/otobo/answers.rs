//! What several sources answered, and why there is no answer.

use super::detail::DetailError;
use crate::ErrorCode;
use crate::back_end::BackEndError;

/// Why OTOBO would not answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// No parameter says what is looked for (`otobo-behaviour.md 3.1`).
    #[error("nothing is asked")]
    NothingAsked,
    /// No source has this login (`otobo-behaviour.md 4.6`).
    #[error("no source has the login")]
    NoSuchUser,
    /// The detailed search makes no sense (`otobo-behaviour.md 3.6`).
    #[error(transparent)]
    Detail(#[from] DetailError),
    /// A back end failed.
    #[error(transparent)]
    BackEnd(#[from] BackEndError),
}

impl AnswerError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NothingAsked | Self::Detail(_) => ErrorCode::InvalidInput,
            Self::NoSuchUser => ErrorCode::NotFound,
            Self::BackEnd(error) => error.code(),
        }
    }

    /// Whether the question is at fault: OTOBO answers such a one with nothing.
    pub fn is_of_the_question(&self) -> bool {
        match self {
            Self::NothingAsked | Self::NoSuchUser | Self::Detail(_) => true,
            Self::BackEnd(error) => matches!(error, BackEndError::NotUnderstood(_)),
        }
    }
}

/// Collects what the sources answer. One that does not answer hides nobody of the others, as at OTOBO;
/// only if none answers its error is told. A text that a source does not understand finds nobody there.
#[derive(Default)]
pub(super) struct Answers {
    answered: bool,
    failure: Option<BackEndError>,
}

impl Answers {
    /// One source's answer; nothing where it has none.
    pub(super) fn of<A: Default>(
        &mut self,
        answer: Result<A, BackEndError>,
    ) -> Result<A, BackEndError> {
        match answer {
            Ok(answer) => {
                self.answered = true;
                Ok(answer)
            }
            Err(BackEndError::NotUnderstood(_)) => {
                self.answered = true;
                Ok(A::default())
            }
            Err(error) if error.is_of_the_source() => {
                tracing::warn!(code = ?error.code(), "a source does not answer");
                self.failure = self.failure.take().or(Some(error));
                Ok(A::default())
            }
            Err(error) => Err(error),
        }
    }

    /// The error, if no source answered.
    pub(super) fn finish(self) -> Result<(), BackEndError> {
        match self.failure {
            Some(error) if !self.answered => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::search::SearchError;

    use super::*;

    fn down() -> BackEndError {
        BackEndError::Failed(std::io::Error::other("down").into())
    }

    #[test]
    fn a_source_that_is_down_hides_nobody_of_the_others() {
        let mut answers = Answers::default();
        assert!(answers.of::<Vec<u8>>(Err(down())).unwrap().is_empty());
        assert_eq!(answers.of(Ok(vec![1])).unwrap(), [1]);
        assert!(answers.finish().is_ok());
    }

    #[test]
    fn if_no_source_answers_the_first_error_is_told() {
        let mut answers = Answers::default();
        assert!(answers.of::<()>(Err(down())).is_ok());
        assert!(matches!(answers.finish(), Err(BackEndError::Failed(_))));
    }

    #[test]
    fn a_text_that_is_not_understood_finds_nobody() {
        let mut answers = Answers::default();
        let error = BackEndError::NotUnderstood(SearchError::MissingWord);
        assert!(answers.of::<Vec<u8>>(Err(error)).unwrap().is_empty());
        assert!(answers.finish().is_ok());
    }

    #[test]
    fn an_impossible_request_is_an_error() {
        let error = BackEndError::Unknown {
            what: "x".to_owned(),
        };
        assert!(Answers::default().of::<()>(Err(error)).is_err());
    }
}
