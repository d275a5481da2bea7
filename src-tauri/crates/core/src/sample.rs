//! Sample data for a first look around: one transaction, with progress, into an empty directory only.

use async_trait::async_trait;
use deskbook_domain::record::Record;
use deskbook_domain::sample;

use crate::back_end::{BackEndError, Signature};
use crate::changes::Topic;
use crate::installation::Installation;
use crate::jobs::Progress;

/// A directory that can be filled at one go.
#[async_trait]
pub trait SampleTarget: Send + Sync {
    /// Adds all rows in one transaction, or none: when one fails, when the directory is not empty
    /// ([`BackEndError::NotEmpty`]) or when `progress` was cancelled ([`BackEndError::Cancelled`]).
    async fn fill(
        &self,
        rows: SampleRows,
        by: Signature,
        progress: &Progress,
    ) -> Result<(), BackEndError>;
}

/// What goes into the directory.
#[derive(Clone, Debug)]
pub struct SampleRows {
    /// Records of the shipped customer map.
    pub customers: Vec<Record>,
    /// Records of the shipped customer user map; none of them has a password.
    pub customer_users: Vec<Record>,
}

/// Fills the directory with friendly rows.
#[tracing::instrument(skip_all)]
pub async fn load(
    installation: &Installation,
    target: &dyn SampleTarget,
    progress: &Progress,
) -> Result<(), BackEndError> {
    let rows = SampleRows {
        customers: sample::customers(),
        customer_users: sample::customer_users(),
    };
    target
        .fill(rows, installation.sign().await?, progress)
        .await?;
    installation
        .listener
        .changed(&[Topic::Customers, Topic::CustomerUsers]);
    Ok(())
}
