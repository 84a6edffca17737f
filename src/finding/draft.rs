//! What every rule needs: its fixed words, and the numbers of a case in words.

use super::CaseView;
use crate::language::look;
pub(super) use crate::metric::lasted;
use crate::model::finding::Outcome;
use crate::model::{
    Duration, Duty, EventId, Family, Finding, MetricId, Milestone, Moment, Precision, Severity, Span, Theme,
    Threshold, Timestamp,
};
use crate::say;

/// The fixed words of a rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, such as `preserve-evidence`.
    pub name: &'static str,
    /// What it is called on screen.
    pub title: &'static str,
    /// What kind of rule it is.
    pub family: Family,
    /// The duty of the chapter that it serves; none for data quality.
    pub duty: Option<Duty>,
    /// What it looks at, and when it speaks of a gap.
    pub looks_at: &'static str,
    /// Why it matters, with the source of that view.
    pub why: &'static str,
    /// What to ask in the meeting.
    pub question: &'static str,
    /// What it would change in the plan; empty where nothing.
    pub change: &'static str,
    /// What it holds the record against, where a person may set it.
    pub thresholds: &'static [Threshold],
}

impl Rule {
    fn finding(&self, severity: Severity, outcome: Outcome, claim: String, events: Vec<EventId>) -> Finding {
        let change = if outcome == Outcome::Shown { "" } else { self.change };
        Finding {
            rule: self.name.to_owned(),
            family: self.family,
            severity,
            duty: self.duty,
            outcome,
            claim,
            why: look(self.why).to_owned(),
            question: look(self.question).to_owned(),
            change: look(change).to_owned(),
            events,
            themes: Vec::new(),
            measures: Vec::new(),
        }
    }

    /// The evidence shows that it was done.
    pub fn shown(&self, claim: impl Into<String>, events: Vec<EventId>) -> Finding {
        self.finding(Severity::Info, Outcome::Shown, claim.into(), events)
    }

    /// The evidence shows a gap.
    pub fn gap(
        &self,
        severity: Severity,
        themes: &[Theme],
        claim: impl Into<String>,
        events: Vec<EventId>,
    ) -> Finding {
        let finding = self.finding(severity, Outcome::Gap, claim.into(), events);
        Finding { themes: themes.to_vec(), ..finding }
    }

    /// The evidence does not tell.
    pub fn not_shown(&self, claim: impl Into<String>, events: Vec<EventId>) -> Finding {
        self.finding(Severity::Low, Outcome::NotShown, claim.into(), events)
    }
}

impl<'a> CaseView<'a> {
    /// When a milestone was, where it has a time.
    pub(super) fn at(&self, milestone: &Milestone) -> Option<Moment> {
        self.milestones.moment(milestone)
    }

    /// The first of these milestones that has a time.
    pub(super) fn first_of(&self, milestones: &[Milestone]) -> Option<(Milestone, Moment)> {
        milestones.iter().find_map(|m| Some((m.clone(), self.at(m)?)))
    }

    /// From one milestone to another, where both have times and their order is not reversed.
    pub(super) fn took(&self, from: &Milestone, to: &Milestone) -> Option<Duration> {
        let duration = Duration::between(&self.at(from)?, &self.at(to)?);
        duration.min().map(|_| duration)
    }

    /// The events that these milestones rest on, each once.
    pub(super) fn behind(&self, milestones: &[Milestone]) -> Vec<EventId> {
        let mut events: Vec<EventId> = Vec::new();
        for held in milestones.iter().filter_map(|m| self.milestones.get(m)).filter(|h| h.moment.is_some()) {
            if held.events.is_empty() {
                events.extend(held.moment.into_iter().flat_map(|moment| self.stated_at(moment)));
            } else {
                events.extend(&held.events);
            }
        }
        once(&mut events);
        events.truncate(20);
        events
    }

    /// The events that state exactly this moment: what a milestone rests on that a person typed in.
    pub(super) fn stated_at(&self, moment: Moment) -> Vec<EventId> {
        let same = |m: &Moment| m.earliest == moment.earliest && m.latest == moment.latest;
        let from = self.first_from(moment.earliest);
        (from..self.timeline.len() as u32)
            .map_while(|n| self.timeline.moment(n).filter(|m| m.earliest == moment.earliest).map(|m| (n, m)))
            .filter(|(_, m)| same(m))
            .filter_map(|(n, _)| self.timeline.id(n))
            .take(5)
            .collect()
    }

