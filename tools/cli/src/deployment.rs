//! Which deployment is published to: its store, and the key that its Workers believe.

use std::env;
use std::fs;

use anyhow::{Context, Result, bail};
use beeline::live::{
    CURRENT_KEY, HISTORY_PREFIX, Publication, Reference, Refusal, Sealer, bundle_key, history_key,
};
use beeline::secret::Secret;

use crate::command::Target;
use crate::store::Store;

const CLOUDFLARE: &str = "https://api.cloudflare.com/client/v4";
/// The namespace of wrangler.toml, which exists on this machine only.
const DEVELOPMENT_NAMESPACE: &str = "beeline-routing";
const DEVELOPMENT_SECRETS: &str = ".dev.vars";

/// What a deployment at Cloudflare is known by, from the environment.
const VARIABLES: [(&str, &str); 5] = [
    ("CLOUDFLARE_API_TOKEN", "an API token with the permission \"Workers KV Storage: Edit\""),
    ("CLOUDFLARE_ACCOUNT_ID", "the account"),
    ("BEELINE_KV_NAMESPACE", "the id of the KV namespace that the edge Worker has as ROUTING"),
    ("BUNDLE_KEY", "the secret of that name that the edge Worker has"),
    ("BUNDLE_KEY_ID", "its id, which the edge Worker has too"),
];

/// Where bundles are published, and with which key.
pub struct Deployment {
    store: Store,
    sealer: Sealer,
}

impl Deployment {
    /// The one that is meant.
    pub fn of(target: &Target) -> Result<Self> {
        if target.dev {
            let (key, key_id) = (development_secret("BUNDLE_KEY")?, development_secret("BUNDLE_KEY_ID")?);
            let store = Store::on_this_machine(target.port, DEVELOPMENT_NAMESPACE);
            return Ok(Self { store, sealer: sealer(&key, key_id)? });
        }
        let [token, account, namespace, key, key_id] = from_environment()?;
        let base_url = env::var("CLOUDFLARE_API_BASE_URL").unwrap_or_else(|_| CLOUDFLARE.to_owned());
        let store = Store::at_cloudflare(&base_url, &account, &namespace, token);
        Ok(Self { store, sealer: sealer(&key, key_id)? })
    }

    /// The latest publication.
    pub fn current(&self) -> Result<Option<Publication>> {
        let Some(sealed) = self.store.get(CURRENT_KEY)? else { return Ok(None) };
        self.open(&sealed).map(Some).map_err(|refusal| match refusal {
            Refusal::UnknownKey | Refusal::Signature => anyhow::anyhow!(
                "what is published was signed with another key than BUNDLE_KEY, so that the Workers \
                 would not believe this one: use theirs. If the key was changed on purpose, delete the \
                 key `{CURRENT_KEY}` of the namespace first"
            ),
            refusal => anyhow::anyhow!(
                "what is published cannot be read: {refusal}. To begin anew, delete the key `{CURRENT_KEY}` of \
                 the namespace"
            ),
        })
    }

    /// The latest publications, the newest first, each as far as this key can open it.
    pub fn history(&self, most: usize) -> Result<Vec<Result<Publication, Refusal>>> {
        let keys = self.store.list(HISTORY_PREFIX, most)?;
        let sealed = keys.iter().map(|key| self.store.get(key)).collect::<Result<Vec<_>>>()?;
        Ok(sealed.into_iter().flatten().map(|sealed| self.open(&sealed)).collect())
    }

    /// The bytes of a bundle that was published.
    pub fn bundle(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        self.store.get(&bundle_key(hash))
    }

    /// Publishes: the bytes before the word that names them, so that whoever reads the word finds
    /// the bytes.
    pub fn publish(&self, publication: &Publication, bytes: &[u8]) -> Result<()> {
        let Reference { hash, .. } = &publication.bundle;
        match self.bundle(hash)? {
            Some(known) if known == bytes => {}
            Some(_) => bail!("what is stored as bundle {hash} is something else: somebody wrote over it"),
            None => self.store.put(&bundle_key(hash), bytes)?,
        }
        let sealed = self.sealer.seal(publication).context("the name given with --by is too long")?;
        self.store.put(&history_key(publication.sequence), sealed.as_bytes())?;
        self.store.put(CURRENT_KEY, sealed.as_bytes())
    }

    fn open(&self, sealed: &[u8]) -> Result<Publication, Refusal> {
        self.sealer.open(std::str::from_utf8(sealed).map_err(|_| Refusal::Shape)?)
    }
}

fn sealer(key: &str, key_id: String) -> Result<Sealer> {
    Ok(Sealer::new(key_id, Secret::new(key).map_err(|weak| anyhow::anyhow!("BUNDLE_KEY: {weak}"))?))
}

/// Everything that is missing is told at once.
fn from_environment() -> Result<[String; 5]> {
    let value = |name: &str| {
        env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let missing: Vec<String> = VARIABLES
        .iter()
        .filter(|(name, _)| value(name).is_none())
        .map(|(name, meaning)| format!("  {name}: {meaning}"))
        .collect();
    if !missing.is_empty() {
        bail!(
            "to publish to Cloudflare, set in the environment\n{}\nor publish to the session on this machine with --dev",
            missing.join("\n")
        );
    }
    Ok(VARIABLES.map(|(name, _)| value(name).unwrap_or_default()))
}

fn development_secret(name: &str) -> Result<String> {
    let text = fs::read_to_string(DEVELOPMENT_SECRETS)
        .with_context(|| format!("cannot read {DEVELOPMENT_SECRETS}: `cargo xtask dev` makes it"))?;
    let assigned =
        text.lines().filter_map(|line| line.split_once('=')).find(|(known, _)| known.trim() == name);
    let (_, value) =
        assigned.with_context(|| format!("{DEVELOPMENT_SECRETS} has no {name}: run `cargo xtask setup`"))?;
    Ok(value.trim().trim_matches(['"', '\'']).to_owned())
}
