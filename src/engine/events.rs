//! The events of a case in order, and what reading all of their texts yields: the part of an analysis that takes long for
//! a large case, and that most decisions leave as it is.
//!
//! The order is there at once, so that the timeline can be shown and searched; the texts are read when a question needs
//! them, in steps where a person waits ([`CaseEvents::advance`]).

use super::analysis::{Evidence, Stated};
use crate::finding::Scan;
use crate::language::written;
use crate::milestone::{self, Milestones, Proposal, Proposing};
use crate::model::case::{Carried, CarriedMilestone};
use crate::model::{Case, Milestone, Source, Timestamp};
use crate::timeline::{Duplicates, Grouping, SourceTable, Timeline};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// So many texts are read at once without a person noticing: some tens of milliseconds.
pub(super) const AT_ONCE: usize = 20_000;

/// What the texts suggest for each milestone.
pub type Proposals = BTreeMap<Milestone, Vec<Proposal>>;

/// The events of one case.
#[derive(Debug)]
pub struct CaseEvents {
    /// The case that they are of.
    case: Arc<Case>,
    /// Its files, with `None` for those not at hand.
    pub evidence: Vec<Option<Evidence>>,
    /// All events in order.
    pub timeline: Rc<Timeline>,
    /// What the records state by themselves.
    pub(super) stated: Stated,
    proposals: OnceCell<Rc<Proposals>>,
    scan: OnceCell<Rc<Scan>>,
    duplicates: OnceCell<Duplicates>,
    pass: RefCell<Option<Pass>>,
}

/// A reading of all texts under way.
struct Pass {
    left: Range<usize>,
    proposing: Proposing,
    scan: Scan,
    grouping: Grouping,
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass").field("left", &self.left).finish_non_exhaustive()
    }
}

impl CaseEvents {
    /// Puts the events of a case in order.
    pub fn new(case: &Arc<Case>, evidence: Vec<Option<Evidence>>) -> Self {
        let timeline = Rc::new(build(case, &evidence));
        CaseEvents {
            case: case.clone(),
            stated: Stated::of(case, &evidence),
            evidence,
            timeline,
            proposals: OnceCell::new(),
            scan: OnceCell::new(),
            duplicates: OnceCell::new(),
            pass: RefCell::new(None),
        }
    }

