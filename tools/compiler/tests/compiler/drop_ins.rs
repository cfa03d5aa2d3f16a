//! Where else a form's leads arrive.

use crate::support::{FORMS, RICH, ROUTING, assert_told, files, told, told_of_rich};

#[test]
fn an_organization_is_one_of_salesforces() {
    let why = "and must be the 15 or 18 characters, beginning with 00D, that Salesforce put on the page";
    for wrong in ["00D1", "00E000000000001", "00D00000000000!", ""] {
        assert_told(
            &told_of_rich("00D000000000001", wrong),
            &format!("forms.toml:47:7: form `demo`, web_to_lead: `oid` is \"{wrong}\", {why}"),
            "write something like oid = \"00D000000000001\"",
        );
    }
    assert_eq!(told_of_rich("00D000000000001", "00D000000000001AAA"), [""; 0]);
}

#[test]
fn a_name_is_renamed_to_a_field_that_the_form_has() {
    let cases = [
        ("budgt", "write \"budget\""),
        ("region", "write the name of one of its fields, or add the field"),
        ("utm.", "write the name of one of its fields, or add the field"),
    ];
    for (wrong, fix) in cases {
        assert_told(
            &told_of_rich("\"00N0000000ABCDE\" = \"budget\"", &format!("\"00N0000000ABCDE\" = \"{wrong}\"")),
            &format!(
                "forms.toml:48:32: form `demo`, web_to_lead: in `rename`, `00N0000000ABCDE` is \"{wrong}\", and the form has no such field"
            ),
            fix,
        );
    }
    let told = told_of_rich("budget__c = \"budget\"", "budget__c = \"bugdet\"").concat();
    assert!(told.contains("form `demo`, hubspot: in `rename`, `budget__c` is \"bugdet\""), "{told}");
}

#[test]
fn a_vendors_name_has_no_blanks() {
    assert_told(
        &told_of_rich("\"utm_src\"", "\"utm src\""),
        "forms.toml:48:42: form `demo`, web_to_lead: in `rename`, `utm src` must be 1 to 100 characters without blanks",
        "write the name that stands on the page",
    );
    assert_told(
        &told_of_rich("\"utm_src\" = \"utm.source\"", "utm_src = 5"),
        "forms.toml:48:52: form `demo`, web_to_lead: in `rename`, `utm_src` is 5, and must be text in quotes",
        "write something like { \"00N0000000ABCDE\" = \"budget\" }",
    );
}

#[test]
fn a_name_stands_there_once_with_or_without_quotes() {
    assert_told(
        &told_of_rich("\"utm_src\" = \"utm.source\"", "a.b = \"budget\", \"a.b\" = \"email\""),
        "forms.toml:48:58: form `demo`, web_to_lead: in `rename`, `a.b` stands there twice",
        "keep one of the two and delete the other",
    );
}

