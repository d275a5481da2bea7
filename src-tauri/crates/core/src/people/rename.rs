//! What a customer user's new login or customer drags along (`otobo-behaviour.md 4.5`, C67 to C69).

use deskbook_domain::ids::{CustomerId, Login};
use deskbook_domain::source::SourceId;

use crate::back_end::{BackEndError, Renaming};
use crate::installation::Installation;
use crate::moves::{MoveOptions, Moves};

/// What a new login or a new customer would move now. `in_source` is where the customer user was read from:
/// another source may have the same login.
#[tracing::instrument(skip_all)]
pub async fn preview_rename(
    installation: &Installation,
    in_source: Option<SourceId>,
    login: &Login,
    new_login: &Login,
    new_customer: &CustomerId,
    options: MoveOptions,
) -> Result<Moves, BackEndError> {
    let sources = &installation.customer_users;
    let stored = sources.find_in(in_source, login).await?;
    let stored = stored.ok_or(BackEndError::NotFound)?;
    let back_end = sources.of(stored.source)?;
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

#[cfg(test)]
mod tests {
    use deskbook_domain::source::Subject;

    use super::*;
    use crate::ErrorCode;
    use crate::twin::{Twin, eva};

    #[tokio::test]
    async fn a_preview_looks_in_the_source_that_the_customer_user_was_read_from() {
        let twin = Twin::of_people([vec![eva(&[])], Vec::new()]);
        let (old, new) = (Login::from("e.mayr"), Login::from("eva"));
        let customer = CustomerId::from("ACME");
        let preview = async |source| {
            let options = MoveOptions::default();
            let installation = &twin.installation;
            let moves = preview_rename(installation, source, &old, &new, &customer, options);
            moves.await.map_err(|error| error.code())
        };
        let second = SourceId::all(Subject::CustomerUsers).nth(1);
        assert_eq!(preview(second).await, Err(ErrorCode::NotFound));
        assert_eq!(preview(None).await, Ok(Moves::default()));
    }
}
