//! Letters beyond ASCII, where each is told from all others but its capital. The rule is PostgreSQL's LOWER,
//! character by character (otobo-behaviour.md 1.1), whatever the engine's own folding does.

use anyhow::Result;
use deskbook_tests::builders::a_customer;
use deskbook_tests::found::Searched as _;
use deskbook_tests::stand::Stand;

use crate::search_scripts::{assert_found, put_names};

pub(crate) async fn an_umlaut_is_found_in_any_case(stand: &Stand) -> Result<()> {
    put_names(
        stand,
        &["müller", "MÜLLER", "Müller", "mÜller", "mueller", "muller"],
    )
    .await?;
    assert_found(
        stand,
        &[
            ("müller", "abcd"),
            ("MÜLLER", "abcd"),
            ("Müller", "abcd"),
            ("ü", "abcd"),
            ("Ü", "abcd"),
            ("mü", "abcd"),
            ("üL", "abcd"),
            ("m*Ü*R", "abcd"),
        ],
    )
    .await
}

pub(crate) async fn an_umlaut_is_not_its_base_letter(stand: &Stand) -> Result<()> {
    put_names(
        stand,
        &["müller", "mueller", "muller", "Søren", "Soren", "Çelik"],
    )
    .await?;
    assert_found(
        stand,
        &[
            ("mueller", "b"),
            ("muller", "c"),
            ("SØREN", "d"),
            ("soren", "e"),
            ("çel", "f"),
            ("cel", ""),
        ],
    )
    .await
}

pub(crate) async fn sharp_s_is_not_two_letters(stand: &Stand) -> Result<()> {
    put_names(stand, &["Straße", "STRASSE", "STRAẞE"]).await?;
    assert_found(
        stand,
        &[
            ("straße", "ac"),
            ("STRAẞE", "ac"),
            ("strasse", "b"),
            ("ß", "ac"),
            ("ẞ", "ac"),
            ("ss", "b"),
        ],
    )
    .await
}

pub(crate) async fn a_capital_sigma_is_never_a_final_one(stand: &Stand) -> Result<()> {
    put_names(stand, &["γιώργος", "ΓΙΏΡΓΟΣ", "γιώργοσ"]).await?;
    assert_found(
        stand,
        &[
            ("γιώργος", "a"),
            ("ΓΙΏΡΓΟΣ", "bc"),
            ("γιώργοσ", "bc"),
            ("ος", "a"),
            ("ΟΣ", "bc"),
            ("γιώργο", "abc"),
        ],
    )
    .await
}

pub(crate) async fn composed_and_decomposed_letters_differ(stand: &Stand) -> Result<()> {
    put_names(stand, &["Andr\u{e9}", "Andre\u{301}", "Andre"]).await?;
    assert_found(
        stand,
        &[
            ("andr\u{e9}", "a"),
            ("ANDR\u{c9}", "a"),
            ("andre\u{301}", "b"),
            ("andre", "bc"),
            ("\u{301}", "b"),
        ],
    )
    .await
}

pub(crate) async fn a_customer_with_sharp_s_is_found_by_its_capital(stand: &Stand) -> Result<()> {
    stand
        .put_customers([a_customer().id("ÄÖ-1").named("Straßenbau")])
        .await?;
    for typed in ["STRAẞE", "äö", "straßenB"] {
        assert_eq!(stand.customers.keys(typed).await?, ["ÄÖ-1"], "{typed}");
    }
    for typed in ["strasse", "ao"] {
        assert_eq!(stand.customers.keys(typed).await?, [""; 0], "{typed}");
    }
    Ok(())
}
