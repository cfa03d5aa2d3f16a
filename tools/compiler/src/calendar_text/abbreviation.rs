//! Abbreviations of time zones, and what to write instead.
//!
//! Some are names of the IANA database as well. They are refused all the same: `EST` is New
//! York's time in winter only, and `CST` is Chicago's or Shanghai's.

/// Abbreviations, and the zones that people mean by them, the likeliest first.
const ABBREVIATIONS: [(&str, &[&str]); 26] = [
    ("CET CEST MET MEST MEZ MESZ", &["Europe/Berlin"]),
    ("EET EEST", &["Europe/Athens", "Europe/Helsinki"]),
    ("WET WEST", &["Europe/Lisbon"]),
    ("GMT BST", &["Europe/London"]),
    ("MSK", &["Europe/Moscow"]),
    ("TRT", &["Europe/Istanbul"]),
    ("EST EDT ET EST5EDT", &["America/New_York"]),
    ("CST CDT CT CST6CDT", &["America/Chicago", "Asia/Shanghai"]),
    ("MST MDT MT MST7MDT", &["America/Denver", "America/Phoenix"]),
    ("PST PDT PT PST8PDT", &["America/Los_Angeles"]),
    ("AKST AKDT", &["America/Anchorage"]),
    ("HST", &["Pacific/Honolulu"]),
    ("AST ADT", &["America/Halifax", "America/Puerto_Rico"]),
    ("BRT", &["America/Sao_Paulo"]),
    ("ART", &["America/Argentina/Buenos_Aires"]),
    ("IST", &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
    ("GST", &["Asia/Dubai"]),
    ("SGT", &["Asia/Singapore"]),
    ("HKT", &["Asia/Hong_Kong"]),
    ("JST", &["Asia/Tokyo"]),
    ("KST", &["Asia/Seoul"]),
    ("AEST AEDT AET", &["Australia/Sydney", "Australia/Brisbane"]),
    ("ACST ACDT", &["Australia/Adelaide", "Australia/Darwin"]),
    ("AWST", &["Australia/Perth"]),
    ("NZST NZDT", &["Pacific/Auckland"]),
    ("SAST", &["Africa/Johannesburg"]),
];

/// The zones that an abbreviation may stand for.
pub(super) fn meant(written: &str) -> Option<&'static [&'static str]> {
    let is_same = |abbreviation: &str| abbreviation.eq_ignore_ascii_case(written);
    let row = ABBREVIATIONS.iter().find(|(row, _)| row.split(' ').any(is_same));
    row.map(|(_, names)| *names)
}
