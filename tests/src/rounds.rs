//! How much a test does: reduced every day, all of it before a release.

/// `full` rounds when the environment says `DESKBOOK_FULL=1`, else `reduced`.
pub fn rounds(reduced: u32, full: u32) -> u32 {
    if std::env::var_os("DESKBOOK_FULL").is_some_and(|value| value == "1") {
        full
    } else {
        reduced
    }
}
