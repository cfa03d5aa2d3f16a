//! Answers of vendors.

use beeline::destination::Answer;

/// An answer with a body alone.
pub fn answer(status: u16, body: &str) -> Answer {
    answer_with(status, &[], body)
}

/// An answer with these headers.
pub fn answer_with(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let header = |wanted: &str| {
        let found = headers.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, value)| (*value).to_owned())
    };
    Answer::new(status, header, body.as_bytes())
}
