//! The milestones over the histogram, as flags in as many lanes as their names need.

use super::histogram::{HEIGHT, Plot};
use crate::engine::Query;
use crate::engine::view::ResponseView;
use crate::milestone::Status;
use crate::model::order;
use crate::model::{EventId, Moment};
use crate::ui::state::ask;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;

/// How many lanes there are at most; what finds no room shows its pole alone.
const LANES: usize = 3;
/// The height of a lane, in pixels.
const LANE: f64 = 20.0;

struct Flag {
    label: String,
    words: String,
    state: &'static str,
    moment: Moment,
    event: Option<EventId>,
}

/// The flags.
pub(super) fn flags(plot: Plot) -> AnyView {
    let desk = plot.bench.desk;
    let answer = ask::<ResponseView>(move || {
        desk.open_case_id().map(|case| Query::Response { case, zone: desk.zone.get() })
    });
    live(move || {
        let zone = desk.zone.get();
        let mut flags: Vec<Flag> = answer.with(|a| {
            let Some(Ok(view)) = a else { return vec![] };
            let rows = view.milestones.iter().filter_map(|r| {
                let held = r.held.as_ref()?;
                let moment = held.moment?;
                let (state, word) = match held.status {
                    Status::Proposed => ("proposed", "proposed"),
                    Status::Confirmed => ("confirmed", "confirmed"),
                    Status::Stated => ("stated", "stated in the record"),
                    Status::None => return None,
                };
                let label = known(r.milestone.label());
                let words = format!("{label}, {}, {}", look(word), strings::moment(&moment, zone));
                Some(Flag { label, words, state, moment, event: held.events.first().copied() })
            });
            rows.collect()
        });
        order::sort_by_key(&mut flags, |f| f.moment.middle());
        draw(plot, flags)
    })
}

fn draw(plot: Plot, flags: Vec<Flag>) -> AnyView {
    let width = plot.width.get();
    let mut free = [f64::MIN; LANES];
    let mut used = 0;
    let made: Vec<(Flag, f64, Option<usize>, bool)> = flags
        .into_iter()
        .filter_map(|flag| {
            let x = plot.x(flag.moment.middle()).filter(|x| (-0.5..=width + 0.5).contains(x))?;
            let long = flag.label.chars().count() as f64 * 6.6 + 16.0;
            // A flag near the right edge hangs to the left of its pole.
            let turned = x + long > width;
            let (start, end) = if turned { (x - long, x) } else { (x, x + long) };
            let lane = free.iter().position(|f| *f <= start);
            if let Some(slot) = lane.and_then(|n| free.get_mut(n)) {
                *slot = end + 4.0;
            }
            used = used.max(lane.map_or(0, |n| n + 1));
            Some((flag, x, lane, turned))
        })
        .collect();
    let height = used.max(1) as f64 * LANE;
    let made = made
        .into_iter()
        .map(|(flag, x, lane, turned)| one(plot, flag, x, lane, turned, height))
        .collect_view();
    view! { <div class="flags" role="group" aria-label="Milestones" style:height=format!("{height}px")>{made}</div> }.into_any()
}

/// One flag. What found no lane stands below them, as a pole in the plot.
fn one(plot: Plot, flag: Flag, x: f64, lane: Option<usize>, turned: bool, height: f64) -> AnyView {
    let Flag { label, words, state, event, .. } = flag;
    let top = lane.map_or(height, |n| n as f64 * LANE);
    let pole = height - top + HEIGHT;
    let name = lane.map(|_| view! { <span class="flag-name">{label}</span> }.into_any());
    view! {
        <button type="button" class="flag" class:turned=turned class:bare=lane.is_none() data-state=state aria-label=words.clone() title=words.clone()
            style:left=format!("{x:.1}px") style:top=format!("{top}px")
            on:click=move |_| if let Some(event) = event { plot.bench.desk.open_event(event); plot.bench.locate(event); }>
            <span class="pole" style:height=format!("{pole}px")></span>{name}
        </button>
    }
    .into_any()
}
