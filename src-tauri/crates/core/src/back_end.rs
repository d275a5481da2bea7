//! One source of customer users, whatever stands behind it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime, Utc};
use deskbook_domain::check::{Finding, Limits};
use deskbook_domain::ids::{AgentId, CustomerId, Login};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::search::SearchError;
use deskbook_domain::source::{CustomerUserSource, SourceId};
use deskbook_domain::validity::Validity;

use crate::caches::CacheTypes;
use crate::health::Health;
use crate::hits::Hits;
use crate::mirror::{MirrorError, Readable};
use crate::moves::{MoveOptions, MoveProgress, MoveRefused, Moves};
use crate::query::{ContactQuery, Tier, ValidityFilter};
use crate::selection::Selection;
use crate::server_error::{ServerError, Trouble};
use crate::{Cause, ErrorCode};

/// One source of customer users.
#[async_trait]
pub trait BackEnd: Send + Sync {
    /// Its settings: table, map, search fields …
    fn source(&self) -> &CustomerUserSource;

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
    ) -> Result<Box<dyn Hits<FoundCustomerUser>>, BackEndError>;

    /// The customer user with this login, in any case (`otobo-behaviour.md 3.9`, C51).
    async fn find(&self, login: &Login) -> Result<Option<CustomerUser>, BackEndError>;

    /// All who have this address in a field of `CustomerUserPostMasterSearchFields`, invalid ones too
    /// (`otobo-behaviour.md 3.1`, C41, C61).
    async fn holders_of_email(&self, address: &str) -> Result<Vec<CustomerUser>, BackEndError>;

    /// How many customer users there are, valid or not.
    async fn count(&self) -> Result<u32, BackEndError>;

    /// The answer to one of OTOBO's own questions, at most `limit` records, in the order that the
    /// question asks for, or in none.
    async fn select(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
        limit: Option<u32>,
    ) -> Result<Vec<FoundCustomerUser>, BackEndError>;

    /// How many records answer one of OTOBO's own questions.
    async fn count_selected(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<u32, BackEndError> {
        let found = self.select(selection, validity, None).await?;
        Ok(u32::try_from(found.len()).unwrap_or(u32::MAX))
    }

    /// The customer IDs of those who answer, each once as the engine tells them apart, in no order
    /// (`otobo-behaviour.md 3.5`).
    async fn customer_ids(
        &self,
        selection: &Selection,
        validity: ValidityFilter,
    ) -> Result<Vec<CustomerId>, BackEndError> {
        let source = self.source();
        let Some(field) = source.map.field_stored_in(&source.customer_id) else {
            return Ok(Vec::new());
        };
        let found = self.select(selection, validity, None).await?;
        let ids = found.iter().filter_map(|row| row.record.get(&field.var));
        let ids: BTreeSet<CustomerId> = ids.map(CustomerId::from).collect();
        Ok(ids.into_iter().collect())
    }

    /// The way to write; `None` where nothing can be written.
    fn writer(&self) -> Option<&dyn BackEndWriter>;

    /// The way to read all of it for a copy; `None` for what is on this computer anyway.
    fn readable(&self) -> Option<Arc<dyn Readable>>;
}

/// Writes customer users. Every call is one transaction; there is no way to delete.
#[async_trait]
pub trait BackEndWriter: Send + Sync {
    /// Adds one. The unique fields are looked up again inside the transaction.
    async fn add(&self, addition: Addition) -> Result<(), BackEndError>;

    /// Writes the columns whose value differs from what was read, of those that are not read-only
    /// (`otobo-behaviour.md 4.2`, C16), and nothing if the record is not any more what was read. The
    /// record is written as a whole or not at all, and it is exactly one.
    ///
    /// A new login or customer ID drags along what belongs to the customer user in OTOBO's own database
    /// (`otobo-behaviour.md 4.5`, C67 to C69), in the same transaction where both are in one database. It
    /// moves to the names that are stored in the end, which may differ from those that were typed.
    async fn change(&self, change: Change) -> Result<Changed<Login>, BackEndError>;

