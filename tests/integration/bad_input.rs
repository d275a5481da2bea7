//! What a form may hold that cannot be stored: refused beside its field, with nothing written.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::customers;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::save::Outcome;
use deskbook_domain::check::{Finding, Problem};
use deskbook_domain::map::{Map, StorageKind, is_password};
use deskbook_tests::builders::{CustomerBuilder, CustomerUserBuilder, a_customer, a_customer_user};
use deskbook_tests::local_directory;
use deskbook_tests::stand::Stand;
use rand::SeedableRng as _;
use rand::rngs::StdRng;

/// A stand with the customer that the builders name.
async fn stand() -> Result<Stand> {
    let stand = local_directory::fresh().await?;
    stand.add_customer(a_customer()).await?;
    Ok(stand)
}

/// The vars of a map's text fields without the password.
fn text_vars(map: &Map) -> Vec<String> {
    let is_text = |kind| kind == StorageKind::Text;
    let fields = map.fields().iter().filter(|field| is_text(field.kind));
    let fields = fields.filter(|field| !is_password(&field.var));
    fields.map(|field| field.var.as_str().to_owned()).collect()
}

fn required_vars(map: &Map) -> Vec<String> {
    let required = map.fields().iter().filter(|field| field.required);
    required
        .map(|field| field.var.as_str().to_owned())
        .collect()
}

/// A text of so many characters that is fine in this field.
fn long_text(var: &str, length: u32) -> Result<String> {
    let length = usize::try_from(length)?;
    if var != "UserEmail" {
        return Ok("ü".repeat(length));
    }
    let domain = format!("@{0}.{0}.test", "d".repeat(40));
    Ok("a".repeat(length - domain.len()) + &domain)
}

/// What is wrong with an addition; empty if it was stored.
async fn faults(stand: &Stand, customer_user: CustomerUserBuilder) -> Result<Vec<Finding>> {
    let draft = Draft {
        editing: None,
        source: None,
        options: MoveOptions::default(),
        record: customer_user.record(),
        password: PasswordChoice::Keep,
    };
    match people::save::save(
        &stand.installation(),
        draft,
        &mut StdRng::seed_from_u64(0),
        Arc::new(()),
    )
    .await?
    {
        Outcome::Saved { .. } => Ok(Vec::new()),
        Outcome::Refused { findings } => Ok(findings),
        conflict @ Outcome::Conflict { .. } => panic!("nothing was there before: {conflict:?}"),
    }
}

async fn customer_faults(stand: &Stand, customer: CustomerBuilder) -> Result<Vec<Finding>> {
    let draft = customers::check::Draft {
        editing: None,
        source: None,
        options: MoveOptions::default(),
        record: customer.record(),
    };
    match customers::save::save(&stand.installation(), draft, Arc::new(())).await? {
        customers::save::Outcome::Saved { .. } => Ok(Vec::new()),
        customers::save::Outcome::Refused { findings } => Ok(findings),
        conflict @ customers::save::Outcome::Conflict { .. } => {
            panic!("nothing was there before: {conflict:?}")
        }
    }
}

/// Asserts that exactly this field is at fault, and that nothing was stored.
async fn assert_refused(
    stand: &Stand,
    customer_user: CustomerUserBuilder,
    var: &str,
    expected: impl Fn(&Problem) -> bool,
) -> Result<()> {
    let before = stand.customer_users.count().await?;
    let findings = faults(stand, customer_user).await?;
    let [finding] = findings.as_slice() else {
        panic!("{var}: {findings:?}")
    };
    assert_eq!(finding.field.as_str(), var, "{finding:?}");
    assert!(expected(&finding.problem), "{finding:?}");
    assert_eq!(
        stand.customer_users.count().await?,
        before,
        "{var}: nothing was stored"
    );
    Ok(())
}

async fn assert_customer_refused(
    stand: &Stand,
    customer: CustomerBuilder,
    var: &str,
    expected: impl Fn(&Problem) -> bool,
) -> Result<()> {
    let before = stand.customers.count().await?;
    let findings = customer_faults(stand, customer).await?;
    let [finding] = findings.as_slice() else {
        panic!("{var}: {findings:?}")
    };
    assert_eq!(finding.field.as_str(), var, "{finding:?}");
    assert!(expected(&finding.problem), "{finding:?}");
    assert_eq!(
        stand.customers.count().await?,
        before,
        "{var}: nothing was stored"
    );
    Ok(())
}

