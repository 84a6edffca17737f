//! What became of the files that were opened.

use crate::document::words::sentence;
use crate::model::{CaseId, Format, Reading};
use crate::platform::messages::FileOutcome;
use crate::ui::pages::share::verified;
use crate::ui::route::{Page, Route};
use crate::ui::state::{Desk, Overlay, why_read_only};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::icon::{Icon, icon};
use crate::ui::widgets::live::live;
use crate::workspace::bundle::Verified;

/// The dialog.
pub fn dialog(desk: Desk) -> AnyView {
    let close = move || {
        desk.overlay.set(Overlay::Nothing);
        // Nothing else on the page says that such a list was opened.
        for outcome in desk.outcomes.get_untracked() {
            if let FileOutcome::Tracker { name, .. } = outcome {
                desk.tell(
                    false,
                    say!("{name} was not read", name),
                    "Open it again to take over its status, or to read it as a source",
                );
            }
        }
    };
    let lines = desk.outcomes.get_untracked().into_iter().map(move |o| line(desk, o));
    let again = desk
        .outcomes
        .with_untracked(|all| matches!(all.as_slice(), [FileOutcome::Undecided { again: true, .. }]));
    let title = if again { "Read it another way" } else { "What was opened" };
    let body = view! {
        {why_read_only()}
        <ul class="outcomes">{lines.collect_view()}</ul>
        <div class="form-actions"><button type="button" class="button primary" autofocus=true on:click=move |_| close()>{if again { "Leave it as it is" } else { "Go on" }}</button></div>
    };
    dialog::dialog("outcomes", title, "", close, body)
}

/// What can be done with an evidence bundle: check it, open the case as it was left, or read its files anew.
fn bundle(desk: Desk, name: &str, workspace: bool) -> Vec<AnyView> {
    let found = RwSignal::new(None::<Verified>);
    let check = {
        let name = name.to_owned();
        move |_| {
            let file = match desk.client().bundle(&name) {
                Ok(file) => file,
                Err(error) => return desk.fail(error),
            };
            leptos::task::spawn_local(async move {
                match desk.client().verify(&file).await {
                    Ok(verified) => drop(found.try_set(Some(verified))),
                    Err(error) => desk.fail(error),
                }
            });
        }
    };
    let open = |label: &'static str, whole: bool| {
        let name = name.to_owned();
        let press = move |_| desk.open_bundled(name.clone(), whole);
        view! { <button type="button" aria-disabled=read_only() class="link" on:click=press>{label}</button> }
            .into_any()
    };
    let mut more = vec![
        view! { <button type="button" class="link" on:click=check>"Verify the bundle"</button> }.into_any(),
    ];
    if workspace {
        more.push(open("Open its case with all decisions", true));
    }
    more.push(open("Read its original files only", false));
    if workspace {
        let hint = "Its case takes the place of all that is open here; undo brings that back. Save a file first to keep both.";
        more.push(view! { <p class="hint">{hint}</p> }.into_any());
    }
    let told = live(move || found.with(|found| found.as_ref().map(verified)));
    more.push(view! { <div role="status">{told}</div> }.into_any());
    more
}

