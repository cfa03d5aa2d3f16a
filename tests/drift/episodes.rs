//! When a form counts as drifting, who tells its owner, and when it is over.

use beeline::drift::{
    DriftCommand, DriftPolicy, DriftReply, DriftState, Episode, Fault, FieldFault, FieldTally, LEASE_MS,
    MAX_SAMPLES_A_DAY, MAX_TALLIES, MaskedField, NOTICE_EVERY_MS, Sample, Shape, Summary, ValueKind, step,
};
use proptest::prelude::*;

/// Ten past some hour.
const NOW: i64 = 1_790_000_400_000 - 1_790_000_400_000 % HOUR + 10 * MINUTE;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const POLICY: DriftPolicy = DriftPolicy { rate_percent: 20, keeps_samples: true };

/// One form's watch, and a clock.
struct Watch {
    state: DriftState,
    now_ms: i64,
}

impl Watch {
    fn new() -> Self {
        Self { state: DriftState::default(), now_ms: NOW }
    }

    fn run(&mut self, command: DriftCommand) -> DriftReply {
        let (state, reply) = step(self.state.clone(), command, POLICY, self.now_ms);
        // What is stored between two commands is all there is.
        self.state = DriftState::read(Some(&state.write().unwrap())).unwrap();
        assert_eq!(self.state, state);
        reply
    }

    fn report(&mut self, fitting: u32, misfits: usize) -> DriftReply {
        self.run(DriftCommand::Report {
            fitting,
            misfits: vec![missing("company"); misfits],
            more_misfits: 0,
        })
    }

    /// The episode a reporter is asked to tell of.
    fn told_of(&mut self, fitting: u32, misfits: usize) -> Option<u32> {
        match self.report(fitting, misfits) {
            DriftReply::Tell { episode, .. } => Some(episode),
            _ => None,
        }
    }

    fn tell(&mut self, episode: u32) {
        assert_eq!(self.run(DriftCommand::Told { episode }), DriftReply::Noted);
    }

    fn standing(&mut self) -> (Option<Episode>, Summary) {
        match self.run(DriftCommand::Read) {
            DriftReply::Standing { episode, summary } => (episode, summary),
            other => panic!("{other:?}"),
        }
    }

    fn episode(&mut self) -> Option<u32> {
        self.standing().0.map(|episode| episode.number)
    }

    fn after(mut self, ms: i64) -> Self {
        self.now_ms += ms;
        self
    }
}

fn missing(name: &str) -> Sample {
    Sample { fields: Vec::new(), absent: vec![FieldFault { name: name.into(), fault: Fault::Missing }] }
}

fn with_field(name: &str) -> Sample {
    let shape = Shape { kind: ValueKind::Text, length_up_to: 16, pattern: "Aa a".into() };
    Sample { fields: vec![MaskedField { name: name.into(), shape, fault: None }], absent: Vec::new() }
}

#[test]
fn five_misfits_at_the_rate_open_an_episode_and_one_reporter_is_asked() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(15, 4), None, "four are typing errors");
    assert_eq!(watch.told_of(5, 1), Some(1), "5 of 25");
    assert_eq!(watch.told_of(0, 1), None, "somebody is at it");
}

#[test]
fn many_misfits_below_the_rate_are_typing_errors() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(401, 100), None, "100 of 501 are less than a fifth");
    assert_eq!(watch.told_of(0, 1), Some(1), "101 of 502 are more");
}

#[test]
fn what_is_to_be_told_is_the_last_hour() {
    let mut watch = Watch::new();
    watch.report(7, 2);
    watch.now_ms += 30 * MINUTE;
    let DriftReply::Tell { episode, summary, lease_ms } = watch.report(3, 4) else { panic!() };
    assert_eq!((episode, lease_ms), (1, LEASE_MS));
    assert_eq!((summary.misfits, summary.submissions, summary.counted), (6, 16, 6));
    let [company] = summary.fields.as_slice() else { panic!() };
    assert_eq!((company.name.as_str(), company.present, company.count(Fault::Missing)), ("company", 0, 6));
    assert_eq!(summary.samples, [missing("company")]);
}

#[test]
fn a_reporter_that_does_not_tell_is_replaced_after_its_lease() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(0, 5), Some(1));
    watch.now_ms += LEASE_MS - 1;
    assert_eq!(watch.told_of(0, 1), None);
    watch.now_ms += 1;
    assert_eq!(watch.told_of(0, 1), Some(1), "the same episode");
    assert_eq!(watch.told_of(0, 1), None);
}

#[test]
fn a_form_that_has_calmed_down_is_not_told_of_any_more() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(0, 5), Some(1));
    let mut watch = watch.after(LEASE_MS);
    assert_eq!(watch.told_of(60, 0), None, "5 of 65");
    assert_eq!(watch.told_of(0, 5), Some(1), "10 of 70 are more than half of the rate again");
}

#[test]
fn an_episode_is_told_once() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(0, 5), Some(1));
    watch.tell(1);
    for _ in 0..100 {
        watch.now_ms += 30 * MINUTE;
        assert_eq!(watch.told_of(0, 3), None);
    }
    assert_eq!(watch.episode(), Some(1));
}

