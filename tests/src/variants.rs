//! The settings that OTOBO had for a question (`data/config-variants.json`): a base, and what each variant
//! has otherwise.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow, ensure};
use deskbook_domain::email::EmailRules;
use deskbook_domain::password::{BcryptCost, CryptType, PasswordScheme};
use deskbook_domain::settings::{SourceFinding, SourceSettings};
use deskbook_domain::sign_in::{MODULE, SignInModule, SignInNumber, sign_in_modules};
use deskbook_domain::source::{CustomerSource, CustomerUserSource, SourceId, Subject};
use deskbook_domain::system_settings::SystemSettings;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::data;

/// Where the directory of a variant is, until it is known where it really is.
pub const DIRECTORY_PORT: u16 = 389;

/// Where nobody listens.
const CLOSED_PORT: u16 = 1;

/// All settings of one variant, by OTOBO's names.
#[derive(Clone, Debug)]
pub struct Variant {
    settings: Value,
}

#[derive(Deserialize)]
struct File {
    base: Value,
    variants: BTreeMap<String, Vec<Change>>,
}

/// A setting that a variant has otherwise than the base. Without a value it is taken away.
#[derive(Deserialize)]
struct Change {
    path: Vec<String>,
    set: Option<Value>,
}

/// All variants by their names; `base` is one of them.
pub fn variants() -> Result<BTreeMap<String, Variant>> {
    let path = data::path("config-variants.json");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let text = text
        .replace("\"<ldap host>\"", "\"127.0.0.1\"")
        .replace("\"<ldap port>\"", &DIRECTORY_PORT.to_string())
        .replace("\"<closed port>\"", &CLOSED_PORT.to_string());
    let file: File = serde_json::from_str(&text)?;
    let mut variants = BTreeMap::new();
    for (name, changes) in file.variants {
        let mut settings = file.base.clone();
        for change in &changes {
            change
                .apply(&mut settings)
                .with_context(|| format!("variant {name}"))?;
        }
        variants.insert(name, Variant { settings });
    }
    let base = Variant {
        settings: file.base,
    };
    variants.insert("base".to_owned(), base);
    Ok(variants)
}

impl Change {
    fn apply(&self, settings: &mut Value) -> Result<()> {
        let (last, outer) = self.path.split_last().context("the path is empty")?;
        let mut place = settings;
        for part in outer {
            let object = place.as_object_mut().context("no table of settings")?;
            place = object
                .entry(part)
                .or_insert_with(|| Value::Object(Map::new()));
        }
        let object = place.as_object_mut().context("no table of settings")?;
        match &self.set {
            Some(value) => {
                object.insert(last.clone(), value.clone());
            }
            None => {
                object.remove(last);
            }
        }
        Ok(())
    }
}

impl Variant {
    /// The sources of customer users in their order, directories among them.
    pub fn customer_users(&self) -> Result<Vec<CustomerUserSource>> {
        self.sources(Subject::CustomerUsers, CustomerUserSource::read)
    }

    /// The sources of customers in their order.
    pub fn customers(&self) -> Result<Vec<CustomerSource>> {
        self.sources(Subject::Customers, CustomerSource::read)
    }

    /// Which e-mail addresses pass.
    pub fn email_rules(&self) -> Result<EmailRules> {
        let text = |name: &str| self.settings.get(name).and_then(Value::as_str);
        ensure!(
            text("CheckEmailAddresses") == Some("1") && text("CheckMXRecord") == Some("0"),
            "only the syntax is checked here"
        );
        Ok(EmailRules::new(
            text("CheckEmailValidAddress").unwrap_or_default(),
            text("CheckEmailInvalidAddress").unwrap_or_default(),
        )?)
    }

