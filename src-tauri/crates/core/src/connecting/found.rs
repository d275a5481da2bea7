//! What the steps of a test find, in parts: the UI has the words.

/// What a step found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(
    feature = "wire",
    serde(rename = "TestFound", tag = "kind", rename_all = "camelCase")
)]
pub enum Found {
    /// Nothing that could be told.
    Nothing,
    /// Where a host is.
    Address {
        /// The host, with its port.
        host: String,
        /// Its address.
        address: String,
    },
    /// How the connection is encrypted.
    Encryption {
        /// How.
        encryption: Encryption,
    },
    /// What the server calls itself, such as `MariaDB 10.11.19`.
    Server {
        /// Its name and version.
        server: String,
    },
    /// The database is there.
    Database {
        /// Its name.
        database: String,
    },
    /// Tables, and how many rows they have.
    Tables {
        /// Each of them.
        tables: Vec<CountedTable>,
    },
    /// A table that nothing depends on is missing.
    NoTable {
        /// Its name.
        table: String,
    },
}

/// A table, and how many rows it has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub struct CountedTable {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: u32,
}

/// How a connection is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(tag = "kind", rename_all = "camelCase"))]
pub enum Encryption {
    /// Not at all.
    None,
    /// It is, but the certificate could not be looked at.
    Unseen,
    /// It is, and this is what the server showed.
    Seen {
        /// Such as `TLSv1.3`.
        protocol: String,
        /// Whose certificate it is.
        subject: String,
        /// Who signed it.
        issuer: String,
        /// How long it is good; less than 0 once it is not.
        days: i32,
    },
}
