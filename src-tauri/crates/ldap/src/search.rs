//! Searching, page by page (RFC 2696), so that nothing is cut that the directory would give.

use std::ops::ControlFlow;
use std::sync::Arc;

use deskbook_core::hits::ServerLimit;
use deskbook_core::server_error::{ServerError, Trouble};
use deskbook_domain::directory;
use ldap3::controls::{Control, PagedResults};
use ldap3::{DerefAliases, LdapResult, Scope, SearchOptions};
use tokio::time::timeout;

use crate::ber::cookie_of;
use crate::entry::{Entry, Item};
use crate::fault::{Doing, of_ldap, of_result, plain, silent, told};
use crate::sessions::{Lease, Origin, Sessions};

/// Entries that come with one question. Active Directory gives no more than 1,000.
pub(crate) const PAGE: i32 = 500;

/// No attributes at all (RFC 4511, 4.5.1.8): the names of entries are enough.
pub(crate) const NO_ATTRIBUTES: &str = "1.1";

/// What is searched for.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) base: String,
    pub(crate) scope: directory::Scope,
    pub(crate) filter: String,
    pub(crate) attributes: Vec<String>,
    /// Entries that come with one question.
    pub(crate) page: i32,
}

/// Where a page begins, in the directory's words; at first it has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct PagePlace(Vec<u8>);

/// How a search ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct End {
    /// What the directory allowed, if that was less than what was asked for.
    pub(crate) limit: Option<ServerLimit>,
    /// Other servers that it named for a part. They are not followed.
    pub(crate) referrals: Vec<String>,
    /// How many entries it gave.
    entries: u32,
}

impl Sessions {
    /// Gives each entry that is found to `each`, until that wants no more. A conversation that the server
    /// ended while it rested is noticed here and begun anew.
    pub(crate) async fn search(
        self: &Arc<Self>,
        request: &Request,
        each: &mut (dyn FnMut(Entry) -> ControlFlow<()> + Send),
    ) -> Result<End, ServerError> {
        loop {
            let mut lease = self.lease().await?;
            let mut end = End::default();
            let outcome = lease.pages(request, each, &mut end, self).await;
            let Err(error) = outcome else {
                return Ok(end);
            };
            self.begin_anew(lease, error, &end)?;
        }
    }

    /// Whether a search that failed can be begun anew: the server ended the conversation while it rested, and
    /// has given nothing yet.
    pub(crate) fn begin_anew(
        &self,
        mut lease: Lease,
        error: ServerError,
        end: &End,
    ) -> Result<(), ServerError> {
        let error = self.at(error);
        if error.ends_connection() {
            lease.break_off();
        }
        let was_ended = lease.origin == Origin::Rested
            && end.entries == 0
            && error.trouble == Trouble::ConnectionLost;
        drop(lease);
        if !was_ended {
            return Err(error);
        }
        self.forget_rested();
        Ok(())
    }

    /// The entry that searches begin at.
    pub(crate) async fn read_base(self: &Arc<Self>) -> Result<Entry, ServerError> {
        let base = self.directory.base.to_string();
        let found = self.read(&base, vec![NO_ATTRIBUTES.to_owned()]).await?;
        found.ok_or_else(|| self.at(plain(Trouble::BaseMissing(base), &self.anywhere())))
    }

