//! Times: those of LDAP by their form (RFC 4517, 3.3.13), those of Active Directory by their names.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::Value;

/// Attributes that count in steps of 100 nanoseconds since 1601.
const TICKS: [&str; 10] = [
    "accountexpires",
    "badpasswordtime",
    "lastlogoff",
    "lastlogon",
    "lastlogontimestamp",
    "lockouttime",
    "msds-userpasswordexpirytimecomputed",
    "mslaps-passwordexpirationtime",
    "ms-mcs-admpwdexpirationtime",
    "pwdlastset",
];

/// What stands for never, beside 0.
const NEVER: i64 = i64::MAX;

const TICKS_A_SECOND: i64 = 10_000_000;

/// From 1601 to 1970, in seconds.
const SECONDS_BEFORE_1970: i64 = 11_644_473_600;

/// A time, if the value is one.
pub(crate) fn time(attribute: &str, text: &str) -> Option<Value> {
    let time = if TICKS.contains(&attribute) {
        match text.parse::<i64>().ok()? {
            0 | NEVER => None,
            ticks => Some(moment(ticks)?),
        }
    } else {
        Some(generalized(text)?)
    };
    Some(Value::Time {
        stored: text.to_owned(),
        time,
    })
}

fn moment(ticks: i64) -> Option<DateTime<Utc>> {
    let seconds = ticks.div_euclid(TICKS_A_SECOND) - SECONDS_BEFORE_1970;
    DateTime::from_timestamp(seconds, 0)
}

/// `20261126132500Z`, `20261126132500.0Z`, `20261126152500+0200`.
fn generalized(text: &str) -> Option<DateTime<Utc>> {
    let (digits, rest) = text.split_at_checked(14)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let time = NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M%S").ok()?;
    let zone = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    if zone == "Z" {
        return Some(time.and_utc());
    }
    let shift = zone.strip_prefix('+').map(|it| (it, 1));
    let (shift, sign) = shift.or_else(|| zone.strip_prefix('-').map(|it| (it, -1)))?;
    let (hours, minutes) = shift.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let minutes = hours.parse::<u16>().ok()? * 60 + minutes.parse::<u8>().ok().map(u16::from)?;
    let shift = chrono::TimeDelta::minutes(i64::from(minutes) * sign);
    Some(time.checked_sub_signed(shift)?.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(attribute: &str, text: &str) -> Option<String> {
        match time(attribute, text)? {
            Value::Time { time, .. } => {
                Some(time.map_or_else(|| "never".to_owned(), |it| it.to_rfc3339()))
            }
            _ => None,
        }
    }

    #[test]
    fn times_are_read_in_either_form() {
        let cases = [
            (
                "pwdlastset",
                "133449696000000000",
                "2023-11-20T16:00:00+00:00",
            ),
            (
                "whenchanged",
                "20261126132500.0Z",
                "2026-11-26T13:25:00+00:00",
            ),
            (
                "modifytimestamp",
                "20261126132500Z",
                "2026-11-26T13:25:00+00:00",
            ),
            ("x", "20261126152500+0200", "2026-11-26T13:25:00+00:00"),
        ];
        for (attribute, text, expected) in cases {
            assert_eq!(read(attribute, text), Some(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn never_is_told_from_what_is_no_time() {
        assert_eq!(
            read("accountexpires", "9223372036854775807").as_deref(),
            Some("never")
        );
        assert_eq!(read("accountexpires", "0").as_deref(), Some("never"));
        for text in [
            "",
            "20261399000000Z",
            "20261126132500",
            "12345678901234x",
            "ä0000000000000Z",
        ] {
            assert_eq!(read("description", text), None, "{text}");
        }
        assert_eq!(
            read("employeenumber", "133449696000000000"),
            None,
            "just a number"
        );
    }
}
