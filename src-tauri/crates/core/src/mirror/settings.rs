//! How an installation is mirrored, as it is kept.

use chrono::TimeDelta;
use deskbook_domain::ids::Var;
use deskbook_domain::source::SourceId;
use serde::{Deserialize, Serialize};

/// How an installation is mirrored. It is stored as JSON; what it does not say is as for a new installation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MirrorSettings {
    /// Whether it is mirrored at all.
    pub on: bool,
    /// How long after a copy the next one begins, in minutes.
    pub interval_minutes: u32,
    /// After so many days without a copy the mirror is destroyed.
    pub retention_days: u32,
    /// Fields that are not mirrored.
    pub kept_out: Vec<KeptOut>,
}

/// A field that is not mirrored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(String, String)", try_from = "(String, String)")]
pub struct KeptOut {
    /// Of which source.
    pub source: SourceId,
    /// Which.
    pub var: Var,
}

impl MirrorSettings {
    /// Nothing is mirrored. So it is where what was kept cannot be understood: whoever kept fields out must not
    /// find them in a mirror.
    pub fn off() -> Self {
        Self {
            on: false,
            ..Self::default()
        }
    }

    /// The longest pause between two copies: a week.
    pub const MOST_MINUTES: u32 = 7 * 24 * 60;

    /// The longest that a mirror may be kept without a copy: a year.
    pub const MOST_DAYS: u32 = 366;

    /// Whether the numbers can be used.
    pub fn is_possible(&self) -> bool {
        (1..=Self::MOST_MINUTES).contains(&self.interval_minutes)
            && (1..=Self::MOST_DAYS).contains(&self.retention_days)
    }

    /// The pause between two copies.
    pub fn interval(&self) -> TimeDelta {
        TimeDelta::minutes(self.interval_minutes.into())
    }

    /// How long a mirror is kept without a copy.
    pub fn retention(&self) -> TimeDelta {
        TimeDelta::days(self.retention_days.into())
    }

    /// The fields of a source that are not mirrored.
    pub fn kept_out_of(&self, source: SourceId) -> Vec<Var> {
        let kept_out = self.kept_out.iter().filter(|it| it.source == source);
        kept_out.map(|it| it.var.clone()).collect()
    }
}

impl Default for MirrorSettings {
    fn default() -> Self {
        Self {
            on: true,
            interval_minutes: 60,
            retention_days: 14,
            kept_out: Vec::new(),
        }
    }
}

impl From<KeptOut> for (String, String) {
    fn from(kept_out: KeptOut) -> Self {
        (
            kept_out.source.to_string(),
            kept_out.var.as_str().to_owned(),
        )
    }
}

impl TryFrom<(String, String)> for KeptOut {
    type Error = String;

    fn try_from((source, var): (String, String)) -> Result<Self, String> {
        Ok(Self {
            source: source.parse().map_err(|_| source)?,
            var: var.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use deskbook_domain::source::Subject;

    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_what_is_not_said_is_as_shipped() {
        let settings = MirrorSettings {
            interval_minutes: 5,
            kept_out: vec![KeptOut {
                source: SourceId::first(Subject::Customers),
                var: "CustomerCompanyComment".into(),
            }],
            ..MirrorSettings::default()
        };
        let text = serde_json::to_string(&settings).unwrap();
        assert!(
            text.contains("[\"CustomerCompany\",\"CustomerCompanyComment\"]"),
            "{text}"
        );
        assert_eq!(
            serde_json::from_str::<MirrorSettings>(&text).unwrap(),
            settings
        );
        let shipped: MirrorSettings = serde_json::from_str("{}").unwrap();
        assert_eq!(shipped, MirrorSettings::default());
        assert!(serde_json::from_str::<MirrorSettings>("{\"keptOut\":[[\"X\",\"Y\"]]}").is_err());
    }

    #[test]
    fn a_pause_has_an_end_and_a_mirror_a_life() {
        assert!(MirrorSettings::default().is_possible());
        for (interval_minutes, retention_days) in [(0, 14), (60, 0), (100_000, 14), (60, 10_000)] {
            let settings = MirrorSettings {
                interval_minutes,
                retention_days,
                ..MirrorSettings::default()
            };
            assert!(!settings.is_possible(), "{settings:?}");
        }
    }

    #[test]
    fn fields_are_kept_out_of_their_own_source() {
        let first = SourceId::first(Subject::CustomerUsers);
        let settings = MirrorSettings {
            kept_out: vec![KeptOut {
                source: first,
                var: "UserComment".into(),
            }],
            ..MirrorSettings::default()
        };
        assert_eq!(settings.kept_out_of(first), ["UserComment".into()]);
        assert!(
            settings
                .kept_out_of(SourceId::first(Subject::Customers))
                .is_empty()
        );
    }
}
