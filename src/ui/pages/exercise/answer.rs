//! What a team says and does: the answer field, the points of the response, the plan with its ticks.

use super::Play;
use crate::engine::exercise::SessionView;
use crate::model::Milestone;
use crate::model::exercise::{Answer, Said, Session};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::ExerciseStep;

/// The points that a team says it has reached.
const POINTS: [(Milestone, &str); 7] = [
    (Milestone::Declared, "We declare the incident"),
    (Milestone::EvidencePreserved, "Evidence is secured"),
    (Milestone::Contained, "It is contained"),
    (Milestone::Eradicated, "It is removed"),
    (Milestone::Recovered, "Service is back"),
    (Milestone::AuthorityNotified, "The authority is told"),
    (Milestone::IndividualsNotified, "Those affected are told"),
];

/// Lets the next team answer.
pub(super) fn next_team(play: Play) {
    let count = play.now(|s| s.teams.len()).unwrap_or(1).max(1);
    play.team.update(|n| *n = (*n + 1) % count);
    if let Some(name) = untrack(|| play.team_name()) {
        play.desk.say(say!("{name} answers", name));
    }
}

/// The teams, of which one answers.
fn teams(play: Play) -> AnyView {
    live(move || {
        let names = play
            .of(|s| s.session.teams.iter().map(|t| t.name.clone()).collect::<Vec<_>>())
            .unwrap_or_default();
        let one = |(n, name): (usize, String)| {
            view! {
                <button type="button" class="button small" aria-pressed=move || (play.team.get() == n).to_string()
                    on:click=move |_| play.team.set(n)>{name}</button>
            }
            .into_any()
        };
        view! { <div class="exercise-teams" role="group" aria-label="Team that answers">{names.into_iter().enumerate().map(one).collect_view()}</div> }.into_any()
    })
}

/// The answer field with what was answered before.
pub(super) fn answers(play: Play) -> AnyView {
    let text = RwSignal::new(String::new());
    let field = NodeRef::<leptos::html::Textarea>::new();
    // What is being answered: as chosen, and as it was when somebody began to write, for the clock runs on meanwhile.
    let chosen = RwSignal::new(None::<u32>);
    let inject = Memo::new(move |_| chosen.get().or_else(|| next_to_answer(play)));
    // Another session has other injects.
    Effect::new(move |_| {
        play.session.track();
        chosen.set(None);
    });
    let say = move |said: Said| {
        let (Some(session), Some(team)) = (play.now(|s| s.id), untrack(|| play.team_name())) else { return };
        let inject = inject.get_untracked();
        let step = ExerciseStep::Say { session, team, said, text: text.get_untracked(), inject };
        play.step_then(step, move || {
            text.set(String::new());
            chosen.set(None);
            play.desk.say("Kept");
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        });
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        say(Said::Answer);
    };
    let keys = move |ev: leptos::ev::KeyboardEvent| {
        if ev.key() == "Enter" && (ev.ctrl_key() || ev.meta_key()) {
            ev.prevent_default();
            say(Said::Answer);
        }
    };
    let write = move |ev| {
        let value = event_target_value(&ev);
        // What is begun stays with the inject that it was begun for.
        match value.trim().is_empty() {
            true => chosen.set(None),
            false if chosen.get_untracked().is_none() => chosen.set(inject.get_untracked()),
            false => {}
        }
        text.set(value);
    };
    let off = Memo::new(move |_| play.is_over() || text.with(|t| t.trim().is_empty()));
    let said = Memo::new(move |_| {
        let name = play.team_name();
        play.of(|s| name.and_then(|name| s.session.team(&name).map(|t| t.answers.clone())))
            .flatten()
            .unwrap_or_default()
    });
    view! {
        <section class="exercise-answers" aria-labelledby="answers-title">
            <h2 id="answers-title">"Your answer"</h2>
            {teams(play)}
            <form on:submit=submit>
                {to_which(play, inject, chosen)}
                <label class="visually-hidden" for="exercise-answer">"What do you do, who does it, and by when?"</label>
                <textarea node_ref=field id="exercise-answer" class="input" rows="3" placeholder="What do you do, who does it, and by when?" aria-describedby="answer-hint"
                    prop:value=move || text.get() on:input=write on:keydown=keys></textarea>
                <div class="form-actions">
                    <button type="submit" aria-disabled=read_only() class="button primary" disabled=move || off.get()>"Keep the answer"</button>
                    <button type="button" aria-disabled=read_only() class="button" disabled=move || off.get() on:click=move |_| say(Said::Decision)>"Keep as a decision"</button>
                    <span id="answer-hint" class="hint"><kbd>"Ctrl"</kbd>" + "<kbd>"Enter"</kbd>" keeps the answer"</span>
                </div>
            </form>
            {live(move || {
                let given = said.get();
                (!given.is_empty()).then(|| view! { <ol class="answers" aria-label="Answers so far, newest first">{given.into_iter().rev().map(|a| one(play, a)).collect_view()}</ol> }.into_any())
            })}
        </section>
    }
    .into_any()
}

/// The inject that the team answers next: of those that are on, the first that it has not answered.
fn next_to_answer(play: Play) -> Option<u32> {
    let name = play.team_name();
    play.on.with(|on| {
        let answered = |id: u32| {
            let of = |s: &SessionView| {
                let team = name.as_ref().and_then(|name| s.session.team(name));
                team.is_some_and(|team| team.answers.iter().any(|a| a.inject == Some(id)))
            };
            play.of(of).unwrap_or(false)
        };
        on.iter().map(|i| i.id).find(|id| !answered(*id)).or(on.last().map(|i| i.id))
    })
}

