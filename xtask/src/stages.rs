//! A chore of several stages: each is named and timed, and the first that fails ends it.

use std::time::Instant;

use anyhow::{Context, Result};

/// The stages that have passed.
pub struct Stages {
    started: Instant,
    passed: Vec<String>,
}

impl Stages {
    pub fn new() -> Stages {
        Stages { started: Instant::now(), passed: Vec::new() }
    }

    /// Runs one stage.
    pub fn run<T>(&mut self, name: &str, stage: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n## {name}");
        let started = Instant::now();
        let result = stage()
            .with_context(|| format!("stage `{name}` failed ({} passed before it)", self.passed.len()))?;
        let seconds = started.elapsed().as_secs_f32();
        println!("## {name}: passed in {seconds:.1} s");
        self.passed.push(format!("{name} {seconds:.1}"));
        Ok(result)
    }

    /// The closing line.
    pub fn report(&self, chore: &str) {
        println!(
            "\n{chore}: all {} stages passed in {:.1} s ({})",
            self.passed.len(),
            self.started.elapsed().as_secs_f32(),
            self.passed.join(", ")
        );
    }
}
