//! Customer users as they cross to the UI.

use deskbook_core::back_end::{BackEndError, FoundCustomerUser, PasswordState};
use deskbook_core::installation::Installation;
use deskbook_core::installations::InstallationId;
use deskbook_core::moves::MoveOptions;
use deskbook_core::people::draft::{Draft, PasswordChoice};
use deskbook_core::people::everywhere::Sections;
use deskbook_core::people::find::Person;
use deskbook_core::people::save::Outcome;
use deskbook_core::people::search::Row;
use deskbook_core::query::Tier;
use deskbook_domain::display::{full_name, mail_string};
use deskbook_domain::ids::Login;
use deskbook_domain::map::Map;
use deskbook_domain::secret::Secret;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::caches::names;
use super::check::{FindingView, findings};
use super::customer::CustomerBrief;
use super::moves::{MoveOptionsRequest, MovesView};
use super::search::{MarkView, SourceWords, StandingView, TotalView};
use super::{ChangesView, CopiedView, EditingRequest, Values, record_of, values_of};

/// A customer user with all mapped values but the password.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerUserView {
    /// The id of its source.
    source: String,
    login: String,
    /// OTOBO's full name.
    display_name: String,
    /// Name and address as in a mail header.
    mail_string: String,
    validity: Validity,
    values: Values,
    /// `null` when no customer has this CustomerID.
    customer: Option<CustomerBrief>,
    /// All customers whose tickets it may see, its own included (`otobo-behaviour.md 3.8`).
    customer_ids: Vec<String>,
    password: PasswordState,
    /// `null` where the table does not tell.
    changes: Option<ChangesView>,
    /// `null` where it was read from its source.
    copied: Option<CopiedView>,
    /// `false` where the source hides them.
    has_preferences: bool,
}

impl CustomerUserView {
    pub(crate) fn new(installation: &Installation, person: Person) -> Result<Self, BackEndError> {
        let Person {
            customer_user,
            customer,
            customer_ids,
        } = person;
        let sources = &installation.customer_users;
        let source = sources.of(customer_user.source)?.source();
        let ids = customer_ids.iter().map(|id| id.as_str().to_owned());
        Ok(Self {
            source: source.id.to_string(),
            login: customer_user.login.as_str().to_owned(),
            display_name: full_name(source, &customer_user.record),
            mail_string: mail_string(source, &customer_user.record),
            validity: customer_user.validity,
            values: values_of(&source.map, &customer_user.record),
            customer: customer.map(CustomerBrief::from),
            customer_ids: ids.collect(),
            password: customer_user.password,
            copied: customer_user.copied.map(CopiedView::from),
            changes: customer_user
                .changes
                .map(|changes| ChangesView::new(installation, changes)),
            has_preferences: source.shows_preferences,
        })
    }
}

/// A form.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerUserDraft {
    /// The record being changed; `null` for a new one.
    editing: Option<EditingRequest>,
    /// The source that a new one goes to; `null` for the first that can be written.
    source: Option<String>,
    /// What a new name moves beyond what OTOBO does; `null` for all of it.
    options: Option<MoveOptionsRequest>,
    values: Values,
    password: PasswordRequest,
}

/// What becomes of the password.
#[derive(Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PasswordRequest {
    /// It stays as it is; only for an existing record.
    Keep,
    /// 20 characters are made up and returned once by the save.
    Generate,
    /// What was typed.
    Typed {
        /// Passes through and is kept nowhere.
        password: String,
    },
    /// Nobody can log in; only for a new record.
    None,
}

impl From<PasswordRequest> for PasswordChoice {
    fn from(request: PasswordRequest) -> Self {
        match request {
            PasswordRequest::Keep | PasswordRequest::None => Self::Keep,
            PasswordRequest::Generate => Self::Generate,
            PasswordRequest::Typed { password } => Self::Typed(Secret::new(password)),
        }
    }
}

impl CustomerUserDraft {
    pub(crate) fn editing(&self) -> Option<Login> {
        self.editing.as_ref().map(EditingRequest::key)
    }

