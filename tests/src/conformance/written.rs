//! What is right after something was written, or was not, where OTOBO wrote otherwise (section 13 of
//! `otobo-behaviour.md`, C80). Each rule tells by the calls whether it applies.

use std::collections::BTreeMap;

use anyhow::Result;
use deskbook_domain::password::CryptType;
use deskbook_domain::vars;
use serde_json::{Value, json};

use super::corrected::Corrections;
use super::data_set::{Row, folded, is_valid};
use super::write::is_writing;
use crate::engine::EngineKind;
use crate::oracle::{Question, text_of};

impl Corrections<'_> {
    /// The right answer, if it is not OTOBO's.
    pub(super) fn written(&self) -> Result<Option<Value>> {
        let refused = self.is_refused(self.question)?;
        Ok(match self.question.op.as_str() {
            op if is_writing(op) => refused.then_some(Value::Null),
            "CustomerUserDataGet" => self.nobody_added()?,
            "StoredPassword" => self.kept_password(),
            "Auth" => self.kept_sign_in(),
            "GetPreferences" => self.kept_preferences(),
            _ => None,
        })
    }

    /// Whether Deskbook refuses what OTOBO writes.
    fn is_refused(&self, call: &Question) -> Result<bool> {
        Ok(self.is_of_crypt(call)
            || has_control_character(call)
            || self.is_of_unknown_customer(call)?)
    }

    /// `crypt` is never written (C80).
    fn is_of_crypt(&self, call: &Question) -> bool {
        let is_crypt = self.variant.password_scheme().kind == CryptType::Crypt;
        call.op == "SetPassword" && is_crypt
    }

    /// The local directory takes no customer user of a customer that is not there, whoever asks: it has no
    /// database beside it in which that customer could be (C66).
    fn is_of_unknown_customer(&self, call: &Question) -> Result<bool> {
        if call.op != "CustomerUserAdd" || self.kind != EngineKind::Sqlite {
            return Ok(false);
        }
        let id = call.text(vars::USER_CUSTOMER_ID).unwrap_or_default();
        let mut customers = self.data.customers.iter();
        let is_there = customers.any(|row| self.is_same(text(row, "customer_id"), &id));
        let sources = self.variant.customer_users()?;
        let asks = sources.iter().any(|source| source.company_support);
        Ok(asks && !is_there)
    }

    /// Nobody has the login of a customer user that was refused.
    fn nobody_added(&self) -> Result<Option<Value>> {
        for call in self.earlier {
            let is_added = call.op == "CustomerUserAdd";
            if is_added && call.text(vars::USER_LOGIN) == self.question.text("User") {
                return Ok(self.is_refused(call)?.then(|| json!({})));
            }
        }
        Ok(None)
    }

    /// The row that a login is signed in with.
    fn row_of(&self, login: &str) -> Option<&Row> {
        let mut rows = self.data.customer_users.iter();
        rows.find(|row| self.equals(text(row, "login"), login))
    }

    /// Whether no password was written.
    fn keeps_password(&self) -> Option<()> {
        let mut earlier = self.earlier.iter();
        earlier.any(|call| self.is_of_crypt(call)).then_some(())
    }

    /// What the data has, where no password was written.
    fn kept_password(&self) -> Option<Value> {
        self.keeps_password()?;
        let login = self.question.text("UserLogin").unwrap_or_default();
        let row = self.row_of(&login);
        Some(json!(row.and_then(|row| row.get("pw"))))
    }

    /// Where no password was written, the one of the data lets in: of the customer users that are asked
    /// about that is `pw-` and the login.
    fn kept_sign_in(&self) -> Option<Value> {
        self.keeps_password()?;
        let login = self.question.text("User").unwrap_or_default();
        let password = self.question.text("Pw").unwrap_or_default();
        let is_let_in = self
            .row_of(&login)
            .is_some_and(|row| is_valid(row) && password == format!("pw-{}", text(row, "login")));
        Some(json!(is_let_in.then_some(login)))
    }

    /// The preferences of the data and what was set since, where OTOBO counted who signed in, or answers
    /// from its cache that does not know two spellings to be one.
    fn kept_preferences(&self) -> Option<Value> {
        let login = self.question.text("UserID")?;
        let of_other_spelling = |call: &Question| {
            let set = call.text("UserID").unwrap_or_default();
            call.op == "SetPreferences" && set != login && self.equals(&set, &login)
        };
        let applies = |call: &Question| call.op == "Auth" || of_other_spelling(call);
        self.earlier.iter().any(applies).then_some(())?;
        let rows = self.data.preferences.iter();
        let rows = rows.filter(|row| self.equals(text(row, "user_id"), &login));
        let stored = rows.map(|row| {
            let value = row.get("preferences_value").map_or("", String::as_str);
            (text(row, "preferences_key").to_owned(), value.to_owned())
        });
        let mut preferences: BTreeMap<_, _> = stored.collect();
        for call in self.earlier {
            let set = call.text("UserID").unwrap_or_default();
            if call.op == "SetPreferences" && !call.result.is_null() && self.equals(&set, &login) {
                let key = call.text("Key").unwrap_or_default();
                preferences.insert(key, call.text("Value").unwrap_or_default());
            }
        }
        Some(json!(preferences))
    }

    /// Equality of the engine.
    fn equals(&self, one: &str, other: &str) -> bool {
        folded(one, self.kind, true) == folded(other, self.kind, true)
    }

    /// Equality in any case.
    fn is_same(&self, one: &str, other: &str) -> bool {
        folded(one, self.kind, false) == folded(other, self.kind, false)
    }
}

/// A control character in a field of one line is refused, as no form shows it.
fn has_control_character(call: &Question) -> bool {
    let mut values = call.args.iter();
    is_writing(&call.op)
        && values.any(|(name, value)| {
            let is_of_one_line = !name.ends_with("Comment");
            let text = text_of(value).unwrap_or_default();
            is_of_one_line && text.contains(|it: char| it < ' ')
        })
}

fn text<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}
