//! What a case is to the others of its workspace: its contributing factors and what was decided in it.

use super::events::CaseEvents;
use crate::finding::{self, CaseView, Earlier};
use crate::language::written;
use crate::metric;
use crate::model::case::FindingDecision;
use crate::model::{Case, Thresholds};
use crate::timeline::Duplicates;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// Comparing each case with each other stops being a glance beyond this many; Cases tells of them all.
pub(super) const MOST: usize = 200;

/// One case as others see it, made once for each state of it.
#[derive(Debug)]
pub(super) struct Brief {
    /// The case.
    pub case: Arc<Case>,
    events: Rc<CaseEvents>,
    thresholds: Thresholds,
    earlier: Rc<OnceCell<Option<Earlier>>>,
}

impl Brief {
    /// Of a case with its events; nothing is read yet.
    pub fn new(case: &Arc<Case>, events: Rc<CaseEvents>, thresholds: &Thresholds) -> Self {
        let (case, thresholds) = (case.clone(), thresholds.clone());
        Brief { case, events, thresholds, earlier: Rc::default() }
    }

    /// The same of another state of the case, in which nothing differs that it looks at.
    pub fn of(&self, case: &Arc<Case>) -> Self {
        let (events, earlier) = (self.events.clone(), self.earlier.clone());
        Brief { case: case.clone(), events, thresholds: self.thresholds.clone(), earlier }
    }

    /// Whether it is of this state of the case.
    pub fn same(&self, case: &Arc<Case>, events: &Rc<CaseEvents>, thresholds: &Thresholds) -> bool {
        Arc::ptr_eq(&self.case, case) && Rc::ptr_eq(&self.events, events) && self.thresholds == *thresholds
    }

    /// What rules over cases look at; its texts are read for it where they have not been.
    pub fn earlier(&self) -> &Option<Earlier> {
        let make = || {
            let (case, events) = (&self.case, &self.events);
            let (milestones, as_of) = (events.milestones(case), events.as_of(case));
            let metrics = metric::compute(&milestones, &case.metrics, &events.stated.durations, as_of);
            let duplicates = Duplicates::default();
            let view = CaseView {
                case,
                timeline: &events.timeline,
                duplicates: &duplicates,
                milestones: &milestones,
                metrics: &metrics,
                obligations: &[],
                plan: None,
                as_of: as_of.unwrap_or_default(),
                thresholds: &self.thresholds,
                earlier: &[],
            };
            let scan = events.scan();
            let dismissed =
                |rule: &str| matches!(case.findings.get(rule), Some(FindingDecision::Dismissed { .. }));
            let mut found = finding::factors(&view, &scan);
            found.retain(|finding| !dismissed(&finding.rule));
            Earlier::of(&view, scan.actions(), &found)
        };
        self.earlier.get_or_init(|| written(make))
    }
}
