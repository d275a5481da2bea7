use std::sync::atomic::{AtomicUsize, Ordering};

use deskbook_core::secrets::SecretError;
use zeroize::Zeroizing;

use super::*;
use crate::twin::{MemoryRing, NoRing};

const MIRROR: &str = "018f-acme";

fn names() -> [KeyName; 3] {
    [
        KeyName::OwnStore,
        KeyName::LocalDirectory,
        KeyName::Mirror(MIRROR.to_owned()),
    ]
}

fn phrase(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn keys(ring: &MemoryRing) -> Keys {
    Keys::with(ring.clone(), Cost::cheap())
}

async fn made(keys: &Keys) -> Vec<[u8; 32]> {
    let mut made = Vec::new();
    for name in names() {
        made.push(*keys.make(&name).await.unwrap().expose());
    }
    made
}

async fn read(keys: &Keys) -> Result<Vec<[u8; 32]>, KeyError> {
    let mut read = Vec::new();
    for name in names() {
        read.extend(keys.key(&name).await?.map(|key| *key.expose()));
    }
    Ok(read)
}

#[tokio::test]
async fn each_name_has_a_key_of_its_own_that_stays() {
    let ring = MemoryRing::default();
    let first = made(&keys(&ring)).await;
    assert!(first[0] != first[1] && first[1] != first[2]);
    assert_eq!(
        made(&keys(&ring)).await,
        first,
        "it may have encrypted something"
    );
    assert_eq!(read(&keys(&ring)).await.unwrap(), first);
    keys(&ring).forget(&KeyName::OwnStore).await.unwrap();
    assert!(keys(&ring).key(&KeyName::OwnStore).await.unwrap().is_none());
}

#[tokio::test]
async fn under_app_lock_no_key_is_had_without_the_passphrase() {
    let ring = MemoryRing::default();
    let first = made(&keys(&ring)).await;
    let open = keys(&ring);
    assert_eq!(open.state().await.unwrap(), LockState::Off);
    open.set_passphrase(phrase("one")).await.unwrap();
    assert_eq!(open.state().await.unwrap(), LockState::Unlocked);
    assert_eq!(read(&open).await.unwrap(), first, "keys stay as they are");
    open.lock().await;
    assert!(matches!(read(&open).await, Err(KeyError::Locked)));

    let later = keys(&ring);
    assert_eq!(later.state().await.unwrap(), LockState::Locked);
    assert!(matches!(read(&later).await, Err(KeyError::Locked)));
    let made = later.make(&KeyName::Mirror("other".to_owned())).await;
    assert!(matches!(made, Err(KeyError::Locked)));
    let wrong = later.unlock(phrase("two")).await;
    assert!(matches!(wrong, Err(KeyError::WrongPassphrase)));
    later.unlock(phrase("one")).await.unwrap();
    assert_eq!(read(&later).await.unwrap(), first);
    let kept = ring.all();
    for key in &first {
        let hex = base16ct::lower::encode_string(key);
        assert!(!kept.contains(&hex), "no key lies open in the keyring");
    }
}

#[tokio::test]
async fn a_new_passphrase_rewrites_one_entry_and_the_old_one_is_of_no_use() {
    let ring = MemoryRing::default();
    let keys = keys(&ring);
    let first = made(&keys).await;
    keys.set_passphrase(phrase("one")).await.unwrap();
    keys.set_passphrase(phrase("two")).await.unwrap();
    keys.lock().await;
    let old = keys.unlock(phrase("one")).await;
    assert!(matches!(old, Err(KeyError::WrongPassphrase)));
    keys.unlock(phrase("two")).await.unwrap();
    assert_eq!(read(&keys).await.unwrap(), first);
    keys.remove_passphrase().await.unwrap();
    assert_eq!(keys.state().await.unwrap(), LockState::Off);
    assert_eq!(read(&keys).await.unwrap(), first);
}

#[tokio::test]
async fn a_wrong_passphrase_changes_nothing_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let keys = || Keys::with(KeyPlace::new(NoRing, file.clone()), Cost::cheap());
    let first = keys();
    first.set_passphrase(phrase("one")).await.unwrap();
    let made = made(&first).await;
    let kept = std::fs::read(&file).unwrap();
    let later = keys();
    for wrong in ["", "two", "One", "one ", &"one".repeat(1_000)] {
        let refused = later.unlock(phrase(wrong)).await;
        assert!(matches!(refused, Err(KeyError::WrongPassphrase)));
        assert!(matches!(read(&later).await, Err(KeyError::Locked)));
        assert_eq!(std::fs::read(&file).unwrap(), kept);
    }
    later.unlock(phrase("one")).await.unwrap();
    assert_eq!(read(&later).await.unwrap(), made);
}

