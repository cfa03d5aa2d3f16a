//! What the edge reports about a form: its settings and fields, and what was seen since the
//! last report.

use serde::{Deserialize, Serialize};

use super::advice::{KnownField, KnownForm};
use super::gathered::Seen;
use super::sample::Sample;
use super::store::{DriftCall, store_name};
use super::watch::{DriftCommand, DriftPolicy, is_zero};
use crate::absent::is_false;
use crate::contract::{CAMPAIGN_PREFIX, FieldKind, FieldRule, RESERVED, STANDARD, Standard};
use crate::identity::Jurisdiction;
use crate::routing::Form;

/// The most bytes of a report's JSON. A form's own side takes some 20 KiB at most (100 rules
/// and 28 standard fields of some 150 bytes) and the largest sample some 38 KiB, so that one
/// sample always fits.
pub const MAX_REPORT_BYTES: usize = 64 * 1024;

/// What an isolate saw of a form, with what the consumer, which has no bundle, must know of
/// it. Travels as JSON: a test freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftReport {
    /// The form's id.
    pub form: String,
    /// Its title.
    pub title: String,
    /// Whom to tell: a Slack channel or member id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// From which share of submissions on, 1 to 100.
    pub rate_percent: u32,
    /// Whether samples may be kept.
    pub samples: bool,
    /// Where its store must stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Jurisdiction>,
    /// Every field of its contract, and the names that are never unknown.
    pub fields: Vec<ReportedField>,
    /// Submissions that fitted since the last report.
    pub fitting: u32,
    /// Submissions that did not.
    pub misfits: Vec<Sample>,
    /// And others that did not, of which nothing else is said.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more_misfits: u32,
}

/// One field of a contract, as far as advice needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedField {
    /// Dotted name; one that ends with a dot stands for all that begin with it.
    pub name: String,
    /// Whether its entry says that it is required.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Characters it may have, where the kind does not bound it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
}

impl ReportedField {
    fn known(&self) -> KnownField<'_> {
        KnownField { name: &self.name, required: self.required, max_length: self.max_length }
    }
}

impl DriftReport {
    /// A report about a form's submissions of one jurisdiction. Of misfits beyond
    /// [`MAX_REPORT_BYTES`] only the number is said.
    pub fn of(form: &Form, jurisdiction: Option<Jurisdiction>, seen: Seen) -> Self {
        let mut report = Self {
            form: form.id.clone(),
            title: form.title.clone(),
            owner: form.drift.owner.clone(),
            rate_percent: u32::from(form.drift.rate_percent),
            samples: form.drift.samples,
            jurisdiction,
            fields: fields(form),
            fitting: seen.fitting,
            misfits: seen.misfits,
            more_misfits: seen.more_misfits,
        };
        let mut room_bytes = MAX_REPORT_BYTES.saturating_sub(report.weight_bytes());
        let mut fits = |sample: &Sample| {
            let left = room_bytes.checked_sub(sample.weight_bytes());
            room_bytes = left.unwrap_or(0);
            left.is_some()
        };
        let with_room = report.misfits.iter().take_while(|sample| fits(sample)).count();
        let without = report.misfits.drain(with_room..).count();
        let without = u32::try_from(without).unwrap_or(u32::MAX);
        report.more_misfits = report.more_misfits.saturating_add(without);
        report
    }

    /// The form's policy.
    pub const fn policy(&self) -> DriftPolicy {
        DriftPolicy { rate_percent: self.rate_percent, keeps_samples: self.samples }
    }

    /// The name of the form's store.
    pub fn store_name(&self) -> String {
        store_name(&self.form, self.jurisdiction)
    }

    /// Takes the counts and samples out, as what the store is to be told. What is left is
    /// about the form alone.
    pub fn take_call(&mut self) -> DriftCall {
        let command = DriftCommand::Report {
            fitting: std::mem::take(&mut self.fitting),
            misfits: std::mem::take(&mut self.misfits),
            more_misfits: std::mem::take(&mut self.more_misfits),
        };
        self.call(command)
    }

    /// A call of the form's store.
    pub const fn call(&self, command: DriftCommand) -> DriftCall {
        DriftCall { policy: self.policy(), command }
    }

    /// What `then` makes of the form as advice knows it.
    pub fn with_known<T>(&self, then: impl FnOnce(&KnownForm<'_>) -> T) -> T {
        let fields: Vec<KnownField<'_>> = self.fields.iter().map(ReportedField::known).collect();
        then(&KnownForm { id: &self.form, jurisdiction: self.jurisdiction, fields: &fields })
    }

    /// About how many bytes its own side has as JSON: never fewer, for texts without quotes.
    fn weight_bytes(&self) -> usize {
        // Braces, keys, the numbers and words of a field; then those of the report.
        const FIELD: usize = 64;
        const REPORT: usize = 256;
        let fields: usize = self.fields.iter().map(|field| field.name.len() + FIELD).sum();
        let owner = self.owner.as_ref().map_or(0, String::len);
        REPORT + self.form.len() + 2 * self.title.len() + owner + fields
    }
}

/// Everything that is not unknown to the form.
fn fields(form: &Form) -> Vec<ReportedField> {
    let contract = &form.contract;
    let ruled = contract.fields.iter().filter(|rule| !rule.removed).map(ruled);
    let is_unsaid = |standard: &&Standard| contract.fields.get(standard.name).is_none();
    let unsaid = STANDARD.iter().filter(is_unsaid).map(standard);
    let named = |name: &str| ReportedField { name: name.to_owned(), ..ReportedField::default() };
    let other = RESERVED.into_iter().chain([CAMPAIGN_PREFIX]).chain(contract.honeypot.as_deref());
    ruled.chain(unsaid).chain(other.map(named)).collect()
}

fn ruled(rule: &FieldRule) -> ReportedField {
    let max_length = rule.longest().map(narrow);
    ReportedField { name: rule.name.clone(), required: rule.required, max_length }
}

fn standard(standard: &Standard) -> ReportedField {
    let is_text =
        matches!(standard.kind, FieldKind::Text | FieldKind::Email | FieldKind::Phone | FieldKind::Country);
    let max_length = is_text.then(|| narrow(standard.most));
    ReportedField { name: standard.name.to_owned(), required: false, max_length }
}

fn narrow(length: u64) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