/// The injects that have come, of which one is answered; nothing to choose with fewer than two.
fn to_which(play: Play, inject: Memo<Option<u32>>, chosen: RwSignal<Option<u32>>) -> AnyView {
    let come = Memo::new(move |_| {
        let at = play.at.get();
        let titles = |s: &SessionView| {
            s.session.setup.come(at).map(|i| (i.id, i.title.clone())).collect::<Vec<(u32, String)>>()
        };
        play.of(titles).unwrap_or_default()
    });
    live(move || {
        let (come, now) = (come.get(), inject.get());
        (come.len() > 1).then(|| {
            let option = |(id, title): (u32, String)| {
                view! { <option value=id.to_string() selected=Some(id) == now>{title}</option> }.into_any()
            };
            let pick = move |ev: leptos::ev::Event| chosen.set(event_target_value(&ev).parse().ok());
            view! {
                <div class="field"><label for="exercise-inject">"Answer to"</label>
                    <select id="exercise-inject" class="input" on:change=pick>{come.into_iter().rev().map(option).collect_view()}</select></div>
            }
            .into_any()
        })
    })
}

fn one(play: Play, answer: Answer) -> AnyView {
    let zone = play.desk.zone.get();
    let name = crate::document::wording::start(&answer.text);
    let id = answer.id;
    let remove = move |_| {
        if let (Some(session), Some(team)) = (play.now(|s| s.id), untrack(|| play.team_name())) {
            play.step(ExerciseStep::Unsay { session, team, answer: id });
        }
    };
    let kind = if answer.said == Said::Decision { "Decision" } else { "Answer" };
    let title =
        |s: &Session| s.setup.injects.iter().find(|i| Some(i.id) == answer.inject).map(|i| i.title.clone());
    let to = play.now(title).flatten().map(|title| say!("to “{title}”", title));
    view! {
        <li>
            <p class="captured-head"><span>{crate::document::words::instant(answer.exercise, zone)}</span>" "<strong>{kind}</strong>" "<span class="hint">{to}</span>
                <span class="captured-actions"><button type="button" aria-disabled=read_only() class="link" aria-label=say!("Take back “{name}”", name) on:click=remove>"Take back"</button></span></p>
            <p class="captured-text" lang="">{answer.text}</p>
        </li>
    }
    .into_any()
}

/// The points of the response, each a switch.
pub(super) fn points(play: Play) -> AnyView {
    let one = |(milestone, label): (Milestone, &'static str)| {
        let of = milestone.clone();
        let reached = Memo::new(move |_| {
            let name = play.team_name();
            play.of(|s| {
                let team = name.and_then(|name| s.session.team(&name));
                team.and_then(|t| t.reached.iter().find(|d| d.what == of).map(|d| d.exercise))
            })
            .flatten()
        });
        let press = move |_| {
            let (Some(session), Some(team)) = (play.now(|s| s.id), untrack(|| play.team_name())) else {
                return;
            };
            let done = reached.get_untracked().is_none();
            play.step(ExerciseStep::Reach { session, team, milestone: milestone.clone(), done });
        };
        let after = move || {
            let at = reached.get()?;
            let start = play.of(|s| s.session.setup.start)?;
            Some(say!(" after {time}", time = at.since(start)))
        };
        view! {
            <button type="button" aria-disabled=read_only() class="button small" aria-pressed=move || reached.get().is_some().to_string() disabled=move || play.is_over()
                on:click=press>{label}{live(after)}</button>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="points-title">
            <h2 id="points-title">"What you have reached"</h2>
            <div class="exercise-points" role="group" aria-label="What you have reached">{POINTS.map(one).into_iter().collect_view()}</div>
        </section>
    }
    .into_any()
}

/// The plan at hand: its steps with ticks.
pub(super) fn plan(play: Play) -> AnyView {
    let ticked = Memo::new(move |_| {
        let name = play.team_name();
        let steps = play.of(|s| {
            let team = name.and_then(|name| s.session.team(&name));
            team.map(|t| t.steps.iter().map(|d| d.what.clone()).collect::<Vec<_>>())
        });
        steps.flatten().unwrap_or_default()
    });
    let sections = Memo::new(move |_| play.view.with(|v| v.plan.clone()));
    let step = move |text: String| {
        let (of, label) = (text.clone(), text.clone());
        let tick = move |ev: leptos::ev::Event| {
            if let (Some(session), Some(team)) = (play.now(|s| s.id), untrack(|| play.team_name())) {
                let done = event_target_checked(&ev);
                play.step(ExerciseStep::Tick { session, team, step: text.clone(), done });
            }
        };
        view! {
            <li><label class="check"><input aria-disabled=read_only() type="checkbox" disabled=move || play.is_over()
                prop:checked=move || ticked.with(|t| t.contains(&of)) on:change=tick/>" "<span>{label}</span></label></li>
        }
        .into_any()
    };
    let shown = live(move || {
        let sections = sections.get();
        if sections.is_empty() {
            return view! { <p class="hint">"No response plan is open, or it has no steps. Say what you would do; the debrief shows where a plan would have helped."</p> }.into_any();
        }
        let section = |(title, steps): (String, Vec<String>)| {
            view! {
                <details class="exercise-section">
                    <summary>{title}</summary>
                    <ul>{steps.into_iter().map(step).collect_view()}</ul>
                </details>
            }
            .into_any()
        };
        sections.into_iter().map(section).collect_view().into_any()
    });
    view! { <section aria-labelledby="plan-title"><h2 id="plan-title">"The plan at hand"</h2>{shown}</section> }.into_any()
}
