//! Bytes that outlive a deploy: what is stored, and what travels between Workers. A change here
//! needs a migration or a reader for both, not a new literal.
//!
//! A failing assertion prints the new text, ready to be pasted.

use beeline::lead::Lead;
use beeline::ledger::{
    Command, LeadState, MIGRATIONS, Moved, Obligation, ObligationName, ObligationState, Reply,
};
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

const COMMANDS: &[&str] = &[
    r#"{"claim":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","person":"1.X3uRvr6TofcPCe--HNuz6sKMy8iIzmvVqNwIta_51-o","person_other":"1.jOdv0k32AOLY-F_8tGAKDLE_Tl9SwAD4748wzwRQ4Go","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","form":"demo","lane":"hot","kind":{"kind":"synthetic","run":"run-1"},"correlation_id":"correlation-1","traceparent":"00-00000000000000000000000000000001-0000000000000001-01","received_at_ms":1790000400000,"dedup_window_seconds":600,"lead":{"any": "json",  "as": "it came"},"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":{"name":"Kim"},"sla_seconds":300,"booking_url":null,"rule":"fallback"},"bundle":"bundle-1","owed":[{"name":"crm:inbox","lease_ms":0},{"name":"card:slack","lease_ms":5000}],"spilled":{"accepted_at_ms":1790000400001}}}"#,
    r#"{"claim":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","person":"1.X3uRvr6TofcPCe--HNuz6sKMy8iIzmvVqNwIta_51-o","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","form":"demo","lane":"standard","kind":{"kind":"real"},"correlation_id":"correlation-1","traceparent":"00-00000000000000000000000000000001-0000000000000001-01","received_at_ms":1790000400000,"dedup_window_seconds":600,"lead":{},"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":"https://example.com/book","rule":"form"},"bundle":"bundle-1","owed":[{"name":"crm:inbox","lease_ms":0}]}}"#,
    r#"{"claim":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","person":"1.X3uRvr6TofcPCe--HNuz6sKMy8iIzmvVqNwIta_51-o","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","form":"demo","lane":"hot","kind":{"kind":"real"},"correlation_id":"correlation-1","traceparent":"00-00000000000000000000000000000001-0000000000000001-01","received_at_ms":1790000400000,"dedup_window_seconds":600,"lead":{},"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"form"},"bundle":"bundle-1","owed":[{"name":"crm:inbox","lease_ms":0}],"proves":"ld_040gfafankn8sr68a3ro2h00","risk":{"score":95,"signals":["honeypot_filled","token_forged"],"verdict":"hold","channel":"browser","may_challenge":false}}}"#,
    r#"{"claim":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","person":"1.X3uRvr6TofcPCe--HNuz6sKMy8iIzmvVqNwIta_51-o","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","form":"demo","lane":"hot","kind":{"kind":"real"},"correlation_id":"correlation-1","traceparent":"00-00000000000000000000000000000001-0000000000000001-01","received_at_ms":1790000400000,"dedup_window_seconds":600,"lead":{},"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"form"},"bundle":"bundle-1","owed":[{"name":"crm:inbox","lease_ms":0}],"proves":"ld_040gfafankn8sr68a3ro2h00","only_proved":true}}"#,
    r#"{"claim":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","person":"1.X3uRvr6TofcPCe--HNuz6sKMy8iIzmvVqNwIta_51-o","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","form":"demo","lane":"standard","kind":{"kind":"real"},"correlation_id":"correlation-1","traceparent":"00-00000000000000000000000000000001-0000000000000001-01","received_at_ms":1790000400000,"dedup_window_seconds":600,"lead":{},"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":"https://example.com/book","rule":"form"},"facts":{"form":"demo","lane":"hot","at_ms":1790000400000,"minute":540},"bundle":"bundle-1","owed":[{"name":"crm:inbox","lease_ms":0}]}}"#,
    r#"{"claim":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","person":"1.X3uRvr6TofcPCe--HNuz6sKMy8iIzmvVqNwIta_51-o","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","form":"demo","lane":"standard","kind":{"kind":"real"},"correlation_id":"correlation-1","traceparent":"00-00000000000000000000000000000001-0000000000000001-01","received_at_ms":1790000400000,"dedup_window_seconds":600,"lead":{},"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":"https://example.com/book","rule":"form"},"facts":{"form":"demo","lane":"hot","at_ms":1790000400000,"minute":540},"bundle":"bundle-1","trial":{"canary":{"percent":10,"bundle":"bundle-2"}},"owed":[{"name":"crm:inbox","lease_ms":0}]}}"#,
    r#"{"reserve_key":{"key":"header-digest","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo"}}"#,
    r#"{"bind_key":{"key":"header-digest","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","lead_id":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#"{"bind_key":{"key":"header-digest","fingerprint":"iks1sgdj5hmn0bfo2ivd3ca12pmuuuvo","lead_id":"ld_040gfafankn8sr68a3ro2h00","proves":true}}"#,
    r#"{"release_key":{"key":"header-digest"}}"#,
    r#"{"settle":{"items":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","obligation":"crm:inbox","generation":2,"outcome":{"delivered":{"reference":"record-1"}}},{"lead_id":"ld_040gfafankn8sr68a3ro2h00","obligation":"crm:hubspot","generation":1,"outcome":{"deferred":{"after_ms":1000,"reason":"busy"}}},{"lead_id":"ld_040gfafankn8sr68a3ro2h00","obligation":"home:1","generation":1,"outcome":{"quarantined":{"reason":"refused"}}},{"lead_id":"ld_040gfafankn8sr68a3ro2h00","obligation":"card:slack","generation":1,"outcome":{"shown":{"reference":"message-1","shows":"accepted"}}}]}}"#,
    r#"{"settle":{"items":[{"lead_id":"ld_040g0000000000000000000g","obligation":"crm:hubspot","generation":1,"outcome":{"delivered":{"reference":"7","merged":true}}},{"lead_id":"ld_040g0000000000000000000g","obligation":"crm:hubspot","generation":1,"outcome":{"deferred":{"after_ms":5,"reason":"busy","may_exist":true}}},{"lead_id":"ld_040g0000000000000000000g","obligation":"crm:hubspot","generation":1,"outcome":{"postponed":{"after_ms":5,"reason":"busy"}}},{"lead_id":"ld_040g0000000000000000000g","obligation":"crm:pipedrive","generation":1,"outcome":{"begun":{"part":"person/12"}}},{"lead_id":"ld_040g0000000000000000000g","obligation":"card:slack","generation":1,"outcome":{"given_back":{"after_ms":5,"reason":"busy"}}}]}}"#,
    r#"{"still_owed":{"items":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","obligation":"crm:pipedrive","generation":2}]}}"#,
    r#"{"assign":{"team":"americas","items":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","rep":{"id":"ana","name":"Ana Lima","contact":{"slack_id":"U0123456789"}}},{"lead_id":"ld_040gfafankn8sr68a3ro2h00","rep":null}]}}"#,
    r#"{"lead":{"lead_id":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#"{"payload":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","revision":2}}"#,
    r#"{"release":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","by":"ops"}}"#,
    r#"{"release":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","by":"ops","why":"she called us"}}"#,
    r#"{"pass_challenge":{"lead_id":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#"{"held":{"limit":50}}"#,
    r#"{"decisions":{"since_ms":0,"until_ms":1790000400000,"limit":200}}"#,
    r#"{"decisions":{"after":[12,2],"since_ms":0,"until_ms":1790000400000,"limit":200}}"#,
    r#"{"decisions_of":{"lead_id":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#"{"quarantined":{"limit":200}}"#,
    r#"{"quarantined":{"after":[1790000400000,12],"limit":200,"class":"crm:salesforce/refused/DUPLICATE_VALUE"}}"#,
    r#"{"in_quarantine":{"lead_id":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#""quarantine_classes""#,
    r#"{"replay":{"items":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","obligation":"crm:salesforce","generation":2,"after_ms":200}],"by":"ops-token","why":"field added"}}"#,
    r#"{"amend":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","of_revision":1,"lead":{"any": "json",  "as": "it came"},"by":"ops-token","why":"typing error"}}"#,
    r#"{"dismiss":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","by":"ops-token","why":"a test of ours"}}"#,
    r#"{"move":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","decided":{"from":"sales","instead_of":1,"record":{"decision":2,"at_ms":1790000460000,"bundle":"bundle-1","team":"enterprise","rule":"large","facts":{"form":"demo",  "minute":540}}},"route":{"team":"enterprise","team_name":"Enterprise","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"large"},"rep":"rep:enterprise>sales"}}"#,
    r#"{"move":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","decided":{"from":"sales","instead_of":1,"record":{"decision":2,"at_ms":1790000460000,"bundle":"bundle-1","team":"enterprise","rule":"large","facts":{}}},"route":{"team":"enterprise","team_name":"Enterprise","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"large"}}}"#,
    r#"{"preview":{"lead_id":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#"{"preview":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","edited":true}}"#,
    r#"{"expected":{"destination":"hubspot","until_ms":1790000400000,"limit":200}}"#,
    r#"{"expected":{"destination":"hubspot","after":12,"until_ms":1790000400000,"limit":200}}"#,
    r#"{"expected_of":{"destination":"hubspot","lead_ids":["ld_040gfafankn8sr68a3ro2h00"]}}"#,
    r#""tally""#,
    r#""wake""#,
];

