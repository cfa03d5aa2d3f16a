//! Standard fields that a page sends by itself. No visitor could mend what is wrong with
//! them, so none of it ever refuses a lead: an address that is too long is cut, and anything
//! else that does not fit is left out.

use super::error::{Fault, FieldCode};
use super::reading::place;
use super::standard::{MAX_URL, Slot, Standard};
use super::{campaign, check, value};
use crate::intake::{Scalar, Submission};

/// Takes one; whether there was anything to take, or why it is left out.
pub(super) fn standard(
    submission: &mut Submission,
    standard: &Standard,
    value: &Scalar,
) -> Result<bool, Fault> {
    match standard.slot {
        Slot::ClickId => campaign::click_id(submission, standard.name, value),
        Slot::SubmittedAt => {
            submission.client.submitted_at_ms = value::whole(value)?;
            Ok(submission.client.submitted_at_ms.is_some())
        }
        Slot::Attempt => {
            let attempt = value::count(value)?;
            let counts = |attempt: &u32| (1..=standard.most).contains(&u64::from(*attempt));
            submission.client.attempt = attempt.filter(counts);
            if attempt == submission.client.attempt {
                Ok(attempt.is_some())
            } else {
                Err(FieldCode::Range.into())
            }
        }
        slot => text(submission, slot, standard.most, value),
    }
}

fn text(submission: &mut Submission, slot: Slot, most: u64, value: &Scalar) -> Result<bool, Fault> {
    let Some(mut text) = value::text(value)? else { return Ok(false) };
    match slot {
        Slot::PageUrl | Slot::PageReferrer => cut(&mut text, MAX_URL),
        _ => check::of_length(&text, 0, most)?,
    }
    if let Some(place) = place(submission, slot) {
        *place = Some(text);
    }
    Ok(true)
}

/// To so many characters.
fn cut(text: &mut String, most: u64) {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
    }
}
