//! The headers of one part of a multipart body (RFC 7578, section 4.2).

use std::borrow::Cow;

use super::malformed::Malformed;
use super::parameters::{self, Parameters, Value};
use super::urlencoded::escaped;

/// The longest headers of one part: a name and a file name in the longest spelling, and the
/// few headers that some clients add.
const MAX_HEADER_BYTES: usize = 4096;

/// What the headers of a part say.
pub(super) struct Disposition<'a> {
    /// The field's name.
    pub name: Name<'a>,
    /// Whether a file name is given, and whether it is empty: an untouched file input.
    pub file: Option<FileName>,
    /// The charset that the part declares for itself.
    pub charset: Option<Cow<'a, str>>,
}

/// A field's name, not decoded yet.
pub(super) enum Name<'a> {
    /// `name="..."`, in the charset of the body.
    Plain(Cow<'a, [u8]>),
    /// `name*=utf-8''...` (RFC 8187), in the charset that it names.
    Extended {
        /// Its charset.
        charset: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// A file name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FileName {
    /// `filename=""`
    Empty,
    /// A file was chosen.
    Given,
}

impl<'a> Disposition<'a> {
    /// Reads the headers of a part, each ended by this line break but for the last. One that
    /// goes on in the next line begins that with a blank.
    pub(super) fn read(headers: &'a [u8], line_break: &[u8]) -> Result<Self, Malformed> {
        if headers.len() > MAX_HEADER_BYTES {
            return Err(Malformed::BadPart);
        }
        let (mut disposition, mut charset) = (None, None);
        let mut rest = Some(headers);
        while let Some(lines) = rest {
            let (header, after) = first_header(lines, line_break);
            rest = after;
            let (name, value) = split_once(header, b':').ok_or(Malformed::BadPart)?;
            if name.eq_ignore_ascii_case(b"content-disposition") {
                if disposition.replace(value).is_some() {
                    return Err(Malformed::BadPart);
                }
            } else if name.eq_ignore_ascii_case(b"content-type") {
                charset = charset_of(value)?;
            } else if name.eq_ignore_ascii_case(b"content-transfer-encoding") {
                refuse_encoding(value)?;
            }
        }
        let (kind, parameters) = parameters::split(disposition.ok_or(Malformed::BadPart)?);
        if !kind.eq_ignore_ascii_case(b"form-data") {
            return Err(Malformed::BadPart);
        }
        Ok(Self { name: name(parameters)?, file: file(parameters)?, charset })
    }
}

/// The first header with the lines it goes on in, and what follows it.
fn first_header<'a>(lines: &'a [u8], line_break: &[u8]) -> (&'a [u8], Option<&'a [u8]>) {
    let mut ends = lines.windows(line_break.len()).enumerate().filter(|(_, window)| *window == line_break);
    let end = ends.find_map(|(at, _)| {
        let after = lines.get(at + line_break.len()..)?;
        (!after.starts_with(b" ") && !after.starts_with(b"\t")).then_some((lines.get(..at)?, after))
    });
    end.map_or((lines, None), |(header, after)| (header, Some(after)))
}

fn split_once(header: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let at = header.iter().position(|byte| *byte == separator)?;
    let (name, rest) = header.split_at_checked(at)?;
    Some((name.trim_ascii(), rest.get(1..)?.trim_ascii()))
}

/// The charset of a part's own `Content-Type`.
fn charset_of(content_type: &[u8]) -> Result<Option<Cow<'_, str>>, Malformed> {
    let (_, parameters) = parameters::split(content_type);
    let Some(label) = bytes_of(parameters, "charset")? else { return Ok(None) };
    let label = std::str::from_utf8(&label).map_err(|_| Malformed::BadPart)?;
    Ok(Some(Cow::Owned(label.to_owned())))
}

