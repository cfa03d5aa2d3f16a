//! Which ledger object a lead lives in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The sharding layout new leads are written with. Changing [`SHARDS_PER_REGION`] or
/// [`Region`] means a new layout number; readers keep knowing the old ones.
pub const LAYOUT: u8 = 1;
/// Ledger objects per region in layout 1: at the 200 to 500 durable writes a second one
/// object sustains, room for some 2,000 leads a second per region.
pub const SHARDS_PER_REGION: u8 = 8;

/// Where a shard's object is placed, so that no lead crosses an ocean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// North America.
    Na,
    /// Europe.
    Eu,
    /// Asia.
    As,
    /// South America.
    Sa,
    /// Africa.
    Af,
    /// Oceania.
    Oc,
}

impl Region {
    /// Every region of layout 1; the position is the number inside a lead id.
    pub const ALL: [Self; 6] = [Self::Na, Self::Eu, Self::As, Self::Sa, Self::Af, Self::Oc];

    /// From the two-letter continent code that Cloudflare gives a request. Antarctica and
    /// an absent code are served from North America.
    pub fn from_continent(code: Option<&str>) -> Self {
        match code {
            Some("EU") => Self::Eu,
            Some("AS") => Self::As,
            Some("SA") => Self::Sa,
            Some("AF") => Self::Af,
            Some("OC") => Self::Oc,
            _ => Self::Na,
        }
    }

    /// The Durable Object location hint, from Cloudflare's "Data location" page.
    pub const fn location_hint(self) -> &'static str {
        match self {
            Self::Na => "enam",
            Self::Eu => "weur",
            Self::As => "apac",
            Self::Sa => "sam",
            Self::Af => "afr",
            Self::Oc => "oc",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Na => "na",
            Self::Eu => "eu",
            Self::As => "as",
            Self::Sa => "sa",
            Self::Af => "af",
            Self::Oc => "oc",
        }
    }
}

/// Where an object and everything in it must stay, by law or contract (Cloudflare's "Data
/// location" page: jurisdictions).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Jurisdiction {
    /// The European Union.
    Eu,
    /// The United States.
    Us,
}

impl Jurisdiction {
    /// Every jurisdiction; the position, counted from 1, is its number inside a lead id.
    pub const ALL: [Self; 2] = [Self::Eu, Self::Us];

    /// The platform's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eu => "eu",
            Self::Us => "us",
        }
    }

    /// From the platform's name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The region its objects are in, wherever the visitor is.
    pub const fn region(self) -> Region {
        match self {
            Self::Eu => Region::Eu,
            Self::Us => Region::Na,
        }
    }
}

/// Where a lead is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// Near its visitor.
    Near(Region),
    /// Where it must stay, wherever the visitor is.
    Within(Jurisdiction),
}

impl From<Region> for Home {
    fn from(region: Region) -> Self {
        Self::Near(region)
    }
}

/// One ledger object: `eu-03`, or `eu-03-spill` for the object that takes the shard's
/// leads while it cannot be reached; `eu-03@eu` for one that must not leave a jurisdiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Shard {
    /// Where.
    pub region: Region,
    /// Which, below [`SHARDS_PER_REGION`].
    pub number: u8,
    /// Whether this is the stand-in.
    pub spill: bool,
    /// Where it must stay.
    pub jurisdiction: Option<Jurisdiction>,
}

impl Shard {
    /// The shard that a digest falls into, near its visitor or where it must stay.
    pub fn of(home: impl Into<Home>, digest_byte: u8) -> Self {
        let (region, jurisdiction) = match home.into() {
            Home::Near(region) => (region, None),
            Home::Within(jurisdiction) => (jurisdiction.region(), Some(jurisdiction)),
        };
        Self { region, number: digest_byte % SHARDS_PER_REGION, spill: false, jurisdiction }
    }

    /// Whether it may keep what must stay in this jurisdiction. What must stay in none may be
    /// anywhere.
    pub fn may_keep(self, jurisdiction: Option<Jurisdiction>) -> bool {
        jurisdiction.is_none() || jurisdiction == self.jurisdiction
    }

    /// The stand-in of this shard, which stays where the shard must stay.
    pub const fn to_spill(self) -> Self {
        Self { spill: true, ..self }
    }

    /// The shard a stand-in hands its leads to.
    pub const fn to_home(self) -> Self {
        Self { spill: false, ..self }
    }

    /// Every object of the layout, stand-ins included.
    pub fn all() -> impl Iterator<Item = Self> {
        let free = Region::ALL.into_iter().map(|region| (region, None));
        let pinned = Jurisdiction::ALL.into_iter().map(|pinned| (pinned.region(), Some(pinned)));
        free.chain(pinned).flat_map(|(region, jurisdiction)| {
            (0..SHARDS_PER_REGION).flat_map(move |number| {
                [false, true].into_iter().map(move |spill| Self { region, number, spill, jurisdiction })
            })
        })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spill = if self.spill { "-spill" } else { "" };
        write!(formatter, "{}-{:02}{spill}", self.region.name(), self.number)?;
        self.jurisdiction.map_or(Ok(()), |jurisdiction| write!(formatter, "@{}", jurisdiction.name()))
    }
}

/// The text is not the name of a ledger object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAShard;

impl fmt::Display for NotAShard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a shard name such as eu-03 or eu-03-spill")
    }
}

impl FromStr for Shard {
    type Err = NotAShard;
    fn from_str(text: &str) -> Result<Self, NotAShard> {
        let (object, jurisdiction) = match text.split_once('@') {
            None => (text, None),
            Some((object, name)) => (object, Some(Jurisdiction::from_name(name).ok_or(NotAShard)?)),
        };
        let (home, spill) = object.strip_suffix("-spill").map_or((object, false), |home| (home, true));
        let (region, number) = home.split_once('-').ok_or(NotAShard)?;
        let region = Region::ALL.into_iter().find(|known| known.name() == region).ok_or(NotAShard)?;
        if jurisdiction.is_some_and(|jurisdiction| jurisdiction.region() != region) {
            return Err(NotAShard);
        }
        // Two digits, nothing else: one spelling for one object.
        let digits = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|number| digits && *number < SHARDS_PER_REGION);
        number.map(|number| Self { region, number, spill, jurisdiction }).ok_or(NotAShard)
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl TryFrom<String> for Shard {
    type Error = NotAShard;
    fn try_from(text: String) -> Result<Self, NotAShard> {
        text.parse()
    }
}
