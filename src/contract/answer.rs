//! An answer to a question that is a form's own.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::personal::Personal;
use crate::text;

/// One answer. In JSON it is the bare value; a whole number has no decimal point.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Text, one choice, an address, a number to dial, or a date as RFC 3339's full-date.
    Text(Personal<String>),
    /// A finite number.
    Number(Personal<f64>),
    /// Yes or no.
    Boolean(Personal<bool>),
    /// Several choices.
    Many(Personal<Vec<String>>),
}

/// Whole numbers up to here are exact in an `f64`: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Answer {
    /// The answer in one text: `yes` or `no`, several choices with commas between them.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text.expose()),
            Self::Number(number) => Cow::Owned(number.expose().to_string()),
            Self::Boolean(yes) => Cow::Borrowed(if *yes.expose() { "yes" } else { "no" }),
            Self::Many(choices) => Cow::Owned(choices.expose().join(", ")),
        }
    }

    /// The answer with its texts as they may be shown; `None` when nothing is left of them.
    pub(crate) fn fit(self) -> Option<Self> {
        match self {
            Self::Text(text) => text::something(text.into_inner()).map(|text| Self::Text(text.into())),
            Self::Many(choices) => {
                let left: Vec<String> =
                    choices.into_inner().into_iter().filter_map(text::something).collect();
                (!left.is_empty()).then(|| Self::Many(left.into()))
            }
            Self::Number(_) | Self::Boolean(_) => Some(self),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text.expose()),
            Self::Number(number) => match *number.expose() {
                #[allow(clippy::cast_possible_truncation)] // whole and in range
                whole if whole.fract() == 0.0 && whole.abs() <= EXACT => {
                    serializer.serialize_i64(whole as i64)
                }
                number => serializer.serialize_f64(number),
            },
            Self::Boolean(yes) => serializer.serialize_bool(*yes.expose()),
            Self::Many(choices) => choices.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Stored)
    }
}

struct Stored;

impl<'de> Visitor<'de> for Stored {
    type Value = Answer;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text, a number, a boolean or a list of texts")
    }
    fn visit_bool<E: Error>(self, yes: bool) -> Result<Answer, E> {
        Ok(Answer::Boolean(yes.into()))
    }
    #[allow(clippy::cast_precision_loss)] // only exact numbers are written as whole ones
    fn visit_i64<E: Error>(self, number: i64) -> Result<Answer, E> {
        Ok(Answer::Number((number as f64).into()))
    }
    #[allow(clippy::cast_precision_loss)] // only exact numbers are written as whole ones
    fn visit_u64<E: Error>(self, number: u64) -> Result<Answer, E> {
        Ok(Answer::Number((number as f64).into()))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Answer, E> {
        Ok(Answer::Number(number.into()))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned().into()))
    }
    fn visit_string<E: Error>(self, text: String) -> Result<Answer, E> {
        Ok(Answer::Text(text.into()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Answer, A::Error> {
        let mut choices = Vec::new();
        while let Some(choice) = seq.next_element()? {
            choices.push(choice);
        }
        Ok(Answer::Many(choices.into()))
    }
}