    pub(crate) fn source(&self) -> Option<SourceId> {
        self.source.as_deref().and_then(|id| id.parse().ok())
    }

    pub(crate) fn into_draft(self, map: &Map) -> Draft {
        Draft {
            source: self.source(),
            options: self.options.map(MoveOptions::from).unwrap_or_default(),
            record: record_of(map, &self.values),
            editing: self.editing.map(|editing| editing.read(map)),
            password: self.password.into(),
        }
    }
}

/// How a save ended.
#[derive(Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CustomerUserSaveView {
    /// It is stored.
    #[serde(rename_all = "camelCase")]
    Saved {
        /// As stored.
        record: Box<CustomerUserView>,
        /// Shown once, kept nowhere.
        generated_password: Option<String>,
        /// What moved along with a new username or customer.
        moves: MovesView,
        /// The types of OTOBO's cache that still hold what was there before (C115), for `caches_clear`.
        stale_caches: Vec<String>,
    },
    /// Nothing was written.
    Refused {
        /// What is wrong with which field.
        findings: Vec<FindingView>,
    },
    /// Nothing was written: somebody else changed the record after the form was opened.
    Conflict {
        /// What is stored now.
        theirs: Values,
    },
}

impl CustomerUserSaveView {
    pub(crate) fn new(
        installation: &Installation,
        map: &Map,
        outcome: Outcome,
    ) -> Result<Self, BackEndError> {
        Ok(match outcome {
            Outcome::Saved {
                person,
                generated,
                moves,
                stale_caches,
            } => Self::Saved {
                moves: (&moves).into(),
                stale_caches: names(&stale_caches),
                record: Box::new(CustomerUserView::new(installation, *person)?),
                generated_password: generated.map(|password| password.expose().clone()),
            },
            Outcome::Refused { findings: found } => Self::Refused {
                findings: findings(found),
            },
            Outcome::Conflict { theirs } => Self::Conflict {
                theirs: values_of(map, &theirs),
            },
        })
    }
}

/// One hit in a list.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerUserRow {
    /// The id of its installation; `null` where that is the one which the window shows.
    installation: Option<String>,
    /// The id of its source.
    source: String,
    login: String,
    validity: Validity,
    customer_name: Option<String>,
    values: Values,
    marks: Vec<MarkView>,
    tier: Option<Tier>,
}

/// Some rows of a search.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerUserPage {
    start: u32,
    rows: Vec<CustomerUserRow>,
    total: TotalView,
    #[serde(flatten)]
    standing: StandingView,
}

impl CustomerUserPage {
    pub(crate) fn new(page: Sections<'_>) -> Result<Self, BackEndError> {
        let mut rows = Vec::new();
        let mut standings = Vec::new();
        for section in page.sections {
            let sources = &section.of.installation.customer_users;
            let installation = section.of.id.as_ref();
            for row in section.rows {
                let source = sources.of(row.found.source)?.source();
                rows.push(CustomerUserRow::new(installation, &source.map, row));
            }
            let words = |source| {
                let source = sources.of(source)?.source();
                let directory = source.directory.as_ref();
                Ok(SourceWords {
                    name: source.name.clone(),
                    user: directory.map_or_else(String::new, |it| it.user().to_owned()),
                })
            };
            standings.push(StandingView::new(&section.standing, words)?);
        }
        Ok(Self {
            start: page.start,
            rows,
            total: page.total.into(),
            standing: StandingView::of_all(standings, page.revision, page.unsearched, &page.partly),
        })
    }
}

impl CustomerUserRow {
    fn new(installation: Option<&InstallationId>, map: &Map, row: Row) -> Self {
        let Row {
            found:
                FoundCustomerUser {
                    source,
                    login,
                    record,
                    validity,
                    tier,
                },
            customer_name,
            marks,
        } = row;
        Self {
            installation: installation.map(|id| id.as_str().to_owned()),
            source: source.to_string(),
            login: login.as_str().to_owned(),
            validity,
            customer_name,
            marks: marks
                .iter()
                .filter_map(|mark| MarkView::new(mark, &record))
                .collect(),
            values: values_of(map, &record),
            tier,
        }
    }
}
