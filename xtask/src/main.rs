//! Every chore of the project, on a bare machine or a warm one: `cargo xtask`.
//!
//! A chore brings what it needs (see [`setup`]), does nothing twice (see
//! [`stamp`]) and leaves no process behind (see [`process`]).

mod apt;
mod arguments;
mod bench;
mod bottlecrm;
mod browser;
mod build;
mod check;
mod deploy;
mod dev;
mod fuzz;
mod gameday;
mod migrations;
mod npm;
mod paths;
mod playground;
mod process;
mod python;
mod secrets;
mod setup;
mod size;
mod stages;
mod stamp;
mod test;
mod toolchain;
mod tools;

use std::process::ExitCode;

use arguments::{Command, Invocation};
use paths::Workspace;

fn main() -> ExitCode {
    match arguments::parse(std::env::args().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(process::interruption().map_or(1, |signal| 128 + signal))
        }
    }
}

fn run(invocation: Invocation) -> anyhow::Result<()> {
    if let Command::Help = invocation.command {
        println!("{}", arguments::USAGE);
        return Ok(());
    }
    process::heed_signals()?;
    let workspace = Workspace::locate()?;
    let debian = invocation.debian_toolchain;
    match invocation.command {
        Command::Help => Ok(()),
        Command::Setup => setup::run(&workspace, debian),
        Command::Build { chaos, workers } => build::run(&workspace, debian, chaos, &workers),
        Command::Dev { port } => dev::run(&workspace, debian, port),
        Command::Playground { port } => playground::run(&workspace, debian, port),
        Command::Test { filters } => test::run(&workspace, debian, &filters),
        Command::Check => check::run(&workspace, debian),
        Command::Deploy(target) => deploy::run(&workspace, debian, &target),
        Command::Fuzz { seconds, targets } => fuzz::run(&workspace, seconds, &targets),
        Command::Bench { arguments } => bench::run(&workspace, debian, &arguments),
        Command::Gameday { arguments } => gameday::run(&workspace, debian, &arguments),
    }
}
