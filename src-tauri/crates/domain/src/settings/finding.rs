//! What is wrong with the settings of a source.

/// One thing that is wrong, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFinding {
    /// The key, such as `CustomerKey` or `Map`.
    pub key: String,
    /// The row of the map, counted from 0.
    pub row: Option<usize>,
    /// The column of that row: `var`, `storage`, `type`.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub problem: SourceProblem,
}

/// What can be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(tag = "kind", rename_all = "camelCase"))]
pub enum SourceProblem {
    /// It is missing.
    Required,
    /// No name of a table or column.
    NoName,
    /// No whole number.
    NoNumber,
    /// Neither 0 nor 1.
    NoFlag,
    /// No row of the map is stored there.
    NotInMap,
    /// It is there twice.
    Twice,
    /// It is not among the values that are allowed.
    NotAllowed,
    /// It is a secret, which is neither searched nor shown.
    Secret,
    /// There is no such file.
    FileMissing,
}

impl SourceFinding {
    /// A finding at a key.
    pub fn at(key: &str, problem: SourceProblem) -> Self {
        Self {
            key: key.to_owned(),
            row: None,
            column: None,
            problem,
        }
    }

    /// A finding in a row of the map.
    pub(crate) fn in_map(row: usize, column: &'static str, problem: SourceProblem) -> Self {
        Self {
            key: super::MAP.to_owned(),
            row: Some(row),
            column: Some(column),
            problem,
        }
    }
}
