//! Our requests beside those of the vendors' own SDKs for the same leads, which
//! `tests/vendors/golden/record.mjs` has recorded: equal, but for what is named here.

mod recorded;

use std::collections::BTreeMap;

use beeline::destination::hubspot::{self, HubSpot, Key};
use beeline::destination::pipedrive::Pipedrive;
use beeline::destination::salesforce::token::{self, Token};
use beeline::destination::salesforce::{self, DuplicatePolicy, Salesforce};
use beeline::destination::{
    BaseUrl, Call, Credential, Destination, ExternalKey, Item, Person, Record, Reply,
};

use crate::common::lead::{again, item, some};
use crate::common::{NOW_MS, answer, mapping};
use recorded::Intended::{Header, Path};
use recorded::assert_golden;

/// The SDK calls the undated version of the API; ours names its version.
const DATED: recorded::Intended = Path("/crm/v3/objects/", "/crm/objects/2026-09/");
/// Duplicate rules are answered by our policy.
const DUPLICATES: recorded::Intended = Header("sforce-duplicate-rule-header");
/// The lead has its owner already.
const OWNER: recorded::Intended = Header("sforce-auto-assign");

/// As in `tests/vendors/golden/lead.mjs`.
fn lead(number: &str, [name, email, phone, company, country]: [&str; 5]) -> Item {
    let plain = item(0);
    Item {
        record: Record {
            lead_id: format!("ld_{number}golden"),
            key: ExternalKey::parse(&format!("bl_{number}golden")).unwrap(),
            correlation_id: "co_golden".into(),
            bundle: "bundle-1".into(),
            utm: BTreeMap::from([("source".to_owned(), "newsletter".to_owned())]),
            person: Person {
                name: some(name),
                email: some(email),
                phone: some(phone),
                company: Some(company.into()),
                country: Some(country.into()),
                ..Person::default()
            },
            ..plain.record
        },
        ..plain
    }
}

fn ada() -> Item {
    lead("01", ["Ada Lovelace", "ada@example.com", "+12025550123", "Analytical Engines", "GB"])
}

fn grace() -> Item {
    lead("02", ["Grace Hopper", "grace@example.com", "+12025550124", "Compilers & Co", "US"])
}

/// The one call that these leads begin with.
fn first_call(destination: &dyn Destination, items: &[Item]) -> Call {
    let mut open = destination.open(items, NOW_MS);
    assert_eq!(open.steps.len(), 1);
    open.steps.remove(0).call
}

fn contacts() -> HubSpot {
    HubSpot {
        base: BaseUrl::parse("https://api.hubapi.com").unwrap(),
        token: Credential::new("<access token>"),
        version: hubspot::VERSION.into(),
        key: Key::Email,
        mapping: mapping(&[
            ("email", "email"),
            ("first_name", "firstname"),
            ("last_name", "lastname"),
            ("phone", "phone"),
            ("company", "company"),
            ("country", "country"),
            ("lead_id", "beeline_lead"),
            ("correlation_id", "beeline_correlation"),
            ("bundle", "beeline_bundle"),
            ("consent.privacy", "beeline_privacy"),
            ("utm.source", "utm_source"),
        ]),
        looks_first: false,
        minutes_ahead_of_utc: 0,
    }
}

#[test]
fn hubspots_contacts_are_upserted_as_its_sdk_does() {
    let call = first_call(&contacts(), &[ada(), grace()]);
    assert_golden(&call, "hubspot_contacts_batch_upsert", &[DATED]);
}

#[test]
fn hubspots_contacts_are_read_as_its_sdk_does() {
    let call = first_call(&contacts(), &[again(&ada()), again(&grace())]);
    assert_golden(&call, "hubspot_contacts_batch_read", &[DATED]);
}