    /// What a change of the login or the customer ID would move now.
    async fn count_moves(&self, renaming: &Renaming) -> Result<Moves, BackEndError>;

    /// How many customer users another ID of their customer would move now; refuses one that their column
    /// cannot hold.
    async fn count_to_move(&self, moving: &CustomerMoving) -> Result<u64, BackEndError>;

    /// Gives the customer users of a customer another customer ID, all of them, whatever their validity
    /// (C70). Their tickets are the business of whoever renames the customer.
    async fn move_to_customer(&self, moving: &CustomerMoving) -> Result<u64, BackEndError>;

    /// What is stored as the password of this login; it is compared and never shown.
    async fn stored_password(&self, login: &Login) -> Result<Option<StoredPassword>, BackEndError>;
}

/// A customer user as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerUser {
    /// Where it is.
    pub source: SourceId,
    /// In the stored spelling.
    pub login: Login,
    /// Every field of the map but the password.
    pub record: Record,
    /// Customer users of a source without validity are valid (C20).
    pub validity: Validity,
    /// Whether a password is stored. The text itself never leaves the adapter.
    pub password: PasswordState,
    /// Who wrote it when; a foreign table does not tell (C8).
    pub changes: Option<Changes>,
    /// From when it is, if it is a copy, since its source does not answer.
    pub copied: Option<Copied>,
}

/// That a record is a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// From when, as far as known.
    pub as_of: Option<DateTime<Utc>>,
}

/// Whether a customer user can log in at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum PasswordState {
    /// Nothing is stored: nobody can log in (C60, C79).
    None,
    /// Something is stored.
    Set,
    /// The source does not tell: a directory keeps passwords to itself.
    Untold,
}

/// Who wrote a record when (audit4 of `otobo-behaviour.md 1.1`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// When it was added, in the installation's time zone.
    pub created: NaiveDateTime,
    /// The login of the agent who added it, or its number if there is no such agent.
    pub created_by: String,
    /// The number of that agent, as stored.
    pub created_by_id: String,
    /// When it was last written, in the installation's time zone.
    pub changed: NaiveDateTime,
    /// The login of the agent who wrote it last, or its number if there is no such agent.
    pub changed_by: String,
    /// The number of that agent, as stored.
    pub changed_by_id: String,
}

/// One hit of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCustomerUser {
    /// Where it is.
    pub source: SourceId,
    /// In the stored spelling.
    pub login: Login,
    /// Every field of the map but the password.
    pub record: Record,
    /// Its validity.
    pub validity: Validity,
    /// How well it fits; `None` when nothing was searched for.
    pub tier: Option<Tier>,
}

/// A customer user to add.
#[derive(Debug)]
pub struct Addition {
    /// Every field of the map but the password.
    pub record: Record,
    /// What is written into the password column; `None` leaves it NULL (C60).
    pub password: Option<StoredPassword>,
    /// On whose behalf, and when (whole seconds, C2).
    pub by: Signature,
}

/// A customer user to change.
pub struct Change {
    /// Who, in the stored spelling.
    pub login: Login,
    /// The record as it was read: what it is written over.
    pub was: Record,
    /// Every field of the map but the password.
    pub record: Record,
    /// A new password, or `None` to leave it alone (C65).
    pub password: Option<StoredPassword>,
    /// On whose behalf, and when (whole seconds, C2).
    pub by: Signature,
    /// What a new login moves beyond what OTOBO does.
    pub options: MoveOptions,
    /// Hears how far the move is.
    pub progress: Arc<dyn MoveProgress>,
}

/// What became of a record that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<K> {
    /// Its key as it is stored now.
    pub key: K,
    /// What moved along with a new one.
    pub moves: Moves,
}

/// A customer user who is to get another login, another customer, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The login as it is stored.
    pub login: Login,
    /// The login to be.
    pub new_login: Login,
    /// The customer's ID as it is stored.
    pub customer: CustomerId,
    /// The customer's ID to be.
    pub new_customer: CustomerId,
    /// What a new login moves beyond what OTOBO does.
    pub options: MoveOptions,
}

