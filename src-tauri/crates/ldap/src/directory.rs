//! The adapter of core's port for directories.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_core::back_end::{BackEnd, BackEndError};
use deskbook_core::connecting::{
    Directories, DirectoryAttribute, DirectoryEntry, DirectoryOpening, DirectoryTest, NoServices,
    OpenDirectory, Services, SignInAnswer, SignInOpening,
};
use deskbook_core::health::HealthCell;
use deskbook_core::query::ValidityFilter;
use deskbook_core::server_error::ServerError;
use deskbook_domain::database::Host;
use deskbook_domain::ids::Login;
use deskbook_domain::secret::Secret;
use deskbook_domain::sign_in::SignInName;

use crate::customer_users::{DirectoryCustomerUsers, Watched};
use crate::entry::{Entry, Range};
use crate::photos;
use crate::probe;
use crate::reader::Reader;
use crate::sessions::Sessions;
use crate::sign_in;

/// What asks for everything that is no matter of the server's own.
const EVERYTHING: &str = "*";

/// Ranges of one attribute that are read at most: a directory that gave them without end would keep us busy
/// for ever.
const MOST_RANGES: usize = 1_000;

/// The way to directories.
#[derive(Clone)]
pub struct LdapDirectories {
    services: Arc<dyn Services>,
}

impl LdapDirectories {
    /// With whoever knows the servers of services.
    pub fn new(services: Arc<dyn Services>) -> Self {
        Self { services }
    }
}

impl Default for LdapDirectories {
    /// Services are not known.
    fn default() -> Self {
        Self::new(Arc::new(NoServices))
    }
}

#[async_trait]
impl Directories for LdapDirectories {
    fn open(&self, opening: DirectoryOpening) -> Arc<dyn OpenDirectory> {
        Arc::new(LdapDirectory::new(opening, &self.services))
    }

    async fn test(&self, opening: DirectoryOpening) -> DirectoryTest {
        probe::test(opening, &self.services).await
    }

    async fn sign_in(
        &self,
        opening: SignInOpening,
        name: &SignInName,
        password: &Secret<String>,
    ) -> SignInAnswer {
        sign_in::sign_in(&opening, self.services.as_ref(), name, password).await
    }
}

/// One directory.
pub(crate) struct LdapDirectory {
    watched: Arc<Watched>,
}

impl LdapDirectory {
    pub(crate) fn new(opening: DirectoryOpening, services: &Arc<dyn Services>) -> Self {
        let DirectoryOpening {
            source,
            directory,
            password,
            timing,
            listener,
            clock,
        } = opening;
        let source = Arc::new(source);
        let reader = Reader::new(Arc::clone(&source), directory.charset);
        let sessions = Sessions::new(
            directory,
            password,
            timing,
            source.id,
            Arc::clone(services),
            Arc::clone(&listener),
        );
        Self {
            watched: Arc::new(Watched {
                source,
                sessions: Arc::new(sessions),
                reader,
                health: HealthCell::default(),
                listener,
                clock,
            }),
        }
    }

    /// Reads what is missing of attributes with many values, of which Active Directory gives a part only.
    async fn whole(&self, mut entry: Entry) -> Result<Entry, ServerError> {
        let sessions = &self.watched.sessions;
        for at in 0..entry.attributes.len() {
            for _ in 0..MOST_RANGES {
                let Some((name, _)) = entry.attributes.get(at) else {
                    break;
                };
                let Some(range) = Range::of(name) else {
                    break;
                };
                let of = range.of.to_owned();
                let more = match range.next {
                    Some(next) => {
                        let wanted = format!("{of};range={next}-*");
                        sessions.read(&entry.dn, vec![wanted]).await?
                    }
                    None => None,
                };
                let more = more.and_then(|more| more.attributes.into_iter().next());
                let Some(attribute) = entry.attributes.get_mut(at) else {
                    break;
                };
                match more {
                    Some((name, values)) if !values.is_empty() => {
                        attribute.0 = name;
                        attribute.1.extend(values);
                    }
                    _ => attribute.0 = of,
                }
            }
        }
        Ok(entry)
    }
}

#[async_trait]
impl OpenDirectory for LdapDirectory {
    fn customer_users(&self) -> Arc<dyn BackEnd> {
        Arc::new(DirectoryCustomerUsers(Arc::clone(&self.watched)))
    }

    async fn entry(&self, login: &Login) -> Result<Option<DirectoryEntry>, BackEndError> {
        let watched = &self.watched;
        let asking = watched.asking();
        let filter = asking.within(asking.login(login.as_str()), ValidityFilter::All);
        let mut request = watched.request(&filter);
        request.attributes = vec![EVERYTHING.to_owned()];
        let mut first = None;
        let mut take = |entry: Entry| {
            first.get_or_insert(entry);
            std::ops::ControlFlow::Continue(())
        };
        watched.sessions.search(&request, &mut take).await?;
        let Some(first) = first else {
            return Ok(None);
        };
        let whole = self.whole(first).await?;
        let attributes = whole.attributes.into_iter();
        // Active Directory names an attribute without values beside its first range
        let attributes = attributes.filter(|(_, values)| !values.is_empty());
        Ok(Some(DirectoryEntry {
            dn: whole.dn,
            attributes: attributes
                .map(|(name, values)| DirectoryAttribute { name, values })
                .collect(),
        }))
    }

    async fn photo(&self, login: &Login) -> Result<Option<Vec<u8>>, BackEndError> {
        let watched = &self.watched;
        watched
            .noted(async { Ok(photos::photo(watched, login).await?) })
            .await
    }

    fn admit(&self) {
        self.watched.sessions.admit();
    }

    fn answering(&self) -> Option<Host> {
        self.watched.sessions.answering()
    }

    async fn close(&self) {
        self.watched.sessions.close().await;
    }
}