fn line(desk: Desk, outcome: FileOutcome) -> AnyView {
    let go = move |page: Page, case: Option<u32>| {
        desk.overlay.set(Overlay::Nothing);
        desk.go(Route { page, case: case.map(CaseId).or(desk.route.get_untracked().case), event: None });
    };
    let link = move |text: &'static str, page: Page, case: Option<u32>| {
        view! { <button type="button" class="link" on:click=move |_| go(page, case)>{text}</button> }
            .into_any()
    };
    let (state, name, words, more) = match outcome {
        FileOutcome::Added {
            name,
            case,
            rows,
            refused,
            naive_rows,
            abbreviated,
            abbreviations,
            dates,
            cases,
            ..
        } => {
            let mut words = strings::count(rows, "row read", "rows read");
            if refused > 0 {
                words += &say!(", {refused} refused and kept in a list", refused = strings::number(refused));
            }
            if cases > 1 {
                words += &say!(", {cases} cases made", cases = strings::number(cases as u64));
            }
            let mut more = vec![];
            if naive_rows > 0 {
                words += &say!(
                    ". {naive_rows} without a time zone wait until you say which",
                    naive_rows = strings::count(naive_rows, "row", "rows")
                );
                more.push(link("Say which zone", Page::Sources, Some(case)));
            }
            if abbreviated > 0 {
                words += &say!(
                    ". {abbreviated} with {abbreviations} for a zone wait until you say what it means",
                    abbreviated = strings::count(abbreviated, "row", "rows"),
                    abbreviations
                );
                more.push(link("Say what it means", Page::Sources, Some(case)));
            }
            if dates > 0 {
                words += &say!(
                    ". In the dates of {dates} nothing tells which figure is the day; they wait until you say",
                    dates = strings::count(dates, "row", "rows")
                );
                more.push(link("Say which figure is the day", Page::Sources, Some(case)));
            }
            if refused > 0 {
                more.push(link("Show refused rows", Page::Sources, Some(case)));
            }
            let state = if naive_rows + refused + abbreviated > 0 { "ask" } else { "done" };
            (state, name, words, more)
        }
        FileOutcome::Plan { name } => (
            "done",
            name,
            say!("It is the response plan now.").to_owned(),
            vec![link("Show the plan", Page::Plan, None)],
        ),
        FileOutcome::Rules { name } => {
            ("done", name, say!("Obligations are judged by these rules now.").to_owned(), vec![])
        }
        FileOutcome::Template { name } => (
            "done",
            name,
            say!("Its document is written by this template now.").to_owned(),
            vec![link("Show the report", Page::Report, None)],
        ),
        FileOutcome::Workspace { name } => ("done", name, say!("This workspace is open.").to_owned(), vec![]),
        FileOutcome::Waiting { name, evidence, .. } => {
            let choose = view! { <button type="button" class="link" on:click=move |_| desk.overlay.set(Overlay::Mapper)>"Choose columns…"</button> };
            (
                "ask",
                name,
                say!("It waits to be told which column is which. {evidence}", evidence = retold(evidence)),
                vec![choose.into_any()],
            )
        }
        FileOutcome::Undecided { name, token, choices, again } => {
            let choice = |(reading, evidence): (Reading, String)| {
                let label = say!("Read it as {format}", format = known(reading.format.label()));
                // The mapping of a table is asked for; a tool's own is known.
                let reading = match reading.format {
                    Format::Delimited => Reading::of(Format::Delimited),
                    _ => reading,
                };
                let read = move |_| {
                    desk.overlay.set(Overlay::Nothing);
                    desk.read_waiting(token, reading.clone(), None);
                };
                view! { <span class="outcome-choice"><button type="button" aria-disabled=read_only() class="link" on:click=read>{label}</button>{format!(": {}", retold(evidence.as_str()))}</span> }
                    .into_any()
            };
            let words = if again {
                "Its rows take the place of those there are now; its zone, its clock and what was decided stay. Where each record is a case of its own, the cases follow their records. Undo takes it back."
            } else {
                "It may be one of these; nothing in it tells them apart."
            };
            let words = look(words).to_owned();
            ("ask", name, words, choices.into_iter().map(choice).collect())
        }
        FileOutcome::Orders { name, .. } => {
            let count = view! { <button type="button" class="link" on:click=move |_| desk.overlay.set(Overlay::Orders)>"Count orders…"</button> };
            let words = say!("It holds a shop's orders, and waits to be counted.").to_owned();
            ("ask", name, words, vec![count.into_any()])
        }
        FileOutcome::Tracker { name, token, reading, told } => {
            let new = told.tracked.len() as u64;
            let named = strings::count(new + u64::from(told.same), "action item", "action items");
            let words = match new {
                0 => say!("It names {named} of this workspace, and says nothing new of them.", named),
                _ => say!(
                    "It names {named} of this workspace, and says something new of {new}.",
                    named,
                    new = strings::number(new)
                ),
            };
            let of = name.clone();
            let update = (new > 0).then(|| {
                view! {
                    <button type="button" aria-disabled=read_only() class="link" on:click=move |_| desk.track_actions(Some(token), of.clone(), told.clone())>"Take over their status"</button>
                }
                .into_any()
            });
            let read = view! {
                <button type="button" aria-disabled=read_only() class="link" on:click=move |_| {
                    desk.overlay.set(Overlay::Nothing);
                    desk.read_waiting(token, reading.clone(), None);
                }>"Read it as a source"</button>
            };
            ("ask", name, words, update.into_iter().chain([read.into_any()]).collect())
        }
        FileOutcome::Sealed { name } => {
            let unlock = view! { <button type="button" class="link" on:click=move |_| desk.overlay.set(Overlay::Passphrase)>"Type its passphrase…"</button> };
            ("ask", name, say!("It is encrypted.").to_owned(), vec![unlock.into_any()])
        }
        FileOutcome::Bundle { name, contents } => {
            let words = say!(
                "It is the evidence bundle of {title}, saved {made}: {originals}, {documents}. Nothing of it was opened.",
                title = contents.title,
                made = contents.made,
                originals = strings::count(contents.originals, "original file", "original files"),
                documents = strings::count(contents.documents, "document", "documents")
            );
            let more = bundle(desk, &name, contents.workspace);
            ("ask", name, words, more)
        }
        FileOutcome::Note { name, text } => ("ask", name, sentence(&retold(text)), vec![]),
        FileOutcome::Refused { name, reason } => ("refused", name, sentence(&retold(reason)), vec![]),
    };
    let drawing = icon(if state == "done" { Icon::Check } else { Icon::Attention });
    view! { <li data-state=state>{drawing}<div><p class="outcome-name">{name}</p><p>{words}</p><div class="outcome-links">{more}</div></div></li> }.into_any()
}
