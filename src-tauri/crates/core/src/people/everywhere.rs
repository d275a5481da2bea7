//! One search in one installation or in several: the hits of one behind those of the other, the shown one first.

use std::sync::Arc;

use deskbook_domain::source::SourceId;
use futures_util::future::{join_all, select_all};

use super::search::{self, Row};
use crate::back_end::{BackEndError, FoundCustomerUser};
use crate::connecting::{ConnectingError, OpenInstallations};
use crate::hits::{Page, Place, Total};
use crate::installation::Installation;
use crate::installations::InstallationId;
use crate::merged::{Missing, Standing};
use crate::search::{Found, Request, StartError};
use crate::searches::Ended;

/// An open search. It keeps the installations that it was begun in: its pages stay true, whatever the window shows
/// meanwhile.
pub struct Everywhere {
    /// The shown one first.
    parts: Vec<InOne>,
    /// The sources of the shown one that take part.
    asked: Vec<SourceId>,
    unsearched: Vec<InstallationId>,
}

/// The search in one installation.
pub struct InOne {
    /// Which; `None` for the one that the window shows.
    pub id: Option<InstallationId>,
    /// Where is searched.
    pub installation: Installation,
    /// Its search, or why there is none: what others have is shown all the same.
    found: Result<Found<FoundCustomerUser>, Arc<BackEndError>>,
}

/// Some rows of one installation, and which of its sources they are of.
pub struct Section<'a> {
    /// Whose.
    pub of: &'a InOne,
    /// The rows.
    pub rows: Vec<Row>,
    /// Their sources.
    pub standing: Standing,
}

/// A page: rows of one installation behind those of the other.
pub struct Sections<'a> {
    /// The position of the first row.
    pub start: u32,
    /// One for each installation that has a share in it.
    pub sections: Vec<Section<'a>>,
    /// How many rows there are in all installations.
    pub total: Total,
    /// Changes whenever a source of one of them joins.
    pub revision: u32,
    /// Other installations that were not searched, since nothing of them is on this computer.
    pub unsearched: &'a [InstallationId],
    /// Other installations that have a share in it, of which not all could be searched: a source without a whole copy does
    /// not answer, or the copy does not.
    pub partly: Vec<InstallationId>,
}

/// Starts a search in the installation that the window shows.
pub async fn start_here(
    installation: Installation,
    request: Request,
) -> Result<Everywhere, StartError> {
    let asked = asked_of(&installation, &request);
    let found = search::start(&installation, request).await?;
    Ok(Everywhere {
        asked,
        parts: vec![InOne {
            id: None,
            installation,
            found: Ok(found),
        }],
        unsearched: Vec::new(),
    })
}

/// Starts a search in all installations. Others than the shown one are searched only where something of them is on this
/// computer: a look at all of them must not wait for servers that nobody had in mind. A source that a mirror lacks is asked
/// beside it, as in any search, and joins when it answers. Where the shown one does not answer, its sources are missing in
/// a list of what the others have; it fails only if there are no others to search.
#[tracing::instrument(skip_all)]
pub async fn start_everywhere(
    installations: &OpenInstallations,
    request: Request,
) -> Result<Everywhere, EverywhereError> {
    let shown = installations.current();
    let here = shown.installation();
    let asked = asked_of(&here, &request);
    let found = match search::start(&here, request.clone()).await {
        Ok(found) => Ok(found),
        Err(StartError::BackEnd(error)) => Err(error),
        Err(error) => return Err(error.into()),
    };
    let mut others_found = Vec::new();
    let mut unsearched = Vec::new();
    let request = Request {
        sources: None,
        ..request
    };
    let others = installations.others().await?;
    let begun = join_all(others.iter().map(|other| async {
        let installation = other.installation();
        let found = search::start_at_hand(&installation, &request).await;
        (other.id().clone(), installation, found)
    }));
    for (id, installation, found) in begun.await {
        match found {
            Some(Ok(found)) => others_found.push(InOne {
                id: Some(id),
                installation,
                found: Ok(found),
            }),
            Some(Err(error)) => {
                tracing::warn!(code = ?error.code(), "an installation is not searched");
                unsearched.push(id);
            }
            None => unsearched.push(id),
        }
    }
    let found = match found {
        Err(error) if others_found.is_empty() => return Err(StartError::from(error).into()),
        found => found.map_err(Arc::new),
    };
    let mut parts = vec![InOne {
        id: None,
        installation: here,
        found,
    }];
    parts.extend(others_found);
    Ok(Everywhere {
        parts,
        asked,
        unsearched,
    })
}

