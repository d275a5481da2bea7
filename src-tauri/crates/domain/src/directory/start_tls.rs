//! What OTOBO's setting of StartTLS comes to (otobo-behaviour.md 5.1, C92).

use crate::database::TlsMode;

/// How Deskbook talks to a source whose OTOBO has this setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartTls {
    /// For the key [`crate::settings::TLS_MODE`].
    pub mode: TlsMode,
    /// OTOBO encrypts without knowing with whom. Whoever imports the setting should be told.
    pub is_unverified_at_otobo: bool,
}

/// Reads `AuthModule::LDAP::StartTLS<N>`. Deskbook is never laxer than what the setting says, and stricter
/// where its words promise more than OTOBO keeps: `required` is no word of `Net::LDAP`'s, which then checks no
/// certificate. Without the setting nothing is encrypted.
pub fn start_tls_of(setting: Option<&str>) -> StartTls {
    let setting = setting
        .map(str::trim)
        .filter(|it| !crate::text::is_false(Some(it)));
    let (mode, is_unverified_at_otobo) = match setting.map(str::to_lowercase).as_deref() {
        None => (TlsMode::Disable, false),
        Some("none") => (TlsMode::Require, true),
        Some("require" | "optional") => (TlsMode::VerifyFull, false),
        Some(_) => (TlsMode::VerifyFull, true),
    };
    StartTls {
        mode,
        is_unverified_at_otobo,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c92_a_setting_that_promises_a_check_is_taken_at_its_word() {
        let cases = [
            (None, TlsMode::Disable, false),
            (Some(""), TlsMode::Disable, false),
            (Some("0"), TlsMode::Disable, false),
            (Some("none"), TlsMode::Require, true),
            (Some("require"), TlsMode::VerifyFull, false),
            (Some("optional"), TlsMode::VerifyFull, false),
            (Some("required"), TlsMode::VerifyFull, true),
            (Some("1"), TlsMode::VerifyFull, true),
        ];
        for (setting, mode, unverified) in cases {
            let read = start_tls_of(setting);
            assert_eq!(
                (read.mode, read.is_unverified_at_otobo),
                (mode, unverified),
                "{setting:?}"
            );
        }
    }
}
