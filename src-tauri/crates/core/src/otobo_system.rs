//! OTOBO's own database beside the sources: what belongs to logins, whatever source they are from.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use deskbook_domain::ids::{AgentId, CustomerId, Identifier, Login};
use deskbook_domain::password::StoredPassword;
use deskbook_domain::record::Record;
use deskbook_domain::validity::Validity;

use crate::back_end::BackEndError;
use crate::mirror::ReadableTables;
use crate::rules::SignInTable;

/// A stored preference (`otobo-behaviour.md 4.6`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Its key.
    pub key: String,
    /// Its value; NULL is `None`.
    pub value: Option<String>,
}

/// A preference that is to be stored or taken away.
#[derive(Clone, Copy, Debug)]
pub struct PreferenceChange<'c> {
    /// Whose, in exactly this spelling.
    pub login: &'c Login,
    /// Its key.
    pub key: &'c str,
    /// What is stored; `None` takes it away.
    pub value: Option<&'c str>,
    /// What that is written over.
    pub over: PreferenceOver<'c>,
}

/// What a preference is written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreferenceOver<'c> {
    /// Whatever is stored, as OTOBO itself does.
    Anything,
    /// What was read and nothing else; `None` where there was none. NULL reads as the empty text.
    Read(Option<&'c str>),
}

impl PreferenceOver<'_> {
    /// Whether this may be written over. Of rows with the same key the last one counts.
    pub fn admits(self, stored: Option<&str>) -> bool {
        match self {
            Self::Anything => true,
            Self::Read(was) => was == stored,
        }
    }
}

/// What a refused change of a preference tells is stored: a record of the key alone, and without it if there
/// is none.
pub fn stored_preference(key: &str, value: Option<String>) -> Record {
    value.map(|value| (key, value)).into_iter().collect()
}

/// What OTOBO's database holds beside the sources' tables. Secret preferences never come out of it.
#[async_trait]
pub trait OtoboSystem: Send + Sync {
    /// The way to read whole tables for a copy; `None` for what is on this computer anyway.
    fn tables(&self) -> Option<Arc<dyn ReadableTables>> {
        None
    }

    /// The preferences of a login in exactly this spelling, as the engine compares.
    async fn preferences(&self, login: &Login) -> Result<Vec<Preference>, BackEndError>;

    /// All logins with a preference of this key, and its value. `like` is LIKE's pattern in any case;
    /// without one every value counts.
    async fn preferences_named(
        &self,
        key: &str,
        like: Option<&str>,
    ) -> Result<Vec<(Login, String)>, BackEndError>;

    /// The additional customers of a login in the order of their IDs (`customer_user_customer`).
    async fn additional_customers(&self, login: &Login) -> Result<Vec<CustomerId>, BackEndError>;

    /// The logins that have a value like `text` in a dynamic field of customer users: text fields
    /// anywhere in the value, others as a whole (`otobo-behaviour.md 3.4`, C50).
    async fn logins_with_dynamic_field(
        &self,
        field: &Identifier,
        text: &str,
    ) -> Result<Vec<Login>, BackEndError>;

    /// The exact names of the customer users or customers that have such a value in a dynamic field.
    ///
    /// Until a back end says more it only knows [`Self::logins_with_dynamic_field`].
    async fn objects_with_dynamic_field(
        &self,
        field: &Identifier,
        kind: DynamicFieldObject,
        sought: &DynamicFieldSought,
    ) -> Result<Vec<String>, BackEndError> {
        match (kind, sought) {
            (DynamicFieldObject::CustomerUser, DynamicFieldSought::Text(text)) => {
                let logins = self.logins_with_dynamic_field(field, text).await?;
                Ok(logins.iter().map(ToString::to_string).collect())
            }
            _ => Err(BackEndError::Unknown {
                what: format!("a search in the dynamic field {field}"),
            }),
        }
    }

    /// The values of a dynamic field of a customer user or a customer by its exact name (C106), in their
    /// order.
    async fn dynamic_field_values(
        &self,
        field: &Identifier,
        object: &str,
        kind: DynamicFieldObject,
    ) -> Result<Vec<String>, BackEndError>;

