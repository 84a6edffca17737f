//! Obligations: which rules apply by the facts, what was due when, and what was sent. Words and numbers come from the
//! engine.

mod ledger;
mod questions;

use super::desk::{Desk, ask, desk, loaded};
use super::fact::Stating;
use super::milestone_form::Setting;
use crate::document::Rests;
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::ObligationsView;
use crate::model::Milestone;
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::chart_view;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::explained::sentence;
use crate::ui::widgets::live::live;
use crate::workspace::Change;
use std::sync::Arc;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Board {
    desk: Desk,
    view: Signal<Arc<ObligationsView>>,
    setting: Setting,
    stating: Stating,
    /// Where on the page the form of a milestone was asked for: many rules start at the same one.
    place: RwSignal<String>,
}

impl Board {
    /// Opens the form of a milestone at a place of the page.
    fn edit(self, place: &str, milestone: &Milestone) {
        self.place.set(place.to_owned());
        self.setting.editing.set(Some(milestone.clone()));
    }

    /// The milestone whose form is open at a place.
    fn edited(self, place: &str) -> Option<Milestone> {
        self.setting.editing.get().filter(|_| self.place.with(|p| p == place))
    }
}

/// The page Obligations of the open case.
pub fn open() -> AnyView {
    let desk = desk();
    let answer =
        ask::<ObligationsView>(move || Some(Query::Obligations { case: desk.case(), zone: desk.zone.get() }));
    loaded(answer, move |view| page(desk, view))
}

fn page(desk: Desk, view: Signal<Arc<ObligationsView>>) -> AnyView {
    let setting = Setting::new(desk, Signal::derive(move || view.with(|v| v.milestones.clone())));
    let stating = Stating::new(desk, Signal::derive(move || view.with(|v| v.facts.clone())));
    let board = Board { desk, view, setting, stating, place: RwSignal::new(String::new()) };
    let clocks = Memo::new(move |_| view.with(|v| v.clocks.clone()));
    let has_clocks = Memo::new(move |_| clocks.with(Option::is_some));
    let other = Memo::new(move |_| view.with(|v| v.sensitivity.clone()));
    let own = Memo::new(move |_| view.with(|v| v.own_rules));
    view! {
        <div class="page obligations">
            <header class="page-head">
                <h1>"Obligations"</h1>
                <p class="not-advice">"A computed aid, not legal advice."</p>
            </header>
            <div role="status" class="obligations-head">{live(move || {
                let meaning = say!("The rules that apply or may apply stand in the ledger, those that are not selected under it, each with its reason.");
                sentence(view.with(|v| v.head.clone()).into_any(), vec![meaning.to_owned()], Rests::default())
            })}</div>
            {live(move || own.get().then(|| view! {
                <p><button type="button" aria-disabled=read_only() class="button small" on:click=move |_| desk.apply(Change::RemoveRules)>"Use the rules that come with Floodmark"</button></p>
            }.into_any()))}
            {questions::section(board)}
            {live(move || has_clocks.get().then(|| view! {
                <section aria-labelledby="clocks-title">
                    <h2 id="clocks-title">"Clocks"</h2>
                    {chart_view(Signal::derive(move || clocks.get().unwrap_or_else(crate::chart::Chart::no_clocks)), "clocks")}
                </section>
            }.into_any()))}
            {ledger::section(board)}
            {live(move || other.with(|blocks| (!blocks.is_empty()).then(|| view! {
                <section class="sensitivity" aria-labelledby="other-starts-title">
                    <h2 id="other-starts-title">"If the clock had started elsewhere"</h2>
                    {blocks_view(blocks)}
                </section>
            }.into_any())))}
            {ledger::others(board)}
            <section class="own-rules" aria-labelledby="own-rules-title">
                <h2 id="own-rules-title">"Rules of your own"</h2>
                <p class="hint">"Rules are a file: save it, change it by the schema, and open it here like any other file. It takes the place of these rules, and every verdict names its version."</p>
                <p>
                    <button type="button" class="button small" on:click=move |_| desk.export(Export::Rules)>"Save these rules"</button>" "
                    <button type="button" class="button small" on:click=move |_| desk.export(Export::RulesSchema)>"Save the schema of rules"</button>
                </p>
            </section>
        </div>
    }
    .into_any()
}
