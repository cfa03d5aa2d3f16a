//! Campaign parameters and click ids: a page's fields, or else what the page's address says.

use super::Contract;
use super::check;
use super::error::{Fault, FieldCode};
use super::standard::{CAMPAIGN_PREFIX, MAX_CLICK_ID, Slot, standard_field};
use super::value;
use crate::intake::{Scalar, Submission};

/// The most parameters kept.
const MAX_PARAMETERS: usize = 16;
/// The longest name of one, without its prefix, and the longest value.
const MAX_NAME_BYTES: usize = 50;
const MAX_VALUE: u64 = 500;
/// How the names begin in an address.
const ADDRESS_PREFIX: &str = "utm_";

/// Takes a `utm.*` field; whether there was anything to take, or why it is left out.
pub(super) fn field(submission: &mut Submission, name: &str, value: &Scalar) -> Result<bool, Fault> {
    match (name.strip_prefix(CAMPAIGN_PREFIX), value::text(value)?) {
        (Some(parameter), Some(text)) => parameter_of(submission, parameter, text).map(|()| true),
        _ => Ok(false),
    }
}

/// Takes what an advertising network calls the click.
pub(super) fn click_id(submission: &mut Submission, name: &str, value: &Scalar) -> Result<bool, Fault> {
    let Some(id) = value::text(value)? else { return Ok(false) };
    check::of_length(&id, 0, MAX_CLICK_ID)?;
    submission.click_ids.insert(name.to_owned(), id.into());
    Ok(true)
}

/// Takes from the address of the page what no field said: a page without a script of its own
/// sends nothing else.
pub(super) fn read_address(submission: &mut Submission, contract: &Contract) {
    let Some(url) = submission.page.url.take() else { return };
    let query = url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
    for (name, said) in form_urlencoded::parse(query.as_bytes()) {
        let name = name.to_ascii_lowercase();
        let said = Scalar::Text(said.into_owned());
        // What does not fit in an address is nobody's mistake in this form.
        let _left_out = match name.strip_prefix(ADDRESS_PREFIX) {
            Some(parameter) if submission.utm.contains_key(parameter) => Ok(false),
            Some(parameter) => field(submission, &format!("{CAMPAIGN_PREFIX}{parameter}"), &said),
            None if submission.click_ids.contains_key(&name) => Ok(false),
            None if is_click_id(&name) && contract.has(&name) => click_id(submission, &name, &said),
            None => Ok(false),
        };
    }
    submission.page.url = Some(url);
}

fn parameter_of(submission: &mut Submission, parameter: &str, text: String) -> Result<(), Fault> {
    if parameter.is_empty() || parameter.len() > MAX_NAME_BYTES {
        return Err(FieldCode::Length.into());
    }
    check::of_length(&text, 0, MAX_VALUE)?;
    let is_new = !submission.utm.contains_key(parameter);
    if is_new && submission.utm.len() >= MAX_PARAMETERS {
        return Err(FieldCode::TooMany.into());
    }
    submission.utm.insert(parameter.to_owned(), text);
    Ok(())
}

fn is_click_id(name: &str) -> bool {
    standard_field(name).is_some_and(|standard| standard.slot == Slot::ClickId)
}
