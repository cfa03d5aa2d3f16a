//! What `cargo beeline publish`, `rollback` and `published` write to Workers KV, and what they say.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

mod kv;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use beeline::live::{Mode, Publication, Reference, Sealer};
use beeline::secret::Secret;
use kv::{Kv, TOKEN};
use serde_json::Value;
use support::{copied, replace, said};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn files(name: &str) -> PathBuf {
    copied(&format!("publishing-{name}"))
}

fn change(folder: &Path, from: &str, to: &str) {
    replace(folder, "routing.toml", from, to);
}

fn command(kv: &Kv, folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beeline"));
    command.arg("--folder").arg(folder).args(words).current_dir(env!("CARGO_TARGET_TMPDIR"));
    command.env("CLOUDFLARE_API_BASE_URL", &kv.base_url).env("CLOUDFLARE_API_TOKEN", TOKEN);
    command.env("CLOUDFLARE_ACCOUNT_ID", "account-1").env("BEELINE_KV_NAMESPACE", "namespace-1");
    command.env("BUNDLE_KEY", KEY).env("BUNDLE_KEY_ID", "k1").env("NO_COLOR", "1");
    command
}

fn run(kv: &Kv, folder: &Path, words: &[&str]) -> Output {
    command(kv, folder, words).output().unwrap()
}