const REPLIES: &[&str] = &[
    r#"{"claimed":{"outcome":"accepted","lead_id":"ld_040gfafankn8sr68a3ro2h00","correlation_id":"correlation-1","route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"fallback"},"revision":1,"cards":[["card:slack",1]],"accepted_at_ms":1790000400000}}"#,
    r#"{"claimed":{"outcome":"retry","lead_id":"ld_040gfafankn8sr68a3ro2h00","correlation_id":"correlation-1","route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"fallback"},"revision":1,"cards":[],"accepted_at_ms":1790000400000}}"#,
    r#"{"claimed":{"outcome":"resubmit","lead_id":"ld_040gfafankn8sr68a3ro2h00","correlation_id":"correlation-1","route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"fallback"},"revision":2,"cards":[],"accepted_at_ms":1790000400000}}"#,
    r#"{"claimed":{"outcome":"accepted","lead_id":"ld_040gfafankn8sr68a3ro2h00","correlation_id":"correlation-1","route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"fallback"},"revision":1,"cards":[],"accepted_at_ms":1790000400000,"verdict":"hold"}}"#,
    r#"{"header_key":"reserved"}"#,
    r#"{"header_key":"in_flight"}"#,
    r#"{"header_key":{"bound":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#"{"header_key":{"bound_to_repeat":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#"{"header_key":"other_body"}"#,
    r#""not_proved""#,
    r#""done""#,
    r#"{"settled":[{"applied":true,"records":"delivered","record":"record-1"},{"applied":false,"records":null,"record":null}]}"#,
    r#"{"still_owed":[{"reference":"7"},{"traces":{"may_exist":true,"part":"person/12"}},{},null]}"#,
    r#"{"assigned":["ld_040gfafankn8sr68a3ro2h00"]}"#,
    r#"{"lead":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","state":"quarantined","form":"demo","kind":"real","revision":1,"correlation_id":"correlation-1","accepted_at_ms":1790000400000,"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"fallback"},"bundle":"bundle-1","record":null,"timeline":[{"at_ms":1790000400000,"event":"accepted","detail":"revision 1, routed by bundle-1"}]}}"#,
    r#"{"lead":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","state":"quarantined","form":"demo","kind":"real","revision":1,"correlation_id":"correlation-1","accepted_at_ms":1790000400000,"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"fallback"},"bundle":"bundle-1","record":"7","records":"quarantined","timeline":[]}}"#,
    r#"{"lead":null}"#,
    r#"{"payload":"{\"notes\":\"hello\"}"}"#,
    r#"{"payload":null}"#,
    r#"{"released":true}"#,
    r#"{"held":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","form":"demo","kind":"real","accepted_at_ms":1790000400000,"reasons":["honeypot_filled","token_forged"]}]}"#,
    r#"{"decisions":{"decisions":1,"lines":"{\"facts\":{}}\n","skipped":2,"next":[12,2]}}"#,
    r#"{"decisions":{"decisions":0,"lines":"","skipped":0,"next":null}}"#,
    r#"{"quarantined":{"leads":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","form":"demo","kind":"real","revision":1,"place":[1790000400000,12],"owed":[{"obligation":"crm:salesforce","generation":2,"revision":1,"attempts":3,"since_ms":1790000400001,"reason":"salesforce: DUPLICATE_VALUE","may_exist":true}]}],"skipped":1,"next":[1790000400000,12]}}"#,
    r#"{"quarantined":{"leads":[],"skipped":0,"next":null}}"#,
    r#"{"quarantine_classes":[{"class":"held","leads":2,"oldest_accepted_at_ms":1790000400000}]}"#,
    r#"{"replayed":["opened","moved_on","held","unknown"]}"#,
    r#"{"amended":{"as":{"revision":2}}}"#,
    r#"{"amended":{"moved_on":{"revision":2}}}"#,
    r#"{"amended":"not_in_quarantine"}"#,
    r#"{"amended":"unknown"}"#,
    r#"{"dismissed":true}"#,
    r#"{"moved":"moved"}"#,
    r#"{"moved":{"stays":"claimed"}}"#,
    r#"{"moved":{"stays":"decided_again"}}"#,
    r#"{"moved":"unknown"}"#,
    r#"{"previewed":[{"lead_id":"ld_040g0000000000000000000g","key":"bl_0","obligation":"crm:hubspot","revision":1,"generation":1,"form":"demo","shard":"eu-03","lane":"hot","kind":"real","correlation_id":"co_0","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01","accepted_at_ms":1790000400000,"route":{"team":"sales"},"bundle":"b","records":"accepted","attempts":1,"body":{"lead":{"name":"Ada"}}}]}"#,
    r#"{"expected":{"leads":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","reference":"51","standing":"recorded","since_ms":1790000400000}],"next":12}}"#,
    r#"{"expected":{"leads":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_l7lbqbkedj451ts18g09k4sb6lknov2s","standing":"open","since_ms":1790000400000}]}}"#,
    r#"{"shed":{"retry_after_seconds":3}}"#,
    r#"{"tally":{"now_ms":1790000400000,"counters":[{"form":"demo","kind":"real","destination":"crm:inbox","name":"delivered","value":3}],"rows":[{"form":"demo","kind":"real","state":"accepted","rows":2,"oldest_accepted_at_ms":1790000400000}]}}"#,
    r#"{"failed":{"reason":"storage: full"}}"#,
];

