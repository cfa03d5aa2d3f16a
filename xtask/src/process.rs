//! Child processes: each in a group of its own, so that ending it ends all it started.
//!
//! Ctrl-C and SIGTERM reach this process only; it ends the group and then itself. Should
//! it be killed outright, Linux tells the child.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{IsTerminal, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::paths::Workspace;

/// How much of a log an error shows.
const TAIL_LINES: usize = 60;

/// The signal that asked this process to end, or 0.
static SIGNALLED: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// From here on a signal to end is noted, for [`Group::poll`] to act on.
pub fn heed_signals() -> Result<()> {
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register_usize(signal, Arc::clone(&SIGNALLED), signal as usize)?;
    }
    Ok(())
}

/// The signal that asked this process to end.
pub fn interruption() -> Option<u8> {
    u8::try_from(SIGNALLED.load(Ordering::Relaxed)).ok().filter(|signal| *signal != 0)
}

/// A command without the variables that cargo sets for the program it runs, and without input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let known = name.to_string_lossy();
        if known.starts_with("CARGO_PKG_") || known.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command whose output is of no interest unless it fails: it goes to the log `name`.
pub fn run_logged(workspace: &Workspace, doing: &str, name: &str, mut command: Command) -> Result<()> {
    let log = workspace.log(name);
    let file = create(&log)?;
    command.stdout(file.try_clone()?).stderr(file);
    println!("==> {doing}");
    let started = Instant::now();
    let mut ticker = Ticker::new(doing);
    let status = Group::start(command)?.wait(|| ticker.tick());
    ticker.clear();
    let status = status?;
    if !status.success() {
        bail!("{doing} failed ({status})\n{}\nall of it: {}", tail(&log), workspace.shown(&log));
    }
    println!("    {:.1} s", started.elapsed().as_secs_f32());
    Ok(())
}

/// Runs a command whose output is for the reader.
pub fn run_shown(doing: &str, command: Command) -> Result<()> {
    println!("==> {doing}");
    let status = Group::start(command)?.wait(|| ())?;
    if !status.success() {
        bail!("{doing} failed ({status}); what it said is above");
    }
    Ok(())
}

/// The text a short command prints.
pub fn output(command: Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    String::from_utf8(output_bytes(command)?).with_context(|| format!("`{program}` printed something odd"))
}

/// What a short command prints, whatever it is.
pub fn output_bytes(mut command: Command) -> Result<Vec<u8>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().with_context(|| format!("cannot run `{program}`: is it installed?"))?;
    if !output.status.success() {
        bail!("`{program}` failed ({}): {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(output.stdout)
}

/// A new log file, and the folder it is in.
pub fn create(log: &Path) -> Result<File> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    File::create(log).with_context(|| format!("cannot write {}", log.display()))
}

/// The last lines of a log.
pub fn tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

/// A running command and all that it starts. Dropping it ends what is left of them.
pub struct Group {
    child: Child,
    program: String,
}

impl Group {
    /// Starts a command as the leader of a new process group.
    pub fn start(mut command: Command) -> Result<Group> {
        let program = command.get_program().to_string_lossy().into_owned();
        command.process_group(0);
        end_with_parent(&mut command);
        let child = command.spawn().with_context(|| format!("cannot run `{program}`: is it installed?"))?;
        Ok(Group { child, program })
    }

    /// The leader's exit status, once it has one; an error when this process was asked to end.
    pub fn poll(&mut self) -> Result<Option<ExitStatus>> {
        if interruption().is_some() {
            bail!("interrupted");
        }
        Ok(self.child.try_wait()?)
    }

