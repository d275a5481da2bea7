//! Rows of an instant search are held against their sources, once nobody types any more.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use deskbook_domain::source::SourceId;
use tokio::task::JoinHandle;

use crate::back_end::FoundCustomerUser;
use crate::changes::Topic;
use crate::installation::Installation;
use crate::instant::LookUp;
use crate::mirror::confirm;

/// Somebody who types goes on within it.
const PAUSE: Duration = Duration::from_millis(300);

/// What is being asked for one search; it ends with the search.
#[derive(Debug, Default)]
pub(crate) struct Confirming(Mutex<Vec<JoinHandle<()>>>);

impl Confirming {
    /// Asks the sources that answer for these rows. Whoever shows them hears of it where one was put right.
    pub(crate) fn begin(&self, installation: &Installation, rows: &[FoundCustomerUser]) {
        let LookUp::Mirror(_) = &installation.look_up else {
            return;
        };
        let mut keys: BTreeMap<SourceId, Vec<String>> = BTreeMap::new();
        for row in rows {
            let of_source = keys.entry(row.source).or_default();
            of_source.push(row.login.as_str().to_owned());
        }
        let installation = installation.clone();
        let work = tokio::spawn(async move {
            tokio::time::sleep(PAUSE).await;
            confirm_all(&installation, keys).await;
        });
        let mut works = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        works.retain(|work| !work.is_finished());
        works.push(work);
    }
}

impl Drop for Confirming {
    fn drop(&mut self) {
        let works = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for work in works {
            work.abort();
        }
    }
}

async fn confirm_all(installation: &Installation, keys: BTreeMap<SourceId, Vec<String>>) {
    let LookUp::Mirror(mirror) = &installation.look_up else {
        return;
    };
    let mut is_corrected = false;
    for (source, keys) in keys {
        let Ok(back_end) = installation.customer_users.of(source) else {
            continue;
        };
        // Of a copy that was never whole the rows are the source's own, or about to be read again
        let standing = mirror.standing(source).await;
        if back_end.health().is_failing() || !standing.is_some_and(|it| it.can_be_searched()) {
            continue;
        }
        let keys: Vec<_> = keys.iter().map(String::as_str).collect();
        match confirm(mirror, back_end.as_ref(), &keys).await {
            Ok(corrected) => is_corrected |= corrected,
            // The source is away: its rows stay as they are
            Err(error) => {
                tracing::debug!(code = ?error.code(), "rows of the mirror are not confirmed");
            }
        }
    }
    if is_corrected {
        installation.listener.changed(&[Topic::CustomerUsers]);
    }
}
