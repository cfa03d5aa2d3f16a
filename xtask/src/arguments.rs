//! The command line: a closed list of commands, read by hand.

use anyhow::{Context, Result, bail};

use crate::build::Worker;

/// What `cargo xtask help` prints.
pub const USAGE: &str = "\
Every chore of the project.

  cargo xtask setup                          bring what is missing: toolchain, tools, packages, secrets
  cargo xtask dev [--port 8787]              the whole system on this machine, no account needed
  cargo xtask test [FILTER...]               everything CI runs; with filters, only the tests they name
  cargo xtask check                          format, lints, docs, licences, builds and their size
  cargo xtask build [--chaos] [WORKER...]    edge, ledger, consumer (all, when none is named)
  cargo xtask playground [--port 8786]       routing-config/ in a browser: problems, leads, the week
  cargo xtask fuzz [--seconds 10] [TARGET...]
                                             each fuzz target for so long (all, when none is named)
  cargo xtask bench [...]                    bench/run.mjs; all arguments are passed on
  cargo xtask gameday [DRILL...] [...]       gameday/run.mjs: outages, and what became of every lead
  cargo xtask deploy --dry-run [--env NAME]  bundle what a deploy would upload, offline
  cargo xtask deploy --env NAME              deploy ledger, consumer and edge, in this order

  --debian-toolchain       with any command but bench and gameday: compile the Workers with Debian's
                           Rust instead of rustup's (also: BEELINE_DEBIAN_TOOLCHAIN=1)
  BEELINE_CACHE=DIR        where tools are kept; else $XDG_CACHE_HOME/beeline or ~/.cache/beeline
  CHROMIUM=PROGRAM         the browser of the tests; else Chromium or Chrome in PATH
  PYTHON=PROGRAM           for the CRM of the tests; else 3.12 or later in PATH or pyenv
  target/xtask/logs/       what the tools said";

/// The port `dev` listens on when none is given: wrangler's own default.
const DEFAULT_PORT: u16 = 8787;

/// The port `playground` listens on when none is given: beside `dev`'s.
const DEFAULT_PLAYGROUND_PORT: u16 = 8786;

/// How long `fuzz` runs a target when nothing is said: long enough to see that it holds.
const DEFAULT_FUZZ_SECONDS: u32 = 10;

/// One call of `cargo xtask`.
#[derive(Debug, PartialEq)]
pub struct Invocation {
    pub command: Command,
    pub debian_toolchain: bool,
}

/// The chores.
#[derive(Debug, PartialEq)]
pub enum Command {
    Help,
    Setup,
    Build { chaos: bool, workers: Vec<Worker> },
    Dev { port: u16 },
    Playground { port: u16 },
    Test { filters: Vec<String> },
    Check,
    Deploy(Deploy),
    Fuzz { seconds: u32, targets: Vec<String> },
    Bench { arguments: Vec<String> },
    Gameday { arguments: Vec<String> },
}

/// Where a deploy goes. There is no default: an environment is always named.
#[derive(Debug, PartialEq)]
pub enum Deploy {
    DryRun { environment: Option<String> },
    Real { environment: String },
}

