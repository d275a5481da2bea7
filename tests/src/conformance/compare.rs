//! Whether an answer is the right one (`data/README.md`, "The oracle").

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use deskbook_core::otobo_system::is_secret_preference;
use deskbook_domain::map::is_password;
use deskbook_domain::text::lower;
use serde_json::Value;

use super::ask::Answer;
use super::corrected::{Expected, keys_of};
use super::{Verdict, shown};
use crate::oracle::Question;

/// What stands for a time of the moment.
const NOW: &str = "<now>";

/// What stands for a salt of the moment, and for what comes of it.
const SALT: &str = "<salt16>";
const HASH: &str = "<hash31>";

pub(super) fn compare(question: &Question, expected: &Expected, answer: &Answer) -> Verdict {
    let got = match answer {
        Answer::Given(value) => value.clone(),
        Answer::Refused { as_otobo, .. } => as_otobo.clone(),
        Answer::Failed(error) => {
            return Verdict::Failed {
                expected: wanted(question, expected),
                got: format!("an error: {error}"),
            };
        }
        Answer::Later(reason) => return Verdict::Skipped(reason),
    };
    if is_right(question, expected, &got, answer) {
        return Verdict::Passed;
    }
    let refused = match answer {
        Answer::Refused { why, .. } => format!(" (refused: {why})"),
        _ => String::new(),
    };
    Verdict::Failed {
        expected: wanted(question, expected),
        got: format!("{}{refused}", shown(&got)),
    }
}

fn wanted(question: &Question, expected: &Expected) -> String {
    match (expected, &question.died) {
        (Expected::Keys(keys), _) => format!("{keys:?} (not as OTOBO)"),
        (Expected::This(value), _) => format!("{} (not as OTOBO)", shown(value)),
        (Expected::AsOtobo, Some(died)) => format!("an end with {}", shown(died)),
        (Expected::AsOtobo, None) => shown(&question.result),
    }
}

fn is_right(question: &Question, expected: &Expected, got: &Value, answer: &Answer) -> bool {
    match expected {
        Expected::Keys(keys) => return keys_of(got) == *keys,
        Expected::This(value) => return fits(value, &without_secrets(got), Order::AsGiven),
        Expected::AsOtobo => {}
    }
    if question.died.is_some() {
        return matches!(answer, Answer::Refused { .. });
    }
    if question.truncated {
        return is_part_of(question, got);
    }
    let order = Order::of(&question.op);
    fits(
        &without_secrets(&question.result),
        &without_secrets(got),
        order,
    )
}

/// An answer that the limit has cut: so many entries, each of them one that would have matched.
fn is_part_of(question: &Question, got: &Value) -> bool {
    let count = |value: &Value| match value {
        Value::Object(object) => object.len(),
        Value::Array(list) => list.len(),
        _ => 0,
    };
    let all = &question.without_limit;
    let keys: BTreeSet<String> = keys_of(got);
    let fits = match got {
        Value::Object(object) => object.iter().all(|(key, line)| {
            // Of a login of two sources the limit may have cut the first, so that the line is the second's
            let lines = [all.get(key), question.result.get(key)];
            all.contains_key(key) && lines.contains(&Some(line))
        }),
        _ => keys.iter().all(|key| all.contains_key(key)),
    };
    count(got) == count(&question.result) && fits
}

/// Which order of a list is OTOBO's.
#[derive(Clone, Copy)]
enum Order {
    /// Every place.
    AsGiven,
    /// IDs that differ in case only may change places.
    CaseIsFree,
}

impl Order {
    fn of(op: &str) -> Self {
        match op {
            "CustomerIDList" => Self::CaseIsFree,
            _ => Self::AsGiven,
        }
    }
}

fn fits(expected: &Value, got: &Value, order: Order) -> bool {
    match (expected, got) {
        (Value::String(now), got) if now == NOW => got.as_str().is_some_and(is_time),
        (Value::String(fresh), Value::String(got)) if fresh.contains(SALT) => is_fresh(fresh, got),
        (Value::Object(expected), Value::Object(got)) => {
            let same_keys = expected.keys().all(|key| got.contains_key(key));
            let mut members = expected.iter();
            let fit = |(key, value): (&String, &Value)| {
                got.get(key).is_some_and(|got| fits(value, got, order))
            };
            expected.len() == got.len() && same_keys && members.all(fit)
        }
        (Value::Array(expected), Value::Array(got)) => match order {
            Order::AsGiven => expected == got,
            Order::CaseIsFree => settled(expected) == settled(got),
        },
        (expected, got) => expected == got,
    }
}

