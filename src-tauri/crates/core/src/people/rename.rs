//! What a customer user's new login or customer drags along (`otobo-behaviour.md 4.5`, C67 to C69).

use deskbook_domain::ids::{CustomerId, Login};

use super::find::find_stored;
use crate::back_end::{BackEndError, Renaming};
use crate::installation::Installation;
use crate::moves::{MoveOptions, Moves};

/// What a new login or a new customer would move now.
#[tracing::instrument(skip_all)]
pub async fn preview_rename(
    installation: &Installation,
    login: &Login,
    new_login: &Login,
    new_customer: &CustomerId,
    options: MoveOptions,
) -> Result<Moves, BackEndError> {
    let stored = find_stored(installation, login).await?;
    let back_end = installation.customer_users.of(stored.source)?;
    let writer = back_end.writer().ok_or(BackEndError::ReadOnly)?;
    let source = back_end.source();
    let field = source.map.field_stored_in(&source.customer_id);
    let customer = field.map_or("", |field| stored.record.text(&field.var));
    let renaming = Renaming {
        customer: CustomerId::from(customer),
        login: stored.login,
        new_login: new_login.clone(),
        new_customer: new_customer.clone(),
        options,
    };
    writer.count_moves(&renaming).await
}
