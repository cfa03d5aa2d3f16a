//! A JSON object, flattened to fields.

mod text;
mod token;
mod tree;

pub(crate) use text::Text;
pub(crate) use token::{Token, Tokens};
pub(crate) use tree::{Node, Tree};

use super::charset;
use super::fields::{Fields, MAX_FIELDS, MAX_LIST_ITEMS, MAX_NAME_BYTES, Scalar};
use super::malformed::Malformed;

/// The deepest nesting of objects and arrays in a JSON body: `utm.source` is depth 2.
pub const MAX_DEPTH: usize = 4;

/// The most digits kept of a number that no float holds.
const MAX_DIGITS: usize = 64;

/// Reads the fields of a JSON object.
///
/// Names are joined by dots. `null` is the same as leaving the field out. An array's scalars
/// become one list; an object or array in it is read as if it were an object's member, named
/// by its place (`products.0.name`). A name may be there once, however it is spelled.
pub(super) fn fields(body: &[u8]) -> Result<Fields, Malformed> {
    let mut tokens = Tokens::new(charset::utf8(body)?, MAX_DEPTH);
    let mut reader = Reader::default();
    while let Some(token) = tokens.next()? {
        if reader.open.is_empty() && !matches!(token, Token::BeginObject | Token::EndObject) {
            return Err(Malformed::NotJsonObject);
        }
        reader.take(token)?;
    }
    Ok(reader.fields)
}

/// The value of a scalar token; `None` for `null`, and for what is no scalar.
pub(crate) fn scalar(token: Token<'_>) -> Result<Option<Scalar>, Malformed> {
    Ok(match token {
        Token::Text(text) => Some(Scalar::Text(text.value()?)),
        Token::Number(digits) => Some(number(digits)),
        Token::Boolean(value) => Some(Scalar::Boolean(value)),
        _ => None,
    })
}

/// The text of a scalar token, as an item of a list.
pub(crate) fn item(token: Token<'_>) -> Result<Option<String>, Malformed> {
    Ok(match token {
        Token::Text(text) => Some(text.value()?),
        Token::Number(digits) => Some(beginning(digits)),
        Token::Boolean(value) => Some(value.to_string()),
        _ => None,
    })
}

/// A number, or the beginning of its digits when it is beyond the finite ones.
fn number(digits: &str) -> Scalar {
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Scalar::Number(number),
        _ => Scalar::Text(beginning(digits)),
    }
}

fn beginning(digits: &str) -> String {
    digits.get(..MAX_DIGITS).unwrap_or(digits).to_owned()
}

/// An object or array that is not closed yet. Names in it begin with the first
/// `prefix_bytes` of [`Reader::name`].
enum Open {
    Object { prefix_bytes: usize },
    Array { prefix_bytes: usize, next_place: usize, items: Vec<String> },
}

#[derive(Default)]
struct Reader {
    fields: Fields,
    /// The name of the value that comes next.
    name: String,
    open: Vec<Open>,
    /// Names that are taken and have no value, of objects and of `null`s, in order.
    taken: Vec<String>,
}

impl Reader {
    fn take(&mut self, token: Token<'_>) -> Result<(), Malformed> {
        match token {
            Token::Key(key) => self.enter_member(key),
            Token::BeginObject => self.begin_object(),
            Token::BeginArray => self.begin_array(),
            Token::EndObject => {
                self.open.pop();
                Ok(())
            }
            Token::EndArray => self.end_array(),
            value => self.keep(value),
        }
    }

    /// Makes the member's name the current one.
    fn enter_member(&mut self, key: Text<'_>) -> Result<(), Malformed> {
        let is_outermost = self.open.len() == 1;
        let Some(Open::Object { prefix_bytes }) = self.open.last() else { return Ok(()) };
        let key = key.decode(MAX_NAME_BYTES).ok_or(Malformed::NameTooLong)?;
        self.name.truncate(*prefix_bytes);
        if !is_outermost {
            self.name.push('.');
        }
        self.name.push_str(&key);
        if self.name.len() > MAX_NAME_BYTES { Err(Malformed::NameTooLong) } else { Ok(()) }
    }

    fn begin_object(&mut self) -> Result<(), Malformed> {
        self.enter_item()?;
        if !self.open.is_empty() {
            self.reserve()?;
        }
        self.open.push(Open::Object { prefix_bytes: self.name.len() });
        Ok(())
    }

    fn begin_array(&mut self) -> Result<(), Malformed> {
        self.enter_item()?;
        self.open.push(Open::Array { prefix_bytes: self.name.len(), next_place: 0, items: Vec::new() });
        Ok(())
    }

    /// Names an object or array that is in an array, by its place.
    fn enter_item(&mut self) -> Result<(), Malformed> {
        let Some(Open::Array { prefix_bytes, next_place, .. }) = self.open.last_mut() else { return Ok(()) };
        self.name.truncate(*prefix_bytes);
        self.name.push('.');
        self.name.push_str(&next_place.to_string());
        *next_place += 1;
        if self.name.len() > MAX_NAME_BYTES { Err(Malformed::NameTooLong) } else { Ok(()) }
    }

    fn end_array(&mut self) -> Result<(), Malformed> {
        let Some(Open::Array { prefix_bytes, next_place, items }) = self.open.pop() else { return Ok(()) };
        self.name.truncate(prefix_bytes);
        if items.is_empty() && next_place > 0 { self.reserve() } else { self.insert(Scalar::List(items)) }
    }

    fn keep(&mut self, token: Token<'_>) -> Result<(), Malformed> {
        let Some(Open::Array { next_place, items, .. }) = self.open.last_mut() else {
            return match scalar(token)? {
                Some(value) => self.insert(value),
                None => self.reserve(),
            };
        };
        *next_place += 1;
        let Some(item) = item(token)? else { return Ok(()) };
        if items.len() >= MAX_LIST_ITEMS {
            return Err(Malformed::TooManyValues);
        }
        items.push(item);
        Ok(())
    }

    fn insert(&mut self, value: Scalar) -> Result<(), Malformed> {
        if self.taken.binary_search(&self.name).is_ok() {
            return Err(Malformed::DuplicateField);
        }
        self.fields.insert(self.name.clone(), value)
    }

    fn reserve(&mut self) -> Result<(), Malformed> {
        if self.taken.len() >= MAX_FIELDS {
            return Err(Malformed::TooManyFields);
        }
        match self.taken.binary_search(&self.name) {
            Err(at) if self.fields.get(&self.name).is_none() => {
                self.taken.insert(at, self.name.clone());
                Ok(())
            }
            _ => Err(Malformed::DuplicateField),
        }
    }
}
