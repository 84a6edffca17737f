//! Reading a plan: sections, steps, targets, cadence.
//!
//! Reading never fails and changes nothing: a [`Plan`] holds the text byte for byte and what was recognised in it, each
//! with its bytes. What is inside code, HTML, quotations or lists is no section.
//!
//! ```
//! let plan = floodmark::plan::read::read("# Plan\n\nVersion: 1.2\n\n## Contain\n\n- Turn checkout off within 60 minutes.\n");
//! assert_eq!(plan.version.as_deref(), Some("1.2"));
//! assert_eq!(plan.steps.len(), 1);
//! assert_eq!(plan.targets[0].minutes, 60);
//! ```

pub mod block;
pub mod control;
pub mod meaning;
pub mod revision;
pub mod spoken;
pub mod target;
pub mod topic;

use crate::model::{Duty, MetricId};
use block::{Block, BlockKind, List};
use control::{Field, FieldKind, History};
use serde::{Deserialize, Serialize};
use spoken::Spoken;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use target::Piece;

/// A response plan: its text, and what was recognised in it. Ranges are bytes of `text`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// The text, byte for byte as given.
    pub text: String,
    /// Its title: the front matter's, else the first heading.
    pub title: String,
    /// Its sections in order; each knows its level, so that they form a tree.
    pub sections: Vec<Section>,
    /// Its steps: list items and task items, but for those of its revision history and document control.
    pub steps: Vec<Step>,
    /// Its targets, such as “contain within 60 minutes”; those of a section of targets first.
    pub targets: Vec<Target>,
    /// How often it promises updates, in minutes, and where.
    pub cadence_minutes: Option<(u32, Range<usize>)>,
    /// Its version, as written.
    pub version: Option<String>,
    /// The ids of the amendments that its revision history names.
    pub amended: Vec<String>,
    /// The document as blocks, in order; shared with the page that shows them.
    pub blocks: Arc<Vec<Block>>,
    /// Its lists.
    pub lists: Vec<List>,
    /// Its version and date fields, in order.
    pub fields: Vec<Field>,
    /// Its revision history.
    pub history: Option<History>,
    /// What follows from its text, once it is asked for.
    pub(crate) index: Index,
}

/// What follows from the text of a plan and is asked for many times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    spoken: OnceLock<Arc<Spoken>>,
    line_end: OnceLock<&'static str>,
    normal: OnceLock<String>,
}

impl PartialEq for Index {
    fn eq(&self, _: &Index) -> bool {
        true
    }
}

impl Plan {
    /// Its words, for looking for some in all of it.
    pub fn spoken(&self) -> &Spoken {
        self.index.spoken.get_or_init(|| Arc::new(Spoken::of(&self.blocks)))
    }

    /// Its text as words alone, as [`crate::plan::words::normal`] tells them.
    pub(crate) fn normal(&self) -> &str {
        self.index.normal.get_or_init(|| crate::plan::words::normal(&self.text))
    }

    /// How its lines end.
    pub(crate) fn line_end(&self) -> &'static str {
        self.index.line_end.get_or_init(|| if self.text.contains("\r\n") { "\r\n" } else { "\n" })
    }

    /// The blocks of a section itself, without its subsections. Blocks stand in the order of their sections.
    pub fn blocks_of(&self, section: usize) -> &[Block] {
        let before = |limit: usize| self.blocks.partition_point(|b| b.section.is_none_or(|s| s < limit));
        self.blocks.get(before(section)..before(section + 1)).unwrap_or_default()
    }
}

/// What a section is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// One of the chapter's duties.
    Duty(Duty),
    /// Version, owner, review dates.
    DocumentControl,
    /// The revision history.
    RevisionHistory,
    /// Scope and severity.
    Scope,
    /// Roles and contacts.
    Roles,
    /// Investigate, contain, eradicate, recover beyond isolation.
    Playbook,
    /// Targets and definitions of metrics.
    Targets,
}

