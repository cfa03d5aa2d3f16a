//! The section `consent` of a form: what is asked, and in which words.

use beeline::contract::{Ask, ConsentTerms, MAX_TEXT_VERSION, Question};

use crate::reader::{Field, Reader};
use crate::rules::{self, Refusal, refuse};

pub(crate) const FIELDS: &[Field] = &[
    Field::optional("text_version", "\"2026-11\""),
    Field::optional("accepted_versions", "[\"2026-09\"]"),
    Field::optional("privacy", "\"required\""),
    Field::optional("marketing", "\"optional\""),
    Field::optional("sms", "\"optional\""),
    Field::optional("call", "\"optional\""),
    Field::optional("privacy_text", "\"You may use what I entered to answer this request.\""),
    Field::optional("marketing_text", "\"Send me product news by email from time to time.\""),
    Field::optional("sms_text", "\"You may send me text messages about this request.\""),
    Field::optional("call_text", "\"You may call me about this request.\""),
];

/// How a purpose is asked for, as it is written.
pub(crate) const ASKS: [(&str, Ask); 3] =
    [("required", Ask::Required), ("optional", Ask::Optional), ("none", Ask::None)];
/// Older wordings that may still be out there.
const MOST_VERSIONS: usize = 20;

/// Reads the consents of a form.
pub(crate) fn read(form: &mut Reader<'_>) -> ConsentTerms {
    let usual = ConsentTerms::default();
    let Some(mut reader) = form.section("consent", FIELDS) else { return usual };
    let terms = ConsentTerms {
        text_version: reader.text("text_version", version),
        accepted_versions: reader.texts("accepted_versions", MOST_VERSIONS, version),
        privacy: question(&mut reader, "privacy", "privacy_text", &usual.privacy),
        marketing: question(&mut reader, "marketing", "marketing_text", &usual.marketing),
        sms: question(&mut reader, "sms", "sms_text", &usual.sms),
        call: question(&mut reader, "call", "call_text", &usual.call),
    };
    if reader.is_without("text_version") {
        wording_needs_a_name(&mut reader, &terms);
    }
    if terms.text_version.as_ref().is_some_and(|version| terms.accepted_versions.contains(version)) {
        let why = "and has the `text_version`, which is accepted anyway";
        reader.refuse("accepted_versions", why, "delete it from the list");
    }
    terms
}

fn question(
    reader: &mut Reader<'_>,
    purpose: &'static str,
    words: &'static str,
    usual: &Question,
) -> Question {
    let ask = reader.word(purpose, &ASKS).unwrap_or(usual.ask);
    let text = reader.text(words, rules::sentences);
    match ask {
        Ask::None => {
            reader.refuse(words, &format!("and nobody reads it: `{purpose}` is \"none\""), "delete the line")
        }
        Ask::IfSent if reader.is_without(purpose) => {
            let why = format!("and nobody reads it: the page does not ask for `{purpose}`");
            reader.refuse(words, &why, format!("add {purpose} = \"optional\", or delete the line"));
        }
        Ask::Required | Ask::Optional | Ask::IfSent => {}
    }
    Question { ask, text }
}

/// A consent is worth what can be shown of it: to which words it was given.
fn wording_needs_a_name(reader: &mut Reader<'_>, terms: &ConsentTerms) {
    let questions = [
        ("privacy", "privacy_text", &terms.privacy),
        ("marketing", "marketing_text", &terms.marketing),
        ("sms", "sms_text", &terms.sms),
        ("call", "call_text", &terms.call),
    ];
    let has = |name: &str| reader.has(name);
    let required = |question: &Question| question.ask == Ask::Required;
    let first = questions.iter().find_map(|(purpose, words, question)| {
        let asked = (has(purpose) && required(question)).then_some(*purpose);
        asked.or(has(words).then_some(*words))
    });
    let first = first.or(has("accepted_versions").then_some("accepted_versions"));
    if let Some(name) = first {
        let fix = "add a line such as text_version = \"2026-11\", and change it with the words";
        reader.refuse(name, "and without a `text_version` nobody could say which words were shown", fix);
    }
}

/// The name of a wording.
fn version(version: &str) -> Result<(), Refusal> {
    let short = (1..=MAX_TEXT_VERSION).contains(&(version.chars().count() as u64));
    if short && !version.chars().any(char::is_control) && version.trim() == version {
        return Ok(());
    }
    refuse("and must be 1 to 100 characters, without blanks around them", "")
}
