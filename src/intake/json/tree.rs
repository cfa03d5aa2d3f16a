//! A JSON text that can be looked into: its tokens in one list, where every object and array
//! knows its end. Building it and walking in it take no recursion.

use super::text::Text;
use super::token::{Token, Tokens};
use super::{item, scalar};
use crate::intake::{MAX_LIST_ITEMS, Malformed, Scalar, charset};

/// The most tokens of one text: five times a large Typeform payload, and 240 KB of memory.
const MAX_TOKENS: usize = 10_000;

/// A whole JSON text.
pub(crate) struct Tree<'a> {
    /// Each token, and where the value that it begins ends.
    tokens: Vec<(Token<'a>, usize)>,
}

impl<'a> Tree<'a> {
    /// Reads UTF-8 whose one value is an object, nested at most so deep (and at most 32).
    pub(crate) fn read(body: &'a [u8], max_depth: usize) -> Result<Self, Malformed> {
        let mut source = Tokens::new(charset::utf8(body)?, max_depth);
        let mut tokens = Vec::new();
        let mut open = Vec::new();
        while let Some(token) = source.next()? {
            if tokens.len() >= MAX_TOKENS {
                return Err(Malformed::TooManyValues);
            }
            tokens.push((token, tokens.len() + 1));
            match token {
                Token::BeginObject | Token::BeginArray => open.push(tokens.len() - 1),
                Token::EndObject | Token::EndArray => close(&mut tokens, open.pop()),
                _ => {}
            }
        }
        match tokens.first() {
            Some((Token::BeginObject, _)) => Ok(Self { tokens }),
            _ => Err(Malformed::NotJsonObject),
        }
    }

    /// The outermost object.
    pub(crate) const fn root(&self) -> Node<'_, 'a> {
        Node { tree: self, at: 0 }
    }
}

fn close(tokens: &mut [(Token<'_>, usize)], begin: Option<usize>) {
    let end = tokens.len();
    if let Some(slot) = begin.and_then(|begin| tokens.get_mut(begin)) {
        slot.1 = end;
    }
}

/// One value in a tree.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
}

impl<'t, 'a> Node<'t, 'a> {
    fn token(self) -> Token<'a> {
        self.tree.tokens.get(self.at).map_or(Token::Null, |(token, _)| *token)
    }

    fn end(self) -> usize {
        self.tree.tokens.get(self.at).map_or(usize::MAX, |(_, end)| *end)
    }

    /// The values in an array; none of anything else.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let first = if self.is_array() { self.at + 1 } else { usize::MAX };
        let last = self.end() - 1;
        let node = move |at: usize| (at < last).then_some(Node { tree: self.tree, at });
        std::iter::successors(node(first), move |item| node(item.end()))
    }

    /// The members of an object in the order they came; none of anything else.
    pub(crate) fn members(self) -> impl Iterator<Item = (Text<'a>, Self)> {
        let first = match self.token() {
            Token::BeginObject => self.at + 1,
            _ => usize::MAX,
        };
        let last = self.end() - 1;
        let member = move |at: usize| {
            let key = if at < last { Node { tree: self.tree, at }.token() } else { Token::Null };
            let Token::Key(key) = key else { return None };
            Some((key, Node { tree: self.tree, at: at + 1 }))
        };
        std::iter::successors(member(first), move |(_, value)| member(value.end()))
    }

    /// An object's member of this name. Two of one name are refused.
    pub(crate) fn member(self, name: &str) -> Result<Option<Self>, Malformed> {
        let mut found = self.members().filter(|(key, _)| key.is(name)).map(|(_, value)| value);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(Malformed::DuplicateField),
            (member, None) => Ok(member),
        }
    }

    /// The text of an object's member that is a scalar.
    pub(crate) fn member_text(self, name: &str) -> Result<Option<String>, Malformed> {
        self.member(name)?.map_or(Ok(None), Self::text)
    }

    /// Whether this is an array.
    pub(crate) fn is_array(self) -> bool {
        matches!(self.token(), Token::BeginArray)
    }

    /// The value as a field has it: a scalar, or the scalars of an array. `None` for `null`,
    /// for an object and for an array of those.
    pub(crate) fn scalar(self) -> Result<Option<Scalar>, Malformed> {
        if !self.is_array() {
            return scalar(self.token());
        }
        let mut items = Vec::new();
        for node in self.items() {
            if items.len() >= MAX_LIST_ITEMS {
                return Err(Malformed::TooManyValues);
            }
            items.extend(item(node.token())?);
        }
        let has_scalars = !items.is_empty() || self.items().next().is_none();
        Ok(has_scalars.then_some(Scalar::List(items)))
    }

    /// A scalar's text; numbers as they are written.
    pub(crate) fn text(self) -> Result<Option<String>, Malformed> {
        item(self.token())
    }

    /// Whether this is `true`, or the text of it.
    pub(crate) fn is_true(self) -> bool {
        match self.token() {
            Token::Boolean(value) => value,
            Token::Text(text) => text.is("true"),
            _ => false,
        }
    }
}