#[tokio::test]
async fn a_text_longer_than_its_column_is_refused() -> Result<()> {
    let stand = stand().await?;
    for var in text_vars(&stand.customer_users.source().map) {
        let limit = stand
            .customer_users
            .limits()
            .of(&var)
            .context("each column has a limit")?;
        let text = long_text(&var, limit + 1)?;
        let expected = Problem::TooLong {
            length: limit + 1,
            limit,
        };
        let told = |problem: &Problem| *problem == expected;
        assert_refused(&stand, a_customer_user().with(&var, &text), &var, told).await?;
    }
    for var in text_vars(&stand.customers.source().map) {
        let limit = stand
            .customers
            .limits()
            .of(&var)
            .context("each column has a limit")?;
        let text = long_text(&var, limit + 1)?;
        let expected = Problem::TooLong {
            length: limit + 1,
            limit,
        };
        let told = |problem: &Problem| *problem == expected;
        let customer = a_customer().id("NEW").named("New").with(&var, &text);
        assert_customer_refused(&stand, customer, &var, told).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_text_exactly_as_long_as_its_column_is_stored() -> Result<()> {
    let stand = stand().await?;
    let limits = stand.customers.limits();
    let mut customer = a_customer();
    for var in text_vars(&stand.customers.source().map) {
        let limit = limits.of(&var).context("each column has a limit")?;
        customer = customer.with(&var, &long_text(&var, limit)?);
    }
    assert_eq!(customer_faults(&stand, customer.clone()).await?, []);
    let limits = stand.customer_users.limits();
    let mut customer_user = a_customer_user();
    for var in text_vars(&stand.customer_users.source().map) {
        let limit = limits.of(&var).context("each column has a limit")?;
        customer_user = customer_user.with(&var, &long_text(&var, limit)?);
    }
    assert_eq!(faults(&stand, customer_user.clone()).await?, []);
    let login = customer_user.clone().record().text("UserLogin").into();
    let stored = stand
        .customer_users
        .find(&login)
        .await?
        .context("it was stored")?;
    for (var, text) in customer_user.record().iter() {
        assert_eq!(stored.record.get(var), text, "{var}");
    }
    Ok(())
}

#[tokio::test]
async fn a_required_field_may_not_be_missing_or_empty() -> Result<()> {
    let stand = stand().await?;
    let missing = |problem: &Problem| *problem == Problem::Required;
    for var in required_vars(&stand.customer_users.source().map) {
        assert_refused(&stand, a_customer_user().without(&var), &var, missing).await?;
        assert_refused(&stand, a_customer_user().with(&var, ""), &var, missing).await?;
    }
    let new = || a_customer().id("NEW").named("New");
    for var in required_vars(&stand.customers.source().map) {
        assert_customer_refused(&stand, new().without(&var), &var, missing).await?;
        assert_customer_refused(&stand, new().with(&var, ""), &var, missing).await?;
    }
    Ok(())
}

#[tokio::test]
async fn zero_in_a_required_field_counts_as_empty() -> Result<()> {
    let stand = stand().await?;
    let zero = |problem: &Problem| *problem == Problem::ZeroCountsAsEmpty;
    for var in required_vars(&stand.customer_users.source().map) {
        assert_refused(&stand, a_customer_user().with(&var, "0"), &var, zero).await?;
    }
    for var in required_vars(&stand.customers.source().map) {
        let customer = a_customer().id("NEW").named("New").with(&var, "0");
        assert_customer_refused(&stand, customer, &var, zero).await?;
    }
    Ok(())
}

#[tokio::test]
async fn nul_is_refused_in_every_field() -> Result<()> {
    let stand = stand().await?;
    let told = |problem: &Problem| *problem == Problem::ControlCharacter;
    for var in text_vars(&stand.customer_users.source().map) {
        let customer_user = a_customer_user().with(&var, "a\0b@acme.test");
        assert_refused(&stand, customer_user, &var, told).await?;
    }
    for var in text_vars(&stand.customers.source().map) {
        let customer = a_customer().id("NEW").named("New").with(&var, "a\0b");
        assert_customer_refused(&stand, customer, &var, told).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_validity_that_is_none_is_refused() -> Result<()> {
    let stand = stand().await?;
    for text in [
        "valid",
        "1.0",
        "1; DROP TABLE valid",
        "99",
        "-1",
        "99999999999999999999",
    ] {
        let customer_user = a_customer_user().with("ValidID", text);
        assert_refused(&stand, customer_user, "ValidID", |_| true).await?;
        let customer = a_customer().id("NEW").named("New").with("ValidID", text);
        assert_customer_refused(&stand, customer, "ValidID", |_| true).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_login_and_an_address_may_not_be_used_twice_in_any_case() -> Result<()> {
    let stand = stand().await?;
    assert_eq!(
        faults(&stand, a_customer_user().login("jörg.müller")).await?,
        []
    );
    let other = || a_customer_user().login("other");
    for login in ["jörg.müller", "JÖRG.MÜLLER", "Jörg.Müller"] {
        let same = other().with("UserLogin", login);
        let taken = |problem: &Problem| matches!(problem, Problem::LoginTaken { .. });
        assert_refused(&stand, same, "UserLogin", taken).await?;
    }
    for address in ["jrg.mller@acme.test", "JRG.MLLER@ACME.TEST"] {
        let same = other().email(address);
        let taken = |problem: &Problem| matches!(problem, Problem::EmailTaken { .. });
        assert_refused(&stand, same, "UserEmail", taken).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_customer_id_and_a_name_may_not_be_used_twice() -> Result<()> {
    let stand = stand().await?;
    for id in ["ACME", "acme", "Acme"] {
        let taken = |problem: &Problem| matches!(problem, Problem::CustomerIdTaken { .. });
        let customer = a_customer().id(id).named("Another");
        assert_customer_refused(&stand, customer, "CustomerID", taken).await?;
    }
    let taken = |problem: &Problem| matches!(problem, Problem::CustomerNameTaken { .. });
    assert_customer_refused(&stand, a_customer().id("B"), "CustomerCompanyName", taken).await
}

#[tokio::test]
async fn an_unknown_customer_is_refused() -> Result<()> {
    let stand = stand().await?;
    let unknown = |problem: &Problem| *problem == Problem::CustomerUnknown;
    for id in ["NOBODY", "ACM", "%", "ACME "] {
        assert_refused(&stand, a_customer_user().of(id), "UserCustomerID", unknown).await?;
    }
    assert_eq!(
        faults(&stand, a_customer_user().of("acme")).await?,
        [],
        "in any case"
    );
    Ok(())
}

#[tokio::test]
async fn an_address_is_checked_only_when_it_is_saved_as_valid() -> Result<()> {
    let stand = stand().await?;
    for address in [
        "a@b",
        "a b@c.test",
        "a@c..test",
        "a@c.test;b@c.test",
        "ü@c.test",
        "@",
        "x",
    ] {
        let syntax = |problem: &Problem| *problem == Problem::EmailSyntax;
        assert_refused(
            &stand,
            a_customer_user().email(address),
            "UserEmail",
            syntax,
        )
        .await?;
    }
    let refused = |problem: &Problem| *problem == Problem::EmailNotAllowed;
    let example = || a_customer_user().email("a@example.com");
    assert_refused(&stand, example(), "UserEmail", refused).await?;
    assert_eq!(faults(&stand, example().invalid()).await?, []);
    Ok(())
}

#[tokio::test]
async fn a_field_has_one_problem_at_most() -> Result<()> {
    let stand = stand().await?;
    for text in [
        "\0".repeat(300),
        "a b".repeat(100),
        format!("{}@example.com", "a".repeat(300)),
    ] {
        let everywhere = text_vars(&stand.customer_users.source().map);
        let customer_user = everywhere
            .iter()
            .fold(a_customer_user(), |it, var| it.with(var, &text));
        let findings = faults(&stand, customer_user).await?;
        let mut fields: Vec<_> = findings.iter().map(|finding| &finding.field).collect();
        fields.dedup();
        assert_eq!(fields.len(), findings.len(), "{findings:?}");
    }
    Ok(())
}

#[tokio::test]
async fn all_faults_are_told_at_once() -> Result<()> {
    let stand = stand().await?;
    let customer_user = a_customer_user()
        .without("UserFirstname")
        .with("UserPhone", &"1".repeat(151))
        .email("x")
        .of("NOBODY");
    let findings = faults(&stand, customer_user).await?;
    let fields: Vec<_> = findings
        .iter()
        .map(|finding| finding.field.as_str())
        .collect();
    let in_order_of_the_map = ["UserFirstname", "UserEmail", "UserCustomerID", "UserPhone"];
    assert_eq!(fields, in_order_of_the_map);
    assert_eq!(stand.customer_users.count().await?, 0);
    Ok(())
}
