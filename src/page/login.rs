//! Where an operator proves who they are.

use maud::html;

use super::{LOGIN_PATH, shell};

/// The login page. `next_path` is where to go then; the caller has made sure it is a path
/// of this host.
pub fn login(next_path: &str, failed: bool) -> String {
    let title = if failed { "Error: log in to Beeline" } else { "Log in to Beeline" };
    shell::ops(
        title,
        None,
        &html! {
            form.panel method="post" action=(LOGIN_PATH) {
                h1 { "Log in" }
                input type="hidden" name="next" value=(next_path);
            // For password managers, which file a secret under a name. Without a `name` it is not sent.
            input type="text" value="ops" autocomplete="username" aria-label="Account" hidden readonly;
                div.field.invalid[failed] {
                    label for="token" { "Ops token" }
                    p.hint #token-hint { "The value of " code { "OPS_TOKEN" } "." }
                    @if failed {
                        p.error #token-error role="alert" { "That is not the token. Check it and try again." }
                    }
                    input #token type="password" name="token" autocomplete="current-password" required autofocus
                        spellcheck="false" autocapitalize="none" aria-invalid=[failed.then_some("true")]
                        aria-describedby=(if failed { "token-hint token-error" } else { "token-hint" });
                }
                button type="submit" { "Log in" }
            }
        },
    )
}
