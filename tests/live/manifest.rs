//! The publication as it is stored: frozen, and named so that the newest is listed first.

use beeline::live::{Base, Mode, Publication, Reference, bundle_key, history_key};
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::world::{base, publication, sealer};

/// Publications as they may lie in a store while a new version is deployed.
const SEALED: [&str; 3] = [
    include_str!("../frozen/publication_live.txt"),
    include_str!("../frozen/publication_canary.txt"),
    include_str!("../frozen/publication_shadow.txt"),
];

#[test]
fn the_bytes_of_a_publication_are_unchanged() {
    let bundle = Reference {
        hash: "qf4t15932m5dau97".into(),
        sha256: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU".into(),
    };
    let of = |mode| Publication {
        sequence: 1_790_000_400_000,
        mode,
        bundle: bundle.clone(),
        base: None,
        by: "Ann".into(),
    };
    let base = Base { bundle: bundle.clone(), sequence: 1_790_000_300_000 };
    let canary = Publication { base: Some(base), ..of(Mode::Canary { percent: 10 }) };
    for (publication, frozen) in [of(Mode::Live), canary, of(Mode::Shadow)].into_iter().zip(SEALED) {
        assert_eq!(sealer().seal(&publication).unwrap(), frozen.trim());
        assert_eq!(sealer().open(frozen.trim()).unwrap(), publication);
    }
}

#[test]
fn keys_are_unchanged() {
    assert_eq!(bundle_key("qf4t15932m5dau97"), "bundle:qf4t15932m5dau97");
    assert_eq!(history_key(1_790_000_400_000), "publication:98209999599999");
}

#[test]
fn who_publishes_has_a_name_of_some_length_only() {
    let mut publication = publication("sales", 1, Mode::Live);
    publication.by = "x".repeat(4_000);
    assert!(sealer().seal(&publication).is_err());
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_newer_publication_is_listed_before_an_older_one(one in 0i64..90_000_000_000_000, other in 0i64..90_000_000_000_000) {
        prop_assert_eq!(one.cmp(&other), history_key(other).cmp(&history_key(one)));
    }

    #[test]
    fn what_was_signed_opens_to_itself(after_ms in 1i64..1_000_000_000, percent in 0u8..=100, by in "\\PC{0,60}") {
        for mode in [Mode::Live, Mode::Canary { percent }, Mode::Shadow] {
            let mut publication = publication("sales", after_ms, mode);
            publication.by = by.clone();
            publication.base = Some(base("enterprise", 0));
            let sealed = sealer().seal(&publication).unwrap();
            prop_assert_eq!(sealer().open(&sealed).unwrap(), publication);
        }
    }
}
