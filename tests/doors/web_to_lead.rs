//! Forms made for Salesforce's Web-to-Lead, read as leads.

use std::collections::BTreeMap;

use crate::bodies::{Platform, multipart, pairs, shown};
use beeline::compat::web_to_lead::{Post, Refusal, Settings, read};
use beeline::intake::{BodyKind, Charset, Malformed, Submission};
use proptest::prelude::*;

const FORM: BodyKind = BodyKind::UrlEncoded { charset: None };

fn renamed(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(id, ours)| ((*id).to_owned(), (*ours).to_owned())).collect()
}

fn post(body: &str) -> Post {
    let settings = Settings { organisation_id: None, rename: &BTreeMap::new() };
    read(FORM, body.as_bytes(), settings, &Platform).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn fields(body: &str) -> Vec<(String, String)> {
    shown(&post(body).fields)
}

/// Every standard field that the generator of Web-to-Lead offers.
const WHOLE: &str = "oid=00D370000000JqjL&retURL=https%3A%2F%2Fwww.example.com%2Fthanks&captcha_settings=%7B%7D\
&encoding=UTF-8&debug=1&debugEmail=admin%40example.com&first_name=Ada&last_name=Lovelace&email=ada%40example.com\
&company=Analytical+Engines&title=Countess&phone=%2B44+20+7946+0958&mobile=07700+900123&street=12+St+James&city=London\
&state=England&state_code=ENG&zip=SW1Y&country=United+Kingdom&country_code=GB&lead_source=Web&industry=Engineering\
&employees=3&URL=https%3A%2F%2Fexample.com&description=Please+call&Campaign_ID=701000000000001&member_status=Responded\
&utm_source=mail&salutation=Ms&submit=Submit&g-recaptcha-response=03AGdBq";

#[test]
fn standard_fields_go_to_our_names_and_the_rest_keep_theirs_in_lower_case() {
    let expected = [
        ("campaign_id", "701000000000001"),
        ("city", "London"),
        ("company", "Analytical Engines"),
        ("country", "United Kingdom"),
        ("country_code", "GB"),
        ("email", "ada@example.com"),
        ("employees", "3"),
        ("first_name", "Ada"),
        ("industry", "Engineering"),
        ("job_title", "Countess"),
        ("last_name", "Lovelace"),
        ("lead_source", "Web"),
        ("member_status", "Responded"),
        ("mobile", "07700 900123"),
        ("name", "Ada Lovelace"),
        ("notes", "Please call"),
        ("phone", "+44 20 7946 0958"),
        ("postal_code", "SW1Y"),
        ("region", "England"),
        ("salutation", "Ms"),
        ("state_code", "ENG"),
        ("street", "12 St James"),
        ("url", "https://example.com"),
        ("utm.source", "mail"),
    ];
    assert_eq!(fields(WHOLE), pairs(&expected));
}

#[test]
fn such_a_lead_passes_a_contract_that_it_says_enough_for() {
    let with_consent = format!("{WHOLE}&consent.privacy=1");
    let submission = Submission::read(&post(&with_consent).fields, &beeline::contract::Contract::default())
        .unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(submission.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(submission.employees, Some(3));
    assert_eq!(submission.utm.get("source").map(String::as_str), Some("mail"));
}

#[test]
fn what_steers_salesforce_is_no_field_of_the_lead() {
    let post = post(WHOLE);
    for name in [
        "oid",
        "returl",
        "captcha_settings",
        "g-recaptcha-response",
        "encoding",
        "debug",
        "debugemail",
        "submit",
    ] {
        assert!(post.fields.get(name).is_none(), "{name}");
    }
    assert_eq!(post.return_url.as_deref(), Some("https://www.example.com/thanks"));
    assert_eq!(self::post("email=a&retURL=+").return_url, None);
}

#[test]
fn of_two_fields_for_one_place_the_first_that_is_filled_in_has_it() {
    assert_eq!(fields("phone=&mobile=0770"), pairs(&[("phone", "0770")]));
    assert_eq!(fields("mobile=0770"), pairs(&[("phone", "0770")]));
    assert_eq!(fields("state_code=+&state=Bavaria"), pairs(&[("region", "Bavaria")]));
    assert_eq!(fields("state_code=CA&state="), pairs(&[("region", "CA")]));
    assert_eq!(fields("country_code=GB&country=+"), pairs(&[("country", "GB")]));
    assert_eq!(fields("region=North&state=Bavaria"), pairs(&[("region", "North"), ("state", "Bavaria")]));
}

#[test]
fn names_are_joined_from_what_there_is() {
    let name = |body: &str| {
        let fields = post(body).fields;
        fields.text("name").to_owned()
    };
    assert_eq!(name("first_name=+Ada+&last_name=Lovelace"), "Ada Lovelace");
    assert_eq!(name("last_name=Lovelace"), "Lovelace");
    assert_eq!(name("first_name=&last_name=+"), "");
    assert_eq!(name("name=Countess&first_name=Ada&last_name=Lovelace"), "Countess");
    assert_eq!(name("name=&first_name=Ada"), "Ada");
}

#[test]
fn names_are_read_in_any_case_and_two_of_them_are_kept() {
    assert_eq!(
        fields("EMAIL=a@b.de&Title=Dr&Zip=1"),
        pairs(&[("email", "a@b.de"), ("job_title", "Dr"), ("postal_code", "1"),])
    );
    assert_eq!(
        fields("URL=x&url=y&Phone=1&PHONE=2"),
        pairs(&[("Phone", "1"), ("URL", "x"), ("phone", "2"), ("url", "y"),])
    );
}

#[test]
fn opting_out_is_a_consent_that_was_not_given() {
    for ticked in ["1", "on", "true"] {
        let body = format!("emailOptOut={ticked}&doNotCall={ticked}&consent.marketing=on");
        let expected = pairs(&[("consent.call", "boolean false"), ("consent.marketing", "boolean false")]);
        assert_eq!(fields(&body), expected, "{ticked}");
    }
    for not_ticked in ["", "0", "false", "off"] {
        assert_eq!(fields(&format!("emailOptOut={not_ticked}")), [], "{not_ticked}");
    }
    assert_eq!(fields("emailOptOut=0&emailOptOut=1"), pairs(&[("consent.marketing", "boolean false")]));
}

#[test]
fn custom_fields_keep_their_ids_or_get_the_names_they_are_configured_with() {
    let rename = renamed(&[("00N370000060fw7", "product"), ("00N370000060fwCEAQ", "consent.privacy")]);
    let settings = Settings { organisation_id: None, rename: &rename };
    let body = "00N370000060fw7=CRM&00N370000060fwC=1&00N370000060fwc=c&00N370000060fwH=a&00N370000060fwH=b";
    let post = read(FORM, body.as_bytes(), settings, &Platform).ok().unwrap();
    let expected = [
        ("00N370000060fwH", "[a|b]"),
        ("00N370000060fwc", "c"),
        ("consent.privacy", "1"),
        ("product", "CRM"),
    ];
    assert_eq!(shown(&post.fields), pairs(&expected));
}

#[test]
fn a_configured_name_that_is_taken_costs_no_field() {
    let rename = renamed(&[("00N370000060fw7", "lead_source")]);
    let settings = Settings { organisation_id: None, rename: &rename };
    let body = b"00N370000060fw7=Fair&lead_source=Web";
    let post = read(FORM, body, settings, &Platform).ok().unwrap();
    assert_eq!(shown(&post.fields), pairs(&[("00N370000060fw7", "Fair"), ("lead_source", "Web")]));
}

#[test]
fn the_organization_must_be_the_configured_one() {
    let refusal = |id: Option<&str>, body: &str| {
        let settings = Settings { organisation_id: id, rename: &BTreeMap::new() };
        read(FORM, body.as_bytes(), settings, &Platform).err()
    };
    for (configured, sent) in [
        (Some("00D370000000JqjEAE"), "oid=00D370000000Jqj"),
        (Some("00D370000000Jqj"), "OID=00D370000000JqjEAE"),
        (Some("00D370000000Jqj"), "oid=+00D370000000Jqj+"),
        (None, "oid=whatever"),
        (None, ""),
    ] {
        assert_eq!(refusal(configured, sent), None, "{configured:?} {sent}");
    }
    for sent in
        ["", "oid=", "oid=00D370000000JqJ", "oid=00D370000000JqjEA", "oid=00D", "oid=00D370000000Jqjxxxx"]
    {
        let refusal = refusal(Some("00D370000000Jqj"), sent);
        assert_eq!(refusal, Some(Refusal::OtherOrganisation), "{sent}");
    }
    assert!(Refusal::OtherOrganisation.detail().contains("`oid`"));
}

#[test]
fn the_encoding_field_is_the_charset_if_nothing_else_says_one() {
    let read = |kind: BodyKind, body: &[u8]| {
        let settings = Settings { organisation_id: None, rename: &BTreeMap::new() };
        read(kind, body, settings, &Platform).map(|post| post.fields.text("last_name").to_owned())
    };
    assert_eq!(read(FORM, b"last_name=M%FCller&encoding=ISO-8859-1"), Ok("Müller".to_owned()));
    assert_eq!(read(FORM, b"last_name=M%C3%BCller&encoding=UTF-8"), Ok("Müller".to_owned()));
    assert_eq!(
        read(FORM, b"last_name=%83%5C&_charset_=shift_jis&encoding=UTF-8"),
        Ok("ソ".to_owned()),
        "what the browser says it did goes before what the form wished for"
    );
    let declared = BodyKind::UrlEncoded { charset: Some(Charset::Utf8) };
    let refused = Err(Refusal::Malformed(Malformed::NotUtf8));
    assert_eq!(read(declared, b"last_name=M%FCller&encoding=ISO-8859-1"), refused);
    assert_eq!(read(FORM, b"last_name=M%FCller"), refused);
}

#[test]
fn multipart_posts_are_read_as_well() {
    let body = multipart(
        "b",
        &[
            ("Content-Disposition: form-data; name=\"last_name\"", "M?ller"),
            ("Content-Disposition: form-data; name=\"encoding\"", "ISO-8859-1"),
        ],
    );
    let body: Vec<u8> = body.bytes().map(|byte| if byte == b'?' { 0xfc } else { byte }).collect();
    let kind = BodyKind::Multipart { boundary: "b".to_owned(), charset: None };
    let settings = Settings { organisation_id: None, rename: &BTreeMap::new() };
    let post = read(kind, &body, settings, &Platform).ok().unwrap();
    assert_eq!(shown(&post.fields), pairs(&[("last_name", "Müller"), ("name", "Müller")]));
}

proptest! {
    #[test]
    fn no_value_is_lost_and_nothing_panics(
        pairs in prop::collection::btree_map(
            "(?i)(name|first_name|last_name|phone|mobile|state|state_code|region|country|country_code|title|job_title|url|utm_source|utm\\.source|00N37000006[a-c]{4})",
            "[a-z]{1,5}",
            0..12,
        ),
    ) {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        let rename = renamed(&[("00N37000006aaaa", "region"), ("00N37000006bbbb", "product")]);
        let settings = Settings { organisation_id: None, rename: &rename };
        let post = read(FORM, body.as_bytes(), settings, &Platform);
        prop_assert!(post.is_ok());
        let kept: Vec<String> = post.map(|post| shown(&post.fields)).unwrap_or_default().into_iter().map(|(_, value)| value).collect();
        for value in pairs.values() {
            prop_assert!(kept.contains(value), "{} is in {:?}", value, kept);
        }
    }

    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>) {
        let settings = Settings { organisation_id: Some("00D370000000Jqj"), rename: &BTreeMap::new() };
        let _post = read(FORM, &body, settings, &Platform);
    }
}
