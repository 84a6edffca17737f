//! What everybody looks at, for each part of the agenda.

use super::{Room, notes, participants, vote};
use crate::engine::meeting::{Discussed, Elsewhere, Place};
use crate::engine::protocol::Export;
use crate::model::case::AmendmentDecision;
use crate::model::meeting::{EntryKind, Part};
use crate::ui::pages::desk::{Desk, go_to, go_to_finding, scroll_to};
use crate::ui::pages::{notices, roles, timeline, words};
use crate::ui::route::Page;
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::chart_view;
use crate::ui::widgets::document::blocks_view;
use crate::ui::widgets::live::live;
use crate::ui::widgets::wording::marked;
use crate::workspace::Change;

/// The stage.
pub(super) fn stage(room: Room) -> AnyView {
    let ended = Memo::new(move |_| room.view.with(|v| v.meeting.ended().is_some()));
    live(move || match room.part.get() {
        None if ended.get() => afterwards(room),
        None => before(room),
        Some(part) => {
            let content = match part {
                Part::Prepare => prepare(room),
                Part::Walk => walk(room),
                Part::Helped => shown(room, 0),
                Part::Hindered => shown(room, 1),
                Part::Findings => findings(room),
                Part::Decisions => captured(
                    room,
                    |k| matches!(k, EntryKind::Decision | EntryKind::Question),
                    "No decision yet. Write it below with ! in front.",
                ),
                Part::Actions => actions(room),
                Part::Plan => plan(room),
            };
            view! {
                <h2 class="stage-part">{known(part.label())}</h2>
                <p class="stage-question">{part.question()}</p>
                {content}
            }
            .into_any()
        }
    })
}

fn before(room: Room) -> AnyView {
    view! {
        <h2 class="stage-part">"Before the meeting"</h2>
        <p class="stage-question">"Show this page on the shared screen. Each part of the agenda has its clock above; whatever is said goes into the line below, with its time and what was on the screen. From the beginning of the meeting on, people are shown by their roles, unless you settle that otherwise."</p>
        {teams(room)}
        {roles::panel()}
        {participants::section(room)}
        {elsewhere(room)}
    }
    .into_any()
}

fn afterwards(room: Room) -> AnyView {
    let files = [
        (Export::MinutesWord, "Save the minutes as Word"),
        (Export::MinutesHtml, "Save the minutes as HTML"),
        (Export::MinutesMarkdown, "Save the minutes as Markdown"),
    ];
    let files = files.into_iter().map(|(what, label)| {
        view! { <button type="button" class="button" on:click=move |_| room.desk.export(what)>{label}</button> }.into_any()
    });
    let voted = Memo::new(move |_| room.view.with(|v| !v.meeting.ballots.is_empty()));
    view! {
        <h2 class="stage-part">"After the meeting"</h2>
        <p class="stage-question">"Decisions, actions and everything that was captured are in the minutes. Report, notices and the plan take up what was changed."</p>
        <div class="form-actions">{files.collect_view()}
            <button type="button" class="button" on:click=move |_| room.desk.save_evidence()>"Save the evidence bundle"</button>
        </div>
        <p class="hint">"The bundle holds the original files, the decisions, the minutes, the action items, the notices and the report, each with its SHA-256."</p>
        {live(move || voted.get().then(|| vote::ranked(room)))}
        {roles::panel()}
        {teams(room)}
    }
    .into_any()
}

fn prepare(room: Room) -> AnyView {
    view! { {teams(room)}{roles::panel()}{elsewhere(room)} }.into_any()
}

/// Who is here, team by team, with those that the timeline names and that are missing.
fn teams(room: Room) -> AnyView {
    let all = Memo::new(move |_| room.view.with(|v| v.teams.clone()));
    let list = live(move || {
        let team = |(name, here): (String, bool)| {
            let (id, label) = (format!("team-{}", name.to_lowercase().replace(' ', "-")), name.clone());
            let toggle = move |ev: leptos::ev::Event| {
                let (here, name) = (event_target_checked(&ev), name.clone());
                room.stating.state(move |facts| match here {
                    true => facts.review_teams.push(name),
                    false => facts.review_teams.retain(|team| *team != name),
                });
            };
            view! {
                <li><input aria-disabled=read_only() id=id.clone() type="checkbox" prop:checked=here on:change=toggle/>" "<label for=id>{label}</label>
                    {(!here).then(|| view! { <span class="team-missing">"in the timeline, not here"</span> }.into_any())}</li>
            }
            .into_any()
        };
        all.get().into_iter().map(team).collect_view()
    });
    let more = RwSignal::new(String::new());
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let name = more.get_untracked().trim().to_owned();
        if !name.is_empty() {
            room.stating.state(move |facts| {
                if !facts.review_teams.contains(&name) {
                    facts.review_teams.push(name);
                }
            });
            more.set(String::new());
        }
    };
    view! {
        <section class="attendance" aria-labelledby="attendance-title">
            <h3 id="attendance-title">"Who is here"</h3>
            <ul class="teams">{list}</ul>
            <form class="inline-form no-print" on:submit=add>
                <label for="another-team">"Another team"</label>
                <input id="another-team" class="input" type="text" autocomplete="off" prop:value=move || more.get() on:input=move |ev| more.set(event_target_value(&ev))/>
                <button type="submit" aria-disabled=read_only() class="button small">"Add"</button>
            </form>
        </section>
    }
    .into_any()
}