/// Every variant by name: a new one does not compile until it has a literal above.
const fn command_name(command: &Command) -> &'static str {
    match command {
        Command::Claim(_) => "claim",
        Command::ReserveKey { .. } => "reserve_key",
        Command::BindKey { .. } => "bind_key",
        Command::ReleaseKey { .. } => "release_key",
        Command::Settle { .. } => "settle",
        Command::StillOwed { .. } => "still_owed",
        Command::Assign { .. } => "assign",
        Command::Lead { .. } => "lead",
        Command::Payload { .. } => "payload",
        Command::Release { .. } => "release",
        Command::PassChallenge { .. } => "pass_challenge",
        Command::Held { .. } => "held",
        Command::Decisions { .. } => "decisions",
        Command::DecisionsOf { .. } => "decisions_of",
        Command::Quarantined { .. } => "quarantined",
        Command::InQuarantine { .. } => "in_quarantine",
        Command::QuarantineClasses => "quarantine_classes",
        Command::Replay { .. } => "replay",
        Command::Amend { .. } => "amend",
        Command::Dismiss { .. } => "dismiss",
        Command::Move(_) => "move",
        Command::Preview { .. } => "preview",
        Command::Expected { .. } => "expected",
        Command::ExpectedOf { .. } => "expected_of",
        Command::Tally => "tally",
        Command::Wake => "wake",
    }
}
const fn reply_name(reply: &Reply) -> &'static str {
    match reply {
        Reply::Claimed(_) => "claimed",
        Reply::NotProved => "not_proved",
        Reply::HeaderKey(_) => "header_key",
        Reply::Done => "done",
        Reply::Settled(_) => "settled",
        Reply::StillOwed(_) => "still_owed",
        Reply::Assigned(_) => "assigned",
        Reply::Lead(_) => "lead",
        Reply::Payload(_) => "payload",
        Reply::Released(_) => "released",
        Reply::Held(_) => "held",
        Reply::Decisions(_) => "decisions",
        Reply::Quarantined(_) => "quarantined",
        Reply::QuarantineClasses(_) => "quarantine_classes",
        Reply::Replayed(_) => "replayed",
        Reply::Amended(_) => "amended",
        Reply::Dismissed(_) => "dismissed",
        Reply::Moved(_) => "moved",
        Reply::Previewed(_) => "previewed",
        Reply::Expected(_) => "expected",
        Reply::Shed { .. } => "shed",
        Reply::Tally(_) => "tally",
        Reply::Failed { .. } => "failed",
    }
}

