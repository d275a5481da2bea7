//! Why OTOBO would not write.

use deskbook_domain::check::Problem;
use deskbook_domain::ids::{Login, Var};
use deskbook_domain::map::{Map, StorageKind, is_password};
use deskbook_domain::password::CannotStore;
use deskbook_domain::record::Record;
use deskbook_domain::source::SourceId;
use deskbook_domain::text::is_false;
use deskbook_domain::vars;

use crate::ErrorCode;
use crate::back_end::BackEndError;
use crate::installation::Installation;
use crate::people::PreferenceError;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A required value is false: `Need …!`
    #[error("{0} is needed")]
    Needed(Var),
    /// A source has this login already, in some case (C57).
    #[error("the login exists already")]
    LoginTaken,
    /// No source has the login.
    #[error("no source has the login")]
    NoSuchUser,
    /// No source has the customer.
    #[error("no source has the customer")]
    NoSuchCompany,
    /// No source has this name. OTOBO ends the call.
    #[error("there is no source {0}")]
    NoSuchSource(SourceId),
    /// The address is taken, or no address that the settings let pass (C61 to C63).
    #[error("the e-mail address is refused")]
    AddressRefused(Problem),
    /// No form of the password can be stored.
    #[error(transparent)]
    Password(#[from] CannotStore),
    /// It is no preference.
    #[error(transparent)]
    Preference(#[from] PreferenceError),
    /// A back end did not do it.
    #[error(transparent)]
    BackEnd(#[from] BackEndError),
}

impl WriteError {
    /// What the UI tells apart.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Needed(_)
            | Self::LoginTaken
            | Self::NoSuchSource(_)
            | Self::AddressRefused(_)
            | Self::Password(_) => ErrorCode::InvalidInput,
            Self::NoSuchUser | Self::NoSuchCompany => ErrorCode::NotFound,
            Self::Preference(error) => error.code(),
            Self::BackEnd(error) => error.code(),
        }
    }

    /// Whether the request is at fault, and not whoever was to write it.
    pub fn is_of_the_question(&self) -> bool {
        match self {
            Self::Preference(PreferenceError::BackEnd(error)) | Self::BackEnd(error) => matches!(
                error,
                BackEndError::Refused { .. }
                    | BackEndError::NotFound
                    | BackEndError::Ambiguous
                    | BackEndError::Move(_)
                    | BackEndError::AgentUnknown
                    | BackEndError::AgentInvalid
                    | BackEndError::ReadOnly
            ),
            _ => true,
        }
    }
}

/// Asks for every required value of a map, in its order; a text `0` counts as none (C58). Dynamic fields
/// are asked for by forms only. The login and the password are the callers' affair: one may be made, the
/// other is given beside the record.
pub(super) fn need_required(map: &Map, record: &Record) -> Result<(), WriteError> {
    let is_asked = |var: &Var| var.as_str() != vars::USER_LOGIN && !is_password(var);
    let mut asked = map
        .fields()
        .iter()
        .filter(|it| it.required && it.kind != StorageKind::DynamicField && is_asked(&it.var));
    match asked.find(|field| is_false(record.get(&field.var))) {
        Some(field) => Err(WriteError::Needed(field.var.clone())),
        None => Ok(()),
    }
}

/// A login that no source may have, in whatever case (C57).
pub(super) async fn refuse_taken(
    installation: &Installation,
    login: &Login,
) -> Result<(), WriteError> {
    match installation.customer_users.find(login).await? {
        Some(_) => Err(WriteError::LoginTaken),
        None => Ok(()),
    }
}
