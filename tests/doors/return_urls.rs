//! Where a form may send its visitor.

use beeline::compat::{MAX_URL_BYTES, safe_return_url};
use proptest::prelude::*;
use url::Url;

const ALLOWED: &[&str] = &[
    "https://www.example.com",
    "https://forms.example.com:8443",
    "https://bücher.example",
    "http://localhost:8080",
    "http://127.0.0.1",
    "http://[::1]:3000",
    "http://plain.example",
    "https://path.example/thanks",
];

fn safe(url: &str) -> Option<String> {
    safe_return_url(url, ALLOWED)
}

#[track_caller]
fn assert_refused(urls: &[&str]) {
    for url in urls {
        assert_eq!(safe(url), None, "{url:?}");
    }
}

#[test]
fn allowed_origins_may_be_returned_to() {
    for (url, returned) in [
        ("https://www.example.com/thanks?id=1#top", "https://www.example.com/thanks?id=1#top"),
        ("https://www.example.com", "https://www.example.com"),
        ("https://www.example.com?x", "https://www.example.com?x"),
        ("HTTPS://WWW.Example.COM/Thanks", "https://www.example.com/Thanks"),
        ("https://www.example.com:443/", "https://www.example.com/"),
        ("https://www.example.com:0443/", "https://www.example.com/"),
        ("  https://www.example.com/  ", "https://www.example.com/"),
        ("https://forms.example.com:8443/a", "https://forms.example.com:8443/a"),
        ("http://localhost:8080/a", "http://localhost:8080/a"),
        ("http://127.0.0.1:80/", "http://127.0.0.1/"),
        ("http://[::1]:3000/", "http://[::1]:3000/"),
        ("https://www.example.com//a/../b", "https://www.example.com//a/../b"),
        ("https://www.example.com/a b\"<>`ü", "https://www.example.com/a%20b%22%3C%3E%60%C3%BC"),
        (
            "https://www.example.com/?next=https://evil.example/@",
            "https://www.example.com/?next=https://evil.example/@",
        ),
    ] {
        assert_eq!(safe(url).as_deref(), Some(returned), "{url}");
    }
}

#[test]
fn a_host_in_any_script_is_its_ascii_form() {
    for url in [
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://BÜCHER.example/",
        "https://ｂücher。example/",
    ] {
        assert_eq!(safe(url).as_deref(), Some("https://xn--bcher-kva.example/"), "{url}");
    }
    // The `а` is Cyrillic.
    assert_refused(&[
        "https://www.exаmple.com/",
        "https://bu\u{308}cher.example.com/",
        "https://www\u{ff0f}.example.com/",
    ]);
}

#[test]
fn a_path_of_the_own_site_may_be_returned_to() {
    for path in
        ["/", "/thanks", "/thanks/", "/a/b.html?x=//y&z=..#f", "/.well-known/x", "/a..b/...", "/x?a=%2f"]
    {
        assert_eq!(safe(path).as_deref(), Some(path), "{path}");
        assert_eq!(safe_return_url(path, &[]).as_deref(), Some(path), "{path}");
    }
    assert_eq!(safe("/danke schön").as_deref(), Some("/danke%20sch%C3%B6n"));
}

#[test]
fn what_looks_like_a_path_and_is_none_is_refused() {
    assert_refused(&[
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/%2fevil.example",
        "/%2F%2Fevil.example",
        "/%5cevil.example",
        "/.//evil.example",
        "/..//evil.example",
        "/a/..//evil.example",
        "/%2e%2e/x",
        "/.%2E/x",
        "/./x",
        "/a//b",
        "",
        " ",
        "thanks",
        "./thanks",
        "../thanks",
        "?x",
        "#x",
    ]);
}

#[test]
fn other_origins_are_refused_however_they_are_written() {
    assert_refused(&[
        "https://evil.example/",
        "https://www.example.com.evil.example/",
        "https://evil-www.example.com/",
        "https://example.com/",
        "https://www.example.com:8443/",
        "https://www.example.com:80/",
        "https://forms.example.com/",
        "http://www.example.com/",
        "http://plain.example/",
        "https://localhost:8080/",
        "http://localhost/",
        "https://www.example.com./",
        "https://path.example/thanks",
        "https://path.example/",
        "https://127.1/",
        "http://[0:0:0:0:0:0:0:1]:3000/",
        "http://2130706433/",
    ]);
}

#[test]
fn what_is_before_an_at_sign_is_no_host() {
    assert_refused(&[
        "https://www.example.com@evil.example/",
        "https://www.example.com:443@evil.example/",
        "https://user:pass@www.example.com/",
        "https://@www.example.com/",
        "https://www.example.com%40evil.example/",
        "https://evil.example\\@www.example.com/",
        "https://www.example.com\\@evil.example/",
        "https://www.example.com\\.evil.example/",
        "https://evil.example#@www.example.com/",
    ]);
}

