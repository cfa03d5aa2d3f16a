//! What is wrong with a line that is not TOML, in plain words.
//!
//! The line itself tells best what was meant, so the rules look at it; the parser's
//! message only says which kind of mistake it is, and is never shown.

use crate::problem::shown;
use crate::suggest::{quoted, slug};

/// A line that could not be read.
struct Line<'a> {
    text: &'a str,
    /// Before the first `=`, and after it.
    setting: Option<(&'a str, &'a str)>,
    parser: &'a str,
}

/// What is wrong, and what to write instead.
type Words = (String, String);

/// The first that recognises the line explains it.
const RULES: [fn(&Line<'_>) -> Option<Words>; 14] = [
    merge_marks,
    list_left_open,
    long_text_left_open,
    odd_line_end,
    remark,
    heading,
    curly_quotes,
    no_equals_sign,
    name,
    no_value,
    two_equals_signs,
    text_in_quotes,
    number,
    text_without_quotes,
];

/// Explains a line that the TOML parser refused with the message `parser`.
pub(crate) fn explain(text: &str, parser: &str) -> Words {
    let text = text.trim();
    let setting = text.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
    let line = Line { text, setting, parser };
    RULES.iter().find_map(|rule| rule(&line)).unwrap_or_else(|| {
        let message = format!("the line `{}` cannot be read", shown(text));
        (message, "write it as name = value, and look for a missing quote or bracket".to_owned())
    })
}

fn merge_marks(line: &Line<'_>) -> Option<Words> {
    let marks = ["<<<<<<<", "=======", ">>>>>>>"];
    marks.iter().any(|mark| line.text.starts_with(mark)).then(|| {
        let fix = "keep one of the two versions, and delete the lines of <<<<<<<, ======= and >>>>>>>";
        ("a merge left two versions of the file here".to_owned(), fix.to_owned())
    })
}

/// Whether the parser's message is about a list in brackets or braces.
pub(crate) fn leaves_list_open(parser: &str) -> bool {
    let about_lists = ["array", "inline table", "key-value pairs"].iter().any(|word| parser.contains(word));
    about_lists && !parser.contains("array table")
}

/// Whether it is about text over several lines.
pub(crate) fn leaves_text_open(parser: &str) -> bool {
    parser.contains("multi-line")
}

/// Whether the lines that follow may have been read as something they are not.
pub(crate) fn leaves_open(parser: &str) -> bool {
    leaves_list_open(parser) || leaves_text_open(parser)
}

fn list_left_open(line: &Line<'_>) -> Option<Words> {
    leaves_list_open(line.parser).then(|| {
        let message = "the list that begins here is not closed, or misses a comma";
        (message.to_owned(), "close it with ] or }, with a comma between any two things in it".to_owned())
    })
}

fn long_text_left_open(line: &Line<'_>) -> Option<Words> {
    leaves_text_open(line.parser).then(|| {
        let message = "text that was opened with three quotes is never closed";
        (message.to_owned(), "put the text on one line, between one \" and another".to_owned())
    })
}

fn odd_line_end(line: &Line<'_>) -> Option<Words> {
    line.parser.contains("carriage return").then(|| {
        let message = "the line ends as on an old Macintosh, with a lone carriage return";
        (message.to_owned(), "in your editor choose line endings \"LF\" or \"Unix\", and save".to_owned())
    })
}

fn remark(line: &Line<'_>) -> Option<Words> {
    let opened = ["//", "--", ";", "/*", "<!--"].iter().find_map(|mark| line.text.strip_prefix(mark));
    opened.map(|rest| {
        let rest = rest.trim_end_matches("*/").trim_end_matches("-->").trim();
        ("a remark begins with #".to_owned(), format!("# {}", shown(rest)))
    })
}

fn heading(line: &Line<'_>) -> Option<Words> {
    let inside = line.text.strip_prefix('[')?;
    let inside = inside.split(']').next().unwrap_or_default();
    let fix = match inside.split_once('.') {
        Some((kind, id)) => format!("[{}.{}]", slug(kind), slug(id)),
        None => format!("[{}]", slug(inside)),
    };
    let message = format!("the heading `{}` cannot be read", shown(line.text));
    Some((message, format!("write {fix} - small letters, digits and hyphens between [ and ]")))
}

fn curly_quotes(line: &Line<'_>) -> Option<Words> {
    let curly = ['“', '”', '„', '‘', '’', '«', '»'];
    let (name, value) = line.setting.unwrap_or((line.text, ""));
    (value.starts_with(curly)
        || name.starts_with(curly)
        || (value.starts_with('"') && value.ends_with(curly)))
    .then(|| {
        let straight = line.text.replace(['“', '”', '„', '«', '»'], "\"").replace(['‘', '’'], "'");
        let message = "curly quotes, as a word processor makes them, do not count as quotes";
        (message.to_owned(), format!("write straight ones: {}", shown(&straight)))
    })
}

fn no_equals_sign(line: &Line<'_>) -> Option<Words> {
    if line.setting.is_some() {
        return None;
    }
    let message = format!("the line `{}` has no equals sign", shown(line.text));
    let parts = line.text.split_once(':').or_else(|| line.text.split_once(char::is_whitespace));
    let fix = match parts.map(|(name, value)| (name.trim(), value.trim())) {
        Some((name, value)) if is_name(name) && !value.is_empty() => assignment(name, value),
        _ => "write name = value, or begin the line with # to make it a remark".to_owned(),
    };
    Some((message, fix))
}

fn name(line: &Line<'_>) -> Option<Words> {
    let (name, value) = line.setting?;
    if name.is_empty() {
        return Some(("nothing stands before the equals sign".to_owned(), assignment("name", value)));
    }
    (!is_name(name)).then(|| {
        let message =
            format!("`{}` is not the name of a setting: only letters, digits, _ and -", shown(name));
        (message, assignment(&slug(name).replace('-', "_"), value))
    })
}

fn no_value(line: &Line<'_>) -> Option<Words> {
    let (name, value) = line.setting?;
    (value.is_empty() || value.starts_with('#')).then(|| {
        let fix = format!("write {} = and its value, or delete the line", shown(name));
        (format!("`{}` has no value", shown(name)), fix)
    })
}

fn two_equals_signs(line: &Line<'_>) -> Option<Words> {
    let (name, value) = line.setting?;
    value.starts_with('=').then(|| {
        let message = format!("`{}` has more than one equals sign", shown(name));
        (message, assignment(name, value.trim_start_matches(['=', ' '])))
    })
}

fn text_in_quotes(line: &Line<'_>) -> Option<Words> {
    let (name, value) = line.setting?;
    let quote = value.chars().next().filter(|first| ['"', '\''].contains(first))?;
    let inner = value.get(1..)?;
    let name = shown(name);
    if line.parser.contains("escape") || line.parser.contains("unicode value") {
        let message = format!("the text of `{name}` has a backslash, which means something else here");
        return Some((message, "write / instead, or two backslashes for one".to_owned()));
    }
    let Some(end) = closing(inner, quote) else {
        let message = format!("the text of `{name}` is not closed");
        return Some((message, format!("{name} = {}", quoted(inner.trim_end_matches(['"', '\''])))));
    };
    let rest = inner.get(end..).unwrap_or_default();
    let fix = match rest.trim() {
        rest if rest.contains(" = ") => "put it on a line of its own".to_owned(),
        "," | ";" => format!("{name} = {quote}{}", shown(inner.trim_end_matches([',', ';', ' ']))),
        _ => "only a remark after # may follow; inside text write \\\" for a quote".to_owned(),
    };
    let message = format!("after the text of `{name}` stands something more: `{}`", shown(rest.trim()));
    (!rest.trim().is_empty()).then_some((message, fix))
}

/// The byte after the quote that ends a text.
fn closing(inner: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in inner.char_indices() {
        if character == quote && !escaped {
            return Some(at + 1);
        }
        escaped = quote == '"' && character == '\\' && !escaped;
    }
    None
}

fn number(line: &Line<'_>) -> Option<Words> {
    let (name, value) = line.setting?;
    let value = value.split('#').next().unwrap_or_default().trim();
    value.chars().next().filter(|first| first.is_ascii_digit() || ['+', '-'].contains(first))?;
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let grouped = value.chars().all(|character| character.is_ascii_digit() || "+, ._'".contains(character));
    let fix = match digits.trim_start_matches('0') {
        "" => format!("{} = 0", shown(name)),
        digits if grouped => format!("{} = {}", shown(name), shown(digits)),
        _ => format!("write a number with digits alone, text in quotes: {} = {}", shown(name), quoted(value)),
    };
    Some((format!("`{}` is neither a number nor text in quotes: {}", shown(name), shown(value)), fix))
}

fn text_without_quotes(line: &Line<'_>) -> Option<Words> {
    let (name, value) = line.setting?;
    (!value.starts_with(['"', '\'', '[', '{'])).then(|| {
        let value = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        let message = format!("the text of `{}` is not in quotes", shown(name));
        (message, format!("{} = {}", shown(name), quoted(value)))
    })
}

fn is_name(text: &str) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
    !text.is_empty() && text.chars().all(plain)
}

/// A setting as it is to be written.
fn assignment(name: &str, value: &str) -> String {
    let value = if is_value(value) { shown(value) } else { quoted(value.trim_matches(['"', '\''])) };
    format!("{} = {value}", shown(name))
}

fn is_value(text: &str) -> bool {
    let whole = !text.is_empty() && text.chars().all(|character| character.is_ascii_digit());
    whole || (text.len() > 1 && text.starts_with('"') && text.ends_with('"'))
}
