//! The one door to everything Floodmark knows: [`Command`] changes the workspace, [`Query`] asks for what is on
//! the screen, [`Progress`] tells how far something long has come.
//!
//! The engine is plain Rust and does no input or output of its own. What it needs from outside it is handed:
//! the time, the bytes of files ([`Engine::supply`]), and on demand a slice of an original ([`Originals`]).
//! The same calls run in the worker, in `analyse`, in tests and in benchmarks.

mod actions;
pub mod affected;
mod again;
pub mod analysis;
mod answer;
mod brief;
mod events;
pub mod evidence;
pub mod exercise;
pub mod export;
mod findings;
pub mod fleet;
mod hashed;
pub mod journal;
pub mod meeting;
pub mod merging;
pub mod notices;
mod obligations;
mod plans;
pub mod practice;
pub mod protocol;
mod refusals;
mod response;
pub mod roles;
mod rows;
pub mod share;
pub mod slack;
mod sources;
pub mod view;
pub mod word;

use crate::import::{Content, Imported};
use crate::model::{CaseId, Reading, Source, Timestamp};
use crate::obligation::Pack;
use crate::plan::read::Plan;
use crate::timeline::{Filter, Timeline};
use crate::workspace::change::{self, ChangeError, NewSource};
use crate::workspace::{Change, History, PlanDocument, RulesFile, Workspace};
use analysis::{CaseAnalysis, Evidence};
use brief::Brief;
use events::CaseEvents;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

pub use fleet::asked::{CaseSort, Keep, Of};
pub use protocol::{Answer, Command, Judges, Progress, Query, QueryError};

/// Slices of original files, by hash, for showing a row as it stands in its file.
pub trait Originals {
    /// `length` bytes from `offset`, or `None` when the original is not at hand.
    fn read(&self, sha256: &str, offset: u64, length: u32) -> Option<Vec<u8>>;
}

/// No originals at hand.
impl Originals for () {
    fn read(&self, _: &str, _: u64, _: u32) -> Option<Vec<u8>> {
        None
    }
}

/// What one file yields under one reading.
type Key = (String, Reading);

/// What a filter keeps of a timeline, by position.
type Selected = (Rc<Timeline>, Filter, Rc<Vec<u32>>);

/// Holds a workspace with the evidence that its sources name, and answers.
#[derive(Debug, Default)]
pub struct Engine {
    history: History,
    evidence: BTreeMap<Key, Evidence>,
    /// The events of each case.
    events: RefCell<BTreeMap<CaseId, Rc<CaseEvents>>>,
    /// The plan as read, for the document that it was read from.
    plan: Known<PlanDocument, Arc<Plan>>,
    /// What each version of the plan says of itself.
    versions: Known<PlanDocument, Rc<Vec<Rc<plans::Stated>>>>,
    /// A person's own rules as read, for the file that they were read from.
    rules: Known<RulesFile, Rc<Pack>>,
    /// One analysis a case, for the case and plan that it was made of.
    analyses: RefCell<BTreeMap<CaseId, Rc<CaseAnalysis>>>,
    /// What each case is to the others, for the workspace that this was made of.
    briefs: RefCell<Option<Briefs>>,
    /// The positions that the last filter kept, for paging through it.
    selection: RefCell<Option<Selected>>,
    /// The list that was last shown.
    listed: RefCell<Option<rows::Listed>>,
    /// What was looked at of all cases together, at a revision.
    fleet: RefCell<Option<(u64, Rc<fleet::Fleet>)>>,
    /// Cases that are drawn anew, the latest last.
    resampling: RefCell<Vec<fleet::resample::Resampling>>,
    /// The share that was looked at last.
    shared: RefCell<Option<share::Known>>,
    /// What was known when in the case that is played.
    known: RefCell<Option<exercise::Kept>>,
    revision: Cell<u64>,
    /// The people of the cases.
    people: RefCell<roles::Known>,
    /// The roles that the page was shown.
    marks: RefCell<roles::marks::Marks>,
}

