//! Questions that OTOBO itself was asked over the small set, with its answers (`data/README.md`).

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::data;

/// One question and its answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Question {
    /// Its name.
    pub id: String,
    /// The settings that OTOBO had.
    pub variant: String,
    /// The databases that the answer holds for.
    pub engines: Vec<String>,
    /// The function that was called.
    pub op: String,
    /// Its named arguments; a sequence has its own in each step.
    #[serde(default)]
    pub args: Map<String, Value>,
    /// What it returned.
    #[serde(default)]
    pub result: Value,
    /// Whether more matched than OTOBO's list limit let through.
    #[serde(default)]
    pub truncated: bool,
    /// All that matched, if the result is truncated.
    #[serde(default)]
    pub without_limit: Map<String, Value>,
}

impl Question {
    /// Whether PostgreSQL answered so: it compares like the local directory, MariaDB does not.
    pub fn is_of_postgresql(&self) -> bool {
        self.engines.iter().any(|engine| engine == "postgresql")
    }

    /// An argument as text.
    pub fn text(&self, argument: &str) -> Option<&str> {
        self.args.get(argument)?.as_str()
    }

    /// Whether invalid ones take part too.
    pub fn includes_invalid(&self) -> bool {
        self.args.get("Valid").is_some_and(|valid| valid == 0)
    }

    /// The names of the arguments besides `Valid`.
    pub fn asked(&self) -> Vec<&str> {
        self.args
            .keys()
            .map(String::as_str)
            .filter(|name| *name != "Valid")
            .collect()
    }

    /// The keys of what was found, without OTOBO's limit, in order.
    pub fn found(&self) -> Vec<&str> {
        let mut keys: Vec<_> = self
            .lines()
            .into_iter()
            .flat_map(Map::keys)
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        keys
    }

    /// How OTOBO shows what was found in a list.
    pub fn line(&self, key: &str) -> Option<&str> {
        self.lines()?.get(key)?.as_str()
    }

    fn lines(&self) -> Option<&Map<String, Value>> {
        if self.truncated {
            Some(&self.without_limit)
        } else {
            self.result.as_object()
        }
    }
}

/// All questions.
pub fn questions() -> Result<Vec<Question>> {
    let path = data::path("oracle-small.jsonl");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let questions = text.lines().zip(1..).map(|(line, number)| {
        serde_json::from_str(line).with_context(|| format!("line {number} is no question"))
    });
    questions.collect()
}
