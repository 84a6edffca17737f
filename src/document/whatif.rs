//! A scenario beside the record, in words and tables. It is always called hypothetical and never mixed with what was.

use super::words::{count, instant, margin, moment};
use super::{Block, NOT_LEGAL_ADVICE, Run, plain};
use crate::finding::{CaseView, Scenario, WhatIf};
use crate::metric::{self, Metric, exposure};
use crate::milestone::Milestones;
use crate::model::case::AmendmentDecision;
use crate::model::{Duration, Milestone, Span, Zone};
use crate::obligation::{self, Obligation};
use crate::plan::change::Amendment;
use std::collections::BTreeMap;

/// The amendments that serve a scenario: those that rest on a finding of the same, and targets of its metric.
fn served<'a>(scenario: &Scenario, amendments: &[&'a Amendment]) -> impl Iterator<Item = &'a Amendment> {
    amendments.iter().copied().filter(|a| {
        scenario.metric.is_some() && a.metric == scenario.metric
            || a.findings.iter().any(|rule| scenario.rules.contains(rule))
    })
}

/// The scenarios of a case ranked by what they save, with the amendments that serve each.
pub fn ranking(
    scenarios: &[(Scenario, Span)],
    amendments: &[&Amendment],
    decisions: &BTreeMap<String, AmendmentDecision>,
) -> Vec<Block> {
    if scenarios.is_empty() {
        return vec![];
    }
    let rows = scenarios.iter().map(|(scenario, saved)| {
        let serving = served(scenario, amendments).map(|a| {
            let decided = match decisions.get(&a.id) {
                Some(AmendmentDecision::Accepted { .. }) => " (accepted)",
                Some(AmendmentDecision::Rejected) => " (rejected)",
                None => "",
            };
            format!("{} in “{}”{decided}", a.kind.label(), a.section)
        });
        let serving: Vec<String> = serving.collect();
        vec![
            plain(scenario.title.clone()),
            plain(format!("{:.0}", saved.as_seconds() / 60.0)),
            plain(if serving.is_empty() { "none proposed".to_owned() } else { serving.join("; ") }),
        ]
    });
    let columns = ["Hypothetical", "Minutes saved to containment\t", "Amendments that serve it"];
    vec![
        Block::table("Scenarios by what they save, most first", &columns, rows.collect()),
        Block::list(vec![plain(
            "Each stands alone: savings of two scenarios do not add up. Every later step is taken to last as long as it did.",
        )]),
    ]
}

/// One scenario: what moves and what stays, then exposure, orders, metrics and obligations, the record beside it.
pub fn blocks(view: &CaseView<'_>, what: &WhatIf, moved: &Milestone, zone: Zone) -> Vec<Block> {
    let mut blocks = vec![Block::Note(plain(
        "Hypothetical. Nothing here is kept or changes the record, the report or the findings.",
    ))];
    blocks.push(Block::list(moves(view, what, moved, zone).into_iter().map(plain).collect()));
    let mut rows =
        vec![pair("Exposure window", window(view.milestones, zone), window(&what.shifted.milestones, zone))];
    rows.extend(orders(view, what));
    let same = view.metrics.iter().zip(&what.metrics);
    rows.extend(same.map(|(was, is)| metric_row(was, is)));
    let columns = ["What", "On record", "Hypothetical", "Changed"];
    blocks.push(Block::table("Exposure and metrics, the record beside the hypothetical", &columns, rows));
    let rows: Vec<_> = obligation::applicable(view.obligations)
        .filter_map(|was| Some((was, what.obligations.iter().find(|is| is.rule == was.rule)?)))
        .map(|(was, is)| pair(&was.title, judged(was, zone), judged(is, zone)))
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::table("Obligations, the record beside the hypothetical", &columns, rows));
        blocks.push(Block::list(vec![plain(NOT_LEGAL_ADVICE)]));
    }
    blocks
}

fn pair(name: &str, was: String, is: String) -> Vec<Vec<Run>> {
    let changed = if was == is { plain("–") } else { vec![Run::Strong("changed".to_owned())] };
    vec![plain(name), plain(was), plain(is), changed]
}

