//! OTOBO's own answers as a test: each question is asked of Deskbook, with the settings that OTOBO had, on
//! each engine that the answer holds for.
//!
//! Nothing here is decided by the name of a question. What is left out is left out by a rule that has a
//! reason, and what is right otherwise than at OTOBO is said by a rule of its own (`corrected`).

mod ask;
mod compare;
mod corrected;
mod data_set;
mod directories;
mod report;
mod subject;
mod write;
mod written;

use std::path::PathBuf;

use anyhow::Result;
use serde_json::Value;

use crate::engine::EngineKind;
use crate::oracle::{Question, questions};
use crate::variants::variants;
use corrected::Corrections;
use data_set::DataSet;
use report::Report;
use subject::Installations;

/// What is replayed.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The file of questions.
    pub oracle: PathBuf,
    /// The only engine; without one all.
    pub engine: Option<String>,
    /// What the names of the questions begin with; without it all.
    pub id: Option<String>,
}

/// How one question went on one engine.
enum Verdict {
    Passed,
    Skipped(&'static str),
    Failed { expected: String, got: String },
}

/// Asks all questions and prints what came of it; tells whether nothing failed.
pub async fn run(choice: &Choice) -> Result<bool> {
    let data = DataSet::read()?;
    let variants = variants()?;
    let mut report = Report::new();
    let questions = questions(&choice.oracle)?;
    let is_asked = |question: &&Question| {
        let id = choice.id.as_deref();
        id.is_none_or(|id| question.id.starts_with(id))
    };
    let mut asked: Vec<&Question> = questions.iter().filter(is_asked).collect();
    asked.sort_by_key(|question| &question.variant);
    for kind in EngineKind::ALL {
        if choice
            .engine
            .as_deref()
            .is_some_and(|name| name != kind.name())
        {
            continue;
        }
        let of_engine = asked.iter().copied();
        let of_engine = of_engine.filter(|question| is_of(question, kind));
        let engine = match subject::engine(kind) {
            Ok(engine) => engine,
            Err(reason) => {
                for question in of_engine {
                    let reason = unasked(question).unwrap_or(reason);
                    report.note(kind, question, Verdict::Skipped(reason));
                }
                continue;
            }
        };
        let mut installations = Installations::new(engine, &variants);
        for question in of_engine {
            let (call, verdict) = match unasked(question) {
                Some(reason) => (question, Verdict::Skipped(reason)),
                None => ask_all(&mut installations, kind, question, &data).await?,
            };
            installations.settle().await?;
            report.note(kind, call, verdict);
        }
        installations.close().await?;
    }
    report.close()
}

/// Why a question is not asked, if one of its calls is not.
fn unasked(question: &Question) -> Option<&'static str> {
    let mut calls = question.calls().iter();
    calls.find_map(|call| ask::unasked(&call.op))
}

/// Asks all calls of a question one after the other, up to the first that does not pass: the verdict is
/// that one's.
async fn ask_all<'q>(
    installations: &mut Installations<'_>,
    kind: EngineKind,
    question: &'q Question,
    data: &DataSet,
) -> Result<(&'q Question, Verdict)> {
    let calls = question.calls();
    for (at, call) in calls.iter().enumerate() {
        let corrections = Corrections {
            question: call,
            earlier: calls.get(..at).unwrap_or_default(),
            kind,
            variant: installations.variant(&call.variant)?,
            data,
        };
        let expected = corrections.expected()?;
        let answer = installations.ask(call).await?;
        let verdict = compare::compare(call, &expected, &answer);
        if !matches!(verdict, Verdict::Passed) {
            return Ok((call, verdict));
        }
    }
    Ok((question, Verdict::Passed))
}

/// Whether a question is asked on an engine. The local directory compares as PostgreSQL does, so it has to
/// answer as PostgreSQL did.
fn is_of(question: &Question, kind: EngineKind) -> bool {
    match kind {
        EngineKind::Sqlite => question.is_of(EngineKind::PostgreSql.name()),
        EngineKind::MariaDb | EngineKind::PostgreSql => question.is_of(kind.name()),
    }
}

/// A value for people to read.
fn shown(value: &Value) -> String {
    const MOST: usize = 3_000;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{} …", text.split_at(at).0),
        None => text,
    }
}
