//! The compiled bytes: they outlive a deploy, and their hash names a decision's rules.

use beeline::routing::{Bundle, bundle_hash};
use beeline_compiler::compile;

use crate::support::{FORMS, RICH, ROUTING, files};

const TWO_TEAMS: &str = r#"fallback = "sales"
[team.sales]
name = "Sales"
sla_seconds = 300
[team.partners]
name = "Partners"
sla_seconds = 86400
booking_url = "https://www.example.com/partners"
"#;

const TWO_FORMS: &str = r#"[form.partners]
title = "Become a partner"
lane = "standard"
dedup_window_seconds = 3600
thank_you_url = "https://www.example.com/thanks"
team = "partners"
[form.demo]
title = "Book a demo"
lane = "hot"
dedup_window_seconds = 600
thank_you_url = "/thanks"
phone_country = "US"
"#;

#[test]
fn the_bytes_of_a_configuration_are_unchanged() {
    let compiled = compile(&files(TWO_FORMS, TWO_TEAMS)).unwrap();
    let expected = concat!(
        r#"{"schema":4,"forms":["#,
        r#"{"id":"demo","title":"Book a demo","lane":"hot","dedup_window_seconds":600,"#,
        r#""thank_you_url":"/thanks","phone_country":"US","team":null},"#,
        r#"{"id":"partners","title":"Become a partner","lane":"standard","dedup_window_seconds":3600,"#,
        r#""thank_you_url":"https://www.example.com/thanks","phone_country":null,"team":"partners"}],"#,
        r#""teams":["#,
        r#"{"id":"partners","name":"Partners","sla_seconds":86400,"#,
        r#""booking_url":"https://www.example.com/partners"},"#,
        r#"{"id":"sales","name":"Sales","sla_seconds":300,"booking_url":null}],"#,
        r#""fallback":"sales"}"#,
    );
    assert_eq!(String::from_utf8(compiled.bytes).unwrap(), expected);
    assert_eq!(compiled.hash, "t3fi0go9t00d0t4u");
}

#[test]
fn the_bytes_of_a_contract_are_unchanged() {
    let compiled = compile(&files(RICH, ROUTING)).unwrap();
    let expected = concat!(
        r#"{"schema":4,"forms":[{"id":"demo","title":"Book a demo","lane":"hot","dedup_window_seconds":600,"#,
        r#""thank_you_url":"/thanks","phone_country":null,"team":null,"#,
        r#""origins":["https://www.example.com","http://localhost:3000"],"jurisdiction":"eu","#,
        r#""challenge":"uncertain","drift":{"owner":"C0123456789","rate_percent":20,"samples":false},"#,
        r#""contract":{"fields":[{"name":"email","type":"email","label":"Work email","required":true},"#,
        r#"{"name":"employees","type":"number","minimum":2,"maximum":500},"#,
        r#"{"name":"region","type":"text","removed":true},"#,
        r#"{"name":"product","type":"choice","choices":["Starter","Team"]},"#,
        r#"{"name":"budget","type":"choice","label":"Budget","required":true,"#,
        r#""choices":["under 10k","10k to 50k","over 50k"],"multiple":true},"#,
        r#"{"name":"role","type":"text","label":"Your role","min_length":2,"max_length":100},"#,
        r#"{"name":"seats","type":"number","label":"Seats","minimum":1,"maximum":500}],"#,
        r#""unknown_fields":"refuse","honeypot":"website","#,
        r#""consent":{"text_version":"2026-11","accepted_versions":["2026-09"],"privacy":{"ask":"required"},"#,
        r#""marketing":{"ask":"optional","text":"Send me news."},"sms":{"ask":"none"},"call":{"ask":"if_sent"}}},"#,
        r#""web_to_lead":{"oid":"00D000000000001","rename":{"00N0000000ABCDE":"budget","utm_src":"utm.source"}},"#,
        r#""hubspot":{"portal":"1234567","form_guid":"4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b","#,
        r#""rename":{"budget__c":"budget"},"subscriptions":{"999":"marketing"}},"#,
        r#""webhook":{"secret":"WEBHOOK_SECRET_TYPEFORM","#,
        r#""fields":{"budget":"form_response.answers[2].choices","#,
        r#""consent.privacy":"form_response.answers[field.ref=consent].boolean","#,
        r#""email":"form_response.answers[field.ref=email].email"},"id":"event_id"}}],"#,
        r#""teams":[{"id":"sales","name":"Sales","sla_seconds":300,"#,
        r#""booking_url":"https://www.example.com/book"}],"fallback":"sales"}"#,
    );
    assert_eq!(String::from_utf8(compiled.bytes.clone()).unwrap(), expected);
    assert_eq!(Bundle::read(&compiled.bytes), Ok(compiled.bundle));
}

