//! Help: how to check the promise, how to go about a case, what the words mean.

use crate::document::template;
use crate::model::{Milestone, Section};
use crate::ui::state::{Desk, Overlay};
use crate::ui::view::prelude::*;

/// The words of the trade, as they are used here.
const WORDS: [(&str, &str); 11] = [
    (
        "Source",
        "One file that you opened, with its SHA-256, its format, its time zone and the rows that could not be read.",
    ),
    ("Event", "One thing that happened, from one row of one source. It can always show that row."),
    (
        "Moment",
        "A time as the evidence states it: exact, or only the hour, the day or the month. An imprecise moment is a stretch of time, and stays one.",
    ),
    (
        "Milestone",
        "A moment that matters to the response, such as “contained”. Floodmark proposes it with reasons; you confirm, move or reject it.",
    ),
    (
        "Metric",
        "The time between two milestones. The same incident has several “times to contain”; each has its definition beside it.",
    ),
    (
        "At least",
        "The end had not happened by the end of the record (right-censored). It is never replaced by “now”.",
    ),
    (
        "Finding",
        "What a rule saw in the evidence about one duty of the response, with the events that it rests on.",
    ),
    ("Amendment", "One proposed change to your response plan, with the findings that justify it."),
    (
        "Action item",
        "What somebody agreed to do, with owner, day and expected effect. Its name, such as fm-3f9a2c1b7d, goes with it to a tracker and back.",
    ),
    (
        "Obligation",
        "A dated notification rule applied to the case. Floodmark says when it was due and when something was sent. Not legal advice.",
    ),
    (
        "Workspace",
        "All cases and the plan. It is kept on this device and can be saved as one .floodmark file.",
    ),
];

/// The page.
pub fn page(desk: Desk) -> AnyView {
    let word = |(name, text): (&'static str, &'static str)| {
        view! { <div><dt>{name}</dt><dd>{text}</dd></div> }.into_any()
    };
    let milestones = Milestone::ALL
        .iter()
        .map(|m| view! { <div><dt>{m.label()}</dt><dd>{m.meaning()}</dd></div> }.into_any());
    let metrics = crate::metric::definitions().into_iter().map(|d| view! { <div><dt>{d.id.label()}</dt><dd>{d.meaning}<br/><span class="hint">{d.origin}</span></dd></div> }.into_any());
    let fields = template::fields()
        .into_iter()
        .map(|(name, words)| view! { <div><dt><code>{name}</code></dt><dd>{words}</dd></div> }.into_any());
    let loaded = RwSignal::new("");
    let load = move |_| desk.load_engine(move || loaded.set("It is loaded; you can disconnect."));
    view! {
        <div class="page help">
            <header class="page-head"><h1>"Help"</h1></header>
            <section aria-labelledby="check-title">
                <h2 id="check-title">"Nothing you open leaves this tab: how to check this yourself"</h2>
                <ol class="steps">
                    <li>"Open the network panel of your browser (F12, “Network”), reload, and work: the page asks for its own files and for nothing else. The last of them, the engine, comes when there is something to read."</li>
                    <li>"Load the engine, then disconnect from the network. Everything goes on working. "
                        <button type="button" class="button small" on:click=load>"Load the engine now"</button>" "<span role="status">{move || loaded.get()}</span></li>
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
                <p><button type="button" class="button" on:click=move |_| desk.overlay.set(Overlay::Sheet)>"Show the keys"</button></p>
            </section>
            <section aria-labelledby="words-title">
                <h2 id="words-title">"Words"</h2>
                <dl class="glossary">{WORDS.into_iter().map(word).collect_view()}</dl>
            </section>
            <section aria-labelledby="templates-title">
                <h2 id="templates-title">"Templates"</h2>
                <p>"An organisation can replace the wording and the order of the report and of each notice. Save the template on Report, change it, and drop the file on the page: it is checked, and errors are told by their lines. A template is Markdown whose first line names its document; an expression of Jinja such as "<code>"{{ case }}"</code>" writes a field, "<code>"{{ section(\"impact\") }}"</code>" on a line of its own places a computed section, "<code>"{% for f in findings %}…{% endfor %}"</code>" repeats. Values are always text, never marks."</p>
                <details><summary>"The fields"</summary>
                    <p class="hint">"What stands under a name with [] is of each one in a list."</p>
                    <dl class="glossary">{fields.collect_view()}</dl>
                    <p>{format!("Sections of the report: {}. Those of a notice are listed in “sections”.", Section::ALL.map(Section::id).join(", "))}</p>
                </details>
            </section>
            <section aria-labelledby="milestones-title">
                <h2 id="milestones-title">"Milestones"</h2>
                <dl class="glossary">{milestones.collect_view()}</dl>
            </section>
            <section aria-labelledby="metrics-title">
                <h2 id="metrics-title">"Metrics"</h2>
                <dl class="glossary">{metrics.collect_view()}</dl>
            </section>
        </div>
    }
    .into_any()
}
