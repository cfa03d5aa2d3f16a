//! A Durable Object's SQLite, as the ledger's port, inside a synchronous transaction.

use beeline::ledger::{Database, Row, StorageError, Value};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use worker::Storage;

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
    #[wasm_bindgen(method, catch, variadic)]
    fn exec(this: &Sql, query: &str, bindings: &Array) -> Result<Cursor, JsValue>;

    /// `SqlStorageCursor`.
    type Cursor;
    #[wasm_bindgen(method, catch)]
    fn raw(this: &Cursor) -> Result<RawRows, JsValue>;

    /// The iterator of `raw()`.
    type RawRows;
    #[wasm_bindgen(method, catch, js_name = toArray)]
    fn to_array(this: &RawRows) -> Result<Array, JsValue>;
}

/// The object's database. Only lives inside [`transaction`].
pub struct Sqlite {
    sql: Sql,
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

fn storage_error(thrown: &JsValue) -> StorageError {
    let message = js_sys::Reflect::get(thrown, &JsValue::from_str("message")).ok();
    let text = message.and_then(|message| message.as_string()).or_else(|| thrown.as_string());
    StorageError(text.unwrap_or_else(|| "unknown failure".into()))
}

fn to_js(value: Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        #[allow(clippy::cast_precision_loss)] // the ledger's numbers stay below 2^53
        Value::Integer(number) => JsValue::from_f64(number as f64),
        Value::Text(text) => JsValue::from_str(&text),
    }
}

fn from_js(value: &JsValue) -> Result<Value, StorageError> {
    if value.is_null() || value.is_undefined() {
        return Ok(Value::Null);
    }
    if let Some(number) = value.as_f64() {
        #[allow(clippy::cast_possible_truncation)] // the ledger's numbers stay below 2^53
        return Ok(Value::Integer(number as i64));
    }
    value
        .as_string()
        .map(Value::Text)
        .ok_or_else(|| StorageError("a column is neither text nor a number".into()))
}

impl Sqlite {
    fn cursor(&self, sql: &str, parameters: Vec<Value>) -> Result<Cursor, StorageError> {
        let bindings: Array = parameters.into_iter().map(to_js).collect();
        self.sql.exec(sql, &bindings).map_err(|thrown| storage_error(&thrown))
    }
}

impl Database for Sqlite {
    fn query(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        let cursor = self.cursor(sql, parameters)?;
        let rows = cursor.raw().and_then(|rows| rows.to_array()).map_err(|thrown| storage_error(&thrown))?;
        rows.iter()
            .map(|row| {
                let columns: Array = row.unchecked_into();
                columns.iter().map(|column| from_js(&column)).collect::<Result<Vec<_>, _>>().map(Row::new)
            })
            .collect()
    }

    fn execute(&self, sql: &str, parameters: Vec<Value>) -> Result<(), StorageError> {
        self.cursor(sql, parameters).map(|_| ())
    }
}
