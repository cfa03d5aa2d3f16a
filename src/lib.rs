//! Beeline's domain: what a lead is, and every decision taken about one.
//!
//! Nothing here sees a platform, a clock or a source of randomness; the Workers under
//! `workers/` supply those as data and carry out what is decided. One lead's way through
//! the modules: [`intake`] reads and checks it, [`identity`] names it, [`routing`] says
//! where it goes, [`ledger`] accepts it and keeps what is owed to it, [`envelope`] carries
//! it through a queue, [`redelivery`] judges what the queue brings, [`destination`], [`inbox`] and [`card`]
//! are what is delivered, [`guard`] keeps a destination from harm, and [`reconcile`] compares it with the
//! ledger. What is found out about a lead afterwards is [`warm`].

mod absent;
pub mod binding;
pub mod card;
pub mod compat;
pub mod conservation;
pub mod contract;
pub mod destination;
mod directory;
pub mod domain_name;
pub mod drift;
pub mod encoding;
pub mod envelope;
pub mod export;
pub mod guard;
pub mod held;
mod http_date;
pub mod identity;
pub mod inbox;
pub mod intake;
pub mod language;
pub mod lead;
pub mod ledger;
pub mod live;
pub mod mask;
pub mod overload;
pub mod pace;
pub mod page;
pub mod personal;
pub mod phone;
pub mod place;
pub mod pool;
pub mod principal;
pub mod problem;
pub mod quarantine;
pub mod receipt;
pub mod reconcile;
pub mod redelivery;
pub mod replay;
pub mod risk;
pub mod routing;
pub mod schedule;
pub mod secret;
pub mod storage;
pub mod synthetic;
pub mod text;
pub mod time_zone;
pub mod trace;
pub mod warm;
pub mod webhook;
pub mod whereabouts;