fn asked_of(installation: &Installation, request: &Request) -> Vec<SourceId> {
    let sources = installation.customer_users.iter();
    let ids = sources.map(|back_end| back_end.source().id);
    ids.filter(|id| request.asks(*id)).collect()
}

/// Why a search did not begin.
#[derive(Debug, thiserror::Error)]
pub enum EverywhereError {
    /// In the installation that is shown.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The list of installations cannot be read.
    #[error(transparent)]
    Installations(#[from] ConnectingError),
}

impl Everywhere {
    /// Some rows. Fails where the shown one does and there are no others; else its sources are missing.
    pub async fn page(&self, start: u32, size: u32) -> Result<Sections<'_>, Arc<BackEndError>> {
        let end = start.saturating_add(size);
        let mut sections = Vec::new();
        let mut partly = Vec::new();
        // Where the rows of an installation begin, counted in rows of the list
        let mut before = 0_u32;
        let mut total = None;
        for (at, of) in self.parts.iter().enumerate() {
            if at > 0 && before >= end {
                total = Some(Total::AtLeast(before));
                break;
            }
            let inside = start.saturating_sub(before);
            let wanted = end.saturating_sub(before) - inside;
            let (page, standing) = match of.page(inside, wanted).await {
                Ok(page) => page,
                Err(error) if self.parts.len() == 1 => return Err(error),
                Err(error) if at == 0 => {
                    sections.push(Section {
                        of,
                        rows: Vec::new(),
                        standing: self.without_shown(&error),
                    });
                    continue;
                }
                Err(error) => {
                    tracing::warn!(code = ?error.code(), "an installation has no rows");
                    partly.extend(of.id.clone());
                    continue;
                }
            };
            if !standing.missing.is_empty() {
                partly.extend(of.id.clone());
            }
            let Page {
                rows, total: own, ..
            } = page;
            sections.push(Section { of, rows, standing });
            match own {
                Total::Exact(count) => before = before.saturating_add(count),
                Total::AtLeast(count) => {
                    total = Some(Total::AtLeast(before.saturating_add(count)));
                    break;
                }
            }
        }
        Ok(Sections {
            start,
            sections,
            total: total.unwrap_or(Total::Exact(before)),
            revision: self.revision(),
            unsearched: &self.unsearched,
            partly,
        })
    }

    /// What is said where the shown one does not answer.
    fn without_shown(&self, error: &Arc<BackEndError>) -> Standing {
        let missing = self.asked.iter().map(|source| Missing {
            source: *source,
            error: Arc::clone(error),
        });
        Standing {
            missing: missing.collect(),
            // As all others are searched
            instant: true,
            ..Standing::default()
        }
    }

    /// The exact number of hits in those that answer. Waits until the search is complete.
    pub async fn count(&self) -> Result<u32, Arc<BackEndError>> {
        let mut count = 0_u32;
        for part in &self.parts {
            match part.count().await {
                Ok(own) => count = count.saturating_add(own),
                Err(error) if self.parts.len() == 1 => return Err(error),
                Err(error) => {
                    tracing::warn!(code = ?error.code(), "an installation is not counted");
                }
            }
        }
        Ok(count)
    }

    /// Waits until the list is another one than that of this revision, or until no source is waited for. Gives the
    /// revision that it has then.
    pub async fn grown(&self, seen: u32) -> u32 {
        let mut waiting: Vec<_> = self.answering().map(|found| &found.hits).collect();
        while self.revision() == seen && !waiting.is_empty() {
            let growth = waiting.iter().map(|hits| {
                let before = hits.revision();
                Box::pin(async move { (hits.grown(before).await, before) })
            });
            let ((now, before), at, _) = select_all(growth).await;
            if now == before {
                // Nothing of it is waited for any more
                waiting.swap_remove(at);
            }
        }
        self.revision()
    }

    fn revision(&self) -> u32 {
        self.answering().map(|found| found.hits.revision()).sum()
    }

    fn answering(&self) -> impl Iterator<Item = &Found<FoundCustomerUser>> {
        self.parts
            .iter()
            .filter_map(|part| part.found.as_ref().ok())
    }
}

impl InOne {
    async fn page(
        &self,
        start: u32,
        size: u32,
    ) -> Result<(Page<Row>, Standing), Arc<BackEndError>> {
        let found = self.found.as_ref().map_err(Arc::clone)?;
        let page = search::page(&self.installation, found, Place::From(start), size);
        page.await.map_err(Arc::new)
    }

