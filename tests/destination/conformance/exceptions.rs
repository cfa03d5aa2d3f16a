//! What a vendor cannot promise: who, which behaviour, and why.

pub const CANNOT: &[(&str, &str, &str)] = &[
    ("hubspot", "a lead with a phone and no email is written", "the email is the key"),
    ("salesforce", "a person who was there before is merged into", "a lead is a record of its own"),
    ("salesforce", "the limit of the day waits for the next day", "one code stands for all limits"),
    ("webhook", "the limit of the day waits for the next day", "no header says so"),
    ("webhook", "a repeat fills what is blank there", "the receiver takes a repeat for a duplicate"),
    ("webhook", "a repeat writes our stamps anew", "the receiver takes a repeat for a duplicate"),
];
