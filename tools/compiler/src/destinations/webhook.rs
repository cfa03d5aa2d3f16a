//! The section `webhook`: any CRM with an HTTP intake.

use beeline::destination::settings::{Checked, ProofKind, WebhookTerms};
use beeline::destination::webhook::{self, Rules};
use beeline::destination::{Field as Ours, RecordKind};

use super::faults::{Names, checked};
use super::{leaving, pace, statuses};
use crate::reader::{Field, Reader};
use crate::rules;

pub(super) const NAME: &str = webhook::NAME;

pub(super) const FIELDS: &[Field] = &[
    Field::required("proof", "\"bearer\""),
    Field::required("key_field", "\"external_id\""),
    Field::required("record", "\"lead\""),
    Field::optional("success", "[200, 201]"),
    Field::optional("duplicate", "[409]"),
    Field::optional("result", "\"/result\""),
    Field::optional("success_words", "[\"created\", \"duplicate\"]"),
    Field::optional("merged_words", "[\"merged\"]"),
    Field::optional("reference", "\"/lead\""),
    Field::required("repeat_is_safe", "true"),
    Field::required("requests", "120"),
    Field::required("per_seconds", "60"),
    Field::required("checked_every_minutes", "0"),
    Field::required("fields", leaving::EXAMPLE),
];

/// How the receiver knows that it is us.
pub(super) const PROOFS: [(&str, ProofKind); 2] =
    [("bearer", ProofKind::Bearer), ("signature", ProofKind::Signature)];
/// What the receiver's record stands for.
pub(super) const RECORDS: [(&str, RecordKind); 2] =
    [("lead", RecordKind::Lead), ("person", RecordKind::Person)];

/// More words are never needed.
const MOST_WORDS: usize = 20;

const NAMES: Names =
    Names { stamp, where_to_look: "write the name that the receiver reads, without blanks around it" };

pub(super) fn read(reader: &mut Reader<'_>) -> Option<Checked<WebhookTerms>> {
    let leaving = leaving::read(reader, leaving::FIELDS_UNSEEN);
    let key_field = reader.text("key_field", rules::label);
    let terms = WebhookTerms {
        proof: reader.word("proof", &PROOFS).unwrap_or(ProofKind::Bearer),
        // One that is missing clashes with no entry.
        key_field: key_field.unwrap_or_else(|| "-".to_owned()),
        record: reader.word("record", &RECORDS).unwrap_or(RecordKind::Lead),
        rules: answers(reader),
        pace: pace::read(reader),
        fields: leaving.iter().map(|leaving| leaving.entry.clone()).collect(),
    };
    checked(reader, &leaving, &NAMES, terms)
}

/// What the receiver's answers mean.
fn answers(reader: &mut Reader<'_>) -> Rules {
    let usual = Rules::default();
    Rules {
        success: statuses::read(reader, "success").unwrap_or(usual.success),
        duplicate: statuses::read(reader, "duplicate").unwrap_or(usual.duplicate),
        result: reader.text("result", rules::label),
        success_words: reader.texts("success_words", MOST_WORDS, rules::label),
        merged_words: reader.texts("merged_words", MOST_WORDS, rules::label),
        reference: reader.text("reference", rules::label),
        repeat_is_safe: reader.truth("repeat_is_safe").unwrap_or_default(),
    }
}

/// `lead_id`
fn stamp(field: &Ours) -> String {
    field.to_string().replace('.', "_")
}
