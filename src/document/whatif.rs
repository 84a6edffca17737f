//! A scenario beside the record, in words and tables. It is always called hypothetical and never mixed with what was.

use super::words::{count, instant, margin, moment, small};
use super::{Block, Rests, Run, Sentence, not_legal_advice, plain};
use crate::finding::{CaseView, Scenario, WhatIf};
use crate::language::{known, retold};
use crate::metric::{self, Bounds, Metric, affected, exposure};
use crate::milestone::Milestones;
use crate::model::action::{ActionItem, ActionStatus};
use crate::model::case::AmendmentDecision;
use crate::model::{Duration, Milestone, Span, Zone};
use crate::obligation::{self, Obligation};
use crate::plan::change::Amendment;
use crate::say;
use std::collections::BTreeMap;

/// The amendments that serve a scenario: those that rest on a finding of the same, and targets of its metric.
fn served<'a>(scenario: &Scenario, amendments: &[&'a Amendment]) -> impl Iterator<Item = &'a Amendment> {
    amendments.iter().copied().filter(|a| {
        scenario.metric.is_some() && a.metric == scenario.metric
            || a.findings.iter().any(|rule| scenario.rules.contains(rule))
    })
}

/// The scenarios of a case ranked by what they save, with the amendments that serve each; then the action items by the
/// most that a scenario saves which they serve.
pub fn ranking(
    scenarios: &[(Scenario, [Span; 2])],
    amendments: &[&Amendment],
    decisions: &BTreeMap<String, AmendmentDecision>,
    actions: &[ActionItem],
    zone: Zone,
) -> Vec<Block> {
    if scenarios.is_empty() {
        return vec![];
    }
    let rows = scenarios.iter().map(|(scenario, saved)| {
        let serving = served(scenario, amendments).map(|a| {
            let (change, section) = (known(a.kind.label()), &a.section);
            match decisions.get(&a.id) {
                Some(AmendmentDecision::Accepted { .. }) => {
                    say!("{change} in “{section}” (accepted)", change, section)
                }
                Some(AmendmentDecision::Rejected) => {
                    say!("{change} in “{section}” (rejected)", change, section)
                }
                None => say!("{change} in “{section}”", change, section),
            }
        });
        let serving: Vec<String> = serving.collect();
        vec![
            plain(scenario.title.clone()),
            plain(minutes(*saved)),
            plain(if serving.is_empty() { say!("none proposed").to_owned() } else { serving.join("; ") }),
        ]
    });
    let columns =
        [say!("Hypothetical"), say!("Minutes saved to containment\t"), say!("Amendments that serve it")];
    let table = Block::table(say!("Scenarios by what they save, most first"), &columns, rows.collect());
    let rests = scenarios.iter().map(|(scenario, _)| {
        Rests::told([say!(
            "“{milestone}” moves to {time}.",
            milestone = known(scenario.milestone.label()),
            time = instant(scenario.to, zone)
        )])
    });
    let meanings = ["", saved_means(), ""];
    let mut blocks = vec![Block::explained(table, &meanings, rests.collect())];
    blocks.extend(ranked(scenarios, amendments, actions));
    blocks.push(Block::list(vec![plain(
        say!("Each stands alone: savings of two scenarios do not add up. Every later step is taken to last as long as it did."),
    )]));
    blocks
}

fn minutes(saved: [Span; 2]) -> String {
    let [least, most] = saved.map(|span| format!("{:.0}", span.as_seconds() / 60.0));
    if least == most { least } else { say!("{from} to {to}", from = least, to = most) }
}

