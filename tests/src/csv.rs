//! Reads the CSV files of `data/small`: one record a line, text quoted, an unquoted `\N` is NULL.
//!
//! Its own reader, because a common one no longer tells `\N` from `"\N"`.

use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

/// A table as read from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows; `None` is NULL.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Reads one file.
pub fn read(path: &Path) -> Result<Table> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    parse(&text).with_context(|| format!("{} is not as its README says", path.display()))
}

fn parse(text: &str) -> Result<Table> {
    let mut lines = text.split_terminator('\n');
    let header = lines.next().context("there is no header line")?;
    let columns: Vec<String> = header.split(',').map(str::to_owned).collect();
    let rows = lines
        .zip(2..)
        .map(|(line, number)| {
            let fields = fields(line).with_context(|| format!("line {number}"))?;
            ensure!(
                fields.len() == columns.len(),
                "line {number} has {} fields",
                fields.len()
            );
            Ok(fields)
        })
        .collect::<Result<_>>()?;
    Ok(Table { columns, rows })
}

fn fields(line: &str) -> Result<Vec<Option<String>>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = if let Some(quoted) = rest.strip_prefix('"') {
            let (text, after) = unquote(quoted)?;
            (Some(text), after)
        } else {
            let (text, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            ((text != r"\N").then(|| text.to_owned()), after)
        };
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(fields),
            None => bail!("there is text after a closing quote"),
        }
    }
}

/// The text up to the closing quote, and what stands behind that.
fn unquote(quoted: &str) -> Result<(String, &str)> {
    let mut text = String::new();
    let mut rest = quoted;
    loop {
        let (before, after) = rest.split_once('"').context("a quote is not closed")?;
        text.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                text.push('"');
                rest = next;
            }
            None => return Ok((text, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_commas_and_backslashes_are_text_inside_quotes() {
        let cases: &[(&str, &[Option<&str>])] = &[
            (
                r#"1,"a","","b""c""#,
                &[Some("1"), Some("a"), Some(""), Some("b\"c")],
            ),
            (r#""a,b",\N,"\N""#, &[Some("a,b"), None, Some(r"\N")]),
            ("\"\"\"\",\"a\"\"\"", &[Some("\""), Some("a\"")]),
            ("", &[Some("")]),
            ("1,", &[Some("1"), Some("")]),
        ];
        for (line, expected) in cases {
            let read = fields(line).unwrap();
            let read: Vec<_> = read.iter().map(Option::as_deref).collect();
            assert_eq!(read, *expected, "{line}");
        }
    }

    #[test]
    fn a_broken_line_is_an_error() {
        for line in ["\"a", "\"a\"b", "1,\"\"\""] {
            assert!(fields(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_row_that_is_too_short_is_an_error() {
        assert!(parse("a,b\n1\n").is_err());
    }
}