/// The encodings that leave the bytes as they are are no encodings; others would have to be
/// undone, and are deprecated for forms.
fn refuse_encoding(encoding: &[u8]) -> Result<(), Malformed> {
    let plain = [b"7bit".as_slice(), b"8bit", b"binary"];
    let is_plain = plain.iter().any(|name| name.eq_ignore_ascii_case(encoding));
    if is_plain { Ok(()) } else { Err(Malformed::TransferEncoding) }
}

fn name<'a>(parameters: Parameters<'a>) -> Result<Name<'a>, Malformed> {
    if let Some(extended) = bytes_of(parameters, "name*")? {
        return extended_name(&extended).ok_or(Malformed::BadPart);
    }
    match bytes_of(parameters, "name")? {
        Some(name) => Ok(Name::Plain(browser_unescaped(name))),
        None => Err(Malformed::BadPart),
    }
}

/// `charset'language'percent-encoded` (RFC 8187, section 3.2.1).
fn extended_name<'a>(value: &[u8]) -> Option<Name<'a>> {
    let (charset, rest) = split_once(value, b'\'')?;
    let (_, encoded) = split_once(rest, b'\'')?;
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((byte, after)) = rest.split_first() {
        let (byte, after) = if *byte == b'%' { escaped(after)? } else { (*byte, after) };
        bytes.push(byte);
        rest = after;
    }
    Some(Name::Extended { charset: std::str::from_utf8(charset).ok()?.to_owned(), bytes })
}

fn file(parameters: Parameters<'_>) -> Result<Option<FileName>, Malformed> {
    let plain = bytes_of(parameters, "filename")?;
    let extended = bytes_of(parameters, "filename*")?;
    Ok(match (plain, extended) {
        (None, None) => None,
        (Some(name), None) if name.is_empty() => Some(FileName::Empty),
        _ => Some(FileName::Given),
    })
}

/// A parameter's value. Browsers leave a backslash as it is, other clients put one before a
/// quote or another backslash: it is taken away there, and nowhere else.
fn bytes_of<'a>(parameters: Parameters<'a>, name: &str) -> Result<Option<Cow<'a, [u8]>>, Malformed> {
    let quoted = match parameters.one(name).map_err(|_| Malformed::BadPart)? {
        None => return Ok(None),
        Some(Value::Token(value)) => return Ok(Some(Cow::Borrowed(value))),
        Some(Value::Quoted(value)) => value,
        Some(Value::Open) => return Err(Malformed::BadPart),
    };
    if quoted.iter().any(|byte| matches!(byte, b'\r' | b'\n')) {
        return Err(Malformed::BadPart);
    }
    Ok(Some(replaced(quoted, |rest| match rest {
        [b'\\', byte @ (b'"' | b'\\'), after @ ..] => Some((*byte, after)),
        _ => None,
    })))
}

/// Browsers write `%22`, `%0D` and `%0A` for a quote and line breaks in a name, and nothing
/// else (HTML, "multipart/form-data encoding algorithm").
fn browser_unescaped(name: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let unescape = |rest: &[u8]| -> Option<u8> {
        let (byte, _) = escaped(rest.strip_prefix(b"%")?)?;
        matches!(byte, b'"' | b'\r' | b'\n').then_some(byte)
    };
    let unescaped = |name: &[u8]| -> Vec<u8> {
        replaced(name, |rest| Some((unescape(rest)?, rest.get(3..)?))).into_owned()
    };
    if name.contains(&b'%') { Cow::Owned(unescaped(&name)) } else { name }
}

/// Bytes with some of their beginnings read as one byte. Borrowed where nothing is replaced.
fn replaced(bytes: &[u8], one: impl Fn(&[u8]) -> Option<(u8, &[u8])>) -> Cow<'_, [u8]> {
    let mut result = Vec::new();
    let mut has_changed = false;
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        let (byte, after) = match one(rest) {
            Some(replacement) => {
                has_changed = true;
                replacement
            }
            None => (*byte, after),
        };
        result.push(byte);
        rest = after;
    }
    if has_changed { Cow::Owned(result) } else { Cow::Borrowed(bytes) }
}
