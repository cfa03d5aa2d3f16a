//! What a request's headers say of the client that sent it.

/// Products whose User-Agent begins with their name, none of them a browser.
const SCRIPTS: &[&str] = &[
    "curl/",
    "wget/",
    "python",
    "aiohttp",
    "scrapy",
    "go-http-client",
    "java/",
    "apache-httpclient",
    "okhttp",
    "libwww-perl",
    "php",
    "guzzlehttp",
    "ruby",
    "faraday",
    "node",
    "undici",
    "axios/",
    "got (",
    "reqwest/",
    "hyper/",
    "postmanruntime",
    "insomnia/",
    "httpie/",
];

/// Words anywhere in the User-Agent of a browser without a person before it.
const HEADLESS: &[&str] = &["headless", "phantomjs", "puppeteer", "playwright", "selenium"];

/// What a client says it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserAgent {
    /// Nothing.
    #[default]
    Absent,
    /// A script, a library or a headless browser.
    Scripted,
    /// A browser: they all begin with `Mozilla/` (RFC 9110, section 10.1.5, has the rest).
    Browser,
    /// Something else.
    Other,
}

impl UserAgent {
    /// Reads the `User-Agent` header.
    pub fn read(header: Option<&str>) -> Self {
        let Some(text) = header.map(str::trim).filter(|text| !text.is_empty()) else { return Self::Absent };
        let named = |name: &&str| begins_with(text.as_bytes(), name.as_bytes());
        let headless = |word: &&str| contains(text.as_bytes(), word.as_bytes());
        if SCRIPTS.iter().any(named) || HEADLESS.iter().any(headless) {
            Self::Scripted
        } else if named(&"mozilla/") {
            Self::Browser
        } else {
            Self::Other
        }
    }
}

/// Where a request says it was sent from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// It does not say, or hides it: `null` is what a browser sends under the referrer
    /// policy `no-referrer` (Fetch, "append a request `Origin` header").
    #[default]
    Absent,
    /// A page of the form's allow-list.
    Allowed,
    /// Some other page.
    Foreign,
}

impl Origin {
    /// Reads the `Origin` header against the form's allow-list.
    pub fn read(header: Option<&str>, is_allowed: impl FnOnce(&str) -> bool) -> Self {
        match header.map(str::trim) {
            None | Some("" | "null") => Self::Absent,
            Some(origin) if is_allowed(origin) => Self::Allowed,
            Some(_) => Self::Foreign,
        }
    }
}

/// The headers, read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// `User-Agent`.
    pub user_agent: UserAgent,
    /// Whether there is an `Accept`.
    pub has_accept: bool,
    /// Whether there is an `Accept-Language`.
    pub has_accept_language: bool,
    /// Whether `Sec-Fetch-Site` is `cross-site` (Fetch Metadata, section 2.3).
    pub is_cross_site: bool,
    /// `Origin`.
    pub origin: Origin,
}

fn begins_with(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}
