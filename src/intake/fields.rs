//! A body of any kind, flattened to named values.
//!
//! JSON objects and form bodies say the same things in two ways: nested objects
//! become dotted names (`consent.privacy`), and a name that a form repeats becomes a list
//! as a JSON array does, so that one contract reads both.

use super::charset::Utf8Only;
use super::malformed::Malformed;
use super::{json, urlencoded};

/// The most fields one body may have. A real form has a few dozen.
pub const MAX_FIELDS: usize = 200;
/// The longest dotted name, in bytes. Some form tools name a field by its whole question.
pub const MAX_NAME_BYTES: usize = 300;
/// The longest value, in bytes: the longest text of a contract has 5,000 characters, which
/// are 20,000 bytes at most.
pub const MAX_VALUE_BYTES: usize = 32 * 1024;
/// The most values of one field: a multi-select of all the states of the USA.
pub const MAX_LIST_ITEMS: usize = 50;

/// One field's value as it came.
#[derive(Clone, PartialEq)]
pub enum Scalar {
    /// Text, from JSON or a form body; of a number beyond the finite ones, its digits.
    Text(String),
    /// A JSON number. Always finite.
    Number(f64),
    /// A JSON boolean.
    Boolean(bool),
    /// The values of a field that a form body repeats (`interest=a&interest=b`) or ends in
    /// brackets (`interest[]=a`), or the scalars of a JSON array, in the order they came.
    List(Vec<String>),
}

/// The fields of one body, by dotted name.
///
/// A vector kept in name order: a form has a dozen fields, and one block of memory is faster
/// to fill, search and drop than a tree.
#[derive(Clone, Default, PartialEq)]
pub struct Fields(Vec<(String, Scalar)>);

impl Fields {
    /// Reads a JSON object in UTF-8.
    pub fn from_json(body: &[u8]) -> Result<Self, Malformed> {
        json::fields(body)
    }

    /// Reads an `application/x-www-form-urlencoded` body (WHATWG URL, section 5.1) in UTF-8.
    pub fn from_urlencoded(body: &[u8]) -> Result<Self, Malformed> {
        urlencoded::fields(body, None, &Utf8Only)
    }

    /// The value of a field, if the body has it.
    pub fn get(&self, name: &str) -> Option<&Scalar> {
        let at = self.place(name).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The text of a field, for showing a refused form again. Empty when absent or not text.
    pub fn text(&self, name: &str) -> &str {
        match self.get(name) {
            Some(Scalar::Text(text)) => text,
            _ => "",
        }
    }

    /// The text of a field, the last one where the body repeats it. Forms of Rails and
    /// ASP.NET send a tick box after a hidden input of the same name, so that `off` is said
    /// when it is not ticked: the last value is what the visitor chose.
    pub fn last_text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Scalar::Text(text) => Some(text),
            Scalar::List(items) => items.last().map(String::as_str),
            Scalar::Number(_) | Scalar::Boolean(_) => None,
        }
    }

    /// All fields in name order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Scalar)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Sets a field, in place of what it may have been.
    pub fn set(&mut self, name: &str, value: Scalar) -> Result<(), Malformed> {
        let at = match self.place(name) {
            Ok(at) => at,
            Err(at) => return self.insert_at(at, name.to_owned(), value),
        };
        if let Some(slot) = self.0.get_mut(at) {
            slot.1 = value;
        }
        Ok(())
    }

    /// Takes a field out.
    pub fn remove(&mut self, name: &str) -> Option<Scalar> {
        self.place(name).ok().map(|at| self.0.remove(at).1)
    }

    /// Adds a field that may be there only once.
    pub(crate) fn insert(&mut self, name: String, value: Scalar) -> Result<(), Malformed> {
        match self.place(&name) {
            Ok(_) => Err(Malformed::DuplicateField),
            Err(at) => self.insert_at(at, name, value),
        }
    }

    /// Adds a value of a form body: a second one of the same name makes it a list.
    pub(crate) fn add(&mut self, mut name: String, value: String) -> Result<(), Malformed> {
        let is_list = name.ends_with("[]");
        if is_list {
            name.truncate(name.len() - 2);
        }
        let at = match self.place(&name) {
            Ok(at) => at,
            Err(at) if is_list => return self.insert_at(at, name, Scalar::List(vec![value])),
            Err(at) => return self.insert_at(at, name, Scalar::Text(value)),
        };
        match self.0.get_mut(at).map(|(_, held)| held) {
            Some(Scalar::List(items)) if items.len() >= MAX_LIST_ITEMS => Err(Malformed::TooManyValues),
            Some(Scalar::List(items)) => {
                items.push(value);
                Ok(())
            }
            Some(Scalar::Text(first)) => {
                let first = std::mem::take(first);
                self.set(&name, Scalar::List(vec![first, value]))
            }
            _ => Err(Malformed::DuplicateField),
        }
    }

    fn insert_at(&mut self, at: usize, name: String, value: Scalar) -> Result<(), Malformed> {
        if self.0.len() >= MAX_FIELDS {
            return Err(Malformed::TooManyFields);
        }
        self.0.insert(at, (name, value));
        Ok(())
    }

    /// Where a name is, or where it belongs.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(held, _)| held.as_str().cmp(name))
    }
}

impl IntoIterator for Fields {
    type Item = (String, Scalar);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
