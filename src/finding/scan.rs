//! One pass over the events of a case: what each speaks of, and who acts in it.

use super::CaseView;
use super::draft::{Rule, quote, when};
use super::phrase::Lexicon;
use super::recurrence::Action;
use super::technique::{Technique, Techniques};
use super::words::{ACTORS, Role, TEXTS, Topic};
use crate::model::action::{LABEL, find_id};
use crate::model::{EventId, Finding, Moment, Severity, Theme, Timestamp};
use crate::say;
use crate::timeline::{EventView, Timeline};
use std::collections::{BTreeMap, HashMap};

/// As many events as one finding may need; more are counted, not kept.
const KEPT: usize = 200;

/// An event that speaks of a topic.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub id: EventId,
    pub position: u32,
    pub moment: Moment,
}

/// What the events of a case speak of.
#[derive(Default)]
pub struct Scan {
    topics: BTreeMap<Topic, Vec<Hit>>,
    /// Events of the other side that did not fail.
    pub(super) attacks: Vec<Hit>,
    /// Teams of the response, as the record calls them, with their first event.
    pub(super) teams: BTreeMap<String, Hit>,
    /// ATT&CK techniques that the record names.
    techniques: Techniques,
    /// Action items of a tracker, by name: opened and closed.
    actions: BTreeMap<String, [Option<Moment>; 2]>,
    /// The roles of the actors so far.
    roles: HashMap<String, Option<Role>>,
}

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scan").field("topics", &self.topics.len()).finish_non_exhaustive()
    }
}

impl Scan {
    /// Reads all events once. Those with implausible times bear witness to nothing.
    pub fn new(timeline: &Timeline) -> Scan {
        let mut scan = Scan::default();
        for event in timeline.plausible().filter_map(|position| timeline.event(position as u32)) {
            scan.read(&event);
        }
        scan
    }

    /// Takes the next event, whose time is plausible, in the order of the timeline.
    pub fn read(&mut self, event: &EventView<'_>) {
        let role = match self.roles.get(event.actor) {
            Some(role) => *role,
            None => *self.roles.entry(event.actor.to_owned()).or_insert(role(event.actor)),
        };
        self.add(event, role);
        self.action(event);
        self.techniques.read(event);
    }

    /// The ATT&CK techniques that tags and texts name, by tactic in the order of the matrix.
    pub fn techniques(&self) -> impl Iterator<Item = &Technique> {
        self.techniques.all()
    }

    /// Each technique with how many events name it, and its tactics.
    pub fn technique_counts(&self) -> impl Iterator<Item = (&str, u32, Vec<&'static str>)> {
        self.techniques.counts()
    }

    /// The action items that a tracker exported.
    pub fn actions(&self) -> Vec<Action> {
        let item = |(name, [opened, closed]): (&String, &[Option<Moment>; 2])| Action {
            name: name.clone(),
            opened: *opened,
            closed: *closed,
            due: None,
        };
        self.actions.iter().map(item).collect()
    }

    fn action(&mut self, event: &EventView<'_>) {
        let Some(what) = event.kind.strip_prefix("action item ") else { return };
        // An item of our own that came back: the case has it already.
        if event.tags.iter().any(|tag| tag.strip_prefix(LABEL).is_some_and(|id| find_id(id).is_some())) {
            return;
        }
        let name = event.text.split_once(": ").map_or(event.text, |(_, name)| name);
        if self.actions.len() < KEPT || self.actions.contains_key(name) {
            let held = self.actions.entry(name.to_owned()).or_default();
            held[usize::from(what != "opened")] = Some(event.moment);
        }
    }

    fn add(&mut self, event: &EventView<'_>, role: Option<Role>) {
        let hit = Hit { id: event.id, position: event.position, moment: event.moment };
        let topics = if is_prose(event.text) { TEXTS.topics(event.text) } else { Vec::new() };
        let told = event.kind.eq_ignore_ascii_case("message sent")
            || event.kind.eq_ignore_ascii_case("publication time");
        // A notice, an order or a judgement of somebody else is no update of the response.
        let extra = [
            (told && role != Some(Role::Attacker) && role != Some(Role::Outsider)).then_some(Topic::Update),
            event.tags.contains(&"evidence-preservation").then_some(Topic::Preservation),
        ];
        for topic in topics.iter().copied().chain(extra.into_iter().flatten()) {
            let kept = self.topics.entry(topic).or_default();
            if kept.len() < KEPT && kept.last().is_none_or(|last| last.position != event.position) {
                kept.push(hit.clone());
            }
        }
        match role {
            Some(Role::Attacker) if !topics.contains(&Topic::Refused) && self.attacks.len() < KEPT => {
                self.attacks.push(hit);
            }
            Some(Role::Team) if self.teams.len() < KEPT => {
                self.teams.entry(event.actor.to_owned()).or_insert(hit);
            }
            _ => {}
        }
    }

