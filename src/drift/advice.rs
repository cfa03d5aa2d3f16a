//! What to change, in the words of the people who edit the forms.

use serde::Serialize;

use super::amendment::{entry, settings};
use super::closeness::distance_percent;
use super::fault::Fault;
use super::sample::is_plain;
use super::tally::FieldTally;
use super::watch::Summary;
use crate::identity::Jurisdiction;

/// More would not be read, and a page that changed as much is better compared as a whole.
const MAX_ADVICE: usize = 6;
/// The longest `max_length` that is suggested: as much as the standard notes have.
const MAX_SUGGESTED_LENGTH: u32 = 5_000;

/// A form's contract, as far as advice needs it.
#[derive(Clone, Copy, Debug)]
pub struct KnownForm<'a> {
    /// The form's id.
    pub id: &'a str,
    /// Where the submissions are kept that this is about.
    pub jurisdiction: Option<Jurisdiction>,
    /// Its fields, standard ones and those that are never unknown included.
    pub fields: &'a [KnownField<'a>],
}

/// One field that the contract has.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownField<'a> {
    /// Dotted name; one that ends with a dot stands for all that begin with it.
    pub name: &'a str,
    /// Whether its entry says that it is required.
    pub required: bool,
    /// Characters it may have.
    pub max_length: Option<u32>,
}

impl<'a> KnownForm<'a> {
    fn field(&self, name: &str) -> Option<&'a KnownField<'a>> {
        let is_it = |known: &&KnownField<'_>| {
            known.name == name || (known.name.ends_with('.') && name.starts_with(known.name))
        };
        self.fields.iter().find(is_it)
    }
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// What, in words.
    pub text: String,
    /// What to put into `forms.toml`; empty where the page is to be changed.
    pub toml: String,
}

/// What to do about a form's drift, likeliest first. Empty when the misfits have nothing in
/// common. Only what most of them share is taken for a change of the page.
pub fn advise(form: &KnownForm<'_>, summary: &Summary) -> Vec<Advice> {
    let is_most = |count: u32| count > summary.counted / 2;
    let of = |fault: Fault| {
        let wrong = move |tally: &&FieldTally| is_plain(&tally.name) && is_most(tally.count(fault));
        summary.fields.iter().filter(wrong)
    };
    // What the contract finds fault with, it has.
    let is_unknown = |tally: &&FieldTally| {
        let sent = is_plain(&tally.name) && is_most(tally.present);
        let unread = tally.faults.keys().all(|fault| *fault == Fault::Unknown);
        sent && unread && form.field(&tally.name).is_none()
    };
    let (blank, gone): (Vec<_>, Vec<_>) = of(Fault::Missing).partition(|tally| is_most(tally.present));
    let new: Vec<&FieldTally> = summary.fields.iter().filter(is_unknown).collect();
    let renamed = renames(&gone, &new);
    let is_told = |tally: &FieldTally| {
        renamed.iter().any(|(old, new)| old.name == tally.name || new.name == tally.name)
    };
    let mut advice: Vec<Advice> = renamed.iter().map(|(old, new)| rename(form, old, new)).collect();
    advice.extend(gone.iter().filter(|tally| !is_told(tally)).map(|tally| absent(form, tally)));
    advice.extend(blank.into_iter().map(|tally| left_blank(form, tally)));
    advice.extend(of(Fault::Consent).map(consent));
    advice.extend(of(Fault::ConsentVersion).map(consent_version));
    advice.extend(of(Fault::Email).map(email));
    advice.extend(of(Fault::Choice).map(|tally| choice(form, tally)));
    advice.extend(of(Fault::Length).filter_map(|tally| length(form, tally)));
    advice.extend(of(Fault::Type).map(|tally| kind(form, tally)));
    advice.extend(new.iter().filter(|tally| !is_told(tally)).map(|tally| unknown(form, tally)));
    advice.truncate(MAX_ADVICE);
    advice
}

/// Which new field stands where which old one was: the closest names first, each once.
fn renames<'a>(gone: &[&'a FieldTally], new: &[&'a FieldTally]) -> Vec<(&'a FieldTally, &'a FieldTally)> {
    let pairs = gone.iter().flat_map(|old| new.iter().map(move |new| (*old, *new)));
    let mut pairs: Vec<(usize, &FieldTally, &FieldTally)> =
        pairs.filter_map(|(old, new)| Some((distance_percent(&old.name, &new.name)?, old, new))).collect();
    pairs.sort_by_key(|(distance, ..)| *distance);
    let mut taken: Vec<(&FieldTally, &FieldTally)> = Vec::new();
    for (_, old, new) in pairs {
        if !taken.iter().any(|(a, b)| a.name == old.name || b.name == new.name) {
            taken.push((old, new));
        }
    }
    taken
}