/// Reads the arguments that follow `cargo xtask`.
pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Invocation> {
    let mut arguments = arguments.into_iter();
    let name = arguments.next().unwrap_or_else(|| "help".into());
    let mut rest: Vec<String> = arguments.collect();
    if name == "bench" {
        return Ok(Invocation { command: Command::Bench { arguments: rest }, debian_toolchain: false });
    }
    if name == "gameday" {
        return Ok(Invocation { command: Command::Gameday { arguments: rest }, debian_toolchain: false });
    }
    let debian_toolchain = take_flag(&mut rest, "--debian-toolchain");
    if take_flag(&mut rest, "--help") || take_flag(&mut rest, "-h") {
        return Ok(Invocation { command: Command::Help, debian_toolchain });
    }
    let command = match name.as_str() {
        "help" | "--help" | "-h" => Command::Help,
        "setup" => Command::Setup,
        "check" => Command::Check,
        "build" => build(&mut rest)?,
        "dev" => Command::Dev { port: port(&mut rest, DEFAULT_PORT)? },
        "playground" => Command::Playground { port: port(&mut rest, DEFAULT_PLAYGROUND_PORT)? },
        "deploy" => deploy(&mut rest)?,
        "fuzz" => fuzz(&mut rest)?,
        "test" => Command::Test { filters: operands(&mut rest)? },
        unknown => bail!("there is no chore `{unknown}`\n\n{USAGE}"),
    };
    match rest.first() {
        Some(extra) => bail!("`{name}` does not take `{extra}`\n\n{USAGE}"),
        None => Ok(Invocation { command, debian_toolchain }),
    }
}

fn build(rest: &mut Vec<String>) -> Result<Command> {
    let chaos = take_flag(rest, "--chaos");
    let mut workers =
        operands(rest)?.iter().map(|name| Worker::named(name)).collect::<Result<Vec<Worker>>>()?;
    if workers.is_empty() {
        workers.extend(Worker::ALL);
    }
    Ok(Command::Build { chaos, workers })
}

fn port(rest: &mut Vec<String>, default: u16) -> Result<u16> {
    match take_value(rest, "--port")? {
        Some(port) => {
            port.parse().with_context(|| format!("--port wants a number up to 65535, not `{port}`"))
        }
        None => Ok(default),
    }
}

fn fuzz(rest: &mut Vec<String>) -> Result<Command> {
    let seconds = match take_value(rest, "--seconds")? {
        // Zero means "for ever" to libFuzzer.
        Some(seconds) => seconds
            .parse()
            .ok()
            .filter(|seconds| *seconds > 0)
            .with_context(|| format!("--seconds wants a whole number, 1 or more, not `{seconds}`"))?,
        None => DEFAULT_FUZZ_SECONDS,
    };
    Ok(Command::Fuzz { seconds, targets: operands(rest)? })
}

fn deploy(rest: &mut Vec<String>) -> Result<Command> {
    let dry_run = take_flag(rest, "--dry-run");
    let environment = take_value(rest, "--env")?;
    match (dry_run, environment) {
        (true, environment) => Ok(Command::Deploy(Deploy::DryRun { environment })),
        (false, Some(environment)) => Ok(Command::Deploy(Deploy::Real { environment })),
        (false, None) => bail!(
            "a deploy names its environment, so that none happens by accident: \
             `cargo xtask deploy --env NAME`, or `--dry-run` to see what would be uploaded"
        ),
    }
}

/// Takes `flag` out of the arguments, wherever it stands.
fn take_flag(rest: &mut Vec<String>, flag: &str) -> bool {
    let before = rest.len();
    rest.retain(|argument| argument != flag);
    rest.len() < before
}

/// Takes `--option value` or `--option=value` out of the arguments.
fn take_value(rest: &mut Vec<String>, option: &str) -> Result<Option<String>> {
    let joined = format!("{option}=");
    let Some(at) = rest.iter().position(|argument| argument == option || argument.starts_with(&joined))
    else {
        return Ok(None);
    };
    let argument = rest.remove(at);
    let value = match argument.strip_prefix(&joined) {
        Some(value) => value.to_owned(),
        None if at < rest.len() => rest.remove(at),
        None => String::new(),
    };
    if value.is_empty() || value.starts_with('-') {
        bail!("{option} wants a value: `{option} VALUE`");
    }
    Ok(Some(value))
}

