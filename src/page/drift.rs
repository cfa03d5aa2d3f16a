//! How forms fit their pages: what does not fit, and what to change.

use maud::{Markup, html};

use super::{balance, shell, time};
use crate::drift::{Advice, Fault, FieldTally, FormDrift, Sample, Standing, Summary};

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
            @if forms.is_empty() { (empty()) }
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
    let (colour, word) = match (&form.standing, form.is_drifting()) {
        (None, _) => ("unsure", "Unknown"),
        (_, true) => ("bad", "Drifting"),
        (_, false) => ("good", "Fits"),
    };
    html! {
        section.panel aria-labelledby=(heading) {
            div.balance-head {
                h2 #(heading) { (form.title) " " code { (form.form) } }
                span.pill.(colour) { (word) }
                @if let Some(jurisdiction) = form.jurisdiction { span.badge { (jurisdiction.name()) } }
            }
            @match &form.standing {
                None => { p.hint { "Its store did not answer just now." } }
                Some(standing) => { (said(form, standing, now_ms)) }
            }
            p.hint {
                "Counts as drifting from " (form.rate_percent) " % of an hour's submissions on. Last reported "
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

fn figures(summary: &Summary) -> Markup {
    let count = |number: u64| balance::count(i64::try_from(number).unwrap_or(i64::MAX));
    let percent = (summary.misfits * 100).checked_div(summary.submissions).unwrap_or(0);
    html! {
        dl.figures {
            div.figure { dt { "Misfits in the last hour" } dd { (count(summary.misfits)) } }
            div.figure { dt { "Of submissions" } dd { (count(summary.submissions)) } }
            div.figure { dt { "Share" } dd { (percent) " %" } }
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

fn in_common(summary: &Summary) -> Markup {
    let mut fields: Vec<&FieldTally> = summary.fields.iter().collect();
    let weight = |tally: &FieldTally| tally.faults.values().copied().max().unwrap_or(0);
    fields.sort_by_key(|tally| std::cmp::Reverse((weight(tally), tally.present)));
    html! {
        details {
            summary { "What " (summary.counted) " misfits have in common" }
            table role="table" aria-label="Fields of misfits" {
                thead role="rowgroup" {
                    tr role="row" {
                        th scope="col" role="columnheader" { "Field" }
                        th.number scope="col" role="columnheader" { "Sent in" }
                        th scope="col" role="columnheader" { "What is wrong" }
                        th scope="col" role="columnheader" { "Looks like" }
                    }
                }
                tbody role="rowgroup" { @for tally in fields.into_iter().take(MAX_FIELDS) { (field(tally)) } }
            }
        }
    }
}

fn field(tally: &FieldTally) -> Markup {
    let faults: Vec<String> =
        tally.faults.iter().map(|(fault, count)| format!("{} in {count}", fault.says())).collect();
    html! {
        tr role="row" {
            th scope="row" role="rowheader" { code { (tally.name) } }
            td.number role="cell" { (tally.present) }
            td role="cell" { (faults.join(", ")) }
            td role="cell" { @if let Some(shape) = &tally.shape { code { (shape.pattern) } } }
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
                @for sample in samples.iter().rev() { (one_sample(sample)) }
            }
        }
    }
}

fn one_sample(sample: &Sample) -> Markup {
    let wrong = |fault: Fault| html! { " " span.warning { (fault.says()) } };
    html! {
        dl.rows {
            @for field in &sample.fields {
                div {
                    dt { code { (field.name) } }
                    dd { code { (field.shape.pattern) } @if let Some(fault) = field.fault { (wrong(fault)) } }
                }
            }
            @for absent in &sample.absent { div { dt { code { (absent.name) } } dd { (wrong(absent.fault)) } } }
        }
    }
}
