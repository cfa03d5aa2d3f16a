//! Real SQLite behind the port of ledger and pool, as strict as a Durable Object's.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use beeline::storage::{Database, Row, StorageError, Value};
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{Connection, StatementStatus, params_from_iter};

/// The largest whole number a Durable Object's SQLite API carries exactly.
const EXACT: i64 = 1 << 53;

/// A database in memory that notes its statements, and fails when told to.
pub struct Sqlite {
    connection: Connection,
    statements: RefCell<BTreeSet<String>>,
    recompiled: RefCell<BTreeSet<String>>,
    failing_after: Cell<Option<u32>>,
    spared: Cell<bool>,
    largest_text: Cell<usize>,
}

impl Sqlite {
    /// An empty database.
    pub fn empty() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection.set_prepared_statement_cache_capacity(128);
        Self {
            connection,
            statements: RefCell::default(),
            recompiled: RefCell::default(),
            failing_after: Cell::new(None),
            spared: Cell::new(false),
            largest_text: Cell::new(0),
        }
    }

    /// Commits on `Ok`, rolls everything back on `Err`.
    pub fn transaction<T>(
        &self,
        body: impl FnOnce(&Self) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        self.connection.execute_batch("BEGIN").unwrap();
        let outcome = body(self);
        let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
        self.connection.execute_batch(end).unwrap();
        if self.failing_after.take().is_some() {
            self.spared.set(true);
        }
        outcome
    }

    /// In the next transaction, lets this many statements pass and fails the one after.
    pub fn fail_after(&self, statements: u32) {
        self.failing_after.set(Some(statements));
        self.spared.set(false);
    }

    /// Whether that transaction was over before the failure.
    pub fn was_spared(&self) -> bool {
        self.spared.get()
    }

    /// The largest text that was bound so far, in bytes.
    pub fn largest_text(&self) -> usize {
        self.largest_text.get()
    }

    /// Every statement text run since the last call.
    pub fn take_statements(&self) -> BTreeSet<String> {
        self.statements.take()
    }

    /// How SQLite would run a statement: the lines of its query plan.
    pub fn plan(&self, sql: &str) -> Vec<String> {
        let mut statement = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            lines.push(row.get(3).unwrap());
        }
        lines
    }

    /// Every row of every table, as text.
    pub fn dump(&self) -> Vec<String> {
        let tables = self.texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        tables.iter().flat_map(|table| self.rows_of(table)).collect()
    }

    fn rows_of(&self, table: &str) -> Vec<String> {
        let mut statement = self.connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let columns: Vec<Stored> = (0..width).map(|column| row.get(column).unwrap()).collect();
            lines.push(format!("{table} {columns:?}"));
        }
        lines
    }

    /// The first column of every row.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.look(sql, vec![]);
        rows.into_iter().map(|mut row| row.text().unwrap()).collect()
    }

    /// The number in the first column of the first row.
    pub fn number(&self, sql: &str) -> i64 {
        self.look(sql, vec![]).into_iter().next().unwrap().integer().unwrap()
    }

    /// A query of the test's own: neither noted nor failing.
    pub fn look(&self, sql: &str, parameters: Vec<Value>) -> Vec<Row> {
        self.run(sql, &parameters).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The statements that SQLite has compiled again since this was asked last.
    pub fn take_recompiled(&self) -> BTreeSet<String> {
        self.recompiled.take()
    }

    fn run(&self, sql: &str, parameters: &[Value]) -> rusqlite::Result<Vec<Row>> {
        for parameter in parameters {
            if let Value::Text(text) = parameter {
                self.largest_text.set(self.largest_text.get().max(text.len()));
            }
        }
        let mut statement = self.connection.prepare_cached(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(params_from_iter(parameters.iter().map(bound)))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let columns: rusqlite::Result<Vec<Value>> =
                (0..width).map(|column| row.get_ref(column).map(column_value)).collect();
            found.push(Row::new(columns?));
        }
        drop(rows);
        if statement.get_status(StatementStatus::RePrepare) > 0 {
            self.recompiled.borrow_mut().insert(sql.to_owned());
        }
        Ok(found)
    }
}

impl Database for Sqlite {
    fn query(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        match self.failing_after.get() {
            Some(0) => {
                self.failing_after.set(None);
                return Err(StorageError("the disk is on fire".into()));
            }
            Some(left) => self.failing_after.set(Some(left - 1)),
            None => {}
        }
        if !self.statements.borrow().contains(sql) {
            self.statements.borrow_mut().insert(sql.to_owned());
        }
        self.run(sql, &parameters).map_err(|error| StorageError(format!("{error} in {sql}")))
    }
}

fn bound(value: &Value) -> ToSqlOutput<'_> {
    match value {
        Value::Null => ToSqlOutput::Owned(Stored::Null),
        Value::Integer(number) => {
            assert!(number.abs() < EXACT, "{number} would not arrive exactly");
            ToSqlOutput::Owned(Stored::Integer(*number))
        }
        Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
    }
}

fn column_value(column: ValueRef<'_>) -> Value {
    match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => {
            assert!(number.abs() < EXACT, "{number} would not be read exactly");
            Value::Integer(number)
        }
        ValueRef::Text(text) => Value::Text(String::from_utf8(text.to_vec()).unwrap()),
        ValueRef::Real(number) => panic!("nobody stores fractions, found {number}"),
        ValueRef::Blob(_) => panic!("nobody stores blobs"),
    }
}
