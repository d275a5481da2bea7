//! What becomes of a record's values in the columns of its table (`otobo-behaviour.md` 4.1, 4.2).

use deskbook_domain::check::{Finding, Problem};
use deskbook_domain::ids::Identifier;
use deskbook_domain::map::{Field, StorageKind, is_password};
use deskbook_domain::record::Record;
use deskbook_domain::text::is_false;

use crate::shape::{Blank, Shape};

/// A column and what is written into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) column: Identifier,
    pub(super) value: Option<String>,
}

/// Every column of a new row, each once (C15), read-only ones too (C16); the password is another matter.
pub(super) fn of_new_row(shape: &Shape, record: &Record) -> Vec<Written> {
    let written = written_fields(shape).map(|field| Written {
        column: field.storage.clone(),
        value: value(shape.blank, field, record),
    });
    written.collect()
}

/// The columns whose value is to be another than it was. Of customer users read-only columns are left out
/// (C16); for customers OTOBO writes those, too.
pub(super) fn of_old_row(shape: &Shape, was: &Record, record: &Record) -> Vec<Written> {
    let fields =
        written_fields(shape).filter(|field| !(field.read_only && shape.blank == Blank::EmptyText));
    let changed = fields.filter_map(|field| {
        let value = value(shape.blank, field, record);
        let stays = record.text(&field.var) == was.text(&field.var)
            || value.as_deref().unwrap_or_default() == was.text(&field.var);
        (!stays).then(|| Written {
            column: field.storage.clone(),
            value,
        })
    });
    changed.collect()
}

/// What no column can hold: characters that its encoding lacks.
pub(crate) fn unfit(shape: &Shape, record: &Record) -> Vec<Finding> {
    let fields = written_fields(shape);
    let findings = fields.filter_map(|field| {
        let text = record.text(&field.var);
        let nul = || (!shape.dialect.can_hold(text)).then_some('\0');
        let unfit = shape
            .catalogue
            .first_unfit(&field.storage, text)
            .or_else(nul)?;
        let problem = Problem::CharacterUnfit {
            character: unfit.to_string(),
        };
        Some(Finding::new(field.var.clone(), problem))
    });
    findings.collect()
}

/// The fields that are columns: each column once, with the first row of the map (C15).
fn written_fields(shape: &Shape) -> impl Iterator<Item = &Field> {
    shape
        .map
        .columns()
        .filter(|field| !is_password(&field.var) && field.kind != StorageKind::DynamicField)
}

fn value(blank: Blank, field: &Field, record: &Record) -> Option<String> {
    let value = record.get(&field.var);
    let is_blank = match blank {
        Blank::EmptyText => is_false(value),
        Blank::Null => value.is_none(),
    };
    match (field.kind, blank) {
        _ if !is_blank => value.map(str::to_owned),
        (StorageKind::Integer, Blank::EmptyText) => Some("0".to_owned()),
        (_, Blank::EmptyText) => Some(String::new()),
        (_, Blank::Null) => None,
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::map::Map;
    use deskbook_domain::source::{CustomerSource, CustomerUserSource};

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::dialect::Dialect;

    fn shape_with(change: impl Fn(&mut Field)) -> Shape {
        let mut source = CustomerUserSource::shipped();
        let mut fields = source.map.fields().to_vec();
        fields.iter_mut().for_each(change);
        source.map = Map::new(fields);
        Shape::of_customer_users(Dialect::Sqlite, &source, Catalogue::default())
    }

    fn shipped() -> Shape {
        shape_with(|_| {})
    }

    fn value_of<'w>(written: &'w [Written], column: &str) -> Option<&'w Option<String>> {
        let found = written.iter().find(|it| it.column.as_str() == column);
        found.map(|it| &it.value)
    }

    #[expect(clippy::unnecessary_wraps, reason = "a value is a text or NULL")]
    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn c59_false_values_of_customer_users_are_stored_as_empty_text_or_zero() {
        let record = Record::from_iter([("UserPhone", "0"), ("UserFax", "00")]);
        let written = of_new_row(&shipped(), &record);
        assert_eq!(value_of(&written, "phone"), Some(&text("")), "0 is false");
        assert_eq!(value_of(&written, "fax"), Some(&text("00")));
        assert_eq!(
            value_of(&written, "city"),
            Some(&text("")),
            "a missing text"
        );
        assert_eq!(value_of(&written, "valid_id"), Some(&text("0")));
        assert_eq!(value_of(&written, "pw"), None);
    }

    #[test]
    fn c59_missing_values_of_customers_are_null() {
        let source = CustomerSource::shipped();
        let shape = Shape::of_customers(Dialect::Sqlite, &source, Catalogue::default());
        let values = [("CustomerID", "0"), ("CustomerCompanyCity", "")];
        let written = of_new_row(&shape, &Record::from_iter(values));
        assert_eq!(value_of(&written, "customer_id"), Some(&text("0")));
        assert_eq!(value_of(&written, "city"), Some(&text("")));
        assert_eq!(value_of(&written, "street"), Some(&None));
    }

    #[test]
    fn c65_only_what_differs_is_written() {
        let was = Record::from_iter([("UserPhone", "1"), ("UserFax", "2"), ("UserCity", "")]);
        let mut record = was.clone();
        record.set("UserPhone", text("3"));
        record.set("UserCity", text("0"));
        let written = of_old_row(&shipped(), &was, &record);
        assert_eq!(
            written,
            [Written {
                column: Identifier::fixed("phone"),
                value: text("3")
            }],
            "a 0 in place of nothing is nothing"
        );
    }

    #[test]
    fn c65_an_unchanged_zero_is_left_alone() {
        let was = Record::from_iter([("UserPhone", "0")]);
        assert_eq!(of_old_row(&shipped(), &was, &was), []);
    }

    #[test]
    fn c16_a_read_only_column_is_written_on_insert_and_left_out_on_update() {
        let shape = shape_with(|field| field.read_only |= field.var.as_str() == "UserCity");
        let record = Record::from_iter([("UserCity", "Bonn")]);
        assert!(value_of(&of_new_row(&shape, &record), "city").is_some());
        assert_eq!(of_old_row(&shape, &Record::new(), &record), []);
    }

    #[test]
    fn c15_a_column_mapped_twice_is_written_once_with_the_first_value() {
        let shape = shape_with(|field| {
            if field.var.as_str() == "UserFax" {
                field.storage = Identifier::fixed("phone");
            }
        });
        let record = Record::from_iter([("UserPhone", "1"), ("UserFax", "2")]);
        let written = of_new_row(&shape, &record);
        let phones = written.iter().filter(|it| it.column.as_str() == "phone");
        assert_eq!(phones.count(), 1);
        assert_eq!(value_of(&written, "phone"), Some(&text("1")));
    }
}
