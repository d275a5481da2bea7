#![doc = include_str!("../README.md")]

mod data_folder;
mod own_store;
mod own_store_error;
mod setting;
mod setting_rows;

pub use data_folder::{DataFolder, DataFolderError};
pub use own_store::OwnStore;
pub use own_store_error::OwnStoreError;
