//! Who was affected: the orders of a shop while the data of a case could be taken.

use super::analysis::CaseAnalysis;
use super::sources::wall_clock;
use super::view::{OrdersView, UnsaidOrders};
use crate::document::{orders as told, words};
use crate::import::orders::{self, Orders};
use crate::language::{known, retold};
use crate::metric::{NoExposure, exposure};
use crate::milestone::Status;
use crate::model::orders::{Affected, OrderCount, Window};
use crate::model::{Milestone, Zone};
use crate::say;

/// Counts orders from the start of a case's exposure until its containment, as widely as these are known, for
/// [`crate::workspace::Change::CountOrders`].
///
/// * `name`: of the file.
/// * `zone`: of dates that state none.
/// * `day_first`: for dates that fit both orders of day and month.
///
/// # Errors
/// Where the case has no such span.
pub fn count(
    analysis: &CaseAnalysis,
    name: &str,
    orders: &Orders,
    zone: Option<Zone>,
    day_first: Option<bool>,
) -> Result<OrderCount, NoExposure> {
    let exposure = exposure(&analysis.milestones)?;
    let window = Window { from: exposure.from, to: exposure.to, zone, day_first };
    Ok(OrderCount::new(name, orders.sha256(), window, orders.within(&window)))
}

/// Counts the orders of a file in the same way, with every refused row.
///
/// # Errors
/// A sentence where the case has no such span, or the file is none of orders.
pub fn affected(analysis: &CaseAnalysis, bytes: &[u8], zone: Option<Zone>) -> Result<Affected, String> {
    let exposure = exposure(&analysis.milestones).map_err(|e| e.to_string())?;
    let window = Window { from: exposure.from, to: exposure.to, zone, day_first: None };
    orders::count(bytes, &window).map_err(|e| e.to_string())
}

/// What has to be asked before orders are counted.
pub fn unsaid(orders: &Orders) -> UnsaidOrders {
    let orders::Unsaid { rows, naive, dates } = orders.unsaid();
    let dates = dates.unwrap_or_default();
    let first = dates.first.iter().map(|(_, day, month)| (wall_clock(*day), wall_clock(*month)));
    UnsaidOrders { rows, naive, dates: dates.rows, first: first.collect() }
}

/// What the screen shows of it.
pub(super) fn view(analysis: &CaseAnalysis, zone: Zone) -> OrdersView {
    let milestones = &analysis.milestones;
    let (ready, window) = match exposure(milestones) {
        Err(missing) => (false, words::sentence(&retold(missing.to_string()))),
        Ok(exposure) => {
            let [from, to] = [exposure.from, exposure.to].map(|at| words::instant(at, zone));
            let (start, end) = (known(exposure.start.label()), known(Milestone::Contained.label()));
            let window = say!("From “{start}”, {from}, until “{end}”, {to}.", start, from, end, to);
            let open = match exposure.basis {
                Status::Confirmed => "",
                _ => say!(" Not both are confirmed: if one moves, count again."),
            };
            (true, window + open)
        }
    };
    let counted = analysis.case.orders.as_ref();
    let blocks = counted.map(|count| told::blocks(count, milestones, zone)).unwrap_or_default();
    OrdersView { ready, window, blocks }
}
