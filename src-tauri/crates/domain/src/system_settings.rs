//! The settings of OTOBO's that matter to Deskbook (otobo-behaviour.md 1.3): as shipped, as an
//! installation stores them, and as the user knows better, since `Kernel/Config.pm` on the server can
//! say anything that no table shows.

mod check;

pub use check::OverrideProblem;

use std::collections::BTreeMap;
use std::fmt;

use crate::email::EmailRules;
use crate::password::{BcryptCost, CryptType, PasswordScheme};
use crate::sign_in::{MODULE, SignInKeyKind, SignInNumber, all_settings, settings_of};
use crate::text::is_false;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A text; Perl's numbers and flags are texts, too.
    Text(String),
    /// Several.
    List(Vec<String>),
    /// Named ones.
    Table(BTreeMap<String, String>),
}

impl SettingValue {
    /// Reads what was typed, in the form of the value that it is put over.
    fn typed(text: &str, form: Option<&Self>) -> Self {
        match form {
            Some(Self::List(_)) => Self::List(parts(text).map(str::to_owned).collect()),
            Some(Self::Table(_)) => {
                let named = pairs(text);
                Self::Table(
                    named
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect(),
                )
            }
            Some(Self::Text(_)) | None => Self::Text(text.to_owned()),
        }
    }

    /// A text; lists and tables are none.
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Table(_) => None,
        }
    }
}

/// What stands between the commas.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty())
}

/// The named values between the commas; a name may hold colons that no space follows.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    parts(text).filter_map(|part| {
        let nothing = || part.strip_suffix(':').map(|name| (name, ""));
        let (name, value) = part.split_once(": ").or_else(nothing)?;
        (!name.is_empty()).then_some((name, value))
    })
}

impl fmt::Display for SettingValue {
    /// As people read and type it: `a, b` or `Name: a, Value: b`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::List(values) => f.write_str(&values.join(", ")),
            Self::Table(values) => {
                let pairs: Vec<_> = values
                    .iter()
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect();
                f.write_str(&pairs.join(", "))
            }
        }
    }
}

/// A setting as an installation stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredValue {
    /// Its name.
    pub name: String,
    /// The value; `None` when the key is switched off.
    pub value: Option<SettingValue>,
    /// Whether somebody changed it.
    pub modified: bool,
    /// Whether the change is not deployed yet.
    pub undeployed: bool,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(
    feature = "wire",
    serde(rename = "SettingOrigin", rename_all = "camelCase")
)]
pub enum Origin {
    /// OTOBO ships it; the installation stores nothing of this name.
    Shipped,
    /// The installation's own default.
    Default,
    /// Somebody changed it in OTOBO.
    Modified,
    /// The user put it over what was read.
    Override,
}

/// A setting with the value in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemSetting {
    /// Its name.
    pub name: String,
    /// In force; `None` when the key is switched off.
    pub value: Option<SettingValue>,
    /// Where it comes from.
    pub origin: Origin,
    /// Changed in OTOBO, but not deployed: the running system still uses another value.
    pub undeployed: bool,
    /// What something stands over.
    pub read: Option<ReadValue>,
}

/// A value that another one stands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadValue {
    /// The value; `None` when the key is switched off.
    pub value: Option<SettingValue>,
    /// Where it comes from: what nobody stored was not read either.
    pub origin: Origin,
}

/// The settings of an installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemSettings {
    /// Those that are shown, the shipped ones first.
    shown: Vec<SystemSetting>,
    /// Those of the customers' sign-in that are set, which have a form of their own.
    sign_in: Vec<SystemSetting>,
}

