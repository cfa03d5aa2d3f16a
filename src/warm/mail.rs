//! Whether a domain takes mail, by its MX records, asked of a DNS server over HTTPS in its JSON
//! form (<https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/>;
//! RFC 8484 names the transport, no RFC the JSON).
//!
//! What is not known is never told as a bad address: only a domain that does not exist, or that
//! says itself that it takes no mail (RFC 7505), is.

use serde::{Deserialize, Serialize};

use super::cache::Keep;
use super::domain::Domain;
use super::trouble::{Looked, Trouble};
use crate::destination::{Call, Method, Reply};

/// What a domain's records say of mail to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mail {
    /// There is a server for it.
    Accepted,
    /// The domain says that it takes none (RFC 7505).
    NullMx,
    /// There is no such domain (RFC 1035, 4.1.1; RFC 8020).
    NoSuchDomain,
}

impl Mail {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::NullMx, Self::NoSuchDomain];

    /// The word for it, as rules and points ask for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NullMx => "null_mx",
            Self::NoSuchDomain => "no_such_domain",
        }
    }
}

/// What came of a question: [`Looked::Failed`] is "unknown".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAnswer {
    /// The answer.
    pub looked: Looked<Mail>,
    /// How long to remember it.
    pub keep: Keep,
}

/// How long a record is remembered, whatever its owner says: at least five minutes, at most a day.
const KEEP_SECONDS: std::ops::RangeInclusive<i64> = 300..=86_400;
/// How long it is remembered that there is no such domain: it may be registered any time.
const ABSENT_SECONDS: i64 = 3_600;

const NO_ERROR: u16 = 0;
const NAME_ERROR: u16 = 3;
/// The type of an MX record (RFC 1035, 3.2.2).
const MX: u16 = 15;

/// The question for a domain's MX records. The path goes behind the DNS server's base URL.
pub fn request(domain: &Domain) -> Call {
    let path = format!("/dns-query?name={domain}&type=MX");
    Call {
        method: Method::Get,
        path,
        headers: vec![("accept", "application/dns-json".to_owned())],
        body: None,
    }
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "Status")]
    status: u16,
    #[serde(rename = "TC", default)]
    truncated: bool,
    #[serde(rename = "Question", default)]
    questions: Vec<Question>,
    #[serde(rename = "Answer", default)]
    answers: Vec<Record>,
}

#[derive(Deserialize)]
struct Question {
    name: String,
    #[serde(rename = "type")]
    kind: u16,
}

#[derive(Deserialize)]
struct Record {
    #[serde(rename = "type")]
    kind: u16,
    #[serde(rename = "TTL", default)]
    ttl_seconds: i64,
    #[serde(default)]
    data: String,
}

/// What came of it.
pub fn read(domain: &Domain, reply: &Reply) -> MailAnswer {
    let answer = match reply {
        Ok(answer) => answer,
        Err(failure) => return kept(Looked::without_answer(*failure), 0),
    };
    if !answer.is_success() {
        return kept(Looked::by_status(answer), 0);
    }
    let Ok(message) = serde_json::from_str::<Message>(answer.body()) else {
        return kept(Looked::failed(Trouble::Unreadable), 0);
    };
    let is_ours = |question: &Question| {
        let name = question.name.strip_suffix('.').unwrap_or(&question.name);
        question.kind == MX && name.eq_ignore_ascii_case(domain.as_str())
    };
    // Somebody else's answer, by whatever cache in between.
    if !message.questions.iter().all(is_ours) || message.questions.is_empty() {
        return kept(Looked::failed(Trouble::Unreadable), 0);
    }
    match message.status {
        NAME_ERROR => kept(Looked::Found(Mail::NoSuchDomain), ABSENT_SECONDS),
        NO_ERROR => by_records(&message),
        _ => kept(Looked::failed(Trouble::NameServerFailed), 0),
    }
}

/// By the MX records; those of other types, as the CNAME of an alias, stand before them.
fn by_records(message: &Message) -> MailAnswer {
    let records: Vec<&Record> = message.answers.iter().filter(|record| record.kind == MX).collect();
    let ttl_seconds = records.iter().map(|record| record.ttl_seconds).min().unwrap_or(0);
    let servers: Option<Vec<(u16, &str)>> = records.iter().map(|record| server(&record.data)).collect();
    let looked = match servers.as_deref() {
        None => Looked::failed(Trouble::Unreadable),
        Some([]) if message.truncated => Looked::failed(Trouble::Unreadable),
        Some([]) => Looked::failed(Trouble::NoMailRecord),
        // "A single MX RR ... preference number 0 and a zero-length label" (RFC 7505, 3).
        Some([(0, "")]) if !message.truncated => Looked::Found(Mail::NullMx),
        Some(servers) if servers.iter().any(|(_, host)| !host.is_empty()) => Looked::Found(Mail::Accepted),
        Some(_) => Looked::failed(Trouble::Unreadable),
    };
    kept(looked, ttl_seconds)
}

/// Preference and host, without the root's dot: `10 mx.example.com.`.
fn server(data: &str) -> Option<(u16, &str)> {
    let mut parts = data.split_ascii_whitespace();
    let (preference, host, None) = (parts.next()?, parts.next()?, parts.next()) else { return None };
    Some((preference.parse().ok()?, host.strip_suffix('.').unwrap_or(host)))
}

fn kept(looked: Looked<Mail>, ttl_seconds: i64) -> MailAnswer {
    let found_ms = ttl_seconds.clamp(*KEEP_SECONDS.start(), *KEEP_SECONDS.end()) * 1_000;
    MailAnswer { looked, keep: Keep { found_ms, absent_ms: ABSENT_SECONDS * 1_000, ..Keep::COMPANY } }
}
