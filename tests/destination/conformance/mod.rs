//! One suite of behaviours against every destination, each in front of a double of its vendor.

mod behaviours;
mod deliver;
mod exceptions;
mod vendor;

use behaviours::BEHAVIOURS;
use exceptions::CANNOT;
use vendor::VENDORS;

#[test]
fn every_destination_behaves_as_the_suite_says_but_for_what_its_vendor_cannot_promise() {
    assert!(BEHAVIOURS.len() >= 40);
    let mut wrong = Vec::new();
    for (vendor, make) in VENDORS {
        for (behaviour, holds) in BEHAVIOURS.iter() {
            let is_excepted = CANNOT.iter().any(|(who, what, _)| *who == *vendor && *what == *behaviour);
            // An exception that no longer is one is wrong too.
            if holds(*make) == is_excepted {
                wrong.push(format!("{vendor}: {behaviour} (excepted: {is_excepted})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_exception_names_a_destination_and_a_behaviour_that_are_there() {
    for (vendor, behaviour, why) in CANNOT {
        assert!(VENDORS.iter().any(|(name, _)| name == vendor), "{vendor}");
        assert!(BEHAVIOURS.iter().any(|(name, _)| name == behaviour), "{behaviour}");
        assert!(!why.is_empty());
    }
}
