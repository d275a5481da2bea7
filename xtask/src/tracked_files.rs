//! Finds traces of one machine in files that go to everybody.

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;

/// Fails if a file that git keeps, or would, names a folder of this machine or ties the packages
/// of a lock file to one server.
pub(crate) fn check_portable(workspace: &Workspace) -> Result<()> {
    let home = env::home_dir().context("no home folder is known: set HOME")?;
    let places: Vec<String> = [workspace.root(), &home]
        .into_iter()
        .filter_map(trace_of)
        .collect();
    let mut complaints = Vec::new();
    for name in file_names(workspace)? {
        // A file that was removed but not yet from the index, or one that is not text.
        let Ok(text) = fs::read_to_string(workspace.root().join(&name)) else {
            continue;
        };
        complaints.extend(complaint(&name, &text, &places));
    }
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    Ok(())
}

fn file_names(workspace: &Workspace) -> Result<Vec<String>> {
    let output = workspace
        .command("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .context("git cannot be started")?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names = String::from_utf8_lossy(&output.stdout);
    Ok(names.split_terminator('\0').map(str::to_owned).collect())
}

/// How a file would name the folder, or anything in it.
fn trace_of(folder: &Path) -> Option<String> {
    let is_specific = folder.parent().is_some();
    is_specific.then(|| format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR))
}

fn complaint(name: &str, text: &str, places: &[String]) -> Option<String> {
    if let Some(place) = places.iter().find(|place| text.contains(place.as_str())) {
        return Some(format!("{name} names {place}, a folder of this machine"));
    }
    (name.ends_with("package-lock.json") && text.contains("\"resolved\": \"http"))
        .then(|| format!("{name} names a server; lock with npm's omit-lockfile-registry-resolved"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{complaint, trace_of};

    #[test]
    fn a_folder_of_this_machine_is_noticed_in_any_file() {
        let places = vec![trace_of(Path::new("/home/jo")).unwrap()];
        assert!(complaint("README.md", "see /home/jo/notes", &places).is_some());
        assert!(complaint("README.md", "see /home/john/notes", &places).is_none());
    }

    #[test]
    fn the_root_of_all_files_is_no_trace() {
        assert_eq!(trace_of(Path::new("/")), None);
    }

    #[test]
    fn a_lock_file_that_names_a_server_is_noticed() {
        let tied = "\"resolved\": \"https://packages.example/react.tgz\"";
        assert!(complaint("ui/package-lock.json", tied, &[]).is_some());
        assert!(complaint("ui/package-lock.json", "\"resolved\": \"../kit\"", &[]).is_none());
        assert!(complaint("ui/notes.json", tied, &[]).is_none());
    }
}
