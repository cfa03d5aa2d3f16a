//! One lead's job: its steps, until all have ended or the time is over.

use std::time::Duration;

use beeline::destination;
use beeline::envelope::Message;
use beeline::guard::Budget;
use beeline::lead::Lead;
use beeline::routing::Facts;
use beeline::warm::cache::{Keep, Recall};
use beeline::warm::company::{Company, Turn, Waterfall};
use beeline::warm::domain::Domain;
use beeline::warm::duplicate::{Suggestion, Trace};
use beeline::warm::enriched::Findings;
use beeline::warm::job::{Ended, Job, Limits, Next, Step};
use beeline::warm::kept::Kept;
use beeline::warm::line::{self, LineKind};
use beeline::warm::mail::{self, Mail};
use beeline::warm::memory as row;
use beeline::warm::questions::Questions;
use beeline::warm::reroute::Rerouted;
use beeline::warm::score::Score;
use beeline::warm::source::{Source, Sourced};
use beeline::warm::trouble::{Looked, Trouble};
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use futures_util::future::join_all;
use worker::Delay;

use super::askers::CompanyAsker;
use super::duplicates;
use super::kept::{keep, kept};
use super::memory::Memory;
use super::question::Question;
use super::reroute;
use crate::desk::Desk;

/// How long to look away while somebody else asks the same.
const LOOK_AGAIN_MS: i64 = 500;
/// How long to wait for the ledger to say again what a lead was decided on.
const LEDGER_RETRY_MS: i64 = 500;

/// A lead about which something is found out.
pub struct Enriching<'a> {
    desk: &'a Desk,
    message: &'a Message,
    questions: Questions,
    /// What other leads are compared with.
    trace: Trace,
    /// Who asks, for others who want to know the same.
    who: String,
}

/// What a step found.
enum Finding {
    Company(Company),
    Mail(Sourced<Mail>),
    Line(Sourced<LineKind>),
    Score(Score),
    Rerouted(Rerouted),
    Duplicates(Vec<Suggestion>),
}

type Stepped = Result<Option<Finding>, Ended>;

impl<'a> Enriching<'a> {
    /// Of this lead.
    pub fn new(desk: &'a Desk, message: &'a Message, lead: &Lead) -> Self {
        let questions = Questions::about(lead, desk.askers.configured(desk.rules.may_move_leads()));
        let who = message.lead_id.to_string();
        let trace = desk.tracer.trace(who.clone(), message.accepted_at_ms, lead);
        Self { desk, message, questions, trace, who }
    }

    /// Finds out what can be, and keeps it. What is kept already of this revision is not asked again.
    pub async fn run(&self) -> Result<Kept, String> {
        let known = kept(&self.desk.inbox, self.message.lead_id).await?;
        if let Some(known) = known.filter(|known| known.revision == self.message.revision) {
            return Ok(known);
        }
        let mut job = Job::open(&self.questions.skipped, source::now_ms());
        let (mut findings, mut score, mut rerouted) = (Findings::default(), None, None);
        let report = loop {
            let (after, next) = job.next(Limits::USUAL, source::now_ms());
            job = after;
            match next {
                Next::Over(report) => break report,
                Next::Again { after_ms } => pause(after_ms).await,
                Next::Run { steps, within_ms } => {
                    let limit_ms = u64::try_from(within_ms).unwrap_or(0);
                    let run = steps.iter().map(|step| within(limit_ms, self.step(*step, &findings)));
                    for (step, stepped) in steps.iter().zip(join_all(run).await) {
                        // What is not back by then is given up by the job itself.
                        let Ok(stepped) = stepped else { continue };
                        let ended = note(stepped, &mut findings, &mut score, &mut rerouted);
                        job = job.note(*step, ended, random(), source::now_ms());
                    }
                }
            }
        };
        let at_ms = source::now_ms();
        let kept = Kept { revision: self.message.revision, at_ms, findings, score, rerouted, report };
        keep(&self.desk.inbox, self.message.lead_id, &kept).await?;
        Ok(kept)
    }

