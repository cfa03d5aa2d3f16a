//! Delivers a batch, with faults on the way.

use beeline::destination::{Answer, Call, Item, Reply, Step, TransportFailure, Verdict};

use crate::conformance::vendor::Vendor;

pub const NOW_MS: i64 = 1_790_000_000_000;

/// What happens to a call.
pub enum Fault {
    None,
    /// It does not arrive.
    Before(Reply),
    /// It is carried out, and this is what we hear.
    After(Reply),
}

pub struct Run {
    pub verdicts: Vec<Verdict>,
    pub steps: Vec<Step>,
    pub remembered: Vec<(usize, String)>,
    /// Whether each lead got exactly one verdict and nobody was twice under way.
    pub is_whole: bool,
}

impl Run {
    pub fn all_done(&self) -> bool {
        self.is_whole && self.verdicts.iter().all(is_done)
    }
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.steps.iter().map(|step| &step.call)
    }
    /// Everything that was sent, as text.
    pub fn sent(&self) -> String {
        let text = |call: &Call| format!("{}\n{}\n", call.path, call.body.clone().unwrap_or_default());
        self.calls().map(text).collect()
    }
}

pub fn is_done(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Done { .. })
}

pub fn deliver(vendor: &mut dyn Vendor, items: &[Item]) -> Run {
    deliver_with(vendor, items, |_, _| Fault::None)
}

/// `fault` sees the number of the call and the call.
pub fn deliver_with(
    vendor: &mut dyn Vendor,
    items: &[Item],
    mut fault: impl FnMut(usize, &Step) -> Fault,
) -> Run {
    let destination = vendor.destination();
    let mut progress = destination.open(items, NOW_MS);
    let mut verdicts: Vec<Vec<Verdict>> = vec![Vec::new(); items.len()];
    let (mut open, mut steps, mut remembered) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        for (item, verdict) in progress.verdicts.drain(..) {
            verdicts[item].push(verdict);
        }
        remembered.append(&mut progress.remember);
        open.append(&mut progress.steps);
        if open.is_empty() || steps.len() > 2_000 {
            break;
        }
        let step: Step = open.remove(0);
        let reply = match fault(steps.len(), &step) {
            Fault::None => Ok(vendor.answer(&step.call)),
            Fault::Before(reply) => reply,
            Fault::After(reply) => {
                vendor.answer(&step.call);
                reply
            }
        };
        progress = destination.read(items, &step, &reply, NOW_MS);
        steps.push(step);
    }
    let is_whole = verdicts.iter().all(|verdicts| verdicts.len() == 1);
    Run { verdicts: verdicts.into_iter().flatten().collect(), steps, remembered, is_whole }
}

pub fn answer(status: u16, body: &str) -> Reply {
    Ok(Answer::new(status, |_| None, body.as_bytes()))
}

pub fn answer_with(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let header =
        |name: &str| headers.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    Ok(Answer::new(status, header, body.as_bytes()))
}

/// The verdicts when the first call ends like this.
pub fn first_ends(vendor: &mut dyn Vendor, items: &[Item], reply: &Reply) -> Run {
    deliver_with(
        vendor,
        items,
        |number, _| if number == 0 { Fault::Before(reply.clone()) } else { Fault::None },
    )
}

/// The verdicts when every call ends like this.
pub fn each_ends(vendor: &mut dyn Vendor, items: &[Item], reply: &Reply) -> Run {
    deliver_with(vendor, items, |_, _| Fault::Before(reply.clone()))
}

/// The last call of a delivery to a vendor that works is carried out, and its answer lost.
pub fn last_is_lost(vendor: &mut dyn Vendor, items: &[Item]) -> Run {
    let last = deliver(&mut *vendor.fresh(), items).steps.len() - 1;
    deliver_with(vendor, items, |number, _| {
        if number == last { Fault::After(Err(TransportFailure::Timeout)) } else { Fault::None }
    })
}
