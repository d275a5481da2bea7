//! From what was written to what OTOBO still holds of it.

use std::collections::BTreeSet;
use std::fmt;

use deskbook_domain::source::{SourceId, Subject};

use crate::moves::{MoveStep, Moves};

/// What a write touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// Customer users or customers of a source, whichever it has.
    Records(SourceId),
    /// Preferences of customer users of a source. They are merged into what is read of these.
    Preferences(SourceId),
    /// Which customers a customer user belongs to (`customer_user_customer`).
    CustomerRelations,
    /// Permissions of customer users and customers (`group_customer_user`, `group_customer`).
    GroupAssignments,
    /// Groups themselves (`groups_table`).
    Groups,
    /// Values of dynamic fields, or the names of the objects that have them (`dynamic_field_value`,
    /// `dynamic_field_obj_id_name`).
    DynamicFields,
    /// Services, or who may use them (`service`, `service_customer_user`).
    Services,
    /// Tickets.
    Tickets,
}

impl Written {
    /// What was touched by rows that moved along with a record of this source.
    pub fn by_moves(source: SourceId, moves: &Moves) -> Vec<Self> {
        let of_step = |(step, _)| match step {
            MoveStep::Preferences => Some(Self::Preferences(source)),
            MoveStep::DynamicFieldNames => Some(Self::DynamicFields),
            MoveStep::Services => Some(Self::Services),
            MoveStep::GroupPermissions | MoveStep::CustomerGroupPermissions => {
                Some(Self::GroupAssignments)
            }
            MoveStep::CustomerRelations => Some(Self::CustomerRelations),
            MoveStep::CustomerUsers(source) => Some(Self::Records(source)),
            MoveStep::Tickets => Some(Self::Tickets),
            // otobo-behaviour.md 1.5 knows of no cache of theirs
            MoveStep::SavedSearches => None,
        };
        moves.iter().filter_map(of_step).collect()
    }

    /// Whatever can be touched.
    fn everything() -> Vec<Self> {
        let people = SourceId::all(Subject::CustomerUsers);
        let customers = SourceId::all(Subject::Customers).map(Self::Records);
        let of_people = |source| [Self::Records(source), Self::Preferences(source)];
        let others = [
            Self::CustomerRelations,
            Self::GroupAssignments,
            Self::Groups,
            Self::DynamicFields,
            Self::Services,
            Self::Tickets,
        ];
        people
            .flat_map(of_people)
            .chain(customers)
            .chain(others)
            .collect()
    }

    /// The types of otobo-behaviour.md 1.5.
    fn stale(self) -> Vec<String> {
        match self {
            Self::Records(source) => of_source(source),
            Self::Preferences(source) => {
                vec![source.to_string(), "CustomerUserPreferencesDB".to_owned()]
            }
            // Whatever the source: the lists of members are kept beside the first one's records
            Self::CustomerRelations => vec![SourceId::first(Subject::CustomerUsers).to_string()],
            Self::GroupAssignments => named(&["CustomerGroup"]),
            Self::Groups => named(&[
                "CustomerGroup",
                "Group",
                "GroupPermissionUserGet",
                "GroupPermissionGroupGet",
                "DBGroupUserGet",
                "DBGroupRoleGet",
                "DBRoleUserGet",
            ]),
            Self::DynamicFields => named(&[
                "DynamicFieldValue",
                "DynamicFieldObjectMappingObjectID",
                "DynamicFieldObjectMappingObjectName",
            ]),
            Self::Services => named(&["Service"]),
            Self::Tickets => named(&["Ticket"]),
        }
    }
}

fn of_source(source: SourceId) -> Vec<String> {
    let lists: &[&str] = match source.subject() {
        Subject::CustomerUsers => &[
            "",
            "_CustomerSearch",
            "_CustomerIDList",
            "_CustomerSearchDetail",
            "_CustomerSearchDetailDynamicFields",
        ],
        Subject::Customers => &[
            "",
            "_CustomerCompanyList",
            "_CustomerCompanySearchDetail",
            "_CustomerSearchDetailDynamicFields",
        ],
    };
    lists.iter().map(|list| format!("{source}{list}")).collect()
}

fn named(types: &[&str]) -> Vec<String> {
    types.iter().map(|&name| name.to_owned()).collect()
}

/// Types of OTOBO's cache, each once. A key of one type never belongs to another, even if one name
/// begins with the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheTypes(Vec<String>);

impl CacheTypes {
    /// Their names, in an order that depends on what they are alone.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Types that came from elsewhere; `None` if a name is that of no type that a write makes stale. So
    /// whatever is handed to Redis or to a program is a name of ours.
    pub fn known<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let names: BTreeSet<_> = names.into_iter().collect();
        let mut all = stale_caches(&Written::everything());
        all.0.retain(|name| names.contains(name.as_str()));
        (all.0.len() == names.len()).then_some(all)
    }

    /// Whether nothing is stale.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for CacheTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

