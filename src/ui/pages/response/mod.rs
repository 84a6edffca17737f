//! Response: what the responders did when, how long it took, and what the two legal clocks say.

mod edit;
mod facts;
mod ledger;
mod metrics;
mod milestones;
pub mod orders;
mod record;
mod strip;
mod track;

use super::desk::{Desk, ask, desk, loaded};
use crate::chart::Chart;
use crate::document::Block;
use crate::engine::Query;
use crate::engine::view::ResponseView;
use crate::milestone::Milestones;
use crate::model::{Facts, Milestone, Moment};
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::chart_view;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::live;
use std::sync::Arc;

/// What the parts of the page share: the answer, the moment under way, and the milestone whose form is open.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    desk: Desk,
    view: Signal<Arc<ResponseView>>,
    /// A milestone that is being moved and not yet kept.
    draft: RwSignal<Option<(Milestone, Moment)>>,
    /// The milestone whose form is open.
    editing: RwSignal<Option<Milestone>>,
    /// Facts that were stated and are not in the answer yet, so that two quick answers do not undo one another.
    stated: RwSignal<Option<Facts>>,
}

impl Bench {
    /// The milestones of the case with one of them elsewhere.
    fn drafted(self, milestone: &Milestone, moment: Moment) -> Milestones {
        self.view.with(|v| {
            let held = v.milestones.iter().filter_map(|r| Some((r.milestone.clone(), r.held.clone()?)));
            let mut milestones = Milestones(held.collect());
            if let Some(held) = milestones.0.get_mut(milestone) {
                held.moment = Some(moment);
            }
            milestones
        })
    }
}

/// The page Response of the open case.
pub fn open() -> AnyView {
    let desk = desk();
    let answer =
        ask::<ResponseView>(move || Some(Query::Response { case: desk.case(), zone: desk.zone.get() }));
    loaded(answer, move |view| page(desk, view))
}

fn page(desk: Desk, view: Signal<Arc<ResponseView>>) -> AnyView {
    let bench = Bench {
        desk,
        view,
        draft: RwSignal::new(None),
        editing: RwSignal::new(None),
        stated: RwSignal::new(None),
    };
    Effect::new(move |_| {
        view.track();
        bench.stated.set(None);
    });
    // While a milestone is being moved, its phases are those that it would have there.
    let phases = Signal::derive(move || {
        let drafted = bench.draft.with(|d| d.as_ref().map(|(m, moment)| bench.drafted(m, *moment)));
        view.with(|v| match drafted.zip(v.as_of) {
            Some((milestones, as_of)) => Chart::phases(&milestones, &v.obligations, as_of, desk.zone.get()),
            None => v.phases.clone(),
        })
    });
    view! {
        <div class="page response">
            <header class="page-head">
                <h1>"Response"</h1>
                {record::end_of_record(bench)}
            </header>
            <section class="phases" aria-labelledby="phases-title">
                <h2 id="phases-title" class="visually-hidden">"Phases of the response"</h2>
                {chart_view(phases, "phases")}
                {track::track(bench)}
            </section>
            {milestones::section(bench)}
            {metrics::section(bench)}
            {course(bench, "Where the time to contain went", |v| &v.spent)}
            {course(bench, "Plan against actual", |v| &v.followed)}
            {facts::section(bench)}
            {orders::section(bench)}
            {ledger::section(bench)}
        </div>
    }
    .into_any()
}

/// A part of the report that this page shows too, where there is anything to show.
fn course(bench: Bench, title: &'static str, of: fn(&ResponseView) -> &Vec<Block>) -> AnyView {
    let blocks = Memo::new(move |_| bench.view.with(|v| of(v).clone()));
    live(move || {
        blocks.with(|blocks| {
            let shown = || view! { <section class="course" aria-label=title><h2>{title}</h2>{blocks_view(blocks)}</section> }.into_any();
            (!blocks.is_empty()).then(shown)
        })
    })
}