/// The action items that serve a scenario, through their finding or the amendment that they carry out; those that save most
/// first. None where there are none.
fn ranked(
    scenarios: &[(Scenario, [Span; 2])],
    amendments: &[&Amendment],
    actions: &[ActionItem],
) -> Option<Block> {
    let serves = |action: &ActionItem, scenario: &Scenario| {
        let own = action.what.amendment.as_ref();
        action.what.finding.as_ref().is_some_and(|rule| scenario.rules.contains(rule))
            || served(scenario, amendments).any(|amendment| own == Some(&amendment.id))
    };
    // Scenarios come in the order of what they save.
    let of = |action: &'_ ActionItem| scenarios.iter().find(|(scenario, _)| serves(action, scenario));
    let standing = actions.iter().filter(|action| action.status != ActionStatus::Dropped);
    let mut all: Vec<_> = standing.filter_map(|action| Some((action, of(action)?))).collect();
    all.sort_by_key(|(_, scenario)| scenarios.iter().position(|one| std::ptr::eq(one, *scenario)));
    let rests = all.iter().map(|(action, (scenario, _))| {
        let by = action.what.finding.as_ref().is_some_and(|rule| scenario.rules.contains(rule));
        let title = &scenario.title;
        Rests::told([match by {
            true => say!("It serves “{title}” through its finding.", title),
            false => say!("It serves “{title}” through the amendment that it carries out.", title),
        }])
    });
    let rests: Vec<Rests> = rests.collect();
    let rows = all.into_iter().map(|(action, (scenario, saved))| {
        let told = [
            action.what.title.clone(),
            minutes(*saved),
            known(action.status.label()),
            scenario.title.clone(),
        ];
        told.map(plain).to_vec()
    });
    let rows: Vec<_> = rows.collect();
    let columns = [
        say!("Action item"),
        say!("Minutes saved to containment\t"),
        say!("Status"),
        say!("Where this comes about"),
    ];
    (!rows.is_empty()).then(|| {
        let table = Block::table(say!("Action items by what they may save, most first"), &columns, rows);
        Block::explained(table, &["", saved_means(), "", ""], rests)
    })
}

/// One scenario: what moves and what stays, then exposure, orders, metrics and obligations, the record beside it.
pub fn blocks(view: &CaseView<'_>, what: &WhatIf, moved: &Milestone, zone: Zone) -> Vec<Block> {
    let mut blocks = vec![Block::Note(plain(say!(
        "Hypothetical. Nothing here is kept or changes the record, the report or the findings."
    )))];
    let rests = Rests::default().on_milestones(view, [moved]);
    blocks.push(Block::sentences(moves(view, what, moved, zone), vec![rests]));
    let mut rows = vec![pair(
        say!("Exposure window"),
        window(view.milestones, zone),
        window(&what.shifted.milestones, zone),
    )];
    rows.extend(orders(view, what));
    let exposed = say!("From the start of the exposure, else of the compromise, until containment.");
    let counted = say!(
        "Orders counted in the file of orders inside the window on record; for another window only bounds follow from the figures that are kept."
    );
    let mut rests = vec![Rests::told([exposed.to_owned()])];
    rests.resize(rows.len(), Rests::told([counted.to_owned()]));
    let same = view.metrics.iter().zip(&what.metrics);
    rests.extend(view.metrics.iter().map(|metric| inputs(view, what, metric, zone)));
    rows.extend(same.map(|(was, is)| metric_row(was, is)));
    let columns = [say!("What"), say!("On record"), say!("Hypothetical"), say!("Changed")];
    let meanings = ["", say!("As the milestones stand now."), moved_means(), ""];
    let table =
        Block::table(say!("Exposure and metrics, the record beside the hypothetical"), &columns, rows);
    blocks.push(Block::explained(table, &meanings, rests));
    blocks.extend(uncounted(view));
    let both = obligation::applicable(view.obligations)
        .filter_map(|was| Some((was, what.obligations.iter().find(|is| is.rule == was.rule)?)));
    let both: Vec<(&Obligation, &Obligation)> = both.collect();
    if !both.is_empty() {
        let rows = both.iter().map(|(was, is)| pair(&was.title, judged(was, zone), judged(is, zone)));
        let rests = both.iter().map(|(was, is)| clock(view, was, is, zone)).collect();
        let table =
            Block::table(say!("Obligations, the record beside the hypothetical"), &columns, rows.collect());
        blocks.push(Block::explained(table, &meanings, rests));
        blocks.push(Block::list(vec![plain(not_legal_advice())]));
    }
    blocks
}

/// What a hypothetical time is.
fn moved_means() -> &'static str {
    say!("With the one milestone moved, and those that follow it.")
}

/// What the minutes saved are.
fn saved_means() -> &'static str {
    say!(
        "How much earlier “contained” would come: by as much as the milestone that it follows moves, or not at all. Bounds where that one is known only within bounds."
    )
}

/// A metric with its definition, both its ends on record and in the hypothetical, and the events that they rest on.
fn inputs(view: &CaseView<'_>, what: &WhatIf, metric: &Metric, zone: Zone) -> Rests {
    let defined = metric::definition(&metric.id);
    let ends = |milestones: &Milestones| {
        let end = |m: &Milestone| {
            milestones.moment(m).map_or_else(|| say!("no time").to_owned(), |at| moment(&at, zone))
        };
        let [from, to] = [&metric.from, &metric.to].map(|m| format!("“{}” {}", known(m.label()), end(m)));
        format!("{from}, {to}")
    };
    let told = [
        format!("{} {}", defined.meaning, defined.origin),
        say!("On record: {ends}.", ends = ends(view.milestones)),
        say!("Hypothetical: {ends}.", ends = ends(&what.shifted.milestones)),
    ];
    Rests::told(told).on_milestones(view, [&metric.from, &metric.to])
}

