//! The files as the page has them, and what became of them.

use std::collections::BTreeMap;

use beeline::routing::Facts;
use beeline_compiler::{Compiled, Files, Problem, Severity, TESTS, compile, lead};

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

    /// Compiles the files, and says everything about them.
    ///
    /// Where nothing is wrong but that test leads go elsewhere than they must, leads can still be
    /// tried: how else could anybody find out why?
    pub fn check(&mut self) -> Report {
        let (problems, compiled) = match compile(&self.files()) {
            Ok(compiled) => (compiled.remarks.clone(), Some(compiled)),
            Err(problems) => {
                let in_tests = format!("/{TESTS}");
                let is_elsewhere = |problem: &Problem| {
                    problem.severity == Severity::Error && !problem.file.ends_with(&in_tests)
                };
                let has_rules = !problems.iter().any(is_elsewhere);
                (problems, has_rules.then(|| compile(&self.files_without_tests()).ok()).flatten())
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

    /// Where a lead goes at every minute of the week; or what keeps it from being tried.
    pub fn week(&self, said: &Said) -> Result<Week, Vec<String>> {
        let (compiled, facts) = self.lead(said)?;
        Week::of(&compiled.bundle, &facts).ok_or_else(nothing_to_try)
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
