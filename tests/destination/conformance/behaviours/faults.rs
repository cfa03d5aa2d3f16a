//! Calls that fail.

use beeline::destination::{Reply, TransportFailure, Verdict};

use super::Behaviour;
use crate::common::lead::{item, items};
use crate::conformance::deliver::{
    Fault, NOW_MS, answer, answer_with, deliver_with, each_ends, first_ends, is_done, last_is_lost,
};
use crate::conformance::vendor::Make;

const DAY_MS: i64 = 86_400_000;

pub const ALL: &[Behaviour] = &[
    ("without a connection a lead is tried again", |make| {
        ends(make, &Err(TransportFailure::Refused), |verdict| matches!(verdict, Verdict::Again { .. }))
    }),
    ("a lead without an answer is not done", |make| never_done(make, &Err(TransportFailure::Timeout))),
    ("a lead whose connection broke is not done", |make| never_done(make, &Err(TransportFailure::Broken))),
    ("a lost answer is unknown, unless a repeat is safe", |make| {
        let is_safe = make().destination().promises().repeat_is_safe;
        let run = last_is_lost(&mut *make(), &[item(0)]);
        match run.verdicts.as_slice() {
            [Verdict::Again { .. }] => is_safe,
            [Verdict::Unknown { .. }] => !is_safe,
            _ => false,
        }
    }),
    ("500 is tried again", |make| not_settled(make, &answer(500, "{}"))),
    ("502 with a page in it is tried again", |make| {
        not_settled(make, &answer(502, "<html>Bad gateway</html>"))
    }),
    ("503 is tried again", |make| not_settled(make, &answer(503, ""))),
    ("504 is tried again", |make| not_settled(make, &answer(504, ""))),
    ("503 with Retry-After is left alone that long", |make| {
        waits(make, &answer_with(503, &[("retry-after", "7")], ""), 7_000, 8_000)
    }),
    ("429 is tried again", |make| {
        ends(make, &answer(429, "{}"), |verdict| matches!(verdict, Verdict::Again { .. }))
    }),
    ("Retry-After in seconds is honoured", |make| {
        waits(make, &answer_with(429, &[("retry-after", "90")], ROLLING), 90_000, 100_000)
    }),
    ("Retry-After as a date is honoured", |make| {
        // 90 seconds from now.
        let date = "Mon, 21 Sep 2026 14:14:50 GMT";
        waits(make, &answer_with(429, &[("retry-after", date)], ROLLING), 90_000, 100_000)
    }),
    ("an absurd Retry-After is capped at about a day", |make| {
        waits(make, &answer_with(429, &[("retry-after", "4000000000")], ROLLING), DAY_MS, 2 * DAY_MS)
    }),
    ("the limit of the day waits for the next day", |make| {
        let until_midnight_ms = DAY_MS - NOW_MS.rem_euclid(DAY_MS);
        let limit = make().daily_limit();
        waits(make, &limit, until_midnight_ms, until_midnight_ms + 3_600_000)
    }),
    ("a refused token is nobody's fault: the lead is tried again", |make| {
        not_settled(make, &answer(401, "{}"))
    }),
    ("missing rights are nobody's fault: the lead is tried again", |make| {
        not_settled(make, &answer(403, "{}"))
    }),
    ("what is not there will not be there: 404 is refused", |make| refused(make, &answer(404, "{}"))),
    ("405 is refused", |make| refused(make, &answer(405, ""))),
    ("415 is refused", |make| refused(make, &answer(415, ""))),
    ("a redirect is refused", |make| refused(make, &answer(302, ""))),
    ("an empty success is no success", |make| never_done(make, &answer(200, ""))),
    ("a page for an answer is no success", |make| never_done(make, &answer(200, "<html>Sign in</html>"))),
    ("half an answer is no success", |make| never_done(make, &answer(200, r#"{"results":[{"id":"#))),
    ("JSON of another shape is no success", |make| {
        ["[]", "{}", "null", "3", r#""ok""#, r#"{"results":{}}"#, r#"[{"success":"yes"}]"#]
            .iter()
            .all(|body| never_done(make, &answer(200, body)))
    }),
    ("a body that is no text is no success", |make| {
        let bytes = beeline::destination::Answer::new(200, |_| None, &[0xff, 0xfe, 0x00]);
        never_done(make, &Ok(bytes))
    }),
    ("reasons repeat nothing of the answer", |make| {
        let body = r#"{"message":"ada@example.com","category":"ada@example.com","error":"ada@example.com"}"#;
        [400, 403, 409, 422, 429, 500].iter().all(|status| {
            let run = each_ends(&mut *make(), &[item(0)], &answer(*status, body));
            !format!("{:?}", run.verdicts).contains("ada@")
        })
    }),
    ("reasons begin with the destination's name", |make| {
        let run = each_ends(&mut *make(), &[item(0)], &answer(500, ""));
        let name = make().destination().name();
        match run.verdicts.as_slice() {
            [Verdict::Again { reason, .. } | Verdict::Unknown { reason }] => {
                reason.to_string().starts_with(&format!("{name}: "))
            }
            _ => false,
        }
    }),
    ("when a call fails, whoever waits behind a lead waits too", |make| {
        let run = each_ends(&mut *make(), &[item(0), item(0)], &answer(503, ""));
        run.is_whole && run.steps.len() == 1 && !run.verdicts.iter().any(is_done)
    }),
    ("one failed call of several fails its own leads alone", |make| {
        let run = first_ends(&mut *make(), &items(250), &answer(503, ""));
        let failed = run.verdicts.iter().filter(|verdict| !is_done(verdict)).count();
        run.is_whole && failed == make().destination().promises().leads_per_call.min(250)
    }),
    ("whatever happens, each lead gets one verdict", |make| {
        let ways =
            [answer(400, "{}"), answer(409, "[]"), answer(200, "{}"), answer(500, ""), answer(300, "[]")];
        (1..=5).all(|every| {
            let fault = |number: usize| match number % every {
                0 => Fault::Before(ways[number / every % ways.len()].clone()),
                _ => Fault::None,
            };
            deliver_with(&mut *make(), &items(40), |number, _| fault(number)).is_whole
        })
    }),
];

/// The limit that does not last a day, for those who say which it is.
const ROLLING: &str = r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#;

fn ends(make: Make, reply: &Reply, is_right: impl Fn(&Verdict) -> bool) -> bool {
    let run = each_ends(&mut *make(), &items(3), reply);
    run.is_whole && run.verdicts.iter().all(is_right)
}

fn never_done(make: Make, reply: &Reply) -> bool {
    ends(make, reply, |verdict| !is_done(verdict))
}

fn not_settled(make: Make, reply: &Reply) -> bool {
    ends(make, reply, |verdict| matches!(verdict, Verdict::Again { .. } | Verdict::Unknown { .. }))
}

fn refused(make: Make, reply: &Reply) -> bool {
    ends(make, reply, |verdict| matches!(verdict, Verdict::Refused { .. }))
}

fn waits(make: Make, reply: &Reply, least_ms: i64, most_ms: i64) -> bool {
    ends(make, reply, |verdict| match verdict {
        Verdict::Again { after_ms, .. } => (least_ms..=most_ms).contains(after_ms),
        _ => false,
    })
}
