//! The mirror of an installation: a local copy of its sources, for instant and offline look-up.
//!
//! Each source is copied to its end before anything is taken away: what a failed or an empty answer does not
//! have is still there, and says since when it is stale.

mod confirm;
mod fields;
mod handle;
mod mirrored;
mod mirrored_customers;
mod mirroring;
mod mirrors;
mod photos;
mod reading;
mod settings;
mod standing;
mod store;
mod sync;
mod tables;

pub(crate) use confirm::confirm;
pub use fields::mirrored;
pub use handle::MirrorHandle;
pub use mirrored::MirroredPeople;
pub(crate) use mirrored::found;
pub use mirrored_customers::MirroredCustomers;
pub use mirroring::{
    Activity, MirrorListener, MirrorReport, MirroredField, Mirroring, SourceReport,
};
pub use mirrors::{Known, Mirrored, Mirrors, NoMirrors, OpenMirror};
pub use photos::{Original, Originals, Photo, PhotoReading, PhotoStore, sync_photos};
pub use reading::{Batch, End, Readable, Reading};
pub use settings::{KeptOut, MirrorSettings};
pub use standing::{Cut, Deletions, Standing, State, allows};
pub use store::{BATCH, Merged, MirrorError, MirrorStore, Row};
pub use sync::{SyncError, sync};
pub use tables::{OtoboTable, ReadableTables, TableRows, TableStore, sync_table};