/// A customer that gets another ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerMoving {
    /// The ID as it is stored.
    pub id: CustomerId,
    /// The ID to be.
    pub new_id: CustomerId,
    /// On whose behalf, and when.
    pub by: Signature,
}

/// On whose behalf something is written, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The acting agent (C3).
    pub agent: AgentId,
    /// In the installation's time zone, written in whole seconds (C2).
    pub at: NaiveDateTime,
}

/// Why a back end did not do it.
#[derive(Debug, thiserror::Error)]
pub enum BackEndError {
    /// A check inside the transaction refused the record.
    #[error("{} fields of the record were refused", findings.len())]
    Refused {
        /// What is wrong with which field.
        findings: Vec<Finding>,
    },
    /// The record is not there (any more).
    #[error("the record is not there")]
    NotFound,
    /// Somebody else changed the record after it was read.
    #[error("the record was changed by somebody else")]
    Conflict {
        /// What is stored now: every field of the map but the password.
        theirs: Box<Record>,
    },
    /// The key stands for several records, so that none may be written.
    #[error("several records have this key")]
    Ambiguous,
    /// What belongs to the record cannot get its new name. Nothing was written.
    #[error("what belongs to the record cannot be renamed")]
    Move(#[from] MoveRefused),
    /// The record is stored, but what belongs to it in another database still has the old name.
    #[error("the record is stored, but what belongs to it was not renamed")]
    MovesLeft {
        /// The record's key as it is stored now.
        key: String,
        /// What has moved.
        moves: Moves,
        /// Sources whose customer users still have the old ID; none where it is OTOBO's own database.
        sources: Vec<SourceId>,
        /// What OTOBO still holds of it (C115).
        stale_caches: CacheTypes,
        /// Why the first of it did not move.
        #[source]
        source: Box<Self>,
    },
    /// The change is stored, but the record could not be read back.
    #[error("the change is stored, but the record could not be read back")]
    StoredUnread(#[source] Box<Self>),
    /// Nobody is known on whose behalf a change could be written (C3).
    #[error("no agent is chosen")]
    AgentUnknown,
    /// The agent who was chosen is not valid any more, or not there (C3, C4).
    #[error("the chosen agent is not valid any more")]
    AgentInvalid,
    /// See [`crate::query::MOST_HITS_TO_SORT`].
    #[error("more than {limit} hits cannot be sorted at once")]
    TooManyToSort {
        /// The most that can be sorted.
        limit: u32,
    },
    /// Nothing may be written there.
    #[error("nothing may be written there")]
    ReadOnly,
    /// The text cannot be made into a question (`otobo-behaviour.md 3.2`).
    #[error("the search text is not understood")]
    NotUnderstood(#[from] SearchError),
    /// A server did not do it.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The search was cancelled.
    #[error("the search was cancelled")]
    Cancelled,
    /// Sample data only goes into an empty directory.
    #[error("the directory is not empty")]
    NotEmpty,
    /// The request names something that is not there.
    #[error("{what} is unknown")]
    Unknown {
        /// For example a field of the map.
        what: String,
    },
    /// No space is left.
    #[error("no space is left for {}", path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
        /// What the library told.
        #[source]
        source: Cause,
    },
    /// Another program holds the lock.
    #[error("{} is held by another program", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// What the library told.
        #[source]
        source: Cause,
    },
    /// The file cannot be written.
    #[error("{} cannot be written", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the library told.
        #[source]
        source: Cause,
    },
    /// The file has broken pages.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the library told.
        #[source]
        source: Cause,
    },
    /// The mirror of the installation.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// Anything else.
    #[error("the back end failed")]
    Failed(#[source] Cause),
}

