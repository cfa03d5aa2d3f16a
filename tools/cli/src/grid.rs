//! A week as people look at it: a row for each day, a letter for each hour, the exact times below.

use std::collections::BTreeSet;

use beeline::schedule::{MINUTE_MS, Span, WEEK_MINUTES, Zone, minute_of_week};
use beeline_compiler::calendar_text::{printed_minute, printed_weekday};
use beeline_compiler::week::Stretch;

use crate::words;

const HOURS: u16 = 24;
/// Nobody works.
const NOBODY: char = '.';
/// Something changes within the hour.
const CHANGES: char = '*';

/// Where a lead goes: by which rule to which team.
type Destination<'a> = (&'a str, &'a str);

/// Prints a week.
pub fn print(zone: &Zone, window: Span, stretches: &[Stretch]) {
    let destinations: Vec<Destination<'_>> =
        stretches.iter().map(destination).collect::<BTreeSet<_>>().into_iter().collect();
    let hours = cells(zone, window, stretches, &destinations);
    println!("     {}", (0..HOURS).map(|hour| format!("{hour:02}")).collect::<Vec<_>>().join(" "));
    for (day, cells) in (0..).zip(hours.chunks(usize::from(HOURS))) {
        let day = printed_weekday(day);
        println!("{day}   {}", cells.iter().map(char::to_string).collect::<Vec<_>>().join("  ").trim_end());
    }
    println!();
    for (place, (team, rule)) in destinations.iter().enumerate() {
        println!("  {}  to {}", letter(place), words::decided(team, rule));
    }
    let is_shown = |wanted: fn(&char) -> bool| hours.iter().any(wanted);
    if is_shown(char::is_ascii_lowercase) {
        println!("  A small letter: nobody of that team works, somebody of its overflow does.");
    }
    if is_shown(|sign| *sign == NOBODY) {
        println!("  {NOBODY}  nobody works: leads wait");
    }
    if is_shown(|sign| *sign == CHANGES) {
        println!("  {CHANGES}  it changes within the hour");
    }
    println!();
    for piece in pieces(stretches) {
        println!("{}", piece.line(zone, &destinations));
    }
}

fn destination(stretch: &Stretch) -> Destination<'_> {
    (&stretch.team, &stretch.rule)
}

fn letter(place: usize) -> char {
    u8::try_from(place % 26).map_or('?', |place| char::from(b'A' + place))
}

/// The sign of a stretch: a large letter, a small one, or nobody's.
fn sign(stretch: &Stretch, destinations: &[Destination<'_>]) -> char {
    let place = destinations.iter().position(|known| *known == destination(stretch)).unwrap_or_default();
    let own = stretch.at_work.iter().find(|team| team.team == stretch.team);
    if stretch.is_gap() {
        return NOBODY;
    }
    let is_lent = !stretch.at_work.is_empty() && own.is_none_or(|own| own.reps == 0);
    if is_lent { letter(place).to_ascii_lowercase() } else { letter(place) }
}

/// The signs of the hours of a week.
fn cells(zone: &Zone, window: Span, stretches: &[Stretch], destinations: &[Destination<'_>]) -> Vec<char> {
    let mut cells: Vec<Option<char>> = vec![None; usize::from(WEEK_MINUTES / 60)];
    for stretch in stretches.iter().filter(|stretch| stretch.span.common(window).is_some()) {
        let sign = sign(stretch, destinations);
        let mut at_ms = stretch.span.from_ms();
        while at_ms < stretch.span.until_ms() {
            let minute = minute_of_week(zone.stretch_at(at_ms).local_ms(at_ms));
            if let Some(cell) = cells.get_mut(usize::from(minute / 60)) {
                *cell = Some(if cell.is_none_or(|known| known == sign) { sign } else { CHANGES });
            }
            at_ms = at_ms.saturating_add(MINUTE_MS);
        }
    }
    cells.into_iter().map(|cell| cell.unwrap_or(' ')).collect()
}

/// Stretches in a row with the same sign.
struct Piece<'a>(Vec<&'a Stretch>);

fn pieces(stretches: &[Stretch]) -> Vec<Piece<'_>> {
    let destinations: Vec<Destination<'_>> = stretches.iter().map(destination).collect();
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for stretch in stretches {
        let alike = |piece: &&mut Piece<'_>| {
            piece.0.last().is_some_and(|last| {
                destination(last) == destination(stretch)
                    && sign(last, &destinations) == sign(stretch, &destinations)
            })
        };
        match pieces.last_mut().filter(alike) {
            Some(piece) => piece.0.push(stretch),
            None => pieces.push(Piece(vec![stretch])),
        }
    }
    pieces
}

impl Piece<'_> {
    /// `Mon 09:00 to Mon 17:00  A  1 to 3 of emea`.
    fn line(&self, zone: &Zone, destinations: &[Destination<'_>]) -> String {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return String::new() };
        let until_ms = last.span.until_ms();
        let until = minute_of_week(zone.stretch_at(until_ms).local_ms(until_ms));
        let until = if until == 0 { "Sun 24:00".to_owned() } else { printed_minute(until) };
        let mut line =
            format!("{} to {until}  {}  ", printed_minute(first.from_minute), sign(first, destinations));
        if first.at_work.is_empty() {
            return line + "no rep is asked";
        }
        let teams: Vec<String> = (0..first.at_work.len()).filter_map(|place| self.reps(place)).collect();
        line += &teams.join(", ");
        line
    }

    /// `1 to 3 of emea`.
    fn reps(&self, place: usize) -> Option<String> {
        let counts = || self.0.iter().filter_map(|stretch| stretch.at_work.get(place));
        let (least, most) = (counts().map(|it| it.reps).min()?, counts().map(|it| it.reps).max()?);
        let team = &counts().next()?.team;
        Some(if least == most { format!("{most} of {team}") } else { format!("{least} to {most} of {team}") })
    }
}
