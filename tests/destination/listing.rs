//! Records are read back as each vendor can be asked, and an answer that leaves something open accuses
//! nobody.

use crate::common::{NOW_MS, answer, header, mapping};
use beeline::destination::hubspot::{self, HubSpot, Key};
use beeline::destination::pipedrive::Pipedrive;
use beeline::destination::salesforce::token::Token;
use beeline::destination::salesforce::{self, DuplicatePolicy, Salesforce};
use beeline::destination::{BaseUrl, Credential, Listing, Method, Period, Reply, TransportFailure, sight};
use beeline::identity::{LeadId, Shard};
use beeline::reconcile::{Expected, Standing};

const PERIOD: Period = Period { since_ms: NOW_MS - 1_000, until_ms: NOW_MS };
const STAMPS: [(&str, &str); 4] = [
    ("correlation_id", "correlation"),
    ("bundle", "bundle"),
    ("consent.privacy", "privacy"),
    ("utm.source", "utm_source"),
];

fn with_stamps(own: &[(&str, &str)]) -> beeline::destination::Mapping {
    mapping(&own.iter().copied().chain(STAMPS).collect::<Vec<_>>())
}

fn hubspot() -> HubSpot {
    HubSpot {
        base: BaseUrl::parse("https://api.hubapi.com").unwrap(),
        token: Credential::new("pat"),
        version: hubspot::VERSION.into(),
        key: Key::Email,
        mapping: with_stamps(&[("email", "email"), ("lead_id", "beeline_lead_id")]),
        looks_first: false,
        minutes_ahead_of_utc: 0,
    }
}

fn salesforce() -> Salesforce {
    let instance = BaseUrl::parse("https://acme.my.salesforce.com/").unwrap();
    Salesforce {
        token: Token { access: Credential::new("00D!x"), instance, fetched_at_ms: NOW_MS },
        version: salesforce::VERSION.into(),
        object: "Lead".into(),
        key_field: "LeadKey__c".into(),
        duplicates: DuplicatePolicy::Save,
        mapping: with_stamps(&[("lead_id", "LeadId__c")]),
    }
}

fn pipedrive() -> Pipedrive {
    Pipedrive {
        base: BaseUrl::parse("https://api.pipedrive.com").unwrap(),
        token: Credential::new("key"),
        mapping: with_stamps(&[("lead_id", "1000000000000000000000000000000000000002")]),
        lead_title: Some("Beeline".into()),
    }
}

fn lead_id(number: u8) -> LeadId {
    let shard: Shard = "eu-03".parse().unwrap();
    LeadId::new(shard, &[number; 32])
}

fn lead(number: u8, reference: &str) -> Expected {
    Expected {
        lead_id: lead_id(number),
        key: format!("bl_{number:06}"),
        reference: Some(reference.into()),
        standing: Standing::Recorded,
        since_ms: NOW_MS,
    }
}

/// The records found of these leads, as lead and record; or why nobody knows.
fn found(listing: &dyn Listing, leads: &[Expected], reply: &Reply) -> Result<Vec<(String, String)>, String> {
    let leads: Vec<&Expected> = leads.iter().collect();
    let found = listing.found(&leads, reply).map_err(|reason| reason.to_string())?;
    Ok(found.into_iter().map(|found| (found.external_id, found.record)).collect())
}

fn pair(number: u8, record: &str) -> (String, String) {
    (lead_id(number).to_string(), record.to_owned())
}

#[test]
fn hubspot_looks_contacts_up_by_their_ids_each_once() {
    let leads = [lead(1, "51"), lead(2, "52"), lead(3, "51")];
    let call = hubspot().find(&leads.iter().collect::<Vec<_>>()).unwrap();
    assert_eq!((call.method, call.path.as_str()), (Method::Post, "/crm/objects/2026-09/contacts/batch/read"));
    assert_eq!(header(&call, "authorization"), Some("Bearer pat"));
    let body = r#"{"inputs":[{"id":"51"},{"id":"52"}],"properties":["createdate"]}"#;
    assert_eq!(call.body.as_deref(), Some(body));
    let reply = answer(
        207,
        r#"{"results":[{"id":"51","createdAt":"2026-09-21T13:33:20.500Z"}],"numErrors":1,
            "errors":[{"category":"OBJECT_NOT_FOUND"}]}"#,
    );
    assert_eq!(found(&hubspot(), &leads, &reply), Ok(vec![pair(1, "51"), pair(3, "51")]));
    let first = hubspot().found(&[&leads[0]], &reply).unwrap();
    assert_eq!(first[0].created_at_ms, Some(1_789_997_600_500));
}

