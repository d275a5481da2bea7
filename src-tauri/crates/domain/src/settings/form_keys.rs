//! The keys that a form over a source's settings offers (otobo-behaviour.md 2.1, 2.2, 5.1 and 6).

use super::{BIND, CA_FILE, CERTIFICATE_FILE, KEY_FILE, TLS_MODE};
use crate::source::{BackEndKind, Subject};

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceKey {
    /// OTOBO's name; a key within `Params` is `Params.Table`.
    pub name: &'static str,
    /// Where it stands in the form.
    pub group: KeyGroup,
    /// What its value looks like.
    pub kind: KeyKind,
    /// What holds when it is not set.
    pub by_default: &'static str,
    /// Whether a source without it makes no sense.
    pub required: bool,
    /// What can be chosen; empty where any value of the kind may be typed.
    pub choices: &'static [&'static str],
}

/// Parts of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "wire",
    derive(serde::Serialize, serde::Deserialize, specta::Type)
)]
#[cfg_attr(
    feature = "wire",
    serde(rename = "SourceGroup", rename_all = "camelCase")
)]
pub enum KeyGroup {
    /// What it is.
    General,
    /// Tables and columns.
    Storage,
    /// How it is searched.
    Search,
    /// How it is shown.
    Display,
    /// What is checked and done when it is written.
    Writing,
    /// A database of its own.
    Connection,
    /// What only directories have.
    Directory,
}

/// Kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "wire",
    derive(serde::Serialize, serde::Deserialize, specta::Type)
)]
#[cfg_attr(
    feature = "wire",
    serde(rename = "SourceKeyKind", rename_all = "camelCase")
)]
pub enum KeyKind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// 0 or 1.
    Flag,
    /// Names of columns.
    Columns,
    /// Texts.
    List,
    /// One of [`crate::database::TlsMode`], by its name.
    Encryption,
    /// A secret: it is typed, and never shown again.
    Secret,
}

const fn key(
    name: &'static str,
    group: KeyGroup,
    kind: KeyKind,
    by_default: &'static str,
) -> SourceKey {
    SourceKey {
        name,
        group,
        kind,
        by_default,
        required: false,
        choices: &[],
    }
}

impl SourceKey {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn one_of(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }
}

/// The keys of the sources of a subject that make sense for what stands behind them, in the order of the
/// form. A program of somebody's own may read any key: it is offered those of a database.
pub fn keys_of(subject: Subject, back_end: BackEndKind) -> &'static [SourceKey] {
    match (subject, back_end) {
        (Subject::CustomerUsers, BackEndKind::Directory) => DIRECTORY_KEYS,
        (Subject::CustomerUsers, BackEndKind::Database | BackEndKind::Module) => CUSTOMER_USER_KEYS,
        (Subject::Customers, _) => CUSTOMER_KEYS,
    }
}

use KeyGroup::{Connection, Directory, Display, General, Search, Storage, Writing};
use KeyKind::{Columns, Encryption, Flag, List, Number, Text};

const CUSTOMER_USER_KEYS: &[SourceKey] = &[
    key("Name", General, Text, "No Name"),
    key("Module", General, Text, "Kernel::System::CustomerUser::DB"),
    key("ReadOnly", General, Flag, "0"),
    key("CacheTTL", General, Number, "0"),
    key("Params.Table", Storage, Text, "").required(),
    key("CustomerKey", Storage, Text, "").required(),
    key("CustomerID", Storage, Text, "").required(),
    key("CustomerValid", Storage, Text, ""),
    key("Params.ForeignDB", Storage, Flag, "0"),
    key("CustomerUserSearchFields", Search, Columns, ""),
    key("CustomerUserSearchPrefix", Search, Text, ""),
    key("CustomerUserSearchSuffix", Search, Text, "*"),
    key("CustomerUserSearchListLimit", Search, Number, "250"),
    key("CustomerUserPostMasterSearchFields", Search, Columns, ""),
    key("Params.SearchCaseSensitive", Search, Flag, "0"),
    key("Params.CaseSensitive", Search, Flag, "0"),
    key(
        "CustomerUserListFields",
        Display,
        Columns,
        "first_name, last_name, email",
    ),
    key(
        "CustomerUserNameFields",
        Display,
        Columns,
        "first_name, last_name",
    ),
    key("CustomerUserNameFieldsJoin", Display, Text, " "),
    key("AdminSetPreferences", Display, Flag, "1"),
    key("CustomerCompanySupport", Writing, Flag, "0"),
    key("CustomerUserEmailUniqCheck", Writing, Flag, "0"),
    key("CustomerUserExcludePrimaryCustomerID", Writing, Flag, "0"),
    key("AutoLoginCreation", Writing, Flag, "0"),
    key("AutoLoginCreationPrefix", Writing, Text, "auto"),
    key("Params.DSN", Connection, Text, ""),
    key("Params.User", Connection, Text, ""),
    key("Params.Type", Connection, Text, ""),
    key("Params.Connect", Connection, Text, ""),
    key(TLS_MODE, Connection, Encryption, ""),
    key(CA_FILE, Connection, Text, ""),
    key(CERTIFICATE_FILE, Connection, Text, ""),
    key(KEY_FILE, Connection, Text, ""),
];

