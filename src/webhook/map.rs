//! The lead in a sender's payload.

use std::collections::BTreeMap;

use super::path::{BadPath, Path, PathProblem};
use crate::intake::json::Tree;
use crate::intake::{Fields, MAX_FIELDS, MAX_NAME_BYTES, Malformed};

/// The deepest nesting of objects and arrays in a payload: form tools put a form's definition
/// beside its answers, choices in questions in pages.
pub const MAX_PAYLOAD_DEPTH: usize = 16;

/// A webhook's body, read. Nothing in it is a lead yet.
pub struct Payload<'a>(Tree<'a>);

impl<'a> Payload<'a> {
    /// Reads a JSON object in UTF-8, nested at most [`MAX_PAYLOAD_DEPTH`] deep.
    pub fn read(json: &'a [u8]) -> Result<Self, Malformed> {
        Tree::read(json, MAX_PAYLOAD_DEPTH).map(Self)
    }

    /// The text at a path: the sender's own id of an event, for one. `None` if there is no
    /// scalar. A member that is there twice on the way is refused.
    pub fn text(&self, path: &Path) -> Result<Option<String>, Malformed> {
        let node = path.follow(self.0.root())?;
        node.map_or(Ok(None), |node| node.text())
    }

    /// The fields that a map finds; the others are absent.
    pub fn fields(&self, map: &FieldMap) -> Result<Fields, Malformed> {
        let mut fields = Fields::default();
        for (name, path) in &map.0 {
            let node = path.follow(self.0.root())?;
            if let Some(value) = node.map_or(Ok(None), |node| node.scalar())? {
                fields.insert(name.clone(), value)?;
            }
        }
        Ok(fields)
    }
}

/// Which of our dotted names is where in a payload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap(Vec<(String, Path)>);

impl FieldMap {
    /// Reads a configuration of our names and paths; see [`Path`] for how those are written.
    pub fn compile(paths: &BTreeMap<String, String>) -> Result<Self, BadPath> {
        let mut map = Vec::with_capacity(paths.len());
        for (field, path) in paths {
            let has_name = (1..=MAX_NAME_BYTES).contains(&field.len());
            let compiled = match (has_name, map.len() < MAX_FIELDS) {
                (true, true) => Path::compile(path),
                (true, false) => Err(PathProblem::TooMany),
                (false, _) => Err(PathProblem::FieldName),
            };
            let refuse = |problem| BadPath { field: field.clone(), path: path.clone(), problem };
            map.push((field.clone(), compiled.map_err(refuse)?));
        }
        Ok(Self(map))
    }

    /// Reads the fields out of a payload.
    pub fn read(&self, json: &[u8]) -> Result<Fields, Malformed> {
        Payload::read(json)?.fields(self)
    }
}
