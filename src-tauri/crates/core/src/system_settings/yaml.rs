//! Reads the values of OTOBO's settings. They are YAML as Perl writes it; nothing in them is run, no
//! reference is followed, and scalars stay the texts that they are.

use std::collections::BTreeMap;

use deskbook_domain::system_settings::SettingValue;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

/// Far more than any setting that matters.
const LONGEST: usize = 256 * 1024;
const DEEPEST: usize = 32;

/// Why a text is no value.
#[derive(Debug, thiserror::Error)]
pub(super) enum YamlError {
    /// It is no YAML.
    #[error("the value is no YAML")]
    Syntax(#[from] ScanError),
    /// It is too long, or nested too deep.
    #[error("the value is too large")]
    TooLarge,
    /// It refers to another part of itself.
    #[error("the value refers to itself")]
    Reference,
}

/// What was read so far.
enum Node {
    Undefined,
    Text(String),
    List(Vec<Self>),
    /// Keys and values in turn.
    Table(Vec<Self>),
}

/// The value in a text; `None` is Perl's undefined. Within lists and tables only texts are kept.
pub(super) fn value(yaml: &str) -> Result<Option<SettingValue>, YamlError> {
    if yaml.len() > LONGEST {
        return Err(YamlError::TooLarge);
    }
    Ok(match read(yaml)? {
        Node::Undefined => None,
        Node::Text(text) => Some(SettingValue::Text(text)),
        Node::List(nodes) => Some(SettingValue::List(
            nodes.into_iter().filter_map(Node::into_text).collect(),
        )),
        Node::Table(nodes) => Some(SettingValue::Table(table(nodes))),
    })
}

/// A table that may hold tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tables {
    /// Its texts.
    pub(super) texts: BTreeMap<String, String>,
    /// The texts of the tables in it.
    pub(super) tables: BTreeMap<String, BTreeMap<String, String>>,
}

/// The table in a text, with the tables in it; whatever is no table has nothing in it.
pub(super) fn tables(yaml: &str) -> Result<Tables, YamlError> {
    if yaml.len() > LONGEST {
        return Err(YamlError::TooLarge);
    }
    let mut found = Tables::default();
    let Node::Table(nodes) = read(yaml)? else {
        return Ok(found);
    };
    let mut nodes = nodes.into_iter();
    while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
        let Some(key) = key.into_text() else { continue };
        match value {
            Node::Text(text) => {
                found.texts.insert(key, text);
            }
            Node::Table(nodes) => {
                found.tables.insert(key, table(nodes));
            }
            Node::Undefined | Node::List(_) => {}
        }
    }
    Ok(found)
}

fn table(nodes: Vec<Node>) -> BTreeMap<String, String> {
    let mut table = BTreeMap::new();
    let mut nodes = nodes.into_iter();
    while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
        if let (Some(key), Some(value)) = (key.into_text(), value.into_text()) {
            table.insert(key, value);
        }
    }
    table
}

/// The first document.
fn read(yaml: &str) -> Result<Node, YamlError> {
    let mut open: Vec<Node> = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, _) = event?;
        let node = match event {
            Event::Scalar(text, style, ..) => Node::scalar(&text, style),
            Event::Alias(_) => return Err(YamlError::Reference),
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() == DEEPEST {
                    return Err(YamlError::TooLarge);
                }
                open.push(match event {
                    Event::SequenceStart(..) => Node::List(Vec::new()),
                    _ => Node::Table(Vec::new()),
                });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(node) => node,
                None => continue,
            },
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {
                continue;
            }
        };
        match open.last_mut() {
            Some(Node::List(nodes) | Node::Table(nodes)) => nodes.push(node),
            _ => return Ok(node),
        }
    }
    Ok(Node::Undefined)
}

impl Node {
    /// As Perl's `YAML::XS` has it.
    fn scalar(text: &str, style: ScalarStyle) -> Self {
        if style != ScalarStyle::Plain {
            return Self::Text(text.to_owned());
        }
        match text {
            "" | "~" | "null" => Self::Undefined,
            "true" => Self::Text("1".to_owned()),
            "false" => Self::Text(String::new()),
            text => Self::Text(text.to_owned()),
        }
    }

    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Undefined | Self::List(_) | Self::Table(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> SettingValue {
        SettingValue::Text(text.to_owned())
    }

    #[test]
    fn scalars_stay_the_texts_that_they_are() {
        let cases = [
            ("--- 1\n", Some(text("1"))),
            ("--- 012\n", Some(text("012"))),
            ("--- 1.50\n", Some(text("1.50"))),
            ("--- yes\n", Some(text("yes"))),
            ("--- '0'\n", Some(text("0"))),
            ("--- ''\n", Some(text(""))),
            ("--- \"a\\nb\"\n", Some(text("a\nb"))),
            (
                "--- '@(example)\\.(..|...)$'\n",
                Some(text(r"@(example)\.(..|...)$")),
            ),
            (
                "--- ^(root@localhost|admin@localhost)$\n",
                Some(text("^(root@localhost|admin@localhost)$")),
            ),
            ("--- ~\n", None),
            ("", None),
            ("--- !!perl/code 'system(1)'\n", Some(text("system(1)"))),
        ];
        for (yaml, expected) in cases {
            assert_eq!(value(yaml).unwrap(), expected, "{yaml}");
        }
    }

    #[test]
    fn lists_and_tables_are_read() {
        let list = ["users", "stats"].map(str::to_owned).to_vec();
        let read = value("---\n- users\n- stats\n").unwrap();
        assert_eq!(read, Some(SettingValue::List(list)));
        let read = value("---\nName: Other Customers\nValue: Ticket::CustomerID::Other\nX:\n- 1\n");
        let Some(SettingValue::Table(table)) = read.unwrap() else {
            panic!("it is a table");
        };
        assert_eq!(
            table.get("Value").map(String::as_str),
            Some("Ticket::CustomerID::Other")
        );
        assert_eq!(table.len(), 2, "what is nested is passed over");
    }

    #[test]
    fn what_is_no_value_is_refused() {
        assert!(matches!(value("--- [a\n"), Err(YamlError::Syntax(_))));
        let bomb = "---\na: &a [x]\nb: *a\n";
        assert!(matches!(value(bomb), Err(YamlError::Reference)));
        let deep = "[".repeat(100);
        assert!(value(&deep).is_err());
        let long = "x".repeat(LONGEST + 1);
        assert!(matches!(value(&long), Err(YamlError::TooLarge)));
    }
}
