#![doc = include_str!("../README.md")]

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
pub use linux::Buses;

/// Calls `leave` whenever the session is left, from a thread of its own, as long as the process lives. The
/// computer sleeps once it has come back.
pub fn watch(leave: impl Fn() + Send + Sync + 'static) {
    #[cfg(target_os = "linux")]
    Buses::default().watch(leave);
    #[cfg(not(target_os = "linux"))]
    drop(leave);
}
