//! How forms fit their pages: what does not fit, and what to change.

use maud::{Markup, html};

use super::table::{self, Column, Column::Number, Column::Words};
use super::{balance, shell, time};
use crate::drift::{
    Advice, Fault, FieldTally, FormDrift, MIN_MISFITS, Sample, Shape, Standing, Summary, ValueKind,
};

/// Fields listed of what misfits have in common.
const MAX_FIELDS: usize = 20;

/// The page about drift. Forms that drift come first.
pub fn drift(forms: &[FormDrift], now_ms: i64, csrf: &str) -> String {
    let (drifting, calm): (Vec<_>, Vec<_>) = forms.iter().partition(|form| form.is_drifting());
    shell::ops(
        shell::DRIFT,
        Some(csrf),
        &html! {
            div.title {
                h1 { "Drift" }
                p.hint { "As of " (time::element(now_ms, &time::stamp(now_ms))) }
            }
            @if forms.is_empty() { (empty()) } @else {
                p { "How many submissions each form had to refuse, and what to change if its page no longer fits it." }
            }
            @for (number, form) in drifting.into_iter().chain(calm).enumerate() { (panel(form, number, now_ms)) }
        },
    )
}

fn empty() -> Markup {
    html! {
        section.empty {
            h2 { "Every form fits its page" }
            p { "No form has had to refuse a submission yet. When one does, its counts are here; when many in an hour do not fit, the form's owner is told." }
        }
    }
}

fn panel(form: &FormDrift, number: usize, now_ms: i64) -> Markup {
    let heading = format!("form-{number}");
    let (colour, word) = match &form.standing {
        None => ("unsure", "Unknown"),
        Some(_) if form.is_drifting() => ("bad", "Drifting"),
        Some(standing) if share_percent(&standing.summary) >= u64::from(form.rate_percent) => {
            ("unsure", "Too few to tell")
        }
        Some(_) => ("good", "Fits"),
    };
    html! {
        section.panel aria-labelledby=(heading) {
            div.balance-head {
                h2 #(heading) { (form.title) " " code { (form.form) } }
                span.pill.(colour) { (word) }
                @if let Some(jurisdiction) = form.jurisdiction { span.badge { "kept in " (jurisdiction.name()) } }
            }
            @match &form.standing {
                None => { p.hint { "Its store did not answer just now." } }
                Some(standing) => { (said(form, standing, now_ms)) }
            }
            p.hint {
                "Counts as drifting once " (MIN_MISFITS) " or more, and at least " (form.rate_percent)
                " % of an hour's submissions, are refused. Last reported "
                (time::age(now_ms, form.reported_at_ms)) "."
            }
        }
    }
}

fn said(form: &FormDrift, standing: &Standing, now_ms: i64) -> Markup {
    let Standing { episode, summary, advice } = standing;
    html! {
        (figures(summary))
        @if let Some(episode) = episode {
            p {
                "Drifting since " (time::element(episode.opened_at_ms, &time::age(now_ms, episode.opened_at_ms))) ". "
                @if episode.told { "The owner was told." } @else { "The owner was not told yet." }
                @if let Some(since_ms) = episode.calm_since_ms { " Calm since " (time::age(now_ms, since_ms)) "." }
            }
        }
        @if !advice.is_empty() { h3 { "What to change" } ul.advice { @for advice in advice { (one_advice(advice)) } } }
        @if !summary.fields.is_empty() { (in_common(summary)) }
        (samples(form, &summary.samples))
    }
}

/// The share of the last hour's submissions that did not fit.
fn share_percent(summary: &Summary) -> u64 {
    (summary.misfits * 100).checked_div(summary.submissions).unwrap_or(0)
}

fn figures(summary: &Summary) -> Markup {
    let count = |number: u64| balance::count(i64::try_from(number).unwrap_or(i64::MAX));
    html! {
        dl.figures {
            div.figure { dt { "Refused in the last hour" } dd { (count(summary.misfits)) } }
            div.figure { dt { "Of submissions" } dd { (count(summary.submissions)) } }
            div.figure { dt { "Share" } dd { (share_percent(summary)) " %" } }
        }
    }
}

/// The text of an advice has names in backticks: they are shown as code.
fn one_advice(advice: &Advice) -> Markup {
    html! {
        li {
            @for (number, part) in advice.text.split('`').enumerate() {
                @if number % 2 == 1 { code { (part) } } @else { (part) }
            }
            @if !advice.toml.is_empty() { pre tabindex="0" { code { (advice.toml) } } }
        }
    }
}

const COLUMNS: [Column; 4] = [Words("Field"), Number("Sent in"), Words("What is wrong"), Words("Looks like")];

fn in_common(summary: &Summary) -> Markup {
    let mut fields: Vec<&FieldTally> = summary.fields.iter().collect();
    let weight = |tally: &FieldTally| tally.faults.values().copied().max().unwrap_or(0);
    fields.sort_by_key(|tally| std::cmp::Reverse((weight(tally), tally.present)));
    let rows = html! { @for tally in fields.into_iter().take(MAX_FIELDS) { (field(tally)) } };
    html! {
        details {
            summary { "What was wrong, field by field (" (summary.counted) " refused)" }
            (table::list("tally", "Fields of what was refused", &COLUMNS, &rows))
        }
    }
}

fn field(tally: &FieldTally) -> Markup {
    let faults: Vec<String> =
        tally.faults.iter().map(|(fault, count)| format!("{} in {count}", fault.says())).collect();
    html! {
        tr role="row" {
            th scope="row" role="rowheader" { code { (tally.name) } }
            td.number role="cell" { span.name { "Sent in " } (tally.present) }
            td role="cell" { (faults.join(", ")) }
            td role="cell" { @if let Some(shape) = &tally.shape { span.name { "Looks like " } (looks(shape)) } }
        }
    }
}

/// What single submissions looked like: names and patterns, latest first.
fn samples(form: &FormDrift, samples: &[Sample]) -> Markup {
    html! {
        @if !form.samples {
            p.hint { "The form keeps no samples." }
        } @else if !samples.is_empty() {
            details {
                summary { (samples.len()) (if samples.len() == 1 { " sample" } else { " samples" }) ", values as patterns" }
                p.hint {
                    "Latest first. Nothing that anybody typed is kept: in a pattern " code { "A" } " stands for capitals, "
                    code { "a" } " for small letters, " code { "9" } " for digits, " code { "~" } " for the rest of a word."
                }
                @for sample in samples.iter().rev() { (one_sample(sample)) }
            }
        }
    }
}

fn one_sample(sample: &Sample) -> Markup {
    let wrong = |fault: Fault| html! { " " span.warning { (fault.says()) } };
    html! {
        dl.rows.sample {
            @for field in &sample.fields {
                div {
                    dt { code { (field.name) } }
                    dd { (looks(&field.shape)) @if let Some(fault) = field.fault { (wrong(fault)) } }
                }
            }
            @for absent in &sample.absent { div { dt { code { (absent.name) } } dd { (wrong(absent.fault)) } } }
        }
    }
}

/// A value's pattern; what has none is said in words.
fn looks(shape: &Shape) -> Markup {
    let words = match shape.kind {
        ValueKind::Text | ValueKind::Number => "empty",
        ValueKind::Boolean => "yes or no",
        ValueKind::List => "several values",
    };
    html! { @if shape.pattern.is_empty() { span.hint { (words) } } @else { code { (shape.pattern) } } }
}
