//! A search that is read page by page, each as it is asked for.

use std::ops::ControlFlow;
use std::sync::Arc;

use deskbook_core::server_error::ServerError;

use crate::entry::Entry;
use crate::search::{End, PagePlace, Request};
use crate::sessions::{Lease, Sessions};

/// A search, as far as it was read.
pub(crate) struct Pages {
    request: Request,
    open: Option<Open>,
}

/// One that has more pages.
struct Open {
    lease: Lease,
    at: PagePlace,
    end: End,
}

impl Pages {
    /// Nothing was read yet.
    pub(crate) fn of(request: Request) -> Self {
        Self {
            request,
            open: None,
        }
    }

    /// Reads a page; with the last one it tells how the search ended.
    pub(crate) async fn next(
        &mut self,
        sessions: &Arc<Sessions>,
        mut each: impl FnMut(Entry) + Send,
    ) -> Result<Option<End>, ServerError> {
        let mut take = |entry| {
            each(entry);
            ControlFlow::Continue(())
        };
        loop {
            let Open {
                mut lease,
                at,
                mut end,
            } = match self.open.take() {
                Some(open) => open,
                None => Open {
                    lease: sessions.lease().await?,
                    at: PagePlace::default(),
                    end: End::default(),
                },
            };
            let read = lease
                .next_page(&self.request, at, &mut take, &mut end, sessions)
                .await;
            match read {
                Err(error) => sessions.begin_anew(lease, error, &end)?,
                Ok(Some(at)) => {
                    self.open = Some(Open { lease, at, end });
                    return Ok(None);
                }
                Ok(None) => return Ok(Some(end)),
            }
        }
    }
}
