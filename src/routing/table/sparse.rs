//! Sets of rules, by number: a few of many, or most of them.

/// Rules in one word.
pub(super) const WORD: usize = 64;

/// A set that has few of the rules: the words that are not empty, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Few {
    words: Vec<(u32, u64)>,
    /// One bit per word, as far as there are any.
    summary: Vec<u64>,
}

impl Few {
    /// Adds a rule; its number is not below any that was added.
    pub fn push(&mut self, rule: usize) {
        let (place, bit) = (rule / WORD, 1_u64 << (rule % WORD));
        let word = u32::try_from(place).unwrap_or(u32::MAX);
        match self.words.last_mut().filter(|(last, _)| *last == word) {
            Some((_, bits)) => *bits |= bit,
            None => self.words.push((word, bit)),
        }
        set(&mut self.summary, place);
    }

    /// The rules of one word.
    pub fn word(&self, word: usize) -> u64 {
        let Ok(word) = u32::try_from(word) else { return 0 };
        let found = self.words.binary_search_by_key(&word, |(place, _)| *place);
        found.ok().and_then(|at| self.words.get(at)).map_or(0, |(_, bits)| *bits)
    }

    /// Which of 64 words have any.
    pub fn summary(&self, at: usize) -> u64 {
        self.summary.get(at).copied().unwrap_or(0)
    }
}

/// A set that may have most of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Many {
    words: Vec<u64>,
    summary: Vec<u64>,
}

impl Many {
    /// Adds a rule.
    pub fn insert(&mut self, rule: usize) {
        set(&mut self.words, rule);
        set(&mut self.summary, rule / WORD);
    }

    /// The rules of one word.
    pub fn word(&self, word: usize) -> u64 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// Which of 64 words have any.
    pub fn summary(&self, at: usize) -> u64 {
        self.summary.get(at).copied().unwrap_or(0)
    }
}

fn set(words: &mut Vec<u64>, at: usize) {
    let place = at / WORD;
    if words.len() <= place {
        words.resize(place + 1, 0);
    }
    if let Some(word) = words.get_mut(place) {
        *word |= 1 << (at % WORD);
    }
}
