//! The silent vote: the keyboard goes round, nobody sees another's points, and the result is a ranked list.

use super::{Room, ballots};
use crate::model::meeting::{Ballot, POINTS};
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::change::ChangeError;
use crate::workspace::meeting::Again;
use crate::workspace::{Change, MeetingStep};

/// The vote on the findings.
pub(super) fn vote(room: Room) -> AnyView {
    let voting = RwSignal::new(false);
    let result = RwSignal::new(false);
    let voters = Memo::new(move |_| room.view.with(|v| v.meeting.ballots.len()));
    let told = move || match voters.get() {
        0 => say!("Nobody has voted yet.").to_owned(),
        1 => say!("1 person has voted.").to_owned(),
        n => say!("{n} people have voted.", n),
    };
    view! {
        <section class="vote no-print" aria-labelledby="vote-title">
            <h2 id="vote-title">"Silent vote: what matters most?"</h2>
            <p role="status">{told}</p>
            {live(move || match voting.get() {
                true => ballot(room, voting),
                false => view! {
                    <div class="form-actions">
                        <button type="button" aria-disabled=read_only() class="button" on:click=move |_| { result.set(false); voting.set(true); }>"Vote…"</button>
                        <button type="button" class="button" aria-expanded=move || result.get().to_string() disabled=move || voters.get() == 0
                            on:click=move |_| result.update(|r| *r = !*r)>{live(move || if result.get() { "Hide the result" } else { "Show the result" })}</button>
                    </div>
                }.into_any(),
            })}
            {live(move || (!voting.get()).then(|| ballots::from_files(room)))}
            {live(move || result.get().then(|| ranked(room)))}
        </section>
    }
    .into_any()
}

/// One person's points.
fn ballot(room: Room, voting: RwSignal<bool>) -> AnyView {
    let voter = RwSignal::new(String::new());
    let points = RwSignal::new(Ballot::new());
    let spent = move || points.with(|p| p.values().sum::<u32>());
    let name = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(name) = name.get() {
            let _ = name.focus();
        }
    });
    // Whether somebody of this name has voted, until it is said who that was.
    let same = RwSignal::new(false);
    let count = move |again: Again| {
        let Some(case) = untrack(|| room.desk.open_case_id()) else { return };
        let (voter, ballot) = (voter.get_untracked(), points.get_untracked());
        let step = MeetingStep::Vote { voter, ballot, again };
        room.desk.apply_asked(Change::Meeting { case, step }, move |counted| match counted {
            Ok(()) => {
                voting.set(false);
                room.listen();
            }
            Err(error) if error == UserError::from_display(&ChangeError::HasVoted) => same.set(true),
            Err(error) => room.desk.fail(error),
        });
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        count(Again::First);
    };
    let asked = move || {
        same.get().then(|| {
            view! {
                <div role="alert">
                    <p>{say!("Somebody has voted as “{voter}” already. If that was you, your points now can take the place of those; if not, add something to your name.", voter = voter.get_untracked())}</p>
                    <p><button type="button" aria-disabled=read_only() class="button small" on:click=move |_| count(Again::Anew)>"Count it in place of that vote"</button></p>
                </div>
            }
            .into_any()
        })
    };
    let fields = room.view.with_untracked(|v| {
        let field = |f: &crate::engine::meeting::Discussed| {
            let (id, rule) = (format!("points-{}", f.rule), f.rule.clone());
            let set = move |ev: leptos::ev::Event| {
                let n = event_target_value(&ev).trim().parse::<u32>().unwrap_or(0);
                points.update(|p| {
                    p.insert(rule.clone(), n);
                });
            };
            view! {
                <li><input id=id.clone() class="input" type="number" min="0" max=POINTS.to_string() value="0" on:input=set/>" "<label for=id>{f.claim.clone()}</label></li>
            }
            .into_any()
        };
        v.findings.iter().map(field).collect_view()
    });
    let left = move || match POINTS.checked_sub(spent()) {
        Some(n) => say!("{n} of {POINTS} points left", n, POINTS),
        None => say!("{spent} points too many", spent = spent() - POINTS),
    };
    let not_yet = move || spent() == 0 || spent() > POINTS || voter.with(|v| v.trim().is_empty());
    view! {
        <form class="ballot" aria-label="Your vote" on:submit=submit
            on:keydown=move |ev| if ev.key() == "Escape" { ev.stop_propagation(); voting.set(false); room.listen(); }>
            <div class="field">
                <label for="voter">"Your name or initials"</label>
                <input node_ref=name id="voter" class="input" type="text" autocomplete="off" on:input=move |ev| { voter.set(event_target_value(&ev)); same.set(false); }/>
                <p class="hint">"So that nobody votes twice; the result shows no names."</p>
            </div>
            <ol class="ballot-findings">{fields}</ol>
            <p role="status">{left}</p>
            {live(asked)}
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary" disabled=not_yet>"Count my vote"</button>
                <button type="button" class="button" on:click=move |_| { voting.set(false); room.listen(); }>"Cancel"</button>
            </div>
        </form>
    }
    .into_any()
}

/// The findings by their points.
pub(super) fn ranked(room: Room) -> AnyView {
    let rows = room.view.with(|v| {
        let claim = |rule: &str| {
            let found = v.findings.iter().find(|f| f.rule == rule);
            found.map_or_else(|| rule.to_owned(), |f| f.claim.clone())
        };
        let row = |(rule, points, voters): (String, u32, u32)| {
            let said = say!("{points} points of {voters}", points, voters);
            view! { <li><span class="ranked-points" title=said>{points.to_string()}</span>" "{claim(&rule)}</li> }.into_any()
        };
        v.meeting.ranked().into_iter().map(row).collect_view()
    });
    view! { <ol class="ranked" aria-label="Findings by their points">{rows}</ol> }.into_any()
}
