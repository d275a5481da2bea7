#![doc = include_str!("../README.md")]

mod data_folder;
mod installation;
mod installation_rows;
mod installations;
mod mirror;
mod mirrors;
mod notes;
mod own_file;
mod own_store;
mod own_store_error;
mod setting;
mod setting_override;
mod setting_rows;
mod source;

pub use data_folder::{DataFolder, DataFolderError};
pub use mirror::Mirror;
pub use mirrors::MirrorFiles;
pub use own_file::{OwnFile, file_key};
pub use own_store::OwnStore;
pub use own_store_error::OwnStoreError;