#[test]
fn word_of_another_episode_changes_nothing() {
    let mut watch = Watch::new();
    watch.tell(0);
    watch.tell(7);
    assert_eq!(watch.told_of(0, 5), Some(1));
    watch.tell(2);
    let mut watch = watch.after(LEASE_MS);
    assert_eq!(watch.told_of(0, 1), Some(1));
}

#[test]
fn an_episode_ends_an_hour_after_the_rate_fell_below_half() {
    let mut watch = Watch::new();
    watch.report(0, 6);
    watch.now_ms += 5 * MINUTE;
    watch.report(60, 0);
    let (episode, summary) = watch.standing();
    assert_eq!((summary.misfits, summary.submissions), (6, 66));
    assert_eq!(episode.unwrap().calm_since_ms, Some(watch.now_ms), "6 of 66 are less than a tenth");
    let mut watch = watch.after(HOUR - MINUTE);
    assert_eq!(watch.episode(), Some(1));
    let mut watch = watch.after(MINUTE);
    assert_eq!(watch.episode(), None);
}

#[test]
fn a_rate_between_half_and_whole_keeps_an_episode_open() {
    let mut watch = Watch::new();
    watch.report(0, 6);
    for _ in 0..20 {
        watch.now_ms += 20 * MINUTE;
        watch.report(6, 1);
    }
    assert_eq!(watch.standing().0.unwrap().calm_since_ms, None, "one in seven");
}

#[test]
fn a_relapse_within_the_hour_is_the_same_episode() {
    let mut watch = Watch::new();
    watch.report(0, 6);
    watch.report(60, 0);
    watch.now_ms += 50 * MINUTE;
    watch.report(0, 20);
    assert_eq!(watch.standing().0.unwrap().calm_since_ms, None);
    watch.now_ms += 30 * MINUTE;
    assert_eq!(watch.episode(), Some(1));
}

#[test]
fn a_repaired_form_needs_no_reports_for_its_episode_to_end() {
    let mut watch = Watch::new();
    watch.report(0, 6);
    assert_eq!(Watch { state: watch.state.clone(), now_ms: NOW + HOUR - MINUTE }.episode(), Some(1));
    let mut later = Watch { state: watch.state.clone(), now_ms: NOW + 2 * HOUR - MINUTE };
    assert_eq!(later.episode(), Some(1), "the misfits left the hour an hour ago, but for a minute");
    assert_eq!(Watch { state: watch.state.clone(), now_ms: NOW + 2 * HOUR }.episode(), None);
    assert_eq!(Watch { state: watch.state, now_ms: NOW + 90 * DAY }.episode(), None);
}

#[test]
fn a_later_drift_is_a_new_episode_but_its_owner_is_told_once_a_day() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(0, 5), Some(1));
    watch.tell(1);
    let mut watch = watch.after(5 * HOUR);
    assert_eq!(watch.told_of(0, 5), None, "a new episode, too soon to be told");
    assert_eq!(watch.episode(), Some(2));
    let mut watch = watch.after(NOTICE_EVERY_MS - 5 * HOUR - 1);
    assert_eq!(watch.told_of(0, 5), None);
    let number = watch.episode().unwrap();
    let mut watch = watch.after(1);
    assert_eq!(watch.told_of(0, 1), Some(number));
}

#[test]
fn a_telling_that_outlived_its_episode_still_counts() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(0, 5), Some(1));
    let mut watch = watch.after(3 * HOUR);
    assert_eq!(watch.episode(), None);
    watch.tell(1);
    assert_eq!(watch.told_of(0, 5), None);
    assert_eq!(watch.episode(), Some(2));
}

#[test]
fn the_clock_never_goes_back() {
    let mut watch = Watch::new();
    assert_eq!(watch.told_of(0, 5), Some(1));
    watch.now_ms -= DAY;
    assert_eq!(watch.told_of(0, 1), None);
    let (episode, summary) = watch.standing();
    assert_eq!(summary.misfits, 6);
    assert_eq!(episode.unwrap().asked_until_ms, NOW + LEASE_MS);
}

#[test]
fn older_misfits_count_ever_less() {
    let mut watch = Watch::new();
    watch.report(1_000, 8);
    for (hours, counted) in [(1, 4), (2, 2), (3, 1), (4, 0)] {
        let mut later = Watch { state: watch.state.clone(), now_ms: NOW + hours * HOUR };
        let (_, summary) = later.standing();
        assert_eq!(summary.counted, counted);
        assert_eq!(summary.fields.iter().map(|tally| tally.count(Fault::Missing)).sum::<u32>(), counted);
    }
}

