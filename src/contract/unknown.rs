//! Fields that a form does not have: kept within limits, left out, or refused.

use super::UnknownFields;
use super::answer::Answer;
use super::error::{Fault, FieldCode, FieldError};
use super::value;
use crate::intake::Scalar;

/// Unknown fields kept of one submission: as many as a large form has.
pub const MAX_UNKNOWN_FIELDS: usize = 50;
/// Bytes of a name.
pub const MAX_UNKNOWN_NAME_BYTES: usize = 100;
/// Characters of one answer.
pub const MAX_UNKNOWN_CHARACTERS: usize = 1_000;
/// Bytes of all of them, names and answers: an eighth of the largest body.
pub const MAX_UNKNOWN_BYTES: usize = 8 * 1024;
/// Unknown fields that a refusal names one by one.
pub const MAX_UNKNOWN_NAMED: usize = 20;

/// The unknown fields of one submission.
#[derive(Default)]
pub(super) struct Unknown {
    /// Their names, for watching whether a page still fits its form; bounded like what is kept.
    pub names: Vec<String>,
    /// How many were beyond the limits, and so are not kept.
    pub dropped: u32,
    found: usize,
    kept: usize,
    kept_bytes: usize,
}

impl Unknown {
    /// Notes that a field is unknown; as the policy has it, gives an answer to keep or an error.
    pub(super) fn meet(
        &mut self,
        policy: UnknownFields,
        name: &str,
        value: &Scalar,
    ) -> Result<Option<Answer>, FieldError> {
        self.found += 1;
        if self.names.len() < MAX_UNKNOWN_FIELDS {
            self.names.push(shortened(name).to_owned());
        }
        match policy {
            UnknownFields::Drop => Ok(None),
            UnknownFields::Keep => Ok(self.keep(name, value)),
            UnknownFields::Refuse if self.found <= MAX_UNKNOWN_NAMED => {
                Err(Fault::from(FieldCode::UnknownField).of(name))
            }
            UnknownFields::Refuse if self.found == MAX_UNKNOWN_NAMED + 1 => {
                let message = "There are more fields that this form does not have.";
                Err(Fault::saying(FieldCode::TooMany, message).of(name))
            }
            UnknownFields::Refuse => Ok(None),
        }
    }

    fn keep(&mut self, name: &str, value: &Scalar) -> Option<Answer> {
        let (answer, characters, bytes) = match value {
            Scalar::Text(text) => {
                let text = value::clean(text)?;
                let (characters, bytes) = (text.chars().count(), text.len());
                (Answer::Text(text.into()), characters, bytes)
            }
            Scalar::Number(number) => (Answer::Number((*number).into()), 0, 8),
            Scalar::Boolean(yes) => (Answer::Boolean((*yes).into()), 0, 1),
            Scalar::List(items) => {
                let items: Vec<String> = items.iter().filter_map(|item| value::clean(item)).collect();
                if items.is_empty() {
                    return None;
                }
                let characters = items.iter().map(|item| item.chars().count()).sum();
                let bytes = items.iter().map(String::len).sum();
                (Answer::Many(items.into()), characters, bytes)
            }
        };
        let bytes = bytes + name.len();
        if characters > MAX_UNKNOWN_CHARACTERS || !self.has_room(name, bytes) {
            self.dropped += 1;
            return None;
        }
        self.kept += 1;
        self.kept_bytes += bytes;
        Some(answer)
    }

    fn has_room(&self, name: &str, bytes: usize) -> bool {
        let is_name = (1..=MAX_UNKNOWN_NAME_BYTES).contains(&name.len()) && !name.contains(char::is_control);
        is_name && self.kept < MAX_UNKNOWN_FIELDS && self.kept_bytes + bytes <= MAX_UNKNOWN_BYTES
    }
}

/// The beginning of a name that is longer than any real one.
fn shortened(name: &str) -> &str {
    let mut end = name.len().min(MAX_UNKNOWN_NAME_BYTES);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default()
}