/// A metric with the exact difference, where both are exact: two units of a value of days would hide it.
fn metric_row(was: &Metric, is: &Metric) -> Vec<Vec<Run>> {
    let mut row = pair(&was.id.label(), metric::note(was), metric::note(is));
    if let (Duration::Exact { value: a }, Duration::Exact { value: b }) = (was.duration, is.duration)
        && a != b
        && let Some(changed) = row.last_mut()
    {
        let by = Span(b.0.saturating_sub(a.0).saturating_abs());
        *changed = vec![Run::Strong(format!("{by} {}", if b < a { "shorter" } else { "longer" }))];
    }
    row
}

fn moves(view: &CaseView<'_>, what: &WhatIf, moved: &Milestone, zone: Zone) -> Vec<String> {
    let by = what.shifted.by;
    let place = |milestones: &Milestones| milestones.moment(moved).map(|at| moment(&at, zone));
    let mut told = vec![match place(view.milestones) {
        None => format!(
            "“{}” has no time on record; here it is put at {}. Nothing else moves.",
            moved.label(),
            place(&what.shifted.milestones).unwrap_or_default()
        ),
        Some(was) => format!(
            "“{}” moves from {was} to {}: {} {}.",
            moved.label(),
            place(&what.shifted.milestones).unwrap_or_default(),
            Span(by.0.saturating_abs()),
            if by < Span::ZERO { "earlier" } else { "later" }
        ),
    }];
    let label =
        |milestones: Vec<&Milestone>| milestones.iter().map(|m| m.label()).collect::<Vec<_>>().join(", ");
    let with: Vec<&Milestone> = what.shifted.with.iter().collect();
    if !with.is_empty() {
        told.push(format!("What follows it moves by the same: {}.", label(with)));
    }
    let timed = view.milestones.0.iter().filter(|(_, held)| held.moment.is_some()).map(|(m, _)| m);
    let stays: Vec<&Milestone> = timed.filter(|m| *m != moved && !what.shifted.with.contains(m)).collect();
    if !stays.is_empty() {
        told.push(format!(
            "What lies before it, or does not follow from the response, stays: {}.",
            label(stays)
        ));
    }
    if let Some(saved) = what.saved {
        told.push(match saved {
            Span::ZERO => "Containment comes when it came.".to_owned(),
            _ => format!(
                "Containment comes {} {}.",
                Span(saved.0.saturating_abs()),
                if saved > Span::ZERO { "earlier" } else { "later" }
            ),
        });
    }
    told
}

fn window(milestones: &Milestones, zone: Zone) -> String {
    match exposure(milestones) {
        Ok(e) => format!("{} until {} ({})", instant(e.from, zone), instant(e.to, zone), e.to.since(e.from)),
        Err(why) => format!("none: {why}"),
    }
}

/// The orders that were counted: figures of one window, of which only bounds follow for another.
fn orders(view: &CaseView<'_>, what: &WhatIf) -> Option<Vec<Vec<Run>>> {
    let kept = view.case.orders.as_ref()?;
    let inside = &kept.counted.inside;
    let figures = |n: u64, c: u64| {
        format!("{}, {}", count(n as usize, "order", "orders"), count(c as usize, "customer", "customers"))
    };
    let (from, to) = (kept.window.from, kept.window.to);
    // A count of a window that the record no longer has is no figure of the record.
    let was = match exposure(view.milestones) {
        Ok(e) if (e.from, e.to) == (from, to) => figures(inside.orders, inside.customers),
        _ => format!(
            "{}, of the window before; open the file of orders again",
            figures(inside.orders, inside.customers)
        ),
    };
    let is = match exposure(&what.shifted.milestones) {
        Err(_) => "not known: no exposure window".to_owned(),
        Ok(e) if (e.from, e.to) == (from, to) => figures(inside.orders, inside.customers),
        Ok(e) if e.from >= from && e.to <= to => {
            format!("at most {}", figures(inside.orders, inside.customers))
        }
        Ok(e) if e.from <= from && e.to >= to => {
            format!("at least {}", figures(inside.orders, inside.customers))
        }
        Ok(_) => "not known: only figures of the window that was counted are kept".to_owned(),
    };
    Some(pair("Affected orders", was, is))
}

/// Due time, verdict and margin of an obligation.
fn judged(obligation: &Obligation, zone: Zone) -> String {
    let mut told = vec![];
    if let Some([from, to]) = obligation.due {
        let until = if from == to { String::new() } else { format!(" to {}", instant(to, zone)) };
        told.push(format!("due {}{until}", instant(from, zone)));
    }
    told.push(obligation.verdict.label().to_lowercase());
    told.extend(obligation.margin_seconds.map(|ends| format!("margin {}", margin(ends))));
    told.join("; ")
}
