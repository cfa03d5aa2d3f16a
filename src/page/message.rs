//! A problem, for whoever met it in a browser.

use maud::html;

use super::{INBOX_PATH, notice, shell};
use crate::problem::Problem;

/// The page of a problem.
pub fn message(problem: &Problem, correlation_id: &str) -> String {
    let notice = notice::on_page(problem);
    let status = problem.status();
    shell::public(
        notice.heading,
        &html! {
            article.message {
                p.eyebrow { "Error " (status) }
                h1 { (notice.heading) }
                p { (notice.advice) }
                @if status == 401 {
                    p { a.button href=(INBOX_PATH) { "Log in" } }
                }
                p.reference { "Reference " code { (correlation_id) } }
            }
        },
    )
}
