//! Who is in the team. It travels only when it changed: whoever asks for a turn names the hash
//! of the roster it knows.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::crew::{Crew, RosterMember};
use super::member::Member;
use super::reads::{self, InForce};
use super::reply::Reply;
use super::round::{self, Round};
use super::writes::{self, Write};
use crate::storage::{Database, StorageError};

/// The most members of a team: each is a line in the explanation that is kept with every turn.
pub const MAX_MEMBERS: usize = 200;
/// The largest weight.
pub const MAX_WEIGHT: u32 = 100;

/// A team, and which version of it this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Grows with every change: an older roster never replaces a newer one. Of two with one number,
    /// as only undeployed code has, the later sent holds.
    pub sequence: i64,
    /// Names this content.
    pub hash: String,
    /// The team's id.
    pub team: String,
    /// The team.
    pub crew: Crew,
}

/// Read, step, write.
pub fn run(database: &impl Database, roster: &Roster, now_ms: i64) -> Result<Reply, StorageError> {
    if let Some(why) = fault(roster) {
        return Ok(Reply::Refused { why });
    }
    let (in_force, members) = reads::team(database)?;
    let (effects, reply) = step(in_force, members, roster, now_ms);
    writes::apply(database, effects)?;
    Ok(reply)
}

/// The pure step. A roster that comes too late is remembered all the same, so that whoever still
/// knows only that one is served by the one in force, and not asked for it again and again.
fn step(
    in_force: Option<InForce>,
    members: Vec<Member>,
    roster: &Roster,
    now_ms: i64,
) -> (Vec<Write>, Reply) {
    let known = Write::KnownRoster { hash: roster.hash.clone() };
    match in_force {
        Some(newer) if newer.sequence > roster.sequence || newer.hash == roster.hash => {
            let effects = if newer.hash == roster.hash { Vec::new() } else { vec![known] };
            (effects, Reply::RosterInForce { sequence: newer.sequence, hash: newer.hash })
        }
        _ => {
            let enacted = Write::InForce {
                sequence: roster.sequence,
                hash: roster.hash.clone(),
                policy: roster.crew.policy.clone(),
            };
            let changed = Write::Members(changed(members, roster, now_ms));
            let crew = Write::Crew { team: roster.team.clone(), crew: roster.crew.clone() };
            let reply = Reply::RosterInForce { sequence: roster.sequence, hash: roster.hash.clone() };
            (vec![enacted, crew, known, changed], reply)
        }
    }
}

/// The members that are not as they were. With the weights the shares change: what everybody is
/// owed up to now is settled by the old ones.
fn changed(members: Vec<Member>, roster: &Roster, now_ms: i64) -> Vec<Member> {
    let round = Round::of(members.iter());
    let mut settled: BTreeMap<String, Member> = BTreeMap::new();
    for mut member in members.iter().cloned() {
        if member.is_running {
            member.close(round);
        }
        settled.insert(member.rep.clone(), member);
    }
    let reps: BTreeSet<&str> = roster.crew.members.iter().map(|member| member.rep.as_str()).collect();
    let stays = |member: &&mut Member| member.gets_leads() && reps.contains(member.rep.as_str());
    round::centre(&mut settled.values_mut().filter(stays).collect::<Vec<_>>());
    for member in settled.values_mut() {
        member.unlisted_at_ms = member.unlisted_at_ms.or(Some(now_ms));
    }
    for RosterMember { rep, name, weight, daily_cap, active, contact, .. } in &roster.crew.members {
        let member = settled.entry(rep.clone()).or_insert_with(|| Member::newcomer(rep));
        member.name.clone_from(name);
        member.weight = *weight;
        member.daily_cap = *daily_cap;
        member.active = *active;
        member.contact.clone_from(contact);
        member.unlisted_at_ms = None;
    }
    settled.retain(|_, member| !members.contains(member));
    settled.into_values().collect()
}

/// What is wrong with a roster, and what to do about it.
fn fault(roster: &Roster) -> Option<String> {
    let count = roster.crew.members.len();
    if count > MAX_MEMBERS {
        return Some(format!(
            "the team has {count} members, and {MAX_MEMBERS} at most may be: split it in two"
        ));
    }
    let mut reps = BTreeSet::new();
    roster.crew.members.iter().find_map(|RosterMember { rep, weight, daily_cap, .. }| {
        if !reps.insert(rep) {
            Some(format!("rep `{rep}` is in the team twice: leave one of the two out"))
        } else if !(1..=MAX_WEIGHT).contains(weight) {
            Some(format!("rep `{rep}` has weight {weight}: choose one from 1 to {MAX_WEIGHT}"))
        } else if *daily_cap == Some(0) {
            Some(format!("rep `{rep}` may take 0 leads a day: write `active = false` instead"))
        } else {
            None
        }
    })
}