#[test]
fn a_sample_is_kept_once_and_half_of_a_day_is_left_for_an_episode() {
    let mut watch = Watch::new();
    let report = |watch: &mut Watch, fitting, numbers: std::ops::Range<u32>| {
        let misfits = numbers.map(|number| with_field(&format!("f{number}"))).collect();
        watch.run(DriftCommand::Report { fitting, misfits, more_misfits: 0 });
        watch.standing().1.samples.len()
    };
    assert_eq!(report(&mut watch, 1_000, 0..3), 3);
    assert_eq!(report(&mut watch, 0, 0..3), 3, "the same again");
    assert_eq!(report(&mut watch, 0, 10..30), 10, "nothing is wrong: half of a day's");
    assert_eq!(report(&mut watch, 0, 100..500), 20, "an episode: the day's");
    let mut watch = watch.after(DAY);
    assert_eq!(report(&mut watch, 1_000_000, 500..600), 20, "the next day's replace the oldest");
    let (_, summary) = watch.standing();
    assert!(summary.samples.contains(&with_field("f500")) && !summary.samples.contains(&with_field("f0")));
    let mut watch = watch.after(8 * DAY);
    assert_eq!(watch.standing().1.samples, [], "none outlives a week");
}

#[test]
fn what_most_misfits_share_stays_when_names_are_many() {
    let mut watch = Watch::new();
    for number in 0..400 {
        let sample = with_field(&format!("random{number}"));
        watch.run(DriftCommand::Report {
            fitting: 0,
            misfits: vec![sample, with_field("company_name")],
            more_misfits: 0,
        });
    }
    let (_, summary) = watch.standing();
    assert_eq!(summary.fields.len(), MAX_TALLIES);
    let common = summary.fields.iter().find(|tally| tally.name == "company_name").unwrap();
    assert_eq!((common.present, summary.counted), (400, 800));
}

#[test]
fn kinds_that_vary_are_text_and_the_longest_length_counts() {
    let mut watch = Watch::new();
    let shaped = |kind, length_up_to| {
        let shape = Shape { kind, length_up_to, pattern: "9".into() };
        Sample { fields: vec![MaskedField { name: "x".into(), shape, fault: None }], absent: Vec::new() }
    };
    for sample in [shaped(ValueKind::Text, 64), shaped(ValueKind::Number, 0), shaped(ValueKind::Text, 8)] {
        watch.run(DriftCommand::Report { fitting: 0, misfits: vec![sample], more_misfits: 0 });
    }
    let (_, summary) = watch.standing();
    let [FieldTally { shape: Some(shape), .. }] = summary.fields.as_slice() else { panic!() };
    assert_eq!((shape.kind, shape.length_up_to), (ValueKind::Text, 64));
}

#[derive(Clone, Debug)]
enum Move {
    Wait(i64),
    Report(u32, usize),
    Told(u32),
    Read,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        prop_oneof![0_i64..MINUTE, 0_i64..3 * HOUR, 0_i64..2 * DAY, -DAY..0].prop_map(Move::Wait),
        (0_u32..60, 0_usize..8).prop_map(|(fitting, misfits)| Move::Report(fitting, misfits)),
        (0_u32..5).prop_map(Move::Told),
        Just(Move::Read),
    ];
    prop::collection::vec(one, 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_asked_twice_within_a_lease_or_told_twice_within_a_day(moves in moves()) {
        let mut watch = Watch::new();
        let mut latest_ms = 0;
        let mut asked: Option<i64> = None;
        let mut told: Option<i64> = None;
        let mut numbers = vec![0];
        for each in moves {
            if !matches!(each, Move::Wait(_)) {
                latest_ms = latest_ms.max(watch.now_ms);
            }
            match each {
                Move::Wait(ms) => watch.now_ms += ms,
                Move::Report(fitting, misfits) => {
                    if let DriftReply::Tell { episode, summary, .. } = watch.report(fitting, misfits) {
                        prop_assert!(asked.is_none_or(|asked_ms| latest_ms - asked_ms >= LEASE_MS));
                        prop_assert!(told.is_none_or(|told_ms| latest_ms - told_ms >= NOTICE_EVERY_MS));
                        prop_assert!(summary.submissions >= summary.misfits && summary.misfits > 0);
                        prop_assert!(numbers.last() <= Some(&episode));
                        numbers.push(episode);
                        asked = Some(latest_ms);
                    }
                }
                Move::Told(episode) => {
                    watch.tell(episode);
                    if episode > 0 && Some(&episode) <= numbers.last() {
                        told = told.max(Some(latest_ms));
                    }
                }
                Move::Read => {
                    let (_, summary) = watch.standing();
                    prop_assert!(summary.samples.len() <= MAX_SAMPLES_A_DAY as usize);
                    prop_assert!(summary.fields.iter().all(|tally| tally.present <= summary.counted));
                }
            }
        }
    }

    #[test]
    fn an_episode_opens_exactly_at_the_rate(fitting in 0_u32..200, misfits in 0_usize..60, percent in 1_u32..=100) {
        let policy = DriftPolicy { rate_percent: percent, keeps_samples: true };
        let command = DriftCommand::Report { fitting, misfits: vec![missing("x"); misfits], more_misfits: 0 };
        let (_, reply) = step(DriftState::default(), command, policy, NOW);
        let all = fitting as usize + misfits;
        let drifts = misfits >= 5 && misfits * 100 >= percent as usize * all;
        prop_assert_eq!(matches!(reply, DriftReply::Tell { .. }), drifts);
    }
}
