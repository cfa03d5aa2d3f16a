//! The parameters after a header's value: `; charset=utf-8; boundary="a b"`
//! (RFC 9110, section 5.6.6).

/// What a header says before its parameters, without white space, and the parameters.
pub(super) fn split(header: &[u8]) -> (&[u8], Parameters<'_>) {
    let end = header.iter().position(|byte| *byte == b';').unwrap_or(header.len());
    let (value, rest) = header.split_at_checked(end).unwrap_or((header, b""));
    (value.trim_ascii(), Parameters(rest))
}

/// The value of a parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Bare.
    Token(&'a [u8]),
    /// What stands between the quotes, its backslashes not yet resolved.
    Quoted(&'a [u8]),
    /// Quotes that are never closed.
    Open,
}

/// Parameters in the order they came. White space is allowed around everything, and what has
/// no `=` is passed over, as in browsers (WHATWG MIME Sniffing, section 4.4).
#[derive(Clone, Copy)]
pub(super) struct Parameters<'a>(&'a [u8]);

impl<'a> Parameters<'a> {
    /// The value of the parameter of this name. `Err` if there are two: readers would
    /// take different ones.
    pub(super) fn one(self, name: &str) -> Result<Option<Value<'a>>, TwoOfOneName> {
        let mut found = self.filter(|(given, _)| given.eq_ignore_ascii_case(name.as_bytes()));
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(TwoOfOneName),
            (first, None) => Ok(first.map(|(_, value)| value)),
        }
    }
}

/// A parameter is there twice.
#[derive(Debug)]
pub(super) struct TwoOfOneName;

impl<'a> Iterator for Parameters<'a> {
    type Item = (&'a [u8], Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let at = self.0.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b';')?;
            let rest = self.0.get(at..)?;
            let end = rest.iter().position(|byte| matches!(byte, b';' | b'=')).unwrap_or(rest.len());
            let (name, rest) = rest.split_at_checked(end)?;
            let Some(value) = rest.strip_prefix(b"=") else {
                self.0 = rest;
                continue;
            };
            let (value, rest) = value_of(value.trim_ascii_start());
            self.0 = rest;
            return Some((name.trim_ascii(), value));
        }
    }
}

/// A value, and what follows its end.
fn value_of(rest: &[u8]) -> (Value<'_>, &[u8]) {
    let Some(quoted) = rest.strip_prefix(b"\"") else {
        let (value, rest) = before_semicolon(rest);
        return (Value::Token(value.trim_ascii_end()), rest);
    };
    let mut is_escaped = false;
    let end = quoted.iter().position(|byte| {
        let closes = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        closes
    });
    match end.and_then(|end| quoted.split_at_checked(end)) {
        Some((value, rest)) => (Value::Quoted(value), before_semicolon(rest).1),
        None => (Value::Open, b""),
    }
}

fn before_semicolon(rest: &[u8]) -> (&[u8], &[u8]) {
    let end = rest.iter().position(|byte| *byte == b';').unwrap_or(rest.len());
    rest.split_at_checked(end).unwrap_or((rest, b""))
}
