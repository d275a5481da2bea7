//! Whether nobody but this user and the system's administrator can put another file in the place of a program.

use std::path::{Path, PathBuf};

/// How many links are followed before they count as a circle, as Linux has it.
#[cfg(unix)]
const MOST_LINKS: u32 = 40;

/// Looks at every folder and link on the way from the root to a file, and at the file itself. The first one that
/// others may write is told. A folder in which everybody may only touch what is their own (sticky, as `/tmp`) is
/// passed, since what follows is looked at too. Access lists beyond the mode are not seen.
#[cfg(unix)]
pub(super) fn writable_by_others(path: &Path) -> std::io::Result<Option<PathBuf>> {
    use std::fs;
    use std::io;

    let mut links = 0;
    let mut done = PathBuf::from("/");
    let mut ahead = parts_of(path);
    if is_writable(&fs::symlink_metadata(&done)?) {
        return Ok(Some(done));
    }
    while let Some(part) = ahead.pop() {
        if part == ".." {
            done.pop();
            continue;
        }
        let here = done.join(part);
        let found = fs::symlink_metadata(&here)?;
        if is_writable(&found) {
            return Ok(Some(here));
        }
        if !found.is_symlink() {
            done = here;
            continue;
        }
        links += 1;
        if links > MOST_LINKS {
            return Err(io::Error::other("its links lead in a circle"));
        }
        let target = fs::read_link(&here)?;
        if target.is_absolute() {
            done = PathBuf::from("/");
        }
        ahead.extend(parts_of(&target));
    }
    Ok(None)
}

/// What stands between the slashes, the last part first.
#[cfg(unix)]
fn parts_of(path: &Path) -> Vec<std::ffi::OsString> {
    use std::path::Component;
    let parts = path.components().rev();
    let named = parts.filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir));
    named.map(|part| part.as_os_str().to_owned()).collect()
}

/// Whether somebody else owns it, or its mode lets others write. That of a link says nothing.
#[cfg(unix)]
fn is_writable(found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    const BY_GROUP_AND_OTHERS: u32 = 0o022;
    const STICKY: u32 = 0o1000;

    let ours = [0, rustix::process::geteuid().as_raw()];
    if !ours.contains(&found.uid()) {
        return true;
    }
    let is_open = found.mode() & BY_GROUP_AND_OTHERS != 0 && !found.is_symlink();
    let is_sticky = found.is_dir() && found.mode() & STICKY != 0;
    is_open && !is_sticky
}

/// Windows keeps a program from being written while it is open; who may write it otherwise its access lists say,
/// which are not looked at.
#[cfg(not(unix))]
pub(super) fn writable_by_others(_: &Path) -> std::io::Result<Option<PathBuf>> {
    Ok(None)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    /// `…/outer/inner/program`, of which nobody else may write anything.
    fn tree() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("outer/inner");
        fs::create_dir_all(&inner).unwrap();
        let program = inner.join("program");
        File::create(&program).unwrap();
        for path in [&folder.path().join("outer"), &inner, &program] {
            fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        }
        (folder, program)
    }

    #[test]
    fn what_only_its_owner_may_write_is_guarded() {
        let (_folder, program) = tree();
        assert_eq!(writable_by_others(&program).unwrap(), None);
    }

    #[test]
    fn a_file_or_any_folder_above_it_that_others_may_write_is_told() {
        for part in ["outer", "outer/inner", "outer/inner/program"] {
            for mode in [0o775, 0o757] {
                let (folder, program) = tree();
                let open = folder.path().join(part);
                fs::set_permissions(&open, Permissions::from_mode(mode)).unwrap();
                let told = writable_by_others(&program).unwrap();
                assert_eq!(told, Some(open), "{mode:o}");
            }
        }
    }

    #[test]
    fn a_sticky_folder_is_passed_but_not_a_sticky_file() {
        let (folder, program) = tree();
        let sticky = Permissions::from_mode(0o1777);
        fs::set_permissions(folder.path().join("outer"), sticky.clone()).unwrap();
        assert_eq!(writable_by_others(&program).unwrap(), None);
        fs::set_permissions(&program, sticky).unwrap();
        assert_eq!(writable_by_others(&program).unwrap(), Some(program));
    }

    #[test]
    fn links_are_followed_and_what_they_lead_through_is_looked_at() {
        let (folder, program) = tree();
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("link");
        symlink(&program, &link).unwrap();
        assert_eq!(writable_by_others(&link).unwrap(), None);
        let dotted = elsewhere.path().join("dotted");
        symlink("../../../../../../..", &dotted).unwrap();
        let roundabout = dotted.join(program.strip_prefix("/").unwrap());
        assert_eq!(writable_by_others(&roundabout).unwrap(), None);
        let open = folder.path().join("outer");
        fs::set_permissions(&open, Permissions::from_mode(0o777)).unwrap();
        assert_eq!(writable_by_others(&link).unwrap(), Some(open));
        let circle = elsewhere.path().join("circle");
        symlink(&circle, &circle).unwrap();
        assert!(writable_by_others(&circle).is_err());
    }
}