#[test]
fn schemes_and_slashes_must_be_whole() {
    assert_refused(&[
        "https:www.example.com",
        "https:/www.example.com/",
        "https:///www.example.com/",
        "https:\\\\www.example.com/",
        "https:/\\www.example.com/",
        "ht\ttps://www.example.com/",
        "https\n://www.example.com/",
        "https ://www.example.com/",
        "\u{0}https://www.example.com/",
        "\u{1}https://www.example.com",
        "https://www.example.com/\r\nSet-Cookie: a=b",
        "https://www.exam\tple.com/",
        "https://www.example.com/\u{85}",
        "javascript:alert(1)//https://www.example.com/",
        "data:text/html,<script>",
        "javascript://www.example.com/%0aalert(1)",
        "ftp://www.example.com/",
        "://www.example.com/",
        "httpſ://www.example.com/",
        "blob:https://www.example.com/",
        "view-source:https://www.example.com/",
        "https://",
        "https:///",
        "https://?",
        "https://:443/",
        "https://www.example.com:/",
        "https://www.example.com:443a/",
        "https://www.example.com:+443/",
        "https://www.example.com:99999/",
        "https://www.example.com:443:443/",
        "https://www.example.com%2F@evil.example/",
        "https://www.%65xample.com/",
        "https://[::1]www.example.com/",
        "https://www.example.com|/",
        "https://www.example.com /",
    ]);
}

#[test]
fn long_urls_are_refused() {
    let url = |length: usize| {
        let start = "https://www.example.com/";
        format!("{start}{}", "a".repeat(length - start.len()))
    };
    assert!(safe(&url(MAX_URL_BYTES)).is_some());
    assert_refused(&[
        &url(MAX_URL_BYTES + 1),
        &format!("/{}", "ü".repeat(1_000)),
        &"/".repeat(MAX_URL_BYTES),
    ]);
}

#[test]
fn an_allow_list_that_cannot_be_read_allows_nothing() {
    let lists: [&[&str]; 5] =
        [&[], &["*"], &["www.example.com"], &["https://*"], &["https://www.example.com/"]];
    for list in lists {
        assert_eq!(safe_return_url("https://www.example.com/", list), None, "{list:?}");
    }
}

/// Strings that are nearly URLs, of the pieces that have fooled other checks.
fn nearly_urls() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "https",
        "http",
        "HTTPS",
        "javascript",
        ":",
        "/",
        "//",
        "\\",
        "@",
        "?",
        "#",
        "[",
        "]",
        "[::1]",
        ".",
        "..",
        "%2f",
        "%5c",
        "%2e",
        "%00",
        "\t",
        "\n",
        "\r",
        "\0",
        " ",
        "\u{a0}",
        "\u{200b}",
        "\u{ad}",
        "\u{ff0f}",
        "\u{3002}",
        "\u{2100}",
        "www.example.com",
        "forms.example.com",
        "evil.example",
        "bücher.example",
        "xn--bcher-kva.example",
        "localhost",
        "127.0.0.1",
        "0x7f.1",
        ":443",
        ":8443",
        ":8080",
        ":80",
        ":3000",
        ":",
        "https://",
        "https://www.example.com",
        "http://localhost:8080",
        "a",
        "ü",
        "<",
        "\"",
        "&",
        ";",
        "|",
        "^",
        "{",
    ]);
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// A browser's own parser decides where each returned URL leads.
    #[test]
    fn whatever_is_returned_leads_to_an_allowed_origin(url in prop_oneof![nearly_urls(), "(?s).{0,30}"]) {
        let own = Url::parse("https://own.example/v1/leads/demo").unwrap();
        let mut origins: Vec<String> = ALLOWED.iter().take(6).map(|origin| Url::parse(origin).unwrap().origin().ascii_serialization()).collect();
        origins.push(own.origin().ascii_serialization());
        if let Some(returned) = safe(&url) {
            let target = own.join(&returned).unwrap();
            prop_assert!(origins.contains(&target.origin().ascii_serialization()), "{:?} leads to {}", url, target);
            prop_assert!(target.username().is_empty() && target.password().is_none());
            prop_assert!(returned.bytes().all(|byte| byte.is_ascii_graphic()), "{:?}", returned);
            prop_assert_eq!(safe(&returned), Some(returned.clone()), "it is safe as it is");
        }
    }

    #[test]
    fn plain_urls_of_an_allowed_origin_come_back_as_they_are(path in "(/[a-z0-9]{1,8}){0,4}(\\?[a-z=&]{0,9})?") {
        let url = format!("https://www.example.com{path}");
        prop_assert_eq!(safe(&url), Some(url.clone()));
        prop_assert_eq!(safe(&format!("https://evil.example{path}")), None);
    }
}
