//! Instant search: the port of files that have an index of their own, whatever server is away.

use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::ids::{CustomerId, Login, Var};
use deskbook_domain::instant::{Query, Region, Tier as InstantTier};
use deskbook_domain::record::Record;
use deskbook_domain::source::{SourceId, Subject};
use deskbook_domain::validity::Validity;

use crate::back_end::{BackEndError, FoundCustomerUser};
use crate::customer_back_end::FoundCustomer;
use crate::hits::Hits;
use crate::mirror::{Known, MirrorHandle};
use crate::query::{Order, Tier, ValidityFilter};

/// What is asked of an index.
#[derive(Clone, Debug)]
pub struct Question {
    /// What was typed, understood for [`InstantSearch::region`].
    pub query: Query,
    /// Who takes part, unless the text says it.
    pub validity: ValidityFilter,
    /// In which order the hits come.
    pub order: Order,
    /// Which sources take part. Of two records with one key that of the earlier source is the hit.
    pub sources: Vec<AskedSource>,
}

/// A source that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedSource {
    /// Which.
    pub id: SourceId,
    /// Its names, for `source:`.
    pub names: Vec<String>,
}

/// Finds records by Deskbook's own language ([`deskbook_domain::instant`]).
#[async_trait]
pub trait InstantSearch: Send + Sync {
    /// The region that the index was made for.
    fn region(&self) -> Region;

    /// Customer users. The hits come without waiting for the end of the search.
    async fn customer_users(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError>;

    /// Customers.
    async fn customers(
        &self,
        question: Question,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError>;
}

/// The index of an installation whose records are in a file of ours anyway: it has all of them, as they are.
#[async_trait]
pub trait OwnIndex: InstantSearch {
    /// Whether it can answer: it is not while it is being made, or while others write much.
    async fn is_ready(&self, subject: Subject) -> bool;
}

/// Where an installation's records can be found without its servers.
#[derive(Clone, Default)]
pub enum LookUp {
    /// Nowhere.
    #[default]
    Nowhere,
    /// In its mirror, while there is one.
    Mirror(MirrorHandle),
    /// In an index of its own: that of the local directory.
    OwnIndex(Arc<dyn OwnIndex>),
}

impl LookUp {
    /// A record was written: its copy follows at once, and does not wait for the next time that all are copied.
    /// Tells whether there is one.
    pub(crate) async fn written(
        &self,
        source: SourceId,
        was: Option<&str>,
        known: Known<'_>,
    ) -> bool {
        let Self::Mirror(mirror) = self else {
            return false;
        };
        if mirror.standing(source).await.is_none() {
            return false;
        }
        let renamed = was.filter(|was| *was != known.key);
        let outcome = async {
            if let Some(was) = renamed {
                mirror.correct(source, was, None).await?;
            }
            mirror.correct(source, known.key, Some(known)).await
        };
        match outcome.await {
            Ok(()) => true,
            // The next copy has it
            Err(error) => {
                tracing::warn!(code = ?error.code, "the mirror does not follow a change");
                false
            }
        }
    }
}

/// A record that was found in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRecord {
    /// Where it is.
    pub source: SourceId,
    /// Its login or customer ID.
    pub key: String,
    /// Its validity.
    pub validity: Validity,
    /// The fields of its values.
    pub fields: Arc<[Var]>,
    /// Its values, in the order of the fields.
    pub values: Vec<Option<String>>,
    /// By what it was found; `None` when nothing was searched for.
    pub tier: Option<InstantTier>,
}

impl FoundRecord {
    /// The values by their fields.
    pub fn record(fields: &[Var], values: Vec<Option<String>>) -> Record {
        let mut record = Record::new();
        for (var, value) in fields.iter().zip(values) {
            record.set(var.clone(), value);
        }
        record
    }
}

/// As lists of several sources tell hits apart.
fn in_lists(tier: InstantTier) -> Tier {
    match tier {
        InstantTier::Exact => Tier::Exact,
        InstantTier::NamePrefix | InstantTier::WordPrefix => Tier::Prefix,
        InstantTier::Substring | InstantTier::SoundsLike => Tier::Substring,
    }
}

impl From<FoundRecord> for FoundCustomerUser {
    fn from(found: FoundRecord) -> Self {
        Self {
            source: found.source,
            login: Login::from(found.key),
            record: FoundRecord::record(&found.fields, found.values),
            validity: found.validity,
            tier: found.tier.map(in_lists),
        }
    }
}

impl From<FoundRecord> for FoundCustomer {
    fn from(found: FoundRecord) -> Self {
        Self {
            source: found.source,
            id: CustomerId::from(found.key),
            record: FoundRecord::record(&found.fields, found.values),
            validity: found.validity,
            tier: found.tier.map(in_lists),
        }
    }
}
