//! Cases told in a few lines, for the tests of rules.

use super::{CaseView, Earlier, find};
use crate::language::{Language, aloud, learn};
use crate::metric::compute;
use crate::milestone::resolve;
use crate::model::event::NewRow;
use crate::model::finding::Outcome;
use crate::model::{
    Case, EventTable, Facts, Finding, Milestone, MilestoneDecision, Moment, Precision, RowTime, SourceId,
    Span, Theme, Thresholds, Timestamp, Zone, ZoneOrigin,
};
use crate::obligation::{Pack, assess};
use crate::plan::read::{Plan, read};
use crate::timeline::{SourceTable, Timeline};
use std::collections::BTreeMap;

/// A case in the making.
#[derive(Clone, Default)]
pub(crate) struct Story {
    pub case: Case,
    pub plan: Option<Plan>,
    pub rows: Vec<(RowTime, String, String, String)>,
    pub thresholds: Thresholds,
    pub earlier: Vec<Earlier>,
}

/// `2026-03-16T09:48:30Z`, a date, or a month.
pub(crate) fn moment(text: &str) -> Moment {
    let (full, precision) = match text.len() {
        7 => (format!("{text}-01T00:00:00Z"), Precision::Month),
        10 => (format!("{text}T00:00:00Z"), Precision::Day),
        _ => (text.to_owned(), Precision::Exact),
    };
    let at: Timestamp = full.parse().unwrap();
    Moment::from_local(at.naive_utc(), precision, Zone::Utc, ZoneOrigin::Stated).unwrap()
}

impl Story {
    /// With milestones: a name and a time, or `none`.
    pub fn with(milestones: &[(&str, &str)]) -> Story {
        let mut story = Story::default();
        for (name, time) in milestones {
            let decided = Timestamp::default();
            let decision = match *time {
                "none" => MilestoneDecision::None { decided },
                time => MilestoneDecision::At { moment: moment(time), event: None, decided },
            };
            story.case.milestones.insert(name.parse::<Milestone>().unwrap(), decision);
        }
        story
    }

    /// And an event: time, actor, asset, text.
    pub fn event(mut self, time: &str, actor: &str, asset: &str, text: &str) -> Story {
        let m = moment(time);
        let time = RowTime { precision: m.precision, ..RowTime::utc(m.earliest) };
        self.rows.push((time, actor.to_owned(), asset.to_owned(), text.to_owned()));
        self
    }

    /// And a time that stands as it is.
    pub fn row(mut self, time: RowTime, text: &str) -> Story {
        self.rows.push((time, String::new(), String::new(), text.to_owned()));
        self
    }

    /// And something else of the case.
    pub fn and(mut self, edit: impl FnOnce(&mut Case)) -> Story {
        edit(&mut self.case);
        self
    }

    /// What the rules find.
    pub fn findings(&self) -> Vec<Finding> {
        self.view(find)
    }

    /// What is asked of the case as the rules see it; the record ends on 2026-06-01.
    pub fn view<T>(&self, ask: impl FnOnce(&CaseView<'_>) -> T) -> T {
        let mut table = EventTable::new();
        for (time, actor, asset, text) in &self.rows {
            table.push(&NewRow { text, actor, asset, ..NewRow::default() }, *time);
        }
        let (id, name) = (SourceId(0), "log.csv".to_owned());
        let source = SourceTable {
            id,
            name,
            table: table.into(),
            zone: None,
            abbreviations: Default::default(),
            clock_offset: Span::ZERO,
        };
        let timeline = Timeline::build(vec![source], &[], &BTreeMap::new());
        let as_of: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
        let milestones = resolve(BTreeMap::new(), &BTreeMap::new(), &self.case.milestones);
        let metrics = compute(&milestones, &self.case.metrics, &BTreeMap::new(), Some(as_of));
        let obligations = assess(Pack::builtin(), &self.case.facts, &milestones, as_of);
        ask(&CaseView {
            case: &self.case,
            timeline: &timeline,
            duplicates: &timeline.duplicates(),
            milestones: &milestones,
            metrics: &metrics,
            obligations: &obligations,
            plan: self.plan.as_ref(),
            as_of,
            thresholds: &self.thresholds,
            earlier: &self.earlier,
        })
    }

    /// The finding of one rule.
    pub fn finding(&self, rule: &str) -> Option<Finding> {
        self.findings().into_iter().find(|f| f.rule == rule)
    }

    /// That a rule sees it so, in these words.
    #[track_caller]
    pub fn shows(&self, rule: &str, outcome: Outcome, words: &str) -> Finding {
        let finding = self.finding(rule).unwrap_or_else(|| panic!("no finding {rule}"));
        assert_eq!(finding.outcome, outcome, "{}", finding.claim);
        assert!(finding.claim.contains(words), "{} lacks {words}", finding.claim);
        let said = german(|| self.finding(rule)).unwrap();
        let left = english(&said.claim);
        assert!(left.is_empty() && said.claim != finding.claim, "{left:?} of {}", said.claim);
        finding
    }

    /// That a theme is found, resting on events.
    #[track_caller]
    pub fn tells(&self, theme: Theme, words: &str) {
        let finding = self.shows(theme.id(), Outcome::Gap, words);
        assert!(finding.themes.contains(&theme) && !finding.events.is_empty(), "{finding:?}");
    }
}

/// Makes something for the screen of somebody who reads German.
fn german<T>(make: impl FnOnce() -> T) -> T {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/locale/de.json");
    let texts: BTreeMap<String, String> =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let texts: Vec<String> = texts.into_iter().flat_map(|(key, text)| [key, text]).collect();
    learn(Language::German, texts.join("\0"));
    aloud(make)
}

/// English words of a German text outside its quotes, which are somebody's own words.
fn english(text: &str) -> Vec<&str> {
    const WORDS: [&str; 14] =
        ["the", "of", "is", "and", "after", "before", "no", "not", "on", "with", "from", "it", "that", "by"];
    // The first part has no quote before it; of each other, what follows the closing mark is ours.
    let own = text.split('„').enumerate().map(|(n, part)| match part.split_once('“') {
        Some((_, after)) if n > 0 => after,
        _ => part,
    });
    let words = own.flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '-'));
    words.filter(|w| WORDS.contains(w)).collect()
}

/// A story that Union law looks at: personal data, a risk, not a high one.
pub(crate) fn european(milestones: &[(&str, &str)]) -> Story {
    Story::with(milestones).and(|case| {
        case.facts = Facts {
            jurisdictions: vec!["EU".to_owned()],
            personal_data: Some(true),
            risk_unlikely: Some(false),
            high_risk: Some(false),
            processor: Some(false),
            ..Facts::default()
        };
    })
}

/// A response to hold against a plan: the disks are kept before the checkout is switched off, which is done two hours after
/// detection.
pub(crate) fn planned(plan: &str) -> Story {
    let mut story = Story::with(&[
        ("detected", "2026-03-16T09:00:00Z"),
        ("contained", "2026-03-16T11:00:00Z"),
        ("declared", "2026-03-16T09:30:00Z"),
        ("recovered", "none"),
    ])
    .event("2026-03-16T10:00:00Z", "ops", "", "Disk snapshots taken")
    .event("2026-03-16T11:00:00Z", "ops", "", "Checkout switched off");
    story.plan = Some(read(plan));
    story
}
