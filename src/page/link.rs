//! Which addresses from outside may stand in an `href`, or in a policy.

/// The address, if it is https with a host and nothing a browser would read differently
/// than we do. Everything else, `javascript:` first of all, is not linked.
pub(super) fn https(url: &str) -> Option<&str> {
    let rest = after_scheme(url)?;
    let sound = url
        .chars()
        .all(|character| !character.is_control() && !character.is_whitespace() && character != '\\');
    let authority = authority(rest);
    (sound && !authority.is_empty() && !authority.contains('@')).then_some(url)
}

/// Scheme, host and port of an https address, if they can stand in a policy as they are.
pub(super) fn origin(url: &str) -> Option<String> {
    let authority = authority(after_scheme(https(url)?)?);
    let plain =
        authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
    plain.then(|| format!("https://{authority}"))
}

fn after_scheme(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    scheme.eq_ignore_ascii_case("https").then_some(rest)
}

fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{https, origin};

    #[test]
    fn only_https_addresses_with_a_host_are_linked() {
        for good in ["https://a.example", "HTTPS://a.example/b?c=d#e", "https://a.example:8443/"] {
            assert_eq!(https(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript://a.example/%0aalert(1)",
            "data:text/html,x",
            "http://a.example",
            "//a.example",
            "/path",
            "https://",
            "https:///path",
            "https:a.example",
            " https://a.example",
            "https://a.example\\@b.example",
            "https://a.example@b.example/",
            "https://a.example/\nx",
            "",
        ] {
            assert_eq!(https(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_origin_cannot_carry_anything_else_into_a_policy() {
        assert_eq!(origin("https://a.example:8443/b?c").as_deref(), Some("https://a.example:8443"));
        for bad in
            ["https://a.example;script-src", "https://a.example,b", "https://a'b", "/thanks", "https://*"]
        {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }
}