fn done(kv: &Kv, folder: &Path, words: &[&str]) -> Value {
    let output = run(kv, folder, &[&["--json"], words].concat());
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn current(kv: &Kv) -> Publication {
    Sealer::new("k1".into(), Secret::new(KEY).unwrap()).open(&kv.value("current").unwrap()).unwrap()
}

#[test]
fn the_bytes_are_written_before_the_word_that_names_them() {
    let (kv, folder) = (Kv::start(), files("published"));
    let told = done(&kv, &folder, &["publish", "--by", "Ann"]);
    let hash = told["bundle"].as_str().unwrap();
    let written = kv.take_written();
    assert_eq!(written.first().unwrap(), &format!("bundle:{hash}"));
    assert!(
        written[1].starts_with("publication:") && written[2] == "current" && written.len() == 3,
        "{written:?}"
    );
    let publication = current(&kv);
    assert_eq!((publication.mode, publication.by.as_str()), (Mode::Live, "Ann"));
    assert_eq!(publication.bundle, Reference::to(kv.value(&written[0]).unwrap().as_bytes()));
}

#[test]
fn what_changes_is_told_and_every_sequence_is_above_the_last() {
    let (kv, folder) = (Kv::start(), files("told"));
    let one = done(&kv, &folder, &["publish"]);
    assert_eq!(one["changes"], Value::Null, "there was nothing to compare with");
    change(&folder, "sla_seconds = 600", "sla_seconds = 660");
    let told = said(&run(&kv, &folder, &["publish"]));
    assert!(told.contains("  team `") && told.contains("` changes\n"), "{told}");
    assert!(told.contains("It decides about every lead, within about a minute"), "{told}");
    assert!(current(&kv).sequence > one["sequence"].as_i64().unwrap());
    assert_eq!(done(&kv, &folder, &["publish"])["changes"], serde_json::json!([]));
}

#[test]
fn reps_the_time_zone_and_where_leads_are_kept_are_told_when_they_change() {
    let (kv, folder) = (Kv::start(), files("told-reps"));
    done(&kv, &folder, &["publish"]);
    let line = "\ngrace-lin,Grace Lin,enterprise,10,,Mon-Fri 09:00-18:00,America/New_York,";
    replace(&folder, "roster.csv", line, &line.replace("America/New_York", "Asia/Tokyo"));
    replace(&folder, "roster.csv", "\nnora-fischer,", "\nnora-fuchs,");
    change(&folder, "time_zone = \"America/New_York\"", "time_zone = \"America/Chicago\"");
    let forms = fs::read_to_string(folder.join("forms.toml")).unwrap();
    fs::write(folder.join("forms.toml"), forms.replace("eu = [\"CH\", \"LI\"]", "eu = [\"CH\"]")).unwrap();
    let told = done(&kv, &folder, &["publish"])["changes"].clone();
    assert_eq!(
        told,
        serde_json::json!([
            "the time zone changes",
            "where leads are kept changes",
            "reps of team `emea` change: `nora-fuchs` joins, `nora-fischer` leaves",
            "reps of team `enterprise` change: `grace-lin` changes",
        ])
    );
}

#[test]
fn what_can_hardly_be_meant_is_shown_before_it_is_in_force() {
    let (kv, folder) = (Kv::start(), files("warned"));
    change(&folder, "\"1000 or more\"", "\"1001 or more\"");
    let told = said(&run(&kv, &folder, &["publish"]));
    assert!(told.contains("warning: no rule that asks about `employees` fits 1000"), "{told}");
    assert!(!told.contains("[R010]") && told.contains(" notes: see `cargo beeline check`"), "{told}");
}

#[test]
fn beside_a_candidate_stays_what_was_live_before() {
    let (kv, folder) = (Kv::start(), files("trial"));
    let live = done(&kv, &folder, &["publish"]);
    change(&folder, "sla_seconds = 600", "sla_seconds = 660");
    done(&kv, &folder, &["publish", "--mode", "canary", "--percent", "10"]);
    done(&kv, &folder, &["publish", "--mode", "shadow"]);
    let publication = current(&kv);
    let base = publication.base.unwrap();
    assert_eq!((publication.mode, base.sequence), (Mode::Shadow, live["sequence"].as_i64().unwrap()));
    assert_eq!(base.bundle.hash, live["bundle"].as_str().unwrap());
    assert_ne!(base.bundle.hash, publication.bundle.hash);
}

#[test]
fn a_rollback_uploads_nothing_and_the_history_names_everybody() {
    let (kv, folder) = (Kv::start(), files("rollback"));
    let one = done(&kv, &folder, &["publish", "--by", "Ann"]);
    change(&folder, "sla_seconds = 600", "sla_seconds = 660");
    let two = done(&kv, &folder, &["publish", "--by", "Bo"]);
    kv.take_written();
    let back = done(&kv, &folder, &["rollback", one["bundle"].as_str().unwrap(), "--by", "Cy"]);
    assert!(kv.take_written().iter().all(|key| !key.starts_with("bundle:")));
    assert!(back["sequence"].as_i64() > two["sequence"].as_i64() && back["bundle"] == one["bundle"]);
    let listed = done(&kv, &folder, &["published"]);
    let names: Vec<_> =
        listed["history"].as_array().unwrap().iter().map(|one| one["by"].as_str().unwrap()).collect();
    assert_eq!(names, ["Cy", "Bo", "Ann"]);
    assert_eq!(done(&kv, &folder, &["published", "--most", "1"])["history"].as_array().unwrap().len(), 1);
    let shown = said(&run(&kv, &folder, &["published"]));
    assert!(shown.contains("UTC") && shown.contains("by Bo"), "{shown}");
}

#[test]
fn files_that_are_wrong_or_whose_tests_fail_are_not_published() {
    let (kv, folder) = (Kv::start(), files("wrong"));
    change(&folder, "\"uk-ireland\"", "\"uk-irland\"");
    assert_eq!(run(&kv, &folder, &["publish"]).status.code(), Some(1));
    let failing = files("failing");
    change(&failing, "\"1000 or more\"", "\"10000 or more\"");
    assert_eq!(run(&kv, &failing, &["publish"]).status.code(), Some(1));
    assert!(kv.take_written().is_empty());
}

#[test]
fn another_key_than_the_workers_is_not_used() {
    let (kv, folder) = (Kv::start(), files("key"));
    done(&kv, &folder, &["publish"]);
    kv.take_written();
    let other =
        command(&kv, &folder, &["publish"]).env("BUNDLE_KEY", KEY.replace('0', "1")).output().unwrap();
    assert_eq!(other.status.code(), Some(2));
    assert!(said(&other).contains("signed with another key than BUNDLE_KEY"), "{}", said(&other));
    assert!(kv.take_written().is_empty());
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let (kv, folder) = (Kv::start(), files("refused"));
    let refused = |command: &mut Command| {
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        said(&output)
    };
    let unknown = refused(&mut command(&kv, &folder, &["rollback", "qf4t15932m5dau97"]));
    assert!(unknown.contains("was never published here"), "{unknown}");
    kv.set("bundle:qf4t15932m5dau97", "something else");
    let written_over = refused(&mut command(&kv, &folder, &["rollback", "qf4t15932m5dau97"]));
    assert!(written_over.contains("somebody wrote over it"), "{written_over}");
    let token = refused(command(&kv, &folder, &["publish"]).env("CLOUDFLARE_API_TOKEN", "wrong"));
    assert!(token.contains("Workers KV Storage: Edit"), "{token}");
    let unset = command(&kv, &folder, &["publish"])
        .env_remove("BUNDLE_KEY")
        .env_remove("BEELINE_KV_NAMESPACE")
        .output();
    let unset = said(&unset.unwrap());
    assert!(unset.contains("  BUNDLE_KEY: ") && unset.contains("  BEELINE_KV_NAMESPACE: "), "{unset}");
    let percent = refused(&mut command(&kv, &folder, &["publish", "--mode", "canary"]));
    assert!(percent.contains("--mode canary --percent 10"), "{percent}");
    done(&kv, &folder, &["publish"]);
    let same = refused(&mut command(&kv, &folder, &["publish", "--mode", "shadow"]));
    assert!(same.contains("these files are live already"), "{same}");
    let nowhere =
        refused(command(&kv, &folder, &["publish"]).env("CLOUDFLARE_API_BASE_URL", "http://127.0.0.1:1"));
    assert!(nowhere.contains("Cloudflare's API does not answer"), "{nowhere}");
}

#[test]
fn this_machine_s_namespace_is_the_one_of_the_wrangler_file() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../wrangler.toml");
    assert!(fs::read_to_string(file).unwrap().contains("binding = \"ROUTING\"\nid = \"beeline-routing\"\n"));
}