fn rename(form: &KnownForm<'_>, old: &FieldTally, new: &FieldTally) -> Advice {
    let (was, is) = (&old.name, &new.name);
    let question =
        format!("Was it renamed? `{is}` appears where `{was}` was. Call it `{was}` on the page again");
    if !form.field(was).is_some_and(|known| known.required) {
        return Advice { text: format!("{question}: no lead can be answered without."), toml: String::new() };
    }
    let text = format!(
        "{question}; or, if the new name stays, take `{is}` into the contract and require `{was}` no longer."
    );
    let added = format!("{}required = true\n", settings(is, new.shape.as_ref()));
    let dropped = entry(form.id, was, "required = false\n");
    Advice { text, toml: format!("{}\n{dropped}", entry(form.id, is, &added)) }
}

fn absent(form: &KnownForm<'_>, tally: &FieldTally) -> Advice {
    let name = &tally.name;
    if form.field(name).is_some_and(|known| known.required) {
        let text = format!(
            "`{name}` is required, and the page does not send it. Put it back on the page; or, if it is \
             gone for good, require it no longer."
        );
        return Advice { text, toml: entry(form.id, name, "required = false\n") };
    }
    let text = format!(
        "`{name}` is needed, and the page does not send it. Nobody could be answered without an email \
         address, or a name and a phone number: put it back on the page."
    );
    Advice { text, toml: String::new() }
}

fn left_blank(form: &KnownForm<'_>, tally: &FieldTally) -> Advice {
    let name = &tally.name;
    let text = format!(
        "`{name}` comes empty: the page lets people leave it out. Mark the control `required` on the \
         page, or require it no longer."
    );
    let may_go = form.field(name).is_some_and(|known| known.required);
    Advice { text, toml: if may_go { entry(form.id, name, "required = false\n") } else { String::new() } }
}

fn unknown(form: &KnownForm<'_>, tally: &FieldTally) -> Advice {
    let name = &tally.name;
    let text = format!("The page sends `{name}`, which the contract does not have. If it is meant, add it.");
    Advice { text, toml: entry(form.id, name, settings(name, tally.shape.as_ref())) }
}

fn choice(form: &KnownForm<'_>, tally: &FieldTally) -> Advice {
    let name = &tally.name;
    let text = format!(
        "`{name}` is answered with something that is not among its choices. Answers are not kept here: \
         compare the options on the page with `choices` of the entry `[form.{}.field.{name}]`, to the \
         letter, and add what is missing there.",
        form.id
    );
    Advice { text, toml: String::new() }
}

fn length(form: &KnownForm<'_>, tally: &FieldTally) -> Option<Advice> {
    let name = &tally.name;
    let sent = tally.shape.as_ref().map_or(0, |shape| shape.length_up_to);
    let most = form.field(name).and_then(|known| known.max_length).unwrap_or(0);
    let suggested = sent.min(MAX_SUGGESTED_LENGTH);
    if suggested <= most {
        return None;
    }
    let text = format!(
        "`{name}` comes with up to {sent} characters. Allow as many, or let the page stop earlier \
         (`maxlength`)."
    );
    Some(Advice { text, toml: entry(form.id, name, &format!("max_length = {suggested}\n")) })
}

fn kind(form: &KnownForm<'_>, tally: &FieldTally) -> Advice {
    let name = &tally.name;
    let text = format!("`{name}` comes as something else than its `type` says. If that stays, change it.");
    Advice { text, toml: entry(form.id, name, settings(name, tally.shape.as_ref())) }
}

fn email(tally: &FieldTally) -> Advice {
    let name = &tally.name;
    let text = format!(
        "Most of what comes as `{name}` is no email address: the page's own check is missing or broken. \
         Make the control `<input type=\"email\">` and let the browser check it before it sends; or \
         another field is sent under this name."
    );
    Advice { text, toml: String::new() }
}

fn consent(tally: &FieldTally) -> Advice {
    let name = &tally.name;
    let text = format!(
        "The page lets people send without `{name}`. Make the box required on the page; it may not be \
         ticked for them."
    );
    Advice { text, toml: String::new() }
}

fn consent_version(tally: &FieldTally) -> Advice {
    let name = &tally.name;
    let text = format!(
        "`{name}` is a wording that the form never showed. Let the page send the version of the text it \
         shows, and the contract have the same."
    );
    Advice { text, toml: String::new() }
}
