//! Deploying: what is depended on first, so that no script ever calls one that is older.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::arguments::Deploy;
use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::{process, setup, size};

/// The ledger knows nobody, the consumer knows the ledger, the edge knows both.
const ORDER: [Worker; 3] = [Worker::Ledger, Worker::Consumer, Worker::Edge];

/// `cargo xtask deploy`.
pub fn run(workspace: &Workspace, debian: bool, target: &Deploy) -> Result<()> {
    if let Deploy::DryRun { environment: Some(name) } | Deploy::Real { environment: name } = target {
        ORDER.into_iter().try_for_each(|worker| has_environment(workspace, worker, name))?;
    }
    let road = setup::for_builds(workspace, debian)?;
    build::build(workspace, &road, Flavour::Production, &Worker::ALL)?;
    size::check(workspace)?;
    let version = format!("BUILD:{}", version(workspace));
    let deployed_at = deployed_at()?;
    for worker in ORDER {
        let mut wrangler =
            workspace.wrangler(&["deploy", "-c", worker.configuration(), "--var", &version])?;
        if worker != Worker::Ledger {
            wrangler.args(["--var", &deployed_at]);
        }
        let doing = match target {
            Deploy::DryRun { environment } => {
                let folder = workspace.target.join("xtask/deploy").join(worker.name());
                wrangler.arg("--dry-run").arg("--outdir").arg(&folder);
                wrangler.args(environment.iter().flat_map(|name| ["--env", name.as_str()]));
                format!("bundling {} into {}", worker.name(), workspace.shown(&folder))
            }
            Deploy::Real { environment } => {
                if worker == Worker::Consumer {
                    migrate(workspace, environment)?;
                }
                wrangler.args(["--env", environment.as_str()]);
                format!("deploying {} to {environment}", worker.name())
            }
        };
        process::run_logged(workspace, &doing, &format!("deploy-{}", worker.name()), wrangler)?;
    }
    Ok(())
}

/// The variable of the edge and the consumer with the time of now: a bundle that was published earlier gives
/// way to the one that is deployed.
pub fn deployed_at() -> Result<String> {
    let since =
        SystemTime::now().duration_since(UNIX_EPOCH).context("this machine's clock is before 1970")?;
    Ok(format!("DEPLOYED_AT_MS:{}", since.as_millis()))
}

/// Wrangler would only warn about an environment that is not there, and deploy the
/// development bindings.
fn has_environment(workspace: &Workspace, worker: Worker, name: &str) -> Result<()> {
    let file = worker.configuration();
    let text = fs::read_to_string(workspace.root.join(file)).context(file)?;
    let table: toml::Table = toml::from_str(&text).context(file)?;
    let known = table.get("env").and_then(|environments| environments.get(name)).is_some();
    if !known {
        bail!("{file} has no [env.{name}]: the README's \"Deploying\" says what belongs there");
    }
    Ok(())
}

/// The consumer's tables, before the consumer that writes them.
fn migrate(workspace: &Workspace, environment: &str) -> Result<()> {
    let file = Worker::Consumer.configuration();
    let apply = ["d1", "migrations", "apply", "INBOX", "--remote", "-c", file, "--env", environment];
    let doing = format!("applying the inbox's migrations in {environment}");
    process::run_logged(workspace, &doing, "migrations-remote", workspace.wrangler(&apply)?)
}

/// The commit that is deployed, marked when the work tree has something else in it.
fn version(workspace: &Workspace) -> String {
    let mut git = workspace.command("git");
    git.args(["describe", "--always", "--dirty", "--exclude=*"]);
    process::output(git).map_or("uncommitted".to_owned(), |commit| commit.trim().to_owned())
}
