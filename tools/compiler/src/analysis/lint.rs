//! Everything that is remarked on, by its code.

use crate::problem::Severity;

/// What is remarked on. Codes never change their meaning, and are listed in `docs/lints.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lint {
    /// Rules above it take every lead of a rule.
    NeverDecides,
    /// No lead that can come fits a rule.
    FitsNothing,
    /// Without a rule nothing would change.
    ChangesNothing,
    /// Two rules fit some leads and would send them to different teams.
    Overlap,
    /// A question about a rule takes too long.
    Undecided,
    /// The rules cannot be compared with each other.
    NotCompared,
    /// Two rules have the same conditions and the same team.
    SameRule,
    /// Two rules have the same conditions and different teams.
    Contradiction,
    /// Two rules can be one.
    Mergeable,
    /// No rule decides about some leads.
    Gap,
    /// One number or minute is missing between two rules.
    MissingStep,
    /// Every lead fits a condition.
    FitsEverything,
    /// No rule decides about leads of which something is not known.
    UnknownUntested,
    /// Two tests try the same lead.
    SameTest,
    /// No test tries a rule.
    Untested,
    /// A mail provider is asked about as if it were a company.
    FreeMail,
    /// No rule names a territory.
    UnusedTerritory,
    /// A team never gets a lead.
    IdleTeam,
    /// A rep has neither a Slack id nor a phone.
    Untold,
    /// A region of the roster has no holidays.
    NoHolidays,
    /// Nobody keeps the holidays of a region.
    UnusedRegion,
    /// Nobody of a team is active.
    InactiveTeam,
    /// An active rep works at no time.
    NeverWorks,
    /// An active rep is out of office for good.
    AwayForGood,
    /// A rep shares a team's leads with nobody.
    OnlyRep,
    /// At some times nobody works who is asked about a team's leads.
    NobodyWorks,
    /// A clock leaves out a time at which hours begin or end.
    ClockChange,
    /// Clock changes are known for less than a year.
    ClocksEnd,
    /// A setting of a team means nothing without reps.
    NoPool,
    /// A territory has a place twice.
    SamePlace,
    /// A postal code is shorter than those of its country.
    ShortPostalCode,
    /// A team promises an answer later than anybody works on end.
    LongPromise,
    /// A rule fits only after enrichment, and may move no lead then.
    TooLate,
    /// A rule may move leads after enrichment, which is nothing to it.
    WaitsForNothing,
    /// A rule asks about something that nothing finds out.
    NeverFound,
}

impl Lint {
    /// Every one, in the order of their codes.
    pub const ALL: [Self; 35] = [
        Self::NeverDecides,
        Self::FitsNothing,
        Self::ChangesNothing,
        Self::Overlap,
        Self::Undecided,
        Self::NotCompared,
        Self::SameRule,
        Self::Contradiction,
        Self::Mergeable,
        Self::Gap,
        Self::MissingStep,
        Self::FitsEverything,
        Self::UnknownUntested,
        Self::SameTest,
        Self::Untested,
        Self::FreeMail,
        Self::UnusedTerritory,
        Self::IdleTeam,
        Self::Untold,
        Self::NoHolidays,
        Self::UnusedRegion,
        Self::InactiveTeam,
        Self::NeverWorks,
        Self::AwayForGood,
        Self::OnlyRep,
        Self::NobodyWorks,
        Self::ClockChange,
        Self::ClocksEnd,
        Self::NoPool,
        Self::SamePlace,
        Self::ShortPostalCode,
        Self::LongPromise,
        Self::TooLate,
        Self::WaitsForNothing,
        Self::NeverFound,
    ];

    /// Its code, as it stands in brackets after a message.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NeverDecides => "R001",
            Self::FitsNothing => "R002",
            Self::ChangesNothing => "R003",
            Self::Overlap => "R004",
            Self::Undecided => "R005",
            Self::NotCompared => "R006",
            Self::SameRule => "R007",
            Self::Contradiction => "R008",
            Self::Mergeable => "R009",
            Self::Gap => "R010",
            Self::MissingStep => "R011",
            Self::FitsEverything => "R012",
            Self::UnknownUntested => "R013",
            Self::SameTest => "R014",
            Self::Untested => "R015",
            Self::FreeMail => "R016",
            Self::UnusedTerritory => "R017",
            Self::IdleTeam => "R018",
            Self::Untold => "R019",
            Self::NoHolidays => "R020",
            Self::UnusedRegion => "R021",
            Self::InactiveTeam => "R022",
            Self::NeverWorks => "R023",
            Self::AwayForGood => "R024",
            Self::OnlyRep => "R025",
            Self::NobodyWorks => "R026",
            Self::ClockChange => "R027",
            Self::ClocksEnd => "R028",
            Self::NoPool => "R029",
            Self::SamePlace => "R030",
            Self::ShortPostalCode => "R031",
            Self::LongPromise => "R032",
            Self::TooLate => "R033",
            Self::WaitsForNothing => "R034",
            Self::NeverFound => "R035",
        }
    }

    /// A message with the code after it.
    pub(crate) fn coded(self, message: &str) -> String {
        format!("{message} [{}]", self.code())
    }

    /// How much it matters: what can only be a mistake is a warning.
    pub const fn severity(self) -> Severity {
        match self {
            Self::NeverDecides
            | Self::FitsNothing
            | Self::SameRule
            | Self::Contradiction
            | Self::MissingStep
            | Self::FreeMail
            | Self::Untold
            | Self::NoHolidays
            | Self::InactiveTeam
            | Self::NeverWorks
            | Self::AwayForGood
            | Self::ClocksEnd
            | Self::NoPool
            | Self::SamePlace
            | Self::TooLate
            | Self::NeverFound => Severity::Warning,
            Self::ChangesNothing
            | Self::Overlap
            | Self::Undecided
            | Self::NotCompared
            | Self::Mergeable
            | Self::Gap
            | Self::FitsEverything
            | Self::UnknownUntested
            | Self::SameTest
            | Self::Untested
            | Self::UnusedTerritory
            | Self::IdleTeam
            | Self::UnusedRegion
            | Self::OnlyRep
            | Self::NobodyWorks
            | Self::ClockChange
            | Self::ShortPostalCode
            | Self::LongPromise
            | Self::WaitsForNothing => Severity::Note,
        }
    }
}
