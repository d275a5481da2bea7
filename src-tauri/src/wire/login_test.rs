//! How a login would end.

use deskbook_core::people::login_test::{LoginTest, Verdict};
use deskbook_domain::password::{StoredForm, Strength, Weakness};
use serde::Serialize;
use specta::Type;

/// How a login would end, and how well its password is kept.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoginTestView {
    verdict: VerdictView,
    /// The form that the password is stored in; `null` when none is stored.
    form: Option<StoredFormView>,
    /// Why the stored form is weak; `null` when it is not.
    weakness: Option<WeaknessView>,
}

/// How it would end.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum VerdictView {
    /// The login page lets this customer user in.
    Accepted,
    /// The password is right, but no source has a record.
    NoRecord,
    /// The password is right, but the customer user is not valid.
    NotValid,
    /// Another password is stored.
    Wrong,
    /// Nothing was typed that could let anybody in.
    Empty,
    /// No password is stored.
    NoneStored,
    /// The table of the sign-in has no such login.
    Unknown,
    /// What is stored lets nobody in.
    Unusable,
}

/// A stored form, as OTOBO's setting calls it.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StoredFormView {
    /// Plain text.
    Plain,
    /// DES crypt.
    Crypt,
    /// MD5 crypt.
    Md5,
    /// Apache's MD5 crypt.
    Apr1,
    /// SHA-1, unsalted.
    Sha1,
    /// SHA-256, unsalted.
    Sha2,
    /// SHA-512, unsalted.
    Sha512,
    /// bcrypt.
    Bcrypt,
    /// `*0`: what crypt stores for a login that is no salt.
    Broken,
    /// None that is known.
    Unknown,
}

/// Why a stored form is weak.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WeaknessView {
    /// Whoever reads the table reads the password.
    PlainText,
    /// Guessed by the billion a second, and the same for everybody with the same password.
    FastUnsaltedHash,
    /// Long broken.
    ObsoleteHash,
    /// bcrypt of a cost that is too low.
    LowCost,
    /// Any password may pass in OTOBO.
    Broken,
    /// It is not known what it is.
    NotRecognised,
}

impl From<LoginTest> for LoginTestView {
    fn from(test: LoginTest) -> Self {
        Self {
            verdict: test.verdict.into(),
            weakness: match test.form.strength() {
                Some(Strength::Weak(weakness)) => Some(weakness.into()),
                Some(Strength::Good) | None => None,
            },
            form: form(test.form),
        }
    }
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Self::Accepted,
            Verdict::NoRecord => Self::NoRecord,
            Verdict::NotValid => Self::NotValid,
            Verdict::Wrong => Self::Wrong,
            Verdict::Empty => Self::Empty,
            Verdict::NoneStored => Self::NoneStored,
            Verdict::Unknown => Self::Unknown,
            Verdict::Unusable => Self::Unusable,
        }
    }
}

impl From<Weakness> for WeaknessView {
    fn from(weakness: Weakness) -> Self {
        match weakness {
            Weakness::PlainText => Self::PlainText,
            Weakness::FastUnsaltedHash => Self::FastUnsaltedHash,
            Weakness::ObsoleteHash => Self::ObsoleteHash,
            Weakness::LowCost => Self::LowCost,
            Weakness::Broken => Self::Broken,
            Weakness::NotRecognised => Self::NotRecognised,
        }
    }
}

fn form(form: StoredForm) -> Option<StoredFormView> {
    Some(match form {
        StoredForm::None => return None,
        StoredForm::Plain => StoredFormView::Plain,
        StoredForm::DesCrypt => StoredFormView::Crypt,
        StoredForm::Md5Crypt => StoredFormView::Md5,
        StoredForm::Apr1 => StoredFormView::Apr1,
        StoredForm::Sha1 => StoredFormView::Sha1,
        StoredForm::Sha256 => StoredFormView::Sha2,
        StoredForm::Sha512 => StoredFormView::Sha512,
        StoredForm::Bcrypt { .. } => StoredFormView::Bcrypt,
        StoredForm::Broken => StoredFormView::Broken,
        StoredForm::Unknown => StoredFormView::Unknown,
    })
}
