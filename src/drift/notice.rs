//! What the owner of a form is told, before any channel dresses it.

use super::advice::{KnownForm, advise};
use super::fault::Fault;
use super::sample::{Sample, is_plain};
use super::watch::Summary;

/// Faults named in a notice.
const MAX_FAULTS: usize = 5;
/// Fields described of the latest sample.
const MAX_FIELDS: usize = 12;

/// A message for the owner of a form: plain text, to be escaped where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One line.
    pub title: String,
    /// What is wrong, what to do, and what one submission looks like.
    pub lines: Vec<String>,
    /// What to put into `forms.toml`, if anything.
    pub toml: String,
}

/// The notice about a form's drift.
pub fn notice(form: &KnownForm<'_>, summary: &Summary) -> Notice {
    let share = (summary.misfits * 100).checked_div(summary.submissions).unwrap_or(0);
    let of = form.jurisdiction.map_or(String::new(), |kept| format!(" kept in {}", kept.name()));
    let title = format!("Form `{}`: {share} % of submissions{of} do not fit", form.id);
    let mut lines = vec![format!(
        "In the last hour {} of {} submissions were refused: the page and the form's contract no longer agree.",
        summary.misfits, summary.submissions
    )];
    lines.extend(faults(summary));
    let advice = advise(form, summary);
    lines.extend(advice.iter().map(|advice| advice.text.clone()));
    // A channel is nowhere in particular: what must stay somewhere is looked at on the page.
    let sample = summary.samples.last().filter(|_| form.jurisdiction.is_none());
    lines.extend(sample.map(looks));
    let toml: Vec<String> =
        advice.into_iter().map(|advice| advice.toml).filter(|toml| !toml.is_empty()).collect();
    Notice { title, lines, toml: toml.join("\n") }
}

/// The commonest faults, each with how often.
fn faults(summary: &Summary) -> Vec<String> {
    let each = summary.fields.iter().filter(|tally| is_plain(&tally.name));
    let mut faults: Vec<(u32, &str, Fault)> = each
        .flat_map(|tally| tally.faults.iter().map(|(fault, count)| (*count, tally.name.as_str(), *fault)))
        .collect();
    faults.sort_by(|one, other| other.cmp(one));
    let says = |(count, name, fault): (u32, &str, Fault)| {
        format!("`{name}` {} in {count} of {}.", fault.says(), summary.counted)
    };
    faults.into_iter().take(MAX_FAULTS).map(says).collect()
}

/// What one submission looks like, its values as patterns.
fn looks(sample: &Sample) -> String {
    let fields: Vec<String> = sample
        .fields
        .iter()
        .take(MAX_FIELDS)
        .map(|field| {
            let pattern = field.shape.pattern.as_str();
            if pattern.is_empty() {
                format!("`{}`", field.name)
            } else {
                format!("`{}`: `{pattern}`", field.name)
            }
        })
        .collect();
    format!("One of them, its values as patterns: {}.", fields.join(", "))
}
