//! The customers whose tickets a customer user may see (`otobo-behaviour.md 3.8`).

use deskbook_domain::customer_ids::split_customer_ids;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::source::CustomerUserSource;
use deskbook_domain::vars;

use crate::back_end::CustomerUser;
use crate::installation::Installation;

/// All that grant access. Those that are assigned stand in OTOBO's own database; while that does not
/// answer, the record's own are all that is known.
pub(super) async fn customer_ids(
    installation: &Installation,
    source: &CustomerUserSource,
    customer_user: &CustomerUser,
) -> Vec<CustomerId> {
    let mut ids = of_record(source, customer_user);
    let assigned = installation
        .system
        .additional_customers(&customer_user.login);
    match assigned.await {
        Ok(assigned) => {
            for id in assigned {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        Err(error) => tracing::debug!(code = ?error.code(), "assigned customers"),
    }
    ids
}

/// Those of the record: the text list, then the own one.
fn of_record(source: &CustomerUserSource, customer_user: &CustomerUser) -> Vec<CustomerId> {
    let record = &customer_user.record;
    let mut ids = split_customer_ids(record.text(vars::USER_CUSTOMER_IDS));
    let own = source.map.field_stored_in(&source.customer_id);
    let own = own.map_or("", |field| record.text(&field.var));
    if !source.exclude_primary && !own.is_empty() {
        ids.push(CustomerId::from(own));
    }
    ids
}

#[cfg(test)]
mod tests {
    use deskbook_domain::ids::Login;

    use crate::people::find;
    use crate::sources_form;
    use crate::twin::server::{City, connected};

    #[tokio::test]
    async fn c55_the_own_customer_comes_first_unless_excluded_then_the_assigned_ones() {
        let city = City::new();
        city.add_people(1);
        let installations = connected(&city).await;
        for customer in ["ACME", "GLOBEX", "NORD"] {
            city.assign("user0", customer);
        }
        let ids = async || {
            let installation = installations.current().installation();
            let person = find(&installation, &Login::from("user0")).await.unwrap();
            let ids = person.unwrap().customer_ids;
            ids.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(ids().await, ["ACME", "GLOBEX", "NORD"], "each once");
        let first = installations.current().sources()[0].id;
        let mut form = sources_form::find(&installations, first).await.unwrap();
        let exclude = "CustomerUserExcludePrimaryCustomerID".to_owned();
        form.values = vec![(exclude, "1".to_owned())];
        sources_form::save(&installations, form).await.unwrap();
        city.unassign("ACME");
        assert_eq!(ids().await, ["GLOBEX", "NORD"]);
    }
}
