//! The set-up: what is played, by whom, at which pace; the injects; and the beginning of a session.

use super::{Part, Play, clock, injects, pack};
use crate::engine::Query;
use crate::engine::exercise::ExerciseView;
use crate::engine::share::SharePart;
use crate::engine::view::Exported;
use crate::model::Timestamp;
use crate::model::exercise::Setup;
use crate::platform::clock as wall;
use crate::ui::strings::count;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::ExerciseStep;
use crate::workspace::redact::{Audience, Wish};

/// The page.
pub(super) fn setup(play: Play) -> AnyView {
    view! {
        <div class="exercise-setup">
            {begin(play)}
            {frame(play)}
            {injects::injects(play)}
            {names(play)}
            {pack::pack(play)}
        </div>
    }
    .into_any()
}

/// Names the teams and begins.
fn begin(play: Play) -> AnyView {
    let name = RwSignal::new(String::new());
    let teams = RwSignal::new("Team 1\nTeam 2".to_owned());
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let setup = play.view.with_untracked(|v| v.setup.clone());
        let teams = teams.get_untracked().lines().map(str::to_owned).collect();
        let step = ExerciseStep::Begin { name: name.get_untracked(), teams, setup: Box::new(setup) };
        play.step_then(step, move || {
            play.chosen.set(None);
            play.team.set(0);
            play.part.set(Part::Play);
        });
    };
    let plan = live(move || {
        let words = play.view.with(|v| match &v.plan_name {
            Some(name) => say!("Played with the plan {name}, and held against it.", name),
            None => say!("No response plan is open: teams are held against what was done alone. Open yours on Plan to have it at hand.").to_owned(),
        });
        view! { <p class="hint">{words}</p> }.into_any()
    });
    view! {
        <section aria-labelledby="begin-title">
            <h2 id="begin-title">"Begin a session"</h2>
            {plan}
            <form class="exercise-begin" on:submit=submit>
                <div class="field">
                    <label for="session-name">"Name of the session"</label>
                    <input id="session-name" class="input" type="text" autocomplete="off" placeholder="Session 1" prop:value=move || name.get() on:input=move |ev| name.set(event_target_value(&ev))/>
                </div>
                <div class="field">
                    <label for="session-teams">"Teams, one a line"</label>
                    <textarea id="session-teams" class="input" rows="3" prop:value=move || teams.get() on:input=move |ev| teams.set(event_target_value(&ev))></textarea>
                </div>
                <div class="form-actions"><button type="submit" aria-disabled=read_only() class="button primary" disabled=move || teams.with(|t| t.trim().is_empty()) || play.view.with(|v| v.events == 0)>"Begin the session"</button></div>
            </form>
            {sessions(play)}
        </section>
    }
    .into_any()
}

/// The sessions there are.
fn sessions(play: Play) -> AnyView {
    let all = Memo::new(move |_| {
        let one = |s: &crate::engine::exercise::SessionView| {
            let teams: Vec<&str> = s.session.teams.iter().map(|t| t.name.as_str()).collect();
            (s.session.id, s.session.name.clone(), teams.join(", "), s.session.ended.is_some())
        };
        play.view.with(|v| v.sessions.iter().map(one).collect::<Vec<_>>())
    });
    live(move || {
        let row = |(id, name, teams, over): (u32, String, String, bool)| {
            let (go, remove) = (say!("Open {name}", name), say!("Remove {name}", name));
            let open = move |_| {
                play.chosen.set(Some(id));
                play.part.set(if over { Part::Debrief } else { Part::Play });
            };
            view! {
                <li><strong>{name}</strong>" "<span class="hint">{format!("{teams}, {}", look(if over { "over" } else { "open" }))}</span>" "
                    <button type="button" class="link" aria-label=go on:click=open>{sense("verb|Open")}</button>" "
                    <button type="button" aria-disabled=read_only() class="link" aria-label=remove on:click=move |_| play.step(ExerciseStep::Remove { session: id })>"Remove"</button></li>
            }
            .into_any()
        };
        let all = all.get();
        (!all.is_empty()).then(|| {
            view! { <ul class="exercise-sessions" aria-label="Sessions">{all.into_iter().map(row).collect_view()}</ul> }.into_any()
        })
    })
}

/// A text of the set-up that is kept when the field is left.
fn text(
    play: Play,
    id: &'static str,
    label: &'static str,
    rows: &'static str,
    read: fn(&Setup) -> String,
    write: fn(&mut Setup, String),
) -> AnyView {
    let value = Memo::new(move |_| play.view.with(|v| read(&v.setup)));
    let set = move |ev: leptos::ev::Event| {
        let text = event_target_value(&ev);
        if text != value.get_untracked() {
            play.set_up(|setup| write(setup, text));
        }
    };
    view! {
        <div class="field"><label for=id>{label}</label>
            <textarea aria-disabled=read_only() id=id class="input" rows=rows prop:value=move || value.get() on:change=set></textarea></div>
    }
    .into_any()
}

