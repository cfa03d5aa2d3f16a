//! Names of time zones, and their offsets.

use beeline_compiler::calendar_text::{Years, zone, zone_name};
use jiff::Timestamp;

fn years() -> Years {
    Years::new(2026, 2027).unwrap()
}

fn assert_refused(name: &str, message: &str, fix: &str) {
    let complaint = zone(name, years()).unwrap_err();
    assert_eq!(complaint.message, message, "{name}");
    assert_eq!(complaint.fix, fix, "{name}");
    assert_eq!(name.get(complaint.at), Some(name.trim()));
}

#[test]
fn names_are_read_in_any_case_and_spelled_as_iana_does() {
    assert_eq!(zone_name("Europe/Berlin").unwrap(), "Europe/Berlin");
    assert_eq!(zone_name(" europe/BERLIN ").unwrap(), "Europe/Berlin");
    assert_eq!(zone_name("america/argentina/buenos_aires").unwrap(), "America/Argentina/Buenos_Aires");
    assert_eq!(zone_name("utc").unwrap(), "UTC");
}

#[test]
fn a_misspelled_name_is_told_with_the_nearest() {
    for (written, meant) in [
        ("Europe/Berln", "Europe/Berlin"),
        ("Europe\\Berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("America/NewYork", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Kolkatta", "Asia/Kolkata"),
        ("US/Easter", "US/Eastern"),
        ("Europe/New_York", "America/New_York"),
        ("Paris, France", "Europe/Paris"),
    ] {
        let message = format!("`{written}` is no time zone");
        assert_refused(written, &message, &format!("write {meant}"));
    }
    let example = "write a name such as Europe/Berlin or America/New_York";
    for written in ["Bangalore", "India", "Munich", "Europe/Münich", "Eastern Time", "Europe", "Z", "é/é"]
    {
        assert_refused(written, &format!("`{written}` is no time zone"), example);
    }
    assert_refused("", "a time zone is missing here", example);
    assert!(zone_name("Factory").is_err());
}

#[test]
fn abbreviations_are_refused_with_names_that_exist() {
    for (written, meant) in [
        ("CET", "Europe/Berlin"),
        ("cest", "Europe/Berlin"),
        ("EST", "America/New_York"),
        ("EST5EDT", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("GMT", "Europe/London"),
        ("IST", "Asia/Kolkata or Europe/Dublin or Asia/Jerusalem"),
        ("CST", "America/Chicago or Asia/Shanghai"),
    ] {
        let message =
            format!("`{written}` is an abbreviation, of several zones or of one half of the year's time");
        assert_refused(written, &message, &format!("write {meant}"));
    }
    let abbreviations = "CET CEST MET MEST MEZ MESZ EET EEST WET WEST GMT BST MSK TRT EST EDT ET EST5EDT CST \
        CDT CT CST6CDT MST MDT MT MST7MDT PST PDT PT PST8PDT AKST AKDT HST AST ADT BRT ART IST GST SGT HKT \
        JST KST AEST AEDT AET ACST ACDT AWST NZST NZDT SAST";
    for written in abbreviations.split_whitespace() {
        let complaint = zone_name(written).unwrap_err();
        assert!(complaint.message.contains("abbreviation"), "{complaint}");
        for name in complaint.fix.trim_start_matches("write ").split(" or ") {
            assert_eq!(zone_name(name).as_deref(), Ok(name));
        }
    }
}

#[test]
fn offsets_are_refused() {
    let example = "write a name such as Europe/Berlin or America/New_York";
    for written in ["+01:00", "UTC+1", "utc +2", "GMT-5", "-0500"] {
        assert_refused(written, &format!("`{written}` does not say when the clock changes"), example);
    }
}

#[test]
fn the_horizon_is_whole_years_by_the_zones_clock() {
    for (name, from, until) in [
        ("Europe/Berlin", "2025-12-31T23:00Z", "2027-12-31T23:00Z"),
        ("America/New_York", "2026-01-01T05:00Z", "2028-01-01T05:00Z"),
        ("America/Santiago", "2026-01-01T03:00Z", "2028-01-01T03:00Z"),
        ("UTC", "2026-01-01T00:00Z", "2028-01-01T00:00Z"),
    ] {
        let horizon = zone(name, years()).unwrap().horizon();
        let ms = |moment: &str| moment.parse::<Timestamp>().unwrap().as_millisecond();
        assert_eq!((horizon.from_ms(), horizon.until_ms()), (ms(from), ms(until)), "{name}");
    }
}

#[test]
fn a_change_at_new_year_belongs_to_the_new_one() {
    // Nepal's clock went from 00:00 to 00:15 on 1986-01-01.
    let offsets = |year: i16| {
        let zone = zone("Asia/Kathmandu", Years::new(year, year).unwrap()).unwrap();
        zone.shifts().iter().map(|shift| shift.offset_minutes).collect::<Vec<_>>()
    };
    assert_eq!((offsets(1985), offsets(1986)), (vec![330], vec![345]));
}

#[test]
fn years_are_in_order_and_in_reach() {
    assert!(Years::new(2026, 2026).is_some());
    assert_eq!(Years::new(2027, 2026), None);
    assert_eq!(Years::new(1972, 2026), None);
    assert_eq!(Years::new(2026, 2101), None);
}

#[test]
fn every_zone_of_the_database_can_be_kept() {
    for name in jiff::tz::TimeZoneDatabase::bundled().available() {
        let kept = zone(name.as_str(), Years::new(1973, 2100).unwrap());
        let is_refused = |message: &str| {
            message.contains("abbreviation")
                || message.contains("clock changes")
                || name.as_str() == "Factory"
        };
        assert!(kept.is_ok() || kept.is_err_and(|it| is_refused(&it.message)), "{name}");
    }
}
