//! Letters beyond ASCII, where the collation of the columns compares them: MySQL and MariaDB with
//! `utf8mb4_unicode_ci` (otobo-behaviour.md 1.1). LIKE goes character by character there.

use anyhow::Result;
use deskbook_tests::builders::a_customer;
use deskbook_tests::found::Searched as _;
use deskbook_tests::stand::Stand;

use crate::search_scripts::{assert_found, put_names};

pub(crate) async fn c34_case_and_accents_are_folded(stand: &Stand) -> Result<()> {
    put_names(stand, &["müller", "MÜLLER", "muller", "Çelik", "Ångström"]).await?;
    assert_found(
        stand,
        &[
            ("müller", "abc"),
            ("MÜLLER", "abc"),
            ("muller", "abc"),
            ("Ü", "abc"),
            ("m*u*r", "abc"),
            ("cel", "d"),
            ("ÇEL", "d"),
            ("angstrom", "e"),
        ],
    )
    .await
}

pub(crate) async fn c34_an_umlaut_is_never_two_letters(stand: &Stand) -> Result<()> {
    put_names(stand, &["Bäcker", "Baecker", "Goethe", "Göthe"]).await?;
    assert_found(
        stand,
        &[
            ("bäcker", "a"),
            ("backer", "a"),
            ("baecker", "b"),
            ("goethe", "c"),
            ("gothe", "d"),
        ],
    )
    .await
}

pub(crate) async fn c34_sharp_s_is_neither_one_s_nor_two(stand: &Stand) -> Result<()> {
    put_names(stand, &["Straße", "STRASSE", "Strase"]).await?;
    assert_found(
        stand,
        &[
            ("straße", "a"),
            ("STRAßE", "a"),
            ("ß", "a"),
            ("strasse", "b"),
            ("ss", "b"),
            ("strase", "c"),
        ],
    )
    .await
}

pub(crate) async fn c34_letters_with_a_stroke_are_letters_of_their_own(
    stand: &Stand,
) -> Result<()> {
    put_names(
        stand,
        &["Søren", "Soren", "Łukasz", "Lukasz", "Ærø", "Aero"],
    )
    .await?;
    assert_found(
        stand,
        &[
            ("SØREN", "a"),
            ("soren", "b"),
            ("łuk", "c"),
            ("luk", "d"),
            ("ærø", "e"),
            ("aero", "f"),
        ],
    )
    .await
}

pub(crate) async fn c34_every_sigma_is_the_same(stand: &Stand) -> Result<()> {
    put_names(stand, &["γιώργος", "ΓΙΏΡΓΟΣ", "γιωργοσ"]).await?;
    assert_found(
        stand,
        &[("γιώργος", "abc"), ("ΓΙΏΡΓΟΣ", "abc"), ("οσ", "abc")],
    )
    .await
}

pub(crate) async fn c34_a_composed_letter_is_found_by_its_base(stand: &Stand) -> Result<()> {
    put_names(stand, &["Andr\u{e9}", "Andre\u{301}", "Andre"]).await?;
    assert_found(
        stand,
        &[
            ("andr\u{e9}", "abc"),
            ("ANDR\u{c9}", "abc"),
            ("andre", "abc"),
            ("andre\u{301}", "b"),
        ],
    )
    .await
}

pub(crate) async fn c34_customers_are_compared_the_same_way(stand: &Stand) -> Result<()> {
    stand
        .put_customers([a_customer().id("ÄÖ-1").named("Straßenbau Café")])
        .await?;
    for typed in ["äö", "ao", "straße", "CAFE"] {
        assert_eq!(stand.customers.keys(typed).await?, ["ÄÖ-1"], "{typed}");
    }
    for typed in ["strasse", "aeoe"] {
        assert_eq!(stand.customers.keys(typed).await?, [""; 0], "{typed}");
    }
    Ok(())
}