/// A time of the set-up, kept when the field is left.
fn time(
    play: Play,
    id: &'static str,
    label: &'static str,
    read: fn(&Setup) -> Timestamp,
    write: fn(&mut Setup, Timestamp),
) -> AnyView {
    let shown = move |at: Timestamp| play.desk.zone.get().local(at).format("%Y-%m-%d %H:%M:%S").to_string();
    let value = Memo::new(move |_| shown(play.view.with(|v| read(&v.setup))));
    let set = move |ev: leptos::ev::Event| {
        let mut setup = play.view.with_untracked(|v| v.setup.clone());
        let typed = injects::parsed(&event_target_value(&ev), play.desk.zone.get_untracked());
        if let Some(at) = typed {
            write(&mut setup, at);
        }
        if typed.is_some() && setup.start < setup.end {
            return play.step(ExerciseStep::SetUp(Some(Box::new(setup))));
        }
        event_target::<web_sys::HtmlInputElement>(&ev).set_value(&value.get_untracked());
        play.desk.tell(true, "The clock needs a start and a later end", "Write each as 2026-03-16 09:48:30");
    };
    view! {
        <div class="field"><label for=id>{label}</label>
            <input aria-disabled=read_only() id=id class="input" type="text" autocomplete="off" prop:value=move || value.get() on:change=set/></div>
    }
    .into_any()
}

/// A yes or no of the set-up.
fn switch(play: Play, label: &'static str, read: fn(&Setup) -> bool, write: fn(&mut Setup, bool)) -> AnyView {
    let value = Memo::new(move |_| play.view.with(|v| read(&v.setup)));
    let set = move |ev: leptos::ev::Event| {
        let on = event_target_checked(&ev);
        play.set_up(|setup| write(setup, on));
    };
    view! { <p><label class="check"><input aria-disabled=read_only() type="checkbox" prop:checked=move || value.get() on:change=set/>" "<span>{label}</span></label></p> }.into_any()
}

/// What frames the exercise.
fn frame(play: Play) -> AnyView {
    let pace = Signal::derive(move || play.view.with(|v| v.setup.pace));
    let long = live(move || {
        let zone = play.desk.zone.get();
        let words = play.view.with(|v| {
            if v.events == 0 {
                return say!("No event of this case has a time yet: open the files of an incident, or add events on Timeline.").to_owned();
            }
            let (from, to) = (v.setup.start, v.setup.end);
            let passes = to.since(from);
            let takes = crate::model::Span(passes.0.max(0) / i64::from(v.setup.pace.max(1)));
            say!("From {zone} to {zone2}: {passes} of the case, {takes} of play where the clock is never moved. {events} events become known.", zone = crate::document::words::instant(from, zone), zone2 = crate::document::words::instant(to, zone), passes, takes, events = v.events)
        });
        view! { <p>{words}</p> }.into_any()
    });
    let beyond = live(move || {
        let outside = |v: &ExerciseView| {
            v.setup.injects.iter().filter(|i| i.at < v.setup.start || i.at > v.setup.end).count() as u64
        };
        let beyond = play.view.with(|v| outside(v));
        let words = say!(
            "{injects} outside the time of the clock: move the start, the end, or the inject.",
            injects = count(beyond, "inject is", "injects are")
        );
        (beyond > 0).then(|| view! { <p class="hint error">{words}</p> }.into_any())
    });
    let proposed = live(move || {
        match play.view.with(|v| v.proposed) {
        true => view! { <p class="hint"><span class="badge proposed">"proposed"</span>" Cut from the timeline by Floodmark; whatever you change is yours."</p> }.into_any(),
        false => view! { <p><button type="button" aria-disabled=read_only() class="button small" on:click=move |_| play.step(ExerciseStep::SetUp(None))>"Propose it anew"</button></p> }.into_any(),
    }
    });
    view! {
        <section aria-labelledby="frame-title">
            <h2 id="frame-title">"What is played"</h2>
            {long}
            {proposed}
            <div class="exercise-fields">
                {text(play, "exercise-name", "What participants see it called", "1", |s| s.name.clone(), |s, text| s.name = text.trim().to_owned())}
                {text(play, "exercise-objective", "What it is for", "3", |s| s.objective.clone(), |s, text| s.objective = text.trim().to_owned())}
                {text(play, "exercise-roles", "Roles, one a line", "6", |s| s.roles.join("\n"), |s, text| s.roles = text.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect())}
                <div>
                    {time(play, "exercise-start", "The clock starts at", |s| s.start, |s, at| s.start = at)}
                    {time(play, "exercise-end", "It ends at", |s| s.end, |s, at| s.end = at)}
                    {beyond}
                    {clock::pace_field("exercise-pace", pace, move |pace| play.set_up(|setup| setup.pace = pace))}
                    {switch(play, "Stop the clock at each inject", |s| s.stops, |s, on| s.stops = on)}
                    {switch(play, "Hold back what nobody told of until detection", |s| s.holds, |s, on| s.holds = on)}
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// Makes the case one with names replaced, by the share for training.
fn names(play: Play) -> AnyView {
    let replace = move |_| {
        let Some(case) = untrack(|| play.desk.open_case_id()) else { return };
        let zone = play.desk.zone.get_untracked();
        let wish = Wish { audience: Audience::Training, ..Wish::default() };
        let query =
            Query::ShareFile { case, wish, part: SharePart::Workspace, zone, date: wall::today(zone) };
        play.desk.ask_once::<Exported>(query, move |file| {
            // The share is a workspace of its own: it takes the place of this one, and one undo brings that back.
            match crate::ui::files::of_text(&file.name, &file.text) {
                Some(file) => play.desk.open_files(vec![file]),
                None => play.desk.tell(
                    true,
                    "The case was not replaced",
                    "Save it under Report, Share, and open that file",
                ),
            }
        });
    };
    view! {
        <section aria-labelledby="names-title">
            <h2 id="names-title">"Names"</h2>
            <p class="hint">"Names, addresses, domains and numbers become others of their kind, the same everywhere, and dates move; intervals stay. The replaced case opens in place of this workspace; undo brings yours back."</p>
            <p><button type="button" aria-disabled=read_only() class="button" on:click=replace>"Replace names"</button></p>
        </section>
    }
    .into_any()
}
