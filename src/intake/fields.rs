//! A body of any kind, flattened to named scalar fields.
//!
//! JSON objects and form bodies say the same things in two ways: nested objects
//! become dotted names (`consent.privacy`), so that one contract reads both.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// The most fields one body may have. A real form has a few dozen.
pub const MAX_FIELDS: usize = 200;
/// The deepest nesting of objects in a JSON body: `utm.source` is depth 2.
pub const MAX_DEPTH: usize = 4;

/// One field's value as it came.
#[derive(Clone, PartialEq)]
pub enum Scalar {
    /// Text, from JSON or a form body.
    Text(String),
    /// A JSON number.
    Number(f64),
    /// A JSON boolean.
    Boolean(bool),
    /// A JSON array, which no field of a lead is: kept only to be named in an error.
    List,
}

/// Why a body could not be read into fields at all (HTTP 400).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Not UTF-8.
    NotUtf8,
    /// Not JSON, or not a JSON object.
    NotJsonObject,
    /// The same name twice, which readers would understand differently.
    DuplicateField,
    /// More than [`MAX_FIELDS`] fields.
    TooManyFields,
    /// Deeper than [`MAX_DEPTH`] objects.
    TooDeep,
}

impl Malformed {
    /// What to tell the sender.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::NotUtf8 => "The body is not valid UTF-8.",
            Self::NotJsonObject => "The body is not a JSON object.",
            Self::DuplicateField => "The body names a field twice.",
            Self::TooManyFields => "The body has more than 200 fields.",
            Self::TooDeep => "The body nests objects more than 4 deep.",
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.detail())
    }
}

/// The fields of one body, by dotted name.
#[derive(Clone, Default)]
pub struct Fields(BTreeMap<String, Scalar>);

impl Fields {
    /// Reads a JSON object.
    pub fn from_json(body: &[u8]) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(body).map_err(|_| Malformed::NotUtf8)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut fields = Self::default();
        let mut problem = None;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let root = Object { fields: &mut fields, prefix: "", depth: 1, problem: &mut problem };
        let read = root.deserialize(&mut deserializer).and_then(|()| deserializer.end());
        match (read, problem) {
            (Ok(()), None) => Ok(fields),
            (_, Some(problem)) => Err(problem),
            (Err(_), None) => Err(Malformed::NotJsonObject),
        }
    }

    /// Reads an `application/x-www-form-urlencoded` body (WHATWG URL, section 5.1).
    pub fn from_urlencoded(body: &[u8]) -> Result<Self, Malformed> {
        std::str::from_utf8(body).map_err(|_| Malformed::NotUtf8)?;
        let mut fields = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            fields.insert(name.into_owned(), Scalar::Text(value.into_owned()))?;
        }
        Ok(fields)
    }

    fn insert(&mut self, name: String, value: Scalar) -> Result<(), Malformed> {
        if self.0.len() >= MAX_FIELDS {
            return Err(Malformed::TooManyFields);
        }
        match self.0.insert(name, value) {
            None => Ok(()),
            Some(_) => Err(Malformed::DuplicateField),
        }
    }

    /// The value of a field, if the body has it.
    pub fn get(&self, name: &str) -> Option<&Scalar> {
        self.0.get(name)
    }

    /// The text of a field, for showing a refused form again. Empty when absent or not text.
    pub fn text(&self, name: &str) -> &str {
        match self.0.get(name) {
            Some(Scalar::Text(text)) => text,
            _ => "",
        }
    }

    /// All fields in name order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Scalar)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// Reads one JSON object into `fields`, every name prefixed.
struct Object<'a> {
    fields: &'a mut Fields,
    prefix: &'a str,
    depth: usize,
    problem: &'a mut Option<Malformed>,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { fields, prefix, depth, problem } = self;
        if depth > MAX_DEPTH {
            *problem = Some(Malformed::TooDeep);
            return Err(A::Error::custom("too deep"));
        }
        while let Some(key) = map.next_key::<String>()? {
            let name = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
            map.next_value_seed(Field { fields, name, depth, problem })?;
        }
        Ok(())
    }
}

/// Reads one value: a scalar is kept, an object goes one level down.
struct Field<'a> {
    fields: &'a mut Fields,
    name: String,
    depth: usize,
    problem: &'a mut Option<Malformed>,
}

impl Field<'_> {
    fn keep<E: serde::de::Error>(self, value: Scalar) -> Result<(), E> {
        self.fields.insert(self.name, value).map_err(|problem| {
            *self.problem = Some(problem);
            E::custom("field refused")
        })
    }
}

impl<'de> DeserializeSeed<'de> for Field<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Field<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a field value")
    }
    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.keep(Scalar::Boolean(value))
    }
    #[allow(clippy::cast_precision_loss)] // no field of a lead needs more than 53 bits
    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.keep(Scalar::Number(value as f64))
    }
    #[allow(clippy::cast_precision_loss)] // no field of a lead needs more than 53 bits
    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.keep(Scalar::Number(value as f64))
    }
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.keep(Scalar::Number(value))
    }
    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.keep(Scalar::Text(value.to_owned()))
    }
    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<(), E> {
        self.keep(Scalar::Text(value))
    }
    /// `null` means the same as leaving the field out.
    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        self.keep(Scalar::List)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Self { fields, name, depth, problem } = self;
        Object { fields, prefix: &name, depth: depth + 1, problem }.visit_map(map)
    }
}