/// Reads every literal, writes it again, and gives the names of what was read.
fn unchanged<T: Serialize + DeserializeOwned>(
    literals: &[&str],
    name: impl Fn(&T) -> &'static str,
) -> Vec<&'static str> {
    let read = |literal: &str| -> T {
        serde_json::from_str(literal).unwrap_or_else(|error| panic!("{error} in {literal}"))
    };
    let mut names: Vec<_> = literals
        .iter()
        .map(|literal| {
            let value = read(literal);
            assert_eq!(serde_json::to_string(&value).unwrap(), *literal);
            name(&value)
        })
        .collect();
    names.dedup();
    names
}

#[test]
fn commands_are_unchanged() {
    let names = unchanged(COMMANDS, command_name);
    let all = [
        "claim",
        "reserve_key",
        "bind_key",
        "release_key",
        "settle",
        "still_owed",
        "assign",
        "lead",
        "payload",
        "release",
        "pass_challenge",
        "held",
        "decisions",
        "decisions_of",
        "quarantined",
        "in_quarantine",
        "quarantine_classes",
        "replay",
        "amend",
        "dismiss",
        "move",
        "preview",
        "expected",
        "expected_of",
        "tally",
        "wake",
    ];
    assert_eq!(names, all);
}

#[test]
fn replies_are_unchanged() {
    let names = unchanged(REPLIES, reply_name);
    assert_eq!(
        names,
        [
            "claimed",
            "header_key",
            "not_proved",
            "done",
            "settled",
            "still_owed",
            "assigned",
            "lead",
            "payload",
            "released",
            "held",
            "decisions",
            "quarantined",
            "quarantine_classes",
            "replayed",
            "amended",
            "dismissed",
            "moved",
            "previewed",
            "expected",
            "shed",
            "tally",
            "failed"
        ]
    );
}

