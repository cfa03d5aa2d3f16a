//! What every page has around its content.

use maud::{DOCTYPE, Markup, html};

use super::{COMPARISONS_PATH, DRIFT_PATH, HELD_PATH, INBOX_PATH, LOGOUT_PATH, QUARANTINE_PATH};

/// The stylesheet's text, to be served at [`STYLESHEET_PATH`]: the files of `web/` in one.
pub const STYLESHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/beeline.css"));

/// The path of the stylesheet. Pages add its version as a query. Cache it for minutes only:
/// while a deploy is under way, a page may ask one for the rules of the other.
pub const STYLESHEET_PATH: &str = "/assets/beeline.css";

/// Titles of the pages that every page for operators links to.
pub(super) const INBOX: &str = "Inbox";
pub(super) const HELD: &str = "Held leads";
pub(super) const QUARANTINE: &str = "Quarantine";
pub(super) const COMPARISONS: &str = "Comparisons";
pub(super) const DRIFT: &str = "Drift";

/// Those pages in their order.
const PLACES: [(&str, &str); 5] = [
    (INBOX, INBOX_PATH),
    (HELD, HELD_PATH),
    (QUARANTINE, QUARANTINE_PATH),
    (COMPARISONS, COMPARISONS_PATH),
    (DRIFT, DRIFT_PATH),
];

/// Changes with the stylesheet: a page does not take a cached one of an earlier deploy.
const STYLESHEET_VERSION: u32 = fnv1a(STYLESHEET.as_bytes());

/// In place, so that browsers do not ask for `/favicon.ico`.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E\
     %3Crect width='16' height='16' rx='4' fill='%23f5b82e'/%3E\
     %3Cpath d='M3 8h8M8 4.5 11.5 8 8 11.5' fill='none' stroke='%231d1a14' stroke-width='2'/%3E%3C/svg%3E";

/// A 32-bit digest for telling versions apart, made while compiling.
const fn fnv1a(mut bytes: &[u8]) -> u32 {
    let mut digest: u32 = 0x811c_9dc5;
    while let Some((first, rest)) = bytes.split_first() {
        digest = (digest ^ *first as u32).wrapping_mul(0x0100_0193);
        bytes = rest;
    }
    digest
}

/// A page for visitors.
pub(super) fn public(title: &str, content: &Markup) -> String {
    document(
        title,
        "narrow",
        &html! {
            main { (content) }
        },
    )
}

/// A page for operators; `csrf` is for the logout button, absent while nobody is logged in.
pub(super) fn ops(title: &str, csrf: Option<&str>, content: &Markup) -> String {
    with_places(title, csrf, &PLACES, content)
}

/// A page for operators and for whoever may see nothing but the workbench.
pub(super) fn workbench(title: &str, csrf: &str, is_operator: bool, content: &Markup) -> String {
    let places: &[_] = if is_operator { &PLACES } else { &[(QUARANTINE, QUARANTINE_PATH)] };
    with_places(title, Some(csrf), places, content)
}

fn with_places(title: &str, csrf: Option<&str>, places: &[(&str, &str)], content: &Markup) -> String {
    let width = if csrf.is_some() { "wide" } else { "narrow" };
    document(
        title,
        width,
        &html! {
            header.top {
                a.brand href=(places.first().map_or(INBOX_PATH, |(_, path)| *path)) { span.mark aria-hidden="true" {} "Beeline" }
                @if let Some(csrf) = csrf {
                    nav aria-label="Operations" {
                        @for (name, path) in places {
                            a href=(path) aria-current=[(*name == title).then_some("page")] { (name) } " "
                        }
                    }
                    form.logout method="post" action=(LOGOUT_PATH) {
                        input type="hidden" name="csrf" value=(csrf);
                        button.quiet type="submit" { "Log out" }
                    }
                }
            }
            main { (content) }
        },
    )
}

fn document(title: &str, width: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="icon" href=(ICON);
                link rel="stylesheet" href={ (STYLESHEET_PATH) "?v=" (format!("{STYLESHEET_VERSION:08x}")) };
            }
            body.(width) { (body) }
        }
    };
    page.into_string()
}
