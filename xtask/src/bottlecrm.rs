//! BottleCRM, the real CRM of the tests: in a Python environment of its own, installed once per user
//! and version, with a database that every start copies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Workspace;
use crate::stamp::Stamp;
use crate::{process, python};

/// Names the folder it is in. The tests read it, whoever runs them.
pub const VARIABLE: &str = "BOTTLECRM";

/// As pinned in `requirements.txt`; a unit test holds it to that.
const VERSION: &str = "1.35.0";

/// What it is installed and run with.
const SOURCE: &str = "tests/vendors/bottlecrm";
const REQUIREMENTS: &str = "requirements.txt";
const SETTINGS: &str = "bottle_settings.py";
const SEED: &str = "seed.py";

/// How the paths of those tests begin that start it.
const TESTS: [&str; 2] = ["tests/vendors/bottlecrm", "tests/workerd/bottlecrm"];

/// Whether one of these test files starts it.
pub fn is_needed(files: &[String]) -> bool {
    files.iter().any(|file| TESTS.iter().any(|tests| file.starts_with(tests)))
}

/// The folder it is in, once it is installed.
pub fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.cache.join("tools").join(format!("bottlecrm-{VERSION}"));
    let made_from = [REQUIREMENTS, SETTINGS, SEED].map(|file| format!("{SOURCE}/{file}"));
    let seal = Stamp::of(&workspace.root, &made_from.each_ref().map(String::as_str))?.finish();
    // Written last: where it is right, everything is there.
    let complete = folder.join("complete");
    if seal.is_in(&complete) && runs(&folder) {
        return Ok(folder);
    }
    let program = python::ensure(workspace)?;
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    install(workspace, &program, &folder)?;
    seed(workspace, &folder)?;
    seal.write(&complete)?;
    Ok(folder)
}

/// Whether its Python is still there: the machine's may have been replaced since.
fn runs(folder: &Path) -> bool {
    let mut python = process::command(program(folder));
    python.args(["-c", "import django"]);
    process::output(python).is_ok()
}

fn program(folder: &Path) -> PathBuf {
    folder.join("venv/bin/python")
}

fn install(workspace: &Workspace, program: &Path, folder: &Path) -> Result<()> {
    let mut venv = workspace.command(program);
    venv.args(["-m", "venv"]).arg(folder.join("venv"));
    process::run_logged(workspace, "making a Python environment", "bottlecrm-venv", venv)?;
    let mut pip = workspace.command(self::program(folder));
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "-r"]);
    pip.arg(format!("{SOURCE}/{REQUIREMENTS}"));
    let doing = format!("installing BottleCRM {VERSION} (some 3 min with its database, once per machine)");
    process::run_logged(workspace, &doing, "bottlecrm-pip", pip)
}

/// Makes the database, with an organisation, and the token of its admin.
fn seed(workspace: &Workspace, folder: &Path) -> Result<()> {
    let mut migrate = python(workspace, folder);
    migrate.args(["-m", "django", "migrate", "--noinput"]);
    process::run_logged(workspace, "making BottleCRM's database", "bottlecrm-migrate", migrate)?;
    let mut seed = python(workspace, folder);
    seed.arg(workspace.root.join(SOURCE).join(SEED)).arg(folder.join("token"));
    process::run_logged(workspace, "making BottleCRM's admin", "bottlecrm-seed", seed)
}

/// Its Python, in its folder: it writes logs where it is run.
fn python(workspace: &Workspace, folder: &Path) -> Command {
    let mut python = process::command(program(folder));
    python.current_dir(folder).env("PYTHONDONTWRITEBYTECODE", "1");
    python.env("PYTHONPATH", workspace.root.join(SOURCE)).env("DJANGO_SETTINGS_MODULE", "bottle_settings");
    python.env("BOTTLE_DATABASE", folder.join("seeded.sqlite3"));
    python
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_version_that_is_pinned() {
        let file = format!("{}/../{SOURCE}/{REQUIREMENTS}", env!("CARGO_MANIFEST_DIR"));
        let pinned = fs::read_to_string(file).unwrap();
        assert!(pinned.lines().any(|line| line.starts_with(&format!("django-crm=={VERSION} "))));
    }

    #[test]
    fn only_the_tests_that_start_it_need_it() {
        let needed = |file: &str| is_needed(&[file.to_owned()]);
        assert!(
            needed("tests/vendors/bottlecrm.test.mjs") && needed("tests/workerd/bottlecrm_leads.test.mjs")
        );
        assert!(!needed("tests/vendors/hubspot.test.mjs") && !needed("tests/workerd/forms.test.mjs"));
    }
}
