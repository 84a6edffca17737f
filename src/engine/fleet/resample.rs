//! Drawing cases anew, in steps: for the interval of a median, or of a difference of medians.

use super::asked::{Keep, Of};
use super::{compare, fleet};
use crate::document::fleet::{Two, drawn};
use crate::document::{Part, Rests};
use crate::engine::{Engine, Progress, Query, view};
use crate::model::MetricId;
use crate::statistics::{Bootstrap, RESAMPLES, observations};

/// So many observations are drawn in one step: some tens of milliseconds.
const STEP: usize = 4_000_000;
/// So many answers are kept, so that coming back to one draws nothing again.
const KEPT: usize = 8;

/// A drawing under way, or done.
#[derive(Debug)]
pub struct Resampling {
    /// The question, and the revision that it was asked of.
    of: (Query, u64),
    /// One for a median, two for a difference.
    drawing: Vec<Bootstrap>,
    /// The groups, for a difference.
    two: Option<Two>,
}

impl Resampling {
    fn new(engine: &Engine, of: (Query, u64), id: &MetricId, keep: &Keep, what: &Of) -> Resampling {
        let (mut drawing, mut two) = (vec![], None);
        if *what == Of::All {
            let all = fleet(engine);
            let kept = all.kept(keep);
            let sample = observations(kept.iter().map(|c| c.duration(id)));
            drawing.extend((!sample.is_empty()).then(|| Bootstrap::new(&sample)));
        } else if let Some(groups) = compare::asked(engine, id, keep, what) {
            let samples = groups.groups.iter().map(|g| observations(g.iter().copied()));
            drawing.extend(samples.zip(0_u64..).map(|(sample, n)| Bootstrap::of_stream(&sample, n)));
            two = Some(groups);
        }
        Resampling { of, drawing, two }
    }

    /// Makes what was drawn at a revision stand for the next, which differs in nothing that it rests on.
    pub(in crate::engine) fn carry_over(&mut self, revision: u64) {
        if self.of.1 == revision {
            self.of.1 += 1;
        }
    }

    /// How many resamples there are of each.
    fn done(&self) -> usize {
        self.drawing.iter().map(Bootstrap::done).min().unwrap_or(RESAMPLES)
    }

    fn step(&mut self) {
        let size: usize = self.drawing.iter().map(Bootstrap::size).sum();
        let resamples = (STEP / size.max(1)).clamp(1, RESAMPLES - self.done());
        self.drawing.iter_mut().for_each(|b| b.step(resamples));
    }

    /// What was drawn in words, in the language of what is made now: the groups may have been named in another, as they are made
    /// by whoever asks first.
    ///
    /// * `rests`: the cases that were drawn from.
    fn view(&mut self, rests: Rests) -> view::Resampled {
        if let (Some(two), Query::Resample { of, .. }) = (&mut self.two, &self.of.0)
            && let Some(names) = compare::asked_names(of)
        {
            two.names = names;
        }
        let blocks = match (&self.two, self.drawing.as_slice()) {
            (Some(two), [a, b]) => two.verdict(a.medians(), b.medians(), rests),
            (None, [all]) => drawn(all.size(), all.interval(), rests.taken(&[Part::Exact, Part::Open])),
            _ => vec![],
        };
        view::Resampled { blocks }
    }
}

/// Runs on what is drawn for a question, as it stands at this revision.
fn with<T>(engine: &Engine, query: &Query, run: impl FnOnce(&mut Resampling) -> T) -> Option<T> {
    let Query::Resample { metric, keep, of } = query else { return None };
    let key = (query.clone(), engine.revision());
    let place = engine.resampling.borrow().iter().position(|r| r.of == key);
    let place = match place {
        Some(place) => place,
        None => {
            let made = Resampling::new(engine, key, metric, keep, of);
            let mut held = engine.resampling.borrow_mut();
            if held.len() >= KEPT {
                held.remove(0);
            }
            held.push(made);
            held.len() - 1
        }
    };
    engine.resampling.borrow_mut().get_mut(place).map(run)
}

/// Whether a drawing for this question has begun, at this revision.
pub fn has_begun(engine: &Engine, query: &Query) -> bool {
    let revision = engine.revision();
    engine.resampling.borrow().iter().any(|r| r.of.1 == revision && r.of.0 == *query)
}

/// Draws on; true once all is drawn, as it is for any other question.
pub fn advance(engine: &Engine, query: &Query) -> bool {
    let step = |resampling: &mut Resampling| {
        if resampling.done() < RESAMPLES {
            resampling.step();
        }
        resampling.done() >= RESAMPLES
    };
    with(engine, query, step).unwrap_or(true)
}

/// How far a drawing has come: resamples in place of bytes.
pub fn progress(engine: &Engine, query: &Query) -> Option<Progress> {
    if !has_begun(engine, query) {
        return None;
    }
    let told = |resampling: &mut Resampling| Progress {
        name: "resamples".to_owned(),
        bytes: resampling.done() as u64,
        total: RESAMPLES as u64,
        rows: 0,
    };
    with(engine, query, told)
}

/// The answer; what is not drawn yet is drawn for it.
pub fn answer(engine: &Engine, query: &Query) -> view::Resampled {
    while !advance(engine, query) {}
    let Query::Resample { metric, keep, of } = query else { return view::Resampled::default() };
    let rests = compare::drawn_from(engine, metric, keep, of);
    with(engine, query, |resampling| resampling.view(rests)).unwrap_or_default()
}
