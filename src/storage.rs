//! The port to SQLite.

use std::fmt;

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};

/// A bound parameter or a column. Ids are text: a JavaScript number holds 53 bits.
/// As JSON it is the bare value, which is how it crosses between wasm and JavaScript.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// NULL.
    Null,
    /// A whole number below 2^53.
    Integer(i64),
    /// Text.
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}
impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Storage failed or holds something we did not write. Never "absent": the command fails,
/// its transaction is rolled back, and the caller may try again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageError(pub String);

impl fmt::Display for StorageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "storage: {}", self.0)
    }
}

impl std::error::Error for StorageError {}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Column)
    }
}

/// Reads one column of a row.
struct Column;

impl Visitor<'_> for Column {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("null, a whole number or text")
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }
    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::Integer).map_err(|_| E::custom("a number out of range"))
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }
    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }
}

/// One statement with its parameters.
pub type Statement = (&'static str, Vec<Value>);

/// A SQLite database inside a transaction.
pub trait Database {
    /// Runs one statement and gives every row.
    fn query(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, StorageError>;

    /// Runs queries in order, in one call.
    fn query_all(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StorageError> {
        statements.into_iter().map(|(sql, parameters)| self.query(sql, parameters)).collect()
    }

    /// Runs statements in order, for their effect. One call, because what a statement costs
    /// is mostly the way to the database.
    fn execute_all(&self, statements: Vec<Statement>) -> Result<(), StorageError> {
        statements.into_iter().try_for_each(|(sql, parameters)| self.execute(sql, parameters))
    }

    /// Runs one statement for its effect.
    fn execute(&self, sql: &str, parameters: Vec<Value>) -> Result<(), StorageError> {
        self.query(sql, parameters).map(|_| ())
    }
}

/// One row, read from left to right.
pub struct Row {
    columns: std::vec::IntoIter<Value>,
}

impl Row {
    /// From the columns in order.
    pub fn new(columns: Vec<Value>) -> Self {
        Self { columns: columns.into_iter() }
    }

    fn wrong(wanted: &str, found: Option<&Value>) -> StorageError {
        let found = match found {
            None => "no column",
            Some(Value::Null) => "NULL",
            Some(Value::Integer(_)) => "an integer",
            Some(Value::Text(_)) => "text",
        };
        StorageError(format!("expected {wanted}, found {found}"))
    }

    /// The next column, which is text.
    pub fn text(&mut self) -> Result<String, StorageError> {
        match self.columns.next() {
            Some(Value::Text(text)) => Ok(text),
            other => Err(Self::wrong("text", other.as_ref())),
        }
    }

    /// The next column, which is text or NULL.
    pub fn optional_text(&mut self) -> Result<Option<String>, StorageError> {
        match self.columns.next() {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) => Ok(None),
            other => Err(Self::wrong("text or NULL", other.as_ref())),
        }
    }

    /// The next column, which is a whole number.
    pub fn integer(&mut self) -> Result<i64, StorageError> {
        match self.columns.next() {
            Some(Value::Integer(number)) => Ok(number),
            other => Err(Self::wrong("an integer", other.as_ref())),
        }
    }

    /// The next column, which is a whole number or NULL.
    pub fn optional_integer(&mut self) -> Result<Option<i64>, StorageError> {
        match self.columns.next() {
            Some(Value::Integer(number)) => Ok(Some(number)),
            Some(Value::Null) => Ok(None),
            other => Err(Self::wrong("an integer or NULL", other.as_ref())),
        }
    }

    /// The next column, which is a small count.
    pub fn count(&mut self) -> Result<u32, StorageError> {
        u32::try_from(self.integer()?).map_err(|_| StorageError("a count out of range".into()))
    }

    /// The next column, which is text that parses. The text itself is in no error: nobody knows
    /// what it is.
    pub fn parsed<T>(
        &mut self,
        what: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StorageError> {
        let text = self.text()?;
        parse(&text).ok_or_else(|| StorageError(format!("not {what}")))
    }
}

/// Brings a database to the newest of its schemas, oldest migration first. SQLite's own
/// `user_version` is refused by Durable Objects, hence the table.
pub fn migrate(database: &impl Database, migrations: &[&str], now_ms: i64) -> Result<(), StorageError> {
    database.execute(
        "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, applied_at_ms INTEGER NOT NULL)",
        vec![],
    )?;
    let mut rows = database.query("SELECT COALESCE(MAX(version), 0) FROM migration", vec![])?;
    let applied = rows.pop().map_or(Ok(0), |mut row| row.count())?;
    if usize::try_from(applied).is_ok_and(|applied| applied > migrations.len()) {
        return Err(StorageError(format!("schema {applied} is newer than this code")));
    }
    for (version, migration) in (1_u32..).zip(migrations) {
        if version > applied {
            for statement in migration.split(';').filter(|statement| !statement.trim().is_empty()) {
                database.execute(statement, vec![])?;
            }
            database.execute(
                "INSERT INTO migration (version, applied_at_ms) VALUES (?1, ?2)",
                vec![version.into(), now_ms.into()],
            )?;
        }
    }
    Ok(())
}
