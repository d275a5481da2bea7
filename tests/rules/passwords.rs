//! What is stored for a password, and who is let in (C60, C75 to C81).

use std::sync::Arc;

use anyhow::{Context as _, Result};
use deskbook_core::otobo::{self, WriteError, auth};
use deskbook_core::people::login_test::{LoginTry, Verdict, test_login};
use deskbook_core::rules::Rules;
use deskbook_domain::ids::Login;
use deskbook_domain::password::{BcryptCost, CannotStore, CryptType, PasswordScheme};
use deskbook_domain::secret::Secret;
use deskbook_tests::builders::a_customer_user;
use deskbook_tests::engine::{Arena, Engine, Sources};

use crate::support::{add, chance};
use crate::writing::with_acme;

const SHA256: &str = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

/// An installation with `tina`, whose passwords are stored so.
async fn with_tina(engine: &dyn Engine, kind: CryptType) -> Result<Arena> {
    let mut arena = with_acme(engine, Sources::shipped()).await?;
    configure(&mut arena, kind);
    arena.put(0, [a_customer_user().login("tina")]).await?;
    Ok(arena)
}

fn configure(arena: &mut Arena, kind: CryptType) {
    let cost = BcryptCost::new(9);
    arena.installation.rules = Arc::new(Rules {
        passwords: PasswordScheme { kind, cost },
        ..Rules::default()
    });
}

