//! Isolation and containment: how long it took, in what order, and whether it held.

use super::CaseView;
use super::draft::{Rule, lasted, list, once, quote, utc, when};
use super::evidence::certain_order;
use super::scan::{Hit, Scan, ids, said};
use super::words::Topic;
use crate::model::{
    Duration, Duty, Family, Finding, MetricId, Milestone, Moment, Severity, Theme, Threshold,
};
use crate::say;
use Milestone::{Contained, Detected, Eradicated};

pub(super) const ISOLATE: Rule = Rule {
    name: "identify-and-isolate",
    title: "Identify and isolate",
    family: Family::Containment,
    duty: Some(Duty::IdentifyAndIsolate),
    looks_at: "The time from detection to containment against the plan's target, else the threshold; the systems cut \
          off, in their order; and signs of the other side after the first of these acts. A gap where it took \
          longer, or the other side was still active.",
    why: "Until it is contained, an incident keeps doing harm; NIST SP 800-61r3 (CSF 2.0 RS.AN, RS.MI-01) asks for its scope \
          and its containment.",
    question: "What would have let us find everything affected, and cut it off, sooner?",
    change: "A containment target, and the steps of isolation in order with who may decide them.",
    thresholds: &[Threshold::Contain],
};

/// Scope found, affected systems isolated: when, and in what order.
pub(super) fn identify_and_isolate(view: &CaseView<'_>, scan: &Scan) -> Finding {
    let order = isolation_order(view, scan);
    let events = || {
        let mut events = view.behind(&[Detected, Contained]);
        events.extend(order.iter().map(|h| h.id));
        once(&mut events);
        events
    };
    let (Some(detected), Some(contained)) = (view.at(&Detected), view.at(&Contained)) else {
        let claim = match (view.at(&Detected), view.at(&Contained)) {
            (Some(detected), None) if view.milestones.is_none(&Contained) => {
                let when = when(&detected);
                say!("Detected {when}. When it was contained did not apply or is not known.", when)
            }
            (Some(detected), None) => say!(
                "Detected {when}; the record ends {end} without a containment: {took} later.",
                when = when(&detected),
                end = utc(view.as_of),
                took = lasted(&Duration::censored(&detected, view.as_of)),
            ),
            (None, Some(contained)) => say!(
                "Contained {when}, but detection has no time, so that how long it took is not known.",
                when = when(&contained)
            ),
            _ => say!("Neither detection nor containment has a time.").to_owned(),
        };
        return Finding { severity: Severity::Medium, ..ISOLATE.not_shown(claim, events()) };
    };
    let Some(took) = view.took(&Detected, &Contained) else {
        let claim = say!(
            "Containment ({contained}) lies before detection ({detected}), so that how long it took is not known.",
            contained = when(&contained),
            detected = when(&detected)
        );
        return ISOLATE.not_shown(claim, events());
    };
    let limit = view.limit(&MetricId::TimeToContain, Threshold::Contain);
    let mut claim = say!(
        "Contained {when}: {took} after detection, against {limit}.",
        when = when(&contained),
        took = lasted(&took),
        limit = limit.words()
    );
    claim.push(' ');
    claim.push_str(&order_words(view, &order));
    let over = limit.over(&took);
    let still = after_first_action(&order, scan, contained.latest);
    if let Some((action, last)) = still {
        let span = last.moment.earliest.since(action.moment.latest);
        claim.push(' ');
        claim.push_str(&say!(
            "After the first action on record ({action}) the other side was still active for {span}.",
            action = quote(view, action.position),
            span
        ));
        let mut seen = [vec![action.id, last.id], events()].concat();
        once(&mut seen);
        let themes = themes(Theme::LateContainment, limit.from_plan && over == Some(true));
        return ISOLATE.gap(Severity::High, &themes, claim, seen);
    }
    match over {
        Some(true) => {
            ISOLATE.gap(Severity::High, &themes(Theme::LateContainment, limit.from_plan), claim, events())
        }
        Some(false) => ISOLATE.shown(claim, events()),
        None => {
            claim.push(' ');
            claim.push_str(say!("The times are too imprecise to say whether that was within it."));
            Finding { severity: Severity::Low, ..ISOLATE.shown(claim, events()) }
        }
    }
}

/// A theme, and that the plan said otherwise.
pub(super) fn themes(theme: Theme, against_plan: bool) -> Vec<Theme> {
    let plan = against_plan.then_some(Theme::PlanNotFollowed);
    std::iter::once(theme).chain(plan).collect()
}

/// The events that cut something off from detection to containment, in order.
fn isolation_order<'s>(view: &CaseView<'_>, scan: &'s Scan) -> Vec<&'s Hit> {
    let (Some(detected), Some(contained)) = (view.at(&Detected), view.at(&Contained)) else { return vec![] };
    let acts = |h: &&Hit| !scan.attacks.iter().any(|a| a.id == h.id);
    scan.within(Topic::Isolation, [detected.earliest, contained.latest])
        .into_iter()
        .filter(acts)
        .take(8)
        .collect()
}

fn order_words(view: &CaseView<'_>, order: &[&Hit]) -> String {
    let mut assets: Vec<String> = Vec::new();
    for asset in order.iter().filter_map(|h| view.timeline.event(h.position)).map(|e| e.asset.to_owned()) {
        if !asset.is_empty() && !assets.contains(&asset) {
            assets.push(asset);
        }
    }
    match assets.len() {
        0 => say!("The record does not tell what was isolated, nor in what order.").to_owned(),
        1 => say!("Isolated: {assets}.", assets = list(&assets, 5)),
        _ => say!("Isolated in this order: {assets}.", assets = list(&assets, 5)),
    }
}

