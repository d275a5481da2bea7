//! Reads settings into what the program works with, and tells what is wrong on the way.

use super::{MapRow, SourceFinding, SourceProblem, SourceSettings};
use crate::ids::{Identifier, TableName};
use crate::map::{Field, Map, Shown, StorageKind, is_password};
use crate::source::BackEndKind;

/// The settings being read, and what was found so far.
pub(crate) struct Reading<'s> {
    pub(crate) settings: &'s SourceSettings,
    pub(crate) findings: Vec<SourceFinding>,
    /// What stands behind the source: attributes have other names than columns.
    kind: BackEndKind,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(settings: &'s SourceSettings) -> Self {
        Self {
            settings,
            findings: Vec::new(),
            kind: BackEndKind::of_module(&settings.text("Module").unwrap_or_default()),
        }
    }

    pub(crate) fn kind(&self) -> BackEndKind {
        self.kind
    }

    fn name(&self, text: &str) -> Option<Identifier> {
        match self.kind {
            BackEndKind::Directory => Identifier::of_attribute(text).ok(),
            BackEndKind::Database | BackEndKind::Module => Identifier::try_from(text).ok(),
        }
    }

    pub(crate) fn find_fault(&mut self, key: &str, problem: SourceProblem) {
        self.findings.push(SourceFinding::at(key, problem));
    }

    pub(crate) fn text_or(&self, key: &str, default: &str) -> String {
        self.settings
            .text(key)
            .unwrap_or_else(|| default.to_owned())
    }

    /// 0 or 1; anything else is told, and read as Perl would.
    pub(crate) fn flag(&mut self, key: &str) -> bool {
        if let Some(text) = self.settings.text(key)
            && !matches!(text.as_str(), "" | "0" | "1")
        {
            self.find_fault(key, SourceProblem::NoFlag);
        }
        self.settings.is_true(key)
    }

    /// A whole number; absent, empty and 0 are the default (C13).
    pub(crate) fn number_or(&mut self, key: &str, default: u32) -> u32 {
        let Some(text) = self.settings.text(key).filter(|text| !text.is_empty()) else {
            return default;
        };
        match text.parse() {
            Ok(0) => default,
            Ok(number) => number,
            Err(_) => {
                self.find_fault(key, SourceProblem::NoNumber);
                default
            }
        }
    }

    pub(crate) fn column(&mut self, key: &str) -> Option<Identifier> {
        let text = self.settings.text(key).filter(|text| !text.is_empty())?;
        let column = self.name(&text);
        if column.is_none() {
            self.find_fault(key, SourceProblem::NoName);
        }
        column
    }

    pub(crate) fn required_column(&mut self, keys: &[&'static str]) -> Option<Identifier> {
        let key = keys.iter().find(|key| {
            let text = self.settings.text(key);
            text.is_some_and(|text| !text.is_empty())
        });
        match (key, keys) {
            (Some(key), _) => self.column(key),
            (None, [first, ..]) => {
                self.find_fault(first, SourceProblem::Required);
                None
            }
            (None, []) => None,
        }
    }

    pub(crate) fn table(&mut self) -> Option<TableName> {
        const KEY: &str = "Params.Table";
        let Some(text) = self.settings.text(KEY).filter(|text| !text.is_empty()) else {
            self.find_fault(KEY, SourceProblem::Required);
            return None;
        };
        let table = TableName::try_from(text.as_str()).ok();
        if table.is_none() {
            self.find_fault(KEY, SourceProblem::NoName);
        }
        table
    }

    /// Names of columns. A secret one is told and left out.
    pub(crate) fn columns(&mut self, key: &str, map: &Map) -> Option<Vec<Identifier>> {
        let mut columns = Vec::new();
        for name in self.settings.list(key)? {
            match self.name(&name) {
                None => self.find_fault(key, SourceProblem::NoName),
                Some(column) if is_secret(map, &column) => {
                    self.find_fault(key, SourceProblem::Secret);
                }
                Some(column) => columns.push(column),
            }
        }
        Some(columns)
    }

    pub(crate) fn map(&mut self) -> Map {
        let rows = self.settings.map_rows();
        if rows.is_empty() {
            self.find_fault(super::MAP, SourceProblem::Required);
        }
        let fields = rows.iter().enumerate();
        let fields: Vec<_> = fields.filter_map(|(at, row)| self.field(at, row)).collect();
        for (at, row) in rows.iter().enumerate() {
            let earlier = rows.iter().take(at);
            if !row.var.is_empty() && earlier.into_iter().any(|it| it.var == row.var) {
                self.findings
                    .push(SourceFinding::in_map(at, "var", SourceProblem::Twice));
            }
        }
        Map::new(fields)
    }

    fn field(&mut self, at: usize, row: &MapRow) -> Option<Field> {
        let name = self.name(&row.storage);
        let mut wrong = |column, problem| {
            self.findings
                .push(SourceFinding::in_map(at, column, problem));
        };
        let kind = match row.kind.as_str() {
            "var" | "" => StorageKind::Text,
            "dynamic_field" => StorageKind::DynamicField,
            kind if kind.eq_ignore_ascii_case("int") => StorageKind::Integer,
            _ => {
                wrong("type", SourceProblem::NotAllowed);
                StorageKind::Text
            }
        };
        let Some(storage) = name else {
            let problem = if row.storage.is_empty() {
                SourceProblem::Required
            } else {
                SourceProblem::NoName
            };
            wrong("storage", problem);
            return None;
        };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Some(Field {
            var: row.var.as_str().into(),
            label: row.label.clone(),
            storage,
            shown: match row.shown {
                0 => Shown::Never,
                2 => Shown::Lite,
                _ => Shown::Always,
            },
            required: row.required,
            kind,
            link: some(&row.link),
            read_only: row.read_only,
            target: some(&row.target),
            class: some(&row.class),
        })
    }
}

/// Whether a column holds passwords: those are never searched, listed or compared.
fn is_secret(map: &Map, column: &Identifier) -> bool {
    map.field_stored_in(column)
        .is_some_and(|field| is_password(&field.var))
}
