//! What an installation's settings say of writing.

use chrono_tz::Tz;
use deskbook_domain::email::EmailRules;
use deskbook_domain::system_settings::SystemSettings;

/// Read from OTOBO's settings and from what the user puts over them.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Which addresses it takes (`CheckEmail…` of `otobo-behaviour.md 1.3`).
    pub email: EmailRules,
    /// In which zone its times are (`OTOBOTimeZone`, C2).
    pub zone: Tz,
}

impl Rules {
    /// What these settings say. A zone that nobody knows is UTC, as OTOBO takes it.
    pub fn of(settings: &SystemSettings) -> Self {
        Self {
            email: settings.email_rules(),
            zone: settings.time_zone().parse().unwrap_or(Tz::UTC),
        }
    }
}

impl Default for Rules {
    /// As OTOBO ships it.
    fn default() -> Self {
        Self {
            email: EmailRules::default(),
            zone: Tz::UTC,
        }
    }
}
