//! One message per card: which it is, how it is updated, and what a digest of several says.

use crate::cards::{
    CHANNEL, Facts, ada, assert_fits, assert_harmless, body, entries, lead_id, link, parsed, plain,
};
use beeline::card::slack::{CardReference, DIGEST_LEADS, digest, post, update};
use serde_json::json;

#[test]
fn the_same_card_always_has_the_same_message_id_and_others_have_others() {
    let id = |channel: &str, seed: u8| {
        let facts = Facts { lead_id: lead_id(seed), ..Facts::of(ada()) };
        body(&post(channel, &facts.card()).unwrap())["client_msg_id"].as_str().unwrap().to_owned()
    };
    assert_eq!(id("C1", 1), id("C1", 1));
    assert_ne!(id("C1", 1), id("C1", 2));
    assert_ne!(id("C1", 1), id("C2", 1), "a second channel has a message of its own");
    let mut updated = Facts { lead_id: lead_id(1), ..Facts::of(ada()) };
    updated.revision = 2;
    assert_eq!(body(&post("C1", &updated.card()).unwrap())["client_msg_id"], id("C1", 1));
    let parts: Vec<usize> = id("C1", 1).split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    assert_eq!(&id("C1", 1)[14..15], "8", "version 8");
    assert!("89ab".contains(&id("C1", 1)[19..20]), "the variant of RFC 9562");
}

#[test]
fn a_reference_is_read_back_as_it_was_written() {
    let card = CardReference::new(CHANNEL, "1503435956.000247").unwrap();
    assert_eq!(card.to_string(), "slack:C024BE91L:1503435956.000247");
    assert_eq!(card.to_string().parse(), Ok(card.clone()));
    let digest = card.into_digest();
    assert_eq!(digest.to_string(), "slack:C024BE91L:1503435956.000247:digest");
    assert_eq!(digest.to_string().parse(), Ok(digest));
    for bad in [
        "",
        "slack",
        "slack:C1",
        "slack:C1:1",
        "slack:C1:1.",
        "slack:c1:1.1",
        "slack:C1:1.1:",
        "teams:C1:1.1",
        "slack:C1:1.1:digest:",
        "slack:C1:1.1:other",
        "slack::1.1",
        "slack:C1:-1.1",
        "slack:#x:1.1",
    ] {
        assert!(bad.parse::<CardReference>().is_err(), "{bad}");
    }
}

#[test]
fn an_update_names_the_message_and_keeps_its_metadata() {
    let reference = CardReference::new(CHANNEL, "1503435956.000247").unwrap();
    let request = update(&reference, &Facts::of(ada()).card()).unwrap().unwrap();
    let body = body(&request);
    assert_eq!(request.path, "chat.update");
    assert_eq!((&body["channel"], &body["ts"]), (&json!(CHANNEL), &json!("1503435956.000247")));
    assert!(body.get("metadata").is_none(), "what is not sent is retained");
}

#[test]
fn a_digest_is_never_overwritten_with_one_of_its_leads() {
    let reference = CardReference::new(CHANNEL, "1.1").unwrap().into_digest();
    assert_eq!(update(&reference, &Facts::of(ada()).card()), Ok(None));
}

#[test]
fn a_digest_links_every_lead_and_the_inbox() {
    let message = body(&digest(CHANNEL, &entries(3), Some(&link("https://leads.example/inbox"))).unwrap());
    assert_eq!(message["text"], "3 new leads");
    let line = "• <https://leads.example/leads/ld_7?view=full&amp;tab=1|Lead 1> · Book a demo";
    assert!(message["blocks"][1]["text"]["text"].as_str().unwrap().contains(line));
    assert_eq!(message["metadata"]["event_type"], "beeline_digest");
    let ids = message["metadata"]["event_payload"]["lead_ids"].as_str().unwrap();
    assert_eq!(ids.split(' ').collect::<Vec<_>>(), [0, 1, 2].map(|seed| lead_id(seed).to_string()));
    assert_eq!(message["blocks"][2]["elements"][0]["url"], "https://leads.example/inbox");
    assert_fits(&message);
}

#[test]
fn a_digest_lists_what_fits_and_counts_the_rest() {
    let message = body(&digest(CHANNEL, &entries(137), None).unwrap());
    assert_eq!(message["text"], "137 new leads");
    let listed: usize = parsed(&message).iter().map(|text| text.matches("• ").count()).sum();
    assert!((60..=DIGEST_LEADS).contains(&listed), "{listed}");
    assert!(plain(&message).contains(&format!("and {} more in the inbox", 137 - listed)));
    let ids = message["metadata"]["event_payload"]["lead_ids"].as_str().unwrap();
    assert_eq!(ids.split(' ').count(), DIGEST_LEADS);
    assert_fits(&message);
}

#[test]
fn a_label_cannot_end_its_link() {
    let mut entry = entries(1);
    for (headline, label) in [("x|y> <http://evil|z", "|xy&gt; &lt;http://evilz> · "), ("|||", "|lead> · ")]
    {
        entry[0].headline = headline.to_owned().into();
        let message = body(&digest(CHANNEL, &entry, None).unwrap());
        assert!(parsed(&message)[1].contains(label));
        assert_harmless(&message);
    }
}
