//! The compiled bytes: they outlive a deploy, and their hash names a decision's rules.

use beeline::routing::{Bundle, bundle_hash};
use beeline_compiler::compile;

use crate::support::{FORMS, ROUTING, files};

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
        r#"{"schema":2,"forms":["#,
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
    assert_eq!(compiled.hash, "o8sggjsm9rsrel8m");
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
