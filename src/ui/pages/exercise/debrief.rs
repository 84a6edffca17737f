//! The debrief: participants against history, duty by duty, what was hidden, and results over sessions.

use super::{Play, pack, screen};
use crate::chart::{Chart, history_words};
use crate::document::wording::slips;
use crate::document::words;
use crate::engine::exercise::{Debriefed, ResultLine, SessionView, TIMED};
use crate::exercise::{InjectScore, TeamScore, points};
use crate::model::exercise::Rating;
use crate::model::{Duty, Span};
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::chart::chart_view;
use crate::ui::widgets::live::live;
use crate::ui::widgets::wording::marked;
use crate::workspace::ExerciseStep;

/// The page.
pub(super) fn debrief(play: Play) -> AnyView {
    let any = Memo::new(move |_| play.session.get().is_some());
    let shown = live(move || {
        match any.get() {
        false => view! { <p class="hint">"No session was played yet. Here stands how teams did, against the plan and against what was done, and what was hidden from them."</p> }.into_any(),
        true => session(play),
    }
    });
    view! { <div class="exercise-debrief">{shown}{pack::pack(play)}</div> }.into_any()
}

fn session(play: Play) -> AnyView {
    let chart = Memo::new(move |_| play.of(|s| s.chart.clone()).flatten());
    let has = Memo::new(move |_| chart.with(Option::is_some));
    let drawn = Signal::derive(move || chart.get().unwrap_or_else(Chart::no_clocks));
    let of = move || play.of(SessionView::clone);
    // What a rating does not change is not made anew by it: what is open stays open, and the focus where it is.
    let shape = Memo::new(move |_| {
        let mut s = of()?;
        s.intervals.clear();
        s.chart = None;
        for team in &mut s.session.teams {
            team.rated.clear();
        }
        for score in &mut s.scores {
            score.duties.clear();
            score.injects.iter_mut().flat_map(|i| &mut i.expected).for_each(|e| e.rated = None);
        }
        Some(s)
    });
    view! {
        {screen::chooser(play)}
        <section aria-labelledby="versus-title">
            <h2 id="versus-title">"Participants against history"</h2>
            {live(move || match has.get() {
                true => chart_view(drawn, "participants-against-history"),
                false => view! { <p class="hint">"The case has no interval to compare with: confirm its milestones on Response."</p> }.into_any(),
            })}
            {live(move || of().map(|s| stretches(&s)))}
        </section>
        <section aria-labelledby="duties-title">
            <h2 id="duties-title">"Duties"</h2>
            {live(move || of().map(|s| duties(&s)))}
        </section>
        <section aria-labelledby="rated-title">
            <h2 id="rated-title">"Inject by inject"</h2>
            <p class="hint">"What stands under each answer is proposed from its words until an evaluator says yes, partly or no."</p>
            {live(move || shape.get().map(|s| injects(play, &s)))}
        </section>
        {live(move || results(&play.view.with(|v| v.results.clone())))}
    }
    .into_any()
}

fn heads(names: impl Iterator<Item = String>) -> AnyView {
    names.map(|name| view! { <th scope="col">{name}</th> }.into_any()).collect_view().into_any()
}

