//! One batch on its way into the inbox: which statements are left to run.

use std::collections::VecDeque;

/// The most that one statement carries: D1 takes 2 MB in a bound value.
const STATEMENT_BYTES: usize = 1_000_000;

/// The entries of a batch that are not written yet, in statements that fit.
///
/// A statement is refused as a whole. Then its halves are tried, and so on, until the entry at fault stands
/// alone: among a hundred it costs the others some fourteen statements, not a hundred.
#[derive(Debug)]
pub struct Writing<T> {
    waiting: VecDeque<Vec<T>>,
}

impl<T> Writing<T> {
    /// Of all entries, each with its size in bytes.
    pub fn open(entries: impl IntoIterator<Item = (T, usize)>) -> Self {
        let mut waiting: VecDeque<Vec<T>> = VecDeque::new();
        let mut bytes = 0;
        for (entry, size) in entries {
            bytes += size;
            match waiting.back_mut() {
                Some(open) if bytes <= STATEMENT_BYTES => open.push(entry),
                _ => {
                    bytes = size;
                    waiting.push_back(vec![entry]);
                }
            }
        }
        Self { waiting }
    }

    /// The entries of the next statement.
    pub fn take_next(&mut self) -> Option<Vec<T>> {
        self.waiting.pop_front()
    }

    /// A statement was refused. Gives the entry back that it was refused for, if it was alone.
    pub fn refused(&mut self, mut entries: Vec<T>) -> Option<T> {
        if entries.len() < 2 {
            return entries.pop();
        }
        let second = entries.split_off(entries.len().div_ceil(2));
        self.waiting.push_front(second);
        self.waiting.push_front(entries);
        None
    }

    /// What is left when there is no time for more.
    pub fn rest(self) -> impl Iterator<Item = T> {
        self.waiting.into_iter().flatten()
    }
}
