//! The compiler and the evaluator behind a page in a browser: text in, JSON out.
//!
//! The page decides nothing: what is wrong with the files, where a lead goes and why is said by
//! the code that the build, the command line and the edge run. [`Playground`] is all that
//! JavaScript sees; what it says is made by [`Folder`], which runs anywhere.

mod asks;
mod folder;
mod report;
mod said;
mod week;
mod why;

use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

pub use asks::{Answer, Ask, AskKind};
pub use folder::Folder;
pub use report::{Configuration, Report, Team, Test, Told};
pub use week::{AnsweredBy, RepsAtWork, Week, WeekPart};
pub use why::{ConditionTold, Otherwise, RuleTold, Went, Why};

/// What is said of a lead, in pairs of name and answer: `("country", "DE")`.
pub type Said = Vec<(String, String)>;

/// The files of one page. Everything it returns is JSON.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Playground(Folder);

#[wasm_bindgen]
impl Playground {
    /// No file yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of that name.
    pub fn put(&mut self, name: &str, contents: Vec<u8>) {
        self.0.put(name, contents);
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Compiles the files, on a day that has this moment, in milliseconds since the epoch: a
    /// [`Report`].
    pub fn check(&mut self, today_ms: i64) -> String {
        json(&self.0.check(today_ms))
    }

    /// From here on [`Why`] tells of a lead if it went elsewhere with the files as they are now.
    pub fn keep(&mut self) {
        self.0.keep();
    }

    /// Where a lead goes, and why: a [`Why`], or `{ "wrong": [sentence] }`. The lead is JSON:
    /// pairs of name and answer.
    pub fn why(&self, lead: &str) -> String {
        answered(read(lead).and_then(|said| self.0.why(&said)))
    }

    /// Where a lead goes at every minute of an ordinary week: a [`Week`], or `{ "wrong": [sentence] }`.
    pub fn week(&self, lead: &str) -> String {
        answered(read(lead).and_then(|said| self.0.week(&said)))
    }
}

/// What keeps a lead from being tried.
#[derive(Serialize)]
struct Wrong {
    wrong: Vec<String>,
}

fn read(lead: &str) -> Result<Said, Vec<String>> {
    serde_json::from_str(lead).map_err(|_| vec!["the lead is not a list of names and answers".to_owned()])
}

fn answered<T: Serialize>(result: Result<T, Vec<String>>) -> String {
    match result {
        Ok(told) => json(&told),
        Err(wrong) => json(&Wrong { wrong }),
    }
}

/// Nothing that is told has a map with keys other than text, which alone could not be written.
fn json<T: Serialize>(told: &T) -> String {
    serde_json::to_string(told).unwrap_or_default()
}