    /// The entry of this name, with these attributes.
    pub(crate) async fn read(
        self: &Arc<Self>,
        dn: &str,
        attributes: Vec<String>,
    ) -> Result<Option<Entry>, ServerError> {
        let request = Request {
            base: dn.to_owned(),
            scope: directory::Scope::Base,
            filter: "(objectClass=*)".to_owned(),
            attributes,
            page: PAGE,
        };
        let mut found = None;
        let outcome = self
            .search(&request, &mut |entry| {
                found = Some(entry);
                ControlFlow::Continue(())
            })
            .await;
        match outcome {
            Ok(_) => Ok(found),
            Err(error) if matches!(error.trouble, Trouble::BaseMissing(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Lease {
    async fn pages(
        &mut self,
        request: &Request,
        each: &mut (dyn FnMut(Entry) -> ControlFlow<()> + Send),
        end: &mut End,
        sessions: &Sessions,
    ) -> Result<(), ServerError> {
        let mut at = Some(PagePlace::default());
        while let Some(place) = at {
            at = self.next_page(request, place, each, end, sessions).await?;
        }
        Ok(())
    }

    /// One page; tells where the next one begins, if there is one and somebody wants it.
    pub(crate) async fn next_page(
        &mut self,
        request: &Request,
        at: PagePlace,
        each: &mut (dyn FnMut(Entry) -> ControlFlow<()> + Send),
        end: &mut End,
        sessions: &Sessions,
    ) -> Result<Option<PagePlace>, ServerError> {
        let Some(result) = self.page(request, at.0, each, end, sessions).await? else {
            return Ok(None);
        };
        end.limit = match result.rc {
            0 => None,
            3 => Some(ServerLimit::Time),
            4 => Some(ServerLimit::Entries(end.entries)),
            11 => Some(ServerLimit::Work),
            _ => return Err(of_result(&result, &self.place(), Doing::Ask)),
        };
        let cookie = cookie_in(&result);
        let is_last = end.limit.is_some() || cookie.is_empty();
        Ok((!is_last).then_some(PagePlace(cookie)))
    }

    /// One page, and what the directory says at its end; `None` if nobody wants more.
    async fn page(
        &mut self,
        request: &Request,
        cookie: Vec<u8>,
        each: &mut (dyn FnMut(Entry) -> ControlFlow<()> + Send),
        end: &mut End,
        sessions: &Sessions,
    ) -> Result<Option<LdapResult>, ServerError> {
        let place = self.place();
        let patience = sessions.patience();
        let failed = |error| of_ldap(error, &place, Doing::Ask);
        let Some(mut ldap) = self.ldap() else {
            return Ok(None);
        };
        ldap.with_search_options(SearchOptions::new().deref(DerefAliases::Never));
        let size = request.page;
        ldap.with_controls(PagedResults { size, cookie });
        let begun = ldap.streaming_search(
            &request.base,
            scope_of(request.scope),
            &request.filter,
            request.attributes.as_slice(),
        );
        let begun = timeout(patience, begun).await;
        let mut stream = begun
            .map_err(|_| silent(&place, patience))?
            .map_err(failed)?;
        self.running = Some(stream.ldap_handle().last_id());
        loop {
            let next = timeout(patience, stream.next()).await;
            let next = next.map_err(|_| silent(&place, patience))?;
            let item = match next {
                Ok(item) => item,
                Err(error) => {
                    // Nothing runs there any more that could be abandoned
                    self.running = None;
                    return Err(failed(error));
                }
            };
            let Some(item) = item else {
                break;
            };
            let item = Item::read(item);
            match item.map_err(|error| told(Trouble::Other, &place, error))? {
                Item::Entry(entry) => {
                    end.entries = end.entries.saturating_add(1);
                    if each(entry).is_break() {
                        return Ok(None);
                    }
                }
                Item::Referral(servers) => end.referrals.extend(servers),
                Item::Other => {}
            }
        }
        let result = stream.finish().await;
        self.running = None;
        Ok(Some(result))
    }
}

/// Where the next page begins; empty after the last one, and where the directory knows no pages.
fn cookie_in(result: &LdapResult) -> Vec<u8> {
    const PAGED_RESULTS: &str = "1.2.840.113556.1.4.319";
    let mut controls = result.ctrls.iter();
    let control = controls.find(|Control(_, raw)| raw.ctype == PAGED_RESULTS);
    let value = control.and_then(|Control(_, raw)| raw.val.as_deref());
    value.and_then(cookie_of).unwrap_or_default()
}

fn scope_of(scope: directory::Scope) -> Scope {
    match scope {
        directory::Scope::Base => Scope::Base,
        directory::Scope::One => Scope::OneLevel,
        directory::Scope::Sub => Scope::Subtree,
    }
}
