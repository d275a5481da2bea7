//! Who is in a group that lets a login count (`GroupDN`, `otobo-behaviour.md 5.3`, C88).
//!
//! OTOBO asks once for each hit. Here the members of all groups are read once for each search.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use deskbook_core::server_error::ServerError;

use crate::search::{PAGE, Request};
use crate::sessions::Sessions;

const MEMBER: &str = "memberUid";

/// Whom a search is to keep.
#[derive(Debug)]
pub(crate) enum Members {
    /// Everybody: there is no such group.
    All,
    /// These logins, in exactly this spelling, as directories compare them.
    Only(HashSet<String>),
}

impl Members {
    pub(crate) async fn read(sessions: &Arc<Sessions>) -> Result<Self, ServerError> {
        let directory = &sessions.directory;
        let Some(group) = &directory.group else {
            return Ok(Self::All);
        };
        let request = Request {
            base: group.to_string(),
            scope: directory.scope,
            filter: format!("({MEMBER}=*)"),
            attributes: vec![MEMBER.to_owned()],
            page: PAGE,
        };
        let mut members = HashSet::new();
        sessions
            .search(&request, &mut |entry| {
                let logins = entry.values(MEMBER).iter();
                members.extend(logins.filter_map(|login| directory.charset.decode(login)));
                ControlFlow::Continue(())
            })
            .await?;
        Ok(Self::Only(members))
    }

    pub(crate) fn has(&self, login: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(members) => members.contains(login),
        }
    }
}
