//! Where a form's leads may come from and be kept, and what is watched.

use crate::support::{assert_told, told_of_rich, told_with};

/// Asserts what is said of a setting that is added on line 7.
#[track_caller]
fn assert_refused(setting: &str, value: &str, why: &str, fix: &str) {
    let column = setting.len() + 4;
    let message = format!("forms.toml:7:{column}: form `demo`: `{setting}` is {value}, {why}");
    assert_told(&told_with(&format!("{setting} = {value}")), &message, fix);
}

#[test]
fn a_form_may_have_everything_there_is() {
    assert_eq!(told_of_rich("[form.demo]", "[form.demo]"), [""; 0]);
}

#[test]
fn an_origin_is_a_website_and_nothing_more() {
    let cases = [
        ("https://www.example.com/", "write \"https://www.example.com\" in its place"),
        ("https://www.example.com/form?a=b", "write \"https://www.example.com\" in its place"),
        ("HTTPS://WWW.Example.com", "write \"https://www.example.com\" in its place"),
        ("https://www.example.com:443", "write \"https://www.example.com\" in its place"),
        ("http://www.example.com", "write \"https://www.example.com\" in its place"),
        ("www.example.com", "write \"https://www.example.com\" in its place"),
        ("http://localhost:80", "write \"http://localhost\" in its place"),
        ("https://", "delete it, or write something like origins = [\"https://www.example.com\"]"),
        (
            "https://me@example.com",
            "delete it, or write something like origins = [\"https://www.example.com\"]",
        ),
        ("https://a.example:0", "delete it, or write something like origins = [\"https://www.example.com\"]"),
        ("null", "delete it, or write something like origins = [\"https://www.example.com\"]"),
        ("", "delete it, or write something like origins = [\"https://www.example.com\"]"),
    ];
    for (wrong, fix) in cases {
        let why = "and must be https:// and the name of a website, nothing after it";
        let message = format!("forms.toml:7:12: form `demo`: in `origins` stands \"{wrong}\", {why}");
        assert_told(&told_with(&format!("origins = [\"{wrong}\"]")), &message, fix);
    }
    for right in [
        "https://example.com:8443",
        "http://localhost",
        "http://127.0.0.1:8787",
        "https://xn--bcher-kva.example",
    ] {
        assert_eq!(told_with(&format!("origins = [\"{right}\"]")), [""; 0]);
    }
}

#[test]
fn a_star_is_no_origin() {
    for wrong in ["*", "https://*.example.com"] {
        assert_told(
            &told_with(&format!("origins = [\"https://a.example\", \"{wrong}\"]")),
            &format!(
                "forms.toml:7:33: form `demo`: in `origins` stands \"{wrong}\", and a * stands for nothing here: name each website"
            ),
            "delete it, or write something like origins = [\"https://www.example.com\"]",
        );
    }
}

#[test]
fn origins_are_a_list_of_texts_none_twice_and_not_too_many() {
    assert_refused(
        "origins",
        "\"https://a.example\"",
        "and must be a list",
        "write origins = [\"https://a.example\"]",
    );
    assert_refused(
        "origins",
        "true",
        "and must be a list",
        "write something like origins = [\"https://www.example.com\"]",
    );
    assert_told(
        &told_with("origins = [\"https://a.example\", 5]"),
        "forms.toml:7:33: form `demo`: in `origins` stands something that is not text in quotes",
        "delete it, or write something like origins = [\"https://www.example.com\"]",
    );
    assert_told(
        &told_with("origins = [\"https://a.example\", \"https://a.example\"]"),
        "forms.toml:7:33: form `demo`: in `origins` stands \"https://a.example\" twice",
        "delete it, or write something like origins = [\"https://www.example.com\"]",
    );
    let many: Vec<String> = (0..41).map(|at| format!("\"https://{at}.example\"")).collect();
    let why = "and has 41 entries: at most 40 are read";
    let told = told_with(&format!("origins = [{}]", many.join(", ")));
    assert_told(
        &told,
        &format!("forms.toml:7:11: form `demo`: `origins` is a list, {why}"),
        "delete what nobody needs",
    );
}

