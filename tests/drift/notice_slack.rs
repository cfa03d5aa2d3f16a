//! The owner of a form is told on Slack: within its limits, and nothing in it is obeyed.

use beeline::card::Link;
use beeline::card::slack::{Mrkdwn, SlackRequest, drift_notice};
use beeline::drift::Notice;
use beeline::identity::Jurisdiction;
use proptest::prelude::*;
use serde_json::{Value, json};

const OWNER: &str = "U012ABCDEF";

fn json(request: &SlackRequest) -> Value {
    assert_eq!(request.path, "chat.postMessage");
    serde_json::from_str(&request.body).unwrap()
}

fn page() -> Option<Link> {
    Link::parse("https://leads.example/ops/drift?form=demo")
}

fn renamed() -> Notice {
    Notice {
        title: "Form `demo`: 67 % of submissions do not fit".into(),
        lines: vec!["`company` is missing in 6 of 9.".into(), "Was it renamed?".into()],
        toml: "[form.demo.field.company_name]\ntype = \"text\"\nrequired = true\n\n\
               [form.demo.field.company]\nrequired = false\n"
            .into(),
    }
}

fn told(notice: &Notice) -> Value {
    json(&drift_notice(OWNER, "demo", None, 3, notice, page().as_ref()).unwrap())
}

/// The texts that Slack parses, and those that it shows as they are.
fn texts(message: &Value) -> (Vec<String>, Vec<String>) {
    let (mut parsed, mut plain) = (vec![message["text"].as_str().unwrap().to_owned()], Vec::new());
    let mut rest = vec![&message["blocks"]];
    while let Some(value) = rest.pop() {
        match (value["type"].as_str(), value["text"].as_str()) {
            (Some("mrkdwn"), Some(text)) => parsed.push(text.to_owned()),
            (Some("plain_text"), Some(text)) => plain.push(text.to_owned()),
            _ => {}
        }
        rest.extend(value.as_array().into_iter().flatten());
        rest.extend(value.as_object().into_iter().flat_map(|object| object.values()));
    }
    (parsed, plain)
}

fn code(message: &Value) -> Option<String> {
    let (parsed, _) = texts(message);
    let block = parsed.into_iter().find(|text| text.starts_with("```\n"))?;
    let inner = block.strip_prefix("```\n")?.strip_suffix("\n```")?;
    Some(inner.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[track_caller]
fn assert_fits(message: &Value) {
    let width = |text: &str| text.encode_utf16().count();
    let blocks = message["blocks"].as_array().unwrap();
    assert!((1..=50).contains(&blocks.len()));
    for block in blocks {
        let text = block["text"]["text"].as_str();
        match block["type"].as_str().unwrap() {
            "header" => assert!((1..=150).contains(&width(text.unwrap()))),
            "section" => assert!((1..=3_000).contains(&width(text.unwrap()))),
            _ => assert_eq!(text, None),
        }
    }
    let (parsed, plain) = texts(message);
    let whole: usize = parsed.iter().chain(&plain).map(|text| width(text)).sum();
    assert!(whole < 10_000, "{whole}");
}

#[test]
fn a_notice_is_unchanged() {
    let mrkdwn =
        |text: &str| json!({"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": true}});
    let message = told(&renamed());
    let toml = renamed().toml;
    let golden = json!({
        "channel": OWNER,
        "text": "Form `demo`: 67 % of submissions do not fit",
        "blocks": [
            {"type": "header", "text": {
                "type": "plain_text", "text": "Form `demo`: 67 % of submissions do not fit", "emoji": false,
            }},
            mrkdwn("`company` is missing in 6 of 9.\nWas it renamed?"),
            mrkdwn(&format!("```\n{}\n```", toml.trim_end())),
            {"type": "actions", "elements": [{
                "type": "button", "action_id": "open_drift", "url": "https://leads.example/ops/drift?form=demo",
                "text": {"type": "plain_text", "text": "Open the drift page", "emoji": false},
            }]},
        ],
        "unfurl_links": false,
        "unfurl_media": false,
        "metadata": {"event_type": "beeline_drift", "event_payload": {"form": "demo", "episode": 3}},
        "client_msg_id": message["client_msg_id"],
    });
    assert_eq!(message, golden);
}

#[test]
fn the_same_episode_is_the_same_message_and_the_next_is_another() {
    let of = |owner: &str, form: &str, jurisdiction, episode| {
        json(&drift_notice(owner, form, jurisdiction, episode, &renamed(), None).unwrap())["client_msg_id"]
            .to_string()
    };
    let id = |owner: &str, form: &str, episode| of(owner, form, None, episode);
    assert_eq!(id(OWNER, "demo", 1), id(OWNER, "demo", 1));
    assert_ne!(id(OWNER, "demo", 1), id(OWNER, "demo", 2));
    let (eu, us) = (Some(Jurisdiction::Eu), Some(Jurisdiction::Us));
    assert_ne!(of(OWNER, "demo", eu, 1), id(OWNER, "demo", 1), "another store's first episode");
    assert_ne!(of(OWNER, "demo", eu, 1), of(OWNER, "demo", us, 1));
    assert_ne!(id(OWNER, "demo", 1), id(OWNER, "contact", 1));
    assert_ne!(id(OWNER, "demo", 1), id("C1", "demo", 1));
}

#[test]
fn a_notice_without_a_change_or_a_page_has_neither() {
    let message = json(
        &drift_notice(OWNER, "demo", None, 1, &Notice { toml: String::new(), ..renamed() }, None).unwrap(),
    );
    assert_eq!(code(&message), None);
    assert!(message["blocks"].as_array().unwrap().iter().all(|block| block["type"] != "actions"));
}

#[test]
fn a_change_that_is_too_long_ends_with_a_whole_entry_and_says_that_there_is_more() {
    let entry = |number: usize| format!("[form.demo.field.{}{number}]\ntype = \"text\"\n", "x".repeat(300));
    let entries: Vec<String> = (0..12).map(entry).collect();
    let message = told(&Notice { toml: entries.join("\n"), ..renamed() });
    assert_fits(&message);
    let pasted = code(&message).unwrap();
    let fields = pasted.parse::<toml::Table>().unwrap()["form"]["demo"]["field"].as_table().unwrap().len();
    assert!((5..12).contains(&fields), "{fields}");
    assert!(pasted.ends_with("type = \"text\""));
    assert!(texts(&message).1.iter().any(|text| text.contains("There is more to change")));
    assert!(!texts(&told(&renamed())).1.iter().any(|text| text.contains("There is more")));
}

#[test]
fn nothing_ends_a_block_of_code() {
    let code = serde_json::to_value(Mrkdwn::code("a\n```\n<!channel> & b\n", 100)).unwrap();
    assert_eq!(code, "```\na\n'''\n&lt;!channel&gt; &amp; b\n```");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_notice_fits_and_pings_nobody(
        title in "\\PC{1,400}",
        lines in prop::collection::vec("(\\PC|[<>&`@!\n]){0,900}", 0..20),
        toml in "(\\PC|[<>&`\n\"]){0,6000}",
        episode in any::<u32>(),
    ) {
        let notice = Notice { title: format!("t{title}"), lines, toml };
        let message = json(&drift_notice(OWNER, "demo", None, episode, &notice, page().as_ref()).unwrap());
        assert_fits(&message);
        for text in texts(&message).0 {
            prop_assert!(!text.contains(['<', '>']), "{}", text);
        }
    }
}
