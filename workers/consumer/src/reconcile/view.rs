//! What a destination shows, be it a vendor's or the inbox.

use beeline::destination::{Listed, Period, Sight};
use beeline::reconcile::{Expected, Found, Standing};
use worker::D1Database;

use super::inbox;
use super::vendor::Vendor;

/// One destination to compare with.
pub enum View<'a> {
    Inbox(&'a D1Database),
    Vendor(Vendor<'a>),
}

/// Why a comparison does not go on now.
pub struct Pause {
    /// When it may.
    pub after_ms: i64,
    /// Why, without personal data.
    pub reason: String,
}

impl View<'_> {
    pub fn sight(&self) -> Sight {
        match self {
            Self::Inbox(_) => inbox::SIGHT,
            Self::Vendor(vendor) => vendor.listing.sight(),
        }
    }

    /// What is expected of a lead there.
    pub fn expects(&self, lead: &Expected) -> Standing {
        match self {
            Self::Inbox(_) => lead.standing,
            Self::Vendor(vendor) => vendor.listing.expects(lead),
        }
    }

    /// The records of these leads.
    pub async fn find(&mut self, leads: &[&Expected]) -> Result<Vec<Found>, Pause> {
        match self {
            Self::Inbox(inbox) => inbox::find(inbox, leads).await,
            Self::Vendor(vendor) => vendor.find(leads).await,
        }
    }

    /// The next records of this time.
    pub async fn list(&mut self, period: Period, after: Option<&str>) -> Result<Listed, Pause> {
        match self {
            Self::Inbox(inbox) => inbox::list(inbox, period, after).await,
            Self::Vendor(vendor) => vendor.list(period, after).await,
        }
    }

    /// Tells whoever has to know that nothing more is asked for now.
    pub async fn leave(&mut self) {
        if let Self::Vendor(vendor) = self {
            vendor.give_back().await;
        }
    }
}
