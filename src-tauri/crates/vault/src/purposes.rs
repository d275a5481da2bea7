//! The list of what an installation has secrets for, itself an entry of the keyring.
//!
//! It names too much rather than too little: a purpose comes in before its secret and goes after it.

use std::collections::BTreeSet;

use deskbook_core::secrets::{SecretError, SecretName};
use serde::{Deserialize, Serialize};

use crate::entry;
use crate::ring::Ring;

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    purposes: BTreeSet<String>,
}

/// What an installation has secrets for.
pub(crate) fn of(ring: &dyn Ring, installation: &str) -> Result<BTreeSet<String>, SecretError> {
    let bytes = ring.get(&entry::of_purposes(installation))?;
    let stored = bytes.and_then(|bytes| serde_json::from_slice::<Stored>(&bytes).ok());
    Ok(stored.map(|stored| stored.purposes).unwrap_or_default())
}

/// Lists the purpose of a secret.
pub(crate) fn add(ring: &dyn Ring, name: &SecretName) -> Result<(), SecretError> {
    let mut purposes = of(ring, name.installation())?;
    if purposes.insert(name.purpose().to_owned()) {
        keep(ring, name.installation(), purposes)?;
    }
    Ok(())
}

/// Takes the purpose of a secret off the list.
pub(crate) fn remove(ring: &dyn Ring, name: &SecretName) -> Result<(), SecretError> {
    let mut purposes = of(ring, name.installation())?;
    if purposes.remove(name.purpose()) {
        keep(ring, name.installation(), purposes)?;
    }
    Ok(())
}

fn keep(
    ring: &dyn Ring,
    installation: &str,
    purposes: BTreeSet<String>,
) -> Result<(), SecretError> {
    let entry = entry::of_purposes(installation);
    if purposes.is_empty() {
        return ring.delete(&entry);
    }
    let stored = Stored {
        version: VERSION,
        purposes,
    };
    let bytes = serde_json::to_vec(&stored).map_err(|error| SecretError::Failed(error.into()))?;
    ring.set(&entry, &bytes)
}
