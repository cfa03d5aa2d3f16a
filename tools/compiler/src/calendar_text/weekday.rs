//! The days of the week as people write them.

use crate::suggest::closest;

/// From Monday: how a day is printed, and in full.
pub(super) const DAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

/// Short forms besides the first two and the first three letters.
const OTHERS: [(&str, u16); 4] = [("tues", 1), ("weds", 2), ("thur", 3), ("thurs", 3)];

/// Words that are understood, and refused all the same: in a setting one day has one name.
const HABITS: [(&str, &str); 17] = [
    ("weekday", "Mon-Fri"),
    ("weekdays", "Mon-Fri"),
    ("workdays", "Mon-Fri"),
    ("weekend", "Sat-Sun"),
    ("weekends", "Sat-Sun"),
    ("every", "daily"),
    ("everyday", "daily"),
    ("di", "Tue"),
    ("mi", "Wed"),
    ("do", "Thu"),
    ("so", "Sun"),
    ("montag", "Mon"),
    ("dienstag", "Tue"),
    ("mittwoch", "Wed"),
    ("donnerstag", "Thu"),
    ("freitag", "Fri"),
    ("samstag", "Sat"),
];

/// The day that a word names, from Monday; the word is in small letters.
pub(super) fn day(word: &str) -> Option<u16> {
    let other = OTHERS.iter().find(|(other, _)| *other == word).map(|(_, day)| *day);
    other.or_else(|| {
        let names = |full: &str| {
            let full = full.to_ascii_lowercase();
            full == word || matches!(word.len(), 2 | 3) && full.starts_with(word)
        };
        DAYS.iter().position(|(_, full)| names(full)).and_then(|day| u16::try_from(day).ok())
    })
}

/// How a day is printed.
pub(super) fn short(day: u16) -> &'static str {
    DAYS.get(usize::from(day)).map_or("", |(short, _)| short)
}

/// The day or days that somebody most likely meant.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    let habit = HABITS.iter().find(|(habit, _)| *habit == word).map(|(_, days)| *days);
    let names = || DAYS.iter().flat_map(|(short, full)| [*full, *short]);
    habit.or_else(|| closest(word, names()))
}
