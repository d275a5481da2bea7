//! One customer with all that the detail shows.

use deskbook_domain::ids::CustomerId;

use crate::back_end::BackEndError;
use crate::customer_back_end::Customer;
use crate::installation::Installation;

/// A customer and how many customer users it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// The customer as stored.
    pub customer: Customer,
    /// How many customer users have it as their own, valid or not; `None` for a copy, whose source does not answer.
    pub customer_users: Option<u32>,
}

/// The customer with this ID, in any case and validity (`otobo-behaviour.md 6`).
#[tracing::instrument(skip_all)]
pub async fn find(
    installation: &Installation,
    id: &CustomerId,
) -> Result<Option<Company>, BackEndError> {
    let Some(customer) = installation.customers.find(id).await? else {
        return Ok(None);
    };
    if customer.copied.is_some() {
        return Ok(Some(Company {
            customer,
            customer_users: None,
        }));
    }
    let ids = std::slice::from_ref(&customer.id);
    let back_end = installation.customers.of(customer.source)?;
    let counts = back_end.customer_user_counts(ids).await?;
    let customer_users = Some(counts.get(&customer.id).copied().unwrap_or(0));
    Ok(Some(Company {
        customer,
        customer_users,
    }))
}
