//! Who is let in when a ledger object has more to do than it can: first beacons wait, then
//! standard leads, and hot leads only when there is no room at all.
//!
//! Only new work has a class. What was accepted, a settlement, a hand-over, a read, is
//! never asked about here: shedding it would break a promise already made.

use crate::lead::Lane;

/// The trailing window, in slots: the last second, a tenth at a time.
const SLOTS: usize = 10;
/// One slot.
const SLOT_MS: i64 = 100;
/// The longest a client is sent away.
pub const MAX_RETRY_AFTER_SECONDS: u32 = 30;
/// Every 100 % of offered load adds so much to the longest wait: at twice the capacity half
/// of what came has to come back, and finds room within four seconds.
const SECONDS_PER_LOAD: u64 = 2;

/// How much new work matters, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Measurements of the page: losing some is harmless.
    Beacon,
    /// A lead nobody waits for.
    Standard,
    /// A lead whose visitor is on the page.
    Hot,
}

impl Class {
    /// How full the object may be for this class to be let in. 40 % are out of reach of
    /// beacons, 15 % of them kept for people who wait.
    const fn limit_percent(self) -> u64 {
        match self {
            Self::Beacon => 60,
            Self::Standard => 85,
            Self::Hot => 100,
        }
    }
}

impl From<Lane> for Class {
    fn from(lane: Lane) -> Self {
        match lane {
            Lane::Hot => Self::Hot,
            Lane::Standard => Self::Standard,
        }
    }
}

/// The answer to new work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Do it now.
    Admitted,
    /// Not now (503 with `Retry-After`).
    Shed {
        /// 1 to [`MAX_RETRY_AFTER_SECONDS`].
        retry_after_seconds: u32,
    },
}

/// Counts of one tenth of a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Slot {
    admitted: u32,
    shed: u32,
}

/// The gate of one object. Held in memory: an object that starts anew is not overloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    capacity_per_second: u32,
    capacity_pending: u32,
    /// The slot that is being counted, by the clock.
    current: i64,
    slots: [Slot; SLOTS],
}

impl Gate {
    /// A gate for an object that does `capacity_per_second` commands, and for which
    /// `capacity_pending` waiting ones are as many as it can still serve in time.
    pub fn new(capacity_per_second: u32, capacity_pending: u32) -> Self {
        Self {
            capacity_per_second: capacity_per_second.max(1),
            capacity_pending: capacity_pending.max(1),
            current: i64::MIN,
            slots: [Slot::default(); SLOTS],
        }
    }

    /// Lets new work in or sends it away.
    ///
    /// `pending` commands wait already. Work is let in while both the last second's
    /// admissions and the waiting are below the class's share of their capacity. `jitter` is
    /// random: without it, everybody sent away at once would be back at once.
    pub fn admit(&mut self, class: Class, pending: u32, now_ms: i64, jitter: u8) -> Admission {
        self.turn_to(now_ms.div_euclid(SLOT_MS));
        let admitted = self.slots.iter().map(|slot| u64::from(slot.admitted)).sum();
        let has_room = |used: u64, capacity: u32| used * 100 < class.limit_percent() * u64::from(capacity);
        let is_admitted = has_room(admitted, self.capacity_per_second)
            && has_room(u64::from(pending), self.capacity_pending);
        let place = self.place(self.current);
        if let Some(slot) = self.slots.get_mut(place) {
            let count = if is_admitted { &mut slot.admitted } else { &mut slot.shed };
            *count = count.saturating_add(1);
        }
        if is_admitted {
            Admission::Admitted
        } else {
            Admission::Shed { retry_after_seconds: self.retry_after_seconds(pending, jitter) }
        }
    }

    /// Half of the longest wait for everybody, and up to the other half by chance.
    fn retry_after_seconds(&self, pending: u32, jitter: u8) -> u32 {
        let offered: u64 =
            self.slots.iter().map(|slot| u64::from(slot.admitted) + u64::from(slot.shed)).sum();
        let by_rate = offered * SECONDS_PER_LOAD / u64::from(self.capacity_per_second);
        let by_queue = u64::from(pending) * SECONDS_PER_LOAD / u64::from(self.capacity_pending);
        let longest = by_rate.max(by_queue).clamp(2, u64::from(MAX_RETRY_AFTER_SECONDS));
        let half = longest / 2;
        let by_chance = (longest - half) * u64::from(jitter) / u64::from(u8::MAX);
        u32::try_from(half + by_chance).unwrap_or(MAX_RETRY_AFTER_SECONDS)
    }

    /// Forgets the slots that have left the window. A clock that went back a little is held
    /// where it was; one that went back by more than the window is believed, or the counts
    /// would never leave it.
    fn turn_to(&mut self, slot: i64) {
        let window = i64::try_from(SLOTS).unwrap_or(i64::MAX);
        let passed = slot.saturating_sub(self.current);
        if passed >= window || passed <= -window {
            self.slots = [Slot::default(); SLOTS];
            self.current = slot;
            return;
        }
        while self.current < slot {
            self.current += 1;
            let place = self.place(self.current);
            if let Some(slot) = self.slots.get_mut(place) {
                *slot = Slot::default();
            }
        }
    }

    fn place(&self, slot: i64) -> usize {
        let window = i64::try_from(self.slots.len()).unwrap_or(1);
        usize::try_from(slot.rem_euclid(window)).unwrap_or(0)
    }
}
