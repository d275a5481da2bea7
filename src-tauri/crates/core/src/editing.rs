//! What a form that changes a record was opened with.

use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;

use crate::back_end::BackEndError;
use crate::caches::Written;
use crate::installation::Installation;

/// The record that a form was opened with.
#[derive(Clone, Debug)]
pub struct Editing<K> {
    /// Its key when the form was opened.
    pub key: K,
    /// What it was then: a save writes over this and nothing else. `None` takes what is stored now.
    pub was: Option<Record>,
}

impl<K> Editing<K> {
    /// A record as it is stored when it is saved.
    pub fn as_stored(key: impl Into<K>) -> Self {
        Self {
            key: key.into(),
            was: None,
        }
    }
}

/// Reads a record that was just stored. A connection that broke right then is no reason to call it not
/// stored: it is asked for once more, and what fails then is told as what it is.
pub(crate) async fn read_back<R, F>(read: impl Fn() -> F) -> Result<R, BackEndError>
where
    F: Future<Output = Result<Option<R>, BackEndError>>,
{
    let found = match read().await {
        Err(error) if error.is_of_the_source() => read().await,
        found => found,
    };
    let found = found.and_then(|record| record.ok_or(BackEndError::NotFound));
    found.map_err(|error| BackEndError::StoredUnread(Box::new(error)))
}

/// The error of a record in this source, with what OTOBO still holds of it if it is stored all the same.
pub(crate) fn with_stale_caches(
    installation: &Installation,
    in_source: SourceId,
    error: BackEndError,
) -> BackEndError {
    match error {
        BackEndError::MovesLeft {
            key,
            moves,
            sources,
            source,
            ..
        } => {
            let mut written = Written::by_moves(in_source, &moves);
            written.push(Written::Records(in_source));
            BackEndError::MovesLeft {
                stale_caches: installation.stale_caches(&written),
                key,
                moves,
                sources,
                source,
            }
        }
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::ErrorCode;
    use crate::server_error::{ServerError, ServerPlace, Trouble};

    fn lost() -> BackEndError {
        BackEndError::Server(ServerError {
            trouble: Trouble::ConnectionLost,
            place: ServerPlace::default(),
            source: None,
        })
    }

    /// How reading back ends if so many reads fail first, and how many there were.
    async fn after(failures: u32) -> (Result<&'static str, BackEndError>, u32) {
        let reads = AtomicU32::new(0);
        let outcome = read_back(|| async {
            let read = reads.fetch_add(1, Ordering::Relaxed);
            if read < failures {
                Err(lost())
            } else {
                Ok(Some("the record"))
            }
        })
        .await;
        (outcome, reads.into_inner())
    }

    #[tokio::test]
    async fn a_stored_record_is_read_again_where_the_connection_broke() {
        let (outcome, reads) = after(1).await;
        assert_eq!(outcome.ok(), Some("the record"));
        assert_eq!(reads, 2);
    }

    #[tokio::test]
    async fn a_record_that_cannot_be_read_back_is_told_to_be_stored() {
        let (outcome, reads) = after(2).await;
        let code = outcome.err().map(|error| error.code());
        assert_eq!(code, Some(ErrorCode::StoredUnread));
        assert_eq!(reads, 2);
        let gone = read_back(|| async { Ok(None::<()>) }).await;
        let code = gone.err().map(|error| error.code());
        assert_eq!(
            code,
            Some(ErrorCode::StoredUnread),
            "renamed by somebody else"
        );
    }
}