/// The settings and what OTOBO ships; a `None` is switched off. `|` parts a list.
const SHIPPED: [(&str, Form, Option<&str>); 23] = [
    ("CheckEmailAddresses", Form::Flag, Some("1")),
    (
        ACCEPTED,
        Form::Text,
        Some(r"^(root@localhost|admin@localhost)$"),
    ),
    (REFUSED, Form::Text, Some(r"@(example)\.(..|...)$")),
    (CHECK_DOMAIN, Form::Flag, Some("1")),
    (NAME_SERVER, Form::Text, None),
    ("CustomerGroupSupport", Form::Flag, Some("0")),
    ("CustomerGroupAlwaysGroups", Form::List, Some("users")),
    (
        "CustomerGroupCompanyAlwaysGroups",
        Form::List,
        Some("users"),
    ),
    (
        "CustomerGroupPermissionContext###001-CustomerID-same",
        Form::Table,
        Some("Name: Same Customer, Value: Ticket::CustomerID::Same"),
    ),
    (
        "CustomerGroupPermissionContext###100-CustomerID-other",
        Form::Table,
        None,
    ),
    ("System::Customer::Permission", Form::List, Some("ro, rw")),
    (
        "System::Permission",
        Form::List,
        Some("ro, move_into, create, note, owner, priority, rw"),
    ),
    (CRYPT_TYPE, Form::Text, Some("sha2")),
    (BCRYPT_COST, Form::Text, Some("12")),
    (SIGN_IN[0], Form::Text, Some("customer_user")),
    (SIGN_IN[1], Form::Text, Some("login")),
    (SIGN_IN[2], Form::Text, Some("pw")),
    (
        "AdminCustomerUser::RunInitialWildcardSearch",
        Form::Flag,
        Some("1"),
    ),
    ("AdminCustomerUser::UseAutoComplete", Form::Flag, Some("1")),
    (
        "Ticket::Service::Default::UnknownCustomer",
        Form::Flag,
        Some("0"),
    ),
    ("ReferenceData::OwnCountryList", Form::Table, None),
    ("SwitchToCustomer", Form::Flag, Some("0")),
    (TIME_ZONE, Form::Text, Some("UTC")),
];

const ACCEPTED: &str = "CheckEmailValidAddress";
const REFUSED: &str = "CheckEmailInvalidAddress";
const CHECK_DOMAIN: &str = "CheckMXRecord";
const NAME_SERVER: &str = "CheckMXRecord::Nameserver";
const TIME_ZONE: &str = "OTOBOTimeZone";
/// The form in which new passwords are stored (`otobo-behaviour.md` 4.7).
pub const CRYPT_TYPE: &str = "Customer::AuthModule::DB::CryptType";
const BCRYPT_COST: &str = "Customer::AuthModule::DB::bcryptCost";
/// Table, login and password of the customers' sign-in.
const SIGN_IN: [&str; 3] = [
    "Customer::AuthModule::DB::Table",
    "Customer::AuthModule::DB::CustomerKey",
    "Customer::AuthModule::DB::CustomerPassword",
];

/// What OTOBO ships as the first module of the sign-in.
const SHIPPED_SIGN_IN: &str = "Kernel::System::CustomerAuth::DB";

/// The settings that only the customers' sign-in has.
fn sign_in_settings() -> impl Iterator<Item = (String, Form)> {
    let all = all_settings().map(|(name, kind)| match kind {
        SignInKeyKind::Table => (name, Form::Table),
        SignInKeyKind::Flag => (name, Form::Flag),
        SignInKeyKind::Text | SignInKeyKind::Encryption => (name, Form::Text),
    });
    all.filter(|(name, _)| SHIPPED.iter().all(|(shipped, ..)| shipped != name))
}

/// What a value looks like.
#[derive(Clone, Copy)]
enum Form {
    Text,
    /// 0 or 1, as text.
    Flag,
    List,
    Table,
}

impl Form {
    fn empty(self) -> SettingValue {
        match self {
            Self::Text | Self::Flag => SettingValue::Text(String::new()),
            Self::List => SettingValue::List(Vec::new()),
            Self::Table => SettingValue::Table(BTreeMap::new()),
        }
    }
}