/// What each case is to the others, and of which state of the workspace.
type Briefs = (Arc<Workspace>, Rc<[Rc<Brief>]>);

/// What is read from a document of the workspace, and the document that it was read from.
type Known<D, T> = RefCell<Option<(Arc<D>, T)>>;

/// What a document holds, read anew only when it is another.
fn read_once<D, T: Clone>(known: &Known<D, T>, of: &Arc<D>, read: impl FnOnce(&D) -> Option<T>) -> Option<T> {
    let mut known = known.borrow_mut();
    if let Some((from, held)) = known.as_ref()
        && Arc::ptr_eq(from, of)
    {
        return Some(held.clone());
    }
    let held = read(of)?;
    *known = Some((of.clone(), held.clone()));
    Some(held)
}

/// Whether two are the same one, or both none.
fn same<T: std::ops::Deref>(a: &Option<T>, b: &Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => std::ptr::eq(&**a, &**b),
        (None, None) => true,
        _ => false,
    }
}

/// A file as it was read, without its name.
fn new_source(sha256: &str, reading: &Reading, imported: &Imported) -> NewSource {
    NewSource {
        name: String::new(),
        sha256: sha256.to_owned(),
        bytes: imported.bytes,
        reading: reading.clone(),
        incidents: match &imported.content {
            Content::Events(_) => vec![],
            Content::Incidents(all) => all.iter().map(|i| (i.id.clone(), i.title.clone())).collect(),
        },
    }
}

impl Engine {
    /// An engine with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The workspace as it stands.
    pub fn workspace(&self) -> &Arc<Workspace> {
        self.history.current()
    }

    /// Counts what was applied; a page that holds an older number shows old things.
    pub fn revision(&self) -> u64 {
        self.revision.get()
    }

    /// Hands over what a file yielded. Until this has happened, sources that name the file are shown as not at hand.
    ///
    /// `sha256` names the file: its hash, or until that is known a name of its own ([`Engine::hashed`]).
    pub fn supply(&mut self, sha256: &str, reading: Reading, imported: Imported) -> NewSource {
        let new = new_source(sha256, &reading, &imported);
        self.take((sha256.to_owned(), reading), imported);
        new
    }

    /// Keeps what a file yielded; what was made without it is forgotten.
    fn take(&mut self, key: Key, imported: Imported) {
        self.evidence.insert(key, Evidence::new(imported));
        self.analyses.borrow_mut().clear();
        *self.briefs.borrow_mut() = None;
    }

    /// What a source's file yielded, where it has been supplied.
    pub fn evidence(&self, source: &Source) -> Option<&Evidence> {
        self.evidence.get(&(source.sha256.clone(), source.reading.clone()))
    }

    /// Whether a file has been read in this way already.
    pub fn has(&self, sha256: &str, reading: &Reading) -> bool {
        self.evidence.contains_key(&(sha256.to_owned(), reading.clone()))
    }

    /// The sources of all reachable versions whose files have not been supplied: hash, name and reading, each once.
    pub fn missing(&self) -> Vec<(String, String, Reading)> {
        let mut missing = BTreeMap::new();
        for workspace in self.history.versions() {
            for source in workspace.cases.iter().flat_map(|c| &c.sources) {
                let key = (source.sha256.clone(), source.reading.clone());
                if !self.evidence.contains_key(&key) {
                    missing.entry(key).or_insert_with(|| source.name.clone());
                }
            }
        }
        missing.into_iter().map(|((hash, reading), name)| (hash, name, reading)).collect()
    }

    /// Applies a command. On an error nothing has changed.
    ///
    /// # Errors
    /// [`ChangeError`] with what does not fit.
    pub fn apply(&mut self, command: &Command, at: Timestamp) -> Result<(), ChangeError> {
        match command {
            Command::Undo => {
                if !self.history.undo() {
                    return Err(ChangeError::Nothing);
                }
            }
            Command::Redo => {
                if !self.history.redo() {
                    return Err(ChangeError::Nothing);
                }
            }
            Command::Change(one) => {
                let before = self.history.current();
                let next = change::apply(before, one, at)?;
                let label = change::label(one, before);
                self.history.push(label, next);
            }
        }
        self.revision.update(|n| n + 1);
        Ok(())
    }

