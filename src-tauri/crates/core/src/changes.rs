//! Who hears that records changed.

/// What can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wire", derive(serde::Serialize, specta::Type))]
#[cfg_attr(feature = "wire", serde(rename_all = "camelCase"))]
pub enum Topic {
    /// Customer users.
    CustomerUsers,
    /// Customers.
    Customers,
}

/// Hears of changes after they are stored.
pub trait ChangeListener: Send + Sync {
    /// Records of these topics are not what they were.
    fn changed(&self, topics: &[Topic]);
}
