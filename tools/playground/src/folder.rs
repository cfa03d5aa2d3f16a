//! The files as the page has them, and what became of them.

use std::collections::BTreeMap;

use beeline::routing::Facts;
use beeline_compiler::week::span_of_week;
use beeline_compiler::{Compiled, Files, Options, Problem, Severity, TESTS, compile_with, lead};

use crate::report::{Configuration, Report, Test, Told};
use crate::week::Week;
use crate::why::{Went, Why};
use crate::{Said, said};

/// Files under their names, and what leads can be tried on.
#[derive(Debug, Default)]
pub struct Folder {
    contents: BTreeMap<String, Vec<u8>>,
    /// Absent while the files say something wrong.
    compiled: Option<Compiled>,
    /// What leads are compared with.
    before: Option<Compiled>,
    /// The tests when they were last read.
    tests: Remembered,
    /// A moment of the day on which the files were last compiled, in milliseconds since the epoch.
    today_ms: i64,
}

/// Tests, and the text that they were read from.
#[derive(Debug, Default)]
struct Remembered {
    text: Option<Vec<u8>>,
    tests: Vec<Test>,
}

impl Folder {
    /// Adds a file, or replaces the one of that name.
    pub fn put(&mut self, name: &str, contents: Vec<u8>) {
        self.contents.insert(name.to_owned(), contents);
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) {
        self.contents.remove(name);
    }

    /// Compiles the files, and says everything about them. `today_ms` is a moment of today, in
    /// milliseconds since the epoch.
    ///
    /// Where nothing is wrong but that test leads go elsewhere than they must, leads can still be
    /// tried: how else could anybody find out why?
    pub fn check(&mut self, today_ms: i64) -> Report {
        self.today_ms = today_ms;
        let options = Options { today_ms: Some(today_ms), ..Options::default() };
        let (problems, compiled) = match compile_with(&self.files(), &options) {
            Ok(compiled) => (compiled.remarks.clone(), Some(compiled)),
            Err(problems) => {
                let in_tests = format!("/{TESTS}");
                let is_elsewhere = |problem: &Problem| {
                    problem.severity == Severity::Error && !problem.file.ends_with(&in_tests)
                };
                let has_rules = !problems.iter().any(is_elsewhere);
                let without_tests = || compile_with(&self.files_without_tests(), &options).ok();
                (problems, has_rules.then(without_tests).flatten())
            }
        };
        let is_right = problems.iter().all(|problem| problem.severity != Severity::Error);
        if let Some(compiled) = compiled.as_ref().filter(|_| is_right) {
            self.remember(compiled);
        }
        self.compiled = compiled;
        Report {
            ok: is_right,
            problems: problems.iter().map(Told::from).collect(),
            configuration: self.compiled.as_ref().map(|compiled| {
                let bundle = is_right.then(|| compiled.hash.clone());
                Configuration::of(&compiled.bundle, bundle, self.tried())
            }),
        }
    }

    /// From here on it is told of a lead if it went elsewhere with the files as they are now.
    pub fn keep(&mut self) {
        self.before.clone_from(&self.compiled);
    }

    /// Where a lead goes, and why; or what keeps it from being tried.
    pub fn why(&self, said: &Said) -> Result<Why, Vec<String>> {
        let (compiled, facts) = self.lead(said)?;
        let why = Why::of(&compiled.bundle, &facts).ok_or_else(nothing_to_try)?;
        let went = self.before.as_ref().and_then(|before| Went::of(&before.bundle, &pairs(said)));
        Ok(Why { before: went.filter(|went| went.team != why.team || went.rule != why.rule), ..why })
    }

    /// Where a lead goes at every minute of an ordinary week, and how many reps work then; or what
    /// keeps it from being tried.
    pub fn week(&self, said: &Said) -> Result<Week, Vec<String>> {
        let (compiled, facts) = self.lead(said)?;
        let form = compiled.bundle.form(&facts.form).ok_or_else(nothing_to_try)?;
        let window = span_of_week(&compiled.zone, self.today_ms)
            .ok_or_else(|| vec!["No calendar reaches this week.".to_owned()])?;
        Ok(Week::of(compiled, (form, &facts), window))
    }

    fn lead(&self, said: &Said) -> Result<(&Compiled, Facts), Vec<String>> {
        let compiled = self.compiled.as_ref().ok_or_else(nothing_to_try)?;
        Ok((compiled, lead(&compiled.bundle, &pairs(said))?))
    }

    fn files(&self) -> Files {
        let add = |files: Files, (name, contents): (&String, &Vec<u8>)| files.with(name, contents.as_slice());
        self.contents.iter().fold(Files::new(), add)
    }

    fn files_without_tests(&self) -> Files {
        let others = self.contents.iter().filter(|(name, _)| name.as_str() != TESTS);
        others.fold(Files::new(), |files, (name, contents)| files.with(name, contents.as_slice()))
    }

    fn remember(&mut self, compiled: &Compiled) {
        let tests = compiled.cases.iter().map(|case| Test {
            name: case.name.clone(),
            line: case.line,
            lead: said::of(&compiled.bundle, &case.facts),
            team: case.team.clone(),
            rule: case.rule.clone(),
            passes: true,
        });
        self.tests = Remembered { text: self.contents.get(TESTS).cloned(), tests: tests.collect() };
    }

    /// The tests with their outcome; none, if they were changed since they were last read.
    fn tried(&self) -> Vec<Test> {
        if self.tests.text.as_ref() != self.contents.get(TESTS) {
            return Vec::new();
        }
        let tried = |test: &Test| {
            let went = self.why(&test.lead).ok();
            let is_right = |went: Why| {
                went.team == test.team && test.rule.as_ref().is_none_or(|rule| *rule == went.rule)
            };
            Test { passes: went.is_some_and(is_right), ..test.clone() }
        };
        self.tests.tests.iter().map(tried).collect()
    }
}

fn pairs(said: &Said) -> Vec<(&str, &str)> {
    said.iter().map(|(name, answer)| (name.as_str(), answer.as_str())).collect()
}

fn nothing_to_try() -> Vec<String> {
    vec!["The files say something wrong: mend that first.".to_owned()]
}
