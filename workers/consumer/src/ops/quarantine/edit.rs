//! The lead that an edit makes, to be delivered instead of what the visitor sent.

use beeline::contract::FieldCode;
use beeline::identity::Shard;
use beeline::intake::Fields;
use beeline::ledger::QuarantinedLead;
use beeline::problem::Problem;
use beeline::quarantine::Correction;
use serde_json::value::RawValue;

use super::gather;
use super::refusal::Refusal;
use crate::ops::Visit;

/// New values, from a program or from a form that is compared with what the lead says.
pub enum Changes<'a> {
    Named(Box<Correction>),
    Typed(&'a Fields),
}

/// The lead as it is to be delivered, and what is different of it.
pub async fn edited(
    visit: &Visit<'_>,
    shard: Shard,
    lead: &QuarantinedLead,
    changes: Changes<'_>,
) -> std::result::Result<(Box<RawValue>, Vec<&'static str>), Refusal> {
    let said = gather::said(visit.desk, shard, lead).await;
    let said = said.ok_or_else(|| Refusal::Unavailable("what the lead says cannot be read".into()))?;
    let correction = match changes {
        Changes::Named(correction) => *correction,
        Changes::Typed(fields) => {
            Correction::of_form(&said, |field| fields.get(field).map(|_| fields.text(field).to_owned()))
        }
    };
    let wrong = |errors| Refusal::Problem(Problem::WrongFields(errors));
    let (lead, changed) = correction.apply(&said).map_err(wrong)?;
    if changed.is_empty() {
        return Err(Refusal::field(
            "changes",
            FieldCode::Required,
            "Name at least one field with another value.",
        ));
    }
    let text =
        serde_json::value::to_raw_value(&lead).map_err(|error| Refusal::Unavailable(error.to_string()))?;
    Ok((text, changed))
}
