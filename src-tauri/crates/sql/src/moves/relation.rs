//! Tables whose rows name a customer user or a customer, and nothing else of it.

use deskbook_core::moves::MoveStep;
use deskbook_domain::search::CaseRule;

use super::tables::OtoboTables;

/// A column of a table that holds names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relation {
    pub(super) step: MoveStep,
    pub(super) table: &'static str,
    pub(super) column: &'static str,
    /// What stands before the name in the column.
    pub(super) before: &'static str,
    /// With the name they make a row that should be there once.
    pub(super) keys: &'static [&'static str],
    /// Who wrote it, and when.
    pub(super) signed: &'static [&'static str],
    pub(super) case: CaseRule,
}

const CHANGED: &[&str] = &["change_time", "change_by"];

/// Without a date of its own: a row is what it says.
pub(super) const PREFERENCES: Relation = Relation {
    step: MoveStep::Preferences,
    table: "customer_preferences",
    column: "user_id",
    before: "",
    keys: &["preferences_key"],
    signed: &[],
    case: CaseRule::Exact,
};

/// OTOBO finds them in any case, which is why a new case alone moves none.
pub(super) const SAVED_SEARCHES: Relation = Relation {
    step: MoveStep::SavedSearches,
    table: "search_profile",
    column: "login",
    before: "CustomerTicketSearch::",
    keys: &["profile_name"],
    signed: &[],
    case: CaseRule::Folded,
};

/// OTOBO makes these rows anew, so they tell who moved them.
pub(super) const SERVICES: Relation = Relation {
    step: MoveStep::Services,
    table: "service_customer_user",
    column: "customer_user_login",
    before: "",
    keys: &["service_id"],
    signed: &["create_time", "create_by"],
    case: CaseRule::Exact,
};

pub(super) const GROUP_PERMISSIONS: Relation = Relation {
    step: MoveStep::GroupPermissions,
    table: "group_customer_user",
    column: "user_id",
    before: "",
    keys: &["group_id", "permission_key"],
    signed: CHANGED,
    case: CaseRule::Exact,
};

pub(super) const CUSTOMER_GROUP_PERMISSIONS: Relation = Relation {
    step: MoveStep::CustomerGroupPermissions,
    table: "group_customer",
    column: "customer_id",
    before: "",
    keys: &["group_id", "permission_key", "permission_context"],
    signed: CHANGED,
    case: CaseRule::Exact,
};

/// Further customers, by the customer user.
pub(super) const RELATIONS_OF_LOGIN: Relation = Relation {
    step: MoveStep::CustomerRelations,
    table: "customer_user_customer",
    column: "user_id",
    before: "",
    keys: &["customer_id"],
    signed: CHANGED,
    case: CaseRule::Exact,
};

/// Further customers, by the customer.
pub(super) const RELATIONS_OF_CUSTOMER: Relation = Relation {
    column: "customer_id",
    keys: &["user_id"],
    ..RELATIONS_OF_LOGIN
};

pub(super) const RELATIONS: [Relation; 7] = [
    PREFERENCES,
    SAVED_SEARCHES,
    SERVICES,
    GROUP_PERMISSIONS,
    CUSTOMER_GROUP_PERMISSIONS,
    RELATIONS_OF_LOGIN,
    RELATIONS_OF_CUSTOMER,
];

impl Relation {
    /// Whether the database has the table, with all that is needed of it.
    pub(super) fn is_in(&self, tables: &OtoboTables) -> bool {
        let columns = std::iter::once(&self.column)
            .chain(self.keys)
            .chain(self.signed);
        tables.has(self.table, columns)
    }
}
