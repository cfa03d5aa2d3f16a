//! What is asked about a lead, and what is left out from the start.

use std::collections::BTreeMap;

use super::domain::{Domain, NoCompany, NotADomain, company_domain};
use super::job::{Skipped, Step};
use crate::lead::{Kind, Lead};
use crate::personal::Personal;
use crate::whereabouts::Flag;

/// Who can be asked in this deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Configured {
    /// A provider of company data.
    pub company: bool,
    /// A DNS server.
    pub mail: bool,
    /// Somebody who knows lines.
    pub line: bool,
    /// There is a points file.
    pub score: bool,
    /// There may be rules that move leads.
    pub reroute: bool,
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// What company is this domain of?
    pub company: Option<Domain>,
    /// Does this domain take mail?
    pub mail: Option<Domain>,
    /// What kind of line is this number, in E.164 form?
    pub line: Option<Personal<String>>,
    /// The steps that are left out, and why.
    pub skipped: BTreeMap<Step, Skipped>,
}

impl Questions {
    /// What is asked about this lead.
    pub fn about(lead: &Lead, configured: Configured) -> Self {
        let mut questions = Self::default();
        let skipped = &mut questions.skipped;
        if !configured.score {
            skipped.insert(Step::Score, Skipped::NotConfigured);
        }
        if !configured.reroute {
            skipped.insert(Step::Reroute, Skipped::NotConfigured);
        }
        let is_real = lead.kind == Kind::Real;
        if !is_real {
            skipped.insert(Step::Duplicates, Skipped::Synthetic);
        }
        let mut ask = |step: Step, is_configured: bool| match (is_real, is_configured) {
            (true, true) => true,
            (is_real, _) => {
                let why = if is_real { Skipped::NotConfigured } else { Skipped::Synthetic };
                skipped.entry(step).or_insert(why);
                false
            }
        };
        let asks = [
            ask(Step::Company, configured.company),
            ask(Step::Mail, configured.mail),
            ask(Step::Line, configured.line),
        ];
        let [company, mail, line] = asks;
        questions.company = questions.kept(Step::Company, company, of_company(lead));
        questions.mail = questions.kept(Step::Mail, mail, of_mail(lead));
        questions.line = questions.kept(Step::Line, line, of_line(lead));
        questions
    }

    /// The question, if it makes sense and somebody can be asked; that it makes none is told first.
    fn kept<T>(&mut self, step: Step, is_asked: bool, question: Result<T, Skipped>) -> Option<T> {
        match question {
            Ok(question) => is_asked.then_some(question),
            Err(why) => {
                self.skipped.insert(step, why);
                None
            }
        }
    }
}

fn of_company(lead: &Lead) -> Result<Domain, Skipped> {
    company_domain(lead).map_err(Skipped::NoCompany)?.ok_or(Skipped::NoEmail)
}

/// Every subdomain has records of its own. A mail provider takes mail, nobody need be asked.
fn of_mail(lead: &Lead) -> Result<Domain, Skipped> {
    let email = lead.email.as_ref().ok_or(Skipped::NoEmail)?;
    if lead.flags.contains(&Flag::FreeMail) {
        return Err(Skipped::NoCompany(NoCompany::FreeMail));
    }
    Domain::new(&email.expose().domain).map_err(|NotADomain| Skipped::NoCompany(NoCompany::NotRegistrable))
}

fn of_line(lead: &Lead) -> Result<Personal<String>, Skipped> {
    let phone = lead.phone.as_ref().ok_or(Skipped::NoNumber)?.expose();
    phone.e164.clone().map(Personal::new).ok_or(Skipped::NoNumber)
}
