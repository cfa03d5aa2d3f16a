//! Weekly hours as people write them: `Mon-Fri 09:00-18:00; Sat 10:00-14:00`.

use std::collections::BTreeSet;
use std::ops::Range;

use beeline::schedule::{DAY_MINUTES, Opening, Week};

use super::complaint::Complaint;
use super::cursor::{Cursor, number_of, word_of};
use super::printed_hours::printed_hours;
use super::stint::stint;
use super::token::Kind;
use super::weekday::{DAYS, day, meant, short};
use crate::problem::shown;

const EXAMPLE: &str = "Mon-Fri 09:00-18:00; Sat 10:00-14:00";
/// Words for a day without hours.
const CLOSED: [&str; 5] = ["closed", "off", "free", "none", "never"];

/// Reads weekly hours.
///
/// Days come before their hours: `Mon, Wed-Fri 09:00-12:00, 13:00-18:00`, `daily 22:00-06:00`.
/// A semicolon, a comma or a new line separates. `always` and `24/7` are all the time; `never`,
/// `none`, a dash and nothing are no hours at all.
///
/// # Errors
/// What is not understood or may mean two things, and hours that overlap.
pub fn hours(text: &str) -> Result<Week, Complaint> {
    match text.trim().to_lowercase().as_str() {
        "" | "never" | "none" | "-" | "–" | "—" => return Ok(Week::never()),
        "always" | "24/7" => return Ok(Week::always()),
        _ => {}
    }
    let mut reader = Reader { cursor: Cursor::new(text), claims: Vec::new() };
    reader.cursor.skip_separators();
    loop {
        let from = reader.cursor.here().start;
        let days = reader.days()?;
        reader.stints(&days, from)?;
        reader.cursor.skip_separators();
        if reader.cursor.is_done() {
            break;
        }
    }
    reader.refuse_overlap()?;
    Ok(reader.week())
}

/// Hours on one day, and where they are written.
struct Claim {
    opening: Opening,
    at: Range<usize>,
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    claims: Vec<Claim>,
}

