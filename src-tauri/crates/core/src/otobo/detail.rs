//! What the detailed searches for customer users and for customers have in common
//! (`otobo-behaviour.md` 3.6 and 6).

use std::collections::BTreeSet;

use deskbook_domain::ids::{Identifier, Var};
use deskbook_domain::map::Map;
use deskbook_domain::record::Record;
use deskbook_domain::text::{is_false, lower};

use super::search_fields::{SearchField, SearchInput};
use crate::back_end::BackEndError;
use crate::otobo_system::{
    DynamicFieldObject, DynamicFieldOperator, DynamicFieldSought, OtoboSystem,
};
use crate::query::Direction;
use crate::selection::Detail;

/// A detailed search.
#[derive(Clone, Debug, Default)]
pub struct SearchDetail {
    /// What the fields must be; a field that no source has is passed over.
    pub fields: Vec<(Var, Sought)>,
    /// The order.
    pub order: DetailOrder,
    /// The most hits; without one all.
    pub limit: Option<u32>,
}

/// What a field must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Like this text, which stands for the whole value (C45).
    Text(String),
    /// One of these values.
    List(Vec<String>),
    /// Of each operator at least one value; for dynamic fields.
    Compared(Vec<(DynamicFieldOperator, Vec<String>)>),
}

/// The fields by which hits are sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetailOrder(Vec<(Var, Direction)>);

/// Why a detailed search makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DetailError {
    /// A field with a drop-down takes a list.
    #[error("{var} takes a list of values")]
    NoList {
        /// The field.
        var: Var,
    },
    /// A field without a drop-down takes a text.
    #[error("{var} takes a text")]
    NoText {
        /// The field.
        var: Var,
    },
    /// A dynamic field takes operators and values.
    #[error("{var} takes operators and values")]
    NoOperators {
        /// The field.
        var: Var,
    },
    /// The value is not in the drop-down (C48).
    #[error("a value of {var} is not among those that can be chosen")]
    UnknownChoice {
        /// The field.
        var: Var,
    },
    /// The order names a field twice.
    #[error("the order has {var} twice")]
    OrderTwice {
        /// The field.
        var: Var,
    },
    /// The order has an entry without a name.
    #[error("the order has an empty entry")]
    OrderEmpty,
    /// Neither `Up` nor `Down`.
    #[error("a direction of the order is neither Up nor Down")]
    DirectionUnknown,
}

impl DetailOrder {
    /// `OrderBy` and `OrderByDirection`, `Up` or `Down`; a direction that is missing is `Down`.
    pub fn of_names<'n>(
        names: impl IntoIterator<Item = &'n str>,
        directions: impl IntoIterator<Item = &'n str>,
    ) -> Result<Self, DetailError> {
        let directions = directions.into_iter().map(|direction| match direction {
            "Up" => Ok(Direction::Ascending),
            "Down" => Ok(Direction::Descending),
            _ => Err(DetailError::DirectionUnknown),
        });
        let directions = directions.collect::<Result<Vec<_>, _>>()?;
        let mut order: Vec<(Var, Direction)> = Vec::new();
        for (at, name) in names.into_iter().enumerate() {
            if is_false(Some(name)) {
                return Err(DetailError::OrderEmpty);
            }
            if order.iter().any(|(var, _)| var.as_str() == name) {
                return Err(DetailError::OrderTwice { var: name.into() });
            }
            let direction = directions.get(at).copied();
            order.push((name.into(), direction.unwrap_or(Direction::Descending)));
        }
        Ok(Self(order))
    }

    /// The columns of one source; what it has no column for is passed over. The key comes last, from Z to
    /// A, unless the order has the field of that name (C46).
    pub(super) fn columns(
        &self,
        map: &Map,
        offered: &[SearchField],
        (key_var, key): (&str, &Identifier),
    ) -> Vec<(Identifier, Direction)> {
        let is_offered = |var: &Var| offered.iter().any(|field| field.var == *var);
        let known = self.0.iter().filter(|(var, _)| is_offered(var));
        let columns = known.filter_map(|(var, direction)| {
            let field = map.field(var)?;
            let column = map.only_columns(std::slice::from_ref(&field.storage)).pop();
            Some((column?, *direction))
        });
        let mut columns: Vec<_> = columns.collect();
        if self.0.iter().all(|(var, _)| var.as_str() != key_var) {
            columns.push((key.clone(), Direction::Descending));
        }
        columns
    }

    /// Sorts hits of several sources by the first field only, in lower case by code point; equal ones stay
    /// as they are.
    pub(super) fn sort<K>(&self, hits: &mut [(K, Record)], key_var: &str) {
        let first = self.0.first();
        let var = first.map_or(key_var, |(var, _)| var.as_str());
        let direction = first.map_or(Direction::Descending, |(_, direction)| *direction);
        hits.sort_by(|(_, one), (_, other)| {
            let ordering = lower(one.text(var)).cmp(&lower(other.text(var)));
            match direction {
                Direction::Ascending => ordering,
                Direction::Descending => ordering.reverse(),
            }
        });
    }
}