impl BackEndError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused { .. } | Self::Unknown { .. } | Self::Move(_) => ErrorCode::InvalidInput,
            Self::NotFound => ErrorCode::NotFound,
            Self::Conflict { .. } => ErrorCode::Conflict,
            Self::Ambiguous => ErrorCode::Ambiguous,
            Self::MovesLeft { .. } => ErrorCode::MovesLeft,
            Self::StoredUnread(_) => ErrorCode::StoredUnread,
            Self::AgentUnknown => ErrorCode::AgentUnknown,
            Self::AgentInvalid => ErrorCode::AgentInvalid,
            Self::TooManyToSort { .. } => ErrorCode::TooManyToSort,
            Self::Cancelled => ErrorCode::Cancelled,
            Self::ReadOnly => ErrorCode::ReadOnly,
            Self::NotUnderstood(_) => ErrorCode::SearchNotUnderstood,
            Self::Server(error) => error.code(),
            Self::NotEmpty => ErrorCode::DirectoryNotEmpty,
            Self::DiskFull { .. } => ErrorCode::DiskFull,
            Self::Busy { .. } => ErrorCode::DatabaseBusy,
            Self::Unwritable { .. } => ErrorCode::DataFolderUnwritable,
            Self::Damaged { .. } => ErrorCode::DatabaseDamaged,
            Self::Mirror(error) => error.code,
            Self::Failed(_) => ErrorCode::Internal,
        }
    }

    /// The values that the UI's words need.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::DiskFull { path, .. }
            | Self::Busy { path, .. }
            | Self::Unwritable { path, .. }
            | Self::Damaged { path, .. } => vec![("path", path.display().to_string())],
            Self::TooManyToSort { limit } => vec![("limit", limit.to_string())],
            Self::Unknown { what } => vec![("what", what.clone())],
            Self::Server(error) => error.params(),
            Self::Mirror(error) => error.params.clone(),
            Self::StoredUnread(error) => error.params(),
            Self::MovesLeft {
                sources,
                stale_caches,
                source,
                ..
            } => {
                let mut params = source.params();
                if !sources.is_empty() {
                    let names: Vec<_> = sources.iter().map(ToString::to_string).collect();
                    params.retain(|(name, _)| *name != "source");
                    params.push(("source", names.join(", ")));
                }
                params.push(("caches", stale_caches.to_string()));
                params
            }
            Self::Move(refused) => refused.params(),
            Self::Refused { .. }
            | Self::NotFound
            | Self::Conflict { .. }
            | Self::Ambiguous
            | Self::AgentUnknown
            | Self::AgentInvalid
            | Self::Cancelled
            | Self::ReadOnly
            | Self::NotUnderstood(_)
            | Self::NotEmpty
            | Self::Failed(_) => Vec::new(),
        }
    }

    /// The same for a change, of which nothing is stored: advice for searches does not help there.
    #[must_use]
    pub fn of_a_change(self) -> Self {
        match self {
            Self::Server(ServerError {
                trouble: Trouble::StatementTimedOut,
                place,
                source,
            }) => Self::Server(ServerError {
                trouble: Trouble::WriteTimedOut,
                place,
                source,
            }),
            error => error,
        }
    }

    /// Whether the record is stored in spite of it, or may be.
    pub fn may_be_stored(&self) -> bool {
        match self {
            Self::MovesLeft { .. } | Self::StoredUnread(_) => true,
            Self::Server(error) => error.trouble == Trouble::OutcomeUnknown,
            _ => false,
        }
    }

    /// Whether the source is at fault, not the question.
    pub fn is_of_the_source(&self) -> bool {
        match self {
            Self::Server(_)
            | Self::DiskFull { .. }
            | Self::Busy { .. }
            | Self::Unwritable { .. }
            | Self::Damaged { .. }
            | Self::Failed(_) => true,
            Self::StoredUnread(error) => error.is_of_the_source(),
            // Where moves are left the record's own source has done its part
            Self::MovesLeft { .. }
            | Self::Refused { .. }
            | Self::NotFound
            | Self::Conflict { .. }
            | Self::Ambiguous
            | Self::Move(_)
            | Self::AgentUnknown
            | Self::AgentInvalid
            | Self::TooManyToSort { .. }
            | Self::Cancelled
            | Self::ReadOnly
            | Self::NotUnderstood(_)
            | Self::NotEmpty
            | Self::Mirror(_)
            | Self::Unknown { .. } => false,
        }
    }
}
