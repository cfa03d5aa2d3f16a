//! `beeline quarantine`: what could not be delivered, and what is done about it.

mod print;
mod wish;

use anyhow::{Result, bail};
use beeline::identity::LeadId;
use form_urlencoded::byte_serialize;
use serde_json::{Map, Value, json};

use crate::command::Arguments;
use crate::remote::Remote;
use crate::why::split;
pub use wish::Wish;
use wish::{Amendment, Deed, Draft, OfLead, ReplayWish};

const ROOT: &str = "/v1/ops/quarantine";

/// Asks, and prints the answer.
pub fn quarantine(arguments: &Arguments, wish: &Wish) -> Result<bool> {
    let (text, print) = asked(&Remote::new(&wish.from)?, wish)?;
    if arguments.json {
        println!("{text}");
        return Ok(true);
    }
    match serde_json::from_str(&text) {
        Ok(answer) => print(&answer),
        Err(_) => bail!("{} answers in a way that is not known here: is it of this version?", wish.from),
    }
    Ok(true)
}

/// An answer, and who tells it.
type Told = (String, fn(&Value));

fn asked(remote: &Remote, wish: &Wish) -> Result<Told> {
    Ok(match &wish.deed {
        Deed::List { class, cursor } => {
            let pairs = [("class", class.as_deref()), ("cursor", cursor.as_deref())];
            (get(remote, wish, &format!("{ROOT}{}", query(&pairs)))?, print::list)
        }
        Deed::Classes => (get(remote, wish, &format!("{ROOT}/classes"))?, print::classes),
        Deed::Messages => (get(remote, wish, &format!("{ROOT}/messages"))?, print::messages),
        Deed::Audit { before } => {
            let before = before.map(|id| id.to_string());
            let query = query(&[("before", before.as_deref())]);
            (get(remote, wish, &format!("{ROOT}/audit{query}"))?, print::audit)
        }
        Deed::Show { lead_id } => (get(remote, wish, &of_lead(lead_id, "")?)?, print::lead),
        Deed::DryRun(draft) => (dry_run(remote, wish, draft)?, print::dry_run),
        Deed::Replay(replay) => {
            (remote.post(&format!("{ROOT}/replay"), &replay_body(replay)?)?, print::replayed)
        }
        Deed::Amend(amendment) => {
            let path = of_lead(&amendment.lead_id, "/amend")?;
            (remote.post(&path, &amendment_body(amendment)?)?, print::done)
        }
        Deed::Release(act) => (act_on(remote, act, "/release")?, print::done),
        Deed::Dismiss(act) => (act_on(remote, act, "/dismiss")?, print::done),
    })
}

fn act_on(remote: &Remote, OfLead { lead_id, why }: &OfLead, act: &str) -> Result<String> {
    remote.post(&of_lead(lead_id, act)?, &json!({"why": why}))
}

fn get(remote: &Remote, wish: &Wish, path: &str) -> Result<String> {
    match (remote.json(path)?, &wish.deed) {
        (Some(text), _) => Ok(text),
        (None, Deed::Show { lead_id } | Deed::DryRun(Draft { lead_id, .. })) => {
            bail!("nothing of {lead_id} is in quarantine there")
        }
        (None, _) => bail!("{} has no quarantine: is it a Beeline, and of this version?", wish.from),
    }
}

/// As the lead is, or as an edit would leave it.
fn dry_run(remote: &Remote, wish: &Wish, draft: &Draft) -> Result<String> {
    let path = of_lead(&draft.lead_id, "/dry-run")?;
    match draft.of_revision {
        None => get(remote, wish, &path),
        Some(of_revision) => {
            remote.post(&path, &json!({"of_revision": of_revision, "changes": changes(&draft.set)?}))
        }
    }
}

fn query(pairs: &[(&str, Option<&str>)]) -> String {
    let said = pairs.iter().filter_map(|(name, value)| {
        let value: String = byte_serialize(value.as_ref()?.as_bytes()).collect();
        Some(format!("{name}={value}"))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { String::new() } else { format!("?{}", said.join("&")) }
}

/// A path about one lead, of which nothing is taken as it was typed.
fn of_lead(typed: &str, rest: &str) -> Result<String> {
    match typed.parse::<LeadId>() {
        Ok(lead_id) => Ok(format!("{ROOT}/leads/{lead_id}{rest}")),
        Err(wrong) => bail!("`{typed}` is {wrong}"),
    }
}

fn replay_body(wish: &ReplayWish) -> Result<Value> {
    let ReplayWish { lead_id, class, why, per_second, limit, cursor } = wish;
    let mut body = json!({"why": why, "per_second": per_second, "limit": limit});
    match (lead_id, class) {
        (Some(typed), _) => match typed.parse::<LeadId>() {
            Ok(lead_id) => body["lead_id"] = json!(lead_id),
            Err(wrong) => bail!("`{typed}` is {wrong}"),
        },
        (None, Some(class)) => body["class"] = json!(class),
        (None, None) => bail!("say which lead, or with --class which class"),
    }
    if let Some(cursor) = cursor {
        body["cursor"] = json!(cursor);
    }
    Ok(body)
}

fn amendment_body(amendment: &Amendment) -> Result<Value> {
    let Amendment { of_revision, set, why, .. } = amendment;
    Ok(json!({"of_revision": of_revision, "changes": changes(set)?, "why": why}))
}

fn changes(set: &[String]) -> Result<Map<String, Value>> {
    let mut changes = Map::new();
    for pair in set {
        let (name, value) = split(pair)?;
        changes.insert(name.to_owned(), json!(value));
    }
    Ok(changes)
}