/// Words in notes and texts of the case that look for who erred.
fn elsewhere(room: Room) -> AnyView {
    live(move || {
        let found = room.view.with(|v| v.elsewhere.clone());
        (!found.is_empty()).then(|| {
            let item = |Elsewhere { place, text, slips }: Elsewhere| {
                let name = place_words(&place);
                let go = move |_| go_there(room.desk, &place);
                view! { <li><button type="button" class="link" title="Go to its place" on:click=go>{name}</button>": "{marked(&text, &slips, None)}{notes::questions(&slips)}</li> }.into_any()
            };
            view! {
                <section aria-labelledby="wording-title">
                    <h3 id="wording-title">"Words to think about before others read them"</h3>
                    <ul class="slips">{found.into_iter().map(item).collect_view()}</ul>
                </section>
            }
            .into_any()
        })
    })
}

/// Where a text of the case stands, in words.
fn place_words(place: &Place) -> String {
    match place {
        Place::Title => say!("Title of the case").to_owned(),
        Place::Section(section) => {
            say!("Section “{title}” of the report", title = look(section.title()))
        }
        Place::Note { claim, .. } => say!("Note on “{claim}”", claim),
        Place::Dismissal { claim, .. } => say!("Why “{claim}” is dismissed", claim),
        Place::Comment(_) => say!("Comment on an amendment").to_owned(),
        Place::Action(id) => say!("Action item {id}", id),
        Place::Written(_) => say!("Event written by hand").to_owned(),
        Place::Corrected(id) => say!("Corrected event {id}", id),
        Place::Notices(what) => say!("Notices: {what}", what = look(what.words())),
        Place::Delay(_) => say!("Reason for a delay").to_owned(),
        Place::Answer(team) => say!("Answer of {team}", team),
    }
}

/// Shows a text of the case where it stands.
fn go_there(desk: Desk, place: &Place) {
    match place {
        Place::Title => scroll_to("case-title"),
        Place::Section(section) => go_to(desk, Page::Report, format!("report-{}", section.id())),
        Place::Note { rule, .. } | Place::Dismissal { rule, .. } => go_to_finding(desk, rule),
        Place::Comment(amendment) => go_to(desk, Page::Plan, format!("amendment-{amendment}")),
        Place::Action(id) => go_to(desk, Page::Findings, format!("action-{id}")),
        Place::Written(id) | Place::Corrected(id) => desk.open_event(*id),
        Place::Notices(what) => {
            desk.notices_first.set(true);
            go_to(desk, Page::Report, notices::field(*what));
        }
        Place::Delay(rule) => go_to(desk, Page::Obligations, format!("delay-{rule}")),
        Place::Answer(_) => desk.go_page(Page::Exercise),
    }
}

fn walk(room: Room) -> AnyView {
    let phases = Signal::derive(move || room.view.with(|v| v.phases.clone()));
    view! {
        <section class="phases" aria-label="Phases of the response">{chart_view(phases, "meeting-phases")}</section>
        {timeline::walk(room.desk, room.walk)}
    }
    .into_any()
}

fn shown(room: Room, which: usize) -> AnyView {
    view! {
        <h3>{if which == 0 { "What the record shows" } else { "Where the record shows a gap" }}</h3>
        <div class="stage-list">{live(move || room.view.with(|v| v.shown.get(which).map(|blocks| blocks_view(blocks))))}</div>
        {captured(room, |k| matches!(k, EntryKind::Surprise), "What surprised you? Write it below with * in front.")}
    }
    .into_any()
}

