//! What goes where on a phase chart: one lane, or the whole above the response enlarged.

use super::axis::{self, EDGE, SMALL};
use super::flags::{self, Placed, ROW};
use super::measured::text_width;
use super::phase::{Flag, PhaseChart, Stretch, not_yet};
use super::scale::Scale;
use super::words::{rough, short_time};
use crate::language::known;
use crate::model::{Duration, Milestone, Timestamp};
use crate::say;
use chrono::Datelike;

/// The whole is drawn a second time, enlarged, when it is longer than the response by more than this.
const DWARFED: i64 = 6;
/// A clock's end or a notice widens what is enlarged by up to this many times the response.
const CLOCK_REACH: i64 = 4;
/// Below an axis line: marks, labels and what the labels leave out.
pub const AXIS: f64 = 38.0;
/// Narrower than this, flags have numbers and their words stand in a list below.
const NARROW: f64 = 560.0;
/// A line of the list of flags.
pub const LINE: f64 = 19.0;
/// A line of text under a bar.
pub const WORDS: f64 = 20.0;
/// Between the whole and what is enlarged.
const FUNNEL: f64 = 18.0;

/// One time axis with what stands on it. Heights are from the top of the chart.
#[derive(Clone, PartialEq, Debug)]
pub struct Lane {
    /// Microseconds to pixels.
    pub scale: Scale,
    /// The flags of this lane, by their index in the chart, where they stand.
    pub flags: Vec<Placed>,
    /// The upper edge of the lane.
    pub top: f64,
    /// The upper edge of the bar.
    pub bar: f64,
    /// The lower edge of the bar.
    pub under: f64,
    /// Where the clocks start, and whether they stand here.
    pub clocks: Option<f64>,
    /// The axis line.
    pub axis: f64,
    /// What the lane shows, said above it where there are two.
    pub name: Option<&'static str>,
}

/// A chart laid out in lanes.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// One lane, or the whole and the part enlarged.
    pub lanes: Vec<Lane>,
    /// What is enlarged, in microseconds.
    pub window: Option<[i64; 2]>,
    /// The phases that have no room for their name, in rows.
    pub legend: Vec<Vec<(f64, usize)>>,
    /// The numbered flags in their list, by their index in the chart; empty where labels stand at the poles.
    pub list: Vec<usize>,
    /// Where the list starts.
    pub list_top: f64,
    /// The height of a clock with its words: in one line, or in two where it is narrow.
    pub clock: f64,
    /// Where the legend starts.
    pub foot: f64,
    /// The height of the whole chart.
    pub height: f64,
    /// Whether times need a year.
    pub year: bool,
}

/// The words of a stretch: name and length.
pub fn stretch_words(chart: &PhaseChart, stretch: &Stretch) -> (String, String) {
    let length = match chart.length(stretch) {
        Duration::Exact { value } => rough(value),
        Duration::Range { min, max: Some(max) } if min.0 > 0 => format!("{} – {}", rough(min), rough(max)),
        Duration::Range { max: Some(max), .. } => say!("up to {max}", max = rough(max)),
        Duration::Range { min, max: None } => say!("{min} or more", min = rough(min)),
        Duration::RightCensored { min } => {
            say!("at least {min}, not yet {done}", min = rough(min), done = not_yet(&stretch.ends))
        }
        Duration::Unknown { .. } => String::new(),
    };
    (known(stretch.phase.label()), length)
}

/// From where to where a stretch is drawn, in microseconds.
pub fn ends(chart: &PhaseChart, stretch: &Stretch) -> [i64; 2] {
    let from = stretch.from.middle().0;
    [from, stretch.to.map_or(chart.as_of.0, |to| to.middle().0).max(from)]
}

/// What stands under the bar of a stretch, as far as there is room.
pub fn direct_words(chart: &PhaseChart, stretch: &Stretch, room: f64) -> Option<(String, bool)> {
    let (name, length) = stretch_words(chart, stretch);
    let both = format!("{name} {length}");
    if text_width(&both, SMALL, false) + 8.0 <= room {
        return Some((both, true));
    }
    (!length.is_empty() && text_width(&length, SMALL, false) + 8.0 <= room).then_some((length, false))
}

