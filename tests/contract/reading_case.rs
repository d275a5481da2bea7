//! Reading single records where every letter is told from all others but its capital.

use anyhow::Result;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::stand::Stand;

use crate::reading::{found, holders};

pub(crate) async fn a_login_is_found_by_its_letters_only(stand: &Stand) -> Result<()> {
    for login in ["jörg.MÜLLER", "straße", "ΣΙΣ", "a b"] {
        stand.put([a_customer_user().login(login)]).await?;
    }
    let capital = found(stand, "STRAẞE").await?;
    assert_eq!(capital.as_deref(), Some("straße"), "a capital of its own");
    for asked in ["strasse", "STRASSE", "jorg.muller", "σις", "a b "] {
        assert_eq!(found(stand, asked).await?, None, "{asked:?}");
    }
    Ok(())
}

pub(crate) async fn a_customer_is_found_by_its_letters_only(stand: &Stand) -> Result<()> {
    stand
        .put_customers([a_customer().id("MÜLLER-SÖHNE").named("Müller & Söhne")])
        .await?;
    for asked in ["muller-sohne", "müller-söhne "] {
        let customer = stand.customers.find(&asked.into()).await?;
        assert_eq!(customer, None, "{asked:?}");
    }
    for asked in ["Müller & Söhne ", "MÜLLER & SÖHNE", "Muller & Sohne"] {
        let customer = stand.customers.holder_of_name(asked).await?;
        assert_eq!(customer, None, "{asked:?}: both names may be there");
    }
    let names = stand.customers.names(&["Muller-Sohne".into()]).await?;
    assert!(names.is_empty(), "{names:?}");
    Ok(())
}

pub(crate) async fn an_address_is_compared_by_its_letters_only(stand: &Stand) -> Result<()> {
    stand
        .put([a_customer_user().login("umlaut").email("ärger@acme.test")])
        .await?;
    for asked in ["arger@acme.test", "ärger@acme.test "] {
        assert_eq!(holders(stand, asked).await?, [""; 0], "{asked:?}");
    }
    Ok(())
}
