//! A case made fit for others: names replaced, dates moved, intervals as they were.
//!
//! What is shared is a case of its own, made anew from the replaced texts: its sources are tables that Floodmark reads
//! back, since the original files hold the names. It carries its milestones with it, so that a replaced word changes none of
//! them, and is analysed before it leaves: the report says whether every metric has the value that it had.

mod rows;
mod view;

pub use view::{SHOWN, ShareOf, SharePart, ShareView};

use super::analysis::CaseAnalysis;
use super::export::{export, file_name};
use super::protocol::{Export, QueryError};
use super::view::Exported;
use super::{Command, Engine};
use crate::document::stable;
use crate::import::{self, Imported};
use crate::milestone::Status;
use crate::model::case::{Carried, CarriedMilestone};
use crate::model::source::sha256;
use crate::model::{
    Case, CaseId, EventId, Format, Milestone, Reading, Roles, Source, SourceId, Span, Timestamp, Zone,
};
use crate::workspace::redact::{
    Audience, Kind, Place, Redaction, Replacement, Residue, Scan, Wish, dates_of_case, moved, residue,
    texts_of_case,
};
use crate::workspace::{Change, PlanDocument, PlanVersion, RulesFile, Workspace, file};
use chrono::{Datelike, NaiveDate};
use rows::Rows;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// A case as others get it.
#[derive(Debug)]
pub struct Shared {
    /// How it was wished for.
    pub wish: Wish,
    /// The workspace with its one case, and the tables that it is read from.
    pub saved: file::Saved,
    /// The same, read.
    pub engine: Engine,
    /// What was replaced, and what could be.
    pub replacements: Vec<Replacement>,
    /// What is still there.
    pub residue: Vec<Residue>,
    /// By how many weeks dates moved.
    pub weeks: i64,
    /// Metrics that have another value than before; none in all likelihood.
    pub differing: Vec<String>,
    /// What a person should know of it, in plain sentences.
    pub notes: Vec<String>,
}

/// The only case of a share.
const CASE: CaseId = CaseId(0);

