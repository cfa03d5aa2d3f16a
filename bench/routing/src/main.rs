//! What a decision takes on this machine, and how long it takes to check rules: a line of JSON.
//!
//! `beeline-bench-routing SIZE...` measures tables of these sizes, and checks 1,000 rules.

use std::env;
use std::fmt::Write;
use std::time::{Duration, Instant};

use beeline::routing::{Answers, Rule, Subject};
use beeline_bench_routing::{Bench, rules};
use beeline_compiler::{Files, compile};

/// A measurement lasts at least so long.
const ENOUGH: Duration = Duration::from_millis(300);
/// Rules that are checked.
const CHECKED: u32 = 1_000;

fn main() {
    let sizes: Vec<u32> = env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let rows: Vec<String> = sizes
        .iter()
        .map(|size| {
            let bench = Bench::new(*size);
            assert_eq!(bench.decide(1_024), bench.read_one_by_one(1_024), "both ways decide the same");
            let table = nanoseconds(|times| bench.decide(times));
            let one_by_one = nanoseconds(|times| bench.read_one_by_one(times));
            format!("{{\"rules\":{size},\"table_ns\":{table},\"one_by_one_ns\":{one_by_one}}}")
        })
        .collect();
    println!("{{\"sizes\":[{}],\"check_ms\":{}}}", rows.join(","), check());
}

/// What one takes, of as many as last long enough.
fn nanoseconds(decide: impl Fn(u32) -> u64) -> u128 {
    let mut times = 256_u32;
    loop {
        let started = Instant::now();
        std::hint::black_box(decide(times));
        let took = started.elapsed();
        if took >= ENOUGH {
            return took.as_nanos() / u128::from(times);
        }
        times = times.saturating_mul(2);
    }
}

/// How long a thousand rules take from text to remarks.
fn check() -> u128 {
    let mut routing = "fallback = \"team-0\"\n".to_owned();
    for team in 0..9 {
        let _written = write!(routing, "[team.team-{team}]\nname = \"Team {team}\"\nsla_seconds = 60\n");
    }
    rules(CHECKED).iter().for_each(|rule| routing.push_str(&as_text(rule)));
    let forms = "[form.demo]\ntitle = \"Demo\"\nlane = \"hot\"\ndedup_window_seconds = 60\nthank_you_url = \"/thanks\"\n\
                 [form.demo.field.budget]\ntype = \"choice\"\nlabel = \"Budget\"\n\
                 choices = [\"under 10k\", \"10k to 50k\", \"over 50k\"]\n";
    let files = Files::new().with("forms.toml", forms).with("routing.toml", routing);
    let started = Instant::now();
    let compiled = compile(&files).expect("the rules are right");
    assert_eq!(compiled.bundle.rules().len(), CHECKED as usize);
    started.elapsed().as_millis()
}

fn as_text(rule: &Rule) -> String {
    let conditions = rule.when.iter().map(|condition| {
        let answers: Vec<String> = match &condition.answers {
            Answers::OneOf(words) if condition.subject == Subject::Country => {
                words.iter().map(|word| word.to_uppercase()).collect()
            }
            Answers::OneOf(words) | Answers::NoneOf(words) => words.clone(),
            Answers::Within(spans) => spans.iter().map(ToString::to_string).collect(),
            Answers::During(spans) => spans.iter().map(|(from, _)| day(*from)).collect(),
        };
        let unknown = condition.unknown.then(|| "unknown".to_owned());
        let answers: Vec<String> = answers.into_iter().chain(unknown).map(|it| format!("\"{it}\"")).collect();
        format!("\"{}\" = [{}]", condition.subject, answers.join(", "))
    });
    let when = conditions.collect::<Vec<_>>().join(", ");
    format!("[[rule]]\nid = \"{}\"\nteam = \"{}\"\nwhen = {{ {when} }}\n", rule.id, rule.team)
}

fn day(from: u16) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    format!("{} 09:00-18:00", DAYS[usize::from(from / 1_440)])
}
