//! Reading one customer user, and those who have an address.

use anyhow::Result;
use deskbook_core::back_end::PasswordState;
use deskbook_domain::validity::Validity;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::stand::Stand;

/// The stored spelling of the login that is found by `asked`.
pub(crate) async fn found(stand: &Stand, asked: &str) -> Result<Option<String>> {
    let found = stand.customer_users.find(&asked.into()).await?;
    Ok(found.map(|customer_user| customer_user.login.as_str().to_owned()))
}

/// The logins of those who have an address.
pub(crate) async fn holders(stand: &Stand, address: &str) -> Result<Vec<String>> {
    let holders = stand.customer_users.holders_of_email(address).await?;
    let mut logins: Vec<_> = holders
        .iter()
        .map(|holder| holder.login.as_str().to_owned())
        .collect();
    logins.sort();
    Ok(logins)
}

pub(crate) async fn a_customer_user_is_found_by_the_login_in_any_case(stand: &Stand) -> Result<()> {
    for login in [
        "Jane.Doe",
        "jörg.MÜLLER",
        "ÄRGER",
        "иван",
        "straße",
        "王小明",
        "ΣΙΣ",
    ] {
        stand.put([a_customer_user().login(login)]).await?;
    }
    let cases = [
        ("jane.doe", "Jane.Doe"),
        ("JANE.DOE", "Jane.Doe"),
        ("JÖRG.müller", "jörg.MÜLLER"),
        ("ärger", "ÄRGER"),
        ("ИВАН", "иван"),
        ("STRAßE", "straße"),
        ("王小明", "王小明"),
        ("σισ", "ΣΙΣ"),
    ];
    for (asked, stored) in cases {
        assert_eq!(
            found(stand, asked).await?.as_deref(),
            Some(stored),
            "{asked}"
        );
    }
    for asked in ["joerg.mueller", "jane", "ане"] {
        assert_eq!(found(stand, asked).await?, None, "{asked}");
    }
    Ok(())
}

pub(crate) async fn a_login_is_found_as_a_whole_and_without_wildcards(stand: &Stand) -> Result<()> {
    for login in [
        "percent%user",
        "under_score",
        "o'brien",
        r"back\slash",
        "a b",
        "star*",
    ] {
        stand.put([a_customer_user().login(login)]).await?;
        assert_eq!(found(stand, login).await?.as_deref(), Some(login));
    }
    for asked in [
        "%",
        "percentXuser",
        "underXscore",
        "under",
        "star",
        "00",
        "",
    ] {
        assert_eq!(found(stand, asked).await?, None, "{asked:?}");
    }
    Ok(())
}

pub(crate) async fn a_dotted_capital_i_in_a_login_is_an_i(stand: &Stand) -> Result<()> {
    stand.put([a_customer_user().login("İbo")]).await?;
    assert_eq!(found(stand, "ibo").await?.as_deref(), Some("İbo"));
    Ok(())
}

pub(crate) async fn blanks_belong_to_a_login(stand: &Stand) -> Result<()> {
    stand.put([a_customer_user().login("a b")]).await?;
    for asked in ["a  b", " a b"] {
        assert_eq!(found(stand, asked).await?, None, "{asked:?}");
    }
    Ok(())
}

pub(crate) async fn an_invalid_customer_user_is_found_too(stand: &Stand) -> Result<()> {
    stand
        .put([a_customer_user().login("gone").invalid()])
        .await?;
    let gone = stand.customer_users.find(&"gone".into()).await?;
    assert_eq!(gone.map(|gone| gone.validity), Some(Validity::Invalid));
    Ok(())
}

pub(crate) async fn every_column_comes_back_as_it_is(stand: &Stand) -> Result<()> {
    let written = a_customer_user()
        .with("UserTitle", "Dr. ")
        .with("UserPhone", "+49 30 1")
        .with("UserFax", "0")
        .with("UserMobile", "'; --")
        .with("UserStreet", "Straße 1\\n")
        .with("UserZip", "01067")
        .with("UserCity", "東京")
        .with("UserCountry", "Côte d\u{2019}Ivoire")
        .with("UserComment", "<b>&amp;</b> 🦀 {{}} %s");
    stand.put([written.clone()]).await?;
    let read = stand.customer_users.find(&"j.doe".into()).await?;
    let Some(read) = read else {
        panic!("it was put there")
    };
    for (var, text) in written.record().iter() {
        assert_eq!(read.record.get(var), text, "{var}");
    }
    assert_eq!(read.password, PasswordState::None);
    assert!(
        !read.record.contains("UserPassword"),
        "a password never leaves the back end"
    );
    Ok(())
}