    /// Waits for the leader, calling `meanwhile` now and then.
    pub fn wait(mut self, mut meanwhile: impl FnMut()) -> Result<ExitStatus> {
        let mut pause = Duration::from_millis(1);
        loop {
            if let Some(status) = self.poll()? {
                return Ok(status);
            }
            meanwhile();
            sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }

    /// Asks the leader to end, then tells it, then gives up on it.
    fn end_leader(&mut self) -> Option<()> {
        for (signal, grace) in [(Signal::INT, 5), (Signal::TERM, 3), (Signal::KILL, 3)] {
            kill_process_group(self.group()?, signal).ok()?;
            let deadline = Instant::now() + Duration::from_secs(grace);
            while Instant::now() < deadline {
                if self.child.try_wait().ok()?.is_some() {
                    return Some(());
                }
                sleep(Duration::from_millis(20));
            }
        }
        None
    }

    fn group(&self) -> Option<Pid> {
        Pid::from_raw(i32::try_from(self.child.id()).ok()?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) && self.end_leader().is_none() {
            eprintln!("`{}` (process {}) does not end", self.program, self.child.id());
        }
        let Some(group) = self.group() else { return };
        let deadline = Instant::now() + Duration::from_millis(300);
        while test_kill_process_group(group).is_ok() {
            if Instant::now() > deadline {
                kill_process_group(group, Signal::KILL).ok();
                return;
            }
            sleep(Duration::from_millis(20));
        }
    }
}

/// Has Linux end the child when this process dies without a chance to do so.
#[cfg(target_os = "linux")]
fn end_with_parent(command: &mut Command) {
    let arm =
        || rustix::process::set_parent_process_death_signal(Some(Signal::TERM)).map_err(std::io::Error::from);
    // SAFETY: between fork and exec only async-signal-safe calls are allowed; this is one
    // prctl system call, and it allocates nothing.
    unsafe { command.pre_exec(arm) };
}

#[cfg(not(target_os = "linux"))]
fn end_with_parent(_command: &mut Command) {}

/// Says how long a quiet command has been running: in place on a terminal, and in few
/// lines elsewhere.
struct Ticker<'a> {
    doing: &'a str,
    started: Instant,
    next: u64,
    terminal: bool,
}

impl Ticker<'_> {
    fn new(doing: &str) -> Ticker<'_> {
        let terminal = std::io::stdout().is_terminal();
        Ticker { doing, started: Instant::now(), next: if terminal { 1 } else { 10 }, terminal }
    }

    fn tick(&mut self) {
        let elapsed = self.started.elapsed().as_secs();
        if elapsed < self.next {
            return;
        }
        if self.terminal {
            print!("\r    {elapsed} s ");
            std::io::stdout().flush().ok();
        } else {
            println!("    still {}: {elapsed} s", self.doing);
        }
        self.next = elapsed + if self.terminal { 1 } else { pause_after(elapsed) };
    }

    fn clear(&self) {
        if self.terminal {
            print!("\r\x1b[K");
        }
    }
}

/// Seconds until the next line in a log: every 10 for a minute, then every 30.
fn pause_after(elapsed: u64) -> u64 {
    if elapsed < 60 { 10 } else { 30 }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = command("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_group_reports_the_exit_of_its_leader() {
        let status = Group::start(shell("exit 3")).unwrap().wait(|| ()).unwrap();
        assert_eq!(status.code(), Some(3));
    }

    /// Whether all that held the group's output is gone once the group is dropped.
    fn ends_all(script: &str, until: impl Fn(&mut Group)) {
        let mut command = shell(script);
        let (mut output, input) = std::io::pipe().unwrap();
        command.stdout(input);
        let mut group = Group::start(command).unwrap();
        until(&mut group);
        let started = Instant::now();
        drop(group);
        output.read_to_end(&mut Vec::new()).unwrap();
        assert!(started.elapsed() < Duration::from_secs(30), "`{script}` outlived its group");
    }

    #[test]
    fn dropping_a_group_ends_the_children_of_its_leader() {
        ends_all("sleep 60 & sleep 60", |_| ());
    }

    #[test]
    fn what_a_leader_leaves_behind_is_ended_too() {
        ends_all("sleep 60 & exit 0", |group| while group.poll().unwrap().is_none() {});
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = output(command("no-such-program")).unwrap_err();
        assert!(format!("{error:#}").contains("`no-such-program`"));
    }
}
