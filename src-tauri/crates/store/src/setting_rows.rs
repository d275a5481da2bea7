//! The settings as rows: a key, and a value as text.
//!
//! A row that cannot be understood costs its own setting only, never the others.

use std::collections::BTreeMap;

use deskbook_core::settings::{Density, Language, LockAfter, Settings, Theme};

const THEME: &str = "theme";
const LANGUAGE: &str = "language";
const DENSITY: &str = "density";
const INCLUDE_INVALID: &str = "include_invalid";
const CUSTOMER_USER_COLUMNS: &str = "customer_user_columns";
const CUSTOMER_COLUMNS: &str = "customer_columns";
const LOCK_AFTER: &str = "lock_after_minutes";

/// What the rows say; the default where they say nothing, or nothing that makes sense.
pub(crate) fn read(rows: &BTreeMap<String, String>) -> Settings {
    let read = Reader { rows };
    Settings {
        theme: read.choice(THEME, Theme::from_stored, Theme::as_str),
        language: read.choice(LANGUAGE, Language::from_stored, Language::as_str),
        density: read.choice(DENSITY, Density::from_stored, Density::as_str),
        include_invalid: read.json(INCLUDE_INVALID).unwrap_or_default(),
        customer_user_columns: read.json(CUSTOMER_USER_COLUMNS),
        customer_columns: read.json(CUSTOMER_COLUMNS),
        lock_after: read
            .json(LOCK_AFTER)
            .map(LockAfter::minutes)
            .unwrap_or_default(),
    }
}

/// Every key of ours with its value; `None` where the default is meant and no row is kept.
pub(crate) fn written(settings: &Settings) -> [(&'static str, Option<String>); 7] {
    let columns = |columns: &Option<Vec<String>>| {
        columns
            .as_ref()
            .map(|columns| serde_json::Value::from(columns.as_slice()).to_string())
    };
    [
        (THEME, Some(settings.theme.as_str().to_owned())),
        (LANGUAGE, Some(settings.language.as_str().to_owned())),
        (DENSITY, Some(settings.density.as_str().to_owned())),
        (INCLUDE_INVALID, Some(settings.include_invalid.to_string())),
        (
            CUSTOMER_USER_COLUMNS,
            columns(&settings.customer_user_columns),
        ),
        (CUSTOMER_COLUMNS, columns(&settings.customer_columns)),
        (
            LOCK_AFTER,
            Some(settings.lock_after.in_minutes().to_string()),
        ),
    ]
}

struct Reader<'rows> {
    rows: &'rows BTreeMap<String, String>,
}

impl Reader<'_> {
    /// `from_stored` makes the default of what it does not know; `as_str` tells that it did.
    fn choice<T: Copy + Default>(
        &self,
        key: &str,
        from_stored: fn(&str) -> T,
        as_str: fn(T) -> &'static str,
    ) -> T {
        let Some(stored) = self.rows.get(key) else {
            return T::default();
        };
        let choice = from_stored(stored);
        if as_str(choice) != stored {
            warn_of(key);
        }
        choice
    }

    fn json<T: serde::de::DeserializeOwned>(&self, key: &str) -> Option<T> {
        let stored = self.rows.get(key)?;
        serde_json::from_str(stored)
            .inspect_err(|_| warn_of(key))
            .ok()
    }
}

/// Names the key alone: the value may be anything that somebody put there.
fn warn_of(key: &str) {
    tracing::warn!(key, "a stored setting makes no sense, the default is used");
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    fn rows(rows: &[(&str, &str)]) -> BTreeMap<String, String> {
        rows.iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn kept(settings: &Settings) -> BTreeMap<String, String> {
        written(settings)
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?)))
            .collect()
    }

    #[test]
    fn no_rows_are_the_defaults() {
        assert_eq!(read(&rows(&[])), Settings::default());
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let every_choice = Settings {
            theme: Theme::Dark,
            language: Language::German,
            density: Density::Roomy,
            include_invalid: true,
            customer_user_columns: Some(vec!["UserLogin".into(), "Straße \"1\"".into()]),
            customer_columns: Some(Vec::new()),
            lock_after: LockAfter::minutes(45),
        };
        for settings in [Settings::default(), every_choice] {
            assert_eq!(read(&kept(&settings)), settings);
        }
    }

    #[test]
    fn a_broken_value_is_told_by_its_key_alone() {
        let told = Told::default();
        let writer = told.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(move || writer.clone())
            .finish();
        let broken = rows(&[
            (THEME, "anna@acme.test"),
            (CUSTOMER_COLUMNS, "anna@acme.test"),
        ]);
        tracing::subscriber::with_default(subscriber, || read(&broken));
        let told = told.text();
        assert!(
            told.contains(THEME) && told.contains(CUSTOMER_COLUMNS),
            "{told}"
        );
        assert!(!told.contains("anna"), "the value may be anything: {told}");
    }

    /// What was logged.
    #[derive(Clone, Default)]
    struct Told(Arc<Mutex<Vec<u8>>>);

    impl Told {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl std::io::Write for Told {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_broken_value_becomes_the_default_and_leaves_the_others_alone() {
        let broken = [
            (THEME, "blue"),
            (THEME, ""),
            (LANGUAGE, "EN"),
            (INCLUDE_INVALID, "yes"),
            (INCLUDE_INVALID, "1"),
            (CUSTOMER_USER_COLUMNS, "UserLogin"),
            (CUSTOMER_USER_COLUMNS, "[1]"),
            (CUSTOMER_COLUMNS, "{"),
            (LOCK_AFTER, "never"),
            (LOCK_AFTER, "-1"),
        ];
        for (key, value) in broken {
            let settings = read(&rows(&[(key, value), (DENSITY, "compact")]));
            let expected = Settings {
                density: Density::Compact,
                ..Settings::default()
            };
            assert_eq!(settings, expected, "{key} = {value}");
        }
    }
}