impl Reader<'_> {
    /// The days before some hours.
    fn days(&mut self) -> Result<BTreeSet<u16>, Complaint> {
        let from = self.cursor.here().start;
        let mut days = BTreeSet::new();
        loop {
            self.run_of_days(&mut days)?;
            self.cursor.take(&[Kind::Colon]);
            if number_of(self.cursor.ahead(1)).is_some() {
                self.cursor.take(&[Kind::Dash]);
            }
            self.cursor.take(&[Kind::Comma, Kind::Slash]);
            match self.cursor.kind() {
                Some(Kind::Number(_)) => return Ok(days),
                Some(Kind::Word(_)) => {}
                _ => return Err(self.no_hours(from)),
            }
        }
    }

    /// A day, days from one to another, or all of them.
    fn run_of_days(&mut self, days: &mut BTreeSet<u16>) -> Result<(), Complaint> {
        let start = self.cursor.here().start;
        if self.cursor.word() == Some("daily") {
            self.cursor.advance(1);
            days.extend(0..7);
            return Ok(());
        }
        let first = self.day()?;
        let is_run = matches!(self.cursor.kind(), Some(Kind::Dash | Kind::To))
            && word_of(self.cursor.ahead(1)).is_some();
        if !is_run {
            days.insert(first);
            return Ok(());
        }
        self.cursor.advance(1);
        let last = self.day()?;
        if first == last {
            let at = self.cursor.since(start);
            let message = format!("`{}` begins and ends with one day", self.cursor.written(&at));
            return Err(self.cursor.replacing(at, message, short(first)));
        }
        days.extend((0..=(last + 7 - first) % 7).map(|later| (first + later) % 7));
        Ok(())
    }

    fn day(&mut self) -> Result<u16, Complaint> {
        let day = self.cursor.word().and_then(day).ok_or_else(|| self.no_day())?;
        self.cursor.advance(1);
        Ok(day)
    }

    /// The hours of some days that were read.
    fn stints(&mut self, days: &BTreeSet<u16>, entry: usize) -> Result<(), Complaint> {
        loop {
            let stint = stint(&mut self.cursor)?;
            self.claims.extend(days.iter().map(|day| {
                let opening = Opening { from_minute: day * DAY_MINUTES + stint.from, minutes: stint.minutes };
                Claim { opening, at: stint.at.clone() }
            }));
            let number_next = number_of(self.cursor.ahead(1)).is_some();
            match self.cursor.kind() {
                Some(Kind::Comma | Kind::Slash) if number_next => self.cursor.advance(1),
                Some(Kind::Number(_)) => {}
                Some(Kind::Semicolon) if number_next => return Err(self.no_day_after(entry)),
                None | Some(Kind::Comma | Kind::Semicolon | Kind::Word(_)) => return Ok(()),
                Some(_) => return Err(self.not_understood()),
            }
        }
    }

    /// What is wrong where a day should be.
    fn no_day(&self) -> Complaint {
        let at = self.cursor.here();
        let written = shown(self.cursor.written(&at));
        let Some(word) = self.cursor.word() else {
            return match self.cursor.kind() {
                Some(Kind::Number(_)) => self.no_day_before(),
                _ => self.not_understood(),
            };
        };
        if CLOSED.contains(&word) {
            let message = format!("`{written}` has no place here: a day that is not named is a day off");
            return Complaint::new(at, message, "leave that day out, or write never for no hours at all");
        }
        if word == "always" {
            let message = "`always` stands alone; a whole day has hours as well";
            return self.cursor.replacing(at, message, "00:00-24:00");
        }
        let message = format!("`{written}` is no day of the week");
        match meant(word) {
            Some(day) => self.cursor.replacing(at, message, day),
            None => Complaint::new(at, message, format!("write something like {EXAMPLE}")),
        }
    }

    fn no_day_before(&self) -> Complaint {
        let at = self.cursor.here();
        let rest = shown(self.cursor.text.get(at.start..).unwrap_or_default().trim());
        let mut words = (0..).map_while(|place| self.cursor.ahead(place)).filter_map(|it| word_of(Some(it)));
        if words.any(|word| day(word).is_some()) {
            let message = "no day is named before these hours: days come first";
            return Complaint::new(at, message, format!("write something like {EXAMPLE}"));
        }
        let message = "no day is named before these hours";
        Complaint::new(at, message, format!("write Mon-Fri {rest}, or daily {rest}"))
    }

    fn no_day_after(&self, entry: usize) -> Complaint {
        let semicolon = self.cursor.here();
        let days = self.cursor.text.get(entry..semicolon.start).unwrap_or_default();
        let at = self.cursor.ahead(1).map_or(semicolon.clone(), |number| number.at.clone());
        let message =
            format!("no day is named after `{}`; a comma would add hours to it", shown(days.trim()));
        self.cursor.replacing(semicolon, message, ",").pointing(at)
    }

    fn no_hours(&self, from: usize) -> Complaint {
        let at = self.cursor.since(from);
        let days = shown(self.cursor.written(&at).trim_end_matches([',', ':', '-', ' ']));
        let message = format!("`{days}` has no hours");
        let fix = format!("write {days} 09:00-18:00, or {days} 00:00-24:00 for all day");
        Complaint::new(at, message, fix)
    }

    fn not_understood(&self) -> Complaint {
        let at = self.cursor.here();
        let message = match self.cursor.written(&at) {
            "" => "days and hours are missing here".to_owned(),
            sign => format!("`{}` cannot stand here", shown(sign)),
        };
        Complaint::new(at, message, format!("write something like {EXAMPLE}"))
    }

    /// Two hours at one time are a mistake in one of them.
    fn refuse_overlap(&self) -> Result<(), Complaint> {
        let mut pieces: Vec<(u16, u16, &Range<usize>)> = Vec::new();
        for claim in &self.claims {
            for (from, until) in claim.opening.pieces() {
                let clash = pieces
                    .iter()
                    .find(|(other_from, other_until, _)| from < *other_until && *other_from < until);
                if let Some((other_from, _, other)) = clash {
                    return Err(self.overlap(&claim.at, other, from.max(*other_from)));
                }
                pieces.push((from, until, &claim.at));
            }
        }
        Ok(())
    }

    fn overlap(&self, at: &Range<usize>, other: &Range<usize>, minute: u16) -> Complaint {
        let (one, two) = (self.cursor.written(at), self.cursor.written(other));
        let day = DAYS.get(usize::from(minute / DAY_MINUTES)).map_or("", |(_, full)| full);
        let message = format!("`{one}` overlaps `{two}` on {day}");
        let fix = format!("write {} if both are meant", printed_hours(&self.week()));
        Complaint::new(at.clone(), message, fix)
    }

    fn week(&self) -> Week {
        Week::of(self.claims.iter().map(|claim| claim.opening))
    }
}
