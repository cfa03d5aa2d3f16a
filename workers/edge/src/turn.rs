//! Whose turn a new lead is: its team's pool says so, within the little time that a receipt waits.
//!
//! Nothing here can lose a lead or a turn. A pool gives a lead one turn however often it is asked,
//! tells the ledger who has it, and the ledger asks itself if it hears nothing.

use beeline::identity::{Identity, Region};
use beeline::ledger::Claimed;
use beeline::pool::{Take, TakeAnswer, asking_order};
use beeline::risk::Verdict;
use beeline::routing::{Rep, Route, TeamRoster};
use beeline_platform::ledgers::CallError;
use beeline_platform::pools::roster_name;
use beeline_platform::{log, source};

use crate::site::Site;
use crate::submit::Checked;

/// Deadline of what is done after the answer.
const LATER_DEADLINE_MS: f64 = 2_000.0;

/// What came of asking.
#[derive(Default)]
pub struct Turn {
    rep: Option<Rep>,
    /// A pool that does not know its team yet, and had no time to be told.
    pub unasked: Option<Unasked>,
}

/// A question to be asked again.
pub struct Unasked {
    team: String,
    near: Region,
    take: Take,
}

impl Turn {
    /// A lead's route with the rep, if somebody has it.
    pub fn route(&self, route: Route) -> Route {
        Route { rep: self.rep.clone().or(route.rep), ..route }
    }
}

/// The teams that may have a lead, its own first.
pub fn teams<'a>(site: &'a Site, checked: &Checked) -> Vec<&'a TeamRoster> {
    site.bundle.asked_for_a_rep(&checked.decision.route.team)
}

/// Asks about a new lead. One in doubt takes nobody's turn before it is let go.
pub async fn ask(site: &Site, checked: &Checked, identity: &Identity, claimed: &Claimed) -> Turn {
    if matches!(claimed.verdict, Some(Verdict::Hold | Verdict::Challenge)) {
        return Turn::default();
    }
    let teams = teams(site, checked);
    let until_ms = source::now_ms() + i64::from(site.pool_deadline_ms);
    let question = take(checked, identity, claimed);
    for (roster, may_wait) in asking_order(&teams) {
        let roster_name = roster_name(roster, site.in_force.base.sequence);
        let take = Take { roster: roster_name, may_wait, ..question.clone() };
        match ask_pool(site, roster, checked.region, &take, until_ms).await {
            Ok(TakeAnswer::Assigned(rep)) => {
                let is_own = teams.first().is_some_and(|own| own.team == roster.team);
                let team = (!is_own).then(|| roster.team.clone());
                return Turn { rep: Some(Rep { team, ..rep }), unasked: None };
            }
            Ok(TakeAnswer::Nobody) => {}
            Ok(TakeAnswer::RosterWanted) => {
                let unasked = Unasked { team: roster.team.clone(), near: checked.region, take };
                return Turn { rep: None, unasked: Some(unasked) };
            }
            Ok(TakeAnswer::Waits { .. } | TakeAnswer::Failed { .. }) => break,
            Err(error) => {
                log::failure("edge.pool_late")
                    .with("team", roster.team.as_str())
                    .show("lead_id", claimed.lead_id)
                    .show("reason", error)
                    .write();
                break;
            }
        }
    }
    Turn::default()
}

/// Sends a pool its team, then asks again. The pool tells the ledger.
pub async fn ask_again(site: &Site, Unasked { team, near, take }: Unasked) {
    let Some(roster) = site.bundle.roster(&team) else { return };
    let until_ms = source::now_ms() + LATER_DEADLINE_MS as i64;
    if let Err(error) = ask_pool(site, roster, near, &take, until_ms).await {
        log::failure("edge.pool_not_enlisted").with("team", team).show("reason", error).write();
    }
}

/// One pool, which is sent its team if it wants it and there is time.
async fn ask_pool(
    site: &Site,
    roster: &TeamRoster,
    near: Region,
    take: &Take,
    until_ms: i64,
) -> Result<TakeAnswer, CallError> {
    let answer = site.pools.take(&roster.team, near, take, left_ms(until_ms)).await?;
    if answer != TakeAnswer::RosterWanted {
        return Ok(answer);
    }
    match site.pools.enlist(roster, site.in_force.base.sequence, near, left_ms(until_ms)).await {
        Ok(()) => site.pools.take(&roster.team, near, take, left_ms(until_ms)).await,
        Err(CallError::Deadline) => Ok(TakeAnswer::RosterWanted),
        Err(error) => Err(error),
    }
}

fn left_ms(until_ms: i64) -> f64 {
    #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
    ((until_ms - source::now_ms()).max(1) as f64)
}

/// Of a lead that must not leave its jurisdiction a pool hears its id and nothing of its person.
fn take(checked: &Checked, identity: &Identity, claimed: &Claimed) -> Take {
    let lead_id = claimed.lead_id.to_string();
    let person = match checked.jurisdiction {
        None => identity.person.as_str().to_owned(),
        Some(_) => lead_id.clone(),
    };
    Take {
        lead_id,
        person,
        roster: String::new(),
        lane: checked.decision.facts.lane,
        kind: checked.lead.kind.clone(),
        may_wait: false,
        at_ms: claimed.accepted_at_ms,
    }
}