impl SystemSettings {
    /// The names to ask an installation for. Settings that are parts of one (`Name###part`) come with it. Of
    /// the modules of the sign-in OTOBO's database knows the first alone: those of others stand in
    /// `Kernel/Config.pm`.
    pub fn names() -> Vec<String> {
        let shipped = SHIPPED.iter();
        let shipped = shipped.map(|(name, ..)| name.split("###").next().unwrap_or(name));
        let mut names: Vec<_> = shipped.map(str::to_owned).collect();
        names.dedup();
        for (name, _) in settings_of(SignInNumber::FIRST) {
            let is_otobos = name.starts_with(MODULE);
            if is_otobos && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Shipped, then what the installation stores, then what the user put over it.
    pub fn effective(stored: &[StoredValue], overrides: &BTreeMap<String, String>) -> Self {
        let shipped = SHIPPED.iter().map(|(name, form, value)| {
            let empty = form.empty();
            let shipped = value.map(|text| SettingValue::typed(text, Some(&empty)));
            let stored = stored.iter().find(|it| it.name == *name);
            SystemSetting::read(name, shipped, stored).under(overrides.get(*name), &empty)
        });
        let names: Vec<_> = sign_in_settings().collect();
        let of_sign_in = names.iter().map(|(name, form)| {
            let shipped = (name == MODULE).then(|| SettingValue::Text(SHIPPED_SIGN_IN.to_owned()));
            let stored = stored.iter().find(|it| it.name == *name);
            let over = overrides.get(name);
            SystemSetting::read(name, shipped, stored).under(over, &form.empty())
        });
        let is_set = |it: &SystemSetting| it.value.is_some() || it.read.is_some();
        let sign_in: Vec<_> = of_sign_in.filter(is_set).collect();
        let unknown = |it: &&StoredValue| {
            let is_shipped = SHIPPED.iter().any(|(name, ..)| it.name == *name);
            !is_shipped && names.iter().all(|(name, _)| it.name != *name)
        };
        let others = stored.iter().filter(unknown).map(|it| {
            let form = it.value.clone().unwrap_or_else(|| Form::Text.empty());
            SystemSetting::read(&it.name, None, Some(it)).under(overrides.get(&it.name), &form)
        });
        Self {
            shown: shipped.chain(others).collect(),
            sign_in,
        }
    }

    /// All of them but those that only the customers' sign-in has, the shipped ones first.
    pub fn iter(&self) -> impl Iterator<Item = &SystemSetting> {
        self.shown.iter()
    }

    /// One of them, or of those of the customers' sign-in that are set.
    pub fn find(&self, name: &str) -> Option<&SystemSetting> {
        let mut all = self.shown.iter().chain(&self.sign_in);
        all.find(|setting| setting.name == name)
    }

    /// Whether there is such a setting.
    pub fn has(&self, name: &str) -> bool {
        self.shown.iter().any(|setting| setting.name == name)
    }

    /// The value in force of a setting.
    pub(crate) fn value(&self, name: &str) -> Option<&SettingValue> {
        self.find(name)?.value.as_ref()
    }

    /// The same, where it is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_text()
    }

    /// In which form passwords are stored (otobo-behaviour.md 4.7).
    pub fn password_scheme(&self) -> PasswordScheme {
        let cost = self
            .text(BCRYPT_COST)
            .and_then(|cost| cost.trim().parse().ok());
        PasswordScheme {
            kind: CryptType::from_setting(self.text(CRYPT_TYPE).unwrap_or_default()),
            cost: cost.map_or_else(BcryptCost::default, BcryptCost::new),
        }
    }

    /// The name of the zone that stored times are in (C2).
    pub fn time_zone(&self) -> &str {
        self.text(TIME_ZONE).unwrap_or_default()
    }

    /// Whether name servers are asked about the domains of e-mail addresses.
    pub fn checks_domains(&self) -> bool {
        !is_false(self.text(CHECK_DOMAIN))
    }

    /// The name server that is asked in place of the computer's own, as it is written; empty for none.
    pub fn name_server(&self) -> &str {
        self.text(NAME_SERVER).unwrap_or_default()
    }

    /// Which e-mail addresses the installation takes. A pattern that only Perl understands decides
    /// nothing: it is better to accept an address than to refuse a good one.
    pub fn email_rules(&self) -> EmailRules {
        if is_false(self.text("CheckEmailAddresses")) {
            return EmailRules::everything();
        }
        let usable = |name, accepted: bool| {
            let pattern = self.text(name).unwrap_or_default();
            let alone = if accepted {
                EmailRules::new(pattern, "")
            } else {
                EmailRules::new("", pattern)
            };
            if alone.is_ok() { pattern } else { "" }
        };
        EmailRules::new(usable(ACCEPTED, true), usable(REFUSED, false)).unwrap_or_default()
    }
}

impl SystemSetting {
    fn read(name: &str, shipped: Option<SettingValue>, stored: Option<&StoredValue>) -> Self {
        let (value, origin) = match stored {
            None => (shipped, Origin::Shipped),
            Some(stored) if stored.modified => (stored.value.clone(), Origin::Modified),
            Some(stored) => (stored.value.clone(), Origin::Default),
        };
        Self {
            name: name.to_owned(),
            value,
            origin,
            undeployed: stored.is_some_and(|stored| stored.undeployed),
            read: None,
        }
    }