    /// In which form passwords are stored.
    pub fn password_scheme(&self) -> PasswordScheme {
        let text = |name: &str| self.settings.get(name).and_then(Value::as_str);
        let cost = text("Customer::AuthModule::DB::bcryptCost").and_then(|cost| cost.parse().ok());
        let kind = text("Customer::AuthModule::DB::CryptType").unwrap_or_default();
        PasswordScheme {
            kind: CryptType::from_setting(kind),
            cost: cost.map_or_else(BcryptCost::default, BcryptCost::new),
        }
    }

    /// Whether the sign-in of customers asks a directory.
    pub fn signs_in_by_directory(&self) -> bool {
        !self.sign_in_directories().is_empty()
    }

    /// The modules of the sign-in, with the place of their directory, which the file leaves out.
    pub fn sign_in(&self, directory: &str) -> Vec<SignInModule> {
        let settings = self.settings.as_object().into_iter().flatten();
        let of_sign_in = settings.filter(|(name, _)| name.starts_with(MODULE));
        let of_sign_in = of_sign_in.filter_map(|(name, value)| Some((name, value.as_str()?)));
        let mut said: BTreeMap<_, _> = of_sign_in
            .map(|(name, value)| (name.clone(), value.to_owned()))
            .collect();
        for number in self.sign_in_directories() {
            said.insert(
                format!("{MODULE}::LDAP::Host{number}"),
                directory.to_owned(),
            );
        }
        sign_in_modules(&SystemSettings::effective(&[], &said))
    }

    fn sign_in_directories(&self) -> Vec<SignInNumber> {
        const DIRECTORY: &str = "Kernel::System::CustomerAuth::LDAP";
        let module = |number: &SignInNumber| self.settings.get(format!("{MODULE}{number}"));
        let is_directory = |module: &Value| module.as_str() == Some(DIRECTORY);
        SignInNumber::all()
            .filter(|number| module(number).is_some_and(is_directory))
            .collect()
    }

    fn sources<S>(
        &self,
        subject: Subject,
        read: impl Fn(SourceId, &SourceSettings) -> Result<S, Vec<SourceFinding>>,
    ) -> Result<Vec<S>> {
        let mut sources = Vec::new();
        for id in SourceId::all(subject) {
            let Some(value) = self.settings.get(id.to_string()) else {
                continue;
            };
            let settings = SourceSettings::from_value(value.clone());
            let settings = settings.with_context(|| format!("{id} is no table of keys"))?;
            let source = read(id, &settings);
            sources.push(source.map_err(|findings| anyhow!("{id}: {findings:?}"))?);
        }
        Ok(sources)
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::sign_in::SignInWay;

    use super::*;

    #[test]
    fn every_variant_has_sources_that_can_be_read() -> Result<()> {
        for (name, variant) in variants()? {
            let sources = variant.customer_users()?;
            assert!(!sources.is_empty(), "{name}");
            assert_eq!(variant.customers()?.len(), 1, "{name}");
            variant.email_rules()?;
        }
        Ok(())
    }

    #[test]
    fn the_database_source_of_the_base_is_as_shipped() -> Result<()> {
        let variants = variants()?;
        let sources = variants["db-only"].customer_users()?;
        assert_eq!(sources.len(), 1, "the directory is taken away");
        let shipped = CustomerUserSource {
            id: sources[0].id,
            ..CustomerUserSource::shipped()
        };
        assert_eq!(sources[0], shipped);
        assert_eq!(variants["default-plus-two"].customer_users()?.len(), 3);
        assert_eq!(variants["db-limit"].customer_users()?[0].list_limit, 5);
        assert!(!variants["base"].signs_in_by_directory());
        let modules = variants["auth-ldap"].sign_in("ldap.test");
        assert!(matches!(modules[0].way, Ok(SignInWay::Database(_))));
        assert!(matches!(modules[1].way, Ok(SignInWay::Directory(_))));
        let scheme = variants["crypt-bcrypt"].password_scheme();
        assert_eq!(scheme.kind, CryptType::Bcrypt);
        assert_eq!(scheme.cost, BcryptCost::new(9));
        Ok(())
    }
}
