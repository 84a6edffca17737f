//! Response: what the responders did when, and how long it took.

mod aligned;
mod metrics;
mod milestones;
pub mod orders;
mod record;
mod severity;
mod strip;
mod track;
mod whatif;

use super::desk::{Desk, ask, desk, loaded};
use super::fact::{self, Stating};
use super::milestone_form::Setting;
use crate::chart::Chart;
use crate::document::Block;
use crate::engine::Query;
use crate::engine::view::ResponseView;
use crate::milestone::Milestones;
use crate::model::{Milestone, Moment};
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
    /// Where its milestones are set.
    setting: Setting,
    /// A milestone that is being moved and not yet kept.
    draft: RwSignal<Option<(Milestone, Moment)>>,
    /// The milestone whose form is open.
    editing: RwSignal<Option<Milestone>>,
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
    let setting = Setting::new(desk, Signal::derive(move || view.with(|v| v.milestones.clone())));
    let bench = Bench { desk, view, setting, draft: setting.draft, editing: setting.editing };
    let stating = Stating::new(desk, Signal::derive(move || view.with(|v| v.facts.clone())));
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
            {aligned::section(bench)}
            {whatif::section(bench)}
            {course(bench, "ATT&CK techniques that the record names", |v| &v.techniques)}
            <section class="facts" aria-labelledby="facts-title">
                <h2 id="facts-title">"Facts of the case"</h2>
                <div class="facts-grid">
                    {fact::text(stating, "update-cadence", "Updates were promised every … minutes", "the longest silence is measured against it",
                        |f| f.update_cadence_minutes.map(|n| n.to_string()).unwrap_or_default(),
                        |f, v| f.update_cadence_minutes = fact::whole(&v).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0))}
                    {fact::text(stating, "review-teams", "Teams in the review", "security, operations, legal; a relevant team that is missing becomes a finding",
                        |f| f.review_teams.join(", "), |f, v| f.review_teams = fact::list(&v))}
                    {fact::text(stating, "attack", "Kind of attack", "such as skimming or phishing; cases of the same words are one group on Cases",
                        |f| f.attack.clone(), |f, v| f.attack = v.trim().to_owned())}
                    {fact::text(stating, "team", "Team that responded", "cases of the same team are one group on Cases",
                        |f| f.team.clone(), |f, v| f.team = v.trim().to_owned())}
                </div>
            </section>
            {severity::section(bench, stating)}
            {orders::section(bench)}
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