/// Makes a case fit for others.
///
/// # Errors
/// When the case is gone, or its table could not be read back, which no case causes.
pub fn share(engine: &Engine, id: CaseId, wish: &Wish) -> Result<Shared, QueryError> {
    let analysis = engine.analysis(id).ok_or(QueryError::NoSuchCase(id.0))?;
    let plan = engine.workspace().plan.as_ref().map(|plan| plan.text().to_owned());
    let mut case = (*analysis.case).clone();
    fill(&mut case, &analysis);
    // Its names are replaced for good.
    case.roles = Roles::default();
    let mut redaction = scan(&analysis, &mut case, plan.as_deref(), wish);
    let mut texts = vec![];
    let mut replace = |place: Place, text: &str| {
        let replaced = redaction.replace(place, text);
        texts.push((place, replaced.clone()));
        replaced
    };
    let mut notes = vec![];
    let (mut sources, mut originals, mut read, mut ids) = (vec![], BTreeMap::new(), vec![], BTreeMap::new());
    let weeks = redaction_weeks(&analysis, wish);
    for (n, source) in analysis.case.sources.iter().enumerate() {
        // The name of a file tells who made it; which program did is told by its format.
        replace(Place::File, &source.name);
        let Some(table) = analysis.table(source.id) else {
            notes.push(format!("File {} is not on this device, and not in the share.", n + 1));
            continue;
        };
        let id = SourceId(sources.len() as u32);
        let name = format!("file-{} ({}).csv", n + 1, source.reading.format.label());
        let Rows { text, left, places } =
            rows::rows(source, &table, &name, &case.event_edits, weeks, &mut replace);
        if left > 0 {
            notes.push(format!("{left} rows of file {} have no time yet, and are not in the share.", n + 1));
        }
        let known = |(old, new): (u32, u32)| {
            (EventId { source: source.id, row: old }, EventId { source: id, row: new })
        };
        ids.extend(places.into_iter().map(known));
        let reading = Reading::of(Format::FloodmarkCsv);
        let imported = import::read_all(&name, text.as_bytes(), Some(&reading));
        let hash = sha256(text.as_bytes());
        // A source without a single row that has a time.
        if let Ok(imported) = imported {
            read.push((hash.clone(), reading.clone(), imported));
            sources.push(new_source(id, name, &hash, text.len() as u64, reading));
            originals.insert(hash, text.into_bytes());
        }
    }
    if analysis.summaries().iter().any(|s| s.refused > 0) {
        notes.push("Rows that could not be read are not in the share.".to_owned());
    }
    texts_of_case(&mut case, &mut |place, text| *text = replace(place, text));
    let titled = retitle(&mut case, &analysis.case.title, wish);
    dates_of_case(&mut case, weeks);
    follow(&mut case, &ids);
    case.sources = sources;
    (case.id, case.created) = (CASE, None);
    if let Some(count) = &mut case.orders {
        count.sha256.clear();
    }
    let plan = plan.map(|text| {
        let text = replace(Place::Plan, &text);
        let version = PlanVersion { text, ..PlanVersion::default() };
        Arc::new(PlanDocument {
            name: "plan.md".to_owned(),
            versions: vec![version],
            word: None,
            from: 0,
            topics: Default::default(),
        })
    });
    let rules = engine.workspace().rules.clone();
    if rules.is_some() && wish.audience == Audience::Training {
        notes.push("Your own pack of rules is not in the share, as it may name contracts.".to_owned());
    }
    let rules = rules
        .filter(|_| wish.audience != Audience::Training)
        .map(|rules| Arc::new(RulesFile { name: "rules.json".to_owned(), text: rules.text.clone() }));
    if case.facts.records_affected.is_some() || !case.facts.residents.is_empty() {
        notes.push(
            "The number of people or records affected and where they live stay as they are.".to_owned(),
        );
    }
    let workspace = Workspace {
        next_source: case.sources.len() as u32,
        cases: vec![Arc::new(case)],
        plan,
        rules,
        next_case: 1,
        presets: BTreeMap::new(),
        templates: BTreeMap::new(),
        thresholds: engine.workspace().thresholds.clone(),
    };
    let opened = opened(&workspace, read)?;
    let mut replacements: Vec<Replacement> = titled.into_iter().collect();
    replacements.extend(redaction.replacements());
    let made: Vec<String> = replacements.iter().map(|r| r.replacement.clone()).collect();
    let mut seen = HashSet::new();
    texts.retain(|(place, text)| seen.insert((*place, text.clone())));
    let residue = residue(texts.iter().map(|(place, text)| (*place, text.as_str())), &made);
    Ok(Shared {
        wish: wish.clone(),
        saved: file::Saved { workspace, originals },
        differing: differing(&analysis, &opened),
        engine: opened,
        replacements,
        residue,
        weeks,
        notes,
    })
}

/// A title is made to tell whose case it is, in words that may be anybody's: for training it is another altogether.
fn retitle(case: &mut Case, original: &str, wish: &Wish) -> Option<Replacement> {
    if wish.audience != Audience::Training {
        return None;
    }
    let replacement = wish.own.get(original).cloned().unwrap_or_else(|| "Exercise".to_owned());
    let on = !wish.switched.contains(original);
    if on {
        case.title.clone_from(&replacement);
        case.name.clone_from(&replacement);
        case.facts.title = None;
    }
    let places = [Place::Title].into();
    Some(Replacement { kind: Kind::Name, original: original.to_owned(), replacement, on, count: 1, places })
}

fn new_source(id: SourceId, name: String, sha256: &str, bytes: u64, reading: Reading) -> Source {
    Source {
        id,
        name,
        sha256: sha256.to_owned(),
        bytes,
        reading,
        incident: None,
        zone: None,
        abbreviations: BTreeMap::new(),
        clock_offset: Span::ZERO,
    }
}