/// What is asked of one field, checked.
#[derive(Clone, Copy, Debug)]
enum Given<'d> {
    Text(&'d str),
    List(&'d [String]),
    Compared(&'d [(DynamicFieldOperator, Vec<String>)]),
}

/// The fields of a detailed search that count: known ones with a true value.
pub(super) struct Checked<'d> {
    given: Vec<(&'d Var, Given<'d>)>,
}

impl<'d> Checked<'d> {
    /// Checks what is asked against what can be asked.
    pub(super) fn new(
        detail: &'d SearchDetail,
        offered: &[SearchField],
    ) -> Result<Self, DetailError> {
        let mut given = Vec::new();
        for (var, sought) in &detail.fields {
            let Some(field) = offered.iter().find(|field| field.var == *var) else {
                continue;
            };
            let is_true = match sought {
                Sought::Text(text) => !is_false(Some(text)),
                Sought::List(_) | Sought::Compared(_) => true,
            };
            if is_true {
                given.push((var, check(var, sought, &field.input)?));
            }
        }
        Ok(Self { given })
    }

    /// Whether a source takes part: it has all these fields (C47).
    pub(super) fn is_about(&self, map: &Map) -> bool {
        let mut vars = self.given.iter().map(|(var, _)| var);
        vars.all(|var| map.field(var).is_some())
    }

    /// What one source is asked, but for the order; `None` if nobody has such values in dynamic fields.
    pub(super) async fn detail(
        &self,
        system: &dyn OtoboSystem,
        map: &Map,
        (key, kind): (&Identifier, DynamicFieldObject),
    ) -> Result<Option<Detail>, BackEndError> {
        let mut detail = Detail::default();
        let mut holders: Option<BTreeSet<String>> = None;
        for (var, given) in &self.given {
            let Some(field) = map.field(var) else {
                continue;
            };
            let column = field.storage.clone();
            match given {
                Given::Text(text) => detail.inputs.push((column, (*text).to_owned())),
                Given::List([]) => {}
                Given::List(values) => detail.choices.push((column, values.to_vec())),
                Given::Compared(compared) => {
                    let sought = DynamicFieldSought::Compared(compared.to_vec());
                    let found = system.objects_with_dynamic_field(&column, kind, &sought);
                    let found = found.await?.into_iter().collect();
                    holders = Some(match holders {
                        Some(holders) => &holders & &found,
                        None => found,
                    });
                }
            }
        }
        match holders {
            Some(holders) if holders.is_empty() => return Ok(None),
            Some(holders) => detail
                .choices
                .push((key.clone(), holders.into_iter().collect())),
            None => {}
        }
        Ok(Some(detail))
    }
}

fn check<'d>(var: &Var, sought: &'d Sought, input: &SearchInput) -> Result<Given<'d>, DetailError> {
    let var = || var.clone();
    match (input, sought) {
        (SearchInput::Text, Sought::Text(text)) => Ok(Given::Text(text)),
        (SearchInput::Text, _) => Err(DetailError::NoText { var: var() }),
        (SearchInput::Choice(choices), Sought::List(values)) => {
            if values.iter().any(|value| !choices.contains_key(value)) {
                return Err(DetailError::UnknownChoice { var: var() });
            }
            Ok(Given::List(values))
        }
        (SearchInput::OpenChoice, Sought::List(values)) => Ok(Given::List(values)),
        (SearchInput::Choice(_) | SearchInput::OpenChoice, _) => {
            Err(DetailError::NoList { var: var() })
        }
        (SearchInput::DynamicField, Sought::Compared(compared)) => Ok(Given::Compared(compared)),
        (SearchInput::DynamicField, _) => Err(DetailError::NoOperators { var: var() }),
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::map::StorageKind;
    use deskbook_domain::source::CustomerUserSource;

    use super::*;

    fn field(var: &str, input: SearchInput) -> SearchField {
        SearchField {
            var: var.into(),
            label: String::new(),
            storage: Identifier::fixed("login"),
            storage_kind: StorageKind::Text,
            input,
        }
    }

    fn titles() -> SearchInput {
        SearchInput::Choice([("Dr.".to_owned(), "Doctor".to_owned())].into())
    }

    fn refused(var: &str, sought: Sought) -> Option<DetailError> {
        let detail = SearchDetail {
            fields: vec![(var.into(), sought)],
            ..SearchDetail::default()
        };
        let offered = [
            field("UserLogin", SearchInput::Text),
            field("UserTitle", titles()),
        ];
        Checked::new(&detail, &offered).err()
    }

    fn list(values: &[&str]) -> Sought {
        Sought::List(values.iter().map(|&value| value.to_owned()).collect())
    }

    #[test]
    fn c48_a_choice_takes_a_list_of_what_can_be_chosen() {
        let var: Var = "UserTitle".into();
        let text = Sought::Text("Dr.".to_owned());
        let no_list = DetailError::NoList { var: var.clone() };
        assert_eq!(refused("UserTitle", text), Some(no_list));
        let unknown = DetailError::UnknownChoice { var };
        assert_eq!(refused("UserTitle", list(&["Dr.", "Sir"])), Some(unknown));
        assert_eq!(refused("UserTitle", list(&["Dr."])), None);
        assert_eq!(
            refused("UserTitle", list(&[])),
            None,
            "an empty list is ignored"
        );
        assert_eq!(
            refused("Unknown", list(&["x"])),
            None,
            "an unknown field too"
        );
        let no_text = DetailError::NoText {
            var: "UserLogin".into(),
        };
        assert_eq!(refused("UserLogin", list(&["x"])), Some(no_text));
    }

    #[test]
    fn c47_a_source_without_a_searched_field_takes_no_part() {
        let map = CustomerUserSource::shipped().map;
        let asked = |var: &str, value: &str| SearchDetail {
            fields: vec![(var.into(), Sought::Text(value.to_owned()))],
            ..SearchDetail::default()
        };
        let offered = [
            field("UserLogin", SearchInput::Text),
            field("UserAddress", SearchInput::Text),
        ];
        let takes_part = |detail: &SearchDetail| {
            let checked = Checked::new(detail, &offered).unwrap();
            checked.is_about(&map)
        };
        assert!(takes_part(&asked("UserLogin", "x")));
        assert!(!takes_part(&asked("UserAddress", "x")));
        assert!(
            takes_part(&asked("UserAddress", "")),
            "a false value is none"
        );
        assert!(takes_part(&asked("Nonsense", "x")), "no source has it");
    }

    #[test]
    fn c46_the_order_is_descending_and_ends_with_the_login() {
        let map = CustomerUserSource::shipped().map;
        let offered = ["UserLogin", "UserCity"].map(|var| field(var, SearchInput::Text));
        let key = Identifier::fixed("login");
        let columns = |names: &[&str], directions: &[&str]| {
            let order = DetailOrder::of_names(names.iter().copied(), directions.iter().copied());
            let columns = order.unwrap().columns(&map, &offered, ("UserLogin", &key));
            columns
                .iter()
                .map(|(column, direction)| {
                    let up = *direction == Direction::Ascending;
                    format!("{column} {}", if up { "up" } else { "down" })
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(columns(&[], &[]), ["login down"]);
        assert_eq!(columns(&["UserCity"], &["Up"]), ["city up", "login down"]);
        assert_eq!(columns(&["UserCity"], &[]), ["city down", "login down"]);
        assert_eq!(columns(&["Nope"], &["Up"]), ["login down"]);
        assert_eq!(
            columns(&["UserCity", "UserLogin"], &["Down", "Up"]),
            ["city down", "login up"]
        );
    }

    #[test]
    fn an_order_with_a_repetition_an_empty_entry_or_another_direction_is_refused() {
        let order = |names: &[&'static str], directions: &[&'static str]| {
            DetailOrder::of_names(names.iter().copied(), directions.iter().copied()).err()
        };
        let twice = DetailError::OrderTwice { var: "a".into() };
        assert_eq!(order(&["a", "a"], &[]), Some(twice));
        assert_eq!(order(&["a", ""], &[]), Some(DetailError::OrderEmpty));
        assert_eq!(order(&["a"], &["up"]), Some(DetailError::DirectionUnknown));
        assert_eq!(order(&["a", "b"], &["Up"]), None);
    }

    #[test]
    fn hits_of_several_sources_are_sorted_by_the_first_field_and_stay_stable() {
        let hit = |login: &str, city: &str| {
            let record = Record::from_iter([("UserLogin", login), ("UserCity", city)]);
            (login.to_owned(), record)
        };
        let mut hits = [hit("a", "x"), hit("B", "Y"), hit("c", "y"), hit("d", "")];
        let order = DetailOrder::of_names(["UserCity", "UserLogin"], ["Down", "Down"]);
        order.unwrap().sort(&mut hits, "UserLogin");
        assert_eq!(hits.clone().map(|(login, _)| login), ["B", "c", "a", "d"]);
        DetailOrder::default().sort(&mut hits, "UserLogin");
        assert_eq!(hits.map(|(login, _)| login), ["d", "c", "B", "a"]);
    }
}