pub(crate) async fn null_is_not_the_empty_text(stand: &Stand) -> Result<()> {
    let written = a_customer_user().without("UserPhone").with("UserFax", "");
    stand.put([written]).await?;
    let read = stand.customer_users.find(&"j.doe".into()).await?;
    let Some(read) = read else {
        panic!("it was put there")
    };
    assert_eq!(
        (read.record.get("UserPhone"), read.record.get("UserFax")),
        (None, Some(""))
    );
    assert_eq!(read.record.text("UserPhone"), "");
    Ok(())
}

pub(crate) async fn whitespace_is_kept(stand: &Stand) -> Result<()> {
    let written = a_customer_user()
        .login(" lead")
        .named(" Two  Spaces ", "Tab\tEnd\t");
    stand.put([written]).await?;
    let read = stand.customer_users.find(&" lead".into()).await?;
    let Some(read) = read else {
        panic!("it was put there")
    };
    assert_eq!(read.login.as_str(), " lead");
    assert_eq!(read.record.text("UserFirstname"), " Two  Spaces ");
    assert_eq!(read.record.text("UserLastname"), "Tab\tEnd\t");
    assert_eq!(
        found(stand, "lead").await?,
        None,
        "the blank is part of the login"
    );
    Ok(())
}

pub(crate) async fn holders_of_an_address_are_found_in_any_case_and_validity(
    stand: &Stand,
) -> Result<()> {
    stand
        .put([
            a_customer_user().login("one").email("Shared@Acme.test"),
            a_customer_user()
                .login("two")
                .email("shared@acme.TEST")
                .invalid(),
            a_customer_user().login("other").email("unshared@acme.test"),
        ])
        .await?;
    assert_eq!(holders(stand, "SHARED@acme.test").await?, ["one", "two"]);
    Ok(())
}

pub(crate) async fn an_address_with_an_umlaut_is_found_in_any_case(stand: &Stand) -> Result<()> {
    let umlaut = a_customer_user().login("umlaut").email("ÄRGER@acme.test");
    stand.put([umlaut]).await?;
    assert_eq!(holders(stand, "ärger@ACME.test").await?, ["umlaut"]);
    Ok(())
}

pub(crate) async fn blanks_belong_to_an_address(stand: &Stand) -> Result<()> {
    stand
        .put([a_customer_user().email("jane@acme.test")])
        .await?;
    assert_eq!(holders(stand, " jane@acme.test").await?, [""; 0]);
    Ok(())
}

pub(crate) async fn an_address_is_compared_as_a_whole(stand: &Stand) -> Result<()> {
    stand
        .put([a_customer_user().login("u").email("under_score@acme.test")])
        .await?;
    for asked in [
        "*@acme.test",
        "under%",
        "underXscore@acme.test",
        "score@acme.test",
        "",
    ] {
        assert_eq!(holders(stand, asked).await?, [""; 0], "{asked:?}");
    }
    Ok(())
}

pub(crate) async fn an_address_with_an_apostrophe_is_found(stand: &Stand) -> Result<()> {
    stand
        .put([a_customer_user()
            .login("sean")
            .email("sean.o'brien@acme.test")])
        .await?;
    assert_eq!(
        holders(stand, "sean.o'brien@acme.test").await?,
        ["sean"],
        "a loss not copied"
    );
    Ok(())
}

pub(crate) async fn all_are_counted(stand: &Stand) -> Result<()> {
    assert_eq!(stand.customer_users.count().await?, 0);
    stand
        .put([
            a_customer_user().login("valid"),
            a_customer_user().login("invalid").invalid(),
        ])
        .await?;
    assert_eq!(stand.customer_users.count().await?, 2, "valid or not");
    Ok(())
}