/// Whether a text is a time: a date as OTOBO writes it, or seconds.
fn is_time(text: &str) -> bool {
    let is_date = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").is_ok();
    is_date || text.parse::<u32>().is_ok()
}

/// Whether a text is a stored password like this one, with another salt.
fn is_fresh(like: &str, got: &str) -> bool {
    let (like, got): (Vec<_>, Vec<_>) = (like.split(':').collect(), got.split(':').collect());
    let has = |part: &str, length: usize, others: &[char]| {
        let is_of_hash = |it: char| it.is_ascii_alphanumeric() || others.contains(&it);
        part.len() == length && part.chars().all(is_of_hash)
    };
    let mut parts = like.iter().zip(&got);
    like.len() == got.len()
        && parts.all(|(like, got)| match *like {
            SALT => has(got, 16, &[]),
            HASH => has(got, 31, &['.', '/']),
            like => like == *got,
        })
}

/// A list in which texts that differ in case only have one order.
fn settled(list: &[Value]) -> Vec<Value> {
    let folded = |value: &Value| value.as_str().map(lower);
    let mut settled = list.to_vec();
    for run in settled.chunk_by_mut(|one, other| folded(one) == folded(other)) {
        run.sort_by_key(ToString::to_string);
    }
    settled
}

/// Passwords and secret preferences never come out of Deskbook, so they are not compared.
fn without_secrets(value: &Value) -> Value {
    let mut value = value.clone();
    if let Value::Object(object) = &mut value {
        object.retain(|key, _| !is_secret_preference(key) && !is_password(&key.as_str().into()));
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_ids_that_differ_in_case_may_change_places() {
        let expected = json!(["acme", "ACME", "b"]);
        let free = |got: Value| fits(&expected, &got, Order::CaseIsFree);
        assert!(free(json!(["ACME", "acme", "b"])));
        assert!(!free(json!(["b", "acme", "ACME"])));
        assert!(!free(json!(["ACME", "ACME", "b"])));
        assert!(!fits(
            &expected,
            &json!(["ACME", "acme", "b"]),
            Order::AsGiven
        ));
    }

    #[test]
    fn a_time_of_the_moment_is_any_value_and_null_is_none() {
        let expected = json!({ "CreateTime": "<now>", "a": null });
        let fit = |got: Value| fits(&expected, &got, Order::AsGiven);
        assert!(fit(
            json!({ "CreateTime": "2026-01-01 00:00:00", "a": null })
        ));
        assert!(!fit(json!({ "CreateTime": null, "a": null })));
        assert!(!fit(json!({ "CreateTime": "x", "a": null })));
        let time = "1700000000";
        assert!(fit(json!({ "CreateTime": time, "a": null })));
        assert!(!fit(json!({ "CreateTime": time, "a": "" })));
        assert!(!fit(json!({ "CreateTime": time, "a": null, "b": null })));
    }

    #[test]
    fn a_fresh_hash_is_one_of_the_same_form() {
        let like = "BCRYPT:9:<salt16>:<hash31>";
        let salted = |salt: &str, hash: &str| format!("BCRYPT:9:{salt}:{hash}");
        let (salt, hash) = ("abcdefghijklmnop", "YCZwYw1C2XpU3jIG92Mt0dgubd4zFr.");
        assert!(is_fresh(like, &salted(salt, hash)));
        for other in [
            salted("abc", hash),
            salted(salt, "abc"),
            salted("abcdefghijklmno.", hash),
            salted(salt, hash).replace(":9:", ":12:"),
            like.to_owned(),
        ] {
            assert!(!is_fresh(like, &other), "{other}");
        }
    }

    #[test]
    fn secrets_are_not_compared() {
        let value = json!({ "UserPassword": "x", "UserToken": "y", "UserLogin": "z" });
        assert_eq!(without_secrets(&value), json!({ "UserLogin": "z" }));
    }
}