#[tokio::test]
async fn without_a_keyring_keys_lie_wrapped_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let keys = || Keys::with(KeyPlace::new(NoRing, file.clone()), Cost::cheap());
    let refused = keys().make(&KeyName::OwnStore).await;
    assert!(matches!(refused, Err(KeyError::PassphraseNeeded)));
    let first = keys();
    first.set_passphrase(phrase("one")).await.unwrap();
    let made = made(&first).await;
    let refused = first.remove_passphrase().await;
    assert!(matches!(refused, Err(KeyError::PassphraseNeeded)));
    let later = keys();
    later.unlock(phrase("one")).await.unwrap();
    assert_eq!(read(&later).await.unwrap(), made);
    let kept = std::fs::read_to_string(&file).unwrap();
    for key in &made {
        assert!(!kept.contains(&base16ct::lower::encode_string(key)));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else may read it");
    }
}

#[tokio::test]
async fn a_key_that_was_lost_is_put_back_as_keys_are_kept_now() {
    let ring = MemoryRing::default();
    let key = Secret::new([9; 32]);
    let open = keys(&ring);
    open.put_back(&KeyName::LocalDirectory, &key).await.unwrap();
    open.set_passphrase(phrase("one")).await.unwrap();
    let later = keys(&ring);
    let refused = later.put_back(&KeyName::OwnStore, &key).await;
    assert!(matches!(refused, Err(KeyError::Locked)));
    later.unlock(phrase("one")).await.unwrap();
    later.put_back(&KeyName::OwnStore, &key).await.unwrap();
    for name in [KeyName::OwnStore, KeyName::LocalDirectory] {
        let kept = later.key(&name).await.unwrap().unwrap();
        assert_eq!(kept.expose(), key.expose());
    }
    let hex = base16ct::lower::encode_string(key.expose());
    assert!(!ring.all().contains(&hex), "it is sealed as the others are");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys.json");
    let without = Keys::with(KeyPlace::new(NoRing, file), Cost::cheap());
    assert!(!without.is_in_keyring().await.unwrap());
    let refused = without.put_back(&KeyName::OwnStore, &key).await;
    assert!(matches!(refused, Err(KeyError::PassphraseNeeded)));
}

#[tokio::test]
async fn who_forgot_the_passphrase_starts_over_with_no_key_at_all() {
    let ring = MemoryRing::default();
    let before = keys(&ring);
    made(&before).await;
    before.set_passphrase(phrase("one")).await.unwrap();
    let later = keys(&ring);
    later.start_over().await.unwrap();
    assert_eq!(later.state().await.unwrap(), LockState::Off);
    assert!(ring.entries().is_empty());
    assert!(later.make(&KeyName::OwnStore).await.is_ok());
}

/// A ring that breaks after so many writes, as if the program had been killed.
struct Cut {
    ring: MemoryRing,
    left: AtomicUsize,
}

impl Cut {
    fn spend(&self) -> Result<(), SecretError> {
        let left = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        left.map(drop)
            .map_err(|_| SecretError::Failed("killed".into()))
    }
}

impl Ring for Cut {
    fn is_there(&self) -> bool {
        true
    }

    fn set(&self, entry: &str, payload: &[u8]) -> Result<(), SecretError> {
        self.spend()?;
        self.ring.set(entry, payload)
    }

    fn get(&self, entry: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        self.ring.get(entry)
    }

    fn delete(&self, entry: &str) -> Result<(), SecretError> {
        self.spend()?;
        self.ring.delete(entry)
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    TurnOn,
    Change,
    TurnOff,
}

#[tokio::test]
async fn whenever_a_change_of_the_lock_is_cut_short_all_keys_stay() {
    for step in [Step::TurnOn, Step::Change, Step::TurnOff] {
        for writes in 0..6 {
            let ring = MemoryRing::default();
            let before = keys(&ring);
            let first = made(&before).await;
            if !matches!(step, Step::TurnOn) {
                before.set_passphrase(phrase("one")).await.unwrap();
            }
            let cut = Cut {
                ring: ring.clone(),
                left: AtomicUsize::new(writes),
            };
            let cut = Keys::with(cut, Cost::cheap());
            cut.lock_key.set(before.lock_key.get());
            let done = match step {
                Step::TurnOn => cut.set_passphrase(phrase("one")).await,
                Step::Change => cut.set_passphrase(phrase("two")).await,
                Step::TurnOff => cut.remove_passphrase().await,
            };
            let after = keys(&ring);
            if after.state().await.unwrap() == LockState::Locked {
                let one = after.unlock(phrase("one")).await;
                let two = after.unlock(phrase("two")).await;
                assert!(one.is_ok() != two.is_ok(), "one of them is the passphrase");
                if done.is_ok() && matches!(step, Step::Change) {
                    assert!(two.is_ok(), "it was said to be changed");
                }
            } else {
                assert!(done.is_err() || matches!(step, Step::TurnOff));
            }
            assert_eq!(
                read(&after).await.unwrap(),
                first,
                "{step:?}, {writes} writes"
            );
        }
    }
}
