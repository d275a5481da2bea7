//! Short ways to search, and to name what was found.

use anyhow::{Result, ensure};
use async_trait::async_trait;
use deskbook_core::back_end::{BackEnd, FoundCustomerUser};
use deskbook_core::customer_back_end::{CustomerBackEnd, FoundCustomer};
use deskbook_core::hits::{Hits, LARGEST_PAGE, Place};
use deskbook_core::instant::{AskedSource, InstantSearch, Question};
use deskbook_core::query::{ContactQuery, Direction, Order, Tier, ValidityFilter};
use deskbook_domain::instant;
use deskbook_domain::search::{Condition, Language, parse};
use deskbook_domain::source::{SourceId, Subject};

/// A hit of any kind.
pub trait Found: Send + 'static {
    /// The login or the `CustomerID`.
    fn key(&self) -> &str;

    /// How well it fits.
    fn tier(&self) -> Option<Tier>;
}

impl Found for FoundCustomerUser {
    fn key(&self) -> &str {
        self.login.as_str()
    }

    fn tier(&self) -> Option<Tier> {
        self.tier
    }
}

impl Found for FoundCustomer {
    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn tier(&self) -> Option<Tier> {
        self.tier
    }
}

/// A list of valid records, best first.
pub fn everything() -> ContactQuery {
    ContactQuery {
        condition: None,
        validity: ValidityFilter::ValidOnly,
        order: Order::Best,
    }
}

/// A list of records that fit, valid ones only, best first.
pub fn matching(condition: Condition) -> ContactQuery {
    ContactQuery {
        condition: Some(condition),
        ..everything()
    }
}

/// The same with invalid ones.
pub fn with_invalid(query: ContactQuery) -> ContactQuery {
    ContactQuery {
        validity: ValidityFilter::All,
        ..query
    }
}

/// The same by a field.
pub fn sorted(query: ContactQuery, var: &str, direction: Direction) -> ContactQuery {
    ContactQuery {
        order: Order::Field {
            var: var.into(),
            direction,
        },
        ..query
    }
}

/// Something that can be searched by what somebody typed.
#[async_trait]
pub trait Searched: Send + Sync {
    /// What it finds.
    type Hit: Found;

    /// What a text asks it for.
    fn understand(&self, typed: &str) -> Result<Condition>;

    /// Starts a search.
    async fn begin(&self, query: ContactQuery) -> Result<Box<dyn Hits<Self::Hit>>>;

    /// The keys of all valid records that fit, in order.
    async fn keys(&self, typed: &str) -> Result<Vec<String>> {
        let query = matching(self.understand(typed)?);
        keys(&*self.begin(query).await?).await
    }

    /// The same, sorted.
    async fn sorted_keys(&self, typed: &str) -> Result<Vec<String>> {
        let mut keys = self.keys(typed).await?;
        keys.sort();
        Ok(keys)
    }
}

#[async_trait]
impl Searched for dyn BackEnd {
    type Hit = FoundCustomerUser;

    fn understand(&self, typed: &str) -> Result<Condition> {
        Ok(parse(
            typed.trim(),
            Language::CustomerUser,
            &self.source().affixes(),
        )?)
    }

    async fn begin(&self, query: ContactQuery) -> Result<Box<dyn Hits<FoundCustomerUser>>> {
        Ok(self.search(query).await?)
    }
}

#[async_trait]
impl Searched for dyn CustomerBackEnd {
    type Hit = FoundCustomer;

    fn understand(&self, typed: &str) -> Result<Condition> {
        Ok(parse(
            typed.trim(),
            Language::Customer,
            &self.source().affixes(),
        )?)
    }

    async fn begin(&self, query: ContactQuery) -> Result<Box<dyn Hits<FoundCustomer>>> {
        Ok(self.search(query).await?)
    }
}

/// All hits in order, by the largest pages.
pub async fn all<T: Found>(hits: &dyn Hits<T>) -> Result<Vec<T>> {
    let mut found = Vec::new();
    loop {
        let start = u32::try_from(found.len())?;
        let page = hits.page(Place::From(start), LARGEST_PAGE).await?;
        if page.rows.is_empty() {
            return Ok(found);
        }
        ensure!(
            page.start == start,
            "the page begins with the row that was asked for"
        );
        found.extend(page.rows);
    }
}

/// The keys of all hits in order.
pub async fn keys<T: Found>(hits: &dyn Hits<T>) -> Result<Vec<String>> {
    Ok(all(hits)
        .await?
        .iter()
        .map(|hit| hit.key().to_owned())
        .collect())
}

/// The logins that instant search finds of the first source of customer users, best first.
pub async fn instantly(search: &dyn InstantSearch, typed: &str) -> Result<Vec<String>> {
    keys(&*begin_instantly(search, typed).await?).await
}

/// How many it finds.
pub async fn instant_count(search: &dyn InstantSearch, typed: &str) -> Result<u32> {
    Ok(begin_instantly(search, typed).await?.count().await?)
}

async fn begin_instantly(
    search: &dyn InstantSearch,
    typed: &str,
) -> Result<Box<dyn Hits<FoundCustomerUser>>> {
    let question = Question {
        query: instant::parse(typed, &[], search.region()),
        validity: ValidityFilter::All,
        order: Order::Best,
        sources: vec![AskedSource {
            id: SourceId::first(Subject::CustomerUsers),
            names: Vec::new(),
        }],
    };
    Ok(search.customer_users(question).await?)
}
