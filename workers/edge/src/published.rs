//! What was published since the deploy: read after an answer, in force from the next request on.
//!
//! No request waits for it. An isolate reads the small publication, and a bundle's bytes only
//! when a publication names one that it does not have.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use beeline::live::{InForce, Publication};
use beeline_platform::publications::{Publications, Unchanged};
use beeline_platform::{log, source};
use worker::{Delay, Env};

use crate::RequestContext;
use crate::site::Site;
use crate::turn;

/// How this deployment takes publications. What is set wrongly takes none.
pub fn taken(env: &Env) -> Option<Publications> {
    let failed = |reason| log::failure("edge.publishing_misconfigured").with("reason", reason).write();
    Publications::of(env).map_err(failed).ok().flatten()
}

/// What an isolate remembers of its looks.
#[derive(Default)]
struct Watch {
    /// Whether a look has ended.
    has_looked: bool,
    next_at_ms: i64,
    /// The last publication that was dealt with, as it is stored.
    dealt_with: String,
    /// What was logged since something was put in force, so that it is logged once.
    told: Vec<String>,
}

thread_local! {
    static WATCH: RefCell<Watch> = RefCell::default();
}

/// Whether something may be published of which this isolate has not heard yet: it has just started.
pub fn may_be_news(site: &Site) -> bool {
    site.publications.is_some() && !WATCH.with_borrow(|watch| watch.has_looked)
}

/// Looks for a publication after the answer, if the interval has passed: at once when the isolate
/// has given its first one.
pub fn look(site: &Site, env: &Env, context: &RequestContext) {
    let Some(publications) = &site.publications else { return };
    let now_ms = source::now_ms();
    let is_due = WATCH.with_borrow_mut(|watch| {
        let is_due = now_ms >= watch.next_at_ms;
        if is_due {
            watch.next_at_ms = now_ms + i64::from(publications.interval_ms);
        }
        is_due
    });
    if is_due {
        let env = env.clone();
        context.after_answer(async move {
            // A task runs up to its first wait before the answer is on its way.
            Delay::from(Duration::ZERO).await;
            update(&env).await;
        });
    }
}

async fn update(env: &Env) {
    let Ok(site) = Site::of(env) else { return };
    let Some(publications) = &site.publications else { return };
    let next = next(env, &site, publications).await;
    WATCH.with_borrow_mut(|watch| watch.has_looked = true);
    match next {
        Ok((publication, in_force)) => {
            WATCH.with_borrow_mut(|watch| watch.told.clear());
            log_in_force(&publication, &in_force);
            match site.put_in_force(env, in_force) {
                Ok(newer) => turn::dismiss(&site, &newer).await,
                Err(reason) => log::failure("edge.misconfigured").show("reason", reason).write(),
            }
        }
        Err(Unchanged::Same) => {}
        Err(Unchanged::Refused(refusal)) => {
            let line = if refusal.is_unexpected() { log::failure } else { log::event };
            let said = format!("{}: {refusal}", refusal.word());
            once(&said, || {
                line("edge.publication_refused").show("reason", &refusal).with("code", refusal.word())
            });
        }
        Err(Unchanged::Unreadable(reason)) => {
            once(&reason, || log::failure("edge.publications_unreadable").with("reason", reason.as_str()));
        }
    }
}

/// What is to be in force from now on.
async fn next(
    env: &Env,
    site: &Rc<Site>,
    publications: &Publications,
) -> std::result::Result<(Publication, InForce), Unchanged> {
    let sealed = publications.current().await?.ok_or(Unchanged::Same)?;
    if WATCH.with_borrow(|watch| watch.dealt_with == sealed) {
        return Err(Unchanged::Same);
    }
    let outcome = open(env, site, publications, &sealed).await;
    let is_dealt_with = match &outcome {
        Ok(_) => true,
        Err(Unchanged::Refused(refusal)) => !refusal.may_pass(),
        Err(_) => false,
    };
    if is_dealt_with {
        WATCH.with_borrow_mut(|watch| watch.dealt_with = sealed);
    }
    outcome
}

async fn open(
    env: &Env,
    site: &Rc<Site>,
    publications: &Publications,
    sealed: &str,
) -> std::result::Result<(Publication, InForce), Unchanged> {
    let (publication, in_force) = publications.open(sealed, &site.deployed, &site.in_force).await?;
    // A look that took longer than the interval may end after one that saw something newer.
    let is_newest = Site::of(env).is_ok_and(|site| site.in_force.admits(&publication).is_ok());
    if is_newest { Ok((publication, in_force)) } else { Err(Unchanged::Same) }
}

fn log_in_force(publication: &Publication, in_force: &InForce) {
    log::event("edge.bundle_in_force")
        .with("bundle", in_force.base.hash.as_str())
        .with("sequence", publication.sequence)
        .with("mode", publication.mode.word())
        .with("published", publication.bundle.hash.as_str())
        .write();
}

fn once(said: &str, line: impl FnOnce() -> log::Line) {
    let is_new = WATCH.with_borrow_mut(|watch| {
        let is_new = !watch.told.iter().any(|told| told == said);
        if is_new {
            watch.told.push(said.to_owned());
        }
        is_new
    });
    if is_new {
        line().write();
    }
}