impl Topic {
    /// All of them: the duties in the order of the chapter, then the others.
    pub fn all() -> impl Iterator<Item = Topic> {
        let others = [
            Topic::Scope,
            Topic::Roles,
            Topic::Playbook,
            Topic::Targets,
            Topic::DocumentControl,
            Topic::RevisionHistory,
        ];
        Duty::ALL.iter().map(|duty| Topic::Duty(*duty)).chain(others)
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Topic::Duty(duty) => duty.label(),
            Topic::DocumentControl => "Document control",
            Topic::RevisionHistory => "Revision history",
            Topic::Scope => "Scope and severity",
            Topic::Roles => "Roles and contacts",
            Topic::Playbook => "Playbooks",
            Topic::Targets => "Targets",
        }
    }

    /// Where it stands in the categories of CSF 2.0, as NIST SP 800-61r3 uses them, and in the phases of SANS (PICERL); empty
    /// where one of them has no place for it.
    pub fn standards(self) -> [&'static str; 2] {
        match self {
            Topic::Duty(Duty::IdentifyAndIsolate) => ["DE.AE, RS.MI", "Identification, Containment"],
            Topic::Duty(Duty::EngageResponseTeam) => ["RS.MA", "Identification"],
            Topic::Duty(Duty::PreserveEvidence) => ["RS.AN", "Identification"],
            Topic::Duty(Duty::NotifyAffectedParties | Duty::SupportChannels | Duty::TimelyReporting) => {
                ["RS.CO", ""]
            }
            Topic::Duty(Duty::RegularUpdates) => ["RS.CO, RC.CO", ""],
            Topic::Duty(Duty::KnowObligations) => ["GV.OC", "Preparation"],
            Topic::Duty(Duty::PostMortem | Duty::UpdatePlan) => ["ID.IM", "Lessons learned"],
            Topic::Duty(Duty::TrainingAndResources) => ["PR.AT", "Preparation"],
            Topic::Scope => ["RS.MA", "Preparation"],
            Topic::Roles => ["GV.RR", "Preparation"],
            Topic::Playbook => ["RS.MI, RC.RP", "Containment, Eradication, Recovery"],
            Topic::Targets => ["ID.IM", "Preparation"],
            Topic::DocumentControl | Topic::RevisionHistory => ["GV.PO", ""],
        }
    }
}

/// A section: a heading and what follows until the next heading of the same or a higher level.
///
/// A text without any heading is one section without title.
#[derive(Clone, PartialEq, Debug)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// The heading's level, 1 to 6.
    pub level: u8,
    /// The heading itself.
    pub heading: Range<usize>,
    /// From the heading to the end of the section, subsections included.
    pub range: Range<usize>,
    /// From the end of the heading to the first subsection or the end.
    pub own: Range<usize>,
    /// The section around it, as a number in [`Plan::sections`].
    pub parent: Option<usize>,
    /// What it is about, with why; best first.
    pub topics: Vec<(Topic, String)>,
}

/// One step of the plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Its text without the marker.
    pub text: String,
    /// Where it stands, marker included, nested items not.
    pub range: Range<usize>,
    /// The section that holds it, as a number in [`Plan::sections`].
    pub section: usize,
    /// Its block, as a number in [`Plan::blocks`].
    pub block: usize,
}

/// A target time of the plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// The metric it bounds.
    pub metric: MetricId,
    /// The limit in minutes.
    pub minutes: u32,
    /// Where the number and unit stand.
    pub range: Range<usize>,
    /// The section that holds it, as a number in [`Plan::sections`].
    pub section: usize,
}

/// What a person said that sections are about, by [`section_key`].
pub type Topics = BTreeMap<String, Topic>;

/// Reads a plan. Any text is a plan; what is not recognised stays text.
pub fn read(text: &str) -> Plan {
    read_with(text, &Topics::new())
}

/// Names each section so that it is known again in the next version: its title under those around it, without marks; a
/// number with the second of the same name.
pub fn section_keys(plan: &Plan) -> Vec<String> {
    let mut paths: Vec<String> = Vec::with_capacity(plan.sections.len());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut keys = Vec::with_capacity(plan.sections.len());
    for section in &plan.sections {
        let own = crate::plan::words::normal(&section.title);
        let around = section.parent.and_then(|at| paths.get(at));
        let path = around.map_or(own.clone(), |around| format!("{around} / {own}"));
        let times = seen.entry(path.clone()).or_default();
        *times += 1;
        keys.push(if *times == 1 { path.clone() } else { format!("{path} #{times}") });
        paths.push(path);
    }
    keys
}

