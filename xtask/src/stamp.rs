//! A digest of everything a result depends on, kept beside the result: equal means nothing to do.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// A digest in the making.
#[derive(Clone)]
pub struct Stamp(Sha256);

/// A finished digest.
#[derive(Debug, PartialEq)]
pub struct Seal(String);

impl Stamp {
    /// A stamp of files and folders under `root`, in any order.
    pub fn of(root: &Path, paths: &[&str]) -> Result<Stamp> {
        let mut stamp = Stamp(Sha256::new());
        for path in paths {
            stamp.add(root, path, &[])?;
        }
        Ok(stamp)
    }

    /// Adds a file, or a folder with all that is in it but the entries named in `without`.
    /// What does not exist counts as such.
    pub fn add(&mut self, root: &Path, path: &str, without: &[&str]) -> Result<()> {
        let full = root.join(path);
        match fs::metadata(&full) {
            Ok(metadata) if metadata.is_dir() => {
                let mut names = Vec::new();
                for entry in fs::read_dir(&full)? {
                    names.push(entry?.file_name().to_string_lossy().into_owned());
                }
                names.retain(|name| !without.contains(&name.as_str()));
                names.sort();
                names.iter().try_for_each(|name| self.add(root, &format!("{path}/{name}"), &[]))
            }
            Ok(_) => {
                let content = fs::read(&full).with_context(|| format!("cannot read {}", full.display()))?;
                self.fact(path, &content);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", full.display())),
        }
    }

    /// Adds a named value.
    pub fn fact(&mut self, name: &str, value: &[u8]) {
        for part in [name.as_bytes(), value] {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    /// The digest, in hexadecimal.
    pub fn finish(self) -> Seal {
        Seal(self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl Seal {
    /// Whether `file` holds this digest.
    pub fn is_in(&self, file: &Path) -> bool {
        fs::read_to_string(file).is_ok_and(|kept| kept == self.0)
    }

    /// Keeps this digest in `file`.
    pub fn write(&self, file: &Path) -> Result<()> {
        fs::write(file, &self.0).with_context(|| format!("cannot write {}", file.display()))
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// A folder that is removed when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("xtask-stamp-{}-{name}", std::process::id()));
            fs::create_dir_all(path.join("src/deep")).unwrap();
            fs::write(path.join("src/a.rs"), "fn a() {}").unwrap();
            fs::write(path.join("src/deep/b.rs"), "fn b() {}").unwrap();
            Folder(path)
        }

        fn seal(&self) -> Seal {
            Stamp::of(&self.0, &["src", "Cargo.toml"]).unwrap().finish()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn the_same_content_has_the_same_stamp() {
        let folder = Folder::new("same");
        let before = folder.seal();
        fs::write(folder.0.join("src/a.rs"), "fn a() {}").unwrap();
        assert_eq!(folder.seal(), before);
        before.write(&folder.0.join("stamp")).unwrap();
        assert!(folder.seal().is_in(&folder.0.join("stamp")));
    }

    #[test]
    fn a_changed_byte_a_new_file_and_a_rename_change_the_stamp() {
        let folder = Folder::new("changed");
        let mut seen = vec![folder.seal()];
        fs::write(folder.0.join("src/deep/b.rs"), "fn c() {}").unwrap();
        seen.push(folder.seal());
        fs::write(folder.0.join("Cargo.toml"), "").unwrap();
        seen.push(folder.seal());
        fs::rename(folder.0.join("src/a.rs"), folder.0.join("src/z.rs")).unwrap();
        seen.push(folder.seal());
        for (at, seal) in seen.iter().enumerate() {
            assert!(!seen[..at].contains(seal), "stamp {at} was seen before");
        }
        assert!(!seen[0].is_in(&folder.0.join("no such file")));
    }

    #[test]
    fn what_is_left_out_does_not_count() {
        let folder = Folder::new("without");
        let seal = || {
            let mut stamp = Stamp::of(&folder.0, &[]).unwrap();
            stamp.add(&folder.0, "src", &["build"]).unwrap();
            stamp.finish()
        };
        let before = seal();
        fs::create_dir(folder.0.join("src/build")).unwrap();
        fs::write(folder.0.join("src/build/index.js"), "new").unwrap();
        assert_eq!(seal(), before);
    }

    #[test]
    fn a_boundary_between_name_and_content_counts() {
        let seal = |name: &str, value: &str| {
            let mut stamp = Stamp::of(Path::new("."), &[]).unwrap();
            stamp.fact(name, value.as_bytes());
            stamp.finish()
        };
        assert_ne!(seal("ab", "c"), seal("a", "bc"));
    }
}
