//! The workbench's answers, for people.

use beeline::page::time::stamp;
use serde_json::Value;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or("-")
}

fn number(value: &Value, name: &str) -> i64 {
    value.get(name).and_then(Value::as_i64).unwrap_or_default()
}

fn list_of<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

const NOT_IN_THIS: &str = "what it has is not in this.";

/// Whether an answer is about everything that there is.
fn is_complete(answer: &Value) -> bool {
    let is_all = answer.get("next").is_none_or(Value::is_null) && number(answer, "skipped") == 0;
    is_all && list_of(answer, "unreachable").next().is_none()
}

/// What is missing from an answer, and how to have the rest.
fn rest(answer: &Value, missing: &str) {
    for shard in list_of(answer, "unreachable").filter_map(Value::as_str) {
        println!("{shard} did not answer: {missing}");
    }
    let skipped = number(answer, "skipped");
    if skipped > 0 {
        println!("{skipped} rows cannot be read at all, and are not in this.");
    }
    if let Some(next) = answer.get("next").and_then(Value::as_str) {
        println!("There is more: --cursor {next}");
    }
}

/// The list of leads.
pub fn list(answer: &Value) {
    for line in list_of(answer, "leads") {
        lead_line(line);
    }
    if list_of(answer, "leads").next().is_none() {
        let is_all = is_complete(answer);
        println!(
            "{}",
            if is_all { "Nothing there is in quarantine." } else { "Nothing in what was looked through." }
        );
    }
    rest(answer, NOT_IN_THIS);
}

fn lead_line(line: &Value) {
    let who = line.get("who").unwrap_or(&Value::Null);
    let known = ["email", "name", "phone"].map(|name| text(who, name));
    let known = known.into_iter().find(|known| *known != "-").unwrap_or("nobody known");
    let accepted = stamp(number(line, "accepted_at_ms"));
    println!("{}  {accepted}  {}  {known}", text(line, "lead_id"), text(line, "form"));
    for owed in list_of(line, "owed") {
        println!("    {}  {}", text(owed, "class"), text(owed, "happened"));
    }
}

/// The classes.
pub fn classes(answer: &Value) {
    for class in list_of(answer, "classes") {
        println!("{:>6}  {}", number(class, "leads"), text(class, "class"));
        println!("        {} {}", text(class, "happened"), text(class, "remedy"));
    }
    if list_of(answer, "classes").next().is_none() {
        let is_all = is_complete(answer);
        println!(
            "{}",
            if is_all { "Nothing is in quarantine." } else { "Nothing is known to be in quarantine." }
        );
    }
    rest(answer, NOT_IN_THIS);
}

/// One lead.
pub fn lead(answer: &Value) {
    lead_line(answer);
    println!("    revision {}", number(answer, "revision"));
    for owed in list_of(answer, "owed") {
        println!(
            "    {}: {}, tried {} times, since {}",
            text(owed, "obligation"),
            text(owed, "reason"),
            number(owed, "attempts"),
            stamp(number(owed, "since_ms"))
        );
    }
    if let Some(said) = answer.get("said").filter(|said| !said.is_null()) {
        println!("\n{said:#}");
    }
    println!();
    for entry in list_of(answer, "timeline") {
        println!("{}  {}  {}", stamp(number(entry, "at_ms")), text(entry, "event"), text(entry, "detail"));
    }
}

/// What would be sent.
pub fn dry_run(answer: &Value) {
    println!("{}  revision {}: nothing was sent.", text(answer, "lead_id"), number(answer, "revision"));
    let changed: Vec<&str> = list_of(answer, "changed").filter_map(Value::as_str).collect();
    if !changed.is_empty() {
        println!("With the edit, which is not saved, of {}.", changed.join(", "));
    }
    for preview in list_of(answer, "owed") {
        println!("\n{}\n    {}", text(preview, "obligation"), text(preview, "says"));
        for call in list_of(preview, "calls") {
            println!("    {} {}", text(call, "method"), text(call, "path"));
            if let Some(body) = call.get("body") {
                println!("{}", indented(&format!("{body:#}")));
            }
        }
    }
    if list_of(answer, "owed").next().is_none() {
        println!("What is owed to it cannot be read: nothing can be sent.");
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

/// What a replay did.
pub fn replayed(answer: &Value) {
    match number(answer, "replayed") {
        0 => println!("Nothing is on the way again."),
        replayed => {
            let until = stamp(number(answer, "until_ms"));
            println!("{replayed} on the way again, the last of them due at {until}.");
        }
    }
    let left = number(answer, "left_alone");
    if left > 0 {
        println!("{left} left alone: not in quarantine any more, or held.");
    }
    if !is_complete(answer) {
        println!("That is not all of it:");
    }
    rest(answer, "what it has is still in quarantine, or on its way. Replay again: nothing is sent twice.");
}

/// What was done to one lead.
pub fn done(answer: &Value) {
    let (lead_id, action) = (text(answer, "lead_id"), text(answer, "action"));
    match answer.get("revision").and_then(Value::as_i64) {
        Some(revision) => println!("{lead_id}: {action}, now revision {revision}."),
        None => println!("{lead_id}: {action}."),
    }
}

/// Who did what.
pub fn audit(answer: &Value) {
    for line in list_of(answer, "audit") {
        let of = ["lead_id", "class"].map(|name| text(line, name));
        let of = of.into_iter().find(|of| *of != "-").unwrap_or("-");
        let ended = match line.get("result").and_then(Value::as_str) {
            Some(result) => format!("{result}: {} of {}", number(line, "done"), number(line, "wanted")),
            None => format!("not heard of since: {} were to be done", number(line, "wanted")),
        };
        println!(
            "{:>6}  {}  {} {of} by {}: {} ({ended})",
            number(line, "id"),
            stamp(number(line, "at_ms")),
            text(line, "action"),
            text(line, "who"),
            text(line, "why")
        );
    }
}

/// Messages that touched no lead, or that no handler could take.
pub fn messages(answer: &Value) {
    for line in list_of(answer, "dead_letters") {
        println!(
            "dead letter   {}  {} of {}, {} times",
            stamp(number(line, "last_seen_at_ms")),
            text(line, "obligation"),
            text(line, "lead_id"),
            number(line, "seen")
        );
    }
    for line in list_of(answer, "forged") {
        println!(
            "not believed  {}  {} in {}, {} times",
            stamp(number(line, "last_seen_at_ms")),
            text(line, "reason"),
            text(line, "queue"),
            number(line, "seen")
        );
    }
}