/// What starts the clock of a rule, on record and in the hypothetical, and the event that it rests on.
fn clock(view: &CaseView<'_>, was: &Obligation, is: &Obligation, zone: Zone) -> Rests {
    let start = |o: &Obligation| match o.trigger {
        Some([from, to]) if from == to => instant(from, zone),
        Some([from, to]) => {
            say!("{from} to {to}", from = instant(from, zone), to = instant(to, zone))
        }
        None => say!("no time").to_owned(),
    };
    let starts = was.starts.as_ref();
    let told = [
        format!("{}: {}.", was.citation, was.limit),
        match starts.map(|m| known(m.label())) {
            Some(milestone) => say!(
                "Its clock starts at “{milestone}”: on record {was}, hypothetically {is}.",
                milestone,
                was = start(was),
                is = start(is)
            ),
            None => say!(
                "Its clock starts at a time that nobody has stated: on record {was}, hypothetically {is}.",
                was = start(was),
                is = start(is)
            ),
        },
    ];
    Rests::told(told).on_milestones(view, starts)
}

fn pair(name: &str, was: String, is: String) -> Vec<Vec<Run>> {
    let changed = if was == is { plain("–") } else { vec![Run::Strong(say!("changed").to_owned())] };
    vec![plain(name), plain(was), plain(is), changed]
}

/// A metric with the exact difference, where both are exact: two units of a value of days would hide it.
fn metric_row(was: &Metric, is: &Metric) -> Vec<Vec<Run>> {
    let mut row = pair(&known(was.id.label()), metric::note(was), metric::note(is));
    if let (Duration::Exact { value: a }, Duration::Exact { value: b }) = (was.duration, is.duration)
        && a != b
        && let Some(changed) = row.last_mut()
    {
        let by = Span(b.0.saturating_sub(a.0).saturating_abs());
        *changed = vec![Run::Strong(if b < a { say!("{by} shorter", by) } else { say!("{by} longer", by) })];
    }
    row
}

fn moves(view: &CaseView<'_>, what: &WhatIf, moved: &Milestone, zone: Zone) -> Vec<Sentence<'static>> {
    let by = what.shifted.by;
    let place = |milestones: &Milestones| milestones.moment(moved).map(|at| moment(&at, zone));
    let first = match place(view.milestones) {
        None => say!(
            "“{milestone}” has no time on record; here it is put at {time}. Nothing else moves.",
            milestone = known(moved.label()),
            time = place(&what.shifted.milestones).unwrap_or_default()
        ),
        Some(was) => say!(
            "“{milestone}” moves from {was} to {is}: {by}.",
            milestone = known(moved.label()),
            was,
            is = place(&what.shifted.milestones).unwrap_or_default(),
            by = sooner(by)
        ),
    };
    let mut told: Vec<Sentence<'_>> = vec![(first, moved_means(), &[])];
    let label = |milestones: Vec<&Milestone>| {
        milestones.iter().map(|m| known(m.label())).collect::<Vec<_>>().join(", ")
    };
    let with: Vec<&Milestone> = what.shifted.with.iter().collect();
    if !with.is_empty() {
        let text = say!("What follows it moves by the same: {milestones}.", milestones = label(with));
        told.push((text, "", &[]));
    }
    let timed = view.milestones.0.iter().filter(|(_, held)| held.moment.is_some()).map(|(m, _)| m);
    let stays: Vec<&Milestone> = timed.filter(|m| *m != moved && !what.shifted.with.contains(m)).collect();
    if !stays.is_empty() {
        let text = say!(
            "What lies before it, or does not follow from the response, stays: {milestones}.",
            milestones = label(stays)
        );
        told.push((text, "", &[]));
    }
    if let Some(saved) = what.saved {
        let text = match saved {
            [Span::ZERO, Span::ZERO] => say!("Containment comes when it came.").to_owned(),
            [least, most] => {
                say!("Containment comes {by}.", by = sooner([Span(-most.0), Span(-least.0)]))
            }
        };
        told.push((text, saved_means(), &[]));
    }
    told
}

/// How much earlier or later something comes, which may be known within bounds alone.
fn sooner([least, most]: [Span; 2]) -> String {
    let [a, b] = [least, most].map(|span| Span(span.0.saturating_abs()));
    match (least < Span::ZERO, most < Span::ZERO) {
        (true, true) if a == b => say!("{a} earlier", a),
        (false, false) if a == b => say!("{a} later", a),
        (true, true) => say!("{a} to {b} earlier", a = b, b = a),
        (false, false) => say!("{a} to {b} later", a, b),
        _ if most == Span::ZERO => say!("up to {a} earlier", a),
        _ => say!("between {a} earlier and {b} later", a, b),
    }
}

fn window(milestones: &Milestones, zone: Zone) -> String {
    match exposure(milestones) {
        Ok(e) => say!(
            "{from} until {to} ({span})",
            from = instant(e.from, zone),
            to = instant(e.to, zone),
            span = e.to.since(e.from)
        ),
        Err(why) => say!("none: {why}", why = retold(why.to_string())),
    }
}

/// The orders that were counted, and what follows from them for the hypothetical exposure: bounds.
fn orders(view: &CaseView<'_>, what: &WhatIf) -> Option<Vec<Vec<Run>>> {
    let kept = view.case.orders.as_ref()?;
    let (from, to) = (kept.window.from, kept.window.to);
    // A count of a window that the record no longer has is no figure of the record.
    let was = match exposure(view.milestones) {
        Ok(e) if (e.from, e.to) == (from, to) => bounded(affected(kept, &e)),
        _ => {
            let inside = &kept.counted.inside;
            let [orders, customers] = figures(inside.orders, inside.customers);
            say!(
                "{orders}, {customers}, of the window before; open the file of orders again",
                orders,
                customers
            )
        }
    };
    let is = match exposure(&what.shifted.milestones) {
        Err(_) => say!("not known: no exposure window").to_owned(),
        Ok(e) => bounded(affected(kept, &e)),
    };
    Some(pair(say!("Affected orders"), was, is))
}

fn figures(orders: u64, customers: u64) -> [String; 2] {
    [
        count(orders as usize, say!("order"), say!("orders")),
        count(customers as usize, say!("customer"), say!("customers")),
    ]
}

/// How well a figure is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Exactly,
    AtMost,
    AtLeast,
    Between,
}