/// Reads a plan of which a person said what some sections are about.
///
/// ```
/// use floodmark::model::Duty;
/// use floodmark::plan::read::{Topic, Topics, read_with};
/// let topics = Topics::from([("plan / appendix d".to_owned(), Topic::Duty(Duty::PreserveEvidence))]);
/// let plan = read_with("# Plan\n\n## Appendix D\n\n- Breathe.\n", &topics);
/// assert!(plan.sections[1].is_about(Topic::Duty(Duty::PreserveEvidence)));
/// ```
pub fn read_with(text: &str, topics: &Topics) -> Plan {
    let (blocks, lists) = block::parse(text);
    let mut plan = Plan { text: text.to_owned(), blocks: Arc::new(blocks), lists, ..Plan::default() };
    plan.sections = sections(&plan);
    place_blocks(&mut plan);
    recognise(&mut plan);
    correct(&mut plan, topics);
    plan.history = control::history(&plan);
    plan.fields = control::fields(&plan);
    plan.steps = steps(&plan);
    promises(&mut plan);
    plan.title = title(&plan);
    plan.amended = control::amended(&plan);
    let field = plan.fields.iter().find(|f| f.kind == FieldKind::Version);
    let stated = field.and_then(|f| plan.text.get(f.range.clone())).map(str::to_owned);
    plan.version = stated.or_else(|| control::history_version(&plan));
    plan
}

fn sections(plan: &Plan) -> Vec<Section> {
    let headings: Vec<(u8, &Block)> = plan
        .blocks
        .iter()
        .filter(|b| b.depth == 0 && b.quote == 0)
        .filter_map(|b| match b.kind {
            BlockKind::Heading { level } => Some((level, b)),
            _ => None,
        })
        .collect();
    let end = plan.text.len();
    if headings.is_empty() {
        let start = block::front_matter(&plan.text).0;
        return vec![Section {
            title: String::new(),
            level: 1,
            heading: start..start,
            range: start..end,
            own: start..end,
            parent: None,
            topics: Vec::new(),
        }];
    }
    let mut around: Vec<(u8, usize)> = vec![];
    let mut parent = |at: usize, level: u8| {
        while around.last().is_some_and(|(l, _)| *l >= level) {
            around.pop();
        }
        let parent = around.last().map(|(_, at)| *at);
        around.push((level, at));
        parent
    };
    let section = |(at, (level, block)): (usize, &(u8, &Block))| {
        let start = line_start(&plan.text, block.range.start);
        let after = headings.get(at + 1..).unwrap_or_default();
        let begin = |b: &Block| line_start(&plan.text, b.range.start);
        let next = after.first().map_or(end, |(_, b)| begin(b));
        let close = after.iter().find(|(l, _)| l <= level).map_or(end, |(_, b)| begin(b));
        Section {
            title: block.text(),
            level: *level,
            heading: block.range.clone(),
            range: start..close,
            own: block.range.end..next,
            parent: parent(at, *level),
            topics: Vec::new(),
        }
    };
    headings.iter().enumerate().map(section).collect()
}

/// Where the line of a byte starts.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1)
}

fn place_blocks(plan: &mut Plan) {
    let mut section = None;
    for block in Arc::make_mut(&mut plan.blocks) {
        while plan
            .sections
            .get(section.map_or(0, |s| s + 1))
            .is_some_and(|s| s.range.start <= block.range.start)
        {
            section = Some(section.map_or(0, |s| s + 1));
        }
        block.section = section;
    }
}

fn recognise(plan: &mut Plan) {
    let spoken = topic::of_steps(plan);
    for at in 0..plan.sections.len() {
        let Some(section) = plan.sections.get(at) else { continue };
        let mut topics = topic::of_heading(&section.title);
        // The title of the whole document names everything and nothing.
        let whole = at == 0 && section.level == 1 && plan.sections.iter().skip(1).all(|s| s.level > 1);
        if whole && plan.sections.len() > 1 {
            topics.retain(|(t, _)| matches!(t, Topic::DocumentControl));
        }
        let control =
            topics.iter().any(|(t, _)| matches!(t, Topic::RevisionHistory | Topic::DocumentControl));
        if !control {
            for (topic, reason) in spoken.get(&at).into_iter().flatten().cloned() {
                if !topics.iter().any(|(t, _)| *t == topic) {
                    topics.push((topic, reason));
                }
            }
        }
        if let Some(section) = plan.sections.get_mut(at) {
            section.topics = topics;
        }
    }
}

