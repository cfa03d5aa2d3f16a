//! The points file, compiled. What is wrong with it cannot become a [`Sheet`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::routing::{Answers, Condition, SubjectKind, folded};

/// More lines would be read by nobody.
pub const MOST_LINES: usize = 200;
/// A line's most points, up or down: so no sum of lines leaves a number's range.
pub const MOST_POINTS: i32 = 10_000;
/// The longest reason, in characters: it is shown on a card.
pub const MOST_REASON_CHARACTERS: usize = 80;

/// The points file: `score.toml`, compiled. As JSON it is embedded where leads are scored: a test
/// freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Draft", try_from = "Draft")]
pub struct Sheet(Draft);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    least: i32,
    most: i32,
    lines: Vec<Line>,
}

/// One line: points for an answer, and the reason as reps read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Which answer.
    pub condition: Condition,
    /// How many points, up or down.
    pub points: i32,
    /// Why.
    pub reason: String,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The least is not less than the most.
    Bounds,
    /// There are more lines than a file may have.
    TooManyLines,
    /// No points, or more than a line may give.
    Points,
    /// No reason, or one that is too long for a card.
    Reason,
    /// The same reason as an earlier line: two lines on a card that nobody can tell apart.
    ReasonTwice,
    /// No lead can have such an answer.
    NeverFits,
    /// The subject has answers of another kind.
    WrongKind,
    /// A word that is not in the form in which answers are compared.
    NotFolded,
}

/// What is wrong, and with which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetFault {
    /// The line, from 1; absent for the whole file.
    pub line: Option<u32>,
    /// What.
    pub fault: Fault,
}

impl fmt::Display for SheetFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        match self.fault {
            Fault::Bounds => formatter.write_str("`least` must be less than `most`"),
            Fault::TooManyLines => write!(formatter, "more than {MOST_LINES} lines"),
            Fault::Points => write!(formatter, "`points` must be 1 to {MOST_POINTS}, up or down"),
            Fault::Reason => write!(formatter, "`reason` must have 1 to {MOST_REASON_CHARACTERS} characters"),
            Fault::ReasonTwice => formatter.write_str("an earlier line has the same `reason`"),
            Fault::NeverFits => formatter.write_str("no lead can have such an answer"),
            Fault::WrongKind => formatter.write_str("the subject has answers of another kind"),
            Fault::NotFolded => formatter.write_str("words are in small letters with single spaces"),
        }
    }
}

impl std::error::Error for SheetFault {}

impl Sheet {
    /// Takes the bounds and the lines, if nothing is wrong with them; else the first fault of
    /// the file, or of each line.
    pub fn new(least: i32, most: i32, lines: Vec<Line>) -> Result<Self, Vec<SheetFault>> {
        let whole = [(least >= most, Fault::Bounds), (lines.len() > MOST_LINES, Fault::TooManyLines)];
        let whole = whole.into_iter().filter(|(is_wrong, _)| *is_wrong);
        let mut faults: Vec<SheetFault> = whole.map(|(_, fault)| SheetFault { line: None, fault }).collect();
        for ((place, line), number) in lines.iter().enumerate().zip(1_u32..) {
            let before = lines.get(..place).unwrap_or_default();
            let fault = line.fault(before);
            faults.extend(fault.map(|fault| SheetFault { line: Some(number), fault }));
        }
        if faults.is_empty() { Ok(Self(Draft { least, most, lines })) } else { Err(faults) }
    }

    /// The least points of a lead.
    pub const fn least(&self) -> i32 {
        self.0.least
    }

    /// The most.
    pub const fn most(&self) -> i32 {
        self.0.most
    }

    /// The lines, in the file's order.
    pub fn lines(&self) -> &[Line] {
        &self.0.lines
    }
}

impl Line {
    fn fault(&self, before: &[Self]) -> Option<Fault> {
        let condition = &self.condition;
        let words: &[String] = match &condition.answers {
            Answers::OneOf(words) | Answers::NoneOf(words) => words,
            Answers::Within(_) | Answers::During(_) => &[],
        };
        let never = match &condition.answers {
            Answers::OneOf(words) => words.is_empty() && !condition.unknown,
            Answers::NoneOf(_) => false,
            Answers::Within(spans) => {
                !condition.unknown && spans.iter().all(|span| span.to.is_some_and(|to| to < span.from))
            }
            Answers::During(spans) => spans.iter().all(|(from, to)| from >= to),
        };
        let only_unknown = words.is_empty() && condition.unknown && condition.subject.is_always_known();
        let checks = [
            (!(1..=MOST_POINTS).contains(&self.points.saturating_abs()), Fault::Points),
            (!(1..=MOST_REASON_CHARACTERS).contains(&self.reason.trim().chars().count()), Fault::Reason),
            (before.iter().any(|line| line.reason == self.reason), Fault::ReasonTwice),
            (!self.is_of_kind(), Fault::WrongKind),
            (words.iter().any(|word| folded(word) != *word || word.is_empty()), Fault::NotFolded),
            (never || (only_unknown && matches!(condition.answers, Answers::OneOf(_))), Fault::NeverFits),
        ];
        checks.into_iter().find(|(is_wrong, _)| *is_wrong).map(|(_, fault)| fault)
    }

    /// Whether the answers are of the kind that the subject has. Without a word only what is not
    /// known is asked for, of any kind.
    fn is_of_kind(&self) -> bool {
        match (&self.condition.answers, self.condition.subject.kind()) {
            (Answers::OneOf(words), _) if words.is_empty() => true,
            (Answers::OneOf(_) | Answers::NoneOf(_), kind) => {
                matches!(kind, SubjectKind::Words | SubjectKind::Either)
            }
            (Answers::Within(_), kind) => matches!(kind, SubjectKind::Numbers | SubjectKind::Either),
            (Answers::During(_), kind) => kind == SubjectKind::Minutes,
        }
    }
}

impl From<Sheet> for Draft {
    fn from(sheet: Sheet) -> Self {
        sheet.0
    }
}

impl TryFrom<Draft> for Sheet {
    type Error = SheetFault;
    fn try_from(draft: Draft) -> Result<Self, SheetFault> {
        Self::new(draft.least, draft.most, draft.lines).map_err(|faults| {
            faults.first().copied().unwrap_or(SheetFault { line: None, fault: Fault::Bounds })
        })
    }
}