    /// The position of the first event that starts at or after a time.
    fn first_from(&self, at: Timestamp) -> u32 {
        let (mut low, mut high) = (0, self.timeline.len() as u32);
        while low < high {
            let middle = low.midpoint(high);
            match self.timeline.moment(middle) {
                Some(m) if m.earliest < at => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }

    /// The plan's target for a metric, else the threshold for it.
    pub(super) fn limit(&self, metric: &MetricId, threshold: Threshold) -> Limit {
        let target = self.plan.and_then(|p| p.targets.iter().find(|t| t.metric == *metric));
        match target {
            Some(t) => Limit::promised(t.minutes),
            None => self.within(threshold),
        }
    }

    /// A threshold as it stands.
    pub(super) fn within(&self, threshold: Threshold) -> Limit {
        let span = self.thresholds.span(threshold);
        Limit { span, from_plan: false, set: self.thresholds.is_set(threshold) }
    }

    /// Whether the rules hold this case against a threshold: where the plan sets a target, that stands in its place.
    pub(super) fn uses(&self, threshold: Threshold) -> bool {
        let metric = match threshold {
            Threshold::Contain => MetricId::TimeToContain,
            Threshold::Declare => MetricId::TimeToDeclare,
            Threshold::Acknowledge => MetricId::TimeToAcknowledge,
            Threshold::Recovery => MetricId::TimeToRecover,
            _ => return true,
        };
        !self.limit(&metric, threshold).from_plan
    }
}

/// What a duration is held against.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    pub span: Span,
    pub from_plan: bool,
    /// A person set it in this workspace.
    set: bool,
}

impl Limit {
    /// What somebody promised, in minutes.
    pub fn promised(minutes: u32) -> Limit {
        Limit { span: Span::seconds(i64::from(minutes) * 60), from_plan: true, set: false }
    }

    /// Whether a duration is over it; `None` where its range holds both.
    pub fn over(&self, duration: &Duration) -> Option<bool> {
        if duration.min()? > self.span {
            Some(true)
        } else {
            duration.max().filter(|max| *max <= self.span).map(|_| false)
        }
    }

    /// “the plan's target of 1 h”, “one day, as no plan sets a target”: as it stands after “against”.
    pub fn words(&self) -> String {
        let span = self.span;
        match (self.from_plan, self.set) {
            (true, _) => say!("the plan's target of {span}", span),
            (_, true) => {
                say!("{span}, the threshold set in this workspace because no plan sets a target", span)
            }
            _ if span == Span::seconds(86_400) => {
                say!("one day, taken as the measure because no plan sets a target").to_owned()
            }
            _ => say!("{span}, taken as the measure because no plan sets a target", span),
        }
    }
}

/// Keeps each event once, in the order of first mention.
pub(super) fn once(events: &mut Vec<EventId>) {
    let mut seen = std::collections::BTreeSet::new();
    events.retain(|id| seen.insert(*id));
}

/// The themes of findings, each once and in order.
pub(super) fn themes_of(found: &[Finding]) -> Vec<Theme> {
    let mut themes: Vec<Theme> = found.iter().flat_map(|f| &f.themes).copied().collect();
    themes.sort();
    themes.dedup();
    themes
}

/// A moment as one says it, in UTC: `2026-03-16 09:48:30 UTC`, `2013-11-12`, `2019-03`.
pub(super) fn when(moment: &Moment) -> String {
    let at = moment.middle().naive_utc();
    match moment.precision {
        Precision::Exact => format!("{} UTC", at.format("%Y-%m-%d %H:%M:%S")),
        Precision::Repeated | Precision::Hour => {
            say!("about {time} UTC", time = at.format("%Y-%m-%d %H:%M"))
        }
        Precision::Day => at.format("%Y-%m-%d").to_string(),
        Precision::Month => at.format("%Y-%m").to_string(),
    }
}

/// An instant as one says it, in UTC.
pub(super) fn utc(at: Timestamp) -> String {
    when(&Moment::exact(at))
}

/// `one event`, `3 events`: the whole words for one, and the noun for many.
pub(super) fn count(n: usize, one: &'static str, many: &'static str) -> String {
    match n {
        1 => look(one).to_owned(),
        n => format!("{n} {}", look(many)),
    }
}

/// `a`, `a and b`, `a, b and 3 more`.
pub(super) fn list(items: &[String], most: usize) -> String {
    let shown = items.get(..most.min(items.len())).unwrap_or_default();
    let more = items.len() - shown.len();
    match (shown, more) {
        (shown, n) if n > 0 => say!("{items} and {n} more", items = shown.join(", "), n),
        ([first @ .., last], _) if !first.is_empty() => {
            say!("{items} and {last}", items = first.join(", "), last)
        }
        (shown, _) => shown.join(", "),
    }
}

/// The text of an event in quotes, on one line and cut to a readable length.
pub(super) fn quote(view: &CaseView<'_>, position: u32) -> String {
    let event = view.timeline.event(position);
    let words: Vec<&str> = event.iter().flat_map(|e| e.text.split_whitespace()).take(40).collect();
    let text = words.join(" ");
    let cut: String = text.chars().take(120).collect();
    let dots = if cut.len() < text.len() || words.len() == 40 { "…" } else { "" };
    say!("“{text}{dots}”", text = cut.trim_end(), dots)
}

/// With a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
