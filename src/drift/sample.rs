//! One refused submission, without anything a visitor typed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::closeness::distance_percent;
use super::fault::Fault;
use super::shape::{Shape, pattern};
use crate::contract::{Contract, STANDARD};
use crate::intake::{FieldError, Fields};

/// The most fields a sample has, and the most faults of absent ones. A real form has a few
/// dozen.
pub const MAX_SAMPLE_FIELDS: usize = 100;
/// The longest name that is kept.
const MAX_NAME_BYTES: usize = 64;
/// A name with as many digits may hold a phone number.
const TOO_MANY_DIGITS: usize = 7;

/// One field of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedField {
    /// Its dotted name; in brackets, the name's own pattern, when it may be somebody's data.
    pub name: String,
    /// What its value looks like.
    pub shape: Shape,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

/// Something wrong with a field that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field's name, as in [`MaskedField::name`].
    pub name: String,
    /// What is wrong.
    pub fault: Fault,
}

/// One refused submission: which fields it has, what they look like, what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The fields that were sent, in name order, each name once.
    pub fields: Vec<MaskedField>,
    /// What is wrong with others.
    pub absent: Vec<FieldFault>,
}

/// Makes a sample of a body and what the contract says about it. No value survives: see
/// [`Shape`].
pub fn mask(fields: &Fields, errors: &[FieldError], contract: &Contract) -> Sample {
    let fault_of =
        |name: &str| errors.iter().find(|error| error.field == name).map(|error| Fault::from(error.code));
    let mut names = BTreeSet::new();
    let mut sample = Sample::default();
    for (raw, value) in fields.iter() {
        let name = shown_name(raw, contract);
        if sample.fields.len() < MAX_SAMPLE_FIELDS && names.insert(name.clone()) {
            sample.fields.push(MaskedField { name, shape: Shape::of(value), fault: fault_of(raw) });
        }
    }
    let absent = errors.iter().filter(|error| fields.get(&error.field).is_none());
    for error in absent.take(MAX_SAMPLE_FIELDS) {
        let name = shown_name(&error.field, contract);
        if names.insert(name.clone()) {
            sample.absent.push(FieldFault { name, fault: error.code.into() });
        }
    }
    sample
}

impl Sample {
    /// About how many bytes its JSON has: never fewer.
    pub(super) fn weight_bytes(&self) -> usize {
        // Quotes, braces, keys, the longest word of each enum, a pattern and a 32-bit number.
        const FIELD: usize = 128;
        let fields: usize = self.fields.iter().map(|field| field.name.len() + FIELD).sum();
        let absent: usize = self.absent.iter().map(|fault| fault.name.len() + FIELD).sum();
        FIELD + fields + absent
    }
}

/// Whether a name is one that a page's author wrote, so that it may be named to them.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('(')
}

/// A name as it was sent if it looks like a page's author wrote it; else its pattern. A body
/// of the wrong content type reads as one field whose name is everything the visitor typed.
fn shown_name(raw: &str, contract: &Contract) -> String {
    let is_short = (1..=MAX_NAME_BYTES).contains(&raw.len());
    let is_written = raw.chars().all(|character| match character {
        '_' | '-' | '.' | '[' | ']' | ':' | '/' | ' ' => true,
        '\0'..='\x7f' => character.is_ascii_alphanumeric(),
        _ => !hides(character),
    });
    let digits = raw.bytes().filter(u8::is_ascii_digit).count();
    // Two words may be a label, and may be somebody's name.
    let is_label = !raw.contains(' ') || is_like_a_field(raw, contract);
    if is_short && is_written && digits < TOO_MANY_DIGITS && is_label {
        raw.to_owned()
    } else {
        format!("({})", pattern(raw))
    }
}

/// Whether a name may stand for a field that the contract has: `Your name` for `name`.
fn is_like_a_field(name: &str, contract: &Contract) -> bool {
    let standard = STANDARD.iter().map(|standard| standard.name);
    let own = contract.fields.iter().map(|rule| rule.name.as_str());
    standard.chain(own).any(|known| distance_percent(known, name).is_some())
}

/// Characters that reorder or hide text.
const fn hides(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}
