//! Help: how to check the promise, how to go about a case, what each page is for, the keys, what can be opened, what the
//! words mean, and where rules and metrics come from. All of it is in the page, so that it needs no network.

mod formats;
mod guide;
mod templates;
mod words;

use super::desk::{ask_still, loaded};
use crate::engine::Query;
use crate::engine::view::RuleView;
use crate::model::Milestone;
use crate::platform::device;
use crate::ui::shell::sheet;
use crate::ui::state::Desk;
use crate::ui::view::prelude::*;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::live;
use words::WORDS;

/// The page.
pub fn page(desk: Desk) -> AnyView {
    let word = |(name, text): (&'static str, &'static str)| {
        view! { <div><dt>{name}</dt><dd>{text}</dd></div> }.into_any()
    };
    let milestones = Milestone::ALL
        .iter()
        .map(|m| view! { <div><dt>{known(m.label())}</dt><dd>{known(m.meaning())}</dd></div> }.into_any());
    let metrics = crate::metric::definitions().into_iter().map(|d| view! { <div><dt>{known(d.id.label())}</dt><dd>{known(d.meaning)}<br/><span class="hint">{d.origin}</span></dd></div> }.into_any());
    let loaded = RwSignal::new("");
    let load = move |_| desk.load_engine(move || loaded.set("It is loaded; you can disconnect."));
    let first = match device::is_one_file() {
        true => view! {
            <li>"Disconnect from the network, then open this file. Everything works: the whole program is inside."</li>
            <li>"A page that is opened from a file cannot be installed, is not brought up to date by itself, and is not asked by the system to open .floodmark files: drop them here. What it keeps belongs to this browser."</li>
        }
        .into_any(),
        false => view! {
            <li>"Open the network panel of your browser (F12, “Network”), reload, and work: the page asks for its own files and for nothing else. The last of them, the engine, comes when there is something to read."</li>
            <li>"Load the engine, then disconnect from the network. Everything goes on working. "
                <button type="button" class="button small" on:click=load>"Load the engine now"</button>" "<span role="status">{move || loaded.get()}</span></li>
        }
        .into_any(),
    };
    view! {
        <div class="page help">
            <header class="page-head"><h1>"Help"</h1></header>
            <section aria-labelledby="check-title">
                <h2 id="check-title">"Nothing you open leaves this tab: how to check this yourself"</h2>
                <ol class="steps">
                    {first}
                    <li>"Look at the first lines of the page's source: its content security policy lets the browser talk to nobody but the place the page came from."</li>
                </ol>
            </section>
            <section aria-labelledby="tour-title">
                <h2 id="tour-title">"From files to a better plan"</h2>
                <ol class="steps">
                    <li>"Drop what your tools exported. Sources shows what was read, what was refused and why, and asks for the time zone where none is written."</li>
                    <li>"Read the story on Timeline. Star what matters, add what no tool saw, correct what is wrong; the evidence itself is never changed."</li>
                    <li>"Confirm the proposed milestones on Response. Each metric then says what it measures and how sure it is."</li>
                    <li>"Discuss Findings, accept or dismiss each, and decide on the amendments beside your plan."</li>
                    <li>"Take the report and the new version of the plan with you. Save the workspace as a file to go on elsewhere."</li>
                </ol>
            </section>
            {guide::section(desk)}
            <section aria-labelledby="help-keys-title">
                <h2 id="help-keys-title">"Keys"</h2>
                {sheet::map()}
            </section>
            <section aria-labelledby="formats-title">
                <h2 id="formats-title">"What can be opened"</h2>
                <p>"A file is known by what is in it, not by its name. UTF-8, UTF-16 and Windows-1252 are read."</p>
                {formats::table()}
            </section>
            <section aria-labelledby="words-title">
                <h2 id="words-title">"Words"</h2>
                <dl class="glossary">{WORDS.into_iter().map(word).collect_view()}</dl>
            </section>
            {templates::section(desk)}
            <section aria-labelledby="milestones-title">
                <h2 id="milestones-title">"Milestones"</h2>
                <dl class="glossary">{milestones.collect_view()}</dl>
            </section>
            <section aria-labelledby="metrics-title">
                <h2 id="metrics-title">"Metrics"</h2>
                <dl class="glossary">{metrics.collect_view()}</dl>
            </section>
            <section aria-labelledby="rules-title">
                <h2 id="rules-title">"Notification rules"</h2>
                <p>"Where each rule was read, and how sure that is. What a rule asks for stands on Obligations, beside the case."</p>
                {rules()}
            </section>
        </div>
    }
    .into_any()
}

/// The rules with their sources, asked for when they are looked at.
fn rules() -> AnyView {
    let shown = RwSignal::new(false);
    let open = move |_| shown.set(true);
    let table = move || {
        shown.get().then(|| {
            let answer = ask_still::<RuleView>(|| Some(Query::Rules));
            loaded(answer, |view| live(move || view.with(|v| blocks_view(&v.blocks))))
        })
    };
    view! {
        <details on:toggle=open><summary>"All rules"</summary>{live(table)}</details>
    }
    .into_any()
}
