//! The whole system on this machine: one wrangler session with the three Workers.

use std::fs::File;
use std::io::{BufRead, BufReader, PipeReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::process::{self, Group};
use crate::{deploy, migrations, secrets, setup};

/// Where workerd keeps objects, databases and caches between sessions.
const STATE: &str = ".state";

/// How long the first answer of `/healthz` may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// `cargo xtask dev`.
pub fn run(workspace: &Workspace, debian: bool, port: u16) -> Result<()> {
    require_free(port)?;
    let road = setup::for_builds(workspace, debian)?;
    build::build(workspace, &road, Flavour::Production, &Worker::ALL)?;
    migrations::ensure(workspace, STATE)?;
    println!("==> starting");
    let started = Instant::now();
    let log = workspace.log("dev");
    let talking = Arc::new(AtomicBool::new(false));
    let mut session = start(workspace, port, process::create(&log)?, Arc::clone(&talking))?;
    if let Err(error) = wait_until_healthy(&mut session, port) {
        drop(session);
        return match process::interruption() {
            Some(_) => Ok(()),
            None => {
                Err(error.context(format!("{}\nall of it: {}", process::tail(&log), workspace.shown(&log))))
            }
        };
    }
    println!("    {:.1} s", started.elapsed().as_secs_f32());
    println!("{}", welcome(workspace, port, &secrets::value(workspace, "OPS_TOKEN")?));
    talking.store(true, Ordering::Relaxed);
    let ended = session.wait(|| ());
    match process::interruption() {
        Some(_) => println!("\nstopped; what was accepted is kept in {STATE}"),
        None => bail!("wrangler ended by itself ({}): {}", ended?, workspace.shown(&log)),
    }
    Ok(())
}

fn require_free(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) => bail!(
            "port {port} cannot be listened on ({error}): end what uses it, or choose another with \
             `cargo xtask dev --port {}`",
            port.wrapping_add(1)
        ),
    }
}

/// Starts wrangler; what it says goes to `log`, and to the terminal once `talking`.
fn start(workspace: &Workspace, port: u16, log: File, talking: Arc<AtomicBool>) -> Result<Group> {
    let mut wrangler = workspace.wrangler(&["dev"])?;
    for worker in Worker::ALL {
        wrangler.args(["-c", worker.configuration()]);
    }
    wrangler.args(["--ip", "127.0.0.1", "--port", &port.to_string(), "--persist-to", STATE]);
    // The edge is the first: what was published to an earlier session gives way to these files.
    wrangler.args(["--var", &deploy::deployed_at()?]);
    let (output, input) = std::io::pipe()?;
    wrangler.stdout(input.try_clone()?).stderr(input);
    let session = Group::start(wrangler)?;
    thread::spawn(move || relay(output, log, &talking));
    Ok(session)
}

fn relay(output: PipeReader, mut log: File, talking: &AtomicBool) {
    for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
        let text = String::from_utf8_lossy(&line);
        writeln!(log, "{text}").ok();
        if talking.load(Ordering::Relaxed) {
            println!("{text}");
        }
    }
}

fn wait_until_healthy(session: &mut Group, port: u16) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(status) = session.poll()? {
            bail!("wrangler ended before it was ready ({status})");
        }
        if healthy(port).unwrap_or(false) {
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    bail!("/healthz did not answer 200 within {} s", PATIENCE.as_secs())
}

fn healthy(port: u16) -> Result<bool> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")?;
    let mut status = [0; 12];
    stream.read_exact(&mut status).context("no status line")?;
    Ok(status.ends_with(b" 200"))
}

fn welcome(workspace: &Workspace, port: u16, token: &str) -> String {
    let base = format!("http://127.0.0.1:{port}");
    let lead = r#"{"email":"ann@example.com","name":"Ann Lee","phone":"+1 212 555 2368","country":"US",
             "company":"Example Inc","consent":{"privacy":true,"text_version":"1"}}"#;
    let log = workspace.log("dev");
    format!(
        "
  Beeline runs.

  form     {base}/
  inbox    {base}/ops
           log in with {token} (OPS_TOKEN in .dev.vars)
  a lead   curl -i {base}/v1/leads/demo -H 'content-type: application/json' -d '
             {lead}'
  rules    cargo beeline publish --dev --port {port}
           puts a change of routing-config/ in force without a restart
  account  curl -H 'Authorization: Bearer {token}' {base}/v1/ops/conservation
  logs     below, and in {}
  state    {STATE}, kept; delete it to start afresh

  Ctrl-C ends the session.
",
        workspace.shown(&log)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_with_another() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let refusal = require_free(port).unwrap_err().to_string();
        assert!(refusal.contains(&format!("port {port}")) && refusal.contains("--port"), "{refusal}");
        drop(taken);
        assert!(require_free(port).is_ok());
    }
}