fn stretches(s: &SessionView) -> AnyView {
    let row = |i: &crate::exercise::Interval| {
        let cells = i.teams.iter().map(|took| {
            let words = took.map_or_else(|| say!("not reached").to_owned(), |t| t.to_string());
            let late = took.zip(i.target).is_some_and(|(took, target)| took > target);
            let words = if late { say!("{words}, late", words) } else { words };
            view! { <td class="number">{words}</td> }.into_any()
        });
        let target = i.target.map_or_else(|| say!("none").to_owned(), |t| t.to_string());
        view! { <tr><th scope="row">{known(i.label())}</th><td class="number">{history_words(&i.history)}</td><td class="number">{target}</td>{cells.collect_view()}</tr> }.into_any()
    };
    let order = s.scores.iter().map(|score| {
        let words = match score.evidence_first {
            Some(true) => "secured evidence before removing anything",
            Some(false) => "removed before evidence was secured",
            None => "recorded neither evidence nor removal",
        };
        view! { <li>{format!("{} {}.", score.team, look(words))}</li> }.into_any()
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Table of stretches">
            <table class="table">
                <thead><tr><th scope="col">"Stretch"</th><th scope="col">"History"</th><th scope="col">"Plan"</th>{heads(s.session.teams.iter().map(|t| t.name.clone()))}</tr></thead>
                <tbody>{s.intervals.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <ul>{order.collect_view()}</ul>
    }
    .into_any()
}

fn duties(s: &SessionView) -> AnyView {
    let cell = |score: &TeamScore, duty: Duty| {
        let found = score.duties.iter().find(|d| d.duty == duty).filter(|d| d.of > 0);
        let words = match found {
            None => say!("not probed").to_owned(),
            Some(d) => points(d.halves, d.of, d.proposed),
        };
        view! { <td class="number">{words}</td> }.into_any()
    };
    let row = |duty: &Duty| {
        let cells = s.scores.iter().map(|score| cell(score, *duty));
        view! { <tr><th scope="row">{known(duty.label())}</th>{cells.collect_view()}</tr> }.into_any()
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Table of duties">
            <table class="table">
                <thead><tr><th scope="col">"Expected actions covered"</th>{heads(s.scores.iter().map(|t| t.team.clone()))}</tr></thead>
                <tbody>{Duty::ALL.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Each inject: what was hidden, what was done, what teams said, and how that is rated.
fn injects(play: Play, s: &SessionView) -> AnyView {
    let zone = play.desk.zone.get();
    let one = |d: &Debriefed| {
        let hidden = d.hidden.iter().map(|e| {
            let when = words::moment(&e.moment, zone);
            let known = words::instant(e.known, zone);
            view! { <li><span lang="">{e.text.clone()}</span>" "<span class="hint">{say!("happened {when}, known {known}", when, known)}</span></li> }.into_any()
        });
        let more = (d.hidden_count as usize).saturating_sub(d.hidden.len());
        let history = d.history.iter().map(|t| view! { <li>{t.clone()}</li> }.into_any());
        let teams = s.scores.iter().filter_map(|score| {
            let of = score.injects.iter().find(|i| i.inject == d.inject.id)?;
            Some(team(play, s, score, of))
        });
        view! {
            <details class="exercise-section">
                <summary><span lang="">{d.inject.title.clone()}</span>" "<span class="hint">{words::instant(d.inject.at, zone)}</span></summary>
                <p lang="">{d.inject.prompt.clone()}</p>
                <h3>{say!("Hidden then: {hidden_count}", hidden_count = strings::count(u64::from(d.hidden_count), "event", "events"))}</h3>
                <ul>{hidden.collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="hint">{say!("and {more} more", more)}</p> }.into_any())}
                <h3>"In the case"</h3>
                <ul>{history.collect_view()}</ul>
                {teams.collect_view()}
            </details>
        }
        .into_any()
    };
    s.debrief.iter().map(one).collect_view().into_any()
}

fn team(play: Play, s: &SessionView, score: &TeamScore, of: &InjectScore) -> AnyView {
    let (session, name, inject) = (s.session.id, score.team.clone(), of.inject);
    let said = s.session.team(&name).into_iter().flat_map(|t| &t.answers);
    let said = said.filter(|a| a.inject == Some(inject)).map(|a| {
        view! { <p class="captured-text" lang="">{marked(&a.text, &slips(&a.text), None)}</p> }.into_any()
    });
    let answered = match of.answered {
        Some(after) => say!("{name}: answered after {after}", name, after),
        None => say!("{name}: no answer", name),
    };
    let rows = of.expected.iter().enumerate().map(|(n, e)| {
        let proposed = e.proposed;
        let text = e.text.clone();
        let of = name.clone();
        let rated = Memo::new(move |_| {
            play.of(|s| s.session.team(&of).and_then(|t| t.rating(inject, n as u32))).flatten()
        });
        let buttons = Rating::ALL.map(|rating| {
            let team = name.clone();
            let label = format!("{}: {text}, {team}", known(rating.label()));
            let on = move || rated.get() == Some(rating);
            let press = move |_| {
                let rating = (rated.get_untracked() != Some(rating)).then_some(rating);
                play.step(ExerciseStep::Rate { session, team: team.clone(), inject, expected: n as u32, rating });
            };
            view! { <button type="button" aria-disabled=read_only() class="button small" aria-label=label aria-pressed=move || on().to_string() on:click=press>{known(rating.label())}</button> }.into_any()
        });
        let words = live(move || match rated.get() {
            Some(_) => String::new(),
            None => say!("proposed: {rating}", rating = inside(proposed.label())),
        });
        view! {
            <tr><td>{known(e.basis.label())}</td><td lang="">{e.text.clone()}</td><td class="pack-formats">{buttons.into_iter().collect_view()}" "<span class="hint">{words}</span></td></tr>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    let label = say!("Expected of {name}", name);
    view! {
        <h3>{answered}</h3>
        {said.collect_view()}
        {(!rows.is_empty()).then(|| view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                <table class="table compact">
                    <thead><tr><th scope="col">"From"</th><th scope="col">"Expected"</th><th scope="col">"Covered"</th></tr></thead>
                    <tbody>{rows.into_iter().collect_view()}</tbody>
                </table>
            </div>
        }.into_any())}
    }
    .into_any()
}

fn results(lines: &[ResultLine]) -> AnyView {
    if lines.len() < 2 {
        return ().into_any();
    }
    let time = |took: Option<Span>| {
        let words = took.map_or_else(|| look("not reached").to_owned(), |took| took.to_string());
        view! { <td class="number">{words}</td> }.into_any()
    };
    let row = |line: &ResultLine| {
        let (halves, of, proposed) = line.total;
        let words = points(halves, of, proposed);
        let part =
            if of > 0 { format!("{:.0} %", 50.0 * f64::from(halves) / f64::from(of)) } else { String::new() };
        let order = match line.evidence_first {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not recorded",
        };
        view! { <tr><th scope="row">{line.name.clone()}</th><td>{line.team.clone()}</td><td class="number">{words}</td><td class="number">{part}</td>{line.times.map(time).into_iter().collect_view()}<td>{order}</td></tr> }.into_any()
    };
    let reached = TIMED.map(|point| {
        view! { <th scope="col">{say!("{point} after", point = known(point.label()))}</th> }.into_any()
    });
    view! {
        <section aria-labelledby="results-title">
            <h2 id="results-title">"Results over sessions"</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Table of results">
                <table class="table">
                    <thead><tr><th scope="col">"Session"</th><th scope="col">"Team"</th><th scope="col">"Covered"</th><th scope="col">"Part"</th>{reached.into_iter().collect_view()}<th scope="col">"Evidence first"</th></tr></thead>
                    <tbody>{lines.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
