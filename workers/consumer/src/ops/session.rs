//! Logging in and out: the token is exchanged for a cookie, and never stands in a URL.

use beeline::intake::{Fields, MAX_BODY_BYTES};
use beeline::page::{self, QUARANTINE_PATH};
use beeline::principal::{Capability, Principal, SESSION_COOKIE, SESSION_SECONDS};
use beeline::problem::Problem;
use beeline::quarantine::Act;
use beeline_platform::{log, source};
use worker::{Response, Result};

use super::{Visit, reply};

/// Where a login leads without a wish.
const INBOX: &str = "/ops";

/// Somebody unknown wants in: a browser gets the login page, a program a 401.
pub fn ask(visit: &Visit<'_>) -> Result<Response> {
    if !visit.page {
        return visit.refuse(&Problem::Unauthorized);
    }
    let path = visit.request.path();
    // What was to be done is not done by logging in: back to the page with the button.
    let done = Act::ALL.into_iter().find_map(|act| path.strip_suffix(act.word())?.strip_suffix('/'));
    let page_path = done.unwrap_or(&path);
    reply::html(page::login(local(page_path), false), 401)
}

/// `POST /ops/login`.
pub async fn login(mut visit: Visit<'_>) -> Result<Response> {
    let Some(fields) = form(&mut visit).await else { return visit.refuse(&Problem::TooLarge) };
    let next = local(fields.text("next")).to_owned();
    let Some(principal) = visit.desk.gatekeeper.by_token(fields.text("token").trim()) else {
        log::event("ops.login_refused").with("correlation_id", visit.correlation_id.as_str()).write();
        return reply::html(page::login(&next, true), 401);
    };
    log::event("ops.login").with("subject", principal.subject.as_str()).write();
    let session = visit.desk.gatekeeper.open_session(&principal, source::now_ms());
    reply::see_other(first_page(&next, &principal), &cookie(&visit, &session, SESSION_SECONDS))
}

/// Whoever may not see the inbox begins with what they may see.
fn first_page<'a>(next: &'a str, principal: &Principal) -> &'a str {
    let may_read = principal.role.can(Capability::ReadLeads);
    if next == INBOX && !may_read { QUARANTINE_PATH } else { next }
}

/// `POST /ops/logout`.
pub async fn logout(mut visit: Visit<'_>) -> Result<Response> {
    let Some(fields) = form(&mut visit).await else { return visit.refuse(&Problem::TooLarge) };
    if !visit.desk.gatekeeper.csrf_matches(&visit.cookie, fields.text("csrf")) {
        return visit.refuse(&Problem::Forbidden);
    }
    reply::see_other(INBOX, &cookie(&visit, "", 0))
}

fn cookie(visit: &Visit<'_>, value: &str, max_age_seconds: i64) -> String {
    // Browsers keep a Secure cookie off plain http, which only a local session has.
    let secure = visit.request.url().is_ok_and(|url| url.scheme() == "https");
    let secure = if secure { "; Secure" } else { "" };
    format!("{SESSION_COOKIE}={value}; Path=/; Max-Age={max_age_seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// A page's form; `None` if it is too large, or none.
pub async fn form(visit: &mut Visit<'_>) -> Option<Fields> {
    Fields::from_urlencoded(&body(visit).await?).ok()
}

/// A body; `None` if it is too large, or its size is not told.
pub async fn body(visit: &mut Visit<'_>) -> Option<Vec<u8>> {
    let declared = visit.request.headers().get("Content-Length").ok().flatten();
    let declared = declared.and_then(|text| text.parse::<usize>().ok()).unwrap_or(usize::MAX);
    if declared > MAX_BODY_BYTES {
        return None;
    }
    visit.request.bytes().await.ok()
}

/// A path of this host, or the inbox: a login must not lead anywhere else.
fn local(path: &str) -> &str {
    let inside = path == INBOX || path.starts_with("/ops/");
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside && plain { path } else { INBOX }
}
