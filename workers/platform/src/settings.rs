//! Variables and secrets, read once per isolate, each error naming the binding.

use std::fmt;

use beeline::secret::Secret;
use worker::Env;

/// A binding is missing or unusable. A deployment error: nothing is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSetting {
    name: &'static str,
    problem: String,
}

impl fmt::Display for BadSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "binding {}: {}", self.name, self.problem)
    }
}

/// A plain variable; blank counts as absent.
pub fn variable(env: &Env, name: &str) -> Option<String> {
    let text = env.var(name).ok()?.to_string();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// A secret. Missing or weak is an error.
pub fn secret(env: &Env, name: &'static str) -> Result<Secret, BadSetting> {
    let bad = |problem: String| BadSetting { name, problem };
    let text = env.secret(name).map_err(|_| bad("is not set".into()))?.to_string();
    Secret::new(text.trim()).map_err(|weak| bad(weak.to_string()))
}

/// A secret that need not be there; blank counts as absent, weak is an error.
pub fn optional_secret(env: &Env, name: &'static str) -> Result<Option<Secret>, BadSetting> {
    let text = env.secret(name).map(|text| text.to_string()).unwrap_or_default();
    let text = text.trim();
    let secret = (!text.is_empty()).then(|| Secret::new(text)).transpose();
    secret.map_err(|weak| BadSetting { name, problem: weak.to_string() })
}

/// A variable that must be there.
pub fn required(env: &Env, name: &'static str) -> Result<String, BadSetting> {
    variable(env, name).ok_or_else(|| BadSetting { name, problem: "is not set".into() })
}

/// A whole number with a default.
pub fn number(env: &Env, name: &'static str, default: u32) -> Result<u32, BadSetting> {
    match variable(env, name) {
        None => Ok(default),
        Some(text) => {
            text.parse().map_err(|_| BadSetting { name, problem: format!("`{text}` is not a whole number") })
        }
    }
}
