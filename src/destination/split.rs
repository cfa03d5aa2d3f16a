//! Smaller calls out of one that was refused as a whole.

use serde_json::Value as Json;

use super::step::Step;

/// The same call for these of its leads alone. `list` is what the body calls the list of leads.
pub(super) fn part(step: &Step, list: &str, keep: impl Fn(usize) -> bool) -> Step {
    let mut part = step.clone();
    let body: Option<Json> = step.call.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
    part.call.body = body.map(|mut body| {
        if let Some(leads) = body.get_mut(list).and_then(Json::as_array_mut) {
            let all = std::mem::take(leads).into_iter().enumerate();
            *leads = all.filter(|(place, _)| keep(*place)).map(|(_, lead)| lead).collect();
        }
        body.to_string()
    });
    let turns = step.turns.iter().enumerate().filter(|(place, _)| keep(*place));
    part.turns = turns.map(|(_, turn)| turn.clone()).collect();
    part
}

/// The same call in two halves: whichever lead it was that the whole call was refused for, the other
/// half gets through.
pub(super) fn halves(step: &Step, list: &str) -> [Step; 2] {
    let middle = step.turns.len().div_ceil(2);
    [part(step, list, |place| place < middle), part(step, list, |place| place >= middle)]
}
