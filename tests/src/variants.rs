//! The settings that OTOBO had for a question (`data/config-variants.json`), as far as they are about
//! one database and its sources.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use deskbook_domain::ids::Identifier;
use deskbook_domain::source::{CustomerSource, CustomerUserSource};
use serde::Deserialize;
use serde_json::Value;

use crate::data;

/// The sources of one variant.
#[derive(Clone, Debug)]
pub struct Sources {
    /// That of customer users.
    pub customer_users: CustomerUserSource,
    /// That of customers.
    pub customers: CustomerSource,
}

#[derive(Deserialize)]
struct File {
    variants: HashMap<String, Vec<Setting>>,
}

/// What one variant has otherwise than the base. Without a value the setting is taken away.
#[derive(Deserialize)]
struct Setting {
    path: Vec<String>,
    set: Option<Value>,
}

/// All variants that have the database's sources only, and nothing else that is special.
pub fn of_the_database_alone() -> Result<HashMap<String, Sources>> {
    let path = data::path("config-variants.json");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let file: File = serde_json::from_str(&text)?;
    let understood = file
        .variants
        .into_iter()
        .filter_map(|(name, settings)| Some((name, Sources::shipped().with(&settings)?)));
    Ok(understood.collect())
}

impl Sources {
    fn shipped() -> Self {
        Self {
            customer_users: CustomerUserSource::shipped(),
            customers: CustomerSource::shipped(),
        }
    }

    /// `None` if a setting is about something else, or if the directory stays beside the database.
    fn with(mut self, settings: &[Setting]) -> Option<Self> {
        let mut directory_is_gone = false;
        for setting in settings {
            let path: Vec<_> = setting.path.iter().map(String::as_str).collect();
            match path.as_slice() {
                ["CustomerUser2"] if setting.set.is_none() => directory_is_gone = true,
                // The shipped source stands under another number than in the base
                ["CustomerUser"] if setting.set.is_some() => {}
                ["CustomerUser1"] if setting.set.is_none() => {}
                ["CustomerUser1", key @ ..] => self.set_for_users(key, setting.set.as_ref())?,
                ["CustomerCompany", key @ ..] => {
                    self.set_for_customers(key, setting.set.as_ref())?;
                }
                _ => return None,
            }
        }
        directory_is_gone.then_some(self)
    }

    /// A setting that is taken away has OTOBO's default, not the shipped value.
    fn set_for_users(&mut self, key: &[&str], value: Option<&Value>) -> Option<()> {
        let source = &mut self.customer_users;
        match key {
            ["CustomerUserSearchPrefix"] => source.search_prefix = text(value, "")?,
            ["CustomerUserSearchSuffix"] => source.search_suffix = text(value, "*")?,
            ["CustomerUserNameFieldsJoin"] => source.name_join = text(value, " ")?,
            ["CustomerUserSearchFields"] => source.search_fields = columns(value, &[])?,
            ["CustomerUserPostMasterSearchFields"] => {
                source.post_master_fields = columns(value, &[])?;
            }
            ["CustomerUserNameFields"] => {
                source.name_fields = columns(value, &["first_name", "last_name"])?;
            }
            ["CustomerUserListFields"] => {
                source.list_fields = columns(value, &["first_name", "last_name", "email"])?;
            }
            // A list is never cut
            ["CustomerUserSearchListLimit"] => {}
            ["CustomerCompanySupport"] => source.company_support = flag(value),
            ["CustomerUserEmailUniqCheck"] => source.email_unique = flag(value),
            ["ReadOnly"] => source.read_only = flag(value),
            ["Params", "SearchCaseSensitive"] => source.case_sensitive = flag(value),
            _ => return None,
        }
        Some(())
    }

    fn set_for_customers(&mut self, key: &[&str], value: Option<&Value>) -> Option<()> {
        let source = &mut self.customers;
        match key {
            ["CustomerCompanySearchPrefix"] => source.search_prefix = text(value, "")?,
            ["CustomerCompanySearchFields"] => source.search_fields = columns(value, &[])?,
            ["CustomerCompanyListFields"] => source.list_fields = columns(value, &[])?,
            ["CustomerCompanySearchListLimit"] => {}
            ["Params", "SearchCaseSensitive"] => source.case_sensitive = flag(value),
            _ => return None,
        }
        Some(())
    }
}

fn text(value: Option<&Value>, default: &str) -> Option<String> {
    value
        .map_or(Some(default), Value::as_str)
        .map(str::to_owned)
}

fn columns(value: Option<&Value>, default: &[&str]) -> Option<Vec<Identifier>> {
    match value {
        None => default
            .iter()
            .map(|name| Identifier::try_from(*name).ok())
            .collect(),
        Some(value) => value
            .as_array()?
            .iter()
            .map(|name| Identifier::try_from(name.as_str()?).ok())
            .collect(),
    }
}

fn flag(value: Option<&Value>) -> bool {
    value.is_some_and(|value| *value == 1)
}