    /// The events that speak of a topic, in order.
    pub(super) fn of(&self, topic: Topic) -> &[Hit] {
        self.topics.get(&topic).map_or(&[], Vec::as_slice)
    }

    /// The events whose texts speak of a theme.
    pub(super) fn theme(&self, theme: Theme) -> &[Hit] {
        self.of(Topic::Theme(theme))
    }

    /// The events that speak of a topic and may lie within `[from, to]`.
    pub(super) fn within(&self, topic: Topic, [from, to]: [Timestamp; 2]) -> Vec<&Hit> {
        self.of(topic).iter().filter(|h| h.moment.latest >= from && h.moment.earliest <= to).collect()
    }
}

/// Whether a text reads as somebody wrote it. Lines of logs and dumps of fields repeat words such as “failed” and
/// “backup” by the thousand without telling anything, so that phrases are not looked for in them.
pub(super) fn is_prose(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let (mut all, mut odd, mut words) = (0_usize, 0_usize, 1_usize);
    for c in line.chars() {
        all += 1;
        match c {
            ' ' => words += 1,
            '.' | ',' | ';' | '-' | '\'' | '’' | '“' | '”' | '"' => {}
            c if c.is_alphabetic() => {}
            _ => odd += 1,
        }
    }
    let reads = |s: &str| !s.contains('=') && !s.contains("]:") && !s.contains("::") && !s.contains('\\');
    (2..=150).contains(&words) && odd * 7 <= all && text.len() <= 2_000 && reads(line)
}

/// Who an actor is, where the name tells.
pub(super) fn role(actor: &str) -> Option<Role> {
    let actors: &Lexicon<Role> = &ACTORS;
    actors.topics(actor).first().copied()
}

/// The names of hits, at most as many as a finding shows.
pub(super) fn ids<'a>(hits: impl IntoIterator<Item = &'a Hit>) -> Vec<EventId> {
    hits.into_iter().take(20).map(|h| h.id).collect()
}

/// A finding that rests on what texts say of a theme, and nothing else. `what`: of what they speak, as it is said.
pub(super) fn said(
    view: &CaseView<'_>,
    scan: &Scan,
    rule: &Rule,
    theme: Theme,
    what: &str,
) -> Option<Finding> {
    told(view, &scan.theme(theme).iter().collect::<Vec<_>>(), rule, theme, what)
}

/// A finding that rests on these events.
pub(super) fn told(
    view: &CaseView<'_>,
    hits: &[&Hit],
    rule: &Rule,
    theme: Theme,
    what: &str,
) -> Option<Finding> {
    let first = hits.first()?;
    let (when, quote) = (when(&first.moment), quote(view, first.position));
    let claim = match hits.len() {
        1 => say!("One event speaks {what}, first {when}: {quote}.", what, when, quote),
        n => say!("{n} events speak {what}, first {when}: {quote}.", n, what, when, quote),
    };
    Some(rule.gap(Severity::Medium, &[theme], claim, ids(hits.iter().copied())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_prose_and_machines_do_not() {
        for prose in [
            "Backup found to be empty",
            "Hardening starts: more than 5,000 credentials rotated, 4,893 systems triaged (two weeks)",
            "Público informado; \"sin contraseñas\"",
        ] {
            assert!(is_prose(prose), "{prose}");
        }
        for log in [
            "",
            "failed",
            "sshd[81730]: Failed password for svc-backup from 198.28.229.92 port 5267 ssh2",
            "[5145 / 0x1419] Provider identifier: {54849625-5478-4994-a5ba-3e3b0328c30d} Source: Security-Audit",
            r"C:\Windows\System32\backup.exe failed to start",
            "action=blocked rule=7 src=10.0.0.1 backup failed",
        ] {
            assert!(!is_prose(log), "{log}");
        }
        assert!(!is_prose(&"word ".repeat(1_000)));
    }
}