/// What is left, as long as none of it looks like an option.
fn operands(rest: &mut Vec<String>) -> Result<Vec<String>> {
    if let Some(option) = rest.iter().find(|argument| argument.starts_with('-')) {
        bail!("unknown option `{option}`\n\n{USAGE}");
    }
    Ok(std::mem::take(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Invocation> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    fn command(line: &str) -> Command {
        parsed(line).unwrap().command
    }

    fn refusal(line: &str) -> String {
        format!("{:#}", parsed(line).unwrap_err())
    }

    #[test]
    fn nothing_and_help_print_the_usage() {
        for line in ["", "help", "--help", "-h", "dev --help"] {
            assert_eq!(command(line), Command::Help, "{line:?}");
        }
    }

    #[test]
    fn every_command_reads_its_own_arguments() {
        assert_eq!(command("setup"), Command::Setup);
        assert_eq!(command("check"), Command::Check);
        assert_eq!(command("dev"), Command::Dev { port: 8787 });
        assert_eq!(command("dev --port 9000"), Command::Dev { port: 9000 });
        assert_eq!(command("dev --port=9000"), Command::Dev { port: 9000 });
        assert_eq!(command("playground"), Command::Playground { port: 8786 });
        assert_eq!(command("playground --port 9000"), Command::Playground { port: 9000 });
        assert_eq!(command("build"), Command::Build { chaos: false, workers: Worker::ALL.to_vec() });
        assert_eq!(
            command("build --chaos edge"),
            Command::Build { chaos: true, workers: vec![Worker::Edge] }
        );
        assert_eq!(command("fuzz"), Command::Fuzz { seconds: 10, targets: vec![] });
        assert_eq!(
            command("fuzz --seconds 600 email"),
            Command::Fuzz { seconds: 600, targets: vec!["email".into()] }
        );
        assert_eq!(command("test claims"), Command::Test { filters: vec!["claims".into()] });
    }

    #[test]
    fn a_deploy_is_dry_or_names_its_environment() {
        assert_eq!(command("deploy --dry-run"), Command::Deploy(Deploy::DryRun { environment: None }));
        let staging = "staging".to_owned();
        assert_eq!(
            command("deploy --dry-run --env staging"),
            Command::Deploy(Deploy::DryRun { environment: Some(staging.clone()) })
        );
        assert_eq!(command("deploy --env staging"), Command::Deploy(Deploy::Real { environment: staging }));
        assert!(refusal("deploy").contains("cargo xtask deploy --env NAME"));
    }

    #[test]
    fn the_debian_toolchain_can_be_asked_for_anywhere_in_the_line() {
        assert!(parsed("setup --debian-toolchain").unwrap().debian_toolchain);
        assert!(parsed("dev --debian-toolchain --port 1").unwrap().debian_toolchain);
        assert!(!parsed("setup").unwrap().debian_toolchain);
    }

    #[test]
    fn bench_arguments_are_passed_on_untouched() {
        let arguments = vec!["--rounds".to_owned(), "5".into(), "--debian-toolchain".into(), "--help".into()];
        assert_eq!(
            command("bench --rounds 5 --debian-toolchain --help"),
            Command::Bench { arguments: arguments.clone() }
        );
    }

    #[test]
    fn the_arguments_of_drills_are_passed_on_untouched() {
        let arguments = vec!["crm-dark".to_owned(), "--leads".into(), "60".into(), "--help".into()];
        assert_eq!(command("gameday crm-dark --leads 60 --help"), Command::Gameday { arguments });
    }

    #[test]
    fn a_refusal_names_what_was_wrong() {
        assert!(refusal("fly").contains("no chore `fly`"));
        assert!(refusal("setup now").contains("does not take `now`"));
        assert!(refusal("dev --port many").contains("not `many`"));
        assert!(refusal("dev --port").contains("--port wants a value"));
        assert!(refusal("deploy --env --dry-run").contains("--env wants a value"));
        assert!(refusal("build ledgre").contains("edge, ledger, consumer"));
        assert!(refusal("fuzz --seconds 0").contains("1 or more, not `0`"));
        assert!(refusal("test --fast").contains("unknown option `--fast`"));
    }
}
