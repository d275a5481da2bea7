//! How an installation is mirrored, as it is kept.

use chrono::TimeDelta;
use deskbook_domain::ids::Var;
use deskbook_domain::instant::Region;
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
    /// The country whose telephone numbers are dialled without a country code, by its two capitals (ISO 3166);
    /// `None` for that of this computer.
    pub country: Option<String>,
    /// Whether the photos that directories have of people are mirrored, too.
    pub photos: bool,
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

    /// The first of them that cannot be used, as the UI calls it.
    pub fn unfit(&self) -> Option<&'static str> {
        let is_known = |country: &String| Region::is_country(country);
        if !(1..=Self::MOST_MINUTES).contains(&self.interval_minutes) {
            Some("interval")
        } else if !(1..=Self::MOST_DAYS).contains(&self.retention_days) {
            Some("retention")
        } else if !self.country.as_ref().is_none_or(is_known) {
            Some("country")
        } else {
            None
        }
    }

    /// The region of the installation, on a computer of this one. Of a country that is not known any more nothing
    /// is known: another one's numbers would be wrong.
    pub fn region(&self, computer: Region) -> Region {
        let country = self.country.as_deref();
        country.map_or(computer, Region::of_country)
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
            country: None,
            photos: false,
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
            country: Some("AT".to_owned()),
            photos: true,
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
        assert_eq!(MirrorSettings::default().unfit(), None);
        for (interval_minutes, retention_days, field) in [
            (0, 14, "interval"),
            (60, 0, "retention"),
            (100_000, 14, "interval"),
            (60, 10_000, "retention"),
        ] {
            let settings = MirrorSettings {
                interval_minutes,
                retention_days,
                ..MirrorSettings::default()
            };
            assert_eq!(settings.unfit(), Some(field), "{settings:?}");
        }
    }

    #[test]
    fn a_country_is_one_or_that_of_the_computer() {
        let of = |country: Option<&str>| MirrorSettings {
            country: country.map(str::to_owned),
            ..MirrorSettings::default()
        };
        let computer = Region::of_country("DE");
        assert_eq!(of(None).region(computer), computer);
        let austria = of(Some("AT"));
        assert_eq!(austria.unfit(), None);
        assert_eq!(austria.region(computer), Region::of_country("AT"));
        for unknown in ["", "ZZ", "at", "Austria", "001"] {
            assert_eq!(of(Some(unknown)).unfit(), Some("country"), "{unknown}");
        }
        assert_eq!(of(Some("ZZ")).region(computer), Region::UNKNOWN);
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
