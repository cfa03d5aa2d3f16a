//! Deploying: what is depended on first, so that no script ever calls one that is older.

use anyhow::Result;

use crate::arguments::Deploy;
use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::{process, setup, size};

/// The ledger knows nobody, the consumer knows the ledger, the edge knows both.
const ORDER: [Worker; 3] = [Worker::Ledger, Worker::Consumer, Worker::Edge];

/// `cargo xtask deploy`.
pub fn run(workspace: &Workspace, debian: bool, target: &Deploy) -> Result<()> {
    let road = setup::for_builds(workspace, debian)?;
    build::build(workspace, &road, Flavour::Production, &Worker::ALL)?;
    size::check(workspace)?;
    let version = format!("BUILD:{}", version(workspace));
    for worker in ORDER {
        let mut wrangler =
            workspace.wrangler(&["deploy", "-c", worker.configuration(), "--var", &version])?;
        let doing = match target {
            Deploy::DryRun { environment } => {
                let folder = workspace.target.join("xtask/deploy").join(worker.name());
                wrangler.arg("--dry-run").arg("--outdir").arg(&folder);
                wrangler.args(environment.iter().flat_map(|name| ["--env", name.as_str()]));
                format!("bundling {} into {}", worker.name(), workspace.shown(&folder))
            }
            Deploy::Real { environment } => {
                wrangler.args(["--env", environment.as_str()]);
                format!("deploying {} to {environment}", worker.name())
            }
        };
        process::run_logged(workspace, &doing, &format!("deploy-{}", worker.name()), wrangler)?;
    }
    Ok(())
}

/// The commit that is deployed, marked when the work tree has something else in it.
fn version(workspace: &Workspace) -> String {
    let mut git = workspace.command("git");
    git.args(["describe", "--always", "--dirty", "--exclude=*"]);
    process::output(git).map_or("uncommitted".to_owned(), |commit| commit.trim().to_owned())
}