    async fn step(&self, step: Step, findings: &Findings) -> Stepped {
        match step {
            Step::Company => match &self.questions.company {
                Some(domain) => ended(self.company(domain).await, Finding::Company),
                None => Ok(None),
            },
            Step::Mail => match &self.questions.mail {
                Some(domain) => {
                    ended(self.mail(domain).await, |mail| by(Source::MailDns, mail, Finding::Mail))
                }
                None => Ok(None),
            },
            Step::Line => match &self.questions.line {
                Some(number) => ended(self.line(number.expose()).await, |kind| {
                    by(Source::TwilioLookup, kind, Finding::Line)
                }),
                None => Ok(None),
            },
            Step::Score => self.score(findings).await.map(|score| score.map(Finding::Score)),
            Step::Duplicates => {
                let alike = duplicates::alike(&self.desk.inbox, &self.trace, self.message.revision).await;
                alike.map(|alike| Some(Finding::Duplicates(alike)))
            }
            Step::Reroute => {
                let rerouted = reroute::reroute(self.desk, self.message, findings).await;
                rerouted.map(|rerouted| rerouted.map(Finding::Rerouted))
            }
            // What was found is kept when the job is over.
            Step::WriteBack => Ok(None),
        }
    }

    /// By the first provider that knows it.
    async fn company(&self, domain: &Domain) -> Looked<Company> {
        let askers = &self.desk.askers.companies;
        let order: Vec<_> = askers.iter().map(|asker| asker.provider).collect();
        let mut waterfall = Waterfall::new(&order);
        loop {
            let provider = match waterfall.turn() {
                Turn::Ended(looked) => return looked,
                Turn::Ask(provider) => provider,
            };
            let Some(asker) = askers.iter().find(|asker| asker.provider == provider) else {
                return Looked::Failed { trouble: Trouble::NobodyToAsk, after_ms: 0 };
            };
            waterfall.note(provider, self.company_by(asker, domain).await);
        }
    }

    async fn company_by(&self, asker: &CompanyAsker, domain: &Domain) -> Looked<Company> {
        let provider = asker.provider;
        let key = row::company(provider, domain);
        if let Some(known) = self.recall(&key, Keep::COMPANY).await {
            return known;
        }
        let credits = |reply: &destination::Reply| provider.credits(reply);
        let question = Question {
            desk: self.desk,
            of: provider.source(),
            base: &asker.access.base_url,
            budget: asker.budget,
            call: provider.request(&asker.access, domain),
            cost: Some(&credits),
        };
        let looked = question.ask(|reply| provider.read(domain, reply, source::now_ms())).await;
        self.tell(&key, looked, Keep::COMPANY).await
    }

    async fn mail(&self, domain: &Domain) -> Looked<Mail> {
        let Some(base) = &self.desk.askers.dns else {
            return Looked::Failed { trouble: Trouble::NobodyToAsk, after_ms: 0 };
        };
        let key = row::mail(domain);
        if let Some(known) = self.recall(&key, Keep::COMPANY).await {
            return known;
        }
        let (desk, call) = (self.desk, mail::request(domain));
        let question =
            Question { desk, of: Source::MailDns, base, budget: Budget::UNNAMED, call, cost: None };
        let mut keep = Keep::COMPANY;
        let looked = question
            .ask(|reply| {
                let answer = mail::read(domain, reply);
                keep = answer.keep;
                answer.looked
            })
            .await;
        self.tell(&key, looked, keep).await
    }

    async fn line(&self, number: &str) -> Looked<LineKind> {
        let nobody = Looked::Failed { trouble: Trouble::NobodyToAsk, after_ms: 0 };
        let Some(access) = &self.desk.askers.lookup else { return nobody };
        let Some(call) = line::request(access, number) else { return Looked::Absent };
        let question = Question {
            desk: self.desk,
            of: Source::TwilioLookup,
            base: &access.base_url,
            budget: Budget::UNNAMED,
            call,
            cost: Some(&line::credits),
        };
        question.ask(line::read).await
    }