fn org() -> Salesforce {
    let instance = BaseUrl::parse("https://acme.my.salesforce.com").unwrap();
    Salesforce {
        token: Token { access: Credential::new("<access token>"), instance, fetched_at_ms: NOW_MS },
        version: salesforce::VERSION.into(),
        object: "Lead".into(),
        key_field: "LeadKey__c".into(),
        duplicates: DuplicatePolicy::Attach,
        mapping: mapping(&[
            ("first_name", "FirstName"),
            ("last_name", "LastName=Unknown"),
            ("email", "Email"),
            ("phone", "Phone"),
            ("company", "Company=Unknown"),
            ("country", "Country"),
            ("lead_id", "BeelineLead__c"),
            ("correlation_id", "BeelineCorrelation__c"),
            ("bundle", "BeelineBundle__c"),
            ("consent.privacy", "BeelinePrivacy__c"),
            ("utm.source", "Campaign__c"),
        ]),
    }
}

#[test]
fn salesforces_token_is_fetched_as_jsforce_does() {
    let call = token::request("<client id>", &Credential::new("<client secret>"));
    assert_golden(&call, "salesforce_client_credentials_token", &[]);
}

#[test]
fn one_lead_is_upserted_as_jsforce_does() {
    let call = first_call(&org(), &[ada()]);
    assert_golden(&call, "salesforce_lead_upsert_by_external_id", &[DUPLICATES, OWNER]);
}

#[test]
fn several_leads_are_upserted_as_jsforce_does() {
    let call = first_call(&org(), &[ada(), grace()]);
    assert_golden(&call, "salesforce_lead_collections_upsert", &[DUPLICATES, OWNER]);
}

#[test]
fn a_lead_is_looked_up_as_jsforce_queries() {
    assert_golden(&first_call(&org(), &[again(&ada())]), "salesforce_lead_query", &[]);
}

/// The call that follows these answers.
fn walk(lead: &Item, replies: &[&str]) -> Call {
    let own = |digit: usize| format!("{digit:0>40}");
    let pipedrive = Pipedrive {
        base: BaseUrl::parse("https://api.pipedrive.com").unwrap(),
        token: Credential::new("<api token>"),
        mapping: mapping(&[
            ("name", "name=Unknown"),
            ("email", "email"),
            ("phone", "phone"),
            ("lead_id", &own(1)),
            ("correlation_id", &own(2)),
            ("bundle", &own(3)),
            ("consent.privacy", &own(4)),
            ("utm.source", &own(5)),
        ]),
        lead_title: Some("Beeline".into()),
    };
    let leads = std::slice::from_ref(lead);
    let replies = replies.iter().map(|data| answer(200, &format!(r#"{{"success":true,"data":{data}}}"#)));
    let after = |progress: beeline::destination::Progress, reply: Reply| {
        pipedrive.read(leads, &progress.steps[0], &reply, NOW_MS)
    };
    replies.fold(pipedrive.open(leads, NOW_MS), after).steps.remove(0).call
}

const NOBODY: &str = r#"{"items":[]}"#;
const FOUND: &str = r#"{"items":[{"item":{"id":1}}]}"#;
const CREATED: &str = r#"{"id":1}"#;
/// A person without a number.
const PERSON: &str = r#"{"id":1,"name":"Ada Lovelace","emails":[{"value":"ada@example.com","primary":true,"label":"work"}],"phones":[],"custom_fields":{}}"#;

#[test]
fn pipedrives_persons_are_found_read_made_and_filled_as_its_sdk_does() {
    let lead = ada();
    assert_golden(&walk(&lead, &[]), "pipedrive_person_search", &[]);
    assert_golden(&walk(&lead, &[FOUND]), "pipedrive_person_read", &[]);
    assert_golden(&walk(&lead, &[NOBODY]), "pipedrive_person_create", &[]);
    assert_golden(&walk(&lead, &[FOUND, PERSON]), "pipedrive_person_update", &[]);
}

#[test]
fn pipedrives_leads_are_made_and_looked_through_as_its_sdk_does() {
    let lead = ada();
    assert_golden(&walk(&lead, &[NOBODY, CREATED]), "pipedrive_lead_create", &[]);
    let made = [FOUND, PERSON, CREATED];
    assert_golden(&walk(&again(&lead), &made), "pipedrive_leads_of_a_person", &[]);
}