#[test]
fn the_migrations_are_unchanged() {
    let digests: Vec<String> =
        MIGRATIONS.iter().map(|sql| HEXLOWER.encode(&Sha256::digest(sql.as_bytes()))).collect();
    assert_eq!(
        digests,
        [
            "886e02cbf1bfe16ceeda29662a0d317cf39a8a42bbfb5c8ae6a626bce56a74cf",
            "73eac71cdc9c27b993428e25f3828a0f823c11ba1069620a3d44aab20169cfc8",
            "99d17b212715ec6ff724a8c92a8e6e99c7cf9e179ba5aabed61d72b0abcfa5b5",
            "98c8244e0d0d2ed264d6c722ba2d0861c254460750a438e6b4df3d4056d0842c",
            "64187b9e9cd6da07beb988f3deac0596e7011a0effc6b5c1a72077421bc10454",
            "9a6e54958a7e0cfeffc14b3e20c3a1971a09373c5986c653bd9e5f678263c9a1"
        ]
    );
}

#[test]
fn stored_words_are_unchanged() {
    use LeadState as Lead;
    use ObligationState as Owed;
    let of_leads = [Lead::Accepted, Lead::Delivered, Lead::Quarantined, Lead::HandedOver];
    assert_eq!(of_leads.map(Lead::as_str), ["accepted", "delivered", "quarantined", "handed_over"]);
    let of_obligations = [Owed::Due, Owed::Sent, Owed::Delivered, Owed::Quarantined];
    assert!(of_leads.iter().all(|state| Lead::from_stored(state.as_str()) == Some(*state)));
    let words = serde_json::to_string(&of_obligations).unwrap();
    assert_eq!(words, r#"["due","sent","delivered","quarantined"]"#);
    assert_eq!(serde_json::from_str::<[Owed; 4]>(&words).unwrap(), of_obligations);
    for state in of_leads {
        assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.as_str()));
    }
    let names = [
        ObligationName::crm("inbox"),
        ObligationName::card("slack"),
        ObligationName::home(2),
        ObligationName::turn(["americas", "sales"]),
    ];
    assert_eq!(
        names.map(|name| name.to_string()),
        ["crm:inbox", "card:slack", "home:2", "turn:americas>sales"]
    );
}

