//! The reps of each team, as its pool reads them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use beeline::pool::{Contact, Crew, Policy, RosterMember};
use beeline::routing::{BundleError, TeamRoster, bundle_hash};
use beeline::schedule::{Absences, Span, Timetable, Zone};

use super::Rep;
use crate::calendar_text::day_span;
use crate::holidays::Holiday;

/// The teams that have reps, by id, each with its reps by id.
pub(crate) fn crews(
    reps: &[Rep],
    holidays: &[Holiday],
    policies: &BTreeMap<String, Policy>,
) -> Result<Vec<TeamRoster>, BundleError> {
    let mut by_team: BTreeMap<&str, Vec<&Rep>> = BTreeMap::new();
    for rep in reps {
        by_team.entry(&rep.team.value).or_default().push(rep);
    }
    let roster = |(team, mut reps): (&str, Vec<&Rep>)| {
        reps.sort_by(|one, other| one.rep.value.cmp(&other.rep.value));
        let policy = policies.get(team).cloned().unwrap_or_default();
        let crew = crew(&reps, holidays, policy)?.write().map_err(unreadable)?;
        Ok(TeamRoster { team: team.to_owned(), hash: bundle_hash(crew.as_bytes()), crew })
    };
    by_team.into_iter().map(roster).collect()
}

fn crew(reps: &[&Rep], holidays: &[Holiday], policy: Policy) -> Result<Crew, BundleError> {
    let regions: BTreeSet<&str> = reps.iter().filter_map(|rep| region(rep)).collect();
    let shared = holidays.iter().filter(|holiday| regions.contains(holiday.region.value.as_str()));
    let names: BTreeSet<&str> = shared.map(|holiday| holiday.name.as_str()).collect();
    let mut crew = Crew {
        policy,
        members: Vec::new(),
        zones: Vec::new(),
        holidays: names.into_iter().map(str::to_owned).collect(),
    };
    for rep in reps {
        let zone = place_of_zone(&mut crew.zones, &rep.time_zone.value)?;
        let days = days_off(rep, holidays, &crew.holidays)?;
        let away: Vec<Span> =
            rep.out_of_office.iter().filter_map(|span| span.common(rep.time_zone.value.horizon())).collect();
        let absences = Absences::of(&days, &away).map_err(unreadable)?;
        crew.members.push(RosterMember {
            rep: rep.rep.value.clone(),
            name: rep.name.clone(),
            weight: rep.weight,
            daily_cap: rep.daily_cap,
            active: rep.is_active,
            timetable: Timetable { zone, week: rep.hours.value.clone(), absences },
            contact: Contact { slack_id: rep.slack_id.clone(), booking_url: rep.booking_url.clone() },
            phone: rep.phone.clone(),
        });
    }
    Ok(crew)
}

fn region(rep: &Rep) -> Option<&str> {
    rep.holidays.as_ref().map(|region| region.value.as_str())
}

/// Zones with the same clock share a place.
fn place_of_zone(zones: &mut Vec<Zone>, zone: &Zone) -> Result<u16, BundleError> {
    let place = zones.iter().position(|known| known == zone).unwrap_or_else(|| {
        zones.push(zone.clone());
        zones.len() - 1
    });
    u16::try_from(place).map_err(unreadable)
}

/// The holidays of a rep's region by the rep's clock, each with the place of its name. Those that
/// were over before the calendars begin are left out.
fn days_off(rep: &Rep, holidays: &[Holiday], names: &[String]) -> Result<Vec<(Span, u16)>, BundleError> {
    let zone = &rep.time_zone.value;
    let mut days = Vec::new();
    for holiday in holidays.iter().filter(|holiday| region(rep) == Some(holiday.region.value.as_str())) {
        let span = day_span(holiday.date, holiday.part, zone);
        if let Some(span) = span.and_then(|span| span.common(zone.horizon())) {
            let place = names.binary_search(&holiday.name).unwrap_or_default();
            days.push((span, u16::try_from(place).map_err(unreadable)?));
        }
    }
    Ok(days)
}

/// What readers have checked is refused by the domain, which is ours to mend.
fn unreadable(why: impl Display) -> BundleError {
    BundleError::Unreadable(why.to_string())
}
