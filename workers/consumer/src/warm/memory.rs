//! What is remembered between leads, in D1: read, one pure step, and written only if it is still what
//! was read.

use beeline::warm::budget::{Caps, OverCap, Spent, Taken};
use beeline::warm::cache::{Entry, Keep, Recall};
use beeline::warm::memory::{FORGET, MOST_SWAPS, READ, SWAP, spent};
use beeline::warm::source::Source;
use beeline::warm::trouble::Looked;
use beeline_platform::deadline::within;
use beeline_platform::source;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use worker::D1Database;

const DEADLINE_MS: u64 = 3_000;
/// Counts are kept: there are as many as sources. Beyond any clock, exact in a double.
const NEVER_STALE_MS: i64 = 1 << 52;

/// The rows.
#[derive(Clone, Copy)]
pub struct Memory<'a> {
    database: &'a D1Database,
}

#[derive(Deserialize)]
struct Row {
    value: String,
}

impl<'a> Memory<'a> {
    /// In the inbox's database.
    pub const fn of(database: &'a D1Database) -> Self {
        Self { database }
    }

    /// What is remembered of a question, or leave to ask it.
    pub async fn recall<T>(&self, key: &str, who: &str, keep: Keep) -> Result<Recall<T>, String>
    where
        T: Clone + Serialize + DeserializeOwned,
    {
        let step = |stored: Option<&str>| {
            let (entry, recall) = Entry::read(stored).recall(who, keep, source::now_ms());
            let stale_at_ms = entry.stale_at_ms();
            Ok((entry, stale_at_ms, recall))
        };
        self.step(key, step).await
    }

    /// What came of asking.
    pub async fn tell<T>(&self, key: &str, who: &str, looked: &Looked<T>, keep: Keep) -> Result<(), String>
    where
        T: Clone + Serialize + DeserializeOwned,
    {
        let step = |stored: Option<&str>| {
            let entry = Entry::read(stored).tell(who, looked.clone(), keep, source::now_ms());
            let stale_at_ms = entry.stale_at_ms();
            Ok((entry, stale_at_ms, ()))
        };
        self.step(key, step).await
    }

    /// Takes a credit.
    pub async fn take(&self, from: Source, caps: Caps) -> Result<Result<Taken, OverCap>, String> {
        let key = spent(from);
        let step = |stored: Option<&str>| {
            let before = read(&key, stored)?;
            Ok(match before.take(caps, 1, source::now_ms()) {
                Ok((after, taken)) => (after, NEVER_STALE_MS, Ok(taken)),
                Err(over) => (before, NEVER_STALE_MS, Err(over)),
            })
        };
        self.step(&key, step).await
    }

    /// What the question did cost. Not told, it counts as one.
    pub async fn settle(&self, from: Source, taken: Taken, cost: u32) -> Result<(), String> {
        let key = spent(from);
        let step = |stored: Option<&str>| Ok((read(&key, stored)?.settle(taken, cost), NEVER_STALE_MS, ()));
        self.step(&key, step).await
    }

    /// Forgets some of what says nothing any more.
    pub async fn forget(&self) -> Result<(), String> {
        let statement = self.database.prepare(FORGET).bind(&[number(source::now_ms())]);
        let statement = statement.map_err(|error| error.to_string())?;
        let answer = within(DEADLINE_MS, statement.run()).await.map_err(|_| "too slow".to_owned())?;
        answer.map(|_| ()).map_err(|error| error.to_string())
    }

    /// One row's step: from what is stored to what is to be, when that is stale, and a reply.
    async fn step<S: Serialize, R>(
        &self,
        key: &str,
        step: impl Fn(Option<&str>) -> Result<(S, i64, R), String>,
    ) -> Result<R, String> {
        for _ in 0..MOST_SWAPS {
            let before = self.read(key).await?;
            let (after, stale_at_ms, reply) = step(before.as_deref())?;
            let after = serde_json::to_string(&after).map_err(|error| error.to_string())?;
            if before.as_deref() == Some(&after) || self.swap(key, before, after, stale_at_ms).await? {
                return Ok(reply);
            }
        }
        Err("others wrote it all the time".into())
    }

    async fn read(&self, key: &str) -> Result<Option<String>, String> {
        let statement = self.database.prepare(READ).bind(&[key.into()]).map_err(|error| error.to_string())?;
        let answer = within(DEADLINE_MS, statement.first::<Row>(None)).await;
        let row = answer.map_err(|_| "too slow".to_owned())?.map_err(|error| error.to_string())?;
        Ok(row.map(|row| row.value))
    }

    async fn swap(
        &self,
        key: &str,
        before: Option<String>,
        after: String,
        stale_at_ms: i64,
    ) -> Result<bool, String> {
        let values = [key.into(), after.into(), number(stale_at_ms), before.unwrap_or_default().into()];
        let statement = self.database.prepare(SWAP).bind(&values).map_err(|error| error.to_string())?;
        let answer = within(DEADLINE_MS, statement.all()).await.map_err(|_| "too slow".to_owned())?;
        let rows: Vec<serde_json::Value> =
            answer.and_then(|rows| rows.results()).map_err(|error| error.to_string())?;
        Ok(!rows.is_empty())
    }
}

/// What a source has cost, by its row.
fn read(key: &str, stored: Option<&str>) -> Result<Spent, String> {
    Spent::read(stored).map_err(|error| {
        format!(
            "the row {key} of remembered cannot be read: mend it, or delete it to count from zero ({error})"
        )
    })
}

#[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
fn number(at_ms: i64) -> JsValue {
    JsValue::from_f64(at_ms as f64)
}
