//! What is right of directories where OTOBO is not.

use anyhow::{Context as _, Result};
use deskbook_domain::source::BackEndKind;
use serde_json::{Map, Value, json};

use super::corrected::{Corrections, Expected, keys_of};

/// The columns of who wrote a row when, by the names that records have for them.
const CHANGES: [(&str, &str); 4] = [
    ("CreateTime", "create_time"),
    ("CreateBy", "create_by"),
    ("ChangeTime", "change_time"),
    ("ChangeBy", "change_by"),
];

impl Corrections<'_> {
    /// The right answer where it is not OTOBO's.
    pub(super) fn of_directories(&self) -> Result<Option<Expected>> {
        let sources = self.variant.customer_users()?;
        let is_directory = |kind| kind == BackEndKind::Directory;
        if !sources.iter().any(|source| is_directory(source.kind)) {
            return Ok(None);
        }
        Ok(match self.question.op.as_str() {
            "CustomerSearchDetail" => self
                .nobodys_login()
                .or_else(|| self.broken_filter())
                .map(Expected::This),
            "CustomerIDList" if self.question.octets => {
                // Octets are other texts than those of the database, and sort elsewhere
                Some(Expected::Keys(keys_of(&self.question.result)))
            }
            "CustomerUserDataGet" if self.question.octets => {
                self.customer_of_octets()?.map(Expected::This)
            }
            _ => None,
        })
    }

    /// An entry without a login is an undefined element. It is nobody here.
    fn nobodys_login(&self) -> Option<Value> {
        let list = self.question.result.as_array()?;
        let logins: Vec<_> = list.iter().filter(|it| !it.is_null()).cloned().collect();
        (logins.len() < list.len()).then_some(Value::Array(logins))
    }

    /// What is typed stands in the filter as it is, so that parentheses break it. Here they are characters:
    /// the small set has each of the logins that are asked for so.
    fn broken_filter(&self) -> Option<Value> {
        const HAS: &str = "paren(dir)*";
        let login = self.question.text("UserLogin")?;
        (login == HAS).then(|| json!([HAS]))
    }

    /// A customer ID that OTOBO has as octets finds no customer in PostgreSQL. Decoded it does.
    fn customer_of_octets(&self) -> Result<Option<Value>> {
        let record = self.question.result.as_object().context("it is a record")?;
        let has_none = record
            .get("CustomerCompanyValidID")
            .is_some_and(Value::is_null);
        let id = record.get("UserCustomerID").and_then(Value::as_str);
        let mut rows = self.data.customers.iter();
        let row = rows.find(|row| row.get("customer_id").map(String::as_str) == id);
        let (true, Some(row)) = (has_none, row) else {
            return Ok(None);
        };
        let value = |column: &str| json!(row.get(column));
        let mut right = Map::new();
        for source in self.variant.customers()? {
            for field in source.map.fields() {
                let var = field.var.as_str().to_owned();
                right.insert(var, value(field.storage.as_str()));
            }
        }
        for (name, column) in CHANGES {
            right.insert(name.to_owned(), value(column));
        }
        right.extend(record.clone());
        right.insert("CustomerCompanyValidID".to_owned(), value("valid_id"));
        Ok(Some(Value::Object(right)))
    }
}