    async fn count(&self) -> Result<u32, Arc<BackEndError>> {
        let found = self.found.as_ref().map_err(Arc::clone)?;
        found.hits.count().await.map_err(Arc::new)
    }
}

impl Ended for Everywhere {
    fn end(&self) {
        self.answering().for_each(Ended::end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Order, ValidityFilter};
    use crate::search::Wanted;
    use crate::twin::{Twin, eva};

    fn request() -> Request {
        Request {
            term: "t".to_owned(),
            validity: ValidityFilter::All,
            order: Order::Best,
            sources: None,
            language: Wanted::Instant,
        }
    }

    /// A search in as many installations, each with people of these logins.
    async fn over(installations: &[&[&str]]) -> Everywhere {
        let mut parts = Vec::new();
        for (at, logins) in installations.iter().enumerate() {
            let people = logins.iter().map(|it| eva(&[("UserLogin", it)])).collect();
            let installation = Twin::of_people([people]).installation;
            let found = search::start(&installation, request()).await.unwrap();
            parts.push(InOne {
                id: (at > 0).then(|| InstallationId::from_text(format!("{at}"))),
                installation,
                found: Ok(found),
            });
        }
        let asked = asked_of(&parts[0].installation, &request());
        Everywhere {
            parts,
            asked,
            unsearched: Vec::new(),
        }
    }

    fn logins(page: &Sections<'_>) -> Vec<(usize, String)> {
        let of = |section: &Section<'_>| {
            let at = section
                .of
                .id
                .as_ref()
                .map_or(0, |id| id.as_str().parse().unwrap());
            let rows = section.rows.iter();
            let rows = rows.map(|row| (at, row.found.login.as_str().to_owned()));
            rows.collect::<Vec<_>>()
        };
        page.sections.iter().flat_map(of).collect()
    }

    #[tokio::test]
    async fn one_installation_stands_behind_the_other_and_the_same_login_in_each() {
        let search = over(&[&["tina", "tom"], &[], &["tina", "tim"]]).await;
        let page = search.page(0, 100).await.unwrap();
        let expected = [(0, "tina"), (0, "tom"), (2, "tina"), (2, "tim")];
        assert_eq!(logins(&page), expected.map(|(at, it)| (at, it.to_owned())));
        assert_eq!(page.total, Total::Exact(4));
        assert_eq!(search.count().await.unwrap(), 4);
        let revision = page.revision;
        assert_eq!(
            search.grown(revision).await,
            revision,
            "nobody is waited for"
        );
    }

    #[tokio::test]
    async fn each_page_has_its_rows_wherever_an_installation_ends() {
        let search = over(&[&["ta", "tb", "tc"], &["td", "te"], &["tf"]]).await;
        let whole = logins(&search.page(0, 10).await.unwrap());
        for size in 1..=6 {
            let mut rows = Vec::new();
            for start in (0..6).step_by(size) {
                let page = search.page(start, u32::try_from(size).unwrap()).await;
                rows.extend(logins(&page.unwrap()));
            }
            assert_eq!(rows, whole, "pages of {size}");
        }
        let beyond = search.page(6, 10).await.unwrap();
        assert!(logins(&beyond).is_empty());
        assert_eq!(beyond.total, Total::Exact(6));
    }

    #[tokio::test]
    async fn what_the_others_have_is_shown_where_the_shown_one_does_not_answer() {
        let away = || Arc::new(BackEndError::Cancelled);
        let mut search = over(&[&["tina"], &["tom"], &["tim"]]).await;
        search.parts[0].found = Err(away());
        let page = search.page(0, 10).await.unwrap();
        let expected = [(1, "tom"), (2, "tim")];
        assert_eq!(logins(&page), expected.map(|(at, it)| (at, it.to_owned())));
        let missing = &page.sections[0].standing.missing;
        let missing: Vec<_> = missing.iter().map(|it| it.source.to_string()).collect();
        assert_eq!(missing, ["CustomerUser"]);
        assert_eq!(search.count().await.unwrap(), 2);
        assert!(page.partly.is_empty(), "that is said of others");

        search.parts[2].found = Err(away());
        let page = search.page(0, 10).await.unwrap();
        assert_eq!(logins(&page), [(1, "tom".to_owned())]);
        let ids: Vec<_> = page.partly.iter().map(InstallationId::as_str).collect();
        assert_eq!(ids, ["2"]);

        let mut alone = over(&[&["tina"]]).await;
        alone.parts[0].found = Err(away());
        assert!(alone.page(0, 10).await.is_err(), "there is nothing else");
        assert!(alone.count().await.is_err());
    }
}
