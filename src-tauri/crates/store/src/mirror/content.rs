//! Values as one text: a JSON list, shorter than names and values, and the same for the same values.

use deskbook_core::hits::ServerLimit;
use deskbook_core::mirror::Cut;
use deskbook_domain::ids::Var;
use sea_orm::DbErr;

/// The text of values.
pub(super) fn written(values: &[Option<String>]) -> Result<String, DbErr> {
    serde_json::to_string(values).map_err(|error| unreadable(&error))
}

/// The values of a text.
pub(super) fn read(content: &str) -> Result<Vec<Option<String>>, DbErr> {
    serde_json::from_str(content).map_err(|error| unreadable(&error))
}

/// The text of the names of values.
pub(super) fn written_fields(fields: &[Var]) -> Result<String, DbErr> {
    let fields: Vec<_> = fields.iter().map(Var::as_str).collect();
    serde_json::to_string(&fields).map_err(|error| unreadable(&error))
}

/// The names of a text.
pub(super) fn read_fields(fields: &str) -> Result<Vec<Var>, DbErr> {
    let fields: Vec<String> = serde_json::from_str(fields).map_err(|error| unreadable(&error))?;
    Ok(fields.into_iter().map(Var::from).collect())
}

/// Why a copy is not whole, as a word.
pub(super) fn written_cut(cut: Cut) -> String {
    match cut {
        Cut::Unfinished => "unfinished".to_owned(),
        Cut::Limit(ServerLimit::Entries(entries)) => format!("entries {entries}"),
        Cut::Limit(ServerLimit::Work) => "work".to_owned(),
        Cut::Limit(ServerLimit::Time) => "time".to_owned(),
    }
}

/// What the word means; another one is a newer Deskbook's.
pub(super) fn read_cut(word: &str) -> Cut {
    let entries = word.strip_prefix("entries ");
    match (word, entries.and_then(|entries| entries.parse().ok())) {
        (_, Some(entries)) => Cut::Limit(ServerLimit::Entries(entries)),
        ("work", _) => Cut::Limit(ServerLimit::Work),
        ("time", _) => Cut::Limit(ServerLimit::Time),
        _ => Cut::Unfinished,
    }
}

fn unreadable(error: &serde_json::Error) -> DbErr {
    DbErr::Type(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        let values = [
            Some("Müller \"x\"\n\0".to_owned()),
            None,
            Some(String::new()),
        ];
        assert_eq!(read(&written(&values).unwrap()).unwrap(), values);
        assert!(read("{").is_err());
    }

    #[test]
    fn words_of_cuts_come_back() {
        let limits = [
            ServerLimit::Entries(500),
            ServerLimit::Work,
            ServerLimit::Time,
        ];
        let cuts = limits.map(Cut::Limit);
        for cut in cuts.into_iter().chain([Cut::Unfinished]) {
            assert_eq!(read_cut(&written_cut(cut)), cut);
        }
    }
}