/// Bounds of orders and customers in words, which are said once where they are the same for both.
fn bounded(bounds: [Bounds; 2]) -> String {
    let [orders, customers] = bounds;
    if bounds.iter().all(|b| b.least == 0 && b.most.is_none()) {
        return say!("not known: only figures of the window that was counted are kept").to_owned();
    }
    let read = |bounds: Bounds, least: String, most: String| match (bounds.least, bounds.most) {
        (least_of, Some(most_of)) if least_of == most_of => (Known::Exactly, least),
        (0, Some(_)) => (Known::AtMost, most),
        (least, Some(_)) => (Known::Between, say!("between {a} and {b}", a = least, b = most)),
        (0, None) => (Known::Exactly, least),
        (_, None) => (Known::AtLeast, least),
    };
    let [least_orders, least_customers] = figures(orders.least, customers.least);
    let [most_orders, most_customers] =
        figures(orders.most.unwrap_or_default(), customers.most.unwrap_or_default());
    let (orders, first) = read(orders, least_orders, most_orders);
    let (customers, second) = read(customers, least_customers, most_customers);
    let with = |kind: Known, figure: String| match kind {
        Known::AtMost => say!("at most {figure}", figure),
        Known::AtLeast => say!("at least {figure}", figure),
        Known::Exactly | Known::Between => figure,
    };
    let second = if orders == customers { second } else { with(customers, second) };
    format!("{}, {second}", with(orders, first))
}

/// Rows of the file of orders that no figure counts.
fn uncounted(view: &CaseView<'_>) -> Option<Block> {
    let kept = view.case.orders.as_ref()?;
    let rows = kept.counted.waiting + kept.refused;
    (rows > 0).then(|| {
        let rows = count(rows as usize, say!("row"), say!("rows"));
        Block::list(vec![plain(say!(
            "{rows} of the file of orders without a zone, or refused, count in no figure of orders.",
            rows
        ))])
    })
}

/// Due time, verdict and margin of an obligation.
fn judged(obligation: &Obligation, zone: Zone) -> String {
    let mut told = vec![];
    if let Some([from, to]) = obligation.due {
        let (from, until) = (instant(from, zone), (from != to).then(|| instant(to, zone)));
        told.push(match until {
            None => say!("due {from}", from),
            Some(to) => say!("due {from} to {to}", from, to),
        });
    }
    told.push(small(&obligation.words()));
    told.extend(obligation.margin_seconds.map(|ends| say!("margin {span}", span = margin(ends))));
    told.join("; ")
}