fn tina() -> LoginTry {
    LoginTry::from(Login::from("tina"))
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn set(arena: &Arena, password: &str) -> Result<(), WriteError> {
    let (tina, random) = ("tina".into(), &mut chance());
    otobo::set_password(&arena.installation, &tina, &secret(password), random).await
}

async fn store(arena: &Arena, text: &str) -> Result<()> {
    let sql = format!("UPDATE customer_user SET pw = '{text}'");
    arena.run(&sql).await
}

async fn stored(arena: &Arena) -> Result<Option<String>> {
    let of = ("login", "tina");
    let values = arena.column("customer_user", "pw", of).await?;
    values.into_iter().next().context("tina is there")
}

async fn lets_in(arena: &Arena, password: &str) -> Result<bool> {
    let login = auth(&arena.installation, "tina".into(), secret(password)).await?;
    Ok(login.is_some())
}

pub(crate) async fn c60_without_a_password_none_is_stored_and_nobody_is_let_in(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    add(&arena, a_customer_user().login("tina")).await?;
    assert_eq!(stored(&arena).await?, None, "NULL");
    for password in ["", "0", "secret"] {
        assert!(!lets_in(&arena, password).await?, "{password:?}");
    }
    Ok(())
}

pub(crate) async fn c75_each_type_is_stored_in_its_form(engine: &dyn Engine) -> Result<()> {
    let mut arena = with_tina(engine, CryptType::Plain).await?;
    for (kind, expected) in [
        (CryptType::Plain, "secret"),
        (CryptType::Md5, "$1$tina$PyhA7uiVHNLE9w6BSqMcF."),
        (CryptType::Apr1, "$apr1$tina$PyKfum6OS04rM5P2Uz7ML0"),
        (CryptType::Sha1, "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"),
        (CryptType::Sha2, SHA256),
        (
            CryptType::Sha512,
            "bd2b1aaf7ef4f09be9f52ce2d8d599674d81aa9d6a4421696dc4d93dd0619d68\
             2ce56b4d64a9ef097761ced99e0f67265b5f76085e5b0ee7ca4696b2ad6fe2b2",
        ),
    ] {
        configure(&mut arena, kind);
        set(&arena, "secret").await?;
        assert_eq!(stored(&arena).await?.as_deref(), Some(expected));
        assert!(lets_in(&arena, "secret").await?, "{kind:?}");
        assert!(!lets_in(&arena, "Secret").await?, "{kind:?}");
    }
    Ok(())
}

pub(crate) async fn c76_bcrypt_knows_72_bytes_and_umlauts(engine: &dyn Engine) -> Result<()> {
    let arena = with_tina(engine, CryptType::Bcrypt).await?;
    set(&arena, "pässwört").await?;
    let text = stored(&arena).await?.context("something is stored")?;
    let parts: Vec<_> = text.split(':').map(str::len).collect();
    assert_eq!(parts, ["BCRYPT".len(), 1, 16, 31], "{text}");
    assert!(text.starts_with("BCRYPT:9:"), "{text}");
    assert!(lets_in(&arena, "pässwört").await?);
    assert!(!lets_in(&arena, "passwort").await?);
    for (password, hash) in [
        ("secret", "YCZwYw1C2XpU3jIG92Mt0dgubd4zFr."),
        (&"x".repeat(80), "gJaMn5G2Abu9fTbNke13EMTXQphCGNC"),
        (&"x".repeat(72), "gJaMn5G2Abu9fTbNke13EMTXQphCGNC"),
    ] {
        store(&arena, &format!("BCRYPT:9:abcdefghijklmnop:{hash}")).await?;
        assert!(lets_in(&arena, password).await?, "{password}");
    }
    Ok(())
}

pub(crate) async fn c77_the_stored_form_is_told_by_its_shape_unless_plain_is_configured(
    engine: &dyn Engine,
) -> Result<()> {
    let mut arena = with_tina(engine, CryptType::Sha2).await?;
    for text in [
        "tiBi1YzM.aGb6",
        "$1$tina$PyhA7uiVHNLE9w6BSqMcF.",
        "$apr1$tina$PyKfum6OS04rM5P2Uz7ML0",
        "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
        SHA256,
        "BCRYPT:9:abcdefghijklmnop:YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.",
    ] {
        store(&arena, text).await?;
        for (kind, expected) in [
            (CryptType::Sha2, true),
            (CryptType::Bcrypt, true),
            (CryptType::Plain, false),
        ] {
            configure(&mut arena, kind);
            assert_eq!(lets_in(&arena, "secret").await?, expected, "{text}");
        }
    }
    Ok(())
}

pub(crate) async fn c78_a_hash_in_capitals_lets_nobody_in(engine: &dyn Engine) -> Result<()> {
    let arena = with_tina(engine, CryptType::Sha2).await?;
    store(&arena, SHA256).await?;
    assert!(lets_in(&arena, "secret").await?);
    store(&arena, &SHA256.to_uppercase()).await?;
    assert!(!lets_in(&arena, "secret").await?);
    Ok(())
}

pub(crate) async fn c79_nothing_and_zero_let_nobody_in(engine: &dyn Engine) -> Result<()> {
    let mut arena = with_tina(engine, CryptType::Plain).await?;
    for kind in [CryptType::Plain, CryptType::Sha2, CryptType::Md5] {
        configure(&mut arena, kind);
        for password in ["", "0"] {
            set(&arena, password).await?;
            for typed in ["", "0", "secret"] {
                assert!(!lets_in(&arena, typed).await?, "{kind:?} {typed:?}");
            }
        }
    }
    store(&arena, "").await?;
    assert!(!lets_in(&arena, "").await?);
    Ok(())
}

pub(crate) async fn c80_crypt_is_never_written_and_its_failure_lets_nobody_in(
    engine: &dyn Engine,
) -> Result<()> {
    let arena = with_tina(engine, CryptType::Crypt).await?;
    let refused = set(&arena, "secret").await;
    assert!(
        matches!(
            refused,
            Err(WriteError::Password(CannotStore::CryptIsNeverWritten))
        ),
        "{refused:?}"
    );
    assert_eq!(stored(&arena).await?, None);
    store(&arena, "*0").await?;
    assert!(!lets_in(&arena, "secret").await?);
    let test = test_login(&arena.installation, &tina(), secret("secret")).await?;
    assert_eq!(test.verdict, Verdict::Unusable);
    Ok(())
}

pub(crate) async fn c81_an_invalid_customer_user_is_refused(engine: &dyn Engine) -> Result<()> {
    let arena = with_acme(engine, Sources::shipped()).await?;
    let gone = a_customer_user().login("tina").invalid();
    arena.put(0, [gone]).await?;
    store(&arena, SHA256).await?;
    assert!(!lets_in(&arena, "secret").await?);
    let test = test_login(&arena.installation, &tina(), secret("secret")).await?;
    assert_eq!(
        test.verdict,
        Verdict::NotValid,
        "though the password is right"
    );
    arena.run("UPDATE customer_user SET valid_id = 1").await?;
    assert!(lets_in(&arena, "secret").await?);
    Ok(())
}
