//! One customer user or customer: its values by the names of its map.

use crate::ids::Var;

/// Values in the order they were set; `None` is the database's NULL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    values: Vec<(Var, Option<String>)>,
}

impl Record {
    /// A record without values.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value, unless it is NULL or absent.
    pub fn get(&self, var: impl AsRef<str>) -> Option<&str> {
        self.find(var.as_ref())?.1.as_deref()
    }

    /// The value as text: NULL and absent ones are empty.
    pub fn text(&self, var: impl AsRef<str>) -> &str {
        self.get(var).unwrap_or_default()
    }

    /// Whether there is a value of this name, NULL included.
    pub fn contains(&self, var: impl AsRef<str>) -> bool {
        self.find(var.as_ref()).is_some()
    }

    /// Sets a value; one that was there keeps its place.
    pub fn set(&mut self, var: impl Into<Var>, value: Option<String>) {
        let var = var.into();
        match self.values.iter_mut().find(|(name, _)| *name == var) {
            Some((_, old)) => *old = value,
            None => self.values.push((var, value)),
        }
    }

    /// Adds what another record has under names that are not here yet, NULL included.
    pub fn put_beneath(&mut self, other: Self) {
        for (var, value) in other {
            if !self.contains(&var) {
                self.set(var, value);
            }
        }
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Var, Option<&str>)> {
        self.values
            .iter()
            .map(|(var, value)| (var, value.as_deref()))
    }

    fn find(&self, var: &str) -> Option<&(Var, Option<String>)> {
        self.values.iter().find(|(name, _)| name.as_str() == var)
    }
}

impl<V: Into<Var>, T: Into<String>> FromIterator<(V, T)> for Record {
    fn from_iter<I: IntoIterator<Item = (V, T)>>(values: I) -> Self {
        let mut record = Self::new();
        for (var, value) in values {
            record.set(var, Some(value.into()));
        }
        record
    }
}

impl IntoIterator for Record {
    type Item = (Var, Option<String>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_absent_read_as_the_empty_text() {
        let mut record = Record::from_iter([("UserLogin", "tina")]);
        record.set("UserPhone", None);
        assert_eq!(
            (record.get("UserLogin"), record.text("UserLogin")),
            (Some("tina"), "tina")
        );
        assert_eq!(
            (record.get("UserPhone"), record.text("UserPhone")),
            (None, "")
        );
        assert_eq!((record.get("UserFax"), record.text("UserFax")), (None, ""));
        assert!(record.contains("UserPhone") && !record.contains("UserFax"));
    }

    #[test]
    fn c52_what_is_there_is_kept_when_another_record_is_put_beneath() {
        let mut user = Record::from_iter([("UserLogin", "tina"), ("ValidID", "2")]);
        user.set("UserPhone", None);
        let mut customer = Record::from_iter([("ValidID", "1"), ("CustomerID", "ACME")]);
        customer.set("UserPhone", Some("1".to_owned()));
        user.put_beneath(customer);
        assert_eq!(user.text("ValidID"), "2", "the user's own");
        assert_eq!(user.get("UserPhone"), None, "NULL is there as well");
        assert_eq!(user.text("CustomerID"), "ACME");
    }

    #[test]
    fn a_value_set_again_keeps_its_place() {
        let mut record = Record::from_iter([("a", "1"), ("b", "2")]);
        record.set("a", Some("3".to_owned()));
        record.set("c", None);
        let values: Vec<_> = record
            .iter()
            .map(|(var, value)| (var.as_str(), value))
            .collect();
        assert_eq!(values, [("a", Some("3")), ("b", Some("2")), ("c", None)]);
        assert_eq!(record.into_iter().count(), 3);
    }
}
