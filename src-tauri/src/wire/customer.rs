//! Customers as they cross to the UI.

use deskbook_core::customer_back_end::FoundCustomer;
use deskbook_core::customers::check::Draft;
use deskbook_core::customers::find::Company;
use deskbook_core::customers::save::Outcome;
use deskbook_core::customers::search::Row;
use deskbook_core::customers::suggest::Brief;
use deskbook_core::hits::Page;
use deskbook_core::query::Tier;
use deskbook_domain::ids::CustomerId;
use deskbook_domain::map::Map;
use deskbook_domain::validity::Validity;
use deskbook_domain::vars;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::check::{FindingView, findings};
use super::search::{MarkView, TotalView};
use super::{ChangesView, Values, record_of, values_of};

/// A customer in one line.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerBrief {
    customer_id: String,
    name: String,
    validity: Validity,
    customer_users: u32,
}

impl From<Brief> for CustomerBrief {
    fn from(brief: Brief) -> Self {
        Self {
            customer_id: brief.id.as_str().to_owned(),
            name: brief.name,
            validity: brief.validity,
            customer_users: brief.customer_users,
        }
    }
}

/// A customer with all mapped values.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerView {
    customer_id: String,
    name: String,
    validity: Validity,
    values: Values,
    customer_users: u32,
    changes: ChangesView,
}

impl CustomerView {
    pub(crate) fn new(map: &Map, company: Company) -> Self {
        let Company {
            customer,
            customer_users,
        } = company;
        Self {
            customer_id: customer.id.as_str().to_owned(),
            name: customer.record.text(vars::CUSTOMER_COMPANY_NAME).to_owned(),
            validity: customer.validity,
            values: values_of(map, &customer.record),
            customer_users,
            changes: customer.changes.into(),
        }
    }
}

/// A form. `editing` is the CustomerID of the record being changed.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerDraft {
    editing: Option<String>,
    values: Values,
}

impl CustomerDraft {
    pub(crate) fn into_draft(self, map: &Map) -> Draft {
        Draft {
            record: record_of(map, &self.values),
            editing: self.editing.map(CustomerId::from),
        }
    }
}

/// How a save ended.
#[derive(Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum CustomerSaveView {
    /// It is stored.
    Saved {
        /// As stored.
        record: CustomerView,
    },
    /// Nothing was written.
    Refused {
        /// What is wrong with which field.
        findings: Vec<FindingView>,
    },
}

impl CustomerSaveView {
    pub(crate) fn new(map: &Map, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Saved(company) => Self::Saved {
                record: CustomerView::new(map, *company),
            },
            Outcome::Refused { findings: found } => Self::Refused {
                findings: findings(found),
            },
        }
    }
}

/// One hit in a list.
#[derive(Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerRow {
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
}

impl CustomerPage {
    pub(crate) fn new(map: &Map, page: Page<Row>) -> Self {
        let rows = page
            .rows
            .into_iter()
            .map(|row| CustomerRow::new(map, row))
            .collect();
        Self {
            start: page.start,
            rows,
            total: page.total.into(),
        }
    }
}

impl CustomerRow {
    fn new(map: &Map, row: Row) -> Self {
        let Row {
            found:
                FoundCustomer {
                    id,
                    record,
                    validity,
                    tier,
                },
            marks,
        } = row;
        Self {
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