/// Writes into a case what it has from its texts and records.
fn fill(case: &mut Case, analysis: &CaseAnalysis) {
    let mut carried = Carried { durations: analysis.stated_durations().clone(), ..Carried::default() };
    for (milestone, held) in &analysis.milestones.0 {
        let mut all: Vec<CarriedMilestone> = vec![];
        if let (Status::Stated | Status::Proposed, Some(moment)) = (held.status, held.moment) {
            all.push(CarriedMilestone {
                moment,
                stated: held.status == Status::Stated,
                confidence: held.confidence,
                reasons: held.reasons.clone(),
                events: held.events.clone(),
            });
        }
        all.extend(held.alternatives.iter().map(|other| CarriedMilestone {
            moment: other.moment,
            stated: false,
            confidence: other.confidence,
            reasons: other.reasons.clone(),
            events: other.events.clone(),
        }));
        if !all.is_empty() {
            carried.milestones.insert(milestone.clone(), all);
        }
    }
    case.carried = Some(carried);
    case.as_of = analysis.as_of_known.then_some(analysis.as_of);
}

/// By how many weeks dates move: for training some years back, as the case itself decides, so that they do each time.
fn redaction_weeks(analysis: &CaseAnalysis, wish: &Wish) -> i64 {
    let drawn = stable::uuid(&analysis.case, "share").as_u128() % 400;
    let own = match wish.audience {
        Audience::Training => -60 - drawn as i64,
        Audience::Regulator | Audience::Internal => 0,
    };
    wish.weeks.map_or(own, i64::from)
}

/// Reads all texts: first who acts, then what they act upon, so that these are known by the time the texts are read.
fn scan(analysis: &CaseAnalysis, case: &mut Case, plan: Option<&str>, wish: &Wish) -> Redaction {
    let mut scan = Scan::default();
    let tables: Vec<_> =
        case.sources.iter().filter_map(|source| Some((source, analysis.table(source.id)?))).collect();
    let mut acting = HashSet::new();
    for place in [Place::Actor, Place::Asset] {
        for (_, table) in &tables {
            for row in 0..table.len() as u32 {
                let text = if place == Place::Actor { table.actor(row) } else { table.asset(row) };
                if acting.insert((place, text)) {
                    scan.read(place, text);
                }
            }
        }
    }
    drop(acting);
    for (source, table) in &tables {
        scan.read(Place::File, &source.name);
        let mut years = HashSet::new();
        for row in 0..table.len() as u32 {
            if let Ok(moment) = table.moment(row, source.asserted(), source.clock_offset)
                && moment.earliest.is_plausible()
            {
                years.insert(moment.earliest.naive_utc().year());
            }
            scan.read(Place::Event, table.text(row));
        }
        years.into_iter().for_each(|year| scan.year(year));
        // Kinds and tags are few.
        table.pool().iter().for_each(|text| scan.read(Place::Tag, text));
    }
    drop(tables);
    texts_of_case(case, &mut |place, text| scan.read(place, text));
    if let Some(plan) = plan {
        scan.read(Place::Plan, plan);
    }
    scan.finish(wish, redaction_weeks(analysis, wish))
}

/// What decisions rest on stands in the new tables now.
fn follow(case: &mut Case, ids: &BTreeMap<EventId, EventId>) {
    for (id, edit) in &mut case.event_edits {
        if id.source != SourceId::HAND {
            // The new table has the corrected times.
            (edit.time, edit.known_at) = (None, None);
        }
    }
    case.rename_events(|id| if id.source == SourceId::HAND { Some(id) } else { ids.get(&id).copied() });
}

/// An engine with the share in it, as whoever opens it has.
fn opened(workspace: &Workspace, read: Vec<(String, Reading, Imported)>) -> Result<Engine, QueryError> {
    let mut engine = Engine::new();
    let restore = Command::from(Change::Restore { workspace: Box::new(workspace.clone()) });
    engine.apply(&restore, Timestamp::default()).map_err(|e| QueryError::Unwritable(e.to_string()))?;
    for (hash, reading, imported) in read {
        engine.supply(&hash, reading, imported);
    }
    Ok(engine)
}