#[test]
fn unknown_fields_are_kept_dropped_or_refused() {
    let why = "and can only be \"keep\", \"drop\" or \"refuse\"";
    assert_refused("unknown_fields", "\"Keeps\"", why, "unknown_fields = \"keep\"");
    let all = "unknown_fields = \"keep\", or unknown_fields = \"drop\", or unknown_fields = \"refuse\"";
    assert_refused("unknown_fields", "\"ignore\"", why, all);
}

#[test]
fn a_honeypot_has_a_name_that_nothing_else_has() {
    let why = "and a field of that name has another use";
    for taken in ["company", "utm.source", "form_token", "consent.privacy"] {
        let fix = "write something like honeypot = \"website\"";
        assert_refused("honeypot", &format!("\"{taken}\""), why, fix);
    }
    let why = "and a field's name is 1 to 64 small letters, digits, _ and dots, and begins with a letter";
    assert_refused("honeypot", "\"Your Website\"", why, "honeypot = \"your_website\"");
    let told = told_of_rich("honeypot = \"website\"", "honeypot = \"budget\"");
    assert!(told.concat().contains("has another use"), "{told:?}");
    let told = told_of_rich("honeypot = \"website\"", "honeypot = \"region\"");
    assert!(
        told.concat().contains("has another use"),
        "browsers fill in a field that was switched off: {told:?}"
    );
}

#[test]
fn a_challenge_and_a_jurisdiction_are_one_of_two_words() {
    let why = "and can only be \"off\" or \"uncertain\"";
    assert_refused("challenge", "\"on\"", why, "challenge = \"off\", or challenge = \"uncertain\"");
    let why = "and can only be \"eu\" or \"us\"";
    assert_refused("jurisdiction", "\"EU\"", why, "jurisdiction = \"eu\"");
}

#[test]
fn drift_is_told_to_somebody_at_a_rate_from_one_to_a_hundred() {
    let drift = |inner: &str| told_with(&format!("[form.demo.drift]\n{inner}"));
    for wrong in ["0", "101", "-1"] {
        let why = "and must be from 1 to 100 (per cent of the submissions)";
        assert_told(
            &drift(&format!("rate_percent = {wrong}\nowner = \"C0123456789\"")),
            &format!("forms.toml:8:16: form `demo`, drift: `rate_percent` is {wrong}, {why}"),
            "write something like rate_percent = 20",
        );
    }
    for wrong in ["#sales", "C01", "c0123456789", "D0123456789"] {
        let why = "and must be the id of a Slack channel or member: in Slack choose \"Copy link\", and take what follows the last /";
        assert_told(
            &drift(&format!("owner = \"{wrong}\"")),
            &format!("forms.toml:8:9: form `demo`, drift: `owner` is \"{wrong}\", {why}"),
            "write something like owner = \"C0123456789\"",
        );
    }
    assert_told(
        &drift("rate_percent = 5"),
        "forms.toml:8:16: form `demo`, drift: `rate_percent` is 5, and without an `owner` nobody would be told",
        "add owner = and the id of a Slack channel or member, or delete this",
    );
    assert_eq!(drift("samples = false"), [""; 0]);
    assert_eq!(drift("owner = \"U0123456789\""), [""; 0]);
}

#[test]
fn yes_and_no_are_true_and_false() {
    for (wrong, shown, fix) in
        [("\"no\"", "\"no\"", "false"), ("\"yes\"", "\"yes\"", "true"), ("0", "0", "true")]
    {
        assert_told(
            &told_with(&format!("[form.demo.drift]\nsamples = {wrong}")),
            &format!("forms.toml:8:11: form `demo`, drift: `samples` is {shown}, and must be true or false"),
            &format!("write it without quotes: samples = {fix}"),
        );
    }
}

#[test]
fn a_section_is_a_section() {
    for section in ["consent", "field", "drift", "web_to_lead", "hubspot", "webhook"] {
        let fix = format!("give it a heading [form.demo.{section}], and write its settings below");
        assert_refused(section, "\"x\"", "and must be a section", &fix);
    }
}
