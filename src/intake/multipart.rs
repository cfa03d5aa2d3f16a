//! `multipart/form-data` bodies (RFC 7578), read where they lie.
//!
//! A delimiter is a whole line: `--`, the boundary, blanks, a line break. The first one
//! decides whether lines end in CRLF, as they must, or in LF, as scripts write them that
//! glue a body together; from there on only that is a line break, so that a value's own
//! LF before something like a boundary stays a value. What is before the first delimiter and
//! after the closing one is nothing.

use std::borrow::Cow;

use super::charset::{Charset, Decoder};
use super::disposition::{Disposition, FileName, Name};
use super::fields::{Fields, MAX_NAME_BYTES, MAX_VALUE_BYTES};
use super::malformed::Malformed;

/// UTF-8's byte order mark, as an editor may put it before a body.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the fields. A part is in the charset that it declares itself, else in the declared
/// one of the body, else in the one that a `_charset_` field names (RFC 7578, section 4.6),
/// else in UTF-8.
pub(super) fn fields(
    body: &[u8],
    boundary: &str,
    charset: Option<&Charset>,
    decoder: &dyn Decoder,
) -> Result<Fields, Malformed> {
    let named = match charset {
        None => plain_value(body, boundary, "_charset_").map(|label| Charset::from_label(&label)),
        Some(_) => None,
    };
    let charset = charset.or(named.as_ref()).unwrap_or(&Charset::Utf8);
    let mut fields = Fields::default();
    for part in Parts::of(body, boundary)? {
        let part = part?;
        match part.disposition.file {
            Some(FileName::Empty) if part.content.is_empty() => continue,
            Some(_) => return Err(Malformed::FileField),
            None => {}
        }
        fields.add(part.name(charset, decoder)?, part.value(charset, decoder)?)?;
    }
    Ok(fields)
}

/// The value of a field, if its name and value are plain ASCII, before any charset is known.
pub(super) fn plain_value(body: &[u8], boundary: &str, field: &str) -> Option<String> {
    let has_name = |part: &Part<'_>| match &part.disposition.name {
        Name::Plain(name) => name.as_ref() == field.as_bytes(),
        Name::Extended { .. } => false,
    };
    let part = Parts::of(body, boundary).ok()?.filter_map(Result::ok).find(has_name)?;
    let value = std::str::from_utf8(part.content).ok()?;
    (value.is_ascii() && !value.is_empty()).then(|| value.to_owned())
}

/// One field of the form.
struct Part<'a> {
    disposition: Disposition<'a>,
    content: &'a [u8],
}

impl<'a> Part<'a> {
    fn read(part: &'a [u8], line_break: &[u8]) -> Result<Self, Malformed> {
        let blank_line = [line_break, line_break].concat();
        let at = part.windows(blank_line.len()).position(|window| window == blank_line);
        let (headers, rest) = at.and_then(|at| part.split_at_checked(at)).ok_or(Malformed::BadPart)?;
        let content = rest.strip_prefix(blank_line.as_slice()).unwrap_or_default();
        Ok(Self { disposition: Disposition::read(headers, line_break)?, content })
    }

    fn name(&self, charset: &Charset, decoder: &dyn Decoder) -> Result<String, Malformed> {
        let name = match &self.disposition.name {
            Name::Plain(name) => charset.text(Cow::Borrowed(name), decoder)?,
            Name::Extended { charset, bytes } => {
                Charset::from_label(charset).text(Cow::Borrowed(bytes), decoder)?
            }
        };
        if name.len() > MAX_NAME_BYTES { Err(Malformed::NameTooLong) } else { Ok(name) }
    }

    fn value(&self, charset: &Charset, decoder: &dyn Decoder) -> Result<String, Malformed> {
        if self.content.len() > MAX_VALUE_BYTES {
            return Err(Malformed::ValueTooLong);
        }
        let content = Cow::Borrowed(self.content);
        let value = match &self.disposition.charset {
            Some(label) => Charset::from_label(label).text(content, decoder)?,
            None => charset.text(content, decoder)?,
        };
        if value.len() > MAX_VALUE_BYTES { Err(Malformed::ValueTooLong) } else { Ok(value) }
    }
}

/// The parts of a body, one by one. After an error there are no more.
struct Parts<'a> {
    /// From the line break that ends the last delimiter; nothing after the closing one.
    rest: Option<&'a [u8]>,
    boundary: &'a str,
    line_break: &'static [u8],
}

impl<'a> Parts<'a> {
    /// Finds the first delimiter.
    fn of(body: &'a [u8], boundary: &'a str) -> Result<Self, Malformed> {
        let mut lines = body.strip_prefix(MARK).unwrap_or(body);
        loop {
            if let Some(tail) = after_boundary(lines, boundary) {
                if closes(tail) {
                    return Ok(Self { rest: None, boundary, line_break: b"\n" });
                }
                for line_break in [b"\r\n".as_slice(), b"\n"] {
                    if let Some(rest) = opens(tail, line_break) {
                        return Ok(Self { rest: Some(rest), boundary, line_break });
                    }
                }
            }
            let end = lines.iter().position(|byte| *byte == b'\n').ok_or(Malformed::NoDelimiter)?;
            lines = lines.get(end + 1..).unwrap_or_default();
        }
    }

    fn next_part(&mut self, rest: &'a [u8]) -> Result<Part<'a>, Malformed> {
        let mut from = 0;
        loop {
            let feed = rest.iter().skip(from).position(|byte| *byte == b'\n').map(|at| from + at);
            let after = feed.ok_or(Malformed::Unfinished)? + 1;
            from = after;
            let (before, lines) = rest.split_at_checked(after).unwrap_or((rest, b""));
            let Some(tail) = after_boundary(lines, self.boundary) else { continue };
            let Some(part) = before.strip_suffix(self.line_break) else { continue };
            let opened = opens(tail, self.line_break);
            if opened.is_none() && !closes(tail) {
                continue;
            }
            self.rest = opened;
            return Part::read(part.strip_prefix(self.line_break).unwrap_or_default(), self.line_break);
        }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Result<Part<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        let part = self.next_part(rest);
        if part.is_err() {
            self.rest = None;
        }
        Some(part)
    }
}

/// What follows `--boundary` at the start of a line.
fn after_boundary<'a>(lines: &'a [u8], boundary: &str) -> Option<&'a [u8]> {
    lines.strip_prefix(b"--")?.strip_prefix(boundary.as_bytes())
}

/// Whether nothing but blanks ends the line of a closing delimiter.
fn closes(tail: &[u8]) -> bool {
    let Some(rest) = tail.strip_prefix(b"--") else { return false };
    matches!(without_blanks(rest).first(), None | Some(b'\r' | b'\n'))
}

/// What follows the line of a delimiter, with the line break that ends it.
fn opens<'a>(tail: &'a [u8], line_break: &[u8]) -> Option<&'a [u8]> {
    let rest = without_blanks(tail);
    rest.starts_with(line_break).then_some(rest)
}

fn without_blanks(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(bytes.len());
    bytes.get(end..).unwrap_or_default()
}
