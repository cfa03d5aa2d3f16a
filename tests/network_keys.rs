//! Rate-limit counters are per network and form, and hold no address.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::net::{Ipv4Addr, Ipv6Addr};

use beeline::risk;
use beeline::secret::Secret;
use proptest::prelude::*;

fn secret() -> Secret {
    Secret::new("a network key of thirty-two characters").unwrap()
}

fn key(ip: &str) -> String {
    risk::network_key(&secret(), "demo", ip)
}

#[test]
fn a_network_of_256_ipv4_addresses_is_one() {
    assert_eq!(key("198.51.100.0"), key("198.51.100.255"));
    assert_ne!(key("198.51.100.0"), key("198.51.101.0"));
}

#[test]
fn a_households_ipv6_network_is_one_however_it_is_written() {
    assert_eq!(key("2001:db8:1234:5600::1"), key("2001:DB8:1234:56ff:ffff:ffff:ffff:ffff"));
    assert_eq!(key("2001:db8:1234:5600::1"), key("2001:0db8:1234:5600:0:0:0:1"));
    assert_ne!(key("2001:db8:1234:5600::1"), key("2001:db8:1234:5700::1"));
}

#[test]
fn an_ipv4_address_inside_ipv6_is_itself() {
    assert_eq!(key("::ffff:198.51.100.7"), key("198.51.100.7"));
    assert_eq!(key("::ffff:c633:6407"), key("198.51.100.7"));
    assert_ne!(key("::198.51.100.7"), key("198.51.100.7"), "only the mapped form is the same host");
}

#[test]
fn forms_and_secrets_do_not_share_counters() {
    let other = Secret::new("another network key of thirty-two or so").unwrap();
    assert_ne!(risk::network_key(&secret(), "pricing", "198.51.100.7"), key("198.51.100.7"));
    assert_ne!(risk::network_key(&other, "demo", "198.51.100.7"), key("198.51.100.7"));
}

#[test]
fn what_is_no_address_is_a_network_of_its_own() {
    let texts = ["", "unknown", "198.51.100", "198.51.100.7:443", "fe80::1%eth0", "\0"];
    for one in texts {
        for other in texts {
            assert_eq!(key(one) == key(other), one == other, "{one} and {other}");
        }
    }
    assert_eq!(key(" 198.51.100.7 "), key("198.51.100.7"), "blanks around it do not matter");
}

#[test]
fn the_key_is_unchanged() {
    assert_eq!(key("198.51.100.7"), "ec04kb6pcunj69n9rnj65dec");
    assert_eq!(key("2001:db8::1"), "kahdirk60lmrdnami3apujs7");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_first_three_bytes_of_ipv4_count(one in any::<u32>(), other in any::<u32>(), last in any::<u8>()) {
        let neighbour = (one & 0xffff_ff00) | u32::from(last);
        let text = |address: u32| Ipv4Addr::from(address).to_string();
        prop_assert_eq!(key(&text(one)), key(&text(neighbour)));
        prop_assert_eq!(key(&text(one)) == key(&text(other)), one >> 8 == other >> 8);
    }

    #[test]
    fn exactly_the_first_seven_bytes_of_ipv6_count(one in any::<u128>(), flipped in 0_u32..128) {
        // Outside ::/16, where IPv4 lives.
        let one = one | (1 << 127);
        let other = one ^ (1 << flipped) | (1 << 127);
        let text = |address: u128| Ipv6Addr::from(address).to_string();
        prop_assert_eq!(key(&text(one)) == key(&text(other)), one >> 72 == other >> 72);
    }

    #[test]
    fn a_key_is_24_letters_and_digits_for_any_text(ip in ".{0,80}", form in ".{0,40}") {
        let key = risk::network_key(&secret(), &form, &ip);
        prop_assert_eq!(key.len(), 24);
        prop_assert!(key.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
