//! Giving a customer user another password.

use std::sync::Arc;

use deskbook_domain::ids::Login;
use deskbook_domain::password::StoredPassword;

use super::find::find_stored;
use crate::back_end::{BackEndError, Change};
use crate::changes::Topic;
use crate::installation::Installation;
use crate::moves::MoveOptions;

/// Stores a password and nothing else of the record.
#[tracing::instrument(skip_all)]
pub async fn set_password(
    installation: &Installation,
    login: &Login,
    password: StoredPassword,
) -> Result<(), BackEndError> {
    let by = installation.sign().await?;
    let stored = find_stored(installation, login).await?;
    let back_end = installation.customer_users.of(stored.source)?;
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    let change = Change {
        login: stored.login,
        was: stored.record.clone(),
        record: stored.record,
        password: Some(password),
        by,
        options: MoveOptions::default(),
        progress: Arc::new(()),
    };
    writer.change(change).await?;
    installation.listener.changed(&[Topic::CustomerUsers]);
    Ok(())
}