/// From where to where the whole is drawn.
fn domain(chart: &PhaseChart) -> Option<[i64; 2]> {
    let flags = chart.flags.iter().flat_map(|f| [f.moment.earliest.0, f.moment.latest.0]);
    let open = chart.stretches.iter().filter(|s| s.to.is_none()).map(|_| chart.as_of.0);
    let sent = chart.clocks.iter().flat_map(|c| c.sent.into_iter().flatten().chain(c.start)).map(|t| t.0);
    let all: Vec<i64> = flags.chain(open).chain(sent).collect();
    let (from, to) = (*all.iter().min()?, *all.iter().max()?);
    // An end of a clock widens the picture by half at most; a later one lies beyond an arrow.
    let reach = to.saturating_add((to - from) / 2);
    let due = chart.clocks.iter().filter_map(|c| c.due).map(|d| d[0].0).filter(|d| *d <= reach).max();
    Some([from, to.max(due.unwrap_or(to)).max(from + 60_000_000)])
}

/// What is enlarged: from the detection to the end of the response, where the whole dwarfs it.
fn window(chart: &PhaseChart, [from, to]: [i64; 2]) -> Option<[i64; 2]> {
    let detected = chart.moment(&Milestone::Detected)?;
    let start = detected.earliest.0;
    let response = chart
        .stretches
        .iter()
        .filter(|s| s.from.middle() >= detected.middle() && s.phase < super::Phase::After)
        .map(|s| s.to.map_or(chart.as_of.0, |to| to.latest.0))
        .max()?;
    let length = response - start;
    if length <= 0 || (to - from) / length < DWARFED {
        return None;
    }
    let reach = start.saturating_add(length.saturating_mul(CLOCK_REACH));
    let clocks = chart.clocks.iter().flat_map(|c| [c.due, c.sent]).flatten().map(|p| p[1].0);
    let end = clocks.filter(|t| *t <= reach).chain([response]).max()?;
    ((to - from) / (end - start).max(1) >= 3).then_some([start, end])
}

/// The label of a flag.
pub fn flag_words(chart: &PhaseChart, flag: &Flag, year: bool) -> String {
    let name = match &flag.milestone {
        Milestone::Aware => say!("Aware").to_owned(),
        Milestone::IndividualsNotified => say!("People notified").to_owned(),
        other => known(other.label()),
    };
    format!("{name} {}", short_time(&flag.moment, chart.zone, year))
}

/// Lays the lanes out for a width. `None` without any moment.
pub fn plan(chart: &PhaseChart, width: f64) -> Option<Plan> {
    let whole = domain(chart)?;
    let window = window(chart, whole);
    let years = whole.map(|t| chart.zone.local(Timestamp(t)).year());
    let year = years[0] != years[1];
    let (title, caption) = (chart.title(), chart.caption());
    let frame = axis::frame(&mut super::scene::Scene::default(), &title, &caption, width, 0.0);
    let mut y = frame.0 + 6.0;
    let narrow = width < NARROW;
    let clock = if narrow { 50.0 } else { 34.0 };
    let mut lanes = vec![];
    let in_window = |t: i64| window.is_some_and(|[from, to]| from <= t && t <= to);
    let pixels = [EDGE + 4.0, (width - EDGE - 16.0).max(EDGE + 60.0)];
    for part in 0..(1 + usize::from(window.is_some())) {
        let (span, enlarged) = if part == 0 { (whole, false) } else { (window.unwrap_or(whole), true) };
        let here = |f: &Flag| enlarged == in_window(f.moment.middle().0);
        // An imprecise first moment may lie before what is enlarged: the bar is cut at the edge.
        let pad = (span[1] - span[0]) as f64 * 0.012;
        let scale = Scale::linear([span[0] as f64 - pad, span[1] as f64 + pad], pixels);
        let labels: Vec<(usize, String)> = chart
            .flags
            .iter()
            .enumerate()
            .filter(|(_, f)| here(f))
            .map(|(n, f)| (n, if narrow { (n + 1).to_string() } else { flag_words(chart, f, year) }))
            .collect();
        let (scale, flags) = poles(chart, &labels, scale, width);
        let top = y;
        let name = match (window, enlarged) {
            (None, _) => None,
            (_, false) => Some(say!("The whole incident")),
            (_, true) => Some(say!("From detection, enlarged")),
        };
        let bar = top + name.map_or(0.0, |_| 20.0) + flags::rows(&flags) as f64 * ROW + 8.0;
        let under = bar + if window.is_some() && !enlarged { 16.0 } else { 28.0 };
        let last = enlarged || window.is_none();
        let clocks = (last && !chart.clocks.is_empty()).then_some(under + WORDS + 6.0);
        let axis = clocks.map_or(under + WORDS + 4.0, |c| c + chart.clocks.len() as f64 * clock + 4.0);
        lanes.push(Lane { scale, flags, top, bar, under, clocks, axis, name });
        y = axis + AXIS + if last { 0.0 } else { FUNNEL };
    }
    let legend = legend(chart, &lanes, window, width);
    let list: Vec<usize> = if narrow { (0..chart.flags.len()).collect() } else { vec![] };
    let list_top = y + 6.0;
    let foot = y + 4.0 + if narrow { list.len() as f64 * LINE + 8.0 } else { 0.0 };
    let height = foot + legend.len() as f64 * 20.0 + axis::foot_height(&caption, width);
    Some(Plan { lanes, window, legend, list, list_top, clock, foot, height, year })
}