#[test]
fn a_contact_that_answers_under_another_id_is_not_missing() {
    let reply = answer(200, r#"{"results":[{"id":"99"}]}"#);
    assert_eq!(found(&hubspot(), &[lead(1, "51")], &reply), Ok(vec![pair(1, "99")]));
}

#[test]
fn one_contact_under_another_id_hides_no_loss_of_several_leads() {
    let leads = [lead(1, "51"), lead(2, "52"), lead(3, "53"), lead(4, "54")];
    let reply = answer(207, r#"{"results":[{"id":"54"},{"id":"99"}]}"#);
    assert_eq!(found(&hubspot(), &leads, &reply), Ok(vec![pair(4, "54")]));
    let leads: Vec<&Expected> = leads.iter().collect();
    assert_eq!(hubspot().unclear(&leads, &reply), leads[..3], "each is asked for by itself");
    assert!(hubspot().unclear(&leads[..1], &reply).is_empty(), "then nothing is unclear");
    let without = answer(200, r#"{"results":[{"id":"54"}]}"#);
    assert!(hubspot().unclear(&leads, &without).is_empty(), "nobody else's contact: the others are missing");
}

#[test]
fn hubspot_lists_stamped_contacts_of_the_time_in_the_order_of_their_ids() {
    let call = hubspot().list(PERIOD, Some("51")).unwrap();
    assert_eq!(call.path, "/crm/objects/2026-09/contacts/search");
    let body: serde_json::Value = serde_json::from_str(call.body.as_deref().unwrap()).unwrap();
    let filters = body["filterGroups"][0]["filters"].as_array().unwrap();
    let short: Vec<_> = filters
        .iter()
        .map(|filter| format!("{} {} {}", filter["propertyName"], filter["operator"], filter["value"]))
        .collect();
    assert_eq!(
        short,
        [
            r#""beeline_lead_id" "HAS_PROPERTY" null"#,
            r#""createdate" "GTE" "1789999999000""#,
            r#""createdate" "LT" "1790000000000""#,
            r#""hs_object_id" "GT" "51""#,
        ]
    );
    let rows = |count: usize| {
        let row = |id: usize| format!(r#"{{"id":"{id}","properties":{{"beeline_lead_id":"ld_{id}"}}}}"#);
        answer(200, &format!(r#"{{"results":[{}]}}"#, (0..count).map(row).collect::<Vec<_>>().join(",")))
    };
    let last = hubspot().listed(PERIOD, &rows(2)).unwrap();
    assert_eq!((last.records[1].external_id.as_str(), last.next), ("ld_1", None));
    assert_eq!(hubspot().listed(PERIOD, &rows(100)).unwrap().next.as_deref(), Some("99"));
}

#[test]
fn salesforce_looks_leads_up_by_their_keys_whatever_the_case() {
    let leads = [lead(1, "00Q1"), lead(2, "00Q2")];
    let call = salesforce().find(&leads.iter().collect::<Vec<_>>()).unwrap();
    assert_eq!(call.method, Method::Get);
    assert!(
        call.path.ends_with("LeadKey__c%20IN%20%28%27bl_000001%27%2C%27bl_000002%27%29"),
        "{}",
        call.path
    );
    let row = r#"{"Id":"00Q1","LeadKey__c":"BL_000001","CreatedDate":"2026-09-21T13:33:20.000+0000"}"#;
    let twice = answer(200, &format!(r#"{{"done":true,"records":[{row},{}]}}"#, row.replace("00Q1", "00Q9")));
    assert_eq!(found(&salesforce(), &leads, &twice), Ok(vec![pair(1, "00Q1"), pair(1, "00Q9")]));
}

#[test]
fn salesforce_lists_leads_of_the_time_in_the_order_of_their_keys() {
    let path = salesforce().list(PERIOD, Some("bl_000001")).unwrap().path;
    for part in [
        "LeadKey__c%20%3E%20%27bl_000001%27",
        "CreatedDate%20%3C%20",
        "ORDER%20BY%20LeadKey__c%20LIMIT%20200",
    ] {
        assert!(path.contains(part), "{part} in {path}");
    }
    assert!(salesforce().list(PERIOD, Some("' OR Id != '")).is_none(), "a cursor is a key");
    let rows = r#"{"done":true,"records":[
        {"Id":"00Q1","LeadKey__c":"bl_1","LeadId__c":"ld_1"},
        {"Id":"00Q2","LeadKey__c":"bl_2","LeadId__c":null},
        {"Id":"00Q3","LeadKey__c":"somebody else's","LeadId__c":"x"}]}"#;
    let listed = salesforce().listed(PERIOD, &answer(200, rows)).unwrap();
    let leads: Vec<_> = listed.records.iter().map(|found| found.external_id.as_str()).collect();
    assert_eq!((leads, listed.next), (vec!["ld_1", ""], None));
}

#[test]
fn pipedrive_looks_a_lead_up_by_what_is_remembered_of_it() {
    let own = lead(1, "person/12/lead/aaaa-1");
    let call = pipedrive().find(&[&own]).unwrap();
    assert_eq!(call.path, "/v1/leads?person_id=12&limit=500");
    let leads =
        r#"{"success":true,"data":[{"id":"aaaa-1"},{"id":"bbbb","origin_id":"bl_000001"},{"id":"c"}]}"#;
    let own = [own];
    assert_eq!(found(&pipedrive(), &own, &answer(200, leads)), Ok(vec![pair(1, "aaaa-1"), pair(1, "bbbb")]));
    assert_eq!(found(&pipedrive(), &own, &answer(200, r#"{"success":true,"data":null}"#)), Ok(vec![]));
    assert_eq!(found(&pipedrive(), &own, &answer(404, r#"{"success":false}"#)), Ok(vec![]));
    let merged = Expected { standing: Standing::Merged, ..lead(2, "person/12") };
    assert_eq!(pipedrive().find(&[&merged]).unwrap().path, "/api/v2/persons/12");
    assert!(pipedrive().list(PERIOD, None).is_none());
}

#[test]
fn a_lead_that_was_merged_is_expected_where_its_record_is_looked_up_by_reference() {
    let merged = |reference: &str| Expected { standing: Standing::Merged, ..lead(1, reference) };
    assert_eq!(hubspot().expects(&merged("51")), Standing::Recorded);
    assert_eq!(pipedrive().expects(&merged("person/12")), Standing::Recorded);
    assert_eq!(salesforce().expects(&merged("003")), Standing::Merged);
    assert_eq!(pipedrive().expects(&lead(1, "unreadable")), Standing::Merged);
}

#[test]
fn an_answer_that_leaves_something_open_accuses_nobody() {
    let own = [lead(1, "person/12/lead/aaaa-1")];
    let listings: [&dyn Listing; 3] = [&hubspot(), &salesforce(), &pipedrive()];
    let replies = [
        Err(TransportFailure::Timeout),
        answer(200, "<html>"),
        answer(200, "{}"),
        answer(204, ""),
        answer(404, "<html>"),
        answer(429, "{}"),
        answer(500, r#"{"results":[],"records":[],"done":true,"success":true,"data":[]}"#),
        answer(207, r#"{"results":[],"errors":[{"category":"RATE_LIMITS"}]}"#),
        answer(200, r#"{"records":[],"done":false}"#),
    ];
    for listing in listings {
        for reply in &replies {
            assert!(found(listing, &own, reply).is_err(), "{}: {reply:?}", listing.name());
            assert!(listing.listed(PERIOD, reply).is_err(), "{}: {reply:?}", listing.name());
        }
    }
}

#[test]
fn what_cannot_be_seen_is_said_of_every_destination() {
    for name in beeline::destination::settings::NAMES {
        assert!(!sight(name).unwrap().cannot.is_empty(), "{name}");
    }
    assert_eq!(sight("webhook").unwrap().leads_per_call, 0);
    assert_eq!(sight("elsewhere"), None);
}
