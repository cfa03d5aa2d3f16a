//! Lead ids: whoever has one knows which object to ask.

use std::fmt;
use std::str::FromStr;

use crate::encoding::BASE32;
use serde::{Deserialize, Serialize};

use super::shard::{Jurisdiction, LAYOUT, Region, SHARDS_PER_REGION, Shard};

/// What every lead id starts with. No form id may.
pub const LEAD_ID_PREFIX: &str = "ld_";
/// Layout, region and shard, then 96 bits of the lead's idempotency key.
const ID_BYTES: usize = 15;
const KEY_BYTES: usize = 12;

/// `ld_` and 24 characters of lower-case base32hex (RFC 4648, section 7, no padding).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct LeadId([u8; ID_BYTES]);

impl LeadId {
    /// The id of the lead with this key in this home shard.
    pub fn new(shard: Shard, key_digest: &[u8; 32]) -> Self {
        let mut bytes = [0; ID_BYTES];
        let head = [LAYOUT, place(shard), shard.number];
        for (slot, byte) in bytes.iter_mut().zip(head.iter().chain(key_digest.iter().take(KEY_BYTES))) {
            *slot = *byte;
        }
        Self(bytes)
    }

    /// A byte that differs from lead to lead, to spread what would come back together.
    pub const fn spread(&self) -> u8 {
        self.0[ID_BYTES - 1]
    }

    /// A number that looks random for each lead and `turn`: `SplitMix64` (prng.di.unimi.it) over the
    /// last bytes of the key.
    pub fn number(&self, turn: u64) -> u64 {
        let bytes = self.0.iter().rev().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        let mut mixed = bytes.wrapping_add(turn.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The lead's home shard.
    pub fn shard(&self) -> Option<Shard> {
        let [layout, place, number, ..] = self.0;
        if layout != LAYOUT || number >= SHARDS_PER_REGION {
            return None;
        }
        let region = *Region::ALL.get(usize::from(place & 0x0f))?;
        let jurisdiction = match usize::from(place >> 4).checked_sub(1) {
            None => None,
            Some(at) => Some(*Jurisdiction::ALL.get(at)?),
        };
        Some(Shard { region, number, spill: false, jurisdiction })
    }
}

/// Region in the lower half of a byte, jurisdiction in the upper, 0 for none.
fn place(shard: Shard) -> u8 {
    let region = Region::ALL.iter().position(|region| *region == shard.region).unwrap_or(0);
    let jurisdiction = shard
        .jurisdiction
        .and_then(|pinned| Jurisdiction::ALL.iter().position(|known| *known == pinned).map(|at| at + 1));
    u8::try_from(region | (jurisdiction.unwrap_or(0) << 4)).unwrap_or(0)
}

impl fmt::Display for LeadId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{LEAD_ID_PREFIX}{}", BASE32.encode(&self.0))
    }
}

impl fmt::Debug for LeadId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The text is not a lead id of a layout we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALeadId;

impl fmt::Display for NotALeadId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a lead id: ld_ and 24 characters")
    }
}

impl FromStr for LeadId {
    type Err = NotALeadId;
    fn from_str(text: &str) -> Result<Self, NotALeadId> {
        let encoded = text.strip_prefix(LEAD_ID_PREFIX).ok_or(NotALeadId)?;
        let bytes = BASE32.decode(encoded).ok_or(NotALeadId)?;
        let id = Self(bytes.try_into().map_err(|_| NotALeadId)?);
        // One spelling only (the decoder also reads capitals), and a layout we can place.
        if id.to_string() == text && id.shard().is_some() { Ok(id) } else { Err(NotALeadId) }
    }
}

impl From<LeadId> for String {
    fn from(id: LeadId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for LeadId {
    type Error = NotALeadId;
    fn try_from(text: String) -> Result<Self, NotALeadId> {
        text.parse()
    }
}
