//! Keys and addresses that a back end looks up again inside the transaction.

use anyhow::Result;
use chrono::TimeDelta;
use deskbook_domain::check::Problem;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::found::Searched as _;
use deskbook_tests::stand::Stand;

use crate::customer_writing::{finding as of_customer, read as read_customer};
use crate::writing::{finding, read};

pub(crate) async fn a_login_is_taken_in_any_case(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand
        .add(a_customer_user().login("Jörg").email("one@acme.test"))
        .await?;
    for login in ["Jörg", "jörg", "JÖRG"] {
        let second = a_customer_user().login(login).email("two@acme.test");
        let finding = finding(stand.add(second).await)?;
        assert_eq!(finding.field.as_str(), "UserLogin", "{login}");
        let Problem::LoginTaken { login, .. } = finding.problem else {
            panic!("{finding:?}")
        };
        assert_eq!(login, "Jörg", "in the stored spelling");
    }
    assert_eq!(
        stand.customer_users.count().await?,
        1,
        "nothing was written"
    );
    Ok(())
}

pub(crate) async fn an_address_is_taken_in_any_case_and_validity(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand
        .add(
            a_customer_user()
                .login("one")
                .email("Ann@Acme.test")
                .invalid(),
        )
        .await?;
    stand
        .add(a_customer_user().login("two").email("two@acme.test"))
        .await?;
    let same = || a_customer_user().login("two").email("ann@acme.test");
    let taken = [
        finding(
            stand
                .add(same().login("three").email("ANN@ACME.TEST"))
                .await,
        )?,
        finding(stand.change("two", same()).await)?,
    ];
    for finding in taken {
        assert_eq!(finding.field.as_str(), "UserEmail");
        let Problem::EmailTaken { login, .. } = finding.problem else {
            panic!("{finding:?}")
        };
        assert_eq!(login, "one");
    }
    assert_eq!(
        read(stand, "two").await?.record.text("UserEmail"),
        "two@acme.test"
    );
    Ok(())
}

pub(crate) async fn a_refused_change_changes_nothing(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    stand.add(a_customer_user().login("one")).await?;
    stand
        .add(a_customer_user().login("two").named("Bob", "Two"))
        .await?;
    let before = read(stand, "two").await?;
    stand.clock.advance(TimeDelta::hours(1));
    let taken = a_customer_user()
        .login("two")
        .named("Eve", "Three")
        .email("one@acme.test");
    finding(stand.change("two", taken).await)?;
    assert_eq!(read(stand, "two").await?, before);
    assert_eq!(stand.customer_users.keys("eve").await?, [""; 0]);
    Ok(())
}

pub(crate) async fn a_customer_id_is_taken_in_any_case(stand: &Stand) -> Result<()> {
    stand.add_customer(a_customer().id("Söhne")).await?;
    for id in ["Söhne", "söhne", "SÖHNE"] {
        let (field, problem) =
            of_customer(stand.add_customer(a_customer().id(id).named("Other")).await);
        assert_eq!(field, "CustomerID", "{id}");
        assert!(
            matches!(problem, Problem::CustomerIdTaken { .. }),
            "{problem:?}"
        );
    }
    assert_eq!(stand.customers.count().await?, 1);
    Ok(())
}

pub(crate) async fn a_customer_name_is_taken(stand: &Stand) -> Result<()> {
    stand
        .add_customer(a_customer().id("ONE").named("Same"))
        .await?;
    stand
        .add_customer(a_customer().id("TWO").named("Other"))
        .await?;
    let refused = [
        of_customer(
            stand
                .add_customer(a_customer().id("THREE").named("Same"))
                .await,
        ),
        of_customer(
            stand
                .change_customer("TWO", a_customer().id("TWO").named("Same"))
                .await,
        ),
    ];
    for (field, problem) in refused {
        assert_eq!(field, "CustomerCompanyName");
        let expected = Problem::CustomerNameTaken {
            customer_id: "ONE".to_owned(),
        };
        assert_eq!(problem, expected, "told before the database tells it");
    }
    assert_eq!(
        read_customer(stand, "TWO")
            .await?
            .record
            .text("CustomerCompanyName"),
        "Other"
    );
    Ok(())
}
