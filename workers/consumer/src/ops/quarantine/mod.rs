//! The quarantine workbench: what could not be delivered, and what operators do about it.

mod act;
mod audit;
mod dry_run;
mod edit;
mod form;
mod gather;
mod lead;
mod list;
mod refusal;
mod replay;

pub use audit::{Deed, Ended, audited};

use beeline::identity::LeadId;
use beeline::page::Flash;
use beeline::problem::Problem;
use beeline::quarantine::Act;
use worker::{Response, Result};

use super::{Visit, reply, session};

/// What is asked of the workbench, as a page or as JSON.
pub struct QuarantineTarget {
    about: About,
    is_page: bool,
}

enum About {
    List,
    Classes,
    Messages,
    Audit,
    Lead(String),
    Replay,
    OfLead(Act, String),
    DryRun(String),
    DryRunOfEdit(String),
}

impl QuarantineTarget {
    /// A path and a method; the one method that fits, if another was used.
    pub fn of(path: &str, is_get: bool, is_post: bool) -> Option<std::result::Result<Self, &'static str>> {
        let (is_page, rest) = match path.strip_prefix("/v1") {
            Some(rest) => (false, rest),
            None => (true, path),
        };
        let mut parts = rest.strip_prefix("/ops/quarantine")?.split('/');
        if !parts.next()?.is_empty() {
            return None;
        }
        let about = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (None, ..) => About::List,
            (Some("classes"), None, ..) if !is_page => About::Classes,
            (Some("messages"), None, ..) if !is_page => About::Messages,
            (Some("audit"), None, ..) => About::Audit,
            (Some("replay"), None, ..) => About::Replay,
            (Some("leads"), Some(id), None, _) => About::Lead(id.to_owned()),
            (Some("leads"), Some(id), Some("dry-run"), None) => {
                return Self::dry_run(id.to_owned(), is_page, is_get, is_post);
            }
            (Some("leads"), Some(id), Some(act), None) => About::OfLead(Act::from_word(act)?, id.to_owned()),
            _ => return None,
        };
        let target = Self { about, is_page };
        match target.is_change() {
            true if is_post => Some(Ok(target)),
            false if is_get => Some(Ok(target)),
            true => Some(Err("POST")),
            false => Some(Err("GET")),
        }
    }

    /// Of a lead as it is, or as somebody would write it.
    fn dry_run(
        id: String,
        is_page: bool,
        is_get: bool,
        is_post: bool,
    ) -> Option<std::result::Result<Self, &'static str>> {
        let about = match (is_get, is_post) {
            (true, _) => About::DryRun(id),
            (_, true) => About::DryRunOfEdit(id),
            _ => return Some(Err("GET, POST")),
        };
        Some(Ok(Self { about, is_page }))
    }

    /// Whether it changes anything, or is for those only who may: the dry run of an edit says whether
    /// a guess at what the lead says is right.
    pub const fn is_change(&self) -> bool {
        matches!(self.about, About::Replay | About::OfLead(..) | About::DryRunOfEdit(_))
    }
}

/// Answers.
pub async fn answer(
    visit: Visit<'_>,
    QuarantineTarget { about, is_page }: QuarantineTarget,
) -> Result<Response> {
    match about {
        About::List if is_page => list::page(&visit).await,
        About::List => list::json(&visit).await,
        About::Classes => list::classes_json(&visit).await,
        About::Messages => list::messages_json(&visit).await,
        About::Audit if is_page => audit::page(&visit).await,
        About::Audit => audit::json(&visit).await,
        About::Lead(id) if is_page => lead::page(&visit, &id).await,
        About::Lead(id) => lead::json(&visit, &id).await,
        About::Replay if is_page => form::replay_class(visit).await,
        About::Replay => act::replay_by_api(visit).await,
        About::OfLead(act, id) if is_page => form::of_lead(visit, act, &id).await,
        About::OfLead(act, id) => act::by_api(visit, act, &id).await,
        About::DryRun(id) => dry_run::answer(&visit, &id, is_page).await,
        About::DryRunOfEdit(id) if is_page => dry_run::of_form(visit, &id).await,
        About::DryRunOfEdit(id) => dry_run::of_request(visit, &id).await,
    }
}

/// One value of the address's query.
fn query(visit: &Visit<'_>, wanted: &str) -> Option<String> {
    let url = visit.request.url().ok()?;
    url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
}

/// What the request did that led here.
fn flashed(visit: &Visit<'_>) -> Option<Flash> {
    let url = visit.request.url().ok()?;
    url.query_pairs().find_map(|(name, value)| Flash::parse(&name, &value))
}

/// A lead's id, or the answer to give instead.
fn lead_id(visit: &Visit<'_>, id: &str) -> std::result::Result<LeadId, Result<Response>> {
    id.parse().map_err(|_| visit.refuse(&Problem::UnknownLead))
}
