//! Frames and axes that the charts share.

use super::measured::{fit, text_width};
use super::scale::Scale;
use super::scene::{Align, Scene};
use super::theme::Ink;
use super::ticks::{DurationTick, duration_ticks, log_duration_ticks, time_ticks};
use crate::model::{Timestamp, Zone};
use crate::say;

/// The size of labels and captions.
pub const SMALL: f64 = 12.0;
/// The size of the title.
pub const TITLE: f64 = 16.0;
/// The distance of texts from the edge.
pub const EDGE: f64 = 12.0;

/// The title over as many lines as it needs, two at most, and the caption at the foot. Returns the heights between
/// which the picture itself has room.
pub fn frame(scene: &mut Scene, title: &str, caption: &str, width: f64, height: f64) -> (f64, f64) {
    let room = width - 2.0 * EDGE;
    let mut y = EDGE + TITLE * 0.55;
    for line in lines(title, TITLE, true, room, 2) {
        scene.bold((EDGE, y), line, TITLE, Align::Start, Ink::Text);
        y += TITLE * 1.25;
    }
    let caption = lines(caption, SMALL, false, room, 3);
    let mut foot = height - EDGE + 2.0 - SMALL * 0.55 - (caption.len() as f64 - 1.0).max(0.0) * 15.0;
    let bottom = foot - 14.0;
    for line in caption {
        scene.text((EDGE, foot), line, SMALL, Align::Start, Ink::Muted);
        foot += 15.0;
    }
    (y, bottom)
}

/// How much [`frame`] takes at the foot.
pub fn foot_height(caption: &str, width: f64) -> f64 {
    let caption = lines(caption, SMALL, false, width - 2.0 * EDGE, 3).len();
    EDGE - 2.0 + SMALL * 0.55 + caption.saturating_sub(1) as f64 * 15.0 + 14.0
}

/// A text broken into lines at spaces; what does not fit the last line is cut.
pub fn lines(text: &str, size: f64, bold: bool, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    let mut rest = text.trim();
    while !rest.is_empty() {
        if lines.len() + 1 >= most || text_width(rest, size, bold) <= room {
            lines.push(fit(rest, size, bold, room));
            break;
        }
        let end = rest
            .match_indices(' ')
            .map(|(at, _)| at)
            .filter(|at| !within_value(rest, *at))
            .take_while(|at| text_width(rest.get(..*at).unwrap_or(rest), size, bold) <= room)
            .last();
        let Some((line, next)) = end.and_then(|at| rest.split_at_checked(at)) else {
            lines.push(fit(rest, size, bold, room));
            break;
        };
        lines.push(line.to_owned());
        rest = next.trim_start();
    }
    lines
}

/// Whether the space at a place stands within a value such as `3 d` or `95 %`, or before it as in `n = 14`.
fn within_value(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let after = after.trim_start();
    let unit = after.starts_with('%')
        || ["d", "h", "min", "s"]
            .contains(&after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
    (before.ends_with(|c: char| c.is_ascii_digit()) && unit)
        || before.ends_with('=')
        || after.starts_with('=')
}

/// The name of an axis of durations, which says whether it is logarithmic.
pub fn named(what: String, log: bool) -> String {
    if log { say!("{what}, logarithmic", what) } else { what }
}

/// The marks of an axis of durations that have room on it.
pub fn durations(scale: &Scale) -> Vec<DurationTick> {
    let [left, right] = scale.pixels();
    let most = ((right - left) / 64.0).max(2.0) as usize;
    if scale.is_log() {
        log_duration_ticks(scale.domain(), most)
    } else {
        duration_ticks(scale.domain(), most)
    }
}

/// An axis of durations at a height, with grid lines up to `top`.
pub fn duration_axis(scene: &mut Scene, scale: &Scale, top: f64, y: f64) {
    let [left, right] = scale.pixels();
    let mut free = f64::NEG_INFINITY;
    for tick in durations(scale) {
        let x = scale.pixel(tick.seconds);
        scene.line((x, top), (x, y), Ink::Grid, 1.0);
        scene.line((x, y), (x, y + 4.0), Ink::Axis, 1.0);
        let half = text_width(&tick.label, SMALL, false) / 2.0;
        let at = x.clamp(left - half, (right + EDGE - half).max(left));
        if at - half >= free {
            free = at + half + 8.0;
            scene.text((at, y + 14.0), tick.label, SMALL, Align::Middle, Ink::Muted);
        }
    }
    scene.line((left, y), (right, y), Ink::Axis, 1.0);
}

/// A time axis at the height `y`, with grid lines from `top`. Takes 36 px below `y`; no label ends beyond `limit` or
/// stands where one of the upright `lines` runs.
pub fn time_axis(
    scene: &mut Scene,
    scale: &Scale,
    zone: Zone,
    [top, y]: [f64; 2],
    limit: f64,
    lines: &[f64],
) {
    let [left, right] = scale.pixels();
    let [from, to] = scale.domain();
    let most = ((right - left) / 60.0).max(2.0) as usize;
    let ticks = time_ticks(Timestamp(from as i64), Timestamp(to as i64), most, zone);
    let crossed = |from: f64, to: f64| lines.iter().any(|x| from - 3.0 < *x && *x < to + 3.0);
    let (mut free, mut context_free) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for tick in ticks {
        let x = scale.pixel(tick.at.0 as f64);
        scene.line((x, top), (x, y), Ink::Grid, 1.0);
        scene.line((x, y), (x, y + 4.0), Ink::Axis, 1.0);
        let width = text_width(&tick.label, SMALL, false);
        let at = x.clamp(EDGE + width / 2.0, (limit - width / 2.0).max(EDGE + width / 2.0));
        let crosses = crossed(at - width / 2.0, at + width / 2.0);
        if at - width / 2.0 < free || crosses {
            continue;
        }
        free = at + width / 2.0 + 8.0;
        scene.text((at, y + 13.0), tick.label, SMALL, Align::Middle, Ink::Muted);
        if let Some(context) = tick.context {
            // The context starts where its mark stands, and runs on as far as it is true.
            let width = text_width(&context, SMALL, false);
            let start = (at - text_width("00:00", SMALL, false) / 2.0).clamp(EDGE, (limit - width).max(EDGE));
            let crosses = crossed(start, start + width);
            if start >= context_free && !crosses {
                context_free = start + width + 10.0;
                scene.text((start, y + 28.0), context, SMALL, Align::Start, Ink::Text);
            }
        }
    }
    scene.line((left, y), (right, y), Ink::Axis, 1.0);
}
