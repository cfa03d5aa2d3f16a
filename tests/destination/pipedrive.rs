//! Pipedrive's walk, call by call, and every answer that its contract names.

use crate::common::lead::{again, item, some};
use crate::common::{NOW_MS, after, answer, answer_with, header, mapping, short, verdict};
use beeline::destination::pipedrive::{Pipedrive, Reference};
use beeline::destination::{BaseUrl, Credential, Destination, Item, Progress, Reply, TransportFailure};

fn pipedrive() -> Pipedrive {
    Pipedrive {
        base: BaseUrl::parse("https://api.pipedrive.com").unwrap(),
        token: Credential::new("key"),
        mapping: mapping(&[
            ("name", "name=Unknown"),
            ("email", "email"),
            ("lead_id", "1000000000000000000000000000000000000002"),
            ("correlation_id", "1000000000000000000000000000000000000003"),
            ("bundle", "1000000000000000000000000000000000000004"),
            ("consent.privacy", "1000000000000000000000000000000000000005"),
            ("utm.source", "1000000000000000000000000000000000000006"),
        ]),
        lead_title: Some("Beeline".into()),
    }
}

/// What follows after the last of these answers, each to the one call before it.
fn walk(lead: &Item, replies: &[Reply]) -> Progress {
    let pipedrive = pipedrive();
    let leads = std::slice::from_ref(lead);
    replies.iter().fold(pipedrive.open(leads, NOW_MS), |progress, reply| {
        assert_eq!(progress.steps.len(), 1);
        pipedrive.read(leads, &progress.steps[0], reply, NOW_MS)
    })
}

