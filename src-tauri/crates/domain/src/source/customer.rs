//! A source of customers, read from its settings (otobo-behaviour.md 6).

use super::{OwnDatabase, SessionSetting, SourceId, Subject, case_rule, selections, unmapped};
use crate::ids::{Identifier, TableName, Var};
use crate::map::Map;
use crate::search::{Affixes, CaseRule};
use crate::settings::{Reading, SourceFinding, SourceSettings};

/// A source of customers: the keys of otobo-behaviour.md 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerSource {
    /// Its key.
    pub id: SourceId,
    /// Shown where a source is chosen.
    pub name: String,
    /// The table (`Table`).
    pub table: TableName,
    /// A database of its own (`DSN`).
    pub own_database: Option<OwnDatabase>,
    /// What is set after connecting (`Connect`).
    pub session: Vec<SessionSetting>,
    /// Whether the table lacks the four columns of who wrote when (`ForeignDB`, C8).
    pub foreign: bool,
    /// Column of the customer ID (`CustomerCompanyKey`).
    pub key: Identifier,
    /// Column of the validity; without one every customer is valid (`CustomerCompanyValid`).
    pub valid: Option<Identifier>,
    /// Columns shown in lists (`CustomerCompanyListFields`).
    pub list_fields: Vec<Identifier>,
    /// Columns searched (`CustomerCompanySearchFields`).
    pub search_fields: Vec<Identifier>,
    /// Put before each word of a search (`CustomerCompanySearchPrefix`).
    pub search_prefix: String,
    /// Put after each word of a search (`CustomerCompanySearchSuffix`).
    pub search_suffix: String,
    /// Rows OTOBO shows at most (`CustomerCompanySearchListLimit`).
    pub list_limit: u32,
    /// Whether searches tell `ACME` from `acme` (`SearchCaseSensitive`).
    pub case_sensitive: bool,
    /// Whether nothing may be written. OTOBO's back end never learns of it; here it holds.
    pub read_only: bool,
    /// Drop-downs: var, stored value, shown text (`Selections`).
    pub selections: Vec<(Var, String, String)>,
    /// The fields.
    pub map: Map,
}

impl CustomerSource {
    /// Reads settings. What is wrong is told all at once.
    pub fn read(id: SourceId, settings: &SourceSettings) -> Result<Self, Vec<SourceFinding>> {
        let mut reading = Reading::new(settings);
        let read = Self::read_with(id, &mut reading);
        match read {
            Some(source) if reading.findings.is_empty() => Ok(source),
            _ => Err(reading.findings),
        }
    }

    fn read_with(id: SourceId, reading: &mut Reading<'_>) -> Option<Self> {
        debug_assert_eq!(id.subject(), Subject::Customers);
        let mut map = reading.map();
        let key = reading.required_column(&["CustomerCompanyKey"]);
        let table = reading.table();
        let list_fields = reading.columns("CustomerCompanyListFields", &map);
        let list_fields = list_fields
            .unwrap_or_else(|| vec![Identifier::fixed("customer_id"), Identifier::fixed("name")]);
        let search_fields = reading
            .columns("CustomerCompanySearchFields", &map)
            .unwrap_or_else(|| vec![Identifier::fixed("customer_id"), Identifier::fixed("name")]);
        let source = Self {
            id,
            name: reading.text_or("Name", "No Name"),
            own_database: reading.own_database(),
            session: reading.session_settings(),
            foreign: reading.flag("Params.ForeignDB"),
            valid: reading.column("CustomerCompanyValid"),
            list_fields,
            search_fields,
            search_prefix: reading.text_or("CustomerCompanySearchPrefix", ""),
            search_suffix: reading.text_or("CustomerCompanySearchSuffix", "*"),
            list_limit: reading.number_or("CustomerCompanySearchListLimit", 50_000),
            case_sensitive: reading.case_sensitive(),
            read_only: reading.flag("ReadOnly"),
            selections: selections(reading.settings),
            map: Map::default(),
            // What is missing was told; the rest had to be read first, so that all is told at once
            table: table?,
            key: key?,
        };
        let needed = source
            .list_fields
            .iter()
            .chain(&source.search_fields)
            .chain([&source.key])
            .chain(&source.valid);
        let unmapped = unmapped(&map, needed);
        map.add_unmapped(unmapped);
        Some(Self { map, ..source })
    }

    /// How its searches compare letters.
    pub fn case(&self) -> CaseRule {
        case_rule(self.case_sensitive)
    }

    /// The columns that a search looks into: dynamic fields are searched elsewhere (otobo-behaviour.md 6).
    pub fn search_columns(&self) -> Vec<Identifier> {
        self.map.only_columns(&self.search_fields)
    }

    /// What its searches put around a word.
    pub fn affixes(&self) -> Affixes {
        Affixes::new(&self.search_prefix, &self.search_suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_settings_are_the_shipped_source() {
        let settings = SourceSettings::shipped(Subject::Customers);
        let read = CustomerSource::read(SourceId::first(Subject::Customers), &settings);
        assert_eq!(read.unwrap(), CustomerSource::shipped());
    }

    #[test]
    fn without_a_limit_otobo_lists_fifty_thousand_customers() {
        let mut settings = SourceSettings::shipped(Subject::Customers);
        settings.set("CustomerCompanySearchListLimit", None);
        settings.set("CustomerCompanySearchPrefix", None);
        let read = CustomerSource::read(SourceId::first(Subject::Customers), &settings).unwrap();
        assert_eq!(read.list_limit, 50_000);
        assert_eq!(
            read.search_prefix, "",
            "customers have no prefix unless one is set"
        );
    }
}
