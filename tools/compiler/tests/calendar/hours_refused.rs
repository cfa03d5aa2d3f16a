//! Weekly hours that are not understood, or may mean two things.

use beeline_compiler::calendar_text::hours;

/// Asserts what is pointed at, what is said of it and how it is put right.
fn assert_refused(text: &str, pointed: &str, message: &str, fix: &str) {
    let complaint = hours(text).unwrap_err();
    assert_eq!(complaint.message, message, "{text}");
    assert_eq!(complaint.fix, fix, "{text}");
    assert_eq!(text.get(complaint.at), Some(pointed), "{text}");
}

/// As above, and what is to be pasted is understood.
fn assert_put_right(text: &str, pointed: &str, message: &str, paste: &str) {
    assert_refused(text, pointed, message, &format!("write {paste}"));
    assert!(hours(paste).is_ok(), "{paste}");
}

#[test]
fn an_unknown_day_is_told_with_the_nearest() {
    assert_put_right("Mondy 9-18", "Mondy", "`Mondy` is no day of the week", "Monday 9-18");
    assert_put_right("Mon-Fry 9-18", "Fry", "`Fry` is no day of the week", "Mon-Fri 9-18");
    assert_put_right("weekdays 9-18", "weekdays", "`weekdays` is no day of the week", "Mon-Fri 9-18");
    assert_put_right("Mo-Do 9-18", "Do", "`Do` is no day of the week", "Mo-Thu 9-18");
    assert_refused(
        "Lundi 9-18",
        "Lundi",
        "`Lundi` is no day of the week",
        "write something like Mon-Fri 09:00-18:00; Sat 10:00-14:00",
    );
    assert_refused(
        "Mon-Fri 9-18 Uhr",
        "Uhr",
        "`Uhr` is no day of the week",
        "write something like Mon-Fri 09:00-18:00; Sat 10:00-14:00",
    );
}

#[test]
fn hours_need_a_day() {
    assert_refused(
        "09:00-18:00",
        "09",
        "no day is named before these hours",
        "write Mon-Fri 09:00-18:00, or daily 09:00-18:00",
    );
    assert_refused(
        "9-18 Mon-Fri",
        "9",
        "no day is named before these hours: days come first",
        "write something like Mon-Fri 09:00-18:00; Sat 10:00-14:00",
    );
    assert_put_right(
        "Mon-Fri 9-12; 13-18",
        "13",
        "no day is named after `Mon-Fri 9-12`; a comma would add hours to it",
        "Mon-Fri 9-12, 13-18",
    );
}

#[test]
fn a_day_needs_hours() {
    assert_refused(
        "Mon-Fri",
        "Mon-Fri",
        "`Mon-Fri` has no hours",
        "write Mon-Fri 09:00-18:00, or Mon-Fri 00:00-24:00 for all day",
    );
    assert_refused(
        "Mon, Tue; Wed 9-18",
        "Mon, Tue",
        "`Mon, Tue` has no hours",
        "write Mon, Tue 09:00-18:00, or Mon, Tue 00:00-24:00 for all day",
    );
    assert_refused(
        "Mon-Fri 9-18; Sat closed",
        "closed",
        "`closed` has no place here: a day that is not named is a day off",
        "leave that day out, or write never for no hours at all",
    );
    assert_put_right(
        "Mon always",
        "always",
        "`always` stands alone; a whole day has hours as well",
        "Mon 00:00-24:00",
    );
}

#[test]
fn a_time_of_day_exists() {
    let fix = "write a time such as 18:00";
    for time in ["25:00", "24:01", "99", "0am", "70000", "9999"] {
        let message = format!("`{time}` is no time of day: they go from 00:00 to 24:00");
        assert_refused(&format!("Mon 9-{time}"), time, &message, fix);
    }
    assert_refused(
        "Mon 9:60-18:00",
        "9:60",
        "`9:60` is no time of day: minutes go from 00 to 59",
        "write a time such as 09:30",
    );
    assert_refused(
        "Mon 9:5-18",
        "9:5",
        "`9:5` is no time of day: write hours and minutes",
        "write a time such as 09:30",
    );
}

#[test]
fn four_digits_are_given_their_colon() {
    assert_put_right(
        "Mon 0930-18:00",
        "0930",
        "`0930` has no colon between hours and minutes",
        "Mon 09:30-18:00",
    );
    assert_put_right("Mon 9-1800", "1800", "`1800` has no colon between hours and minutes", "Mon 9-18:00");
}

#[test]
fn an_hour_of_24_needs_no_half() {
    assert_put_right(
        "Mon 9am-18:30pm",
        "18:30pm",
        "`18:30pm` says the hour and am or pm: one of them is too much",
        "Mon 9am-18:30",
    );
}

#[test]
fn half_of_the_halves_is_doubtful() {
    let message = |range: &str| format!("`{range}` says am or pm at one end only");
    assert_refused("Mon 9-6pm", "9-6pm", &message("9-6pm"), "write 09:00-18:00");
    assert_refused("Mon 1-6pm", "1-6pm", &message("1-6pm"), "write 13:00-18:00");
    assert_refused("Mon 5-6pm", "5-6pm", &message("5-6pm"), "write 05:00-18:00 or 17:00-18:00");
    assert_refused("Mon 9am-6", "9am-6", &message("9am-6"), "write 09:00-18:00");
    assert_refused("Mon 9pm-6:00", "9pm-6:00", &message("9pm-6:00"), "write 21:00-06:00");
    assert_refused("Mon 12pm-12", "12pm-12", &message("12pm-12"), "write 12:00-24:00");
}