/// Where one is among several, with what goes on and back.
fn place(room: Room, at: usize, count: usize) -> AnyView {
    view! {
        <div class="stage-place">
            <button type="button" class="button small" disabled=at == 0 on:click=move |_| room.turn(-1)>"Back"</button>
            <span>{say!("{n} of {count}", n = at + 1, count)}</span>
            <button type="button" class="button small" disabled=at + 1 >= count on:click=move |_| room.turn(1)>"On"</button>
        </div>
    }
    .into_any()
}

fn findings(room: Room) -> AnyView {
    let current = Memo::new(move |_| {
        let at = room.finding.get();
        room.view.with(|v| v.findings.get(at).cloned().map(|f| (f, v.findings.len())))
    });
    let card = live(move || match current.get() {
        None => view! { <p class="hint">"No finding shows a gap."</p> }.into_any(),
        Some((f, count)) => (finding(room, f), place(room, room.finding.get_untracked(), count)).into_any(),
    });
    (card, vote::vote(room)).into_any()
}

fn finding(room: Room, f: Discussed) -> AnyView {
    let zone = room.desk.zone.get();
    let events = f.evidence.into_iter().map(|e| {
        let when = words::moment(&e.moment, zone);
        view! { <li><span class="stage-time">{when}</span>" "<span lang="">{e.text}</span></li> }.into_any()
    });
    view! {
        <article class="stage-card" data-severity=f.severity.id()>
            <h3>{f.claim}</h3>
            <p class="stage-ask">{f.question}</p>
            <ul class="stage-events">{events.collect_view()}</ul>
            <p class="hint">{f.why}</p>
        </article>
    }
    .into_any()
}

/// Entries of some kinds, in order.
fn captured(
    room: Room,
    wanted: impl Fn(&EntryKind) -> bool + Copy + Send + 'static,
    none: &'static str,
) -> AnyView {
    live(move || {
        let texts: Vec<String> = room
            .view
            .with(|v| v.meeting.entries.iter().filter(|e| wanted(&e.kind)).map(|e| e.text.clone()).collect());
        match texts.is_empty() {
            true => view! { <p class="hint">{none}</p> }.into_any(),
            false => {
                let items = texts.into_iter().map(|t| view! { <li>{t}</li> }.into_any());
                view! { <ol class="stage-list">{items.collect_view()}</ol> }.into_any()
            }
        }
    })
}

fn actions(room: Room) -> AnyView {
    captured(
        room,
        |k| matches!(k, EntryKind::Action(_)),
        "No action yet. Write below: @Dana rotate the keys by 2026-04-10. Owner and day can be set on Findings, too.",
    )
}

fn plan(room: Room) -> AnyView {
    let current = Memo::new(move |_| {
        let at = room.amendment.get();
        room.view.with(|v| v.amendments.get(at).cloned().map(|a| (a, v.amendments.len())))
    });
    live(move || {
        match current.get() {
        None => view! { <p class="hint">"No amendment is proposed: the plan has what the findings ask for, or no plan is open."</p> }.into_any(),
        Some((a, count)) => {
            let decide = |label: &'static str, class: &'static str, decision: Option<AmendmentDecision>| {
                let id = a.id.clone();
                let press = move |_| {
                    if let Some(case) = untrack(|| room.desk.open_case_id()) {
                        room.desk.apply(Change::DecideAmendments { case, amendments: vec![id.clone()], decision: decision.clone() });
                    }
                };
                view! { <button type="button" aria-disabled=read_only() class=class on:click=press>{label}</button> }.into_any()
            };
            let buttons = match &a.decision {
                None => (
                    decide("Accept", "button primary", Some(AmendmentDecision::Accepted { text: None })),
                    decide("Reject", "button", Some(AmendmentDecision::Rejected)),
                ).into_any(),
                Some(_) => decide("Take back", "button", None),
            };
            let state = match &a.decision {
                None => "Not decided",
                Some(AmendmentDecision::Accepted { .. }) => "Accepted",
                Some(AmendmentDecision::Rejected) => "Rejected",
            };
            // What is proposed, and why, is English everywhere; what a person wrote is theirs.
            let (text, lang) = match &a.decision {
                Some(AmendmentDecision::Accepted { text: Some(own) }) => (own.clone(), ""),
                _ => (a.text.clone(), "en"),
            };
            view! {
                <article class="stage-card">
                    <h3>{a.title.clone()}</h3>
                    <p class="stage-ask" lang=lang>{text}</p>
                    <p lang="en">{a.reason.clone()}</p>
                    <div class="form-actions"><span role="status">{state}</span>{buttons}</div>
                </article>
                {place(room, room.amendment.get_untracked(), count)}
            }
            .into_any()
        }
    }
    })
}
