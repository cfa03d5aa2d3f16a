//! A Durable Object's SQLite, as the ledger's port, inside a synchronous transaction.

use beeline::ledger::{Database, Row, Statement, StorageError, Value};
use wasm_bindgen::prelude::*;
use worker::Storage;

use crate::thrown;

#[wasm_bindgen]
extern "C" {
    /// `DurableObjectStorage`, with the call that `worker` does not bind.
    type TransactionalStorage;
    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &TransactionalStorage,
        body: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn sql(this: &TransactionalStorage) -> Sql;

    /// `SqlStorage`.
    type Sql;
}

#[wasm_bindgen(module = "/src/sqlite.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = query)]
    fn run_query(sql: &Sql, statement: &str, parameters: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = queryAll)]
    fn run_queries(sql: &Sql, statements: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_name = executeAll)]
    fn run_all(sql: &Sql, statements: &str) -> Result<(), JsValue>;
}

/// The object's database.
pub struct Sqlite {
    sql: Sql,
}

impl Sqlite {
    /// For reading only: what has to be written together is written in a [`transaction`].
    pub fn of(storage: &Storage) -> Self {
        let storage: &TransactionalStorage = storage.as_raw().unchecked_ref();
        Self { sql: storage.sql() }
    }
}

/// Runs `body` in one `transactionSync`: `Err` rolls back everything it wrote, which
/// returning an error from a handler alone does not.
pub fn transaction<T>(
    storage: &Storage,
    body: impl FnOnce(&Sqlite) -> Result<T, StorageError>,
) -> Result<T, StorageError> {
    let storage: &TransactionalStorage = storage.as_raw().unchecked_ref();
    let sqlite = Sqlite { sql: storage.sql() };
    let mut body = Some(body);
    let mut outcome = None;
    let committed = storage.transaction_sync(&mut || {
        let Some(body) = body.take() else { return Ok(JsValue::UNDEFINED) };
        match body(&sqlite) {
            Ok(value) => {
                outcome = Some(Ok(value));
                Ok(JsValue::UNDEFINED)
            }
            Err(error) => {
                let thrown = JsValue::from_str(&error.0);
                outcome = Some(Err(error));
                Err(thrown)
            }
        }
    });
    match (outcome, committed) {
        (Some(Ok(value)), Ok(_)) => Ok(value),
        (Some(Err(error)), _) => Err(error),
        (_, Err(thrown)) => Err(storage_error(&thrown)),
        (None, Ok(_)) => Err(StorageError("the transaction did not run".into())),
    }
}

fn storage_error(error: &JsValue) -> StorageError {
    StorageError(thrown::message(error).unwrap_or_else(|| "unknown failure".into()))
}

fn unreadable(error: &serde_json::Error) -> StorageError {
    StorageError(format!("a column is neither text nor a whole number: {error}"))
}

fn to_json<T: serde::Serialize>(values: &T) -> Result<String, StorageError> {
    serde_json::to_string(values).map_err(|error| StorageError(error.to_string()))
}

impl Database for Sqlite {
    fn query(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        let rows =
            run_query(&self.sql, sql, &to_json(&parameters)?).map_err(|thrown| storage_error(&thrown))?;
        let rows: Vec<Vec<Value>> = serde_json::from_str(&rows).map_err(|error| unreadable(&error))?;
        Ok(rows.into_iter().map(Row::new).collect())
    }

    fn query_all(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StorageError> {
        let found =
            run_queries(&self.sql, &to_json(&statements)?).map_err(|thrown| storage_error(&thrown))?;
        let found: Vec<Vec<Vec<Value>>> = serde_json::from_str(&found).map_err(|error| unreadable(&error))?;
        Ok(found.into_iter().map(|rows| rows.into_iter().map(Row::new).collect()).collect())
    }

    fn execute(&self, sql: &str, parameters: Vec<Value>) -> Result<(), StorageError> {
        let statements = to_json(&[(sql, parameters)])?;
        run_all(&self.sql, &statements).map_err(|thrown| storage_error(&thrown))
    }

    fn execute_all(&self, statements: Vec<Statement>) -> Result<(), StorageError> {
        if statements.is_empty() {
            return Ok(());
        }
        run_all(&self.sql, &to_json(&statements)?).map_err(|thrown| storage_error(&thrown))
    }
}