    /// The points, by what routing knew of the lead and what was found since.
    async fn score(&self, findings: &Findings) -> Result<Option<Score>, Ended> {
        let Some(sheet) = &self.desk.askers.sheet else { return Ok(None) };
        let facts = self
            .facts()
            .await
            .ok_or(Ended::Failed { trouble: Trouble::NoConnection, after_ms: LEDGER_RETRY_MS })?;
        Ok(Some(Score::of(sheet, &findings.facts(&facts))))
    }

    async fn facts(&self) -> Option<Facts> {
        reroute::on_record(self.desk, self.message).await.map(|known| known.before)
    }

    /// What is remembered; `None` is leave to ask. Whoever asks the same is waited for. A memory that
    /// fails is as good as none: the caps hold all the same.
    async fn recall<T>(&self, key: &str, keep: Keep) -> Option<Looked<T>>
    where
        T: Clone + serde::Serialize + serde::de::DeserializeOwned,
    {
        loop {
            match Memory::of(&self.desk.inbox).recall(key, &self.who, keep).await {
                Ok(Recall::Known(looked)) => return Some(looked),
                Ok(Recall::Ask { .. }) => return None,
                Ok(Recall::Wait { until_ms }) => {
                    let rest_ms = until_ms.saturating_sub(source::now_ms());
                    pause(rest_ms.min(LOOK_AGAIN_MS)).await;
                }
                Err(reason) => {
                    log::failure("warm.not_remembered").with("reason", reason).write();
                    return None;
                }
            }
        }
    }

    /// Remembers what came of asking, and gives it back as everybody else is told it.
    async fn tell<T>(&self, key: &str, looked: Looked<T>, keep: Keep) -> Looked<T>
    where
        T: Clone + serde::Serialize + serde::de::DeserializeOwned,
    {
        if let Err(reason) = Memory::of(&self.desk.inbox).tell(key, &self.who, &looked, keep).await {
            log::failure("warm.not_remembered").with("reason", reason).write();
        }
        looked.not_before(keep.failed_ms)
    }
}

fn ended<T>(looked: Looked<T>, finding: impl FnOnce(T) -> Finding) -> Stepped {
    match looked {
        Looked::Found(value) => Ok(Some(finding(value))),
        Looked::Absent => Ok(None),
        Looked::Failed { trouble, after_ms } => Err(Ended::Failed { trouble, after_ms }),
    }
}

fn by<T>(source: Source, value: T, finding: impl FnOnce(Sourced<T>) -> Finding) -> Finding {
    finding(Sourced { value, source, confidence: None, at_ms: source::now_ms() })
}

fn note(
    stepped: Stepped,
    findings: &mut Findings,
    score: &mut Option<Score>,
    rerouted: &mut Option<Rerouted>,
) -> Ended {
    match stepped {
        Err(ended) => return ended,
        Ok(None) => {}
        Ok(Some(Finding::Company(company))) => findings.company = Some(company),
        Ok(Some(Finding::Mail(mail))) => findings.mail = Some(mail),
        Ok(Some(Finding::Line(kind))) => findings.line = Some(kind),
        Ok(Some(Finding::Duplicates(alike))) => findings.duplicates = alike,
        Ok(Some(Finding::Score(points))) => *score = Some(points),
        Ok(Some(Finding::Rerouted(ended))) => *rerouted = Some(ended),
    }
    Ended::Done
}

async fn pause(after_ms: i64) {
    Delay::from(Duration::from_millis(u64::try_from(after_ms).unwrap_or(0).max(1))).await;
}

/// Spreads tries. Without randomness they are not spread, and still made.
fn random() -> u32 {
    source::random::<4>().map_or(0, u32::from_le_bytes)
}
