//! Dates as HTTP writes them: the preferred format of RFC 9110, 5.6.7.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Milliseconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`. `None` for anything else, the
/// two obsolete formats included: no vendor sends them.
pub(crate) fn read(text: &str) -> Option<i64> {
    let mut words = text.split(' ');
    let (_weekday, day, month) = (words.next()?, words.next()?, words.next()?);
    let (year, time, zone) = (words.next()?, words.next()?, words.next()?);
    if zone != "GMT" || words.next().is_some() {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)?;
    let days = days_since_1970(digits(year, 4)?, i64::try_from(month).ok()? + 1, digits(day, 2)?)?;
    let mut parts = time.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    let (hour, minute, second) = (digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?);
    // A leap second is allowed (RFC 9110, 5.6.7).
    let is_time = parts.next().is_none() && hour < 24 && minute < 60 && second <= 60;
    is_time.then(|| (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000)
}

pub(crate) fn digits(text: &str, length: usize) -> Option<i64> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// Days of the Gregorian calendar, counted in years that begin in March, so that the leap
/// day is a year's last.
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before_year = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(before_year + (153 * month + 2) / 5 + day - 1 - 719_468)
}
