//! The three wrangler files, held against the code's constants and against each other.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

use std::collections::{BTreeMap, BTreeSet};

use beeline::binding::{self, queue};
use beeline::ledger::{Obligation, ObligationName};
use beeline::warm::memory::MOST_SWAPS;
use toml::{Table, Value};

const WORKERS: [&str; 3] = ["wrangler.toml", "wrangler.ledger.toml", "wrangler.consumer.toml"];

fn config(file: &str) -> Table {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no text `{key}` in {table}"))
}

fn tables<'a>(config: &'a Table, path: &[&str]) -> Vec<&'a Table> {
    let mut value = Some(config);
    let (last, parents) = path.split_last().unwrap();
    for key in parents {
        value = value.and_then(|table| table.get(*key)).and_then(Value::as_table);
    }
    let list = value.and_then(|table| table.get(*last)).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table).collect()
}

fn objects(config: &Table) -> BTreeMap<&str, &str> {
    let bindings = tables(config, &["durable_objects", "bindings"]);
    bindings.into_iter().map(|binding| (text(binding, "name"), text(binding, "class_name"))).collect()
}

#[test]
fn every_worker_sees_the_ledger_the_guard_and_the_pools_by_the_names_in_the_code() {
    for file in WORKERS {
        let config = config(file);
        let objects = objects(&config);
        let expected = [(binding::LEDGER, "Ledger"), (binding::GUARD, "Guard"), (binding::POOL, "Pool")];
        assert!(expected.iter().all(|(name, class)| objects.get(name) == Some(class)), "{file}");
    }
}

#[test]
fn the_consumer_alone_asks_the_drift_stores() {
    let of = |file| {
        config(file).get("durable_objects").is_some_and(|bound| bound.to_string().contains(binding::DRIFT))
    };
    assert!(of("wrangler.ledger.toml") && of("wrangler.consumer.toml") && !of("wrangler.toml"));
    for file in ["wrangler.ledger.toml", "wrangler.consumer.toml"] {
        assert_eq!(objects(&config(file)).get(binding::DRIFT), Some(&"Drift"), "{file}");
    }
}

