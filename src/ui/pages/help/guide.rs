//! What each page is for, and what is done there.

use crate::ui::route::Page;
use crate::ui::state::Desk;
use crate::ui::view::prelude::*;

/// What a page shows, and what a person does there.
const fn guide(page: Page) -> (&'static str, &'static [&'static str]) {
    match page {
        Page::Start => (
            "Where files are opened and cases are found again.",
            &[
                "Drop files anywhere on the window, choose them, or paste text. Several at once become one case.",
                "Without a file at hand, open an invented case.",
            ],
        ),
        Page::Sources => (
            "The files of the case: what was read, what was refused and why, and how their times are understood.",
            &[
                "Answer what only you can say: the zone of times without one, what an abbreviation means, day or month first. Each answer is shown on the first rows before it is given.",
                "Set or estimate the offset of a clock that was wrong.",
                "Look at refused rows by reason, and save them. A file can be read another way.",
            ],
        ),
        Page::Timeline => (
            "Every event in one order, with the density over time above it. What several sources tell is one group; long silences are drawn.",
            &[
                "Drag over the density to look closer; filter by text, source, person, system, kind or technique.",
                "J and K move, Space stars, M and a letter sets a milestone, N adds what no tool saw, O shows the original row.",
                "Correct an event without touching the evidence: what you say stands beside what the file says.",
                "Hide what does not belong here; it waits under “Hidden” until you show it again. Save what a filter keeps as a file.",
            ],
        ),
        Page::Response => (
            "Milestones, the phases between them, and each time with its definition; the plan beside what was done.",
            &[
                "Confirm, move or reject each proposed milestone. A dashed outline is proposed, a solid one confirmed.",
                "Read where the time to contain went, and which of its definitions is meant.",
                "Ask what if: move a milestone, and see what would follow. Nothing of it is kept.",
                "Say who was affected and how severe it was; orders of a shop are counted for that and not kept.",
            ],
        ),
        Page::Obligations => (
            "Which notification rules the facts of the case select, when each was due, and what was sent.",
            &[
                "Answer the questions; each says how many rules wait for it.",
                "Choose the start of a clock and see what another start would change.",
                "Open a rule to read its text, its sources and how sure they are. None of it is legal advice.",
            ],
        ),
        Page::Findings => (
            "What the rules saw, by duty of the response, each with the events that it rests on and a question to ask.",
            &[
                "Accept a finding, note something, or dismiss it with a reason. What is dismissed changes no plan.",
                "Make an action item of it, with owner and day, and take the items to a tracker.",
                "Set the thresholds that the rules hold the record against.",
            ],
        ),
        Page::Plan => (
            "Your response plan as a document, with each proposed change beside the words that it changes.",
            &[
                "J and K go from change to change; A accepts, E edits, X rejects, C comments.",
                "Where changes contradict each other, choose one.",
                "Put right what a section is about, where its words do not say it.",
                "Write the new plan. What you did not accept stays byte for byte what it was; a Word plan gets tracked changes.",
            ],
        ),
        Page::Report => (
            "The post-mortem as it will print; notices to those who have to be told; shares and evidence bundles.",
            &[
                "Leave sections out, move them, write in them.",
                "Save the report as HTML, Word or Markdown, and the data behind it; print it for a PDF.",
                "Show roles instead of names: the report and notices follow, files for other tools keep who is who.",
                "Share the case with names replaced, for a regulator, for the organisation or for training; each replacement is shown first.",
                "Pack or verify an evidence bundle.",
            ],
        ),
        Page::Cases => (
            "All incidents, and what can be said of their times together.",
            &[
                "Choose a metric; the sentence above the charts says what the cases show, with how many and how many were left out.",
                "Filter, sort, and compare two groups.",
                "Define a metric of your own between any two milestones.",
            ],
        ),
        Page::Meeting => (
            "The shared screen of the retrospective: agenda with clocks, the timeline event by event, findings one at a time.",
            &[
                "Write in the line at the foot: plain text is a note; one character in front makes a decision, an action, a question and so on.",
                "Open the second window for the notes and what comes next.",
                "Vote in silence, pass the keyboard or count votes from files; merge the files of those who prepared apart, and save the minutes.",
                "Show roles instead of names, here and everywhere in the case; the table says who is shown as what, and the data keeps the names.",
            ],
        ),
        Page::Exercise => (
            "Training on a past case: only what was known at the time is shown, and teams say what they would do.",
            &[
                "Set up who plays, how fast the clock runs and what is asked when; the questions are proposed from the case and yours to change.",
                "Space runs and pauses the clock, N goes to the next question; the second window shows the facilitator what is hidden and what comes next.",
                "Say in the debrief what each answer covered; the teams stand beside each other and beside what happened.",
                "Show or save the pack: manual, guides, handout, list of events, forms, and the report after the exercise.",
            ],
        ),
        Page::Help => ("This page. It needs no network.", &[]),
        Page::Settings => (
            "Preferences of this device, and what it keeps.",
            &["Save everything as one file, or erase everything that is kept here."],
        ),
    }
}

/// What each page is for; the one that was left for this page is open.
pub(super) fn section(desk: Desk) -> AnyView {
    let from = desk.left.get_untracked();
    let entry = |page: &Page| {
        let (shows, does) = guide(*page);
        let does = does.iter().map(|d| view! { <li>{*d}</li> }.into_any()).collect_view();
        view! {
            <details open=(*page == from).then_some("")>
                <summary>{known(page.label())}</summary>
                <p>{shows}</p>
                <ul>{does}</ul>
            </details>
        }
        .into_any()
    };
    let pages = Page::ALL.iter().filter(|page| **page != Page::Help);
    view! {
        <section aria-labelledby="pages-title">
            <h2 id="pages-title">"The pages"</h2>
            <div class="guides">{pages.map(entry).collect_view()}</div>
        </section>
    }
    .into_any()
}