    /// Whether another state of the case has the same events: most decisions change none.
    pub fn same(&self, case: &Case, evidence: &[Option<Evidence>]) -> bool {
        let placed = |a: &Source, b: &Source| {
            (a.id, &a.name, a.incident, a.zone, &a.abbreviations, a.clock_offset)
                == (b.id, &b.name, b.incident, b.zone, &b.abbreviations, b.clock_offset)
        };
        let read = |a: &Option<Evidence>, b: &Option<Evidence>| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(&a.imported, &b.imported),
            (a, b) => a.is_none() && b.is_none(),
        };
        self.case.sources.len() == case.sources.len()
            && self.case.sources.iter().zip(&case.sources).all(|(a, b)| placed(a, b))
            && self.evidence.iter().zip(evidence).all(|(a, b)| read(a, b))
            && self.case.hand_events == case.hand_events
            && self.case.event_edits == case.event_edits
            && self.case.carried == case.carried
    }

    /// The sources of the case.
    pub fn sources(&self) -> &[Source] {
        &self.case.sources
    }

    /// What the texts suggest for each milestone; they are read for it where they have not been.
    pub fn proposals(&self) -> Rc<Proposals> {
        let read = || Rc::new(crate::milestone::propose(&self.timeline, &self.stated.milestones));
        self.proposals.get_or_init(|| written(read)).clone()
    }

    /// The milestones, as a state of the case with these events decides them.
    pub fn milestones(&self, case: &Case) -> Milestones {
        if let Some(carried) = &case.carried {
            return milestone::resolve(carried_proposals(carried), &self.stated.milestones, &case.milestones);
        }
        milestone::resolve((*self.proposals()).clone(), &self.stated.milestones, &case.milestones)
    }

    /// The end of the record, where it is known.
    pub fn as_of(&self, case: &Case) -> Option<Timestamp> {
        let files = || self.case.sources.iter().zip(&self.evidence);
        let of_file = || files().filter_map(|(source, evidence)| evidence.as_ref()?.last(source)).max();
        case.as_of.or_else(of_file).or_else(|| self.timeline.as_of())
    }

    /// What the texts speak of; they are read for it where they have not been.
    pub fn scan(&self) -> Rc<Scan> {
        self.scan.get_or_init(|| Rc::new(Scan::new(&self.timeline))).clone()
    }

    /// The events that are told more than once; all are compared for it where they have not been.
    pub fn duplicates(&self) -> &Duplicates {
        self.duplicates.get_or_init(|| self.timeline.duplicates())
    }

    /// The same, where that is known without a wait.
    pub fn near_duplicates(&self) -> Option<&Duplicates> {
        (self.timeline.len() <= AT_ONCE).then(|| self.duplicates()).or_else(|| self.duplicates.get())
    }

    /// Whether the milestones are known without a wait.
    pub fn is_near(&self) -> bool {
        self.proposals.get().is_some() || self.timeline.len() <= AT_ONCE
    }

    /// Whether all texts were read that take long.
    pub fn is_complete(&self) -> bool {
        let read = self.proposals.get().is_some() && self.scan.get().is_some();
        read && self.duplicates.get().is_some() || self.timeline.len() <= AT_ONCE
    }

    /// Reads some further texts; true once all are read.
    pub fn advance(&self) -> bool {
        if self.is_complete() {
            return true;
        }
        let mut slot = self.pass.borrow_mut();
        let pass = slot.get_or_insert_with(|| Pass {
            left: self.timeline.plausible(),
            proposing: Proposing::new(&self.timeline),
            scan: Scan::default(),
            grouping: Grouping::default(),
        });
        for event in pass.left.by_ref().take(AT_ONCE).filter_map(|n| self.timeline.event(n as u32)) {
            pass.proposing.read(&event);
            pass.scan.read(&event);
        }
        if !pass.left.is_empty() || !pass.grouping.advance(&self.timeline, 2 * AT_ONCE) {
            return false;
        }
        if let Some(pass) = slot.take() {
            let proposals = Rc::new(pass.proposing.finish(&self.stated.milestones));
            // What was read at once meanwhile is the same.
            self.proposals.get_or_init(|| proposals);
            self.scan.get_or_init(|| Rc::new(pass.scan));
            self.duplicates.get_or_init(|| pass.grouping.finish());
        }
        true
    }
}

/// What a share has in place of what its texts would suggest.
fn carried_proposals(carried: &Carried) -> Proposals {
    let proposal = |held: &CarriedMilestone| Proposal {
        moment: held.moment,
        confidence: held.confidence,
        reasons: held.reasons.clone(),
        events: held.events.clone(),
    };
    let suggested = |held: &&CarriedMilestone| !held.stated;
    let of = |(milestone, all): (&Milestone, &Vec<CarriedMilestone>)| {
        (milestone.clone(), all.iter().filter(suggested).map(proposal).collect::<Vec<_>>())
    };
    carried.milestones.iter().map(of).filter(|(_, all)| !all.is_empty()).collect()
}

fn build(case: &Case, evidence: &[Option<Evidence>]) -> Timeline {
    let tables = case.sources.iter().zip(evidence).filter_map(|(source, evidence)| {
        Some(SourceTable {
            id: source.id,
            name: source.name.clone(),
            table: evidence.as_ref()?.table(source)?,
            zone: source.zone,
            abbreviations: source.abbreviations.clone(),
            clock_offset: source.clock_offset,
        })
    });
    Timeline::build(tables.collect(), &case.hand_events, &case.event_edits)
}