/// What a person said stands before what the words say.
fn correct(plan: &mut Plan, topics: &Topics) {
    if topics.is_empty() {
        return;
    }
    let keys = section_keys(plan);
    for (section, key) in plan.sections.iter_mut().zip(keys) {
        if let Some(topic) = topics.get(&key) {
            section.topics = vec![(*topic, SAID.to_owned())];
        }
    }
}

/// Why a section is about what a person said.
pub const SAID: &str = "you said so";

fn steps(plan: &Plan) -> Vec<Step> {
    let history = control::history_range(plan).unwrap_or(0..0);
    plan.blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| matches!(b.kind, BlockKind::Item { .. }) && !history.contains(&b.range.start))
        .filter_map(|(at, b)| {
            let section = b.section?;
            let control = plan.sections.get(section)?.is_about(Topic::DocumentControl);
            (!control).then(|| Step { text: b.text(), range: b.range.clone(), section, block: at })
        })
        .filter(|s| !s.text.is_empty())
        .collect()
}

/// The topics of a section, its own first, then those of the sections around it.
pub fn topics_around(plan: &Plan, section: usize) -> impl Iterator<Item = Topic> + Clone {
    let around = |at: &usize| plan.sections.get(*at).and_then(|s| s.parent);
    let sections = std::iter::successors(Some(section), around).filter_map(|at| plan.sections.get(at));
    sections.flat_map(|s| s.topics.iter().map(|(topic, _)| *topic))
}

/// Targets and cadence.
fn promises(plan: &mut Plan) {
    let history = control::history_range(plan).unwrap_or(0..0);
    let (mut targets, mut cadences) = (Vec::new(), Vec::new());
    for block in plan.blocks.iter() {
        let Some(section) = block.section else { continue };
        let topics = topics_around(plan, section);
        let control = plan.sections.get(section).is_some_and(|s| s.is_about(Topic::DocumentControl));
        if history.contains(&block.range.start) || control {
            continue;
        }
        let mut piece = |range: Range<usize>, stated: Option<Range<usize>>| {
            let text = plan.text.get(range.clone()).unwrap_or("");
            let stated =
                stated.map(|s| s.start.saturating_sub(range.start)..s.end.saturating_sub(range.start));
            let piece = Piece::of(text);
            for limit in piece.limits(topics.clone(), stated) {
                targets.push(Target {
                    metric: limit.metric,
                    minutes: limit.minutes,
                    range: range.start + limit.range.start..range.start + limit.range.end,
                    section,
                });
            }
            if let Some((minutes, found)) = piece.cadence(topics.clone()) {
                let own = topics.clone().any(|t| t == Topic::Duty(Duty::RegularUpdates));
                cadences.push((!own, minutes, range.start + found.start..range.start + found.end));
            }
        };
        match &block.kind {
            BlockKind::Paragraph | BlockKind::Item { .. } => piece(block.range.clone(), None),
            BlockKind::Table { header, rows } => {
                let stated = header.cells.iter().position(|c| {
                    let title = c.text();
                    let w = crate::plan::words::words(&title);
                    [
                        "target*",
                        "limit",
                        "within",
                        "deadline*",
                        "goal",
                        "sla",
                        "clock",
                        "at+most",
                        "objective",
                        "time+limit",
                    ]
                    .iter()
                    .any(|p| crate::plan::words::holds(&w, p))
                });
                for row in rows {
                    let column = stated.and_then(|s| row.cells.get(s)).map(|c| c.range.clone());
                    piece(row.range.clone(), Some(column.unwrap_or(row.range.start..row.range.start)));
                }
            }
            _ => {}
        }
    }
    targets.sort_by_key(|t| !plan.sections.get(t.section).is_some_and(|s| s.is_about(Topic::Targets)));
    cadences.sort_by_key(|c| c.0);
    plan.targets = targets;
    plan.cadence_minutes = cadences.into_iter().next().map(|(_, minutes, range)| (minutes, range));
}

fn title(plan: &Plan) -> String {
    let front =
        plan.blocks.first().filter(|b| b.kind == BlockKind::FrontMatter).map(Block::text).unwrap_or_default();
    let stated = front.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (key.trim() == "title" && !value.is_empty()).then(|| value.to_owned())
    });
    stated.or_else(|| plan.sections.first().map(|s| s.title.clone())).unwrap_or_default()
}