fn nobody() -> Reply {
    answer(200, r#"{"success":true,"data":{"items":[]}}"#)
}

fn created() -> Reply {
    answer(200, r#"{"success":true,"data":{"id":12}}"#)
}

#[test]
fn a_new_person_is_searched_created_remembered_and_given_a_lead() {
    let search = &walk(&item(0), &[]).steps[0].call;
    assert_eq!(search.path, "/api/v2/persons/search?term=ada%40example.com&fields=email&exact_match=true");
    assert_eq!(header(search, "x-api-token"), Some("key"));
    let create = &walk(&item(0), &[nobody()]).steps[0].call;
    assert_eq!(create.path, "/api/v2/persons");
    let body = create.body.as_deref().unwrap();
    assert!(
        body.contains(r#""emails":[{"label":"work","primary":true,"value":"ada@example.com"}]"#),
        "{body}"
    );
    assert!(
        body.contains(r#""name":"Ada Lovelace""#)
            && body.contains(r#""1000000000000000000000000000000000000005":"true""#)
    );
    let at_person = walk(&item(0), &[nobody(), created()]);
    assert_eq!(at_person.remember, [(0, "person/12".to_owned())]);
    assert_eq!(at_person.steps[0].call.path, "/v1/leads");
    assert_eq!(
        at_person.steps[0].call.body.as_deref(),
        Some(r#"{"origin_id":"bl_000000","person_id":12,"title":"Beeline (demo)"}"#)
    );
    let lead = answer(201, r#"{"success":true,"data":{"id":"adf21080-0e10-11eb-879b-05d71fb426ec"}}"#);
    let done = walk(&item(0), &[nobody(), created(), lead]);
    assert_eq!(short(&done.verdicts[0].1), "done person/12/lead/adf21080-0e10-11eb-879b-05d71fb426ec");
}

#[test]
fn of_several_persons_with_one_email_the_oldest_is_taken() {
    let found = answer(200, r#"{"success":true,"data":{"items":[{"item":{"id":9}},{"item":{"id":4}}]}}"#);
    assert_eq!(walk(&item(0), &[found]).steps[0].call.path, "/api/v2/persons/4");
}

/// Somebody without an email, with a number that others have too.
fn by_phone(name: &str) -> Item {
    let mut lead = item(0);
    lead.record.person.email = None;
    lead.record.person.name = some(name);
    lead
}

#[test]
fn of_the_people_behind_one_number_only_the_leads_namesake_is_taken() {
    let hits = r#"{"success":true,"data":{"items":[
        {"item":{"id":4,"name":"Ada Lovelace"}},{"item":{"id":9,"name":"Bób  BABBAGE "}},
        {"item":{"id":11,"name":"Bob Babbage"}},{"item":{"id":3}}]}}"#;
    let search = &walk(&by_phone("Bob Babbage"), &[]).steps[0].call;
    assert!(search.path.contains("fields=phone"), "{}", search.path);
    let next = |name: &str| walk(&by_phone(name), &[answer(200, hits)]).steps[0].call.path.clone();
    assert_eq!(next("Bob Babbage"), "/api/v2/persons/9");
    assert_eq!(next("Grace Hopper"), "/api/v2/persons", "nobody's consent is written over");
    assert_eq!(next(""), "/api/v2/persons", "nor is it with a lead that has no name");
}

/// What follows after the last of these answers in a batch of one person, and every path up to there.
fn batch(leads: &[Item], replies: &[Reply]) -> (Progress, Vec<String>) {
    let pipedrive = pipedrive();
    let mut progress = pipedrive.open(leads, NOW_MS);
    let mut paths = Vec::new();
    for reply in replies {
        let step = progress.steps.remove(0);
        paths.push(step.call.path.clone());
        assert!(progress.steps.is_empty());
        progress = pipedrive.read(leads, &step, reply, NOW_MS);
    }
    paths.extend(progress.steps.iter().map(|step| step.call.path.clone()));
    (progress, paths)
}

fn on_it(lead: &str) -> Reply {
    answer(201, &format!(r#"{{"success":true,"data":{{"id":"{lead}"}}}}"#))
}

#[test]
fn who_comes_behind_takes_the_person_over_though_no_search_shows_it() {
    let mut second = item(1);
    second.record.person.email = item(0).record.person.email;
    let leads = [item(0), second];
    let person = answer(200, r#"{"success":true,"data":{"id":12,"name":"Ada Lovelace"}}"#);
    let replies = [nobody(), created(), on_it("a-1"), person, created(), on_it("a-2")];
    let (end, paths) = batch(&leads, &replies);
    assert_eq!(paths[3..], ["/api/v2/persons/12", "/api/v2/persons/12", "/v1/leads"]);
    assert_eq!(short(&end.verdicts[0].1), "done person/12/lead/a-2 into person/12");
    let (_, paths) = batch(&leads, &[nobody(), created(), answer(400, r#"{"success":false}"#)]);
    assert_eq!(paths.last().unwrap(), "/api/v2/persons/12", "also where the lead before was refused");
}

#[test]
fn who_comes_behind_a_creation_that_is_not_known_of_looks_no_sooner_than_that_lead() {
    let mut second = item(1);
    second.record.person.email = item(0).record.person.email;
    let (end, _) = batch(&[item(0), second], &[nobody(), Err(TransportFailure::Timeout)]);
    let verdicts: Vec<String> = end.verdicts.iter().map(|(_, verdict)| short(verdict)).collect();
    assert_eq!(verdicts, ["unknown pipedrive: timeout", "again 30000 pipedrive: the same person first"]);
}

#[test]
fn two_without_an_email_share_a_person_if_number_and_name_are_the_same() {
    let mut leads = [by_phone("Bob Babbage"), by_phone("bob babbage")];
    leads[1].record.key = item(1).record.key;
    let (_, paths) = batch(&leads, &[nobody(), created(), on_it("a-1")]);
    assert_eq!(paths.last().unwrap(), "/api/v2/persons/12");
}

#[test]
fn a_revision_behind_its_lead_makes_no_second_one() {
    let mut revised = item(0);
    revised.record.revision = 2;
    revised.record.person.email = some("other@example.com");
    let mut neighbour = item(2);
    neighbour.record.person.email = some("other@example.com");
    neighbour.record.accepted_at_ms += 1;
    let person = answer(200, r#"{"success":true,"data":{"id":12,"name":"Ada Lovelace"}}"#);
    let replies = [nobody(), created(), on_it("a-1"), person, created()];
    let (end, paths) = batch(&[item(0), revised, neighbour], &replies);
    assert_eq!(short(&end.verdicts[0].1), "done person/12/lead/a-1");
    assert_eq!(
        paths.last().unwrap(),
        "/api/v2/persons/12",
        "who has the revision's address is on its person"
    );
}

#[test]
fn a_creation_without_a_clear_answer_is_unknown() {
    let replies = [
        (Err(TransportFailure::Timeout), "unknown pipedrive: timeout"),
        (Err(TransportFailure::Broken), "unknown pipedrive: connection broke"),
        (Err(TransportFailure::Refused), "again 0 pipedrive: no connection"),
        (answer(500, ""), "unknown pipedrive: http 500"),
        (answer(502, "<html>"), "unknown pipedrive: http 502"),
        (answer(503, ""), "unknown pipedrive: http 503"),
        (answer(200, "{\"succ"), "unknown pipedrive: unreadable answer"),
        (answer(200, r#"{"success":true,"data":{}}"#), "unknown pipedrive: answer without an id"),
    ];
    for (reply, expected) in replies {
        assert_eq!(short(&walk(&item(0), &[nobody(), reply.clone()]).verdicts[0].1), expected);
        assert_eq!(short(&walk(&item(0), &[nobody(), created(), reply]).verdicts[0].1), expected);
    }
}

#[test]
fn each_refusal_means_what_the_contract_says() {
    let midnight_ms = 86_400_000 - NOW_MS.rem_euclid(86_400_000);
    let error = |code: u16| format!(r#"{{"success":false,"error":"x","error_info":"y","errorCode":{code}}}"#);
    let cases = [
        (answer(400, &error(400)), "refused pipedrive: http 400".to_owned()),
        (answer(401, &error(401)), "again 60000 pipedrive: http 401".into()),
        (answer(403, &error(403)), "again 60000 pipedrive: http 403".into()),
        (answer(403, "<!DOCTYPE html>"), "again 900000 pipedrive: blocked after the limit".into()),
        (answer(422, &error(422)), "refused pipedrive: http 422".into()),
        (answer(429, &error(429)), "again 2000 pipedrive: limit of two seconds".into()),
        (
            answer_with(429, &[("x-ratelimit-reset", "1")], ""),
            "again 1000 pipedrive: limit of two seconds".into(),
        ),
        (
            answer_with(429, &[("x-daily-ratelimit-token-remaining", "0")], ""),
            format!("again {midnight_ms} pipedrive: limit of the day"),
        ),
    ];
    for (reply, expected) in cases {
        assert_eq!(short(&verdict(&pipedrive(), &item(0), &reply)), expected);
        let at_creation = walk(&item(0), &[nobody(), reply]);
        assert_eq!(short(&at_creation.verdicts[0].1), expected);
    }
}

#[test]
fn a_lead_that_may_be_there_is_looked_for_among_the_persons_own() {
    let lead = Item { reference: Some("person/12".into()), ..again(&item(0)) };
    let person = answer(200, r#"{"success":true,"data":{"id":12,"name":"Ada"}}"#);
    let look = walk(&lead, &[person.clone(), created()]);
    assert_eq!(look.steps[0].call.path, "/v1/leads?person_id=12&limit=500");
    let there = answer(
        200,
        r#"{"success":true,"data":[{"id":"a-1","origin_id":"bl_000009"},{"id":"a-2","origin_id":"bl_000000"}]}"#,
    );
    let done = walk(&lead, &[person.clone(), created(), there]);
    assert_eq!(short(&done.verdicts[0].1), "done person/12/lead/a-2");
    let none = answer(200, r#"{"success":true,"data":null}"#);
    assert_eq!(walk(&lead, &[person, created(), none]).steps[0].call.path, "/v1/leads");
}

#[test]
fn a_person_deleted_since_is_searched_for() {
    let lead = Item { reference: Some("person/12".into()), ..again(&item(0)) };
    let gone = walk(&lead, &[answer(404, r#"{"success":false}"#)]);
    assert!(gone.steps[0].call.path.starts_with("/api/v2/persons/search?"));
}

#[test]
fn who_may_be_there_and_cannot_be_found_is_not_created() {
    let mut lead = again(&item(0));
    lead.record.person.email = None;
    lead.record.person.phone = None;
    let open = pipedrive().open(&[lead.clone()], NOW_MS);
    assert_eq!(short(&open.verdicts[0].1), "refused pipedrive: nothing to find it by");
    lead.may_exist = false;
    assert_eq!(pipedrive().open(&[lead], NOW_MS).steps[0].call.path, "/api/v2/persons");
}

#[test]
fn a_search_that_fails_is_tried_again() {
    let lost = after(&pipedrive(), &[item(0)], &Err(TransportFailure::Timeout));
    assert_eq!(short(&lost.verdicts[0].1), "again 0 pipedrive: timeout");
}

#[test]
fn references_are_unchanged() {
    for text in ["person/12", "person/12/lead/adf21080-0e10-11eb-879b-05d71fb426ec"] {
        assert_eq!(Reference::parse(text).unwrap().to_string(), text);
    }
    for text in [
        "",
        "person",
        "person/x",
        "lead/1",
        "person/1/lead",
        "person/1/lead/",
        "person/1/lead/a/b",
        "person/1/lead/?x",
    ] {
        assert_eq!(Reference::parse(text), None, "{text}");
    }
}
