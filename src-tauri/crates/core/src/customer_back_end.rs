//! One source of customers (companies).

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::check::Limits;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::record::Record;
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId};
use deskbook_domain::validity::Validity;

use crate::back_end::{BackEndError, Changed, Changes, Copied, Signature};
use crate::health::Health;
use crate::hits::Hits;
use crate::mirror::Readable;
use crate::moves::{MoveOptions, MoveProgress, Moves};
use crate::query::{ContactQuery, Tier, ValidityFilter};
use crate::selection::Selection;

/// One source of customers (`otobo-behaviour.md 6`).
#[async_trait]
pub trait CustomerBackEnd: Send + Sync {
    /// Its settings.
    fn source(&self) -> &CustomerSource;

    /// How many characters each field of the map takes.
    fn limits(&self) -> Arc<Limits>;

    /// How it stands.
    fn health(&self) -> Health;

    /// Asks whether it answers; the outcome is in its health, too.
    async fn ping(&self) -> Result<(), BackEndError>;

    /// Starts a search. The hits come without waiting for the end of the search.
    async fn search(
        &self,
        query: ContactQuery,
    ) -> Result<Box<dyn Hits<FoundCustomer>>, BackEndError>;

    /// The customer with this ID, in any case and validity.
    async fn find(&self, id: &CustomerId) -> Result<Option<Customer>, BackEndError>;

    /// The customer of exactly this name, in any validity (C74).
    async fn holder_of_name(&self, name: &str) -> Result<Option<Customer>, BackEndError>;

    /// The names of those of these customers that are there, by the ID as asked.
    async fn names(&self, ids: &[CustomerId])
    -> Result<BTreeMap<CustomerId, String>, BackEndError>;

    /// How many customer users have each of these IDs as their own; absent means none.
    async fn customer_user_counts(
        &self,
        ids: &[CustomerId],
    ) -> Result<BTreeMap<CustomerId, u32>, BackEndError>;

    /// How many customers there are, valid or not.
    async fn count(&self) -> Result<u32, BackEndError>;

    /// The answer to one of OTOBO's own questions, at most `limit` records, in the order that the
    /// question asks for, or in none.
    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomer>, BackEndError>;

    /// How many records answer one of OTOBO's own questions.
    async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        let found = self.select(selection, validity, None).await?;
        Ok(u32::try_from(found.len()).unwrap_or(u32::MAX))
    }

    /// The way to write; `None` where nothing can be written.
    fn writer(&self) -> Option<&dyn CustomerWriter>;

    /// The way to read all of it for a copy; `None` for what is on this computer anyway.
    fn readable(&self) -> Option<Arc<dyn Readable>>;
}

/// Writes customers. Every call is one transaction; there is no way to delete.
#[async_trait]
pub trait CustomerWriter: Send + Sync {
    /// Adds one. ID and name are looked up again inside the transaction.
    async fn add(&self, record: Record, by: Signature) -> Result<(), BackEndError>;

    /// Writes the columns whose value differs from what was read, and nothing if the record is not any
    /// more what was read. The record is written as a whole or not at all, and it is exactly one.
    ///
    /// A new ID drags along what belongs to the customer in OTOBO's own database (`otobo-behaviour.md 4.5`,
    /// C70), in the same transaction where both are in one database. It moves to the ID that is stored in the
    /// end, which may differ from the one that was typed.
    async fn change(&self, change: CustomerChange) -> Result<Changed<CustomerId>, BackEndError>;

    /// What a new ID would move now, customer users of the sources in OTOBO's own database among it.
    async fn count_moves(&self, renaming: &CustomerRenaming) -> Result<Moves, BackEndError>;
}

/// A customer that is to get another ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRenaming {
    /// The ID as it is stored.
    pub id: CustomerId,
    /// The ID to be.
    pub new_id: CustomerId,
    /// The sources in OTOBO's own database whose customer users move along.
    pub people: Vec<CustomerUserSource>,
    /// What moves beyond what OTOBO does.
    pub options: MoveOptions,
}

/// A customer to change.
pub struct CustomerChange {
    /// Which, in the stored spelling.
    pub id: CustomerId,
    /// The record as it was read: what it is written over.
    pub was: Record,
    /// Every field of the map.
    pub record: Record,
    /// On whose behalf, and when (whole seconds, C2).
    pub by: Signature,
    /// The sources in OTOBO's own database whose customer users move along.
    pub people: Vec<CustomerUserSource>,
    /// What moves beyond what OTOBO does.
    pub options: MoveOptions,
    /// Hears how far the move is.
    pub progress: Arc<dyn MoveProgress>,
}

/// A customer as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Where it is.
    pub source: SourceId,
    /// In the stored spelling.
    pub id: CustomerId,
    /// Every field of the map.
    pub record: Record,
    /// Its validity.
    pub validity: Validity,
    /// Who wrote it when; a foreign table does not tell (C8).
    pub changes: Option<Changes>,
    /// From when it is, if it is a copy, since its source does not answer.
    pub copied: Option<Copied>,
}

/// One hit of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCustomer {
    /// Where it is.
    pub source: SourceId,
    /// In the stored spelling.
    pub id: CustomerId,
    /// Every field of the map.
    pub record: Record,
    /// Its validity.
    pub validity: Validity,
    /// How well it fits; `None` when nothing was searched for.
    pub tier: Option<Tier>,
}
