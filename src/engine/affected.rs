//! Who was affected: the orders of a shop while the data of a case could be taken.

use super::analysis::CaseAnalysis;
use crate::import::orders::{self, Affected, Window};
use crate::model::{Milestone, Zone};

/// Counts the orders of a file from the start of a case's exposure until its containment, as widely as these are known;
/// `zone` is for dates that state none.
///
/// # Errors
/// A sentence where the case has no such span, or the file is none of orders.
pub fn affected(analysis: &CaseAnalysis, bytes: &[u8], zone: Option<Zone>) -> Result<Affected, String> {
    let at = |milestone: Milestone| {
        analysis.milestones.moment(&milestone).ok_or_else(|| {
            let name = milestone.id();
            format!("the case has no {name}; confirm it, then count the orders")
        })
    };
    let (from, to) = (at(Milestone::ExposureStarted)?.earliest, at(Milestone::Contained)?.latest);
    if to < from {
        return Err("the exposure is contained before it starts; correct one of the two".to_owned());
    }
    orders::count(bytes, &Window { from, to, zone, day_first: None }).map_err(|e| e.to_string())
}
