//! What went wrong, in words for whoever looks at a browser. A problem's own words are for
//! whoever writes a program against the API.

use crate::problem::Problem;

const TOO_LARGE: &str = "That was more than we can take";
const UNREADABLE: &str = "We could not read what your browser sent";
const OUR_FAULT: &str = "Something went wrong on our side";

/// A heading and what to do.
pub(super) struct Notice {
    /// What happened.
    pub heading: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

/// For the form's page, where a visitor has typed something in.
pub(super) fn on_form(problem: &Problem) -> Notice {
    if problem.retry_after_seconds().is_some() {
        return Notice {
            heading: "We could not take this just now",
            advice: "Nothing was lost: your entries are kept in the form below. Wait a few seconds, then \
                     press Send again.",
        };
    }
    let (heading, advice) = match problem.status() {
        413 => (
            TOO_LARGE,
            "It has not been sent. Go back in your browser, where your entries still are, shorten your \
             message and press Send again.",
        ),
        400 | 415 => (
            UNREADABLE,
            "It has not been sent. Check the form below, fill in what is missing and press Send again.",
        ),
        500.. => (
            OUR_FAULT,
            "It has not been sent, but your entries are kept in the form below. Press Send again; if that \
             does not help, tell us the reference.",
        ),
        _ => (problem.title(), "It has not been sent. Check the form below and press Send again."),
    };
    Notice { heading, advice }
}

/// For a page of its own.
pub(super) fn on_page(problem: &Problem) -> Notice {
    if problem.retry_after_seconds().is_some() {
        let advice = "Nothing is wrong with what you did. Wait a few seconds, then try again.";
        return Notice { heading: "We could not do this just now", advice };
    }
    let (heading, advice) = match problem.status() {
        401 => ("Please log in", "This page is for people with access. Log in, then open it again."),
        403 => ("Not allowed", "Your login does not include this page. Ask whoever runs Beeline for access."),
        404 => (problem.title(), "Check the address: it may be mistyped, or out of date."),
        400 | 415 => (UNREADABLE, "Go back in your browser, where your entries still are, and try again."),
        413 => {
            (TOO_LARGE, "Go back in your browser, where your entries still are, and shorten your message.")
        }
        405 => {
            ("This address cannot be opened like that", "Go back and use the form or the link you came from.")
        }
        500.. => {
            (OUR_FAULT, "It is nothing you did. Try again; if it happens again, tell us the reference below.")
        }
        _ => (problem.title(), "Go back in your browser and try again."),
    };
    Notice { heading, advice }
}