/// A directory is only read: no key is about writing, and none about tables. Files of the encryption, which
/// few directories need, come last of what is about the way to it.
const DIRECTORY_KEYS: &[SourceKey] = &[
    key("Name", General, Text, "No Name"),
    key(
        "Module",
        General,
        Text,
        "Kernel::System::CustomerUser::LDAP",
    ),
    key("CacheTTL", General, Number, "0"),
    key("Params.Host", Directory, List, "").required(),
    key(TLS_MODE, Directory, Encryption, ""),
    key(BIND, Directory, Text, "").one_of(&["", "anonymous", "external"]),
    key("Params.UserDN", Directory, Text, ""),
    key("Params.BaseDN", Directory, Text, "").required(),
    key("Params.SSCOPE", Directory, Text, "")
        .required()
        .one_of(&["sub", "one", "base"]),
    key("Params.AlwaysFilter", Directory, Text, ""),
    key("CustomerUserValidFilter", Directory, Text, ""),
    key("Params.GroupDN", Directory, Text, ""),
    key("TranslateManagerTo", Directory, Text, ""),
    key("Params.SourceCharset", Directory, Text, "utf-8"),
    key("Params.Params.timeout", Directory, Number, ""),
    key("Params.Die", Directory, Flag, "0"),
    key(CA_FILE, Directory, Text, ""),
    key(CERTIFICATE_FILE, Directory, Text, ""),
    key(KEY_FILE, Directory, Text, ""),
    key("CustomerKey", Storage, Text, "").required(),
    key("CustomerID", Storage, Text, "").required(),
    key("CustomerUserSearchFields", Search, Columns, ""),
    key("CustomerUserSearchPrefix", Search, Text, ""),
    key("CustomerUserSearchSuffix", Search, Text, "*"),
    key("CustomerUserSearchListLimit", Search, Number, "200"),
    key("CustomerUserPostMasterSearchFields", Search, Columns, ""),
    key("CustomerUserListFields", Display, Columns, ""),
    key("CustomerUserNameFields", Display, Columns, ""),
    key("CustomerUserNameFieldsJoin", Display, Text, " "),
    key("AdminSetPreferences", Display, Flag, "1"),
    key("CustomerCompanySupport", Display, Flag, "0"),
    key("CustomerUserExcludePrimaryCustomerID", Display, Flag, "0"),
];

const CUSTOMER_KEYS: &[SourceKey] = &[
    key("Name", General, Text, "No Name"),
    key(
        "Module",
        General,
        Text,
        "Kernel::System::CustomerCompany::DB",
    ),
    key("ReadOnly", General, Flag, "0"),
    key("CacheTTL", General, Number, "0"),
    key("Params.Table", Storage, Text, "").required(),
    key("CustomerCompanyKey", Storage, Text, "").required(),
    key("CustomerCompanyValid", Storage, Text, ""),
    key("Params.ForeignDB", Storage, Flag, "0"),
    key("CustomerCompanySearchFields", Search, Columns, ""),
    key("CustomerCompanySearchPrefix", Search, Text, ""),
    key("CustomerCompanySearchSuffix", Search, Text, "*"),
    key("CustomerCompanySearchListLimit", Search, Number, "50000"),
    key("Params.SearchCaseSensitive", Search, Flag, "0"),
    key("Params.CaseSensitive", Search, Flag, "0"),
    key(
        "CustomerCompanyListFields",
        Display,
        Columns,
        "customer_id, name",
    ),
    key("Params.DSN", Connection, Text, ""),
    key("Params.User", Connection, Text, ""),
    key("Params.Type", Connection, Text, ""),
    key("Params.Connect", Connection, Text, ""),
    key(TLS_MODE, Connection, Encryption, ""),
    key(CA_FILE, Connection, Text, ""),
    key(CERTIFICATE_FILE, Connection, Text, ""),
    key(KEY_FILE, Connection, Text, ""),
];
