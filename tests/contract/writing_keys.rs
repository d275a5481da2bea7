//! Keys that somebody else took after they were looked up: the tables refuse them.

use anyhow::Result;
use deskbook_domain::check::Problem;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::stand::Stand;

use crate::customer_writing::finding as of_customer;
use crate::writing::{finding, read};

pub(crate) async fn a_login_that_was_taken_meanwhile_is_told_beside_its_field(
    stand: &Stand,
) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user().login("one")).await?;
    stand.add(a_customer_user().login("two")).await?;
    let before = read(stand, "two").await?;
    let refused = [
        finding(stand.add(a_customer_user().login("one")).await)?,
        finding(stand.change("two", a_customer_user().login("one")).await)?,
    ];
    for refused in refused {
        assert_eq!(refused.field.as_str(), "UserLogin");
        assert!(matches!(refused.problem, Problem::LoginTaken { .. }));
    }
    assert_eq!(stand.customer_users.count().await?, 2);
    assert_eq!(read(stand, "two").await?, before);
    Ok(())
}

pub(crate) async fn a_customer_id_or_name_that_was_taken_meanwhile_is_told_beside_its_field(
    stand: &Stand,
) -> Result<()> {
    let customer = |id, name| a_customer().id(id).named(name);
    stand.add_customer(customer("ONE", "One")).await?;
    stand.add_customer(customer("TWO", "Two")).await?;
    let (field, _) = of_customer(stand.add_customer(customer("ONE", "Other")).await);
    assert_eq!(field, "CustomerID");
    let refused = [
        of_customer(stand.add_customer(customer("THREE", "One")).await),
        of_customer(stand.change_customer("TWO", customer("TWO", "One")).await),
    ];
    for (field, problem) in refused {
        assert_eq!(field, "CustomerCompanyName");
        let customer_id = "ONE".to_owned();
        assert_eq!(problem, Problem::CustomerNameTaken { customer_id });
    }
    assert_eq!(stand.customers.count().await?, 2);
    Ok(())
}
