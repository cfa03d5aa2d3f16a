//! Asking a Beeline that runs somewhere, with the ops token.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use beeline::export::{NEXT, SKIPPED};
use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;

/// The variable that the token stands in: an argument would be seen by everybody on the machine,
/// and kept in the shell's history.
const TOKEN: &str = "BEELINE_OPS_TOKEN";
/// A whole call, answer included.
const CALL_DEADLINE: Duration = Duration::from_secs(60);
const CONNECT_DEADLINE: Duration = Duration::from_secs(10);
/// How often something that is busy is asked again.
const MOST_TRIES: u32 = 5;
/// It says itself when to come back, but not later than this.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// No answer is larger.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A Beeline that runs somewhere.
pub struct Remote {
    agent: Agent,
    url: String,
    token: String,
}

/// Lines, and what is said beside them.
pub struct Answer {
    /// A recorded decision each.
    pub lines: String,
    /// Rows that tell none.
    pub skipped: u64,
    /// The cursor of what comes after them, if anything does.
    pub next: Option<String>,
}

impl Remote {
    /// At this address, with the token of the environment.
    pub fn new(url: &str) -> Result<Self> {
        if !is_private(url) {
            bail!(
                "`{url}` cannot be asked: write an https:// address, because the ops token goes with every call"
            );
        }
        let token = std::env::var(TOKEN).unwrap_or_default();
        let token = token.trim().to_owned();
        if token.is_empty() {
            bail!("{TOKEN} is not set: put the ops token there; it is never an argument");
        }
        // Nobody whom the address hands on to gets the token.
        let config = Agent::config_builder()
            .timeout_global(Some(CALL_DEADLINE))
            .timeout_connect(Some(CONNECT_DEADLINE))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false);
        Ok(Self { agent: config.build().into(), url: url.trim_end_matches('/').to_owned(), token })
    }

    /// The lines of a path, or `None` if there is nothing of that name.
    pub fn lines(&self, path: &str) -> Result<Option<Answer>> {
        let mut response = self.patiently(path)?;
        let Some(lines) = self.text(&mut response)? else { return Ok(None) };
        let skipped = header(&response, SKIPPED).and_then(|text| text.parse().ok());
        let Some(skipped) = skipped else { bail!("{} is no Beeline, or not of this version", self.url) };
        Ok(Some(Answer { lines, skipped, next: header(&response, NEXT).map(str::to_owned) }))
    }

    /// The JSON of a path, or `None` if there is nothing of that name.
    pub fn json(&self, path: &str) -> Result<Option<String>> {
        let mut response = self.patiently(path)?;
        self.text(&mut response)
    }

    /// What is answered to a body of JSON. It is sent once: whether something is done twice is for
    /// whoever asked to decide.
    pub fn post(&self, path: &str, body: &Value) -> Result<String> {
        let request = self.agent.post(format!("{}{path}", self.url));
        let request = request.header("Authorization", format!("Bearer {}", self.token));
        let request = request.header("Content-Type", "application/json");
        let sent = request.send(body.to_string());
        let mut response = sent.with_context(|| format!("{} does not answer", self.url))?;
        let status = response.status().as_u16();
        let text = response.body_mut().with_config().limit(MOST_BYTES).read_to_string();
        let text = text.with_context(|| format!("the answer of {} breaks off", self.url))?;
        if status == 200 { Ok(text) } else { bail!(refusal(&self.url, status, &text)) }
    }

    /// Asks again while it is busy.
    fn patiently(&self, path: &str) -> Result<Response<ureq::Body>> {
        for _ in 1..MOST_TRIES {
            let response = self.call(path)?;
            match response.status().as_u16() {
                503 => thread::sleep(wait(&response)),
                _ => return Ok(response),
            }
        }
        self.call(path)
    }

    fn call(&self, path: &str) -> Result<Response<ureq::Body>> {
        let request = self.agent.get(format!("{}{path}", self.url));
        let request = request.header("Authorization", format!("Bearer {}", self.token));
        request.call().with_context(|| format!("{} does not answer", self.url))
    }

    fn text(&self, response: &mut Response<ureq::Body>) -> Result<Option<String>> {
        let url = &self.url;
        match response.status().as_u16() {
            200 => {}
            404 => return Ok(None),
            401 => bail!("{url} does not know the token of {TOKEN}"),
            403 => bail!("{url} does not let the holder of this token read that"),
            503 => bail!("{url} is busy, and was asked {MOST_TRIES} times"),
            status => bail!("{url} answers {status}: is it a Beeline, and of this version?"),
        }
        let text = response.body_mut().with_config().limit(MOST_BYTES).read_to_string();
        text.map(Some).with_context(|| format!("the answer of {url} breaks off"))
    }
}

/// A problem (RFC 9457) in words.
fn refusal(url: &str, status: u16, text: &str) -> String {
    let problem: Value = serde_json::from_str(text).unwrap_or_default();
    let said = |name: &str| problem.get(name).and_then(Value::as_str);
    let Some(title) = said("title") else {
        return format!("{url} answers {status}: is it a Beeline, and of this version?");
    };
    let errors = problem.get("errors").and_then(Value::as_array).into_iter().flatten();
    let errors = errors.filter_map(|error| {
        Some(format!("\n  {}: {}", error.get("field")?.as_str()?, error.get("message")?.as_str()?))
    });
    format!("{title}. {}{}", said("detail").unwrap_or_default(), errors.collect::<String>())
}

fn header<'a>(response: &'a Response<ureq::Body>, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}

fn wait(response: &Response<ureq::Body>) -> Duration {
    let seconds = header(response, "Retry-After").and_then(|text| text.parse().ok()).unwrap_or(1);
    Duration::from_secs(seconds).min(LONGEST_WAIT)
}

/// Whether nobody on the way can read what is sent there.
fn is_private(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return url.starts_with("https://") };
    let host = rest.split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    matches!(name.map_or(host, |(name, _)| name), "localhost" | "127.0.0.1" | "[::1]")
}