    fn under(mut self, text: Option<&String>, form: &SettingValue) -> Self {
        if let Some(text) = text {
            let form = self.value.as_ref().unwrap_or(form);
            let typed = SettingValue::typed(text, Some(form));
            self.read = Some(ReadValue {
                value: self.value.replace(typed),
                origin: std::mem::replace(&mut self.origin, Origin::Override),
            });
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::check_email;

    fn stored(name: &str, value: Option<&str>, modified: bool) -> StoredValue {
        StoredValue {
            name: name.to_owned(),
            value: value.map(|text| SettingValue::Text(text.to_owned())),
            modified,
            undeployed: false,
        }
    }

    fn setting(settings: &SystemSettings, name: &str) -> SystemSetting {
        settings.iter().find(|it| it.name == name).unwrap().clone()
    }

    fn effective(values: &[StoredValue], overrides: &[(&str, &str)]) -> SystemSettings {
        let overrides = overrides
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        SystemSettings::effective(values, &overrides.collect())
    }

    #[test]
    fn c10_a_setting_is_shipped_then_default_then_modified_then_the_users() {
        let name = "SwitchToCustomer";
        let text = |it: &SystemSetting| it.value.as_ref().map(ToString::to_string);
        let shipped = setting(&effective(&[], &[]), name);
        assert_eq!(text(&shipped).as_deref(), Some("0"));
        assert_eq!(shipped.origin, Origin::Shipped);
        let default = setting(&effective(&[stored(name, Some("1"), false)], &[]), name);
        assert_eq!(
            (text(&default).as_deref(), default.origin),
            (Some("1"), Origin::Default)
        );
        let modified = setting(&effective(&[stored(name, Some("2"), true)], &[]), name);
        assert_eq!(
            (text(&modified).as_deref(), modified.origin),
            (Some("2"), Origin::Modified)
        );
        let ours = effective(&[stored(name, Some("2"), true)], &[(name, "3")]);
        let ours = setting(&ours, name);
        assert_eq!(
            (text(&ours).as_deref(), ours.origin),
            (Some("3"), Origin::Override)
        );
        let read = ours.read.unwrap();
        assert_eq!(
            read.value.map(|it| it.to_string()).as_deref(),
            Some("2"),
            "what was read is still told"
        );
        assert_eq!(read.origin, Origin::Modified);
        let alone = setting(&effective(&[], &[(name, "3")]), name);
        assert_eq!(
            alone.read.map(|it| it.origin),
            Some(Origin::Shipped),
            "and so is that nothing was"
        );
    }

    #[test]
    fn c10_a_setting_that_is_switched_off_is_absent_and_an_undeployed_one_says_so() {
        let name = "CheckEmailInvalidAddress";
        let off = setting(&effective(&[stored(name, None, true)], &[]), name);
        assert_eq!((off.value, off.origin), (None, Origin::Modified));
        let undeployed = StoredValue {
            undeployed: true,
            ..stored(name, Some("x"), true)
        };
        assert!(setting(&effective(&[undeployed], &[]), name).undeployed);
    }

    #[test]
    fn the_shipped_values_are_those_of_otobo() {
        let settings = effective(&[], &[]);
        for (name, value) in [
            ("System::Customer::Permission", "ro, rw"),
            ("CustomerGroupAlwaysGroups", "users"),
            ("Customer::AuthModule::DB::bcryptCost", "12"),
            (
                "CustomerGroupPermissionContext###001-CustomerID-same",
                "Name: Same Customer, Value: Ticket::CustomerID::Same",
            ),
        ] {
            let found = setting(&settings, name).value.unwrap();
            assert_eq!(found.to_string(), value, "{name}");
        }
        let off = "CustomerGroupPermissionContext###100-CustomerID-other";
        assert_eq!(setting(&settings, off).value, None);
        let names = SystemSettings::names();
        let contexts = names.iter().filter(|it| it.contains("Context"));
        assert_eq!(contexts.count(), 1, "parts come with their setting");
    }

    #[test]
    fn a_list_is_typed_with_commas() {
        let name = "System::Customer::Permission";
        let settings = effective(&[], &[(name, "ro,rw , note")]);
        let expected = ["ro", "rw", "note"].map(str::to_owned).to_vec();
        assert_eq!(
            setting(&settings, name).value,
            Some(SettingValue::List(expected))
        );
    }

    #[test]
    fn addresses_are_checked_as_the_settings_say() {
        let passes = |settings: &SystemSettings, address| {
            check_email(address, &settings.email_rules()).is_ok()
        };
        let shipped = effective(&[], &[]);
        assert!(!passes(&shipped, "x@example.com") && !passes(&shipped, "no address"));
        let off = effective(&[stored("CheckEmailAddresses", Some("0"), true)], &[]);
        assert!(passes(&off, "no address"), "nothing is checked");
        let open = effective(&[stored(REFUSED, None, true)], &[]);
        assert!(
            passes(&open, "x@example.com"),
            "the pattern is switched off"
        );
        let perl = effective(&[stored(REFUSED, Some("(?<=x)@acme"), true)], &[]);
        assert!(passes(&perl, "x@acme.test") && !passes(&perl, "no address"));
        assert!(passes(&perl, "root@localhost"), "the other pattern holds");
    }
}
