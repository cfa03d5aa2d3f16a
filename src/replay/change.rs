//! One lead that these files would have sent elsewhere, and what makes the difference.

use serde::Serialize;

use super::again;
use crate::identity::LeadId;
use crate::routing::{Bundle, ConditionCheck, FALLBACK, FORM, Fact, Facts, Recorded, Rule, Subject, check};

/// Where a lead goes, and what decides it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Decided {
    /// The team's id.
    pub team: String,
    /// A rule's id, `form` or `fallback`.
    pub rule: String,
}

/// One lead, then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The lead.
    pub lead_id: LeadId,
    /// Which of its submissions.
    pub revision: u32,
    /// When it was accepted.
    pub at_ms: i64,
    /// Its form.
    pub form: String,
    /// The bundle that decided then.
    pub bundle: String,
    /// Where it went.
    pub before: Decided,
    /// Where it would go.
    pub after: Decided,
    /// Why it no longer goes where it went.
    pub difference: Difference,
    /// What the rule that would decide asks for; all of it fits.
    pub fits: Vec<ConditionCheck>,
    /// What follows from the files, and is another than it was.
    pub derived: Vec<Derived>,
}

/// Why a lead no longer goes where it went, as far as the files of today tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Difference {
    /// The rule that decided is not there any more.
    RuleGone,
    /// The rule that decided does not fit any more.
    NoLongerFits {
        /// Those of its conditions that do not.
        conditions: Vec<ConditionCheck>,
    },
    /// The rule that decided would fit, and a rule above it comes first.
    Overtaken,
    /// The same rule decides, and names another team.
    OtherTeam,
    /// No rule decided, and now one does.
    RuleFits,
    /// No rule decided, and none does: the form's own team or the fallback is another.
    OtherDefault,
}

/// Something that follows from the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Derived {
    /// What.
    pub subject: Subject,
    /// What it was when the lead was decided about; nothing, if it was not known.
    pub before: Option<Fact>,
    /// What it is by these files.
    pub after: Option<Fact>,
}

impl Change {
    /// What these files would have changed for a lead: nothing, if they send it to the same
    /// team by the same rule, or have no such form.
    pub fn of(bundle: &Bundle, recorded: &Recorded) -> Option<Self> {
        let (facts, route) = again(bundle, recorded)?;
        let before = Decided { team: recorded.team.clone(), rule: recorded.rule.clone() };
        let after = Decided { team: route.team, rule: route.rule };
        if before == after {
            return None;
        }
        let deciding = rule(bundle, &after.rule);
        Some(Self {
            lead_id: recorded.lead_id,
            revision: recorded.revision,
            at_ms: recorded.at_ms,
            form: recorded.form.clone(),
            bundle: recorded.bundle.clone(),
            difference: difference(bundle, &before, &after, &facts),
            fits: deciding.map(|rule| check(rule, &facts).conditions).unwrap_or_default(),
            derived: derived(&recorded.facts, &facts),
            before,
            after,
        })
    }
}

fn difference(bundle: &Bundle, before: &Decided, after: &Decided, facts: &Facts) -> Difference {
    if is_default(&before.rule) {
        return if is_default(&after.rule) { Difference::OtherDefault } else { Difference::RuleFits };
    }
    let Some(decided) = rule(bundle, &before.rule) else { return Difference::RuleGone };
    if before.rule == after.rule {
        return Difference::OtherTeam;
    }
    let conditions: Vec<ConditionCheck> =
        check(decided, facts).conditions.into_iter().filter(|condition| !condition.fits).collect();
    if conditions.is_empty() { Difference::Overtaken } else { Difference::NoLongerFits { conditions } }
}

/// Whether no rule decided.
fn is_default(rule: &str) -> bool {
    rule == FORM || rule == FALLBACK
}

fn rule<'a>(bundle: &'a Bundle, id: &str) -> Option<&'a Rule> {
    bundle.rules().iter().find(|rule| rule.id == id)
}

fn derived(before: &Facts, after: &Facts) -> Vec<Derived> {
    let subjects = [Subject::Lane, Subject::Territory, Subject::Hours];
    let changed = subjects.into_iter().filter(|subject| before.known(subject) != after.known(subject));
    changed
        .map(|subject| Derived {
            before: before.known(&subject).fact(),
            after: after.known(&subject).fact(),
            subject,
        })
        .collect()
}
