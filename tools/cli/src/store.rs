//! Workers KV over HTTP: Cloudflare's REST API (developers.cloudflare.com/api, "KV namespaces"), and
//! the same paths of a session on this machine.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body};

/// How long one call may take.
const DEADLINE: Duration = Duration::from_secs(30);
/// What KV keeps under a key at most, in bytes.
const MOST_BYTES: u64 = 25 * 1024 * 1024;
/// How many keys one list must at least ask for.
const LEAST_LISTED: usize = 10;

/// One namespace.
pub struct Store {
    agent: Agent,
    namespace_url: String,
    token: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    result: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    name: String,
}

impl Store {
    /// A namespace at Cloudflare.
    pub fn at_cloudflare(base_url: &str, account: &str, namespace: &str, token: String) -> Self {
        let namespace_url = format!(
            "{}/accounts/{account}/storage/kv/namespaces/{namespace}",
            base_url.trim_end_matches('/')
        );
        let agent = Agent::config_builder().timeout_global(Some(DEADLINE)).http_status_as_error(false);
        Self { agent: agent.build().into(), namespace_url, token: Some(token) }
    }

    /// A namespace of the session that `cargo xtask dev` runs on `port`.
    pub fn on_this_machine(port: u16, namespace: &str) -> Self {
        let namespace_url =
            format!("http://127.0.0.1:{port}/cdn-cgi/local/explorer/api/storage/kv/namespaces/{namespace}");
        let agent = Agent::config_builder().timeout_global(Some(DEADLINE)).http_status_as_error(false);
        // What is on this machine is not reached through a proxy.
        Self { agent: agent.proxy(None).build().into(), namespace_url, token: None }
    }

    /// What is kept under a key.
    pub fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        let request = self.agent.get(self.value_url(key));
        let request =
            self.authorization().into_iter().fold(request, |it, value| it.header("authorization", value));
        let mut answer = request.call().with_context(|| self.unreachable())?;
        if answer.status() == 404 {
            return Ok(None);
        }
        let bytes = body(&mut answer)?;
        self.check(&answer, &bytes, "read from")?;
        Ok(Some(bytes))
    }

    /// Keeps something under a key.
    pub fn put(&self, key: &str, value: &[u8]) -> Result<()> {
        let request = self.agent.put(self.value_url(key)).content_type("application/octet-stream");
        let request =
            self.authorization().into_iter().fold(request, |it, value| it.header("authorization", value));
        let mut answer = request.send(value).with_context(|| self.unreachable())?;
        let bytes = body(&mut answer)?;
        self.check(&answer, &bytes, "write to")
    }

    /// The first keys that begin with `prefix`, in ascending order, at most `most` of them.
    pub fn list(&self, prefix: &str, most: usize) -> Result<Vec<String>> {
        let request = self.agent.get(format!("{}/keys", self.namespace_url));
        let request = request.query("prefix", prefix).query("limit", most.max(LEAST_LISTED).to_string());
        let request =
            self.authorization().into_iter().fold(request, |it, value| it.header("authorization", value));
        let mut answer = request.call().with_context(|| self.unreachable())?;
        let bytes = body(&mut answer)?;
        self.check(&answer, &bytes, "list")?;
        let listed: Listed = serde_json::from_slice(&bytes).context("the list of keys is no list")?;
        Ok(listed.result.into_iter().map(|key| key.name).take(most).collect())
    }

    /// Keys have a colon: in a path it is written as `%3A`.
    fn value_url(&self, key: &str) -> String {
        format!("{}/values/{}", self.namespace_url, key.replace(':', "%3A"))
    }

    fn authorization(&self) -> Option<String> {
        self.token.as_ref().map(|token| format!("Bearer {token}"))
    }

    fn unreachable(&self) -> String {
        match self.token {
            Some(_) => "Cloudflare's API does not answer".to_owned(),
            None => "nothing answers on this machine: `cargo xtask dev` must run, on that port".to_owned(),
        }
    }

    fn check(&self, answer: &Response<Body>, bytes: &[u8], doing: &str) -> Result<()> {
        let status = answer.status().as_u16();
        match status {
            200..=299 => Ok(()),
            401 | 403 => bail!(
                "Cloudflare does not let this token {doing} the namespace (status {status}): it needs the \
                 permission \"Workers KV Storage: Edit\", for this account"
            ),
            404 => bail!("there is no such KV namespace: see BEELINE_KV_NAMESPACE"),
            _ => bail!("cannot {doing} Workers KV (status {status}): {}", reason(bytes)),
        }
    }
}

fn body(answer: &mut Response<Body>) -> Result<Vec<u8>> {
    answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec().context("the answer breaks off")
}

/// What the API says is wrong.
fn reason(bytes: &[u8]) -> String {
    let said: Option<Value> = serde_json::from_slice(bytes).ok();
    let message = said.as_ref().and_then(|said| said.pointer("/errors/0/message")).and_then(Value::as_str);
    message.unwrap_or("it does not say why").to_owned()
}
