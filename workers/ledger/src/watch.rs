//! The clock of one destination's comparisons with the ledger. Reads, steps, writes; the rules are the
//! domain's.

use beeline::binding::{self, variable};
use beeline::reconcile::{Watch, WatchCall, WatchReply};
use beeline::storage::{Database, StorageError};
use beeline_platform::deadline::within;
use beeline_platform::sqlite::{Sqlite, transaction};
use beeline_platform::{log, settings, source};
use worker::{Env, MessageBuilder, QueueContentType, State};

use crate::alarm::Alarm;

/// Deadline of asking for somebody who compares.
const QUEUE_DEADLINE_MS: u64 = 10_000;
/// How soon the alarm comes back after its message was not taken.
const ALARM_RETRY_MS: i64 = 5_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS watch (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL)";
const READ: &str = "SELECT state FROM watch";
const WRITE: &str =
    "INSERT INTO watch (id, state) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET state = excluded.state";

/// The clock, and where it is kept.
pub struct Clock<'a> {
    pub state: &'a State,
    pub env: &'a Env,
    pub alarm: &'a Alarm,
}

impl Clock<'_> {
    /// Takes one call for the destination of this name.
    pub fn hear(&self, name: &str, call: WatchCall) -> Result<WatchReply, String> {
        let kept_ms = self.kept_ms()?;
        let now_ms = source::now_ms();
        let (reply, due_at_ms) = self.step(Some(name), now_ms, |watch| watch.hear(call, kept_ms, now_ms))?;
        self.arm(due_at_ms, now_ms)?;
        Ok(reply)
    }

    /// The alarm rang: asks for somebody who compares. It is set for the next time before that.
    pub async fn ring(&self) -> Result<(), String> {
        self.alarm.rang();
        let now_ms = source::now_ms();
        let ((name, asks), due_at_ms) =
            self.step(None, now_ms, |watch| (watch.destination().to_owned(), watch.ring(now_ms)))?;
        self.arm(due_at_ms, now_ms)?;
        if asks && let Err(reason) = self.ask(&name).await {
            log::failure("reconcile.not_asked").with("destination", name).with("reason", reason).write();
            self.arm(now_ms + ALARM_RETRY_MS, now_ms)?;
        }
        Ok(())
    }

    fn step<T>(
        &self,
        name: Option<&str>,
        now_ms: i64,
        change: impl FnOnce(&mut Watch) -> T,
    ) -> Result<(T, i64), String> {
        let stepped = transaction(&self.state.storage(), |sqlite| {
            let stored = read(sqlite)?;
            let known = stored.as_deref().and_then(|text| serde_json::from_str::<Watch>(text).ok());
            let known = known.filter(|watch| name.is_none_or(|name| watch.destination() == name));
            let mut watch = match (known, name) {
                (Some(watch), _) => watch,
                (None, Some(name)) => Watch::new(name, now_ms),
                (None, None) => return Err(StorageError("an alarm without a destination".into())),
            };
            let answer = change(&mut watch);
            let text = serde_json::to_string(&watch).map_err(|error| StorageError(error.to_string()))?;
            if stored.as_ref() != Some(&text) {
                sqlite.execute(WRITE, vec![text.into()])?;
            }
            Ok((answer, watch.due_at_ms()))
        });
        stepped.map_err(|error| error.to_string())
    }

    fn arm(&self, at_ms: i64, now_ms: i64) -> Result<(), String> {
        let armed = self.alarm.arm(&self.state.storage(), at_ms, now_ms);
        armed.map_err(|thrown| format!("the alarm is not set: {thrown:?}"))
    }

    async fn ask(&self, name: &str) -> Result<(), String> {
        let queue = self.env.queue(binding::QUEUE_RECONCILE).map_err(|error| error.to_string())?;
        let message = MessageBuilder::new(name.to_owned()).content_type(QueueContentType::Text).build();
        match within(QUEUE_DEADLINE_MS, queue.send(message)).await {
            Ok(sent) => sent.map_err(|error| error.to_string()),
            Err(_) => Err("deadline passed".into()),
        }
    }

    /// How long the ledger knows what is settled.
    fn kept_ms(&self) -> Result<i64, String> {
        let days = settings::number(self.env, variable::RETENTION_DAYS, 30);
        Ok(i64::from(days.map_err(|error| error.to_string())?) * DAY_MS)
    }
}

fn read(sqlite: &Sqlite) -> Result<Option<String>, StorageError> {
    sqlite.execute(CREATE, vec![])?;
    sqlite.query(READ, vec![])?.into_iter().next().map(|mut row| row.text()).transpose()
}
