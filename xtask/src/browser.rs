//! The browser that tests drive: a Chromium that the machine has, else Debian's.

use std::env;
use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::paths::Workspace;

/// Names a browser that is not in `PATH`. The tests read it too, whoever runs them.
pub const VARIABLE: &str = "CHROMIUM";

/// What it is called in `PATH`, Debian's name first.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The browser, installed unless the machine has one.
pub fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let search = || find(env::var_os(VARIABLE).as_deref(), &env::var_os("PATH").unwrap_or_default());
    if let Some(browser) = search()? {
        return Ok(browser);
    }
    let doing = "installing Debian's chromium (some 100 MB, once per machine)";
    apt::install(workspace, doing, &[PROGRAMS[0]]).with_context(|| {
        format!(
            "the tests of pages need a Chromium or Chrome, and PATH has none: run `apt-get install chromium` \
             as root, or set {VARIABLE} to the program of another"
        )
    })?;
    search()?.context("Debian's package `chromium` put no browser into PATH")
}

/// The one that the variable names, or else the first in `PATH`.
fn find(named: Option<&OsStr>, path: &OsStr) -> Result<Option<PathBuf>> {
    match named.map(PathBuf::from) {
        Some(browser) if browser.is_file() => Ok(Some(browser)),
        Some(missing) => bail!("{VARIABLE} is `{}`, and there is no such file", missing.display()),
        None => {
            let folders: Vec<PathBuf> = env::split_paths(path).collect();
            let in_path =
                |name| folders.iter().map(move |folder| folder.join(name)).find(|file| file.is_file());
            Ok(PROGRAMS.into_iter().find_map(in_path))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A folder with these files, removed when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn with(programs: &[&str]) -> Folder {
            let name = format!("xtask-browser-{}-{}", std::process::id(), programs.join("-"));
            let folder = Folder(env::temp_dir().join(name));
            fs::create_dir_all(&folder.0).unwrap();
            programs.iter().for_each(|program| fs::write(folder.0.join(program), "").unwrap());
            folder
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn the_variable_counts_before_the_path_and_must_be_right() {
        let (own, other) = (Folder::with(&["my-browser"]), Folder::with(&["chromium"]));
        let (named, path) = (own.0.join("my-browser"), other.0.as_os_str());
        assert_eq!(find(Some(named.as_os_str()), path).unwrap(), Some(named));
        let missing = find(Some(OsStr::new("/no/such/browser")), path).unwrap_err().to_string();
        assert!(missing.contains("CHROMIUM is `/no/such/browser`"), "{missing}");
    }

    #[test]
    fn debians_name_counts_first_wherever_it_stands_in_the_path() {
        let (chrome, debian) = (Folder::with(&["google-chrome"]), Folder::with(&["chromium", "bash"]));
        let path = env::join_paths([&chrome.0, &debian.0]).unwrap();
        assert_eq!(find(None, &path).unwrap(), Some(debian.0.join("chromium")));
        assert_eq!(find(None, chrome.0.as_os_str()).unwrap(), Some(chrome.0.join("google-chrome")));
        assert_eq!(find(None, OsStr::new("/no/such/folder")).unwrap(), None);
    }
}
