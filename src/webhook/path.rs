//! Where in a sender's JSON a value is.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use crate::intake::Malformed;
use crate::intake::json::Node;

/// The longest path, in bytes.
const MAX_PATH_BYTES: usize = 300;

/// A path that can be followed.
///
/// `data.email` goes into objects; `answers.0.email` into the first item of an array, as does
/// `answers[0].email`; `answers[field.ref=work_email].email` into the first item whose
/// `field.ref` is `work_email`. A backslash makes the next character part of a name:
/// `data.work\.email`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Into an object's member, or an array's item by its place.
    Into(String),
    /// Into an array's first item that has this text there.
    Where { names: Vec<String>, is: String },
}

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathProblem {
    /// It is empty, or a name in it is.
    EmptyName,
    /// `[` without `]`, or `]` without `[`.
    OpenBracket,
    /// Brackets without `name=value`.
    NoCondition,
    /// Something else than `.`, `[` or the end after `]`.
    AfterBracket,
    /// A backslash at the end.
    OpenEscape,
    /// More than 300 bytes.
    TooLong,
    /// The field it is for has no name, or one of more than 300 bytes.
    FieldName,
    /// There are more than 200 of them.
    TooMany,
}

/// A configured path that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPath {
    /// The field it is for.
    pub field: String,
    /// The path as it is written.
    pub path: String,
    /// What is wrong with it.
    pub problem: PathProblem,
}

impl fmt::Display for PathProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::EmptyName => "a name is empty: write it like `data.email`",
            Self::OpenBracket => "a bracket has no other half: write it like `answers[ref=email].text`",
            Self::NoCondition => "brackets must say which item: write it like `answers[ref=email].text`",
            Self::AfterBracket => "after `]` there must be `.` and a name, or the end",
            Self::OpenEscape => "a backslash must be followed by the character it protects",
            Self::TooLong => "it is longer than 300 bytes",
            Self::FieldName => "the field's own name must have 1 to 300 bytes",
            Self::TooMany => "a lead has at most 200 fields: leave some out",
        })
    }
}

impl fmt::Display for BadPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: the path `{}` cannot be read: {}", self.field, self.path, self.problem)
    }
}

impl std::error::Error for BadPath {}

impl Path {
    /// Reads a path.
    pub fn compile(path: &str) -> Result<Self, PathProblem> {
        if path.len() > MAX_PATH_BYTES {
            return Err(PathProblem::TooLong);
        }
        let mut rest = path.chars().peekable();
        let mut steps = Vec::new();
        loop {
            steps.push(Step::Into(name(&mut rest, &['.', '[', ']'])?));
            while rest.next_if_eq(&'[').is_some() {
                steps.push(condition(&mut rest)?);
            }
            match rest.next() {
                None => return Ok(Self(steps)),
                Some('.') => {}
                Some(']') => return Err(PathProblem::OpenBracket),
                Some(_) => return Err(PathProblem::AfterBracket),
            }
        }
    }

    /// Follows the path from here. `None` where it leads nowhere.
    pub(super) fn follow<'t, 'a>(&self, from: Node<'t, 'a>) -> Result<Option<Node<'t, 'a>>, Malformed> {
        let mut here = from;
        for step in &self.0 {
            let next = match step {
                Step::Into(name) => into(here, name)?,
                Step::Where { names, is } => first_where(here, names, is)?,
            };
            match next {
                Some(next) => here = next,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }
}

fn into<'t, 'a>(here: Node<'t, 'a>, name: &str) -> Result<Option<Node<'t, 'a>>, Malformed> {
    if !here.is_array() {
        return here.member(name);
    }
    let place: Option<usize> = name.parse().ok();
    Ok(place.and_then(|place| here.items().nth(place)))
}

fn first_where<'t, 'a>(
    here: Node<'t, 'a>,
    names: &[String],
    is: &str,
) -> Result<Option<Node<'t, 'a>>, Malformed> {
    for item in here.items() {
        let mut inner = Some(item);
        for name in names {
            inner = match inner {
                Some(inner) => into(inner, name)?,
                None => None,
            };
        }
        if inner.map_or(Ok(None), Node::text)?.is_some_and(|text| text == is) {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

/// A name up to one of these characters, or the end.
fn name(rest: &mut Peekable<Chars<'_>>, ends: &[char]) -> Result<String, PathProblem> {
    let mut name = String::new();
    while let Some(next) = rest.next_if(|next| !ends.contains(next)) {
        match next {
            '\\' => name.push(rest.next().ok_or(PathProblem::OpenEscape)?),
            plain => name.push(plain),
        }
    }
    if name.is_empty() { Err(PathProblem::EmptyName) } else { Ok(name) }
}

/// What stands in brackets, the opening one read: `field.ref=work_email`, or a place.
fn condition(rest: &mut Peekable<Chars<'_>>) -> Result<Step, PathProblem> {
    let mut names = Vec::new();
    loop {
        names.push(name(rest, &['.', '=', ']'])?);
        match (rest.next(), names.as_slice()) {
            (Some('.'), _) => {}
            (Some('='), _) => break,
            (Some(_), [place]) if place.bytes().all(|byte| byte.is_ascii_digit()) => {
                return Ok(Step::Into(place.clone()));
            }
            (Some(_), _) => return Err(PathProblem::NoCondition),
            (None, _) => return Err(PathProblem::OpenBracket),
        }
    }
    let is = name(rest, &[']'])?;
    match rest.next() {
        Some(_) => Ok(Step::Where { names, is }),
        None => Err(PathProblem::OpenBracket),
    }
}