#[test]
fn a_hubspot_form_is_named_by_account_and_id() {
    assert_told(
        &told_of_rich("\"1234567\"", "1234567"),
        "forms.toml:50:10: form `demo`, hubspot: `portal` is 1234567, and must be text in quotes",
        "write it in quotes, such as portal = \"1234567\"",
    );
    let told = told_of_rich("\"1234567\"", "\"hub-1\"").concat();
    assert!(told.contains("`portal` is \"hub-1\", and must be the number of the HubSpot account"), "{told}");
    let why = "and must be the form's id from the address of its editor, in small letters";
    assert_told(
        &told_of_rich("4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b", "4B1F8B3C-2D5E-4F60-8A7B-9C0D1E2F3A4B"),
        &format!(
            "forms.toml:51:13: form `demo`, hubspot: `form_guid` is \"4B1F8B3C-2D5E-4F60-8A7B-9C0D1E2F3A4B\", {why}"
        ),
        "form_guid = \"4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b\"",
    );
    for wrong in ["4b1f8b3c", "4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4z", "4b1f8b3c2d5e4f608a7b9c0d1e2f3a4b"] {
        let told = told_of_rich("4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b", wrong).concat();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn two_forms_do_not_take_the_place_of_one_hubspot_form() {
    let hubspot = |portal: &str| {
        format!(
            "[form.trial.hubspot]\nportal = \"{portal}\"\nform_guid = \"4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b\"\n"
        )
    };
    let with = |portal: &str| {
        told(&files(
            &format!("{RICH}{}{}", FORMS.replace("[form.demo]", "[form.trial]"), hubspot(portal)),
            ROUTING,
        ))
    };
    assert_told(
        &with("1234567"),
        "forms.toml:69:13: form `trial`, hubspot: `form_guid` is \"4b1f8b3c-2d5e-4f60-8a7b-9c0d1e2f3a4b\", and form `demo` takes the place of that HubSpot form already",
        "write the id of another HubSpot form, or delete one of the sections",
    );
    assert_eq!(with("7654321"), [""; 0], "another account's");
}

#[test]
fn a_subscription_is_a_number_and_a_purpose() {
    assert_told(
        &told_of_rich("\"999\" = \"marketing\"", "\"news\" = \"marketing\""),
        "forms.toml:53:19: form `demo`, hubspot: in `subscriptions`, `news` is not the number of a subscription type",
        "write its number, in quotes",
    );
    assert_told(
        &told_of_rich("\"999\" = \"marketing\"", "\"999\" = \"marketting\""),
        "forms.toml:53:27: form `demo`, hubspot: in `subscriptions`, `999` is \"marketting\", and can only be \"marketing\", \"sms\" or \"call\"",
        "write \"marketing\"",
    );
}

#[test]
fn a_secret_is_named_and_never_shown() {
    for wrong in ["\"whsec_C2FVsBQIhrscChlQIMV\"", "\"webhook_secret\"", "\"1SECRET\"", "\"\"", "5"] {
        let told = told_of_rich("\"WEBHOOK_SECRET_TYPEFORM\"", wrong);
        assert_told(
            &told,
            "forms.toml:55:10: form `demo`, webhook: `secret` is not the name of a secret: capital letters, digits and _, beginning with a letter",
            "write a name such as secret = \"WEBHOOK_SECRET_TYPEFORM\"; the secret itself never stands in a file",
        );
    }
    let told = told_of_rich("secret = \"WEBHOOK_SECRET_TYPEFORM\"\n", "");
    assert_told(
        &told,
        "forms.toml:54:1: form `demo`, webhook has no `secret`",
        "add a line under [form.demo.webhook], such as secret = \"WEBHOOK_SECRET_TYPEFORM\"",
    );
}

#[test]
fn a_path_is_one_that_can_be_followed() {
    let cases = [
        ("", "a name is empty: write it like `data.email`"),
        ("a..b", "a name is empty: write it like `data.email`"),
        ("a[b=c", "a bracket has no other half: write it like `answers[ref=email].text`"),
        ("a]b", "a bracket has no other half: write it like `answers[ref=email].text`"),
        ("a[x]", "brackets must say which item: write it like `answers[ref=email].text`"),
    ];
    for (wrong, why) in cases {
        assert_told(
            &told_of_rich("form_response.answers[2].choices", wrong),
            &format!(
                "forms.toml:59:10: form `demo`, webhook: in `fields`, `budget` is \"{wrong}\", and {why}"
            ),
            "take the way to the value in what the provider sends",
        );
        let told = told_of_rich("\"event_id\"", &format!("\"{wrong}\"")).concat();
        assert!(told.contains(&format!("`id` is \"{wrong}\", and {why}")), "{told}");
    }
    for right in ["a", "a.b_c.d-e", "a[0][1].b", "a[b.c=d e.f].g", "answers[ref=email@x].Ü"] {
        assert_eq!(told_of_rich("form_response.answers[2].choices", right), [""; 0], "{right}");
    }
}

#[test]
fn a_webhook_fills_fields_that_the_form_has() {
    assert_told(
        &told_of_rich("budget = \"form_response", "bugdet = \"form_response"),
        "forms.toml:59:1: form `demo`, webhook: in `fields`, `bugdet` is not a field of the form",
        "write \"budget\"",
    );
}

#[test]
fn a_webhook_fills_everything_without_which_there_is_no_lead() {
    let cases = [
        ("email = \"form_response.answers[field.ref=email].email\"\n", "email", "email"),
        ("budget = \"form_response.answers[2].choices\"\n", "budget", "budget"),
        (
            "consent.privacy = \"form_response.answers[field.ref=consent].boolean\"\n",
            "consent.privacy",
            "\"consent.privacy\"",
        ),
    ];
    for (line, name, key) in cases {
        assert_told(
            &told_of_rich(line, ""),
            &format!(
                "forms.toml:57:1: form `demo`, webhook: no line of `fields` fills `{name}`, and without it every lead is refused"
            ),
            &format!("add {key} = and the path of its value"),
        );
    }
}

#[test]
fn no_field_is_called_unknown_while_part_of_the_file_cannot_be_read() {
    let told = told_of_rich("type = \"choice\"\nlabel", "type = choice\nlabel");
    assert_eq!(told.len(), 1, "{told:?}");
    let told = told_of_rich("email = \"form_response", "email = form_response");
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn a_webhook_by_phone_needs_a_name_too() {
    let forms = format!(
        "{FORMS}[form.demo.field.email]\nenabled = false\n[form.demo.consent]\nprivacy = \"optional\"\n[form.demo.webhook]\nsecret = \"S\"\nfields = {{ phone = \"p\" }}\n"
    );
    assert_told(
        &told(&files(&forms, ROUTING)),
        "forms.toml:13:10: form `demo`, webhook: no line of `fields` fills `name`, and without it every lead is refused",
        "add name = and the path of its value",
    );
    let by_either = forms
        .replace("[form.demo.field.email]\nenabled = false\n", "")
        .replace("{ phone", "{ name = \"n\", phone");
    assert_eq!(told(&files(&by_either, ROUTING)), [""; 0]);
}
