//! The tables of the inbox, in the local D1 that `dev` uses.

use std::fs;

use anyhow::{Context, Result};

use crate::build::Worker;
use crate::paths::Workspace;
use crate::process;
use crate::stamp::Stamp;

/// The binding of the inbox database.
const BINDING: &str = "INBOX";

/// Applies the migrations to the database in `state`, unless it has these already.
pub fn ensure(workspace: &Workspace, state: &str) -> Result<()> {
    let configuration = Worker::Consumer.configuration();
    let text = fs::read_to_string(workspace.root.join(configuration)).context(configuration)?;
    let Some(folder) = migrations_folder(&text)? else { return Ok(()) };
    let stamp = Stamp::of(&workspace.root, &[&folder])?.finish();
    let folder_of_state = workspace.root.join(state);
    fs::create_dir_all(&folder_of_state).with_context(|| format!("cannot make {state}"))?;
    let file = folder_of_state.join(".beeline-migrations");
    if stamp.is_in(&file) {
        return Ok(());
    }
    let apply = ["d1", "migrations", "apply", BINDING, "--local", "--persist-to", state, "-c", configuration];
    let doing = format!("applying the migrations in {folder}");
    process::run_logged(workspace, &doing, "migrations", workspace.wrangler(&apply)?)?;
    stamp.write(&file)
}

/// Where the configuration keeps the inbox's migrations, if it has an inbox.
fn migrations_folder(configuration: &str) -> Result<Option<String>> {
    let table: toml::Table =
        toml::from_str(configuration).context("the consumer's wrangler configuration")?;
    let databases = table.get("d1_databases").and_then(toml::Value::as_array);
    let inbox = databases
        .into_iter()
        .flatten()
        .find(|database| database.get("binding").and_then(toml::Value::as_str) == Some(BINDING));
    Ok(inbox.map(|inbox| {
        let folder = inbox.get("migrations_dir").and_then(toml::Value::as_str);
        folder.unwrap_or("migrations").to_owned()
    }))
}

#[cfg(test)]
mod tests {
    use super::migrations_folder;

    #[test]
    fn the_folder_is_the_one_wrangler_uses() {
        let with = |line: &str| {
            migrations_folder(&format!("[[d1_databases]]\nbinding = \"INBOX\"\n{line}\n")).unwrap()
        };
        assert_eq!(
            with("migrations_dir = \"workers/consumer/migrations\"").unwrap(),
            "workers/consumer/migrations"
        );
        assert_eq!(with("").unwrap(), "migrations");
        assert_eq!(migrations_folder("name = \"beeline-consumer\"").unwrap(), None);
    }
}
