//! What the tests of single destinations share.

pub mod lead;

use beeline::destination::{Answer, Call, Demands, Destination, Item, Mapping, Progress, Reply, Verdict};

pub const NOW_MS: i64 = 1_790_000_000_000;

pub fn answer(status: u16, body: &str) -> Reply {
    answer_with(status, &[], body)
}

pub fn answer_with(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let header =
        |name: &str| headers.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    Ok(Answer::new(status, header, body.as_bytes()))
}

pub fn mapping(list: &[(&str, &str)]) -> Mapping {
    Mapping::new(lead::entries(list), &Demands { required: &[], forbidden: &[] }).unwrap()
}

/// What follows when the first call of these leads ends like this.
pub fn after(destination: &dyn Destination, items: &[Item], reply: &Reply) -> Progress {
    let open = destination.open(items, NOW_MS);
    destination.read(items, &open.steps[0], reply, NOW_MS)
}

/// The verdict on one lead whose first call ends like this.
pub fn verdict(destination: &dyn Destination, item: &Item, reply: &Reply) -> Verdict {
    let mut progress = after(destination, std::slice::from_ref(item), reply);
    assert!(progress.steps.is_empty(), "there is another step");
    progress.verdicts.pop().unwrap().1
}

/// `again 0 salesforce: http 500`, `done 00Q… into 003…`
pub fn short(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Done { reference, merged_into: None } => format!("done {reference}"),
        Verdict::Done { reference, merged_into: Some(other) } => format!("done {reference} into {other}"),
        Verdict::Again { after_ms, reason } => format!("again {after_ms} {reason}"),
        Verdict::Refused { reason } => format!("refused {reason}"),
        Verdict::Unknown { reason } => format!("unknown {reason}"),
    }
}

pub fn header<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    call.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
}
