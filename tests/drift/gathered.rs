//! When an isolate reports what it saw of a form, and what a report has in it.

use beeline::drift::{
    Fault, FieldFault, GATHER_MS, Gathered, MAX_GATHERED_SAMPLES, REPORT_FITS_EVERY_MS, Sample, Seen,
};
use proptest::prelude::*;

const NOW: i64 = 1_790_000_400_000;

fn missing(name: &str) -> Sample {
    Sample { fields: Vec::new(), absent: vec![FieldFault { name: name.into(), fault: Fault::Missing }] }
}

fn misfit(gathered: &mut Gathered, now_ms: i64) -> bool {
    gathered.misfits(|| missing("company"), now_ms)
}

#[test]
fn the_first_lead_of_an_isolate_is_reported_and_then_one_report_a_minute() {
    let mut gathered = Gathered::default();
    assert!(gathered.fits(NOW));
    assert!(!gathered.fits(NOW + 1), "somebody is at it");
    assert_eq!(gathered.take(NOW + GATHER_MS), Seen { fitting: 2, ..Seen::default() });
    let later = NOW + GATHER_MS + REPORT_FITS_EVERY_MS;
    assert!(!gathered.fits(later - 1));
    assert!(gathered.fits(later));
    assert_eq!(gathered.take(later).fitting, 2);
}

#[test]
fn a_misfit_is_reported_at_once_with_what_fitted_so_far() {
    let mut gathered = Gathered::default();
    assert!(gathered.fits(NOW));
    gathered.take(NOW);
    assert!(!gathered.fits(NOW + 1));
    assert!(misfit(&mut gathered, NOW + 2));
    assert!(!misfit(&mut gathered, NOW + 3));
    let seen = gathered.take(NOW + GATHER_MS);
    assert_eq!(seen, Seen { fitting: 1, misfits: vec![missing("company"); 2], more_misfits: 0 });
}

#[test]
fn of_a_flood_the_first_samples_are_kept_and_the_rest_counted() {
    let mut gathered = Gathered::default();
    let reports = (0..1_000).filter(|_| misfit(&mut gathered, NOW)).count();
    let mut made = 0;
    let _under_way = gathered.misfits(
        || {
            made += 1;
            missing("x")
        },
        NOW,
    );
    let seen = gathered.take(NOW);
    assert_eq!((reports, made), (1, 0), "one report, and no sample that nobody would read");
    assert_eq!((seen.misfits.len(), seen.more_misfits), (MAX_GATHERED_SAMPLES, 981));
}

#[test]
fn what_could_not_be_reported_is_in_the_next_report() {
    let mut gathered = Gathered::default();
    let _first = misfit(&mut gathered, NOW);
    let seen = gathered.take(NOW);
    let _second = misfit(&mut gathered, NOW);
    gathered.put_back(seen);
    assert_eq!(gathered.take(NOW).misfits.len(), 2);
}

#[test]
fn a_reporter_that_died_is_followed_by_another() {
    let mut gathered = Gathered::default();
    assert!(misfit(&mut gathered, NOW));
    assert!(!misfit(&mut gathered, NOW + 10 * GATHER_MS - 1));
    assert!(misfit(&mut gathered, NOW + 10 * GATHER_MS));
}

#[test]
fn a_clock_that_goes_back_stops_no_report() {
    let mut gathered = Gathered::default();
    assert!(gathered.fits(NOW));
    gathered.take(NOW);
    assert!(gathered.fits(NOW - 1));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_or_counted_twice(steps in prop::collection::vec((0..4_u8, 0..20_000_i64), 1..200)) {
        let (mut gathered, mut now_ms) = (Gathered::default(), NOW);
        let (mut fits, mut misfits, mut told_fits, mut told_misfits) = (0_usize, 0_usize, 0, 0);
        let mut count = |seen: &Seen| {
            told_fits += seen.fitting as usize;
            told_misfits += seen.misfits.len() + seen.more_misfits as usize;
        };
        for (step, pause_ms) in steps {
            now_ms += pause_ms;
            match step {
                0 => { let _due = gathered.fits(now_ms); fits += 1; }
                1 => { let _due = misfit(&mut gathered, now_ms); misfits += 1; }
                2 => count(&gathered.take(now_ms)),
                _ => { let seen = gathered.take(now_ms); gathered.put_back(seen); }
            }
        }
        count(&gathered.take(now_ms));
        prop_assert_eq!((told_fits, told_misfits), (fits, misfits));
    }
}
