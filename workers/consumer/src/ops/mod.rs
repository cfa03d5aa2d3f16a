//! The ops API and pages. Every route declares the capability it needs.

mod conservation;
mod decisions;
mod drift;
mod held;
mod leads;
mod pools;
mod quarantine;
mod reconciliation;
pub mod reply;
mod session;

use beeline::principal::{Capability, Principal, Role};
use beeline::problem::Problem;
use beeline_platform::{log, source};
use worker::{Env, Method, Request, Response, Result};

use crate::desk::Desk;
use pools::PoolTarget;
use quarantine::QuarantineTarget;

/// A request whose sender is known.
pub struct Visit<'a> {
    pub desk: &'a Desk,
    pub request: Request,
    pub cookie: String,
    pub page: bool,
    pub correlation_id: String,
    /// Who asks, for the audit log; empty while nobody is logged in.
    pub subject: String,
    /// What they may do; `None` while nobody is logged in.
    pub role: Option<Role>,
    /// Whether they sent a token, not a cookie.
    pub by_bearer: bool,
}

/// What a request is for.
enum Target {
    Login,
    Logout,
    Inbox,
    LeadPage(String),
    LeadJson(String),
    ReleaseForm(String),
    ReleaseJson(String),
    HeldPage,
    HeldJson,
    DriftPage,
    DriftJson,
    Conservation,
    ReconciliationPage,
    ReconciliationJson,
    BeginReconciliation(String),
    Pool(PoolTarget),
    Quarantine(QuarantineTarget),
    Decisions,
    DecisionsOf(String),
    WrongMethod(&'static str),
    Nowhere,
}

impl Target {
    fn of(method: &Method, path: &str) -> Self {
        let get = *method == Method::Get;
        let post = *method == Method::Post;
        match path {
            "/ops/login" if post => Self::Login,
            "/ops/logout" if post => Self::Logout,
            "/ops/login" | "/ops/logout" => Self::WrongMethod("POST"),
            "/ops" | "/ops/" if get => Self::Inbox,
            "/v1/ops/conservation" if get => Self::Conservation,
            "/ops/held" if get => Self::HeldPage,
            "/v1/ops/held" if get => Self::HeldJson,
            "/ops/drift" if get => Self::DriftPage,
            "/v1/ops/drift" if get => Self::DriftJson,
            "/v1/ops/decisions" if get => Self::Decisions,
            "/ops/reconciliation" if get => Self::ReconciliationPage,
            "/v1/ops/reconciliation" if get => Self::ReconciliationJson,
            "/ops"
            | "/ops/"
            | "/v1/ops/conservation"
            | "/ops/held"
            | "/v1/ops/held"
            | "/ops/drift"
            | "/v1/ops/drift"
            | "/v1/ops/decisions"
            | "/ops/reconciliation"
            | "/v1/ops/reconciliation" => Self::WrongMethod("GET"),
            _ => Self::of_part(path, get, post),
        }
    }

    fn of_part(path: &str, get: bool, post: bool) -> Self {
        let pool = PoolTarget::of(path, get, post).map(|target| target.map(Self::Pool));
        let quarantine = || QuarantineTarget::of(path, get, post).map(|target| target.map(Self::Quarantine));
        match pool.or_else(quarantine) {
            Some(Ok(target)) => target,
            Some(Err(allowed)) => Self::WrongMethod(allowed),
            None => Self::of_lead(path, get, post),
        }
    }

    fn of_lead(path: &str, get: bool, post: bool) -> Self {
        let page = path.strip_prefix("/ops/leads/");
        let api = path.strip_prefix("/v1/ops/leads/");
        let released = |rest: Option<&str>| rest?.strip_suffix("/release").map(str::to_owned);
        match (released(page), released(api)) {
            (Some(id), _) if post => return Self::ReleaseForm(id),
            (_, Some(id)) if post => return Self::ReleaseJson(id),
            (Some(_), _) | (_, Some(_)) => return Self::WrongMethod("POST"),
            (None, None) => {}
        }
        if let Some(name) = path.strip_prefix("/v1/ops/reconciliation/") {
            return if post { Self::BeginReconciliation(name.to_owned()) } else { Self::WrongMethod("POST") };
        }
        if let Some(id) = path.strip_prefix("/v1/ops/decisions/") {
            return if get { Self::DecisionsOf(id.to_owned()) } else { Self::WrongMethod("GET") };
        }
        match (page, path.strip_prefix("/v1/leads/")) {
            (Some(id), _) if get => Self::LeadPage(id.to_owned()),
            (_, Some(id)) if get => Self::LeadJson(id.to_owned()),
            (Some(_), _) | (_, Some(_)) => Self::WrongMethod("GET"),
            _ => Self::Nowhere,
        }
    }