/// The metrics and milestones that are not as they were.
fn differing(before: &CaseAnalysis, after: &Engine) -> Vec<String> {
    let Some(after) = after.analysis(CASE) else { return vec!["the share has no case".to_owned()] };
    let weeks = |milestone: &Milestone| {
        let (was, is) = (before.milestones.moment(milestone)?, after.milestones.moment(milestone)?);
        let by = is.earliest.0.checked_sub(was.earliest.0)?;
        (moved(was, by / (7 * 86_400_000_000)) == is).then_some(())
    };
    let milestones = before.milestones.0.keys().filter(|m| before.milestones.moment(m).is_some());
    let mut all: Vec<String> = milestones.filter(|m| weeks(m).is_none()).map(|m| m.label()).collect();
    let metrics = before.metrics.iter().filter(|m| after.duration(&m.id) != Some(m.duration));
    all.extend(metrics.map(|m| m.id.label()));
    all
}

/// The key of a share: what each replacement stands for.
#[derive(Serialize)]
struct KeyFile<'a> {
    format: &'static str,
    version: u32,
    about: &'static str,
    title: &'a str,
    audience: &'static str,
    weeks_moved: i64,
    replacements: BTreeMap<&'a str, &'a str>,
}

impl Shared {
    /// The title of the case as it is shared.
    pub fn title(&self) -> String {
        self.engine.workspace().case(CASE).map(|case| case.title.clone()).unwrap_or_default()
    }

    /// The key: who has it can tell everything again, so it is a file of its own.
    ///
    /// # Errors
    /// [`QueryError::Unwritable`], which no share causes.
    pub fn key(&self, title: &str) -> Result<String, QueryError> {
        let key = KeyFile {
            format: "floodmark/key",
            version: 1,
            about: "What the replacements in a Floodmark share stand for. Keep it apart from the share.",
            title,
            audience: self.wish.audience.id(),
            weeks_moved: self.weeks,
            replacements: self
                .replacements
                .iter()
                .filter(|r| r.on)
                .map(|r| (r.replacement.as_str(), r.original.as_str()))
                .collect(),
        };
        serde_json::to_string_pretty(&key).map_err(|e| QueryError::Unwritable(e.to_string()))
    }

    /// A file of the share.
    ///
    /// # Errors
    /// [`QueryError`] where it cannot be written.
    pub fn part(
        &self,
        part: SharePart,
        title: &str,
        zone: Zone,
        date: NaiveDate,
    ) -> Result<Exported, QueryError> {
        let stem = format!("{}-{}", file_name(&self.title()), self.wish.audience.id());
        let text = |name: String, text: String| Exported {
            name,
            mime: "application/json".to_owned(),
            text,
            make: None,
        };
        let analysis = self.engine.analysis(CASE);
        match part {
            SharePart::Workspace => {
                let written = file::write(&self.saved).map_err(|e| QueryError::Unwritable(e.to_string()))?;
                Ok(text(format!("{stem}.floodmark"), written))
            }
            SharePart::Key => Ok(text(format!("key-of-{stem}.json"), self.key(title)?)),
            SharePart::Document(what) => {
                let what = Export::from(what);
                let mut file = export(&self.engine, what, analysis.as_deref(), zone, self.date(date))?;
                file.name = format!("{}-{}", self.wish.audience.id(), file.name);
                Ok(file)
            }
        }
    }

    /// The day that a document bears: the day on which it was made would undo the moving.
    fn date(&self, date: NaiveDate) -> NaiveDate {
        let by = chrono::TimeDelta::try_weeks(self.weeks);
        by.and_then(|by| date.checked_add_signed(by)).unwrap_or(date)
    }
}

/// The share that was asked for last, and at which revision.
pub(super) type Known = (u64, CaseId, Wish, Rc<Shared>);

/// A share, made once while a person looks at it and saves its files.
pub(super) fn known(engine: &Engine, id: CaseId, wish: &Wish) -> Result<Rc<Shared>, QueryError> {
    if let Some((revision, of, wished, shared)) = engine.shared.borrow().as_ref()
        && (*revision, *of, wished) == (engine.revision(), id, wish)
    {
        return Ok(shared.clone());
    }
    let made = Rc::new(share(engine, id, wish)?);
    *engine.shared.borrow_mut() = Some((engine.revision(), id, wish.clone(), made.clone()));
    Ok(made)
}