    /// The label of a dynamic field (C17); `None` when there is no such field.
    async fn dynamic_field_label(&self, field: &Identifier)
    -> Result<Option<String>, BackEndError>;

    /// Numbers and names of the table `valid` (C4); the shipped ones unless a back end says otherwise.
    async fn validities(&self) -> Result<BTreeMap<String, String>, BackEndError> {
        let shipped = Validity::ALL.map(|it| (it.id().to_string(), it.name().to_owned()));
        Ok(shipped.into())
    }

    /// OTOBO's settings as stored; empty where there are none.
    async fn settings(&self, names: &[&str]) -> Result<Vec<StoredSetting>, BackEndError>;

    /// Takes a preference away, and stores another value in its place, both or nothing (C72). If it is not
    /// any more what it is written over, that is a conflict with [`stored_preference`], and nothing is
    /// written.
    async fn set_preference(&self, change: PreferenceChange<'_>) -> Result<(), BackEndError>;

    /// What the customers' sign-in compares a password with: the row whose login is this one as the engine
    /// compares (`otobo-behaviour.md 4.7`). It is compared and never shown.
    async fn sign_in_password(
        &self,
        table: &SignInTable,
        login: &Login,
    ) -> Result<SignInPassword, BackEndError>;

    /// The agents, by their logins.
    async fn agents(&self) -> Result<Vec<Agent>, BackEndError>;

    /// Whether there is such an agent, and a valid one.
    async fn is_valid_agent(&self, agent: AgentId) -> Result<bool, BackEndError>;
}

/// What is stored for the customers' sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInPassword {
    /// No row has this login.
    NoRow,
    /// A row without a password: NULL or the empty text (C79).
    NoPassword,
    /// A password in some stored form.
    Stored(StoredPassword),
}

/// One who works in OTOBO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Its number, as `create_by` and `change_by` have it.
    pub id: AgentId,
    /// Its login.
    pub login: String,
    /// First and last name.
    pub name: String,
    /// Whether it is valid; others can sign nothing.
    pub valid: bool,
}

/// What a dynamic field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DynamicFieldObject {
    /// A customer user, named by its login.
    CustomerUser,
    /// A customer, named by its ID.
    Customer,
}

/// What a value of a dynamic field must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DynamicFieldSought {
    /// Text fields have this text anywhere, others have it as a whole (`otobo-behaviour.md 3.4`, C50).
    Text(String),
    /// All of this holds for a value, of each operator for at least one text
    /// (`otobo-behaviour.md 3.6`).
    Compared(Vec<(DynamicFieldOperator, Vec<String>)>),
}

/// How a value of a dynamic field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DynamicFieldOperator {
    /// It is this.
    Equals,
    /// It is like this, with `*` as wildcard, in any case.
    Like,
    /// It is greater.
    GreaterThan,
    /// It is greater or this.
    GreaterThanEquals,
    /// It is smaller.
    SmallerThan,
    /// It is smaller or this.
    SmallerThanEquals,
}

/// A setting of OTOBO's as its tables have it (`otobo-behaviour.md 1.3`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSetting {
    /// Its name.
    pub name: String,
    /// The value in force, as YAML; `None` when the key is switched off (`is_valid` 0, C10).
    pub yaml: Option<String>,
    /// Whether somebody changed it.
    pub modified: bool,
    /// Whether the change is not deployed yet.
    pub undeployed: bool,
}

/// Whether a preference is a secret: it is never shown, searched or exported.
pub fn is_secret_preference(key: &str) -> bool {
    key == "UserToken"
        || key == "UserGoogleAuthenticatorSecretKey"
        || key.starts_with("UserLastPw") && key != "UserLastPwChangeTime"
        || key.starts_with("UserPasswor")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_tokens_and_their_history_are_secret() {
        for key in [
            "UserToken",
            "UserLastPw",
            "UserLastPw3",
            "UserGoogleAuthenticatorSecretKey",
            "UserPassword",
        ] {
            assert!(is_secret_preference(key), "{key}");
        }
        for key in ["UserLastPwChangeTime", "UserLanguage", "UserLastLogin"] {
            assert!(!is_secret_preference(key), "{key}");
        }
    }
}
