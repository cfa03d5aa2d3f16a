//! Names for the counters of a rate limit, so that none holds an address.

use std::net::{IpAddr, Ipv6Addr};

use crate::encoding::{BASE32, HEX};
use crate::secret::Secret;

/// IPv4: a /24, the smallest block that is routed on its own.
const IPV4_BYTES: usize = 3;
/// IPv6: a /56, what a provider commonly gives one household (RFC 6177, section 2): whoever
/// has one could otherwise send each request from another address.
const IPV6_BYTES: usize = 7;
/// 120 bits: two networks never share a counter by chance.
const KEY_BYTES: usize = 15;

/// The key of a network's counter on one form, for the Workers rate-limit binding
/// (<https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/>): 24
/// characters of base32hex, a keyed digest of the address cut to its network.
///
/// `ip` is the text of `CF-Connecting-IP`. An IPv4 address inside IPv6 counts as what it
/// is. What is no address is its own network.
pub fn network_key(secret: &Secret, form: &str, ip: &str) -> String {
    let ip = ip.trim();
    let network = match ip.parse::<IpAddr>() {
        Ok(IpAddr::V4(v4)) => of_ipv4(v4.octets()),
        Ok(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
            Some(v4) => of_ipv4(v4.octets()),
            None => of_ipv6(v6),
        },
        // A zero byte would end a digest's part early.
        Err(_) => HEX.encode(ip.as_bytes()),
    };
    let digest = secret.digest(&["network", form, &network]);
    BASE32.encode(digest.get(..KEY_BYTES).unwrap_or(&digest))
}

fn of_ipv4(octets: [u8; 4]) -> String {
    format!("4{}", HEX.encode(octets.get(..IPV4_BYTES).unwrap_or(&octets)))
}

fn of_ipv6(address: Ipv6Addr) -> String {
    let octets = address.octets();
    format!("6{}", HEX.encode(octets.get(..IPV6_BYTES).unwrap_or(&octets)))
}
