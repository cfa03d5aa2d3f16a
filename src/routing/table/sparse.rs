//! Sets of rules, by number: a few of many, or most of them.

/// Rules in one word.
pub(super) const WORD: usize = 64;

/// A set that has few of the rules: the words that are not empty, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Few {
    words: Vec<u64>,
    /// One bit per word, as far as there are any.
    summary: Vec<u64>,
    /// For each word of the summary, how many of `words` come before its own.
    before: Vec<usize>,
    /// How many rules were added.
    count: usize,
}

impl Few {
    /// Adds a rule; its number is not below any that was added.
    pub fn push(&mut self, rule: usize) {
        let (place, bit) = (rule / WORD, 1_u64 << (rule % WORD));
        let is_new = self.summary(place / WORD) & (1 << (place % WORD)) == 0;
        if is_new {
            set(&mut self.summary, place);
            self.before.resize(self.summary.len(), self.words.len());
            self.words.push(0);
        }
        if let Some(bits) = self.words.last_mut() {
            *bits |= bit;
        }
        self.count += 1;
    }

    /// How many rules were added.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The rules of one word, found by counting the words before it.
    pub fn word(&self, word: usize) -> u64 {
        let (at, bit) = (word / WORD, 1_u64 << (word % WORD));
        let summary = self.summary(at);
        if summary & bit == 0 {
            return 0;
        }
        let before = self.before.get(at).copied().unwrap_or_default();
        let place = before + (summary & (bit - 1)).count_ones() as usize;
        self.words.get(place).copied().unwrap_or_default()
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
    count: usize,
}

impl Many {
    /// Adds a rule.
    pub fn insert(&mut self, rule: usize) {
        set(&mut self.words, rule);
        set(&mut self.summary, rule / WORD);
        self.count += 1;
    }

    /// How many rules were added.
    pub const fn count(&self) -> usize {
        self.count
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