#[test]
fn the_bytes_of_pinned_countries_are_unchanged() {
    let forms = format!("{FORMS}[residency]\nus = [\"US\"]\neu = [\"NO\", \"CH\"]\n");
    let compiled = compile(&files(&forms, ROUTING)).unwrap();
    let expected = concat!(
        r#"{"schema":4,"forms":["#,
        r#"{"id":"demo","title":"Book a demo","lane":"hot","dedup_window_seconds":600,"#,
        r#""thank_you_url":"/thanks","phone_country":"US","team":null}],"#,
        r#""teams":[{"id":"sales","name":"Sales","sla_seconds":300,"#,
        r#""booking_url":"https://www.example.com/book"}],"fallback":"sales","#,
        r#""residency":{"CH":"eu","NO":"eu","US":"us"}}"#,
    );
    assert_eq!(String::from_utf8(compiled.bytes.clone()).unwrap(), expected);
    assert_eq!(Bundle::read(&compiled.bytes), Ok(compiled.bundle));
}

#[test]
fn a_bundle_that_pins_what_is_no_country_is_not_read() {
    let bytes = compile(&files(&format!("{FORMS}[residency]\neu = [\"CH\"]\n"), ROUTING)).unwrap().bytes;
    for (right, wrong) in [("\"CH\":\"eu\"", "\"Swiss\":\"eu\""), ("\"CH\":\"eu\"", "\"CH\":\"moon\"")] {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains(right));
        assert!(Bundle::read(text.replace(right, wrong).as_bytes()).is_err(), "{wrong}");
    }
}

#[test]
fn a_form_is_found_by_the_hubspot_form_it_replaces() {
    let bundle = compile(&files(RICH, ROUTING)).unwrap().bundle;
    let guid = "4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b";
    assert_eq!(bundle.form_of_hubspot("1234567", guid).map(|form| form.id.as_str()), Some("demo"));
    assert_eq!(bundle.form_of_hubspot("7654321", guid), None);
}

#[test]
fn a_bundle_of_another_schema_is_not_read() {
    let bytes = compile(&files(FORMS, ROUTING)).unwrap().bytes;
    let earlier = String::from_utf8(bytes).unwrap().replace("\"schema\":4", "\"schema\":3");
    let refused = Bundle::read(earlier.as_bytes()).unwrap_err().to_string();
    assert!(refused.contains("bundle schema 3, this code reads 4"), "{refused}");
}

#[test]
fn compiling_twice_gives_the_same_bytes() {
    let files = files(TWO_FORMS, TWO_TEAMS);
    assert_eq!(compile(&files), compile(&files));
}

#[test]
fn what_is_compiled_is_what_the_edge_reads() {
    let compiled = compile(&files(FORMS, ROUTING)).unwrap();
    assert_eq!(Bundle::read(&compiled.bytes), Ok(compiled.bundle.clone()));
    assert_eq!(bundle_hash(&compiled.bytes), compiled.hash);
    assert_eq!(compiled.bundle.fallback().booking_url.as_deref(), Some("https://www.example.com/book"));
}

#[test]
fn comments_spacing_and_order_leave_the_hash_as_it_is() {
    let plain = compile(&files(TWO_FORMS, TWO_TEAMS)).unwrap();
    let (partners, demo) = TWO_FORMS.split_at(TWO_FORMS.find("[form.demo]").unwrap());
    let rewritten = format!("# ours\n\n{demo}\n\n{}", partners.replace(" = ", "="));
    assert_eq!(compile(&files(&rewritten, TWO_TEAMS)).unwrap().hash, plain.hash);
}

#[test]
fn a_changed_setting_changes_the_hash() {
    let plain = compile(&files(FORMS, ROUTING)).unwrap();
    let slower = compile(&files(FORMS, &ROUTING.replace("300", "301"))).unwrap();
    assert_ne!(plain.hash, slower.hash);
}