#[test]
fn an_end_before_the_beginning_is_overnight_only_if_it_looks_so() {
    assert_refused(
        "Mon 9-5",
        "9-5",
        "`9-5` ends before it begins, and would last 20 hours as hours over midnight",
        "write 09:00-17:00; if midnight is meant, write 09:00-24:00, and 00:00-05:00 for the next day",
    );
    assert_refused(
        "Mon 12:00-02:30",
        "12:00-02:30",
        "`12:00-02:30` ends before it begins, and would last 14 hours and 30 minutes as hours over midnight",
        "write 12:00-14:30; if midnight is meant, write 12:00-24:00, and 00:00-02:30 for the next day",
    );
    assert_refused(
        "Mon 18:00-16:00",
        "18:00-16:00",
        "`18:00-16:00` ends before it begins, and would last 22 hours as hours over midnight",
        "write 16:00-18:00; if midnight is meant, write 18:00-24:00, and 00:00-16:00 for the next day",
    );
}

#[test]
fn overnight_hours_begin_at_13_00_or_later_and_last_16_hours_at_most() {
    for (range, is_read) in
        [("13:00-05:00", true), ("13:00-05:01", false), ("12:59-04:00", false), ("23:59-15:59", true)]
    {
        assert_eq!(hours(&format!("Mon {range}")).is_ok(), is_read, "{range}");
    }
}

#[test]
fn an_end_at_the_beginning_is_nothing_or_all_day() {
    for range in ["13:00-13:00", "00:00-00:00", "24:00-24:00", "12am-0:00"] {
        let message = format!("`{range}` ends when it begins");
        assert_put_right(&format!("Mon {range}"), range, &message, "Mon 00:00-24:00");
    }
}

#[test]
fn nine_to_nine_may_be_twelve_hours() {
    let fix = "write 09:00-21:00, or 00:00-24:00 for all day";
    assert_refused("Mon 9-9", "9-9", "`9-9` ends when it begins", fix);
}

#[test]
fn short_hours_of_the_night_may_be_the_afternoons() {
    for (range, fix) in [
        ("1-5", "write 01:00-05:00 or 13:00-17:00"),
        ("2:30-6:00", "write 02:30-06:00 or 14:30-18:00"),
        ("5-12", "write 05:00-12:00 or 17:00-24:00"),
    ] {
        let message = format!("`{range}` may be in the night or in the afternoon");
        assert_refused(&format!("Mon 9-12, {range}"), range, &message, fix);
    }
    for range in ["01:00-05:00", "1am-5am", "6-12", "5-13", "0-5"] {
        assert!(hours(&format!("Mon {range}")).is_ok(), "{range}");
    }
}

#[test]
fn nothing_begins_at_24_00() {
    assert_put_right(
        "Tue 24:00-06:00",
        "24:00",
        "24:00 is the end of a day, and nothing begins there",
        "Tue 00:00-06:00",
    );
}

#[test]
fn a_beginning_needs_an_end() {
    assert_put_right("Mon 9", "9", "`9` has no end", "Mon 09:00-18:00");
    assert_put_right("Mon 9-", "9-", "`9` has no end", "Mon 09:00-18:00");
    assert_put_right("Mon 9 Tue 8-9", "9", "`9` has no end", "Mon 09:00-18:00 Tue 8-9");
    let example = "write hours such as 09:00-18:00, or 00:00-24:00 for all day";
    assert_refused("Mon 9h-18h", "9", "`9` has no end", example);
    assert_refused("Mon 9-noon", "9-", "`9` has no end", example);
    assert_refused("Mon-Fri 24h", "24", "`24` has no end", example);
    assert_refused("Mon 24", "24", "`24` has no end", example);
    assert_put_right("Mon 20:30; Tue 8-9", "20:30", "`20:30` has no end", "Mon 20:30-24:00; Tue 8-9");
}

#[test]
fn hours_that_overlap_are_told_with_their_sum() {
    for (text, pointed, message, paste) in [
        (
            "Mon-Fri 9-18; Tue 17-20",
            "17-20",
            "`17-20` overlaps `9-18` on Tuesday",
            "Mon, Wed-Fri 09:00-18:00; Tue 09:00-20:00",
        ),
        ("Mon 9-12, 11-13", "11-13", "`11-13` overlaps `9-12` on Monday", "Mon 09:00-13:00"),
        (
            "daily 22-6; Mon 05-7",
            "05-7",
            "`05-7` overlaps `22-6` on Monday",
            "Mon-Sat 22:00-06:00; Sun 22:00-07:00",
        ),
    ] {
        assert_refused(text, pointed, message, &format!("write {paste} if both are meant"));
        assert!(hours(paste).is_ok(), "{paste}");
    }
}

#[test]
fn a_run_needs_two_days() {
    let (message, fix) =
        ("`Mon-Tue` has no hours", "write Mon-Tue 09:00-18:00, or Mon-Tue 00:00-24:00 for all day");
    assert_refused("Mon-Tue-Wed 9-18", "Mon-Tue", message, fix);
    assert_put_right("Mon-Mon 9-18", "Mon-Mon", "`Mon-Mon` begins and ends with one day", "Mon 9-18");
}

#[test]
fn signs_are_told() {
    let fix = "write something like Mon-Fri 09:00-18:00; Sat 10:00-14:00";
    assert_refused("Mon-Fri 9-18 (CET)", "(", "`(` cannot stand here", fix);
    assert_refused("*", "*", "`*` cannot stand here", fix);
    assert_refused(";", "", "days and hours are missing here", fix);
}

#[test]
fn a_fix_for_several_lines_is_the_part_that_changes() {
    assert_refused("Mon 9-18\nTeu 9-18", "Teu", "`Teu` is no day of the week", "write Tue");
}
