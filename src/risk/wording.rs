//! What the words of a submission give away.

/// Local parts that somebody types to try a form out, counters removed.
const TEST_WORDS: &[&str] = &[
    "test", "tests", "tester", "testing", "testtest", "foo", "foobar", "fake", "none", "nobody", "noemail",
    "nomail", "abc", "abcd", "xyz", "xxx", "aaa", "asd", "qwe", "azerty", "example", "dummy", "null", "spam",
];

/// Whether an email's local part is a word people test with.
pub(super) fn is_test_word(local: &str) -> bool {
    TEST_WORDS.iter().any(|word| word.eq_ignore_ascii_case(local))
}

/// How many links a text has: a scheme and its slashes, or a bare `www.`. A domain without
/// either is not counted: people sign with it.
pub(super) fn links(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut before = b' ';
    let mut found = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let rest = |word: &[u8]| bytes.get(at..at + word.len()).is_some_and(|r| r.eq_ignore_ascii_case(word));
        found += match byte {
            b':' => usize::from(rest(b"://")),
            b'w' | b'W' if !before.is_ascii_alphanumeric() && before != b'/' => usize::from(rest(b"www.")),
            _ => 0,
        };
        before = *byte;
    }
    found
}

/// Whether all the texts are there and the same.
pub(super) fn is_repeated(texts: &[&str]) -> bool {
    let mut texts = texts.iter().map(|text| text.trim());
    let Some(first) = texts.next().filter(|first| !first.is_empty()) else { return false };
    texts.all(|text| text.eq_ignore_ascii_case(first))
}