    /// Takes back the last change as if it had never been applied, for a change that could not be kept.
    pub fn retract(&mut self) {
        self.history.undo();
        self.history.forget_future();
        self.revision.update(|n| n + 1);
    }

    /// Answers a query.
    ///
    /// # Errors
    /// [`QueryError`] when it names something that is not there.
    pub fn answer(&self, query: &Query, originals: &dyn Originals) -> Result<Answer, QueryError> {
        answer::answer(self, query, originals)
    }

    /// The positions that a filter keeps, made once while a person pages through them.
    fn selection(&self, events: &CaseEvents, filter: &Filter) -> Rc<Vec<u32>> {
        let timeline = &events.timeline;
        let mut last = self.selection.borrow_mut();
        if let Some((of_timeline, of, selection)) = last.as_ref()
            && Rc::ptr_eq(of_timeline, timeline)
            && of == filter
        {
            return selection.clone();
        }
        let mut selection = timeline.select(filter);
        if filter.several {
            let duplicates = events.duplicates();
            selection.retain(|position| duplicates.told_by_several(*position).is_some());
        }
        let selection = Rc::new(selection);
        *last = Some((timeline.clone(), filter.clone(), selection.clone()));
        selection
    }

    /// The plan as read; read once for each version.
    pub fn plan(&self) -> Option<Arc<Plan>> {
        let document = self.workspace().plan.as_ref()?;
        read_once(&self.plan, document, |document| Some(document.read()))
    }

    /// A person's own pack of rules, read once; none where the pack that comes with Floodmark is used.
    pub fn rules(&self) -> Option<Rc<Pack>> {
        let file = self.workspace().rules.as_ref()?;
        // The change that brought it in read it too.
        read_once(&self.rules, file, |file| Pack::parse(&file.text).ok().map(Rc::new))
    }

    /// The analysis of a case, made once for each state of case, plan and evidence.
    pub fn analysis(&self, id: CaseId) -> Option<Rc<CaseAnalysis>> {
        let case = self.workspace().case(id)?;
        let plan = self.plan();
        let rules = self.rules();
        let before = self.analyses.borrow().get(&id).cloned();
        if let Some(known) = before.as_ref()
            && Arc::ptr_eq(&known.case, case)
            && same(&plan, &known.plan)
            && same(&rules, &known.rules)
            && self.workspace().thresholds == known.thresholds
            && self.briefs_are(id, &known.briefs)
        {
            return before;
        }
        let thresholds = self.workspace().thresholds.clone();
        let made = CaseAnalysis::new(case, plan, rules, self.events(id)?, thresholds, self.briefs());
        let made = Rc::new(made);
        self.analyses.borrow_mut().insert(id, made.clone());
        Some(made)
    }

    /// Puts the events of a case in order, for the questions that follow.
    pub fn order(&self, case: CaseId) {
        let _ = self.events(case);
    }

    /// What each case is to the others; none where there are too many to compare.
    fn briefs(&self) -> Rc<[Rc<Brief>]> {
        let workspace = self.workspace();
        let known = self.briefs.borrow().clone();
        if let Some((of, briefs)) = &known
            && Arc::ptr_eq(of, workspace)
        {
            return briefs.clone();
        }
        let before = known.map(|(_, briefs)| briefs).unwrap_or_default();
        let cases = workspace.cases.iter().filter(|_| self.compares());
        let briefs = cases.filter_map(|case| {
            let events = self.events(case.id)?;
            let same = |brief: &&Rc<Brief>| brief.same(case, &events, &workspace.thresholds);
            let kept = before.iter().find(|brief| brief.case.id == case.id).filter(same).cloned();
            Some(kept.unwrap_or_else(|| Rc::new(Brief::new(case, events, &workspace.thresholds))))
        });
        let briefs: Rc<[Rc<Brief>]> = briefs.collect();
        *self.briefs.borrow_mut() = Some((workspace.clone(), briefs.clone()));
        briefs
    }

