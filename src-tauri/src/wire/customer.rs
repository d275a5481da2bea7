//! Customers as they cross to the UI.

use deskbook_core::back_end::BackEndError;
use deskbook_core::customer_back_end::FoundCustomer;
use deskbook_core::customers::check::Draft;
use deskbook_core::customers::find::Company;
use deskbook_core::customers::save::Outcome;
use deskbook_core::customers::search::Row;
use deskbook_core::customers::suggest::{Brief, Suggestion};
use deskbook_core::hits::Page;
use deskbook_core::installation::Installation;
use deskbook_core::merged::Standing;
use deskbook_core::moves::MoveOptions;
use deskbook_core::query::Tier;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::map::Map;
use deskbook_domain::source::SourceId;
use deskbook_domain::validity::Validity;
use deskbook_domain::vars;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::caches::names;
use super::check::{FindingView, findings};
use super::moves::{MoveOptionsRequest, MovesView};
use super::search::{MarkView, SourceWords, StandingView, TotalView};
use super::{ChangesView, CopiedView, EditingRequest, Values, record_of, values_of};

/// A customer in one line.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerBrief {
    customer_id: String,
    name: String,
    validity: Validity,
}

impl From<Brief> for CustomerBrief {
    fn from(brief: Brief) -> Self {
        Self {
            customer_id: brief.id.as_str().to_owned(),
            name: brief.name,
            validity: brief.validity,
        }
    }
}

/// A customer that is proposed for a form's field.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerSuggestion {
    #[serde(flatten)]
    customer: CustomerBrief,
    /// How many customer users have it as their own.
    customer_users: u32,
}

impl From<Suggestion> for CustomerSuggestion {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            customer: suggestion.customer.into(),
            customer_users: suggestion.customer_users,
        }
    }
}

/// A customer with all mapped values.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    /// The id of its source.
    source: String,
    customer_id: String,
    name: String,
    validity: Validity,
    values: Values,
    /// `null` where only its source could tell, which does not answer.
    customer_users: Option<u32>,
    /// `null` where the table does not tell.
    changes: Option<ChangesView>,
    /// `null` where it was read from its source.
    copied: Option<CopiedView>,
}

impl CustomerView {
    pub(crate) fn new(installation: &Installation, company: Company) -> Result<Self, BackEndError> {
        let Company {
            customer,
            customer_users,
        } = company;
        let source = installation.customers.of(customer.source)?.source();
        Ok(Self {
            source: source.id.to_string(),
            customer_id: customer.id.as_str().to_owned(),
            name: customer.record.text(vars::CUSTOMER_COMPANY_NAME).to_owned(),
            validity: customer.validity,
            values: values_of(&source.map, &customer.record),
            customer_users,
            copied: customer.copied.map(CopiedView::from),
            changes: customer
                .changes
                .map(|changes| ChangesView::new(installation, changes)),
        })
    }
}

/// A form.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerDraft {
    /// The record being changed; `null` for a new one.
    editing: Option<EditingRequest>,
    /// The source that a new one goes to; `null` for the first that can be written.
    source: Option<String>,
    /// What a new name moves beyond what OTOBO does; `null` for all of it.
    options: Option<MoveOptionsRequest>,
    values: Values,
}

impl CustomerDraft {
    pub(crate) fn editing(&self) -> Option<CustomerId> {
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
        }
    }
}

/// How a save ended.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CustomerSaveView {
    /// It is stored.
    #[serde(rename_all = "camelCase")]
    Saved {
        /// As stored.
        record: Box<CustomerView>,
        /// What moved along with a new ID.
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

impl CustomerSaveView {
    pub(crate) fn new(
        installation: &Installation,
        map: &Map,
        outcome: Outcome,
    ) -> Result<Self, BackEndError> {
        Ok(match outcome {
            Outcome::Saved {
                company,
                moves,
                stale_caches,
            } => Self::Saved {
                moves: (&moves).into(),
                stale_caches: names(&stale_caches),
                record: Box::new(CustomerView::new(installation, *company)?),
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
pub struct CustomerRow {
    /// The id of its source.
    source: String,
    customer_id: String,
    name: String,
    validity: Validity,
    values: Values,
    marks: Vec<MarkView>,
    tier: Option<Tier>,
}

/// Some rows of a search.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPage {
    start: u32,
    rows: Vec<CustomerRow>,
    total: TotalView,
    #[serde(flatten)]
    standing: StandingView,
}

impl CustomerPage {
    pub(crate) fn new(
        installation: &Installation,
        (page, standing): (Page<Row>, Standing),
    ) -> Result<Self, BackEndError> {
        let sources = &installation.customers;
        let row = |row: Row| {
            let source = sources.of(row.found.source)?.source();
            Ok(CustomerRow::new(&source.map, row))
        };
        let words = |source| {
            Ok(SourceWords {
                name: sources.of(source)?.source().name.clone(),
                user: String::new(),
            })
        };
        Ok(Self {
            start: page.start,
            rows: page
                .rows
                .into_iter()
                .map(row)
                .collect::<Result<_, BackEndError>>()?,
            total: page.total.into(),
            standing: StandingView::new(&standing, words)?,
        })
    }
}

impl CustomerRow {
    fn new(map: &Map, row: Row) -> Self {
        let Row {
            found:
                FoundCustomer {
                    source,
                    id,
                    record,
                    validity,
                    tier,
                },
            marks,
        } = row;
        Self {
            source: source.to_string(),
            customer_id: id.as_str().to_owned(),
            name: record.text(vars::CUSTOMER_COMPANY_NAME).to_owned(),
            validity,
            marks: marks
                .iter()
                .filter_map(|mark| MarkView::new(mark, &record))
                .collect(),
            values: values_of(map, &record),
            tier,
        }
    }
}
