//! What the Public Suffix List says of a name, as the directory of suffixes numbers it.

/// Labels that are public suffixes below many a country's top level domain: one bit each.
pub const COMMON: [&str; 8] = ["org", "net", "com", "edu", "gov", "mil", "co", "ac"];

/// It is a public suffix: `co.uk`. Most are, and the smallest number takes the fewest bits.
pub const SUFFIX: u64 = 0;
/// Nothing but that there are rules for names below it.
pub const ABOVE: u64 = 1;
/// Every name right below it is one, it itself is not: `*.ck`.
pub const WILDCARD: u64 = 2;
/// It is none, although a wildcard says so: `!www.ck`.
pub const EXCEPTION: u64 = 3;
