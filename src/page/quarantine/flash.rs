//! How the request before a page ended.

use maud::{Markup, html};

use crate::quarantine::{Act, ReplayReport};

/// How the request before this one ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flash {
    /// It was done: to so many leads or obligations.
    Done(Act, u32),
    /// Some of a replay was done.
    Partly {
        /// So many things are open again.
        replayed: u32,
        /// So many objects did not answer.
        silent: u32,
        /// Whether there are more, or more to look through.
        more: bool,
    },
    /// There was nothing left to do.
    Nothing,
    /// No reason was given, or one that says nothing.
    NoWhy,
    /// The lead has another revision than the page showed.
    MovedOn,
    /// What is stored of the lead cannot be read.
    Unreadable,
    /// The replays before it take so long that it would be given up untried.
    TooLate,
}

impl Flash {
    /// How a replay ended.
    pub fn of_replay(report: &ReplayReport) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let replayed = number(report.replayed);
        match (report.is_complete(), replayed) {
            (true, 0) => Self::Nothing,
            (true, _) => Self::Done(Act::Replay, replayed),
            (false, _) => {
                let (silent, more) = (number(report.unreachable.len()), report.next.is_some());
                Self::Partly { replayed, silent, more }
            }
        }
    }

    /// The word for it in an address, from which [`Self::parse`] reads it.
    pub fn query(&self) -> String {
        match self {
            Self::Done(act, count) => format!("{}={count}", act.word()),
            Self::Partly { replayed, silent, more } => format!("partly={replayed}.{silent}.{more}"),
            Self::Nothing => "nothing=1".into(),
            Self::NoWhy => "no_why=1".into(),
            Self::MovedOn => "moved_on=1".into(),
            Self::Unreadable => "unreadable=1".into(),
            Self::TooLate => "too_late=1".into(),
        }
    }

    /// From one pair of an address's query; `None` for any other.
    pub fn parse(name: &str, value: &str) -> Option<Self> {
        match name {
            "partly" => partly(value),
            "nothing" => Some(Self::Nothing),
            "no_why" => Some(Self::NoWhy),
            "moved_on" => Some(Self::MovedOn),
            "unreadable" => Some(Self::Unreadable),
            "too_late" => Some(Self::TooLate),
            _ => Some(Self::Done(Act::from_word(name)?, value.parse().ok()?)),
        }
    }

    const fn colour(&self) -> &'static str {
        match self {
            Self::Done(..) => "good",
            Self::Nothing => "calm",
            Self::Partly { .. } | Self::NoWhy | Self::MovedOn | Self::Unreadable | Self::TooLate => "bad",
        }
    }
}

fn partly(value: &str) -> Option<Flash> {
    let mut parts = value.split('.');
    let (replayed, silent) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Flash::Partly { replayed, silent, more: parts.next()?.parse().ok()? })
}

/// What the request before this one did.
pub(super) fn flash(flash: Option<&Flash>) -> Markup {
    let Some(flash) = flash else { return html! {} };
    html! {
        div.summary.(flash.colour()) role="status" {
            p {
                @match flash {
                    Flash::Done(Act::Replay, count) => { "Replayed: " (count) " on the way again." }
                    Flash::Done(Act::Amend, _) => { "Saved: the lead is on its way again as you wrote it." }
                    Flash::Done(Act::Release, _) => { "Released: the lead is on its way." }
                    Flash::Done(Act::Dismiss, _) => { "Dismissed: the lead stays in quarantine, and off this list." }
                    Flash::Partly { replayed, .. } => { "Replayed: " (replayed) " on the way again, and that is not all of it." }
                    Flash::Nothing => { "There was nothing left to do: it is not in quarantine any more, or waits to be released." }
                    Flash::NoWhy => { "Nothing was done. Say why, in 3 to 200 characters." }
                    Flash::MovedOn => { "Nothing was saved: the lead has changed meanwhile. This is how it stands now." }
                    Flash::Unreadable => { "Nothing was done: what is stored of the lead cannot be read. The stored row has to be mended first." }
                    Flash::TooLate => { "Nothing was replayed: the replays before it take more than a day, and it would be given up untried. Ask again later, or for more a second." }
                }
            }
            @if let Flash::Partly { silent, more, .. } = flash { (rest(*silent, *more)) }
        }
    }
}

/// Why a replay is not complete, and what to do about it.
fn rest(silent: u32, more: bool) -> Markup {
    html! {
        ul {
            @if silent > 0 {
                li { "Ledger objects that did not answer: " (silent) ". What they have is still in quarantine, or on its way. Replay again: nothing is sent twice." }
            }
            @if more && silent == 0 { li { "There are more, or more to look through. This page goes on behind them: replay from here." } }
        }
    }
}