/// Places the labels of a lane: over the whole width with those near the edge turned to the left, or over less of it
/// with room at the right for all, whichever needs fewer rows. No pole may run through a label.
fn poles(chart: &PhaseChart, labels: &[(usize, String)], scale: Scale, width: f64) -> (Scale, Vec<Placed>) {
    let [left, right] = scale.pixels();
    let edge = width - EDGE;
    let time = |index: usize| chart.flags.get(index).map_or(0.0, |f| f.moment.middle().0 as f64);
    let on = |scale: &Scale| {
        let texts: Vec<_> = labels.iter().map(|(n, text)| (scale.pixel(time(*n)), text.clone())).collect();
        flags::place(&texts, EDGE, edge)
    };
    let shares: Vec<_> = labels
        .iter()
        .map(|(n, text)| ((scale.pixel(time(*n)) - left) / (right - left), text.clone()))
        .collect();
    let least = left + (right - left) * 0.6;
    let shorter = Scale::linear(scale.domain(), [left, flags::reserve(&shares, left, edge, right, least)]);
    let (wide, short) = (on(&scale), on(&shorter));
    let better = flags::crossed(&wide) || flags::rows(&short) + 1 < flags::rows(&wide);
    let (scale, mut placed) = if better { (shorter, short) } else { (scale, wide) };
    for flag in &mut placed {
        flag.index = labels.get(flag.index).map_or(flag.index, |l| l.0);
    }
    (scale, placed)
}

/// The lane on which a stretch has its words: that which is enlarged, where all of it lies there.
pub fn lane_of(chart: &PhaseChart, stretch: &Stretch, window: Option<[i64; 2]>) -> usize {
    let [from, to] = ends(chart, stretch);
    // The start is drawn in the middle of its imprecision; what is enlarged begins before that.
    usize::from(window.is_some_and(|[start, end]| from >= start && to <= end))
}

/// The stretches whose names have no room under their bars, in rows of the width.
fn legend(
    chart: &PhaseChart,
    lanes: &[Lane],
    window: Option<[i64; 2]>,
    width: f64,
) -> Vec<Vec<(f64, usize)>> {
    let mut rows: Vec<Vec<(f64, usize)>> = vec![];
    let mut x = EDGE;
    for (n, stretch) in chart.stretches.iter().enumerate() {
        let [from, to] = ends(chart, stretch).map(|t| t as f64);
        let Some(lane) = lanes.get(lane_of(chart, stretch, window)) else { continue };
        let room = lane.scale.pixel(to) - lane.scale.pixel(from);
        if direct_words(chart, stretch, room).is_some_and(|(_, named)| named) {
            continue;
        }
        let (name, length) = stretch_words(chart, stretch);
        let item = 24.0 + text_width(&format!("{name} {length}"), SMALL, false);
        if x > EDGE && x + item > width - EDGE {
            x = EDGE;
        }
        if x == EDGE {
            rows.push(vec![]);
        }
        if let Some(row) = rows.last_mut() {
            row.push((x, n));
        }
        x += item + 20.0;
    }
    rows
}