/// The first act of isolation, and the last certain sign of the other side after it and up to containment.
fn after_first_action<'s>(
    order: &[&'s Hit],
    scan: &'s Scan,
    contained: crate::model::Timestamp,
) -> Option<(&'s Hit, &'s Hit)> {
    let action = order.first()?;
    let after = |h: &&Hit| h.moment.earliest > action.moment.latest && h.moment.latest <= contained;
    let last = scan.attacks.iter().rev().find(after)?;
    Some((action, last))
}

pub(super) const SEGMENTATION: Rule = Rule {
    name: "segmentation",
    title: "How far a foothold reached",
    family: Family::Containment,
    duty: Some(Duty::IdentifyAndIsolate),
    looks_at: "The systems that the other side touched before containment, and events that speak of a foothold that \
          reached further. A gap from as many systems as the threshold says.",
    why: "One foothold that reaches many systems makes containment long; NIST SP 800-61r3 (CSF 2.0 PR.IR-01) asks for \
          networks protected against unauthorised logical access.",
    question: "Which path between these systems does the business need, and which could be closed?",
    change: "Which paths between systems to close first while containing.",
    thresholds: &[Threshold::Reach],
};

/// One foothold reached too far: said in the record, or seen in the systems that the other side touched.
pub(super) fn segmentation(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let said = scan.theme(Theme::Segmentation);
    let until = view.at(&Contained).map_or(view.as_of, |m| m.latest);
    let mut reached: Vec<(String, &Hit)> = Vec::new();
    for hit in scan.attacks.iter().filter(|h| h.moment.earliest <= until) {
        let Some(event) = view.timeline.event(hit.position) else { continue };
        let asset = event.asset.trim();
        // “Mail server” and “Mail server and wiki” are one foothold, not two.
        let same = |(known, _): &(String, &Hit)| known.contains(asset) || asset.contains(known.as_str());
        if !asset.is_empty() && !reached.iter().any(same) {
            reached.push((asset.to_owned(), hit));
        }
    }
    if reached.len() >= view.thresholds.value(Threshold::Reach) as usize {
        let names: Vec<String> = reached.iter().map(|(asset, _)| asset.clone()).collect();
        let claim = say!(
            "Before it was contained, the attack reached {n} systems: {names}.",
            n = names.len(),
            names = list(&names, 5)
        );
        let events = ids(reached.iter().map(|(_, hit)| *hit).chain(said));
        return Some(SEGMENTATION.gap(Severity::Medium, &[Theme::Segmentation], claim, events));
    }
    let first = said.first()?;
    let quote = quote(view, first.position);
    let claim = say!("The record tells of a foothold that reached further: {quote}.", quote);
    Some(SEGMENTATION.gap(Severity::Medium, &[Theme::Segmentation], claim, ids(said)))
}

pub(super) const HELD: Rule = Rule {
    name: "late-containment",
    title: "Containment that did not hold",
    family: Family::Containment,
    duty: Some(Duty::IdentifyAndIsolate),
    looks_at: "Events that speak of containment that did not hold: infected again, bypassed, still active. A gap where \
          one does.",
    why: "Containment that does not hold starts the harm again; NIST SP 800-61r3 (CSF 2.0 RS.MI-01) asks to contain and to \
          check it.",
    question: "How did we know that containment held, and what would have told us sooner that it did not?",
    change: "A check that containment holds before the incident moves on.",
    thresholds: &[],
};

/// Containment that did not hold, as the record says.
pub(super) fn containment_held(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    said(view, scan, &HELD, Theme::LateContainment, say!("of containment that did not hold"))
}

pub(super) const ERADICATED_FIRST: Rule = Rule {
    name: "contained-after-eradication",
    title: "Contained after eradication began",
    family: Family::Containment,
    duty: Some(Duty::IdentifyAndIsolate),
    looks_at: "Whether “eradicated”, or an event between detection and containment that speaks of removing what the other \
          side left, certainly came before containment. A gap where it did.",
    why: "Who sees that they are being removed, and is not cut off, comes back another way; NIST SP 800-61r3 (CSF 2.0 \
          RS.MI-01, RS.MI-02) puts containment before eradication.",
    question: "What made removing the sensible first step, and what would have let us cut off first?",
    change: "Cut off first, then remove: the order of the two, and who says that the second may begin.",
    thresholds: &[],
};

/// Something was removed while the other side could still come in.
pub(super) fn contained_after_eradication(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let (detected, contained) = (view.at(&Detected)?, view.at(&Contained)?);
    let behind = view.behind(&[Contained]);
    let before = |moment: &Moment| certain_order(moment, &contained) == Some(true);
    let began = scan
        .within(Topic::Removal, [detected.earliest, contained.earliest])
        .into_iter()
        .find(|h| before(&h.moment) && !behind.contains(&h.id) && !scan.attacks.iter().any(|a| a.id == h.id));
    let when_contained = when(&contained);
    let (claim, mut events) = match (began, view.at(&Eradicated).filter(before)) {
        (Some(hit), _) => {
            let told = say!(
                "Containment ({contained}) came after eradication had begun: {began}, {quote}.",
                contained = when_contained,
                began = when(&hit.moment),
                quote = quote(view, hit.position)
            );
            (told, vec![hit.id])
        }
        (None, Some(eradicated)) => {
            let told = say!(
                "Containment ({contained}) came after eradication had begun: “eradicated” is {eradicated}.",
                contained = when_contained,
                eradicated = when(&eradicated)
            );
            (told, view.behind(&[Eradicated]))
        }
        _ => return None,
    };
    events.extend(behind);
    Some(ERADICATED_FIRST.gap(Severity::Medium, &[], claim, events))
}
