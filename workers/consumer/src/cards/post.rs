//! Posting cards that nobody has posted yet, as far as is known: the edge may have posted one and died
//! before it could say so, which only the channel's history tells.

use beeline::card::slack::{CardReference, DIGEST_LEADS, DigestEntry, SlackVerdict, digest};
use beeline::ledger::Outcome;
use beeline::pace::{PaceReply, no_room};
use beeline_platform::slack::Slack;
use beeline_platform::source;

use super::{Card, Ended, HISTORY, LONG_BATCH, RETRY_MS, Shift, failed, seen, shown};

/// What became of one channel's cards.
pub struct Done {
    /// How these ended.
    pub ended: Vec<Ended>,
    /// Found in the channel, to be brought up to date.
    pub there: Vec<(Card, CardReference)>,
}

impl Done {
    /// None of them was posted, all for the same reason.
    fn none(cards: Vec<Card>, outcome: &Outcome) -> Self {
        Self { ended: cards.into_iter().map(|card| card.ended(outcome.clone())).collect(), there: Vec::new() }
    }
}

/// All cards of one channel, one after the other: its pace is theirs together.
pub async fn channel(slack: &Slack, shift: Shift, channel: String, cards: Vec<Card>) -> Done {
    // The history is of no use where it is known that there is no room.
    let busy_for_ms = slack.pacer.busy_for_ms(&channel).or_else(|| slack.pacer.busy_for_ms(HISTORY));
    if let Some(after_ms) = busy_for_ms {
        return Done::none(cards, &no_room(after_ms));
    }
    let posted = match seen::already_posted(slack, shift, &channel, &cards).await {
        Ok(posted) => posted,
        Err(outcome) => return Done::none(cards, &outcome),
    };
    let (mut ended, mut missing, mut there) = (Vec::new(), Vec::new(), Vec::new());
    for card in cards {
        match posted.get(&card.job.message.lead_id) {
            Some(reference) => there.push((card, reference.clone())),
            None => missing.push(card),
        }
    }
    if !missing.is_empty() {
        let want = u32::try_from(missing.len()).unwrap_or(u32::MAX);
        let pace = slack.pacer.take(&channel, want).await;
        if pace.granted == 0 {
            let after_ms = pace.retry_at_ms - source::now_ms();
            ended.extend(missing.into_iter().map(|card| card.ended(no_room(after_ms))));
        } else {
            post(slack, shift, &channel, missing, pace, &mut ended).await;
        }
    }
    Done { ended, there }
}

/// Posts as many cards as the channel's pace allows, the last of them a digest of the rest.
async fn post(
    slack: &Slack,
    shift: Shift,
    channel: &str,
    mut cards: Vec<Card>,
    pace: PaceReply,
    ended: &mut Vec<Ended>,
) {
    let granted = usize::try_from(pace.granted).unwrap_or(0);
    let single = if granted >= cards.len() { granted } else { granted.saturating_sub(1) };
    let rest = cards.split_off(single.min(cards.len()));
    for card in cards {
        if shift.is_over() {
            ended.push(card.ended(Outcome::postponed(RETRY_MS, LONG_BATCH)));
            continue;
        }
        let verdict = slack.post(channel, &card.content).await;
        let outcome = match &verdict {
            SlackVerdict::Posted { reference } => shown(reference, card.records),
            verdict => failed(verdict),
        };
        ended.push(card.ended(outcome));
    }
    if shift.is_over() {
        let after_ms = pace.retry_at_ms - source::now_ms();
        ended.extend(rest.into_iter().map(|card| card.ended(no_room(after_ms))));
        return;
    }
    post_digest(slack, channel, rest, ended).await;
}

async fn post_digest(slack: &Slack, channel: &str, mut cards: Vec<Card>, ended: &mut Vec<Ended>) {
    let late = cards.split_off(DIGEST_LEADS.min(cards.len()));
    ended.extend(late.into_iter().map(|card| card.ended(no_room(RETRY_MS))));
    if cards.is_empty() {
        return;
    }
    let entries: Vec<DigestEntry> = cards.iter().map(|card| DigestEntry::from(&card.content)).collect();
    let request = digest(channel, &entries, slack.inbox_link().as_ref());
    let outcome = match slack.send(channel, request).await {
        SlackVerdict::Posted { reference } => Outcome::delivered(reference.into_digest().to_string()),
        verdict => failed(&verdict),
    };
    ended.extend(cards.into_iter().map(|card| card.ended(outcome.clone())));
}
