//! JSON text (RFC 8259) as a stream of tokens.
//!
//! A reader of its own, because a lead must not be lost to what strict ones refuse outright
//! and only that: half a surrogate pair, and numbers that no float holds. It keeps no stack
//! but one bit per level, so depth is bounded before anything is built, and it allocates
//! nothing.

use super::text::Text;
use crate::intake::Malformed;

/// The deepest nesting that [`Tokens`] can follow: one bit of its stack per level.
const STACK_BITS: usize = 32;

/// What a JSON text is made of. Colons and commas are checked, and left out.
#[derive(Clone, Copy)]
pub(crate) enum Token<'a> {
    /// `{`
    BeginObject,
    /// `}`
    EndObject,
    /// `[`
    BeginArray,
    /// `]`
    EndArray,
    /// The name of the member whose value comes next.
    Key(Text<'a>),
    /// A string.
    Text(Text<'a>),
    /// A number, as it is written.
    Number(&'a str),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`
    Null,
}

/// What may come next.
#[derive(Clone, Copy)]
enum Expected {
    Value,
    FirstKey,
    FirstItem,
    CommaOrEnd,
}

/// Reads tokens one by one.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    expected: Expected,
    depth: usize,
    max_depth: usize,
    /// One bit per level, the innermost one last: whether it is an array.
    arrays: u32,
}

impl<'a> Tokens<'a> {
    /// Reads this text, with objects and arrays nested at most so deep (and at most 32).
    pub(crate) fn new(text: &'a str, max_depth: usize) -> Self {
        let max_depth = max_depth.min(STACK_BITS);
        Self { text, at: 0, expected: Expected::Value, depth: 0, max_depth, arrays: 0 }
    }

    /// The next token; `None` after the one value that a text is.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'a>>, Malformed> {
        let next = self.peek();
        let token = match self.expected {
            Expected::CommaOrEnd if self.depth == 0 => {
                return if next.is_none() { Ok(None) } else { Err(Malformed::NotJsonObject) };
            }
            Expected::CommaOrEnd if next == Some(b',') => {
                self.at += 1;
                if self.in_array() { self.value() } else { self.key() }
            }
            Expected::CommaOrEnd => self.end(next),
            Expected::FirstKey if next != Some(b'}') => self.key(),
            Expected::FirstItem if next != Some(b']') => self.value(),
            Expected::FirstKey | Expected::FirstItem => self.end(next),
            Expected::Value => self.value(),
        };
        token.map(Some)
    }

    fn key(&mut self) -> Result<Token<'a>, Malformed> {
        self.peek();
        self.expect(b'"')?;
        let key = self.string()?;
        self.peek();
        self.expect(b':')?;
        self.expected = Expected::Value;
        Ok(Token::Key(key))
    }

    fn value(&mut self) -> Result<Token<'a>, Malformed> {
        self.expected = Expected::CommaOrEnd;
        match self.peek() {
            Some(b'{') => self.begin(Token::BeginObject, Expected::FirstKey, 0),
            Some(b'[') => self.begin(Token::BeginArray, Expected::FirstItem, 1),
            Some(b'"') => {
                self.at += 1;
                self.string().map(Token::Text)
            }
            Some(b't') => self.word("true", Token::Boolean(true)),
            Some(b'f') => self.word("false", Token::Boolean(false)),
            Some(b'n') => self.word("null", Token::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(Malformed::NotJsonObject),
        }
    }

    fn begin(&mut self, token: Token<'a>, first: Expected, bit: u32) -> Result<Token<'a>, Malformed> {
        if self.depth >= self.max_depth {
            return Err(Malformed::TooDeep);
        }
        self.depth += 1;
        self.arrays = (self.arrays << 1) | bit;
        self.expected = first;
        self.at += 1;
        Ok(token)
    }

    fn end(&mut self, next: Option<u8>) -> Result<Token<'a>, Malformed> {
        let token = match (self.in_array(), next) {
            (true, Some(b']')) => Token::EndArray,
            (false, Some(b'}')) => Token::EndObject,
            _ => return Err(Malformed::NotJsonObject),
        };
        self.depth -= 1;
        self.arrays >>= 1;
        self.expected = Expected::CommaOrEnd;
        self.at += 1;
        Ok(token)
    }

    const fn in_array(&self) -> bool {
        self.arrays & 1 == 1
    }

    /// A string, its opening quote read. Control characters must be escaped (section 7).
    fn string(&mut self) -> Result<Text<'a>, Malformed> {
        let start = self.at;
        let mut has_escapes = false;
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escapes = true;
                    self.at += 1;
                    self.escape()?;
                }
                Some(0x20..) => self.at += 1,
                _ => return Err(Malformed::NotJsonObject),
            }
        }
        let raw = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        Ok(Text::new(raw, has_escapes))
    }

    fn escape(&mut self) -> Result<(), Malformed> {
        let escape = self.byte();
        self.at += 1;
        match escape {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(()),
            Some(b'u') if (0..4).all(|ahead| self.is_hex_digit(ahead)) => {
                self.at += 4;
                Ok(())
            }
            _ => Err(Malformed::NotJsonObject),
        }
    }

    fn is_hex_digit(&self, ahead: usize) -> bool {
        self.text.as_bytes().get(self.at + ahead).is_some_and(u8::is_ascii_hexdigit)
    }

    /// A number (section 6).
    fn number(&mut self) -> Result<Token<'a>, Malformed> {
        let start = self.at;
        self.skip(b"-");
        if !self.skip(b"0") {
            self.digits()?;
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        Ok(Token::Number(self.text.get(start..self.at).unwrap_or_default()))
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while self.skip(b"0123456789") {}
        if self.at > start { Ok(()) } else { Err(Malformed::NotJsonObject) }
    }

    fn word(&mut self, word: &str, token: Token<'a>) -> Result<Token<'a>, Malformed> {
        if !self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(Malformed::NotJsonObject);
        }
        self.at += word.len();
        Ok(token)
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.skip(&[byte]) { Ok(()) } else { Err(Malformed::NotJsonObject) }
    }

    fn skip(&mut self, any_of: &[u8]) -> bool {
        let found = self.byte().is_some_and(|byte| any_of.contains(&byte));
        self.at += usize::from(found);
        found
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        while self.skip(b" \t\r\n") {}
        self.byte()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
