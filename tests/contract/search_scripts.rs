//! Letters of all scripts, as far as every engine compares them the same way.

use anyhow::Result;
use deskbook_tests::builders::{a_customer, a_customer_user};
use deskbook_tests::found::Searched as _;
use deskbook_tests::stand::Stand;

/// Puts one customer user for each name; the login is the place in the list.
pub(crate) async fn put_names(stand: &Stand, names: &[&str]) -> Result<()> {
    let users = names.iter().zip('a'..).map(|(name, place)| {
        a_customer_user()
            .login(&place.to_string())
            .named(name, "\u{2013}")
            .of("\u{2013}")
    });
    stand.put(users).await
}

/// Which of the names are found, by their places.
pub(crate) async fn assert_found(stand: &Stand, cases: &[(&str, &str)]) -> Result<()> {
    for (typed, expected) in cases {
        assert_eq!(
            stand.customer_users.sorted_keys(typed).await?.concat(),
            *expected,
            "{typed}"
        );
    }
    Ok(())
}

pub(crate) async fn an_umlaut_is_found_in_its_own_and_in_the_other_case(
    stand: &Stand,
) -> Result<()> {
    put_names(stand, &["müller", "MÜLLER", "mueller", "Søren", "Soren"]).await?;
    assert_found(
        stand,
        &[
            ("müller", "ab"),
            ("MÜLLER", "ab"),
            ("MÜL", "ab"),
            ("m*üL*R", "ab"),
            ("mueller", "c"),
            ("SØREN", "d"),
            ("soren", "e"),
        ],
    )
    .await
}

pub(crate) async fn a_dotted_capital_i_is_an_i(stand: &Stand) -> Result<()> {
    put_names(stand, &["İbrahim", "ibrahim", "IBRAHIM", "ıbrahım"]).await?;
    assert_found(
        stand,
        &[
            ("ibrahim", "abc"),
            ("İBRAHİM", "abc"),
            ("Ibrahim", "abc"),
            ("ıbrahım", "d"),
            ("ibr", "abc"),
            ("hım", "d"),
        ],
    )
    .await
}

pub(crate) async fn cyrillic_and_greek_are_found_in_any_case(stand: &Stand) -> Result<()> {
    put_names(stand, &["Иван Петров", "ИВАН ПЕТРОВ", "Έλενα"]).await?;
    assert_found(
        stand,
        &[
            ("петров", "ab"),
            ("ПЕТРОВ", "ab"),
            ("ЁЖ", ""),
            ("έλε", "c"),
            ("ΈΛΕΝΑ", "c"),
        ],
    )
    .await
}

pub(crate) async fn scripts_without_case_are_found_by_one_character(stand: &Stand) -> Result<()> {
    put_names(stand, &["王小明", "小龙大", "철수", "محمد علي", "太郎"]).await?;
    assert_found(
        stand,
        &[
            ("王", "a"),
            ("小", "ab"),
            ("小明", "a"),
            ("小龙大", "b"),
            ("수", "c"),
            ("علي", "d"),
            ("太*郎", "e"),
            ("大小", ""),
        ],
    )
    .await
}

pub(crate) async fn an_emoji_is_only_itself(stand: &Stand) -> Result<()> {
    put_names(stand, &["🦀", "🦐", "Anna 👩‍💻 K.", "👩", "a🦀b🦐c"]).await?;
    assert_found(
        stand,
        &[
            ("🦀", "ae"),
            ("🦐", "be"),
            ("👩", "cd"),
            ("👩‍💻", "c"),
            ("🦀*🦐", "e"),
            ("🦀_🦐", "e"),
            ("🐙", ""),
        ],
    )
    .await
}

pub(crate) async fn letters_beyond_the_search_columns_are_left_as_they_are(
    stand: &Stand,
) -> Result<()> {
    stand.add_customer(a_customer()).await?;
    let city = "İÇEL ΣΊΣΥΦΟΣ Andre\u{301} 🦀";
    stand.add(a_customer_user().with("UserCity", city)).await?;
    let stored = stand.customer_users.find(&"j.doe".into()).await?;
    let stored = stored
        .as_ref()
        .map(|customer_user| customer_user.record.text("UserCity"));
    assert_eq!(
        stored,
        Some(city),
        "what is stored is never folded or composed"
    );
    Ok(())
}
