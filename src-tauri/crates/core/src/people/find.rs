//! One customer user with all that the detail shows.

use deskbook_domain::ids::{CustomerId, Login};

use super::customer_ids::customer_ids;
use crate::back_end::{BackEndError, CustomerUser};
use crate::customers::suggest::Brief;
use crate::installation::Installation;

/// A customer user and the customer behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The customer user as stored.
    pub customer_user: CustomerUser,
    /// Its customer; `None` when no customer has this ID.
    pub customer: Option<Brief>,
    /// All customers whose tickets it may see.
    pub customer_ids: Vec<CustomerId>,
}

/// The customer user with this login, in any case (`otobo-behaviour.md 3.9`).
#[tracing::instrument(skip_all)]
pub async fn find(
    installation: &Installation,
    login: &Login,
) -> Result<Option<Person>, BackEndError> {
    let Some(customer_user) = installation.customer_users.find(login).await? else {
        return Ok(None);
    };
    let source = installation
        .customer_users
        .of(customer_user.source)?
        .source();
    let customer = match customer_id(installation, &customer_user)? {
        Some(id) => brief(installation, &id).await?,
        None => None,
    };
    Ok(Some(Person {
        customer_ids: customer_ids(installation, source, &customer_user).await,
        customer_user,
        customer,
    }))
}

/// The customer user as stored, who must be there.
pub(super) async fn find_stored(
    installation: &Installation,
    login: &Login,
) -> Result<CustomerUser, BackEndError> {
    let found = installation.customer_users.find(login).await?;
    found.ok_or(BackEndError::NotFound)
}

fn customer_id(
    installation: &Installation,
    customer_user: &CustomerUser,
) -> Result<Option<CustomerId>, BackEndError> {
    let source = installation
        .customer_users
        .of(customer_user.source)?
        .source();
    let field = source.map.field_stored_in(&source.customer_id);
    let id = field.and_then(|field| customer_user.record.get(&field.var));
    Ok(id.map(CustomerId::from))
}

/// Without the number of its customer users: OTOBO's table has no index for it, so that counting reads
/// every row.
async fn brief(
    installation: &Installation,
    id: &CustomerId,
) -> Result<Option<Brief>, BackEndError> {
    let customer = installation.customers.find(id).await?;
    Ok(customer.map(|it| Brief::new(it.id, &it.record, it.validity)))
}
