//! What reaches a ledger object, and what it sends.

use beeline::envelope::{EnvelopeError, MessageBody, Sealer};
use beeline::ledger::{
    self as rules, ClaimOutcome, Command, Database, Reply, Role, Row, StorageError, Tally, Value,
};
use beeline::secret::Secret;
use data_encoding::BASE64URL_NOPAD;

use super::input::Input;
use super::oracle::{KEY, SIGNED, hmac, secret};

#[path = "../../../tests/support/books.rs"]
mod books;
#[path = "../../../tests/support/sqlite.rs"]
mod sqlite;

use books::Books;
use sqlite::Sqlite;

const NOW_MS: i64 = 1_790_000_400_000;
/// The largest whole number that JavaScript, between the object and its SQLite, has exactly.
const EXACT: i64 = 1 << 53;
/// Commands of one input. More only make it slow.
const MAX_COMMANDS: usize = 24;

/// Key id, signature and payload in a line each. `{}` for a signature stands for the genuine
/// one, and a payload that begins with a brace is put into base64url.
pub fn envelope(data: &[u8]) {
    let mut input = Input::new(data);
    let (key_id, signature) = (input.line(), input.line());
    let payload = match input.rest() {
        json if json.starts_with(b"{") => BASE64URL_NOPAD.encode(json),
        text => String::from_utf8_lossy(text).into_owned(),
    };
    let genuine = hmac(KEY.as_bytes(), format!("v1.{key_id}.{payload}").as_bytes());
    let genuine = BASE64URL_NOPAD.encode(&genuine);
    let signature = signature.replace(SIGNED, &genuine);
    let envelope = format!("v1.{key_id}.{signature}.{payload}");
    let sealer = Sealer::new("k1".into(), secret());
    let message = match sealer.open(&envelope) {
        Ok(message) => message,
        Err(EnvelopeError::Signature) => {
            let is_sound = key_id == "k1" && signature == genuine && !signature.contains('.');
            return assert!(!is_sound, "our own signature is refused");
        }
        Err(_) => return,
    };
    let parts: Vec<&str> = envelope.splitn(4, '.').collect();
    let expected = hmac(KEY.as_bytes(), format!("v1.{}.{}", parts[1], parts[3]).as_bytes());
    assert_eq!((parts[1], parts[2]), ("k1", BASE64URL_NOPAD.encode(&expected).as_str()), "forged");
    let other = Sealer::new("k1".into(), Secret::new(&KEY.to_uppercase()).unwrap());
    assert_eq!(other.open(&envelope).err(), Some(EnvelopeError::Signature), "any key opens it");

    let told = serde_json::to_value(&message).unwrap();
    let sealed = sealer.seal(message).unwrap();
    let again = sealer.open(&sealed).unwrap_or_else(|error| panic!("sealed, and does not open: {error}"));
    let is_cut = matches!(again.body, MessageBody::LeadRef);
    assert!(is_cut || serde_json::to_value(&again).unwrap() == told, "opens as another");
    let altered = sealed.replacen("v1.k1.", "v1.k2.", 1);
    assert_eq!(sealer.open(&altered).err(), Some(EnvelopeError::UnknownKey));
}

/// SQLite as an object has it: a number that would not cross JavaScript exactly is refused.
struct Exact<'a>(&'a Sqlite);

impl Database for Exact<'_> {
    fn query(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        let is_exact =
            |value: &Value| !matches!(value, Value::Integer(number) if number.unsigned_abs() >= EXACT as u64);
        if !parameters.iter().all(is_exact) {
            return Err(StorageError("a number that JavaScript does not have".into()));
        }
        self.0.query(sql, parameters)
    }
}

/// A command a line, for a home object; one that begins with `~` is for its stand-in. A minute
/// passes in between, and what is due is sent.
pub fn ledger_command(data: &[u8]) {
    let mut objects = [None, None];
    for (at, line) in Input::new(data).lines().take(MAX_COMMANDS).enumerate() {
        let now_ms = NOW_MS + i64::try_from(at).unwrap() * 60_000;
        let (object, role, text) = match line.strip_prefix('~') {
            None => (&mut objects[0], Role::Home, &*line),
            Some(text) => (&mut objects[1], Role::Spill, text),
        };
        let Ok(command) = serde_json::from_str::<Command>(text) else { continue };
        object.get_or_insert_with(|| Object::new(role)).obey(command, now_ms);
    }
}

struct Object {
    sqlite: Sqlite,
    role: Role,
    accepted: i64,
}

impl Object {
    fn new(role: Role) -> Self {
        let sqlite = Sqlite::empty();
        sqlite.transaction(|sqlite| rules::migrate(sqlite, NOW_MS)).unwrap();
        Self { sqlite, role, accepted: 0 }
    }

    fn obey(&mut self, command: Command, now_ms: i64) {
        let written = serde_json::to_string(&command).unwrap();
        let command: Command = serde_json::from_str(&written).unwrap();
        let is_claim = matches!(command, Command::Claim(_));
        let reply = self.sqlite.transaction(|sqlite| rules::run(&Exact(sqlite), self.role, command, now_ms));
        if let Ok(reply) = reply {
            let text = serde_json::to_string(&reply).unwrap();
            let again: Reply = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&again).unwrap(), text, "a reply that arrives as another");
            assert_eq!(is_claim, matches!(reply, Reply::Claimed(_)), "an answer to another command");
            if let Reply::Claimed(claimed) = reply {
                self.accepted += i64::from(claimed.outcome == ClaimOutcome::Accepted);
                let asked = Command::Lead { lead_id: claimed.lead_id };
                let known = rules::run(&Exact(&self.sqlite), self.role, asked, now_ms);
                assert!(
                    matches!(known, Ok(Reply::Lead(Some(_)))),
                    "a receipt of a lead nobody has: {known:?}"
                );
            }
        }
        // What cannot be sent stays as it is; that no lead is lost is what counts.
        let _sent = self.sqlite.transaction(|sqlite| rules::dispatch(&Exact(sqlite), now_ms));
        self.assert_balanced(now_ms);
    }

    fn assert_balanced(&self, now_ms: i64) {
        let tally = rules::run(&Exact(&self.sqlite), self.role, Command::Tally, now_ms);
        let Ok(Reply::Tally(tally)) = tally else { panic!("no count: {tally:?}") };
        let rows = self.sqlite.number("SELECT COUNT(*) FROM lead");
        assert_eq!((accepted(&tally), rows), (self.accepted, self.accepted), "claims, counters, rows");
        let open = Books::of(&tally);
        assert_eq!(open.in_flight(), open.rows("accepted"), "in flight by counters, by rows");
        assert_eq!(open.net("quarantined"), open.rows("quarantined"), "in quarantine by counters, by rows");
    }
}

fn accepted(tally: &Tally) -> i64 {
    Books::of(tally).counter("accepted")
}