#[test]
fn stored_obligations_are_unchanged() {
    let literals = [
        r#"["crm:inbox",1,1,"due",1790000400000,0,1790000400000,null,null,null,null]"#,
        r#"["crm:inbox",2,3,"delivered",1790000400000,2,1790000400000,1790000400001,1790000400002,"7",null]"#,
        r#"["crm:hubspot",1,1,"due",1790000400000,2,1790000400000,1790000400001,null,null,"busy",{"may_exist":true}]"#,
        r#"["crm:hubspot",1,1,"delivered",1790000400000,2,1790000400000,1790000400001,1790000400002,"7",null,{"merged":true}]"#,
        r#"["crm:webhook",1,1,"sent",1790000400000,1,1790000400000,1790000400001,null,null,null,{"outdated":true}]"#,
        r#"["crm:pipedrive",1,1,"sent",1790000400000,1,1790000400000,1790000400001,null,null,null,{"part":"person/12"}]"#,
    ];
    for literal in literals {
        let owed: Obligation = serde_json::from_str(literal).unwrap();
        assert_eq!(serde_json::to_string(&owed).unwrap(), literal);
    }
}

#[test]
fn stored_moves_are_unchanged() {
    let literal = r#"{"revision":1,"decision":2,"at_ms":1790000460000,"bundle":"bundle-1","from":"sales","route":{"team":"enterprise","team_name":"Enterprise","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"large"}}"#;
    let left = literal.replace("}}", r#"},"left":["sales"]}"#);
    for literal in [literal, &left] {
        let moved: Moved = serde_json::from_str(literal).unwrap();
        assert_eq!(serde_json::to_string(&moved).unwrap(), literal);
    }
}

#[test]
fn stored_leads_are_unchanged() {
    let literal = r#"{"kind":"synthetic","run":"run-1","name":"Ada Lovelace","email":{"raw":"Ada@Example.com","normalized":"ada@example.com","domain":"example.com"},"phone":{"raw":"(030) 123456","e164":"+4930123456","country":"DE"},"country":"DE","network_country":"AT","region":"Berlin","company":"Engines","product":"engine","employees":12,"notes":"hello","time_zone":"Europe/Berlin","consent":{"privacy":true,"marketing":false,"sms":true,"call":false,"text_version":"2026-01"},"utm":{"source":"mail"},"page":{"url":"https://example.com/","referrer":"https://example.org/"},"client":{"submitted_at_ms":1790000399000,"attempt":1,"form_instance":"f-1"}}"#;
    let lead: Lead = serde_json::from_str(literal).unwrap();
    assert_eq!(serde_json::to_string(&lead).unwrap(), literal);
    let own = r#"{"kind":"real","postal_code":"10115","consent":{"privacy":true},"click_ids":{"gclid":"c1"},"extra":{"budget":["a","b"],"newsletter":true,"role":"CTO","seats":12},"extra_dropped":3,"page":{},"client":{}}"#;
    let lead: Lead = serde_json::from_str(own).unwrap();
    assert_eq!(serde_json::to_string(&lead).unwrap(), own);
    let least = r#"{"kind":"real","consent":{"privacy":true},"page":{},"client":{}}"#;
    let lead: Lead = serde_json::from_str(least).unwrap();
    assert_eq!(serde_json::to_string(&lead).unwrap(), least);
}
