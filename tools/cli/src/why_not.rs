//! `beeline why-not`: why a rep gets no leads, or few.

use anyhow::{Result, bail};
use beeline::pool::{Hours, RosterMember};
use beeline::routing::Bundle;
use beeline_compiler::calendar_text::{printed_hours, printed_moment};
use beeline_compiler::staffing::Staff;
use beeline_compiler::{Compiled, Severity, closest};
use serde::Serialize;
use serde_json::json;

use crate::command::Arguments;
use crate::{check, today};

/// What decides about a rep's leads in one team.
#[derive(Serialize)]
struct Prospect {
    team: String,
    active: bool,
    hours: String,
    /// Why the rep does not work at the moment, and until when.
    away: Option<Away>,
    weight: u32,
    /// The weights of all active reps of the team, and of those who work at the moment.
    weight_of_active: u32,
    weight_of_working: u32,
    daily_cap: Option<u32>,
    /// What sends leads to the team.
    from: Vec<String>,
    /// The teams that ask this one when nobody of theirs can.
    overflow_of: Vec<String>,
}

#[derive(Serialize)]
struct Away {
    why: String,
    until_ms: Option<i64>,
}

/// Says what keeps leads from a rep at a moment.
pub fn why_not(arguments: &Arguments, rep: &str, at: Option<&str>) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let at_ms = match at {
        Some(text) => today::named(text, &compiled.zone)?,
        None => today::now_ms()?,
    };
    let staff: Vec<Staff> = compiled.bundle.rosters().iter().filter_map(Staff::of).collect();
    let member = staff.iter().find_map(|team| team.crew.member(rep));
    let Some(member) = member else { bail!("{}", stranger(rep, &staff)) };
    let prospects: Vec<Prospect> =
        staff.iter().filter_map(|team| Prospect::of(&compiled.bundle, team, rep, at_ms)).collect();
    let remarks = remarks(&compiled, rep, &prospects);
    if arguments.json {
        let told = json!({
            "bundle": compiled.hash, "rep": rep, "name": member.name, "at_ms": at_ms,
            "teams": prospects, "remarks": remarks,
        });
        println!("{told}");
        return Ok(true);
    }
    let at = printed_moment(&compiled.zone, at_ms);
    println!("Rep `{rep}` ({}), {at} ({}).", member.name, compiled.zone_name);
    prospects.iter().for_each(|prospect| prospect.print(&compiled));
    for remark in remarks {
        println!("\n  ! {remark}");
    }
    println!("\nBundle {}", compiled.hash);
    Ok(true)
}

fn stranger(rep: &str, staff: &[Staff]) -> String {
    let all = || staff.iter().flat_map(|team| &team.crew.members).map(|member| member.rep.as_str());
    match closest(rep, all()) {
        Some(near) => format!("no rep of roster.csv has the id `{rep}`: did you mean {near}?"),
        None if all().next().is_none() => "there is no rep, because there is no roster.csv".to_owned(),
        None => format!("no rep of roster.csv has the id `{rep}`: it stands in the first column"),
    }
}

/// What is said of the rep, or of the rules that send leads to the teams.
fn remarks(compiled: &Compiled, rep: &str, prospects: &[Prospect]) -> Vec<String> {
    let of_rep = format!("rep `{rep}`");
    let rules = prospects.iter().flat_map(|prospect| &prospect.from).filter(|from| from.starts_with("rule "));
    let names: Vec<&String> = rules.chain([&of_rep]).collect();
    let about = compiled.remarks.iter().filter(|remark| {
        remark.severity == Severity::Warning && names.iter().any(|name| remark.message.contains(*name))
    });
    about.map(|remark| remark.message.clone()).collect()
}

impl Prospect {
    fn of(bundle: &Bundle, staff: &Staff, rep: &str, at_ms: i64) -> Option<Self> {
        let member = staff.crew.member(rep)?;
        let away = staff.crew.is_open(rep, at_ms).err();
        let works = |other: &&RosterMember| staff.crew.is_open(&other.rep, at_ms).is_ok();
        Some(Self {
            team: staff.team.clone(),
            active: member.active,
            hours: printed_hours(&member.timetable.week),
            away: away.map(|closed| Away { why: closed.why, until_ms: closed.until_ms }),
            weight: member.weight,
            weight_of_active: staff.active().map(|other| other.weight).sum(),
            weight_of_working: staff.active().filter(works).map(|other| other.weight).sum(),
            daily_cap: member.daily_cap,
            from: sources(bundle, &staff.team),
            overflow_of: overflow_of(bundle, &staff.team),
        })
    }

    fn print(&self, compiled: &Compiled) {
        println!("\nTeam `{}`", self.team);
        let Self { active, weight, weight_of_active, weight_of_working, .. } = self;
        if *active {
            println!("  ✓ active");
        } else {
            println!("  ✗ not active: `active` is no in roster.csv, so no lead comes");
        }
        match &self.away {
            None => println!("  ✓ works now ({} on the rep's clock)", self.hours),
            Some(away) => println!("  ✗ does not work now: {}", away.words(compiled)),
        }
        if *active {
            println!(
                "  share: weight {weight} of {weight_of_active}, {} of the team's leads when everybody works",
                percent(*weight, *weight_of_active)
            );
        }
        if *active && self.away.is_none() {
            println!(
                "         {weight} of {weight_of_working} at this moment, {}",
                percent(*weight, *weight_of_working)
            );
        }
        match self.daily_cap {
            Some(cap) => println!("  cap: {cap} leads in one of the rep's days"),
            None => println!("  cap: none"),
        }
        let others = || format!("from {} when nobody there can take one", named(&self.overflow_of));
        match (self.from.is_empty(), self.overflow_of.is_empty()) {
            (true, true) => println!("  ✗ no rule, no form and no fallback sends leads to this team"),
            (true, false) => println!("  leads come {}", others()),
            (false, true) => println!("  leads come by {}", self.from.join(", ")),
            (false, false) => println!("  leads come by {}\n  and {}", self.from.join(", "), others()),
        }
    }
}

impl Away {
    fn words(&self, compiled: &Compiled) -> String {
        match self.until_ms {
            Some(until_ms) => {
                format!("{}; works again {}", self.why, printed_moment(&compiled.zone, until_ms))
            }
            None => format!("{}, and at no time that is known", self.why),
        }
    }
}

/// What sends leads to a team.
fn sources(bundle: &Bundle, team: &str) -> Vec<String> {
    let rules = bundle.rules().iter().filter(|rule| rule.team == team);
    let forms = bundle.forms().iter().filter(|form| form.team.as_deref() == Some(team));
    let fallback = (bundle.fallback().id == team).then(|| "the fallback".to_owned());
    rules
        .map(|rule| format!("rule `{}`", rule.id))
        .chain(forms.map(|form| format!("form `{}`", form.id)))
        .chain(fallback)
        .collect()
}

fn overflow_of(bundle: &Bundle, team: &str) -> Vec<String> {
    let asks = |other: &str| bundle.asked_for_a_rep(other).iter().any(|asked| asked.team == team);
    let others = bundle.teams().iter().filter(|other| other.id != team && asks(&other.id));
    others.map(|other| other.id.clone()).collect()
}

fn named(teams: &[String]) -> String {
    teams.iter().map(|team| format!("`{team}`")).collect::<Vec<_>>().join(", ")
}

fn percent(part: u32, whole: u32) -> String {
    format!("{} %", (part * 200 + whole).checked_div(2 * whole).unwrap_or_default())
}
