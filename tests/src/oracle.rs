//! Questions that OTOBO itself was asked over the small set, with its answers (`data/README.md`).

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::{Map, Value};

/// One question and its answer, or several that were asked one after the other.
#[derive(Clone, Debug, Deserialize)]
pub struct Question {
    /// Its name.
    #[serde(default)]
    pub id: String,
    /// What it is about.
    #[serde(default)]
    pub kind: String,
    /// The settings that OTOBO had.
    #[serde(default)]
    pub variant: String,
    /// The databases that the answer holds for.
    #[serde(default)]
    pub engines: Vec<String>,
    /// The function that was called.
    pub op: String,
    /// Its named arguments; a sequence has its own in each step.
    #[serde(default)]
    pub args: Map<String, Value>,
    /// What it returned.
    #[serde(default)]
    pub result: Value,
    /// What ended the call instead.
    #[serde(default)]
    pub died: Option<Value>,
    /// Whether more matched than OTOBO's list limit let through.
    #[serde(default)]
    pub truncated: bool,
    /// Whether OTOBO had text of a directory as octets that it did not decode.
    #[serde(default)]
    pub octets: bool,
    /// All that matched, if the result is truncated.
    #[serde(default)]
    pub without_limit: Map<String, Value>,
    /// What was asked one after the other, with only the answers told.
    #[serde(default)]
    steps: Vec<Self>,
}

impl Question {
    /// Whether the answer holds for a database.
    pub fn is_of(&self, engine: &str) -> bool {
        self.engines.iter().any(|it| it == engine)
    }

    /// All that was asked, in its order.
    pub fn calls(&self) -> &[Self] {
        if self.steps.is_empty() {
            std::slice::from_ref(self)
        } else {
            &self.steps
        }
    }

    /// Tells each step what it is a step of.
    fn with_named_steps(mut self) -> Self {
        for (step, number) in self.steps.iter_mut().zip(1..) {
            step.id = format!("{} step {number}", self.id);
            step.kind.clone_from(&self.kind);
            step.variant.clone_from(&self.variant);
            step.engines.clone_from(&self.engines);
        }
        self
    }

    /// An argument as Perl would print it; lists and tables are none.
    pub fn text(&self, argument: &str) -> Option<String> {
        text_of(self.args.get(argument)?)
    }

    /// An argument that is a list of texts.
    pub fn list(&self, argument: &str) -> Vec<String> {
        let values = self.args.get(argument).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(text_of).collect()
    }
}

/// A scalar as Perl would print it.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(if *flag { "1" } else { "" }.to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// All questions of a file, each on its line.
pub fn questions(path: &Path) -> Result<Vec<Question>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let questions = text.lines().zip(1..).map(|(line, number)| {
        let question: Result<Question, _> = serde_json::from_str(line);
        let question = question.with_context(|| format!("line {number} is no question"))?;
        Ok(question.with_named_steps())
    });
    questions.collect()
}