/// The types that are stale after a write, for an administrator or a [`CacheClearer`](super::CacheClearer)
/// (C115). The order of what was written, and how often, makes no difference.
pub fn stale_caches(written: &[Written]) -> CacheTypes {
    let written: BTreeSet<_> = written.iter().copied().collect();
    let mut types = Vec::new();
    for name in written.into_iter().flat_map(Written::stale) {
        if !types.contains(&name) {
            types.push(name);
        }
    }
    CacheTypes(types)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(key: &str) -> SourceId {
        key.parse().unwrap()
    }

    fn stale(written: &[Written]) -> Vec<String> {
        let types = stale_caches(written);
        types.iter().map(str::to_owned).collect()
    }

    #[test]
    fn c115_a_customer_user_makes_its_source_s_records_and_lists_stale() {
        assert_eq!(
            stale(&[Written::Records(source("CustomerUser"))]),
            [
                "CustomerUser",
                "CustomerUser_CustomerSearch",
                "CustomerUser_CustomerIDList",
                "CustomerUser_CustomerSearchDetail",
                "CustomerUser_CustomerSearchDetailDynamicFields",
            ]
        );
        assert_eq!(
            stale(&[Written::Records(source("CustomerUser10"))]),
            [
                "CustomerUser10",
                "CustomerUser10_CustomerSearch",
                "CustomerUser10_CustomerIDList",
                "CustomerUser10_CustomerSearchDetail",
                "CustomerUser10_CustomerSearchDetailDynamicFields",
            ]
        );
    }

    #[test]
    fn c115_a_customer_makes_its_source_s_records_and_lists_stale() {
        assert_eq!(
            stale(&[Written::Records(source("CustomerCompany3"))]),
            [
                "CustomerCompany3",
                "CustomerCompany3_CustomerCompanyList",
                "CustomerCompany3_CustomerCompanySearchDetail",
                "CustomerCompany3_CustomerSearchDetailDynamicFields",
            ]
        );
    }

    #[test]
    fn c115_preferences_are_merged_into_the_records_of_their_source() {
        assert_eq!(
            stale(&[Written::Preferences(source("CustomerUser2"))]),
            ["CustomerUser2", "CustomerUserPreferencesDB"]
        );
    }

    #[test]
    fn c115_everything_else_has_types_of_its_own() {
        let table: [(Written, &[&str]); 6] = [
            (Written::CustomerRelations, &["CustomerUser"]),
            (Written::GroupAssignments, &["CustomerGroup"]),
            (
                Written::Groups,
                &[
                    "CustomerGroup",
                    "Group",
                    "GroupPermissionUserGet",
                    "GroupPermissionGroupGet",
                    "DBGroupUserGet",
                    "DBGroupRoleGet",
                    "DBRoleUserGet",
                ],
            ),
            (
                Written::DynamicFields,
                &[
                    "DynamicFieldValue",
                    "DynamicFieldObjectMappingObjectID",
                    "DynamicFieldObjectMappingObjectName",
                ],
            ),
            (Written::Services, &["Service"]),
            (Written::Tickets, &["Ticket"]),
        ];
        for (written, types) in table {
            assert_eq!(stale(&[written]), types, "{written:?}");
        }
    }

    #[test]
    fn c115_each_type_is_named_once_in_an_order_of_its_own() {
        let first = source("CustomerUser");
        let (second, tenth) = (source("CustomerUser2"), source("CustomerUser10"));
        let written = [
            Written::Tickets,
            Written::CustomerRelations,
            Written::Records(tenth),
            Written::Preferences(first),
            Written::Records(second),
            Written::Records(first),
            Written::Groups,
            Written::GroupAssignments,
            Written::Records(first),
        ];
        let types = stale(&written);
        let once: BTreeSet<_> = types.iter().collect();
        assert_eq!(once.len(), types.len(), "{types:?}");
        let mut backwards = written;
        backwards.reverse();
        assert_eq!(
            stale(&backwards),
            types,
            "the order of writing is no matter"
        );
        let place = |name: &str| types.iter().position(|it| it == name);
        assert!(place("CustomerUser2") < place("CustomerUser10"));
        assert!(place("CustomerUser10") < place("Ticket"));
    }

    #[test]
    fn c115_what_moves_along_makes_its_own_types_stale() {
        let people = source("CustomerUser2");
        let mut moves = Moves::default();
        assert_eq!(Written::by_moves(people, &moves), []);
        for step in [
            MoveStep::Preferences,
            MoveStep::DynamicFieldNames,
            MoveStep::SavedSearches,
            MoveStep::Services,
            MoveStep::GroupPermissions,
            MoveStep::CustomerGroupPermissions,
            MoveStep::CustomerRelations,
            MoveStep::CustomerUsers(source("CustomerUser3")),
            MoveStep::Tickets,
        ] {
            moves.add(step, 1);
        }
        assert_eq!(
            Written::by_moves(people, &moves),
            [
                Written::Preferences(people),
                Written::DynamicFields,
                Written::Services,
                Written::GroupAssignments,
                Written::GroupAssignments,
                Written::CustomerRelations,
                Written::Records(source("CustomerUser3")),
                Written::Tickets,
            ]
        );
    }

    #[test]
    fn only_types_that_a_write_makes_stale_are_known() {
        let all: Vec<_> = stale(&Written::everything());
        let told = CacheTypes::known(all.iter().rev().map(String::as_str)).unwrap();
        assert_eq!(told, stale_caches(&Written::everything()));
        let plain = |name: &str| {
            name.chars()
                .all(|it| it.is_ascii_alphanumeric() || it == '_')
        };
        assert!(all.iter().all(|name| plain(name)), "{all:?}");
        let twice = CacheTypes::known(["Ticket", "Ticket"]).unwrap();
        assert_eq!(twice.to_string(), "Ticket");
        assert_eq!(CacheTypes::known([]), Some(CacheTypes::default()));
        for name in [
            "",
            "*",
            "Ticket*",
            "ticket",
            "CustomerUser11",
            "--all",
            "Ticket\n",
        ] {
            assert_eq!(CacheTypes::known(["Ticket", name]), None, "{name:?}");
        }
    }

    #[test]
    fn c115_without_a_write_nothing_is_stale() {
        assert!(stale_caches(&[]).is_empty());
        let types = stale_caches(&[Written::Tickets, Written::Services]);
        assert_eq!(types.to_string(), "Service, Ticket");
    }
}
