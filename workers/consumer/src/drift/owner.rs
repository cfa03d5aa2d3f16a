//! Telling the owner of a form that it drifts.

use beeline::card::slack::{SlackVerdict, drift_notice};
use beeline::drift::{DriftReport, Summary, notice};
use beeline_platform::log;
use beeline_platform::slack::word;

use crate::desk::Desk;

/// Tells the owner, or the log where there is nobody to tell. Whether that is done.
pub async fn tell(desk: &Desk, report: &DriftReport, episode: u32, summary: &Summary) -> bool {
    let (Some(slack), Some(owner)) = (&desk.slack, report.owner.as_deref()) else {
        write(report, episode, summary);
        return true;
    };
    if slack.pacer.take(owner, 1).await.granted == 0 {
        return false;
    }
    let words = report.with_known(|form| notice(form, summary));
    let request = drift_notice(
        owner,
        &report.form,
        report.jurisdiction,
        episode,
        &words,
        slack.drift_link(&report.form).as_ref(),
    );
    match slack.send(owner, request).await {
        SlackVerdict::Posted { .. } => true,
        verdict => {
            log::failure("drift.owner_not_told")
                .with("store", report.store_name())
                .with("episode", episode)
                .with("verdict", word(&verdict))
                .write();
            false
        }
    }
}

fn write(report: &DriftReport, episode: u32, summary: &Summary) {
    let percent = (summary.misfits * 100).checked_div(summary.submissions).unwrap_or(0);
    log::failure("form.drifting")
        .with("form", report.form.as_str())
        .with("store", report.store_name())
        .with("episode", episode)
        .with("percent", percent)
        .with("misfits", summary.misfits)
        .with("submissions", summary.submissions)
        .write();
}
