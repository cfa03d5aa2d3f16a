//! What another bundle changes, a line each.

use beeline::routing::Bundle;

/// What is different in `after`; nothing if they are the same.
pub fn changes(before: &Bundle, after: &Bundle) -> Vec<String> {
    let mut lines = Vec::new();
    compare(&mut lines, "form", before.forms(), after.forms(), |form| &form.id);
    compare(&mut lines, "team", before.teams(), after.teams(), |team| &team.id);
    compare(&mut lines, "rule", before.rules(), after.rules(), |rule| &rule.id);
    if is_reordered(before, after) {
        lines.push("the order of the rules changes".to_owned());
    }
    if before.fallback().id != after.fallback().id {
        lines.push(format!(
            "the fallback changes from `{}` to `{}`",
            before.fallback().id,
            after.fallback().id
        ));
    }
    if before.territories() != after.territories() {
        lines.push("territories change".to_owned());
    }
    if lines.is_empty() && before != after {
        lines.push("settings change that are not about forms, teams, rules or territories".to_owned());
    }
    lines
}

fn compare<T: PartialEq>(
    lines: &mut Vec<String>,
    what: &str,
    before: &[T],
    after: &[T],
    id: impl Fn(&T) -> &String,
) {
    for entry in after {
        match before.iter().find(|known| id(known) == id(entry)) {
            None => lines.push(format!("{what} `{}` is new", id(entry))),
            Some(known) if known != entry => lines.push(format!("{what} `{}` changes", id(entry))),
            Some(_) => {}
        }
    }
    for entry in before {
        if !after.iter().any(|known| id(known) == id(entry)) {
            lines.push(format!("{what} `{}` goes", id(entry)));
        }
    }
}

/// Whether the rules that both have stand in another order.
fn is_reordered(before: &Bundle, after: &Bundle) -> bool {
    let shared = |of: &Bundle, with: &Bundle| -> Vec<String> {
        let both = |id: &String| with.rules().iter().any(|rule| rule.id == *id);
        of.rules().iter().map(|rule| rule.id.clone()).filter(both).collect()
    };
    shared(before, after) != shared(after, before)
}