    /// Whether the other cases are still as an analysis saw them.
    fn briefs_are(&self, id: CaseId, known: &Rc<[Rc<Brief>]>) -> bool {
        let now = self.briefs();
        let others = |briefs: &Rc<[Rc<Brief>]>| -> Vec<Rc<Brief>> {
            briefs.iter().filter(|brief| brief.case.id != id).cloned().collect()
        };
        if Rc::ptr_eq(&now, known) {
            return true;
        }
        let (now, known) = (others(&now), others(known));
        now.len() == known.len() && now.iter().zip(&known).all(|(a, b)| Rc::ptr_eq(a, b))
    }

    /// Whether the cases of the workspace are few enough to be compared with each other.
    fn compares(&self) -> bool {
        (2..=brief::MOST).contains(&self.workspace().cases.len())
    }

    /// The most cases that are compared with each other, where the workspace has more.
    fn too_many(&self) -> Option<usize> {
        (self.workspace().cases.len() > brief::MOST).then_some(brief::MOST)
    }

    /// The events of a case, put in order once for all states of the case that have the same.
    fn events(&self, id: CaseId) -> Option<Rc<CaseEvents>> {
        let case = self.workspace().case(id)?;
        let evidence: Vec<_> = case.sources.iter().map(|s| self.evidence(s).cloned()).collect();
        let mut known = self.events.borrow_mut();
        if let Some(events) = known.get(&id).filter(|events| events.same(case, &evidence)) {
            return Some(events.clone());
        }
        let made = Rc::new(CaseEvents::new(case, evidence));
        known.insert(id, made.clone());
        Some(made)
    }

    /// Whether a query is answered without much being read first.
    pub fn is_near(&self, query: &Query) -> bool {
        if self.knows_all(query) {
            return true;
        }
        let known = self.events.borrow();
        self.judged(query).into_iter().filter_map(|id| self.workspace().case(id)).all(|case| {
            let evidence: Vec<_> = case.sources.iter().map(|s| self.evidence(s).cloned()).collect();
            let events = evidence.iter().flatten().map(|e| e.imported.report.events).sum::<u64>();
            let same = || known.get(&case.id).filter(|of| of.same(case, &evidence));
            events <= events::AT_ONCE as u64 || same().is_some_and(|of| of.is_complete())
        })
    }

    /// The cases that the answer to a query judges.
    fn judged(&self, query: &Query) -> Vec<CaseId> {
        match query.judges() {
            Judges::Nothing => vec![],
            Judges::Case(case) if !self.compares() => vec![case],
            Judges::Case(_) | Judges::All => self.workspace().cases.iter().map(|c| c.id).collect(),
        }
    }

    /// Whether a query judges all cases, and all have been looked at as they stand now.
    fn knows_all(&self, query: &Query) -> bool {
        let looked = self.fleet.borrow().as_ref().is_some_and(|(revision, _)| *revision == self.revision());
        looked && query.judges() == Judges::All
    }

    /// Reads on in the texts of large cases that the answer to a query rests on, and draws on what it draws anew; true once
    /// the answer is near. Whoever lets a person wait answers other queries between these steps, which take some tens of milliseconds.
    pub fn advance(&self, query: &Query) -> bool {
        if self.knows_all(query) {
            return fleet::resample::advance(self, query);
        }
        for id in self.judged(query) {
            let Some(of) = self.events(id).filter(|of| !of.is_complete()) else { continue };
            if !of.advance() {
                return false;
            }
            // Milestones stand on rows now that were shown without.
            self.revision.update(|n| n + 1);
        }
        fleet::resample::advance(self, query)
    }

    /// How far the answer to a query has come that is drawn in steps.
    pub fn progress(&self, query: &Query) -> Option<Progress> {
        fleet::resample::progress(self, query)
    }
}

impl From<Change> for Command {
    fn from(change: Change) -> Self {
        Command::Change(Box::new(change))
    }
}