#[test]
fn a_migration_that_was_applied_stays_as_it_was() {
    let ledger = config("wrangler.ledger.toml");
    let classes = |migration: &&Table| migration.get("new_sqlite_classes").unwrap().to_string();
    let migrations: Vec<(String, String)> = tables(&ledger, &["migrations"])
        .iter()
        .map(|migration| (text(migration, "tag").to_owned(), classes(migration)))
        .collect();
    let expected = [("v1", r#"["Ledger", "Guard"]"#), ("v2", r#"["Drift"]"#), ("v3", r#"["Pool"]"#)];
    assert_eq!(migrations, expected.map(|(tag, classes)| (tag.to_owned(), classes.to_owned())));
}

#[test]
fn the_object_classes_live_in_the_ledger_worker_alone() {
    let ledger = config("wrangler.ledger.toml");
    for file in ["wrangler.toml", "wrangler.consumer.toml"] {
        let config = config(file);
        for object in tables(&config, &["durable_objects", "bindings"]) {
            assert_eq!(text(object, "script_name"), text(&ledger, "name"), "{file}");
        }
        assert!(tables(&config, &["migrations"]).is_empty(), "{file} migrates no classes");
    }
    let own = tables(&ledger, &["durable_objects", "bindings"]);
    assert!(own.iter().all(|object| !object.contains_key("script_name")), "the ledger's own");
    let created: BTreeSet<&str> = tables(&ledger, &["migrations"])
        .iter()
        .flat_map(|migration| {
            migration.get("new_sqlite_classes").and_then(Value::as_array).into_iter().flatten()
        })
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(created, objects(&ledger).into_values().collect(), "every class has its SQLite migration");
}

#[test]
fn what_the_ledger_sends_the_consumer_receives() {
    let (ledger, consumer) = (config("wrangler.ledger.toml"), config("wrangler.consumer.toml"));
    let sent: BTreeMap<&str, &str> = tables(&ledger, &["queues", "producers"])
        .into_iter()
        .map(|producer| (text(producer, "binding"), text(producer, "queue")))
        .collect();
    let records = binding::DESTINATIONS.map(|destination| (destination.binding, destination.queue));
    let others = [
        (binding::QUEUE_CARDS, queue::CARDS),
        (binding::QUEUE_CARD_UPDATES, queue::CARD_UPDATES),
        (binding::QUEUE_RECONCILE, queue::RECONCILE),
        (binding::QUEUE_WARM, queue::WARM),
    ];
    let expected = BTreeMap::from_iter(records.into_iter().chain(others));
    assert_eq!(sent, expected);
    let received: BTreeSet<&str> =
        tables(&consumer, &["queues", "consumers"]).into_iter().map(|queue| text(queue, "queue")).collect();
    let expected: BTreeSet<&str> = expected.into_values().chain([queue::DEAD_LETTERS]).collect();
    assert_eq!(received, expected);
}

#[test]
fn only_where_two_searches_at_once_would_make_two_people_is_one_batch_given_out_at_a_time() {
    let consumer = config("wrangler.consumer.toml");
    let one_at_a_time = |destination: &binding::Destination| {
        let own = tables(&consumer, &["queues", "consumers"]);
        let own = own.into_iter().find(|consumer| text(consumer, "queue") == destination.queue).unwrap();
        own.get("max_concurrency").and_then(Value::as_integer) == Some(1)
    };
    let alone: Vec<_> = binding::DESTINATIONS.into_iter().filter(one_at_a_time).collect();
    assert_eq!(alone.iter().map(|destination| destination.name).collect::<Vec<_>>(), ["pipedrive"]);
}

fn queue_of(name: ObligationName) -> Option<&'static str> {
    binding::queue_of(&Obligation::open(name, 1, 0, 0))
}

#[test]
fn a_record_has_the_queue_of_its_destination_and_warm_work_its_own() {
    for destination in binding::DESTINATIONS {
        assert_eq!(queue_of(ObligationName::crm(destination.name)), Some(destination.binding));
    }
    assert_eq!(queue_of(ObligationName::warm("enrich")), Some(binding::QUEUE_WARM));
    for name in [ObligationName::crm("elsewhere"), ObligationName::home(1)] {
        assert_eq!(queue_of(name.clone()), None, "{name}");
    }
}

#[test]
fn a_card_that_nobody_has_seen_does_not_wait_behind_those_that_are_brought_up_to_date() {
    let mut card = Obligation::open(ObligationName::card("slack"), 1, 0, 0);
    assert_eq!(binding::queue_of(&card), Some(binding::QUEUE_CARDS));
    card.reference = Some("C1:1.2".into());
    assert_eq!(binding::queue_of(&card), Some(binding::QUEUE_CARD_UPDATES));
}

#[test]
fn destinations_are_chosen_by_name_each_once_and_a_wrong_name_is_said() {
    let names = |text| {
        let chosen = binding::destinations(text).map_err(|unknown| unknown.to_string())?;
        Ok::<_, String>(chosen.into_iter().map(|destination| destination.name).collect::<Vec<_>>())
    };
    assert_eq!(names(None), Ok(vec!["inbox"]));
    assert_eq!(names(Some(" , ")), Ok(vec!["inbox"]));
    assert_eq!(names(Some("webhook, inbox,webhook")), Ok(vec!["webhook", "inbox"]));
    let said = names(Some("inbox,Hubspot")).unwrap_err();
    assert!(said.contains("\"Hubspot\"") && said.contains("hubspot, salesforce"), "{said}");
}

#[test]
fn no_more_leads_are_looked_into_at_once_than_can_take_turns_at_one_row() {
    let consumer = config("wrangler.consumer.toml");
    let queues = tables(&consumer, &["queues", "consumers"]);
    let warm = queues.into_iter().find(|consumer| text(consumer, "queue") == "warm").unwrap();
    let number = |key: &str| warm.get(key).and_then(Value::as_integer).unwrap_or(i64::MAX);
    let leads = number("max_batch_size").saturating_mul(number("max_concurrency"));
    assert!(leads.saturating_mul(2) < MOST_SWAPS.into(), "{leads} leads at once");
}

#[test]
fn every_queue_but_the_dead_letters_ends_in_the_dead_letters() {
    for consumer in tables(&config("wrangler.consumer.toml"), &["queues", "consumers"]) {
        let name = text(consumer, "queue");
        if name == queue::DEAD_LETTERS {
            assert!(!consumer.contains_key("dead_letter_queue"));
        } else {
            assert_eq!(text(consumer, "dead_letter_queue"), queue::DEAD_LETTERS, "{name}");
        }
    }
}

#[test]
fn the_edge_reaches_the_consumer_and_the_consumer_its_inbox() {
    let (edge, consumer) = (config("wrangler.toml"), config("wrangler.consumer.toml"));
    let services = tables(&edge, &["services"]);
    assert_eq!(services.len(), 1);
    assert_eq!(text(services[0], "binding"), binding::CONSUMER);
    assert_eq!(text(services[0], "service"), text(&consumer, "name"));
    let databases = tables(&consumer, &["d1_databases"]);
    assert_eq!(databases.len(), 1);
    assert_eq!(text(databases[0], "binding"), binding::INBOX);
    assert_eq!(text(databases[0], "migrations_dir"), "migrations/inbox");
}

#[test]
fn the_edge_and_the_consumer_read_the_same_publications() {
    let namespaces = |file| {
        let config = config(file);
        let namespaces = tables(&config, &["kv_namespaces"]);
        let named = |namespace| [text(namespace, "binding").to_owned(), text(namespace, "id").to_owned()];
        namespaces.into_iter().map(named).collect::<Vec<_>>()
    };
    let [edge, ledger, consumer] = WORKERS.map(namespaces);
    assert_eq!(edge.iter().map(|[binding, _]| binding.as_str()).collect::<Vec<_>>(), [binding::ROUTING]);
    assert_eq!((consumer, ledger), (edge, vec![]));
}

#[test]
fn the_edge_has_a_soft_limit_below_its_hard_one() {
    let edge = config("wrangler.toml");
    let limits = tables(&edge, &["ratelimits"]);
    let limit = |name: &str| {
        let found = limits.iter().find(|limit| text(limit, "name") == name).unwrap();
        found["simple"]["limit"].as_integer().unwrap()
    };
    assert_eq!(limits.len(), 2);
    assert!(limit(binding::RATE_SOFT) < limit(binding::RATE_HARD));
}

#[test]
fn the_edge_reads_the_header_that_monitors_send() {
    let script = include_str!("../workers/edge/src/request.js");
    let header = format!("headers.get(\"{}\")", beeline::synthetic::HEADER.to_lowercase());
    assert!(script.contains(&header), "{header}");
}

#[test]
fn only_the_edge_is_public() {
    for file in ["wrangler.ledger.toml", "wrangler.consumer.toml"] {
        assert_eq!(config(file).get("workers_dev").and_then(Value::as_bool), Some(false), "{file}");
        assert!(tables(&config(file), &["routes"]).is_empty(), "{file}");
    }
}

#[test]
fn all_three_run_on_the_same_platform() {
    let of = |key: &str| WORKERS.map(|file| config(file).get(key).cloned());
    for key in ["compatibility_date", "compatibility_flags"] {
        let [edge, ledger, consumer] = of(key);
        assert!(edge.is_some() && edge == ledger && ledger == consumer, "{key}");
    }
}

#[test]
fn no_secret_stands_in_a_wrangler_file() {
    use beeline::binding::variable;
    let secrets = [
        variable::IDENTITY_KEY,
        variable::ENVELOPE_KEY,
        variable::STATUS_TOKEN_KEY,
        variable::SYNTHETIC_KEY,
        variable::OPS_TOKEN,
        variable::SUPPORT_TOKEN,
        variable::SESSION_KEY,
        variable::SLACK_TOKEN,
        variable::BUNDLE_KEY,
        variable::TURNSTILE_SECRET,
        variable::PEOPLE_DATA_LABS_KEY,
        variable::APOLLO_KEY,
        variable::TWILIO_KEY_SECRET,
    ];
    for file in WORKERS {
        let config = config(file);
        let vars = config.get("vars").and_then(Value::as_table).unwrap();
        assert!(secrets.iter().all(|secret| !vars.contains_key(*secret)), "{file}");
    }
    let example = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.dev.vars.example")).unwrap();
    for secret in secrets {
        assert!(
            example.lines().any(|line| line.starts_with(&format!("{secret}="))),
            "{secret} in the example"
        );
    }
}

#[test]
fn every_plain_variable_is_one_the_code_reads() {
    use beeline::binding::variable;
    let known = [
        variable::BUILD,
        variable::DEPLOYED_AT_MS,
        variable::BUNDLE_INTERVAL_MS,
        variable::LEDGER_DEADLINE_MS,
        variable::DESTINATIONS,
        variable::HUBSPOT_URL,
        variable::SALESFORCE_URL,
        variable::PIPEDRIVE_URL,
        variable::WARM_WORK,
        variable::WARM_CREDITS_PER_DAY,
        variable::WARM_CREDITS_PER_MONTH,
        variable::DNS_URL,
        variable::PEOPLE_DATA_LABS_URL,
        variable::APOLLO_URL,
        variable::TWILIO_LOOKUP_URL,
        variable::SLACK_URL,
        variable::SLACK_DEADLINE_MS,
        variable::PUBLIC_URL,
        variable::RETENTION_DAYS,
        variable::POOL_DEADLINE_MS,
        variable::JURISDICTIONS,
        variable::LEDGER_CAPACITY_PER_SECOND,
        variable::TURNSTILE_SITE_KEY,
        variable::TURNSTILE_URL,
        variable::TURNSTILE_DEADLINE_MS,
    ];
    let mut set = BTreeSet::new();
    for file in WORKERS {
        let config = config(file);
        let vars = config.get("vars").and_then(Value::as_table).unwrap();
        for name in vars.keys() {
            assert!(known.contains(&name.as_str()), "{file}: nothing reads {name}");
            set.insert(name.clone());
        }
    }
    assert_eq!(set, known.map(str::to_owned).into(), "every one has its value in a wrangler file");
}
