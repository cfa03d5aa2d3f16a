//! Whose turn a new lead is: its team's pool says so, within the little time that a receipt waits.
//!
//! Nothing here can lose a lead or a turn. A pool gives a lead one turn however often it is asked,
//! tells the ledger who has it, and the ledger asks itself if it hears nothing.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use beeline::identity::{Identity, Region};
use beeline::lead::{Kind, Lane};
use beeline::ledger::Claimed;
use beeline::pool::{Take, TakeAnswer, asking_order};
use beeline::risk::Verdict;
use beeline::routing::{Rep, Route, TeamRoster};
use beeline_platform::ledgers::CallError;
use beeline_platform::pools::roster_name;
use beeline_platform::{log, source};
use worker::Delay;

use crate::RequestContext;
use crate::site::Site;
use crate::submit::Checked;

/// Deadline of what is done after the answer.
const LATER_DEADLINE_MS: i64 = 2_000;

thread_local! {
    /// The sequence whose teams this isolate has introduced to their pools.
    static INTRODUCED: Cell<Option<i64>> = const { Cell::new(None) };
}

/// A team that may have a lead.
#[derive(Clone, Copy)]
pub struct AskedTeam<'a> {
    /// Its reps.
    pub roster: &'a TeamRoster,
    /// Of two rosters of a team the one of the higher sequence is in force.
    sequence: i64,
}

/// What came of asking.
#[derive(Default)]
pub struct Turn {
    rep: Option<Rep>,
    /// A pool that does not know its team yet, and had no time to be told.
    pub unasked: Option<Unasked>,
}

/// A question to be asked again.
pub struct Unasked {
    roster: TeamRoster,
    sequence: i64,
    near: Region,
    take: Take,
}

impl Turn {
    /// A lead's route with the rep, if somebody has it.
    pub fn route(&self, route: Route) -> Route {
        Route { rep: self.rep.clone().or(route.rep), ..route }
    }
}

/// The teams that may have a lead, its own first, as the bundle says that decided. The reps of a
/// team that a candidate shares with the bundle in force stay that one's: a pool has one roster.
pub fn teams<'a>(site: &'a Site, checked: &Checked) -> Vec<AskedTeam<'a>> {
    let base = &site.in_force.base;
    let candidate = site.in_force.candidate.as_ref().map(|candidate| &candidate.issued);
    let decided = candidate.filter(|issued| issued.hash == checked.bundle).unwrap_or(base);
    let asked = decided.bundle.asked_for_a_rep(&checked.decision.route.team).into_iter();
    asked
        .map(|roster| match base.bundle.roster(&roster.team) {
            Some(roster) => AskedTeam { roster, sequence: base.sequence },
            None => AskedTeam { roster, sequence: decided.sequence },
        })
        .collect()
}

/// Asks about a new lead. One in doubt takes nobody's turn before it is let go.
pub async fn ask(site: &Site, checked: &Checked, identity: &Identity, claimed: &Claimed) -> Turn {
    if matches!(claimed.verdict, Some(Verdict::Hold | Verdict::Challenge)) {
        return Turn::default();
    }
    let teams = teams(site, checked);
    let until_ms = source::now_ms() + i64::from(site.pool_deadline_ms);
    let question = take(checked, identity, claimed);
    for (team, may_wait) in asking_order(&teams) {
        let roster = roster_name(team.roster, team.sequence);
        let take = Take { roster, may_wait, ..question.clone() };
        let id = &team.roster.team;
        match ask_pool(site, team, checked.region, &take, until_ms).await {
            Ok(TakeAnswer::Assigned(rep)) => {
                let is_own = teams.first().is_some_and(|own| own.roster.team == *id);
                let team = (!is_own).then(|| id.clone());
                return Turn { rep: Some(Rep { team, ..rep }), unasked: None };
            }
            Ok(TakeAnswer::Nobody) => {}
            Ok(TakeAnswer::RosterWanted) => {
                let AskedTeam { roster, sequence } = team;
                let unasked = Unasked { roster: roster.clone(), sequence, near: checked.region, take };
                return Turn { rep: None, unasked: Some(unasked) };
            }
            Ok(TakeAnswer::Waits { .. } | TakeAnswer::Failed { .. }) => break,
            Err(error) => {
                log::failure("edge.pool_late")
                    .with("team", id.as_str())
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
pub async fn ask_again(site: &Site, Unasked { roster, sequence, near, take }: Unasked) {
    let team = AskedTeam { roster: &roster, sequence };
    enlisted(site, team, near, &take).await;
}

/// Sees to it that every pool knows its team, once per isolate and bundle in force: leads that wait
/// are handed out by what is in force now, whether new ones come or not.
pub fn introduce(site: &Rc<Site>, near: Region, context: &RequestContext) {
    let sequence = site.in_force.base.sequence;
    if site.bundle.rosters().is_empty() || INTRODUCED.replace(Some(sequence)) == Some(sequence) {
        return;
    }
    let site = Rc::clone(site);
    context.after_answer(async move {
        // A task runs up to its first wait before the answer is on its way.
        Delay::from(Duration::ZERO).await;
        for roster in site.bundle.rosters() {
            let team = AskedTeam { roster, sequence };
            enlisted(&site, team, near, &rehearsal(&roster_name(roster, sequence))).await;
        }
    });
}

/// Tells the pools of teams that are no more: what waits there goes back to the ledger, which asks
/// others.
pub async fn dismiss(site: &Site, newer: &Site) {
    let sequence = newer.in_force.base.sequence;
    let is_gone = |roster: &&TeamRoster| newer.bundle.roster(&roster.team).is_none();
    for TeamRoster { team, .. } in site.bundle.rosters().iter().filter(is_gone) {
        let nobody =
            TeamRoster { team: team.clone(), hash: "nobody".to_owned(), crew: "{\"members\":[]}".to_owned() };
        let team = AskedTeam { roster: &nobody, sequence };
        enlisted(newer, team, Region::Eu, &rehearsal(&roster_name(&nobody, sequence))).await;
    }
}

/// A question that takes nobody's turn.
fn rehearsal(roster: &str) -> Take {
    let kind = Kind::Synthetic { run: "introduction".to_owned() };
    let (lead_id, person) = ("introduction".to_owned(), "introduction".to_owned());
    Take { lead_id, person, roster: roster.to_owned(), lane: Lane::Standard, kind, may_wait: false, at_ms: 0 }
}

/// Asks a pool after the answer, so that it knows its team.
async fn enlisted(site: &Site, team: AskedTeam<'_>, near: Region, take: &Take) {
    let until_ms = source::now_ms() + LATER_DEADLINE_MS;
    if let Err(error) = ask_pool(site, team, near, take, until_ms).await {
        let id = team.roster.team.as_str();
        log::failure("edge.pool_not_enlisted").with("team", id).show("reason", error).write();
    }
}

/// One pool, which is sent its team if it wants it and there is time.
async fn ask_pool(
    site: &Site,
    team: AskedTeam<'_>,
    near: Region,
    take: &Take,
    until_ms: i64,
) -> Result<TakeAnswer, CallError> {
    let id = &team.roster.team;
    let answer = site.pools.take(id, near, take, left_ms(until_ms)).await?;
    if answer != TakeAnswer::RosterWanted {
        return Ok(answer);
    }
    match site.pools.enlist(team.roster, team.sequence, near, left_ms(until_ms)).await {
        Ok(()) => site.pools.take(id, near, take, left_ms(until_ms)).await,
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