    /// What the route needs of whoever asks; `None` for the login itself.
    const fn capability(&self) -> Option<Capability> {
        match self {
            Self::Inbox | Self::LeadPage(_) | Self::LeadJson(_) | Self::HeldPage | Self::HeldJson => {
                Some(Capability::ReadLeads)
            }
            Self::ReleaseForm(_) | Self::ReleaseJson(_) => Some(Capability::ReleaseLeads),
            Self::DriftPage | Self::DriftJson => Some(Capability::ReadDrift),
            Self::Conservation | Self::ReconciliationPage | Self::ReconciliationJson => {
                Some(Capability::ReadConservation)
            }
            Self::BeginReconciliation(_) => Some(Capability::BeginComparisons),
            Self::Pool(pool) if pool.is_change() => Some(Capability::ChangePools),
            Self::Pool(_) => Some(Capability::ReadPools),
            Self::Quarantine(target) if target.is_change() => Some(Capability::ChangeQuarantine),
            Self::Quarantine(_) => Some(Capability::ReadQuarantine),
            Self::Decisions | Self::DecisionsOf(_) => Some(Capability::ReadDecisions),
            Self::Login | Self::Logout | Self::WrongMethod(_) | Self::Nowhere => None,
        }
    }
}

/// Answers a request that the edge handed over.
pub async fn serve(request: Request, env: Env) -> Result<Response> {
    let correlation_id = beeline::trace::correlation_id(&source::random()?);
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let page = header("Accept").is_some_and(|accept| accept.contains("text/html"));
    let desk = match Desk::of(&env) {
        Ok(desk) => desk,
        Err(reason) => {
            log::failure("consumer.misconfigured").with("reason", reason).write();
            return reply::problem(&Problem::Internal, &correlation_id, page);
        }
    };
    let cookie = header("Cookie").unwrap_or_default();
    let bearer = header("Authorization");
    let target = Target::of(&request.method(), &request.path());
    let principal = identify(&desk, bearer.as_deref(), &cookie);
    let subject = principal.as_ref().map(|principal| principal.subject.clone()).unwrap_or_default();
    let role = principal.as_ref().map(|principal| principal.role);
    let by_bearer = bearer.is_some();
    let visit = Visit { desk: &desk, request, cookie, page, correlation_id, subject, role, by_bearer };
    match (target.capability(), &principal) {
        (Some(needed), Some(principal)) if !principal.role.can(needed) => visit.refuse(&Problem::Forbidden),
        (Some(_), None) => session::ask(&visit),
        _ => answer(target, visit).await,
    }
}

fn identify(desk: &Desk, bearer: Option<&str>, cookie: &str) -> Option<Principal> {
    match bearer {
        Some(bearer) => desk.gatekeeper.by_bearer(bearer),
        None => desk.gatekeeper.by_cookie(cookie, source::now_ms()),
    }
}

async fn answer(target: Target, visit: Visit<'_>) -> Result<Response> {
    match target {
        Target::Login => session::login(visit).await,
        Target::Logout => session::logout(visit).await,
        Target::Inbox => leads::inbox(&visit).await,
        Target::LeadPage(id) => leads::page(&visit, &id).await,
        Target::LeadJson(id) => leads::json(&visit, &id).await,
        Target::ReleaseForm(id) => held::release_by_form(visit, &id).await,
        Target::ReleaseJson(id) => held::release_by_api(&visit, &id).await,
        Target::HeldPage => held::page(&visit).await,
        Target::HeldJson => held::json(&visit).await,
        Target::DriftPage => drift::page(&visit).await,
        Target::DriftJson => drift::json(&visit).await,
        Target::Conservation => conservation::answer(&visit).await,
        Target::ReconciliationPage => reconciliation::page(&visit).await,
        Target::ReconciliationJson => reconciliation::json(&visit).await,
        Target::BeginReconciliation(name) => reconciliation::begin(&visit, &name).await,
        Target::Pool(target) => pools::answer(visit, target).await,
        Target::Quarantine(target) => quarantine::answer(visit, target).await,
        Target::Decisions => decisions::export(&visit).await,
        Target::DecisionsOf(id) => decisions::of_lead(&visit, &id).await,
        Target::WrongMethod(allow) => visit.refuse(&Problem::MethodNotAllowed(allow)),
        Target::Nowhere => visit.refuse(&Problem::NotFound),
    }
}

impl Visit<'_> {
    /// Answers a problem, as a page for a browser.
    pub fn refuse(&self, problem: &Problem) -> Result<Response> {
        reply::problem(problem, &self.correlation_id, self.page)
    }

    /// Logs what the asker did not cause and answers 503.
    pub fn unavailable(&self, what: &str, reason: impl std::fmt::Display) -> Result<Response> {
        log::failure("ops.unavailable")
            .with("what", what)
            .show("reason", reason)
            .with("correlation_id", self.correlation_id.as_str())
            .write();
        self.refuse(&Problem::Unavailable)
    }

    /// Whether they may know whose a lead is.
    pub fn may_read_leads(&self) -> bool {
        self.role.is_some_and(|role| role.can(Capability::ReadLeads))
    }

    /// Whether they may do anything about what is in quarantine.
    pub fn may_change_quarantine(&self) -> bool {
        self.role.is_some_and(|role| role.can(Capability::ChangeQuarantine))
    }

    /// The token that the page's forms send along.
    pub fn csrf(&self) -> String {
        self.desk.gatekeeper.csrf_token(&self.cookie).unwrap_or_default()
    }
}
